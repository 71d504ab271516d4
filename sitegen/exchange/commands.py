"""What do import, export and new say when they are done? Each answers with the lines to print."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from sitegen.exchange import skeletons
from sitegen.exchange.drafting import Unknown
from sitegen.exchange.exporting import export_plan
from sitegen.exchange.faults import Refused
from sitegen.exchange.importing import Order, Outcome, import_plan
from sitegen.exchange.parts import PARTS
from sitegen.exchange.schemas import schema_files
from sitegen.text import listed
from sitegen.write import replace_all, save


def run_import(options: argparse.Namespace) -> str:
    """Import a file as a plan."""
    overwrite = frozenset(PARTS) if "all" in options.overwrite else frozenset(options.overwrite)
    outcome = import_plan(
        Order(
            project=options.project.resolve(),
            file=options.file,
            plan=options.plan,
            government=options.government,
            mapping=options.mapping,
            sheets=tuple(options.sheet),
            year=options.year,
            overwrite=overwrite,
            match=options.match,
            new_departments=options.new_departments,
            dry_run=options.dry_run,
        )
    )
    return "\n".join(_said(outcome, dry_run=options.dry_run, made=options.new_departments))


def _said(outcome: Outcome, *, dry_run: bool, made: bool) -> Iterator[str]:
    counts = Counter(change.what for change in outcome.changes)
    changed = len({change.key for change in outcome.changes if change.what == "changed"})
    done = "将要" if dry_run else "已经"
    yield f"读出任务 {len(outcome.draft.tasks)} 项；{done}新写 {counts['new']} 项，更新 {changed} 项。"
    if counts["moved"]:
        records = sum("/records/" in path for path in outcome.files)
        yield f"{counts['moved']} 项任务改了序号，文件和网址不变；{done}改写 {records} 条凭证里的序号。"
    if counts["kept"]:
        yield f"编辑改过的字段 {counts['kept']} 处照旧保留。"
    if counts["conflict"]:
        yield f"与现有文件不同的字段 {counts['conflict']} 处没有改动；以原表为准时加 --overwrite。"
    if counts["gone"]:
        yield f"上次有、这次没有的任务 {counts['gone']} 项，文件没有删除。"
    if outcome.units:
        yield f"{done}为 {outcome.units} 个单位建档，全称和类型请核对。"
    if outcome.draft.unknown:
        names = listed((_unit(one) for one in outcome.draft.unknown), 6)
        also = "" if made else "，或加 --new-departments 一并建档"
        yield f"没有建档的单位：{names}；核对写法，建档后再导入一次{also}。"
    if dry_run:
        yield "这是试运行，没有写任何文件。"
    else:
        yield f"不确定之处 {len(outcome.draft.remarks)} 处，见 {outcome.folder}/review.md，请逐项核对。"


def _unit(unknown: Unknown) -> str:
    return f"{unknown.name}（是不是“{unknown.near}”）" if unknown.near else unknown.name


def run_export(options: argparse.Namespace) -> str:
    """Export a plan as its official table."""
    data = export_plan(options.project.resolve(), options.plan, options.form)
    target: Path = options.output or Path(f"{options.plan}.{options.form}")
    replace_all(target.resolve().parent, {target.name: data})
    return f"已导出 {target}。"


def run_new(options: argparse.Namespace, ask: Callable[[str], str]) -> str:
    """Make a new record, or the schemas for editors' completion."""
    project: Path = options.project.resolve()
    if options.schemas:
        return run_schema(options)
    if not options.kind or not (options.id or options.interactive):
        raise Refused("E13", "没有写明种类和标识", "例如 sitegen new department shili/caizhengju")
    if options.interactive:
        path, text = skeletons.asked(options.kind, options.id or "", ask)
    else:
        path, text = skeletons.skeleton(options.kind, options.id)
    if options.draft:
        text = skeletons.as_draft(options.kind, text)
    skeletons.check_free(project, path)
    replace_all(project, {path: text.encode()})
    return f"已新建 {path}。" + (
        "" if options.interactive else "把空着的各项填好，再运行 sitegen check。"
    )


def run_schema(options: argparse.Namespace) -> str:
    """Write the JSON Schemas of all kinds of records."""
    project: Path = options.project.resolve()
    files = schema_files()
    for path, data in files.items():
        save(project / path, data)
    return f"已生成 {len(files)} 个文件：schemas 和 .vscode 文件夹。"
