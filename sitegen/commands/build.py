"""`sitegen build`: check the content and make the site of it."""

from __future__ import annotations

import argparse
import time

from sitegen.commands.making import make
from sitegen.commands.options import building_options


def declare(_: str, sub: argparse.ArgumentParser) -> None:
    """The options of the command."""
    building_options(sub)
    words = "照一个网站的清单再生成一次：同一提交，同一截至日期；用来核对那个网站"
    sub.add_argument("--like", metavar="文件夹或网址", help=words)
    sub.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Build, and say what was done."""
    make(options, time.perf_counter())
    return 0
