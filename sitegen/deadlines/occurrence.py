"""One dated duty, with the steps by which its date was worked out."""

from __future__ import annotations

from collections import Counter
from datetime import date

from msgspec import Struct


class Occurrence(Struct, frozen=True):
    """One dated duty: the period it is for, its last day, how that was worked out.

    `due` is None where no date can be worked out; `event` then names what must happen first, if it
    hangs on an event. `needed` is how many times it must be done. `read` says that the wording left
    something open and this is our reading. `grace` stands where the wording names a period and no
    day (每月公开): nothing is late then, and what came by the end of the next period is in time.
    `begins` is the first day of a period that comes again, or the day on which a known event happened.
    """

    period: str
    due: date | None
    trace: tuple[str, ...]
    read: bool = False
    event: str = ""
    needed: int = 1
    grace: date | None = None
    begins: date | None = None


def names(occurrences: tuple[Occurrence, ...]) -> tuple[str, ...]:
    """What tells each occurrence of a rule from its others: its date, its period where it has none.

    Several are due on one day where each is put off to the next working day (每日, 遇节假日顺延): they
    have their period behind it.
    """
    plain = tuple(one.due.isoformat() if one.due else one.period for one in occurrences)
    times = Counter(plain)
    if len(times) == len(plain):
        return plain
    return tuple(
        f"{name}-{one.period}" if times[name] > 1 else name
        for name, one in zip(plain, occurrences, strict=True)
    )
