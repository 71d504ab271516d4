"""Which day of a period does a place name? week:1, day:15, month:1/day:15, nth:2/weekday:3, working_day:-1."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from msgspec import Struct

from sitegen import dates
from sitegen.deadlines.rules import WEEKDAYS

_UNKNOWN = "放假安排尚未公布，待定"


class Period(Struct, frozen=True):
    """A period with its first and last day."""

    name: str
    first: date
    last: date


class Placed(Struct, frozen=True):
    """The day that a place names, how it is said, and whether that is our reading."""

    day: date | None
    said: str
    read: bool = False


def placed(place: str, span: Period) -> Placed:
    """The day of a period that a place names."""
    name, _, value = place.partition("/")[0].partition(":")
    return _PLACES[name](place, value, span)


def _end(_: str, __: str, span: Period) -> Placed:
    return Placed(span.last, "最后一日")


def _week(_: str, number: str, span: Period) -> Placed:
    days = 7 * int(number)
    day = min(span.first + timedelta(days - 1), span.last)
    return Placed(day, f"第{number}周，本站读作当期第 {days} 日", read=True)


def _weekday(_: str, number: str, span: Period) -> Placed:
    return Placed(span.first + timedelta(int(number) - 1), f"星期{WEEKDAYS[int(number) - 1]}")


def _nth(place: str, number: str, span: Period) -> Placed:
    weekday = int(place.rpartition(":")[2]) - 1
    first = span.first + timedelta((weekday - span.first.weekday()) % 7)
    day = first + timedelta(7 * (int(number) - 1))
    said = f"第{number}个星期{WEEKDAYS[weekday]}"
    return Placed(day, said) if day <= span.last else Placed(None, f"当期没有{said}")


def _working_day(_: str, number: str, span: Period) -> Placed:
    if not number:
        return Placed(span.first, "工作日")
    if int(number) < 0:
        return Placed(_last_working_day(span), "最后一个工作日")
    counted = dates.add_working_days(span.first - timedelta(1), int(number))
    said = f"第 {number} 个工作日"
    return Placed(counted.end, said) if counted else Placed(None, f"{said}，{_UNKNOWN}")


def _last_working_day(span: Period) -> date | None:
    day = span.last
    while not (working := dates.working_day(day)):
        if working is None:
            return None
        day -= timedelta(1)
    return day


def _next(place: str, _: str, span: Period) -> Placed:
    rest = place.removeprefix("next/")
    month = int(rest.partition("/")[0].removeprefix("month:")) if rest.startswith("month") else 1
    found = _day_in(span.last.year, span.last.month + month, rest.rpartition(":")[2])
    said = "下一个月" if month == 1 else f"下一期第{month}个月"
    return Placed(found.day, f"{said}的{found.said}", read=found.read)


def _month(place: str, number: str, span: Period) -> Placed:
    found = _day_in(span.first.year, span.first.month + int(number) - 1, place.rpartition(":")[2])
    return Placed(found.day, f"当期第{number}个月的{found.said}", read=found.read)


def _day(_: str, number: str, span: Period) -> Placed:
    return _day_in(span.first.year, span.first.month, number)


def _day_in(year: int, month: int, day: str) -> Placed:
    """A day of a month; 31日 of a month that has none is read as its end, and said to be."""
    last = dates.month_end(year, month)
    if day == "end":
        return Placed(last, "最后一日")
    if int(day) > last.day:
        return Placed(last, f"{last.month}月没有{day}日，本站读作月末", read=True)
    return Placed(last.replace(day=int(day)), f"{day}日")


_PLACES: Mapping[str, Callable[[str, str, Period], Placed]] = MappingProxyType(
    {
        "end": _end,
        "week": _week,
        "weekday": _weekday,
        "nth": _nth,
        "working_day": _working_day,
        "next": _next,
        "month": _month,
        "day": _day,
    }
)
