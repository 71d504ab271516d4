"""What can a time limit say? One frozen rule per kind; several may stand in one wording.

A rule holds what the wording says, never a date that was worked out: that is `occurrences`' part.
`year_inferred` marks a year that the wording leaves out and the plan, or what stands before it,
supplies. `time` is the time of day where one is named. `postponed` says that the wording itself
moves a day off to the next working day (遇节假日顺延).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, Literal, get_args

from msgspec import Struct
from msgspec.structs import fields

Every = Literal[
    "day", "five_days", "week", "ten_days", "month", "quarter", "half_year", "year", "term"
]
Unit = Literal["minutes", "hours", "days", "working_days", "months", "years"]
Part = Literal["early", "middle", "late"]
Basis = Literal["column", "text", "editor"]
MONTHS: Mapping[str, int] = MappingProxyType({"month": 1, "quarter": 3, "half_year": 6, "year": 12})
PART_NAMES: Mapping[Part, str] = MappingProxyType(
    {"early": "上旬", "middle": "中旬", "late": "下旬"}
)
WEEKDAYS = "一二三四五六日"  # ISO 8601 counts them so, from 1
_WITHIN = re.compile(r"(\d{1,3}) (working days|days|months|hours|years)")


class OnDate(Struct, frozen=True, kw_only=True):
    """By a day: 2017年8月25日前."""

    kind: ClassVar[str] = "date"
    date: date
    year_inferred: bool = False
    time: str = ""
    postponed: bool = False


class MonthEnd(Struct, frozen=True, kw_only=True):
    """By the end of a month: 7月底前; or in the course of it: 7月份."""

    kind: ClassVar[str] = "month_end"
    month: str
    within: bool = False
    year_inferred: bool = False


class MonthPart(Struct, frozen=True, kw_only=True):
    """By a part of a month: 11月中旬前; `late` ends with the month."""

    kind: ClassVar[str] = "month_part"
    month: str
    part: Part
    year_inferred: bool = False


class QuarterEnd(Struct, frozen=True, kw_only=True):
    """By the end of a quarter: 第三季度末前, 一季度."""

    kind: ClassVar[str] = "quarter_end"
    quarter: str
    year_inferred: bool = False


class HalfYearEnd(Struct, frozen=True, kw_only=True):
    """By the end of a half-year: 上半年."""

    kind: ClassVar[str] = "half_year_end"
    half: str
    year_inferred: bool = False


class YearEnd(Struct, frozen=True, kw_only=True):
    """By the end of the year: 年底前."""

    kind: ClassVar[str] = "year_end"
    year: int
    year_inferred: bool = False


class WithinYear(Struct, frozen=True, kw_only=True):
    """Within the year: 年内."""

    kind: ClassVar[str] = "within_year"
    year: int
    year_inferred: bool = False


class PlanPeriod(Struct, frozen=True, kw_only=True):
    """By the end of a five-year plan: “十三五”期末."""

    kind: ClassVar[str] = "plan_period"
    period: str
    end: int


class Range(Struct, frozen=True, kw_only=True):
    """From one day to another: 6月1日至6月30日; due at the end."""

    kind: ClassVar[str] = "range"
    start: date
    end: date
    year_inferred: bool = False


class WholeYear(Struct, frozen=True, kw_only=True):
    """All year round: 全年, 全年工作."""

    kind: ClassVar[str] = "whole_year"
    year: int
    year_inferred: bool = False


class Recurring(Struct, frozen=True, kw_only=True):
    """Again and again: 每月、每季度后20日内, 每季度第一周内, 每年3月底前, 收购旺季每五日.

    `offset` counts from the end of the period; `place` is where in the period (`week:1`, `day:15`,
    `month:1/day:15`, `next/day:5`, `weekday:5`, `nth:2/weekday:3`, `end`; `working_day:-1` is the
    last of the month's, `working_day` with every day is each of them); `by` is a day of the year
    (`03-31`, `06-end`). `since` and `until` bound it (7月起每月).
    """

    kind: ClassVar[str] = "recurring"
    every: Every
    interval: int = 1
    offset: int | None = None
    unit: Unit | None = None
    place: str | None = None
    by: str | None = None
    season: str | None = None
    times: int | None = None
    since: date | None = None
    until: date | None = None
    time: str = ""
    postponed: bool = False


class EventOffset(Struct, frozen=True, kw_only=True):
    """So many days, working days or hours after something happens: 公布后30个工作日内.

    `after` is the day it is counted from where the wording names one (上半年结束后15日内).
    """

    kind: ClassVar[str] = "event_offset"
    event: str
    amount: int
    unit: Unit
    after: date | None = None


class AfterEvent(Struct, frozen=True, kw_only=True):
    """After something happens, without a number: 招生工作结束后及时."""

    kind: ClassVar[str] = "event"
    event: str


class Prompt(Struct, frozen=True, kw_only=True):
    """At once: 及时, 立即."""

    kind: ClassVar[str] = "prompt"
    word: str


class Continuous(Struct, frozen=True, kw_only=True):
    """Without end: 实时更新, 长期公示."""

    kind: ClassVar[str] = "continuous"
    word: str


class Vague(Struct, frozen=True, kw_only=True):
    """No date that could be worked out: 定期, 适时."""

    kind: ClassVar[str] = "vague"
    word: str


class Quota(Struct, frozen=True, kw_only=True):
    """How often or how much at least: 每半年至少1次, 每年不少于3次, 比例达到100%."""

    kind: ClassVar[str] = "quota"
    at_least: int
    of: str
    every: Every | None = None


class Beginning(Struct, frozen=True, kw_only=True):
    """When something begins: 8月1日起施行. Not a due date."""

    kind: ClassVar[str] = "start"
    date: date | None = None
    word: str = ""


class NoLimit(Struct, frozen=True, kw_only=True):
    """The wording says that there is none."""

    kind: ClassVar[str] = "none"


Rule = (
    OnDate
    | MonthEnd
    | MonthPart
    | QuarterEnd
    | HalfYearEnd
    | YearEnd
    | WithinYear
    | PlanPeriod
    | Range
    | WholeYear
    | Recurring
    | EventOffset
    | AfterEvent
    | Prompt
    | Continuous
    | Vague
    | Quota
    | Beginning
    | NoLimit
)

KINDS: tuple[str, ...] = tuple(rule.kind for rule in get_args(Rule))


def as_json(rule: Rule, basis: Basis, raw: str) -> dict[str, Any]:
    """A rule by the open-data contract: kind, basis, the wording it was read from, parameters."""
    said = {
        name: _plain(value)
        for name, default in _parameters(type(rule))
        if (value := getattr(rule, name)) != default
    }
    return {"kind": rule.kind, "basis": basis, "raw": raw, **said}


@cache
def _parameters(kind: type[Rule]) -> tuple[tuple[str, object], ...]:
    """The parameters of a kind of rule with their defaults."""
    return tuple((field.name, field.default) for field in fields(kind))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def offset_of(within: str) -> tuple[int, Unit] | None:
    """How long after a period an editor's rule says: 20 days, 10 working days."""
    said = _WITHIN.fullmatch(within)
    name = said[2].replace(" ", "_") if said else ""
    unit = next((unit for unit in get_args(Unit) if unit == name), None)
    return (int(said[1]), unit) if said and unit else None
