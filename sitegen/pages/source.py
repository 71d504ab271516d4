"""The view of a plan's source text, each task marked at its place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec import Struct

from sitegen.model import Plan, PlanSource, Task
from sitegen.pages.shape import About, Page, Shape, crumbs, fixed, later
from sitegen.pages.views import Link, Meta
from sitegen.routes import file_of, file_url, row_anchor, source_url
from sitegen.text import summary


class SourceLine(Struct, frozen=True):
    """One line of the source text, with the tasks that begin on it."""

    number: int
    text: str
    tasks: tuple[SourceTask, ...]


class SourceTask(Struct, frozen=True):
    """A task at its place in the source text."""

    anchor: str
    number: str
    title: str
    url: str


class SourceView(Struct, frozen=True):
    """What the view of a plan's source text shows."""

    plan: Link
    plan_title: str
    note: str
    file: str
    lines: tuple[SourceLine, ...]


def source_page(shape: Shape, plan: Plan) -> Page | None:
    """The view of a plan's source text, each task marked at its place; None without a source."""
    if not plan.source:
        return None
    about = About("source", source_url(plan.id), indexed=False)
    return later("pages/source.html", about, partial(_page, shape, plan, plan.source))


def _page(shape: Shape, plan: Plan, source: PlanSource) -> Page:
    meta = Meta(
        kind="source",
        url=source_url(plan.id),
        title=plan.title,
        description=summary(source.note or f"{plan.title}的文字稿，逐行照录"),
        crumbs=crumbs(fixed("plans"), shape.plan(plan.id)),
        indexed=False,
    )
    view = SourceView(
        plan=shape.plan(plan.id),
        plan_title=plan.title,
        note=source.note,
        file=file_url(plan, source.file),
        lines=tuple(_source_lines(shape, plan)),
    )
    return Page(file_of(meta.url), "pages/source.html", shape.context(meta, view))


def _source_lines(shape: Shape, plan: Plan) -> Iterator[SourceLine]:
    starting: dict[int, list[Task]] = {}
    for task in shape.index.tasks_of_plan.get(plan.id, ()):
        if task.source and task.source.line:
            starting.setdefault(task.source.line, []).append(task)
    for number, text in enumerate(shape.site.sources[plan.id], 1):
        if text.strip() or number in starting:
            tasks = tuple(_source_task(shape, task) for task in starting.get(number, ()))
            yield SourceLine(number, text.strip(), tasks)


def _source_task(shape: Shape, task: Task) -> SourceTask:
    link = shape.task(task)
    return SourceTask(row_anchor(task), task.number, link.title, link.url)
