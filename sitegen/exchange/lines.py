"""What is one line of a table: a task, a category over the whole width, a note, or nothing?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from sitegen.exchange.cleaning import one_line
from sitegen.exchange.columns import TableLayout
from sitegen.exchange.grid import Cell
from sitegen.exchange.levels import style_of
from sitegen.exchange.persons import tells_persons

What = Literal["blank", "task", "category", "note"]

_NOTE = re.compile(
    r"(备注|注|说明|附注|附件|填表人|联系人|联系电话|制表人?|审核人?|抄送|抄报)[\d一二三]?[：:]|※|[*＊]"
)
_SIGNED = re.compile(
    "(?:填表|填报|制表|报送|上报)(?:单位|部门|人|日期|时间)?(?:[（(]盖章[)）])?[：:]"
)
_STARRED = re.compile(r"[*＊※]+\s*\d{1,4}[.．、]?")  # the number of a task that a sign sets apart
_SUM = re.compile(r"(合\s*计|总\s*计|小\s*计|共\s*计)[：:]?")
_NUMERAL = re.compile(
    r"([一二三四五六七八九十]{1,3}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ])[、.．]?|（[一二三四五六七八九十]{1,3}）"
)
_HEADING = re.compile(r"[^。；，,;]{2,24}")
_DIGITS = 3  # letters of a number at most
_LONG = 60  # letters; no category is as long
_COVERS = 3  # columns that a category covers at least


class TableLine(Struct, frozen=True):
    """What a row of cells is, with its text where it is a category or a note."""

    what: What
    text: str = ""
    style: str = ""
    address: str = ""
    guessed: bool = False


def line_of(row: Sequence[Cell], layout: TableLayout, *, merges: bool = True) -> TableLine:
    """What a row of cells is; `merges`: an empty cell is known not to be merged with one above."""
    own = {cell.anchor: cell for cell in row if cell.text.strip()}
    if not own:
        return TableLine("blank")
    here = [cell for cell in own.values() if cell.anchor[0] == cell.place[0]]
    if len(own) == 1 and here:
        return _alone(row, here[0], layout, merges=merges)
    first = one_line(here[0].text) if here else ""
    note = _NOTE.match(first) and not _STARRED.fullmatch(first)
    note = note or any(_is_signed(cell, layout) for cell in here)
    if (note or _SUM.fullmatch(first)) and len(here) == len(own):
        return TableLine(
            "note", "　".join(one_line(cell.text) for cell in here), address=here[0].address
        )
    numbered = _numbered_category(row, here, layout)
    return numbered or TableLine("task")


def _is_signed(cell: Cell, layout: TableLayout) -> bool:
    """Whether a cell in the place of a number or a wording says who filled in the table or whom to ask."""
    text = one_line(cell.text)
    signs = tells_persons(text) or bool(_SIGNED.match(text))
    return signs and cell.place[1] in {h.column for h in layout.of("number", "text", "task")}


def _alone(row: Sequence[Cell], cell: Cell, layout: TableLayout, *, merges: bool) -> TableLine:
    text = one_line(cell.text)
    covers = sum(other.anchor == cell.anchor for other in row)
    wide = covers >= min(_COVERS, len(row)) or covers == len(row)
    first = cell.place[1] == next(h.column for h in layout.headings)
    if _NOTE.match(text):
        return TableLine("note", text, address=cell.address)
    if (wide or (first and len(row) > 1)) and len(text) > _LONG:
        return TableLine("note" if wide else "task", text, address=cell.address)
    style = style_of(text)
    in_text = cell.place[1] in {h.column for h in layout.of("text")} and not wide
    if wide or (style and (first or not in_text)) or (style in {"part", "chinese"}):
        return TableLine("category", text, style, cell.address)
    plain = first and not in_text and not layout.sections
    plain &= not layout.of("number") or (len(text) > _DIGITS and not text.isdecimal())
    # no number, no unit and no limit, though the table has them: a heading that was not merged
    plain |= in_text and merges and bool(layout.of("number")) and bool(_HEADING.fullmatch(text))
    return TableLine("category" if plain else "task", text, style, cell.address, guessed=plain)


def _numbered_category(
    row: Sequence[Cell], here: Sequence[Cell], layout: TableLayout
) -> TableLine | None:
    """A category whose numeral stands in the column of numbers: 一 | 以政务公开助力稳增长."""
    numbers = {h.column for h in layout.of("number")}
    numeral = [cell for cell in here if cell.place[1] in numbers]
    others = [cell for cell in here if cell.place[1] not in numbers]
    units = {h.column for h in (*layout.responsible, *layout.of("mark", "deadline"))}
    if len(numeral) != 1 or len(others) != 1 or any(cell.place[1] in units for cell in others):
        return None
    text = one_line(others[0].text)
    covered = any(
        cell.text.strip() and cell.covered and cell.anchor[0] < cell.place[0] for cell in row
    )
    if covered or not _NUMERAL.fullmatch(one_line(numeral[0].text)) or len(text) > _LONG:
        return None
    return TableLine("category", text, "chinese" if len(row) else "", others[0].address)


class Categories:
    """The categories that are in force, as lines over the whole width give them."""

    def __init__(self) -> None:
        self.path: list[tuple[str, str]] = []

    def enter(self, line: TableLine) -> None:
        """Take up a category: beside those of its style, below those of another that came before."""
        styles = [style for style, _ in self.path]
        depth = styles.index(line.style) if line.style in styles else len(styles)
        self.path[depth:] = [(line.style, line.text)]

    def titles(self) -> tuple[str, ...]:
        """The categories from the top down."""
        return tuple(title for _, title in self.path)
