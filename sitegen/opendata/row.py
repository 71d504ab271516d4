"""One row of a dataset, as JSON and as cells; made once, though it stands in many files."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property

from sitegen.opendata.contract import DataField, Json
from sitegen.opendata.tables import cells_of


@dataclass(frozen=True, repr=False)
class Row:
    """A record by the contract. Its `repr` is a digest, so that whoever holds rows is known by them."""

    value: Json
    fields: tuple[DataField, ...]
    columns: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """The row as it stands in a JSON file, indented by one space more than the list it is in."""
        return json.dumps([self.value], ensure_ascii=False, indent=1)[2:-2]

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """The row as it stands in a table."""
        return cells_of(self.fields, self.columns, self.value)

    @cached_property
    def digest(self) -> str:
        """A digest of everything the row says; its JSON would take ten times as long."""
        return hashlib.sha256(repr(self.value).encode()).hexdigest()

    def __repr__(self) -> str:
        """The digest stands for the row."""
        return self.digest
