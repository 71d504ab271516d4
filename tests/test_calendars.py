"""Calendars for calendar programs: right for RFC 5545, the same for good, and accusing nobody."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from sitegen import ics
from sitegen.pages.events import EventsView, EventView
from sitegen.theme import load_theme
from tests.conftest import AS_OF, REPOSITORY, Site

PLAN = "content/plans/shili-2026/index.md"
TASK = "content/plans/shili-2026/tasks/001.md"
PATH = "plans/shili-2026/calendar.ics"
DEFAULT = load_theme(REPOSITORY, "default")
HOSTILE = r"a,b;c\n\\d:e END:VEVENT <b> “{0}”"

Event = dict[str, str]

# a second, independent reading of RFC 5545, line by line

_LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^;:,\"]+)*):(.*)")
_ESCAPED = re.compile(r"\\(.)")
_MARKS = {"n": "\n", "N": "\n", "\\": "\\", ",": ",", ";": ";"}


def lines(data: bytes) -> Iterator[str]:
    """The content lines of a calendar, unfolded; every physical line must keep to the rules."""
    assert data.endswith(b"\r\n")
    physical = data.removesuffix(b"\r\n").split(b"\r\n")
    for line in physical:
        assert b"\r" not in line
        assert b"\n" not in line
        assert 0 < len(line) <= 75
    yield from data.removesuffix(b"\r\n").replace(b"\r\n ", b"").decode().split("\r\n")


def plain(text: str) -> str:
    """A text with its escapes undone; a mark that needs one must have it."""
    assert not re.search(r"[,;]", _ESCAPED.sub("", text)), text
    return _ESCAPED.sub(lambda match: _MARKS[match[1]], text)


def events(data: bytes) -> list[Event]:
    """The events of a calendar by the names of their properties."""
    found: list[Event] = []
    stack: list[str] = []
    for line in lines(data):
        match = _LINE.fullmatch(line)
        assert match, line
        name, value = match[1], match[3]
        if name == "BEGIN":
            stack.append(value)
            found.extend([{}] if value == "VEVENT" else [])
        elif name == "END":
            assert stack.pop() == value
        elif stack == ["VCALENDAR", "VEVENT"]:
            assert name not in found[-1], f"{name} stands twice"
            text = name in {"SUMMARY", "DESCRIPTION"}
            found[-1][name] = plain(value) if text else value
        else:
            assert stack == ["VCALENDAR"]
    assert not stack
    return found


def calendars(site: Site) -> dict[str, bytes]:
    """Every calendar of a site by its path."""
    return {path: data for path, data in site.files().items() if path.endswith(".ics")}


def only(site: Site, due: str) -> Event:
    """The event of a day in the plan's calendar."""
    found = [e for e in events(site.files()[PATH]) if e["DTSTART"] == due.replace("-", "")]
    assert len(found) == 1
    return found[0]


@pytest.fixture
def tracked(small: Site) -> Site:
    """A site whose plan is tracked, with evidence for one month."""
    small.edit(PLAN, "year: 2026", "year: 2026\nissued: 2026-02-03\ntracking: active")
    small.write(
        "content/plans/shili-2026/records/03.md",
        '---\ntitle: 三月收支\ndate: 2026-03-18\ntasks: ["1"]\ndepartments: [市财政局]\n'
        "url: https://example.com/3\n---\n\n三月收支。\n",
    )
    return small


def test_every_calendar_is_read_the_same_in_two_ways(portal: Site) -> None:
    found = calendars(portal)
    assert len(found) > 100
    for data in found.values():
        library: Any = icalendar.Calendar.from_ical(data)
        read = {
            str(event["uid"]): (
                event["dtstart"].dt,
                str(event["summary"]),
                str(event["description"]),
            )
            for event in library.walk("VEVENT")
        }
        own = {
            event["UID"]: (
                date.fromisoformat(event["DTSTART"]),
                event["SUMMARY"],
                event["DESCRIPTION"],
            )
            for event in events(data)
        }
        assert read == own
        assert len(own) == len(events(data)) > 0, "a UID stands twice, or there is no event"


def test_the_calendar_of_the_portal_has_every_dated_duty_but_work_all_year_round(
    portal: Site,
) -> None:
    rows = json.loads(portal.read("data/occurrences.json"))
    wanted = {
        f"{row['id']}@zwgk.example.org": row["due"].replace("-", "")
        for row in rows
        if row["due"] and row["kind"] != "whole_year"
    }
    found = {event["UID"]: event["DTSTART"] for event in events(portal.files()["calendar.ics"])}
    assert found == wanted


def test_the_same_duty_is_the_same_event_in_every_calendar(portal: Site) -> None:
    known: dict[str, Event] = {}
    for data in calendars(portal).values():
        for event in events(data):
            assert known.setdefault(event["UID"], event) == event


def test_duties_that_are_put_off_to_one_day_are_events_of_their_own(small: Site) -> None:
    small.edit(TASK, "raw: 每月20日前", "raw: 每周一前，遇节假日顺延")
    small.build()
    rows = json.loads(small.read("data/occurrences.json"))
    assert len({row["id"] for row in rows}) == len(rows)
    found = [e for e in events(small.files()[PATH]) if e["DTSTART"] == "20260224"]
    assert len({event["UID"] for event in found}) == 2
    assert len({event["DESCRIPTION"] for event in found}) == 2


def test_only_what_has_a_dated_duty_has_a_calendar(small: Site) -> None:
    small.build()
    assert set(calendars(small)) == {
        "calendar.ics",
        "departments/shili/caizhengju/calendar.ics",
        "domains/caizheng/calendar.ics",
        "governments/shili/calendar.ics",
        PATH,
    }, "每季度一次 of the second task is in its text only, which no editor has confirmed"
    assert "text/calendar" not in small.read("domains/huanbao/index.html")
    html = small.read("domains/caizheng/index.html")
    assert '<link rel="alternate" type="text/calendar"' in html
    assert 'href="../../domains/caizheng/calendar.ics" type="text/calendar"' in html


def test_an_event_is_a_whole_day_that_blocks_no_time(small: Site) -> None:
    small.build()
    event = only(small, "2026-03-20")
    assert event["DTEND"] == "20260321"
    assert event["UID"] == "shili-2026/001/1-2026-03-20@example.org"
    assert event["SUMMARY"] == "到期：按月公开财政收支情况（市财政局）"
    assert event["TRANSP"] == "TRANSPARENT"
    # no revision is counted: the sequence is 0, which is what is read where none is given (RFC 5545)
    assert "SEQUENCE" not in event
    assert event["CATEGORIES"] == "财政"
    assert event["URL"] == "https://example.org/plans/shili-2026/tasks/001/"
    assert "DTSTART;VALUE=DATE:20260320\r\n" in small.read(PATH)


def test_an_event_says_the_wording_how_the_date_came_about_and_where(small: Site) -> None:
    small.build()
    said = only(small, "2026-03-20")["DESCRIPTION"].split("\n")
    assert said[0] == "时限原文：每月20日前（原文时限栏）"
    assert said[1] == "期间：2026年3月"
    assert said[2].startswith("推算：")
    assert said[3] == "示例市2026年政务公开工作要点第1项。"
    assert said[-1] == "https://example.org/plans/shili-2026/tasks/001/"


def test_a_duty_of_no_unit_on_record_has_no_empty_brackets_and_no_empty_place(small: Site) -> None:
    small.edit(
        TASK,
        "  raw: 市财政局牵头落实\n  lead: [市财政局]\n",
        "  raw: 有关单位\n  open_ended: true\n",
    )
    small.build()
    titles = {one["SUMMARY"] for one in events(small.files()[PATH])}
    assert "到期：按月公开财政收支情况" in titles
    row = LexborHTMLParser(small.read("plans/shili-2026/index.html")).css_first("li.task .facts")
    assert row is not None
    assert [span.text(deep=False).strip() for span in row.css("p > span")] == ["每月20日前"]


def test_a_date_of_our_own_reading_says_so(small: Site) -> None:
    small.edit(TASK, "raw: 每月20日前", "raw: 每月")
    small.build()
    assert "（本站读法）" in only(small, "2026-03-31")["DESCRIPTION"]


def test_what_is_not_tracked_has_no_state(small: Site) -> None:
    small.build()
    for event in events(small.files()[PATH]):
        assert "本站未收录落实记录" in event["DESCRIPTION"]
        assert "状态" not in event["DESCRIPTION"]
        assert "凭证" not in event["DESCRIPTION"]


def test_what_is_tracked_says_its_state_in_words(tracked: Site) -> None:
    tracked.build()
    assert "状态：按期。" in only(tracked, "2026-03-20")["DESCRIPTION"]
    unseen = only(tracked, "2026-04-20")["DESCRIPTION"]
    assert "状态：到期未见公开凭证。" in unseen
    assert "可能已经公开而没有登记" in unseen
    assert "状态：未到期。" in only(tracked, "2026-12-20")["DESCRIPTION"]
    assert all("未见" not in event["SUMMARY"] for event in events(tracked.files()[PATH]))


def test_the_stamp_is_the_day_on_which_an_event_last_changed(tracked: Site) -> None:
    tracked.build()
    assert only(tracked, "2026-12-20")["DTSTAMP"] == "20260203T000000Z", "the plan's issue"
    assert only(tracked, "2026-03-20")["DTSTAMP"] == "20260318T000000Z", "its evidence"
    assert only(tracked, "2026-04-20")["DTSTAMP"] == "20260421T000000Z", "the day after"


def test_days_on_which_nothing_changes_give_the_same_bytes(tracked: Site) -> None:
    tracked.build(date(2026, 11, 1))
    before = calendars(tracked)
    tracked.build(date(2026, 11, 20), clean=True)
    assert calendars(tracked) == before
    tracked.build(AS_OF, clean=True)
    assert calendars(tracked) != before, "on the 21st, what was due on the 20th has passed"


def test_a_calendar_says_what_it_is_and_how_often_to_look(small: Site) -> None:
    small.build()
    text = small.read(PATH)
    for line in (
        "VERSION:2.0",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:示例市2026年政务公开工作要点：到期日历",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "URL:https://example.org/plans/shili-2026/",
    ):
        assert f"\r\n{line}\r\n" in text


def test_hostile_titles_stay_text(small: Site) -> None:
    small.edit(TASK, "  declined: [按月公开]\n", "")
    small.edit(TASK, "title: 按月公开财政收支情况", f"title: '{HOSTILE}'")
    small.edit(TASK, "按月公开财政收支情况，", f"{HOSTILE}，")
    small.build()
    event = only(small, "2026-03-20")
    assert event["SUMMARY"] == f"到期：{HOSTILE}（市财政局）"
    library: Any = icalendar.Calendar.from_ical(small.files()[PATH])
    assert len(library.walk("VEVENT")) == len(events(small.files()[PATH])) == 12


def view(text: str, due: str = "2026-01-31", stamp: str = "2026-01-01") -> EventsView:
    """A calendar of one event that says a text wherever a text may stand."""
    event = EventView(
        id="x/1/1-2026-01-31",
        due=due,
        stamp=stamp,
        title=text,
        units=(text,),
        more_units=False,
        plan=text,
        number=text,
        raw=text,
        basis="column",
        period="2026-01",
        trace=(text,),
        read=False,
        tracked=False,
        state="",
        shared=False,
        url="plans/x/tasks/1/",
        domains=(text,),
    )
    return EventsView(
        kind="plan",
        name=text,
        url="plans/x/",
        address="plans/x/calendar.ics",
        site=text,
        base_url="https://example.org",
        domain="example.org",
        events=(event,),
    )


@pytest.mark.parametrize(
    "text",
    ["甲\r\nEND:VEVENT\r\n乙", "甲\rEND:VEVENT", "甲\nBEGIN:VALARM", "甲\x00\x0b\x0c\x85\u2028乙"],
)
def test_no_text_can_end_a_line(text: str) -> None:
    made = ics.calendar(view(text), "feeds/calendar.txt", DEFAULT)
    assert len(events(made)) == 1
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028]", made.decode())
    assert made.decode().splitlines() == made.decode().split("\r\n")[:-1]


@given(st.text("甲，,;:\\\\\\^\n nN.é😀", max_size=120), st.dates(date(1, 1, 2)), st.dates())
def test_a_calendar_is_what_the_library_makes_of_it(text: str, due: date, stamp: date) -> None:
    """But for a backslash before an N, which the library takes for the end of a line."""
    text = re.sub(r"\\+N", "", text)
    it = view(text, due.isoformat() if due < date.max else "2026-01-31", stamp.isoformat())
    assert ics.calendar(it, "feeds/calendar.txt", DEFAULT) == by_the_library(it)


def test_a_backslash_before_an_n_is_no_end_of_a_line() -> None:
    made = ics.calendar(view(r"C:\New\nul"), "feeds/calendar.txt", DEFAULT)
    assert r"C:\New\nul" in events(made)[0]["DESCRIPTION"]


def by_the_library(it: EventsView) -> bytes:
    """A calendar of one event."""
    made = icalendar.Calendar()
    name, description = words("feeds/calendar.txt", it)
    for key, value in (
        ("prodid", "-//sitegen//zh-CN//"),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
    ):
        made.add(key, value)
    made.add("method", "PUBLISH")
    for key in ("name", "x-wr-calname"):
        made.add(key, icalendar.vText(name))
    for key in ("description", "x-wr-caldesc"):
        made.add(key, icalendar.vText(description))
    made.add("x-wr-timezone", icalendar.vText("Asia/Shanghai"))
    made.add("refresh-interval", timedelta(1), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", timedelta(1), parameters={"VALUE": "DURATION"})
    made.add("source", f"{it.base_url}/{it.address}", parameters={"VALUE": "URI"})
    made.add("url", f"{it.base_url}/{it.url}")
    made.add_component(event_by_the_library(it))
    return bytes(made.to_ical())


def words(template: str, it: EventsView | EventView) -> tuple[str, str]:
    """The title and the description that a template gives."""
    title, _, description = DEFAULT.render(template, it).strip().partition("\n")
    return title.strip(), description.strip()


def event_by_the_library(it: EventsView) -> icalendar.Event:
    """The only event of a calendar."""
    one = it.events[0]
    title, description = words("feeds/calendar.txt", one)
    event = icalendar.Event()
    event.add("summary", title)
    event.add("dtstart", date.fromisoformat(one.due))
    event.add("dtend", date.fromisoformat(one.due) + timedelta(1))
    event.add("dtstamp", datetime.combine(date.fromisoformat(one.stamp), time(), UTC))
    event.add("uid", f"{one.id}@{it.domain}")
    event.add("categories", list(one.domains))
    event.add("description", f"{description}\n{it.base_url}/{one.url}")
    event.add("transp", "TRANSPARENT")
    event.add("url", f"{it.base_url}/{one.url}")
    return event


def test_a_calendar_has_room_for_the_next_dates_and_then_the_last(
    small: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve dates, the 20th of every month, as of 2026-11-21: December is still to come."""
    monkeypatch.setattr("sitegen.pages.events.MOST", 3)
    monkeypatch.setattr("sitegen.pages.data.MOST", 3)
    small.build()
    days = [event["DTSTART"] for event in events(small.files()[PATH])]
    assert days == ["20261020", "20261120", "20261220"]
    assert "另有9个没有收录" in "".join(lines(small.files()[PATH]))
    assert "一个日历最多收录3个日期" in small.files()["data/index.html"].decode()
    monkeypatch.setattr("sitegen.pages.events.MOST", 12)
    small.build()
    assert len(events(small.files()[PATH])) == 12
    assert "没有收录" not in "".join(lines(small.files()[PATH]))
