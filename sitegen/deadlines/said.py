"""What does a rule say, in plain Chinese? For editors who check how a wording was read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from sitegen import dates
from sitegen.deadlines.rules import (
    PART_NAMES,
    WEEKDAYS,
    AfterEvent,
    Beginning,
    Continuous,
    EventOffset,
    HalfYearEnd,
    MonthEnd,
    MonthPart,
    NoLimit,
    OnDate,
    PlanPeriod,
    Prompt,
    QuarterEnd,
    Quota,
    Range,
    Recurring,
    Rule,
    Vague,
    WholeYear,
    WithinYear,
    YearEnd,
)

_UNITS = {
    "minutes": "分钟",
    "hours": "小时",
    "days": "日",
    "working_days": "个工作日",
    "months": "个月",
    "years": "年",
}
_EVERY = {
    "day": "日",
    "five_days": "五日",
    "week": "周",
    "ten_days": "旬",
    "month": "月",
    "quarter": "季度",
    "half_year": "半年",
    "year": "年",
    "term": "学期",
}
_COUNTED = {"week": "周", "month": "个月", "quarter": "个季度", "half_year": "个半年"}
_DATE = re.compile(r"(?:month:(\d+)/)?day:(\d+|end)")


def in_words(rule: Rule) -> str:
    """A rule as a short phrase: 每月，期满后 20 日内."""
    return _SAID[type(rule)](rule)


def _on_date(rule: OnDate) -> str:
    return f"截止 {dates.chinese(rule.date)}{_more(rule)}"


def _month_end(rule: MonthEnd) -> str:
    return f"{dates.period(rule.month)}{'内' if rule.within else '底前'}"


def _year_end(rule: YearEnd) -> str:
    return f"{rule.year}年底前"


def _plan(rule: PlanPeriod) -> str:
    return f"“{rule.period}”时期结束前，即{rule.end}年底前"


def _range(rule: Range) -> str:
    return f"{dates.chinese(rule.start)} 至 {dates.chinese(rule.end)}"


def _recurring(rule: Recurring) -> str:
    counted = _COUNTED.get(rule.every, _EVERY[rule.every])
    every = f"每 {rule.interval} {counted}" if rule.interval > 1 else f"每{_EVERY[rule.every]}"
    parts = [f"{rule.season}{every}", *filter(None, (_when(rule), _times(rule), _bounds(rule)))]
    return "，".join(parts if rule.season else [every, *parts[1:]]) + _more(rule)


def _when(rule: Recurring) -> str:
    if rule.offset is not None and rule.unit:
        return f"期满后 {rule.offset} {_UNITS[rule.unit]}内"
    if rule.by:
        month, _, day = rule.by.partition("-")
        return f"{int(month)}月底前" if day == "end" else f"{int(month)}月{int(day)}日前"
    return _place(rule.place) if rule.place else "没有写明是当期的哪一天"


def _place(place: str) -> str:
    if place == "end":
        return "当期最后一日前"
    if place.startswith("next/"):
        return f"下一期{_day(place.removeprefix('next/'))}"
    name, _, number = place.partition("/")[0].partition(":")
    if name == "nth":
        return f"当期第 {number} 个星期{WEEKDAYS[int(place[-1]) - 1]}"
    said = {"week": f"当期第 {number} 周内", "working_day": _working(number)}
    if name == "weekday":
        return f"星期{WEEKDAYS[int(number) - 1]}"
    return said.get(name) or f"当期{_day(place)}"


def _working(number: str) -> str:
    if not number:
        return "逐个工作日"
    return "当期最后一个工作日" if int(number) < 0 else f"当期第 {number} 个工作日"


def _day(place: str) -> str:
    found = _DATE.fullmatch(place)
    month = f"第 {found[1]} 个月" if found and found[1] else ""
    day = found[2] if found else ""
    return f"{month}{'最后一日' if day == 'end' else f'{day}日'}前"


def _times(rule: Recurring) -> str:
    return f"{rule.times} 次" if rule.times else ""


def _bounds(rule: Recurring) -> str:
    since = f"从 {dates.chinese(rule.since)} 起" if rule.since else ""
    until = f"到 {dates.chinese(rule.until)} 为止" if rule.until else ""
    return "，".join(filter(None, (since, until)))


def _more(rule: OnDate | Recurring) -> str:
    time = f"，当日{rule.time}前" if rule.time else ""
    return f"{time}，遇休息日顺延" if rule.postponed else time


def _event_offset(rule: EventOffset) -> str:
    amount = f"{rule.amount} {_UNITS[rule.unit]}内"
    return f"“{rule.event}”之后 {amount}" if rule.event else f"{amount}，没有写从何时起算"


def _quota(rule: Quota) -> str:
    if rule.of == "%":
        every = f"每{_EVERY[rule.every]}" if rule.every else ""
        return f"{every}比例至少 {rule.at_least}%"
    every = f"每{_EVERY[rule.every]}" if rule.every else "没有写每隔多久，"
    return f"{every}至少 {rule.at_least} {rule.of}"


def _begins(rule: Beginning) -> str:
    day = f" {dates.chinese(rule.date)} " if rule.date else f"“{rule.word}”"
    return f"从{day}开始，不是截止日期"


_SAID: Mapping[type, Callable[[Any], str]] = MappingProxyType(
    {
        OnDate: _on_date,
        MonthEnd: _month_end,
        MonthPart: lambda rule: f"{dates.period(rule.month)}{PART_NAMES[rule.part]}结束前",
        QuarterEnd: lambda rule: f"{dates.period(rule.quarter)}末前",
        HalfYearEnd: lambda rule: f"{dates.period(rule.half)}末前",
        YearEnd: _year_end,
        WithinYear: lambda rule: f"{rule.year}年内",
        PlanPeriod: _plan,
        Range: _range,
        WholeYear: lambda rule: f"{rule.year}年全年",
        Recurring: _recurring,
        EventOffset: _event_offset,
        AfterEvent: lambda rule: f"“{rule.event}”之后，没有写明期限",
        Prompt: lambda rule: f"“{rule.word}”，没有写明期限",
        Continuous: lambda rule: f"“{rule.word}”，持续进行，没有截止日期",
        Vague: lambda rule: f"“{rule.word}”，推算不出日期",
        Quota: _quota,
        Beginning: _begins,
        NoLimit: lambda _: "原文写明没有时限",
    }
)
