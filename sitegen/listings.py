"""Which, in what order, how many? Relations between records, worked out once for all pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from sys import intern
from typing import TypeVar

from sitegen.load import Site, canonical_path
from sitegen.model import Evidence, Origin, Plan, PolicyDocument, Requirement, Section, Task
from sitegen.text import first_clause, fold

COMMON = 64  # more tasks of a domain than this sharing a pair of characters: it is not telling
_RARE = 1_000_000
RELATED = 6
# with how many others a plan is compared, so that pages grow with plans, not their square
ALIKE = 8

Carried = Mapping[str, Mapping[str, Requirement]]
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Duty:
    """A department's part in a task: its role, and the class of units it is named through, if any."""

    task: Task
    role: str
    through: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two plans worth comparing, with the requirements and the higher documents both carry out."""

    one: Plan
    other: Plan
    shared: tuple[Requirement, ...]
    origins: tuple[Origin, ...]

    def of(self, plan: str) -> bool:
        """Whether a plan is one of the two."""
        return plan in {self.one.id, self.other.id}


@dataclass(frozen=True, slots=True)
class Category:
    """One category of a plan with its own tasks and its sub-categories; `number` is its place (2-1)."""

    title: str
    number: str
    path: tuple[str, ...]
    tasks: tuple[Task, ...]
    parts: tuple[Category, ...]

    def all_tasks(self) -> tuple[Task, ...]:
        """The tasks of the category and of everything below it, in plan order."""
        return self.tasks + tuple(task for part in self.parts for task in part.all_tasks())

    def walk(self) -> Iterator[Category]:
        """The category and everything below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


class Index:
    """The relations of a site: tasks by plan, department, domain; categories; neighbours."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.plan = {plan.id: plan for plan in site.plans}
        self.government = {government.id: government for government in site.governments}
        self.department = {department.id: department for department in site.departments}
        self.domain = {domain.id: domain for domain in site.domains}
        self.task = {task.id: task for task in site.tasks}
        self.numbered = {(task.plan, task.number): task for task in site.tasks}
        self.tasks_of_plan = _grouped((task.plan, task) for task in site.tasks)
        self.tasks_of_domain = _grouped((d, task) for task in site.tasks for d in task.domains)
        self.duties = _grouped(
            (unit, Duty(task, role))
            for task in site.tasks
            for role, unit in task.responsibility.named()
        )
        self.groups_of = _grouped(
            (member, group.id) for group in site.departments for member in group.members
        )
        self.requirements_of = _grouped(
            (task, requirement) for requirement in site.requirements for task in requirement.tasks
        )
        self.policy = {document.id: document for document in site.policies}
        self.ended_by = _grouped((d.repealed_by, d) for d in site.policies if d.repealed_by)
        self.interpretations_of = _grouped(
            (policy, document) for document in site.policies for policy in document.interprets
        )
        self.evidence_of = _grouped(
            (subject, one) for one in site.evidence for subject in self._subjects(one)
        )
        self.policies_of = _grouped(
            (subject, document) for document in site.policies for subject in _subjects_of(document)
        )
        self.attachment = {found.path: found for found in site.attachments}
        self.plans_of = _grouped((plan.government, plan) for plan in site.plans)
        self.before = _grouped((u.successor, u.id) for u in site.departments if u.successor)
        self.departments_of = _grouped((unit.government, unit) for unit in site.departments)
        self.categories = {
            plan.id: categories(plan, self.tasks_of_plan.get(plan.id, ())) for plan in site.plans
        }
        self.pairs = pairs(site)
        self._above = dict(_places(self.categories.values()))
        places = (enumerate(tasks) for tasks in self.tasks_of_plan.values())
        self._place = {task.id: n for numbered in places for n, task in numbered}
        self._related = _Related(self)

    def duties_through_groups(self, department: str) -> tuple[Duty, ...]:
        """The duties a unit shares as a member of whole classes of units."""
        return tuple(
            Duty(duty.task, duty.role, group)
            for group in self.groups_of.get(department, ())
            for duty in self.duties.get(group, ())
        )

    def tasks_naming(self, department: str) -> tuple[Task, ...]:
        """The tasks that name a unit, alone or through a whole class of units."""
        duties = (*self.duties.get(department, ()), *self.duties_through_groups(department))
        return tuple({duty.task.id: duty.task for duty in duties}.values())

    def tasks_of_government(self, government: str) -> tuple[Task, ...]:
        """The tasks of all plans of a government."""
        plans = self.plans_of.get(government, ())
        return tuple(task for plan in plans for task in self.tasks_of_plan.get(plan.id, ()))

    def _subjects(self, one: Evidence) -> tuple[str, ...]:
        """What a piece of evidence concerns: its plan and government, who published it, domains."""
        tasks = (self.numbered[one.plan, number] for number in one.tasks)
        domains = dict.fromkeys(domain for task in tasks for domain in task.domains)
        return (
            subject("plan", one.plan),
            subject("government", self.plan[one.plan].government),
            *(subject("department", unit) for unit in dict.fromkeys(one.departments)),
            *(subject("domain", domain) for domain in domains),
        )

    def walk(self, plan: str) -> Iterator[Category]:
        """Every category of a plan, each before what is below it."""
        return (category for top in self.categories[plan] for category in top.walk())

    def above(self, task: Task) -> tuple[Category, ...]:
        """The categories a task stands in, top level first."""
        return self._above.get(task.id, ())

    def neighbours(self, task: Task) -> tuple[Task | None, Task | None]:
        """The tasks before and after a task in its plan."""
        tasks = self.tasks_of_plan[task.plan]
        here = self._place[task.id]
        before = tasks[here - 1] if here else None
        return before, tasks[here + 1] if here + 1 < len(tasks) else None

    def related(self, task: Task) -> tuple[Task, ...]:
        """Tasks of the same main domain whose titles share the most, other plans first."""
        return self._related.to(task)


def subject(kind: str, record_id: str) -> str:
    """The name under which what concerns a record is found."""
    return f"{kind} {record_id}"


def _subjects_of(document: PolicyDocument) -> tuple[str, ...]:
    """What a policy document concerns: its government, who drafted it, its domains."""
    return (
        subject("government", document.government),
        *(subject("department", unit) for unit in dict.fromkeys(document.departments)),
        *(subject("domain", domain) for domain in dict.fromkeys(document.domains)),
    )


def _grouped(pairs: Iterable[tuple[K, V]]) -> Mapping[K, tuple[V, ...]]:
    groups: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def categories(plan: Plan, tasks: tuple[Task, ...]) -> tuple[Category, ...]:
    """The category tree of a plan with its tasks, as declared or, if undeclared, as first met."""
    sections = plan.sections or _sections_met(tasks)
    by_path = _grouped(
        (canonical_path(sections, task.section) or task.section, task) for task in tasks
    )
    return tuple(_tree(sections, by_path, (), ""))


def _sections_met(tasks: Iterable[Task], depth: int = 0) -> tuple[Section, ...]:
    by_title = _grouped((task.section[depth], task) for task in tasks if len(task.section) > depth)
    return tuple(
        Section(title=title, parts=_sections_met(below, depth + 1))
        for title, below in by_title.items()
    )


def _tree(
    sections: tuple[Section, ...],
    tasks: Mapping[tuple[str, ...], tuple[Task, ...]],
    above: tuple[str, ...],
    prefix: str,
) -> Iterator[Category]:
    for place, section in enumerate(sections, 1):
        path, number = (*above, section.title), f"{prefix}{place}"
        parts = tuple(_tree(section.parts, tasks, path, f"{number}-"))
        yield Category(section.title, number, path, tasks.get(path, ()), parts)


def pairs(site: Site) -> tuple[Pair, ...]:
    """The plans worth comparing, two by two: those that share the most, at most ALIKE for each."""
    carried = _carried(site)
    found = (
        _pair(carried, site.plans[one], site.plans[other]) for one, other in _linked(site, carried)
    )
    alike = [pair for pair in found if pair.shared or pair.origins]
    taken: Counter[str] = Counter()
    chosen = set()
    for pair in sorted(alike, key=lambda p: (-len(p.shared), abs(p.one.year - p.other.year))):
        ids = (pair.one.id, pair.other.id)
        if all(taken[plan] < ALIKE for plan in ids):
            taken.update(ids)
            chosen.add(ids)
    return tuple(pair for pair in alike if (pair.one.id, pair.other.id) in chosen)


def _linked(site: Site, carried: Carried) -> list[tuple[int, int]]:
    """The places of plans that may share something, two by two in the order of the site."""
    holding: dict[str, list[int]] = defaultdict(list)
    for place, plan in enumerate(site.plans):
        for mark in {*carried[plan.id], *map(_mark, plan.origin)}:
            holding[mark].append(place)
    return sorted({two for places in holding.values() for two in combinations(places, 2)})


def _mark(origin: Origin) -> str:
    return origin.number or fold(origin.title)


def _carried(site: Site) -> Carried:
    """The requirements that each plan carries out, by their ids."""
    carried: dict[str, dict[str, Requirement]] = {plan.id: {} for plan in site.plans}
    for requirement in site.requirements:
        for task in requirement.tasks:
            carried[task.partition("/")[0]][requirement.id] = requirement
    return carried


def _pair(carried: Carried, one: Plan, other: Plan) -> Pair:
    return Pair(one, other, _both(carried, one, other), _origins_of_both(one, other))


def _both(carried: Carried, one: Plan, other: Plan) -> tuple[Requirement, ...]:
    return tuple(found for name, found in carried[one.id].items() if name in carried[other.id])


def _origins_of_both(one: Plan, other: Plan) -> tuple[Origin, ...]:
    known = set(map(_mark, other.origin))
    return tuple(origin for origin in one.origin if _mark(origin) in known)


def _places(
    trees: Iterable[tuple[Category, ...]], above: tuple[Category, ...] = ()
) -> Iterator[tuple[str, tuple[Category, ...]]]:
    """Every task with the categories above it."""
    for category in (category for tree in trees for category in tree):
        here = (*above, category)
        yield from ((task.id, here) for task in category.tasks)
        yield from _places([category.parts], here)


class _Related:
    """Nearness of tasks by the rarity of the character pairs that their titles share.

    Pairs that many of a domain share (公开, 信息) say nothing; looking at them would cost N squared.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self.pairs = {task.id: _pairs(task) for task in index.site.tasks}
        self.frequency = Counter(pair for pairs in self.pairs.values() for pair in pairs)
        self.holding = _grouped(
            (f"{domain} {pair}", task)
            for task in index.site.tasks
            for domain in task.domains
            for pair in self.pairs[task.id]
        )

    def to(self, task: Task) -> tuple[Task, ...]:
        # what the page of a task leads to anyway
        same = self.index.requirements_of.get(task.id, ())
        beside = {other.id for other in self.index.neighbours(task) if other}.union(
            *(requirement.tasks for requirement in same)
        )
        best = sorted(scores := self._scores(task), key=lambda other: (-scores[other], other))
        kept = [other for other in best if other not in beside][:RELATED]
        return tuple(self.index.task[other] for other in kept)

    def _scores(self, task: Task) -> Mapping[str, int]:
        scores: Counter[str] = Counter()
        for pair in self.pairs[task.id] if task.domains else ():
            sharing = self.holding.get(f"{task.domains[0]} {pair}", ())
            for other in sharing if len(sharing) <= COMMON else ():
                # whole numbers, so that the order of adding cannot matter
                weight = _RARE // self.frequency[pair]
                scores[other.id] += weight if other.plan == task.plan else 2 * weight
        del scores[task.id]
        return scores


def _pairs(task: Task) -> frozenset[str]:
    title = fold(task.title or first_clause(task.body))
    # a few thousand pairs make all titles: each is held once
    return frozenset(intern(title[i : i + 2]) for i in range(len(title) - 1))
