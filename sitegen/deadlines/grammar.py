"""Official wording → rules. Nothing is guessed: what is not understood is said to be so.

A wording is cut into clauses; in each, limits that hang on an event are found first, then every
other form at each place, the longest match winning. In the column of a table the whole wording must
be accounted for: words that say what is to be done may follow a limit, but not words about time.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec.structs import replace

from sitegen.deadlines.excepted import UNDATED, stated, taken_back
from sitegen.deadlines.joined import joined
from sitegen.deadlines.leftover import about_time, joins
from sitegen.deadlines.numerals import Plain, plain
from sitegen.deadlines.reader import Reader
from sitegen.deadlines.reading import Found, Frame, NoRule, Reading, Stretch, Trouble
from sitegen.deadlines.rules import HalfYearEnd, MonthEnd, QuarterEnd, Recurring

_OPEN = (Recurring, MonthEnd, QuarterEnd, HalfYearEnd)
# words that say where in the period before them: 5月第1周, 6月汛期前
_LATER_IN = re.compile("的?第|的?最后|[^,，。；;、()]{0,6}前")
LONGEST = 2000
# every limit that is told of a running text has one of these; most texts have none and are done with
TELLING = re.compile(r"[\d每年月日天季周旬届号末底期%％]|小时|百分|率")


@lru_cache(maxsize=1 << 14)
def read(raw: str, frame: Frame) -> Reading:
    """The rules in the wording of a time-limit column, and what of it could not be read."""
    text = plain(raw[:LONGEST])
    stretches = joined(text.text, Reader(text.text, frame).stretches())
    stretches = taken_back(text.text, stretches)
    start, end = _left_over(text.text, stretches)
    if start < end:
        start, stretches = _without_half_read(text.text, stretches, start)
    elif not stretches:
        end = len(text.text)
    found, troubles = _told(text, stretches)
    if start < end or not stretches:
        troubles += (_unread(text.original(start, end)),)
    if len(raw) > LONGEST:
        said = f"文字太长，只读了前 {LONGEST} 个字"
        troubles += (Trouble("unread", raw[LONGEST:], said),)
    return Reading(raw, found, troubles)


def _unread(said: str) -> Trouble:
    words = said.strip("，,。；;、 \n") or said
    return Trouble("unread", words, f"没有读懂“{words}”" if words else "没有写时限")


def _without_half_read(
    text: str, stretches: list[Stretch], start: int
) -> tuple[int, list[Stretch]]:
    """What is unread belongs to what stands right before it (每年春节前, 5月第一周): then that is no rule."""
    before = next((one for one in stretches if one.end == start), None)
    open_ = before and before.rules and all(isinstance(rule, _OPEN) for rule in before.rules)
    if not before or not open_ or text[start] in ",，。;；、":
        return start, stretches
    if not isinstance(before.rules[0], Recurring) and not _LATER_IN.match(text, start):
        return start, stretches
    return before.start, [one for one in stretches if one is not before]


def scan(raw: str, frame: Frame) -> Reading:
    """The limits inside a running text, such as a task's wording; what is not a limit is left alone."""
    if not TELLING.search(raw):
        return Reading(raw, (), ())
    text = plain(raw)
    reader = Reader(text.text, replace(frame, running=True))
    limits = (one for one in joined(text.text, reader.stretches()) if not stated(text.text, one))
    found, troubles = _told(text, list(limits))
    telling = tuple(one for one in found if one.rule.kind not in UNDATED)
    return Reading(raw, telling, tuple(t for t in troubles if t.doubt == "impossible"))


def _told(text: Plain, stretches: list[Stretch]) -> tuple[tuple[Found, ...], tuple[Trouble, ...]]:
    found = {
        Found(rule, text.original(stretch.start, stretch.end)): None
        for stretch in stretches
        for rule in stretch.rules
    }
    troubles = tuple(
        _refused(text, stretch, stretch.refused) for stretch in stretches if stretch.refused
    )
    return tuple(found), troubles


def _refused(text: Plain, stretch: Stretch, refused: NoRule) -> Trouble:
    words = text.original(stretch.start, stretch.end)
    message = refused.message.replace(text.text[stretch.start : stretch.end], words)
    return Trouble(refused.doubt, words, message)


def _left_over(text: str, stretches: list[Stretch]) -> tuple[int, int]:
    """The first words about time that no rule accounts for; an empty stretch if there are none."""
    place = 0
    last = len(text)
    for start, end in (*((s.start, s.end) for s in stretches), (last, last)):
        piece = text[place:start]
        if about_time(piece) or (place > 0 and start < last and joins(piece)):
            return place, start
        place = max(place, end)
    return 0, 0


__all__ = ["Frame", "read", "scan"]
