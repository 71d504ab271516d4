"""What a Word document shows beside its words is told; automatic numbers are read as Word counts them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from sitegen.exchange.faults import Refused
from sitegen.exchange.numbering import written
from tests.conftest import Site
from tests.exchange.helping import bring, remarks, shorts

HEAD = ("序号", "工作任务", "责任单位", "完成时限")
MORE = (
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def run(text: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


def document(path: Path, rows: Sequence[Sequence[str]]) -> Any:
    """A document with a table; a cell that begins with < is the XML of its paragraph."""
    made = docx.Document()
    table = made.add_table(rows=0, cols=len(HEAD))
    for row in (HEAD, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            if text.startswith("<"):
                cell._tc.remove(cell._tc.p_lst[0])  # noqa: SLF001
                cell._tc.append(parse_xml(f"<w:p {nsdecls('w')} {MORE}>{text}</w:p>"))  # noqa: SLF001
            else:
                cell.text = text
    made.save(str(path))
    return made


DELETED = '<w:del w:id="1" w:author="a"><w:r><w:delText>旧词</w:delText></w:r></w:del>'
ADDED = f'<w:ins w:id="2" w:author="a">{run("新词")}</w:ins>'
_WORDS = f"<w:txbxContent><w:p>{run('框内')}</w:p></w:txbxContent>"
BOX = f"<w:r><w:pict><v:shape><v:textbox>{_WORDS}</v:textbox></v:shape></w:pict></w:r>"


@pytest.mark.parametrize(
    ("within", "body", "told"),
    [
        (
            DELETED + ADDED,
            "公开新词预算。",
            "有修订，删去的“旧词”没有读；有修订，添上的“新词”已经读进去",
        ),
        (run("密", "<w:vanish/>"), "公开密预算。", "有隐藏的文字，照录，请看要不要"),
        (BOX, "公开框内预算。", "有文本框，框里的文字接在一起，请看位置"),
        ("<w:r><w:pict><v:imagedata/></w:pict></w:r>", "公开预算。", "有图片，没有导入"),
        (
            "<w:r><w:object/></w:r>",
            "公开预算。",
            "有嵌入的对象（如 Excel 表格），没有导入；双击打开，另存一份再导入",
        ),
        ("<m:oMath><m:r><m:t>PM2.5</m:t></m:r></m:oMath>", "公开PM2.5预算。", ""),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "公开√预算。", ""),
    ],
)
def test_what_stands_beside_words_is_told(small: Site, within: str, body: str, told: str) -> None:
    text = f"{run('公开')}{within}{run('预算。')}"
    document(small.folder / "x.docx", [("1", text, "市财政局", "全年")])
    outcome = bring(small, small.folder / "x.docx")
    assert [task[2] for task in shorts(outcome)] == [body]
    assert remarks(outcome, "单元格") == ([("表1!B2", f"{told}：{body}")] if told else [])


def test_signs_that_only_one_font_has_are_told(small: Site) -> None:
    text = f'{run("公开")}<w:r><w:sym w:font="Webdings" w:char="F071"/></w:r>'
    document(small.folder / "x.docx", [("1", text, "市财政局", "全年")])
    outcome = bring(small, small.folder / "x.docx")
    assert [task[2] for task in shorts(outcome)] == ["公开□"]
    assert [address for address, _ in remarks(outcome, "缺字")] == ["表1!B2"]


def test_footnotes_are_told_with_their_words(small: Site) -> None:
    text = f'{run("公开预算。")}<w:r><w:footnoteReference w:id="2"/></w:r>'
    made = document(small.folder / "x.docx", [("1", text, "市财政局", "全年")])
    words = f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p>{run("涉密除外")}</w:p></w:footnote></w:footnotes>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, words.encode(), made.part.package)
    made.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    made.save(str(small.folder / "x.docx"))
    (told,) = remarks(bring(small, small.folder / "x.docx"), "单元格")
    assert told == ("表1!B2", "有脚注，没有导入：“涉密除外”：公开预算。")


def test_a_row_that_a_revision_deletes_is_no_task_and_told(small: Site) -> None:
    rows = [(number, f"公开{number}。", "市财政局", "全年") for number in "123"]
    made = document(small.folder / "x.docx", rows)
    mark = f'<w:trPr {nsdecls("w")}><w:del w:id="9" w:author="a"/></w:trPr>'
    made.tables[0]._tbl.tr_lst[2].insert(0, parse_xml(mark))  # noqa: SLF001
    made.save(str(small.folder / "x.docx"))
    outcome = bring(small, small.folder / "x.docx")
    assert [task.number for task in outcome.draft.tasks] == ["1", "3"]
    assert "表1 第3行在修订中已删去，没有读" in outcome.files["imports/shili-2027/review.md"]


def test_a_document_whose_table_is_an_object_is_refused_with_its_place(small: Site) -> None:
    made = docx.Document()
    made.add_paragraph("任务分解表")
    made.add_paragraph()._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:object/></w:r>"))  # noqa: SLF001
    made.save(str(small.folder / "x.docx"))
    with pytest.raises(Refused, match=r"第2行有嵌入的对象（如 Excel 表格），没有导入"):
        bring(small, small.folder / "x.docx")


def counted(path: Path, form: str, again: str) -> Path:
    """A table of four rows numbered by two lists of one abstract list; `again` is what the second says."""
    rows = [("", f"公开{word}。", "市财政局", "全年") for word in "甲乙丙丁"]
    made = document(path, rows)
    lists = made.part.numbering_part.element
    abstract = (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:lvl w:ilvl="0">'
        f'<w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>'
    )
    lists.insert(0, parse_xml(abstract))
    for number, more in ((90, ""), (91, again)):
        lists.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="90"/>{more}</w:num>'
            )
        )
    for place, row in enumerate(made.tables[0].rows[1:]):
        settings = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{90 + place // 2}"/></w:numPr>'
        row.cells[0]._tc.p_lst[0].get_or_add_pPr().append(parse_xml(settings))  # noqa: SLF001
    made.save(str(path))
    return path


AGAIN = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'


@pytest.mark.parametrize(
    ("form", "again", "numbers"),
    [
        ("decimal", "", ["1", "2", "3", "4"]),
        ("decimal", AGAIN, ["1", "2", "7", "8"]),
        ("decimalEnclosedCircle", "", ["①", "②", "③", "④"]),
    ],
)
def test_lists_of_one_kind_go_on_unless_one_starts_again(
    small: Site, form: str, again: str, numbers: list[str]
) -> None:
    outcome = bring(small, counted(small.folder / "x.docx", form, again))
    assert [task.number for task in outcome.draft.tasks] == numbers


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("decimalZero", "03"),
        ("upperRoman", "III"),
        ("lowerLetter", "c"),
        ("decimalFullWidth", "３"),
        ("chineseLegalSimplified", "叁"),
        ("ideographTraditional", "丙"),
        ("chineseCounting", "三"),
        ("somethingElse", "3"),
    ],
)
def test_numbers_are_written_as_word_writes_them(form: str, text: str) -> None:
    assert written(3, form) == text
