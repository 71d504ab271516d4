"""YAML as nodes with positions: scalars stay text, and what YAML would do silently is a fault.

The only module that touches PyYAML. Composed with libyaml's parser (no constructors, no resolution
of types); anchors, aliases, tags, duplicate keys, wrapped plain values and swallowed comments are
reported, because each of them changes what the editor wrote without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

MAX_DEPTH = 20


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
    try:
        return _Reading(text, first_line).mapping()
    except _Faulty as stop:
        return None, (stop.fault,)


class _Reading:
    """One pass over one YAML text; collects the faults that do not stop it."""

    def __init__(self, text: str, first_line: int) -> None:
        self.lines = text.split("\n")
        self.first_line = first_line
        self.faults: list[Fault] = []
        self.seen: set[int] = set()
        self._refuse_depth()
        self.root = self._compose(text)

    def mapping(self) -> tuple[Mapping | None, tuple[Fault, ...]]:
        node = self._node(self.root) if self.root is not None else None
        if isinstance(node, Mapping):
            return node, tuple(self.faults)
        mark = node.mark if node else Mark(self.first_line, 1)
        raise _Faulty(Fault("S05", mark, "这里应当是“键: 值”", self._colon_hint(mark.line)))

    def _compose(self, text: str) -> yaml.Node | None:
        try:
            root: yaml.Node | None = yaml.compose(text, Loader=yaml.CBaseLoader)
        except yaml.YAMLError as error:
            raise _Faulty(self._translate(error)) from None
        return root

    def _refuse_depth(self) -> None:
        # libyaml's composer recurses in C: thousands of levels would crash the process
        depth = 0
        for number, line in enumerate(self.lines):
            depth = max(0, depth + _deepest(line))
            if depth > MAX_DEPTH or _DASHES.match(line):
                mark = Mark(self.first_line + number, 1)
                raise _Faulty(Fault("S10", mark, f"YAML 层次超过 {MAX_DEPTH} 层"))

    # nodes

    def _node(self, node: yaml.Node, depth: int = 0) -> Node:
        if depth > MAX_DEPTH:
            raise _Faulty(Fault("S10", self._mark(node), f"YAML 层次超过 {MAX_DEPTH} 层"))
        self._refuse_magic(node)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if isinstance(node, yaml.SequenceNode):
            items = tuple(self._node(item, depth + 1) for item in node.value)
            return Sequence(items, self._mark(node))
        return Mapping(tuple(self._entries(node, depth)), self._mark(node))

    def _entries(self, node: yaml.Node, depth: int) -> Iterator[tuple[Scalar, Node]]:
        first: dict[str, Mark] = {}
        for key_node, value_node in node.value:
            key, value = self._node(key_node, depth + 1), self._node(value_node, depth + 1)
            if not isinstance(key, Scalar):
                raise _Faulty(Fault("S05", key.mark, "键必须是一个词，不能是列表或下级键"))
            if key.text in first:
                self._duplicate(key, first[key.text])
                continue
            first[key.text] = key.mark
            yield key, value

    def _duplicate(self, key: Scalar, before: Mark) -> None:
        message = f"键“{key.text}”重复，第 {before.line} 行已经写过"
        self.faults.append(Fault("S07", key.mark, message, "删去其中一处"))

    def _scalar(self, node: yaml.ScalarNode) -> Scalar:
        mark = self._mark(node)
        if node.style is None:
            self._refuse_wrapping(node, mark)
            self._refuse_lost_comment(node)
        return Scalar(node.value, mark)

    def _refuse_wrapping(self, node: yaml.ScalarNode, mark: Mark) -> None:
        if node.end_mark.line > node.start_mark.line and node.value:
            end = self.first_line + node.end_mark.line
            message = f"这个值一直写到第 {end} 行，YAML 会把几行并成一行"
            hint = "写成一行，或检查下一行的缩进是否与同层的键对齐"
            self.faults.append(Fault("S05", mark, message, hint))

    def _refuse_lost_comment(self, node: yaml.ScalarNode) -> None:
        rest = self.lines[node.end_mark.line][node.end_mark.column :]
        lost = re.match(r"\s+(#[^\s#].*)", rest)
        if lost and node.value:
            column = node.end_mark.column + lost.start(1) + 1
            mark = Mark(self.first_line + node.end_mark.line, column, len(lost[1]))
            message = f"“{lost[1]}”会被当作注释丢掉"
            self.faults.append(
                Fault("S05", mark, message, "整个值加上双引号；若确是注释，# 后空一格")
            )

    def _refuse_magic(self, node: yaml.Node) -> None:
        start, end = node.start_mark, node.end_mark
        empty = (start.line, start.column) == (end.line, end.column)
        begins = "" if empty else self.lines[start.line][start.column : start.column + 1]
        if id(node) in self.seen or begins in {"&", "!", "*"}:
            hint = "如果这是文字的一部分，请给整个值加上双引号"
            raise _Faulty(Fault("S09", self._mark(node), "用了锚点、引用或标签", hint))
        self.seen.add(id(node))

    def _mark(self, node: yaml.Node) -> Mark:
        start, end = node.start_mark, node.end_mark
        width = end.column - start.column if end.line == start.line else 1
        return Mark(self.first_line + start.line, start.column + 1, max(1, width))

    # errors of the YAML parser, in Chinese

    def _translate(self, error: yaml.YAMLError) -> Fault:
        said = str(getattr(error, "problem", "") or getattr(error, "reason", ""))
        mark = getattr(error, "problem_mark", None)
        if re.search("end of stream|expected ',' or", said):
            mark = getattr(error, "context_mark", None) or mark
        here = Mark(self.first_line + mark.line, mark.column + 1) if mark else self._first_control()
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
        if re.match(r"\s*(- )?[a-z_]+:[^\s]", text):
            return "冒号后面少了一个空格"
        return ""


_DASHES = re.compile(rf"\s*(?:[-?][ \t]+){{{MAX_DEPTH},}}")


def _deepest(line: str) -> int:
    """How many brackets a line leaves open, or its deepest point if that is beyond the limit."""
    depth = deepest = 0
    for character in line:
        depth += (character in "[{") - (character in "]}")
        deepest = max(deepest, depth)
    return deepest if deepest > MAX_DEPTH else depth


_QUOTE = "给整个值加上双引号"
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
    ("undefined alias", "S09", "用了引用（*）", f"如果这是文字的一部分，请{_QUOTE}"),
    ("another document", "S09", "一个文件里有多个 YAML 文档", "删去中间的“---”"),
    ("", "S05", "这一行与上一行接不上", "检查缩进是否对齐、引号是否成对"),
)


def _say(said: str, line: str, column: int) -> tuple[str, str, str]:
    """The code, message and hint for what libyaml said about a place in a line."""
    at = line[column - 1 : column]
    if "tab" in said or at == "\t" or "\t" in line[: len(line) - len(line.lstrip())]:
        return "S06", "这一行用制表符（Tab）缩进", "把制表符换成空格"
    _, code, message, hint = next(row for row in _SAYINGS if re.search(row[0], said))
    return code, message.replace("{at}", at), hint
