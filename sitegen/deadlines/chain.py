"""Points of the calendar that stand in a row: 3月、6月和9月15日, 2017年7—9月, 一至三季度.

A row is read item by item. What only the last item says holds for those before it that say nothing
(6、12月底); what an earlier one says of the year or month holds for those after it (6月15日、30日).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from sitegen.deadlines.reading import Frame, NoRule, known_year

Kind = Literal["month", "quarter", "half", "year"]

LIST = "(?:[、和及与]|以及)"
TO = "(?:起?(?:至|到|-|—+|–|~|―))"
_JOIN = rf"(?:{LIST}|{TO})"
_YEAR = (
    r"(?:(?P<year>\d{4})(?:年度?|\.(?=[\d至到—–~―-]{1,5}月)|(?=第\d季|[上下]半年))|(?P<later>次年度?|翌年|明年|下一?年度?)的?"
    r"|(?P<earlier>[上前]一?年度?|去年)|(?:今|本|当|同)年(?!内))"
)
_FREE = r"(?<![\dA-Za-z.])(?<!\d年)"  # a month without a year does not follow 17年 or 2017.
# 日 may stand once, at the end of a row: 6月15、30日; 6月30、12月31日
_NEXT_DAY = rf"(?=(?:{_JOIN}(?:(?:\d{{4}}年)?\d{{1,2}}月)?\d{{1,2}}){{1,12}}[日号])"
_MONTH = (
    rf"(?:{_YEAR}|{_FREE})(?P<month>\d{{1,2}})月份?(?!度)"
    rf"(?:的?(?:(?P<day>\d{{1,2}})(?:[日号]|{_NEXT_DAY})|(?P<part>上中|中上|中下|[上中下])旬"
    r"|(?P<end>月?底|月?末)|(?P<open>初|中(?![小心央标介国期])))|(?!\d))"
)
_QUARTER = rf"(?:{_YEAR}|{_FREE}(?<![每按逐分前]))第?(?P<quarter>\d)季度?(?P<quarter_end>(?:结束|终了|[末底])*)"
_HALF = (
    rf"(?:{_YEAR}|{_FREE}(?<![每按逐]))(?P<half>上、?下|[上下])半年(?P<half_end>(?:结束|[末底])*)"
)
_YEAR_END = (
    rf"(?:{_YEAR}年?度?|(?<![半每近前后历常多去上\d])年度?)(?:底|末|终(?![了考总绩奖目端结]))|岁末"
)
_DAY = rf"(?P<only_day>\d{{1,2}})(?:[日号](?!之?以?内)|{_NEXT_DAY})"
_NUMBER = (
    rf"(?:{_YEAR}|{_FREE}(?<!月))第?(?P<number>\d{{1,2}})"
    rf"(?=(?:{_JOIN}第?\d{{1,2}}){{0,11}}{_JOIN}(?:\d{{1,2}}月|第?\d季))"
)


def _unnamed(form: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", form)


def _renamed(form: str, suffix: str) -> str:
    return re.sub(r"\(\?P<(year|later|earlier)>", rf"(?P<\1_{suffix}>", form)


_FORMS = {
    "m": _MONTH,
    "n": _NUMBER,
    "q": _QUARTER,
    "h": _HALF,
    "y": rf"(?P<year_end>{_YEAR_END})",
}
FIRST = _unnamed("|".join(_FORMS.values()))
CHAIN = rf"(?:{FIRST})(?:{_JOIN}(?:{FIRST}|{_unnamed(_DAY)}))*"
_ITEM_FORM = re.compile("|".join((*(_renamed(f, s) for s, f in _FORMS.items()), _DAY)))
TO_FORM = re.compile(TO)
_DECEMBER = 12
_SHIFTS = {"later": 1, "earlier": -1}


class Point(Struct, frozen=True):
    """A point of the calendar as far as it is said; `to` means that a range ends here."""

    kind: Kind | Literal["number", "day"]
    year: int | None = None
    shift: int = 0
    number: int = 0
    day: int | None = None
    part: str = ""
    end: bool = False
    open: bool = False
    to: bool = False
    inferred: bool = False

    @property
    def bare(self) -> bool:
        """Whether nothing is said of where in the month."""
        return not (self.day or self.part or self.end or self.open)


def points(chain: str, frame: Frame) -> tuple[Point, ...]:
    """The points of a row, with what is said once for several handed on."""
    read = list(_items(chain))
    if not read:
        raise NoRule("unread", f"没有读懂“{chain}”")
    if any(point.shift < 0 for point in read):
        raise NoRule("unread", f"“{chain}”说的是以前的年份，不是时限")
    return tuple(_dated(_handed_down(_handed_back(read)), frame))


def _items(chain: str) -> Iterator[Point]:
    place = 0
    while match := _ITEM_FORM.search(chain, place):
        joint = chain[place : match.start()]
        yield from _item(match, to=bool(TO_FORM.search(joint)))
        place = match.end()


def _item(match: re.Match[str], *, to: bool) -> Iterator[Point]:
    said = {name: value for name, value in match.groupdict().items() if value}
    year = next((int(v) for k, v in said.items() if re.fullmatch("year_[a-z]", k)), None)
    shift = next((s for word, s in _SHIFTS.items() if any(k.startswith(word) for k in said)), 0)
    point = Point(kind="year", year=year, shift=shift, end=True, to=to)
    if said.get("half", "") in {"上下", "上、下"}:
        yield replace(point, kind="half", number=1)
        yield replace(point, kind="half", number=2)
    else:
        yield _of_kind(point, said)


def _of_kind(point: Point, said: dict[str, str]) -> Point:
    if "month" in said:
        day = int(said["day"]) if "day" in said else None
        point = replace(point, kind="month", number=int(said["month"]), day=day)
        return replace(point, part=said.get("part", ""), end="end" in said, open="open" in said)
    if "quarter" in said:
        end = bool(said.get("quarter_end"))
        return replace(point, kind="quarter", number=int(said["quarter"]), end=end)
    if "half" in said:
        number = 1 if said["half"] == "上" else 2
        return replace(point, kind="half", number=number, end=bool(said.get("half_end")))
    if "number" in said:
        return replace(point, kind="number", number=int(said["number"]), end=False)
    if "only_day" in said:
        return replace(point, kind="day", day=int(said["only_day"]), end=False)
    return point


def _handed_back(row: list[Point]) -> list[Point]:
    """What only a later item says (the 月 of 6、12月底) given to those before it."""
    done: list[Point] = []
    for point in reversed(row):
        after = done[-1] if done else None
        if after and point.kind == "number":
            point = replace(point, kind=after.kind)  # noqa: PLW2901 - the same item, known better
        if after and _leans(point, after):
            point = replace(point, day=after.day, part=after.part, end=after.end)  # noqa: PLW2901
        done.append(point)
    return done[::-1]


def _leans(point: Point, after: Point) -> bool:
    """Whether an item of a list leaves open what the next one says: 1月、7月10日."""
    return point.kind == after.kind == "month" and point.bare and not after.to and not after.open


def _handed_down(row: list[Point]) -> Iterator[Point]:
    """What an earlier item says (the month of 6月15日、30日) given to those after it."""
    month: Point | None = None
    for point in row:
        if point.kind == "day":
            if month is None or not month.day:
                raise NoRule("unread", "没有写是哪个月")
            yield replace(month, day=point.day, to=point.to)
        else:
            month = point if point.kind == "month" else None
            yield point


def _dated(row: Iterator[Point], frame: Frame) -> Iterator[Point]:
    """Every point with its year: its own, that of the one before it, or that of the plan."""
    before: Point | None = None
    for point in row:
        base = before.year if before and before.year else None
        year = point.year or (base or frame.base()) + point.shift
        crosses = bool(before and point.to and not point.year and not point.shift)
        if before and crosses and _order(point) < _order(before):
            year += 1
        said = point.year is not None or bool(before and not before.inferred)
        before = replace(point, year=known_year(year), inferred=not said)
        yield before


def _order(point: Point) -> int:
    """The last month of a point in its year."""
    return point.number * {"month": 1, "quarter": 3, "half": 6}.get(point.kind, 0) or _DECEMBER


def last_day(point: Point) -> date:
    """The last day that a point covers."""
    year, month = _last_month(point)
    if point.day is not None:
        return calendar_day(year, month, point.day)
    days = {"上": 10, "中": 20, "上中": 20, "中上": 20}
    return date(year, month, days.get(point.part, monthrange(year, month)[1]))


def first_day(point: Point) -> date:
    """The first day that a point covers; the end of a month begins on its last day."""
    year, month = _last_month(point)
    if point.day is not None or (point.end and point.kind == "month"):
        return last_day(point)
    if point.part:
        return date(year, month, {"中": 11, "中下": 11, "下": 21}.get(point.part, 1))
    months = {"month": 1, "quarter": 3, "half": 6}.get(point.kind, 12)
    return date(year, month - months + 1, 1)


def _last_month(point: Point) -> tuple[int, int]:
    """The year and the last month of a point; refused if there is no such month."""
    last = {"month": 12, "quarter": 4, "half": 2}.get(point.kind, 0)
    if last and not 1 <= point.number <= last:
        unit = {"month": "月", "quarter": "季度"}.get(point.kind, "半年")
        raise NoRule("impossible", f"没有 {point.number} {unit}")
    return point.year or 0, _order(point) if last else 12


def calendar_day(year: int, month: int, day: int) -> date:
    """A day of the calendar; refused, never moved, if there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        raise NoRule("impossible", f"日历上没有 {year}年{month}月{day}日") from None
