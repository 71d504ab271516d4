"""What falls due when, for calendar programs: one event for each occurrence that has a day of its own.

An event is named for good by its occurrence and the portal's domain. Its stamp is the day on which
what it says last changed (the issue of the plan, a change of the task's file here, the latest
evidence, the day after a date that passed without any), so that the same content gives the same
file on any day between two changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain, islice
from urllib.parse import urlsplit

from msgspec import Struct

from sitegen import dates
from sitegen.changes import Changes
from sitegen.ledger import Entry, answering
from sitegen.model import title_of
from sitegen.pages.feeds import UNDATED
from sitegen.pages.shape import UNITS_SHOWN, Page, Shape
from sitegen.pages.topics import Topic, dated, topics
from sitegen.routes import events_url

MOST = 2000  # events of one calendar, about 1.5 MB; the next ones first, then the last ones
_UNSETTLED = frozenset({"到期未见公开凭证", "无法判定"})


class EventView(Struct, frozen=True):
    """One dated duty as an event; `state` only where the plan is tracked."""

    id: str
    due: str
    stamp: str
    title: str
    units: tuple[str, ...]
    more_units: bool
    plan: str
    number: str
    raw: str
    basis: str
    period: str
    trace: tuple[str, ...]
    read: bool
    tracked: bool
    state: str
    shared: bool
    url: str
    domains: tuple[str, ...]


class EventsView(Struct, frozen=True):
    """A calendar: what it is of, its events by date, and how many more dates it has no room for."""

    kind: str
    name: str
    url: str
    address: str
    site: str
    base_url: str
    domain: str
    events: tuple[EventView, ...]
    left_out: int = 0


def event_pages(shape: Shape, changes: Changes) -> Iterator[Page]:
    """The calendar of everything that has a dated duty."""
    events: dict[str, EventView] = {}

    def made(one: Entry) -> EventView:
        changed = changes.last(shape.site.path(one.task))
        return _event(shape, one, _stamp(shape, one, changed))

    for topic in topics(shape):
        found = dated(shape, topic)
        if found:
            own = nearest(found, shape.as_of)
            new = (entry for entry in own if entry.id not in events)
            events.update((one.id, made(one)) for one in new)
            view = _events(shape, topic, [events[one.id] for one in own], len(found) - len(own))
            yield Page(view.address, "feeds/calendar.txt", view)


def nearest(entries: tuple[Entry, ...], day: date) -> tuple[Entry, ...]:
    """As many of the entries as a calendar has room for: from a day on, then back from it."""
    if len(entries) <= MOST:
        return entries
    to_come = sorted((e for e in entries if _due(e) >= day), key=_order)
    past = sorted((e for e in entries if _due(e) < day), key=_order, reverse=True)
    return tuple(islice(chain(to_come, past), MOST))


def _due(entry: Entry) -> date:
    return entry.occurrence.due or date.max


def _order(entry: Entry) -> tuple[date, str]:
    return _due(entry), entry.id


def _events(shape: Shape, topic: Topic, events: Iterable[EventView], left_out: int) -> EventsView:
    return EventsView(
        kind=topic.kind,
        name=topic.name,
        url=topic.url,
        address=events_url(topic.url),
        site=shape.frame.title,
        base_url=shape.frame.base_url,
        domain=urlsplit(shape.frame.base_url).hostname or "",
        events=tuple(sorted(events, key=lambda event: (event.due, event.id))),
        left_out=left_out,
    )


def _event(shape: Shape, entry: Entry, stamp: date) -> EventView:
    task, occurrence = entry.task, entry.occurrence
    plan = shape.index.plan[task.plan]
    limit = shape.ledger.of(task).limits.limits[entry.line]
    units = answering(task)
    return EventView(
        id=entry.id,
        due=dates.iso(occurrence.due),
        stamp=stamp.isoformat(),
        title=title_of(task),
        units=tuple(shape.department(unit).title for unit in units[:UNITS_SHOWN]),
        more_units=len(units) > UNITS_SHOWN or task.responsibility.open_ended,
        plan=plan.title,
        number=task.number,
        raw=limit.raw,
        basis=limit.basis,
        period=occurrence.period,
        trace=occurrence.trace,
        read=occurrence.read,
        tracked=plan.tracking == "active",
        state=entry.state or "",
        shared=shape.ledger.shared(task),
        url=shape.routes.of(task),
        domains=tuple(shape.index.domain[domain].name for domain in task.domains),
    )


def _stamp(shape: Shape, entry: Entry, changed: date | None) -> date:
    """The day on which what an event says last changed."""
    issued = shape.index.plan[entry.task.plan].issued
    days = [issued, changed, *(one.date for one in entry.evidence)]
    due = entry.occurrence.due
    if due and entry.state in _UNSETTLED and due < shape.as_of:
        days.append(due + timedelta(1))
    return max(filter(None, days), default=UNDATED)
