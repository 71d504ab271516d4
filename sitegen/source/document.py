"""One content file: its bytes as text, its front matter as nodes, its prose, and where all of it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sitegen.errors import Location, Problem
from sitegen.model import Kind
from sitegen.source.nodes import INVISIBLE, Fault, Mapping, Mark, Node, Sequence, parse_yaml

MAX_BYTES = 1_000_000

_FENCE = re.compile(r"---[ \t]*")


@dataclass(frozen=True, slots=True)
class Document:
    """One content file: what kind of record it holds, its id, its keys and values, its prose."""

    kind: Kind
    id: str
    path: str
    lines: tuple[str, ...]
    front: Mapping
    body: str
    body_line: int

    def at(self, *keys: str | int) -> Location:
        """Where a value stands, or the nearest enclosing value if it does not exist."""
        return self.place(_find(self.front, keys).mark)

    def in_body(self, text: str) -> Location:
        """Where a piece of text first stands in the prose, or the prose's first line."""
        for number, line in enumerate(self.lines[self.body_line - 1 :], self.body_line):
            if text in line:
                return Location(self.path, number, line.index(text) + 1, len(text))
        return Location(self.path, self.body_line, 1)

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


def decode(path: str, data: bytes) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The lines of a text file, whatever its line ends, or why it cannot be read as UTF-8."""
    if len(data) > MAX_BYTES:
        size = f"文件有 {len(data):,} 字节"
        return (), (Problem("S10", Location(path), size, "拆成几个文件，或作为附件存放"),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return (), (_not_utf8(path, data, error.start),)
    lines = tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return lines, tuple(_invisible(path, lines))


def _not_utf8(path: str, data: bytes, offset: int) -> Problem:
    line = data[:offset].count(b"\n") + 1
    hint = "用记事本打开，另存为，编码选“UTF-8”"
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return Problem("S01", Location(path, 1), "文件看来是 UTF-16（Unicode）编码", hint)
    return Problem(
        "S01", Location(path, line), f"第 {line} 行起不是 UTF-8，看来是 GBK（ANSI）编码", hint
    )


def _invisible(path: str, lines: tuple[str, ...]) -> list[Problem]:
    problems = []
    for number, line in enumerate(lines, 1):
        found = INVISIBLE.search(line)
        if found:
            where = Location(path, number, found.start() + 1)
            name = f"U+{ord(found[0]):04X}"
            shown = INVISIBLE.sub("\N{REPLACEMENT CHARACTER}", line)
            problems.append(Problem("S12", where, f"含有不可见字符 {name}", "删去这个字符", shown))
    return problems


def parse(
    kind: Kind, record_id: str, path: str, lines: tuple[str, ...]
) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document in these lines, or None; with every fault of its writing."""
    if not any(line.strip() for line in lines):
        return None, (Problem("S02", Location(path), "文件里没有内容"),)
    if path.endswith(".md"):
        return _parse_markdown(kind, record_id, path, lines)
    front, faults = parse_yaml("\n".join(lines))
    document = Document(kind, record_id, path, lines, front, "", 0) if front else None
    return document, _placed(path, lines, faults)


def _parse_markdown(
    kind: Kind, record_id: str, path: str, lines: tuple[str, ...]
) -> tuple[Document | None, tuple[Problem, ...]]:
    end = next((i for i, line in enumerate(lines) if i and _FENCE.fullmatch(line)), 0)
    if not _FENCE.fullmatch(lines[0]) or not end:
        missing = "开头" if not _FENCE.fullmatch(lines[0]) else "结尾"
        message = f"文件头缺少{missing}的“---”"
        return None, (Problem("S08", Location(path, 1), message, "", lines[0]),)
    front, faults = parse_yaml("\n".join(lines[1:end]), first_line=2)
    body = "\n".join(lines[end + 1 :]).strip("\n")
    document = Document(kind, record_id, path, lines, front, body, end + 2) if front else None
    return document, _placed(path, lines, faults)


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
