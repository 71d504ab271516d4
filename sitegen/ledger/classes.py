"""What counts for a duty that lies on a whole class of units (各县（区）人民政府): all of them, not one."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.deadlines.occurrence import Occurrence
from sitegen.model import Department, Evidence


def counting(
    units: tuple[str, ...],
    departments: Mapping[str, Department],
    occurrence: Occurrence,
    evidence: tuple[Evidence, ...],
) -> tuple[Evidence, ...]:
    """The evidence that counts: of single members, only if every member has enough of its own.

    What is not said to be one member's counts for the class.
    """
    members = {one for unit in units for one in departments[unit].members}
    of_members = [found for found in evidence if not members.isdisjoint(found.departments)]
    others = tuple(found for found in evidence if members.isdisjoint(found.departments))
    if not of_members or set(units) - {u for u in units if departments[u].kind == "group"}:
        return evidence
    settled = [_settled(member, occurrence.needed, of_members) for member in sorted(members)]
    if others or None in settled:
        return others
    last = max((found for found in settled if found), key=lambda found: found.date)
    return (last,) * occurrence.needed


def _settled(member: str, needed: int, evidence: list[Evidence]) -> Evidence | None:
    """The record with which a member had enough."""
    own = sorted((e for e in evidence if member in e.departments), key=lambda e: e.date)
    return own[needed - 1] if len(own) >= needed else None
