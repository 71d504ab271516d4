"""What a search must find, computed from the published HTML alone: a check independent of sitegen.

A page says which of its text can be found: what stands inside data-pagefind-body, without what
stands inside data-pagefind-ignore and without navigation, forms and the like. Its text is read
block by block and cut after sentence ends into runs; of a run only letters and digits count, width
and case folded. A page matches a query if each part of the query stands in one of its runs.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from html.parser import HTMLParser
from pathlib import Path

BODY, IGNORE = "data-pagefind-body", "data-pagefind-ignore"
SKIPPED = frozenset(
    ("nav", "footer", "form", "label", "script", "style", "svg", "noscript", "template")
)
VOID = frozenset(("area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"))
INLINE = frozenset(
    (
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "i",
        "img",
        "ins",
        "kbd",
        "mark",
        "q",
        "ruby",
        "rt",
        "rp",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
        "button",
        "input",
    )
)
ENDS = re.compile(r"[。！？；!?;｡]+")


def fold(text: str) -> str:
    """The letters and digits of a text, in one width and one case."""
    kept = unicodedata.normalize("NFKC", text)
    return "".join(c for c in kept if unicodedata.category(c)[0] in "LN").casefold()


def parts(query: str) -> tuple[str, ...]:
    """The parts of a query: cut at white space and after sentence ends."""
    pieces = (piece for half in ENDS.split(query) for piece in half.split())
    return tuple(part for piece in pieces if (part := fold(piece)))


@dataclass(frozen=True)
class Published:
    """A page as published: address below the site, heading, facets, date, blocks of text."""

    url: str
    title: str
    facets: frozenset[tuple[str, str]]
    date: str
    blocks: tuple[str, ...]

    @cached_property
    def runs(self) -> tuple[str, ...]:
        """The blocks cut after sentence ends, folded."""
        pieces = (piece for block in self.blocks for piece in ENDS.split(block))
        return tuple(run for piece in pieces if (run := fold(piece)))

    def holds(self, query: str) -> bool:
        """Whether every part of the query stands in a run."""
        wanted = parts(query)
        return bool(wanted) and all(part in self._lines for part in wanted)

    @cached_property
    def _lines(self) -> str:
        return "\n".join(self.runs)


class _Reader(HTMLParser):
    """Collects the blocks of what can be found, and the heading."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, bool, bool]] = []  # tag, inside the body, skipped
        self.blocks = [""]
        self.heading = ""
        self.facets: set[tuple[str, str]] = set()
        self.date = ""
        self.found = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        _, inside, skipped = self.open[-1] if self.open else ("", False, False)
        self._cut(tag)
        if tag == "meta":
            self._meta(given)
        if tag not in VOID:
            self.found |= BODY in given
            skipped |= IGNORE in given or tag in SKIPPED
            self.open.append((tag, inside or BODY in given, skipped))

    def _meta(self, given: dict[str, str | None]) -> None:
        content = given.get("content") or ""
        facet = given.get("data-pagefind-filter") or ""
        if facet:
            self.facets.add((facet.removesuffix("[content]"), content))
        if given.get("data-pagefind-sort") == "date[content]":
            self.date = content

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        opened = self.open.pop()[0]
        assert opened == tag, f"<{opened}> is closed by </{tag}>"
        self._cut(tag)

    def handle_data(self, data: str) -> None:
        _, inside, skipped = self.open[-1] if self.open else ("", False, False)
        if inside and not skipped:
            self.blocks[-1] += data
            if any(tag == "h1" for tag, _, _ in self.open):
                self.heading += data

    def _cut(self, tag: str) -> None:
        if tag not in INLINE:
            self.blocks.append("")


def read(url: str, html: str) -> Published | None:
    """The searchable part of a page, or None if it has none."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if not reader.found:
        return None
    title, *blocks = (" ".join(text.split()) for text in (reader.heading, *reader.blocks))
    kept = tuple(block for block in blocks if block)
    return Published(url, title, frozenset(reader.facets), reader.date, kept)


@cache
def pages(output: Path) -> dict[str, Published]:
    """Every searchable page of a built site, by address."""
    found = {}
    for path in sorted(output.rglob("*.html")):
        url = path.relative_to(output).as_posix().removesuffix("index.html")
        page = read(url, path.read_text("utf-8"))
        if page:
            found[url] = page
    return found
