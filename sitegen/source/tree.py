"""Which files are there? Walks content/ and sorts every file into records, attachments and strays."""

from __future__ import annotations

import hashlib
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

Parsed = tuple[Document | None, tuple[Problem, ...]]

_ATTACHMENT = re.compile(r"(?:plans/[^/]+|documents/[^/]+|pages)/files/[^/]+")
_PATTERNS = tuple(
    (kind, re.compile(re.escape(kind.pattern).replace(r"\*", f"({PART})"))) for kind in KINDS
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
    for path in _walk(content):
        relative = path.relative_to(content).as_posix()
        kind, record_id = _kind_of(relative)
        refused = _not_a_file(content, path, relative)
        if refused:
            problems.append(refused)
            unread.extend([(kind.name, record_id)] if kind else [])
        elif _ATTACHMENT.fullmatch(relative):
            found = attachment_problem(content.name, relative)
            problems.extend([found] if found else [])
            attachments.extend([] if found else [_attachment(path, relative)])
        elif kind is None:
            astray.append(relative)
        else:
            document, faults = _read_document(kind, record_id, content, path)
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


def _walk(folder: Path) -> Iterator[Path]:
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if path == folder or _is_folder(path):
            within = (entry for entry in path.iterdir() if entry.name not in IGNORED)
            waiting.extend(sorted(within, key=lambda entry: entry.name, reverse=True))
        else:
            yield path


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink() and path.suffix not in {".md", ".yaml"}


def _not_a_file(content: Path, path: Path, relative: str) -> Problem | None:
    if path.is_file() and not path.is_symlink():
        return None
    what, hint = "特殊文件", "换成普通文件"
    if path.is_symlink():
        what, hint = "链接", "换成它所指的文件本身"
    elif path.is_dir():
        what, hint = "文件夹", "文件夹名不能以 .md 或 .yaml 结尾：改名，或删去"
    where = Location(f"{content.name}/{printable(relative)}")
    return Problem("S03", where, f"这里是{what}，不是普通文件", hint)


def _read_document(
    kind: Kind, record_id: str, content: Path, path: Path
) -> tuple[Document | None, tuple[Problem, ...]]:
    shown = f"{content.name}/{path.relative_to(content).as_posix()}"
    lines, problems = decode(shown, path.read_bytes())
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
    for kind, pattern in _PATTERNS:
        match = pattern.fullmatch(relative)
        if match and all(map(usable, match.groups())):
            return kind, "/".join(match.groups()) or kind.name
    return None, ""


def _unread(stray: Stray) -> Iterator[tuple[str, str]]:
    """What a stray file would have been, so that nobody complains that it is missing."""
    if stray.kind:
        folders = stray.problem.location.path.split("/")[2:]
        yield stray.kind.name, "/".join(folders)
