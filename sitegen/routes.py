"""Which URL? The only place that makes addresses; says when two pages claim the same one.

Addresses are relative to the site's root, without a leading slash (`plans/x/tasks/004/`), so that
the same output works at a domain's root and below a path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sitegen.errors import Location, Problem
from sitegen.load import Site
from sitegen.model import Plan, Record, kind_of

FIXED: Mapping[str, str] = MappingProxyType(
    {
        "home": "",
        "plans": "plans/",
        "departments": "departments/",
        "domains": "domains/",
        "governments": "governments/",
        "search": "search/",
        "data": "data/",
        "source-notes": "source-notes/",
        "not-found": "404.html",
        "sitemap": "sitemap.xml",
        "robots": "robots.txt",
    }
)

_PATTERNS: Mapping[str, str] = MappingProxyType(
    {
        "government": "governments/{}/",
        "department": "departments/{}/",
        "domain": "domains/{}/",
        "plan": "plans/{}/",
        "page": "{}/",
    }
)


@dataclass(frozen=True, slots=True)
class Routes:
    """The address of every record and of every old address that must still answer."""

    urls: Mapping[tuple[str, str], str]
    files: Mapping[str, str]
    old: Mapping[str, str]

    def answers(self, url: str) -> bool:
        """Whether a record has this address."""
        return url in self.urls.values() or url in FIXED.values()

    def to(self, kind: str, record_id: str) -> str:
        """The address of a record."""
        return self.urls[kind, record_id]

    def of(self, record: Record) -> str:
        """The address of a record at hand."""
        return self.urls[kind_of(record).name, record.id]


def section_url(plan: str, number: str) -> str:
    """The address of a category page of a plan; `number` is its place, such as 2 or 2-1."""
    return f"plans/{plan}/sections/{number}/"


def source_url(plan: str) -> str:
    """The address of the view of a plan's source text."""
    return f"plans/{plan}/source/"


def row_anchor(number: str) -> str:
    """The fragment of a task's place in the source view; digits, letters and hyphens only."""
    return "row-" + "".join(c if c.isascii() and c.isalnum() else "-" for c in number).strip("-")


def data_url(name: str, suffix: str) -> str:
    """The address of an open-data file, whole (`tasks`) or of one record (`plans/x`)."""
    return f"data/{name}.{suffix}"


def file_of(url: str) -> str:
    """The output file that answers an address."""
    return f"{url}index.html" if not url or url.endswith("/") else url


def make_routes(site: Site) -> tuple[Routes, tuple[Problem, ...]]:
    """The addresses of a site, and every address that two claim."""
    claims = list(_claims(site))
    owners: dict[str, str] = {}
    problems = []
    for url, owner, record in claims:
        before = owners.setdefault(url, owner)
        if before != owner:
            problems.append(_collision(site, url, before, owner, record))
    urls = {(kind_of(r).name, r.id): _url(r) for r in _records(site)}
    old = {alias.strip("/") + "/": _url(r) for r in _records(site) for alias in _old(r)}
    files = {site.document(r).path: _url(r) for r in _records(site)}
    files |= {f"{site.content.name}/{a.path}": a.path for a in site.attachments}
    routes = Routes(MappingProxyType(urls), MappingProxyType(files), MappingProxyType(old))
    return routes, tuple(problems)


def _records(site: Site) -> Iterator[Record]:
    yield from site.governments
    yield from site.departments
    yield from site.domains
    yield from site.plans
    yield from site.tasks
    yield from site.pages


def _url(record: Record) -> str:
    kind = kind_of(record).name
    if kind == "task":
        plan, name = record.id.split("/")
        return f"plans/{plan}/tasks/{name}/"
    return _PATTERNS[kind].format(record.id)


def _old(record: Record) -> tuple[str, ...]:
    aliases: tuple[str, ...] = getattr(record, "aliases", ())
    return tuple(alias for alias in aliases if alias.startswith("/"))


def _claims(site: Site) -> Iterator[tuple[str, str, Record | None]]:
    for name, url in FIXED.items():
        yield url, f"固定页面 {name}", None
    for record in _records(site):
        path = site.document(record).path
        yield _url(record), path, record
        if isinstance(record, Plan):
            yield source_url(record.id), f"{path}（原文）", record
        for alias in _old(record):
            yield alias.strip("/") + "/", path, record


def _collision(site: Site, url: str, before: str, owner: str, record: Record | None) -> Problem:
    message = f"网址“/{url}”已经属于 {before}"
    if record is None:
        return Problem("U01", Location(owner), message)
    document = site.document(record)
    return document.problem("U01", document.at("aliases"), message, "改文件名，或删去这个旧地址")
