"""For which units does a record speak? Its own, and those that were over by its day and that they took over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sitegen.listings import Index
from sitegen.model import Department, Evidence


def spoken_for(index: Index, record: Evidence) -> frozenset[str]:
    """The ids of the units whose share in a duty a record can keep."""
    return frozenset(_units(index.department, index.before, record))


def _units(
    departments: Mapping[str, Department], before: Mapping[str, Sequence[str]], record: Evidence
) -> Iterator[str]:
    waiting, seen = list(record.departments), set(record.departments)
    while waiting:
        one = waiting.pop()
        yield one
        over = {u for u in before.get(one, ()) if _over(departments[u], record)} - seen
        waiting += over
        seen |= over


def _over(unit: Department, record: Evidence) -> bool:
    return unit.valid_until is None or unit.valid_until <= record.date
