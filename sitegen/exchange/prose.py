"""What are the tasks of a text without a table? Numbered items whose sentences name units in brackets."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from sitegen.exchange.begins import Begins, unwrapped
from sitegen.exchange.bracketed import (
    CLOSE,
    OPEN,
    brackets,
    enclosed,
    in_brackets,
    limit_of,
    names_limit,
    names_units,
    says_limit,
    says_units,
)
from sitegen.exchange.cleaning import is_furniture, one_line
from sitegen.exchange.found import Gathered, PrintedPart, PrintedTask, Units
from sitegen.exchange.levels import style_of
from sitegen.exchange.outside import closing_lines, tell_closing
from sitegen.exchange.persons import PERSON_LEFT_OUT, tells_persons, without_labelled
from sitegen.model import TaskInference
from sitegen.text import shown

_ENDED = re.compile(rf"[。；！？：!?;{re.escape(CLOSE)}]$")
_NUMBER = re.compile(
    r"(\d{1,3}(?:[.．]\d{1,2})*)[.．、)）]?|[（(]\d{1,3}[)）]|[（(][一二三四五六七八九十]{1,3}[)）]|([一二三四五六七八九十]{1,3})[、.．，]"
    r"|((?:(?:重点|工作)?任务|第)[一二三四五六七八九十百\d]{1,4}条?)[：:.．、]?|[①-⑳]"
)
_WHOLE = re.compile("任务|工作|内容|要点|分工")
_AFTER = "。；;"
_ENDS = f"{CLOSE}{_AFTER}！？!?"
_TITLE = 45  # letters of a heading that a full stop ends
_SHOWN = 60  # letters of what is left out
_SHORT = 12  # letters; what is left over after the last units and shorter is no clause


@dataclass
class _Item:
    style: str
    text: str
    line: int
    title: str  # its heading, as it stands in the categories of what is below
    above: tuple[str, ...] = ()
    sign: str = ""  # before its number
    joints: list[int] = field(default_factory=list)
    ends: set[int] = field(default_factory=set)  # behind brackets that end a paragraph
    lines: list[tuple[int, int]] = field(default_factory=list)  # where further lines begin
    headed: int = 0  # letters of a paragraph that is the heading of the one below it

    def parts(self, begin: int, end: int) -> tuple[PrintedPart, ...]:
        """A stretch of the text, parted by the lines that it stands in."""
        starts = [(0, self.line), *self.lines, (len(self.text), 0)]
        spans = [(max(a, begin), min(b, end), line) for (a, line), (b, _) in pairwise(starts)]
        return tuple(PrintedPart(f"第{n}行", self.text[a:b]) for a, b, n in spans if a < b)

    def broken(self, begin: int, end: int) -> bool:
        """Whether a line or page ends in the middle of a stretch of the text."""
        return any(begin < joint < end for joint in self.joints)

    def go_on(self, text: str, number: int, *, ended: bool, surely: bool) -> None:
        """Take up a further line; `ended`: the one before it ended a paragraph, as far as we see, or surely."""
        if says_limit(text) and self.text[-1:] in CLOSE:
            text = in_brackets(text)
        if ended:
            self.ends.add(len(self.text.rstrip(_AFTER)))
        if surely and not self.lines and self._is_heading(text):
            self.headed = len(self.text)
        broken = not self.headed and not _ENDED.search(self.text)
        self.joints += [len(self.text)] if broken and text[:1] not in OPEN else []
        self.lines.append((len(self.text), number))
        self.text += text

    def _is_heading(self, below: str) -> bool:
        """Whether the one paragraph so far is short and no sentence, and one of wording follows it."""
        open_ = _ENDED.search(self.text) or self.text[-1:] in "，、" or below[:1] in OPEN
        return len(self.text) <= _TITLE and not open_


class _Piece(Struct, frozen=True):
    text: str
    units: str
    joined: bool
    apart: bool = False  # a paragraph behind the one that named the units
    parts: tuple[PrintedPart, ...] = ()  # where the units stand


def read_prose(
    lines: Sequence[str], used: Collection[str], reading: Gathered, *, paragraphs: bool
) -> int:
    """Add the tasks of a text to what was read, and tell what of its items is none.

    `used`: lines at its end that are read otherwise. `paragraphs`: no line ends only because it was full.
    Gives the number of lines before the first item.
    """
    closing = closing_lines(lines)
    items = list(_items(lines, closing, reading, paragraphs=paragraphs))
    pieces = [_pieces(item) for item in items]
    marked = [item for item, found in zip(items, pieces, strict=True) if _units(found)]
    styles = {item.style for item in marked}
    owners = {item.above[:1] for item in marked}
    several = any(_units(found) > 1 for found in pieces)
    left: list[_Item] = []
    for item, found in zip(items, pieces, strict=True):
        task = item in marked or (item.style in styles and item.above[:1] in owners)
        if not task or not _add(item, found, reading, several=several):
            left.append(item)
    _tell_left(left, reading, styles)
    tell_closing(lines, closing, used, reading)
    reading.rows[:] = _below(reading.rows)
    return items[0].line - 1 if items else len(lines)


def _tell_left(items: Sequence[_Item], reading: Gathered, styles: Collection[str]) -> None:
    """Note the items that are no tasks, but for headings that tasks stand below."""
    used = {title for row in reading.rows for title in row.section}
    for item in items:
        words = item.text.removeprefix(item.title).strip("。") if item.title in used else item.text
        if words and reading.rows:
            why = "没有写明单位，" if item.style in styles else ""
            said = f"{why}没有作为任务：{shown(without_labelled(words), _SHOWN)}"
            reading.remark(f"第{item.line}行", "未导入", said)


def _below(rows: Sequence[PrintedTask]) -> list[PrintedTask]:
    """Rows without the part of the document that all of them stand in."""
    tops = {row.section[:1] for row in rows if len(row.section) > 1}
    shared = len(tops) == 1 and all(row.section[:1] in tops for row in rows)
    top = next(iter(tops))[0] if shared else ""
    if not _WHOLE.search(top) or style_of(top) == "named":  # 任务一 is one of several
        return list(rows)
    return [replace(row, section=row.section[1:]) for row in rows]


def _units(pieces: Sequence[_Piece]) -> int:
    return sum(bool(piece.units) for piece in pieces)


def _items(
    lines: Sequence[str], closing: Collection[int], reading: Gathered, *, paragraphs: bool
) -> Iterator[_Item]:
    full = max(map(len, lines), default=0)
    lines = lines if paragraphs else unwrapped(lines, full)
    begins = Begins(lines)
    item: _Item | None = None
    short = False
    path: list[tuple[str, str]] = []
    for number, line in enumerate(lines, 1):
        text = one_line(enclosed(line))
        if not text or is_furniture(text) or number in closing:
            short = short or not text
            continue
        if item and says_units(text):
            text = in_brackets(text)
        style, sign, text = begins.item(line, text)
        if style:
            if item:
                yield item
            title = _split_title(text)[0]
            item = _Item(style, text, number, title, _above(path, style, title), sign)
        elif item and tells_persons(text) and (paragraphs or item.text[-1:] in _ENDS):
            reading.remark(f"第{number}行", "个人信息", "填表人、联系方式一类的文字没有导入")
        elif item:
            item.go_on(text, number, ended=paragraphs or short, surely=paragraphs)
        short = len(line) * 4 < full * 3  # a line that ends before the margin ends a paragraph
    if item:
        yield item


def _above(path: list[tuple[str, str]], style: str, title: str) -> tuple[str, ...]:
    """The headings that an item stands below; `path` goes on with its own."""
    styles = [one for one, _ in path]
    depth = styles.index(style) if style in styles else len(styles)
    path[depth:] = [(style, title)]
    return tuple(above for _, above in path[:-1] if above)


def _split_title(text: str) -> tuple[str, str]:
    """A heading and what follows it."""
    head, stop, rest = text.partition("。")
    if stop and len(head) <= _TITLE:
        return head, rest
    return (text, "") if len(text) <= _TITLE or not stop else ("", text)


def _heading(item: _Item, text: str) -> tuple[str, str]:
    """The heading of an item and what follows it in its first clause."""
    if item.headed:
        return text[: item.headed], text[item.headed :]
    return _split_title(text)


def _pieces(item: _Item) -> list[_Piece]:
    """The clauses of an item, each with the units in brackets behind it."""
    found: list[_Piece] = []
    begin = 0
    for start, end in brackets(item.text):
        inner, before = item.text[start + 1 : end].strip(), item.text[begin:start].lstrip(_AFTER)
        parts = item.parts(start, end)
        if found and not before and (names_units(inner) or names_limit(inner)):
            found[-1] = _more(found[-1], inner, parts)
            begin = end + 1
        elif _closes(item, start, end) and names_units(inner):
            found.append(_Piece(before, inner, item.broken(begin, start), parts=parts))
            begin = end + 1
    rest = item.text[begin:].lstrip(_AFTER)
    more = [_Piece(rest, "", item.broken(begin, len(item.text)), begin in item.ends)]
    return [*found, *(more if rest else ())]


def _more(piece: _Piece, inner: str, parts: tuple[PrintedPart, ...]) -> _Piece:
    """A clause with a further bracket right behind the one that named its units."""
    return replace(piece, units=f"{piece.units}；{inner}", parts=(*piece.parts, *parts))


def _closes(item: _Item, start: int, end: int) -> bool:
    """Whether a bracket stands where a clause ends."""
    after = item.text[end + 1 : end + 2]
    ended = not after or end + 1 in item.ends or after in f"{_AFTER}{OPEN}"
    return ended or item.text[start - 1] in _AFTER


def _add(item: _Item, pieces: list[_Piece], reading: Gathered, *, several: bool) -> bool:
    """Add the tasks of an item, if it is one."""
    found = _NUMBER.match(item.text)
    number = next(filter(None, found.groups()), found[0]) if found else ""
    if item.style == "chinese" and not _units(pieces):
        return False
    title, first = _titled(item, pieces, several=several)
    clauses = [replace(pieces[0], text=first), *pieces[1:]]
    section = (*item.above, title) if several and title else item.above
    bare = several or not _units(clauses)
    kept = [c for c in clauses if c.units or (bare and not c.apart and len(c.text) >= _SHORT)]
    for clause in clauses:
        if clause not in kept and clause.text.strip():
            reading.remark(f"第{item.line}行", "未导入", f"句末余下的文字：{clause.text}")
    for clause in kept:
        _add_clause(item, clause, (number, title if not several else ""), section, reading)
    return bool(kept)


def _titled(item: _Item, pieces: Sequence[_Piece], *, several: bool) -> tuple[str, str]:
    """The heading of an item and the wording of its first clause behind it."""
    title, first = _heading(item, pieces[0].text)
    if not title:
        return "", _unnumbered(pieces[0].text)
    stop = "。" if pieces[0].text.endswith("。") else ""
    # what units stand behind is wording, not a heading
    if title and not first and (pieces[0].units if several else stop):
        return "", f"{_unnumbered(title)}{stop}"
    return title, first


def _unnumbered(text: str) -> str:
    found = _NUMBER.match(text)
    return text[found.end() :].strip() if found else text


def _add_clause(
    item: _Item,
    clause: _Piece,
    named: tuple[str, str],
    section: tuple[str, ...],
    reading: Gathered,
) -> None:
    """Add the task of a clause; one that has units and no wording is told."""
    address, (number, title) = f"第{item.line}行", named
    title = _unnumbered(title)
    text = clause.text or title
    if not text:
        said = f"只有责任单位，没有任务原文：{shown(without_labelled(clause.units), _SHOWN)}"
        reading.remark(address, "未导入", said)
        return
    limit, raw = limit_of(without_labelled(clause.units))
    units = (Units("责任单位", "unspecified", raw, clause.parts),) if raw else ()
    _tell_clause(address, text, clause, units, reading)
    inferred: frozenset[TaskInference] = frozenset({"text"} if clause.joined else ())
    reading.rows.append(
        PrintedTask(
            address=address,
            number=number,
            shared=address if number else "",
            section=section,
            text=text,
            units=units,
            deadline=limit,
            notes=(f"原文在序号前标有“{item.sign}”。",) if item.sign else (),
            inferred=inferred,
            line=item.line,
            title=title if title != text else "",
            limits=clause.parts,
        )
    )


def _tell_clause(
    address: str, text: str, clause: _Piece, units: tuple[Units, ...], reading: Gathered
) -> None:
    """Note what of a clause is to be looked at."""
    if without_labelled(clause.units) != clause.units:
        reading.remark(address, "个人信息", PERSON_LEFT_OUT)
    if not units:
        reading.remark(address, "责任单位", f"这一句后面没有写明单位：{text[:30]}")
    if clause.joined:
        reading.remark(address, "任务原文", "原文在换页或换行处断开，已接合")
