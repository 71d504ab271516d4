"""The calendar: what falls due when, by year and month; the next thirty days; what is past due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from itertools import groupby

from msgspec import Struct

from sitegen import dates
from sitegen.ledger import Entry
from sitegen.pages.schedule import (
    DueRow,
    YearStrip,
    due_rows,
    entries_of,
    year_long,
    year_strips,
)
from sitegen.pages.shape import About, Page, Shape, crumbs, downloads, fixed, later
from sitegen.pages.topics import Subscription, portal_topic, subscription
from sitegen.pages.views import CountedLink, Download, Link, Meta
from sitegen.routes import FIXED, calendar_url, file_of, schedule_url

SOON = timedelta(days=30)
_UNSEEN = "到期未见公开凭证"

Months = Mapping[str, tuple[Entry, ...]]
# what is work all year round and on no page of a day, by year: how much of it each plan has
AllYear = Mapping[int, tuple[CountedLink, ...]]


class DayView(Struct, frozen=True):
    """What falls due on one day."""

    day: str
    rows: tuple[DueRow, ...]


class MonthView(Struct, frozen=True):
    """What the page of a month shows; `as_of` where it shows states, `all_year` what it leaves out."""

    year: int
    month: int
    days: tuple[DayView, ...]
    count: int
    as_of: str
    all_year: tuple[CountedLink, ...]
    downloads: tuple[Download, ...]
    before: Link | None
    after: Link | None


class YearView(Struct, frozen=True):
    """What the page of a year shows: its months, and how much of it each plan brings."""

    strip: YearStrip
    plans: tuple[CountedLink, ...]
    all_year: tuple[CountedLink, ...]
    downloads: tuple[Download, ...]
    before: Link | None
    after: Link | None


class _Around(Struct, frozen=True):
    """What stands beside a month or a year: what it leaves out, the one before and the one after."""

    all_year: tuple[CountedLink, ...]
    before: Link | None
    after: Link | None


class CalendarView(Struct, frozen=True):
    """What the first page of the calendar shows; how many occurrences it has, and its files beside."""

    as_of: str
    until: str
    soon: tuple[DayView, ...]
    overdue: tuple[DueRow, ...]
    tracked: bool
    years: tuple[YearStrip, ...]
    count: int
    all_year: int
    undated: int
    downloads: tuple[Download, ...]
    subscribe: Subscription


def calendar_pages(shape: Shape) -> Iterator[Page]:
    """The calendar with a page for each year and month that something falls due in."""
    entries = entries_of(shape, shape.site.tasks)
    months = _by_month(entries)
    strips = year_strips(entries, linked=True)
    long = _all_year(shape)
    make: Callable[[], Page] = partial(_first_page, shape, entries, strips)
    yield later("pages/calendar.html", About("calendar", FIXED["calendar"]), make)
    names = tuple(months)
    for place, name in enumerate(names):
        around = _Around(long.get(int(name[:4]), ()), *_beside(names, place))
        make = partial(_month_page, shape, name, months[name], around)
        about = About("month", calendar_url(name), indexed=False)
        yield later("pages/month.html", about, make)
    years = tuple(str(strip.year) for strip in reversed(strips))
    for place, strip in enumerate(reversed(strips)):
        around = _Around(long.get(strip.year, ()), *_beside(years, place))
        make = partial(_year_page, shape, strip, months, around)
        about = About("year", calendar_url(str(strip.year)), indexed=False)
        yield later("pages/year.html", about, make)


def _all_year(shape: Shape) -> AllYear:
    entries = year_long(shape, shape.site.tasks)
    years = Counter((due.year, e.task.plan) for e in entries if (due := e.occurrence.due))
    return {
        year: tuple(
            CountedLink(plan.title, schedule_url(plan.id), years[year, plan.id])
            for plan in shape.site.plans
            if years[year, plan.id]
        )
        for year in sorted({year for year, _ in years})
    }


def calendar_lists(shape: Shape) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """What falls due in each month and each year, with its name as a dataset."""
    months = _by_month(entries_of(shape, shape.site.tasks))
    yield from ((f"calendar/{name}", entries) for name, entries in months.items())
    for year, names in groupby(months, key=lambda name: name[:4]):
        yield f"calendar/{year}", tuple(entry for name in names for entry in months[name])


def _by_month(entries: tuple[Entry, ...]) -> Months:
    dated = [(due, entry) for entry in entries if (due := entry.occurrence.due)]
    dated.sort(key=lambda pair: pair[0])
    return {
        month: tuple(entry for _, entry in found)
        for month, found in groupby(dated, key=lambda pair: f"{pair[0]:%Y-%m}")
    }


def _beside(names: tuple[str, ...], place: int) -> tuple[Link | None, Link | None]:
    before = names[place - 1] if place else ""
    after = names[place + 1] if place + 1 < len(names) else ""
    return _link(before), _link(after)


def _link(period: str) -> Link | None:
    return Link(dates.period(period), calendar_url(period)) if period else None


def _first_page(shape: Shape, entries: tuple[Entry, ...], strips: tuple[YearStrip, ...]) -> Page:
    until = shape.as_of + SOON
    soon = [e for e in entries if e.occurrence.due and shape.as_of <= e.occurrence.due <= until]
    view = CalendarView(
        as_of=shape.as_of.isoformat(),
        until=until.isoformat(),
        soon=_days(due_rows(shape, soon)),
        overdue=due_rows(shape, _unseen(shape)),
        tracked=any(plan.tracking == "active" for plan in shape.site.plans),
        years=strips,
        count=len(entries),
        all_year=len(year_long(shape, shape.site.tasks)),
        undated=_undated(shape),
        downloads=downloads("occurrences"),
        subscribe=subscription(shape, portal_topic(shape)),
    )
    meta = Meta("calendar", FIXED["calendar"], "", "", crumbs())
    return Page(file_of(meta.url), "pages/calendar.html", shape.context(meta, view))


def _undated(shape: Shape) -> int:
    every = (entry for task in shape.site.tasks for entry in shape.ledger.of(task).entries())
    return sum(entry.occurrence.due is None for entry in every)


def _unseen(shape: Shape) -> Iterator[Entry]:
    every = (entry for task in shape.site.tasks for entry in shape.ledger.of(task).entries())
    return (entry for entry in every if entry.state == _UNSEEN)


def _days(rows: tuple[DueRow, ...]) -> tuple[DayView, ...]:
    return tuple(DayView(day, tuple(found)) for day, found in groupby(rows, lambda row: row.due))


def _month_page(
    shape: Shape,
    name: str,
    entries: tuple[Entry, ...],
    around: _Around,
) -> Page:
    year, month = map(int, name.split("-"))
    view = MonthView(
        year=year,
        month=month,
        days=_days(due_rows(shape, entries)),
        count=len(entries),
        as_of=shape.as_of.isoformat() if any(entry.state for entry in entries) else "",
        all_year=around.all_year,
        downloads=downloads(f"calendar/{name}"),
        before=around.before,
        after=around.after,
    )
    meta = Meta(
        kind="month",
        url=calendar_url(name),
        title=name,
        description=f"{year}年{month}月到期的政务公开任务，共 {len(entries)} 项次",
        crumbs=crumbs(fixed("calendar"), Link(dates.period(name[:4]), calendar_url(name[:4]))),
        indexed=False,
    )
    return Page(file_of(meta.url), "pages/month.html", shape.context(meta, view))


def _year_page(shape: Shape, strip: YearStrip, months: Months, around: _Around) -> Page:
    files = downloads(f"calendar/{strip.year}")
    view = YearView(
        strip=strip,
        plans=_by_plan(shape, strip, months),
        all_year=around.all_year,
        downloads=files,
        before=around.before,
        after=around.after,
    )
    meta = Meta(
        kind="year",
        url=calendar_url(str(strip.year)),
        title=str(strip.year),
        description=f"{strip.year}年到期的政务公开任务，共 {strip.count} 项次",
        crumbs=crumbs(fixed("calendar")),
        indexed=False,
    )
    return Page(file_of(meta.url), "pages/year.html", shape.context(meta, view))


def _by_plan(shape: Shape, strip: YearStrip, months: Months) -> tuple[CountedLink, ...]:
    inside = (e for name, found in months.items() if name[:4] == str(strip.year) for e in found)
    counts = Counter(entry.task.plan for entry in inside)
    return tuple(
        CountedLink(plan.title, schedule_url(plan.id), counts[plan.id])
        for plan in shape.site.plans
        if counts[plan.id]
    )
