"""Tables → XLSX. The library makes the book and its heading; the lines below are put into its sheet.

A site has hundreds of tables and every task stands in about seven of them. All cells are plain text,
so each distinct text is written as XML once; through the library they took an eighth of a build.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from html import escape
from itertools import chain, islice

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from sitegen.zipped import Packed, deflated, packed, put

Rows = Sequence[Sequence[str]]

# a fixed stamp in the workbook, so that equal content gives equal bytes
_STAMP = datetime(2000, 1, 1)  # noqa: DTZ001
_LEVEL = 6  # of zlib's levels
_BATCH = 256  # lines or texts of a long part that are packed at once
_NARROW, _WIDE, _PADDING = 10, 50, 0.7109375  # characters (ECMA-376, part 1, 18.3.1.13)
# what Excel takes (support.microsoft.com, Excel specifications and limits)
LONGEST_CELL = 32_767  # units of UTF-16 in one cell
_MOST = 1_048_576  # lines of one sheet
_CUT = f"……（一格最多 {LONGEST_CELL} 字，这里没有写完，全文见同名的 JSON 文件）"
_SHEET = "xl/worksheets/sheet{}.xml"
_TEXTS = "xl/sharedStrings.xml"
_TEXT_STYLE = 2  # of the formats below, in the order in which cells use them
# what XML cannot hold is written _xHHHH_, and what looks like that already gets its line escaped
# (ECMA-376, part 1, 22.9.2.19)
_ESCAPED = re.compile("_(?=x[0-9a-fA-F]{4}_)|[\x00-\x08\x0b\x0c\r\x0e-\x1f\ufffe\uffff]")
_LONE = re.compile("[\ud800-\udfff]")


def to_xlsx(title: str, rows: Rows) -> bytes:
    """A workbook whose cells are all text, so that numbers, ids and dates stay as written.

    What one sheet cannot hold goes on on the next ones, each with the heading; a cell that holds more
    than Excel takes says that it is cut, and where the whole is.
    """
    starts = range(1, max(2, len(rows)), _MOST - 1)
    others = dict(_frame(title, tuple(rows[0]), len(starts)))
    frames = [others.pop(_SHEET.format(number)) for number, _ in enumerate(starts, 1)]
    del others[_TEXTS]
    # the texts of all cells, each once, in the order in which they come first
    texts = {text: place for place, text in enumerate(dict.fromkeys(chain.from_iterable(rows)))}
    long: dict[str, Iterable[str]] = {
        _SHEET.format(number): _sheet(frame, rows, slice(start, start + _MOST - 1), texts)
        for number, (frame, start) in enumerate(zip(frames, starts, strict=True), 1)
    }
    cells = (len(rows) - 1 + len(starts)) * len(rows[0])
    return _packed(others, long | {_TEXTS: _table(texts, cells)})


def _sheet(frame: str, rows: Rows, part: slice, texts: Mapping[str, int]) -> Iterator[str]:
    own = rows[part]
    last = f"{xl_col_to_name(len(rows[0]) - 1)}{len(own) + 1}"
    sheet = re.sub(r'(<dimension ref="A1)[^"]*"', rf'\g<1>:{last}"', frame, count=1)
    sheet = sheet.replace("<sheetData>", f"<cols>{_columns(rows)}</cols><sheetData>", 1)
    above, end, below = sheet.partition("</sheetData>")
    line = _line(len(rows[0]))
    yield above
    yield from (line % _filled(number, row, texts) for number, row in enumerate(own, 2))
    yield from (end, below)


@lru_cache(maxsize=64)
def _frame(title: str, header: tuple[str, ...], sheets: int) -> Mapping[str, str]:
    """The parts of a workbook whose sheets have a heading, frozen, and a second line for its style."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    workbook.set_properties({"created": _STAMP})
    head = workbook.add_format({"num_format": "@", "bold": True, "bottom": 1})
    text = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for number in range(1, sheets + 1):
        sheet = workbook.add_worksheet(title if number == 1 else f"{title}（{number}）")
        for column, cell in enumerate(header):
            sheet.write_string(0, column, cell, head)
        sheet.write_blank(1, 0, None, text)
        sheet.freeze_panes(1, 1)
    workbook.close()
    with zipfile.ZipFile(out) as packed:
        return {name: _bare(packed.read(name).decode()) for name in packed.namelist()}


def _bare(part: str) -> str:
    """A part without the line that only made the library know the style of the others."""
    return re.sub(r'<row r="2".*?</row>', "", part, count=1)


@lru_cache
def _line(cells: int) -> str:
    """A line of so many cells, with room for its number and, cell by cell, that and its text."""
    inside = "".join(
        f'<c r="{xl_col_to_name(place)}%d" s="{_TEXT_STYLE}" t="s"><v>%d</v></c>'
        for place in range(cells)
    )
    return f'<row r="%d">{inside}</row>'


def _filled(number: int, row: Sequence[str], texts: Mapping[str, int]) -> tuple[int, ...]:
    filled = [number] * (2 * len(row) + 1)
    filled[2::2] = map(texts.__getitem__, row)
    return tuple(filled)


def _table(texts: Mapping[str, int], cells: int) -> Iterator[str]:
    """The texts of a book (ECMA-376, part 1, 18.4)."""
    yield (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        f'count="{cells}" uniqueCount="{len(texts)}">'
    )
    yield from map(_item, texts)
    yield "</sst>"


@lru_cache(maxsize=1 << 16)
def _item(text: str) -> str:
    plain = _LONE.sub("\ufffd", _ESCAPED.sub(_code, _fitting(text)))
    space = ' xml:space="preserve"' if plain != plain.strip() or "\n" in plain else ""
    return f"<si><t{space}>{escape(plain, quote=False)}</t></si>"


def _fitting(text: str) -> str:
    """A text as long as a cell takes; one that is longer says that it is cut."""
    if 2 * len(text) <= LONGEST_CELL or cell_units(text) <= LONGEST_CELL:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * (LONGEST_CELL - len(_CUT))]
    return kept.decode("utf-16-le", "ignore") + _CUT


def cell_units(text: str) -> int:
    """How long a text is as Excel counts it: in units of UTF-16, of which a rare character has two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _code(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"


def _packed(parts: Mapping[str, str], long: Mapping[str, Iterable[str]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        for name, part in parts.items():
            put(whole, name, _part(part))
        for name, pieces in long.items():
            put(whole, name, deflated(_batches(pieces), _LEVEL))
    return out.getvalue()


def _batches(pieces: Iterable[str]) -> Iterator[bytes]:
    """Texts as bytes, many at a time."""
    waiting = iter(pieces)
    while batch := "".join(islice(waiting, _BATCH)):
        yield batch.encode()


# most parts of a workbook are the same in every other
@lru_cache(maxsize=64)
def _part(text: str) -> Packed:
    return packed(text.encode(), _LEVEL)


def _columns(rows: Rows) -> str:
    """The width of each column: of its longest text, Chinese characters being twice as wide."""
    widths = (
        max(_NARROW, min(_WIDE, 2 * max(map(len, column)))) for column in zip(*rows, strict=True)
    )
    return "".join(
        f'<col min="{place}" max="{place}" width="{width + _PADDING}" customWidth="1"/>'
        for place, width in enumerate(widths, 1)
    )
