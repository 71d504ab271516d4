"""What became of an occurrence, as of a day? The seven states, from dates and evidence alone.

A unit's own explanation never changes a state. A duty that several units share, or that lies on a
whole class of units, is never counted as one unit's failure: a unit without evidence of its own is
undetermined (`unit_state`).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from sitegen.deadlines.occurrence import Occurrence
from sitegen.model import Evidence

State = Literal[
    "未到期", "按期", "逾期公开", "到期未见公开凭证", "待触发", "印发前已到期", "无法判定"
]
STATES: tuple[State, ...] = (
    "未到期",
    "按期",
    "逾期公开",
    "到期未见公开凭证",
    "待触发",
    "印发前已到期",
    "无法判定",
)
KEPT: frozenset[State] = frozenset({"按期", "逾期公开"})


class Judging(Struct, frozen=True):
    """What an occurrence is judged by: the day, and when its plan was issued."""

    as_of: date
    issued: date | None


def state(occurrence: Occurrence, evidence: tuple[Evidence, ...], judging: Judging) -> State:
    """The state of one occurrence with its evidence, as of a day."""
    if occurrence.due is None:
        return "待触发" if occurrence.event and not evidence else "无法判定"
    before_issue = bool(judging.issued and occurrence.due < judging.issued)
    if len(evidence) >= occurrence.needed:
        settled = sorted(found.date for found in evidence)[occurrence.needed - 1]
        kept = _kept(occurrence, settled)
        return kept if kept == "按期" or not before_issue else "印发前已到期"
    if before_issue:
        return "印发前已到期"
    if judging.as_of <= occurrence.due:
        return "未到期"
    return "无法判定" if occurrence.grace else "到期未见公开凭证"


def _kept(occurrence: Occurrence, settled: date) -> State:
    last = occurrence.grace or occurrence.due
    if last is None or settled <= last:
        return "按期"
    return "无法判定" if occurrence.grace else "逾期公开"


def distinct(occurrence: Occurrence, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The evidence that counts where something must be done several times: one publication counts once."""
    if occurrence.needed == 1:
        return evidence
    first: dict[object, Evidence] = {}
    for one in evidence:
        first.setdefault((one.url, one.file, one.date, one.departments), one)
    return tuple(first.values())


def unit_state(occurrence: Occurrence, own: tuple[Evidence, ...], judging: Judging) -> State:
    """The state of one unit's share of a duty that others share, from its own evidence."""
    found = state(occurrence, own, judging)
    return "无法判定" if found == "到期未见公开凭证" else found


def together(parts: tuple[State, ...], whole: State) -> State:
    """The state of a divided duty: kept where every unit has kept it, undetermined where some have.

    What settles it never unsettles it: units only ever keep more of their shares.
    """
    if not parts:
        return whole
    if all(part in KEPT for part in parts):
        return "逾期公开" if "逾期公开" in parts else "按期"
    open_: tuple[State, ...] = ("未到期", "印发前已到期")
    for state_ in open_:
        if state_ in parts:
            return state_
    return whole if whole not in KEPT and not KEPT & set(parts) else "无法判定"
