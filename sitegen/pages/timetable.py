"""A plan's year at a glance: tasks by months, what falls due when and in what state."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sitegen.deadlines.rules import WholeYear
from sitegen.ledger import Entry
from sitegen.model import Plan, Task, title_of
from sitegen.pages.schedule import MONTHS, entries_of
from sitegen.pages.shape import Page, Shape, crumbs, fixed, limit_kind
from sitegen.pages.views import Link, Meta
from sitegen.routes import file_of, schedule_url

# of several states in one month, the first of these is shown
_FIRST = ("到期未见公开凭证", "逾期公开", "无法判定", "待触发", "未到期", "按期", "印发前已到期")


class DueCell(Struct, frozen=True):
    """What of a task falls due in one month: how often, and the state to look at first."""

    count: int
    state: str


class TimetableRow(Struct, frozen=True):
    """A task with the twelve months of the plan's year, before and after it, and limits without a date."""

    number: str
    title: str
    url: str
    whole_year: bool
    before: DueCell
    months: tuple[DueCell, ...]
    after: DueCell
    kinds: tuple[str, ...]


class TimetableGroup(Struct, frozen=True):
    """The rows of one category."""

    title: str
    anchor: str
    rows: tuple[TimetableRow, ...]


class TimetableView(Struct, frozen=True):
    """What a plan's year at a glance shows."""

    plan: Link
    plan_title: str
    year: int
    tracked: bool
    groups: tuple[TimetableGroup, ...]
    totals: tuple[DueCell, ...]
    any_before: bool
    any_after: bool


def timetable_page(shape: Shape, plan: Plan) -> Page:
    """The year at a glance of one plan."""
    view = _view(shape, plan)
    meta = Meta(
        kind="timetable",
        url=schedule_url(plan.id),
        title=plan.title,
        description=f"{plan.title}各项任务在 {plan.year} 年各月的到期情况",
        crumbs=crumbs(fixed("plans"), shape.plan(plan.id)),
        indexed=False,
    )
    return Page(file_of(meta.url), "pages/timetable.html", shape.context(meta, view))


def _view(shape: Shape, plan: Plan) -> TimetableView:
    tasks = shape.index.tasks_of_plan.get(plan.id, ())
    totals = _months(plan, entries_of(shape, tasks))
    return TimetableView(
        plan=shape.plan(plan.id),
        plan_title=plan.title,
        year=plan.year,
        tracked=plan.tracking == "active",
        groups=tuple(_groups(shape, plan)),
        totals=totals,
        any_before=totals[0].count > 0,
        any_after=totals[-1].count > 0,
    )


def _groups(shape: Shape, plan: Plan) -> Iterator[TimetableGroup]:
    # first, or they would seem to belong to the category above them
    loose = shape.index.unplaced(plan.id)
    if loose:
        yield _group(shape, plan, "", loose)
    for category in shape.index.categories[plan.id]:
        yield _group(shape, plan, category.title, category.all_tasks())


def _group(shape: Shape, plan: Plan, title: str, tasks: tuple[Task, ...]) -> TimetableGroup:
    rows = tuple(_row(shape, plan, task) for task in tasks)
    return TimetableGroup(title, f"rows-{tasks[0].id.split('/')[1]}" if tasks else "rows", rows)


def _row(shape: Shape, plan: Plan, task: Task) -> TimetableRow:
    known = shape.ledger.of(task)
    dated = [line for line in known.lines if any(e.occurrence.due for e in line.entries)]
    whole_year = bool(dated) and all(isinstance(li.limit.rule, WholeYear) for li in dated)
    months = _months(plan, entries_of(shape, (task,)))
    # work all year round is in no month: it has the whole row, or stands beside
    no_day = (
        line.limit.rule
        for line in known.lines
        if line not in dated or (not whole_year and isinstance(line.limit.rule, WholeYear))
    )
    return TimetableRow(
        number=task.number,
        title=title_of(task),
        url=shape.routes.of(task),
        whole_year=whole_year,
        before=months[0],
        months=months[1:-1],
        after=months[-1],
        kinds=tuple(dict.fromkeys(limit_kind(rule) for rule in no_day)),
    )


def _months(plan: Plan, entries: tuple[Entry, ...]) -> tuple[DueCell, ...]:
    """What falls due before the plan's year, in each of its months, and after it."""
    found: list[list[Entry]] = [[] for _ in range(len(MONTHS) + 2)]
    for entry in entries:
        due = entry.occurrence.due
        if due:
            months = (due.year - plan.year) * len(MONTHS) + due.month
            found[min(max(months, 0), len(MONTHS) + 1)].append(entry)
    return tuple(_cell(month) for month in found)


def _cell(entries: list[Entry]) -> DueCell:
    states = {entry.state for entry in entries}
    return DueCell(len(entries), next((state for state in _FIRST if state in states), ""))
