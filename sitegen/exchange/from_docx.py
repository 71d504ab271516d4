"""What does a Word document say? Tables with merged and nested cells, and the paragraphs around them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import OpcError, PackageNotFoundError
from lxml import etree
from msgspec.structs import replace

from sitegen.exchange.faults import Refused, damage
from sitegen.exchange.from_text import tabbed
from sitegen.exchange.grid import MOST_COLUMNS, MOST_ROWS, Book, Grid, Place, Span, a1, cells
from sitegen.exchange.marks import Notes, is_deleted, marks, notes_of
from sitegen.exchange.numbering import Numbering
from sitegen.exchange.opening import Opened
from sitegen.exchange.wordml import W

DEEPEST = 5  # tables within tables
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DROPPED = frozenset({f"{W}del", f"{W}moveFrom", f"{_MC}Fallback", f"{W}instrText"})
_THROUGH = frozenset(
    {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
)
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}
_LETTERS = frozenset({f"{W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"})
_HEX = re.compile("[0-9A-Fa-f]{4}")
_TICKS = {
    ("Wingdings", "FC"): "√",
    ("Wingdings", "FB"): "×",
    ("Wingdings", "FE"): "☑",
    ("Wingdings", "A8"): "□",
    ("Wingdings 2", "50"): "√",
    ("Wingdings 2", "52"): "☑",
    ("Wingdings 2", "A3"): "□",
}
# what the library raises on files that are cut or made up
_BROKEN = (
    OpcError,
    PackageNotFoundError,
    BadZipFile,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
)


def read_docx(file: Opened) -> Book:
    """The tables of a document in order, each with the paragraphs that stand before it."""
    try:
        document = docx.Document(io.BytesIO(file.data))
        reading = _Reading(
            notes_of(document), Numbering(_numbering(document), document.styles.element)
        )
        lines, after = reading.body(document.element.body)
    except _BROKEN as error:
        hint = "用 Word 或 WPS 打开后另存一份"
        raise Refused("E04", f"{file.name} 读不了：{damage(error)}", hint) from error
    grid, start = (None, 0) if reading.grids else tabbed(lines)
    if grid is not None:
        grid = replace(grid, before=tuple(lines[:start]))
        return Book(file.name, file.digest, (grid,), tuple(lines), tuple(reading.odd))
    return Book(
        file.name,
        file.digest,
        tuple(reading.grids),
        tuple(lines),
        tuple(reading.odd),
        tuple(lines[after:]),
        flows=True,
    )


def _numbering(document: Any) -> Any:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            return etree.fromstring(
                relation.target_part.blob, etree.XMLParser(resolve_entities=False)
            )
    return None


class _Reading:
    """One pass over a document: tables as grids, paragraphs as lines."""

    def __init__(self, notes: Notes, numbering: Numbering) -> None:
        self.notes, self.numbering = notes, numbering
        self.grids: list[Grid] = []
        self.odd: list[str] = []
        self.count = 0

    def body(self, body: Any) -> tuple[list[str], int]:
        """The lines outside of tables, and how many of them stand before the last table ends."""
        lines: list[str] = []
        since = 0
        for block in _blocks(body):
            if block.tag == f"{W}p":
                lines.append(self.paragraph(block))
                self.odd += [f"第{len(lines)}行{mark}" for mark in marks(block, self.notes)]
            else:
                self.table(block, tuple(lines[since:]), 1)
                since = len(lines)
        return lines, since

    def paragraph(self, element: Any) -> str:
        text = "".join(_text(element))
        return self.numbering.before(element) + text

    def table(self, element: Any, before: tuple[str, ...], depth: int) -> None:
        self.count += 1
        name = f"表{self.count}"
        texts: dict[Place, str] = {}
        spans: list[Span] = []
        odd: dict[Place, str] = {}
        placed = list(_placed(element))
        gone = [str(row) for row, tr in enumerate(_rows(element, f"{W}tr"), 1) if is_deleted(tr)]
        self.odd += [f"{name} 第{'、'.join(gone)}行在修订中已删去，没有读"] if gone else []
        within = [inner for *_, tc in placed for inner in _blocks(tc) if inner.tag == f"{W}tbl"]
        # a table within a cell of tasks is wording; where nothing else is in it, the outer is layout
        wording = len(placed) > 2 * len(within)
        for row, column, span, tc in placed:
            if row >= MOST_ROWS or column >= MOST_COLUMNS:
                raise Refused("E02", f"{name} 在 {a1(row, column)} 还有内容", "只留要导入的表格")
            texts[row, column] = self.cell(tc, nested=wording)
            spans.append(span)
            nested = any(block in within for block in _blocks(tc))
            remarks = [*marks(tc, self.notes), *(["单元格里还有表格"] if nested else [])]
            odd |= {(row, column): "；".join(remarks)} if remarks else {}
        grid = Grid(name, cells(texts, spans, f"{name}!", odd), merges=True, before=before)
        self.grids.append(grid)
        for inner in within if depth < DEEPEST and not wording else ():
            self.table(inner, before, depth + 1)

    def cell(self, tc: Any, *, nested: bool) -> str:
        """The text of a cell, with the tables in it or without; a blank line ends each paragraph."""
        parts = []
        for block in _blocks(tc):
            if block.tag == f"{W}p":
                parts.append(self.paragraph(block))
            elif nested:
                parts.extend("".join(_text(inner)) for inner in block.iter(f"{W}tc"))
        return "\n\n".join(part for part in parts if part.strip())


def _blocks(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables directly in something, through content controls and insertions."""
    for child in parent:
        if child.tag in {f"{W}p", f"{W}tbl"}:
            yield child
        elif child.tag in _THROUGH:
            yield from _blocks(child)


def _text(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _DROPPED or not isinstance(child.tag, str):
            continue
        if child.tag in _LETTERS:
            yield child.text or ""
        elif child.tag == f"{W}sym":
            yield _symbol(child)
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag != f"{W}pPr":
            yield from _text(child)


def _symbol(element: Any) -> str:
    """A sign by its number in a font of signs: the usual ticks, else a sign that is told as missing."""
    font, number = element.get(f"{W}font", ""), element.get(f"{W}char", "")
    known = _TICKS.get((font, number.upper().removeprefix("F0")))
    return known or (chr(int(number, 16)) if _HEX.fullmatch(number) else "")


def _rows(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _THROUGH:
            yield from _rows(child, tag)


def _placed(table: Any) -> Iterator[tuple[int, int, Span, Any]]:
    """Each cell that begins somewhere, with its row, column and what it covers."""
    begun: dict[int, list[Any]] = {}  # by column: row, columns, rows and cell of what may go on
    done: list[list[Any]] = []
    for row, tr in enumerate(_rows(table, f"{W}tr")):
        column = _number(tr, "trPr", "gridBefore", 0)
        for tc in () if is_deleted(tr) else _rows(tr, f"{W}tc"):
            width = min(_number(tc, "tcPr", "gridSpan", 1), MOST_COLUMNS)
            going_on = begun.get(column) if _continues(tc) else None
            if going_on:
                going_on[3] = row - going_on[0] + 1
            else:
                begun[column] = [row, column, width, 1, tc]
                done.append(begun[column])
            column += width
    for top, left, columns, rows, tc in done:
        yield top, left, Span(top, left, rows, columns), tc


def _continues(tc: Any) -> bool:
    merge = tc.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _number(element: Any, settings: str, name: str, default: int) -> int:
    found = element.find(f"{W}{settings}/{W}{name}")
    value = "" if found is None else found.get(f"{W}val", "")
    return int(value) if value.isdecimal() and len(value) < 4 else default  # noqa: PLR2004 - digits
