"""Is there anything to do? Whether nothing that a build reads or wrote has changed since the last one.

As git's index does, files are known by size and time of change; one that changed so shortly before
it was looked at that a later change could bear the same time is known by its digest as well. This
can only save work: what is not known for certain to be the same is built. Imports nothing but the
standard library, and little of that, so that a build with nothing to do is over at once.

The note has five parts: JSON; the inputs and their marks; the paths of the published files; the
marks of the first of these, which the process itself looks at, and of the rest, which one beside it
looks at meanwhile. What is seen is written down in the same way again and compared: no part but the
first and the paths is ever taken apart. NUL, which no path holds, stands between all of it.
"""

from __future__ import annotations

import importlib
import json
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, NoReturn, Self

NOTE = Path(".sitegen") / "fresh"
RACY = 2_000_000_000  # nanoseconds; some file systems count time in steps of two seconds
_PACKAGE = Path(__file__).parent
_LIBRARIES = ("site-packages", "dist-packages")
_PARTS = b"\0\0"

# what of the last build is believed: nothing, files whose digests are right, files of the same size
# and time of change
Trust = Literal["nothing", "digests", "times"]


def in_ci() -> bool:
    """Whether this is CI, where times of files mean nothing and what is kept may be anybody's."""
    return bool(os.environ.get("CI"))


# no dataclasses here: loading what makes them takes as long as looking at a small site


class Input(NamedTuple):
    """A file that a build reads: what it is called here, where it is, its size and time of change."""

    name: str
    path: str
    size: int
    time: int


class Looked(NamedTuple):
    """What a build is about to read, as it was before reading began; digests of what is recent."""

    edition: str
    inputs: tuple[Input, ...]
    recent: dict[str, str]


class Last(NamedTuple):
    """What the last build reported: how many files there are, and its warnings as shown."""

    files: int
    warnings: tuple[str, ...]


class _Note(NamedTuple):
    """What is known of the last build, its lists of files as they were written down."""

    edition: str
    output: str
    warnings: tuple[str, ...]
    recent: dict[str, str]
    own: int
    inputs: bytes
    paths: Sequence[str]
    marks: bytes
    others: bytes


def look(project: Path, edition: str, now: int) -> Looked:
    """Everything that a build of a project reads: content, themes, sitegen itself, git's place.

    `now` is in nanoseconds since 1970, as times of files are.
    """
    inputs = tuple(_inputs(project))
    recent = {one.name: _digest(one.path) for one in inputs if now - one.time < RACY}
    return Looked(edition, inputs, recent)


def remember(
    looked: Looked, output: Path, marks: Mapping[str, tuple[int, int]], warnings: Iterable[str]
) -> bytes:
    """A note of a finished build and the marks of its files, for `last`."""
    # with the inputs, each of which takes twice as long, half of the work
    own = max(0, len(marks) - 2 * len(looked.inputs)) // 2
    note = {
        "edition": looked.edition,
        "output": str(output),
        "recent": looked.recent,
        "warnings": list(warnings),
        "own": own,
    }
    seen = list(marks.values())
    parts = (_listed(looked.inputs), _bytes(list(marks)), _marks(seen[:own]), _marks(seen[own:]))
    return _PARTS.join((json.dumps(note).encode(), *parts))


def last(project: Path, output: Path, edition: str, now: int) -> Last | None:
    """The report of the last build if this one would make the same; None if it must be made.

    `now` is in nanoseconds since 1970, as times of files are.
    """
    try:
        note = _note(project)
        asked = note.edition == edition and note.output == str(output)
        if asked and _same(note, project, output, now):
            return Last(len(note.paths), note.warnings)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return None


def _note(project: Path) -> _Note:
    first, inputs, paths, own, rest = (project / NOTE).read_bytes().split(_PARTS)
    said = json.loads(first)
    made = paths.decode("utf-8", "surrogatepass").split("\0")
    told = (said["edition"], said["output"], tuple(said["warnings"]), said["recent"], said["own"])
    return _Note(*told, inputs, made, own, rest)


def _same(note: _Note, project: Path, output: Path, now: int) -> bool:
    """Whether what was read and what was published are as they were."""
    mine, others = note.paths[: note.own], note.paths[note.own :]
    with _Beside(lambda: note.others == _marks(_seen(output, others))) as rest:
        looked = look(project, note.edition, now)
        read = note.inputs == _listed(looked.inputs) and _unchanged(note.recent, looked)
        return read and note.marks == _marks(_seen(output, mine)) and rest.so()


class _Beside:
    """Whether something is so: found out by a copy of this process meanwhile, or when it is asked for.

    Looking at files is all that a build with nothing to do does, and it takes as many cores as it gets.
    """

    def __init__(self, same: Callable[[], bool]) -> None:
        self._same = same
        self._copy = 0

    def __enter__(self) -> Self:
        if _can_fork():
            self._copy = os.fork()
            if not self._copy:
                _answer(self._same)
        return self

    def so(self) -> bool:
        """What was found out."""
        return self._ended() if self._copy else self._same()

    def __exit__(self, *_: object) -> None:
        if self._copy:
            self._ended()

    def _ended(self) -> bool:
        copy, self._copy = self._copy, 0
        return os.waitpid(copy, 0)[1] == 0


def _answer(same: Callable[[], bool]) -> NoReturn:
    """End this process with what is found out; whatever happens, it goes nowhere else."""
    status = 1
    try:
        status = 0 if same() else 1
    finally:
        os._exit(status)


def _can_fork() -> bool:
    """Whether this process can be copied; one with threads is not, as locks may be held (`pool`)."""
    threading = sys.modules.get("threading")  # which is not worth loading for this
    return hasattr(os, "fork") and (threading is None or threading.active_count() == 1)


def _unchanged(recent: dict[str, str], looked: Looked) -> bool:
    """Whether what was recent then holds the same, whatever its time."""
    paths = {one.name: one.path for one in looked.inputs} if recent else {}
    return all(digest == _digest(paths[name]) for name, digest in recent.items())


def _listed(inputs: Iterable[Input]) -> bytes:
    return _bytes([f"{one.name}\0{one.size} {one.time}" for one in inputs])


def _marks(seen: Iterable[tuple[int, int]]) -> bytes:
    return _bytes([f"{size} {time}" for size, time in seen])


def _seen(output: Path, paths: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Size and time of change of each file of a site."""
    folder = f"{output}/"
    found = (os.stat(folder + path) for path in paths)  # noqa: PTH116 - for every file of a site
    return ((one.st_size, one.st_mtime_ns) for one in found)


def _bytes(parts: list[str]) -> bytes:
    return "\0".join(parts).encode("utf-8", "surrogatepass")


def _looked_at(path: str) -> os.stat_result:
    """A file as it is; a link that leads nowhere as itself."""
    try:
        return os.stat(path)  # noqa: PTH116 - for every file of a site
    except OSError:
        return os.lstat(path)


def _digest(path: str) -> str:
    """What a file or folder holds; pipes and devices, which a build refuses, are never read."""
    mode = _looked_at(path).st_mode
    if stat.S_ISDIR(mode):
        data = "\0".join(sorted(os.listdir(path))).encode("utf-8", "surrogatepass")  # noqa: PTH208
    elif stat.S_ISREG(mode):
        data = Path(path).read_bytes()
    else:
        return ""
    # mostly nothing is recent, and loading this takes longer than looking at a thousand files
    digest: str = importlib.import_module("hashlib").sha256(data).hexdigest()
    return digest


def _inputs(project: Path) -> Iterator[Input]:
    yield from tree("content", project / "content")
    yield from tree("themes", project / "themes")
    yield from tree("sitegen", _PACKAGE)
    yield from tree("shipped themes", _PACKAGE.parent / "themes")  # where sitegen is not installed
    for name, path in _git(project):
        yield _input(name, str(path))
    # installing or removing a library changes the folder it is in
    for folder in dict.fromkeys(sys.path):
        if folder.endswith(_LIBRARIES) and Path(folder).is_dir():
            yield _input(f"python {sys.version} {folder}", folder)


def _input(name: str, path: str) -> Input:
    seen = _looked_at(path)
    return Input(name, path, seen.st_size, seen.st_mtime_ns)


def _git(project: Path) -> Iterator[tuple[str, Path]]:
    """What changes whenever git moves on."""
    for folder in (project, *project.parents):
        found = folder / ".git"
        if found.is_file():
            found = Path(folder, _text(found).partition("gitdir:")[2].strip())
        if found.is_dir():
            places = ((f"git/{name}", path) for name, path in _moving(found))
            yield from (place for place in places if place[1].is_file())
            return


def _moving(git: Path) -> Iterator[tuple[str, Path]]:
    """The files of a repository that say where it is and how far back it reaches.

    Without reflogs, only the reference that HEAD names tells of a commit; a work tree has those of the
    repository that it belongs to.
    """
    common = git / _text(git / "commondir").strip()
    yield from ((name, git / name) for name in ("HEAD", "logs/HEAD"))
    yield from (
        (name, common / name) for name in ("shallow", "packed-refs", "reftable/tables.list")
    )
    named = _text(git / "HEAD").partition("ref:")[2].strip()
    if named:
        yield named, common / named


def _text(path: Path) -> str:
    """What one of git's small files says; nothing if it is not there."""
    return path.read_text("utf-8", "surrogateescape") if path.is_file() else ""


def tree(name: str, top: Path) -> Iterator[Input]:
    """Every file below a folder, in an order that depends on their names alone."""
    waiting = [(name, str(top))] if top.is_dir() else []
    while waiting:
        above, folder = waiting.pop()
        with os.scandir(folder) as entries:
            within = sorted(entries, key=lambda found: found.name)
        for entry in within:
            if not entry.is_dir(follow_symlinks=False):
                yield _input(f"{above}/{entry.name}", entry.path)
            elif entry.name != "__pycache__":
                waiting.append((f"{above}/{entry.name}", entry.path))
