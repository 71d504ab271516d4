"""`sitegen import` and `sitegen export`: official tables in and out."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sitegen.commands.options import project_option, word_of, words
from sitegen.exchange.drafting import Unknown
from sitegen.exchange.exporting import export_plan
from sitegen.exchange.importing import Imported, Order, import_plan
from sitegen.exchange.parts import PARTS
from sitegen.text import listed
from sitegen.write import replace_all

_PARTS = {"all": "全部", **PARTS}
# what editors call them for short
_SHORT = {
    "责任单位": "responsibility.raw",
    "分工": "responsibility.roles",
    "时限": "deadline.raw",
    "完成时限": "deadline.raw",
    "推定": "inferred",
    "原文": "text",
}
_MATCHES = {"text": "原文", "number": "序号"}


def declare(name: str, sub: argparse.ArgumentParser) -> None:
    """The options of either command."""
    project_option(sub)
    (_import_options if name == "import" else _export_options)(sub)
    sub.set_defaults(run=_import if name == "import" else _export)


def _import_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "file", metavar="文件", type=Path, help="xlsx、xls、docx、csv、html 或 txt 文件"
    )
    sub.add_argument("--plan", required=True, metavar="标识", help="计划标识，例如 shili-2026")
    which = "政府的标识或名称；计划已有，或只有一个政府的，可以不写"
    sub.add_argument("--government", default="", metavar="政府", help=which)
    sub.add_argument("--mapping", type=Path, metavar="文件", help="改过的栏目对应表")
    sub.add_argument(
        "--sheet", action="append", default=[], metavar="工作表", help="只读这个工作表，可以写几次"
    )
    sub.add_argument("--year", type=int, metavar="年", help="计划年度，名称里没有时写明")
    sub.add_argument(
        "--overwrite",
        nargs="+",
        default=[],
        type=word_of(_PARTS, _SHORT),
        choices=tuple(_PARTS),
        metavar="字段",
        help=f"编辑改过的这些字段也以原表为准，写英文或中文：{words(_PARTS)}",
    )
    sub.add_argument(
        "--match",
        default="",
        type=word_of(_MATCHES),
        choices=tuple(_MATCHES),
        metavar="依据",
        help="再导入时原文换了序号的：text 原文，文件、网址和凭证跟着原文走；number 序号，照序号更新",
    )
    sub.add_argument(
        "--new-departments", action="store_true", help="没有建档的单位一并建档，由编辑核对"
    )
    sub.add_argument("--dry-run", action="store_true", help="只说会怎样，不写任何文件")


def _export_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("plan", metavar="计划", help="计划标识，例如 panzhihua-2017")
    form = sub.add_mutually_exclusive_group()
    for name, label in (("xlsx", "Excel 表格"), ("docx", "Word 文档"), ("csv", "CSV 文件")):
        help_text = f"导出为 {label}{'（默认）' if name == 'xlsx' else ''}"
        form.add_argument(
            f"--{name}", dest="form", action="store_const", const=name, help=help_text
        )
    sub.set_defaults(form="xlsx")
    sub.add_argument("-o", "--output", type=Path, metavar="文件", help="默认为 计划标识.xlsx 等")


def _import(options: argparse.Namespace) -> int:
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
    print("\n".join(_said(outcome, dry_run=options.dry_run, made=options.new_departments)))
    return 0


def _said(outcome: Imported, *, dry_run: bool, made: bool) -> Iterator[str]:
    counts = Counter(change.what for change in outcome.changes)
    changed = len({change.key for change in outcome.changes if change.what == "changed"})
    done = "将要" if dry_run else "已经"
    yield f"读出任务 {len(outcome.draft.tasks)} 项；{done}新写 {counts['new']} 项，更新 {changed} 项。"
    if counts["moved"]:
        records = sum("/records/" in path for path in outcome.files)
        yield f"{counts['moved']} 项任务改了序号，文件和网址不变；{done}改写 {records} 条凭证里的序号。"
    if counts["placed"]:
        yield f"{counts['placed']} 项任务没有序号、原文也改了，按先后次序对上，见核对单。"
    if counts["kept"]:
        yield f"编辑改过的字段 {counts['kept']} 处照旧保留。"
    if counts["conflict"]:
        yield f"与现有文件不同的字段 {counts['conflict']} 处没有改动；以原表为准时加 --overwrite。"
    if counts["gone"]:
        yield f"上次有、这次没有的任务 {counts['gone']} 项，文件没有删除。"
    yield from (f"{one}。" for one in outcome.told)
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


def _export(options: argparse.Namespace) -> int:
    data = export_plan(options.project.resolve(), options.plan, options.form)
    target: Path = options.output or Path(f"{options.plan}.{options.form}")
    replace_all(target.resolve().parent, {target.name: data})
    print(f"已导出 {target}。")
    return 0
