"""Limits on the calendar: days, months, quarters, half-years, year ends, and ranges of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from types import MappingProxyType

from sitegen import dates
from sitegen.deadlines.chain import CHAIN, Point, calendar_day, first_day, last_day, points
from sitegen.deadlines.every import UNIT
from sitegen.deadlines.reading import CLAUSE_BEGINS, Frame, NoRule, Pattern, known_year, pattern
from sitegen.deadlines.rules import (
    WEEKDAYS,
    Beginning,
    HalfYearEnd,
    MonthEnd,
    MonthPart,
    OnDate,
    Part,
    QuarterEnd,
    Range,
    Recurring,
    Rule,
    YearEnd,
)

BEFORE = "(?:之前|以前|前(?![后夕])|截止|止)"
TIME = r"(?P<time>(?:上午|下午|中午|晚上?)?\d{1,2}(?::\d{2}|[时点](?:\d{1,2}分|整|半)?)|零[时点]|下班|中午)"
_HOURS = 24
_FEBRUARY = 2
_PARTS: dict[str, Part] = {
    "上": "early",
    "中": "middle",
    "上中": "middle",
    "中上": "middle",
    "下": "late",
    "中下": "late",
}
_BEGINS = (
    "(?:零时)?(?:正式|全面|统一)?(?:之日)?"
    "(?:起(?![草诉步点因源])(?:正式|全面)?(?:施行|实施|执行|启动|开始|试行)?|开始(?:施行|实施|执行|启动)?|启动|施行|试行|生效)"
)
_FORCE = "(?:正式|全面|统一)?(?:实施|执行)"
_SUFFIX = (
    rf"(?:(?P<about>左右|前后|上下|前夕)|(?P<before>{BEFORE})(?P<back>\d{{1,3}}{UNIT})?|(?P<after>之后|以后|以来|后(?![续期]))"
    rf"|(?P<begins>{_BEGINS})|(?P<within>之内|以内|内|期间|中(?![小心央标介国期])))?"
)
_WEEKDAY = r"(?:\((?:星期|周)(?P<weekday>[一二三四五六日天])\))?"
_FORM = (
    r"(?P<yearly>(?:每一?年度?|按年度?|每学年)的?)?(?P<late>不得?早于)?(?P<roughly>大约|(?<![预合公条签节违契制])约)?(?:自|从|由|截止到?|截至)?"
    rf"(?P<chain>{CHAIN}){_WEEKDAY}(?:\(含(?:当日|本日)?\)|\(不含(?P<excluded>)[^)]*\))?{TIME}?{_SUFFIX}"
    r"(?:\(含(?:当日|本日|当天|该日|(?:\d{1,2}月)?\d{1,2}日|\d{1,2}月)\)|\(不含(?P<left_out>)[^)]*\))?"
)
_NUMERIC = (
    r"(?<![\d./-])(?P<year>(?:19|20)\d{2})(?P<mark>[./-])(?P<month>\d{1,2})"
    rf"(?:(?P=mark)(?P<day>\d{{1,2}}))?(?![\d./-]){_SUFFIX}"
)

_POINT = r"(?P<from>(?:19|20)\d{2}[./]\d{1,2}(?:[./]\d{1,2})?)"


def _calendar(match: re.Match[str], frame: Frame) -> tuple[Rule, ...]:
    row = points(match["chain"], frame)
    _certain(match, row)
    if match["yearly"]:
        return tuple(_yearly(match, row))
    if match["begins"] or match["after"] or match["late"]:
        return (_beginning(match, row),)
    return tuple(_rules(row, clock(match)))


def _beginning(match: re.Match[str], row: tuple[Point, ...]) -> Beginning:
    if len(row) > 1:
        raise NoRule("unread", f"没有读懂“{match[0]}”")
    return Beginning(date=first_day(row[0]), word=match[0])


def _certain(match: re.Match[str], row: tuple[Point, ...]) -> None:
    """Refuse what leaves the day open: 8月初, 8月前, 8月底左右; and a weekday that is not that day's."""
    rough = match["about"] or match["roughly"]
    excluded = match["excluded"] is not None or match["left_out"] is not None
    if rough or excluded or any(point.open for point in row):
        raise NoRule("ambiguous", f"“{match[0]}”没有写明是哪一天")
    if match["back"]:
        raise NoRule("unread", f"没有读懂“{match[0]}”，写的是某一天以前若干天")
    if match["before"] not in {None, "止", "截止"} and not _said_where(row[-1]):
        raise NoRule("ambiguous", f"“{match[0]}”可能指这一期间开始前，也可能指这一期间结束前")
    if re.search(r"(?<!\d)1月(?:之|以)?内", match[0]) and "年" not in match["chain"]:
        raise NoRule("ambiguous", f"“{match[0]}”可能指1月份之内，也可能指一个月之内")
    said = match["weekday"]
    if said and last_day(row[-1]).weekday() != WEEKDAYS.index(said.replace("天", "日")):
        raise NoRule("ambiguous", f"{last_day(row[-1])} 不是星期{said}，日期和星期对不上")


def _said_where(point: Point) -> bool:
    return point.end or not point.bare


def _rules(row: tuple[Point, ...], time: str) -> Iterator[Rule]:
    """One rule for each point; points that a 至 joins make one range."""
    for before, point, after in zip((None, *row[:-1]), row, (*row[1:], None), strict=True):
        if after and after.to:
            continue
        if before and point.to:
            yield _range(before, point)
        else:
            yield _SINGLE[point.kind](point, time)


def _range(start: Point, end: Point) -> Rule:
    first, last = first_day(start), last_day(end)
    if last < first:
        raise NoRule("impossible", f"终点 {last} 早于起点 {first}")
    return Range(start=first, end=last, year_inferred=start.inferred)


def _of_month(point: Point, time: str) -> Rule:
    last = last_day(point)
    if point.day:
        return OnDate(date=last, year_inferred=point.inferred, time=time)
    month = f"{last:%Y-%m}"
    if point.part:
        return MonthPart(month=month, part=_PARTS[point.part], year_inferred=point.inferred)
    return MonthEnd(month=month, within=not point.end, year_inferred=point.inferred)


def _of_quarter(point: Point, _: str) -> Rule:
    name = f"{last_day(point).year:04}-Q{point.number}"
    return QuarterEnd(quarter=name, year_inferred=point.inferred)


def _of_half(point: Point, _: str) -> Rule:
    name = f"{last_day(point).year:04}-H{point.number}"
    return HalfYearEnd(half=name, year_inferred=point.inferred)


def _of_year(point: Point, _: str) -> Rule:
    return YearEnd(year=last_day(point).year, year_inferred=point.inferred)


_SINGLE = MappingProxyType(
    {"month": _of_month, "quarter": _of_quarter, "half": _of_half, "year": _of_year}
)


def _yearly(match: re.Match[str], row: tuple[Point, ...]) -> Iterator[Rule]:
    """每年3月底前, 每年6月30日、12月31日前: a day of every year."""
    if match["begins"] or match["after"] or any(point.shift for point in row):
        raise NoRule("unread", f"没有读懂“{match[0]}”")
    time = clock(match)
    for rule in _rules(row, time):
        leap = isinstance(rule, Range) and rule.end.month == _FEBRUARY and row[-1].bare
        yield Recurring(every="year", by="02-end" if leap else day_of_year(rule), time=time)


def day_of_year(rule: Rule) -> str:
    """The day of the year that a limit of one year falls on: 06-30, 06-end."""
    if isinstance(rule, Range):
        return f"{rule.end:%m-%d}"
    if isinstance(rule, OnDate):
        return f"{rule.date:%m-%d}"
    if isinstance(rule, MonthPart):
        return rule.month[5:] + {"early": "-10", "middle": "-20", "late": "-end"}[rule.part]
    return _BY[type(rule)](rule)


_BY: MappingProxyType[type, Callable[..., str]] = MappingProxyType(
    {
        MonthEnd: lambda rule: f"{rule.month[5:]}-end",
        QuarterEnd: lambda rule: f"{3 * int(rule.quarter[-1]):02}-end",
        HalfYearEnd: lambda rule: f"{6 * int(rule.half[-1]):02}-end",
        YearEnd: lambda _: "12-end",
    }
)


def clock(match: re.Match[str]) -> str:
    """The time of day as it is said; refused if there is none such."""
    said = match["time"] or ""
    hour = re.search(r"\d+", said)
    if hour and int(hour[0]) > _HOURS:
        raise NoRule("impossible", f"没有 {hour[0]} 时")
    return said


def _numeric(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    """2017.6.30, 2017-06-30, 2017/6/30; 2017.12 is a month."""
    year, month = known_year(int(match["year"])), int(match["month"])
    day = calendar_day(year, month, int(match["day"] or 1))
    if match["begins"] or match["after"]:
        return (Beginning(date=day, word=match[0]),)
    if match["about"] or match["back"] or (match["before"] and not match["day"]):
        raise NoRule("ambiguous", f"“{match[0]}”没有写明是哪一天")
    if match["day"]:
        return (OnDate(date=day),)
    return (MonthEnd(month=f"{day:%Y-%m}", within=True),)


def _short(match: re.Match[str], frame: Frame) -> tuple[Rule, ...]:
    """10.31前: a day in the column of limits; in a running text it may be a number."""
    if frame.running:
        return ()
    day = calendar_day(frame.base(), int(match["month"]), int(match["day"]))
    return (OnDate(date=day, year_inferred=True),)


def _between(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    """2020.6-2020.12, 2020.6.1至2020.6.30: from the first day of the one to the last of the other."""
    first, last = (_ends(match[name]) for name in ("from", "to"))
    if last[1] < first[0]:
        raise NoRule("impossible", f"终点 {last[1]} 早于起点 {first[0]}")
    return (Range(start=first[0], end=last[1]),)


def _ends(said: str) -> tuple[date, date]:
    year, month, *day = map(int, re.findall(r"\d+", said))
    first = calendar_day(known_year(year), month, day[0] if day else 1)
    return first, first if day else dates.month_end(year, month)


def _in_force(match: re.Match[str], frame: Frame) -> tuple[Rule, ...]:
    """5月1日起实施 and 5月1日实施; 8月实施 is something to be done in August."""
    return (_beginning(match, points(match["chain"], frame)),)


PATTERNS: tuple[Pattern, ...] = (
    pattern(_FORM, _calendar),
    pattern(rf"(?:自|从)?(?P<chain>{CHAIN})(?<=[日号]){_FORCE}(?!前)", _in_force),
    pattern(_NUMERIC, _numeric),
    pattern(rf"{CLAUSE_BEGINS}(?P<month>\d{{1,2}})[./](?P<day>\d{{1,2}})[日号]?{BEFORE}", _short),
    pattern(rf"(?<![\d./-]){_POINT}[-—–~至到]+{_POINT.replace('from', 'to')}(?![\d./-])", _between),
)
