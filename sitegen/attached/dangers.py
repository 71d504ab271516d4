"""What does a file bring along that must not be published? Macros, and programs and pages in archives."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from msgspec import Struct

from sitegen.attached.kinds import HEAD, allowed, kind_of_bytes
from sitegen.attached.pieces import BROKEN_ZIP, DEEPEST, LARGEST, MOST_PART, Budget, Unreadable

_PACKAGES = frozenset({".docx", ".xlsx", ".pptx", ".ofd"})
_MACROS = "_VBA_PROJECT".encode("utf-16-le")  # [MS-OVBA] 2.2.1: the stream of every VBA project
# what systems leave in archives by themselves
_LEFTOVERS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_UTF8 = 0x800  # the flag of a name that is written in UTF-8


class Danger(Struct, frozen=True):
    """One thing that must not be published: the member of an archive, if it is one; whether it is a macro."""

    member: str
    macro: bool = False


def dangers(file: Path) -> tuple[Danger, ...]:
    """What a file brings along, as far as it can be unpacked within bounds; what cannot is told by Y09."""
    found: list[Danger] = []
    if file.stat().st_size <= LARGEST:
        try:
            for danger in _within(file.name, "", file.read_bytes(), Budget(), 0):
                found.append(danger)  # noqa: PERF402 - what came before a fault stays
        except BROKEN_ZIP:  # Unreadable among them
            pass
    return tuple(dict.fromkeys(found))


def _within(name: str, member: str, data: bytes, budget: Budget, depth: int) -> Iterator[Danger]:
    kind = kind_of_bytes(data[:HEAD])
    if kind == "ole" and _MACROS in data:
        yield Danger(member, macro=True)
    elif kind == "program" and member:
        yield Danger(member)
    elif kind == "zip" and depth < DEEPEST:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from _in_archive(name, member, archive, budget, depth)


def _in_archive(
    name: str, member: str, archive: zipfile.ZipFile, budget: Budget, depth: int
) -> Iterator[Danger]:
    parts = [part for part in archive.infolist() if not part.is_dir()]
    suffix = PurePosixPath(name).suffix.lower()
    # a file of its own that only says that it is something else is A01; parts of Office files are no files
    disguised = bool(member) and allowed(name) and suffix not in _PACKAGES
    yield from (_forbidden if suffix == ".zip" or disguised else _macros)(member, parts)
    for part in parts:
        inner = _read(archive, part, budget)
        yield from _within(*_named(member, part), inner, budget, depth + 1)


def _macros(member: str, parts: list[zipfile.ZipInfo]) -> Iterator[Danger]:
    if any("vbaproject" in part.filename.lower() for part in parts):
        yield Danger(member, macro=True)


def _forbidden(member: str, parts: list[zipfile.ZipInfo]) -> Iterator[Danger]:
    for part in parts:
        name, path = _named(member, part)
        leftover = name in _LEFTOVERS or name.startswith("._")
        if not (allowed(name) or leftover):
            yield Danger(path)


def _named(member: str, part: zipfile.ZipInfo) -> tuple[str, str]:
    """The name of a part, and its path from the outermost archive."""
    path = part.filename
    if (
        not part.flag_bits & _UTF8
    ):  # zipfile takes it for code page 437; Chinese software writes GBK
        path = path.encode("cp437", "replace").decode("gb18030", "replace")
    return PurePosixPath(path).name, f"{member}/{path}" if member else path


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo, budget: Budget) -> bytes:
    """The beginning of a part; all of one that may hold something in turn."""
    budget.part()
    with archive.open(part) as opened:
        data = opened.read(HEAD)
        if kind_of_bytes(data) in {"zip", "ole"}:
            data += opened.read(MOST_PART)
    budget.spend(len(data))
    if len(data) > MOST_PART:
        raise Unreadable
    return data
