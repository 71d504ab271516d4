"""Which URL? The only place that makes addresses; `claims` says when two want the same one.

Addresses are relative to the site's root, without a leading slash (`plans/x/tasks/004/`), so that
the same output works at a domain's root and below a path.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from msgspec import Struct

from sitegen.load import Site
from sitegen.memo import Table, by_identity, unlike
from sitegen.model import Evidence, Plan, PolicyDocument, Record, Task, is_address, kind_of

FIXED: Mapping[str, str] = MappingProxyType(
    {
        "home": "",
        "plans": "plans/",
        "compare": "plans/compare/",
        "departments": "departments/",
        "domains": "domains/",
        "governments": "governments/",
        "requirements": "requirements/",
        "documents": "documents/",
        "calendar": "calendar/",
        "disclosure": "zfxxgk/",
        "states": "states/",
        "changes": "changes/",
        "sitemap-page": "sitemap/",
        "search": "search/",
        "data": "data/",
        "indicators": "indicators/",
        "source-notes": "source-notes/",
        "not-found": "404.html",
        "sitemap": "sitemap.xml",
        "robots": "robots.txt",
        "redirects": "_redirects",
        "feed": "feed.xml",
        "events": "calendar.ics",
    }
)

_OF_A_RECORD = re.compile(
    r"(?:governments|domains|plans|requirements)/[^/]+/|(?:departments|documents)/[^/]+/[^/]+/"
    r"|plans/[^/]+/tasks/[^/]+/"
)
_OF_A_PLAN = re.compile(r"plans/[^/]+/")
_INDEXES = re.compile(r"((^|/)index\.html)+$")
# how documents are listed in parts; each has a folder below documents/, beside those of governments
DOCUMENT_ORDERS = ("issuer", "year", "subject", "validity")

_ORDERS = tuple(f"documents/{order}/" for order in DOCUMENT_ORDERS)

_PATTERNS: Mapping[str, str] = MappingProxyType(
    {
        "government": "governments/{}/",
        "department": "departments/{}/",
        "domain": "domains/{}/",
        "plan": "plans/{}/",
        "requirement": "requirements/{}/",
        "document": "documents/{}/",
        "page": "{}/",
    }
)


class Routes(Struct, frozen=True):
    """The address of every record, and the record that each old address now means."""

    urls: Mapping[tuple[str, str], str]
    files: Mapping[str, str]
    old: Mapping[str, Record]
    left_out: frozenset[str] = frozenset()  # files that no page answers for, being drafts

    def to(self, kind: str, record_id: str) -> str:
        """The address of a record."""
        return self.urls[kind, record_id]

    def of(self, record: Record) -> str:
        """The address of a record at hand."""
        return self.urls[kind_of(record).name, record.id]

    def answers(self, path: str) -> bool:
        """Whether a path of the site leads to a page or did so; true also of those that no record can have."""
        url = old_url(path)
        if not _OF_A_RECORD.fullmatch(url) or url.startswith(_ORDERS):
            return True
        return _named_by(url) in self.urls or url in self.old or url in FIXED.values()

    @property
    def old_folders(self) -> Mapping[str, Plan]:
        """The plan behind each old address that was the folder of one, and stood above other pages."""
        folders = ((url, plan) for url, plan in self.old.items() if _OF_A_PLAN.fullmatch(url))
        return {url: plan for url, plan in folders if isinstance(plan, Plan)}

    @property
    def sources(self) -> Mapping[str, str]:
        """The content file behind each address that has one."""
        return {url: path for path, url in self.files.items()}


def section_url(plan: str, number: str) -> str:
    """The address of a category page of a plan; `number` is its place, such as 2 or 2-1."""
    return f"plans/{plan}/sections/{number}/"


def source_url(plan: str) -> str:
    """The address of the view of a plan's source text."""
    return f"plans/{plan}/source/"


def schedule_url(plan: str) -> str:
    """The address of a plan's year at a glance: tasks by months."""
    return f"plans/{plan}/schedule/"


def matrix_url(plan: str) -> str:
    """The address of the picture of who carries how much of a plan: departments by domains."""
    return f"plans/{plan}/matrix/"


def compare_url(one: str, other: str) -> str:
    """The address of two plans side by side; no id has two hyphens in a row."""
    return f"{FIXED['compare']}{one}--{other}/"


def poster_url(url: str) -> str:
    """The address of the notice-board print (公示栏) of a plan's or a department's page."""
    return f"{url}poster/"


def card_url(url: str) -> str:
    """The address of the printed card (明白卡) of a task's page."""
    return f"{url}card/"


def row_url(task: Task) -> str:
    """The address of a task's place in the view of its plan's source text."""
    return f"{source_url(task.plan)}#{row_anchor(task)}"


def row_anchor(task: Task) -> str:
    """The fragment of a task's place in the view of its plan's source text."""
    return f"row-{task.id.partition('/')[2]}"


def plan_anchor(plan: str) -> str:
    """The fragment of what belongs to one plan on a page of several."""
    return f"plan-{plan}"


def file_url(record: Plan | Evidence | PolicyDocument, name: str) -> str:
    """The address of a file that a record names, from the folder that it is named from."""
    match record:
        case Plan():
            return f"plans/{record.id}/{name}"
        case Evidence():
            return f"plans/{record.plan}/files/{name}"
    return f"documents/{record.government}/files/{name}"


def documents_url(order: str, slug: str) -> str:
    """The address of the documents of one issuer, year, subject or validity."""
    return f"documents/{order}/{slug}/"


def calendar_url(period: str) -> str:
    """The address of the calendar of a year (`2017`) or a month (`2017-03`)."""
    return f"calendar/{period}/"


def feed_url(page: str) -> str:
    """The address of the feed of what a page is about."""
    return f"{page}{FIXED['feed']}"


def events_url(page: str) -> str:
    """The address of the calendar, for calendar programs, of what a page is about."""
    return f"{page}{FIXED['events']}"


def data_url(name: str, suffix: str) -> str:
    """The address of an open-data file, whole (`tasks`) or of one record (`plans/x`)."""
    return f"data/{name}.{suffix}"


def sitemap_url(part: int) -> str:
    """The address of a part of the sitemap, which lists only what stands beside or below it."""
    return f"sitemap-{part}.xml"


def file_of(url: str) -> str:
    """The output file that answers an address."""
    return f"{url}index.html" if not url or url.endswith("/") else url


def url_of_file(path: str) -> str:
    """The address that an output file answers."""
    folder, slash, name = path.rpartition("/")
    return folder + slash if name == "index.html" else path


def old_url(alias: str) -> str:
    """The address that an old one has here: a folder, unless it is a web page of its own."""
    path = _INDEXES.sub("", alias.strip("/"))
    return path if not path or path.endswith((".html", ".htm")) else f"{path}/"


class _Routed(Struct, frozen=True):
    """The addresses that were worked out last, and of what."""

    records: tuple[Record, ...]
    beside: tuple[object, ...]
    routes: Routes

    def answers(self, every: tuple[Record, ...], beside: tuple[object, ...]) -> bool:
        """Whether other records have these very addresses, and no old one means another object now."""
        if len(self.records) != len(every) or self.beside != beside:
            return False
        led_to = set(map(id, self.routes.old.values()))
        return all(
            addresses_of(old) == addresses_of(new) and not led_to & {id(old), id(new)}
            for old, new in unlike(self.records, every)
        )


_ROUTED = Table[str, _Routed]()


def make_routes(site: Site) -> Routes:
    """The addresses of a site; in a preview, those of its last look if they are the same."""
    every = tuple(records(site))
    beside = (site.content, site.paths, site.attachments, site.left_out)
    known = _ROUTED.get("last")
    if known and known.answers(every, beside):
        return known.routes
    routes = _made(site, every)
    _ROUTED.keep("last", _Routed(every, beside, routes))
    return routes


def _made(site: Site, every: Iterable[Record]) -> Routes:
    urls, files, old = {}, {}, dict[str, Record]()
    for record in every:
        kind, url, aliases = addresses_of(record)
        urls[kind, record.id] = url
        files[site.paths[kind, record.id]] = url
        old.update(dict.fromkeys(aliases, record))
    old |= _below_old_plans(site, old)
    files |= {f"{site.content.name}/{a.path}": a.path for a in site.attachments}
    by_file, by_old = MappingProxyType(files), MappingProxyType(old)
    return Routes(MappingProxyType(urls), by_file, by_old, site.left_out)


def _below_old_plans(site: Site, old: Mapping[str, Record]) -> Mapping[str, Record]:
    """The old addresses of tasks whose plan had another folder, unless a record says that they are its own."""
    said = {url.casefold() for url in old}
    folders = {url: record for url, record in old.items() if _OF_A_PLAN.fullmatch(url)}
    below = (
        (f"{url}{url_of(task).removeprefix(url_of(plan))}", task)
        for url, plan in folders.items()
        for task in site.tasks
        if isinstance(plan, Plan) and task.plan == plan.id
    )
    return {url: task for url, task in below if url.casefold() not in said}


@by_identity
def addresses_of(record: Record) -> tuple[str, str, tuple[str, ...]]:
    """The kind of a record, its address, and its old ones."""
    old = tuple(old_url(alias) for _, alias in old_addresses(record))
    return kind_of(record).name, url_of(record), old


def records(site: Site) -> Iterator[Record]:
    """Every record that has a page of its own."""
    yield from site.governments
    yield from site.departments
    yield from site.domains
    yield from site.plans
    yield from site.tasks
    yield from site.requirements
    yield from site.policies
    yield from site.pages


def url_of(record: Record) -> str:
    """The address that a record's kind and id give it."""
    return url_named(kind_of(record).name, record.id)


def withdrawn(paths: Iterable[str]) -> tuple[str, ...]:
    """Those addresses among files that are gone which records had, and people may have noted."""
    urls = (url_of_file(path) for path in paths if path.endswith("/index.html"))
    return tuple(url for url in urls if _OF_A_RECORD.fullmatch(url))


def url_named(kind: str, record_id: str) -> str:
    """The address that a kind and an id give a record, whether there is one or not; empty without a page."""
    if kind == "task":
        plan, name = record_id.split("/")
        return f"plans/{plan}/tasks/{name}/"
    return _PATTERNS.get(kind, "").format(record_id)


def _named_by(url: str) -> tuple[str, str]:
    """The kind and the id behind the address of a record."""
    folder, _, name = url.rstrip("/").partition("/")
    plan, task, number = name.partition("/tasks/")
    return ("task", f"{plan}/{number}") if task else (folder.removesuffix("s"), name)


def old_addresses(record: Record) -> Iterator[tuple[int, str]]:
    """The old addresses of a record, with their places among its aliases."""
    aliases: tuple[str, ...] = getattr(record, "aliases", ())
    return ((place, alias) for place, alias in enumerate(aliases) if is_address(alias))
