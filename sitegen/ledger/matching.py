"""Which occurrence does a piece of evidence belong to? By the periods it names, else by its date.

What is older than the plan's year, or than the event that a limit counts from, belongs to none by its date
alone: a year that was mistyped would keep a duty.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sitegen.deadlines.occurrence import Occurrence
from sitegen.model import Evidence


def belonging(
    occurrences: tuple[Occurrence, ...], evidence: Iterable[Evidence], year: int
) -> tuple[tuple[Evidence, ...], ...]:
    """The evidence of each occurrence of one limit of a plan of some year, by date."""
    found: list[list[Evidence]] = [[] for _ in occurrences]
    for one in sorted(evidence, key=lambda each: (each.date, each.id)):
        for place in _places(occurrences, one, year):
            found[place].append(one)
    return tuple(map(tuple, found))


def _places(occurrences: tuple[Occurrence, ...], one: Evidence, year: int) -> list[int]:
    if one.periods:
        return [i for i, occurrence in enumerate(occurrences) if occurrence.period in one.periods]
    dated = [
        (occurrence.due or date.max, i)
        for i, occurrence in enumerate(occurrences)
        if earliest(occurrence, year) <= one.date
    ]
    coming = [pair for pair in dated if pair[0] >= one.date]
    chosen = min(coming) if coming else max(dated, default=None)
    return [chosen[1]] if chosen else []


def earliest(occurrence: Occurrence, year: int) -> date:
    """The first day on which something published may belong to an occurrence by its date alone."""
    if occurrence.event and occurrence.begins:
        return occurrence.begins
    return _new_year(occurrence, year)


def begun(occurrence: Occurrence, year: int) -> date:
    """The first day on which something published is likely to be for the period of an occurrence."""
    return occurrence.begins or _new_year(occurrence, year)


def _new_year(occurrence: Occurrence, year: int) -> date:
    """The first day of the plan's year, or of an earlier one that the limit itself names."""
    return date(min(year, occurrence.due.year) if occurrence.due else year, 1, 1)
