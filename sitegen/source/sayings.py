"""What does the YAML parser mean? Its complaints in plain Chinese, with the cause and the way out.

libyaml names the rule of its grammar that failed and where it noticed, which is often a line after
the slip. Each function here knows one kind of slip; `fault` takes the first that applies.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml
from msgspec import Struct

from sitegen.source.lines import Lines
from sitegen.source.nodes import Fault, Mark

_QUOTE = "给整个值加上双引号"
_IF_TEXT = "如果这是文字的一部分，给整个值加上双引号"
_MAGIC = {"&": "锚点", "*": "引用", "!": "标签"}
_BRACKETS = {"[": ("方括号", "]", "］】"), "{": ("花括号", "}", "｝")}
_COLON = re.compile(r":(\s|$)")
_COLONS = (
    (re.compile(r"\s*(- )?[^\s:：'\"]+:([ \t]|$)"), ""),
    (
        re.compile(r"\s*(- )?[A-Za-z_]+：|\s*[^\s:：'\"#\[{-][^\s:：]*："),
        "冒号用了中文全角“：”，请改成英文冒号加一个空格“: ”",
    ),
    (
        re.compile(r"\s*(- )?[A-Za-z_]+:[\u3000\u00a0]"),
        "冒号后面是全角空格或不间断空格，请换成普通（半角）空格",
    ),
    (re.compile(r"\s*(- )?[A-Za-z_]+:\S"), "冒号后面少了一个空格"),
)


class Complaint(Struct, frozen=True):
    """A complaint: its words, where it was noticed, since where, and what was read just before."""

    words: str
    mark: Mark
    since: Mark
    lines: Lines
    last: Any

    def at(self, mark: Mark) -> str:
        """The character at a place."""
        return self.lines[mark.line][mark.column - 1 : mark.column]

    def before(self) -> str:
        """What stands on the line before the place where it was noticed."""
        return self.lines[self.mark.line][: self.mark.column - 1]


def fault(said: Complaint) -> Fault:
    """What is wrong, where, and what to do."""
    found = (say(said) for pattern, say in _SAYINGS if re.search(pattern, said.words))
    told = next((one for one in found if one), None)
    hint = "检查缩进是否对齐、引号和括号是否成对"
    return told or Fault("S05", said.mark, "YAML 读到这里读不下去了", hint)


def magic(mark: Mark, sign: str) -> Fault:
    """An anchor, alias or tag, which nobody means."""
    name = _MAGIC.get(sign, "特殊记号")
    return Fault("S09", mark, f"值以“{sign}”开头，YAML 会当作{name}", _IF_TEXT)


def no_key(lines: Lines, line: int) -> Fault:
    """A line on which no key can be read, because of its colon or for want of one."""
    hint = _colon(lines[line])
    if hint:
        return Fault("S05", lines.whole(line), "这一行不是“键: 值”", hint)
    hint = "补上键和英文冒号，或接到上一行末尾"
    return Fault("S05", lines.whole(line), "这一行没有“键: ”", hint)


def _colon(text: str) -> str:
    return next((hint for pattern, hint in _COLONS if pattern.match(text)), "")


# signs and white space


def _tab(said: Complaint) -> Fault | None:
    indent = re.match(r"\s*", said.lines[said.mark.line])
    tabs = re.search(r"\t(.*\t)?", indent[0] if indent else "")
    if tabs:
        mark = Mark(said.mark.line, tabs.start() + 1, len(tabs[0]))
        return Fault("S06", mark, "这一行用制表符（Tab）缩进", "把制表符换成空格")
    if said.at(said.mark) == "\t":
        return Fault("S06", said.mark, "这里用了制表符（Tab）", "把制表符换成空格")
    return None


def _control(said: Complaint) -> Fault:
    return Fault("S12", said.mark, "含有不可见的控制字符", "删去这个字符")


def _magic(said: Complaint) -> Fault:
    return magic(said.since, said.at(said.since))


def _directive(said: Complaint) -> Fault:
    mark = Mark(said.since.line, 1)
    return Fault("S05", mark, "一行不能以“%”开头", "写成“键: 值”，整个值加上双引号")


def _start(said: Complaint) -> Fault:
    return Fault("S05", said.mark, f"值不能以“{said.at(said.mark)}”开头", _QUOTE)


def _block_text(said: Complaint) -> Fault:
    sign = said.at(said.since)
    hint = f"{_QUOTE}；要写多行文字，就在“{sign}”后面换行"
    return Fault("S05", said.since, f"值不能以“{sign}”开头", hint)


def _entry(said: Complaint) -> Fault:
    hint = f"{_QUOTE}；若是列表，换行后再写“- ”"
    return Fault("S05", said.mark, "值不能以“- ”开头", hint)


def _backslash(said: Complaint) -> Fault:
    start = said.lines[said.mark.line].rfind("\\", 0, said.mark.column)
    mark = Mark(said.mark.line, start + 1, 2) if start >= 0 else said.mark
    hint = "把这个值两端的双引号换成单引号"
    return Fault("S05", mark, "双引号里的“\\”有特殊含义，这里不成立", hint)


# quotes and brackets


def _unclosed_quote(said: Complaint) -> Fault:
    quote, rest = said.at(said.since), said.lines[said.since.line][said.since.column :]
    other = re.search("[”’＂＇]", rest)
    if other:
        mark = Mark(said.since.line, said.since.column, other.end() + 1)
        message = f"开头是英文引号 {quote} ，结尾是中文引号 {other[0]}"
        return Fault("S05", mark, message, "两端都用英文引号")
    hint = f"在值的末尾补上 {quote} ；如果引号是文字，用中文引号“”"
    return Fault("S05", said.since, "引号没有配对", hint)


def _bracket(said: Complaint) -> Fault:
    opening, at = said.at(said.since), said.at(said.mark)
    name, closing, wide = _BRACKETS.get(opening, _BRACKETS["["])
    rest = said.lines[said.since.line][said.since.column :]
    other = re.search(f"[{wide}]", rest)
    if other and closing not in rest:
        mark = Mark(said.since.line, said.since.column, other.end() + 1)
        message = f"{name}的开头是英文“{opening}”，结尾是中文“{other[0]}”"
        return Fault("S05", mark, message, f"改成英文的“{closing}”")
    if at and (at in "\"'[{" or said.mark.line == said.since.line):
        return _between(said, at)
    hint = f"补上“{closing}”；{_IF_TEXT}"
    return Fault("S05", said.since, f"{name}没有写完", hint)


def _between(said: Complaint, at: str) -> Fault:
    if at == ":":
        return Fault("S05", said.mark, "这一项里多了一个“: ”", "给这一项加上双引号")
    hint = "两项之间写一个英文逗号和一个空格"
    return Fault("S05", said.mark, "两项之间缺逗号", hint)


def _content(said: Complaint) -> Fault:
    sign = said.at(said.mark)
    if sign in set("]}"):
        return Fault("S05", said.mark, f"多了“{sign}”", f"删去它；{_IF_TEXT}")
    if sign == "," and "flow" in said.words:
        return Fault("S05", said.mark, "逗号前缺一项", "补上这一项，或删去逗号")
    return Fault("S05", said.mark, f"值不能以“{sign}”开头", _QUOTE)


def _after_value(said: Complaint) -> Fault | None:
    """Text behind a quote or bracket that closed on this line, or a quote that closed too late."""
    start, end = said.lines.place(said.last.start_mark), said.last.end_mark
    if said.lines.number(end) != said.mark.line:
        return None
    if isinstance(said.last, yaml.ScalarEvent) and said.last.style in {'"', "'"}:
        if start.line != said.mark.line:
            message = f"这一行的引号可能没有配对，一直连到了第 {said.mark.line} 行"
            return Fault("S05", start, message, "补上另一半引号")
        hint = "整个值用一对英文引号括起来，值里面的引号用中文引号“”"
        return Fault("S05", said.mark, "引号后面还有文字", hint)
    closed = {"]": "方括号", "}": "花括号"}.get(said.before().rstrip()[-1:])
    if closed and isinstance(said.last, yaml.SequenceEndEvent | yaml.MappingEndEvent):
        return Fault("S05", said.mark, f"{closed}后面还有文字", _QUOTE)
    return None


# keys, colons and indentation


def _extra_colon(said: Complaint) -> Fault:
    line, above = said.mark.line, said.lines.above(said.mark.line)
    for number in (line, above):
        if _colon(said.lines[number]):
            return no_key(said.lines, number)
    if _COLON.search(said.before()):
        return Fault("S05", said.mark, "值里有“: ”", _QUOTE)
    if said.lines.indent(line) > said.lines.indent(above):
        hint = f"与第 {above} 行左边对齐；如果是上一行的文字，接到上一行末尾"
        return Fault("S05", said.lines.whole(line), "这一行缩进过多", hint)
    return no_key(said.lines, above or line)


def _missing_colon(said: Complaint) -> Fault:
    return no_key(said.lines, said.since.line)


def _key(said: Complaint) -> Fault:
    return _after_value(said) or _uneven(said)


def _uneven(said: Complaint) -> Fault:
    line, above = said.mark.line, said.lines.above(said.mark.line)
    here, there = said.lines.indent(line), said.lines.indent(above)
    if said.at(said.mark) == "-":
        hint = "同一个列表的“- ”左边对齐，写在它的键下面"
        return Fault("S05", said.lines.whole(line), "这个“- ”没有与上面对齐", hint)
    message = f"这一行缩进 {here} 格，上一行缩进 {there} 格，与上面哪一层都没有对齐"
    return Fault("S05", said.lines.whole(line), message, "同一层的键左边对齐")


def _second_beginning(said: Complaint) -> Fault:
    line, above = said.mark.line, said.lines.above(said.mark.line)
    if said.before().strip():
        return no_key(said.lines, line)
    if said.lines[above].strip() == "...":
        mark = said.lines.whole(above)
        return Fault("S09", mark, f"第 {above} 行的“...”表示文件到此结束", "删去这一行")
    if said.lines[above].startswith("%"):
        return Fault("S05", Mark(above, 1), "一行不能以“%”开头", "删去这一行")
    more = said.lines.indent(above) - said.lines.indent(line)
    if more > 0:
        message = f"上面的行比这一行多缩进 {more} 格"
        return Fault("S05", said.lines.whole(line), message, "同一层的键左边对齐")
    return no_key(said.lines, above or line)


def _no_dash(said: Complaint) -> Fault:
    hint = "列表的每一项以“- ”开头；键要与上一级的键左边对齐"
    mark = said.lines.whole(said.mark.line)
    return Fault("S05", mark, "列表里夹了一行不以“- ”开头的内容", hint)


_SAYINGS: tuple[tuple[str, Callable[[Complaint], Fault | None]], ...] = (
    ("", _tab),
    ("control characters", _control),
    ("scanning an? (anchor|alias|tag)|undefined tag handle", _magic),
    ("directive|incompatible YAML", _directive),
    ("quoted scalar.*(end of stream|document indicator)", _unclosed_quote),
    ("quoted scalar", _backslash),
    ("block scalar", _block_text),
    ("cannot start any token", _start),
    ("block sequence entries", _entry),
    ("mapping keys are not allowed", _start),
    ("expected ',' or", _bracket),
    ("expected node content", _content),
    ("mapping values", _extra_colon),
    ("expected ':'", _missing_colon),
    ("expected key", _key),
    ("expected '-'", _no_dash),
    ("<document start>", _second_beginning),
)
