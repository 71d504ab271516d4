"""What does an Excel workbook say? Values as shown, formulas by their last result, never evaluated."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zipfile import BadZipFile

import openpyxl
from msgspec import Struct
from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.exceptions import InvalidFileException

from sitegen.exchange.beside import commented, drawn, hidden_columns, struck
from sitegen.exchange.faults import Refused, damage
from sitegen.exchange.grid import (
    MOST_COLUMNS,
    MOST_ROWS,
    Book,
    Grid,
    Place,
    Span,
    a1,
    cells,
)
from sitegen.exchange.opening import Opened
from sitegen.exchange.values import CHINESE_DATES, shown
from sitegen.text import listed

MOST_MERGED = 20_000
MOST_COVERED = 2_000_000  # places below merged cells
# what the library raises on files that are cut or made up
_BROKEN = (
    InvalidFileException,
    BadZipFile,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    OSError,
)
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="(\d{1,7})"')
# a cell that holds something; styles alone may reach to the end of the sheet
_FILLED = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>/]*>\s*<(?:\w+:)?(?:v|is|f)[\s>]'
)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


class _Raw(Struct, frozen=True):
    """What openpyxl's streaming reader does not tell of a sheet."""

    merges: tuple[Span, ...]
    hidden: frozenset[int]
    columns: frozenset[int]
    formulas: bool


def read_xlsx(file: Opened, sheets: tuple[str, ...] = ()) -> Book:
    """The visible sheets of a workbook, or the named ones."""
    with warnings.catch_warnings():
        # of what it does not keep when a file is saved, which is never done here
        warnings.simplefilter("ignore")
        return _read(file, sheets)


def _read(file: Opened, sheets: tuple[str, ...]) -> Book:
    try:
        values = openpyxl.load_workbook(io.BytesIO(file.data), read_only=True, data_only=True)
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            wanted = [sheet for sheet in values.worksheets if _wanted(sheet, sheets)]
            grids = tuple(_grid(sheet, file, archive) for sheet in wanted)
            over = [said for s in wanted for said in drawn(archive, _path(s), s.title)]
    except _BROKEN as error:
        hint = "用 Excel 或 WPS 打开后另存一份"
        raise Refused("E04", f"{file.name} 读不了：{damage(error)}", hint) from error
    check_sheets(file.name, sheets, [sheet.title for sheet in values.worksheets])
    hidden = [s.title for s in values.worksheets if s.sheet_state != "visible"]
    odd = tuple(f"工作表“{title}”是隐藏的，没有导入" for title in hidden if title not in sheets)
    return Book(file.name, file.digest, grids, odd=(*odd, *over))


def check_sheets(name: str, wanted: Sequence[str], titles: Sequence[str]) -> None:
    """Refuse (E06) where a workbook lacks a sheet that was asked for."""
    wrong = next((title for title in wanted if title not in titles), "")
    if wrong:
        raise Refused("E06", f"{name} 里没有工作表“{wrong}”", f"工作表有：{listed(titles)}")


def _wanted(sheet: Any, sheets: tuple[str, ...]) -> bool:
    return sheet.title in sheets if sheets else bool(sheet.sheet_state == "visible")


def _grid(sheet: Any, file: Opened, archive: zipfile.ZipFile) -> Grid:
    path = _path(sheet)
    xml = archive.read(path)
    raw = _raw(sheet.title, xml)
    texts: dict[Place, str] = {}
    odd: dict[Place, str] = {}
    for place, text, remark in _values(sheet):
        texts[place] = text
        _remark(odd, place, remark)
    if raw.formulas:
        book = openpyxl.load_workbook(io.BytesIO(file.data), read_only=True)
        _formulas(book[sheet.title], texts, odd)
    for place in commented(archive, path):
        _remark(odd, place, "有批注，没有导入")
    for place in struck(archive, xml):
        _remark(odd, place, "有几个字有删除线，请看是否作废")
    _tell_hidden(texts, odd, raw)
    prefix = f"{sheet.title}!"
    merges = [span for span in raw.merges if (span.row, span.column) in texts]
    return Grid(sheet.title, cells(texts, merges, prefix, odd), merges=True)


def _path(sheet: Any) -> str:
    return str(sheet._worksheet_path).lstrip("/")  # noqa: SLF001 - no public name


def _tell_hidden(texts: Mapping[Place, str], odd: dict[Place, str], raw: _Raw) -> None:
    """Note the cells of hidden rows, and the first two of hidden columns: the heading and one more."""
    for row, column in texts:
        _remark(odd, (row, column), "该行在原表中是隐藏的" if row in raw.hidden else "")
    for column in raw.columns:
        for place in sorted(place for place in texts if place[1] == column)[:2]:
            _remark(odd, place, "该栏在原表中是隐藏的")


def _remark(odd: dict[Place, str], place: Place, remark: str) -> None:
    if remark:
        odd[place] = "；".join(filter(None, (odd.get(place, ""), remark)))


def _raw(title: str, xml: bytes) -> _Raw:
    _check_reach(title, xml)
    spans = []
    for found in _MERGE.finditer(xml):
        left, top, right, bottom = (int(n or 0) for n in range_boundaries(found[1].decode()))
        if 0 < top <= min(bottom, MOST_ROWS) and 0 < left <= min(right, MOST_COLUMNS):
            spans.append(_span(top, left, bottom, right))
    if len(spans) > MOST_MERGED or sum(span.rows * span.columns for span in spans) > MOST_COVERED:
        raise Refused(
            "E02", f"工作表里有 {len(spans)} 个合并单元格，过大或过多", "只留要导入的表格"
        )
    hidden = frozenset(int(number) - 1 for number in _HIDDEN_ROW.findall(xml))
    return _Raw(tuple(spans), hidden, hidden_columns(xml), bool(_FORMULA.search(xml)))


def _check_reach(title: str, xml: bytes) -> None:
    """Refuse where something stands outside of what is read: it would be lost without a word."""
    for found in _FILLED.finditer(xml):
        row, column = int(found[2]), column_index_from_string(found[1].decode())
        if row > MOST_ROWS or column > MOST_COLUMNS:
            message = f"工作表“{title}”在 {a1(row - 1, column - 1)} 还有内容"
            raise Refused("E02", message, f"最多 {MOST_ROWS} 行、{MOST_COLUMNS} 列")


def _span(top: int, left: int, bottom: int, right: int) -> Span:
    # a whole column or row may be merged for looks; beyond the limits nothing is read anyway
    rows, columns = min(bottom, MOST_ROWS) - top + 1, min(right, MOST_COLUMNS) - left + 1
    return Span(top - 1, left - 1, rows, columns)


def _values(sheet: Any) -> Iterator[tuple[Place, str, str]]:
    sheet.reset_dimensions()
    for row, line in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1)):
        for column, cell in enumerate(line):
            if cell.value is None or cell.value == "":
                continue
            if row >= MOST_ROWS or column >= MOST_COLUMNS:
                message = f"工作表“{sheet.title}”在 {a1(row, column)} 还有内容"
                raise Refused("E02", message, f"最多 {MOST_ROWS} 行、{MOST_COLUMNS} 列")
            text, remark = shown(*_valued(sheet, cell))
            struck = "文字有删除线，请看是否作废" if cell.font and cell.font.strike else ""
            yield (row, column), text, "；".join(filter(None, (remark, struck)))


def _valued(sheet: Any, cell: Any) -> tuple[object, str]:
    """The value of a cell and its format; dates in formats that only Chinese Excel knows are dates."""
    form = CHINESE_DATES.get(cell.style_array.numFmtId) if cell.has_style else None
    if form and isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return from_excel(cell.value, sheet.parent.epoch), form
    return cell.value, str(cell.number_format or "")


def _formulas(sheet: Any, texts: dict[Place, str], odd: dict[Place, str]) -> None:
    sheet.reset_dimensions()
    for row, line in enumerate(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS)):
        for column, cell in enumerate(line):
            if getattr(cell, "data_type", "") == "f":
                place = (row, column)
                known = place in texts
                texts.setdefault(place, str(cell.value))
                said = "公式，取上次计算的结果" if known else "公式，没有计算结果，照录公式"
                _remark(odd, place, said)
