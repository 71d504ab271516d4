"""Is there anything to do? Whether nothing that a build reads or wrote has changed since the last one.

As git's index does, files are known by size and time of change; one that changed so shortly before
it was looked at that a later change could bear the same time is known by its digest as well. This
can only save work: what is not known for certain to be the same is built. Imports nothing but the
standard library, so that a build with nothing to do is over at once.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

NOTE = Path(".sitegen") / "fresh.json"
RACY = 2_000_000_000  # nanoseconds; some file systems count time in steps of two seconds
_PACKAGE = Path(__file__).parent

Marks = dict[str, list[Any]]
# what of the last build is believed: nothing, files whose digests are right, files of the same size
# and time of change
Trust = Literal["nothing", "digests", "times"]


def in_ci() -> bool:
    """Whether this is CI, where times of files mean nothing and what is kept may be anybody's."""
    return bool(os.environ.get("CI"))


@dataclass(frozen=True, slots=True)
class Looked:
    """What a build is about to read, as it was before reading began."""

    edition: str
    inputs: Marks


@dataclass(frozen=True, slots=True)
class Last:
    """What the last build reported: how many files there are, and its warnings as shown."""

    files: int
    warnings: tuple[str, ...]


def look(project: Path, edition: str, now: int) -> Looked:
    """Everything that a build of a project reads: content, themes, sitegen itself, git's place.

    `now` is in nanoseconds since 1970, as times of files are.
    """
    return Looked(edition, dict(_marks(_inputs(project), now)))


def remember(looked: Looked, output: Path, paths: Iterable[str], warnings: Iterable[str]) -> bytes:
    """A note of a finished build, for `last`."""
    made = _marks((path, output / path) for path in paths)
    note = {
        "edition": looked.edition,
        "inputs": looked.inputs,
        "output": str(output),
        "made": {path: mark[:2] for path, mark in made},
        "warnings": list(warnings),
    }
    return json.dumps(note).encode()


def last(project: Path, output: Path, looked: Looked) -> Last | None:
    """The report of the last build if this one would make the same; None if it must be made."""
    try:
        note = json.loads((project / NOTE).read_bytes())
        same = note["edition"] == looked.edition and note["output"] == str(output)
        if same and _same_inputs(note["inputs"], looked, project) and _whole(note["made"], output):
            return Last(len(note["made"]), tuple(note["warnings"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return None


def _same_inputs(known: Marks, looked: Looked, project: Path) -> bool:
    if known.keys() != looked.inputs.keys():
        return False
    paths = dict(_inputs(project))
    for name, mark in known.items():
        if mark[:2] != looked.inputs[name][:2]:
            return False
        if len(mark) > 2 and mark[2] != _digest(paths[name], _looked_at(paths[name])):  # noqa: PLR2004 - size, time, digest
            return False
    return True


def _whole(made: Marks, output: Path) -> bool:
    found = _marks((path, output / path) for path in made)
    return all(mark[:2] == made[path] for path, mark in found)


def _marks(
    paths: Iterable[tuple[str, Path]], now: int | None = None
) -> Iterator[tuple[str, list[Any]]]:
    """Size and time of change of each file; of one changed just before now, its digest too."""
    for name, path in paths:
        seen = _looked_at(path)
        mark: list[Any] = [seen.st_size, seen.st_mtime_ns]
        if now is not None and now - seen.st_mtime_ns < RACY:
            mark.append(_digest(path, seen))
        yield name, mark


def _looked_at(path: Path) -> os.stat_result:
    """A file as it is; a link that leads nowhere as itself."""
    try:
        return path.stat()
    except OSError:
        return path.lstat()


def _digest(path: Path, seen: os.stat_result) -> str:
    """What a file or folder holds; pipes and devices, which a build refuses, are never read."""
    if stat.S_ISDIR(seen.st_mode):
        return hashlib.sha256(
            "\0".join(sorted(found.name for found in path.iterdir())).encode()
        ).hexdigest()
    return hashlib.sha256(path.read_bytes()).hexdigest() if stat.S_ISREG(seen.st_mode) else ""


def _inputs(project: Path) -> Iterator[tuple[str, Path]]:
    yield from _tree("content", project / "content")
    yield from _tree("themes", project / "themes")
    yield from _tree("sitegen", _PACKAGE)
    yield from _git(project)
    # installing or removing a library changes its folder
    yield f"python {sys.version}", Path(sysconfig.get_path("purelib"))


def _git(project: Path) -> Iterator[tuple[str, Path]]:
    """What changes whenever git moves on."""
    for folder in (project, *project.parents):
        found = folder / ".git"
        if found.is_file():
            found = Path(folder, found.read_text("utf-8").partition("gitdir:")[2].strip())
        if found.is_dir():
            places = ((f"git/{name}", found / name) for name in ("HEAD", "logs/HEAD"))
            yield from (place for place in places if place[1].is_file())
            return


def _tree(name: str, folder: Path) -> Iterator[tuple[str, Path]]:
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda found: found.name):
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _tree(f"{name}/{entry.name}", Path(entry.path))
            else:
                yield f"{name}/{entry.name}", Path(entry.path)
