"""Everything about one wording, for editors and for outside tests: rules, dates, steps, troubles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from sitegen import dates
from sitegen.deadlines.grammar import read
from sitegen.deadlines.occurrence import Occurrence
from sitegen.deadlines.occurrences import Setting, expand
from sitegen.deadlines.reading import Found, Frame, Reading
from sitegen.deadlines.rules import as_json
from sitegen.deadlines.said import in_words


class Explained(Struct, frozen=True):
    """A wording with its rules and, for each, the occurrences in a year."""

    reading: Reading
    occurrences: tuple[tuple[Found, tuple[Occurrence, ...]], ...]
    year: int | None = None

    def dates(self) -> tuple[date, ...]:
        """Every date, one for each occurrence that has one, rule by rule."""
        return tuple(o.due for _, found in self.occurrences for o in found if o.due)

    def to_json(self) -> dict[str, Any]:
        """The contract of `sitegen deadline --format json`."""
        return {
            "raw": self.reading.raw,
            "rules": [as_json(found.rule, "column", found.raw) for found in self.reading.found],
            "dates": [day.isoformat() for day in self.dates()],
            "occurrences": [
                occurrence_json(place, occurrence)
                for place, (_, occurrences) in enumerate(self.occurrences)
                for occurrence in occurrences
            ],
            "problems": [
                {"kind": trouble.doubt, "raw": trouble.raw, "message": trouble.message}
                for trouble in self.reading.troubles
            ],
        }

    def to_text(self) -> str:
        """What `sitegen deadline` prints: each rule in plain words, its dates and how they came about."""
        return "".join(f"{line}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        for found, occurrences in self.occurrences:
            yield f"{_quoted(found.raw)}：{in_words(found.rule)}"
            yield from map(_dated, occurrences)
        for trouble in self.reading.troubles:
            said = "" if trouble.raw in trouble.message else f"{_quoted(trouble.raw)}，"
            yield f"问题：{said}{trouble.message}"
        if self.year is None and not self.dates():
            yield "提示：没有给出年度（--year），只解读规则，不推算日期"


def _quoted(words: str) -> str:
    inner = str.maketrans("“”\n", "‘’ ")
    return f"“{words.translate(inner)}”"


def _dated(occurrence: Occurrence) -> str:
    due = dates.chinese(occurrence.due) if occurrence.due else "日期未定"
    return f"  {due}　{'；'.join(occurrence.trace)}"


def explain(raw: str, year: int | None, issued: date | None) -> Explained:
    """What a wording says for a plan of some year that was issued on some day."""
    year = year or (issued.year if issued else None)
    reading = read(raw, Frame(year))
    setting = Setting(year, issued) if year else None
    occurrences = ((one, expand(one.rule, setting) if setting else ()) for one in reading.found)
    return Explained(reading, tuple(occurrences), year)


def occurrence_json(rule: int, occurrence: Occurrence) -> dict[str, Any]:
    """One occurrence by the open-data contract, without state; `rule` is its rule's place."""
    return {
        "rule": rule,
        "period": occurrence.period or None,
        "due": occurrence.due.isoformat() if occurrence.due else None,
        "our_reading": occurrence.read,
        "no_day_named": occurrence.grace is not None,
        "event": occurrence.event or None,
        "needed": occurrence.needed,
        "trace": list(occurrence.trace),
    }
