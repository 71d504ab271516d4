"""What of a page is searchable? Exactly the text inside data-pagefind-body, without what is ignored.

The page itself says so, in Pagefind's own attributes, so a stock run over the output indexes the
same text, and anyone can compute from the HTML what a search must find.
"""

from __future__ import annotations

import re

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from sitegen.search.encode import units

BODY = "[data-pagefind-body]"
# what Pagefind skips when it reads HTML, and what the page tells it to skip
_SKIPPED = (
    "[data-pagefind-ignore], script, style, noscript, template, nav, footer, form, label, svg"
)
# other names of what the page is about (aliases, document number), which stand right after its title; last those
# that only mean the same ("same"), under which it is found but which it does not bear
_NAMES = "[data-names]"
_SAME = "same"
_BETWEEN = "、"
# a task's number as its plan prints it: no text to be found (12 stands in 12月), but known to the query engine
_NUMBER = "data-number"
_BLOCKS = "p, li, dt, dd, div, section, blockquote, h1, h2, h3, h4, h5, h6, tr, td, th, caption, pre, br, hr"
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n[ \n]*")


class Record(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One searchable page: address, title, other names it bears, names that mean the same, text, facets, date, number.

    The text has blocks as lines; the number is that of a task, as its plan prints it.
    """

    url: str
    title: str
    names: tuple[str, ...]
    same: str
    text: str
    facets: tuple[tuple[str, str], ...]
    date: str
    number: str


def extract(url: str, html: bytes) -> Record | None:
    """The searchable part of a page, or None if the page has none.

    Pagefind keeps no page without a letter or digit, and no words would find it.
    """
    tree = LexborHTMLParser(html)
    body = tree.css_first(BODY)
    if body is None:
        return None
    facets = tuple(_facet(meta) for meta in tree.css("meta[data-pagefind-filter]"))
    dated = tree.css_first("meta[data-pagefind-sort]")
    date = (dated.attributes.get("content") or "") if dated else ""
    title = body.css_first("h1")
    numbered = body.css_first(f"[{_NUMBER}]")
    number = (numbered.attributes.get(_NUMBER) or "") if numbered else ""
    for node in body.css(_SKIPPED):
        node.decompose()
    name = _clean(title.text(deep=True)) if title else ""
    names, same = _names(body.css(_NAMES))
    for node in body.css(_BLOCKS):
        node.insert_before("\n")
        node.insert_after("\n")
    text = _clean(body.text(deep=True))
    found = Record(url, name, names, same, text, facets, date, number)
    return found if units(text) else None


def _names(nodes: list[LexborNode]) -> tuple[tuple[str, ...], str]:
    borne = [n.text(deep=True) for n in nodes if n.attributes.get("data-names") != _SAME]
    same = [n.text(deep=True) for n in nodes if n.attributes.get("data-names") == _SAME]
    return tuple(name for told in borne for name in told.split(_BETWEEN)), "".join(same)


def _facet(meta: LexborNode) -> tuple[str, str]:
    name = (meta.attributes.get("data-pagefind-filter") or "").partition("[")[0]
    return name, meta.attributes.get("content") or ""


def _clean(text: str) -> str:
    return _BREAKS.sub("\n", _SPACES.sub(" ", text)).strip()
