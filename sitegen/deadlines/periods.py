"""Again and again: the periods of a year, and the day in or after each that a rule means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from sitegen import dates
from sitegen.deadlines.counting import counted
from sitegen.deadlines.occurrence import Occurrence
from sitegen.deadlines.rules import Recurring


def recurring(rule: Recurring, year: int) -> Iterator[Occurrence]:
    """The occurrences of a recurring rule in a year."""
    if rule.season:
        yield Occurrence("", None, (f"原文没有写明“{rule.season}”从何日到何日，不能确定日期",))
        return
    if rule.every == "term":
        yield Occurrence("", None, ("学期的起止由学校确定，不能确定日期",))
        return
    for period, start, end in _periods(rule, year):
        yield replace(_in_period(rule, period, start, end), needed=rule.times or 1)


def _periods(rule: Recurring, year: int) -> Iterator[tuple[str, date, date]]:
    """The periods of a year that a rule recurs in: name, first day, last day."""
    every = {
        "year": lambda: [(str(year), date(year, 1, 1), date(year, 12, 31))],
        "half_year": lambda: [_months(f"{year}-H{n}", year, 6 * n - 5, 6) for n in (1, 2)],
        "quarter": lambda: [_months(f"{year}-Q{n}", year, 3 * n - 2, 3) for n in range(1, 5)],
        "month": lambda: [_months(f"{year}-{n:02}", year, n, 1) for n in range(1, 13)],
        "ten_days": lambda: list(_decades(year)),
        "five_days": lambda: list(_spans(year, 5)),
        "week": lambda: list(_weeks(year)),
        "day": lambda: list(_spans(year, 1)),
    }[rule.every]()
    chosen = every[rule.interval - 1 :: rule.interval]
    for place, (name, _, end) in enumerate(chosen):
        start = every[place * rule.interval][1]
        yield name, start, end


def _months(name: str, year: int, first: int, count: int) -> tuple[str, date, date]:
    return name, date(year, first, 1), dates.month_end(year, first + count - 1)


def _decades(year: int) -> Iterator[tuple[str, date, date]]:
    for month in range(1, 13):
        last = dates.month_end(year, month)
        for part, (first, end) in enumerate(((1, 10), (11, 20), (21, last.day))):
            name = f"{year}-{month:02}-{'上中下'[part]}旬"
            yield name, date(year, month, first), date(year, month, end)


def _spans(year: int, days: int) -> Iterator[tuple[str, date, date]]:
    start, last = date(year, 1, 1), date(year, 12, 31)
    while start <= last:
        end = min(last, start + timedelta(days - 1))
        yield start.isoformat() if days == 1 else f"{start}/{end}", start, end
        start += timedelta(days)


def _weeks(year: int) -> Iterator[tuple[str, date, date]]:
    """The weeks of ISO 8601 (GB/T 7408.1), Monday to Sunday."""
    monday = date.fromisocalendar(year, 1, 1)
    while monday.isocalendar().year == year:
        number = monday.isocalendar().week
        yield f"{year}-W{number:02}", monday, monday + timedelta(6)
        monday += timedelta(7)


def _in_period(rule: Recurring, period: str, start: date, end: date) -> Occurrence:
    if rule.offset is not None:
        return _after_period(rule, period, end)
    if rule.by:
        return _by(rule, period, start.year)
    if rule.place and rule.place != "end":
        return _placed(rule, period, start, end)
    step = f"{_named(period)}的最后一日 {dates.chinese(end)}"
    if rule.place == "end":
        return Occurrence(period, end, (step,))
    said = f"原文没有写当期的哪一天，本站以{step}为参照，不据此判定逾期"
    return Occurrence(period, end, (said,), read=True, grace=_next_end(rule, start, end))


def _next_end(rule: Recurring, start: date, end: date) -> date:
    """The last day of the period after this one."""
    months = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}.get(rule.every)
    if months:
        return dates.month_end(end.year, end.month + months * rule.interval)
    return end + (end - start) + timedelta(1)


def _after_period(rule: Recurring, period: str, end: date) -> Occurrence:
    first = f"{_named(period)}截至 {dates.chinese(end)}"
    due, steps = counted(end, rule.offset or 0, rule.unit or "days")
    return Occurrence(period, due, (first, *steps))


def _by(rule: Recurring, period: str, year: int) -> Occurrence:
    month, day = (rule.by or "").split("-")
    due = dates.month_end(year, int(month))
    due = due if day == "end" else date(year, int(month), min(int(day), due.day))
    return Occurrence(period, due, (f"每年这一天，{year} 年为 {dates.chinese(due)}",))


def _placed(rule: Recurring, period: str, start: date, end: date) -> Occurrence:
    due, step, read = _place(rule.place or "", start, end)
    return Occurrence(period, due, (f"{_named(period)}：{step} {dates.chinese(due)}",), read=read)


def _place(place: str, start: date, end: date) -> tuple[date, str, bool]:
    """The last day of a place in a period, how it is named, and whether that is our reading."""
    head, _, tail = place.partition("/")
    name, _, value = head.partition(":")
    if name == "week":
        return (
            start + timedelta(7 * int(value) - 1),
            f"第{value}周，本站读作当期第 {7 * int(value)} 日",
            True,
        )
    if name == "weekday":
        return start + timedelta(int(value) - 1), f"星期{'一二三四五六日'[int(value) - 1]}", False
    if name == "month":
        due = _day_in(start.year, start.month + int(value) - 1, tail.removeprefix("day:"))
        return due, f"当期第{value}个月", False
    if name == "next":
        day = tail.removeprefix("day:")
        return _day_in(end.year, end.month + 1, day), f"下一个月的 {day} 日", False
    return _day_in(start.year, start.month, value), "当期的这一天", False


def _day_in(year: int, month: int, day: str) -> date:
    last = dates.month_end(year, month)
    return last if day == "end" else last.replace(day=min(int(day), last.day))


def _named(period: str) -> str:
    """A period as it is said: 2017-03 → 2017年3月."""
    year, _, rest = period.partition("-")
    if rest.isdigit():
        return f"{year}年{int(rest)}月"
    words = {"Q": "第{}季度", "H": "第{}个半年", "W": "第{}周"}
    if rest[:1] in words:
        return f"{year}年" + words[rest[0]].format(int(rest[1:]))
    return f"{year}年" if not rest else period
