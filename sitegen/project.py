"""What is built, and what came of it: a project, and the report of one build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen.check import Verdict


@dataclass(frozen=True, slots=True)
class Project:
    """Where a portal lives: its folder with content/ and themes/, and where its site goes."""

    folder: Path
    output: Path


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: its files, how many were made anew, removed; what the gate said; whose page.

    `sources` leads from the address of a page to the content file behind it.
    """

    paths: tuple[str, ...]
    made: int
    removed: int
    verdict: Verdict
    sources: Mapping[str, str]

    @property
    def files(self) -> int:
        """How many files the site has."""
        return len(self.paths)
