"""The page of one task: what must be disclosed, by whom, by when, and where it says so."""

from __future__ import annotations

from msgspec import Struct

from sitegen import dates
from sitegen.listings.naming import renamed
from sitegen.model import ROLES, Requirement, Task, title_of
from sitegen.pages.schedule import (
    LimitView,
    LimitWords,
    NextView,
    limit_views,
    limit_words,
    next_due,
)
from sitegen.pages.shape import Page, Shape, crumbs, fixed
from sitegen.pages.views import Article, Link, Meta, TaskRow
from sitegen.routes import card_url, file_of, row_url, section_url
from sitegen.text import paragraphs, summary


class RoleView(Struct, frozen=True):
    """The units that have one role in a task."""

    role: str
    units: tuple[Link, ...]


class PhraseView(Struct, frozen=True):
    """A cell of the official table: its column, if it has a name, and its wording."""

    column: str
    raw: str


class SameView(Struct, frozen=True):
    """A requirement that a task carries out, with the tasks of other plans that do so too."""

    requirement: Link
    others: tuple[TaskRow, ...]


class NamesView(Struct, frozen=True):
    """How units that are not called as in the document are written there.

    `begun`: what was put before which forms; `other`: form and name; `unsaid`: names without any form.
    """

    begun: tuple[tuple[str, tuple[str, ...]], ...]
    other: tuple[tuple[str, str], ...]
    unsaid: tuple[str, ...]


class TaskView(Struct, frozen=True):
    """What the page of a task shows."""

    number: str
    number_inferred: bool
    title_generated: bool
    plan: Link
    plan_title: str
    doc_number: str
    issued: str
    issuer: str
    year: int
    government: Link
    above: str
    sections: tuple[Link, ...]
    paragraphs: tuple[str, ...]
    phrases: tuple[PhraseView, ...]
    roles: tuple[RoleView, ...]
    names: NamesView
    mode: str
    open_ended: bool
    written: LimitWords
    limits: tuple[LimitView, ...]
    next: NextView | None
    shared: bool
    same: tuple[SameView, ...]
    domains: tuple[Link, ...]
    openness: tuple[str, ...]
    page: int
    source: str
    notes: tuple[str, ...]
    inferred: tuple[str, ...]
    before: Link | None
    after: Link | None
    related: tuple[TaskRow, ...]
    tracked: bool
    as_of: str
    card: str


def task_page(shape: Shape, task: Task) -> Page:
    """The page of one task."""
    url = shape.routes.of(task)
    plan = shape.plan(task.plan)
    meta = Meta(
        kind="task",
        url=url,
        title=title_of(task),
        description=summary(f"{plan.title}第{task.number}项：{task.body}"),
        crumbs=crumbs(fixed("plans"), plan, *_sections(shape, task)),
        facets=shape.facets_of_task(task),
        article=_article(shape, task),
    )
    return Page(file_of(url), "pages/task.html", shape.context(meta, _view(shape, task)))


def _article(shape: Shape, task: Task) -> Article:
    plan = shape.index.plan[task.plan]
    issued = dates.iso(plan.issued)
    domains = tuple(shape.domain(domain).title for domain in task.domains)
    return Article(issued, plan.issuer, domains)


def _view(shape: Shape, task: Task) -> TaskView:
    plan = shape.index.plan[task.plan]
    before, after = shape.index.neighbours(task)

    return TaskView(
        number=task.number,
        number_inferred="number" in task.inferred or plan.numbering == "ours",
        title_generated=not task.title,
        plan=shape.plan(plan.id),
        plan_title=plan.title,
        doc_number=plan.doc_number,
        issued=dates.iso(plan.issued),
        issuer=plan.issuer,
        year=plan.year,
        government=shape.government(plan.government),
        above=shape.above(plan.government),
        sections=_sections(shape, task),
        paragraphs=paragraphs(task.body),
        phrases=_phrases(task, plan.columns),
        roles=roles_of(shape, task),
        names=_names(shape, task),
        mode=task.responsibility.mode or "",
        open_ended=task.responsibility.open_ended,
        written=limit_words(shape, task),
        limits=limit_views(shape, task),
        next=next_due(shape, task),
        shared=shape.ledger.shared(task),
        same=tuple(_same(shape, task, one) for one in shape.index.requirements_of.get(task.id, ())),
        domains=tuple(shape.domain(domain) for domain in task.domains),
        openness=task.openness,
        page=(task.source.page or 0) if task.source else 0,
        source=row_url(task) if plan.source else "",
        notes=task.notes,
        inferred=task.inferred,
        before=shape.task(before) if before else None,
        after=shape.task(after) if after else None,
        related=tuple(shape.row(other) for other in shape.index.related(task)),
        tracked=plan.tracking == "active",
        as_of=shape.as_of.isoformat() if plan.tracking == "active" else "",
        card=card_url(shape.routes.of(task)),
    )


def _sections(shape: Shape, task: Task) -> tuple[Link, ...]:
    return tuple(
        Link(category.title, section_url(task.plan, category.number))
        for category in shape.index.above(task)
    )


def _phrases(task: Task, columns: tuple[str, ...]) -> tuple[PhraseView, ...]:
    more = tuple(PhraseView(cell.column, cell.raw) for cell in task.responsibility.more)
    named = {cell.column for cell in more}
    own = next((c for c in columns if ("单位" in c or "牵头" in c) and c not in named), "")
    return (PhraseView(own, task.responsibility.raw), *more)


def _same(shape: Shape, task: Task, requirement: Requirement) -> SameView:
    others = (shape.index.task[other] for other in requirement.tasks if other != task.id)
    return SameView(
        requirement=Link(requirement.title, shape.routes.of(requirement)),
        others=tuple(shape.row(other) for other in others if other.plan != task.plan),
    )


def _names(shape: Shape, task: Task) -> NamesView:
    begun: dict[str, list[str]] = {}
    other, unsaid = [], []
    for one in renamed(task.responsibility, shape.index.department):
        name = shape.department(one.unit).title
        if not one.said:
            unsaid.append(name)
        elif name.endswith(one.said):
            begun.setdefault(name.removesuffix(one.said), []).append(one.said)
        else:
            other.append((one.said, name))
    forms = tuple((before, tuple(said)) for before, said in begun.items())
    return NamesView(forms, tuple(other), tuple(unsaid))


def roles_of(shape: Shape, task: Task) -> tuple[RoleView, ...]:
    """The units that a task names, by role."""
    return tuple(
        RoleView(role, tuple(shape.department(unit) for unit in units))
        for role in ROLES
        if (units := getattr(task.responsibility, role))
    )
