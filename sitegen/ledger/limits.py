"""Which limits does a task have? Its column, the words of its text an editor confirmed, an editor's own."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from sitegen.deadlines.grammar import read, scan
from sitegen.deadlines.reading import Frame, Reading, Trouble
from sitegen.deadlines.rules import Basis, OnDate, Recurring, Rule, offset_of
from sitegen.model import Deadline, DeadlineRule, Plan, Task
from sitegen.text import squeeze

_SENTENCE = re.compile(r"[^。！？!?]+")


class Limit(Struct, frozen=True):
    """One rule of a task, where it comes from and the words it was read from."""

    rule: Rule
    basis: Basis
    raw: str


class Unread(Struct, frozen=True):
    """Words that gave no rule, and where they stand in the file of the task."""

    trouble: Trouble
    where: tuple[str | int, ...]


class Limits(Struct, frozen=True):
    """All rules of a task, and the words that gave none."""

    limits: tuple[Limit, ...]
    unread: tuple[Unread, ...]


def limits_of(task: Task, plan: Plan) -> Limits:
    """The limits of a task; an editor's rules stand in place of what the column was read as.

    They do so only if each of them was read: else the column counts, and the words of theirs are unread.
    """
    said = task.deadline or Deadline()
    frame = Frame(plan.year)
    own = [_editors(rule, frame, place) for place, rule in enumerate(said.rules)]
    complete = bool(own) and all(one.limits for one in own)
    column = said.raw and not complete
    found = [_from(read(said.raw, frame), "column", "raw")] if column else []
    for place, words in enumerate(said.confirmed):
        found.append(_from(read(words, frame), "text", "confirmed", place))
    found += own if complete else [Limits((), one.unread) for one in own]
    return Limits(
        tuple(limit for one in found for limit in one.limits),
        tuple(unread for one in found for unread in one.unread),
    )


def _from(reading: Reading, basis: Basis, *where: str | int) -> Limits:
    limits = tuple(Limit(one.rule, basis, one.raw) for one in reading.found)
    unread = (Unread(trouble, ("deadline", *where)) for trouble in reading.troubles)
    return Limits(limits, tuple(unread))


def _editors(rule: DeadlineRule, frame: Frame, place: int) -> Limits:
    """What one rule of an editor says, in one of the three ways that R22 allows."""
    if rule.says:
        return _from(read(rule.says, frame), "editor", "rules", place, "says")
    if rule.date:
        return Limits((Limit(OnDate(date=rule.date), "editor", rule.date.isoformat()),), ())
    made = _recurring(rule)
    return Limits((Limit(made, "editor", rule.within or str(rule.every)),) if made else (), ())


def _recurring(rule: DeadlineRule) -> Recurring | None:
    offset = offset_of(rule.within)
    if rule.every is None or (rule.within and not offset):
        return None
    amount, unit = offset or (None, None)
    return Recurring(every=rule.every, offset=amount, unit=unit)


@lru_cache(maxsize=1 << 14)
def _limits_in(sentence: str, year: int) -> tuple[str, ...]:
    return tuple(one.raw for one in scan(sentence, Frame(year)).found)


def unconfirmed(task: Task, plan: Plan) -> tuple[str, ...]:
    """Words in a task's text that look like limits and that no editor has confirmed or declined."""
    said = task.deadline or Deadline()
    known = [squeeze(words) for words in (*said.confirmed, *said.declined)]
    sentences = _SENTENCE.findall(squeeze(task.body))
    words = dict.fromkeys(w for one in sentences for w in _limits_in(one, plan.year))
    return tuple(one for one in words if not any(one in k or k in one for k in known))
