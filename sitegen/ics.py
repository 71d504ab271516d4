"""Events → iCalendar (RFC 5545): lines of 75 octets, CRLF, values escaped by the library.

The words come from the theme: its template gives the title of a calendar or an event on the first
line and the description below. An event is serialised once and shared by all calendars it is in.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from icalendar import Calendar, Event, vText

from sitegen.pages.events import EventsView, EventView
from sitegen.theme import Theme

_PRODUCT = "-//sitegen//zh-CN//"
_DAILY = timedelta(days=1)
_END = b"END:VCALENDAR\r\n"
_EVENTS_KEPT = 16384
# what RFC 5545 does not let stand in a text, and what some readers take for the end of a line
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def calendar(view: EventsView, template: str, theme: Theme) -> bytes:
    """A calendar as a file for calendar programs to subscribe to (RFC 5545, RFC 7986)."""
    events = (_event(event, view.domain, view.base_url, template, theme) for event in view.events)
    head = _head(view, template, theme).to_ical()
    return b"".join((head.removesuffix(_END), *events, _END))


def _head(view: EventsView, template: str, theme: Theme) -> Calendar:
    name, description = _words(theme.render(template, view))
    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    for key in ("name", "x-wr-calname"):
        made.add(key, vText(name))
    for key in ("description", "x-wr-caldesc"):
        made.add(key, vText(description))
    made.add("x-wr-timezone", vText("Asia/Shanghai"))
    made.add("refresh-interval", _DAILY, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", _DAILY, parameters={"VALUE": "DURATION"})
    made.add("source", f"{view.base_url}/{view.address}", parameters={"VALUE": "URI"})
    made.add("url", f"{view.base_url}/{view.url}")
    return made


@lru_cache(maxsize=_EVENTS_KEPT)
def _event(view: EventView, domain: str, base_url: str, template: str, theme: Theme) -> bytes:
    title, description = _words(theme.render(template, view))
    address = f"{base_url}/{view.url}"
    day = date.fromisoformat(view.due)
    made = Event()
    made.add("uid", f"{view.id}@{domain}")
    made.add("dtstamp", datetime.combine(date.fromisoformat(view.stamp), time(), UTC))
    made.add("dtstart", day)
    made.add("dtend", day + _DAILY)
    made.add("summary", title)
    made.add("description", f"{description}\n{address}")
    made.add("categories", [_NO_TEXT.sub("", name) for name in view.domains])
    made.add("url", address)
    made.add("sequence", view.sequence)
    made.add("transp", "TRANSPARENT")
    return bytes(made.to_ical())


def _words(text: str) -> tuple[str, str]:
    """The title and the description that a template gives."""
    title, _, description = _NO_TEXT.sub("", text).strip().partition("\n")
    return title.strip(), description.strip()
