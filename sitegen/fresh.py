"""Is there anything to do? Whether nothing that a build reads or wrote has changed since the last one.

As git's index does, files are known by size and time of change; one that changed so shortly before
it was looked at that a later change could bear the same time is known by its digest as well. This
can only save work: what is not known for certain to be the same is built. Imports nothing but the
standard library, and little of that, so that a build with nothing to do is over at once.

The note has eight parts: what was asked for, where the site stands and how many files it has; what
was said; what was recent; the inputs and their marks; the paths and marks of those files that the
process itself looks at, and of the rest, which one beside it looks at meanwhile. What is seen is
written down in the same way again and compared: marks are never taken apart. NUL, which no path
holds, stands between all of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

from sitegen.inputs import Input, digest, inputs

# no pathlib, dataclasses, typing or json here: loading each takes as long as looking at a small site
NOTE = ".sitegen/fresh"
RACY = 2_000_000_000  # nanoseconds; some file systems count time in steps of two seconds
_PARTS = b"\0\0"


def in_ci() -> bool:
    """Whether this is CI, where times of files mean nothing and what is kept may be anybody's."""
    return bool(os.environ.get("CI"))


class Looked:
    """What a build is about to read, as it was before reading began; digests of what is recent."""

    __slots__ = ("inputs", "recent")

    def __init__(self, inputs: Sequence[Input], recent: Mapping[str, str]) -> None:
        self.inputs = inputs
        self.recent = recent


class Last:
    """What the last build reported: how many files there are, and its warnings as shown."""

    __slots__ = ("files", "warnings")

    def __init__(self, files: int, warnings: str) -> None:
        self.files = files
        self.warnings = warnings


class _Note:
    """What is known of the last build, its marks as they were written down."""

    __slots__ = (
        "asked",
        "files",
        "inputs",
        "mine",
        "others",
        "output",
        "recent",
        "stands",
        "warnings",
    )

    def __init__(self, note: bytes) -> None:
        first, warnings, recent, self.inputs, *shares = note.split(_PARTS)
        self.asked, self.output, self.stands, files = _texts(first)
        self.files = int(files)
        self.warnings = warnings.decode()
        names = _texts(recent)
        self.recent = dict(zip(names[::2], names[1::2], strict=True))
        mine, marks, others, further = shares
        self.mine, self.others = (mine, marks), (others, further)


def look(project: str, now: int) -> Looked:
    """Everything that a build of a project reads: content, themes, sitegen itself, git's place.

    `now` is in nanoseconds since 1970, as times of files are.
    """
    found = list(inputs(project))
    recent = {name: digest(path) for name, path, _, time in found if now - time < RACY}
    return Looked(found, recent)


def settled(looked: Looked, now: int) -> Looked:
    """What was looked at, and of its recent files only those that a later change may still leave alike.

    One that was not changed since, and not lately, bears another time when it is. After a checkout all
    files are recent, and each would be read for every build with nothing to do. `now` as for `look`.
    """
    recent = dict(looked.recent)
    for name, path, _, time in looked.inputs:
        if name in recent and now - time >= RACY and recent[name] == _digest_now(path):
            del recent[name]
    return Looked(looked.inputs, recent)


def remember(
    looked: Looked, asked: str, output: str, marks: Mapping[str, tuple[int, int]], warnings: str
) -> bytes:
    """A note of a finished build: what was asked for, and the marks of its files, for `last`."""
    first = (asked, output, os.path.realpath(output), str(len(marks)))
    recent = (text for pair in looked.recent.items() for text in pair)
    parts = (_bytes(part) for part in (first, (warnings,), recent, _listed(looked.inputs)))
    # with the inputs, each of which takes twice as long, half of the work
    own = max(0, len(marks) - 2 * len(looked.inputs)) // 2
    return _PARTS.join((*parts, *_share(marks, 0, own), *_share(marks, own, None)))


def _share(
    marks: Mapping[str, tuple[int, int]], start: int, end: int | None
) -> tuple[bytes, bytes]:
    seen = list(marks.values())[start:end]
    return _bytes(list(marks)[start:end]), _marks([*chain.from_iterable(seen)])


def last(project: str, asked: str, now: int) -> Last | None:
    """The report of the last build if this one would make the same; None if it must be made.

    `now` is in nanoseconds since 1970, as times of files are.
    """
    try:
        with open(os.path.join(project, NOTE), "rb") as file:
            note = _Note(file.read())
        if note.asked == asked and _same(note, project, now):
            return Last(note.files, note.warnings)
    except (OSError, ValueError, KeyError):
        return None
    return None


def _same(note: _Note, project: str, now: int) -> bool:
    """Whether what was read and what was published are as they were, and where they were."""
    if os.path.realpath(note.output) != note.stands:
        return False
    with _Beside(lambda: _stand(note.stands, note.others)) as rest:
        looked = look(project, now)
        read = note.inputs == _bytes(_listed(looked.inputs)) and _unchanged(note.recent, looked)
        return read and _stand(note.stands, note.mine) and rest.so()


def _stand(output: str, share: tuple[bytes, bytes]) -> bool:
    """Whether a share of the published files is as it was."""
    paths, marks = share
    seen: list[int] = []
    for path in _texts(paths):
        found = os.stat(f"{output}/{path}")
        seen += (found.st_size, found.st_mtime_ns)
    return _marks(seen) == marks


class _Beside:
    """Whether something is so: found out by a copy of this process meanwhile, or when it is asked for.

    Looking at files is all that a build with nothing to do does, and it takes as many cores as it gets.
    """

    def __init__(self, same: Callable[[], bool]) -> None:
        self._same = same
        self._copy = 0

    def __enter__(self) -> _Beside:  # noqa: PYI034 - typing takes its time
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


def _answer(same: Callable[[], bool]) -> None:
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


def _unchanged(recent: Mapping[str, str], looked: Looked) -> bool:
    """Whether what was recent then holds the same, whatever its time."""
    paths = {name: path for name, path, _, _ in looked.inputs} if recent else {}
    return all(then == digest(paths[name]) for name, then in recent.items())


def _listed(inputs: Iterable[Input]) -> list[str]:
    return [f"{name}\0{size} {time}" for name, _, size, time in inputs]


def _marks(seen: list[int]) -> bytes:
    return repr(seen).encode()


def _bytes(parts: Iterable[str]) -> bytes:
    return "\0".join(parts).encode("utf-8", "surrogatepass")


def _texts(part: bytes) -> list[str]:
    return part.decode("utf-8", "surrogatepass").split("\0") if part else []


def _digest_now(path: str) -> str | None:
    try:
        return digest(path)
    except OSError:  # gone since
        return None
