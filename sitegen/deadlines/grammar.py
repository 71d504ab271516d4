"""Official wording → rules. Nothing is guessed: what is not understood is said to be so.

A wording is cut into clauses; in each, limits that hang on an event are found first, then every
other form at each place, the longest match winning. In the column of a table the whole wording must
be accounted for: words that say what is to be done may follow a limit, but not words about time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.deadlines import fixed, repeating, words
from sitegen.deadlines.numerals import Plain, plain
from sitegen.deadlines.reading import Found, Frame, Pattern, Reading, Refused, Trouble
from sitegen.deadlines.rules import EventOffset, Prompt, Rule

PATTERNS: tuple[Pattern, ...] = (*fixed.PATTERNS, *repeating.PATTERNS, *words.PATTERNS)

LONGEST = 2000
_CLAUSE = re.compile(r"[^，。；！？,;]+")
# words about time that must not be left over in a column
_CUE = re.compile(
    r"\d+(?![次个项份条家名场%件篇类级])|每|(?<![以提目面])前(?!期|述|置)|(?<!然|先|以|今)后|底|旬|季度|[一二三四]季|半年|周(?!边|全|密)|"
    r"日内|年内|期间|期限|时限|期末|工作日|小时|月份?"
)
# 上月的数据, 月报: words about what is disclosed, not about when
_ABOUT = re.compile(
    "[上本当](?:个?月|季度|半年|年度?|周)|月报|月度数据|季报|周报|年报|月份?(?=数据|情况|报表)"
)


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    rules: tuple[Rule, ...] = ()
    refused: Refused | None = None


def read(raw: str, frame: Frame) -> Reading:
    """The rules in the wording of a time-limit column, and what of it could not be read."""
    text = plain(raw[:LONGEST])
    matches = list(_matches(text, frame))
    found, troubles = _told(text, matches)
    left = _left_over(text, matches)
    if left:
        troubles += (Trouble("unread", left, f"没有读懂“{left}”"),)
    if not matches and not left and text.text:
        troubles += (Trouble("unread", raw, f"没有读懂“{raw}”"),)
    return Reading(raw, found, troubles)


def scan(raw: str, frame: Frame) -> Reading:
    """The limits inside a running text, such as a task's wording; what is not a limit is left alone."""
    text = plain(raw)
    found, troubles = _told(text, list(_matches(text, frame)))
    telling = tuple(one for one in found if one.rule.kind not in _WEAK)
    return Reading(raw, telling, tuple(t for t in troubles if t.doubt == "impossible"))


_WEAK = frozenset({"prompt", "continuous", "vague", "start", "none", "event"})


def _told(text: Plain, matches: list[_Match]) -> tuple[tuple[Found, ...], tuple[Trouble, ...]]:
    found = tuple(
        Found(rule, text.original(match.start, match.end))
        for match in matches
        for rule in match.rules
    )
    troubles = tuple(
        Trouble(match.refused.doubt, text.original(match.start, match.end), match.refused.message)
        for match in matches
        if match.refused
    )
    return found, troubles


def _matches(text: Plain, frame: Frame) -> Iterator[_Match]:
    """Every limit in the text, in order."""
    event = ""
    for clause in _CLAUSE.finditer(text.text):
        at = clause.start()
        for match in _events(clause[0], at, event):
            if match.start > at:
                yield from _plain_forms(text.text, at, match.start, frame)
            yield match
            event = _event_named(match) or event
            at = match.end
        yield from _plain_forms(text.text, at, clause.end(), frame)


def _event_named(match: _Match) -> str:
    rule = match.rules[0] if match.rules else None
    return rule.event if isinstance(rule, EventOffset) else ""


def _events(clause: str, offset: int, before: str) -> Iterator[_Match]:
    """The limits of a clause that hang on an event; a second one may lean on the first's event."""
    place = 0
    while place < len(clause):
        candidates = [
            match
            for form in (words.EVENT_OFFSET, words.AFTER_EVENT, words.WITHIN)
            if (match := form.search(clause, place))
        ]
        best = min(candidates, key=lambda match: (match.end(), match.start()), default=None)
        if best is None:
            return
        rule = words.offset(best, before) if "n" in best.groupdict() else words.after(best)
        if rule is not None:
            head = best["event"].rfind(_head(rule))
            start = best.start("event") + head if head >= 0 else best.end("event")
            yield _Match(offset + start, offset + best.end(), (rule,))
            before = rule.event or before
        place = best.end()


def _head(rule: Rule) -> str:
    return getattr(rule, "event", "") or ""


def _plain_forms(text: str, start: int, end: int, frame: Frame) -> Iterator[_Match]:
    """The limits between two places: at each place the longest form that fits."""
    place = start
    while place < end:
        match = _longest(text, place, end, frame)
        if match is None:
            place += 1
        else:
            yield match
            place = match.end


def _longest(text: str, place: int, end: int, frame: Frame) -> _Match | None:
    fits = [
        (match, pattern)
        for pattern in PATTERNS
        if (match := pattern.form.match(text, place, end)) and match.end() > place
    ]
    if not fits:
        return None
    match, pattern = max(fits, key=lambda fit: fit[0].end())
    try:
        return _Match(place, match.end(), pattern.build(match, frame))
    except Refused as refused:
        return _Match(place, match.end(), refused=refused)


def _left_over(text: Plain, matches: list[_Match]) -> str:
    """Words about time that no rule accounts for."""
    place = 0
    for start, end in [*((m.start, m.end) for m in matches), (len(text.text), len(text.text))]:
        piece = text.text[place:start]
        if _CUE.search(_ABOUT.sub("", piece)):
            return text.original(place, start)
        place = max(place, end)
    return ""


__all__ = ["Frame", "Prompt", "read", "scan"]
