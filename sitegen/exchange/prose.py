"""What are the tasks of a text without a table? Numbered items whose sentences name units in brackets."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from sitegen.exchange.begins import Begins
from sitegen.exchange.bracketed import (
    OPEN,
    brackets,
    limit_of,
    names_limit,
    names_units,
)
from sitegen.exchange.found import Gathered, PrintedPart, PrintedTask, Units
from sitegen.exchange.items import AFTER, Item, items_of, split_title
from sitegen.exchange.levels import is_deeper, numbered, point_of, style_of
from sitegen.exchange.outside import closing_lines, tell_closing
from sitegen.exchange.persons import PERSON_LEFT_OUT, without_labelled
from sitegen.model import TaskInference
from sitegen.text import shown

_WITHIN = frozenset({"digit", "digit_bracket", "digit_close", "circled"})
_WHOLE = re.compile("任务|工作|内容|要点|分工")
_SHOWN = 60  # letters of what is left out
_STOP = "。；！？"
_SHORT = 12  # letters; what is left over after the last units and shorter is no clause
_NOBODY = "各条都没有在句末写明责任单位，最低一级的都读作任务；请按原文补上单位，把不是任务的（如工作要求）删去"


class _Piece(Struct, frozen=True):
    text: str
    units: str
    joined: bool
    apart: bool = False  # a paragraph behind the one that named the units
    parts: tuple[PrintedPart, ...] = ()  # where the units stand


def read_prose(
    lines: Sequence[str],
    used: Collection[str],
    reading: Gathered,
    *,
    paragraphs: bool,
    heads: Collection[str] = (),
) -> int:
    """Add the tasks of a text to what was read, and tell what of its items is none.

    `used`: lines at its end that are read otherwise. `paragraphs`: no line ends only because it was full.
    `heads`: headings without a number. Gives the number of lines before the first item.
    """
    closing = closing_lines(lines)
    begins = Begins(lines, heads)
    items = list(items_of(lines, (closing, begins), reading, paragraphs=paragraphs))
    pieces = [_pieces(item) for item in items]
    both = list(zip(items, pieces, strict=True))
    marked = [item for item, found in both if _units(found)]
    styles = {item.style for item in marked}
    owners = {item.above[:1] for item in marked}
    several = any(_units(found) > 1 for found in pieces)
    left: list[Item] = []
    for item, found in both:
        task = _units(found) or (item.style in styles and item.above[:1] in owners)
        if not task or not _add(item, found, reading, several=several):
            left.append(item)
    _tell_unnamed(reading)
    _tell_left(left, reading, styles)
    tell_closing(lines, closing, used, reading)
    reading.rows[:] = _below(reading.rows)
    return items[0].line - 1 if items else len(lines)


def read_unnamed(
    lines: Sequence[str],
    used: Collection[str],
    reading: Gathered,
    *,
    paragraphs: bool,
    heads: Collection[str] = (),
) -> None:
    """Add the items of the lowest level of a text in which none names a unit, and tell what else it says.

    Else as `read_prose`.
    """
    closing = closing_lines(lines)
    known = closing, Begins(lines, heads)
    items = list(items_of(lines, known, reading, paragraphs=paragraphs))
    lowest = _lowest(items)
    for item in lowest:
        _add_whole(item, reading)
    if reading.rows:
        reading.remark("正文", "责任单位", _NOBODY)
    _tell_left([item for item in items if item not in lowest], reading, ())
    tell_closing(lines, closing, used, reading)
    reading.rows[:] = _below(reading.rows)


def _lowest(items: Sequence[Item]) -> list[Item]:
    """The items that say a sentence and have none below them."""
    below = [*(item.text for item in items[1:]), ""]
    both = zip(items, below, strict=False)
    return [one for one, after in both if "。" in one.text and not is_deeper(after, one.text)]


def _tell_unnamed(reading: Gathered) -> None:
    """Note the tasks that no unit is named for."""
    for row in reading.rows:
        if not row.units:
            said = f"这一句后面没有写明单位：{row.text[:30]}"
            reading.remark(row.address, "责任单位", said)


def _tell_left(items: Sequence[Item], reading: Gathered, styles: Collection[str]) -> None:
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


def _heading(item: Item, text: str) -> tuple[str, str]:
    """The heading of an item and what follows it in its first clause."""
    if item.headed:
        return text[: item.headed], text[item.headed :]
    return split_title(text)


def _pieces(item: Item) -> list[_Piece]:
    """The clauses of an item, each with the units in brackets behind it."""
    found: list[_Piece] = []
    begin = 0
    for start, end in brackets(item.text):
        inner, before = item.text[start + 1 : end].strip(), item.text[begin:start].lstrip(AFTER)
        parts = item.parts(start, end)
        if found and not before and (names_units(inner) or names_limit(inner)):
            found[-1] = _more(found[-1], inner, parts)
            begin = end + 1
        elif _closes(item, start, end) and names_units(inner):
            found.append(_Piece(before, inner, item.broken(begin, start), parts=parts))
            begin = end + 1
    rest = item.text[begin:].lstrip(AFTER)
    more = [_Piece(rest, "", item.broken(begin, len(item.text)), begin in item.ends)]
    return [*found, *(more if rest else ())]


def _more(piece: _Piece, inner: str, parts: tuple[PrintedPart, ...]) -> _Piece:
    """A clause with a further bracket right behind the one that named its units."""
    return replace(piece, units=f"{piece.units}；{inner}", parts=(*piece.parts, *parts))


def _closes(item: Item, start: int, end: int) -> bool:
    """Whether a bracket stands where a clause ends."""
    after = item.text[end + 1 : end + 2]
    ended = not after or end + 1 in item.ends or after in f"{AFTER}{OPEN}"
    return ended or item.text[start - 1] in AFTER


def _add(item: Item, pieces: list[_Piece], reading: Gathered, *, several: bool) -> bool:
    """Add the tasks of an item, if it is one."""
    number, _ = numbered(item.text)
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
        points = several and style_of(clause.text) in _WITHIN  # with numbers of their own
        own, words = numbered(clause.text) if points else ("", clause.text)
        named = (own or number, title if not several else "")
        _add_clause(item, replace(clause, text=words), named, section, reading)
    return bool(kept)


def _add_whole(item: Item, reading: Gathered) -> None:
    """Add an item that names no unit as a task."""
    begin, limit = _limit(item)
    joined = item.broken(0, begin)
    whole = _Piece(_paragraphs(item, begin), limit, joined, parts=item.parts(begin, len(item.text)))
    title, text = _titled(item, [whole], several=False)
    named = (numbered(item.text)[0], title)
    _add_clause(item, replace(whole, text=text.strip()), named, item.above, reading)


def _limit(item: Item) -> tuple[int, str]:
    """Where the bracket at the end of an item begins that says until when, and what it says; else its end."""
    for start, end in brackets(item.text):
        inner = item.text[start + 1 : end].strip()
        if not item.text[end + 1 :].strip(AFTER) and names_limit(inner):
            return start, inner
    return len(item.text), ""


def _paragraphs(item: Item, stop: int) -> str:
    """The text of an item up to a place, with a blank line where a line ended on a sentence."""
    ends = [at for at, _ in item.lines if at < stop and item.text[at - 1] in _STOP]
    cuts = [0, *ends, stop]
    return "\n\n".join(item.text[a:b] for a, b in pairwise(cuts))


def _titled(item: Item, pieces: Sequence[_Piece], *, several: bool) -> tuple[str, str]:
    """The heading of an item and the wording of its first clause behind it."""
    title, first = _heading(item, pieces[0].text)
    if not title:
        return "", numbered(pieces[0].text)[1]
    stop = "。" if pieces[0].text.endswith("。") else ""
    # what units stand behind is wording, not a heading
    if title and not first and (pieces[0].units if several else stop):
        return "", f"{numbered(title)[1]}{stop}"
    return title, first


def _add_clause(
    item: Item,
    clause: _Piece,
    named: tuple[str, str],
    section: tuple[str, ...],
    reading: Gathered,
) -> None:
    """Add the task of a clause; one that has units and no wording is told."""
    address, (number, title) = f"第{item.line}行", named
    title = numbered(title)[1]
    text = _unpointed(clause.text) or title
    if not text:
        said = f"只有责任单位，没有任务原文：{shown(without_labelled(clause.units), _SHOWN)}"
        reading.remark(address, "未导入", said)
        return
    limit, raw = limit_of(without_labelled(clause.units))
    units = (Units("责任单位", "unspecified", raw, clause.parts),) if raw else ()
    _tell_clause(address, clause, reading)
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


def _unpointed(text: str) -> str:
    """A paragraph without the point before it; one of several points within it is as it was printed."""
    point = point_of(text)
    several = point and any(f"{end}{point.strip()}" in text for end in AFTER)
    return text if several else text.removeprefix(point)


def _tell_clause(address: str, clause: _Piece, reading: Gathered) -> None:
    """Note what of a clause is to be looked at."""
    if without_labelled(clause.units) != clause.units:
        reading.remark(address, "个人信息", PERSON_LEFT_OUT)
    if clause.joined:
        reading.remark(address, "任务原文", "原文在换页或换行处断开，已接合")
