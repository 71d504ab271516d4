"""A plan as a file: Excel and Word with merged cells, CSV with empty cells below a merged one.

Every cell is text, so that none is ever run as a formula; in CSV, where nothing says so, what a
spreadsheet would run gets an apostrophe before it, which an import takes away again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import docx
import xlsxwriter
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from sitegen.exchange.faults import Refused
from sitegen.exchange.grid import Place, Span
from sitegen.exchange.headings import RESPONSIBLE
from sitegen.exchange.official import FIRST, Official, OfficialColumn, official
from sitegen.load import load_site
from sitegen.text import nearest, shown
from sitegen.workbook import LONGEST_CELL, cell_units

_FORMULA = re.compile(r"[=+\-@\t\r]")
_WIDTHS: Mapping[str, int] = {"number": 6, "section": 16, "text": 60, "deadline": 16}
_UNIT_WIDTH = 28
_MADE = datetime(2020, 1, 1, tzinfo=UTC)  # the same bytes for the same plan
_EMPTY = "—"


def export_plan(project: Path, plan_id: str, form: str) -> bytes:
    """The official table of a plan as xlsx, docx or csv; raises Refused (E14)."""
    site, problems = load_site(project / "content", drafts=True)
    if site is None:
        message = f"内容有 {len(problems)} 个错误"
        raise Refused("E14", message, "先运行 sitegen check 改正")
    plan = next((plan for plan in site.plans if plan.id == plan_id), None)
    if plan is None:
        near = nearest(plan_id, [plan.id for plan in site.plans])
        hint = f"是不是“{near}”？" if near else "看一看 content/plans 里的文件夹名"
        raise Refused("E14", f"没有计划“{plan_id}”", hint)
    table = official(plan, [task for task in site.tasks if task.plan == plan_id])
    return FORMS[form](table)


def _covered(spans: Sequence[Span]) -> dict[Place, Span]:
    return {
        (row, column): span
        for span in spans
        for row in range(span.row, span.row + span.rows)
        for column in range(span.column, span.column + span.columns)
    }


# Excel


def xlsx(table: Official) -> bytes:
    """The table as an Excel workbook; raises Refused (E02) where a cell holds more than Excel can."""
    _check_lengths(table)
    data = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(data, options) as book:
        book.set_properties({"title": table.title, "created": _MADE.replace(tzinfo=None)})
        sheet = book.add_worksheet("任务表")
        plain = {"text_wrap": True, "border": 1, "valign": "vcenter", "num_format": "@"}
        form, head = book.add_format(plain), book.add_format({**plain, "bold": True})
        title = book.add_format({"bold": True, "align": "center", "font_size": 16})
        width = len(table.columns)
        if width > 1:
            sheet.merge_range(0, 0, 0, width - 1, "", title)
        sheet.write_string(0, 0, table.title, title)
        for span in table.head:
            _write(sheet, span, 1, table.columns[span.column].name, head)
        spans = _covered(table.spans)
        for row, texts in enumerate(table.rows):
            for column, text in enumerate(texts):
                span = spans.get((row, column), Span(row, column, 1, 1))
                if (span.row, span.column) == (row, column):
                    _write(sheet, span, 2, text, form)
        for column, one in enumerate(table.columns):
            sheet.set_column(column, column, _WIDTHS.get(one.holds, _UNIT_WIDTH))
        sheet.freeze_panes(2, 0)
        sheet.repeat_rows(1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return data.getvalue()


def _check_lengths(table: Official) -> None:
    longest = max((text for row in table.rows for text in row), key=cell_units, default="")
    long = cell_units(longest)
    if long > LONGEST_CELL:
        rare = "（生僻字一个算两个）" if long > len(longest) else ""
        most = f"Excel 的一格最多 {LONGEST_CELL:,} 字"
        message = f"“{shown(longest, 20)}”有 {long:,} 字{rare}，{most}"
        raise Refused("E02", message, "导出为 --docx 或 --csv")


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    span: Span,
    below: int,
    text: str,
    form: xlsxwriter.format.Format,
) -> None:
    row, column = span.row + below, span.column
    if span.rows * span.columns > 1:
        sheet.merge_range(row, column, row + span.rows - 1, column + span.columns - 1, "", form)
    if text:
        sheet.write_string(row, column, text, form)
    else:
        sheet.write_blank(row, column, None, form)


# Word


def docx_bytes(table: Official) -> bytes:
    """The table as a Word document, its head repeated on every page."""
    document = docx.Document()
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width
    document.core_properties.title = table.title
    document.core_properties.created = document.core_properties.modified = _MADE
    document.add_heading(table.title, level=1)
    element = document.add_table(rows=0, cols=len(table.columns), style="Table Grid")._tbl  # noqa: SLF001
    element.append(_head_row(table))
    spans = _covered(table.spans)
    for row, texts in enumerate(table.rows):
        element.append(_row(row, texts, spans))
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _head_row(table: Official) -> Any:
    row = OxmlElement("w:tr")
    settings = OxmlElement("w:trPr")
    settings.append(OxmlElement("w:tblHeader"))
    row.append(settings)
    for span in table.head:
        row.append(_cell(table.columns[span.column].name, span.columns, ""))
    return row


def _row(row: int, texts: Sequence[str], spans: Mapping[Place, Span]) -> Any:
    element = OxmlElement("w:tr")
    for column, text in enumerate(texts):
        span = spans.get((row, column))
        first = span is None or span.row == row
        merge = "" if span is None else "restart" if first else "continue"
        element.append(_cell(text if first else "", 1, merge))
    return element


def _cell(text: str, columns: int, merge: str) -> Any:
    cell = OxmlElement("w:tc")
    settings = OxmlElement("w:tcPr")
    if columns > 1:
        settings.append(_setting("w:gridSpan", str(columns)))
    if merge:
        settings.append(_setting("w:vMerge", merge))
    cell.append(settings)
    for part in text.split("\n\n"):
        paragraph, run, words = (OxmlElement(name) for name in ("w:p", "w:r", "w:t"))
        words.text = part
        words.set(qn("xml:space"), "preserve")
        run.append(words)
        paragraph.append(run)
        cell.append(paragraph)
    return cell


def _setting(name: str, value: str) -> Any:
    element = OxmlElement(name)
    element.set(qn("w:val"), value)
    return element


# CSV


def csv_bytes(table: Official) -> bytes:
    """The table as CSV (UTF-8 with a mark); a dash says that a cell is empty and not merged."""
    text = io.StringIO()
    writer = csv.writer(text)
    names = [_head_name(table, index) for index in range(len(table.columns))]
    writer.writerow([_guarded(name) for name in names])
    covered = {place for place, span in _covered(table.spans).items() if place[0] != span.row}
    for row, texts in enumerate(table.rows):
        writer.writerow(
            [_guarded(_shown(table, row, column, covered)) for column in range(len(texts))]
        )
    return text.getvalue().encode("utf-8-sig")


def _head_name(table: Official, column: int) -> str:
    """A heading over several columns stands in the first of them."""
    starts = {span.column for span in table.head}
    return table.columns[column].name if column in starts else ""


def _shown(table: Official, row: int, column: int, covered: set[Place]) -> str:
    text, above = table.rows[row][column], table.rows[row - 1][column] if row else ""
    if (row, column) in covered and (
        _alone(table.columns[column]) or _first_covered(table, row, covered)
    ):
        return ""
    carried = table.columns[column].holds in {"number", "section", "deadline", *RESPONSIBLE}
    return _EMPTY if not text and above and carried else text


def _alone(column: OfficialColumn) -> bool:
    return column.holds not in RESPONSIBLE or column.level == FIRST


def _first_covered(table: Official, row: int, covered: set[Place]) -> bool:
    """Whether the phrase itself is merged with the row above; else further units are written out."""
    first = next(i for i, column in enumerate(table.columns) if column.level == FIRST)
    return (row, first) in covered


def _guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


FORMS: Mapping[str, Callable[[Official], bytes]] = MappingProxyType(
    {"xlsx": xlsx, "docx": docx_bytes, "csv": csv_bytes}
)
