"""A file that is no table is refused by what it is; a CSV file is read by the sign that parts its cells."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
import xlwt

from sitegen.exchange.faults import Refused
from tests.conftest import Site
from tests.exchange import pictures
from tests.exchange.helping import bring, shorts

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000
ROWS = "序号,工作任务,责任单位\n1,公开预算。,市财政局\n2,公开水质。,市环保局\n"


def archive(part: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        made.writestr(part, "<a/>")
    return data.getvalue()


def locked() -> bytes:
    """An old workbook with a password: a record that says so in place of another one."""
    book = xlwt.Workbook()
    book.add_sheet("表")
    data = io.BytesIO()
    book.save(data)
    return data.getvalue().replace(b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00", 1)


@pytest.mark.parametrize(
    ("name", "data", "message", "hint"),
    [
        ("x.xlsx", b"", "x.xlsx 是空的", "没有下载完"),
        ("x.csv", b"", "x.csv 是空的", "没有下载完"),
        ("~$x.docx", b"\x05admin", "临时文件", "那个文件"),
        ("x.jpg", b"\xff\xd8\xff\xe0JFIF", "x.jpg 是图片", "录进 Excel"),
        ("x.rar", b"Rar!\x1a\x07", "x.rar 是压缩文件", "先解压"),
        ("x.zip", archive("a.docx"), "x.zip 是压缩文件", "先解压"),
        ("x.doc", rb"{\rtf1\ansi a}", "x.doc 是 RTF 文件", "另存为 .docx"),
        ("x.xls", ROWS.encode("gbk"), "x.xls 的内容是文字，不能照 .xls 读", "另存为 .xlsx"),
        ("x.docx", b"\0\1\2", "x.docx 的内容不是 .docx 文件", "另存为 .docx"),
        ("x.bin", b"\0\1\2", "x.bin 不是能导入的文件", "另存"),
        ("x.ofd", archive("OFD.xml"), "x.ofd 是 OFD 文件", "复制到 Word"),
        ("x.xlsb", archive("xl/workbook.bin"), "Excel 二进制", "另存为 .xlsx"),
        ("x.ods", archive("content.xml"), "OpenDocument", "另存为 .xlsx"),
        ("x.wps", OLE + "WordDocument".encode("utf-16-le"), "旧版 WPS 文字", "另存为 .docx"),
        ("x.ppt", OLE + "PowerPoint Document".encode("utf-16-le"), "演示文稿", "复制到 Word"),
        ("x.xls", locked(), "x.xls 有打开密码", "去掉密码"),
    ],
)
def test_what_cannot_be_imported_is_named_with_what_to_do(
    small: Site, name: str, data: bytes, message: str, hint: str
) -> None:
    small.write(name, data)
    with pytest.raises(Refused) as refused:
        bring(small, small.folder / name)
    first, second, _ = str(refused.value).splitlines()
    assert message in first
    assert hint in second


@pytest.mark.parametrize(
    "text",
    [
        ROWS,
        ROWS.replace(",", ";"),
        f"示例市任务表\n{ROWS}".replace(",", "\t").replace("预算", "预算,决算"),
        f"sep=;\n{ROWS}".replace(",", ";"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_the_sign_between_cells_is_the_one_that_makes_even_rows(
    small: Site, text: str, encoding: str
) -> None:
    small.write("x.csv", text.encode(encoding))
    tasks = shorts(bring(small, small.folder / "x.csv"))
    assert [task[0] for task in tasks] == ["1", "2"]
    assert [task[3] for task in tasks] == ["市财政局", "市环保局"]


def test_a_quotation_mark_that_is_never_closed_is_refused_with_its_line(small: Site) -> None:
    small.write("x.csv", ROWS.replace("公开水质", '"公开水质'))
    with pytest.raises(Refused, match="第 3 行有一个引号没有成对"):
        bring(small, small.folder / "x.csv")
    small.write("x.csv", ROWS.replace("公开水质", '公开"水质"'))
    assert shorts(bring(small, small.folder / "x.csv"))[1][2] == '公开"水质"。'


def test_a_cell_that_is_too_long_is_refused_in_chinese(small: Site) -> None:
    small.write("x.csv", f"{ROWS}3,{'公' * 140_000},市财政局\n")
    with pytest.raises(Refused, match="第 4 行读不了：有一格超过 131072 字"):
        bring(small, small.folder / "x.csv")


def foreign(refused: Refused, name: str) -> list[str]:
    """The words of a refusal that are not Chinese, but for names of programs."""
    said = str(refused).split("\n", maxsplit=1)[0].replace(name, "")
    return [
        word
        for word in re.findall("[A-Za-z_]{3,}", said)
        if word not in {"Office", "Word", "Excel"}
    ]


PARTS = {
    "xlsx": ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"),
    "docx": ("word/document.xml", "[Content_Types].xml", "_rels/.rels"),
}


@pytest.mark.parametrize(
    ("form", "part"), [(f, part) for f, parts in PARTS.items() for part in parts]
)
@pytest.mark.parametrize("damage", ["gone", "cut", "odd"])
def test_damaged_parts_are_told_in_plain_chinese(
    small: Site, form: str, part: str, damage: str
) -> None:
    draw = {"xlsx": pictures.xlsx, "docx": pictures.word}[form]
    whole = draw(small.folder / f"whole.{form}", "任务 | 责任单位\n公开预算。 | 市财政局")
    path = small.folder / f"broken.{form}"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == part:
                data = {"gone": b"", "cut": data[: len(data) // 2], "odd": b"<a/>"}[damage]
            if name != part or damage != "gone":
                new.writestr(name, data)
    said: list[str] = []
    try:
        bring(small, path)
    except Refused as refused:
        said = foreign(refused, path.name)
    assert said == []


@pytest.mark.parametrize("size", [1000, 3000, 5000])
def test_an_old_workbook_that_ends_early_is_told_in_plain_chinese(small: Site, size: int) -> None:
    whole = pictures.xls(small.folder / "whole.xls", "任务 | 责任单位\n公开预算。 | 市财政局")
    path = small.folder / "broken.xls"
    path.write_bytes(whole.read_bytes()[:size])
    with pytest.raises(Refused) as refused:
        bring(small, path)
    assert foreign(refused.value, path.name) == []
