"""What counts for a duty that lies on a whole class of units (各县（区）人民政府): all of them, not one."""

from __future__ import annotations

from sitegen.deadlines.occurrence import Occurrence
from sitegen.ledger.successors import spoken_for
from sitegen.listings import Index
from sitegen.model import Evidence


def counting(
    units: tuple[str, ...], index: Index, occurrence: Occurrence, evidence: tuple[Evidence, ...]
) -> tuple[Evidence, ...]:
    """The evidence that counts: of single members, only if every member has enough of its own.

    What is not said to be one member's counts for the class.
    """
    members = {one for unit in units for one in index.department[unit].members}
    shares = [(found, spoken_for(index, found) & members) for found in evidence] if members else []
    others = tuple(found for found, whose in shares if not whose)
    no_group = set(units) - {u for u in units if index.department[u].kind == "group"}
    if len(others) == len(shares) or no_group:
        return evidence
    settled = [_settled(one, occurrence.needed, shares) for one in sorted(members)]
    if others or None in settled:
        return others
    last = max((found for found in settled if found), key=lambda found: found.date)
    return (last,) * occurrence.needed


def _settled(
    member: str, needed: int, shares: list[tuple[Evidence, frozenset[str]]]
) -> Evidence | None:
    """The record with which a member had enough."""
    own = sorted((found for found, whose in shares if member in whose), key=lambda e: e.date)
    return own[needed - 1] if len(own) >= needed else None
