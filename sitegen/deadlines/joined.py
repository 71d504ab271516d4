"""Limits that bear on each other: 7月起每月, 2018—2020年每年年底前, 9月底前完成，此后每季度."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec.structs import replace

from sitegen.deadlines.chain import TO_FORM
from sitegen.deadlines.every import ALONE
from sitegen.deadlines.fixed import BEFORE, day_of_year
from sitegen.deadlines.occurrences import Setting, expand
from sitegen.deadlines.reading import NoRule, Stretch
from sitegen.deadlines.rules import (
    Beginning,
    EventOffset,
    HalfYearEnd,
    MonthEnd,
    MonthPart,
    OnDate,
    PlanPeriod,
    QuarterEnd,
    Range,
    Recurring,
    Rule,
    WithinYear,
    YearEnd,
)

_NEXT_TO = re.compile(r"(?:\([^()\d]{1,8}\))?[,，、的)]?(?:期间|间)?[,，]?")
_WITHIN = re.compile("的?(?:期间|间|内)?")
_OPEN_END = re.compile("[前底末止]$")
_AFTERWARDS = re.compile("[^。；;]{0,12}[,，](?:并|且)?(?:此后|之后|以后|其后|今后)(?:应|要)?")
_POSTPONED = re.compile(
    r"[,，(（]?(?:如)?遇?(?:法定)?(?:节假日|公休日|双休日|休息日|周末|[、和及或])+(?:则|可|自动|相应|往后)*顺延[)）]?"
)
_ABOUT = re.compile(
    "[^,，。；;、和及]{0,8}(?:数据|情况|总结|报告|报表|信息|预算|决算|进展|计划|工作|小结|材料|台账|指标|统计|财政收支)[^,，。；;、]{0,6}"
)
_OF_PERIOD = re.compile("(?:[、和及](?:全年|年度|下半年))?")
_SAME_CLAUSE = re.compile("[^,，。；;、和及与（）()]+")
_YEARLY = re.compile("[^。；;]{0,6}[,，(][^。；;]{0,6}")
_EXPLAINED = re.compile(r"[^,，。；;()]{0,8}[(,，][^,，。；;()]{0,4}")
# 7月5日前报上半年: what is reported on, not when
_REPORTED = re.compile("[^,，。；;、和及与（）()]*(?:报送?|上报|汇报|通报|公布|公开|发布)")
_PERIOD = re.compile(ALONE)
_BRACKET = re.compile(r"\((?:即|指|具体为|具体是|截[至止]到?|最迟|最晚|至迟|不晚于)?")
_BEFORE_BEHIND = re.compile(BEFORE)  # 年底（12月25日）前
_LABEL = re.compile("[于在的]?")
_STOP = re.compile(r"[,，。；;、)]|$")
_SENTENCE = re.compile("[^。；;]{0,24}")
_LATER = re.compile("[次翌明下今本]一?年")
_OF_YEAR = (OnDate, MonthEnd, MonthPart, QuarterEnd, HalfYearEnd, YearEnd)
_LENGTHS: dict[type, int] = {MonthEnd: 1, QuarterEnd: 3, HalfYearEnd: 6, WithinYear: 12}
_ON_CALENDAR = (
    OnDate,
    MonthEnd,
    MonthPart,
    QuarterEnd,
    HalfYearEnd,
    YearEnd,
    Range,
    WithinYear,
)
_PERIODS = (MonthEnd, MonthPart, QuarterEnd, HalfYearEnd, YearEnd, WithinYear)
_COUNTS = {"quarter": 4, "half_year": 2}
_ANY_YEAR = Setting(2000)
_PAIR = 2


def joined(text: str, stretches: list[Stretch]) -> list[Stretch]:
    """The stretches of a wording with what bears on its neighbour joined to it."""
    done: list[Stretch] = []
    for stretch in stretches:
        done = [*done[:-1], *_pair(text, done[-1], stretch)] if done else [stretch]
    return [_postponed(text, stretch) for stretch in done]


def _pair(text: str, first: Stretch, second: Stretch) -> Iterator[Stretch]:
    gap = text[first.end : second.start]
    if not first.rules or not second.rules:
        yield from (first, second)
    elif first.rules == (Beginning(word=text[first.start : first.end]),) and TO_FORM.fullmatch(gap):
        yield replace(second, start=first.start)
    elif _within_season(gap, first, second) or _next_after(text, gap, first, second):
        words = text[first.start : second.end]
        refused = NoRule("unread", f"没有读懂“{words}”")
        yield Stretch(first.start, second.end, refused=refused)
    elif _labels(text, gap, first, second):
        yield replace(second, start=first.start)
    elif _in_brackets(text, gap, first, second):
        yield _more_exactly(text, first, second)
    elif all(isinstance(rule, Recurring) for rule in second.rules):
        yield from _bounded(text, first, second)
    elif _is_about(text, first) and _SAME_CLAUSE.fullmatch(gap) and "或" not in gap:
        yield from _told_apart(text, first, second, gap)
    elif _is_about(text, second) and _is_told(text, gap, second):
        yield first
    else:
        yield from _each_year(text, gap, first, second)


def _each_year(text: str, gap: str, first: Stretch, second: Stretch) -> Iterator[Stretch]:
    """每年（6月20日、12月20日前）, 每年1月31日前提交，3月31日前公布: days of every year; else both as they are."""
    if _any_year(first) and _in_no_year(second) and _YEARLY.fullmatch(gap):
        yield replace(second, start=first.start, rules=tuple(map(_yearly, second.rules)))
    elif _still_yearly(text, gap, first, second):
        yield from (first, replace(second, rules=tuple(map(_yearly, second.rules))))
    elif _EXPLAINED.fullmatch(gap) and _named_one_by_one(first, second):
        yield replace(second, start=first.start)
    else:
        yield from (first, second)


def _within_season(gap: str, first: Stretch, second: Stretch) -> bool:
    """每年5月至10月每周: again and again in a part of every year, which no rule says."""
    both = (first.rules[-1], second.rules[0])
    return not gap and all(isinstance(rule, Recurring) for rule in both) and _by(both[0])


def _labels(text: str, gap: str, first: Stretch, second: Stretch) -> bool:
    """Whether a period says what a limit is for: 月度：次月10日前, 第一季度4月15日前."""
    if gap == ":" and _PERIOD.fullmatch(text, first.start, first.end):
        return isinstance(second.rules[0], (*_ON_CALENDAR, Recurring, EventOffset))
    return bool(_is_about(text, first) and _LABEL.fullmatch(gap)) and _not_before(first, second)


def _in_brackets(text: str, gap: str, first: Stretch, second: Stretch) -> bool:
    """Whether brackets hold nothing but a day for the period before them: 年底（12月15日前）."""
    closed = text[second.end : second.end + 1] == ")"
    if not closed or not _BRACKET.fullmatch(gap) or len(first.rules) + len(second.rules) != _PAIR:
        return False
    return isinstance(first.rules[0], _PERIODS) and isinstance(
        second.rules[0], OnDate | MonthEnd | MonthPart
    )


def _more_exactly(text: str, first: Stretch, second: Stretch) -> Stretch:
    """The limit that brackets name for a period; one behind its end says another: 6月底前（7月5日前）."""
    told = _is_about(text, first) and _not_before(first, second)
    if told or _covers(first.rules[0], second.rules[0]):
        behind = _BEFORE_BEHIND.match(text, second.end + 1)
        return replace(second, start=first.start, end=behind.end() if behind else second.end + 1)
    words = text[first.start : second.end + 1]
    refused = NoRule("ambiguous", f"“{words}”括号里外的日期不一样，看不出以哪一个为准")
    return Stretch(first.start, second.end + 1, refused=refused)


def _covers(period: Rule, exact: Rule) -> bool:
    """Whether a limit falls within the period that another names, or in the month that ends it."""
    last, due = _last(period), _last(exact)
    months = 12 if isinstance(period, YearEnd) else _LENGTHS.get(type(period), 1)
    if not last or not due or due > last:
        return False
    return (last.year - due.year) * 12 + last.month - due.month < months


def _next_after(text: str, gap: str, first: Stretch, second: Stretch) -> bool:
    """上半年次月10日前: the month after that period, which is not every month."""
    again = isinstance(second.rules[0], Recurring) and text[second.start] in "次下"
    return not gap and again and bool(_first(first.rules[-1]))


def _by(rule: Rule) -> bool:
    return isinstance(rule, Recurring) and bool(rule.by)


def _bounded(text: str, first: Stretch, second: Stretch) -> Iterator[Stretch]:
    """A recurring limit with what says from when, or until when, it comes again."""
    gap, bound = text[first.end : second.start], first.rules[-1]
    if _AFTERWARDS.fullmatch(gap) and (day := _last(bound)):
        yield replace(first, end=second.start)
        yield _since(second, day + timedelta(1), None)
    elif _WITHIN.fullmatch(gap) and (within := _within(text, first, second)):
        yield replace(second, start=first.start, rules=within)
    elif not _NEXT_TO.fullmatch(gap):
        yield from (first, second)
    elif isinstance(bound, Beginning) and bound.date:
        yield from (replace(first, end=second.start), _since(second, bound.date, None))
    elif isinstance(bound, Range):
        yield replace(_since(second, bound.start, bound.end), start=first.start)
    elif isinstance(bound, PlanPeriod):
        yield replace(_since(second, None, date(bound.end, 12, 31)), start=first.start)
    else:
        yield from (first, second)


def _within(text: str, first: Stretch, second: Stretch) -> tuple[Rule, ...]:
    """第三季度每月10日前, 3月、9月每周, 6月底前每周: the recurring limit in each period that is named."""
    open_end = _OPEN_END.search(text, first.start, first.end)
    spans = [(None if open_end else _first(rule), _last(rule)) for rule in first.rules]
    if not all(until and (since or open_end) for since, until in spans) or _any_time(first):
        return ()
    return tuple(
        replace(rule, since=since, until=until)
        for since, until in spans
        for rule in second.rules
        if isinstance(rule, Recurring)
    )


def _any_time(stretch: Stretch) -> bool:
    """年内每季度: the year is a limit of its own, and that of the plan."""
    return any(isinstance(rule, WithinYear) and rule.year_inferred for rule in stretch.rules)


def _since(stretch: Stretch, since: date | None, until: date | None) -> Stretch:
    rules = tuple(
        replace(rule, since=since, until=until) if isinstance(rule, Recurring) else rule
        for rule in stretch.rules
    )
    return replace(stretch, rules=rules)


def _last(rule: Rule) -> date | None:
    """The last day of a limit on the calendar."""
    return expand(rule, _ANY_YEAR)[0].due if isinstance(rule, _ON_CALENDAR) else None


def _first(rule: Rule) -> date | None:
    """The first day of the period that a limit names, if it names one."""
    last, months = _last(rule), _LENGTHS.get(type(rule), 0)
    return date(last.year, last.month - months + 1, 1) if last and months else None


def _is_about(text: str, stretch: Stretch) -> bool:
    """Whether a stretch names a bare period, which may be what something is about: 7月份数据."""
    bare = isinstance(stretch.rules[-1], MonthEnd | QuarterEnd | HalfYearEnd | WithinYear)
    return bare and not re.search("[前底末内]$", text[stretch.start : stretch.end])


def _told_apart(text: str, first: Stretch, second: Stretch, gap: str) -> Iterator[Stretch]:
    if not _ABOUT.fullmatch(gap):
        words = text[first.start : first.end]
        refused = NoRule("ambiguous", f"看不出“{words}”是时限还是所公开内容的期间")
        first = Stretch(first.start, first.end, refused=refused)
        yield first
    yield second


def _not_before(first: Stretch, second: Stretch) -> bool:
    """Whether a limit ends in or after the period that stands before it: 第一季度4月15日前."""
    begins, due = _first(first.rules[-1]), _last(second.rules[0])
    return len(first.rules) == 1 and bool(begins and due and begins <= due)


def _is_told(text: str, gap: str, second: Stretch) -> bool:
    """Whether a period after a limit is what is told then: 7月5日前报上半年, 12月底前公布全年总结."""
    if _SAME_CLAUSE.fullmatch(gap) and _named(text, second.end):
        return True
    return bool(_REPORTED.fullmatch(gap) and _STOP.match(text, second.end))


def _named(text: str, place: int) -> bool:
    """Whether a period is that of a thing: 上半年总结, 7月份数据."""
    more = _OF_PERIOD.match(text, place)
    return bool(more and _ABOUT.match(text, more.end()))


def _any_year(stretch: Stretch) -> bool:
    """Whether a stretch says no more than 每年."""
    bare = Recurring(every="year")
    return all(isinstance(r, Recurring) and replace(r, times=None) == bare for r in stretch.rules)


def _named_one_by_one(first: Stretch, second: Stretch) -> bool:
    """Whether the second names the days of each period of the first: 每半年（6月20日、12月20日前）."""
    rule = first.rules[0]
    bare = isinstance(rule, Recurring) and replace(rule, times=None) == Recurring(every=rule.every)
    count = _COUNTS.get(rule.every, 0) if isinstance(rule, Recurring) else 0
    return bare and len(first.rules) == 1 and len(second.rules) == count and _in_no_year(second)


def _in_no_year(stretch: Stretch) -> bool:
    return all(isinstance(rule, _OF_YEAR) and rule.year_inferred for rule in stretch.rules)


def _yearly(rule: Rule) -> Rule:
    """3月底前 said of every year."""
    time = rule.time if isinstance(rule, OnDate) else ""
    return Recurring(every="year", by=day_of_year(rule), time=time)


def _still_yearly(text: str, gap: str, first: Stretch, second: Stretch) -> bool:
    """Whether 每年 holds for what follows it too: 每年1月31日前提交，3月31日前公布."""
    again = [rule for rule in first.rules if isinstance(rule, Recurring) and rule.by]
    later = _LATER.search(text, second.start, second.end)
    return bool(again and _SENTENCE.fullmatch(gap) and not later) and _in_no_year(second)


def _postponed(text: str, stretch: Stretch) -> Stretch:
    """A limit with the words that move a day off to the next working day (遇节假日顺延)."""
    match = _POSTPONED.match(text, stretch.end)
    if not match or not stretch.rules:
        return stretch
    rules = tuple(
        replace(rule, postponed=True) if isinstance(rule, OnDate | Recurring) else rule
        for rule in stretch.rules
    )
    return replace(stretch, end=match.end(), rules=rules)
