"""What do the documents of a folder say, before names are resolved?"""

from __future__ import annotations

from msgspec import Struct

from sitegen import schema
from sitegen.errors import Problem
from sitegen.load.draft import Entry
from sitegen.memo import between_looks
from sitegen.names import names_of, scope_of
from sitegen.source import Document, Folder


class Read(Struct, frozen=True):
    """The records of a folder, every problem of its files, and the documents that give names.

    `nameless`: of which kinds, and within which scopes, some documents give none.
    """

    folder: Folder
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    named: tuple[Document, ...]
    nameless: frozenset[tuple[str, str]]


@between_looks
def read_records(folder: Folder) -> Read:
    """What the documents of a folder say."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for document in folder.documents:
        record, found = schema.record(document)
        entries.extend([Entry(record, document)] if record else [])
        problems.extend(found)
    named = tuple(filter(names_of, folder.documents))
    others = (document for document in folder.documents if not names_of(document))
    nameless = frozenset(scope(one.kind.name, one.id) for one in others)
    return Read(folder, tuple(entries), tuple(problems), named, nameless)


def scope(kind: str, record_id: str) -> tuple[str, str]:
    """A kind of record, and within which government, if any, its names are known."""
    return kind, scope_of(kind, record_id)
