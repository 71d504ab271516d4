"""Which periods and which counts of time do words name? 每月、每季度; 月、季、年度; 20个工作日."""

from __future__ import annotations

import re

from sitegen.deadlines.chain import LIST
from sitegen.deadlines.reading import NoRule
from sitegen.deadlines.rules import Every, Recurring, Unit

_PERIOD = r"(?:工作日|日|天|周|星期|礼拜|旬|月度?|季度?|半年度?|年度?|学期|学年)"
_SPLIT = r"分(?:季度?|月度?|年度?|旬)"
ONE = (
    rf"(?:(?:每|按|逐)(?:\d{{1,3}})?个?{_PERIOD}(?!\d{{4}}|计划|目标|安排|部署)(?<!周(?=[七八九十]))"
    rf"|{_SPLIT}|各(?:月度?|季度?))"
)
_NAMED = r"(?:月度|季度|半年度|年度|半年|月|季|年)(?![内底末中初第度])"
# 每月、每季度 and 按月度、季度: the sign may stand once for all
EVERY = rf"(?:{ONE}(?:[、和及与或/]?{ONE}|[、和及与或/]{_NAMED})*)"
ALONE = r"(?:(?:月度|季度|半年度?|年度)(?:[、和及与](?:月度|季度|半年度?|年度))*)"
# named without 每; 年后 is after New Year
SURELY = r"(?:(?:月度|季度|半年度|年度)(?:[、和及与](?:月度|季度|半年度?|年度))*)"
# 年度 alone mostly says of which year something is: 年度报告, 年度目标
OFTEN = rf"(?:(?:月度|季度|半年度)(?:[、和及与]{_NAMED})*|年度(?:[、和及与]{_NAMED})+)"
PERIODS = "(?:(?:月度?|季度?|半年度?|年度)(?:[、和及与](?:月度?|季度?|半年度?|年度?))*)"
NEXT = "(?:次月|下一?个?月|次一?个月)"
UNIT = "(?:个?工作日|个?自然日|个?日历[日天]|日|天|个?周|个?星期|个月|个?小时|分钟|年)"
# of a month: 20日, 5日、20日
DAYS = rf"(?P<days>\d{{1,2}}(?:[日号]?{LIST}\d{{1,2}})*)[日号]"
# the earlier bound of a range: 5至7个工作日, 3日—5日
LOW = rf"(?:(?P<low>\d{{1,3}}){UNIT}?[至到~—–-]+(?=\d))?"
_UNITS: dict[str, tuple[Unit, int]] = {
    "工作日": ("working_days", 1),
    "自然日": ("days", 1),
    "日历日": ("days", 1),
    "日历天": ("days", 1),
    "日": ("days", 1),
    "天": ("days", 1),
    "周": ("days", 7),
    "星期": ("days", 7),
    "月": ("months", 1),
    "年": ("years", 1),
    "小时": ("hours", 1),
    "分钟": ("minutes", 1),
}
_PERIODS: dict[str, Every] = {
    "工作日": "day",
    "日": "day",
    "天": "day",
    "周": "week",
    "星期": "week",
    "礼拜": "week",
    "旬": "ten_days",
    "月": "month",
    "季": "quarter",
    "半年": "half_year",
    "年": "year",
    "学期": "term",
    "学年": "year",
}
_LONGEST: dict[Unit, int] = {
    "minutes": 1440,
    "hours": 2400,
    "days": 3660,
    "working_days": 1000,
    "months": 240,
    "years": 50,
}
_SPAN = re.compile(rf"(?:每|按|逐|分|各)?(\d+)?个?({_PERIOD})")


def latest(match: re.Match[str]) -> tuple[int, Unit]:
    """The number of a match with its unit; of a range (5至7个工作日) the later bound, which can be missed."""
    low = match["low"]
    if low and int(low) >= int(match["n"]):
        raise NoRule("ambiguous", f"“{match[0]}”写了两个数")
    return amount(match["n"], match["unit"])


def amount(number: str, word: str) -> tuple[int, Unit]:
    """A number with its unit of time; refused where it is none that anybody could mean."""
    name, times = _UNITS[word.removeprefix("个")]
    if not 0 < int(number) * times <= _LONGEST[name]:
        raise NoRule("impossible", f"“{number}{word}”不像是时限")
    return int(number) * times, name


def periods(words: str) -> tuple[Recurring, ...]:
    """The periods named in a list such as 每月、每季度, each as a bare recurring rule."""
    if "或" in words:
        raise NoRule("ambiguous", f"“{words}”是两可的写法")
    return tuple(period(match[2], int(match[1] or 1)) for match in _SPAN.finditer(words))


def period(word: str, interval: int) -> Recurring:
    """The bare recurring rule of one period, or of every so many of them."""
    every = _PERIODS[word.removesuffix("度")]
    if word == "工作日":
        return Recurring(every="day", place="working_day")
    if word == "学年":
        return Recurring(every="year", interval=interval, season=word)
    if not interval:
        raise NoRule("impossible", f"没有每 0 {word}")
    if every == "day" and interval in {5, 10}:
        return Recurring(every="five_days" if interval == 5 else "ten_days")  # noqa: PLR2004
    return Recurring(every=every, interval=interval)


def possible_day(day: str) -> str:
    """A day of a month as it is said; refused if no month has it."""
    if not 1 <= int(day) <= 31:  # noqa: PLR2004 - days of a month
        raise NoRule("impossible", f"没有 {day} 日")
    return day
