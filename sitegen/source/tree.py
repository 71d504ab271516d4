"""Which files are there? Walks content/ and sorts every file into records, attachments and strays."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property, lru_cache, partial
from itertools import chain
from pathlib import Path, PurePath

from msgspec import Struct

from sitegen.digests import sha256_of
from sitegen.errors import Location, Problem
from sitegen.memo import Table, are_same
from sitegen.model import KINDS, Kind
from sitegen.source.document import Document, layout, parse
from sitegen.source.encoding import decode
from sitegen.source.known import Known
from sitegen.source.strays import PART, attachment_problem, printable, strays, usable

PLANS = "plans/"
IGNORED = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep", "README.md"})

# files that changed since the last look; None where that is not known
Paths = frozenset[str] | None

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


class Folder(Struct, frozen=True):
    """What was read of one entry of the content folder, or of that of one plan: its path, and all in it by path.

    As long as a preview reads the same in it, it is the same object.
    """

    path: str
    documents: tuple[Document, ...]
    attachments: tuple[Attachment, ...] = ()

    @property
    def plan(self) -> str:
        """The plan of which all of it is, or nothing."""
        return self.path.removeprefix(PLANS) if self.path.startswith(PLANS) else ""


class Tree(Struct, frozen=True, dict=True):
    """What stands below content/, folder by folder, and what is wrong with it."""

    folders: tuple[Folder, ...]
    problems: tuple[Problem, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """Every document, by path."""
        return tuple(chain.from_iterable(folder.documents for folder in self.folders))

    @cached_property
    def attachments(self) -> tuple[Attachment, ...]:
        """Every attachment, by path."""
        return tuple(chain.from_iterable(folder.attachments for folder in self.folders))


# the files of this process as they were read last: a preview reads them again and again; a document
# with the digest of its file, so that two documents that are one object were the same bytes
_PARSED: Known[tuple[bytes, Parsed]] = Known()
_SUMMED: Known[Attachment] = Known()
# by content folder and path, with whether nothing was wrong in them
_FOLDERS = Table[tuple[Path, str], tuple[Folder, bool]]()


def read(content: Path, now: int = 0, changed: Paths = None) -> Tree:
    """Every file below a content folder, in path order; paths in problems start with its name.

    With `now`, in nanoseconds since 1970, files are not read that have not changed since this
    process read them, as their sizes and times tell. With `changed`, only folders are looked at that
    this process does not know to be good, or in which one of these paths lies.
    """
    reading = _Reading(content, now)
    touched = {_apart_by(content, path) for path in changed or ()}
    for relative, entry in _apart(content):
        held = None if changed is None or relative in touched else _FOLDERS.get((content, relative))
        if held and held[1] and _is_folder(entry):
            reading.take(held[0])
        else:
            reading.folder(relative, _walk(relative, entry))
    return reading.tree()


def _apart_by(content: Path, path: str) -> str:
    """Which of the folders that are read by themselves a path lies in; nothing if it is elsewhere."""
    below = PurePath(path)
    parts = below.relative_to(content).parts if below.is_relative_to(content) else ("",)
    return "/".join(parts[: 1 + (f"{parts[0]}/" == PLANS)]) if parts else ""


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
        self._folders: list[Folder] = []

    def take(self, folder: Folder) -> None:
        """Have a folder as it is known, if there is anything in it."""
        self._folders.extend([folder] if folder.documents or folder.attachments else [])

    def folder(self, path: str, files: Iterable[tuple[str, os.DirEntry[str]]]) -> None:
        """Read all files of a folder."""
        self._documents, self._attachments = [], []
        before = len(self._problems) + len(self._astray)
        for relative, entry in files:
            with suppress(FileNotFoundError):  # editors make and remove files while they save
                self._take(relative, entry)
        sound = len(self._problems) + len(self._astray) == before
        found = Folder(path, tuple(self._documents), tuple(self._attachments))
        self.take(_as_before(self._content, found, sound=sound))

    def _take(self, relative: str, entry: os.DirEntry[str]) -> None:
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
        return Tree(tuple(self._folders), tuple(self._problems), tuple(self._unread))


def _as_before(content: Path, found: Folder, *, sound: bool) -> Folder:
    """A folder as the object that it was at the last look, if all in it is what it was."""
    known, _ = _FOLDERS.get((content, found.path), (found, sound))
    same = are_same(known.documents, found.documents)
    folder = known if same and are_same(known.attachments, found.attachments) else found
    _FOLDERS.keep((content, found.path), (folder, sound))
    return folder


def read_text(content: Path, relative: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The lines of an attachment that is read as text, such as a plan's source."""
    data = (content / relative).read_bytes()
    return decode(f"{content.name}/{relative}", data, "只保留本计划的部分")


def _summed(path: Path, relative: str, _: Attachment | None) -> Attachment:
    return Attachment(relative, path.stat().st_size, sha256_of(path))


def _apart(content: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """What is read by itself: each entry of the content folder and, in place of one, those of the plans."""
    for relative, entry in reversed(_within(str(content), "")):
        if f"{relative}/" == PLANS and _is_folder(entry):
            yield from reversed(_within(entry.path, PLANS))
        else:
            yield relative, entry


def _walk(path: str, top: os.DirEntry[str]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """The file, or every file below the folder, with its path below content/."""
    waiting = [(path, top)]
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
