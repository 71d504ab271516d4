"""The page of a government with its plans and departments, and the list of governments."""

from __future__ import annotations

from msgspec import Struct

from sitegen.model import Government
from sitegen.pages.departments import GovernmentUnits, single_units, units_of
from sitegen.pages.plans import PlanCard, card
from sitegen.pages.shape import Page, Shape, crumbs, downloads, fixed
from sitegen.pages.topics import Subscription, government_topic, subscription
from sitegen.pages.views import CountedLink, Download, Facet, Link, Meta
from sitegen.routes import FIXED, file_of


class GovernmentCard(Struct, frozen=True):
    """A government in a list."""

    title: str
    url: str
    province: str
    level: str
    plans: int
    tasks: int
    units: int


class GovernmentView(Struct, frozen=True):
    """What the page of a government shows."""

    card: GovernmentCard
    note: str
    parent: Link | None
    children: tuple[Link, ...]
    plans: tuple[PlanCard, ...]
    units: GovernmentUnits
    domains: tuple[CountedLink, ...]
    downloads: tuple[Download, ...]
    subscribe: Subscription


class GovernmentsView(Struct, frozen=True):
    """What the list of governments shows."""

    governments: tuple[GovernmentCard, ...]
    downloads: tuple[Download, ...]


def government_card(shape: Shape, government: Government) -> GovernmentCard:
    """A government as it stands in lists."""
    return GovernmentCard(
        title=government.name,
        url=shape.routes.of(government),
        province=government.province,
        level=government.level,
        plans=len(shape.index.plans_of.get(government.id, ())),
        tasks=len(shape.index.tasks_of_government(government.id)),
        units=single_units(shape.index.departments_of.get(government.id, ())),
    )


def government_page(shape: Shape, government: Government) -> Page:
    """The page of one government."""
    view = GovernmentView(
        card=government_card(shape, government),
        note=government.note,
        parent=shape.government(government.parent) if government.parent else None,
        children=tuple(
            shape.government(other.id)
            for other in shape.site.governments
            if other.parent == government.id
        ),
        plans=tuple(card(shape, plan) for plan in shape.index.plans_of.get(government.id, ())),
        units=units_of(shape, government.id),
        domains=shape.domain_counts(shape.index.tasks_of_government(government.id)),
        downloads=downloads(f"governments/{government.id}"),
        subscribe=subscription(shape, government_topic(shape, government)),
    )
    meta = Meta(
        kind="government",
        url=shape.routes.of(government),
        title=government.name,
        description=f"{government.name}的政务公开计划、任务和责任部门",
        crumbs=crumbs(fixed("governments")),
        facets=(Facet("government", government.name),),
    )
    return Page(file_of(meta.url), "pages/government.html", shape.context(meta, view))


def governments_page(shape: Shape) -> Page:
    """The list of all governments."""
    meta = Meta("governments", FIXED["governments"], "", "", crumbs())
    view = GovernmentsView(
        governments=tuple(government_card(shape, g) for g in shape.site.governments),
        downloads=downloads("governments"),
    )
    return Page(file_of(meta.url), "pages/governments.html", shape.context(meta, view))
