"""Which dated duties does a task have, and what became of each? Rules, occurrences, evidence, states.

A plan whose `tracking` is `archived` has occurrences and no states: this site holds no records of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from sitegen.deadlines.occurrence import Occurrence, names
from sitegen.deadlines.occurrences import Setting, expand
from sitegen.ledger.classes import counting
from sitegen.ledger.limits import Limit, Limits, limits_of, unconfirmed
from sitegen.ledger.matching import belonging
from sitegen.ledger.states import STATES, Judging, State, distinct, state, together, unit_state
from sitegen.ledger.successors import spoken_for
from sitegen.listings import Index
from sitegen.load import Site
from sitegen.model import Department, Evidence, Plan, Task

__all__ = ["STATES", "Entry", "Ledger", "Line", "State", "limits_of", "unconfirmed"]


class Part(Struct, frozen=True):
    """One unit's share of a divided duty."""

    unit: str
    state: State
    evidence: tuple[Evidence, ...]


class Entry(Struct, frozen=True, dict=True):  # where its id is remembered
    """One occurrence with its evidence and, where the plan is tracked, its state.

    `name` tells it from the others of its limit.
    """

    task: Task
    line: int
    name: str
    occurrence: Occurrence
    state: State | None
    evidence: tuple[Evidence, ...]
    explanations: tuple[Evidence, ...]
    parts: tuple[Part, ...]

    @cached_property
    def id(self) -> str:
        """What names the occurrence for good: its task, which limit, and its date or period."""
        return f"{self.task.id}/{self.line + 1}" + (f"-{self.name}" if self.name else "")


class Line(Struct, frozen=True):
    """One limit of a task with all its occurrences."""

    limit: Limit
    entries: tuple[Entry, ...]


class TaskLedger(Struct, frozen=True):
    """Everything the ledger knows of a task."""

    limits: Limits
    lines: tuple[Line, ...]

    def entries(self) -> tuple[Entry, ...]:
        """Every occurrence of the task, by date, those without one last."""
        found = (entry for line in self.lines for entry in line.entries)
        return tuple(sorted(found, key=by_date))


class _Subject(Struct, frozen=True):
    """The limit of a task whose occurrences are looked at."""

    task: Task
    plan: Plan
    place: int


class _Found(Struct, frozen=True):
    """What belongs to one occurrence: its name, evidence, and what units said."""

    name: str
    evidence: tuple[Evidence, ...]
    said: tuple[Evidence, ...]


def by_date(entry: Entry) -> tuple[date, str]:
    """A sort key for entries: by date, those without one last."""
    return entry.occurrence.due or date.max, entry.occurrence.period


class _Known(Struct, frozen=True):
    """The ledger of a task, and what it was worked out from."""

    task: Task
    plan: Plan
    evidence: tuple[Evidence, ...]
    ledger: TaskLedger


@dataclass(frozen=True, slots=True)
class _Book:
    """The ledgers of tasks as of one day, for these units, by the identity of each task."""

    units: tuple[Department, ...]
    tasks: dict[int, _Known] = field(default_factory=dict)

    def holds(self, site: Site) -> bool:
        """Whether it is for the units of a site, and not mostly of tasks that are no more."""
        few = len(self.tasks) <= MOST + 2 * len(site.tasks)
        return few and self.units == site.departments


MOST = 1000  # ledgers of tasks that are no more
DAYS = 4  # of which books are kept
# the books that this process wrote last: a preview asks for nearly the same again and again
_BOOKS: dict[date, _Book] = {}


def _book(site: Site, as_of: date) -> _Book:
    known = _BOOKS.get(as_of)
    if known is None or not known.holds(site):
        if len(_BOOKS) >= DAYS:
            _BOOKS.clear()
        known = _BOOKS[as_of] = _Book(site.departments)
    return known


class Ledger:
    """The ledger of a site as of a day; that of a task is worked out when it is first asked for."""

    def __init__(self, index: Index, as_of: date) -> None:
        self.index = index
        self.as_of = as_of
        self._evidence = _by_task(self.known)
        self._book = _book(index.site, as_of).tasks

    @property
    def known(self) -> tuple[Evidence, ...]:
        """All evidence that is known on the day."""
        return tuple(filter(self.knows, self.index.site.evidence))

    def knows(self, one: Evidence) -> bool:
        """Whether evidence is known on the day: no state, list or file of an edition has it before."""
        return one.date <= self.as_of

    def of(self, task: Task) -> TaskLedger:
        """The ledger of one task."""
        known = self._book.get(id(task))
        plan, evidence = self.index.plan[task.plan], self.evidence(task)
        if known and known.task is task and known.plan is plan and known.evidence == evidence:
            return known.ledger
        made = self._of(task, plan, evidence)
        self._book[id(task)] = _Known(task, plan, evidence, made)
        return made

    def evidence(self, task: Task) -> tuple[Evidence, ...]:
        """What is known of a task by the day: evidence and explanations, by date."""
        return self._evidence.get((task.plan, task.number), ())

    def _of(self, task: Task, plan: Plan, evidence: tuple[Evidence, ...]) -> TaskLedger:
        limits = limits_of(task, plan)
        lines = tuple(
            self._line(_Subject(task, plan, place), limit, evidence)
            for place, limit in enumerate(limits.limits)
        )
        return TaskLedger(limits, lines)

    def _line(self, subject: _Subject, limit: Limit, evidence: tuple[Evidence, ...]) -> Line:
        occurrences = _occurrences(subject.task, subject.plan, limit)
        year = subject.plan.year
        found = belonging(occurrences, [one for one in evidence if one.kind == "evidence"], year)
        said = belonging(occurrences, [one for one in evidence if one.kind == "explanation"], year)
        named = zip(names(occurrences), occurrences, strict=True)
        entries = (
            self._entry(subject, occurrence, _Found(name, found[place], said[place]))
            for place, (name, occurrence) in enumerate(named)
        )
        return Line(limit, tuple(entries))

    def _entry(self, line: _Subject, occurrence: Occurrence, found: _Found) -> Entry:
        made = Entry(
            task=line.task,
            line=line.place,
            name=found.name,
            occurrence=occurrence,
            state=None,
            evidence=found.evidence,
            explanations=found.said,
            parts=(),
        )
        if line.plan.tracking == "archived":
            return made
        judging = Judging(self.as_of, line.plan.issued)
        counted = distinct(occurrence, found.evidence)
        parts = tuple(self._parts(line.task, occurrence, counted, judging))
        whole = self._whole(line.task, occurrence, counted, judging)
        return replace(made, state=together(tuple(p.state for p in parts), whole), parts=parts)

    def _parts(
        self,
        task: Task,
        occurrence: Occurrence,
        evidence: tuple[Evidence, ...],
        judging: Judging,
    ) -> Iterator[Part]:
        units = answering(task)
        if task.responsibility.mode != "divided" or len(units) == 1:
            return
        shares = [(found, spoken_for(self.index, found)) for found in evidence]
        for unit in units:
            own = tuple(found for found, whose in shares if unit in whose)
            yield Part(unit, unit_state(occurrence, own, judging), own)

    def _whole(
        self,
        task: Task,
        occurrence: Occurrence,
        evidence: tuple[Evidence, ...],
        judging: Judging,
    ) -> State:
        """The state of the duty as one; with records of some members of a class nothing is told."""
        counted = counting(answering(task), self.index, occurrence, evidence)
        found = state(occurrence, counted, judging)
        unseen = found == "到期未见公开凭证" and len(counted) < len(evidence)
        return "无法判定" if unseen else found

    def states_of(self, unit: str, tasks: Iterable[Task]) -> tuple[tuple[State, int], ...]:
        """How many of a unit's own dated duties are in each state, in the order of STATES.

        Only tasks that the unit answers for count, and of a shared one only its own part.
        """
        counts = Counter(
            state
            for task in tasks
            if unit in answering(task)
            for entry in self.of(task).entries()
            if (state := self._own_state(unit, entry))
        )
        return tuple((state, counts[state]) for state in STATES if counts[state])

    def _own_state(self, unit: str, entry: Entry) -> State | None:
        for part in entry.parts:
            if part.unit == unit:
                return part.state
        unseen = entry.state == "到期未见公开凭证"
        return "无法判定" if unseen and self.shared(entry.task) else entry.state

    def shared(self, task: Task) -> bool:
        """Whether no single unit answers for a task: several do, or a whole class of units."""
        units = answering(task)
        return len(units) > 1 or any(self.index.department[u].kind == "group" for u in units)


def answering(task: Task) -> tuple[str, ...]:
    """The units that answer for a task."""
    return tuple(unit for _, units in task.responsibility.answering() for unit in units)


def _occurrences(task: Task, plan: Plan, limit: Limit) -> tuple[Occurrence, ...]:
    events = tuple((e.event, e.date) for e in task.deadline.events) if task.deadline else ()
    setting = Setting(plan.year, plan.issued, events)
    return expand(limit.rule, setting)


def _by_task(
    evidence: Iterable[Evidence],
) -> Mapping[tuple[str, str], tuple[Evidence, ...]]:
    """Evidence by plan and task number."""
    found: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for one in evidence:
        for number in one.tasks:
            found[one.plan, number].append(one)
    return {task: tuple(ones) for task, ones in found.items()}
