"""What is in a table? Cells with their text, address and the cell that they are merged into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

MOST_ROWS = 5000
MOST_COLUMNS = 60

Place = tuple[int, int]


class Cell(Struct, frozen=True):
    """One place of a table; `anchor` is where the cell begins that covers it, mostly itself.

    `text` keeps line ends; a blank line ends a paragraph. `odd` says what is unusual about it.
    """

    text: str
    address: str
    place: Place
    anchor: Place
    odd: str = ""

    @property
    def covered(self) -> bool:
        """Whether the place is covered by a merged cell that begins elsewhere."""
        return self.anchor != self.place


class Grid(Struct, frozen=True):
    """A table: rows of equally many cells, its name, and the lines of text before it.

    `merges` says whether the format can tell merged cells from empty ones.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merges: bool
    before: tuple[str, ...] = ()


class Book(Struct, frozen=True):
    """A file that was read: its tables, all its lines, those behind the last table, what was odd.

    `flows`: its tables stand below each other in one text, so that one may go on with the one before.
    `title`: what a page calls its article.
    """

    name: str
    digest: str
    grids: tuple[Grid, ...]
    lines: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    flows: bool = False
    title: str = ""


class Span(Struct, frozen=True):
    """A merged cell: its first place, and how many rows and columns it covers."""

    row: int
    column: int
    rows: int
    columns: int


def column_letters(column: int) -> str:
    """The letters of a column counted from 0: 0 → A, 27 → AB."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def a1(row: int, column: int) -> str:
    """The address of a cell as Excel writes it."""
    return f"{column_letters(column)}{row + 1}"


def cells(
    texts: Mapping[Place, str],
    spans: Iterable[Span],
    prefix: str = "",
    odd: Mapping[Place, str] | None = None,
) -> tuple[tuple[Cell, ...], ...]:
    """The rows of a table from its texts and merged cells; addresses as Excel writes them."""
    anchors = _anchors(spans)
    height = 1 + max((row for row, _ in (*texts, *anchors)), default=-1)
    width = 1 + max((column for _, column in (*texts, *anchors)), default=-1)
    remarks = odd or {}

    def cell(row: int, column: int) -> Cell:
        anchor = anchors.get((row, column), (row, column))
        text, said = texts.get(anchor, ""), remarks.get(anchor, "")
        return Cell(text, prefix + a1(*anchor), (row, column), anchor, said)

    return tuple(tuple(cell(row, column) for column in range(width)) for row in range(height))


def _anchors(spans: Iterable[Span]) -> dict[Place, Place]:
    return {
        (row, column): (span.row, span.column)
        for span in spans
        for row in range(span.row, min(span.row + span.rows, MOST_ROWS))
        for column in range(span.column, min(span.column + span.columns, MOST_COLUMNS))
    }
