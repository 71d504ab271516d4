"""The pages of the portal itself: home, search, doubts, prose, 404, old addresses, sitemap, robots."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import quote, urlsplit

from msgspec import Struct

from sitegen import dates
from sitegen.ledger import STATES
from sitegen.model import Page as ProsePage
from sitegen.model import Plan
from sitegen.pages.departments import GovernmentUnits, single_units, units_of
from sitegen.pages.domains import all_domains
from sitegen.pages.governments import GovernmentCard, government_card
from sitegen.pages.plans import PlanCard, card
from sitegen.pages.shape import Page, Shape, crumbs, described, fixed, name_of
from sitegen.pages.topics import Subscription, portal_topic, subscription
from sitegen.pages.views import Article, CountedLink, Gap, Link, Meta, Prose
from sitegen.routes import FIXED, file_of, plan_anchor, sitemap_url, url_of_file

BUSIEST = 12
MOST_URLS = (
    50_000  # of one file (sitemaps.org 0.9); with addresses as long as paths may be, below 50 MB
)
_SITEMAP = "feeds/sitemap.xml"
_UNLISTED = frozenset({"not-found", "moved", "poster", "card"})


class HomeView(Struct, frozen=True):
    """What the home page shows."""

    plans: tuple[PlanCard, ...]
    domains: tuple[CountedLink, ...]
    governments: tuple[GovernmentCard, ...]
    busiest: tuple[CountedLink, ...]
    tasks: int
    units: int
    subscribe: Subscription


class SearchView(Struct, frozen=True):
    """What the search page shows without a script: the lists to look through."""

    plans: tuple[PlanCard, ...]
    domains: tuple[CountedLink, ...]
    governments: tuple[GovernmentUnits, ...]


class TaskDoubt(Struct, frozen=True):
    """A task whose wording is doubtful, with what is said about it."""

    number: str
    task: Link
    notes: tuple[str, ...]


class PlanDoubts(Struct, frozen=True):
    """Everything doubtful in one plan: gaps, notes on the whole, notes on tasks."""

    plan: Link
    plan_title: str
    anchor: str
    gaps: tuple[Gap, ...]
    notes: tuple[str, ...]
    tasks: tuple[TaskDoubt, ...]


class DoubtsView(Struct, frozen=True):
    """What the page of source doubts shows."""

    plans: tuple[PlanDoubts, ...]


class StatesView(Struct, frozen=True):
    """The states that an occurrence can have."""

    states: tuple[str, ...]


class ProseView(Struct, frozen=True):
    """What a page of prose shows."""

    body: Prose


class MovedView(Struct, frozen=True):
    """What stands at an old address: the way to the new one."""

    to: Link


class Redirects(Struct, frozen=True):
    """Old and new addresses from the root of the host, for a server that redirects (Netlify)."""

    rules: tuple[tuple[str, str], ...]
    folders: tuple[tuple[str, str], ...]


class Sitemap(Struct, frozen=True):
    """The absolute addresses of pages that search engines should know, or of files that list these."""

    urls: tuple[str, ...]


class Robots(Struct, frozen=True):
    """Where robots find the sitemap."""

    sitemap: str


def home_page(shape: Shape) -> Page:
    """The home page."""
    view = HomeView(
        plans=tuple(card(shape, plan) for plan in shape.site.plans),
        domains=all_domains(shape),
        governments=tuple(government_card(shape, g) for g in shape.site.governments),
        busiest=_busiest(shape),
        tasks=len(shape.site.tasks),
        units=single_units(shape.site.departments),
        subscribe=subscription(shape, portal_topic(shape)),
    )
    meta = Meta("home", FIXED["home"], "", shape.site.config.description)
    return Page(file_of(meta.url), "pages/home.html", shape.context(meta, view))


def _busiest(shape: Shape) -> tuple[CountedLink, ...]:
    """The single units that most tasks name."""
    duties = shape.index.duties
    units = [u for u in shape.site.departments if u.kind != "group" and u.id in duties]
    units.sort(key=lambda unit: (-len(duties[unit.id]), unit.id))
    return tuple(
        CountedLink(unit.name, shape.routes.of(unit), len(duties[unit.id]))
        for unit in units[:BUSIEST]
    )


def search_page(shape: Shape) -> Page:
    """The search page, which is a page of lists where no script runs."""
    view = SearchView(
        plans=tuple(card(shape, plan) for plan in shape.site.plans),
        domains=all_domains(shape),
        governments=tuple(units_of(shape, g.id) for g in shape.site.governments),
    )
    meta = Meta("search", FIXED["search"], "", "", crumbs(), indexed=False)
    return Page(file_of(meta.url), "pages/search.html", shape.context(meta, view))


def doubts_page(shape: Shape) -> Page:
    """The public list of gaps, slips and contradictions in the official documents."""
    view = DoubtsView(tuple(_doubts(shape, plan) for plan in shape.site.plans))
    meta = Meta("source-notes", FIXED["source-notes"], "", "", crumbs())
    return Page(file_of(meta.url), "pages/source-notes.html", shape.context(meta, view))


def _doubts(shape: Shape, plan: Plan) -> PlanDoubts:
    tasks = shape.index.tasks_of_plan.get(plan.id, ())
    return PlanDoubts(
        plan=shape.plan(plan.id),
        plan_title=plan.title,
        anchor=plan_anchor(plan.id),
        gaps=tuple(Gap(missing.number, missing.note) for missing in plan.missing),
        notes=plan.notes,
        tasks=tuple(TaskDoubt(t.number, shape.task(t), t.notes) for t in tasks if t.notes),
    )


def states_page(shape: Shape) -> Page:
    """The note on how time limits are read and on what the states mean and do not mean."""
    meta = Meta("states", FIXED["states"], "", "", crumbs())
    return Page(file_of(meta.url), "pages/states.html", shape.context(meta, StatesView(STATES)))


def prose_page(shape: Shape, page: ProsePage) -> Page:
    """A page of prose from content/pages."""
    meta = Meta(
        kind="page",
        url=shape.routes.of(page),
        title=page.title,
        description=page.description or described("", page.body) or page.title,
        crumbs=crumbs(fixed("disclosure")) if page.column else crumbs(),
        article=Article(dates.iso(page.date), shape.site.config.organisation),
    )
    view = ProseView(shape.prose(shape.site.path(page), page.body))
    return Page(file_of(meta.url), "pages/page.html", shape.context(meta, view))


def not_found_page(shape: Shape) -> Page:
    """The page shown for an address that does not exist."""
    meta = Meta("not-found", FIXED["not-found"], "", "", indexed=False)
    return Page(file_of(meta.url), "pages/404.html", shape.context(meta, None))


def moved_pages(shape: Shape, pages_of: Callable[[Plan], Iterable[Page]]) -> Iterator[Page]:
    """A small page at every old address that leads to the new one, and the list of them for servers."""
    moves = {url: Link(name_of(old), shape.routes.of(old)) for url, old in shape.routes.old.items()}
    moves |= _below_old_folders(shape, moves, pages_of)
    for url, to in moves.items():
        meta = Meta("moved", url, "", "", indexed=False)
        yield Page(file_of(url), "pages/moved.html", shape.context(meta, MovedView(to)))
    if moves:
        yield _redirects(shape, moves)


def _below_old_folders(
    shape: Shape, moves: Mapping[str, Link], pages_of: Callable[[Plan], Iterable[Page]]
) -> Mapping[str, Link]:
    """The old addresses of the other pages of plans that had another folder: source, schedule, prints."""
    said = {url.casefold() for url in moves}
    below = (
        (folder + url.removeprefix(shape.routes.of(plan)), Link(plan.title, url))
        for folder, plan in shape.routes.old_folders.items()
        for url in (url_of_file(page.path) for page in pages_of(plan))
    )
    return {old: to for old, to in below if old.casefold() not in said}


def _redirects(shape: Shape, moves: Mapping[str, Link]) -> Page:
    """The list of old addresses for Netlify, which takes encoded paths and answers with 301."""
    root = urlsplit(shape.site.config.base_url).path.rstrip("/") + "/"
    rules = tuple((root + quote(old), root + quote(to.url)) for old, to in moves.items())
    folders = tuple(
        (root + quote(old), root + quote(shape.routes.of(plan)))
        for old, plan in shape.routes.old_folders.items()
    )
    return Page(FIXED["redirects"], "feeds/redirects.txt", Redirects(rules, folders))


def sitemaps(base_url: str, pages: Iterable[Page]) -> Iterator[Page]:
    """sitemap.xml over the pages that search engines should know (sitemaps.org 0.9).

    What is too much for one file stands in parts, and sitemap.xml is the list of these.
    """
    base = base_url.rstrip("/")
    known = (page.about for page in pages)
    urls = tuple(f"{base}/{about.url}" for about in known if about and about.kind not in _UNLISTED)
    starts = range(0, len(urls), MOST_URLS)
    if len(starts) <= 1:
        yield Page(FIXED["sitemap"], _SITEMAP, Sitemap(urls))
        return
    parts = [sitemap_url(number) for number in range(1, len(starts) + 1)]
    index = Sitemap(tuple(f"{base}/{part}" for part in parts))
    yield Page(FIXED["sitemap"], "feeds/sitemaps.xml", index)
    for part, start in zip(parts, starts, strict=True):
        yield Page(part, _SITEMAP, Sitemap(urls[start : start + MOST_URLS]))


def robots(shape: Shape) -> Page:
    """robots.txt, which names the sitemap (RFC 9309)."""
    base = shape.site.config.base_url.rstrip("/")
    return Page(FIXED["robots"], "feeds/robots.txt", Robots(f"{base}/{FIXED['sitemap']}"))
