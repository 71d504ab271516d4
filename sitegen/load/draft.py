"""What was read, before it is known to be a site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from msgspec import Struct

from sitegen.model import Record
from sitegen.source import Document, Tree

R = TypeVar("R", bound=Record)


class Entry(Struct, frozen=True):
    """A record and the file it was read from."""

    record: Record
    document: Document


class Draft(Struct, frozen=True):
    """All that was read of some folders, before it is known to be a site: files, and records by class."""

    tree: Tree
    entries: Mapping[type, tuple[Entry, ...]]

    def of(self, kind: type[R]) -> Iterator[tuple[R, Document]]:
        """The records of one class with their files."""
        for entry in self.entries_of(kind):
            if isinstance(entry.record, kind):
                yield entry.record, entry.document

    def entries_of(self, kind: type[R]) -> tuple[Entry, ...]:
        """The records of one class with their files, each pair as the object that it is."""
        return self.entries.get(kind, ())


def draft_of(tree: Tree, entries: Iterable[Entry]) -> Draft:
    """What was read of the folders of a tree."""
    found: dict[type, list[Entry]] = {}
    for entry in entries:
        found.setdefault(type(entry.record), []).append(entry)
    return Draft(tree, {kind: tuple(entries) for kind, entries in found.items()})


def together(tree: Tree, drafts: Iterable[Draft]) -> Draft:
    """What was read of all folders of a tree, of which there are drafts, in their order."""
    found: dict[type, list[Entry]] = {}
    for draft in drafts:
        for kind, entries in draft.entries.items():
            found.setdefault(kind, []).extend(entries)
    return Draft(tree, {kind: tuple(entries) for kind, entries in found.items()})
