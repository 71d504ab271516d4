"""One reading and writing of dates. There is no clock here: the as-of date comes in once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from datetime import date, timedelta
from functools import cache

from chinese_calendar import holidays, workdays
from msgspec import Struct

from sitegen.text import arabic

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
YEARS = range(1949, 2200)  # that content can speak of
_SATURDAY = 5
_DECEMBER = 12
_SETTLED = 28  # of December: what comes after it, the next year's notice may still move
_LOOSE = re.compile(r"[^0-9]*([0-9]{4})[^0-9]+([0-9]{1,2})[^0-9]+([0-9]{1,2})(?:[^0-9].*)?")
_RUN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")


def parse(text: str) -> date | None:
    """The calendar date written as 2017-07-03, or None if it is written otherwise or does not exist."""
    match = _ISO.fullmatch(text)
    if not match:
        return None
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def iso(day: date | None) -> str:
    """The date as `parse` reads it, or nothing where there is none."""
    return day.isoformat() if day else ""


def chinese(day: date) -> str:
    """The date as it is written in Chinese official documents: 2017年7月3日."""
    return f"{day.year}年{day.month}月{day.day}日"


def suggestion(text: str) -> str:
    """How a mistaken date should be written, or what it lacks, as far as that can be told."""
    written = arabic(text)
    match = _LOOSE.fullmatch(written) or _RUN.fullmatch(written)
    if match:
        return _corrected(*(int(part) for part in match.groups()))
    if re.fullmatch(r"[^0-9]*[0-9]{4}[^0-9]+[0-9]{1,2}[^0-9]*", written):
        return "缺“日”，写全年、月、日"
    if re.fullmatch(r"[^0-9]*[0-9]{4}[^0-9]*", written):
        return "缺“月”和“日”，写全年、月、日"
    if re.fullmatch(r"[^0-9]*[0-9]{2}[^0-9]+[0-9]{1,2}[^0-9]+[0-9]{1,2}[^0-9]*", written):
        return "年份写四位数，例如 2017"
    return ""


def _corrected(year: int, month: int, day: int) -> str:
    if not year:
        return "年份写四位数，例如 2017"
    if not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        return f"没有 {month} 月"
    last = monthrange(year, month)[1]
    if not day:
        return "没有 0 日"
    if day > last:
        return f"{year}年{month}月只有 {last} 天"
    return f"写作 {year:04}-{month:02}-{day:02}"


class Counted(Struct, frozen=True):
    """A count of working days: its last day, how many days off it passed over, which weekends it worked."""

    end: date
    passed: int
    makeup: tuple[date, ...]


class _Calendar(Struct, frozen=True):
    """The working days that are known, and those of them that make up for a day off."""

    first: date
    last: date
    working: tuple[date, ...]
    makeup: tuple[date, ...]


@cache
def _calendar() -> _Calendar:
    first = date(min(holidays).year, 1, 1)
    last = date(max(holidays).year, _DECEMBER, _SETTLED)
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    working = tuple(day for day in days if _works(day))
    return _Calendar(first, last, working, tuple(d for d in working if d.weekday() >= _SATURDAY))


def _works(day: date) -> bool:
    # the library's own function looks through all its holidays for each day that it is asked about
    return day in workdays or (day.weekday() < _SATURDAY and day not in holidays)


def working_day(day: date) -> bool | None:
    """Whether a day is a working day in China, make-up days included; None beyond the known years.

    From the State Council's yearly notices (国务院办公厅关于……年部分节假日安排的通知), as kept by
    the chinesecalendar package. The last three days of the last known year wait for the next notice,
    which may move them (2018-12-29 was made a working day by the notice for 2019).
    """
    known = _calendar()
    return _works(day) if known.first <= day <= known.last else None


def add_working_days(start: date, count: int) -> Counted | None:
    """The end of so many working days after a day; None if it lies beyond the known years.

    The day itself does not count (《中华人民共和国民法典》第二百零一条、《中华人民共和国民法总则》第二百零一条：
    按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算;《中华人民共和国民法通则》第一百五十四条 likewise).
    """
    known = _calendar()
    first = bisect_right(known.working, start)
    last = first + count - 1
    if start < known.first - timedelta(1) or not first <= last < len(known.working):
        return None
    end = known.working[last]
    makeup = known.makeup[bisect_right(known.makeup, start) : bisect_right(known.makeup, end)]
    return Counted(end, (end - start).days - count, makeup)


def working_days(start: date, end: date) -> int | None:
    """How many working days come after one day until another, which counts; None if not known."""
    known = _calendar()
    if end <= start:
        return 0
    if start < known.first - timedelta(1) or end > known.last:
        return None
    return bisect_right(known.working, end) - bisect_right(known.working, start)


def next_working_day(day: date) -> date | None:
    """The day itself if it is a working day, else the next one; None beyond the known years.

    《中华人民共和国民法典》第二百零三条、《中华人民共和国民法总则》第二百零三条：期间的最后一日是法定休假日的，以法定
    休假日结束的次日为期间的最后一日;《中华人民共和国民法通则》第一百五十四条：以休假日的次日为期间的最后一天.
    """
    known = _calendar()
    place = bisect_left(known.working, day)
    return known.working[place] if day >= known.first and place < len(known.working) else None


def month_end(year: int, month: int) -> date:
    """The last day of a month; months beyond December run into the next years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


_PERIODS = (
    (re.compile(r"([0-9]{4})"), "{0}年"),
    (re.compile(r"([0-9]{4})-0?([0-9]+)"), "{0}年{1}月"),
    (re.compile(r"([0-9]{4})-0?([0-9]+)-0?([0-9]+)"), "{0}年{1}月{2}日"),
    (re.compile(r"([0-9]{4})-Q([1-4])"), "{0}年第{1}季度"),
    (re.compile(r"([0-9]{4})-H1"), "{0}年上半年"),
    (re.compile(r"([0-9]{4})-H2"), "{0}年下半年"),
    (re.compile(r"([0-9]{4})-W0?([0-9]+)"), "{0}年第{1}周"),
)


def period(text: str) -> str:
    """A period (2017, 2017-03, 2017-Q1, 2017-H1, 2017-W05, two days with a slash) as written in Chinese."""
    if "/" in text:
        return "至".join(map(period, text.split("/")))
    found = ((form.fullmatch(text), words) for form, words in _PERIODS)
    return next((words.format(*match.groups()) for match, words in found if match), text)
