"""What does a build read? Every file of it, known by size and time of change.

That time is the system's own where it keeps one (POSIX st_ctime, as for git's index): a copy or an archive that
keeps the times of files can bring other bytes with an old time of modification, but not with that one.
Imports nothing but the standard library, and little of that, as `fresh` does.
"""

from __future__ import annotations

import importlib
import os
import stat
import sys
from collections.abc import Iterator

_PACKAGE = os.path.dirname(__file__)
_LIBRARIES = ("site-packages", "dist-packages")
_WINDOWS = os.name == "nt"  # where st_ctime says when a file was made

# a file that a build reads: what it is called here, where it is, its size and its time of change
Input = tuple[str, str, int, int]


def inputs(project: str) -> Iterator[Input]:
    """Every file that a build of a project reads: content, themes, sitegen itself, git's place."""
    yield from tree("content", f"{project}/content")
    yield from tree("themes", f"{project}/themes")
    yield from tree("sitegen", _PACKAGE)
    shipped = f"{os.path.dirname(_PACKAGE)}/themes"
    yield from tree("shipped themes", shipped)  # where sitegen is not installed
    for name, path in _git(project):
        yield _input(name, path)
    # installing or removing a library changes the folder it is in
    for folder in dict.fromkeys(sys.path):
        if folder.endswith(_LIBRARIES) and os.path.isdir(folder):
            yield _input(f"python {sys.version} {folder}", folder)


def _input(name: str, path: str) -> Input:
    seen = _looked_at(path)
    return name, path, seen.st_size, seen.st_mtime_ns if _WINDOWS else seen.st_ctime_ns


def _git(project: str) -> Iterator[tuple[str, str]]:
    """What changes whenever git moves on."""
    for folder in _upwards(project):
        found = f"{folder}/.git"
        if os.path.isfile(found):
            found = _within(folder, _text(found).partition("gitdir:")[2])
        if os.path.isdir(found):
            places = ((f"git/{name}", path) for name, path in _moving(found))
            yield from (place for place in places if os.path.isfile(place[1]))
            return


def _upwards(folder: str) -> Iterator[str]:
    """A folder and all that it lies in."""
    above = os.path.dirname(folder)
    yield folder
    if above != folder:
        yield from _upwards(above)


def _moving(git: str) -> Iterator[tuple[str, str]]:
    """The files of a repository that say where it is and how far back it reaches.

    Without reflogs, only the reference that HEAD names tells of a commit; a work tree has those of the
    repository that it belongs to.
    """
    common = _within(git, _text(f"{git}/commondir"))
    yield from ((name, f"{git}/{name}") for name in ("HEAD", "logs/HEAD"))
    yield from (
        (name, f"{common}/{name}") for name in ("shallow", "packed-refs", "reftable/tables.list")
    )
    named = _text(f"{git}/HEAD").partition("ref:")[2].strip()
    if named:
        yield named, f"{common}/{named}"


def _within(folder: str, said: str) -> str:
    return os.path.join(folder, said.strip())


def _text(path: str) -> str:
    """What one of git's small files says; nothing if it is not there."""
    if not os.path.isfile(path):
        return ""
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        return file.read()


def tree(name: str, top: str) -> Iterator[Input]:
    """Every file below a folder, in an order that depends on their names alone."""
    waiting = [(name, top)] if os.path.isdir(top) else []
    while waiting:
        above, folder = waiting.pop()
        with os.scandir(folder) as entries:
            within = sorted(entries, key=lambda found: found.name)
        for entry in within:
            if not entry.is_dir(follow_symlinks=False):
                yield _input(f"{above}/{entry.name}", entry.path)
            elif entry.name != "__pycache__":
                waiting.append((f"{above}/{entry.name}", entry.path))


def _looked_at(path: str) -> os.stat_result:
    """A file as it is; a link that leads nowhere as itself."""
    try:
        return os.stat(path)
    except OSError:
        return os.lstat(path)


def digest(path: str) -> str:
    """What a file or folder holds; pipes and devices, which a build refuses, are never read."""
    mode = _looked_at(path).st_mode
    if stat.S_ISDIR(mode):
        data = "\0".join(sorted(os.listdir(path))).encode("utf-8", "surrogatepass")
    elif stat.S_ISREG(mode):
        with open(path, "rb") as file:
            data = file.read()
    else:
        return ""
    # mostly nothing is recent, and loading this takes longer than looking at a thousand files
    digest: str = importlib.import_module("hashlib").sha256(data).hexdigest()
    return digest
