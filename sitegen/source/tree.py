"""Which files are there? Walks content/ and sorts every file into records, attachments and strays."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sitegen.errors import Location, Problem
from sitegen.model import KINDS, Kind
from sitegen.source.document import Document, parse
from sitegen.source.encoding import decode
from sitegen.source.strays import PART, Stray, attachment_problem, printable, strays, usable

IGNORED = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep", "README.md"})

Entry = os.DirEntry[str]
Parsed = tuple[Document | None, tuple[Problem, ...]]

_ATTACHMENT = re.compile(r"(?:plans/[^/]+|documents/[^/]+|pages)/files/[^/]+")
# by the first part of the path, which is no variable one
_PATTERNS: dict[str, list[tuple[Kind, re.Pattern[str]]]] = {}
for _kind in KINDS:
    _PATTERNS.setdefault(_kind.pattern.partition("/")[0], []).append(
        (_kind, re.compile(re.escape(_kind.pattern).replace(r"\*", f"({PART})")))
    )


# the files of this process as they were read last: a preview reads them again and again
_PARSED: dict[tuple[str, str, str], tuple[tuple[str, ...], Parsed]] = {}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that is published as it is: its path below content/, size and SHA-256."""

    path: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Tree:
    """What stands below content/: documents and attachments by path, and what is wrong with them."""

    documents: tuple[Document, ...]
    attachments: tuple[Attachment, ...]
    problems: tuple[Problem, ...]
    unread: tuple[tuple[str, str], ...] = ()


def read(content: Path) -> Tree:
    """Every file below a content folder, in path order; paths in problems start with its name."""
    documents: list[Document] = []
    attachments: list[Attachment] = []
    problems: list[Problem] = []
    unread: list[tuple[str, str]] = []
    astray: list[str] = []
    for relative, entry in _walk(content):
        kind, record_id = _kind_of(relative)
        refused = _not_a_file(content.name, relative, entry)
        if refused:
            problems.append(refused)
            unread.extend([(kind.name, record_id)] if kind else [])
        elif _ATTACHMENT.fullmatch(relative):
            found = attachment_problem(content.name, relative)
            problems.extend([found] if found else [])
            attachments.extend([] if found else [_attachment(Path(entry.path), relative)])
        elif kind is None:
            astray.append(relative)
        else:
            document, faults = _read_document(kind, record_id, f"{content.name}/{relative}", entry)
            documents.extend([document] if document else [])
            problems.extend(faults)
            unread.extend([] if document else [(kind.name, record_id)])
    for stray in strays(content.name, astray):
        problems.append(stray.problem)
        unread.extend(_unread(stray))
    return Tree(tuple(documents), tuple(attachments), tuple(problems), tuple(unread))


def read_text(content: Path, relative: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The lines of an attachment that is read as text, such as a plan's source."""
    data = (content / relative).read_bytes()
    return decode(f"{content.name}/{relative}", data, "只保留本计划的部分")


def _attachment(path: Path, relative: str) -> Attachment:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Attachment(relative, path.stat().st_size, digest)


def _walk(content: Path) -> Iterator[tuple[str, Entry]]:
    """Every file below a folder, in path order: its path from there with slashes, and its entry."""
    waiting = _within(content, "")
    while waiting:
        path, entry = waiting.pop()
        if _is_folder(entry):
            waiting.extend(_within(entry.path, f"{path}/"))
        else:
            yield path, entry


def _within(folder: Path | str, above: str) -> list[tuple[str, Entry]]:
    """What stands in a folder, the first by name last."""
    with os.scandir(folder) as entries:
        found = [entry for entry in entries if entry.name not in IGNORED]
    found.sort(key=lambda entry: entry.name, reverse=True)
    return [(above + entry.name, entry) for entry in found]


def _is_folder(entry: Entry) -> bool:
    stem, _, suffix = entry.name.rpartition(".")
    like_a_file = bool(stem) and suffix in {"md", "yaml"}
    # a link is not followed, not even to see what it leads to: it may lead to itself
    return not entry.is_symlink() and entry.is_dir() and not like_a_file


def _not_a_file(content: str, relative: str, entry: Entry) -> Problem | None:
    what, hint = "特殊文件", "换成普通文件"
    if entry.is_symlink():
        what, hint = "链接", "换成它所指的文件本身"
    elif entry.is_file():
        return None
    elif entry.is_dir():
        what, hint = "文件夹", "文件夹名不能以 .md 或 .yaml 结尾：改名，或删去"
    where = Location(f"{content}/{printable(relative)}")
    return Problem("S03", where, f"这里是{what}，不是普通文件", hint)


def _read_document(kind: Kind, record_id: str, shown: str, entry: Entry) -> Parsed:
    with open(entry.path, "rb", buffering=0) as file:  # noqa: PTH123 - for every file of a site
        lines, problems = decode(shown, file.readall())
    if problems:
        return None, problems
    known = _PARSED.get((kind.name, record_id, shown))
    if known is None or known[0] != lines:
        known = _PARSED[kind.name, record_id, shown] = (
            lines,
            parse(kind, record_id, shown, lines),
        )
    return known[1]


def _kind_of(relative: str) -> tuple[Kind | None, str]:
    for kind, pattern in _PATTERNS.get(relative.partition("/")[0], ()):
        match = pattern.fullmatch(relative)
        if match and all(map(usable, match.groups())):
            return kind, "/".join(match.groups()) or kind.name
    return None, ""


def _unread(stray: Stray) -> Iterator[tuple[str, str]]:
    """What a stray file would have been, so that nobody complains that it is missing."""
    if stray.kind:
        folders = stray.problem.location.path.split("/")[2:]
        yield stray.kind.name, "/".join(folders)
