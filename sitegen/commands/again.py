"""Was this very command answered already, and is all as it was? Then a build has nothing to do.

A command line that is word for word the last one's means the same, so nobody needs to understand it:
what takes it apart is loaded in the time in which a small site is looked at.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from sitegen import fresh

_DAY = 86_400_000_000_000  # nanoseconds
_CHINA = 8 * 3_600_000_000_000  # ahead of UTC
_CLEAN = "--clean"
_PROJECT = "--project"


def asked(given: Sequence[str], now: int) -> str:
    """What a command line asks for: its words, where they are said and the day in China.

    `now` is in nanoseconds since 1970. A build that trusts nothing makes what one that does would make.
    """
    words = [word for word in given if word != _CLEAN]
    return ascii((words, os.getcwd(), (now + _CHINA) // _DAY))


def answered(given: Sequence[str], now: int) -> fresh.Last | None:
    """The report of the last build if this command line asked for it and it would be the same now."""
    if given[:1] != ["build"] or _CLEAN in given or fresh.in_ci():
        return None
    return fresh.last(os.path.realpath(_project(given)), asked(given, now), now)


def tell(last: fresh.Last, seconds: float) -> None:
    """Say what the last build said."""
    if last.warnings:
        print(last.warnings, file=sys.stderr)
    print(f"完成：共 {last.files} 个文件，没有变化，用时 {seconds:.1f} 秒。")


def _project(given: Sequence[str]) -> str:
    """Where the note is looked for; if the words mean another folder, they were not said for this one."""
    folder = "."
    for word, after in zip(given, (*given[1:], ""), strict=True):
        if word == _PROJECT:
            folder = after
        elif word.startswith(f"{_PROJECT}="):
            folder = word.partition("=")[2]
    return folder
