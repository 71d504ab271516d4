"""Rules → dated occurrences, each with the steps by which its date was worked out.

What the wording leaves open is read in one fixed way, and the trace says so (“本站读法”). Where no
date can be worked out the occurrence has none and the trace says why.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from sitegen import dates
from sitegen.deadlines.counting import counted
from sitegen.deadlines.occurrence import Occurrence
from sitegen.deadlines.periods import recurring
from sitegen.deadlines.rules import (
    PART_NAMES,
    AfterEvent,
    EventOffset,
    HalfYearEnd,
    MonthEnd,
    MonthPart,
    OnDate,
    PlanPeriod,
    QuarterEnd,
    Quota,
    Range,
    Recurring,
    Rule,
    WholeYear,
    WithinYear,
    YearEnd,
)

_PART_DAYS = {"early": 10, "middle": 20}
# 文件印发 alone may be any document's; only 本 says that it is the plan itself
_OWN_EVENT = re.compile(
    "本(?:通知|方案|意见|要点|文件|安排|办法|工作要点|分工方案|实施方案|工作方案|任务分解表)"
    "(?:正式)?(?:印发|公布|发布|下发|出台)"
)


class Setting(Struct, frozen=True):
    """What dates are worked out from: the plan's year, when it was issued, events that are known."""

    year: int
    issued: date | None = None
    events: tuple[tuple[str, date], ...] = ()


@lru_cache(maxsize=1 << 14)
def expand(rule: Rule, setting: Setting) -> tuple[Occurrence, ...]:
    """Every occurrence of a rule in the plan's year, by date; none for rules without dates."""
    work = _WORK.get(type(rule))
    return tuple(work(rule, setting)) if work else ()


# on the calendar


def _on_date(rule: OnDate, setting: Setting) -> Iterator[Occurrence]:
    said = _inferred(rule.year_inferred, rule.date.year, setting)
    step = f"截止 {dates.chinese(rule.date)}，“前”含当日"
    yield Occurrence(rule.date.isoformat(), rule.date, (*said, step))


def _month(text: str) -> tuple[int, int]:
    year, month = text.split("-")
    return int(year), int(month)


def _month_end(rule: MonthEnd, setting: Setting) -> Iterator[Occurrence]:
    year, month = _month(rule.month)
    due = dates.month_end(year, month)
    how = "月内" if rule.within else "月底"
    said = _inferred(rule.year_inferred, year, setting)
    yield Occurrence(rule.month, due, (*said, f"{month}{how}，即 {dates.chinese(due)}"))


def _month_part(rule: MonthPart, setting: Setting) -> Iterator[Occurrence]:
    year, month = _month(rule.month)
    due = date(year, month, _PART_DAYS.get(rule.part, monthrange(year, month)[1]))
    step = f"{month}月{PART_NAMES[rule.part]}前，本站读作该旬的最后一日 {dates.chinese(due)}"
    yield Occurrence(
        rule.month, due, (*_inferred(rule.year_inferred, year, setting), step), read=True
    )


def _quarter_end(rule: QuarterEnd, setting: Setting) -> Iterator[Occurrence]:
    year, quarter = int(rule.quarter[:4]), int(rule.quarter[-1])
    due = dates.month_end(year, 3 * quarter)
    step = f"第{quarter}季度的最后一日 {dates.chinese(due)}"
    yield Occurrence(rule.quarter, due, (*_inferred(rule.year_inferred, year, setting), step))


def _half_end(rule: HalfYearEnd, setting: Setting) -> Iterator[Occurrence]:
    year, half = int(rule.half[:4]), int(rule.half[-1])
    due = dates.month_end(year, 6 * half)
    step = f"{'上下'[half - 1]}半年的最后一日 {dates.chinese(due)}"
    yield Occurrence(rule.half, due, (*_inferred(rule.year_inferred, year, setting), step))


def _year_end(rule: YearEnd | WithinYear, setting: Setting) -> Iterator[Occurrence]:
    due = dates.month_end(rule.year, 12)
    step = f"年度的最后一日 {dates.chinese(due)}"
    yield Occurrence(
        str(rule.year), due, (*_inferred(rule.year_inferred, rule.year, setting), step)
    )


def _whole_year(rule: WholeYear, setting: Setting) -> Iterator[Occurrence]:
    due = dates.month_end(rule.year, 12)
    step = f"全年的工作，到年度最后一日 {dates.chinese(due)} 为止"
    yield Occurrence(
        str(rule.year), due, (*_inferred(rule.year_inferred, rule.year, setting), step)
    )


def _plan_period(rule: PlanPeriod, _: Setting) -> Iterator[Occurrence]:
    due = dates.month_end(rule.end, 12)
    step = f"“{rule.period}”时期的最后一日 {dates.chinese(due)}"
    yield Occurrence(rule.period, due, (step,))


def _range(rule: Range, setting: Setting) -> Iterator[Occurrence]:
    said = _inferred(rule.year_inferred, rule.start.year, setting)
    step = f"{dates.chinese(rule.start)} 至 {dates.chinese(rule.end)}，以最后一日为截止日"
    yield Occurrence(f"{rule.start}/{rule.end}", rule.end, (*said, step))


def _inferred(inferred: bool, year: int, setting: Setting) -> tuple[str, ...]:  # noqa: FBT001 - a field handed on
    source = "计划年度" if year == setting.year else "上下文"
    return (f"原文未写年份，按{source}取 {year} 年",) if inferred else ()


# after an event


def _event_offset(rule: EventOffset, setting: Setting) -> Iterator[Occurrence]:
    """What happens again (每次会议结束) has as many occurrences; those due on one day are one."""
    days = (rule.after,) if rule.after else _happened(rule.event, setting)
    found: dict[date | str, Occurrence] = {}
    for day in days:
        one = _counted_from(rule, day, setting)
        same = found.get(one.due or one.period)
        found[one.due or one.period] = _as_one(same, one) if same else one
    yield from found.values()
    if not days:
        yield Occurrence("", None, (_waiting(rule.event),), event=rule.event or "原文未写明的事项")


def _counted_from(rule: EventOffset, happened: date, setting: Setting) -> Occurrence:
    first = f"“{rule.event}”在 {dates.chinese(happened)}"
    due, steps = counted(happened, rule.amount, rule.unit)
    begins = happened if (rule.event, happened) in setting.events else None
    return Occurrence(happened.isoformat(), due, (first, *steps), event=rule.event, begins=begins)


def _as_one(first: Occurrence, second: Occurrence) -> Occurrence:
    """What is due twice on one day, to be done as often."""
    trace = (*first.trace, *second.trace)
    return replace(first, trace=trace, needed=first.needed + second.needed)


def _happened(event: str, setting: Setting) -> tuple[date, ...]:
    """The days on which an event happened, as far as they are known."""
    known = {day for name, day in setting.events if name == event}
    if not known and setting.issued and _OWN_EVENT.fullmatch(event):
        return (setting.issued,)
    return tuple(sorted(known))


def _waiting(event: str) -> str:
    return f"要等“{event}”之后才能起算" if event else "原文没有写从何时起算"


def _after_event(rule: AfterEvent, setting: Setting) -> Iterator[Occurrence]:
    days = _happened(rule.event, setting)
    for happened in days:
        step = f"“{rule.event}”在 {dates.chinese(happened)}，此后及时，没有写明期限"
        yield Occurrence(happened.isoformat(), None, (step,), event=rule.event)
    if not days:
        yield Occurrence("", None, (f"{_waiting(rule.event)}，没有写明期限",), event=rule.event)


def _quota(rule: Quota, setting: Setting) -> Iterator[Occurrence]:
    """每半年至少1次 comes again every half-year; a share, or a number without a period, has no date."""
    if rule.every and rule.of != "%":
        yield from recurring(Recurring(every=rule.every, times=rule.at_least), setting.year)


_WORK: Mapping[type, Callable[[Any, Setting], Iterator[Occurrence]]] = MappingProxyType(
    {
        OnDate: _on_date,
        MonthEnd: _month_end,
        MonthPart: _month_part,
        QuarterEnd: _quarter_end,
        HalfYearEnd: _half_end,
        YearEnd: _year_end,
        WithinYear: _year_end,
        WholeYear: _whole_year,
        PlanPeriod: _plan_period,
        Range: _range,
        Recurring: lambda rule, setting: recurring(rule, setting.year),
        EventOffset: _event_offset,
        AfterEvent: _after_event,
        Quota: _quota,
    }
)
