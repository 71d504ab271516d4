"""Tables with a column to each unit, ticked where it answers for a task."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from sitegen.exchange.exporting import export_plan
from sitegen.exchange.faults import Refused
from sitegen.exchange.signs import legend
from tests.conftest import Site
from tests.exchange import pictures
from tests.exchange.helping import PLAN, bring, draw, every_form, remarks, roles, shorts


def raws(site: Site, file: Path) -> list[str]:
    return [task.raw for task in bring(site, file).draft.tasks]


@every_form
def test_ticks_below_merged_headings_are_plain_responsibility(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        序号 | 工作任务 | 责任单位 | < | < | 完成时限
        ^ | ^ | 市财政局 | 市环保局 | 市水务局 | ^
        1 | 公开预算决算。 | √ | ~ | ~ | 全年
        2 | 公开水质监测。 | √ | ✓ | ~ | 6月底前
        3 | 公开节水计划。 | ~ | ~ | √ | 全年
        4 | 加强业务培训。 | ~ | ~ | ~ | 全年
    """))  # fmt: skip
    assert [task[3:] for task in shorts(outcome)] == [
        ("市财政局", "全年"),
        ("市财政局、市环保局", "6月底前"),
        ("市水务局", "全年"),
        ("（原文未列责任单位）", "全年"),
    ]
    tasks = outcome.draft.tasks
    assert roles(tasks[1]) == {"unspecified": ["caizhengju", "huanbaoju"]}
    assert all(task.inferred == ("responsibility.raw",) for task in tasks)
    assert [(task.notes, task.more) for task in tasks] == [((), ())] * 4
    assert [one.name for one in outcome.draft.unknown] == ["市水务局"]


@every_form
def test_a_legend_says_who_leads_and_who_helps(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        示例市2027年政务公开任务分工表 | < | < | <
        （●牵头单位　○配合单位） | < | < | <
        序号 | 工作任务 | 市财政局 | 市环保局
        一、重点领域 | < | < | <
        1 | 公开预算决算。 | ● | ○
        2 | 公开水质监测。 | ○ | ●
    """))  # fmt: skip
    assert [task[1:4] for task in shorts(outcome)] == [
        ("一、重点领域", "公开预算决算。", "市财政局（牵头）、市环保局（配合）"),
        ("一、重点领域", "公开水质监测。", "市财政局（配合）、市环保局（牵头）"),
    ]
    assert roles(outcome.draft.tasks[1]) == {"lead": ["huanbaoju"], "support": ["caizhengju"]}
    assert not [text for _, text in remarks(outcome, "未导入") if "●" in text]


@every_form
def test_words_and_a_legend_below_the_table_give_roles_too(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        序号 | 工作任务 | 市财政局 | 市环保局 | 时限
        1 | 公开预算决算。 | 牵头 | 配合 | 全年
        2 | 公开水质监测。 | ▲ | ★ | 全年
        注：★为牵头单位，▲为配合单位。 | < | < | < | <
    """))  # fmt: skip
    assert [roles(task) for task in outcome.draft.tasks] == [
        {"lead": ["caizhengju"], "support": ["huanbaoju"]},
        {"lead": ["huanbaoju"], "support": ["caizhengju"]},
    ]


def test_a_legend_below_a_table_of_a_document_is_read(small: Site) -> None:
    table = """
        序号 | 工作任务 | 市财政局 | 市环保局
        1 | 公开预算决算。 | ● | ○
    """
    file = pictures.word(small.folder / "table.docx", table, "说明：●表示牵头，○表示配合")
    assert raws(small, file) == ["市财政局（牵头）、市环保局（配合）"]


def test_headings_over_the_units_give_roles(small: Site) -> None:
    table = draw(small, "xlsx", """
        序号 | 工作任务 | 牵头单位 | < | 配合单位 | <
        ^ | ^ | 市财政局 | 市环保局 | 市水务局 | 市审计局
        1 | 公开预算决算。 | √ | ~ | √ | √
        2 | 公开水质监测。 | ~ | √ | ~ | √
    """)  # fmt: skip
    assert raws(small, table) == [
        "市财政局（牵头）、市水务局（配合）、市审计局（配合）",
        "市环保局（牵头）、市审计局（配合）",
    ]


def test_what_is_not_certain_is_told_at_its_cell(small: Site) -> None:
    outcome = bring(small, draw(small, "xlsx", """
        序号 | 工作任务 | 市财政局 | 市环保局
        1 | 公开预算决算。 | √ | ●○
        2 | 公开水质监测。 | × | ●
        3 | 公开节水计划。 | √ | ●
    """))  # fmt: skip
    assert [task.raw for task in outcome.draft.tasks] == [
        "市财政局", "市环保局", "市财政局、市环保局",
    ]  # fmt: skip
    told = dict(remarks(outcome, "责任单位"))
    assert told["Sheet1!D2"] == "“市环保局”一栏的“●○”不是认得的记号，没有读进责任单位"
    assert "“√、●”几种记号没有图例，都读作责任单位" in told["Sheet1!C1"]


def test_ticks_below_words_that_may_be_no_units_are_told_and_read_if_an_editor_says_so(
    small: Site,
) -> None:
    table = draw(small, "xlsx", """
        序号 | 工作任务 | 财政 | 环保
        1 | 公开预算决算。 | √ | ~
        2 | 公开水质监测。 | ~ | √
    """)  # fmt: skip
    outcome = bring(small, table, dry_run=True)
    assert outcome.draft.tasks[0].notes == ("财政：√",)
    assert "财政、环保各栏只有√一类的记号" in dict(remarks(outcome, "责任单位"))["Sheet1!C1"]
    small.write("said.yaml", "columns:\n  3 财政: mark\n  4 环保: mark\n")
    outcome = bring(small, table, mapping=small.folder / "said.yaml")
    assert [task.raw for task in outcome.draft.tasks] == ["财政", "环保"]


def test_a_word_beside_a_tick_gives_its_role_and_a_merged_tick_holds_for_all(small: Site) -> None:
    outcome = bring(small, draw(small, "xlsx", """
        序号 | 工作任务 | 市财政局 | 市环保局 | 市水务局
        1 | 公开预算决算。 | √（牵头） | √ | ~
        2 | 公开水质监测。 | √ | < | <
        3 | 加强业务培训。 | ★牵头 | 1 | ~
    """))  # fmt: skip
    assert [task.raw for task in outcome.draft.tasks] == [
        "市财政局（牵头）、市环保局",
        "市财政局、市环保局、市水务局",
        "市财政局（牵头）",
    ]
    assert "Sheet1!D4" in dict(remarks(outcome, "责任单位"))
    assert [(one.name, one.where) for one in outcome.draft.unknown] == [
        ("市水务局", ("Sheet1!E1",))
    ]


def test_a_column_without_any_tick_is_one_of_the_units(small: Site) -> None:
    table = draw(small, "xlsx", """
        序号 | 工作任务 | 县区 | <
        ^ | ^ | 东城县 | 西城区
        1 | 公开县区预算。 | √ | ~
    """)  # fmt: skip
    assert raws(small, table) == ["东城县"]


def test_tasks_in_the_headings_are_refused_with_what_to_do(small: Site) -> None:
    table = draw(small, "xlsx", """
        责任单位 | 公开预算决算信息 | 公开水质监测信息
        市财政局 | √ | ~
        市环保局 | ~ | √
    """)  # fmt: skip
    with pytest.raises(Refused, match="转置"):
        bring(small, table)


def test_ticks_below_months_are_told_to_be_no_limits(small: Site) -> None:
    outcome = bring(small, draw(small, "xlsx", """
        序号 | 工作任务 | 责任单位 | 1月 | 2月
        1 | 公开预算决算。 | 市财政局 | √ | ~
        2 | 公开水质监测。 | 市环保局 | ~ | √
    """))  # fmt: skip
    assert outcome.draft.tasks[0].notes == ("1月：√",)
    told = dict(remarks(outcome, "完成时限"))["Sheet1!D1"]
    assert told == "1月、2月各栏是√一类的记号，写进了附注，没有读作时限，请补上"


def test_ticks_beside_a_column_of_units_stand_behind_them(small: Site) -> None:
    outcome = bring(small, draw(small, "xlsx", """
        序号 | 工作任务 | 牵头单位 | 市环保局 | 市水务局
        1 | 公开预算决算。 | 市财政局 | √ | ~
        2 | 公开水质监测。 | ~ | √ | √
    """))  # fmt: skip
    first, second = outcome.draft.tasks
    assert (first.raw, first.more) == ("市财政局", (("各单位栏", "市环保局"),))
    assert (second.raw, second.more) == ("市环保局、市水务局", ())


def test_ticks_of_openness_are_no_units(small: Site) -> None:
    outcome = bring(small, draw(small, "xlsx", """
        序号 | 公开事项 | 公开主体 | 公开方式 | < | 公开层级 | <
        ^ | ^ | ^ | 主动 | 依申请 | 县级 | 乡镇
        1 | 公开预算决算。 | 市财政局 | √ | ~ | √ | √
        2 | 公开水质监测。 | 市环保局 | √ | ~ | √ | ~
    """))  # fmt: skip
    assert [(task.raw, task.more) for task in outcome.draft.tasks] == [
        ("市财政局", ()),
        ("市环保局", ()),
    ]


def test_the_ticks_of_all_lines_of_a_task_are_its_units(small: Site) -> None:
    table = draw(small, "xlsx", """
        序号 | 工作任务 | 市财政局 | 市环保局
        1 | 公开预算决算。 | √ | ~
        ^ | ^ | ~ | √
    """)  # fmt: skip
    assert raws(small, table) == ["市财政局、市环保局"]


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        ("●牵头 ○配合", {"●": "lead", "○": "support"}),
        (
            "图例：● 牵头单位；○ 配合单位；△ 落实单位",
            {"●": "lead", "○": "support", "△": "implement"},
        ),
        ("牵头单位●，配合单位○", {"●": "lead", "○": "support"}),
        ("责任单位：●牵头 ○配合", {"●": "lead", "○": "support"}),
        ("注：打“√”的为责任单位，打“★”的为牵头单位", {"√": "unspecified", "★": "lead"}),
        ("牵头打●，配合打○", {"●": "lead", "○": "support"}),
        ("●牵头 ●配合", {}),
        ("● ○ 牵头、配合", {}),
        ("★本表由各单位落实", {}),
        ("牵头单位负责", {}),
    ],
)
def test_legends_are_read_where_every_sign_is_explained(line: str, roles: dict[str, str]) -> None:
    assert legend([line]) == roles


def test_legends_that_contradict_each_other_explain_nothing() -> None:
    assert legend(["●牵头 ○配合", "●配合"]) == {"○": "support"}


@pytest.mark.parametrize("form", ["xlsx", "docx", "csv"])
def test_a_table_of_ticks_comes_back_as_one(small: Site, form: str) -> None:
    table = draw(small, "xlsx", """
        序号 | 工作任务 | 市财政局 | 市环保局 | 完成时限
        1 | 公开预算决算。 | 牵头 | 配合 | 全年
        2 | 公开水质监测。 | √ | √ | 全年
        3 | 加强业务培训。 | √ | √ | 全年
        4 | 改进公开方式。 | ~ | ~ | 全年
    """)  # fmt: skip
    before = bring(small, table)
    exported = small.folder / f"again.{form}"
    exported.write_bytes(export_plan(small.folder, PLAN, form))
    after = bring(small, exported, plan="shili-2028")
    assert [replace(task, address="") for task in after.draft.tasks] == [
        replace(task, address="") for task in before.draft.tasks
    ]
    assert "columns: [序号, 工作任务, 市财政局, 市环保局, 完成时限]" in (
        small.folder / f"content/plans/{PLAN}/index.md"
    ).read_text(encoding="utf-8")


def test_a_phrase_that_an_editor_wrote_is_exported_in_a_column_of_its_own(small: Site) -> None:
    bring(small, draw(small, "xlsx", """
        序号 | 工作任务 | 市财政局 | 市环保局
        1 | 公开预算决算。 | √ | ~
        2 | 公开水质监测。 | ~ | √
    """))  # fmt: skip
    task = small.folder / f"content/plans/{PLAN}/tasks/01.md"
    text = task.read_text(encoding="utf-8")
    mine = text.replace("raw: 市财政局", "raw: 市财政局主办").replace(
        "inferred: [responsibility.raw]\n", ""
    )
    assert mine != text
    task.write_text(mine, encoding="utf-8")
    assert "市财政局主办" in export_plan(small.folder, PLAN, "csv").decode()


def test_ticks_beside_a_column_of_units_come_back_too(small: Site) -> None:
    before = bring(small, draw(small, "xlsx", """
        序号 | 工作任务 | 牵头单位 | 市环保局 | 市水务局
        1 | 公开预算决算。 | 市财政局 | 配合 | ~
        2 | 公开水质监测。 | 市环保局 | ~ | √
    """))  # fmt: skip
    exported = small.folder / "again.xlsx"
    exported.write_bytes(export_plan(small.folder, PLAN, "xlsx"))
    after = bring(small, exported, plan="shili-2028")
    assert [(t.raw, t.more, t.roles, t.inferred) for t in after.draft.tasks] == [
        (t.raw, t.more, t.roles, t.inferred) for t in before.draft.tasks
    ]
