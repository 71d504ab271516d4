"""What is built, and what came of it: a project, and the report of one build."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from sitegen.check import Verdict
from sitegen.history import Past


class Project(Struct, frozen=True):
    """Where a portal lives: its folder with content/ and themes/, and where its site goes.

    `kept`: where its past is kept, if that is elsewhere: a commit that was laid down has no git of its own.
    """

    folder: Path
    output: Path
    kept: Past | None = None

    @property
    def past(self) -> Past:
        """What git is asked about."""
        return self.kept or Past(self.folder)


class Report(Struct, frozen=True):
    """What a build did: how many content files it read, how many files it rendered and wrote.

    `marks` are the files of the site with their sizes and times, `gone` the paths of those that it
    removed, `verdict` is what the gate said.
    """

    marks: Mapping[str, tuple[int, int]]
    read: int
    rendered: int
    made: int
    gone: tuple[str, ...]
    verdict: Verdict

    @property
    def removed(self) -> int:
        """How many files it removed."""
        return len(self.gone)

    @property
    def files(self) -> int:
        """How many files the site has."""
        return len(self.marks)
