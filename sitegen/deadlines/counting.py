"""From one day to another: so many days, working days, months after it, and how it was counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from sitegen import dates
from sitegen.deadlines.rules import Unit

Counted = tuple[date | None, tuple[str, ...]]


def counted(start: date, amount: int, unit: Unit) -> Counted:
    """The last day of a count from the day after `start`, and the steps; None if it is not known."""
    return _COUNTS[unit](start, amount)


def _working_days(start: date, amount: int) -> Counted:
    counted = dates.add_working_days(start, amount)
    if counted is None:
        return None, (f"次日起算 {amount} 个工作日，超出已公布的放假安排，待定",)
    passed = f"，其间有 {len(counted.passed)} 个休息日" if counted.passed else ""
    makeup = "、".join(f"{day.month}月{day.day}日" for day in counted.makeup)
    worked = f"（{makeup}调休上班，计入）" if makeup else ""
    step = f"次日起算 {amount} 个工作日{passed}{worked}，至 {dates.chinese(counted.end)}"
    return counted.end, (f"{step}（民法典第二百零一条）",)


def _days(start: date, amount: int) -> Counted:
    nominal = start + timedelta(amount)
    step = f"次日起算 {amount} 日，至 {dates.chinese(nominal)}（民法典第二百零一条）"
    return _on_working_day(nominal, step)


def _months_later(start: date, amount: int) -> Counted:
    last = dates.month_end(start.year, start.month + amount)
    nominal = last.replace(day=min(start.day, last.day))
    step = f"{amount} 个月后的对应日 {dates.chinese(nominal)}（民法典第二百零二条）"
    return _on_working_day(nominal, step)


def _on_working_day(nominal: date, step: str) -> tuple[date, tuple[str, ...]]:
    due = dates.next_working_day(nominal)
    if due is None:
        return nominal, (step, "是否遇休息日顺延，待放假安排公布后确定")
    if due == nominal:
        return due, (step,)
    return due, (step, f"该日为休息日，顺延至 {dates.chinese(due)}（民法典第二百零三条）")


def _hours(start: date, amount: int) -> Counted:
    return None, (f"{dates.chinese(start)} 起 {amount} 小时内，要有具体时刻才能确定",)


def _years_later(start: date, amount: int) -> Counted:
    return _months_later(start, 12 * amount)


_COUNTS: Mapping[str, Callable[[date, int], Counted]] = MappingProxyType(
    {
        "days": _days,
        "working_days": _working_days,
        "months": _months_later,
        "years": _years_later,
        "hours": _hours,
    }
)
