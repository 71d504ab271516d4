r"""Tables drawn as text, as Excel, Word and CSV files: `^` is merged with the cell above, `<` with the left.

A line of `~` alone is a row without any cell; `\n` in a cell is a line end within it.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import docx
import openpyxl
import xlwt
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

Rows = list[list[str]]


def rows_of(picture: str) -> Rows:
    """The cells of a drawn table."""
    lines = [line for line in picture.strip().splitlines() if line.strip()]
    cells = [[cell.strip().replace("\\n", "\n") for cell in line.split("|")] for line in lines]
    width = max(map(len, cells))
    return [
        ["" if cell == "~" else cell for cell in row] + [""] * (width - len(row)) for row in cells
    ]


def anchor(rows: Rows, row: int, column: int) -> tuple[int, int]:
    """Where the cell begins that covers a place."""
    while rows[row][column] in {"^", "<"}:
        row, column = (row - 1, column) if rows[row][column] == "^" else (row, column - 1)
    return row, column


def spans(rows: Rows) -> list[tuple[int, int, int, int]]:
    """The merged cells as first row, first column, last row, last column."""
    ends: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(rows)):
        for column in range(len(rows[0])):
            start = anchor(rows, row, column)
            end = ends.get(start, start)
            ends[start] = (max(end[0], row), max(end[1], column))
    return [(*start, *end) for start, end in ends.items() if start != end]


def xlsx(path: Path, *pictures: str) -> Path:
    """A workbook with a sheet for each picture."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for index, picture in enumerate(pictures, 1):
        sheet = book.create_sheet(f"Sheet{index}")
        rows = rows_of(picture)
        for row, line in enumerate(rows, 1):
            for column, text in enumerate(line, 1):
                if text not in {"", "^", "<"}:
                    number = text.isdecimal() and len(text) < 9
                    sheet.cell(row, column, int(text) if number else text)
        for top, left, bottom, right in spans(rows):
            sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
    book.save(path)
    return path


def xls(path: Path, picture: str) -> Path:
    """An old workbook."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    rows = rows_of(picture)
    merged = {(top, left): (bottom, right) for top, left, bottom, right in spans(rows)}
    for row, line in enumerate(rows):
        for column, text in enumerate(line):
            if (row, column) in merged:
                bottom, right = merged[row, column]
                sheet.write_merge(row, bottom, column, right, text)
            elif text not in {"", "^", "<"}:
                sheet.write(row, column, int(text) if text.isdecimal() else text)
    book.save(str(path))
    return path


def word(path: Path, *blocks: str) -> Path:
    """A document: a block with `|` is a table, another one a paragraph."""
    document = docx.Document()
    for block in blocks:
        if "|" in block:
            add_table(document, rows_of(block))
        else:
            document.add_paragraph(block)
    document.save(str(path))
    return path


def add_table(parent: Any, rows: Rows) -> Any:
    """A table in a document or in a cell."""
    table = parent.add_table(rows=0, cols=len(rows[0]))
    for row, line in enumerate(rows):
        element = OxmlElement("w:tr")
        for column, text in enumerate(line):
            top, left = anchor(rows, row, column)
            if left == column:
                element.append(_cell(rows, (row, column), top, text))
        table._tbl.append(element)  # noqa: SLF001
    return table


def _cell(rows: Rows, place: tuple[int, int], top: int, text: str) -> Any:
    row, column = place
    width = sum(anchor(rows, row, c)[1] == column for c in range(len(rows[0])))
    taller = any(anchor(rows, r, column) == (top, column) for r in range(len(rows)) if r != top)
    cell, settings = OxmlElement("w:tc"), OxmlElement("w:tcPr")
    for name, value in (("w:gridSpan", str(width)), ("w:vMerge", "restart" if top == row else "")):
        if (name == "w:gridSpan" and width > 1) or (name == "w:vMerge" and taller):
            setting = OxmlElement(name)
            if value:
                setting.set(qn("w:val"), value)
            settings.append(setting)
    cell.append(settings)
    for part in ("" if text == "^" else text).split("\n"):
        paragraph, run, words = (OxmlElement(name) for name in ("w:p", "w:r", "w:t"))
        words.text = part
        run.append(words)
        paragraph.append(run)
        cell.append(paragraph)
    return cell


def comma(path: Path, picture: str, encoding: str = "utf-8") -> Path:
    """A CSV file, in which merged cells are empty."""
    text = io.StringIO()
    blank = {"^", "<"}
    lines = ([("" if cell in blank else cell) for cell in row] for row in rows_of(picture))
    csv.writer(text).writerows(lines)
    path.write_bytes(text.getvalue().encode(encoding))
    return path
