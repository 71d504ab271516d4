"""In which order does a plan publish what belongs to it? And which file holds which record?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from sitegen.load.draft import Draft
from sitegen.memo import between_looks
from sitegen.model import Evidence, Task
from sitegen.source import Document, Folder
from sitegen.text import counted, natural

_natural = lru_cache(maxsize=1 << 17)(natural)
_counted = lru_cache(maxsize=1 << 17)(counted)

ById = Mapping[tuple[str, str], Document]


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


@between_looks
def by_id(folder: Folder) -> tuple[ById, Mapping[tuple[str, str], str]]:
    """The documents of a folder, and their paths, by kind and id."""
    documents = {(one.kind.name, one.id): one for one in folder.documents}
    return documents, {key: one.path for key, one in documents.items()}
