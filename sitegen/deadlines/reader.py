"""Where in a wording does which limit stand? Clause by clause: events first, then every other form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from sitegen.deadlines import alternating, events, fixed, quotas, repeating, words, years
from sitegen.deadlines.chain import CHAIN, FIRST
from sitegen.deadlines.every import EVERY, ONE
from sitegen.deadlines.occurrences import Setting, expand
from sitegen.deadlines.reading import Frame, NoRule, Pattern, Stretch
from sitegen.deadlines.rules import AfterEvent, EventOffset, Recurring, Rule

PATTERNS: tuple[Pattern, ...] = (
    *fixed.PATTERNS,
    *years.PATTERNS,
    *repeating.PATTERNS,
    *alternating.PATTERNS,
    *quotas.PATTERNS,
    *words.PATTERNS,
)


def _beginning(form: str) -> str:
    """The part of a form that tells where it may begin: the first item of a row stands for what follows."""
    nameless = re.sub(r"\(\?P<\w+>", "(?:", form).replace("(?P=mark)", ".")
    for common, first in ((EVERY, ONE), (CHAIN, FIRST)):
        before, found, after = nameless.partition(f"(?:{common})")
        if found and not after.startswith(("?", "*", "{")):
            return f"{before}(?:{first})"
    return nameless


# where any form may begin: one search in place of sixty at every character
SOMEWHERE = re.compile("|".join(dict.fromkeys(_beginning(form.form.pattern) for form in PATTERNS)))
# what a limit that counts from an event cannot do without, and one that follows it at once
_COUNTED = re.compile(r"[\d半]")
_AFTER = re.compile("后|同时")
_CLAUSE = re.compile(r"(?:[^,，。；;！？!?:]|(?<=\d):(?=\d))+")
# 20个工作日内（自信息形成之日起计算）
_NAMED_AFTER = re.compile(r"\((?P<event>[^,，。；;()\d]{2,30})之日起(?:计算|起算|算)?\)")
_SAID_YEAR = re.compile(r"(?<!\d)\d{4}(?=年)")
_CLOSED = re.compile(r"(?:前|止|内|底|末|日|号|旬|结束|终了)$")


class Reader:
    """Reads one wording from its beginning to its end, remembering the year and event last named."""

    def __init__(self, text: str, frame: Frame) -> None:
        self.text = text
        self.frame = frame
        self.found: list[Stretch] = []
        self._event = ""  # what a clause of its own names for the next: 突发事件发生后，……
        self._before: EventOffset | None = None

    def stretches(self) -> list[Stretch]:
        """Every limit in the text, in order."""
        for clause in _CLAUSE.finditer(self.text):
            self._clause(clause.start(), clause.end())
        return self.found

    def _clause(self, at: int, end: int) -> None:
        first = at
        while at < end:
            match = self._next_event(at, end, whole=at == first)
            self._plain(at, match.start() if match else end)
            if match is None:
                return
            at = self._on_event(match)

    def _next_event(self, at: int, end: int, *, whole: bool) -> re.Match[str] | None:
        counted = bool(_COUNTED.search(self.text, at, end))
        after = bool(_AFTER.search(self.text, at, end))
        forms = ((events.EVENT_OFFSET, counted), (events.AFTER_EVENT, after))
        found = [
            match
            for form, may in (*forms, (events.WITHIN, counted))
            if may and (match := form.search(self.text, at, end))
        ]
        if whole and not self.frame.running:
            clauses = (events.EVENT_ALONE, events.BARE, events.BARE_DAYS)
            found += [match for form in clauses if (match := form.match(self.text, at, end))]
        return min(found, key=lambda match: (match.end(), match.start()), default=None)

    def _on_event(self, match: re.Match[str]) -> int:
        """Reads a limit that hangs on an event, after whatever dates its words begin with; where it ends."""
        if events.is_period(match):
            self._plain(match.start(), match.end())
            return match.end()
        start = self._after_dates(*match.span("event"))
        try:
            rules = self._rules(match, start)
        except NoRule as refused:
            self.found.append(Stretch(start, match.end(), refused=refused))
            return match.end()
        named = _NAMED_AFTER.match(self.text, match.end()) if _no_event(rules) else None
        if named:
            event = events.event_of(named["event"])
            rules = tuple(replace(rule, event=event) for rule in rules)
        end = (named or match).end()
        head = start if named else self._head(start, match, rules)
        self.found.append(Stretch(head, end, rules))
        return end

    def _rules(self, match: re.Match[str], start: int) -> tuple[Rule, ...]:
        said = self.text[start : match.end("event")]
        if "n" in match.groupdict():
            self._before = rule = self._counted(match, said)
            return (rule,)
        event = events.event_of(said)
        if match.re is events.EVENT_ALONE and events.LEANING.match(self.text, match.end()):
            self._event = event
            return ()
        if not event:
            raise NoRule("unread", f"没有读懂“{match[0]}”")
        return (AfterEvent(event=event),)

    def _counted(self, match: re.Match[str], said: str) -> EventOffset:
        rule = events.offset(match, said, self._event)
        before = self._before
        if before and (said.endswith("、") or (_hours(rule, before) and not events.event_of(said))):
            return replace(rule, event=before.event)
        last = self.found[-1] if self.found else None
        if not said and last and last.end == match.end("event"):
            return self._from_day(rule, last)
        return rule

    def _from_day(self, rule: EventOffset, dated: Stretch) -> EventOffset:
        """上半年结束后15日内: counted from the day that the words before it name, if they name one."""
        setting = Setting(self.frame.base())
        days = [one.due for said in dated.rules for one in expand(said, setting) if one.due]
        if not days:
            return rule
        self.found.pop()
        named = self.text[dated.start : dated.end]
        if len(days) > 1:
            raise NoRule("unread", f"没有读懂“{named}”，看不出从哪一天起算")
        return replace(rule, event=named, after=days[0])

    def _after_dates(self, start: int, end: int) -> int:
        """Where the event begins, when its words begin with limits of their own: 12月底前、会议结束."""
        for stretch in self._forms(start, end):
            named = self.text[stretch.start : stretch.end]
            if _CLOSED.search(named) and not _bare(stretch.rules):
                self._keep(stretch)
                start = stretch.end
        return start

    def _head(self, start: int, match: re.Match[str], rules: tuple[Rule, ...]) -> int:
        """Where the words of a limit begin: at its event, without what leads to it."""
        event = events.as_plain(getattr(rules[0], "event", "")) if rules else ""
        found = self.text.rfind(event, match.start(), match.end("event")) if event else -1
        return found if found >= 0 else (match.end("event") if rules else start)

    def _plain(self, start: int, end: int) -> None:
        for stretch in self._forms(start, end):
            self._keep(stretch)

    def _keep(self, stretch: Stretch) -> None:
        self.found.append(stretch)
        years = _SAID_YEAR.findall(self.text, stretch.start, stretch.end)
        if years and stretch.rules:
            self.frame = replace(self.frame, said=int(years[-1]))

    def _forms(self, place: int, end: int) -> Iterator[Stretch]:
        """The limits between two places: at each place the longest form that fits."""
        while place < end and (near := SOMEWHERE.search(self.text, place, end)):
            stretch = self._longest(near.start(), end)
            place = stretch.end if stretch else near.start() + 1
            if stretch and (stretch.rules or stretch.refused):
                yield stretch

    def _longest(self, place: int, end: int) -> Stretch | None:
        fits = (
            (match, pattern)
            for pattern in PATTERNS
            if (match := pattern.form.match(self.text, place, end)) and match.end() > place
        )
        best = max(fits, key=lambda fit: fit[0].end(), default=None)
        return _built(*best, self.frame) if best else None


def _built(match: re.Match[str], pattern: Pattern, frame: Frame) -> Stretch:
    try:
        return Stretch(match.start(), match.end(), pattern.build(match, frame))
    except NoRule as refused:
        return Stretch(match.start(), match.end(), refused=refused)


def _no_event(rules: tuple[Rule, ...]) -> bool:
    """Whether a count does not say what it starts from."""
    return bool(rules) and all(isinstance(rule, EventOffset) and not rule.event for rule in rules)


def _hours(rule: EventOffset, before: EventOffset) -> bool:
    return rule.unit == before.unit == "hours"


def _bare(rules: tuple[Rule, ...]) -> bool:
    """Whether rules say no more than how often: 每次, 每年 belong to the event they stand in."""
    return all(
        isinstance(rule, Recurring) and not (rule.place or rule.by or rule.offset) for rule in rules
    )
