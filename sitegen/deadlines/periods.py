"""Again and again: the periods of a year, and the day in or after each that a rule means."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec.structs import replace

from sitegen import dates
from sitegen.deadlines.counting import after_period, on_working_day
from sitegen.deadlines.occurrence import Occurrence
from sitegen.deadlines.places import Period, placed
from sitegen.deadlines.rules import MONTHS, Recurring

_LONGEST = 20  # years that a limit may be listed for


def recurring(rule: Recurring, year: int) -> Iterator[Occurrence]:
    """The occurrences of a recurring rule: in a year, or as long as it says itself, by date."""
    undated = _undated(rule)
    if undated:
        yield Occurrence("", None, (undated,))
        return
    for year_ in _years(rule, year):
        for span in _spans_of(rule, year_):
            found = _in_period(rule, span)
            if _within_bounds(rule, span, found.due):
                finished = _finished(rule, found)
                yield replace(finished, needed=rule.times or 1, begins=span.first)


def _undated(rule: Recurring) -> str:
    """Why no date can be worked out, if none can."""
    if rule.season:
        return f"原文没有写明“{rule.season}”从何日到何日，不能确定日期"
    if rule.every == "term":
        return "学期的起止由学校确定，不能确定日期"
    if rule.every == "year" and rule.interval > 1:
        return f"每 {rule.interval} 年一次，原文没有写从哪一年算起，不能确定日期"
    return ""


def _years(rule: Recurring, year: int) -> range:
    """The years it is listed for: the plan's, unless the rule itself begins later or ends later."""
    first = max(year, rule.since.year) if rule.since else year
    last = min(rule.until.year, first + _LONGEST) if rule.until else first
    return range(first, last + 1)


def _within_bounds(rule: Recurring, span: Period, due: date | None) -> bool:
    if rule.since and (span.last < rule.since or (due and due < rule.since)):
        return False
    if rule.until and due and due > rule.until and rule.place:
        return rule.place.startswith("next/") and span.first <= rule.until
    return not (rule.until and span.first > rule.until)


def _spans_of(rule: Recurring, year: int) -> Iterator[Period]:
    """The periods of a year that a rule recurs in."""
    if rule.place == "working_day" and rule.every == "day":
        yield from _working_days(year)
        return
    every = list(_spans(rule.every, year))
    for place, last in enumerate(every[rule.interval - 1 :: rule.interval]):
        first = every[place * rule.interval].first
        name = last.name if rule.interval == 1 else f"{first}/{last.last}"
        yield Period(name, first, last.last)


def _spans(every: str, year: int) -> Iterator[Period]:
    if every in MONTHS:
        yield from _months(every, year)
    elif every == "ten_days":
        yield from _decades(year)
    elif every == "week":
        yield from _weeks(year)
    else:
        yield from _days(year, 5 if every == "five_days" else 1)


def _months(every: str, year: int) -> Iterator[Period]:
    length = MONTHS[every]
    form = {"month": "{}-{:02}", "quarter": "{}-Q{}", "half_year": "{}-H{}", "year": "{}"}[every]
    for number in range(1, 12 // length + 1):
        first = date(year, length * (number - 1) + 1, 1)
        yield Period(form.format(year, number), first, dates.month_end(year, length * number))


def _decades(year: int) -> Iterator[Period]:
    for month in range(1, 13):
        last = dates.month_end(year, month).day
        for part, first, end in (("上", 1, 10), ("中", 11, 20), ("下", 21, last)):
            name = f"{year}-{month:02}-{part}旬"
            yield Period(name, date(year, month, first), date(year, month, end))


def _days(year: int, count: int) -> Iterator[Period]:
    start, last = date(year, 1, 1), date(year, 12, 31)
    while start <= last:
        end = min(last, start + timedelta(count - 1))
        yield Period(start.isoformat() if count == 1 else f"{start}/{end}", start, end)
        start += timedelta(count)


def _working_days(year: int) -> Iterator[Period]:
    """The working days of a year, as far as they are known."""
    return (span for span in _days(year, 1) if dates.working_day(span.first))


def _weeks(year: int) -> Iterator[Period]:
    """The weeks of ISO 8601 (GB/T 7408.1), Monday to Sunday."""
    monday = date.fromisocalendar(year, 1, 1)
    while monday.isocalendar().year == year:
        number = monday.isocalendar().week
        yield Period(f"{year}-W{number:02}", monday, monday + timedelta(6))
        monday += timedelta(7)


def _in_period(rule: Recurring, span: Period) -> Occurrence:
    if rule.offset is not None:
        return _after_period(rule, span)
    if rule.by:
        return _by(rule, span)
    if rule.place:
        found = placed(rule.place, span)
        steps = (f"{dates.period(span.name)}：{found.said}{_is(found.day)}",)
        return Occurrence(span.name, found.day, steps, read=found.read)
    return _no_day_named(rule, span)


def _is(day: date | None) -> str:
    return f"，即 {dates.chinese(day)}" if day else ""


def _no_day_named(rule: Recurring, span: Period) -> Occurrence:
    step = f"{dates.period(span.name)}的最后一日 {dates.chinese(span.last)}"
    said = f"原文没有写当期的哪一天，本站以{step}为参照，不据此判定逾期"
    return Occurrence(span.name, span.last, (said,), read=True, grace=_next_end(rule, span))


def _next_end(rule: Recurring, span: Period) -> date:
    """The last day of the period after this one."""
    months = MONTHS.get(rule.every)
    if months:
        return dates.month_end(span.last.year, span.last.month + months * rule.interval)
    return span.last + (span.last - span.first) + timedelta(1)


def _after_period(rule: Recurring, span: Period) -> Occurrence:
    first = f"{dates.period(span.name)}截至 {dates.chinese(span.last)}"
    due, steps = after_period(span.last, rule.offset or 0, rule.unit or "days")
    return Occurrence(span.name, due, (first, *steps))


def _by(rule: Recurring, span: Period) -> Occurrence:
    month, _, day = (rule.by or "").partition("-")
    last = dates.month_end(span.first.year, int(month))
    if day != "end" and int(day) > last.day:
        none = f"{span.first.year} 年没有 {int(month)}月{int(day)}日，不能确定日期"
        return Occurrence(span.name, None, (none,))
    due = last if day == "end" else last.replace(day=int(day))
    return Occurrence(span.name, due, (f"每年这一天，{due.year} 年为 {dates.chinese(due)}",))


def _finished(rule: Recurring, found: Occurrence) -> Occurrence:
    """An occurrence with the time of day, and moved off a day of rest where the wording says so."""
    if rule.time:
        found = replace(found, trace=(*found.trace, f"当日{rule.time}前"))
    if rule.postponed and found.due:
        due, steps = on_working_day(found.due, "原文写明遇节假日顺延")
        return replace(found, due=due, trace=(*found.trace, *steps))
    return found
