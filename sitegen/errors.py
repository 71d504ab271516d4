"""What is wrong, and where?

A problem is a value with a position; problems of all files are collected and shown together.
Exceptions are only for what stops the line at once (`sitegen.stops`).
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from sitegen.codes import RULES, Rule, Severity
from sitegen.stops import BuildFailed, SitegenError, ThemeBroken

__all__ = [
    "RULES",
    "BuildFailed",
    "Location",
    "Problem",
    "Rule",
    "Severity",
    "SiteInvalid",
    "SitegenError",
    "ThemeBroken",
]


class Location(Struct, frozen=True, order=True):
    """Where a problem stands: path from the project folder, line and column from 1 (0: the whole file)."""

    path: str
    line: int = 0
    column: int = 0
    width: int = 1

    def __str__(self) -> str:
        if not self.line:
            return self.path
        return f"{self.path}:{self.line}:{self.column or 1}"


class Problem(Struct, frozen=True):
    """One thing that is wrong, in words an editor understands, with the nearest right value as hint."""

    code: str
    location: Location
    message: str
    hint: str = ""
    excerpt: str = ""

    @property
    def severity(self) -> Severity:
        """Whether the problem stops publication (`error`) or is only shown (`warning`)."""
        return RULES[self.code].severity

    @property
    def rule(self) -> str:
        """The rule that was broken, the same words for every problem of this code."""
        return RULES[self.code].text


class SiteInvalid(SitegenError):
    """The content has errors, so nothing was published; carries all problems found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} 个问题")
