"""A cell of a workbook is read as the sheet shows it, and what it shows beside its value is told."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from sitegen.exchange.faults import Refused
from sitegen.exchange.values import shown
from tests.conftest import Site
from tests.exchange.helping import bring, remarks, shorts

HEAD = ("序号", "工作任务", "责任单位", "完成时限")


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1, "0%", "100%"),
        (0.955, "0.0%", "95.5%"),
        (10000, "#,##0", "10,000"),
        (12.5, "0.00", "12.50"),
        (1.1, "0.00", "1.10"),
        (7, "000", "007"),
        (2027, '0"年底前"', "2027年底前"),
        (3, '"不少于"0"次"', "不少于3次"),
        (0, '0;-0;"—"', "—"),
        (-3.5, "0.0;[Red]-0.0", "-3.5"),
        (6.3, "@", "6.3"),
        (12.0, "General", "12"),
    ],
)
def test_numbers_are_read_as_their_format_shows_them(value: float, form: str, text: str) -> None:
    assert shown(value, form) == (text, "")


@pytest.mark.parametrize("form", ["# ?/?", "0.00E+00", '0!.0,"万"', "[>=2]0;0.0"])
def test_formats_that_are_not_known_are_told(form: str) -> None:
    assert shown(2.5, form) == ("2.5", f"数字格式“{form}”没有照样读出，请对照原件")


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (datetime(2027, 6, 30), 'yyyy"年"m"月"d"日前"', "2027年6月30日前"),  # noqa: DTZ001
        (datetime(2027, 6, 30), "[$-804]yyyy/mm/dd;@", "2027/06/30"),  # noqa: DTZ001
        (datetime(2027, 6, 30), "mm-dd-yy", "2027/6/30"),  # noqa: DTZ001
        (datetime(2027, 6, 30), "d-mmm-yy", "2027年6月30日"),  # noqa: DTZ001
        (datetime(2027, 6, 30, 9, 5), "yyyy-mm-dd hh:mm", "2027-06-30 09:05"),  # noqa: DTZ001
        (date(2027, 6, 30), 'm"月底前"', "6月底前"),
        (timedelta(days=1, hours=2), "[h]:mm", "26:00"),
    ],
)
def test_dates_are_read_as_their_format_shows_them(value: object, form: str, text: str) -> None:
    assert shown(value, form)[0] == text
    assert "请对照原件" in shown(value, form)[1]


def test_numbers_too_long_for_a_workbook_are_told() -> None:
    assert "已不准确" in shown(123456789012345678, "General")[1]


def chinese_dates(path: Path, number: int) -> Path:
    """A workbook whose limits have a format that Chinese Excel knows by its number alone."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD)
    sheet.append([1, "公开预算。", "市财政局", 46568])
    sheet["D2"].number_format = "0.0000"
    book.save(path.with_suffix(".made"))
    with zipfile.ZipFile(path.with_suffix(".made")) as made, zipfile.ZipFile(path, "w") as out:
        for name in made.namelist():
            data = made.read(name).replace(
                b'numFmtId="164" fontId', b'numFmtId="%d" fontId' % number
            )
            out.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("number", "text"), [(58, "6月30日"), (57, "2027年6月"), (31, "2027年6月30日")]
)
def test_dates_in_formats_that_only_chinese_excel_knows_are_dates(
    small: Site, number: int, text: str
) -> None:
    outcome = bring(small, chinese_dates(small.folder / "x.xlsx", number))
    assert [task[4] for task in shorts(outcome)] == [text]
    assert "日期单元格" in remarks(outcome, "单元格")[0][1]


def test_old_workbooks_with_such_dates_are_read(small: Site) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for column, text in enumerate(HEAD):
        sheet.write(0, column, text)
    for column, value in enumerate((1, "公开预算。", "市财政局")):
        sheet.write(1, column, value)
    sheet.write(1, 3, 46568, xlwt.easyxf(num_format_str="0.0000"))
    book.save(str(small.folder / "x.xls"))
    data = (small.folder / "x.xls").read_bytes()
    style = re.compile(rb"\xe0\x00\x14\x00(..)\xa5\x00", re.DOTALL)  # a style with that format
    assert len(style.findall(data)) == 1
    at = style.search(data)
    assert at
    (small.folder / "x.xls").write_bytes(data[: at.end() - 2] + b"\x3a\x00" + data[at.end() :])
    assert [task[4] for task in shorts(bring(small, small.folder / "x.xls"))] == ["6月30日"]


@pytest.mark.parametrize("form", ["xlsx", "xls"])
def test_hidden_columns_and_rows_are_told(small: Site, form: str) -> None:
    file = small.folder / f"x.{form}"
    rows: list[tuple[int | str, ...]] = [
        HEAD,
        (1, "公开预算。", "市财政局", "全年"),
        (2, "公开水质。", "市环保局", "每月"),
    ]
    if form == "xlsx":
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in rows:
            sheet.append(row)
        sheet.column_dimensions["C"].hidden = sheet.row_dimensions[3].hidden = True
        book.save(file)
    else:
        old = xlwt.Workbook()
        page = old.add_sheet("Sheet")
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                page.write(place, column, value)
        page.col(2).hidden = page.row(2).hidden = True
        old.save(str(file))
    told = dict(remarks(bring(small, file), "单元格"))
    assert told["Sheet!C2"] == "该栏在原表中是隐藏的：市财政局"
    assert told["Sheet!B3"] == "该行在原表中是隐藏的：公开水质。"


def test_words_struck_out_within_a_cell_are_told(small: Site) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD)
    sheet.append([1, "", "市财政局", "全年"])
    words = CellRichText("公开", TextBlock(InlineFont(strike=True), "作废的"), "预算。")
    sheet["B2"] = words
    book.save(small.folder / "x.xlsx")
    told = remarks(bring(small, small.folder / "x.xlsx"), "单元格")
    assert told == [("Sheet!B2", "有几个字有删除线，请看是否作废：公开作废的预算。")]


def test_a_sheet_that_is_not_there_is_told_in_old_workbooks_too(small: Site) -> None:
    book = xlwt.Workbook()
    book.add_sheet("任务表")
    book.save(str(small.folder / "x.xls"))
    with pytest.raises(Refused, match=r"没有工作表“附表”\n.*工作表有：任务表"):
        bring(small, small.folder / "x.xls", sheets=("附表",))
