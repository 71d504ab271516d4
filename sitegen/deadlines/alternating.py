"""Limits of every other period: 双月20日前, 逢单月公开, 隔周, 两周一次."""

from __future__ import annotations

import re

from msgspec.structs import replace

from sitegen.deadlines.every import DAYS, period, possible_day
from sitegen.deadlines.fixed import BEFORE
from sitegen.deadlines.reading import Frame, Pattern, pattern
from sitegen.deadlines.rules import Recurring, Rule


def _of_two(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    """双月20日前: of two months that belong together, the second; 单月, the first."""
    month = 1 if match["which"] in "单奇" else 2
    days = [possible_day(day) for day in re.findall(r"\d+", match["days"] or "")]
    return tuple(
        Recurring(every="month", interval=2, place=f"month:{month}/day:{day}")
        for day in days or ["end"]
    )


def _skipping(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    return (period(match["period"], 2),)


def _once(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    """两周一次: once in so many."""
    return (replace(period(match["period"], int(match["n"])), times=1),)


PATTERNS: tuple[Pattern, ...] = (
    pattern(
        rf"(?:每逢|[逢每各]|(?<![一-龥\d]))个?(?P<which>[单双]|[单双奇偶](?=数))数?月(?![刊报薪])份?的?(?:{DAYS}|月?[底末])?(?:{BEFORE}|之?内)?",
        _of_two,
    ),
    pattern(r"(?<![一-龥\d])隔(?:一|1)?个?(?P<period>月|周(?!期)|星期)", _skipping),
    pattern(r"(?<![\d第每.年月])(?P<n>[2-9]|1\d)个?(?P<period>周|星期|(?<=个)月|天|年)1次", _once),
)
