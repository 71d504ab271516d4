"""What does each page get to see? One function per kind of page, from the shape of the site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sitegen.indicators import Scorecard
from sitegen.ledger import Ledger
from sitegen.listings import Index
from sitegen.load import Site
from sitegen.model import Plan
from sitegen.pages.calendar import calendar_pages
from sitegen.pages.data import JsonFile, TableFile, data_pages
from sitegen.pages.departments import department_page, departments_page
from sitegen.pages.documents import document_pages
from sitegen.pages.domains import domain_page, domains_page
from sitegen.pages.governments import government_page, governments_page
from sitegen.pages.indicators import indicator_pages
from sitegen.pages.plans import category_pages, plan_page, plans_page, source_page
from sitegen.pages.portal import (
    doubts_page,
    home_page,
    moved_pages,
    not_found_page,
    prose_page,
    robots,
    search_page,
    sitemap,
    states_page,
)
from sitegen.pages.requirements import requirement_page, requirements_page
from sitegen.pages.shape import CopyOf, Page, RawFile, Shape, fixed
from sitegen.pages.tasks import task_page
from sitegen.pages.timetable import timetable_page
from sitegen.pages.views import Context, Frame, Link, Meta, Prose
from sitegen.routes import Routes

__all__ = [
    "Context",
    "CopyOf",
    "JsonFile",
    "Meta",
    "Page",
    "Prose",
    "RawFile",
    "TableFile",
    "all_pages",
]

_NAV = ("plans", "departments", "domains", "requirements", "documents", "calendar", "data")
_MORE = ("governments", "states", "source-notes", "indicators", "data", "search")


def all_pages(site: Site, routes: Routes, as_of: date, card: Scorecard) -> tuple[Page, ...]:
    """Every page of the site, in publication order: the portal, plans, tasks, lists, data."""
    index = Index(site)
    ledger = Ledger(index, as_of)
    shape = Shape(site, index, routes, _frame(site, routes), as_of, ledger)
    pages = (*_html_pages(shape), *indicator_pages(shape, card), *data_pages(shape))
    copies = (Page(a.path, "", CopyOf(site.content, a.path, a.digest)) for a in site.attachments)
    return (*pages, sitemap(shape, pages), robots(shape), *copies)


def _frame(site: Site, routes: Routes) -> Frame:
    config, empty = site.config, set(_empty(site))
    listed = tuple(Link(p.title, routes.of(p)) for p in site.pages if p.order)
    return Frame(
        title=config.title,
        short=config.short or config.title,
        description=config.description,
        organisation=config.organisation,
        notice=config.notice,
        licence=config.licence,
        id_code=config.id_code,
        icp=config.icp,
        base_url=config.base_url.rstrip("/"),
        nav=tuple(fixed(name) for name in _NAV if name not in empty),
        more=(*listed, *(fixed(name) for name in _MORE)),
    )


def _empty(site: Site) -> Iterator[str]:
    """The fixed pages that the site has nothing for."""
    if not site.requirements:
        yield "requirements"
    if not site.policies:
        yield "documents"


def _html_pages(shape: Shape) -> Iterator[Page]:
    site = shape.site
    yield from (home_page(shape), plans_page(shape), departments_page(shape))
    yield from (domains_page(shape), governments_page(shape), search_page(shape))
    yield from (doubts_page(shape), states_page(shape), not_found_page(shape))
    yield from calendar_pages(shape)
    yield from _requirement_pages(shape)
    yield from document_pages(shape)
    yield from moved_pages(shape)
    yield from (prose_page(shape, page) for page in site.pages)
    yield from (government_page(shape, government) for government in site.governments)
    yield from (domain_page(shape, domain) for domain in site.domains)
    yield from (department_page(shape, unit) for unit in site.departments)
    for plan in site.plans:
        yield from _plan_pages(shape, plan)


def _requirement_pages(shape: Shape) -> Iterator[Page]:
    if shape.site.requirements:
        yield requirements_page(shape)
    yield from (requirement_page(shape, one) for one in shape.site.requirements)


def _plan_pages(shape: Shape, plan: Plan) -> Iterator[Page]:
    yield plan_page(shape, plan)
    yield from category_pages(shape, plan)
    source = source_page(shape, plan)
    yield from [source] if source else []
    yield timetable_page(shape, plan)
    for task in shape.index.tasks_of_plan.get(plan.id, ()):
        yield task_page(shape, task)
