"""Files that are broken, too large or made to harm are refused with a code, a reason and a way out."""

from __future__ import annotations

import time
import zipfile
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.exchange import opening
from sitegen.exchange.contents import contents
from sitegen.exchange.faults import Refused
from sitegen.exchange.opening import opened
from tests.conftest import SMALL, Site, unpack
from tests.exchange import pictures
from tests.exchange.helping import bring, shorts
from tests.gate.made import zipped

TABLE = "序号 | 工作任务 | 责任单位\n1 | 公开预算。 | 市财政局\n2 | 公开水质。 | 市环保局"


def refused(site: Site, path: Path) -> str:
    with pytest.raises(Refused) as caught:
        bring(site, path)
    assert not (site.folder / "imports").exists()
    return str(caught.value)


def office(folder: Path, name: str, parts: dict[str, bytes]) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return path


def with_part(path: Path, part: str, change: tuple[bytes, bytes]) -> Path:
    """An Office file one of whose parts is changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert change[0] in parts[part]
    parts[part] = parts[part].replace(*change, 1)
    return office(path.parent, path.name, parts)


def test_an_archive_that_unpacks_to_very_much(small: Site) -> None:
    bomb = {"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b" " * 3_000_000}
    message = refused(small, office(small.folder, "x.xlsx", bomb))
    assert message.startswith("E02 文件过大：x.xlsx 解开后过大")


def test_entities_and_document_types(small: Site) -> None:
    declaration = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    parts = {"word/document.xml": declaration}
    assert refused(small, office(small.folder, "x.docx", parts)).startswith("E03 文件不安全")
    hidden = {"word/document.xml": declaration.decode().encode("utf-16")}
    assert refused(small, office(small.folder, "y.docx", hidden)).startswith("E03")


def test_paths_out_of_the_archive_and_too_many_parts(small: Site) -> None:
    out = {"xl/workbook.xml": b"<a/>", "../../evil.txt": b""}
    assert refused(small, office(small.folder, "x.xlsx", out)).startswith("E03")
    many = {"xl/workbook.xml": b"<a/>"} | {f"a{n}": b"" for n in range(opening.MOST_PARTS)}
    assert refused(small, office(small.folder, "y.xlsx", many)).startswith("E02")


def test_a_cell_far_out_and_a_merged_cell_over_everything(small: Site) -> None:
    path = pictures.xlsx(small.folder / "x.xlsx", TABLE)
    sheet = "xl/worksheets/sheet1.xml"
    merged = b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    wide = with_part(path, sheet, (b"</sheetData>", merged))
    assert refused(small, wide).startswith("E06")
    for row, column, told in ((900_000, 1, "A900000"), (2, 700, "ZX2")):
        book = openpyxl.load_workbook(pictures.xlsx(path, TABLE))
        book.worksheets[0].cell(row, column, "远")
        book.save(path)
        assert f"工作表“Sheet1”在 {told} 还有内容" in refused(small, path)


PACKED_BADLY = zipped({"xl/workbook.xml": b"<workbook/>" * 99}, zipfile.ZIP_LZMA).replace(
    b"\x09\x04\x05\x00\x5d", b"\x09\x04\x05\x00\xff"
)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("x.pdf", b"%PDF-1.7", "E01 不认识的文件"),
        ("x.xlsx", b"not a workbook", "E01 不认识的文件"),
        ("x.xlsx", b"PK\x03\x04broken", "E04 文件已损坏"),
        ("x.xls", b"\xd0\xcf\x11\xe0broken", "E04 文件已损坏"),
        ("x.xlsx", PACKED_BADLY, "E04 文件已损坏"),
        ("x.csv", b"\xff\xfe\x00", "E05 编码不能识别"),
        ("x.csv", b"\x81\x20\xff\xff", "E05 编码不能识别"),
        ("x.csv", b"", "E04 文件已损坏"),
        ("x.txt", "只有一句话。".encode(), "E06 没有找到表格"),
    ],
)
def test_what_is_no_table(small: Site, name: str, data: bytes, code: str) -> None:
    small.write(name, data)
    message = refused(small, small.folder / name)
    assert message.startswith(code)
    assert "\n规则：" in message


def test_old_word_and_encrypted_files(small: Site) -> None:
    start = b"\xd0\xcf\x11\xe0" + b"\0" * 600
    small.write("x.doc", start + "WordDocument".encode("utf-16-le"))
    assert "旧版 Word" in refused(small, small.folder / "x.doc")
    small.write("x.xlsx", start + "EncryptedPackage".encode("utf-16-le"))
    assert "有打开密码" in refused(small, small.folder / "x.xlsx")


def test_a_file_that_is_not_there_and_one_that_is_too_large(small: Site) -> None:
    assert refused(small, small.folder / "none.xlsx").startswith("E17")
    small.write("x.csv", b"," * (opening.LARGEST + 1))
    assert refused(small, small.folder / "x.csv").startswith("E02")


def test_characters_that_nobody_sees(small: Site) -> None:
    picture = "序号 | 工作任务 | 责任单位\n1 | 公开\u200b预\ue000算。 | 市财政局\n2 | 公开水质。 | 市环保局"
    outcome = bring(small, pictures.xlsx(small.folder / "x.xlsx", picture))
    assert shorts(outcome)[0][2] == "公开预□算。"
    assert [r.kind for r in outcome.draft.remarks if r.kind == "缺字"] == ["缺字"]


def test_wrong_plans_and_governments(small: Site) -> None:
    path = pictures.xlsx(small.folder / "x.xlsx", TABLE)
    for options, told in (
        ({"plan": "../x"}, "计划标识不能是"),
        ({"government": "示例"}, "是不是“示例市”"),
        ({"year": None, "plan": "shili"}, "加上 --year"),
        ({"sheets": ("无",)}, "工作表有：Sheet1"),
    ):
        with pytest.raises(Refused, match=told):
            bring(small, path, **options)


def test_front_matter_that_a_cell_tries_to_write(small: Site) -> None:
    raw = '市财政局"\\n---\\nnumber: "9'
    picture = f"序号 | 工作任务 | 责任单位\n1 | ---\\ntitle: 假 | {raw}\n2 | 公开水质。 | 市环保局"
    outcome = bring(small, pictures.xlsx(small.folder / "x.xlsx", picture))
    assert [task.number for task in outcome.draft.tasks] == ["1", "2"]
    assert [p for p in small.problems() if p.severity == "error" and p.code != "C04"] == []


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_damaged_files_are_read_or_refused(data: st.DataObject) -> None:
    folder = DAMAGED
    name = data.draw(st.sampled_from(["x.xlsx", "x.docx", "x.xls", "x.csv"]))
    whole = bytearray((folder / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.just(len(whole)), st.integers(0, len(whole))))
    (folder / f"damaged-{name}").write_bytes(whole[:cut])
    with suppress(Refused):
        bring(Site(folder), folder / f"damaged-{name}", dry_run=True)


@pytest.fixture(scope="module", autouse=True)
def damaged(tmp_path_factory: pytest.TempPathFactory) -> None:
    global DAMAGED  # noqa: PLW0603 - hypothesis allows no fixture of a function
    DAMAGED = tmp_path_factory.mktemp("damaged")
    unpack(DAMAGED, SMALL)
    for form, draw in (("xlsx", pictures.xlsx), ("docx", pictures.word), ("xls", pictures.xls)):
        draw(DAMAGED / f"x.{form}", TABLE)
    pictures.comma(DAMAGED / "x.csv", TABLE)


DAMAGED = Path()


def test_the_size_is_bounded_before_anything_is_parsed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = pictures.xlsx(tmp_path / "x.xlsx", TABLE)
    assert opened(path).kind == "xlsx"
    monkeypatch.setattr(opening, "UNPACKED", 100)
    with pytest.raises(Refused, match="E02"):
        opened(path)


def test_a_text_of_very_many_items_takes_time_by_their_number_alone(small: Site) -> None:
    path = small.folder / "many.txt"
    items = ("一、公开事项（市财政局）", "1.公开预算，说明支出情况。")
    path.write_text("\n".join(items * 6000), "utf-8")
    started = time.process_time()
    found = contents(path, "p", (), None)
    assert len(found.reading.rows) == 6000
    assert time.process_time() - started < 6  # 1 here; 10 with each item compared to all
