"""`sitegen new` and `sitegen schema`: skeletons of records, and what editors complete them with."""

from __future__ import annotations

import argparse
from pathlib import Path

from sitegen.commands.options import project_option, word_of, words
from sitegen.exchange import skeletons
from sitegen.exchange.faults import Refused
from sitegen.exchange.schemas import schema_files
from sitegen.model import KINDS as ALL
from sitegen.write import replace_all, save

KINDS = (
    "task",
    "record",
    "department",
    "domain",
    "document",
    "page",
    "plan",
    "requirement",
    "government",
)


_LABELS = {name: next(kind.label for kind in ALL if kind.name == name) for name in KINDS}


def declare(name: str, sub: argparse.ArgumentParser) -> None:
    """The options of either command."""
    project_option(sub)
    if name == "new":
        _new_options(sub)
    sub.set_defaults(run=_new if name == "new" else _schema)


def _new_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "kind",
        nargs="?",
        type=word_of(_LABELS),
        choices=KINDS,
        metavar="种类",
        help=f"种类，写英文或中文：{words(_LABELS)}",
    )
    sub.add_argument("id", nargs="?", metavar="标识", help="例如 shili-2026/001、shili/caizhengju")
    sub.add_argument("--draft", action="store_true", help="先作草稿：只在预览里显示，不发布")
    sub.add_argument("--interactive", action="store_true", help="逐项询问必填的内容")
    sub.add_argument(
        "--schemas", action="store_true", help="重新生成 schemas 文件夹（编辑器补全用）"
    )


def _new(options: argparse.Namespace) -> int:
    project: Path = options.project.resolve()
    if options.schemas:
        return _schema(options)
    if not options.kind or not (options.id or options.interactive):
        raise Refused("E13", "没有写明种类和标识", "例如 sitegen new department shili/caizhengju")
    if options.interactive:
        path, text = skeletons.asked(options.kind, options.id or "", _ask)
    else:
        path, text = skeletons.skeleton(options.kind, options.id)
    if options.draft:
        text = skeletons.as_draft(options.kind, text)
    skeletons.check_free(project, path)
    replace_all(project, {path: text.encode()})
    left = "" if options.interactive else "把空着的各项填好，再运行 sitegen check。"
    print(f"已新建 {path}。{left}")
    return 0


def _schema(options: argparse.Namespace) -> int:
    project: Path = options.project.resolve()
    files = schema_files()
    for path, data in files.items():
        save(project / path, data)
    print(f"已生成 {len(files)} 个文件：schemas 和 .vscode 文件夹。")
    return 0


def _ask(question: str) -> str:
    try:
        return input(question)
    except EOFError:
        return ""
