"""What was read, before it is known to be a site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from sitegen.model import Record
from sitegen.source import Document, Tree

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Entry:
    """A record and the file it was read from."""

    record: Record
    document: Document


@dataclass(frozen=True, slots=True)
class Draft:
    """All that was read, before it is known to be a site."""

    tree: Tree
    entries: tuple[Entry, ...]

    def of(self, kind: type[R]) -> Iterator[tuple[R, Document]]:
        """The records of one class with their files."""
        for entry in self.entries:
            if isinstance(entry.record, kind):
                yield entry.record, entry.document
