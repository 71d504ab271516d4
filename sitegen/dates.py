"""One reading and writing of dates. There is no clock here: the as-of date comes in once."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
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
