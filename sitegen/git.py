"""What does git know of the content? Which files changed, and when each came in; nothing without git."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from sitegen import dates
from sitegen.errors import SitegenError

_LONGEST = 60  # seconds


class GitRefused(SitegenError):
    """git is not there, or does not know what it was asked for."""


def changed(folder: Path, since: str) -> frozenset[str]:
    """The files below a folder that differ from a commit, new ones included; paths are the folder's own."""
    said = _run(folder, "diff", "--name-only", "-z", "--relative", "--end-of-options", since, "--")
    new = _run(folder, "ls-files", "--others", "--exclude-standard", "-z")
    if said is None or new is None:
        message = f"git 不能与“{since}”比较：--changed 要在 git 仓库里用，并且确有这个提交或分支"
        raise GitRefused(message)
    return frozenset(path for path in f"{said}{new}".split("\0") if path)


def first_commits(folder: Path) -> Mapping[str, date]:
    """The day on which each file below a folder first came in; empty without git or in a shallow clone."""
    if _run(folder, "rev-parse", "--is-shallow-repository") != "false\n":
        return {}
    log = ("log", "--diff-filter=A", "--name-only", "-z", "--relative", "--format=%x01%cs")
    first: dict[str, date] = {}
    for commit in (_run(folder, *log) or "").split("\x01")[1:]:
        day, *paths = (part.strip("\n") for part in commit.split("\0"))
        found = dates.parse(day)
        first |= dict.fromkeys(filter(None, paths), found) if found else {}
    return first


def _run(folder: Path, *arguments: str) -> str | None:
    command = ("git", "-C", str(folder), "-c", "core.quotepath=off", *arguments)
    try:
        done = subprocess.run(  # noqa: S603 - the arguments are ours; a ref stands behind --end-of-options
            command, capture_output=True, check=False, timeout=_LONGEST
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
