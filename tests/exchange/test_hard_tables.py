"""Tables as other governments lay them out: every row is read, verbatim, and every guess is told."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from sitegen.errors import SitegenError
from tests.conftest import Site
from tests.exchange import pictures
from tests.exchange.helping import bring, draw, every_form, remarks, roles, shorts


@every_form
def test_a_title_over_headings_in_two_rows_and_a_note_below(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        附件1 | < | < | < | < | < | <
        示例市2018年政务公开工作任务分解表 | < | < | < | < | < | <
        序号 | 工作任务 | < | 责任分工 | < | < | 完成时限
        ^ | 任务名称 | 具体内容 | 牵头单位 | 责任单位 | 配合单位 | ^
        1 | 决策公开 | 预公开，征求意见。 | 市财政局 | 市环保局 | 各县（区）人民政府 | 长期坚持
        2 | ^ | 建立列席会议制度。 | 市环保局 | 市财政局；市环保局 | — | 2018年底前
        3 | 执行公开 | 公开工作进展。 | 市财政局 | 市环保局，市财政局 | — | 每季度末月25日前
        注：1.排在第一位的为牵头单位。 | < | < | < | < | < | <
    """))  # fmt: skip
    assert shorts(outcome) == [
        ("1", "决策公开", "预公开，征求意见。", "市财政局", "长期坚持"),
        ("2", "决策公开", "建立列席会议制度。", "市环保局", "2018年底前"),
        ("3", "执行公开", "公开工作进展。", "市财政局", "每季度末月25日前"),
    ]
    assert [task.more for task in outcome.draft.tasks] == [
        (("责任单位", "市环保局"), ("配合单位", "各县（区）人民政府")),
        (("责任单位", "市财政局；市环保局"),),
        (("责任单位", "市环保局，市财政局"),),
    ]
    assert [task.inferred for task in outcome.draft.tasks] == [(), ("section",), ()]
    assert "未作为任务：注：1.排在第一位的为牵头单位。" in [text for _, text in remarks(outcome)]


@every_form
def test_units_on_lines_of_their_own_are_kept_apart_and_told(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        序号 | 工作要点 | 责任单位 | 时间要求
        1 | 编制目录 | 市财政局\\n市环保局 | 6月30日
        2 | 修订指南 | 市环\\n保局、市财政局 | 9月底前
    """))  # fmt: skip
    first, second = outcome.draft.tasks
    assert first.raw == "市财政局\n市环保局"
    assert roles(first) == {"unspecified": ["caizhengju", "huanbaoju"]}
    assert second.raw == "市环保局、市财政局"
    (told,) = [text for _, text in remarks(outcome, "责任单位")]
    assert told == "单元格里换行处读作另一个单位：市财政局／市环保局"
    again = bring(small, small.folder / f"table.{form}")
    assert {change.what for change in again.changes} <= {"same"}


@every_form
@pytest.mark.parametrize(
    ("cell", "raw"),
    [
        ("市财政局\u3000市环保局", "市财政局 市环保局"),
        ("市财政局牵头  市环保局配合", "市财政局牵头 市环保局配合"),
        ("市财政局（牵头） 市环保局", "市财政局（牵头） 市环保局"),
    ],
)
def test_units_that_only_blanks_part_are_kept_apart_and_told(
    small: Site, form: str, cell: str, raw: str
) -> None:
    outcome = bring(
        small, draw(small, form, f"序号 | 工作任务 | 责任单位\n1 | 公开预算。 | {cell}")
    )
    (task,) = outcome.draft.tasks
    assert task.raw == raw
    assert sorted(unit for units in roles(task).values() for unit in units) == [
        "caizhengju",
        "huanbaoju",
    ]
    (told,) = [text for _, text in remarks(outcome, "责任单位")]
    assert told == f"单元格里空格处读作另一个单位：{raw.replace(' ', '／')}"


@pytest.mark.parametrize(
    ("cell", "raw"),
    [
        ("市 财 政 局", "市财政局"),
        ("市政府 办公室、市财 政局", "市政府办公室、市财政局"),
        ("市财政局、 市环保局", "市财政局、市环保局"),
        ("市政府\\n办公室", "市政府办公室"),
    ],
)
def test_blanks_within_a_name_are_layout(small: Site, cell: str, raw: str) -> None:
    table = f"序号 | 工作任务 | 责任单位\n1 | 公开预算。 | {cell}"
    outcome = bring(small, draw(small, "xlsx", table))
    assert [task.raw for task in outcome.draft.tasks] == [raw]


@every_form
@pytest.mark.parametrize(
    "cell",
    ["市财政局 王某", "市财政局（王某）", "市财政局\\n王某某", "市财政局：王某", "市财政局王某某"],
)
def test_names_beside_units_are_not_taken_in(small: Site, form: str, cell: str) -> None:
    outcome = bring(small, draw(small, form, f"""
        序号 | 目标任务 | 具体举措 | 牵头领导 | 牵头单位及责任人 | 完成时限
        1 | 预算公开 | 公开预算。 | 李某 | {cell} | 长期坚持
        2 | 决算公开 | 公开决算。 | 李某 | 市环保局、市财政局 | 长期坚持
    """))  # fmt: skip
    assert [task.raw for task in outcome.draft.tasks] == ["市财政局", "市环保局、市财政局"]
    assert "某" not in "".join(outcome.files.values()).replace("可能有个人信息", "")
    told = [text for _, text in remarks(outcome, "个人信息")]
    assert "单位后面疑似姓名的文字没有导入" in told
    assert "“牵头单位及责任人”一栏写着姓名的，请核对后删去，只留单位" in told


@every_form
def test_categories_above_each_of_several_tables(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        一、重点任务 | < | < | < | <
        序号 | 任务 | 牵头单位 | 配合单位 | 完成时限
        1 | 公开财政收支。 | 市财政局 | 市环保局 | 每月10日前
        2 | 公开预算。 | 市财政局 | — | 全年
        二、基础工作 | < | < | < | <
        序号 | 事项 | 责任单位 | 时间安排 | 备注
        1 | 组织培训。 | 市环保局 | 全年 | 分两期
        2 | 组织考核。 | 市财政局 | 12月底前 | —
    """))  # fmt: skip
    assert [task[:3] for task in shorts(outcome)] == [
        ("1-1", "一、重点任务", "公开财政收支。"),
        ("1-2", "一、重点任务", "公开预算。"),
        ("2-1", "二、基础工作", "组织培训。"),
        ("2-2", "二、基础工作", "组织考核。"),
    ]


@every_form
def test_what_is_to_be_published_instead_of_tasks(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        公开事项 | 公开内容 | 公开时限 | 责任单位 | 公开渠道 | 备注
        财政预决算 | 本级政府预算、决算 | 批准后20日内 | 市财政局 | 政府网站 | —
        ^ | 部门预算、决算 | 批准后20日内 | 市财政局、市环保局 | 政府网站 | 涉密除外
        合计 | 2项 | — | — | — | —
    """))  # fmt: skip
    assert [task[1:] for task in shorts(outcome)] == [
        ("财政预决算", "本级政府预算、决算", "市财政局", "批准后20日内"),
        ("财政预决算", "部门预算、决算", "市财政局、市环保局", "批准后20日内"),
    ]
    assert any(text.startswith("未作为任务：合计") for _, text in remarks(outcome))


def test_numbers_that_no_two_sheets_share_stay_as_printed(small: Site) -> None:
    head = "任务编号 | 任务名称 | 具体内容 | 牵头单位 | 完成时限\n"
    first = f"{head}A1 | 预算公开 | 公开预算。 | 市财政局 | 2018年底前"
    second = f"{head}B1 | 培训 | 组织培训。 | 市财政局 | 全年"
    file = pictures.xlsx(small.folder / "x.xlsx", first, second)
    assert [task.number for task in bring(small, file).draft.tasks] == ["A1", "B1"]


def test_a_table_within_the_wording_of_a_task_is_wording(small: Site) -> None:
    rows = "序号 | 工作任务 | 责任单位 | 完成时限\n1 | 公开水质。 | 市环保局 | 每月"
    document = docx.Document()
    table = pictures.add_table(document, pictures.rows_of(rows))
    pictures.add_table(table.cell(1, 1), pictures.rows_of("指标 | 频次\n水质 | 每月"))
    document.save(str(small.folder / "x.docx"))
    outcome = bring(small, small.folder / "x.docx")
    (task,) = outcome.draft.tasks
    assert task.body.startswith("公开水质。")
    assert all(word in task.body for word in ("指标", "频次", "每月"))
    assert "单元格里还有表格" in remarks(outcome, "单元格")[0][1]


PASTED = """示例市2018年政务公开工作要点

一、推进重点领域信息公开
（一）推进财政信息公开。公开预算、
决算，解读收支增减变
化。（市财政局牵头，市环保局配合）
- 1 -
（二）推进环境信息公开。每季度公
布水质。（责任单位：市环保局；完成时限：长期坚持）
二、加强平台建设
（三）办好政府网站。（市财政局办公室牵头，市环保局按职责分工负责，2018年底前完成）
（四）其他工作按照上级的要求抓好落实。
- 2 -
"""


def test_items_pasted_from_a_pdf(small: Site) -> None:
    file: Path = small.folder / "x.txt"
    file.write_text(PASTED, "utf-8")
    outcome = bring(small, file)
    assert shorts(outcome) == [
        (
            "（一）",
            "一、推进重点领域信息公开",
            "公开预算、决算，解读收支增减变化。",
            "市财政局牵头，市环保局配合",
            "",
        ),
        (
            "（二）",
            "一、推进重点领域信息公开",
            "每季度公布水质。",
            "责任单位：市环保局",
            "长期坚持",
        ),
        (
            "（三）",
            "二、加强平台建设",
            "办好政府网站。",
            "市财政局办公室牵头，市环保局按职责分工负责",
            "2018年底前完成",
        ),
        (
            "（四）",
            "二、加强平台建设",
            "其他工作按照上级的要求抓好落实。",
            "（原文未列责任单位）",
            "",
        ),
    ]
    assert roles(outcome.draft.tasks[0]) == {"lead": ["caizhengju"], "support": ["huanbaoju"]}


def test_a_table_pasted_from_a_pdf_is_refused_in_clear_words(
    small: Site,
) -> None:
    file: Path = small.folder / "x.txt"
    file.write_text("序号 工作任务 牵头单位\n1 公开预算、\n决算。 市财政局\n", "utf-8")
    with pytest.raises(SitegenError, match="不能可靠地还原"):
        bring(small, file)


@every_form
@pytest.mark.parametrize(
    "cell",
    ["市财政局（负责人：王某）", "市财政局(联系人 王某)", "市财政局；联系人：王某，电话：000"],
)
def test_persons_that_are_labelled_are_left_out_of_any_column(
    small: Site, form: str, cell: str
) -> None:
    table = f"序号 | 工作任务 | 责任单位\n1 | 公开预算。 | {cell}"
    outcome = bring(small, draw(small, form, table))
    (task,) = outcome.draft.tasks
    assert task.raw == "市财政局"
    assert roles(task) == {"unspecified": ["caizhengju"]}
    assert "王某" not in "".join(outcome.files.values())
    assert [text for _, text in remarks(outcome, "个人信息")] == ["单位后面疑似姓名的文字没有导入"]


@pytest.mark.parametrize("cell", ["市财政局王某某", "市财政局（王某）", "市环保局、市财政局 王某"])
def test_what_looks_like_a_name_in_a_column_of_units_alone_is_told(small: Site, cell: str) -> None:
    table = f"序号 | 工作任务 | 责任单位\n1 | 公开预算。 | {cell}"
    (told,) = remarks(bring(small, draw(small, "xlsx", table)), "个人信息")
    assert told[1].startswith("单位后面疑似姓名，照录在责任单位原文里")


@pytest.mark.parametrize(
    "cell", ["市财政局牵头", "市财政局（牵头）、市环保局林业科", "市环保局办公室", "市财政局等部门"]
)
def test_roles_and_units_within_units_are_no_names(small: Site, cell: str) -> None:
    named = f"序号 | 工作任务 | 责任单位及责任人\n1 | 公开预算。 | {cell}"
    outcome = bring(small, draw(small, "xlsx", named))
    assert [task.raw for task in outcome.draft.tasks] == [cell]
    alone = named.replace("及责任人", "")
    assert remarks(bring(small, draw(small, "xlsx", alone)), "个人信息") == []


def test_persons_in_brackets_of_prose_are_left_out(small: Site) -> None:
    path = pictures.word(small.folder / "a.docx", "1.公开预算。（市财政局牵头，联系人：王某）")
    (task,) = bring(small, path).draft.tasks
    assert task.raw == "市财政局牵头"


@every_form
def test_words_that_refer_to_the_cell_above_are_read_as_it_and_marked(
    small: Site, form: str
) -> None:
    outcome = bring(small, draw(small, form, """
        序号 | 类别 | 工作任务 | 牵头单位 | 配合单位 | 完成时限
        1 | 财政 | 公开预算。 | 市财政局 | 市环保局 | 全年
        2 | 同上 | 公开决算。 | 同上 | 〃 | 同上
        3 | 环保 | 公开水质。 | 市环保局 | — | 〃
        4 | 〃 | 公开排放。 | 同上 | 同上 | —
    """))  # fmt: skip
    assert shorts(outcome) == [
        ("1", "财政", "公开预算。", "市财政局", "全年"),
        ("2", "财政", "公开决算。", "市财政局", "全年"),
        ("3", "环保", "公开水质。", "市环保局", "全年"),
        ("4", "环保", "公开排放。", "市环保局", ""),
    ]
    assert [task.more for task in outcome.draft.tasks] == [
        (("配合单位", "市环保局"),),
        (("配合单位", "市环保局"),),
        (),
        (),
    ]
    assert [set(task.inferred) for task in outcome.draft.tasks] == [
        set(),
        {"section", "responsibility.raw", "responsibility.more", "deadline.raw"},
        {"deadline.raw"},
        {"section", "responsibility.raw"},
    ]
    told = [text for _, text in remarks(outcome, "推定")]
    assert "“牵头单位”写着“同上”，按上一行读作“市财政局”" in told
    assert "“配合单位”写着“同上”，上面没有可以照搬的内容，没有读取" in told


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_formulas_that_failed_are_told_and_not_read(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        序号 | 工作任务 | 责任单位 | 完成时限
        1 | 公开预算。 | 市财政局 | 全年
        2 | 公开决算。 | #REF! | #N/A
        3 | #VALUE! | 市财政局 | 全年
    """))  # fmt: skip
    assert shorts(outcome)[1:] == [("2", "", "公开决算。", "（原文未列责任单位）", "")]
    assert [text for _, text in remarks(outcome, "单元格")] == [
        "公式出错，没有读取：#REF!",
        "公式出错，没有读取：#N/A",
        "公式出错，没有读取：#VALUE!",
    ]


def test_words_struck_out_and_comments_are_told(small: Site) -> None:
    picture = "序号 | 工作任务 | 责任单位\n1 | 公开预算。 | 市财政局\n2 | 公开决算。 | 市财政局"
    sheet, letter = small.folder / "a.xlsx", small.folder / "a.docx"
    book = openpyxl.load_workbook(pictures.xlsx(sheet, picture))
    book.worksheets[0]["B2"].font = Font(strike=True)
    book.worksheets[0]["C3"].comment = Comment("再核", "示例")
    book.save(sheet)
    document = docx.Document(str(pictures.word(letter, picture)))
    document.tables[0].cell(1, 1).paragraphs[0].runs[0].font.strike = True
    document.save(str(letter))
    struck = "文字有删除线，请看是否作废：公开预算。"
    assert remarks(bring(small, letter), "单元格") == [("表1!B2", struck)]
    assert remarks(bring(small, sheet), "单元格") == [
        ("Sheet1!B2", struck),
        ("Sheet1!C3", "有批注，没有导入：市财政局"),
    ]


ITEMS = (
    "一、推进财政公开",
    "（一）公开部门预算。（市财政局牵头）",
    "（二）开展督查（市环保局负责）",
)


@pytest.mark.parametrize(
    ("behind", "kind", "told"),
    [
        ("联系人：王某，电话：000", "个人信息", "填表人、联系方式一类的文字没有导入"),
        ("各单位要高度重视，抓好落实。", "未导入", "句末余下的文字：各单位要高度重视，抓好落实。"),
    ],
)
@pytest.mark.parametrize("form", ["docx", "txt"])
def test_a_paragraph_behind_the_last_item_of_prose_is_no_part_of_it(
    small: Site, form: str, behind: str, kind: str, told: str
) -> None:
    path = small.folder / f"a.{form}"
    if form == "txt":
        path.write_text("\n\n".join((*ITEMS, behind)), "utf-8")
    else:
        pictures.word(path, *ITEMS, behind)
    outcome = bring(small, path)
    assert shorts(outcome)[1][2:4] == ("开展督查", "市环保局负责")
    assert [text for _, text in remarks(outcome, kind)] == [told]


def test_a_further_paragraph_of_an_item_with_its_own_units_is_a_task(small: Site) -> None:
    path = pictures.word(small.folder / "a.docx", *ITEMS, "公开督查结果（市财政局负责）")
    assert [task[2] for task in shorts(bring(small, path))] == [
        "公开部门预算。",
        "开展督查",
        "公开督查结果",
    ]


@every_form
def test_limits_in_the_column_of_units_are_read_from_there(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        序号 | 工作任务 | 责任单位及完成时限 | 工作目标
        1 | 公开部门预算。 | 市财政局；3月底前 | 公开率达到百分之百，有问题的说明原因
        2 | 公开水质。 | 市环保局（每月10日前） |
        3 | 公开督查结果。 | 市财政局、市环保局\\n长期坚持 |
    """))  # fmt: skip
    assert [(task[2], task[3], task[4]) for task in shorts(outcome)] == [
        ("公开部门预算。", "市财政局", "3月底前"),
        ("公开水质。", "市环保局", "每月10日前"),
        ("公开督查结果。", "市财政局、市环保局", "长期坚持"),
    ]
    assert "从责任单位一栏读出时限：3月底前" in [t for _, t in remarks(outcome, "完成时限")]


def test_a_table_of_a_document_that_only_tabs_make_is_read(small: Site) -> None:
    file = pictures.word(
        small.folder / "x.docx",
        "示例市2027年任务分工",
        "序号\t任务内容\t责任单位\t完成时限",
        "1\t公开预算\t市财政局\t3月底前",
        "2\t公开水质\t市环保局\t每月",
    )
    assert shorts(bring(small, file)) == [
        ("1", "", "公开预算", "市财政局", "3月底前"),
        ("2", "", "公开水质", "市环保局", "每月"),
    ]


@every_form
def test_limits_on_lines_of_their_own_are_kept_apart_and_told(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        序号 | 工作任务 | 责任单位 | 完成时限
        1 | 公开预算、决算。 | 市财政局 | 3月底前\\n9月底前
        2 | 公开水质。 | 市环保局 | 2027年\\n6月底前
        3 | 公开督查结果。 | 市环保局 | 1.3月底前\\n2.全年
        4 | 公开空气质量。 | 市环保局 | 2027年\\n3月、6月
    """))  # fmt: skip
    limits = ["3月底前；9月底前", "2027年6月底前", "1.3月底前；2.全年", "2027年3月、6月"]
    assert [task[4] for task in shorts(outcome)] == limits
    told = [text for _, text in remarks(outcome, "完成时限")]
    assert "单元格里换行处读作另一个时限：3月底前／9月底前" in told
