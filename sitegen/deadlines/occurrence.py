"""One dated duty, with the steps by which its date was worked out."""

from __future__ import annotations

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
