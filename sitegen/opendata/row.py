"""One row of a dataset, as JSON and as cells; made once, though it stands in many files."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from msgspec import Struct, json

from sitegen.opendata.contract import Json
from sitegen.opendata.tables import TableColumn, cells_of
from sitegen.shelf import Held, Shelf, taken

# rows whose forms are held at once by a process: more than most lists have
_HELD = 1 << 13


class Row(Struct, frozen=True, eq=False):
    """A record by the contract, known by its digest.

    A site has several rows for each task and holds them to its end, so what they say is kept as
    JSON without blanks, as a line of a published file and a quarter of what it takes as objects, and on
    a shelf if a site has many; `row_of` makes it.
    """

    held: Held
    digest: bytes
    columns: tuple[TableColumn, ...]

    @property
    def data(self) -> bytes:
        """The row as JSON."""
        return taken(self.held)

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as it stands in a table."""
        return _cells(self)


def row_of(value: Json, columns: tuple[TableColumn, ...], shelf: Shelf) -> Row:
    """The row that says a value, held on a shelf."""
    data = json.encode(value)
    return Row(shelf.put(data), hashlib.sha256(data).digest(), columns)


@lru_cache(_HELD)
def _cells(row: Row) -> tuple[str, ...]:
    return cells_of(row.columns, json.decode(row.data))
