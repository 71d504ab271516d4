"""What of a text without tables is no task is told, item by item, and who answers until when is read."""

from __future__ import annotations

from tests.conftest import Site
from tests.exchange import pictures
from tests.exchange.helping import bring, remarks, shorts


def test_items_and_lines_that_are_no_tasks_are_told(small: Site) -> None:
    file = pictures.word(
        small.folder / "x.docx",
        "示例市2027年政务公开工作要点",
        "为做好政务公开，制定本要点。",
        "一、总体要求",
        "做到应公开尽公开。",
        "二、推进财政公开",
        "全面公开财政信息。",
        "（一）公开预算决算。（市财政局牵头）",
        "1.细化预算科目。",
        "（二）公开水质数据。（市环保局负责）",
        "三、组织保障",
        "（一）加强领导。年底前组织考核。",
        "（联系人：甲某，电话：12345）",
    )
    outcome = bring(small, file)
    assert [task[:3] for task in shorts(outcome)] == [
        ("（一）", "二、推进财政公开", "公开预算决算。"),
        ("（二）", "二、推进财政公开", "公开水质数据。"),
    ]
    preface = "条目以前的文字 1 段没有导入，请看有没有任务：“为做好政务公开，制定本要点。”"
    assert remarks(outcome, "未导入") == [
        ("第3行", "没有作为任务：一、总体要求做到应公开尽公开。"),
        ("第5行", "没有作为任务：全面公开财政信息"),
        ("第8行", "没有作为任务：1.细化预算科目。"),
        ("第10行", "没有作为任务：三、组织保障"),
        ("第11行", "没有写明单位，没有作为任务：（一）加强领导。年底前组织考核。"),
        ("文首", preface),
    ]
    assert "甲某" not in "".join(outcome.files.values())


def test_limits_on_a_line_below_the_units_are_read(small: Site) -> None:
    file = pictures.word(
        small.folder / "x.docx",
        "（一）公开水质数据。",
        "牵头单位：市环保局；配合单位：市财政局",
        "完成时限：2027年底前",
    )
    assert [task[3:] for task in shorts(bring(small, file))] == [
        ("牵头单位：市环保局；配合单位：市财政局", "2027年底前")
    ]


def test_a_table_of_persons_is_told_without_its_words(small: Site) -> None:
    table = "序号 | 工作任务 | 责任单位 | 完成时限\n1 | 公开预算。 | 市财政局 | 全年"
    file = pictures.word(small.folder / "x.docx", table, "姓名 | 电话\n甲某 | 12345")
    outcome = bring(small, file)
    said = "没有认出表头，这张表的 2 行没有导入：可能有个人信息，内容没有照录"
    assert remarks(outcome, "未导入") == [("表2!A1", said)]
    assert "甲某" not in "".join(outcome.files.values())
