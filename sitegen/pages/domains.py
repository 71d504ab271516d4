"""The page of a domain with its tasks across governments, and the list of domains."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from sitegen.model import Domain, other_names
from sitegen.pages.departments import counted
from sitegen.pages.schedule import YearStrip, entries_of, whole_year, year_strips
from sitegen.pages.shape import Page, Shape, crumbs, downloads, fixed
from sitegen.pages.topics import Subscription, domain_topic, subscription
from sitegen.pages.views import CountedLink, Download, Link, Meta, TaskRow
from sitegen.routes import FIXED, file_of, plan_anchor

UNITS_SHOWN = 12


class PlanTasks(Struct, frozen=True):
    """The tasks of one plan in a domain."""

    plan: Link
    plan_title: str
    government: Link
    anchor: str
    rows: tuple[TaskRow, ...]


class DomainView(Struct, frozen=True):
    """What the page of a domain shows."""

    name: str
    also: tuple[str, ...]
    description: str
    standard: str
    plans: tuple[PlanTasks, ...]
    units: tuple[CountedLink, ...]
    count: int
    strips: tuple[YearStrip, ...]
    whole_year: int
    requirements: tuple[CountedLink, ...]
    downloads: tuple[Download, ...]
    subscribe: Subscription


class DomainsView(Struct, frozen=True):
    """What the list of domains shows."""

    domains: tuple[CountedLink, ...]
    downloads: tuple[Download, ...]


def domain_page(shape: Shape, domain: Domain) -> Page:
    """The page of one domain."""
    meta = Meta(
        kind="domain",
        url=shape.routes.of(domain),
        title=domain.name,
        description=domain.description,
        crumbs=crumbs(fixed("domains")),
    )
    return Page(file_of(meta.url), "pages/domain.html", shape.context(meta, _view(shape, domain)))


def _view(shape: Shape, domain: Domain) -> DomainView:
    tasks = shape.index.tasks_of_domain.get(domain.id, ())
    return DomainView(
        name=domain.name,
        also=other_names(domain),
        description=domain.description,
        standard=domain.standard,
        plans=_by_plan(shape, domain),
        units=_units(shape, domain),
        count=len(tasks),
        strips=year_strips(entries_of(shape, tasks)),
        whole_year=whole_year(shape, tasks),
        requirements=_requirements(shape, domain),
        downloads=downloads(f"domains/{domain.id}"),
        subscribe=subscription(shape, domain_topic(shape, domain)),
    )


def _by_plan(shape: Shape, domain: Domain) -> tuple[PlanTasks, ...]:
    rows: dict[str, list[TaskRow]] = {}
    for task in shape.index.tasks_of_domain.get(domain.id, ()):
        rows.setdefault(task.plan, []).append(shape.row(task))
    plans = ((shape.index.plan[plan], found) for plan, found in rows.items())
    return tuple(
        PlanTasks(
            plan=shape.plan(plan.id),
            plan_title=plan.title,
            government=shape.government(plan.government),
            anchor=plan_anchor(plan.id),
            rows=tuple(found),
        )
        for plan, found in plans
    )


def _units(shape: Shape, domain: Domain) -> tuple[CountedLink, ...]:
    """The departments that most tasks of the domain name, and how many of them."""
    counts = Counter(
        unit
        for task in shape.index.tasks_of_domain.get(domain.id, ())
        for _, unit in task.responsibility.named()
        if shape.index.department[unit].kind != "group"
    )
    best = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:UNITS_SHOWN]
    return tuple(_with_government(shape, unit, count) for unit, count in best)


def _requirements(shape: Shape, domain: Domain) -> tuple[CountedLink, ...]:
    """The requirements of the domain that several plans carry out."""
    return tuple(
        CountedLink(one.title, shape.routes.of(one), len(one.tasks))
        for one in shape.site.requirements
        if domain.id in one.domains
    )


def _with_government(shape: Shape, unit: str, count: int) -> CountedLink:
    link = counted(shape, unit)
    government = shape.government(shape.index.department[unit].government)
    return CountedLink(link.title, link.url, count, government.title)


def domains_page(shape: Shape) -> Page:
    """The list of all domains."""
    meta = Meta("domains", FIXED["domains"], "", "", crumbs())
    view = DomainsView(all_domains(shape), downloads("domains"))
    return Page(file_of(meta.url), "pages/domains.html", shape.context(meta, view))


def all_domains(shape: Shape) -> tuple[CountedLink, ...]:
    """Every domain that has tasks, with its description."""
    return tuple(
        CountedLink(domain.name, shape.routes.of(domain), len(tasks), domain.description)
        for domain in shape.site.domains
        if (tasks := shape.index.tasks_of_domain.get(domain.id, ()))
    )
