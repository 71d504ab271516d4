"""Official tables come in many layouts; each is drawn, written as Excel, Word and CSV, and read."""

from __future__ import annotations

from datetime import date

import docx
import openpyxl
import pytest

from tests.conftest import Site
from tests.exchange import pictures
from tests.exchange.helping import bring, draw, every_form, remarks, roles, shorts


@every_form
def test_titles_above_merged_cells_and_notes_below(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        示例市2027年任务分解表 | < | < | < | <
        序号 | 工作任务 | 具体要求 | 责任单位 | 完成时限
        1 | 重点领域 | 公开预算。 | 市财政局牵头 | 每月20日前
        2 | ^ | 公开决算。 | 市财政局、环保局 | 全年
        3 | 基础工作 | 公开水质。 | ^ | ^
        备注：时限从严。 | < | < | < | <
    """))  # fmt: skip
    assert shorts(outcome) == [
        ("1", "重点领域", "公开预算。", "市财政局牵头", "每月20日前"),
        ("2", "重点领域", "公开决算。", "市财政局、环保局", "全年"),
        ("3", "基础工作", "公开水质。", "市财政局、环保局", "全年"),
    ]
    assert [set(task.inferred) for task in outcome.draft.tasks] == [
        set(),
        {"section"},
        {"responsibility.raw", "deadline.raw"},
    ]
    index = outcome.files["content/plans/shili-2027/index.md"]
    assert "title: 示例市2027年任务分解表\n" in index
    assert "notes: [备注：时限从严。]\n" in index.replace('"', "")


@every_form
def test_headings_in_two_rows_and_several_columns_of_tasks(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        序号 | 一级任务 | 二级任务 | 三级任务 | 责任分工 | < | 完成时间
        ^ | ^ | ^ | ^ | 牵头单位 | 责任单位 | ^
        1 | 重点领域 | 财政 | 公开预算收支总表和明细。 | 市财政局 | 市环保局 | 每月
        2 | ^ | ^ | 公开决算收支总表和明细。 | ^ | ^ | 全年
        3 | ^ | 环保 | 公开水质监测的全部结果。 | 市环保局 | 各县区 | ^
    """))  # fmt: skip
    assert [task[:2] for task in shorts(outcome)] == [
        ("1", "重点领域／财政"),
        ("2", "重点领域／财政"),
        ("3", "重点领域／环保"),
    ]
    assert [task.more for task in outcome.draft.tasks] == [
        (("责任单位", "市环保局"),),
        (("责任单位", "市环保局"),),
        (("责任单位", "各县区"),),
    ]
    first = roles(outcome.draft.tasks[0])
    assert first == {"lead": ["caizhengju"], "implement": ["huanbaoju"]}
    assert [one.name for one in outcome.draft.unknown] == ["各县区"]


@every_form
def test_categories_over_the_whole_width(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        序号 | 任务内容 | 牵头单位 | 配合单位 | 时限要求
        一、重点领域 | < | < | < | <
        （一）财政 | < | < | < | <
        1 | 公开预算。 | 市财政局 | 市环保局 | 每月
        2 | 公开决算。 | 市财政局 | / | 全年
        （二）环保 | < | < | < | <
        3 | 公开水质。 | 市环保局 | 市财政局 | 全年
        二、基础工作 | < | < | < | <
        4 | 加强培训。 | 市财政局 | 市环保局 | 12月底前
    """))  # fmt: skip
    assert [task[1] for task in shorts(outcome)] == [
        "一、重点领域／（一）财政",
        "一、重点领域／（一）财政",
        "一、重点领域／（二）环保",
        "二、基础工作",
    ]
    assert roles(outcome.draft.tasks[0])["support"] == ["huanbaoju"]
    assert outcome.draft.tasks[1].more == ()


@every_form
def test_numbers_that_start_again_in_each_category(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        序号 | 任务内容 | 牵头单位 | 时限要求
        一、重点领域 | < | < | <
        1 | 公开预算。 | 市财政局 | 每月
        2 | 公开决算。 | 市财政局 | 全年
        二、基础工作 | < | < | <
        1 | 加强培训。 | 市财政局 | 全年
    """))  # fmt: skip
    assert [task.number for task in outcome.draft.tasks] == ["1-1", "1-2", "2-1"]
    assert [task.key for task in outcome.draft.tasks] == ["01-1", "01-2", "02-1"]
    assert ("全表", "序号在各类别中重新起算，编为“类别序-序号”") in remarks(outcome)


@every_form
def test_numerals_of_categories_in_the_column_of_numbers(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        序号 | 任务 | 责任单位 | 完成时限
        一 | 重点领域信息公开 | ~ | ~
        1 | 公开预算。 | 市财政局 | 全年
        二 | 基础工作 | ~ | ~
        2 | 加强培训。 | 市财政局 | 全年
    """))  # fmt: skip
    assert [task[:3] for task in shorts(outcome)] == [
        ("1", "重点领域信息公开", "公开预算。"),
        ("2", "基础工作", "加强培训。"),
    ]


@every_form
def test_columns_in_another_order_without_numbers_and_with_blank_rows(
    small: Site, form: str
) -> None:
    outcome = bring(small, draw(small, form, """
        完成时限 | ~ | 责任单位 | 主要任务 | 类别
        全年 | ~ | 市财政局 | 公开预算。 | 财政
        ~ | ~ | ~ | ~ | ~
        每月 | ~ | 市环保局 | 公开水质。 | 环保
    """))  # fmt: skip
    assert shorts(outcome) == [
        ("1", "财政", "公开预算。", "市财政局", "全年"),
        ("2", "环保", "公开水质。", "市环保局", "每月"),
    ]
    assert all("number" in task.inferred for task in outcome.draft.tasks)
    assert "numbering: ours" in outcome.files["content/plans/shili-2027/index.md"]


@every_form
def test_headings_that_every_page_repeats(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        序号 | 工作任务 | 责任单位 | 完成时限
        1 | 公开预算。 | 市财政局 | 全年
        序号 | 工作任务 | 责任单位 | 完成时限
        2 | 公开水质。 | 市环保局 | 全年
    """))  # fmt: skip
    assert [task.number for task in outcome.draft.tasks] == ["1", "2"]
    assert len(remarks(outcome, "表头")) == 1


@every_form
def test_a_row_divided_into_parts_and_cells_of_several_lines(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, r"""
        序号 | 工作任务 | 工作措施 | 责任单位 | 备注
        1 | 推进预算公开 | 1.公开预算。\n2.公开决算。 | 市财政局 | 按月
        ^ | ^ | 公开“三公”经费，\n做好解读。 | ^ | ~
        2 | 推进环保公开 | 公开水质。 | 市环保局 | ~
    """))  # fmt: skip
    assert [task[:3] for task in shorts(outcome)] == [
        ("1-1", "推进预算公开", "1.公开预算。¶2.公开决算。"),
        ("1-2", "推进预算公开", "公开“三公”经费，做好解读。"),
        ("2", "推进环保公开", "公开水质。"),
    ]
    assert outcome.draft.tasks[0].notes == ("备注：按月",)


@every_form
def test_several_lines_of_units_for_one_wording(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        序号 | 工作任务 | 责任单位 | 完成时限
        1 | 公开预算。 | 市财政局 | 3月底
        ^ | ^ | 市环保局 | 6月底
        2 | 公开水质。 | 市环保局 | 全年
    """))  # fmt: skip
    assert shorts(outcome)[0] == ("1", "", "公开预算。", "市财政局；市环保局", "3月底；6月底")
    assert len(outcome.draft.tasks) == 2


@every_form
def test_columns_of_persons_are_not_taken_in(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        序号 | 工作任务 | 责任单位 | 责任人 | 联系电话 | 完成时限
        1 | 公开预算。 | 市财政局 | 某甲 | 无号 | 全年
        填表人：某乙 | ~ | ~ | ~ | 联系电话：无号 | ~
    """))  # fmt: skip
    assert len(outcome.draft.tasks) == 1
    written = "".join(outcome.files.values())
    assert not [word for word in ("某甲", "某乙", "无号") if word in written]
    assert len(remarks(outcome, "个人信息")) == 3


@every_form
def test_what_no_column_is_for_stands_in_the_notes(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        编号 | 公开事项 | < | 公开内容 | 公开依据 | 公开时限 | 公开主体
        ^ | 一级事项 | 二级事项 | ^ | ^ | ^ | ^
        1 | 财政预决算 | 政府预算 | 收支总表 | 《预算法》 | 20日内 | 市财政局
        2 | ^ | 政府决算 | 决算报表 | 《预算法》 | ^ | ^
    """))  # fmt: skip
    assert shorts(outcome)[1] == ("2", "财政预决算／政府决算", "决算报表", "市财政局", "20日内")
    assert outcome.draft.tasks[1].notes == ("公开依据：《预算法》",)


def test_a_word_table_split_over_pages_with_text_around_it(small: Site) -> None:
    head = "序号 | 工作任务 | 责任单位 | 完成时限\n"
    file = pictures.word(
        small.folder / "x.docx",
        "示例市关于印发2027年政务公开工作要点的通知",
        "附件：2027年示例市政务公开任务分解表",
        f"{head}1 | 公开预算。 | 市财政局 | 全年\n2 | 公开决算。 | 市财政局 | 全年",
        f"{head}3 | 公开水质。 | 市环保局 | 全年\n4 | 公开空气质量，及时发布 | 市环保局 | 全年",
        "",
        "~ | 预警信息。 | ~ | ~\n5 | 加强培训。 | 市财政局 | 全年",
        "备注：抓好落实。",
    )
    outcome = bring(small, file)
    assert [task.number for task in outcome.draft.tasks] == ["1", "2", "3", "4", "5"]
    assert outcome.draft.tasks[3].body == "公开空气质量，及时发布预警信息。"
    assert outcome.draft.tasks[3].inferred == ("text",)
    index = outcome.files["content/plans/shili-2027/index.md"]
    assert "title: 2027年示例市政务公开任务分解表\n" in index


def test_a_table_within_a_cell_and_several_sheets(small: Site) -> None:
    picture = """
        序号 | 工作任务 | 责任单位 | 完成时限
        1 | 公开预算。 | 市财政局 | 全年
        2 | 公开水质。 | ^ | ^
    """
    document = docx.Document()
    outer = document.add_table(rows=1, cols=1).rows[0].cells[0]
    pictures.add_table(outer, pictures.rows_of(picture))
    document.save(str(small.folder / "x.docx"))
    assert len(bring(small, small.folder / "x.docx", dry_run=True).draft.tasks) == 2
    more = "序号 | 工作任务 | 责任单位 | 完成时限\n3 | 加强培训。 | 市财政局 | 全年"
    file = pictures.xlsx(small.folder / "x.xlsx", "说明 | 无", picture, more)
    assert [t.number for t in bring(small, file, dry_run=True).draft.tasks] == ["1", "2", "3"]
    only = bring(small, file, sheets=("Sheet3",), dry_run=True)
    assert [task.number for task in only.draft.tasks] == ["3"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_file_in_any_usual_encoding(small: Site, encoding: str) -> None:
    picture = "序号 | 工作任务 | 责任单位\n1 | 公开预算。 | 市财政局\n2 | 公开水质。 | ~"
    outcome = bring(small, pictures.comma(small.folder / "x.csv", picture, encoding))
    assert [task[3] for task in shorts(outcome)] == ["市财政局", "市财政局"]
    guessed = "“责任单位”空白，按与上一行合并读作“市财政局”"
    assert ("第3行第3栏", guessed) in remarks(outcome)


def test_a_blank_cell_of_those_who_help_is_nobody_where_no_cell_is_merged(small: Site) -> None:
    picture = """
        序号 | 工作任务 | 牵头单位 | 配合单位
        1 | 公开预算。 | 市财政局 | 市环保局
        2 | 公开决算。 | 市财政局 |
        3 | 加强培训。 |  |
    """
    outcome = bring(small, draw(small, "csv", picture))
    assert list(map(roles, outcome.draft.tasks)) == [
        {"lead": ["caizhengju"], "support": ["huanbaoju"]},
        {"lead": ["caizhengju"]},
        {"lead": ["caizhengju"]},
    ]
    told = "“配合单位”空白，读作没有；若与上一行相同，请在原表中写“同上”"
    assert ("第3行第4栏", told) in remarks(outcome)


@every_form
def test_when_a_task_begins_is_no_limit(small: Site, form: str) -> None:
    picture = """
        编号 | 工作内容 | 主办单位 | 起始时间 | 截止时间
        1 | 公开预算。 | 市财政局 | 2027年1月1日 | 2027年6月30日
        2 | 公开水质。 | 市环保局 | 2027年2月1日 | 2027年9月30日
    """
    outcome = bring(small, draw(small, form, picture))
    assert [task.deadline for task in outcome.draft.tasks] == ["2027年6月30日", "2027年9月30日"]
    assert [task.notes for task in outcome.draft.tasks] == [
        ("起始时间：2027年1月1日",),
        ("起始时间：2027年2月1日",),
    ]


def test_blanks_part_three_units_of_a_cell(small: Site) -> None:
    picture = "序号 | 工作任务 | 责任单位\n1 | 设立专区。 | 市财政局 市图书馆 市档案馆"
    outcome = bring(small, draw(small, "docx", picture))
    assert outcome.draft.tasks[0].raw == "市财政局 市图书馆 市档案馆"
    assert [one.name for one in outcome.draft.unknown] == ["市图书馆", "市档案馆"]


@pytest.mark.parametrize("name", ["市财政局", "示例市财政局", "财政局"])
def test_a_unit_is_known_by_its_full_name_with_the_level_in_place_of_the_government(
    small: Site, name: str
) -> None:
    small.write(
        "content/departments/shili/caizhengju.yaml",
        "name: 示例市财政局\nshort: 财政\nkind: department\n",
    )
    picture = f"序号 | 工作任务 | 责任单位\n1 | 公开预算。 | {name}"
    outcome = bring(small, draw(small, "docx", picture), new_departments=True)
    assert roles(outcome.draft.tasks[0]) == {"unspecified": ["caizhengju"]}
    assert not [path for path in outcome.files if path.startswith("content/departments/")]


def test_words_that_point_to_units_named_before_are_no_unit(small: Site) -> None:
    picture = "序号 | 工作任务 | 责任单位\n1 | 公开预算。 | 上述部门、市审计局"
    outcome = bring(small, draw(small, "docx", picture), new_departments=True)
    made = [path for path in outcome.files if path.startswith("content/departments/")]
    assert made == ["content/departments/shili/shenjiju.yaml"]
    assert [one.name for one in outcome.draft.unknown] == ["上述部门"]


@pytest.mark.parametrize(
    ("above", "title"),
    [
        (("示例市2027年政务公开重点工作",), "示例市2027年政务公开重点工作"),
        (("示例市2027年工作要点", "二、重点任务"), "示例市2027年工作要点"),
    ],
)
def test_a_title_may_end_with_key_tasks_if_it_says_the_year(
    small: Site, above: tuple[str, ...], title: str
) -> None:
    table = "| 序号 | 工作任务 | 责任单位 |\n|---|---|---|\n| 1 | 公开预算。 | 市财政局 |\n"
    small.write("x.txt", "\n\n".join(above) + f"\n\n{table}")
    index = bring(small, small.folder / "x.txt").files["content/plans/shili-2027/index.md"]
    assert f"title: {title}\n" in index


def test_whom_to_ask_is_no_part_of_a_task(small: Site) -> None:
    said = "各单位明确1名工作人员（联系人：王某某，电话：0000-1234567），报市政府办公室。"
    picture = f"序号 | 工作任务 | 责任单位\n1 | {said} | 市财政局"
    outcome = bring(small, draw(small, "docx", picture))
    assert outcome.draft.tasks[0].body == "各单位明确1名工作人员，报市政府办公室。"
    assert "任务原文里写明是联系人的文字没有导入" in [told for _, told in remarks(outcome)]


def test_a_table_pasted_from_excel(small: Site) -> None:
    text = (
        '序号\t工作任务\t责任单位\n1\t公开预算。\t市财政局\n2\t"公开水质，\n按月公开。"\t市环保局\n'
    )
    text += "3\t加强培训。\t市财政局\n"
    small.write("x.txt", text)
    outcome = bring(small, small.folder / "x.txt")
    assert [task[2] for task in shorts(outcome)] == [
        "公开预算。",
        "公开水质，按月公开。",
        "加强培训。",
    ]


def test_a_line_end_within_a_cell_breaks_no_row_of_a_pasted_table(small: Site) -> None:
    small.write(
        "x.txt",
        "序号\t工作任务\t责任单位\t完成时限\n（一）财政\n1\t公开预算（含本级、\n部门）。\t市财政局\t6月底前\n"
        "（二）环保\n2\t公开水质。\t市环保局\t全年\n",
    )
    assert shorts(bring(small, small.folder / "x.txt")) == [
        ("1", "（一）财政", "公开预算（含本级、部门）。", "市财政局", "6月底前"),
        ("2", "（二）环保", "公开水质。", "市环保局", "全年"),
    ]


@every_form
def test_points_with_signs_before_them_are_paragraphs(small: Site, form: str) -> None:
    drawn = draw(small, form, """
        示例市社会救助公开标准目录 | < | <
        序号 | 公开内容 | 责任单位
        1 | ●办理条件\\n●最低标准 | 市财政局
    """)  # fmt: skip
    outcome = bring(small, drawn)
    assert outcome.draft.tasks[0].body == "●办理条件\n\n●最低标准"
    index = outcome.files["content/plans/shili-2027/index.md"]
    assert "title: 示例市社会救助公开标准目录\n" in index


def test_word_numbers_that_stand_in_no_text(small: Site) -> None:
    picture = "序号 | 工作任务 | 责任单位\n~ | 公开预算。 | 市财政局\n~ | 公开水质。 | 市环保局"
    document = docx.Document()
    table = pictures.add_table(document, pictures.rows_of(picture))
    for row in table.rows[1:]:
        row.cells[0].paragraphs[0].style = document.styles["List Number"]
    document.save(str(small.folder / "x.docx"))
    outcome = bring(small, small.folder / "x.docx")
    assert [task.number for task in outcome.draft.tasks] == ["1", "2"]
    assert all("number" not in task.inferred for task in outcome.draft.tasks)


def test_dates_formulas_and_hidden_rows_are_told(small: Site) -> None:
    picture = "序号 | 工作任务 | 责任单位 | 完成时限\n1 | 公开预算。 | 市财政局 | x\n2 | 公开水质。 | y | 全年"
    path = pictures.xlsx(small.folder / "x.xlsx", picture)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet["D2"] = date(2027, 9, 30)
    sheet["D2"].number_format = 'm"月"d"日"'
    sheet["C3"] = '="市环"&"保局"'
    sheet.row_dimensions[3].hidden = True
    book.save(path)
    outcome = bring(small, path)
    assert shorts(outcome)[0][4] == "9月30日"
    assert shorts(outcome)[1][3] == '="市环"&"保局"'
    told = " ".join(text for _, text in remarks(outcome, "单元格"))
    assert [w for w in ("日期单元格", "公式，没有计算结果", "隐藏的") if w not in told] == []


def test_a_missing_column_of_units_is_said_and_marked(small: Site) -> None:
    picture = "序号 | 工作任务 | 完成时限\n1 | 公开预算。 | 全年\n2 | 公开水质。 | 全年"
    outcome = bring(small, pictures.xlsx(small.folder / "x.xlsx", picture))
    assert [task.raw for task in outcome.draft.tasks] == ["（原文未列责任单位）"] * 2
    assert outcome.draft.tasks[0].inferred == ("responsibility.raw",)
    assert len(remarks(outcome, "责任单位")) == 2


@every_form
def test_headings_of_categories_that_were_not_merged(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        序号 | 任务内容 | 责任单位（排第一的为牵头单位） | 时限要求
        重点领域信息公开 | ~ | ~ | ~
        1 | 公开预算。 | 市财政局 | 每月
        基础工作 | ~ | ~ | ~
        2 | 加强培训。 | 市财政局、市环保局 | 全年
    """))  # fmt: skip
    assert [task[1] for task in shorts(outcome)] == ["重点领域信息公开", "基础工作"]
    assert roles(outcome.draft.tasks[1]) == {"lead": ["caizhengju"], "unspecified": ["huanbaoju"]}


@pytest.mark.parametrize("form", ["xlsx", "docx", "xls"])
def test_headings_of_categories_in_the_column_of_wording(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        序号 | 任务内容 | 责任单位
        ~ | 重点领域信息公开 | ~
        1 | 公开预算。 | 市财政局
        ~ | 基础工作 | ~
        2 | 加强培训。 | 市财政局
    """))  # fmt: skip
    assert [task[:2] for task in shorts(outcome)] == [("1", "重点领域信息公开"), ("2", "基础工作")]


@every_form
def test_tables_below_each_other_with_other_columns(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        序号 | 工作任务 | 责任单位 | 完成时限
        1 | 公开预算。 | 市财政局 | 全年
        ~ | ~ | ~ | ~
        序号 | 完成时限 | 公开内容 | 牵头单位
        2 | 每月 | 公开水质。 | 市环保局
    """))  # fmt: skip
    assert shorts(outcome) == [
        ("1", "", "公开预算。", "市财政局", "全年"),
        ("2", "", "公开水质。", "市环保局", "每月"),
    ]


def test_items_of_a_text_with_units_and_limits_behind_them(small: Site) -> None:
    small.write("x.txt", """示例市2027年政务公开工作要点

一、重点领域

1.推进预算公开。公开预算和决算。（牵头单位：市财政局；完成时限：6月底前）

2.推进环保公开。公开水质，
及时发布。

责任单位：市环保局、市财政局

二、工作要求

（一）加强领导。各单位要重视。
""")  # fmt: skip
    outcome = bring(small, small.folder / "x.txt")
    assert shorts(outcome) == [
        ("1", "一、重点领域", "公开预算和决算。", "牵头单位：市财政局", "6月底前"),
        ("2", "一、重点领域", "公开水质，及时发布。", "责任单位：市环保局、市财政局", ""),
    ]
    assert [task.title for task in outcome.draft.tasks] == ["推进预算公开", "推进环保公开"]
    assert roles(outcome.draft.tasks[1]) == {"implement": ["huanbaoju", "caizhengju"]}
    assert outcome.draft.tasks[1].inferred == ("text",)


def test_numbers_that_are_missing_or_stand_twice_are_told(small: Site) -> None:
    picture = """
        序号 | 工作任务 | 责任单位
        1 | 公开预算。 | 市财政局
        ~ | 公开决算。 | 市财政局
        ~ | 公开债务。 | 市财政局
        2 | 公开水质。 | 市环保局
        2 | 公开空气。 | 市环保局
    """
    outcome = bring(small, pictures.xlsx(small.folder / "x.xlsx", picture))
    assert [task.number for task in outcome.draft.tasks] == ["1", "1-1", "1-2", "2", "2-2"]
    assert [text for _, text in remarks(outcome, "序号")] == [
        "没有序号，编为“1-1”",
        "没有序号，编为“1-2”",
        "序号“2”重复，编为“2-2”",
    ]


@pytest.mark.parametrize("form", ["xlsx", "docx", "xls"])
def test_cells_merged_across_columns(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        序号 | 工作任务 | < | 具体要求 | < | 牵头单位 | < | 配合单位 | 完成时限 | <
        1 | 财政 | < | 公开预算。 | < | 市财政局 | < | 市环保局 | 全年 | <
        2 | 环保 | < | 公开水质。 | < | 各部门 | < | < | 每月 | <
    """))  # fmt: skip
    assert shorts(outcome) == [
        ("1", "财政", "公开预算。", "市财政局", "全年"),
        ("2", "环保", "公开水质。", "各部门", "每月"),
    ]
    assert [task.more for task in outcome.draft.tasks] == [(("配合单位", "市环保局"),), ()]
    assert [task.notes for task in outcome.draft.tasks] == [(), ()]
    assert [text for _, text in remarks(outcome, "责任单位")] == [
        "“各部门”跨“牵头单位”“配合单位”两栏，只记在前一栏"
    ]


@every_form
def test_how_far_the_work_has_got_is_no_category(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        序号 | 重点任务 | 工作举措 | 责任单位 | 工作进展
        1 | 深化财政公开 | 公开预算。 | 市财政局 | 已完成一季度
        2 | 深化环保公开 | 公开水质。 | 市环保局 | ~
    """))  # fmt: skip
    assert [task.section for task in outcome.draft.tasks] == [("深化财政公开",), ("深化环保公开",)]
    assert "“工作进展”一栏没有导入" in [text for _, text in remarks(outcome, "未导入")]


@every_form
@pytest.mark.parametrize(
    "row",
    [
        "填表单位（盖章）：示例市人民政府办公室 | 联系人：王某 | ~ | 电话：000",
        "~ | 审核人：王某 | ~ | ~",
        "填报人：王某 | 电话：000 | ~ | ~",
    ],
)
def test_who_filled_in_a_table_is_no_task(small: Site, form: str, row: str) -> None:
    outcome = bring(
        small,
        draw(
            small,
            form,
            f"序号 | 工作任务 | 责任单位 | 完成时限\n1 | 公开预算。 | 市财政局 | 全年\n{row}",
        ),
    )
    assert [task.body for task in outcome.draft.tasks] == ["公开预算。"]
    assert "王某" not in "".join(outcome.files.values())
    assert "填表人、联系方式一类的文字没有导入" in [
        text for _, text in remarks(outcome, "个人信息")
    ]


@pytest.mark.parametrize("heading", ["单位名称", "责任部门名称", "单位"])
def test_a_column_of_names_of_units_is_one_of_units(small: Site, heading: str) -> None:
    outcome = bring(small, draw(small, "docx", f"""
        序号 | 任务 | {heading} | 完成时限
        1 | 公开预算。 | 市财政局 | 每月
        2 | 公开水质。 | 市环保局 | 每月
    """))  # fmt: skip
    assert [task[1:4] for task in shorts(outcome)] == [
        ("", "公开预算。", "市财政局"),
        ("", "公开水质。", "市环保局"),
    ]
