"""What was read, before it is known to be a site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from msgspec import Struct

from sitegen.model import Record
from sitegen.source import Document, Tree

R = TypeVar("R", bound=Record)


class Entry(Struct, frozen=True):
    """A record and the file it was read from."""

    record: Record
    document: Document


@dataclass(frozen=True)
class Draft:
    """All that was read, before it is known to be a site."""

    tree: Tree
    entries: tuple[Entry, ...]

    def of(self, kind: type[R]) -> Iterator[tuple[R, Document]]:
        """The records of one class with their files."""
        for entry in self.entries_of(kind):
            if isinstance(entry.record, kind):
                yield entry.record, entry.document

    def entries_of(self, kind: type[R]) -> tuple[Entry, ...]:
        """The records of one class with their files, each pair as the object that it is."""
        return self._by_class.get(kind, ())

    @cached_property
    def _by_class(self) -> Mapping[type, tuple[Entry, ...]]:
        found: dict[type, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(type(entry.record), []).append(entry)
        return {kind: tuple(entries) for kind, entries in found.items()}
