"""In which order does a plan publish what belongs to it? And which file holds which record?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from msgspec import Struct

from sitegen.load.draft import Draft
from sitegen.memo import between_looks
from sitegen.model import Evidence, Task
from sitegen.source import Document, Folder
from sitegen.text import counted, natural

_natural = lru_cache(maxsize=1 << 17)(natural)
_counted = lru_cache(maxsize=1 << 17)(counted)

Key = tuple[str, str]  # the kind and the id of a record


class Ordered(Struct, frozen=True):
    """What belongs to a plan, in publication order."""

    tasks: tuple[Task, ...]
    evidence: tuple[Evidence, ...]


@between_looks
def in_order(draft: Draft) -> Ordered:
    """What belongs to the plan of a folder."""
    tasks = (task for task, _ in draft.of(Task))
    evidence = (found for found, _ in draft.of(Evidence))
    return Ordered(
        tuple(sorted(tasks, key=_place)),
        tuple(sorted(evidence, key=lambda found: (found.date, found.id))),
    )


def _place(task: Task) -> tuple[tuple[int, ...], tuple[tuple[int, str], ...]]:
    """Where a task stands in its plan: by its number, which an editor may change while its file stays."""
    file = task.id.rpartition("/")[2]
    return _counted(task.number) or _counted(file), _natural(task.id)


def by_key(folders: Iterable[Folder]) -> tuple[Mapping[Key, Document], Mapping[Key, str]]:
    """The documents of some folders, and their paths, by kind and id."""
    documents: dict[Key, Document] = {}
    paths: dict[Key, str] = {}
    for folder in folders:
        held, named = _by_key(folder)
        documents |= held
        paths |= named
    return MappingProxyType(documents), MappingProxyType(paths)


@between_looks
def _by_key(folder: Folder) -> tuple[Mapping[Key, Document], Mapping[Key, str]]:
    documents = {(one.kind.name, one.id): one for one in folder.documents}
    return documents, {key: one.path for key, one in documents.items()}
