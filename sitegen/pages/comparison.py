"""Plan beside plan: what both hold, what only one holds, domains and limits side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial

from msgspec import Struct

from sitegen.listings import Pair
from sitegen.model import Plan, Requirement, Task
from sitegen.pages.plans import OriginView, PlanCard, card
from sitegen.pages.schedule import LimitWords, limit_words
from sitegen.pages.shape import About, Page, Shape, crumbs, fixed, later, limit_kind
from sitegen.pages.tasks import RoleView, roles_of
from sitegen.pages.views import Link, Meta
from sitegen.routes import FIXED, compare_url, file_of, plan_anchor

BAR = 100  # units of the longest bar
UNLIMITED = (
    "unlimited"  # beside the kinds of limits: a task whose limit is not written, or not read
)

Tasks = tuple[Task, ...]


class HeldView(Struct, frozen=True):
    """A task as one plan holds a requirement: who answers, and by when."""

    number: str
    task: Link
    roles: tuple[RoleView, ...]
    written: LimitWords


class BothView(Struct, frozen=True):
    """A requirement that both plans carry out, with the tasks of each."""

    requirement: Link
    one: tuple[HeldView, ...]
    other: tuple[HeldView, ...]


class Side(Struct, frozen=True):
    """How many tasks of one plan, the length of their bar, and where they stand."""

    count: int
    bar: int
    url: str


class Beside(Struct, frozen=True):
    """Two counts side by side, of a domain or, with a code, of a kind of limit."""

    name: str
    url: str
    code: str
    one: Side
    other: Side


class AloneView(Struct, frozen=True):
    """What one plan holds and the other does not: requirements that third plans share, and the rest."""

    plan: Link
    requirements: tuple[tuple[Link, tuple[HeldView, ...]], ...]
    rest: int


class ComparisonView(Struct, frozen=True):
    """What the comparison of two plans shows."""

    one: Link
    other: Link
    cards: tuple[PlanCard, PlanCard]
    origins: tuple[OriginView, ...]
    both: tuple[BothView, ...]
    alone: tuple[AloneView, AloneView]
    domains: tuple[Beside, ...]
    limits: tuple[Beside, ...]


class PairCard(Struct, frozen=True):
    """Two plans in the list of comparisons: how much they share, which higher documents."""

    url: str
    one: Link
    other: Link
    shared: int
    origins: tuple[OriginView, ...]


class ComparisonsView(Struct, frozen=True):
    """What the list of comparisons shows."""

    pairs: tuple[PairCard, ...]


def comparison_pages(shape: Shape) -> Iterator[Page]:
    """The list of comparisons and each of them; nothing where no two plans are worth comparing."""
    if shape.index.pairs:
        about = About("compare", FIXED["compare"], indexed=False)
        yield later("pages/comparisons.html", about, partial(_list, shape))
    for pair in shape.index.pairs:
        about = About("comparison", compare_url(pair.one.id, pair.other.id), indexed=False)
        yield later("pages/comparison.html", about, partial(_page, shape, pair))


def _list(shape: Shape) -> Page:
    meta = Meta("compare", FIXED["compare"], "", "", crumbs(fixed("plans")), indexed=False)
    view = ComparisonsView(tuple(_pair(shape, pair) for pair in shape.index.pairs))
    return Page(file_of(meta.url), "pages/comparisons.html", shape.context(meta, view))


def _pair(shape: Shape, pair: Pair) -> PairCard:
    one, other = pair.one, pair.other
    return PairCard(
        url=compare_url(one.id, other.id),
        one=Link(one.title, shape.routes.of(one)),
        other=Link(other.title, shape.routes.of(other)),
        shared=len(pair.shared),
        origins=_origins(pair),
    )


def _origins(pair: Pair) -> tuple[OriginView, ...]:
    return tuple(OriginView(origin.title, origin.number) for origin in pair.origins)


def _page(shape: Shape, pair: Pair) -> Page:
    one, other = shape.plan(pair.one.id), shape.plan(pair.other.id)
    meta = Meta(
        kind="comparison",
        url=compare_url(pair.one.id, pair.other.id),
        title=f"{one.title}—{other.title}",
        description=f"{pair.one.title}与{pair.other.title}：相同的要求、各自的任务、领域和时限",
        crumbs=crumbs(fixed("plans"), fixed("compare")),
        indexed=False,
    )
    view = _view(shape, pair, (one, other))
    return Page(file_of(meta.url), "pages/comparison.html", shape.context(meta, view))


def _view(shape: Shape, pair: Pair, links: tuple[Link, Link]) -> ComparisonView:
    one, other = pair.one, pair.other
    return ComparisonView(
        one=links[0],
        other=links[1],
        cards=(card(shape, one), card(shape, other)),
        origins=_origins(pair),
        both=tuple(_both(shape, pair, requirement) for requirement in pair.shared),
        alone=(_alone(shape, one, pair), _alone(shape, other, pair)),
        domains=tuple(_domains(shape, (one, other))),
        limits=tuple(_limits(shape, (one, other))),
    )


def _tasks(shape: Shape, plan: Plan) -> Tasks:
    return shape.index.tasks_of_plan.get(plan.id, ())


def _both(shape: Shape, pair: Pair, requirement: Requirement) -> BothView:
    return BothView(
        requirement=Link(requirement.title, shape.routes.of(requirement)),
        one=_held(shape, pair.one, requirement),
        other=_held(shape, pair.other, requirement),
    )


def _held(shape: Shape, plan: Plan, requirement: Requirement) -> tuple[HeldView, ...]:
    tasks = (shape.index.task[task] for task in requirement.tasks)
    return tuple(_task(shape, task) for task in tasks if task.plan == plan.id)


def _task(shape: Shape, task: Task) -> HeldView:
    words = limit_words(shape, task)
    return HeldView(task.number, shape.task(task), roles_of(shape, task), words)


def _alone(shape: Shape, plan: Plan, pair: Pair) -> AloneView:
    tasks = _tasks(shape, plan)
    carried = shape.index.requirements_of
    known = {requirement.id for requirement in pair.shared}
    # a requirement is one, however many tasks carry it out
    own = {one.id: one for task in tasks for one in carried.get(task.id, ()) if one.id not in known}
    held = (
        (Link(one.title, shape.routes.of(one)), _held(shape, plan, one)) for one in own.values()
    )
    rest = sum(not carried.get(task.id) for task in tasks)
    return AloneView(shape.plan(plan.id), tuple(held), rest)


def _domains(shape: Shape, plans: tuple[Plan, Plan]) -> Iterator[Beside]:
    """How many tasks of each plan are in each domain, in the portal's order."""
    counts = [
        Counter(domain for task in _tasks(shape, plan) for domain in task.domains) for plan in plans
    ]
    most = _most(counts)
    for domain in shape.site.domains:
        url = shape.routes.of(domain)
        places = (f"{url}#{plan_anchor(plan.id)}" for plan in plans)
        one, other = (_side(c[domain.id], most, p) for c, p in zip(counts, places, strict=True))
        if one.count or other.count:
            yield Beside(domain.name, url, "", one, other)


def _limits(shape: Shape, plans: tuple[Plan, Plan]) -> Iterator[Beside]:
    """How many tasks of each plan have each kind of limit, the commonest first."""
    counts = [Counter(_kinds(shape, _tasks(shape, plan))) for plan in plans]
    most = _most(counts)
    total = counts[0] + counts[1]
    for kind in sorted(total, key=lambda kind: (-total[kind], kind)):
        one, other = (_side(count[kind], most, "") for count in counts)
        yield Beside("", "", kind, one, other)


def _kinds(shape: Shape, tasks: Iterable[Task]) -> Iterator[str]:
    """The kinds of each task's limits, each once; UNLIMITED for a task without any."""
    for task in tasks:
        lines = shape.ledger.of(task).lines
        yield from {limit_kind(line.limit.rule) for line in lines} or {UNLIMITED}


def _most(counts: Iterable[Counter[str]]) -> int:
    return max((n for count in counts for n in count.values()), default=1)


def _side(count: int, most: int, url: str) -> Side:
    return Side(count, -(-BAR * count // most), url if count else "")
