"""Which limits does a task have? Its column, the words of its text an editor confirmed, an editor's own."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import get_args

from msgspec import Struct

from sitegen.deadlines.grammar import read, scan
from sitegen.deadlines.reading import Frame, Reading, Trouble
from sitegen.deadlines.rules import Basis, OnDate, Recurring, Rule, Unit
from sitegen.model import Deadline, DeadlineRule, Plan, Task
from sitegen.text import squeeze

_SENTENCE = re.compile(r"[^。！？!?]+")
_WITHIN = re.compile(r"(\d{1,3}) (working days|days|months|hours|years)")


class Limit(Struct, frozen=True):
    """One rule of a task, where it comes from and the words it was read from."""

    rule: Rule
    basis: Basis
    raw: str


class Limits(Struct, frozen=True):
    """All rules of a task, and the words that gave none."""

    limits: tuple[Limit, ...]
    troubles: tuple[Trouble, ...]


def limits_of(task: Task, plan: Plan) -> Limits:
    """The limits of a task; an editor's rules stand in place of what the column was read as."""
    said = task.deadline or Deadline()
    frame = Frame(plan.year)
    column = read(said.raw, frame) if said.raw and not said.rules else None
    found = [_from(column, "column")] if column else []
    found += [_from(read(words, frame), "text") for words in said.confirmed]
    found += [_editors(rule, frame) for rule in said.rules]
    return Limits(
        tuple(limit for one in found for limit in one.limits),
        tuple(trouble for one in found for trouble in one.troubles),
    )


def _from(reading: Reading, basis: Basis) -> Limits:
    limits = tuple(Limit(one.rule, basis, one.raw) for one in reading.found)
    return Limits(limits, reading.troubles)


def _editors(rule: DeadlineRule, frame: Frame) -> Limits:
    if rule.says:
        return _from(read(rule.says, frame), "editor")
    if rule.date:
        return Limits((Limit(OnDate(date=rule.date), "editor", rule.date.isoformat()),), ())
    if rule.every is None:
        return Limits((), (Trouble("unread", "", "rules 里要写 says、every 或 date"),))
    offset = _WITHIN.fullmatch(rule.within)
    if rule.within and not offset:
        message = f"“{rule.within}”读不懂，写作 20 days 或 10 working days"
        return Limits((), (Trouble("unread", rule.within, message),))
    amount, unit = (int(offset[1]), _unit(offset[2])) if offset else (None, None)
    made = Recurring(every=rule.every, offset=amount, unit=unit)
    return Limits((Limit(made, "editor", rule.within or rule.every),), ())


def _unit(words: str) -> Unit:
    name = words.replace(" ", "_")
    return next(unit for unit in get_args(Unit) if unit == name)


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
