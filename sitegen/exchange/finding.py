"""Where in a grid does the table stand? Titles above, one or two rows of headings, repeated headings."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import dropwhile

from msgspec import Struct
from msgspec.structs import replace

from sitegen.exchange.cleaning import bare_title, is_furniture, one_line
from sitegen.exchange.grid import Book, Cell, Grid
from sitegen.exchange.headings import Holds, holds
from sitegen.exchange.levels import entered, leading, style_of
from sitegen.exchange.signs import has_ticks, is_sign
from sitegen.text import fold

MOST_HEAD_ROWS = 3
_SURELY = 3  # kinds of columns that make a header below a table
_HEADING = 12  # letters of a heading at most, where it might be wording
_ENOUGH = 2  # kinds of columns that make a header
_CATEGORY = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]{1,3}(部分|章|节)"
)

GridRow = tuple[Cell, ...]


class Heading(Struct, frozen=True):
    """One column: its headings from top to bottom, where they stand, and what it holds."""

    column: int
    names: tuple[str, ...]
    address: str
    holds: Holds | None

    @property
    def name(self) -> str:
        """The heading nearest to the cells."""
        return self.names[-1] if self.names else ""


class Region(Struct, frozen=True):
    """A table with its headings, the rows of cells below them, and the text above and below."""

    grid: Grid
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    above: tuple[str, ...]
    repeated: tuple[tuple[str, str], ...] = ()  # addresses and texts that a page repeats
    heads: tuple[str, ...] = ()  # lines before the table that are its categories


def regions(book: Book) -> tuple[tuple[Region, ...], tuple[Grid, ...]]:
    """Every table of a file that has headings, and those without that go on with none before them."""
    found: list[Region] = []
    left: list[Grid] = []
    path: tuple[str, ...] = ()
    for grid in book.grids:
        heads = leading(_lines(grid)) if book.flows else ()
        for head in heads:
            path = entered(path, head)
        lead = _lead_rows(grid, path if heads else ())
        place = _header(grid.rows)
        if place:
            first, *more = _stacked(grid, *place)
            begun = [replace(first, rows=(*lead, *first.rows), heads=path if heads else ()), *more]
            if found and book.flows and _same_table(found[-1], begun[0], heads):
                repeated = grid.rows[place[0] : place[1]]
                begun[0] = _longer(found.pop(), (*repeated, *begun[0].rows))
            found += begun
        elif found and _goes_on(found[-1], grid, heads):
            found[-1] = _longer(found[-1], (*lead, *grid.rows))
        else:
            left.append(grid)
    return tuple(_without_repeats(region) for region in found), tuple(left)


def _lines(grid: Grid) -> list[str]:
    """The lines before a table, without those that only the end of a page puts there."""
    lines = (one_line(line) for line in grid.before)
    return [line for line in lines if line and not is_furniture(line)]


def _lead_rows(grid: Grid, path: Sequence[str]) -> tuple[GridRow, ...]:
    """The headings in force above a table as its first rows, each over the whole width."""
    width = len(grid.rows[0]) if grid.rows else 0
    return tuple(
        tuple(
            Cell(text, f"{grid.name}前", (row - len(path), column), (row - len(path), 0))
            for column in range(width)
        )
        for row, text in enumerate(path)
    )


def _longer(region: Region, rows: Sequence[GridRow]) -> Region:
    return replace(region, rows=(*region.rows, *rows))


def _same_table(region: Region, grown: Region, heads: Sequence[str]) -> bool:
    """Whether a table is the one before, whose headings a page repeats: nothing stands between."""
    known = {*heads, *(bare_title(line) for line in region.above)}
    between = [line for line in grown.above if line and not is_furniture(line)]
    alike = [(h.column, h.names) for h in region.headings] == [
        (h.column, h.names) for h in grown.headings
    ]
    wide = len(region.grid.rows[0]) == len(grown.grid.rows[0])
    return alike and wide and all(bare_title(line) in known for line in between)


def _stacked(grid: Grid, begin: int, end: int) -> list[Region]:
    """The tables of one grid, which may stand below each other with headings of their own."""
    first = _region(grid, begin, end)
    names = {fold(name) for heading in first.headings for name in heading.names}
    for number in range(end + 1, len(grid.rows)):
        if _heads_anew(grid.rows[number], names):
            below = replace(grid, rows=grid.rows[number:], before=())
            place = _header(below.rows)
            lead = _leading(grid.rows[end:number])
            rest = _stacked(below, *place) if place else []
            if rest:
                rest[0] = replace(rest[0], rows=(*lead, *rest[0].rows))
            own = _leading(grid.rows[:begin])
            rows = grid.rows[end : number - len(lead) if rest else number]
            return [replace(first, rows=(*own, *rows)), *rest]
    return [first]


def _leading(rows: Sequence[GridRow]) -> tuple[GridRow, ...]:
    """The last rows before a heading that hold one numbered category each: it is of what follows."""
    found: list[GridRow] = []
    for row in reversed(rows):
        texts = {cell.anchor: one_line(cell.text) for cell in row if cell.text.strip()}
        if len(texts) != 1 or not _CATEGORY.match(next(iter(texts.values()))):
            break
        found.append(row)
    return tuple(reversed(found))


def _heads_anew(row: Sequence[Cell], names: set[str]) -> bool:
    """Whether a row below a table is another row of headings: nothing in it can be anything else."""
    texts = [one_line(cell.text) for cell in row if cell.text.strip()]
    if any(cell.text and cell.anchor[0] < cell.place[0] for cell in row):
        return False
    alike = all(holds(text) and len(text) <= _HEADING for text in texts)
    return alike and _score(row) >= _SURELY and not {fold(text) for text in texts} <= names


def _goes_on(region: Region, grid: Grid, heads: Sequence[str]) -> bool:
    width = len(region.grid.rows[0])
    return bool(grid.rows) and len(grid.rows[0]) == width and len(heads) == len(_lines(grid))


def _header(rows: Sequence[Sequence[Cell]]) -> tuple[int, int] | None:
    """The first row of headings, and the row after the last; the best of all rows."""
    signs = ticked(rows)
    scored = [(_score(row, signs), -number) for number, row in enumerate(rows)]
    best, number = max(scored, default=(0, 0))
    if best < _ENOUGH:
        return None
    begin = -number
    if begin and _belongs(rows, begin - 1):
        begin -= 1
    end = -number + 1
    while end < len(rows) and end - begin < MOST_HEAD_ROWS and _is_head(rows, begin, end):
        end += 1
    return begin, end


def _kinds(row: Sequence[Cell]) -> set[Holds]:
    kinds = {holds(one_line(cell.text)) for cell in row}
    return {kind for kind in kinds if kind}


def ticked(rows: Sequence[Sequence[Cell]]) -> frozenset[int]:
    """The columns that hold nothing but ticks below their headings."""
    columns = (
        [text for cell in column if not cell.covered and (text := one_line(cell.text))]
        for column in zip(*rows, strict=True)
    )
    below = ([*dropwhile(lambda text: not is_sign(text), texts)] for texts in columns)
    return frozenset(place for place, texts in enumerate(below) if has_ticks(texts))


def _score(row: Sequence[Cell], ticked: Collection[int] = ()) -> int:
    """How many kinds of columns a row names; none where it has long wording or numbers no task.

    What stands over several columns of ticks are headings too, whatever they are called.
    """
    shown = [cell for cell in row if cell.text.strip() and not cell.covered]
    texts = [one_line(cell.text) for cell in shown if cell.place[1] not in ticked]
    over = [cell for cell in shown if cell.place[1] in ticked and not is_sign(one_line(cell.text))]
    kinds = _kinds(row) | ({"mark"} if len(over) > 1 else set())
    if not kinds & {"text", "task", "section"} or any(len(text) > 30 for text in texts):  # noqa: PLR2004
        return 0
    named = sum(holds(text) is not None for text in texts)
    plainly = "number" in kinds and len(kinds) >= _SURELY  # whatever the other columns are called
    return len(kinds) if plainly or named * 2 >= len(texts) else 0


def _belongs(rows: Sequence[Sequence[Cell]], number: int) -> bool:
    """Whether a row above the best one is a row of headings over it: merged, or with nothing below."""
    row = rows[number]
    pairs = [(cell, below) for cell, below in zip(row, rows[number + 1], strict=True) if cell.text]
    merged = any(
        cell.anchor[0] == number and below.anchor == cell.anchor
        for cell, below in pairs
        if cell.text.strip()
    )
    reaches = any(not below.text.strip() for cell, below in pairs if holds(one_line(cell.text)))
    return len(_kinds(row)) >= _ENOUGH and (merged or reaches)


def _is_head(rows: Sequence[Sequence[Cell]], begin: int, number: int) -> bool:
    """Whether a row is a further row of headings: covered from above, or naming parts of one."""
    above, row = rows[number - 1], rows[number]
    own = [cell for cell in row if not cell.covered or cell.anchor[0] == number]
    texts = [one_line(cell.text) for cell in own if cell.text.strip()]
    reaches = any(cell.covered and begin <= cell.anchor[0] < number for cell in row if cell.text)
    wide = _wide(above)
    under = [cell for cell in own if cell.place[1] in wide and cell.text.strip()]
    if not texts or any(len(text) > 20 for text in texts):  # noqa: PLR2004 - letters of a heading
        return not texts and reaches
    blank_beside = all(not cell.text.strip() or cell in under for cell in own)
    if blank_beside and (reaches or len(under) >= _ENOUGH):
        return bool(under)  # parts of one heading, whatever they are called: 一季度, 二季度
    named = all(holds(one_line(cell.text)) or len(one_line(cell.text)) < 9 for cell in own)  # noqa: PLR2004
    parts = [holds(one_line(cell.text)) for cell in under]
    return bool(under) and named and any(parts) and (reaches or blank_beside)


def _wide(row: Sequence[Cell]) -> set[int]:
    """The columns under headings that cover several: merged, or followed by blank cells."""
    columns: set[int] = set()
    for column, cell in enumerate(row[:-1]):
        after = row[column + 1]
        blank = not after.text.strip() and (bool(cell.text.strip()) or column in columns)
        if (cell.text.strip() and after.anchor == cell.anchor) or blank:
            columns |= {column, column + 1}
    return columns


def _region(grid: Grid, begin: int, end: int) -> Region:
    head = grid.rows[begin:end]
    above = [one_line(cell.text) for row in grid.rows[:begin] for cell in row if not cell.covered]
    lines = (*grid.before, *(text for text in above if text))
    headings = tuple(_heading(head, column) for column in range(len(head[0])))
    rows = grid.rows[end:]
    # Word tables often have columns that no row uses on their own: all are merged with the left one
    used = tuple(
        h
        for h in headings
        if (h.names or any(row[h.column].text.strip() for row in rows))
        and any(row[h.column].anchor[1] == h.column for row in (*head, *rows))
    )
    return Region(grid, used, rows, lines)


def _heading(head: Sequence[Sequence[Cell]], column: int) -> Heading:
    names: list[str] = []
    address = head[0][column].address
    for row in head:
        text = one_line(row[column].text)
        if text and (not names or names[-1] != text):
            names.append(text)
            address = row[column].address
    kind = next((found for name in reversed(names) if (found := holds(name))), None)
    return Heading(column, tuple(names), address, kind)


def _without_repeats(region: Region) -> Region:
    names = {fold(name) for heading in region.headings for name in heading.names}
    titles = {fold(bare_title(line)) for line in region.above if not style_of(line)}
    kept, repeated = [], []
    for row in region.rows:
        texts = {fold(cell.text) for cell in row} - {""}
        if len(texts) >= _ENOUGH and texts <= names:
            repeated.append((row[0].address, ""))
        elif len(texts) == 1 and _repeats(row, titles):
            repeated.append((row[0].address, one_line(row[0].text)))
        else:
            kept.append(row)
    return replace(region, rows=tuple(kept), repeated=tuple(repeated))


def _repeats(row: GridRow, titles: set[str]) -> bool:
    """Whether the one text of a row is a title above the table again, or there because a page ends."""
    line = next(one_line(cell.text) for cell in row if cell.text.strip())
    return is_furniture(line) or fold(bare_title(line)) in titles
