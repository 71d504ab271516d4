"""`sitegen build`: at once if nothing has changed since the last build; else the whole line."""

from __future__ import annotations

import argparse
import importlib
import time

from sitegen import fresh
from sitegen.commands.options import (
    building_options,
    edition_name,
    folder_of,
    output_of,
    trust_of,
    warn,
)


def declare(_: str, sub: argparse.ArgumentParser) -> None:
    """The options of the command."""
    building_options(sub)
    words = "照一个网站的清单再生成一次：同一提交，同一截至日期；用来核对那个网站"
    sub.add_argument("--like", metavar="文件夹或网址", help=words)
    sub.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Build, or say that there is nothing to do."""
    started = time.perf_counter()
    if not _nothing_to_do(options, started):
        # what a build needs takes longer to load than a build with nothing to do takes
        importlib.import_module("sitegen.commands.making").make(options, started)
    return 0


def _nothing_to_do(options: argparse.Namespace, started: float) -> bool:
    """Whether the last build made the same."""
    if options.at or options.like or trust_of(options) != "times":
        return False
    folder, output = folder_of(options), output_of(options)
    last = fresh.last(folder, output, edition_name(options), time.time_ns())
    if last is None:
        return False
    warn(last.warnings)
    used = time.perf_counter() - started
    print(f"完成：共 {last.files} 个文件，没有变化，用时 {used:.1f} 秒。")
    return True
