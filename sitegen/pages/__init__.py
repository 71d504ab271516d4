"""What does each page get to see? One function per kind of page, from the shape of the site."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.changes import UNKNOWN, Changes
from sitegen.indicators import Scorecard
from sitegen.ledger import Ledger
from sitegen.listings import Index
from sitegen.load import Site
from sitegen.model import Plan
from sitegen.pages.calendar import calendar_pages
from sitegen.pages.changing import change_views, changes_pages
from sitegen.pages.comparison import comparison_pages
from sitegen.pages.data import DataFile, JsonFile, data_pages
from sitegen.pages.departments import department_page, departments_page
from sitegen.pages.disclosure import disclosure_page
from sitegen.pages.documents import document_pages
from sitegen.pages.domains import domain_page, domains_page
from sitegen.pages.events import event_pages
from sitegen.pages.feeds import feed_pages
from sitegen.pages.framing import Edition, frame
from sitegen.pages.governments import government_page, governments_page
from sitegen.pages.indicators import indicator_pages
from sitegen.pages.matrix import matrix_page
from sitegen.pages.plans import category_pages, plan_page, plans_page
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
from sitegen.pages.prints import card_page, department_posters, plan_poster
from sitegen.pages.requirements import requirement_page, requirements_page
from sitegen.pages.shape import CopyOf, Page, RawFile, Shape
from sitegen.pages.sitetree import site_map_page
from sitegen.pages.source import source_page
from sitegen.pages.tasks import task_page
from sitegen.pages.timetable import timetable_page
from sitegen.pages.views import Context, Meta, Prose
from sitegen.routes import Routes

__all__ = [
    "Context",
    "CopyOf",
    "DataFile",
    "Edition",
    "JsonFile",
    "Meta",
    "Page",
    "Prose",
    "RawFile",
    "all_pages",
]


def all_pages(
    site: Site,
    routes: Routes,
    edition: Edition,
    card: Scorecard,
    changes: Changes = UNKNOWN,
) -> tuple[Page, ...]:
    """Every page of the site, in publication order: the portal, plans, tasks, lists, data."""
    index = Index(site)
    ledger = Ledger(index, edition.as_of)
    around = frame(site, routes, edition, known=bool(changes.by_path), cut=changes.cut)
    history = change_views(routes, changes)
    shape = Shape(site, index, routes, around, edition.as_of, ledger, history)
    told = (*changes_pages(shape, changes), *indicator_pages(shape, card))
    pages = (*_html_pages(shape), *told, *data_pages(shape))
    copies = (Page(a.path, "", CopyOf(site.content, a.path, a.digest)) for a in site.attachments)
    taken = (*feed_pages(shape), *event_pages(shape))
    return (*pages, sitemap(shape, pages), robots(shape), *taken, *copies)


def _html_pages(shape: Shape) -> Iterator[Page]:
    site = shape.site
    yield from (home_page(shape), plans_page(shape), departments_page(shape))
    yield from (domains_page(shape), governments_page(shape), search_page(shape))
    yield from (doubts_page(shape), states_page(shape), not_found_page(shape))
    yield site_map_page(shape)
    yield from calendar_pages(shape)
    if any(page.column for page in site.pages):
        yield disclosure_page(shape)
    yield from _requirement_pages(shape)
    yield from document_pages(shape)
    yield from moved_pages(shape)
    yield from (prose_page(shape, page) for page in site.pages)
    yield from (government_page(shape, government) for government in site.governments)
    yield from (domain_page(shape, domain) for domain in site.domains)
    yield from (department_page(shape, unit) for unit in site.departments)
    yield from department_posters(shape)
    for plan in site.plans:
        yield from _plan_pages(shape, plan)
    yield from comparison_pages(shape)


def _requirement_pages(shape: Shape) -> Iterator[Page]:
    if shape.site.requirements:
        yield requirements_page(shape)
    yield from (requirement_page(shape, one) for one in shape.site.requirements)


def _plan_pages(shape: Shape, plan: Plan) -> Iterator[Page]:
    yield plan_page(shape, plan)
    yield from category_pages(shape, plan)
    source = source_page(shape, plan)
    yield from [source] if source else []
    yield from (timetable_page(shape, plan), matrix_page(shape, plan), plan_poster(shape, plan))
    for task in shape.index.tasks_of_plan.get(plan.id, ()):
        yield from (task_page(shape, task), card_page(shape, task))
