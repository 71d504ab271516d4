"""What is the prose? Markdown → safe HTML with links resolved.

Raw HTML and link definitions in Markdown are text here, and what is left is cleaned by a sanitiser
with an allow-list, so nothing an editor pastes can run or load anything in the reader's browser.
The parser looks at some texts again and again; `tangle` says which ones are not for it.
"""

from __future__ import annotations

import posixpath
import re
import threading
from collections.abc import Callable, Iterator
from functools import cached_property
from html import unescape
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE
from msgspec import Struct

from sitegen.markup.knots import BLANK, tangle
from sitegen.text import squeeze

__all__ = [
    "Reference",
    "blocks",
    "content_path",
    "dangerous",
    "opening",
    "outside",
    "references",
    "render",
    "tangle",
    "targets",
]

_SCHEMES = frozenset({"http", "https", "mailto"})

_HEADING = re.compile(r"h([1-6])")
_MARKDOWN = re.compile(r"[\\`*_#>\[\]|&<]|^[ \t]*[-+=]", re.MULTILINE)
_BLOCK = re.compile(r"</?(?:p|h[2-6]|[uo]l|li|blockquote|pre|t[rdh]|table|br|hr)\b[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")
_SAID = re.compile(r'(?:href|title)="([^"]*)"')
_TAGS = frozenset(
    {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "a", "strong", "em", "blockquote", "code"}
    | {"pre", "br", "hr", "table", "thead", "tbody", "tr", "th", "td", "sub", "sup", "div"}
)
# editors cannot write a <div>: it stands around a table, so that a broad one scrolls and the page does not
_BOX = {"class": "table-wrap", "role": "group", "tabindex": "0"}
# sites forbid inline styles, which the parser gives cells; a theme knows these classes
_SIDES = {
    "text-align: left;": "at-start",
    "text-align: center;": "at-center",
    "text-align: right;": "at-end",
}
_ATTRIBUTES = {
    "div": {*_BOX, "aria-label"},
    "th": {"scope", "class"},
    "td": {"class"},
    "a": {"href", "title", "rel"},
    "ol": {"start"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "h5": {"id"},
    "h6": {"id"},
}

Link = Callable[[str], str]


class Reference(Struct, frozen=True):
    """A link or an image in a text: its target as written and its words."""

    target: str
    words: str
    image: bool = False


def references(text: str) -> tuple[Reference, ...]:
    """Every link and image in a Markdown text, without repeats."""
    reading = _OWN.reading
    reading.convert(text, lambda _: "#", 2)
    return tuple(dict.fromkeys(reading.rewriting.seen))


def blocks(text: str) -> tuple[str, ...]:
    """What a reader sees of a Markdown text, block by block, and the addresses and words of its links."""
    html = render(text, lambda target: target)
    shown = (_TAG.sub("", block) for block in _BLOCK.split(html))
    return tuple(unescape(said) for said in (*shown, *_SAID.findall(html)) if said.strip())


def targets(text: str) -> tuple[str, ...]:
    """Every link target in a Markdown text, as written, without repeats."""
    return tuple(dict.fromkeys(found.target for found in references(text) if not found.image))


def outside(target: str) -> bool:
    """Whether a link target leaves the site (https, http, mailto)."""
    return target.partition(":")[0].lower() in _SCHEMES


def dangerous(target: str) -> bool:
    """Whether a link target has a scheme other than https, http and mailto, or a host without a scheme."""
    squeezed = re.sub(r"[\x00-\x20]", "", target)
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", squeezed)
    return squeezed.startswith("//") or bool(scheme and scheme[1].lower() not in _SCHEMES)


def content_path(document_path: str, target: str) -> str:
    """The content file a relative link means: from its own file, or from content/ if it starts with /."""
    path = unquote(target.partition("#")[0])
    root = document_path.partition("/")[0]
    base = root if path.startswith("/") else posixpath.dirname(document_path)
    return posixpath.normpath(posixpath.join(base, path.lstrip("/")))


def render(text: str, link: Link, top: int = 2, table: str = "") -> str:
    """Markdown as HTML whose headings begin at level `top`; `link` turns each target into an href.

    A table stands in a box that scrolls by itself; `table` is what the box is called to those who cannot see it.
    """
    return nh3.clean(
        _OWN.reading.convert(text, link, top, table),
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )


def opening(text: str, limit: int) -> str:
    """The beginning of a Markdown text as it reads: no marks, no addresses of links.

    It ends with the block in which it passes `limit` characters, so that it tells if there is more.
    """
    found = ""
    for block in BLANK.split(text):
        found = f"{found}{_reads(block)}\n"
        if len(squeeze(found)) > limit:
            break
    return found


def _reads(block: str) -> str:
    # most blocks are plain text, which the parser would only give back
    if not _MARKDOWN.search(block):
        return block
    html = _OWN.reading.convert(block, lambda _: "#", 2)
    return unescape(nh3.clean(html, tags=set()))


class _Rewriting(Treeprocessor):
    """Resolves links and shifts headings in the parsed tree, and notes what it saw."""

    link: Link
    top: int
    table: str
    seen: list[Reference]

    def run(self, root: Element) -> None:
        self.seen += map(_image, root.iter("img"))
        for place, heading in enumerate(_headings(root), 1):
            level = int(heading.tag[1])
            heading.tag = f"h{min(6, max(level, 2) - 2 + self.top)}"
            heading.set("id", f"text-{place}")
        for anchor in root.iter("a"):
            target = _written(anchor.get("href", ""))
            self.seen.append(Reference(target, "".join(anchor.itertext())))
            href = self.link(target)
            anchor.set("href", "#" if dangerous(target) else href)
            if outside(target) and not target.lower().startswith("mailto:"):
                anchor.set("rel", "external noopener")
        for parent in [parent for parent in root.iter() if parent.find("table") is not None]:
            parent[:] = [_boxed(child, self.table) for child in parent]


def _boxed(element: Element, label: str) -> Element:
    """A table within a box of this name; any other element as it is."""
    if element.tag != "table":
        return element
    box = Element("div", {**_BOX, **({"aria-label": label} if label else {})})
    box.tail, element.tail = element.tail, None
    for head in element.iter("th"):
        head.set("scope", "col")
    for cell in element.iter():
        side = _SIDES.get(cell.attrib.pop("style", ""))
        if side:
            cell.set("class", side)
    box.append(element)
    return box


def _image(element: Element) -> Reference:
    return Reference(_written(element.get("src", "")), element.get("alt", ""), image=True)


def _written(address: str) -> str:
    # an address in <...> is disguised by character references
    return unescape(address.replace(AMP_SUBSTITUTE, "&"))


class _Reading(Struct, frozen=True):
    """A parser of Markdown, and what it notes of the text that it read last."""

    processor: Markdown
    rewriting: _Rewriting

    def convert(self, text: str, link: Link, top: int, table: str = "") -> str:
        self.rewriting.link, self.rewriting.top, self.rewriting.seen = link, top, []
        self.rewriting.table = table
        return self.processor.reset().convert(text)


class _Own(threading.local):
    """A parser for each thread: it notes in itself what it reads, and the preview reads in two at once."""

    @cached_property
    def reading(self) -> _Reading:
        return _made()


_OWN = _Own()


def _made() -> _Reading:
    processor = Markdown(extensions=[TableExtension(), SaneListExtension()], output_format="html")
    processor.preprocessors.deregister("html_block")
    processor.parser.blockprocessors.deregister("reference")
    for pattern in ("html", "reference", "short_reference", "image_reference", "short_image_ref"):
        processor.inlinePatterns.deregister(pattern)
    rewriting = _Rewriting(processor)
    processor.treeprocessors.register(rewriting, "sitegen", 5)
    return _Reading(processor, rewriting)


def _headings(root: Element) -> Iterator[Element]:
    return (element for element in root.iter() if _HEADING.fullmatch(str(element.tag)))
