"""YAML as nodes with positions: scalars stay text, and what YAML would do silently is a fault.

The only module that touches PyYAML. Composed with libyaml's parser (no constructors, no resolution
of types); anchors, aliases, tags, duplicate keys, wrapped plain values and swallowed comments are
reported, because each of them changes what the editor wrote without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

MAX_DEPTH = 20

# C0 and C1 controls, zero-width space, direction marks and overrides, line separators, BOM, non-characters
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a piece of a file begins (line and column from 1) and how wide it is on that line."""

    line: int
    column: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value, as text."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in file order; a key that stands twice keeps its first value."""

    entries: tuple[tuple[Scalar, Node], ...]
    mark: Mark

    def get(self, name: str) -> Node | None:
        """The value of a key, or None."""
        return next((value for key, value in self.entries if key.text == name), None)


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem of one file before the file's name is known."""

    code: str
    mark: Mark
    message: str
    hint: str = ""


class _Faulty(Exception):
    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.message)


def parse_yaml(text: str, first_line: int = 1) -> tuple[Mapping | None, tuple[Fault, ...]]:
    """The keys and values of a YAML text that starts at `first_line` of its file, and its faults."""
    reading = _Reading(text, first_line)
    try:
        return reading.mapping(), tuple(reading.faults)
    except _Faulty as stop:
        return None, reading.until(stop.fault)
    except yaml.YAMLError as error:
        return None, reading.until(reading.translate(error))


class _Reading:
    """One pass over one YAML text; collects the faults that do not stop it.

    Built from libyaml's events: its own composer recurses in C, where thousands of levels would
    crash the process.
    """

    def __init__(self, text: str, first_line: int) -> None:
        self.lines = text.split("\n")
        self.first_line = first_line
        self.faults: list[Fault] = []
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CBaseLoader)

    def until(self, stop: Fault) -> tuple[Fault, ...]:
        """The faults before the one that stopped the reading, without those it explains."""
        return (*(fault for fault in self.faults if fault.code != "S05"), stop)

    def mapping(self) -> Mapping:
        """The one mapping that the text must be."""
        node = self._document()
        if isinstance(node, Mapping):
            return node
        mark = node.mark if node else Mark(self.first_line, 1)
        raise _Faulty(Fault("S05", mark, "这里应当是“键: 值”", self._colon_hint(mark.line)))

    def _document(self) -> Node | None:
        next(self.events)  # the stream begins
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return None
        node = self._node(next(self.events))
        next(self.events)  # the document ends
        more = next(self.events)
        if not isinstance(more, yaml.StreamEndEvent):
            message = "一个文件里有多个 YAML 文档"
            raise _Faulty(Fault("S09", self._mark(more, more), message, "删去中间的“---”"))
        return node

    # nodes

    def _node(self, event: yaml.Event, depth: int = 0) -> Node:
        if depth > MAX_DEPTH:
            message = f"YAML 层次超过 {MAX_DEPTH} 层"
            raise _Faulty(Fault("S10", self._mark(event, event), message))
        self._refuse_magic(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, depth)
        return self._mapping(event, depth)

    def _sequence(self, start: yaml.Event, depth: int) -> Sequence:
        items = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        self._refuse_lost_comment(event)
        return Sequence(tuple(items), self._mark(start, event))

    def _mapping(self, start: yaml.Event, depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event, depth)
            value = self._node(next(self.events), depth + 1)
            if key.text in entries:
                self._duplicate(key, entries[key.text][0].mark)
            entries.setdefault(key.text, (key, value))
        self._refuse_lost_comment(event)
        return Mapping(tuple(entries.values()), self._mark(start, event))

    def _key(self, event: yaml.Event, depth: int) -> Scalar:
        key = self._node(event, depth + 1)
        if not isinstance(key, Scalar):
            raise _Faulty(Fault("S05", key.mark, "键必须是一个词，不能是列表或下级键"))
        if key.text[:1] in _OTHER_SPACES:
            mark = Mark(key.mark.line, key.mark.column)
            raise _Faulty(Fault("S06", mark, "这一行用全角空格缩进", "换成普通（半角）空格"))
        return key

    def _duplicate(self, key: Scalar, before: Mark) -> None:
        message = f"键“{key.text}”重复，第 {before.line} 行已经写过"
        self.faults.append(Fault("S07", key.mark, message, "删去其中一处"))

    def _scalar(self, event: Any) -> Scalar:
        mark = self._mark(event, event)
        if not event.style:
            self._refuse_wrapping(event, mark)
        self._refuse_lost_comment(event)
        hidden = INVISIBLE.search(event.value)
        if hidden:
            message = f"含有不可见字符 U+{ord(hidden[0]):04X}"
            self.faults.append(Fault("S12", mark, message, "删去这个字符"))
        return Scalar(event.value, mark)

    def _refuse_wrapping(self, event: Any, mark: Mark) -> None:
        if event.end_mark.line > event.start_mark.line and event.value:
            end = self.first_line + event.end_mark.line
            message = f"这个值一直写到第 {end} 行，YAML 会把几行并成一行"
            hint = "写成一行，或检查下一行的缩进是否与同层的键对齐"
            self.faults.append(Fault("S05", mark, message, hint))

    def _refuse_lost_comment(self, event: Any) -> None:
        end = event.end_mark
        lost = re.match(r"\s+(#[^\s#].*)", self._raw(end.line)[end.column :])
        if lost and (end.line, end.column) != (event.start_mark.line, event.start_mark.column):
            mark = Mark(self.first_line + end.line, end.column + lost.start(1) + 1, len(lost[1]))
            message = f"“{lost[1]}”会被当作注释丢掉"
            hint = "整个值加上双引号；若确是注释，# 后空一格"
            self.faults.append(Fault("S05", mark, message, hint))

    def _refuse_magic(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor or event.tag:
            mark = self._mark(event, event)
            raise _Faulty(Fault("S09", mark, "用了锚点、引用或标签", _IF_TEXT))

    def _mark(self, first: Any, last: Any) -> Mark:
        start, end = first.start_mark, last.end_mark
        width = end.column - start.column if end.line == start.line else 1
        return self._place(start, max(1, width))

    def _place(self, mark: Any, width: int = 1) -> Mark:
        # the parser names the line after the end, which a file without a last line end does not have
        if mark.line < len(self.lines):
            return Mark(self.first_line + mark.line, mark.column + 1, width)
        return Mark(self.first_line + len(self.lines) - 1, len(self.lines[-1]) + 1)

    def _raw(self, index: int) -> str:
        return self.lines[index] if index < len(self.lines) else ""

    # errors of the YAML parser, in Chinese

    def translate(self, error: yaml.YAMLError) -> Fault:
        """What the parser said, in Chinese."""
        said = str(getattr(error, "problem", "") or getattr(error, "reason", ""))
        mark = getattr(error, "problem_mark", None)
        if re.search("end of stream|expected ',' or", said):
            mark = getattr(error, "context_mark", None) or mark
        here = self._place(mark) if mark else self._first_control()
        if re.search("scanning an? (anchor|alias|tag)", str(getattr(error, "context", ""))):
            here = Mark(here.line, max(1, here.column - 1))
            return Fault(
                "S09",
                here,
                f"值不能以“{self._line(here.line)[here.column - 1]}”开头",
                _IF_TEXT,
            )
        code, message, hint = _say(said, self._line(here.line), here.column)
        return self._blame_colon(Fault(code, here, message, hint))

    def _first_control(self) -> Mark:
        for number, line in enumerate(self.lines):
            found = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", line)
            if found:
                return Mark(self.first_line + number, found.start() + 1)
        return Mark(self.first_line, 1)

    def _line(self, line: int) -> str:
        index = line - self.first_line
        return self.lines[index] if 0 <= index < len(self.lines) else ""

    def _blame_colon(self, fault: Fault) -> Fault:
        # libyaml complains one line too late when the colon before was no colon for YAML
        for line in (fault.mark.line, fault.mark.line - 1):
            hint = self._colon_hint(line)
            if hint and fault.code == "S05":
                return Fault(
                    "S05", Mark(line, 1, len(self._line(line))), "这一行不是“键: 值”", hint
                )
        return fault

    def _colon_hint(self, line: int) -> str:
        text = self._line(line)
        if re.match(r"\s*(- )?[^\s:：'\"]+：", text):
            return "冒号用了中文全角“：”，请改成英文冒号加一个空格“: ”"
        if re.match(r"\s*(- )?[a-z_]+:[\u3000\u00a0]", text):
            return "冒号后面是全角空格或不间断空格，请换成普通（半角）空格"
        if re.match(r"\s*(- )?[a-z_]+:[^\s]", text):
            return "冒号后面少了一个空格"
        return ""


_QUOTE = "给整个值加上双引号"
_IF_TEXT = "如果这是文字的一部分，请给整个值加上双引号"
_OTHER_SPACES = {"\u3000", "\u00a0"}
_SAYINGS = (
    ("control characters", "S12", "含有不可见的控制字符", "删去这个字符"),
    (
        "mapping values",
        "S05",
        "值里多了一个冒号，或这一行的缩进不对",
        f"{_QUOTE}，或与同层的键对齐",
    ),
    ("cannot start any token|alphabetic or numeric", "S05", "值不能以“{at}”开头", _QUOTE),
    ("end of stream", "S05", "引号没有配对", "补上另一半引号"),
    ("',' or", "S05", "列表或括号没有写完", "检查逗号，并补上“]”或“}”"),
    ("", "S05", "这一行与上一行接不上", "检查缩进是否对齐、引号是否成对"),
)


def _say(said: str, line: str, column: int) -> tuple[str, str, str]:
    """The code, message and hint for what libyaml said about a place in a line."""
    at = line[column - 1 : column]
    if "tab" in said or at == "\t" or "\t" in line[: len(line) - len(line.lstrip())]:
        return "S06", "这一行用制表符（Tab）缩进", "把制表符换成空格"
    _, code, message, hint = next(row for row in _SAYINGS if re.search(row[0], said))
    return code, message.replace("{at}", at), hint
