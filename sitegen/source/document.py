"""One content file: its bytes as text, its front matter as nodes, its prose, and where all of it is."""

from __future__ import annotations

import dataclasses
import re
from collections import abc
from dataclasses import dataclass, field
from functools import lru_cache

from msgspec import Struct

from sitegen.errors import Location, Problem
from sitegen.model import Kind
from sitegen.source.nodes import Fault, Mapping, Mark, Node, Sequence
from sitegen.source.reading import parse_yaml

_MARK = b"\xef\xbb\xbf"
_ENDS = re.compile(rb"\r\n|\r|\n")
_FENCE = re.compile(r"---[ \t]*")
_NEARLY_FENCE = re.compile(r"\s*([-‐‑‒–—―−─_=*－＿＝]\s?){2,}")
_LIKE_FRONT = re.compile(r"\s+\S|- |#|[A-Za-z_]+[:：]")


class Layout(Struct, frozen=True):
    """What the bytes of a file have that its lines do not show."""

    mixed: bool = False  # line ends other than LF, or of several kinds
    marked: bool = False  # a byte order mark at the beginning
    open: bool = False  # no line end at the end


def layout(data: bytes) -> Layout:
    """The layout of a file with these bytes."""
    kinds = set(_ENDS.findall(data))
    mixed = len(kinds) > 1 or b"\r" in kinds
    return Layout(mixed, data.startswith(_MARK), not data.endswith((b"\n", b"\r")))


@lru_cache(maxsize=8)  # what is wrong with a document is mostly told line after line
def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n"))


@dataclass(frozen=True, slots=True)
class Document:
    """One content file: what kind of record it holds, its id, its keys and values, its prose."""

    kind: Kind
    id: str
    path: str
    text: str  # with \n at line ends; the lines apart would take twice the room
    front: Mapping
    body: str
    body_line: int
    layout: Layout = field(default=Layout(), compare=False, repr=False)

    @property
    def lines(self) -> tuple[str, ...]:
        """The text line by line."""
        return _lines(self.text)

    def at(self, *keys: str | int) -> Location:
        """Where a value stands, or the nearest enclosing value if it does not exist."""
        return self.place(_find(self.front, keys).mark)

    def find(self, text: str, lead: str = "") -> Location | None:
        """Where a text first stands in the prose, behind a lead; of several lines, the first."""
        prose = "\n".join(self.lines[self.body_line - 1 :])
        start = prose.find(lead + text)
        if start < 0:
            return None
        start += len(lead)
        line = prose.count("\n", 0, start)
        column = start - prose.rfind("\n", 0, start)
        width = len(text.partition("\n")[0])
        return Location(self.path, self.body_line + line, column, max(1, width))

    def in_body(self, text: str) -> Location:
        """Where a text first stands in the prose, or the prose's first line."""
        return self.find(text) or Location(self.path, self.body_line, 1)

    def place(self, mark: Mark) -> Location:
        """The location of a mark in this file."""
        return Location(self.path, mark.line, mark.column, mark.width)

    def problem(self, code: str, where: Location, message: str, hint: str = "") -> Problem:
        """A problem in this file, with the line it stands on."""
        return Problem(code, where, message, hint, excerpt(self.lines, where.line))


def excerpt(lines: tuple[str, ...], line: int) -> str:
    """The line a problem points at, or nothing for a problem of the whole file."""
    return lines[line - 1] if 0 < line <= len(lines) else ""


def _find(node: Node, keys: tuple[str | int, ...]) -> Node:
    for key in keys:
        child = _child(node, key)
        if child is None:
            return node
        node = child
    return node


def _child(node: Node, key: str | int) -> Node | None:
    if isinstance(node, Mapping) and isinstance(key, str):
        return node.get(key)
    if isinstance(node, Sequence) and isinstance(key, int) and key < len(node.items):
        return node.items[key]
    return None


def parse(
    kind: Kind, record_id: str, path: str, lines: tuple[str, ...]
) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document in these lines, or None; with every fault of its writing."""
    if not any(line.strip() for line in lines):
        return None, (Problem("S02", Location(path), "文件里没有内容", "写上内容，或删去这个文件"),)
    if path.endswith(".md"):
        return _parse_markdown(kind, record_id, path, lines)
    text = "\n".join(lines)
    front, faults = parse_yaml(text)
    if front and not front.entries:
        return None, (_without_keys(kind, path, "文件"),)
    document = Document(kind, record_id, path, text, front, "", 0) if front else None
    return document, _placed(path, lines, faults)


def closing(lines: abc.Sequence[str]) -> int:
    """The place of the line that closes front matter, counted from 0; 0 where there is none."""
    if not _FENCE.fullmatch(lines[0]):
        return 0
    return next((i for i, line in enumerate(lines) if i and _FENCE.fullmatch(line)), 0)


def _parse_markdown(
    kind: Kind, record_id: str, path: str, lines: tuple[str, ...]
) -> tuple[Document | None, tuple[Problem, ...]]:
    end = closing(lines)
    if not _FENCE.fullmatch(lines[0]):
        return None, (_not_opened(path, lines),)
    if not end:
        return None, (_not_closed(path, lines),)
    front, faults = parse_yaml("\n".join(lines[1:end]), first_line=2)
    if front and not front.entries:
        return None, (_without_keys(kind, path, "文件头"),)
    body = "\n".join(lines[end + 1 :]).strip("\n")
    text = "\n".join(lines)
    document = Document(kind, record_id, path, text, front, body, end + 2) if front else None
    return document, _placed(path, lines, faults)


def _not_opened(path: str, lines: tuple[str, ...]) -> Problem:
    if not lines[0].strip():
        message = "第一行是空行，文件头要从第一行的“---”开始"
        return Problem("S08", Location(path, 1), message, "删去“---”前的空行")
    if _NEARLY_FENCE.fullmatch(lines[0]):
        return _nearly(path, lines, 1)
    hint = "第一行写“---”，接着写键，再另起一行写“---”，然后是正文"
    return Problem("S08", Location(path, 1), "文件头缺少开头的“---”", hint, lines[0])


def _not_closed(path: str, lines: tuple[str, ...]) -> Problem:
    front = enumerate(lines[1:], 2)
    nearly = next((n for n, line in enumerate(lines[1:], 2) if _NEARLY_FENCE.fullmatch(line)), 0)
    if nearly:
        return _nearly(path, lines, nearly)
    after = next((n for n, line in front if not _LIKE_FRONT.match(line)), 0)
    hint = f"在第 {after} 行前面加一行“---”" if after else "在最后加一行“---”"
    return Problem("S08", Location(path, 1), "文件头缺少结尾的“---”", hint, lines[0])


def _nearly(path: str, lines: tuple[str, ...], line: int) -> Problem:
    text = lines[line - 1]
    where = Location(path, line, 1, max(1, len(text)))
    message = "这一行不是“---”" if line == 1 else "文件头结尾的一行不是“---”"
    return Problem("S08", where, message, "应是三个英文连字符“---”，左边顶格", text)


def _without_keys(kind: Kind, path: str, what: str) -> Problem:
    wanted = [
        f"{field.name}（{field.metadata['doc']}）"
        for field in dataclasses.fields(kind.record)
        if field.default is dataclasses.MISSING and not field.metadata.get("derived")
    ]
    hint = f"至少要写：{'、'.join(wanted)}"
    return Problem("S05", Location(path), f"{what}里没有任何键", hint)


def _placed(path: str, lines: tuple[str, ...], faults: tuple[Fault, ...]) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            fault.code,
            Location(path, fault.mark.line, fault.mark.column, fault.mark.width),
            fault.message,
            fault.hint,
            excerpt(lines, fault.mark.line),
        )
        for fault in faults
    )
