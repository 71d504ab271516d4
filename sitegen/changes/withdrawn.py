"""What was published for tasks and is no more? Evidence that was removed, or that names them no longer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

from sitegen.changes.drafts import drafts_of, hidden
from sitegen.changes.revisions import Revisions, day_of
from sitegen.history import Revision
from sitegen.load import Site

_EVIDENCE: Literal["evidence"] = "evidence"
_EXPLANATION: Literal["explanation"] = "explanation"


class Withdrawal(Struct, frozen=True):
    """Evidence that was published for tasks of a plan (by number) and is no more; of it only the kind is told.

    It may have been withdrawn because of what it said, so nothing that it said is held here.
    """

    path: str
    day: date
    who: str
    kind: Literal["evidence", "explanation"]
    plan: str
    tasks: tuple[str, ...]


def withdrawals(site: Site, there: Revisions) -> Iterator[Withdrawal]:
    """What was withdrawn from tasks that are there: removed, made a draft again, or said of other tasks only."""
    plans = {path: name for (kind, name), path in site.paths.items() if kind == "plan"}
    drafts = {path: drafts_of(path, there) for path in plans}
    for one in there.of_evidence if plans else ():
        path = f"{one.path.rpartition('/records/')[0]}/index.md"
        path = there.now.get(path, path)
        gone = _gone(one, hidden(one, drafts.get(path), there), there) if path in plans else ()
        if gone:
            told = there.fields(one.before).get("kind")
            kind = _EXPLANATION if told == _EXPLANATION else _EVIDENCE
            yield Withdrawal(one.path, day_of(one), one.who, kind, plans[path], gone)


def _gone(one: Revision, away: tuple[bool, bool], there: Revisions) -> tuple[str, ...]:
    """The numbers of the tasks that evidence was published for before a revision, and not after."""
    was_away, is_away = away
    before = () if was_away else _numbers(one.before, there)
    after = () if is_away else _numbers(one.after, there)
    return tuple(number for number in before if number not in after)


def _numbers(name: str, there: Revisions) -> tuple[str, ...]:
    said = there.fields(name).get("tasks")
    return tuple(map(str, said)) if isinstance(said, list) else ()
