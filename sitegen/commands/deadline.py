"""`sitegen deadline`: one wording with its rules, dates and the way they were worked out."""

from __future__ import annotations

import argparse
import json
import re

from sitegen.commands.options import day
from sitegen.deadlines.explain import explain


def declare(_: str, sub: argparse.ArgumentParser) -> None:
    """The options of the command."""
    sub.add_argument("wording", metavar="时限", help="时限原文，例如 每月、每季度后20日内完成")
    sub.add_argument("--year", type=_year, metavar="年", help="计划年度")
    sub.add_argument("--issued", type=day, metavar="年-月-日", help="计划的成文日期")
    sub.add_argument("--format", choices=("text", "json"), default="text", help="输出格式")
    sub.set_defaults(run=run)


def _year(text: str) -> int:
    if re.fullmatch("(?:19|20|21)[0-9]{2}", text):
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}”不是年份，写四位数，例如 2017")


def run(options: argparse.Namespace) -> int:
    """Explain."""
    explained = explain(options.wording, options.year, options.issued)
    if options.format == "json":
        print(json.dumps(explained.to_json(), ensure_ascii=False, indent=1))
    else:
        print(explained.to_text(), end="")
    return 0
