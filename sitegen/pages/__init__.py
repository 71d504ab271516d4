"""What does each page get to see? One function per kind of page, from the shape of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from types import MappingProxyType
from typing import TypeVar

from msgspec import Struct

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
from sitegen.pages.data import data_page, data_pages
from sitegen.pages.departments import department_page, departments_page
from sitegen.pages.disclosure import disclosure_page
from sitegen.pages.documents import document_pages
from sitegen.pages.domains import domain_page, domains_page
from sitegen.pages.events import event_pages
from sitegen.pages.feeds import feed_pages
from sitegen.pages.files import CopyOf, DataFile, JsonFile, RawFile
from sitegen.pages.framing import Edition, frame
from sitegen.pages.governments import government_page, governments_page
from sitegen.pages.indicators import INDICATORS, indicator_pages
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
    sitemaps,
    states_page,
)
from sitegen.pages.prints import card_page, department_posters, plan_poster
from sitegen.pages.requirements import requirement_page, requirements_page
from sitegen.pages.shape import About, Page, Shape, later
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


class Branch(Struct, frozen=True):
    """Some of the pages, and how all of their paths begin."""

    below: tuple[str, ...]
    pages: Callable[[], Iterable[Page]]


class Pages:
    """Every file of the site, in publication order: its pages, then what is made of the same content.

    Nothing is listed before it is asked for; the second part is data, feeds and calendars.
    """

    def __init__(
        self,
        parts: Iterable[Branch],
        more: Callable[[tuple[Page, ...]], tuple[Page, ...]],
        ready: Callable[[], object],
    ) -> None:
        self._parts = tuple(parts)
        self._more = more
        self._ready = ready
        self._listed: dict[int, Mapping[str, Page]] = {}

    @cached_property
    def html(self) -> tuple[Page, ...]:
        """The pages, all of them, with what they have in common worked out for whoever makes them."""
        self._ready()
        return tuple(page for part in self._parts for page in part.pages())

    @cached_property
    def more(self) -> tuple[Page, ...]:
        """Everything but the pages."""
        return self._more(self.html)

    def __iter__(self) -> Iterator[Page]:
        """The pages, then the rest."""
        yield from self.html
        yield from self.more

    def find(self, path: str) -> Page | None:
        """The page that has a path, without listing those that cannot have it."""
        for place, part in enumerate(self._parts):
            if path.startswith(part.below):
                if place not in self._listed:
                    self._listed[place] = {page.path: page for page in part.pages()}
                if path in self._listed[place]:
                    return self._listed[place][path]
        return None


def all_pages(
    site: Site,
    routes: Routes,
    edition: Edition,
    card: Callable[[], Scorecard],
    changes: Changes = UNKNOWN,
) -> Pages:
    """Every file of the site, in publication order: the portal, plans, tasks, lists, data."""
    index = Index(site)
    ledger = Ledger(index, edition.as_of)
    around = frame(site, routes, edition, known=bool(changes.by_path), cut=changes.cut)
    history = change_views(ledger, routes, changes)
    shape = Shape(site, index, routes, around, edition.as_of, ledger, history)
    # its rows are made once, for the open-data page and for all files
    published = Published(index, routes, ledger)
    parts = (
        *_parts(shape),
        Branch((FIXED["changes"],), partial(changes_pages, shape, changes)),
        Branch(INDICATORS, partial(indicator_pages, shape, card)),
        Branch((FIXED["data"],), lambda: (data_page(shape, published),)),
    )
    return Pages(parts, partial(_others, shape, published, changes), shape.work_out)


def _others(
    shape: Shape, published: Published, changes: Changes, html: tuple[Page, ...]
) -> tuple[Page, ...]:
    """The data files, what robots read, feeds, calendars and attachments."""
    site = shape.site
    copies = (Page(a.path, "", CopyOf(site.content, a.path, a.digest)) for a in site.attachments)
    listed = (*sitemaps(site.config.base_url, html), robots(shape))
    taken = (*feed_pages(shape, changes), *event_pages(shape, changes))
    return (*data_pages(shape, published), *listed, *taken, *copies)


def _parts(shape: Shape) -> Iterator[Branch]:
    site = shape.site
    yield Branch(("",), partial(_of_portal, shape))
    yield Branch((FIXED["calendar"],), partial(calendar_pages, shape))
    yield Branch((FIXED["disclosure"],), partial(_disclosure, shape))
    yield Branch((FIXED["requirements"],), partial(_requirement_pages, shape))
    yield Branch((FIXED["documents"],), partial(document_pages, shape))
    yield Branch(("",), partial(moved_pages, shape, partial(_plan_pages, shape)))
    yield Branch(("",), partial(_of_each, shape, "page", site.pages, prose_page))
    governments = partial(_of_each, shape, "government", site.governments, government_page)
    domains = partial(_of_each, shape, "domain", site.domains, domain_page)
    departments = partial(_of_each, shape, "department", site.departments, department_page)
    yield Branch((FIXED["governments"],), governments)
    yield Branch((FIXED["domains"],), domains)
    yield Branch((FIXED["departments"],), departments)
    yield Branch((FIXED["departments"],), partial(department_posters, shape))
    for plan in site.plans:
        yield Branch((shape.routes.of(plan),), partial(_plan_pages, shape, plan))
    yield Branch((FIXED["compare"],), partial(comparison_pages, shape))


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


def _disclosure(shape: Shape) -> Iterator[Page]:
    if any(page.column for page in shape.site.pages):
        about = About("disclosure", FIXED["disclosure"])
        yield later("pages/disclosure.html", about, partial(disclosure_page, shape))


def _requirement_pages(shape: Shape) -> Iterator[Page]:
    if shape.site.requirements:
        about = About("requirements", FIXED["requirements"])
        yield later("pages/requirements.html", about, partial(requirements_page, shape))
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
