"""Which files are there? Walks content/ and sorts every file into records, attachments and strays."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path, PurePath

from msgspec import Struct

from sitegen.digests import sha256_of
from sitegen.errors import Location, Problem
from sitegen.model import KINDS, Kind
from sitegen.source.document import Document, layout, parse
from sitegen.source.encoding import decode
from sitegen.source.known import Known
from sitegen.source.strays import PART, attachment_problem, printable, strays, usable

IGNORED = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep", "README.md"})

Parsed = tuple[Document | None, tuple[Problem, ...]]

_ATTACHMENT = re.compile(r"(?:plans/[^/]+|documents/[^/]+|pages)/files/[^/]+")
# by the first part of the path, which is no variable one
_PATTERNS: dict[str, list[tuple[Kind, re.Pattern[str]]]] = {}
for _kind in KINDS:
    _PATTERNS.setdefault(_kind.pattern.partition("/")[0], []).append(
        (_kind, re.compile(re.escape(_kind.pattern).replace(r"\*", f"({PART})")))
    )


class Attachment(Struct, frozen=True):
    """A file that is published as it is: its path below content/, size and SHA-256."""

    path: str
    size: int
    digest: str


class Tree(Struct, frozen=True):
    """What stands below content/: documents and attachments by path, and what is wrong with them."""

    documents: tuple[Document, ...]
    attachments: tuple[Attachment, ...]
    problems: tuple[Problem, ...]
    unread: tuple[tuple[str, str], ...] = ()


# the files of this process as they were read last: a preview reads them again and again; a document
# with the digest of its file, so that two documents that are one object were the same bytes
_PARSED: Known[tuple[bytes, Parsed]] = Known()
_SUMMED: Known[Attachment] = Known()


def read(content: Path, now: int = 0) -> Tree:
    """Every file below a content folder, in path order; paths in problems start with its name.

    With `now`, in nanoseconds since 1970, files are not read that have not changed since this
    process read them, as their sizes and times tell.
    """
    reading = _Reading(content, now)
    for relative, entry in _walk(content):
        with suppress(FileNotFoundError):  # editors make and remove files while they save
            reading.take(relative, entry)
    return reading.tree()


class _Reading:
    """Sorts files into documents, attachments and strays, and notes what is wrong with them."""

    def __init__(self, content: Path, now: int) -> None:
        self._content = content
        self._now = now
        self._documents: list[Document] = []
        self._attachments: list[Attachment] = []
        self._problems: list[Problem] = []
        self._unread: list[tuple[str, str]] = []
        self._astray: list[str] = []

    def take(self, relative: str, entry: os.DirEntry[str]) -> None:
        """Read one file, or take what it held where a preview knows that it is as it was."""
        held = _PARSED.unchanged(relative, entry, self._now)
        if held and held[1][0] and not held[1][1] and entry.is_file(follow_symlinks=False):
            self._documents.append(held[1][0])
        else:
            self._read(relative, entry)

    def _read(self, relative: str, entry: os.DirEntry[str]) -> None:
        kind, record_id, attached = place(relative)
        refused = _not_a_file(self._content, entry, relative)
        if refused:
            self._problems.append(refused)
            self._unread.extend([(kind.name, record_id)] if kind else [])
        elif attached:
            self._attach(relative, entry)
        elif kind is None:
            self._astray.append(relative)
        else:
            self._parse(kind, record_id, relative, entry)

    def _attach(self, relative: str, entry: os.DirEntry[str]) -> None:
        found = attachment_problem(self._content.name, relative)
        if found:
            self._problems.append(found)
            return
        summed = partial(_summed, Path(entry.path), relative)
        self._attachments.append(_SUMMED.again(relative, entry, self._now, summed))

    def _parse(self, kind: Kind, record_id: str, relative: str, entry: os.DirEntry[str]) -> None:
        shown = f"{self._content.name}/{relative}"
        made = partial(_read_document, kind, record_id, shown, entry.path)
        _, (document, faults) = _PARSED.again(relative, entry, self._now, made)
        self._problems.extend(faults)
        if document:
            self._documents.append(document)
        else:
            self._unread.append((kind.name, record_id))

    def tree(self) -> Tree:
        """What was found."""
        for stray in strays(self._content.name, self._astray):
            self._problems.append(stray.problem)
            # so that nobody complains that it is missing
            self._unread.extend(stray.meant)
        read = tuple(self._documents), tuple(self._attachments)
        return Tree(*read, tuple(self._problems), tuple(self._unread))


def read_text(content: Path, relative: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The lines of an attachment that is read as text, such as a plan's source."""
    data = (content / relative).read_bytes()
    return decode(f"{content.name}/{relative}", data, "只保留本计划的部分")


def _summed(path: Path, relative: str, _: Attachment | None) -> Attachment:
    return Attachment(relative, path.stat().st_size, sha256_of(path))


def _walk(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file below a folder, with its path below it."""
    waiting = _within(str(folder), "")
    while waiting:
        relative, entry = waiting.pop()
        if _is_folder(entry):
            waiting += _within(entry.path, f"{relative}/")
        else:
            yield relative, entry


def _within(folder: str, above: str) -> list[tuple[str, os.DirEntry[str]]]:
    """What stands in a folder, the last name first."""
    found: list[tuple[str, os.DirEntry[str]]] = []
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        found = [(f"{above}{one.name}", one) for one in entries if one.name not in IGNORED]
    return sorted(found, key=lambda one: one[0], reverse=True)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    there = entry.is_dir(follow_symlinks=False)
    return there and PurePath(entry.name).suffix not in {".md", ".yaml"}


def _not_a_file(content: Path, entry: os.DirEntry[str], relative: str) -> Problem | None:
    if entry.is_file(follow_symlinks=False):
        return None
    what, hint = "特殊文件", "换成普通文件"
    if entry.is_symlink():
        what, hint = "链接", "换成它所指的文件本身"
    elif entry.is_dir():
        what, hint = "文件夹", "文件夹名不能以 .md 或 .yaml 结尾：改名，或删去"
    where = Location(f"{content.name}/{printable(relative)}")
    return Problem("S03", where, f"这里是{what}，不是普通文件", hint)


def _read_document(
    kind: Kind, record_id: str, shown: str, path: str, before: tuple[bytes, Parsed] | None
) -> tuple[bytes, Parsed]:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - for every file of a site
        data = file.readall()
    digest = hashlib.sha256(data).digest()
    if before and before[0] == digest:
        return before
    lines, problems = decode(shown, data)
    document, faults = (None, problems) if problems else parse(kind, record_id, shown, lines)
    found = dataclasses.replace(document, layout=layout(data)) if document else None
    return digest, (found, faults)


@lru_cache(maxsize=1 << 17)
def place(relative: str) -> tuple[Kind | None, str, bool]:
    """Which kind of record stands here and under which id; whether the file is published as it is."""
    attached = bool(_ATTACHMENT.fullmatch(relative))
    for kind, pattern in _PATTERNS.get(relative.partition("/")[0], ()):
        match = pattern.fullmatch(relative)
        if match and all(map(usable, match.groups())):
            return kind, "/".join(match.groups()) or kind.name, attached
    return None, "", attached
