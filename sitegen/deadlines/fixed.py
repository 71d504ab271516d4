"""Limits on the calendar: days, months, quarters, half-years, years, five-year plans, ranges."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Literal

from sitegen.deadlines.reading import Frame, Pattern, Refused, pattern, year_of
from sitegen.deadlines.rules import (
    Beginning,
    HalfYearEnd,
    MonthEnd,
    MonthPart,
    OnDate,
    PlanPeriod,
    QuarterEnd,
    Range,
    Rule,
    WholeYear,
    WithinYear,
    YearEnd,
)

_YEAR = (
    r"(?:(?P<year>\d{4})年|(?:今|本|当)年(?!内|底|末|度)|(?P<later>次年|翌年|明年|下一年|下年))?"
)
_MONTH = r"(?P<month>\d{1,2})月"
_TO = "(?:至|到|-|—|–|~|―)"
_BEFORE = "(?:之前|以前|前)"
_PLANS = {"二": 2015, "三": 2020, "四": 2025, "五": 2030, "六": 2035}
_PARTS: dict[str, Literal["early", "middle", "late"]] = {
    "上": "early",
    "中": "middle",
    "上中": "middle",
    "下": "late",
    "中下": "late",
}


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Refused("impossible", f"日历上没有 {year}年{month}月{day}日") from None


def _month(match: re.Match[str], frame: Frame) -> tuple[str, bool]:
    year, inferred = year_of(match, frame)
    month = int(match["month"])
    if not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        raise Refused("impossible", f"没有 {month} 月")
    return f"{year:04}-{month:02}", inferred


def _date(match: re.Match[str], frame: Frame) -> tuple[Rule, ...]:
    year, inferred = year_of(match, frame)
    day = _day(year, int(match["month"]), int(match["day"]))
    if match["begins"]:
        return (Beginning(date=day, word=match["begins"]),)
    return (OnDate(date=day, year_inferred=inferred),)


def _month_part(match: re.Match[str], frame: Frame) -> tuple[Rule, ...]:
    month, inferred = _month(match, frame)
    return (MonthPart(month=month, part=_PARTS[match["part"]], year_inferred=inferred),)


def _month_end(match: re.Match[str], frame: Frame) -> tuple[Rule, ...]:
    month, inferred = _month(match, frame)
    return (MonthEnd(month=month, year_inferred=inferred),)


def _month_within(match: re.Match[str], frame: Frame) -> tuple[Rule, ...]:
    month, inferred = _month(match, frame)
    if match["begins"]:
        return (Beginning(word=match[0]),)
    if match["before"]:
        number = int(match["month"])
        message = f"“{number}月前”可能指{number - 1 or 12}月底前，也可能指{number}月底前"
        raise Refused("ambiguous", message)
    return (MonthEnd(month=month, within=True, year_inferred=inferred),)


def _range(match: re.Match[str], frame: Frame) -> tuple[Rule, ...]:
    first, inferred = year_of(match, frame)
    last = int(match["year2"] or first)
    start_month, end_month = int(match["m1"]), int(match["m2"])
    if not match["year2"] and end_month < start_month:
        last += 1
    start = _day(first, start_month, int(match["d1"] or 1))
    end_day = int(match["d2"] or (monthrange(last, end_month)[1] if 1 <= end_month <= 12 else 1))  # noqa: PLR2004
    return (Range(start=start, end=_day(last, end_month, end_day), year_inferred=inferred),)


def _quarter(match: re.Match[str], frame: Frame) -> tuple[Rule, ...]:
    year, inferred = year_of(match, frame)
    if match["before"]:
        raise Refused("ambiguous", f"“{match[0]}”可能指季度开始前，也可能指季度结束前")
    return (QuarterEnd(quarter=f"{year:04}-Q{match['quarter']}", year_inferred=inferred),)


def _half(match: re.Match[str], frame: Frame) -> tuple[Rule, ...]:
    year, inferred = year_of(match, frame)
    number = "12"["上下".index(match["half"])]
    return (HalfYearEnd(half=f"{year:04}-H{number}", year_inferred=inferred),)


def _year_end(match: re.Match[str], frame: Frame) -> tuple[Rule, ...]:
    year, inferred = year_of(match, frame)
    return (YearEnd(year=year, year_inferred=inferred),)


def _within_year(match: re.Match[str], frame: Frame) -> tuple[Rule, ...]:
    year, inferred = year_of(match, frame)
    return (WithinYear(year=year, year_inferred=inferred),)


def _whole_year(match: re.Match[str], frame: Frame) -> tuple[Rule, ...]:
    year, inferred = year_of(match, frame)
    return (WholeYear(year=year, year_inferred=inferred),)


def _plan(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    return (PlanPeriod(period=f"十{match['plan']}五", end=_PLANS[match["plan"]]),)


def _bare_year(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    year = int(match["year"])
    message = f"“{year}年前”可能指{year - 1}年底前，也可能指{year}年底前"
    raise Refused("ambiguous", message)


PATTERNS: tuple[Pattern, ...] = (
    pattern(
        rf"{_YEAR}(?P<m1>\d{{1,2}})月?(?:(?P<d1>\d{{1,2}})日)?份?{_TO}(?:(?P<year2>\d{{4}})年)?"
        rf"(?P<m2>\d{{1,2}})月(?:(?P<d2>\d{{1,2}})日)?(?:份|底|末|期间|止|内|{_BEFORE})*",
        _range,
    ),
    pattern(
        rf"(?:自|从)?{_YEAR}{_MONTH}(?P<day>\d{{1,2}})[日号]"
        rf"(?P<begins>(?:之日)?起(?:施行|实施|执行|启动|开始)?|开始|启动|施行|实施)?(?:{_BEFORE}|止|内|之内)?",
        _date,
    ),
    pattern(
        rf"{_YEAR}{_MONTH}份?(?P<part>上中|中下|上|中|下)旬(?:{_BEFORE}|内|期间)?", _month_part
    ),
    pattern(rf"{_YEAR}{_MONTH}份?(?:月底|月末|底|末)(?:{_BEFORE})?", _month_end),
    pattern(
        rf"(?:自|从)?{_YEAR}{_MONTH}份?(?!\d)(?:内|之内|中|期间)?(?P<begins>起|开始|启动)?(?P<before>{_BEFORE})?",
        _month_within,
    ),
    pattern(
        rf"(?<![每按]){_YEAR}第?(?P<quarter>[1-4])季度?(?:末|底|内|之内|结束|期间)*(?P<before>(?<=季度)前|(?<=季)前)?(?:前)?",
        _quarter,
    ),
    pattern(rf"{_YEAR}(?P<half>[上下])半年(?:内|底|末|结束|期间)*(?:{_BEFORE})?", _half),
    pattern(
        rf"(?:(?P<year>\d{{4}})年度?年?|(?:今|本|当)?年度?)(?:底|末|终)(?:{_BEFORE})?", _year_end
    ),
    pattern(r"岁末(?:前)?", _year_end),
    pattern(r"(?:(?P<year>\d{4})年度?|(?:今|本|当)?年度?)(?:之内|以内|内)", _within_year),
    pattern(r"(?:本|当)年度(?!计划|报告|工作|目标)", _within_year),
    pattern(
        r"(?:(?P<year>\d{4})年)?(?:贯穿)?全年度?(?:性?工作|持续推进|持续开展|持续|推进|坚持|任务|开展)*",
        _whole_year,
    ),
    pattern(
        r"[“\"'‘]?十(?P<plan>[二三四五六])五[”\"'’]?(?:规划)?(?:时期|期末|末期|期间|期满|末|内)+(?:前)?",
        _plan,
    ),
    pattern(rf"(?P<year>\d{{4}})年{_BEFORE}", _bare_year),
)
