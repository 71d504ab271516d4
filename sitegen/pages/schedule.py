"""Limits and occurrences as templates see them: on a task's page, in lists, and by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from sitegen import dates
from sitegen.deadlines.rules import WholeYear
from sitegen.ledger import Entry, Line
from sitegen.model import Evidence, Task, title_of
from sitegen.pages.shape import Shape, limit_kind
from sitegen.pages.views import Link
from sitegen.routes import calendar_url, file_url

MONTHS = range(1, 13)
FEW = 3  # months of a year from which on it is shown as a table


class EvidenceView(Struct, frozen=True):
    """What was published for an occurrence, or what a unit said about it."""

    title: str
    date: str
    url: str
    units: tuple[Link, ...]
    note: str


class PartView(Struct, frozen=True):
    """One unit's share of a divided duty."""

    unit: Link
    state: str


class OccurrenceView(Struct, frozen=True):
    """One dated duty: period, last day, state, evidence, and how the date was worked out."""

    period: str
    due: str
    state: str
    read: bool
    trace: tuple[str, ...]
    evidence: tuple[EvidenceView, ...]
    explanations: tuple[EvidenceView, ...]
    parts: tuple[PartView, ...]


class LimitView(Struct, frozen=True):
    """One limit of a task: its words, kind, where it comes from, and its occurrences."""

    raw: str
    kind: str
    basis: str
    occurrences: tuple[OccurrenceView, ...]


class LimitWords(Struct, frozen=True):
    """Where a document writes a task's limits: in their column, else in its text.

    `read`: it writes them in neither, an editor reads them out of it.
    """

    column: str
    text: tuple[str, ...]
    read: bool


class NextView(Struct, frozen=True):
    """When a task falls due next: the day, and the period it is for."""

    due: str
    period: str


class DueRow(Struct, frozen=True):
    """An occurrence in a list of many tasks."""

    due: str
    period: str
    state: str
    number: str
    title: str
    url: str
    plan: str
    units: tuple[str, ...]
    more_units: int
    raw: str


class MonthCell(Struct, frozen=True):
    """A month of a year and how much falls due in it; `level` 0–4 is its share of the fullest one."""

    month: int
    url: str
    count: int
    level: int


class YearStrip(Struct, frozen=True):
    """How much falls due in each month of a year; `sparse`: in so few that a table would be empty."""

    year: int
    months: tuple[MonthCell, ...]
    count: int
    sparse: bool


def limit_views(shape: Shape, task: Task) -> tuple[LimitView, ...]:
    """The limits of a task with their occurrences."""
    return tuple(_limit(shape, line) for line in shape.ledger.of(task).lines)


def limit_words(shape: Shape, task: Task) -> LimitWords:
    """The words in which a document writes the limits of a task."""
    if task.deadline and task.deadline.raw:
        return LimitWords(task.deadline.raw, (), read=False)
    limits = shape.ledger.of(task).limits.limits
    text = tuple(dict.fromkeys(limit.raw for limit in limits if limit.basis == "text"))
    return LimitWords("", text, read=bool(limits) and not text)


def _limit(shape: Shape, line: Line) -> LimitView:
    return LimitView(
        raw=line.limit.raw,
        kind=limit_kind(line.limit.rule),
        basis=line.limit.basis,
        occurrences=tuple(_occurrence(shape, entry) for entry in line.entries),
    )


def _occurrence(shape: Shape, entry: Entry) -> OccurrenceView:
    occurrence = entry.occurrence
    return OccurrenceView(
        period=occurrence.period,
        due=dates.iso(occurrence.due),
        state=entry.state or "",
        read=occurrence.read,
        trace=occurrence.trace,
        evidence=tuple(evidence_view(shape, one) for one in entry.evidence),
        explanations=tuple(evidence_view(shape, one) for one in entry.explanations),
        parts=tuple(PartView(shape.department(part.unit), part.state) for part in entry.parts),
    )


def evidence_view(shape: Shape, one: Evidence) -> EvidenceView:
    """What was published, or said, as templates see it."""
    return EvidenceView(
        title=one.title,
        date=one.date.isoformat(),
        url=one.url or (file_url(one, one.file) if one.file else ""),
        units=tuple(shape.department(unit) for unit in one.departments),
        note=one.body,
    )


def next_due(shape: Shape, task: Task) -> NextView | None:
    """The first date of a task that is not past, if it has one."""
    for entry in shape.ledger.of(task).entries():
        due = entry.occurrence.due
        if due and due >= shape.as_of:
            return NextView(due.isoformat(), entry.occurrence.period)
    return None


def due_rows(shape: Shape, entries: Iterable[Entry]) -> tuple[DueRow, ...]:
    """Occurrences that have a date as rows of a list, in date order."""
    dated = [(due, entry) for entry in entries if (due := entry.occurrence.due)]
    dated.sort(key=lambda pair: (pair[0], pair[1].task.id, pair[1].line))
    return tuple(_due_row(shape, due.isoformat(), entry) for due, entry in dated)


def _due_row(shape: Shape, due: str, entry: Entry) -> DueRow:
    row = shape.row(entry.task)
    limits = shape.ledger.of(entry.task).limits.limits
    return DueRow(
        due=due,
        period=entry.occurrence.period,
        state=entry.state or "",
        number=row.number,
        title=title_of(entry.task),
        url=row.url,
        plan=row.plan,
        units=row.units,
        more_units=row.more_units,
        raw=limits[entry.line].raw,
    )


def entries_of(shape: Shape, tasks: Iterable[Task]) -> tuple[Entry, ...]:
    """Every occurrence of some tasks that falls on a day of its own; work all year round does not."""
    return _dated(shape, tasks, all_year=False)


def year_long(shape: Shape, tasks: Iterable[Task]) -> tuple[Entry, ...]:
    """Every occurrence of some tasks that is work all year round, by its last day."""
    return _dated(shape, tasks, all_year=True)


def _dated(shape: Shape, tasks: Iterable[Task], *, all_year: bool) -> tuple[Entry, ...]:
    lines = (line for task in tasks for line in shape.ledger.of(task).lines)
    asked = (line for line in lines if isinstance(line.limit.rule, WholeYear) == all_year)
    return tuple(entry for line in asked for entry in line.entries if entry.occurrence.due)


def whole_year(shape: Shape, tasks: Iterable[Task]) -> int:
    """How many of some tasks have a limit that is the whole year."""
    return sum(
        any(isinstance(line.limit.rule, WholeYear) for line in shape.ledger.of(task).lines)
        for task in tasks
    )


def year_strips(entries: Iterable[Entry], *, linked: bool = False) -> tuple[YearStrip, ...]:
    """How much falls due in each month, year by year, the latest year first.

    `linked`: the entries are those of the calendar, so that its months list as many as are counted.
    """
    counts = Counter((due.year, due.month) for entry in entries if (due := entry.occurrence.due))
    years = sorted({year for year, _ in counts}, reverse=True)
    months = {year: [counts[year, month] for month in MONTHS] for year in years}
    return tuple(_strip(year, counted, linked=linked) for year, counted in months.items())


def _strip(year: int, counts: list[int], *, linked: bool) -> YearStrip:
    most = max(counts)
    cells = (
        MonthCell(
            month=month,
            url=calendar_url(f"{year}-{month:02}") if count and linked else "",
            count=count,
            level=-(-4 * count // most),
        )
        for month, count in zip(MONTHS, counts, strict=True)
    )
    return YearStrip(year, tuple(cells), sum(counts), sum(map(bool, counts)) < FEW)
