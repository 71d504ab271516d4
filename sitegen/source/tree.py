"""Which files are there? Walks content/ and sorts every file into records, attachments and strays."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sitegen.errors import Location, Problem
from sitegen.model import KINDS, Kind
from sitegen.source.document import Document, decode, parse
from sitegen.text import nearest

IGNORED = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep", "README.md"})

_PART = "[a-z0-9]+(?:-[a-z0-9]+)*"
_ATTACHMENT = re.compile(r"plans/[^/]+/files/[^/]+|pages/files/[^/]+")
_PATTERNS = tuple(
    (kind, re.compile(re.escape(kind.pattern).replace(r"\*", f"({_PART})"))) for kind in KINDS
)
_LOOSE = tuple(
    (kind, re.compile(re.escape(kind.pattern).replace(r"\*", "([^/]+)"))) for kind in KINDS
)


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
    for path in _walk(content):
        relative = path.relative_to(content).as_posix()
        if _ATTACHMENT.fullmatch(relative) and path.is_file() and not path.is_symlink():
            attachments.append(_attachment(path, relative))
            continue
        document, found = _read_document(content, path, relative)
        documents.extend([document] if document else [])
        problems.extend(found)
        kind, record_id = _kind_of(relative)
        unread.extend([(kind.name, record_id)] if kind and not document else [])
    return Tree(tuple(documents), tuple(attachments), tuple(problems), tuple(unread))


def read_text(content: Path, relative: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The lines of an attachment that is read as text, such as a plan's source."""
    return decode(f"{content.name}/{relative}", (content / relative).read_bytes())


def _attachment(path: Path, relative: str) -> Attachment:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Attachment(relative, path.stat().st_size, digest)


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if path.name in IGNORED:
            continue
        if path.is_dir() and not path.is_symlink() and path.suffix not in {".md", ".yaml"}:
            yield from _walk(path)
        else:
            yield path


def _read_document(
    content: Path, path: Path, relative: str
) -> tuple[Document | None, tuple[Problem, ...]]:
    shown = f"{content.name}/{relative}"
    if path.is_symlink() or not path.is_file():
        what = "链接" if path.is_symlink() else "文件夹" if path.is_dir() else "特殊文件"
        return None, (Problem("S03", Location(shown), f"这里是{what}，不是普通文件"),)
    kind, record_id = _kind_of(relative)
    if kind is None:
        return None, (_stray(shown, relative),)
    lines, problems = decode(shown, path.read_bytes())
    if problems:
        return None, problems
    document, found = parse(kind, record_id, shown, lines)
    return document, problems + found


def _kind_of(relative: str) -> tuple[Kind | None, str]:
    for kind, pattern in _PATTERNS:
        match = pattern.fullmatch(relative)
        if match:
            return kind, "/".join(match.groups()) or kind.name
    return None, ""


def _stray(shown: str, relative: str) -> Problem:
    for kind, pattern in _LOOSE:
        if pattern.fullmatch(relative):
            hint = f"例如 {kind.pattern.replace('*', 'caizhengju')}"
            return Problem("S11", Location(shown), "文件名或文件夹名里有不允许的字符", hint)
    near = nearest(relative, (kind.pattern for kind in KINDS))
    hint = f"最接近的位置是 content/{near}" if near else ""
    return Problem("S04", Location(shown), "这个位置不放内容文件", hint)
