"""Which occurrence does a piece of evidence belong to? By the periods it names, else by its date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sitegen.deadlines.occurrence import Occurrence
from sitegen.model import Evidence


def belonging(
    occurrences: tuple[Occurrence, ...], evidence: Iterable[Evidence]
) -> tuple[tuple[Evidence, ...], ...]:
    """The evidence of each occurrence of one limit, by date."""
    found: list[list[Evidence]] = [[] for _ in occurrences]
    for one in sorted(evidence, key=lambda each: (each.date, each.id)):
        for place in _places(occurrences, one):
            found[place].append(one)
    return tuple(map(tuple, found))


def _places(occurrences: tuple[Occurrence, ...], one: Evidence) -> list[int]:
    if one.periods:
        return [i for i, occurrence in enumerate(occurrences) if occurrence.period in one.periods]
    dated = [(occurrence.due or date.max, i) for i, occurrence in enumerate(occurrences)]
    coming = [pair for pair in dated if pair[0] >= one.date]
    chosen = min(coming) if coming else max(dated, default=None)
    return [chosen[1]] if chosen else []
