"""How does a plan look as the official table? Columns as printed, merged cells, one row to a task."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from sitegen.exchange.counting import number_said
from sitegen.exchange.grid import Span
from sitegen.exchange.headings import RESPONSIBLE, Holds, holds
from sitegen.exchange.ticked import BESIDE, PHRASE, tick, ticked_in
from sitegen.model import Plan, Task
from sitegen.text import paragraphs

FIRST = -1  # the level of the column that holds the phrase itself, before further columns of units
_PART = re.compile(r"(.+)-(\d{1,3})")
_MARKS = frozenset({"section", "responsibility.raw", "responsibility.more", "deadline.raw"})


class OfficialColumn(Struct, frozen=True):
    """One column: its heading, what it holds, and for categories the level from 0."""

    name: str
    holds: Holds
    level: int = 0


class Official(Struct, frozen=True):
    """A table to be written: headings with their spans, texts row by row, and merged cells."""

    title: str
    columns: tuple[OfficialColumn, ...]
    head: tuple[Span, ...]
    rows: tuple[tuple[str, ...], ...]
    spans: tuple[Span, ...]


def official(plan: Plan, tasks: Sequence[Task]) -> Official:
    """The table of a plan."""
    columns = tuple(_columns(plan, tasks))
    texts = tuple(tuple(_text(column, task) for column in columns) for task in tasks)
    rows = _numbers(columns, tasks, texts)
    spans = tuple(
        Span(begin, index, end - begin, 1)
        for index, column in enumerate(columns)
        for begin, end in _runs(index, column, tasks, rows)
        if end - begin > 1
    )
    return Official(plan.title, columns, tuple(_head(columns)), rows, spans)


def _columns(plan: Plan, tasks: Sequence[Task]) -> Iterator[OfficialColumn]:
    names = plan.columns or _usual(tasks)
    kinds = [(name, holds(name) or "note") for name in names]
    text = _wording(kinds)
    depth = max((len(task.section) for task in tasks), default=0)
    above = [name for name, kind in kinds if kind in {"task", "section", "text"} and name != text]
    levels = _levels(above or [text], depth)
    units = [name for name, kind in kinds if kind in RESPONSIBLE]
    more = dict.fromkeys(c.column for task in tasks for c in task.responsibility.more)
    first = next((name for name in units if name not in more), units[0] if units else "责任单位")
    ticked = ticked_in(names, tasks)
    phrases = {PHRASE, BESIDE} if ticked else set()  # the ticks say them
    shown = [*kinds, *([] if units or ticked else [(first, "responsibility")])]
    shown += [(name, "responsibility") for name in more if name not in {*units, *phrases}]
    for name, kind in shown:
        if name in ticked:
            yield OfficialColumn(name, "mark")
        elif name == text:
            yield from (levels if not above else ())
            yield from [OfficialColumn(name, "number")] if _beside(plan, kinds, tasks) else []
            yield OfficialColumn(name, "text")
        elif name in above:
            yield from (column for column in levels if column.name == name)
        else:
            yield OfficialColumn(name, _known(kind), FIRST if name == first else 0)


def _beside(plan: Plan, kinds: Sequence[tuple[str, str]], tasks: Sequence[Task]) -> bool:
    """Whether numbers that were printed stand below the heading of the wording, not within it."""
    unnamed = plan.numbering == "printed" and all(kind != "number" for _, kind in kinds)
    return unnamed and not all(number_said(task.body) == task.number for task in tasks)


def _known(kind: str) -> Holds:
    return next((one for one in ("number", "deadline", *RESPONSIBLE) if one == kind), "note")


def _usual(tasks: Sequence[Task]) -> tuple[str, ...]:
    limits = ("完成时限",) if any(task.deadline and task.deadline.raw for task in tasks) else ()
    above = ("类别",) if any(task.section for task in tasks) else ()
    return ("序号", *above, "工作任务", "责任单位", *limits)


def _wording(kinds: Sequence[tuple[str, str]]) -> str:
    texts = [name for name, kind in kinds if kind == "text"]
    tasks = [name for name, kind in kinds if kind == "task"]
    others = [name for name, kind in kinds if kind == "section"]
    return (texts or tasks or others or ["工作任务"])[-1]


def _levels(names: Sequence[str], depth: int) -> list[OfficialColumn]:
    """The columns of categories: a heading for each level, the last one over all that remain."""
    shown = [*names, *[names[-1]] * depth][: max(depth, len(names) if depth else 0)]
    return [OfficialColumn(name, "section", level) for level, name in enumerate(shown)]


def _head(columns: Sequence[OfficialColumn]) -> Iterator[Span]:
    place = 0
    for _, group in groupby(columns, key=lambda column: column.name):
        width = len(list(group))
        yield Span(0, place, 1, width)
        place += width


def _text(column: OfficialColumn, task: Task) -> str:
    if column.holds == "number":
        return task.number
    if column.holds == "section":
        return task.section[column.level] if column.level < len(task.section) else ""
    if column.holds == "text":
        return "\n\n".join(paragraphs(task.body))
    if column.holds == "deadline":
        return task.deadline.raw if task.deadline else ""
    if column.holds == "note":
        start = f"{column.name}："
        found = (note.removeprefix(start) for note in task.notes if note.startswith(start))
        return "；".join(found)
    return tick(column.name, task) if column.holds == "mark" else _units(column, task)


def _units(column: OfficialColumn, task: Task) -> str:
    """The units of a column: those printed under its name, else, in the first one, the phrase itself."""
    more = {one.column: one.raw for one in task.responsibility.more}
    return task.responsibility.raw if column.level == FIRST else more.get(column.name, "")


def _numbers(
    columns: Sequence[OfficialColumn], tasks: Sequence[Task], rows: tuple[tuple[str, ...], ...]
) -> tuple[tuple[str, ...], ...]:
    """The rows with the printed number where tasks are the parts of one row."""
    place = next((i for i, column in enumerate(columns) if column.holds == "number"), None)
    if place is None:
        return rows
    shown = [number for number, _ in _printed(tasks)]
    return tuple(
        (*row[:place], number, *row[place + 1 :]) for row, number in zip(rows, shown, strict=True)
    )


def _printed(tasks: Sequence[Task]) -> list[tuple[str, bool]]:
    """The printed number of each task, and whether it stands in one cell with the one before."""
    shown: list[tuple[str, bool]] = []
    seen: set[str] = set()
    for base, group in groupby(tasks, key=_base):
        alike = list(group)
        seen.update(task.number for task in alike if "number" not in task.inferred)
        parts = [f"{base}-{part}" for part in range(1, len(alike) + 1)]
        if [task.number for task in alike] != parts or _begins_again(alike):
            shown += [(_alone(task, seen), False) for task in alike]
        elif len(alike) > 1:
            shown += [(base, bool(part)) for part in range(len(alike))]
        else:
            shown += [(alike[0].number, False)]
    return shown


def _row(task: Task) -> str:
    return task.source.row if task.source else ""


def _begins_again(tasks: Sequence[Task]) -> bool:
    """Whether the numbers of a category begin at one: it counts for the part before the hyphen."""
    return [task.number for task in tasks] == [f"{_base(task)}-{_row(task)}" for task in tasks]


def _alone(task: Task, seen: Collection[str]) -> str:
    """The number that is printed with a task: a second one of its kind, none, or its own."""
    base = _base(task)
    if base == task.number:
        return base
    if base in seen:
        # older imports wrote our number there
        second = _row(task) == task.number and not task.number.endswith("-1")
        return base if second or _row(task) == base else ""
    return _row(task) if task.number == f"{base}-{_row(task)}" else task.number


def _base(task: Task) -> str:
    found = _PART.fullmatch(task.number)
    return found[1] if found and "number" in task.inferred else task.number


Joined = Callable[[int], bool]


def _runs(
    index: int, column: OfficialColumn, tasks: Sequence[Task], rows: Sequence[Sequence[str]]
) -> Iterator[tuple[int, int]]:
    """The rows that one cell covers, from its first to behind its last."""
    joined = _joined(index, column, tasks, rows)
    begin = 0
    for row in range(1, len(rows) + 1):
        if row == len(rows) or not joined(row):
            yield begin, row
            begin = row


def _joined(
    index: int, column: OfficialColumn, tasks: Sequence[Task], rows: Sequence[Sequence[str]]
) -> Joined:
    """Whether a row shares its cell with the row above."""
    mark = _mark(column, tasks)
    printed = _printed(tasks) if column.holds == "number" else []
    last = bool(tasks) and bool(_MARKS & set(tasks[0].inferred))

    def shares(row: int) -> bool:
        same = bool(rows[row][index]) and rows[row][index] == rows[row - 1][index]
        if column.holds == "number":
            return same and printed[row][1]
        if column.holds == "section":
            depth = column.level + 1
            same = same and tasks[row].section[:depth] == tasks[row - 1].section[:depth]
        return same and mark in tasks[row - 1 if last else row].inferred

    return shares


def _mark(column: OfficialColumn, tasks: Sequence[Task]) -> str:
    if column.holds == "section":
        return "section"
    if column.holds == "deadline":
        return "deadline.raw"
    more = {one.column for task in tasks for one in task.responsibility.more}
    if column.holds in RESPONSIBLE:
        return "responsibility.more" if column.name in more else "responsibility.raw"
    return ""
