"""What does each page get to see? One function per kind of page, from the shape of the site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sitegen.listings import Index
from sitegen.load import Site
from sitegen.model import Plan
from sitegen.pages.data import JsonFile, TableFile, data_pages
from sitegen.pages.departments import department_page, departments_page
from sitegen.pages.domains import domain_page, domains_page
from sitegen.pages.governments import government_page, governments_page
from sitegen.pages.plans import category_pages, plan_page, plans_page, source_page
from sitegen.pages.portal import (
    doubts_page,
    home_page,
    not_found_page,
    prose_page,
    robots,
    search_page,
    sitemap,
)
from sitegen.pages.shape import CopyOf, Page, RawFile, Shape, fixed
from sitegen.pages.tasks import task_page
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

_NAV = ("plans", "departments", "domains", "governments", "data")
_MORE = ("source-notes", "data", "search")


def all_pages(site: Site, routes: Routes, as_of: date) -> tuple[Page, ...]:
    """Every page of the site, in publication order: the portal, plans, tasks, lists, data."""
    shape = Shape(site, Index(site), routes, _frame(site, routes), as_of)
    pages = (*_html_pages(shape), *data_pages(shape))
    copies = (Page(a.path, "", CopyOf(site.content, a.path, a.digest)) for a in site.attachments)
    return (*pages, sitemap(shape, pages), robots(shape), *copies)


def _frame(site: Site, routes: Routes) -> Frame:
    config = site.config
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
        nav=tuple(fixed(name) for name in _NAV),
        more=(*listed, *(fixed(name) for name in _MORE)),
    )


def _html_pages(shape: Shape) -> Iterator[Page]:
    site = shape.site
    yield from (home_page(shape), plans_page(shape), departments_page(shape))
    yield from (domains_page(shape), governments_page(shape), search_page(shape))
    yield from (doubts_page(shape), not_found_page(shape))
    yield from (prose_page(shape, page) for page in site.pages)
    yield from (government_page(shape, government) for government in site.governments)
    yield from (domain_page(shape, domain) for domain in site.domains)
    yield from (department_page(shape, unit) for unit in site.departments)
    for plan in site.plans:
        yield from _plan_pages(shape, plan)


def _plan_pages(shape: Shape, plan: Plan) -> Iterator[Page]:
    yield plan_page(shape, plan)
    yield from category_pages(shape, plan)
    source = source_page(shape, plan)
    yield from [source] if source else []
    for task in shape.index.tasks_of_plan.get(plan.id, ()):
        yield task_page(shape, task)
