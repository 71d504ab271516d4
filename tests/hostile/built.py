"""What is in a built site: its elements, attributes, schemes and scripts, feeds, calendars, tables."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from icalendar import Calendar

_URLS = frozenset(
    {"href", "src", "action", "formaction", "data", "srcset", "poster", "cite", "xlink:href"}
)
_SCHEME = re.compile(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*):|(//)")
_FORMULA = re.compile(r"[=+\-@\t\r\n]")
_CELL = re.compile(r"-?[0-9.]+")


class _Reading(HTMLParser):
    """The (element, attribute) pairs of a page, the schemes of its addresses, its script texts."""

    def __init__(self) -> None:
        super().__init__()
        self.pairs: set[tuple[str, str]] = set()
        self.schemes: set[str] = set()
        self.scripts: list[tuple[str, str]] = []
        self.script = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pairs |= {(tag, ""), *((tag, name) for name, _ in attrs)}
        for name, value in attrs:
            if name in _URLS and (found := _SCHEME.match(value or "")):
                self.schemes.add((found[1] or found[2]).lower())
        self.script = dict(attrs).get("type") or "code" if tag == "script" else ""

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - as declared
        self.script = ""

    def handle_data(self, data: str) -> None:
        if self.script:
            self.scripts.append((self.script, data))

    def unknown_decl(self, data: str) -> None:
        self.pairs.add(("!", data[:20]))

    def handle_pi(self, data: str) -> None:
        self.pairs.add(("?", data[:20]))


def shape(files: dict[str, bytes]) -> tuple[set[tuple[str, str]], set[str]]:
    """Every (element, attribute) of the pages of a site, and every scheme of their addresses."""
    pairs: set[tuple[str, str]] = set()
    schemes: set[str] = set()
    for path, data in files.items():
        if path.endswith(".html"):
            reading = _Reading()
            reading.feed(data.decode())
            reading.close()
            pairs |= reading.pairs
            schemes |= reading.schemes
            for kind, text in reading.scripts:
                if kind != "code":
                    json.loads(text)
    return pairs, schemes


def wrong(files: dict[str, bytes]) -> Iterator[str]:
    """What machines that read the site would trip over."""
    for path, data in files.items():
        name = path.rpartition("/")[2]
        suffix = name.rpartition(".")[2]
        if path.startswith(("pagefind/", "assets/")) or "/files/" in path:
            continue
        if suffix in {"xml", "svg", "atom"}:
            yield from _xml(path, data)
        elif suffix == "ics":
            yield from _calendar(path, data)
        elif suffix == "csv":
            yield from _table(path, data)
        elif suffix == "json":
            json.loads(data)


def _xml(path: str, data: bytes) -> Iterator[str]:
    for element in ET.fromstring(data).iter():  # noqa: S314 - our own file
        for name, value in element.attrib.items():
            if name.rpartition("}")[2] in {"href", "src"} and not re.match(
                r"https?://|[\w#./-]*$", value
            ):
                yield f"{path}: {name} {value[:80]}"


def _calendar(path: str, data: bytes) -> Iterator[str]:
    found = Calendar.from_ical(data)
    yield from (f"{path}: {error}" for part in found.walk() for error in part.errors)
    names = {part.name for part in found.walk()}
    if not names <= {"VCALENDAR", "VEVENT"} or found.get("attach"):
        yield f"{path}: {names}"
    if any(len(line) > 75 for line in data.split(b"\r\n")) or b"\n" in data.replace(b"\r\n", b""):
        yield f"{path}: lines"


def _table(path: str, data: bytes) -> Iterator[str]:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    if len({len(row) for row in rows}) > 1:
        yield f"{path}: rows of different length"
    for cell in (cell for row in rows for cell in row):
        if _FORMULA.match(cell) and not _CELL.fullmatch(cell):
            yield f"{path}: {cell[:40]!r}"
