"""What does an old Excel workbook (.xls) say?"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import xlrd
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError

from sitegen.exchange.faults import Refused, damage
from sitegen.exchange.from_xlsx import MOST_COVERED, check_sheets
from sitegen.exchange.grid import MOST_COLUMNS, MOST_ROWS, Book, Grid, Place, Span, a1, cells
from sitegen.exchange.opening import Opened
from sitegen.exchange.values import CHINESE_DATES, shown

# what the library raises on files that are cut or made up
_BROKEN = (
    XLRDError,
    CompDocError,
    struct.error,
    ValueError,
    LookupError,
    AssertionError,
    TypeError,
    AttributeError,
    ArithmeticError,
)


_TOLD = 8  # rows in which a hidden column is told


def read_xls(file: Opened, sheets: tuple[str, ...] = ()) -> Book:
    """The visible sheets of an old workbook, or the named ones."""
    try:
        book = xlrd.open_workbook(
            file_contents=file.data, formatting_info=True, logfile=io.StringIO()
        )
        grids = tuple(
            _grid(book, sheet)
            for sheet in book.sheets()
            if (sheet.name in sheets if sheets else not sheet.visibility)
        )
    except _BROKEN as error:
        if "encrypted" in str(error):
            raise Refused("E03", f"{file.name} 有打开密码", "去掉密码后另存一份") from error
        hint = "用 Excel 或 WPS 打开后另存为 .xlsx"
        raise Refused("E04", f"{file.name} 读不了：{damage(error)}", hint) from error
    check_sheets(file.name, sheets, book.sheet_names())
    hidden = [s.name for s in book.sheets() if s.visibility and s.name not in sheets]
    odd = tuple(f"工作表“{name}”是隐藏的，没有导入" for name in hidden)
    return Book(file.name, file.digest, grids, odd=odd)


def _grid(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Grid:
    texts: dict[Place, str] = {}
    odd: dict[Place, str] = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            text, remark = _value(book, sheet.cell(row, column))
            if not text:
                continue
            if row >= MOST_ROWS or column >= MOST_COLUMNS:
                message = f"工作表“{sheet.name}”在 {a1(row, column)} 还有内容"
                raise Refused("E02", message, f"最多 {MOST_ROWS} 行、{MOST_COLUMNS} 列")
            texts[row, column] = text
            remarks = (remark, *_looks(book, sheet, row, column))
            if any(remarks):
                odd[row, column] = "；".join(filter(None, remarks))
    spans = [
        Span(top, left, end - top, right - left) for top, end, left, right in sheet.merged_cells
    ]
    inside = [span for span in spans if (span.row, span.column) in texts]
    if sum(span.rows * span.columns for span in inside) > MOST_COVERED:
        raise Refused("E02", f"工作表“{sheet.name}”的合并单元格过大", "只留要导入的表格")
    return Grid(sheet.name, cells(texts, inside, f"{sheet.name}!", odd), merges=True)


def _looks(book: xlrd.Book, sheet: xlrd.sheet.Sheet, row: int, column: int) -> Iterator[str]:
    """What a reader of a cell sees beside its value, or does not see at all."""
    if book.font_list[book.xf_list[sheet.cell_xf_index(row, column)].font_index].struck_out:
        yield "文字有删除线，请看是否作废"
    if (row, column) in sheet.cell_note_map:
        yield "有批注，没有导入"
    if row in sheet.rowinfo_map and sheet.rowinfo_map[row].hidden:
        yield "该行在原表中是隐藏的"
    if row < _TOLD and column in sheet.colinfo_map and sheet.colinfo_map[column].hidden:
        yield "该栏在原表中是隐藏的"


def _value(book: xlrd.Book, cell: xlrd.sheet.Cell) -> tuple[str, str]:
    if cell.ctype in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}:
        return "", ""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(int(cell.value), "#N/A"), ""
    form = ""
    if cell.xf_index is not None:
        number = book.xf_list[cell.xf_index].format_key
        form = book.format_map[number].format_str or CHINESE_DATES.get(number, "")
    if cell.ctype == xlrd.XL_CELL_DATE:
        return shown(xlrd.xldate_as_datetime(float(cell.value), book.datemode), form)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return shown(bool(cell.value), form)
    return shown(cell.value, form)
