"""What was read in a wording: rules with the words they came from, and what could not be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from sitegen import dates
from sitegen.deadlines.rules import Rule

# where a clause begins and ends: nothing but a stop or a bracket stands there
CLAUSE_BEGINS = r"(?<![^,，。;；:：()（）【\[])"
CLAUSE_ENDS = r"(?=[,，。;；()（）】\]]|$)"

Doubt = Literal["unread", "impossible", "ambiguous", "no_year"]


class Found(Struct, frozen=True):
    """One rule and the words it was read from, as they are written."""

    rule: Rule
    raw: str


class Trouble(Struct, frozen=True):
    """Words that give no rule: not understood, an impossible date, two readings, no year."""

    doubt: Doubt
    raw: str
    message: str


class Reading(Struct, frozen=True):
    """A wording with everything that was read in it."""

    raw: str
    found: tuple[Found, ...]
    troubles: tuple[Trouble, ...]


class Frame(Struct, frozen=True):
    """What a wording leaves unsaid: the year, from what was said before it, else from its plan."""

    year: int | None = None
    said: int | None = None
    running: bool = False

    def base(self) -> int:
        """The year that a date without one belongs to."""
        year = self.said or self.year
        if year is None:
            raise NoRule("no_year", "没有写年份，也没有计划年度可以参照")
        return year


class NoRule(Exception):
    """Words that were recognised but give no rule."""

    def __init__(self, doubt: Doubt, message: str) -> None:
        self.doubt: Doubt = doubt
        self.message = message
        super().__init__(message)


Build = Callable[[re.Match[str], Frame], tuple[Rule, ...]]


class Pattern(Struct, frozen=True):
    """A form that time limits take, and how to read it."""

    form: re.Pattern[str]
    build: Build


class Stretch(Struct, frozen=True):
    """A stretch of the plain text with the rules it gives, or why it gives none."""

    start: int
    end: int
    rules: tuple[Rule, ...] = ()
    refused: NoRule | None = None


def pattern(form: str, build: Build) -> Pattern:
    """A pattern from the source of its form."""
    return Pattern(re.compile(form), build)


def known_year(year: int) -> int:
    """The year itself; refused where no plan could mean it."""
    if year not in dates.YEARS:
        raise NoRule("impossible", f"{year} 年不会是时限中的年份")
    return year


def year_of(match: re.Match[str], frame: Frame) -> tuple[int, bool]:
    """The year of a match, and whether it was left out and taken from elsewhere."""
    said = match.groupdict().get("year")
    return (known_year(int(said)), False) if said else (frame.base(), True)
