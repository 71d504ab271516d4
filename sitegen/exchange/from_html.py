"""What does a saved page of a government's site say? Its article: tables with merged cells, and paragraphs.

The article is the innermost part of the page that holds most of its words, links left out: menus and
feet of pages are told, not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree, html

from sitegen.exchange.cleaning import one_line
from sitegen.exchange.faults import Refused
from sitegen.exchange.from_text import decoded
from sitegen.exchange.grid import MOST_COLUMNS, MOST_ROWS, Book, Grid, Place, Span, a1, cells
from sitegen.exchange.opening import Opened

_UNSHOWN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "svg",
        "select",
        "button",
        "textarea",
        "nav",
        "footer",
        "aside",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "big",
        "code",
        "del",
        "em",
        "font",
        "i",
        "ins",
        "label",
        "mark",
        "o:p",
        "s",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "u",
    ]
)
_STRUCK = ("s", "del", "strike")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_PROLOGUE = re.compile(r"\s*<\?xml[^>]*>")  # which a text that is decoded may not have
_MOST = 0.7  # of the words of a page are its article
_DIGITS = re.compile(r"\s*(\d{1,4})")


def read_html(file: Opened) -> Book:
    """The tables of a page in order, each with the paragraphs that stand before it."""
    page = _parsed(file)
    article = _article(page)
    reading = _Reading()
    title = _title(page)
    lines = [title, *reading.lines(article, begin=(title,))]
    odd: tuple[str, ...] = ()
    odd += ("网页上正文以外的文字（栏目、页脚一类）没有读",) if article.tag != "body" else ()
    hidden = any(_is_hidden(one) for one in article.iter() if isinstance(one.tag, str))
    odd += ("网页里有隐藏的文字，没有读",) if hidden else ()
    after = tuple(lines[len(lines) - reading.since :]) if reading.grids else ()
    grids = tuple(reading.grids)
    return Book(file.name, file.digest, grids, tuple(lines), odd, after, flows=True, title=title)


def _parsed(file: Opened) -> Any:
    text = _PROLOGUE.sub("", decoded(file), count=1)
    try:
        page: Any = html.document_fromstring(text)
    except (etree.LxmlError, ValueError) as error:
        hint = "用浏览器打开，把正文复制到 Word 里存好再导入"
        raise Refused("E04", f"{file.name} 里没有读得出的网页", hint) from error
    for element in [one for one in page.iter() if one.tag in _UNSHOWN]:
        element.drop_tree()
    return page


def _title(page: Any) -> str:
    """What the page calls its article: by the tag that 国办发〔2017〕47号 asks for, its heading, or its name."""
    places = ("//meta[@name='ArticleTitle']/@content", "//h1//text()", "//title/text()")
    found = (one_line("".join(page.xpath(place))) for place in places)
    return next(filter(None, found), "")


def _article(page: Any) -> Any:
    """The innermost part that holds most of the words; the page itself where none does."""
    part = page.find("body") if page.find("body") is not None else page
    letters = _letters(part)
    most = _MOST * letters[part]
    inner = part
    while inner is not None:
        holding = (one for one in inner if _is_box(one) and letters[one] > most)
        part, inner = inner, next(holding, None)
    return part


def _is_box(part: Any) -> bool:
    box = isinstance(part.tag, str) and part.tag not in {"p", "table", "ul", "ol"}
    return box and part.tag not in _INLINE


def _letters(whole: Any) -> Mapping[Any, int]:
    """How many letters each part has that are no links; parts lie in hundreds of others, so once for all."""
    found: dict[Any, int] = {}
    for part in reversed(list(whole.iter())):  # what lies in a part comes before it
        own = _length(part.text) if isinstance(part.tag, str) else 0
        within = sum(found[one] + _length(one.tail) for one in part)
        found[part] = 0 if part.tag == "a" else own + within
    return found


def _length(text: str | None) -> int:
    return len((text or "").replace(" ", ""))


def _is_hidden(element: Any) -> bool:
    return bool(_HIDDEN.search(element.get("style", "")))


class _Reading:
    """One pass over an article: tables as grids, paragraphs as lines."""

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self.since = 0  # lines behind the last table

    def lines(self, article: Any, begin: tuple[str, ...]) -> Iterator[str]:
        """The lines of an article; what stands before a table is kept with it."""
        before, text = list(begin), ""
        for piece in (*_flow(article), None):
            if isinstance(piece, str):
                text += piece
                continue
            new = [line.strip() for line in text.split("\n") if line.strip()]
            before, text = [*before, *new], ""
            yield from new
            if piece is not None:
                self._table(piece, tuple(before))
                before = []
        self.since = len(before)

    def _table(self, table: Any, before: tuple[str, ...]) -> None:
        name = f"表{len(self.grids) + 1}"
        texts: dict[Place, str] = {}
        odd: dict[Place, str] = {}
        spans: list[Span] = []
        for span, cell in _placed(table, name):
            place = (span.row, span.column)
            texts[place] = "".join(piece for piece in _flow(cell) if isinstance(piece, str)).strip()
            odd |= {place: "有删除线"} if any(True for _ in cell.iter(*_STRUCK)) else {}
            spans.append(span)
        rows = cells(texts, spans, f"{name}!", odd)
        self.grids.append(Grid(name, rows, merges=True, before=before))


def _flow(element: Any) -> Iterator[Any]:
    """The text of a part with its line ends, and the tables that hold no others, in order."""
    yield _BLANKS.sub(" ", element.text or "")
    number = _number(element, "start")
    for child in element:
        if isinstance(child.tag, str) and not _is_hidden(child):
            counted = element.tag == "ol" and child.tag == "li"
            yield from _child(child, f"{number}." if counted else "")
            number += counted
        yield _BLANKS.sub(" ", child.tail or "")


def _child(child: Any, number: str) -> Iterator[Any]:
    if child.tag == "br":
        yield "\n"
    elif child.tag in _INLINE:
        yield from _flow(child)
    elif child.tag == "table" and child.find(".//table") is None:
        yield child
    else:
        yield f"\n\n{number}"
        yield from _flow(child)
        yield "\n\n"


def _placed(table: Any, name: str) -> Iterator[tuple[Span, Any]]:
    """Each cell of a table with its place and what it covers."""
    taken: set[Place] = set()
    lines = list(table.iter("tr"))
    for row, line in enumerate(lines):
        column = 0
        for cell in line.iterchildren("td", "th"):
            while (row, column) in taken:
                column += 1
            if row >= MOST_ROWS or column >= MOST_COLUMNS:
                raise Refused("E02", f"{name} 在 {a1(row, column)} 还有内容", "只留要导入的表格")
            rows = min(_number(cell, "rowspan"), len(lines) - row)
            span = Span(row, column, rows, min(_number(cell, "colspan"), MOST_COLUMNS - column))
            taken |= {(row + r, column + c) for r in range(span.rows) for c in range(span.columns)}
            yield span, cell


def _number(element: Any, name: str) -> int:
    """A number that a part says of itself, such as how many rows it covers; else 1."""
    said = _DIGITS.match(element.get(name, ""))
    return max(1, int(said[1])) if said else 1
