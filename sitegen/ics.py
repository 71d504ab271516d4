"""Events → iCalendar (RFC 5545): lines of 75 octets, CRLF, values escaped.

The words come from the theme: its template gives the title of a calendar or an event on the first
line and the description below. An event is serialised once and shared by all calendars it is in.
Lines are our own, held byte for byte to those of a library by tests: loading it takes a build longer
than the lines of all its calendars.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from sitegen.pages.events import EventsView, EventView
from sitegen.theme import Theme

_PRODUCT = "-//sitegen//zh-CN//"
_DAILY = timedelta(days=1)
_EVENTS_KEPT = 16384
_LONGEST = 74  # octets of a piece of a line without the space before it
_BREAK = r"\n"  # the end of a line within a text (RFC 5545, 3.3.11)
# what RFC 5545 does not let stand in a text, and what some readers take for the end of a line
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def calendar(view: EventsView, template: str, theme: Theme) -> bytes:
    """A calendar as a file for calendar programs to subscribe to (RFC 5545, RFC 7986)."""
    events = (_event(event, view.domain, view.base_url, template, theme) for event in view.events)
    return b"".join((_head(view, template, theme), *events, b"END:VCALENDAR\r\n"))


def _head(view: EventsView, template: str, theme: Theme) -> bytes:
    """What a calendar says of itself, as a library writes it."""
    name, description = map(_text, _words(theme.render(template, view)))
    said = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"DESCRIPTION:{description}",
        f"X-WR-CALDESC:{description}",
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        f"SOURCE;VALUE=URI:{view.base_url}/{view.address}",
        f"URL:{view.base_url}/{view.url}",
        "X-PUBLISHED-TTL;VALUE=DURATION:P1D",
        "X-WR-TIMEZONE:Asia/Shanghai",
    )
    return b"".join(map(_folded, said))


@lru_cache(maxsize=_EVENTS_KEPT)
def _event(view: EventView, domain: str, base_url: str, template: str, theme: Theme) -> bytes:
    """An event as a library writes it, in a seventh of its time; tests hold the two together."""
    title, description = _words(theme.render(template, view))
    address = f"{base_url}/{view.url}"
    next_day = (date.fromisoformat(view.due) + _DAILY).isoformat()
    said = (
        "BEGIN:VEVENT",
        f"SUMMARY:{_text(title)}",
        f"DTSTART;VALUE=DATE:{_day(view.due)}",
        f"DTEND;VALUE=DATE:{_day(next_day)}",
        f"DTSTAMP:{_day(view.stamp)}T000000Z",
        f"UID:{_text(f'{view.id}@{domain}')}",
        f"CATEGORIES:{','.join(_text(_NO_TEXT.sub('', name)) for name in view.domains)}",
        f"DESCRIPTION:{_text(description)}{_BREAK}{_text(address)}",
        "TRANSP:TRANSPARENT",
        f"URL:{address}",
        "END:VEVENT",
    )
    return b"".join(map(_folded, said))


def _text(value: str) -> str:
    """A text with its marks escaped (RFC 5545, 3.3.11)."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return value.replace("\n", _BREAK)


def _day(written: str) -> str:
    """A date of ISO 8601 in its basic form."""
    return written.replace("-", "")


def _folded(line: str) -> bytes:
    """A line in pieces of no more than 75 octets, with a space before all but the first (3.1).

    No character is cut in two, and no piece ends with a mark that escapes what follows.
    """
    rest = line.encode()
    pieces = []
    while len(rest) > _LONGEST:
        end = _LONGEST
        while rest[end] & 0xC0 == 0x80:  # noqa: PLR2004 - a character goes on here (RFC 3629)
            end -= 1
        end -= rest[end - 1] in b"\\^"
        pieces.append(rest[:end])
        rest = rest[end:]
    return b"\r\n ".join((*pieces, rest)) + b"\r\n"


def _words(text: str) -> tuple[str, str]:
    """The title and the description that a template gives."""
    title, _, description = _NO_TEXT.sub("", text).strip().partition("\n")
    return title.strip(), description.strip()
