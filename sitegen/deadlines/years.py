"""Limits by whole years: 年内, 全年工作, 到2020年, 2018—2020年, “十三五”期末."""

from __future__ import annotations

import re
from datetime import date

from sitegen.deadlines.chain import TO
from sitegen.deadlines.fixed import BEFORE
from sitegen.deadlines.reading import (
    CLAUSE_BEGINS,
    CLAUSE_ENDS,
    Frame,
    NoRule,
    Pattern,
    known_year,
    pattern,
    year_of,
)
from sitegen.deadlines.rules import (
    Beginning,
    PlanPeriod,
    Range,
    Rule,
    WholeYear,
    WithinYear,
    YearEnd,
)

_PLANS = {"一": 2010, "二": 2015, "三": 2020, "四": 2025, "五": 2030, "六": 2035}
_DONE = "(?:前?(?:全面|全部|基本|力争|底前?)*(?:完成|建成|实现|达到|到位|落实|推进|开展))"


def _within_year(match: re.Match[str], frame: Frame) -> tuple[Rule, ...]:
    year, inferred = year_of(match, frame)
    return (WithinYear(year=year, year_inferred=inferred),)


def _whole_year(match: re.Match[str], frame: Frame) -> tuple[Rule, ...]:
    year, inferred = year_of(match, frame)
    return (WholeYear(year=year, year_inferred=inferred),)


def _by_year(match: re.Match[str], frame: Frame) -> tuple[Rule, ...]:
    return (YearEnd(year=year_of(match, frame)[0]),)


def _by_year_told(match: re.Match[str], frame: Frame) -> tuple[Rule, ...]:
    """确保到2018年对工作人员轮训一遍: in a running text, whatever follows."""
    return _by_year(match, frame) if frame.running else ()


def _bare_years(match: re.Match[str], frame: Frame) -> tuple[Rule, ...]:
    """2018年, 2018年、2019年 as a whole clause; in a running text a year alone is no limit."""
    years = [known_year(int(year)) for year in re.findall(r"\d{4}", match["years"])]
    return () if frame.running else tuple(WithinYear(year=year) for year in years)


def _years(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    first, last = known_year(int(match["from"])), known_year(int(match["to"]))
    if last < first:
        raise NoRule("impossible", f"终点 {last} 年早于起点 {first} 年")
    return (Range(start=date(first, 1, 1), end=date(last, 12, 31)),)


def _year_begins(match: re.Match[str], frame: Frame) -> tuple[Rule, ...]:
    return (Beginning(date=date(year_of(match, frame)[0], 1, 1), word=match[0]),)


def _before_year(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    year = int(match["year"])
    message = f"“{match[0]}”可能指{year - 1}年底前，也可能指{year}年底前"
    raise NoRule("ambiguous", message)


def _plan(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    return (PlanPeriod(period=f"十{match['plan']}五", end=_PLANS[match["plan"]]),)


PATTERNS: tuple[Pattern, ...] = (
    pattern(
        r"(?:(?P<year>\d{4})年(?:度|年)?|(?:今|本|当)年(?:度|年)?|(?<![\d每近前后历常多去上次明翌半])年度?)(?:之内|以内|内)",
        _within_year,
    ),
    pattern(
        rf"(?:{CLAUSE_BEGINS}(?:本年度?|当年度?|今年)|(?P<year>\d{{4}})年度){CLAUSE_ENDS}",
        _within_year,
    ),
    pattern(
        rf"{CLAUSE_BEGINS}(?:(?P<year>\d{{4}})年?)?(?:贯穿)?全年度?(?:性|持续|工作|任务|推进|坚持|开展|实施|落实)*"
        rf"(?:{CLAUSE_ENDS}|(?=每|按[月季]|分季|分月|不?定期|不间断|常态|及时|动态|长期|实时))",
        _whole_year,
    ),
    pattern(rf"{CLAUSE_BEGINS}(?:年度|经常性?年度)(?:性?工作|任务)+{CLAUSE_ENDS}", _whole_year),
    pattern(
        rf"(?:到|至|截至|截止到?)(?P<year>\d{{4}})年(?=[,，。;；]|$|{_DONE})",
        _by_year,
    ),
    pattern(
        r"(?<![达复回溯])(?:到|至|截至|截止到?)(?P<year>\d{4})年(?![度的底末初前后内间起上中下\d]|以|之|水平)",
        _by_year_told,
    ),
    pattern(
        rf"{CLAUSE_BEGINS}(?P<years>(?:\d{{4}}年?[、和及])*\d{{4}}年)(?:度|内)?(?:{CLAUSE_ENDS}|(?={_DONE}|每|按[月季]|逐[月季]))",
        _bare_years,
    ),
    pattern(
        rf"(?P<from>\d{{4}})年?{TO}(?P<to>\d{{4}})年度?(?!\d)(?:年?[底末]|期间|间|内|止|{BEFORE})*",
        _years,
    ),
    pattern(
        r"(?:自|从)?(?P<year>\d{4})年(?:起|开始|启动|后|以来|以后)",
        _year_begins,
    ),
    pattern(rf"(?P<year>\d{{4}})年度?{BEFORE}", _before_year),
    pattern(
        rf"[“\"'‘]?十(?P<plan>[一二三四五六])五[”\"'’]?(?:规划)?(?:时期|期内|期末|末期|期间|期满|[末内])+(?:{BEFORE})?",
        _plan,
    ),
)
