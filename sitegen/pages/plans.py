"""The pages of a plan: the plan itself, its categories, its source text; and the list of plans."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct

from sitegen import dates
from sitegen.listings import Category
from sitegen.listings.grouping import grouped
from sitegen.model import Plan, Task
from sitegen.pages.schedule import YearStrip, entries_of, whole_year, year_strips
from sitegen.pages.shape import (
    About,
    Page,
    Shape,
    crumbs,
    described,
    downloads,
    fixed,
    later,
    state_counts,
)
from sitegen.pages.topics import Subscription, plan_topic, subscription
from sitegen.pages.views import (
    Article,
    CountedLink,
    Download,
    Gap,
    Link,
    Meta,
    Prose,
    TaskGroup,
    TaskRow,
)
from sitegen.routes import (
    FIXED,
    compare_url,
    file_of,
    matrix_url,
    poster_url,
    schedule_url,
    section_url,
    source_url,
)
from sitegen.text import natural, summary


class PlanCard(Struct, frozen=True):
    """A plan in a list."""

    title: str
    url: str
    government: Link
    doc_number: str
    issued: str
    year: int
    kind: str
    count: int
    tracked: bool


class OriginView(Struct, frozen=True):
    """A higher document that a plan carries out."""

    title: str
    number: str


class PlanView(Struct, frozen=True):
    """What the page of a plan shows."""

    card: PlanCard
    above: str
    issuer: str
    origin: tuple[OriginView, ...]
    numbering: str
    columns: tuple[str, ...]
    groups: tuple[TaskGroup, ...]
    loose: tuple[TaskRow | Gap, ...]
    gaps: tuple[Gap, ...]
    notice: Prose | None
    reporting: tuple[str, ...]
    notes: tuple[str, ...]
    doubtful: int
    source: str
    source_note: str
    domains: tuple[CountedLink, ...]
    strips: tuple[YearStrip, ...]
    whole_year: int
    states: tuple[tuple[str, int], ...]
    schedule: str
    more: tuple[Link, ...]
    downloads: tuple[Download, ...]
    subscribe: Subscription


class CategoryView(Struct, frozen=True):
    """What the page of a category shows."""

    plan: Link
    plan_title: str
    government: Link
    above: str
    groups: tuple[TaskGroup, ...]
    rows: tuple[TaskRow | Gap, ...]
    count: int
    downloads: tuple[Download, ...]
    before: Link | None
    after: Link | None


class PlansView(Struct, frozen=True):
    """What the list of plans shows."""

    plans: tuple[PlanCard, ...]
    compared: bool
    downloads: tuple[Download, ...]


def card(shape: Shape, plan: Plan) -> PlanCard:
    """A plan as it stands in lists."""
    return PlanCard(
        title=plan.title,
        url=shape.routes.of(plan),
        government=shape.government(plan.government),
        doc_number=plan.doc_number,
        issued=dates.iso(plan.issued),
        year=plan.year,
        kind=plan.kind,
        count=len(shape.index.tasks_of_plan.get(plan.id, ())),
        tracked=plan.tracking == "active",
    )


def plans_page(shape: Shape) -> Page:
    """The list of all plans."""
    meta = Meta("plans", FIXED["plans"], "", "", crumbs())
    view = PlansView(
        plans=tuple(card(shape, plan) for plan in shape.site.plans),
        compared=bool(shape.index.pairs),
        downloads=downloads("plans"),
    )
    return Page(file_of(meta.url), "pages/plans.html", shape.context(meta, view))


def plan_page(shape: Shape, plan: Plan) -> Page:
    """The page of a plan: facts, tasks by category, the notice, doubts."""
    meta = Meta(
        kind="plan",
        url=shape.routes.of(plan),
        title=plan.title,
        description=described(
            f"{plan.title}{plan.doc_number}：{'' if plan.body else plan.issuer}", plan.body
        ),
        crumbs=crumbs(fixed("plans")),
        facets=shape.facets_of_plan(plan),
        date=dates.iso(plan.issued),
        article=Article(
            dates.iso(plan.issued),
            plan.issuer,
        ),
    )
    return Page(file_of(meta.url), "pages/plan.html", shape.context(meta, _plan_view(shape, plan)))


def _plan_view(shape: Shape, plan: Plan) -> PlanView:
    tasks = shape.index.tasks_of_plan.get(plan.id, ())
    gaps = tuple(Gap(missing.number, missing.note) for missing in plan.missing)
    places = _places(tasks, gaps)
    tree = shape.index.categories[plan.id]
    entries = entries_of(shape, tasks)
    return PlanView(
        card=card(shape, plan),
        above=shape.above(plan.government),
        issuer=plan.issuer,
        origin=tuple(OriginView(origin.title, origin.number) for origin in plan.origin),
        numbering=plan.numbering,
        columns=plan.columns,
        groups=tuple(_group(shape, plan, category, places) for category in tree),
        loose=_rows(shape, shape.index.unplaced(plan.id), places),
        gaps=gaps,
        notice=shape.prose(shape.site.path(plan), plan.body) if plan.body else None,
        reporting=plan.reporting,
        notes=plan.notes,
        doubtful=sum(bool(task.notes) for task in tasks),
        source=source_url(plan.id) if plan.source else "",
        source_note=plan.source.note if plan.source else "",
        domains=shape.domain_counts(tasks),
        strips=year_strips(entries),
        whole_year=whole_year(shape, tasks),
        states=state_counts(e for t in tasks for e in shape.ledger.of(t).entries()),
        schedule=schedule_url(plan.id) if entries else "",
        more=tuple(_more(shape, plan)),
        downloads=downloads(f"plans/{plan.id}"),
        subscribe=subscription(shape, plan_topic(shape, plan)),
    )


def _more(shape: Shape, plan: Plan) -> Iterator[Link]:
    """Other ways to look at a plan: by department and domain, beside other plans, on paper."""
    yield Link("", matrix_url(plan.id), "matrix")
    for pair in shape.index.pairs:
        if pair.of(plan.id):
            other = pair.other if pair.one is plan else pair.one
            yield Link(other.title, compare_url(pair.one.id, pair.other.id), "compare")
    yield Link("", poster_url(shape.routes.of(plan)), "poster")


class _Places(Struct, frozen=True):
    """The gaps that stand right before and right after tasks, by the ids of these."""

    before: Mapping[str, Sequence[Gap]]
    after: Mapping[str, Sequence[Gap]]


_NOWHERE = _Places({}, {})


def _places(tasks: tuple[Task, ...], gaps: tuple[Gap, ...]) -> _Places:
    """Each gap after the task whose number comes before its own, or before the first task."""
    if not gaps or not tasks:
        return _NOWHERE
    ordered = sorted((natural(task.number), task.id) for task in tasks)
    numbers = [number for number, _ in ordered]
    found = [(bisect_left(numbers, natural(gap.number)), gap) for gap in gaps]
    return _Places(
        before=grouped((ordered[0][1], gap) for place, gap in found if not place),
        after=grouped((ordered[place - 1][1], gap) for place, gap in found if place),
    )


def _group(shape: Shape, plan: Plan, category: Category, gaps: _Places) -> TaskGroup:
    return TaskGroup(
        title=category.title,
        url=section_url(plan.id, category.number),
        anchor=f"section-{category.number}",
        count=len(category.all_tasks()),
        rows=_rows(shape, category.tasks, gaps),
        parts=tuple(_group(shape, plan, part, gaps) for part in category.parts),
    )


def _rows(shape: Shape, tasks: tuple[Task, ...], gaps: _Places) -> tuple[TaskRow | Gap, ...]:
    """The tasks as rows, with the gaps between them."""
    rows: list[TaskRow | Gap] = []
    for task in tasks:
        rows.extend(gaps.before.get(task.id, ()))
        rows.append(shape.row(task))
        rows.extend(gaps.after.get(task.id, ()))
    return tuple(rows)


def category_pages(shape: Shape, plan: Plan) -> Iterator[Page]:
    """The page of every category of a plan."""
    every = [category for category in shape.index.walk(plan.id) if category.all_tasks()]
    for place, category in enumerate(every):
        before = every[place - 1] if place else None
        after = every[place + 1] if place + 1 < len(every) else None
        make = partial(_category_page, shape, plan, category, before, after)
        about = About("section", section_url(plan.id, category.number))
        yield later("pages/section.html", about, make)


def _category_page(
    shape: Shape, plan: Plan, category: Category, before: Category | None, after: Category | None
) -> Page:
    tasks = category.all_tasks()
    meta = Meta(
        kind="section",
        url=section_url(plan.id, category.number),
        title=category.title,
        description=summary(f"{plan.title}“{category.title}”共 {len(tasks)} 项任务"),
        crumbs=crumbs(
            fixed("plans"),
            shape.plan(plan.id),
            *_above(shape, plan, category),
        ),
        facets=shape.facets_of_plan(plan),
    )
    view = CategoryView(
        plan=shape.plan(plan.id),
        plan_title=plan.title,
        government=shape.government(plan.government),
        above=shape.above(plan.government),
        groups=tuple(_group(shape, plan, part, _NOWHERE) for part in category.parts),
        rows=_rows(shape, category.tasks, _NOWHERE),
        count=len(tasks),
        downloads=downloads(f"plans/{plan.id}"),
        before=_category_link(plan, before),
        after=_category_link(plan, after),
    )
    return Page(file_of(meta.url), "pages/section.html", shape.context(meta, view))


def _above(shape: Shape, plan: Plan, category: Category) -> tuple[Link, ...]:
    return tuple(
        Link(other.title, section_url(plan.id, other.number))
        for other in shape.index.walk(plan.id)
        if len(other.path) < len(category.path) and category.path[: len(other.path)] == other.path
    )


def _category_link(plan: Plan, category: Category | None) -> Link | None:
    return Link(category.title, section_url(plan.id, category.number)) if category else None
