"""Official wording → rules. Nothing is guessed: what is not understood is said to be so.

A wording is cut into clauses; in each, limits that hang on an event are found first, then every
other form at each place, the longest match winning. In the column of a table the whole wording must
be accounted for: words that say what is to be done may follow a limit, but not words about time.
"""

from __future__ import annotations

from dataclasses import replace

from sitegen.deadlines.joined import joined
from sitegen.deadlines.leftover import about_time, joins
from sitegen.deadlines.numerals import Plain, plain
from sitegen.deadlines.reader import Reader
from sitegen.deadlines.reading import Found, Frame, Reading, Stretch, Trouble

LONGEST = 2000
_WEAK = frozenset({"prompt", "continuous", "vague", "start", "none", "event"})


def read(raw: str, frame: Frame) -> Reading:
    """The rules in the wording of a time-limit column, and what of it could not be read."""
    text = plain(raw[:LONGEST])
    stretches = joined(text.text, Reader(text.text, frame).stretches())
    found, troubles = _told(text, stretches)
    left = _left_over(text, stretches)
    if not left and not found and not troubles:
        left = text.original(0, len(text.text))
    if left:
        troubles += (Trouble("unread", left, f"没有读懂“{left}”"),)
    if len(raw) > LONGEST:
        rest = raw[LONGEST:]
        troubles += (Trouble("unread", rest, f"文字太长，只读了前 {LONGEST} 个字"),)
    return Reading(raw, found, troubles)


def scan(raw: str, frame: Frame) -> Reading:
    """The limits inside a running text, such as a task's wording; what is not a limit is left alone."""
    text = plain(raw)
    reader = Reader(text.text, replace(frame, running=True))
    found, troubles = _told(text, joined(text.text, reader.stretches()))
    telling = tuple(one for one in found if one.rule.kind not in _WEAK)
    return Reading(raw, telling, tuple(t for t in troubles if t.doubt == "impossible"))


def _told(text: Plain, stretches: list[Stretch]) -> tuple[tuple[Found, ...], tuple[Trouble, ...]]:
    found = {
        Found(rule, text.original(stretch.start, stretch.end)): None
        for stretch in stretches
        for rule in stretch.rules
    }
    troubles = tuple(
        Trouble(
            stretch.refused.doubt,
            text.original(stretch.start, stretch.end),
            stretch.refused.message,
        )
        for stretch in stretches
        if stretch.refused
    )
    return tuple(found), troubles


def _left_over(text: Plain, stretches: list[Stretch]) -> str:
    """Words about time that no rule accounts for."""
    place = 0
    last = len(text.text)
    for start, end in (*((s.start, s.end) for s in stretches), (last, last)):
        piece = text.text[place:start]
        if about_time(piece) or (place > 0 and start < last and joins(piece)):
            return text.original(place, start)
        place = max(place, end)
    return ""


__all__ = ["Frame", "read", "scan"]
