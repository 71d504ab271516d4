"""What stands around tables, between them and in tables without headings is read or told, never lost."""

from __future__ import annotations

import docx
import pytest

from tests.conftest import Site
from tests.exchange import pictures
from tests.exchange.helping import bring, remarks, shorts

HEAD = "序号 | 工作任务 | 责任单位 | 完成时限\n"


def test_headings_between_word_tables_are_categories(small: Site) -> None:
    file = pictures.word(
        small.folder / "x.docx",
        "2027年任务分解表",
        "一、加强财政公开",
        "（一）预算",
        f"{HEAD}1 | 公开预算报告。 | 市财政局 | 全年",
        "（二）决算",
        f"{HEAD}2 | 公开决算报告。 | 市财政局 | 全年",
        "二、加强环境公开",
        "3 | 公开水质。 | 市环保局 | 每月",
        "— 2 —",
        f"{HEAD}4 | 公开空气质量。 | 市环保局 | 每月",
    )
    assert [task[:3] for task in shorts(bring(small, file))] == [
        ("1", "一、加强财政公开／（一）预算", "公开预算报告。"),
        ("2", "一、加强财政公开／（二）决算", "公开决算报告。"),
        ("3", "二、加强环境公开", "公开水质。"),
        ("4", "二、加强环境公开", "公开空气质量。"),
    ]


def test_tables_that_no_headings_are_found_for_are_told(small: Site) -> None:
    table = f"{HEAD}1 | 公开预算报告。 | 市财政局 | 全年"
    file = pictures.word(small.folder / "x.docx", table, "2 | 公开水质。 | 市环保局 | 每月 | 甲")
    said = "没有认出表头，这张表的 1 行没有导入：“2 公开水质。 市环保局 每月 甲”"
    assert remarks(bring(small, file, dry_run=True), "未导入") == [("表2!A1", said)]
    file = pictures.xlsx(small.folder / "x.xlsx", table, "填表说明\n请各单位3月底前填报")
    said = "没有认出表头，这张表的 2 行没有导入：“填表说明”、“请各单位3月底前填报”"
    assert remarks(bring(small, file, dry_run=True), "未导入") == [("Sheet2!A1", said)]


def test_a_table_that_only_lays_out_another_one_is_not_told(small: Site) -> None:
    document = docx.Document()
    outer = document.add_table(rows=1, cols=1).rows[0].cells[0]
    rows = pictures.rows_of(f"{HEAD}1 | 公开预算报告。 | 市财政局 | 全年")
    pictures.add_table(outer, rows)
    document.save(str(small.folder / "x.docx"))
    assert not remarks(bring(small, small.folder / "x.docx"), "未导入")


def test_text_around_tables_is_told_and_notes_below_are_the_plan_s(small: Site) -> None:
    file = pictures.word(
        small.folder / "x.docx",
        "关于印发要点的通知",
        "一、推进公开",
        "（一）公开三公经费。（市财政局牵头）",
        "附件1：2027年任务分解表",
        f"{HEAD}1 | 公开预算报告。 | 市财政局 | 全年",
        "注：时限以文件为准。",
        "其他任务另行印发。",
        "联系人：甲某",
    )
    outcome = bring(small, file)
    assert [task[:3] for task in shorts(outcome)] == [("1", "", "公开预算报告。")]
    before = (
        "表格以外的文字 3 段没有导入，请看有没有任务："
        "“关于印发要点的通知”、“一、推进公开”、“（一）公开三公经费。（市财政局牵头）”"
    )
    after = "表格以外的文字 1 段没有导入，请看有没有任务：“其他任务另行印发。”"
    assert remarks(outcome, "未导入") == [("表1前", before), ("表1后", after)]
    assert remarks(outcome, "附注") == [("表1后", "未作为任务：注：时限以文件为准。")]
    index = outcome.files["content/plans/shili-2027/index.md"]
    assert "notes: [注：时限以文件为准。]" in index
    assert "甲某" not in "".join(outcome.files.values())


def test_tables_in_a_document_of_prose_are_told(small: Site) -> None:
    file = pictures.word(
        small.folder / "x.docx", "（一）公开三公经费。（市财政局牵头）", "甲 | 乙\n丙 | 丁"
    )
    outcome = bring(small, file)
    assert [task[2] for task in shorts(outcome)] == ["公开三公经费。"]
    assert remarks(outcome, "未导入") == [
        ("表1!A1", "没有认出表头，这张表的 2 行没有导入：“甲 乙”、“丙 丁”")
    ]


@pytest.mark.parametrize(
    "again", ["2027年任务分解表", "2027年任务分解表（续）", "续表", "第 2 页 共 3 页"]
)
def test_titles_and_numbers_that_every_page_repeats_are_no_categories(
    small: Site, again: str
) -> None:
    wide = " | < | < | <\n"
    table = (
        f"2027年任务分解表{wide}{HEAD}1 | 公开预算报告。 | 市财政局 | 全年\n"
        f"{again}{wide}{HEAD}2 | 公开水质。 | 市环保局 | 每月"
    )
    outcome = bring(small, pictures.xlsx(small.folder / "x.xlsx", table))
    assert [task[1] for task in shorts(outcome)] == ["", ""]
    told = [address for address, _ in remarks(outcome, "表头")]
    assert told == ["Sheet1!A4", "Sheet1!A5"]


def test_the_title_is_the_first_table_s_and_no_sentence(small: Site) -> None:
    first = f"2027年市直任务分解表 | < | < | <\n{HEAD}1 | 公开预算报告。 | 市财政局 | 全年"
    second = f"2027年县区任务分解表 | < | < | <\n{HEAD}2 | 公开水质。 | 市环保局 | 每月"
    outcome = bring(small, pictures.xlsx(small.folder / "x.xlsx", first, second), dry_run=True)
    assert "title: 2027年市直任务分解表" in outcome.files["content/plans/shili-2027/index.md"]
    assert "2027年县区任务分解表" in remarks(outcome, "未导入")[0][1]
    lines = ("2027年公开要点", "为做好公开，制定本要点。", "（一）公开三公经费。（市财政局牵头）")
    outcome = bring(small, pictures.word(small.folder / "x.docx", *lines))
    assert "title: 2027年公开要点\n" in outcome.files["content/plans/shili-2027/index.md"]
