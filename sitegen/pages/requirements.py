"""The same requirement across plans, wordings side by side; and the list of requirements."""

from __future__ import annotations

from msgspec import Struct

from sitegen.model import Requirement, Task, title_of
from sitegen.pages.plans import OriginView
from sitegen.pages.schedule import LimitWords, limit_words
from sitegen.pages.shape import Page, Shape, crumbs, downloads, fixed
from sitegen.pages.tasks import RoleView
from sitegen.pages.views import CountedLink, Download, Link, Meta
from sitegen.routes import FIXED, file_of
from sitegen.text import paragraphs
from sitegen.wording import shared_words

_NOBODY: tuple[tuple[str, tuple[str, ...]], ...] = (("unspecified", ()),)


class Wording(Struct, frozen=True):
    """A stretch of a text: `same` where it stands in another plan's wording too."""

    text: str
    same: bool


class SideView(Struct, frozen=True):
    """One task's wording of a requirement, with who answers and by when."""

    plan: Link
    government: Link
    number: str
    task: Link
    wording: tuple[Wording, ...]
    roles: tuple[RoleView, ...]
    written: LimitWords
    in_text: tuple[str, ...]  # limits that the text writes, beside the column too


class RequirementView(Struct, frozen=True):
    """What the page of a requirement shows."""

    origin: tuple[OriginView, ...]
    domains: tuple[Link, ...]
    note: str
    sides: tuple[SideView, ...]
    downloads: tuple[Download, ...]


class RequirementGroup(Struct, frozen=True):
    """The requirements of one domain."""

    domain: Link
    anchor: str
    links: tuple[CountedLink, ...]


class RequirementsView(Struct, frozen=True):
    """What the list of requirements shows."""

    groups: tuple[RequirementGroup, ...]
    count: int
    downloads: tuple[Download, ...]


def requirement_page(shape: Shape, requirement: Requirement) -> Page:
    """The page of one requirement."""
    tasks = [shape.index.task[task] for task in requirement.tasks]
    view = RequirementView(
        origin=tuple(OriginView(origin.title, origin.number) for origin in requirement.origin),
        domains=tuple(shape.domain(domain) for domain in requirement.domains),
        note=requirement.note,
        sides=tuple(_side(shape, task, tasks) for task in tasks),
        downloads=downloads(f"requirements/{requirement.id}"),
    )
    plans = len({task.plan for task in tasks})
    meta = Meta(
        kind="requirement",
        url=shape.routes.of(requirement),
        title=requirement.title,
        description=f"“{requirement.title}”在 {plans} 份计划中的写法、责任单位和时限",
        crumbs=crumbs(fixed("requirements")),
    )
    return Page(file_of(meta.url), "pages/requirement.html", shape.context(meta, view))


def _side(shape: Shape, task: Task, tasks: list[Task]) -> SideView:
    plan = shape.index.plan[task.plan]
    others = [other.body for other in tasks if other.plan != task.plan]
    limits = shape.ledger.of(task).limits.limits
    return SideView(
        plan=Link(plan.title, shape.routes.of(plan)),
        government=shape.government(plan.government),
        number=task.number,
        task=Link(title_of(task), shape.routes.of(task)),
        wording=tuple(_wording(task, others)),
        roles=tuple(
            RoleView(role, tuple(shape.department(unit) for unit in units))
            for role, units in task.responsibility.answering() or _NOBODY
        ),
        written=limit_words(shape, task),
        in_text=tuple(dict.fromkeys(limit.raw for limit in limits if limit.basis == "text")),
    )


def _wording(task: Task, others: list[str]) -> list[Wording]:
    text = "".join(paragraphs(task.body))
    return [Wording(piece, same) for piece, same in shared_words(text, others)]


def requirements_page(shape: Shape) -> Page:
    """The list of requirements, by main domain."""
    groups: dict[str, list[CountedLink]] = {domain.id: [] for domain in shape.site.domains}
    for requirement in shape.site.requirements:
        link = CountedLink(requirement.title, shape.routes.of(requirement), len(requirement.tasks))
        groups[requirement.domains[0]].append(link)
    view = RequirementsView(
        groups=tuple(
            RequirementGroup(shape.domain(domain), f"domain-{domain}", tuple(links))
            for domain, links in groups.items()
            if links
        ),
        count=len(shape.site.requirements),
        downloads=downloads("requirements"),
    )
    meta = Meta("requirements", FIXED["requirements"], "", "", crumbs())
    return Page(file_of(meta.url), "pages/requirements.html", shape.context(meta, view))
