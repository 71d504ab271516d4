"""YAML as nodes with positions: scalars stay text, and what YAML would do silently is a fault.

The only module that runs PyYAML. Built from libyaml's events, with no constructors and no resolution
of types; anchors, aliases, tags, duplicate keys, values on several lines and swallowed comments are
reported, because each of them changes what the editor wrote without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from sys import intern
from typing import Any

import yaml

from sitegen.source.characters import INVISIBLE, told
from sitegen.source.lines import Lines
from sitegen.source.nodes import Fault, Mapping, Mark, Node, Scalar, Sequence
from sitegen.source.sayings import Complaint, fault, magic, no_key

MAX_DEPTH = 20
MAX_NODES = 20_000

_SHORT = 24  # characters of a value that may well stand elsewhere too

# keys and names stand in many files, and keys mostly in the same places
_held_once = lru_cache(1 << 14)(Scalar)
_OTHER_SPACES = "\u3000\u00a0"
_LOST = re.compile(r"\s+(#[^\s#].*)")  # no blank after the sign: more likely text than a comment


class _Faulty(Exception):
    def __init__(self, found: Fault) -> None:
        self.found = found
        super().__init__(found.message)


def parse_yaml(text: str, first_line: int = 1) -> tuple[Mapping | None, tuple[Fault, ...]]:
    """The keys and values of a YAML text that starts at `first_line` of its file, and its faults."""
    reading = _Reading(text, first_line)
    try:
        return reading.mapping(), tuple(reading.faults)
    except _Faulty as stop:
        return None, reading.until(stop.found)
    except yaml.YAMLError as error:
        return None, reading.until(reading.translated(error))


class _Reading:
    """One pass over one YAML text; collects the faults that do not stop it.

    Built from libyaml's events: its own composer recurses in C, where thousands of levels would
    crash the process.
    """

    def __init__(self, text: str, first: int) -> None:
        self.lines = Lines(text, first)
        self._events: Iterator[Any] = iter(yaml.CBaseLoader(text).get_event, None)
        self.last: Any = None
        self.faults: list[Fault] = []
        self.nodes = 0
        # what cannot stand in any value need not be looked for in each
        self._comments = "#" in text
        self._hidden = "\\" in text or bool(INVISIBLE.search(text))

    def until(self, stop: Fault) -> tuple[Fault, ...]:
        """The faults before the one that stopped the reading, without those it explains."""
        return (*(found for found in self.faults if found.code != "S05"), stop)

    def next(self) -> Any:
        """The next event."""
        self.last = next(self._events)
        return self.last

    # the document

    def mapping(self) -> Mapping:
        """The one mapping that the text must be; without any key it is empty."""
        node = self._document()
        if node is None:
            return Mapping((), Mark(self.lines.first, 1))
        if isinstance(node, Mapping):
            return node
        if isinstance(node, Scalar):
            raise _Faulty(no_key(self.lines, node.mark.line))
        message = "最外层应是“键: 值”，不是列表"
        raise _Faulty(Fault("S05", node.mark, message, "先写键，例如“name: ”，再写它的值"))

    def _document(self) -> Node | None:
        self.next()  # the stream begins
        if isinstance(self.next(), yaml.StreamEndEvent):
            return None
        node = self._node(self.next())
        self.next()  # the document ends
        more = self.next()
        if not isinstance(more, yaml.StreamEndEvent):
            self._refuse_second(self._mark(more, more))
        return node

    def _refuse_second(self, mark: Mark) -> None:
        message = f"第 {mark.line} 行的“---”之后是另一份内容"
        if not self.lines.after(mark.line):
            message = f"第 {mark.line} 行的“---”是多余的"
        raise _Faulty(Fault("S09", mark, message, "删去这一行"))

    # nodes

    def _node(self, event: Any, depth: int = 0) -> Node:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            self._refuse_too_much(event, depth)
        if event.anchor or event.tag:  # an alias has an anchor, but no tag
            self._refuse_magic(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, depth)
        return self._mapping(event, depth)

    def _sequence(self, start: yaml.Event, depth: int) -> Sequence:
        items = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        if self._comments:
            self._refuse_lost_comment(event)
        return Sequence(tuple(items), self._mark(start, event))

    def _mapping(self, start: yaml.Event, depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key = self._key(event, depth)
            value = self._node(self.next(), depth + 1)
            if key.text in entries:
                self._duplicate(key, entries[key.text][0].mark)
            entries.setdefault(key.text, (key, value))
        if self._comments:
            self._refuse_lost_comment(event)
        return Mapping(tuple(entries.values()), self._mark(start, event))

    def _key(self, event: yaml.Event, depth: int) -> Scalar:
        key = self._node(event, depth + 1)
        if not isinstance(key, Scalar):
            hint = "如果这是文字的一部分，给整个值加上双引号"
            message = "键必须是一个词，不能是列表或下级键"
            raise _Faulty(Fault("S05", key.mark, message, hint))
        spaces = len(key.text) - len(key.text.lstrip(_OTHER_SPACES))
        if spaces:
            mark = Mark(key.mark.line, key.mark.column, spaces)
            raise _Faulty(Fault("S06", mark, "这一行用全角空格缩进", "换成普通（半角）空格"))
        return key

    def _scalar(self, event: Any) -> Scalar:
        mark = self._mark(event, event)
        if event.end_mark.line != event.start_mark.line:
            self._refuse_wrapping(event, mark)
        if self._comments:
            self._refuse_lost_comment(event)
        hidden = INVISIBLE.search(event.value) if self._hidden else None
        if hidden:
            self.faults.append(Fault("S12", mark, *told(hidden[0])))
        if len(event.value) > _SHORT:
            return Scalar(event.value, mark)
        return _held_once(intern(event.value), mark)

    # what YAML would do without a word

    def _refuse_too_much(self, event: Any, depth: int) -> None:
        if depth > MAX_DEPTH:
            hint = "检查括号、“- ”和缩进是不是写多了"
            message = f"YAML 层次超过 {MAX_DEPTH} 层"
            raise _Faulty(Fault("S10", self._mark(event, event), message, hint))
        message = f"这个文件里的键和值超过 {MAX_NODES} 个"
        raise _Faulty(Fault("S10", self._mark(event, event), message, "拆成几个文件"))

    def _duplicate(self, key: Scalar, before: Mark) -> None:
        message = f"键“{key.text}”重复，第 {before.line} 行已经写过"
        self.faults.append(Fault("S07", key.mark, message, "删去其中一处"))

    def _refuse_wrapping(self, event: Any, mark: Mark) -> None:
        if event.style in {"|", ">"}:
            return
        if not event.style and re.match(r"-\S", event.value):
            message = "“-”后面少了一个空格，这几行不是列表"
            self.faults.append(Fault("S05", mark, message, "每一项写作“- ”加内容"))
        elif event.value or event.style:
            end = self.lines.number(event.end_mark)
            message = f"这个值一直写到第 {end} 行，YAML 会把几行并成一行"
            what = "引号是否配对" if event.style else "下一行的缩进是否与同层的键对齐"
            self.faults.append(Fault("S05", mark, message, f"写成一行，或检查{what}"))

    def _refuse_lost_comment(self, event: Any) -> None:
        end = event.end_mark
        line = self.lines.number(end)
        lost = _LOST.match(self.lines[line], end.column)
        if lost and (end.line, end.column) != (event.start_mark.line, event.start_mark.column):
            mark = Mark(line, lost.start(1) + 1, len(lost[1]))
            message = f"“{lost[1]}”会被当作注释丢掉"
            hint = "整个值加上双引号；若确是注释，# 后空一格"
            self.faults.append(Fault("S05", mark, message, hint))

    def _refuse_magic(self, event: Any) -> None:
        mark = self._mark(event, event)
        raise _Faulty(magic(mark, self.lines[mark.line][mark.column - 1 : mark.column]))

    # places

    def _mark(self, first: Any, last: Any) -> Mark:
        start, end = first.start_mark, last.end_mark
        width = end.column - start.column if end.line == start.line else 1
        return self.lines.place(start, max(1, width))

    def translated(self, error: yaml.YAMLError) -> Fault:
        """What the parser said, in Chinese."""
        words = [str(getattr(error, name, "") or "") for name in ("context", "problem", "reason")]
        noticed = getattr(error, "problem_mark", None)
        mark = self.lines.place(noticed) if noticed else self._control()
        context = getattr(error, "context_mark", None)
        since = self.lines.place(context) if context else mark
        return fault(Complaint("; ".join(words), mark, since, self.lines, self.last))

    def _control(self) -> Mark:
        for number, line in enumerate(self.lines.lines, self.lines.first):
            found = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", line)
            if found:
                return Mark(number, found.start() + 1)
        return Mark(self.lines.first, 1)
