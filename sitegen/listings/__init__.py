"""Which, in what order, how many? Relations between records, worked out once for all pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from sitegen.listings.grouping import grouped
from sitegen.listings.pairing import ALIKE, Pair, pairs
from sitegen.listings.related import Related, related
from sitegen.load import Site, canonical_path
from sitegen.memo import by_identity
from sitegen.model import ROLES, Evidence, Plan, PolicyDocument, Requirement, Section, Task

__all__ = ["ALIKE", "Category", "Duty", "Index", "Pair", "categories", "pairs", "subject"]


class Duty(Struct, frozen=True):
    """A department's part in a task: its role, and the class of units it is named through, if any."""

    task: Task
    role: str
    through: str = ""


class Category(Struct, frozen=True):
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
    """The relations of a site: tasks by plan, department, domain; categories; neighbours.

    Each is worked out when it is first asked for: a preview asks for few of them.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.plan = {plan.id: plan for plan in site.plans}
        self.government = {government.id: government for government in site.governments}
        self.department = {department.id: department for department in site.departments}
        self.domain = {domain.id: domain for domain in site.domains}
        self.policy = {document.id: document for document in site.policies}
        self.attachment = {found.path: found for found in site.attachments}
        self.plans_of = grouped((plan.government, plan) for plan in site.plans)
        self.before = grouped((u.successor, u.id) for u in site.departments if u.successor)
        self.departments_of = grouped((unit.government, unit) for unit in site.departments)
        self.groups_of = grouped(
            (member, group.id) for group in site.departments for member in group.members
        )
        self.categories: Mapping[str, tuple[Category, ...]] = _Categories(self)
        self._above: dict[str, Mapping[str, tuple[Category, ...]]] = {}

    def work_out(self) -> Index:
        """The same with every relation worked out, for many pages that are made from copies of it."""
        for name, relation in vars(Index).items():
            if isinstance(relation, cached_property):
                getattr(self, name)
        for task in self.site.tasks:
            self.above(task)
        return self

    @cached_property
    def task(self) -> Mapping[str, Task]:
        """The tasks by their ids."""
        return {task.id: task for task in self.site.tasks}

    @cached_property
    def numbered(self) -> Mapping[tuple[str, str], Task]:
        """The tasks by plan and number."""
        return {(task.plan, task.number): task for task in self.site.tasks}

    @cached_property
    def tasks_of_plan(self) -> Mapping[str, tuple[Task, ...]]:
        """The tasks of each plan, in its order."""
        return grouped((task.plan, task) for task in self.site.tasks)

    @cached_property
    def tasks_of_domain(self) -> Mapping[str, tuple[Task, ...]]:
        """The tasks of each domain."""
        return grouped((domain, task) for task in self.site.tasks for domain in task.domains)

    @cached_property
    def duties(self) -> Mapping[str, tuple[Duty, ...]]:
        """The parts in tasks that each unit is named for."""
        return grouped(pair for task in self.site.tasks for pair in _duties(task))

    @cached_property
    def requirements_of(self) -> Mapping[str, tuple[Requirement, ...]]:
        """The requirements that each task carries out."""
        every = self.site.requirements
        return grouped((task, requirement) for requirement in every for task in requirement.tasks)

    @cached_property
    def ended_by(self) -> Mapping[str, tuple[PolicyDocument, ...]]:
        """The documents that each document brought to an end."""
        return grouped((d.repealed_by, d) for d in self.site.policies if d.repealed_by)

    @cached_property
    def interpretations_of(self) -> Mapping[str, tuple[PolicyDocument, ...]]:
        """The documents that interpret each document."""
        return grouped((policy, d) for d in self.site.policies for policy in d.interprets)

    @cached_property
    def evidence_of(self) -> Mapping[str, tuple[Evidence, ...]]:
        """What was published of each subject."""
        every = self.site.evidence
        return grouped((subject, one) for one in every for subject in self._subjects(one))

    @cached_property
    def policies_of(self) -> Mapping[str, tuple[PolicyDocument, ...]]:
        """The documents that concern each subject."""
        return grouped((subject, d) for d in self.site.policies for subject in _subjects_of(d))

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The plans worth comparing."""
        return pairs(self.site)

    @cached_property
    def _place(self) -> Mapping[str, int]:
        places = (enumerate(tasks) for tasks in self.tasks_of_plan.values())
        return {task.id: n for numbered in places for n, task in numbered}

    @cached_property
    def _related(self) -> Related:
        return related(self.site)

    def duties_through_groups(self, department: str) -> tuple[Duty, ...]:
        """The duties a unit shares as a member of whole classes of units: each task in the first of its roles."""
        first: dict[str, Duty] = {}
        for group in self.groups_of.get(department, ()):
            for duty in self.duties.get(group, ()):
                known = first.get(duty.task.id)
                if not known or ROLES.index(duty.role) < ROLES.index(known.role):
                    first[duty.task.id] = Duty(duty.task, duty.role, group)
        return tuple(first.values())

    def tasks_naming(self, department: str) -> tuple[Task, ...]:
        """The tasks that name a unit, alone or through a whole class of units."""
        duties = (*self.duties.get(department, ()), *self.duties_through_groups(department))
        return tuple({duty.task.id: duty.task for duty in duties}.values())

    def tasks_of_government(self, government: str) -> tuple[Task, ...]:
        """The tasks of all plans of a government."""
        plans = self.plans_of.get(government, ())
        return tuple(task for plan in plans for task in self.tasks_of_plan.get(plan.id, ()))

    def tasks_of_evidence(self, one: Evidence) -> tuple[Task, ...]:
        """The tasks that a piece of evidence is for, in its order."""
        return tuple(self.numbered[one.plan, number] for number in one.tasks)

    def _subjects(self, one: Evidence) -> tuple[str, ...]:
        """What a piece of evidence concerns: its plan and government, who published it, domains."""
        tasks = self.tasks_of_evidence(one)
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
        if task.plan not in self._above:
            self._above[task.plan] = dict(_places([self.categories[task.plan]]))
        return self._above[task.plan].get(task.id, ())

    def unplaced(self, plan: str) -> tuple[Task, ...]:
        """The tasks of a plan that stand in none of its categories, in its order."""
        return tuple(task for task in self.tasks_of_plan.get(plan, ()) if not self.above(task))

    def neighbours(self, task: Task) -> tuple[Task | None, Task | None]:
        """The tasks before and after a task in its plan."""
        tasks = self.tasks_of_plan[task.plan]
        here = self._place[task.id]
        before = tasks[here - 1] if here else None
        return before, tasks[here + 1] if here + 1 < len(tasks) else None

    def related(self, task: Task) -> tuple[Task, ...]:
        """Tasks of the same main domain whose titles share the most, other plans first."""
        same = self.requirements_of.get(task.id, ())
        # what the page of a task leads to anyway
        beside = {other.id for other in self.neighbours(task) if other}.union(
            *(requirement.tasks for requirement in same)
        )
        return tuple(self.task[other] for other in self._related.to(task, beside))


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


class _Categories(dict[str, tuple[Category, ...]]):
    """The categories of each plan, worked out when they are asked for."""

    def __init__(self, index: Index) -> None:
        super().__init__()
        self._index = index

    def __missing__(self, plan: str) -> tuple[Category, ...]:
        tasks = self._index.tasks_of_plan.get(plan, ())
        found = self[plan] = categories(self._index.plan[plan], tasks)
        return found


@by_identity
def _duties(task: Task) -> tuple[tuple[str, Duty], ...]:
    return tuple((unit, Duty(task, role)) for role, unit in task.responsibility.named())


def categories(plan: Plan, tasks: tuple[Task, ...]) -> tuple[Category, ...]:
    """The category tree of a plan with its tasks, as declared or, if undeclared, as first met."""
    sections = plan.sections or _sections_met(tasks)
    by_path = grouped(
        (canonical_path(sections, task.section) or task.section, task) for task in tasks
    )
    return tuple(_tree(sections, by_path, (), ""))


def _sections_met(tasks: Iterable[Task], depth: int = 0) -> tuple[Section, ...]:
    by_title = grouped((task.section[depth], task) for task in tasks if len(task.section) > depth)
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


def _places(
    trees: Iterable[tuple[Category, ...]], above: tuple[Category, ...] = ()
) -> Iterator[tuple[str, tuple[Category, ...]]]:
    """Every task with the categories above it."""
    for category in (category for tree in trees for category in tree):
        here = (*above, category)
        yield from ((task.id, here) for task in category.tasks)
        yield from _places([category.parts], here)
