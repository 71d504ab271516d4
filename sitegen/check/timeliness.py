"""Is the site kept up? Columns by the thresholds of 国办秘函〔2019〕19号; only ever warnings.

What passes with time alone must not stop a daily rebuild. Archived plans are no column that should be
kept up. Policy documents and the statutory column are, on every site that has opened them, and nothing
that is opened may be empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from msgspec import Struct

from sitegen import dates
from sitegen.check.case import Case
from sitegen.errors import Location, Problem
from sitegen.model import Record

HOME = timedelta(weeks=2)
POLICY_MONTHS = 6
OTHER_MONTHS = 12
_STATUTORY = {
    "guide": "政府信息公开指南",
    "rules": "政府信息公开制度",
    "statutory": "法定主动公开内容",
    "annual": "政府信息公开年报",
    "requests": "依申请公开",
}


class _Column(Struct, frozen=True):
    """One column: its code and name, what stands in it with its days, and the oldest day that is fresh."""

    code: str
    name: str
    dated: tuple[tuple[Record, str, date], ...]
    since: date


def timeliness(case: Case) -> Iterator[Problem]:
    """The columns that have not been updated for too long."""
    for column in _columns(case):
        newest = max(column.dated, key=lambda one: one[2], default=None)
        if newest and newest[2] < column.since:
            record, key, day = newest
            document = case.site.document(record)
            gone = (case.as_of - day).days
            message = f"{column.name}最近一次更新是{dates.chinese(day)}，已过 {gone} 天"
            hint = "发布新的内容；确无内容可更新的，登记豁免并说明原因"
            yield document.problem(column.code, document.at(key), message, hint)


def _columns(case: Case) -> Iterator[_Column]:
    site, half, year = (
        case.site,
        _before(case.as_of, POLICY_MONTHS),
        _before(case.as_of, OTHER_MONTHS),
    )
    active = [plan for plan in site.plans if plan.tracking == "active"]
    if active or site.policies:
        yield _Column("T01", "首页", tuple(case.dated()), case.as_of - HOME)
    for kind, name in (("policy", "政策文件栏目"), ("interpretation", "政策解读栏目")):
        found = tuple((d, "published", d.published) for d in site.policies if d.kind == kind)
        yield _Column("T02", name, found, half)
    for plan in active:
        evidence = ((e, "date", e.date) for e in site.evidence if e.plan == plan.id)
        yield _Column("T03", f"“{plan.short}”的落实情况", tuple(evidence), year)
    for column, name in _STATUTORY.items():
        pages = ((p, "date", p.date) for p in site.pages if p.column == column and p.date)
        yield _Column("T03", name, tuple(pages), year)


def _before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last one of a shorter month."""
    count = day.year * 12 + day.month - 1 - months
    last = dates.month_end(count // 12, count % 12 + 1)
    return min(last, last.replace(day=min(day.day, last.day)))


def empty(case: Case) -> Iterator[Problem]:
    """Columns without content: plans without tasks, parts of the statutory column that are missing."""
    used = {task.plan for task in case.site.tasks}
    for plan in case.site.plans:
        if plan.id not in used:
            place = Location(case.site.document(plan).path)
            message = f"“{plan.short}”里没有任务"
            yield Problem("T04", place, message, "录入任务，或删去这个计划")
    yield from _missing_parts(case)


def _missing_parts(case: Case) -> Iterable[Problem]:
    there = {page.column for page in case.site.pages if page.column}
    if there:
        for column in _STATUTORY.keys() - there:
            message = f"法定公开栏目里没有“{_STATUTORY[column]}”"
            hint = f"新建一个页面，写上 column: {column}（国办公开办函〔2019〕61号）"
            yield Problem("T04", Location(f"{case.site.content.name}/pages"), message, hint)
