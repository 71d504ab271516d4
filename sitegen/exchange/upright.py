"""Which tables describe one task, with the headings on the left? They are turned to be read like the others."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from sitegen.exchange.cleaning import one_line
from sitegen.exchange.grid import Cell, Grid
from sitegen.exchange.headings import RESPONSIBLE, Holds, holds

_LONGEST = 12  # letters of a heading
_KINDS = 3  # of headings, more than any row has
_SENTENCE = "。；，,;"

Pair = tuple[Cell, Cell]


def turned(grid: Grid) -> Grid:
    """A table with a heading before each value as one with its headings above; any other as it is."""
    rows = [[cell for cell in row if not cell.covered] for row in grid.rows]
    rows = [row for row in rows if any(cell.text.strip() for cell in row)]
    title = [one_line(row[0].text) for row in rows[:1] if len(row) == 1]
    pairs = _pairs(rows[len(title) :])
    if not pairs or not _are_headings([label for label, _ in pairs], rows):
        return grid
    turned_rows = tuple(
        tuple(_placed(cell, (row, column)) for column, cell in enumerate(cells))
        for row, cells in enumerate(zip(*pairs, strict=True))
    )
    return replace(grid, rows=turned_rows, before=(*grid.before, *title))


def _pairs(rows: Sequence[Sequence[Cell]]) -> list[Pair]:
    """Each heading with the cell to its right; nothing where a row does not go up in pairs."""
    if len(rows) < 2 or any(len(row) % 2 for row in rows):  # noqa: PLR2004 - one row is a heading
        return []
    return [
        (label, value) for row in rows for label, value in zip(row[::2], row[1::2], strict=True)
    ]


def _are_headings(labels: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> bool:
    names = [one_line(label.text) for label in labels]
    short = all(name and len(name) <= _LONGEST and name[-1] not in _SENTENCE for name in names)
    kinds = _kinds(names)
    above = max(len(_kinds([one_line(cell.text) for cell in row])) for row in rows)
    tells = bool(kinds & set(RESPONSIBLE)) and bool(kinds & {"text", "task"})
    alone = len(set(names)) == len(names)
    return short and alone and tells and len(kinds) >= max(_KINDS, above + 1)


def _kinds(names: Sequence[str]) -> set[Holds]:
    return {kind for name in names if (kind := holds(name))}


def _placed(cell: Cell, place: tuple[int, int]) -> Cell:
    return replace(cell, place=place, anchor=place)
