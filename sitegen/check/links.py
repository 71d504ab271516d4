"""Do links lead to the very place? Headings and addresses of the site, and those outside by an offline list."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from urllib.parse import unquote, urlsplit

from sitegen import markup
from sitegen.check.case import Case
from sitegen.errors import Location, Problem
from sitegen.model import OutsideLink, Page, Plan, PolicyDocument
from sitegen.source import Document
from sitegen.text import listed, nearest, shown

MOST = 50  # problems shown of one file

_HEADING = re.compile(r'<h[1-6] id="([^"]+)">(.*?)</h[1-6]>', re.DOTALL)
_URL = re.compile(r"https?://[^\s\"'<>()\[\]，。；、！（）】》“”]+")
_RELATIVE = (
    "核对网址；站内的页面最好链接到它的内容文件（如 ../plans/…/index.md），改名、删除时会提醒"
)
_PAGE_ANCHORS = frozenset({"main", "top", ""})
_UNCHECKED = frozenset({"links", "lexicon", "waivers"})


def fragments(case: Case) -> Iterator[Problem]:
    """Links to a heading that a page of prose does not have."""
    prose: tuple[Page | PolicyDocument, ...] = (*case.site.pages, *case.site.policies)
    bodies = {case.site.document(record).path: record.body for record in prose}
    headings: dict[str, Mapping[str, str]] = {}
    texts: tuple[Page | PolicyDocument | Plan, ...] = (*prose, *case.site.plans)
    for record in texts:
        document = case.site.document(record)
        if "#" in record.body and case.wanted(document.path) and not markup.tangle(record.body):
            for target in markup.targets(record.body):
                yield from _fragment(document, target, bodies, headings)


def _fragment(
    document: Document,
    target: str,
    bodies: Mapping[str, str],
    headings: dict[str, Mapping[str, str]],
) -> Iterator[Problem]:
    path, mark, fragment = target.partition("#")
    file = markup.content_path(document.path, target) if path else document.path
    if not mark or markup.outside(target) or file not in bodies:
        return
    if file not in headings:
        headings[file] = _headings(bodies[file])
    known = headings[file]
    wanted = unquote(fragment)
    if wanted not in known and wanted not in _PAGE_ANCHORS:
        message = f"“{shown(target)}”所指的页面里没有 #{shown(wanted)}"
        yield document.problem("L01", _place(document, target), message, _meant(wanted, known))


def _place(document: Document, target: str) -> Location:
    return document.find(target, "](") or document.in_body(target)


def _headings(body: str) -> Mapping[str, str]:
    """The headings of a text: id → words."""
    if markup.tangle(body):
        return {}
    page = markup.render(body, lambda _: "#")
    return {
        found[1]: html.unescape(re.sub(r"<[^>]*>", "", found[2]))
        for found in _HEADING.finditer(page)
    }


def _meant(fragment: str, known: Mapping[str, str]) -> str:
    by_words = {words: name for name, words in known.items()}
    near = nearest(fragment, by_words)
    if near:
        return f"“{shown(near)}”写作 #{by_words[near]}"
    words = listed(f"{words}（#{name}）" for name, words in known.items())
    return f"可用的小标题有：{words}" if words else "该页没有小标题，删去 # 和后面的字"


# outside


def outside(case: Case) -> Iterator[Problem]:
    """Addresses outside the site that the list calls dead or moved, or that it does not have."""
    if case.site.links is None:
        return
    known = {link.url: link for link in case.site.links.links}
    for document in case.documents():
        if document.kind.name in _UNCHECKED:
            continue
        found = (
            problem
            for where, url in _written(document)
            if not _inside(url, _base(case))
            for problem in _address(document, where, url, known)
        )
        yield from islice(found, MOST)


def _address(
    document: Document, where: Location, url: str, known: Mapping[str, OutsideLink]
) -> Iterator[Problem]:
    link = _listed(url, known)
    if link is None:
        message = f"“{shown(url)}”不在 links.yaml 里"
        hint = "打开核对一次，在 content/links.yaml 里登记网址和核对日期"
        yield document.problem("L03", where, message, hint)
    elif link.state != "ok":
        what = "已失效" if link.state == "dead" else "已迁移"
        hint = f"换成 {shown(link.to, 200)}" if link.to else "换成有效的网址，或只留文字"
        yield document.problem("L02", where, f"“{shown(url)}”{what}（{link.checked} 核对）", hint)


def _written(document: Document) -> Iterator[tuple[Location, str]]:
    """Every address that a file writes in full, with its place."""
    for number, line in enumerate(document.lines, 1):
        for match in _URL.finditer(line):
            where = Location(document.path, number, match.start() + 1, len(match[0]))
            yield where, match[0].rstrip(".,;:")


def _base(case: Case) -> str:
    return case.site.config.base_url.rstrip("/")


def _inside(url: str, base: str) -> bool:
    """Whether an address is one of the site: its own ends there, or goes on below it (RFC 3986, 3)."""
    begins, rest = url[: len(base)], url[len(base) :]
    return begins.lower() == base.lower() and rest[:1] in {"", "/", "?", "#"}


def _listed(url: str, known: Mapping[str, OutsideLink]) -> OutsideLink | None:
    """The entry for an address: the address itself, or the nearest folder above it."""
    if url in known:
        return known[url]
    above = [folder for folder in known if folder.endswith("/") and url.startswith(folder)]
    return known[max(above, key=len)] if above else known.get(f"{url}/")


# the site's own, written in full


def own(case: Case) -> Iterator[Problem]:
    """Addresses of the site that are those of a record which is not there."""
    base = _base(case)
    for document in case.documents():
        if base in document.text:
            yield from islice(_lost(case, document, base), MOST)


def _lost(case: Case, document: Document, base: str) -> Iterator[Problem]:
    for where, url in _written(document):
        path = unquote(urlsplit(url[len(base) :]).path)
        if _inside(url, base) and not case.routes.answers(path):
            message = f"“{shown(url, 80)}”是本站的网址，但本站没有这个页面"
            yield document.problem("L04", where, message, _RELATIVE)
