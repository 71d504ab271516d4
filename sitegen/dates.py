"""One reading and writing of dates. There is no clock here: the as-of date comes in once."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from chinese_calendar import is_workday

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_SATURDAY = 5
_LOOSE = re.compile(r"[^0-9]*([0-9]{4})[^0-9]+([0-9]{1,2})[^0-9]+([0-9]{1,2})[^0-9]*")


def parse(text: str) -> date | None:
    """The calendar date written as 2017-07-03, or None if it is written otherwise or does not exist."""
    match = _ISO.fullmatch(text)
    if not match:
        return None
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def chinese(day: date) -> str:
    """The date as it is written in Chinese official documents: 2017年7月3日."""
    return f"{day.year}年{day.month}月{day.day}日"


def suggestion(text: str) -> str:
    """How a mistaken date should be written, if that can be told: the ISO form or the month's end."""
    match = _LOOSE.fullmatch(text)
    if not match:
        return ""
    year, month, day = (int(part) for part in match.groups())
    try:
        last = monthrange(year, month)[1]
    except ValueError:
        return f"没有 {month} 月"
    if not 0 < day <= last:
        return f"{year}年{month}月只有 {last} 天"
    return f"写作 {year:04}-{month:02}-{day:02}"


@dataclass(frozen=True, slots=True)
class Counted:
    """A count of working days: the day it ends on and the days off that it passed over."""

    end: date
    passed: tuple[date, ...]
    makeup: tuple[date, ...]


def working_day(day: date) -> bool | None:
    """Whether a day is a working day in China, make-up days included; None beyond the known years.

    From the State Council's yearly notices (国务院办公厅关于……年部分节假日安排的通知), as kept by
    the chinesecalendar package.
    """
    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return None


def add_working_days(start: date, count: int) -> Counted | None:
    """The end of so many working days after a day; None if it lies beyond the known years.

    The day itself does not count (《中华人民共和国民法典》第二百零一条：按照日、月、年计算期间的，
    开始的当日不计入，自下一日开始计算).
    """
    day, passed, makeup = start, [], []
    while count:
        day += timedelta(1)
        working = working_day(day)
        if working is None:
            return None
        count -= working
        if not working:
            passed.append(day)
        elif day.weekday() >= _SATURDAY:
            makeup.append(day)
    return Counted(day, tuple(passed), tuple(makeup))


def next_working_day(day: date) -> date | None:
    """The day itself if it is a working day, else the next one; None beyond the known years.

    《中华人民共和国民法典》第二百零三条：期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的
    最后一日.
    """
    while not (working := working_day(day)):
        if working is None:
            return None
        day += timedelta(1)
    return day


def month_end(year: int, month: int) -> date:
    """The last day of a month; months beyond December run into the next years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])
