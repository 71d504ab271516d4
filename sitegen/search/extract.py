"""What of a page is searchable? Exactly the text inside data-pagefind-body, without what is ignored.

The page itself says so, in Pagefind's own attributes, so a stock run over the output indexes the
same text, and anyone can compute from the HTML what a search must find.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

BODY = "[data-pagefind-body]"
# what Pagefind skips when it reads HTML, and what the page tells it to skip
_SKIPPED = (
    "[data-pagefind-ignore], script, style, noscript, template, nav, footer, form, label, svg"
)
_BLOCKS = "p, li, dt, dd, div, section, blockquote, h1, h2, h3, h4, h5, h6, tr, td, th, caption, pre, br, hr"
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n[ \n]*")


@dataclass(frozen=True, slots=True)
class Record:
    """One searchable page: its address, title, text (blocks as lines) and facets."""

    url: str
    title: str
    text: str
    facets: tuple[tuple[str, str], ...]


def extract(url: str, html: bytes) -> Record | None:
    """The searchable part of a page, or None if the page has none."""
    tree = LexborHTMLParser(html)
    body = tree.css_first(BODY)
    if body is None:
        return None
    facets = tuple(_facet(meta) for meta in tree.css("meta[data-pagefind-filter]"))
    title = body.css_first("h1")
    for node in body.css(_SKIPPED):
        node.decompose()
    name = _clean(title.text(deep=True)) if title else ""
    for node in body.css(_BLOCKS):
        node.insert_before("\n")
        node.insert_after("\n")
    return Record(url, name, _clean(body.text(deep=True)), facets)


def _facet(meta: LexborNode) -> tuple[str, str]:
    name = (meta.attributes.get("data-pagefind-filter") or "").partition("[")[0]
    return name, meta.attributes.get("content") or ""


def _clean(text: str) -> str:
    return _BREAKS.sub("\n", _SPACES.sub(" ", text)).strip()
