"""What is the prose? Markdown → safe HTML with links resolved.

Raw HTML and link definitions in Markdown are text here, and what is left is cleaned by a sanitiser
with an allow-list, so nothing an editor pastes can run or load anything in the reader's browser.
The parser looks at some texts again and again; `tangle` says which ones are not for it.
"""

from __future__ import annotations

import posixpath
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
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

from sitegen.text import squeeze

_SCHEMES = frozenset({"http", "https", "mailto"})
LONGEST = 100_000  # characters of one text
MOST_LINES = 500  # lines of one paragraph
DEEPEST = 20  # lists and quotations within each other
MOST_CELLS = 20_000  # of one table
MOST_STEPS = 2_500_000  # up to a second
_QUICKLY = 400  # characters that the parser passes over in one step where it looks for nothing

_HEADING = re.compile(r"h([1-6])")
_BLANK = re.compile(r"\n[ \t]*\n")
_MARKERS = re.compile(r"(?:[ \t]|>|[-*+](?=[ \t])|[0-9]{1,9}[.)](?=[ \t]))*")
_NESTED = re.compile(r" {4}|\t|>|[-*+]|[0-9]+[.)]")
_MARKDOWN = re.compile(r"[\\`*_#>\[\]|&<]|^[ \t]*[-+=]", re.MULTILINE)
_BRACKETS = re.compile(r"[\[\]()]")
_BACKTICKS = re.compile("`+")
_MARKS = re.compile(r"[*_\\\[<&]|`+")
_THREE = re.compile(r"\*{3}|_{3}")
_BLOCK = re.compile(r"</?(?:p|h[2-6]|[uo]l|li|blockquote|pre|t[rdh]|table|br|hr)\b[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")
_SAID = re.compile(r'(?:href|title)="([^"]*)"')
_OTHER_HALF = {"]": "[", ")": "("}
_TAGS = frozenset(
    {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "a", "strong", "em", "blockquote", "code"}
    | {"pre", "br", "hr", "table", "thead", "tbody", "tr", "th", "td", "sub", "sup"}
)
_ATTRIBUTES = {
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


def render(text: str, link: Link, top: int = 2) -> str:
    """Markdown as HTML whose headings begin at level `top`; `link` turns each target into an href."""
    return nh3.clean(
        _OWN.reading.convert(text, link, top),
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
    for block in _BLANK.split(text):
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


def _image(element: Element) -> Reference:
    return Reference(_written(element.get("src", "")), element.get("alt", ""), image=True)


def _written(address: str) -> str:
    # an address in <...> is disguised by character references
    return unescape(address.replace(AMP_SUBSTITUTE, "&"))


class _Reading(Struct, frozen=True):
    processor: Markdown
    rewriting: _Rewriting

    def convert(self, text: str, link: Link, top: int) -> str:
        self.rewriting.link, self.rewriting.top, self.rewriting.seen = link, top, []
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


# texts that are not for the parser


def tangle(text: str) -> tuple[str, str, str] | None:
    """The line that a parser of Markdown would lose itself in, what is wrong with it, what to do."""
    if len(text) > LONGEST:
        return "", f"正文有 {len(text):,} 字", "拆成几页，或作为附件存放"
    for line in text.split("\n"):
        if len(_NESTED.findall(_MARKERS.match(line)[0])) > DEEPEST:  # type: ignore[index]
            return line, f"列表或引用超过 {DEEPEST} 层", "减少行首的“-”“>”和空格"
    return _tangled_paragraph(text)


def _tangled_paragraph(text: str) -> tuple[str, str, str] | None:
    steps: Counter[_Sign] = Counter()
    for paragraph in _BLANK.split(text):
        lines = paragraph.strip("\n").split("\n")
        if len(lines) > MOST_LINES:
            return lines[0], f"这一段有 {len(lines)} 行", "每隔几十行空一行，分成几段"
        widest = max(lines, key=lambda line: line.count("|"))
        if len(lines) * widest.count("|") > MOST_CELLS:
            return widest, f"这个表格超过 {MOST_CELLS} 格", "分成几个表格，或作为附件存放"
        for sign in _SIGNS:
            steps[sign] += sign.steps(paragraph)
        if steps.total() > MOST_STEPS:
            worst = steps.most_common(1)[0][0]
            line = max(lines, key=lambda line: len(worst.pattern.findall(line)))
            return line, worst.message, worst.hint
    return None


def _of_brackets(paragraph: str) -> int:
    """How many characters the parser looks at to find the other half of each bracket."""
    halves, steps = _halves(paragraph), 0
    for start in (place for place in halves if paragraph[place] == "["):
        end = halves[start]
        steps += halves.get(end + 1, end) - start  # a target may follow
    return steps


def _halves(paragraph: str) -> dict[int, int]:
    """Where the other half of each opening bracket is; at the end, if there is none."""
    found: dict[int, int] = {}
    open_at: dict[str, list[int]] = {"[": [], "(": []}
    for match in _BRACKETS.finditer(paragraph):
        sign, place = match[0], match.start()
        if sign in open_at:
            found[place] = len(paragraph)
            open_at[sign].append(place)
        elif open_at[_OTHER_HALF[sign]]:
            found[open_at[_OTHER_HALF[sign]].pop()] = place
    return found


def _of_backticks(paragraph: str) -> int:
    """How many characters the parser looks at to find the other half of each run of backticks.

    Once it has found none, it may take any later run for another one than it is.
    """
    runs = [(match.start(), len(match[0])) for match in _BACKTICKS.finditer(paragraph)]
    if "\\`" in paragraph or not _paired([length for _, length in runs]):
        return sum(len(paragraph) - start for start, _ in runs)
    return len(paragraph)


def _paired(lengths: Sequence[int]) -> bool:
    """Whether each run of backticks that begins code is followed by one that ends it."""
    waiting: int | None = None
    later = Counter(lengths)
    for length in lengths:
        later[length] -= 1
        if waiting is None:
            waiting = length if later[length] else 0
        elif waiting == length:
            waiting = None
        if waiting == 0:
            return False
    return waiting is None


def _of_marks(paragraph: str) -> int:
    """The same for marks after which the parser begins anew; it is quick but for three in a row."""
    marks, threes = len(_MARKS.findall(paragraph)), len(_THREE.findall(paragraph))
    return marks * len(paragraph) * (1 + 4 * threes) // _QUICKLY


class _Sign(Struct, frozen=True):
    """What can take the parser long: how to find it, what it costs, what to say of it."""

    pattern: re.Pattern[str]
    steps: Callable[[str], int]
    message: str
    hint: str


_SIGNS = (
    _Sign(
        _BRACKETS,
        _of_brackets,
        "这一段里不成对的括号太多",
        "删去多余的“[”和“(”，或补上另一半",
    ),
    _Sign(_BACKTICKS, _of_backticks, "这一段里不成对的“`”太多", "删去多余的“`”，或补上另一半"),
    _Sign(_MARKS, _of_marks, "这一段里的“*”“_”“\\”太多", "分成几段，或删去不需要的"),
)
