"""Where does each field of a plan stand in the text that it was transcribed from?

Everything is compared without white space, and without the Markdown marks (** and #) of the dump.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from sitegen.load import Site
from sitegen.model import Plan, Task

PIECES = 4  # a cell that is broken at a page break is joined from this many pieces at most
SHORTEST = 3  # a shorter piece would be found anywhere
BETWEEN = 100  # as much stands between two pieces: the other cells of the row
_LAYOUT = re.compile(r"\s+|\*\*|#")


def bare(text: str) -> str:
    """The text without layout."""
    return _LAYOUT.sub("", text)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the bare dump."""

    begin: int
    end: int


@dataclass(frozen=True)
class Dump:
    """The text of one official document."""

    lines: tuple[str, ...]

    @classmethod
    def of(cls, site: Site, plan: Plan) -> Dump:
        """The dump of a plan, from its file."""
        assert plan.source, f"{plan.id}: index.md names no source"
        path = site.content / "plans" / plan.id / plan.source.file
        return cls(tuple(path.read_bytes().decode("utf-8").split("\n")))

    @cached_property
    def text(self) -> str:
        """All of it, bare."""
        return "".join(map(bare, self.lines))

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Where each line begins in the bare text, and where the last one ends."""
        found = [0]
        for line in self.lines:
            found.append(found[-1] + len(bare(line)))
        return tuple(found)

    def begin_of(self, line: int) -> int:
        """Where a line, counted from 1, begins in the bare text."""
        return self.offsets[min(max(line, 1), len(self.lines)) - 1]

    def line_of(self, position: int) -> int:
        """The line, counted from 1, on which a place of the bare text stands."""
        return bisect_right(self.offsets, position)

    def find(self, words: str, begin: int, end: int | None = None) -> Span | None:
        """The first place of some words between two places."""
        at = self.text.find(words, begin, end) if words else -1
        return Span(at, at + len(words)) if at >= 0 else None

    def rejoin(self, words: str, begin: int, end: int | None = None) -> tuple[Span, ...]:
        """The places of words that were broken into a few pieces standing in order, or nothing."""
        found: list[Span] = []
        while words and len(found) < PIECES:
            limit = found[-1].end + BETWEEN + len(words) if found else end
            piece = self._longest(words, found[-1].end if found else begin, limit)
            if piece is None or (found and piece.begin - found[-1].end > BETWEEN):
                return ()
            found.append(piece)
            words = words[piece.end - piece.begin :]
        return () if words else tuple(found)

    def _longest(self, words: str, begin: int, end: int | None) -> Span | None:
        for size in range(len(words), SHORTEST - 1, -1):
            span = self.find(words[:size], begin, end)
            if span:
                return span
        return None

    def departs(self, words: str) -> str:
        """Where words leave the official text, to say it in a message."""
        size = next(n for n in range(len(words), -1, -1) if words[:n] in self.text)
        return f"after “{words[max(0, size - 12) : size]}” at “{words[size : size + 12]}”"


@dataclass(frozen=True, slots=True)
class Placed:
    """A task with the places of its text, and the stretches before and after it.

    `head` begins where the text of the task before ends, and holds this one's number and those of
    its categories that are printed with it; the task's cells stand between its text and `end`.
    """

    task: Task
    text: tuple[Span, ...]
    head: Span
    end: int

    @property
    def line(self) -> int:
        """The line that the task says it begins on."""
        return self.task.source.line or 0 if self.task.source else 0

    @property
    def where(self) -> str:
        """The task and its place, for messages."""
        return f"{self.task.id} (line {self.line} of the dump)"


@dataclass(frozen=True)
class Reading:
    """A plan beside its dump."""

    plan: Plan
    dump: Dump
    placed: tuple[Placed, ...]


def reading(site: Site, plan_id: str) -> Reading:
    """One plan beside its dump."""
    plan = next(plan for plan in site.plans if plan.id == plan_id)
    dump = Dump.of(site, plan)
    tasks = [task for task in site.tasks if task.plan == plan_id]
    return Reading(plan, dump, tuple(_placed(dump, tasks, table=bool(plan.columns))))


def line_of(task: Task) -> int:
    """The line that a task says it begins on; 1 if it says nothing."""
    return (task.source.line if task.source else None) or 1


def row_of(task: Task) -> str:
    """The row of the table or the item that a task is a part of: 7 of 7-2."""
    return task.number.split("-")[0]


def _placed(dump: Dump, tasks: list[Task], *, table: bool) -> Iterator[Placed]:
    texts = list(_texts(dump, tasks))
    lines = [dump.begin_of(line_of(task)) for task in tasks]
    starts = [text[0].begin if text else line for text, line in zip(texts, lines, strict=True)]
    before = 0
    for number, (task, text) in enumerate(zip(tasks, texts, strict=True)):
        # the parts of a table's row share its cells; in prose every task has its own
        same = [row_of(each) == row_of(task) and table for each in tasks[number + 1 :]]
        following = number + 1 + sum(same)
        begins = [*(lines if table else starts), len(dump.text)]
        head = Span(min(before, starts[number]), starts[number])
        yield Placed(task, text, head, begins[following])
        before = text[-1].end if text else starts[number]


def _texts(dump: Dump, tasks: list[Task]) -> Iterator[tuple[Span, ...]]:
    before = 0
    for task in tasks:
        begin = max(before, dump.begin_of(line_of(task)))
        whole = dump.find(bare(task.body), begin)
        rejoined = dump.rejoin(bare(task.body), begin) if "text" in task.inferred else ()
        text = (whole,) if whole else rejoined
        before = text[-1].end if text else before
        yield text


def gaps(spans: list[Span], length: int) -> Iterator[Span]:
    """What a set of stretches leaves uncovered."""
    ordered = sorted({(span.begin, span.end) for span in spans})
    edges = [(0, 0), *ordered, (length, length)]
    reached = 0
    for (_, end), (begin, _) in pairwise(edges):
        reached = max(reached, end)
        if begin > reached:
            yield Span(reached, begin)
