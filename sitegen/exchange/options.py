"""Which options do import, export and new take? Without the libraries that reading tables needs."""

from __future__ import annotations

import argparse
from pathlib import Path

PARTS = (
    "all",
    "number",
    "section",
    "responsibility.raw",
    "responsibility.more",
    "responsibility.roles",
    "deadline.raw",
    "domains",
    "notes",
    "inferred",
    "text",
)
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


def import_options(sub: argparse.ArgumentParser) -> None:
    """The options of `sitegen import`."""
    sub.add_argument("file", metavar="文件", type=Path, help="xlsx、xls、docx、csv 或 txt 文件")
    sub.add_argument("--plan", required=True, metavar="标识", help="计划标识，例如 shili-2026")
    sub.add_argument("--government", required=True, metavar="政府", help="政府的标识或名称")
    sub.add_argument("--mapping", type=Path, metavar="文件", help="改过的栏目对应表")
    sub.add_argument(
        "--sheet", action="append", default=[], metavar="工作表", help="只读这个工作表，可以写几次"
    )
    sub.add_argument("--year", type=int, metavar="年", help="计划年度，名称里没有时写明")
    sub.add_argument(
        "--overwrite",
        nargs="+",
        default=[],
        choices=PARTS,
        metavar="字段",
        help=f"编辑改过的这些字段也以原表为准：{'、'.join(PARTS)}",
    )
    sub.add_argument(
        "--match",
        default="",
        choices=("text", "number"),
        metavar="依据",
        help="再导入时原文换了序号的：text 按原文对任务，文件、网址和凭证跟着原文走；number 按序号",
    )
    sub.add_argument(
        "--new-departments", action="store_true", help="没有建档的单位一并建档，由编辑核对"
    )
    sub.add_argument("--dry-run", action="store_true", help="只说会怎样，不写任何文件")


def export_options(sub: argparse.ArgumentParser) -> None:
    """The options of `sitegen export`."""
    sub.add_argument("plan", metavar="计划", help="计划标识，例如 panzhihua-2017")
    form = sub.add_mutually_exclusive_group()
    for name, label in (("xlsx", "Excel 表格"), ("docx", "Word 文档"), ("csv", "CSV 文件")):
        help_text = f"导出为 {label}{'（默认）' if name == 'xlsx' else ''}"
        form.add_argument(
            f"--{name}", dest="form", action="store_const", const=name, help=help_text
        )
    sub.set_defaults(form="xlsx")
    sub.add_argument("-o", "--output", type=Path, metavar="文件", help="默认为 计划标识.xlsx 等")


def new_options(sub: argparse.ArgumentParser) -> None:
    """The options of `sitegen new`."""
    kinds = "、".join(KINDS)
    sub.add_argument("kind", nargs="?", choices=KINDS, metavar="种类", help=f"种类：{kinds}")
    sub.add_argument("id", nargs="?", metavar="标识", help="例如 shili-2026/001、shili/caizhengju")
    sub.add_argument("--draft", action="store_true", help="先作草稿：只在预览里显示，不发布")
    sub.add_argument("--interactive", action="store_true", help="逐项询问必填的内容")
    sub.add_argument(
        "--schemas", action="store_true", help="重新生成 schemas 文件夹（编辑器补全用）"
    )
