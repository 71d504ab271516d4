"""What does each page get to see? One function per kind of page, from the shape of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from types import MappingProxyType
from typing import TypeVar

from sitegen.changes import UNKNOWN, Changes
from sitegen.indicators import Scorecard
from sitegen.ledger import Ledger
from sitegen.listings import Index
from sitegen.load import Site
from sitegen.model import Plan, Record
from sitegen.opendata import Published
from sitegen.pages.calendar import calendar_pages
from sitegen.pages.changing import change_views, changes_pages
from sitegen.pages.comparison import comparison_pages
from sitegen.pages.data import DataFile, JsonFile, data_page, data_pages
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
from sitegen.pages.shape import About, CopyOf, Page, RawFile, Shape, later
from sitegen.pages.sitetree import site_map_page
from sitegen.pages.source import source_page
from sitegen.pages.tasks import task_page
from sitegen.pages.timetable import timetable_page
from sitegen.pages.views import Context, Meta, Prose
from sitegen.routes import FIXED, Routes, card_url, matrix_url, poster_url, schedule_url

__all__ = [
    "About",
    "Context",
    "CopyOf",
    "DataFile",
    "Edition",
    "JsonFile",
    "Meta",
    "Page",
    "Pages",
    "Prose",
    "RawFile",
    "all_pages",
]

R = TypeVar("R", bound=Record)


class Pages:
    """Every file of the site, in publication order: its pages, then what is made of the same content.

    The second part, of data, feeds and calendars, is worked out when it is asked for.
    """

    def __init__(self, html: tuple[Page, ...], more: Callable[[], tuple[Page, ...]]) -> None:
        self.html = html
        self._more = more

    @cached_property
    def more(self) -> tuple[Page, ...]:
        """Everything but the pages."""
        return self._more()

    def __iter__(self) -> Iterator[Page]:
        """The pages, then the rest."""
        yield from self.html
        yield from self.more


def all_pages(
    site: Site,
    routes: Routes,
    edition: Edition,
    card: Scorecard,
    changes: Changes = UNKNOWN,
) -> Pages:
    """Every file of the site, in publication order: the portal, plans, tasks, lists, data."""
    index = Index(site)
    ledger = Ledger(index, edition.as_of)
    around = frame(site, routes, edition, known=bool(changes.by_path), cut=changes.cut)
    history = change_views(routes, changes)
    shape = Shape(site, index, routes, around, edition.as_of, ledger, history)
    told = (*changes_pages(shape, changes), *indicator_pages(shape, card))
    # its rows are made once, for the open-data page and for all files
    published = Published(index, routes, ledger)
    html = (*_html_pages(shape), *told, data_page(shape, published))
    return Pages(html, partial(_others, shape, published, html))


def _others(shape: Shape, published: Published, html: tuple[Page, ...]) -> tuple[Page, ...]:
    """The data files, what robots read, feeds, calendars and attachments."""
    site = shape.site
    copies = (Page(a.path, "", CopyOf(site.content, a.path, a.digest)) for a in site.attachments)
    taken = (*feed_pages(shape), *event_pages(shape))
    return (*data_pages(shape, published), sitemap(shape, html), robots(shape), *taken, *copies)


def _html_pages(shape: Shape) -> Iterator[Page]:
    site = shape.site
    yield from _of_portal(shape)
    yield from calendar_pages(shape)
    if any(page.column for page in site.pages):
        yield disclosure_page(shape)
    yield from _requirement_pages(shape)
    yield from document_pages(shape)
    yield from moved_pages(shape)
    yield from (prose_page(shape, page) for page in site.pages)
    yield from (government_page(shape, government) for government in site.governments)
    yield from _of_each(shape, "domain", site.domains, domain_page)
    yield from _of_each(shape, "department", site.departments, department_page)
    yield from department_posters(shape)
    for plan in site.plans:
        yield from _plan_pages(shape, plan)
    yield from comparison_pages(shape)


def _of_portal(shape: Shape) -> Iterator[Page]:
    """The fixed pages of the portal itself."""
    for code, make in _FIXED_PAGES.items():
        about = About(code, FIXED[code], indexed=code not in _UNKNOWN_TO_SEARCH)
        yield later(f"pages/{_TEMPLATES.get(code, code)}.html", about, partial(make, shape))


def _of_each(
    shape: Shape, kind: str, records: Iterable[R], make: Callable[[Shape, R], Page]
) -> Iterator[Page]:
    """The page of every record of a kind."""
    for one in records:
        about = About(kind, shape.routes.of(one))
        yield later(f"pages/{kind}.html", about, partial(make, shape, one))


def _requirement_pages(shape: Shape) -> Iterator[Page]:
    if shape.site.requirements:
        yield requirements_page(shape)
    yield from _of_each(shape, "requirement", shape.site.requirements, requirement_page)


def _plan_pages(shape: Shape, plan: Plan) -> Iterator[Page]:
    yield from _of_each(shape, "plan", [plan], plan_page)
    yield from category_pages(shape, plan)
    source = source_page(shape, plan)
    yield from [source] if source else []
    yield from _tables(shape, plan)
    for task in shape.index.tasks_of_plan.get(plan.id, ()):
        yield from _of_each(shape, "task", [task], task_page)
        about = About("card", card_url(shape.routes.of(task)), indexed=False)
        yield later("pages/card.html", about, partial(card_page, shape, task))


def _tables(shape: Shape, plan: Plan) -> Iterator[Page]:
    """A plan as a year at a glance, by department and domain, and on paper."""
    found = (
        ("timetable", schedule_url(plan.id), timetable_page),
        ("matrix", matrix_url(plan.id), matrix_page),
        ("poster", poster_url(shape.routes.of(plan)), plan_poster),
    )
    for kind, url, make in found:
        about = About(kind, url, indexed=False)
        yield later(f"pages/{kind}.html", about, partial(make, shape, plan))


_FIXED_PAGES: Mapping[str, Callable[[Shape], Page]] = MappingProxyType(
    {
        "home": home_page,
        "plans": plans_page,
        "departments": departments_page,
        "domains": domains_page,
        "governments": governments_page,
        "search": search_page,
        "source-notes": doubts_page,
        "states": states_page,
        "not-found": not_found_page,
        "sitemap-page": site_map_page,
    }
)
_TEMPLATES = MappingProxyType({"not-found": "404", "sitemap-page": "sitemap"})
_UNKNOWN_TO_SEARCH = frozenset({"search", "not-found", "sitemap-page"})
