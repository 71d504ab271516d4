"""Who carries how much of a plan: a picture of departments by domains that is a table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from msgspec import Struct

from sitegen.model import Plan, Task
from sitegen.pages.shape import Page, Shape, crumbs, fixed
from sitegen.pages.views import CountedLink, Link, Meta
from sitegen.routes import file_of, matrix_url, plan_anchor

ROWS = 24  # departments shown; the rest are linked
COLUMNS = 18  # domains shown; the rest are counted together
LEVELS = 4


class MatrixCell(Struct, frozen=True):
    """How many tasks a department has in a domain; `level` 0–4 is its share of the fullest cell."""

    count: int
    level: int
    url: str


class MatrixRow(Struct, frozen=True):
    """A department: its tasks in each domain shown, in the others, in all, and those it leads."""

    unit: Link
    cells: tuple[MatrixCell, ...]
    others: int
    count: int
    leads: int


class MatrixView(Struct, frozen=True):
    """What the picture of a plan's departments and domains shows."""

    plan: Link
    plan_title: str
    domains: tuple[CountedLink, ...]
    others: tuple[CountedLink, ...]
    rows: tuple[MatrixRow, ...]
    rest: tuple[CountedLink, ...]
    groups: tuple[CountedLink, ...]
    count: int
    any_leads: bool


class _Load(Struct, frozen=True):
    """What one department carries: how many tasks, those it leads, and how many in each domain."""

    count: int
    leads: int
    domains: Counter[str]


class _Domain(Struct, frozen=True):
    """A domain with how many tasks of the plan are in it, and the way to them."""

    id: str
    count: int
    link: CountedLink


class _Grid(Struct, frozen=True):
    """The departments and domains that are shown, of those that a plan has."""

    plan: Plan
    loads: Mapping[str, _Load]
    units: tuple[str, ...]
    domains: tuple[str, ...]

    def most(self) -> int:
        """The fullest cell."""
        cells = (self.loads[unit].domains[domain] for unit in self.units for domain in self.domains)
        return max(cells, default=0) or 1


def matrix_page(shape: Shape, plan: Plan) -> Page:
    """The page of who carries how much of one plan."""
    meta = Meta(
        kind="matrix",
        url=matrix_url(plan.id),
        title=plan.title,
        description=f"{plan.title}中各部门在各领域承担的任务数",
        crumbs=crumbs(fixed("plans"), shape.plan(plan.id)),
        indexed=False,
    )
    return Page(file_of(meta.url), "pages/matrix.html", shape.context(meta, _view(shape, plan)))


def _view(shape: Shape, plan: Plan) -> MatrixView:
    tasks = shape.index.tasks_of_plan.get(plan.id, ())
    loads = _loads(tasks)
    ranked = sorted(loads, key=lambda unit: (-loads[unit].count, unit))
    single = [unit for unit in ranked if shape.index.department[unit].kind != "group"]
    domains = sorted(_domains(shape, plan, tasks), key=lambda domain: -domain.count)
    shown = tuple(domain.id for domain in domains[:COLUMNS])
    grid = _Grid(plan, loads, tuple(single[:ROWS]), shown)
    return MatrixView(
        plan=shape.plan(plan.id),
        plan_title=plan.title,
        domains=tuple(domain.link for domain in domains[:COLUMNS]),
        others=tuple(domain.link for domain in domains[COLUMNS:]),
        rows=tuple(_row(shape, grid, unit) for unit in grid.units),
        rest=tuple(_counted(shape, unit, loads[unit]) for unit in single[ROWS:]),
        groups=tuple(_counted(shape, u, loads[u]) for u in ranked if u not in set(single)),
        count=len(tasks),
        any_leads=any(loads[unit].leads for unit in grid.units),
    )


def _loads(tasks: tuple[Task, ...]) -> Mapping[str, _Load]:
    """What each department carries; a task that names it twice is one."""
    carried: dict[str, dict[str, Task]] = defaultdict(dict)
    for task in tasks:
        for _, unit in task.responsibility.named():
            carried[unit][task.id] = task
    return {
        unit: _Load(
            count=len(own),
            leads=sum(unit in task.responsibility.lead for task in own.values()),
            domains=Counter(domain for task in own.values() for domain in task.domains),
        )
        for unit, own in carried.items()
    }


def _domains(shape: Shape, plan: Plan, tasks: tuple[Task, ...]) -> Iterator[_Domain]:
    counts = Counter(domain for task in tasks for domain in task.domains)
    for domain in shape.site.domains:
        if counts[domain.id]:
            link = CountedLink(domain.name, _place(shape, plan, domain.id), counts[domain.id])
            yield _Domain(domain.id, counts[domain.id], link)


def _place(shape: Shape, plan: Plan, domain: str) -> str:
    """Where the tasks of a plan in a domain stand one by one, with the units they name."""
    return f"{shape.routes.to('domain', domain)}#{plan_anchor(plan.id)}"


def _row(shape: Shape, grid: _Grid, unit: str) -> MatrixRow:
    load, most = grid.loads[unit], grid.most()
    cells = (
        MatrixCell(
            count, -(-LEVELS * count // most), _place(shape, grid.plan, domain) if count else ""
        )
        for domain in grid.domains
        for count in [load.domains[domain]]
    )
    return MatrixRow(
        unit=shape.department(unit),
        cells=tuple(cells),
        others=load.domains.total() - sum(load.domains[domain] for domain in grid.domains),
        count=load.count,
        leads=load.leads,
    )


def _counted(shape: Shape, unit: str, load: _Load) -> CountedLink:
    link = shape.department(unit)
    return CountedLink(link.title, link.url, load.count)
