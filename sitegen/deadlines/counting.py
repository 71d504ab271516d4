"""From one day to another: so many days, working days, months after it, and how it was counted.

The day itself does not count; a count of days or months that ends on a day of rest runs on to the
next working day; both by the law in force on the first day (see `law`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from sitegen import dates
from sitegen.deadlines.law import in_force
from sitegen.deadlines.rules import Unit

CountedDay = tuple[date | None, tuple[str, ...]]
_UNKNOWN = "是否遇休息日顺延，待放假安排公布后确定"


def counted(start: date, amount: int, unit: Unit) -> CountedDay:
    """The last day of a count from the day after `start`, and the steps; None if it is not known."""
    return _COUNTS[unit](start, amount)


def on_working_day(nominal: date, step: str, law: str = "") -> tuple[date, tuple[str, ...]]:
    """A day, or the next working day if it is a day of rest, with the steps."""
    due = dates.next_working_day(nominal)
    if due is None:
        return nominal, (step, _UNKNOWN)
    if due == nominal:
        return due, (step,)
    said = f"（{law}）" if law else ""
    return due, (step, f"该日为休息日，顺延至 {dates.chinese(due)}{said}")


def _working_days(start: date, amount: int) -> CountedDay:
    counted = dates.add_working_days(start, amount)
    if counted is None:
        return None, (f"次日起算 {amount} 个工作日，超出已公布的放假安排，待定",)
    passed = f"，其间有 {counted.passed} 个休息日" if counted.passed else ""
    makeup = "、".join(f"{day.month}月{day.day}日" for day in counted.makeup)
    worked = f"（{makeup}调休上班，计入）" if makeup else ""
    step = f"次日起算 {amount} 个工作日{passed}{worked}，至 {dates.chinese(counted.end)}"
    return counted.end, (f"{step}（{in_force(start).start}）",)


def _days(start: date, amount: int) -> CountedDay:
    law = in_force(start)
    nominal = start + timedelta(amount)
    step = f"次日起算 {amount} 日，至 {dates.chinese(nominal)}（{law.start}）"
    return on_working_day(nominal, step, law.rest)


def _months_later(start: date, amount: int) -> CountedDay:
    law = in_force(start)
    last = dates.month_end(start.year, start.month + amount)
    nominal = last.replace(day=min(start.day, last.day))
    step = f"{amount} 个月后的对应日 {dates.chinese(nominal)}（{law.months}）"
    return on_working_day(nominal, step, law.rest)


def _hours(start: date, amount: int) -> CountedDay:
    return None, (f"{dates.chinese(start)} 起 {amount} 小时内，要有具体时刻才能确定",)


def _minutes(start: date, amount: int) -> CountedDay:
    return None, (f"{dates.chinese(start)} 起 {amount} 分钟内，要有具体时刻才能确定",)


def _years_later(start: date, amount: int) -> CountedDay:
    return _months_later(start, 12 * amount)


def after_period(end: date, amount: int, unit: Unit) -> CountedDay:
    """A count from the last day of a period; whole months from a month's end run to a month's end.

    As 《中华人民共和国证券法》第七十九条 is kept: two months after the half-year's end is the end of August.
    """
    if unit not in {"months", "years"}:
        return counted(end, amount, unit)
    months = amount if unit == "months" else 12 * amount
    nominal = dates.month_end(end.year, end.month + months)
    step = f"自月末起算 {months} 个月，足月计至 {dates.chinese(nominal)}"
    return on_working_day(nominal, step, in_force(end).rest)


_COUNTS: Mapping[str, Callable[[date, int], CountedDay]] = MappingProxyType(
    {
        "days": _days,
        "working_days": _working_days,
        "months": _months_later,
        "years": _years_later,
        "hours": _hours,
        "minutes": _minutes,
    }
)
