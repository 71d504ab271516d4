"""What of a text without tables is no task is told, item by item, and who answers until when is read."""

from __future__ import annotations

import pytest

from sitegen.exchange.faults import Refused
from tests.conftest import Site
from tests.exchange import pictures
from tests.exchange.helping import PLAN, bring, remarks, roles, short, shorts, txt


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


def test_units_in_brackets_of_every_kind_are_read(small: Site) -> None:
    file = pictures.word(
        small.folder / "x.docx",
        "一、深化公开",
        "（一）公开财政信息。及时公开预决算。〔牵头单位：市财政局；责任单位：市环保局〕",
        "（二）公开空气质量。按照示政发〔2027〕5号公开。【市环保局负责，长期坚持】",
        "（三）公开督查结果。［市财政局（牵头）、市环保局］（2027年6月底前）",
    )
    assert [task[2:] for task in shorts(bring(small, file))] == [
        ("及时公开预决算。", "牵头单位：市财政局；责任单位：市环保局", ""),
        ("按照示政发〔2027〕5号公开。", "市环保局负责", "长期坚持"),
        ("公开督查结果。", "市财政局（牵头）、市环保局", "2027年6月底前"),
    ]


def test_each_county_and_district_is_one_name_and_may_stand_behind_as_well_as(small: Site) -> None:
    units = "市财政局、市残联，以及各县、区人民政府按职责分工负责，年底前取得明显成效"
    outcome = bring(small, txt(small, f"一、财政\n1.公开补贴。（{units}）\n"))
    (task,) = outcome.draft.tasks
    assert short(task)[2:] == (
        "公开补贴。",
        "市财政局、市残联，以及各县、区人民政府按职责分工负责",
        "年底前取得明显成效",
    )
    assert [one.name for one in outcome.draft.unknown] == ["市残联", "各县、区人民政府"]


def test_units_and_limits_with_labels_behind_a_sentence_are_read(small: Site) -> None:
    file = small.folder / "x.txt"
    file.write_text(
        "一、深化公开\n"
        "1.公开财政信息。公开预决算。责任单位：市财政局。完成时限：9月底前\n"
        "2.公开空气质量。 牵头单位：市环保局 配合单位：市财政局\n"
        "3.公开水质。【责任单位】市环保局【完成时限】每月\n",
        "utf-8",
    )
    assert [task[2:] for task in shorts(bring(small, file))] == [
        ("公开预决算。", "责任单位：市财政局", "9月底前"),
        ("公开空气质量。", "牵头单位：市环保局；配合单位：市财政局", ""),
        ("公开水质。", "责任单位：市环保局", "每月"),
    ]


def test_each_of_several_lines_of_units_below_a_heading_is_read(small: Site) -> None:
    file = pictures.word(
        small.folder / "x.docx",
        "一、公开水质",
        "任务内容：每月公开饮用水水质。",
        "牵头单位：市环保局",
        "配合单位：市财政局，各县（区）",
        "完成时限：每月10日前",
    )
    outcome = bring(small, file)
    assert [(task[2], task[3], task[4]) for task in shorts(outcome)] == [
        (
            "任务内容：每月公开饮用水水质。",
            "牵头单位：市环保局；配合单位：市财政局，各县（区）",
            "每月10日前",
        )
    ]
    assert [task.title for task in outcome.draft.tasks] == ["公开水质"]
    assert [task.inferred for task in outcome.draft.tasks] == [()]


def test_what_ends_a_document_is_no_wording_of_its_last_task(small: Site) -> None:
    file = pictures.word(
        small.folder / "x.docx",
        "1.公开预算。（市财政局负责）",
        "2.公开饮用水水源水质监测数据。",
        "附件：1.任务分解表",
        "2.联系方式表",
        "示例市人民政府办公室",
        "2027年3月1日",
        "（此件公开发布）",
    )
    outcome = bring(small, file)
    assert [task[2] for task in shorts(outcome)] == ["公开预算。", "公开饮用水水源水质监测数据。"]
    quoted = "“附件：1.任务分解表”、“2.联系方式表”、“（此件公开发布）”"
    assert ("第3行", f"文末的文字没有导入：{quoted}") in remarks(outcome, "未导入")


def test_limits_before_the_units_of_a_bracket_are_read(small: Site) -> None:
    file = pictures.word(
        small.folder / "x.docx",
        "1.公开预算。（2027年6月底前，市财政局负责）",
        "2.公开方案。（印发后20个工作日内，市财政局负责）",
        "3.公开水质。（市环保局负责，2027年6月底前完成，长期坚持）",
    )
    assert [task[2:] for task in shorts(bring(small, file))] == [
        ("公开预算。", "市财政局负责", "2027年6月底前"),
        ("公开方案。", "市财政局负责", "印发后20个工作日内"),
        ("公开水质。", "市环保局负责", "2027年6月底前完成，长期坚持"),
    ]


def test_lines_that_name_who_is_in_charge_are_left_out(small: Site) -> None:
    file = pictures.word(
        small.folder / "x.docx",
        "1.公开预算。",
        "责任领导：甲某某",
        "责任单位：市财政局",
        "责任人：乙某",
        "2.公开水质。（市环保局负责）",
    )
    outcome = bring(small, file)
    assert [task[2] for task in shorts(outcome)] == ["公开预算。", "公开水质。"]
    assert not any(name in "".join(outcome.files.values()) for name in ("甲某某", "乙某"))


def test_units_without_any_wording_are_told(small: Site) -> None:
    file = pictures.word(
        small.folder / "x.docx", "1.公开预算。（市财政局负责）", "2.（市环保局负责）"
    )
    outcome = bring(small, file)
    assert [task[2] for task in shorts(outcome)] == ["公开预算。"]
    said = "只有责任单位，没有任务原文：市环保局负责"
    assert ("第2行", said) in remarks(outcome, "未导入")


TEXT = """
示例市2027年政务公开工作要点

（一）公开水质数据。（市环保局负责）
（二）公开预算。（市财政局负责）

附件：1.任务分工表
2.工作台账

示例市人民政府办公室
2027年3月1日
"""


@pytest.mark.parametrize("form", ["docx", "txt", "html"])
def test_the_title_of_a_text_stands_before_its_tasks_and_not_among_its_annexes(
    small: Site, form: str
) -> None:
    file = small.folder / f"x.{form}"
    lines = [line for line in TEXT.split("\n") if line]
    if form == "docx":
        pictures.word(file, *lines)
    else:
        text = "".join(f"<p>{line}</p>" for line in lines) if form == "html" else TEXT
        file.write_text(text, encoding="utf-8", newline="\n")
    outcome = bring(small, file)
    plan = outcome.files["content/plans/shili-2027/index.md"]
    assert plan.startswith("---\ntitle: 示例市2027年政务公开工作要点\n")
    assert not [said for place, said in remarks(outcome, "未导入") if place == "文首"]


def test_a_text_without_a_title_has_the_name_of_its_file(small: Site) -> None:
    file = pictures.word(small.folder / "要点稿.docx", *TEXT.split("\n")[2:])
    outcome = bring(small, file)
    assert "\ntitle: 要点稿\n" in outcome.files["content/plans/shili-2027/index.md"]
    assert "没有读到标题" in outcome.files["imports/shili-2027/review.md"]


def test_a_sign_before_a_number_is_a_note_and_no_part_of_it(small: Site) -> None:
    file = pictures.word(
        small.folder / "x.docx",
        "一、重点任务（带★的为市长督办事项）",
        "★（一）公开本级预算，说明支出。（市财政局）",
        "※ （二）公开空气质量，按月更新。（市环保局）",
        "（三）公开三公经费，说明增减。（市财政局）",
    )
    tasks = bring(small, file).draft.tasks
    assert [task.number for task in tasks] == ["（一）", "（二）", "（三）"]
    assert [task.notes for task in tasks] == [
        ("原文在序号前标有“★”。",),
        ("原文在序号前标有“※”。",),
        (),
    ]
    assert [task.line for task in tasks] == [2, 3, 4]


def test_a_number_is_no_part_of_the_wording_however_long_its_first_sentence_is(small: Site) -> None:
    wording = f"公开本级预算和决算信息以及{'绩效评价、' * 8}资产管理信息并逐项说明。"
    items = (f"（一）{wording}（市财政局）", f"（二）{wording}另外公开附表。（市财政局）")
    file = pictures.word(small.folder / "x.docx", *items, f"1.{wording}（市环保局）")
    tasks = bring(small, file).draft.tasks
    assert [task.body for task in tasks] == [wording, f"{wording}另外公开附表。", wording]
    assert [task.section for task in tasks] == [(), (), ()]


def test_items_may_be_numbered_in_decimals_below_headings_set_apart_by_a_blank(small: Site) -> None:
    path = txt(
        small,
        "示例大学2027年信息公开清单\n"
        "1 基本信息公开\n"
        "1.1 公开学校章程。责任单位：学校办公室；完成时间：3月底前。\n"
        "1.2 公开12项制度。责任单位：学校办公室；完成时间：4月底前。\n"
        "2 招生信息公开\n"
        "2.1 公开招生章程。责任单位：招生办公室；完成时间：5月底前。\n"
        "1.5万名考生的信息由招生办公室公开。\n",
    )
    outcome = bring(small, path)
    assert [(task[0], task[1], task[2], task[4]) for task in shorts(outcome)] == [
        ("1.1", "1 基本信息公开", "公开学校章程。", "3月底前"),
        ("1.2", "1 基本信息公开", "公开12项制度。", "4月底前"),
        ("2.1", "2 招生信息公开", "公开招生章程。", "5月底前"),
    ]
    assert [text for _, text in remarks(outcome, "未导入")] == [
        "句末余下的文字：1.5万名考生的信息由招生办公室公开。"
    ]


def test_a_labelled_limit_goes_on_as_long_as_it_says_limits(small: Site) -> None:
    file = pictures.word(
        small.folder / "x.docx",
        "1.公开预决算。（责任单位：市财政局；完成时限：2月底前公开预算，9月底前公开决算）",
        "2.公开水质。（完成时限：每月，市环保局负责）",
        "3.公开督查结果。（完成时限：6月底前；牵头单位：市环保局；完成期限：12月底前）",
    )
    assert [task[3:] for task in shorts(bring(small, file))] == [
        ("责任单位：市财政局", "2月底前公开预算，9月底前公开决算"),
        ("市环保局负责", "每月"),
        ("牵头单位：市环保局", "6月底前；12月底前"),
    ]


def test_a_last_sentence_that_only_names_units_is_no_wording(small: Site) -> None:
    file = pictures.word(
        small.folder / "x.docx",
        "1.公开行政许可事项清单。市级有关部门负责，6月底前完成。",
        "2.公开本级预算。由市财政局牵头，市环保局配合。",
        "3.公开水质；市环保局、市财政局按职责分工负责。",
        "4.公开办事指南。办事指南由市级各部门负责。",
        "5.公开督查（市环保局负责）。市财政局负责。",
    )
    outcome = bring(small, file)
    assert [task[2:] for task in shorts(outcome)] == [
        ("公开行政许可事项清单。", "市级有关部门负责", "6月底前完成"),
        ("公开本级预算。", "由市财政局牵头，市环保局配合", ""),
        ("公开水质；", "市环保局、市财政局按职责分工负责", ""),
        ("办事指南由市级各部门负责。", "（原文未列责任单位）", ""),
        ("公开督查", "市环保局负责", ""),
    ]
    assert ("第5行", "句末余下的文字：市财政局负责。") in remarks(outcome, "未导入")


@pytest.mark.parametrize(
    ("first", "second", "numbers"),
    [
        ("①", "②", ["①", "②"]),
        ("1）", "2）", ["1", "2"]),
        ("任务一：", "任务二：", ["任务一", "任务二"]),
        ("重点任务1. ", "重点任务2. ", ["重点任务1", "重点任务2"]),
        ("第一条　", "第二条　", ["第一条", "第二条"]),
        ("一、", "二、", ["一", "二"]),
        ("１．", "２．", ["１", "２"]),
    ],
)
def test_items_are_known_by_every_usual_number(
    small: Site, first: str, second: str, numbers: list[str]
) -> None:
    file = pictures.word(
        small.folder / "x.docx",
        f"{first}公开本级预算，说明支出。（市财政局）",
        f"{second}公开空气质量，按月更新。（市环保局）",
    )
    tasks = bring(small, file).draft.tasks
    assert [task.number for task in tasks] == numbers
    assert [task.body for task in tasks] == ["公开本级预算，说明支出。", "公开空气质量，按月更新。"]


def test_points_of_a_sentence_stay_with_it_where_only_its_end_names_units(small: Site) -> None:
    file = pictures.word(
        small.folder / "x.docx",
        "（一）公开下列财政信息，说明增减：",
        "①预算；",
        "②决算。（市财政局）",
    )
    (task,) = bring(small, file).draft.tasks
    assert task.number == "（一）"
    assert task.raw == "市财政局"
    assert "①预算；②决算。" in task.body


def test_what_a_label_says_goes_on_behind_the_margin(small: Site) -> None:
    path = txt(
        small,
        "1.公开本级预算，说明重大支出安排。责任单位：市环保局、市\n"
        "财政局；完成时限：6月底前\n"
        "2.公开空气质量，按月更新并说明原因。【责任单位】市环\n"
        "保局【完成时限】每月10日前\n"
        "3.公开决算，说明增减变化和原因。责任单位：市财政局\n"
        "完成时限：9月底前\n",
    )
    outcome = bring(small, path)
    assert [task[3:] for task in shorts(outcome)] == [
        ("责任单位：市环保局、市财政局", "6月底前"),
        ("责任单位：市环保局", "每月10日前"),
        ("责任单位：市财政局", "9月底前"),
    ]
    assert [task.line for task in outcome.draft.tasks] == [1, 3, 5]


def test_tasks_below_one_named_task_keep_it_as_their_category(small: Site) -> None:
    file = pictures.word(
        small.folder / "x.docx",
        "任务一：深化财政公开",
        "1.公开本级预算，说明支出。（市财政局）",
        "2.公开本级决算，说明增减。（市财政局）",
    )
    assert [task.section for task in bring(small, file).draft.tasks] == [
        ("任务一：深化财政公开",)
    ] * 2


@pytest.mark.parametrize("name", ["a.txt", "b.docx"])
def test_wording_that_speaks_of_a_plan_is_no_title(small: Site, name: str) -> None:
    lines = (
        "示例市2027年政务公开工作要点",
        "各单位要对照计划，制定本单位工作安排（市级各部门）",
        "1.公开本级预算，说明支出。（市财政局）",
    )
    path = small.folder / name
    if name.endswith("txt"):
        path.write_text("\n".join(lines), "utf-8")
    else:
        pictures.word(path, *lines)
    outcome = bring(small, path)
    assert (
        "title: 示例市2027年政务公开工作要点\n"
        in outcome.files["content/plans/shili-2027/index.md"]
    )
    assert "各单位要对照计划" in remarks(outcome, "未导入")[0][1]


@pytest.mark.parametrize(
    "heads", [("市财政局", "市环保局"), ("一、市财政局（2项）", "二、市环保局：")]
)
def test_a_text_that_lists_tasks_unit_by_unit_names_them_by_its_headings(
    small: Site, heads: tuple[str, str]
) -> None:
    path = txt(
        small,
        "示例市人民政府办公室\n示例市2027年政务公开任务清单\n"
        f"{heads[0]}\n1.公开本级政府预算、决算，并说明\n增减变化。（6月底前）\n2.公开政府债务余额。\n"
        f"{heads[1]}\n1.公开空气质量。（每月10日前）\n2.公开水质，时限：5月底前。\n"
        "示例市人民政府办公室\n2027年3月1日\n",
    )
    tasks = bring(small, path).draft.tasks
    assert [(task.body, task.raw, task.deadline) for task in tasks] == [
        ("公开本级政府预算、决算，并说明增减变化。", "市财政局", "6月底前"),
        ("公开政府债务余额。", "市财政局", ""),
        ("公开空气质量。", "市环保局", "每月10日前"),
        ("公开水质", "市环保局", "5月底前"),
    ]
    assert [task.section for task in tasks] == [(heads[0],)] * 2 + [(heads[1],)] * 2
    assert all("responsibility.raw" in task.inferred for task in tasks)


def test_a_sentence_right_below_a_numbered_unit_is_its_task(small: Site) -> None:
    path = txt(
        small,
        "示例市2027年政务公开责任清单\n"
        "一、市财政局\n1.公开预算、决算。\n2.公开债务余额。\n"
        "二、市环保局、市财政局\n共同做好水质公开工作，每季度公开一次。\n并说明变化。\n"
        "三、市环保局\n1.公开空气质量。\n",
    )
    outcome = bring(small, path)
    assert shorts(outcome) == [
        ("1-1", "一、市财政局", "公开预算、决算。", "市财政局", ""),
        ("1-2", "一、市财政局", "公开债务余额。", "市财政局", ""),
        (
            "二",
            "二、市环保局、市财政局",
            "共同做好水质公开工作，每季度公开一次。并说明变化。",
            "市环保局、市财政局",
            "",
        ),
        ("3-1", "三、市环保局", "公开空气质量。", "市环保局", ""),
    ]
    assert [task.title for task in outcome.draft.tasks] == [""] * 4
    assert all("responsibility.raw" in task.inferred for task in outcome.draft.tasks)


@pytest.mark.parametrize(
    "lines",
    [
        ("示例市人民政府办公室", "1.公开本级政府预算、决算。", "2.公开债务余额。"),
        (
            "示例市人民政府办公室",
            "关于公开的通知",
            "1.公开预算、决算。",
            "示例市财政局",
            "2027年3月1日",
        ),
        (
            "一、市财政局要公开预算。",
            "1.公开预算、决算。",
            "二、市环保局要公开水质。",
            "1.公开水质。",
        ),
    ],
)
def test_who_issued_a_text_is_no_heading_of_its_items(small: Site, lines: tuple[str, ...]) -> None:
    path = txt(small, "\n".join(lines))
    with pytest.raises(Refused, match="E06"):
        bring(small, path)


@pytest.mark.parametrize(
    "line",
    [
        "【牵头单位】市财政局 【配合单位】市环保局　【完成时限】6月底前",
        "牵头单位:市财政局    配合单位:市环保局  时间安排:6月底前",
    ],
)
def test_blanks_between_labels_and_units_set_them_apart(small: Site, line: str) -> None:
    path = small.folder / "a.txt"
    rest = "责任单位：市财政局 市环保局"
    text = f"（一）公开本级预算，说明支出。\n{line}\n（二）公开空气质量，按月更新。\n{rest}\n"
    path.write_text(text, "utf-8")
    outcome = bring(small, path)
    first, second = outcome.draft.tasks
    assert roles(first) == {"lead": ["caizhengju"], "support": ["huanbaoju"]}
    assert first.deadline == "6月底前"
    assert roles(second) == {"implement": ["caizhengju", "huanbaoju"]}
    assert [place for place, _ in remarks(outcome, "空格")] == ["第2行", "第4行"]
    assert rest in outcome.files[f"content/plans/{PLAN}/files/{PLAN}.txt"]


def test_points_of_one_paragraph_have_their_own_numbers(small: Site) -> None:
    file = pictures.word(
        small.folder / "x.docx",
        "一、财政。1.公开预算，说明支出（市财政局）。2.公开决算，说明增减（市财政局）。",
        "二、环保。1.公开空气质量，按月更新（市环保局）。",
    )
    assert [(task[0], task[1], task[2]) for task in shorts(bring(small, file))] == [
        ("1-1", "一、财政", "公开预算，说明支出"),
        ("1-2", "一、财政", "公开决算，说明增减"),
        ("2-1", "二、环保", "公开空气质量，按月更新"),
    ]


def test_offices_of_every_usual_name_are_units(small: Site) -> None:
    units = (
        "市政府督查室、市财政局负责",
        "责任科室：政策法规科、办公室",
        "各镇街",
        "县税务所、管理站",
    )
    file = pictures.word(
        small.folder / "x.docx",
        *(f"{n}.公开本级预算，说明支出。（{unit}）" for n, unit in enumerate(units, 1)),
    )
    assert [task.raw for task in bring(small, file).draft.tasks] == list(units)


def test_a_heading_on_a_short_line_of_its_own_is_no_wording(small: Site) -> None:
    path = txt(
        small,
        "（一）推进惠民政策落实情况公开\n"
        "及时公开低保、特困供养、临时救助等信息，说明政策依据和发放标准。（市财政局）\n"
        "（二）公开空气质量，每日更新监测数据，每月通报排名情况，每季度公\n"
        "布改善措施。（市环保局）\n",
    )
    outcome = bring(small, path)
    first, second = outcome.draft.tasks
    assert remarks(outcome, "标题") == [
        ("第1行", "单独一行，读作标题：（一）推进惠民政策落实情况公开")
    ]
    assert (first.title, first.inferred) == ("推进惠民政策落实情况公开", ())
    assert first.body == "及时公开低保、特困供养、临时救助等信息，说明政策依据和发放标准。"
    assert second.body.endswith("每季度公布改善措施。")
    assert second.inferred == ("text",)


def test_a_last_sentence_may_name_units_between_semicolons(small: Site) -> None:
    words = "市财政局牵头；市环保局配合；6月底前。"
    file = pictures.word(
        small.folder / "x.docx", f"1.公开本级预算。{words}", "2.公开决算。（财务股）"
    )
    assert [task[2:] for task in shorts(bring(small, file))] == [
        ("公开本级预算。", "市财政局牵头；市环保局配合", "6月底前"),
        ("公开决算。", "财务股", ""),
    ]


def test_units_that_a_heading_names_are_those_of_the_items_below_it(small: Site) -> None:
    path = txt(
        small,
        "一、主动公开（市财政局牵头，市环保局配合）\n"
        "（一）公开本级预算，说明支出。\n"
        "（二）公开空气质量，按月更新。\n"
        "二、政策解读（市财政局）\n"
        "（三）重要政策同步解读，形式多样。（市环保局）\n"
        "（四）公开督查结果（市环保局）\n"
        "三、工作要求\n"
        "（五）各单位要于年底前报送落实情况。\n",
    )
    outcome = bring(small, path)
    tasks = outcome.draft.tasks
    given = "市财政局牵头，市环保局配合"
    assert [(task.number, task.section, task.raw) for task in tasks[:2]] == [
        ("（一）", ("一、主动公开",), given),
        ("（二）", ("一、主动公开",), given),
    ]
    assert [task.inferred for task in tasks[:2]] == [("responsibility.raw",)] * 2
    rest = {task.number: (task.raw, task.inferred) for task in tasks[2:]}
    assert rest["（三）"] == ("市环保局", ())
    assert rest["（四）"] == ("市环保局", ())
    assert "三、工作要求" not in {task.body for task in tasks}


def test_a_part_of_a_document_keeps_its_name_and_may_be_imported_again(small: Site) -> None:
    lines = [
        "第一部分公开本级预算，说明支出。（市财政局）",
        "1.公开空气质量，按月更新。（市环保局）",
    ]
    path = txt(small, "\n".join(lines))
    first = bring(small, path).draft.tasks[0]
    assert first.body == "第一部分公开本级预算，说明支出。"
    path.write_text("\n".join(["前言", *lines]), "utf-8")
    assert [task.line for task in bring(small, path).draft.tasks] == [2, 3]


YEARLY = """\
示例市2027年政务公开工作要点
现提出如下要点。
一、公开财政信息
（一）公开预算决算。公开每年的预算和决算。（3月底前）
（二）公开债务。公开余额和限额。
1.细化科目。说明增减变化。
2.更新。每月更新。
二、组织保障
各级要高度重视。
年底前报送总结，
报市政府。
"""


@pytest.mark.parametrize("title", ["", "政务公开工作要点", "2027年政务公开工作安排", "实施方案"])
def test_items_of_a_plan_that_names_nobody_are_tasks_and_told_once(small: Site, title: str) -> None:
    text = YEARLY.replace("示例市2027年政务公开工作要点", title) if title else YEARLY
    outcome = bring(small, txt(small, text))
    nobody, debts = "（原文未列责任单位）", "（二）公开债务"
    assert shorts(outcome) == [
        ("（一）", "一、公开财政信息", "公开每年的预算和决算。", nobody, "3月底前"),
        ("1", f"一、公开财政信息／{debts}", "说明增减变化。", nobody, ""),
        ("2", f"一、公开财政信息／{debts}", "每月更新。", nobody, ""),
        ("二", "二、组织保障", "各级要高度重视。¶年底前报送总结，报市政府。", nobody, ""),
    ]
    titles = ["公开预算决算", "细化科目", "更新", "组织保障"]
    assert [task.title for task in outcome.draft.tasks] == titles
    ((place, said),) = remarks(outcome, "责任单位")
    assert (place, said[:14]) == ("正文", "各条都没有在句末写明责任单位")
    preface = "条目以前的文字 1 段没有导入，请看有没有任务：“现提出如下要点。”"
    assert remarks(outcome, "未导入") == [
        ("第5行", "没有作为任务：公开余额和限额"),
        ("文首", preface),
    ]


@pytest.mark.parametrize(
    "title",
    [
        "示例市2027年政务公开工作要点解读",
        "示例市2027年政府信息公开工作年度报告",
        "关于公开的通知",
        "政务公开工作安排",
    ],
)
def test_items_of_what_is_no_plan_are_no_tasks_where_they_name_nobody(
    small: Site, title: str
) -> None:
    with pytest.raises(Refused, match="E06"):
        bring(small, txt(small, YEARLY.replace("示例市2027年政务公开工作要点", title)))


def test_points_before_paragraphs_are_no_wording(small: Site) -> None:
    text = (
        "一、公开财政信息\n- 公开预算。（市财政局）\n● 公开决算。（市财政局）\n"
        "* -5℃以下时公布。（市环保局）\n- 公开债务。- 公开余额。（市财政局）\n"
    )
    bodies = [task.body for task in bring(small, txt(small, text)).draft.tasks]
    assert bodies == ["公开预算。", "公开决算。", "-5℃以下时公布。", "-公开债务。-公开余额。"]


def test_a_title_that_names_another_year_than_the_plan_is_told(small: Site) -> None:
    said = "标题里的年度是 2027，计划的年度写作 2024"
    text = "（一）公开预算。（市财政局）\n"
    for title, told in (("2027年要点", True), ("2021—2025年工作要点", False), ("要点", False)):
        outcome = bring(small, txt(small, f"{title}\n{text}"), year=2024)
        assert (said in outcome.told) is told


def test_a_plan_with_items_beside_its_categories_passes_the_gate_for_them(small: Site) -> None:
    text = (
        "一、公开财政信息\n（一）公开预算。（市财政局）\n二、年底前报送公开情况。（市环保局）\n"
        "三、公开水质\n每月公布水质数据。（市环保局）\n"
    )
    outcome = bring(small, txt(small, text))
    none = "（原文未列类别）"
    assert [task.section for task in outcome.draft.tasks] == [
        ("一、公开财政信息",),
        (none,),
        ("三、公开水质",),
    ]
    told = [f"没有列在类别下，归入“{name}”" for name in (none, "三、公开水质")]
    assert [said for _, said in remarks(outcome, "类别")] == told
    found = {problem.code for problem in small.problems() if PLAN in problem.location.path}
    assert found
    assert "R06" not in found


BUDGET, WATER = ("公开预算。", "市财政局"), ("公开水质。", "市环保局")


@pytest.mark.parametrize("form", ["txt", "docx"])
@pytest.mark.parametrize("sign", ["1.", "- ", "●"])
def test_lines_without_a_number_above_items_are_categories(
    small: Site, sign: str, form: str
) -> None:
    items = [f"{sign}{body}（{unit}）" for body, unit in (BUDGET, WATER)]
    lines = ("示例市2027年要点", "公开财政信息", items[0], "公开环境信息", items[1])
    whole = "\n".join(lines)
    draw = pictures.word(small.folder / "a.docx", *lines)
    outcome = bring(small, txt(small, whole) if form == "txt" else draw)
    assert [(task.section, task.body) for task in outcome.draft.tasks] == [
        (("公开财政信息",), BUDGET[0]),
        (("公开环境信息",), WATER[0]),
    ]
    told = [("正文", "没有编号，读作类别：公开财政信息、公开环境信息")]
    assert remarks(outcome, "标题") == told
    assert remarks(outcome, "未导入") == []


@pytest.mark.parametrize(
    "line", ["并说明支出", "示例市财政局", "附件2", "公开财政信息，公开环境信息", "公开财政信息"]
)
def test_a_line_above_an_item_is_no_category_where_it_may_be_something_else(
    small: Site, line: str
) -> None:
    open_ = line == "并说明支出"
    first = (
        f"1.{BUDGET[0].removesuffix('。') if open_ else BUDGET[0]}{'' if open_ else '（市财政局）'}"
    )
    text = f"示例市2027年要点\n公开信息\n{first}\n{line}\n2.{WATER[0]}（市环保局）\n"
    outcome = bring(
        small, txt(small, text if line != "公开财政信息" else text.replace("公开信息\n", ""))
    )
    assert {task.section for task in outcome.draft.tasks} == {()}


@pytest.mark.parametrize(
    "end", ["分享到： 打印 关闭", "责任编辑：甲某", "上一篇：通知", "京ICP备1号"]
)
@pytest.mark.parametrize("unit", ["（市财政局）", ""])
def test_what_a_page_has_below_its_text_is_told_and_no_wording(
    small: Site, unit: str, end: str
) -> None:
    text = f"2027年要点\n一、公开财政信息\n（一）公开预算，说明支出。{unit}\n{end}\n主办：示例市人民政府\n"
    outcome = bring(small, txt(small, text))
    assert [task.body for task in outcome.draft.tasks] == ["公开预算，说明支出。"]
    ((place, said),) = [one for one in remarks(outcome, "未导入") if "文末" in one[1]]
    assert place in {"第4行", "第5行"}
    assert "主办：示例市人民政府" in said
    assert "甲某" not in "".join(outcome.files.values())


def test_a_text_whose_cells_commas_part_is_a_table(small: Site) -> None:
    text = (
        "示例市2027年任务分解表\n序号,工作任务,责任单位,完成时限\n"
        '1,"公开预算、\n决算",市财政局,6月底前\n2,公开水质,市环保局,每月\n'
    )
    outcome = bring(small, txt(small, text))
    assert shorts(outcome) == [
        ("1", "", "公开预算、决算", "市财政局", "6月底前"),
        ("2", "", "公开水质", "市环保局", "每月"),
    ]
    assert "title: 示例市2027年任务分解表" in outcome.files[f"content/plans/{PLAN}/index.md"]
