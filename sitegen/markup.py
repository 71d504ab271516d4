"""What is the prose? Markdown → safe HTML with links resolved.

Raw HTML in Markdown is text here, and what is left is cleaned by a sanitiser with an allow-list, so
nothing an editor pastes can run or load anything in the reader's browser.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

_SCHEMES = frozenset({"http", "https", "mailto"})
_HEADING = re.compile(r"h([1-6])")
_TAGS = frozenset(
    {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "a", "strong", "em", "blockquote", "code"}
    | {"pre", "br", "hr", "table", "thead", "tbody", "tr", "th", "td", "sub", "sup"}
)
_ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "h5": {"id"},
    "h6": {"id"},
}

Link = Callable[[str], str]


def targets(text: str) -> tuple[str, ...]:
    """Every link target in a Markdown text, as written, without repeats."""
    seen: dict[str, None] = {}

    def note(target: str) -> str:
        seen[target] = None
        return "#"

    render(text, note)
    return tuple(seen)


def outside(target: str) -> bool:
    """Whether a link target leaves the site (https, http, mailto)."""
    return target.partition(":")[0].lower() in _SCHEMES


def dangerous(target: str) -> bool:
    """Whether a link target has a scheme other than https, http and mailto, or no host of its own."""
    squeezed = re.sub(r"[\x00-\x20]", "", target)
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", squeezed)
    return squeezed.startswith("//") or bool(scheme and scheme[1].lower() not in _SCHEMES)


def content_path(document_path: str, target: str) -> str:
    """The content file a relative link means: from its own file, or from content/ if it starts with /."""
    path = unquote(target.partition("#")[0])
    root = document_path.partition("/")[0]
    base = root if path.startswith("/") else posixpath.dirname(document_path)
    return posixpath.normpath(posixpath.join(base, path.lstrip("/")))


def render(text: str, link: Link, top: int = 2) -> str:
    """Markdown as HTML whose headings begin at level `top`; `link` turns each target into an href."""
    reading = _reading()
    reading.rewriting.link, reading.rewriting.top = link, top
    return nh3.clean(
        reading.processor.reset().convert(text),
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=set(_SCHEMES),
        link_rel="noopener noreferrer",
    )


class _Rewriting(Treeprocessor):
    """Resolves links and shifts headings in the parsed tree."""

    link: Link
    top: int

    def run(self, root: Element) -> None:
        for place, heading in enumerate(_headings(root), 1):
            level = int(heading.tag[1])
            heading.tag = f"h{min(6, max(level, 2) - 2 + self.top)}"
            heading.set("id", f"text-{place}")
        for anchor in root.iter("a"):
            # an address in <...> is disguised by character references
            target = unescape(anchor.get("href", "").replace(AMP_SUBSTITUTE, "&"))
            href = self.link(target)
            anchor.set("href", "#" if dangerous(target) else href)


@dataclass(frozen=True, slots=True)
class _Reading:
    processor: Markdown
    rewriting: _Rewriting


@cache
def _reading() -> _Reading:
    processor = Markdown(extensions=[TableExtension(), SaneListExtension()], output_format="html")
    processor.preprocessors.deregister("html_block")
    processor.inlinePatterns.deregister("html")
    rewriting = _Rewriting(processor)
    processor.treeprocessors.register(rewriting, "sitegen", 5)
    return _Reading(processor, rewriting)


def _headings(root: Element) -> Iterator[Element]:
    return (element for element in root.iter() if _HEADING.fullmatch(str(element.tag)))
