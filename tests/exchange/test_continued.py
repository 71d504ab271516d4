"""Lines that go on with one above, headings in parts, signs for the cell above: no word goes astray."""

from __future__ import annotations

import pytest

from sitegen.exchange.exporting import export_plan
from sitegen.exchange.faults import Refused
from tests.conftest import Site
from tests.exchange import pictures
from tests.exchange.helping import PLAN, bring, draw, every_form, remarks, shorts

HEAD = "序号 | 工作任务 | 责任单位 | 完成时限\n"


@pytest.mark.parametrize("form", ["xlsx", "docx", "xls"])
def test_a_further_line_of_one_wording_adds_units_limits_and_notes(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        序号 | 工作任务 | 牵头单位 | 配合单位 | 完成时限 | 备注
        1 | 公开预算报告。 | 市财政局 | ~ | 全年 | 分两期
        2 | ^ | 市环保局 | 市审计局 | 6月底前 | 涉密除外
        3 | ^ | — | 同上 | — | ~
        4 | 公开水质。 | 市环保局 | ~ | 每月 | ~
    """))  # fmt: skip
    first, second = outcome.draft.tasks
    assert (first.raw, first.deadline) == ("市财政局；市环保局", "全年；6月底前")
    assert first.more == (("配合单位", "市审计局"),)
    assert first.notes == ("备注：分两期；涉密除外",)
    assert second.number == "4"
    assert [text for _, text in remarks(outcome, "未导入")] == [
        f"与上一行是同一格任务原文，“序号”的“{number}”没有导入" for number in "23"
    ]


@every_form
def test_parts_of_a_time_table_are_headings_and_notes(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
        序号 | 工作任务 | 责任单位 | 进度安排 | < | <
        ^ | ^ | ^ | 一季度 | 二季度 | 下半年
        1 | 公开预算。 | 市财政局 | 制定方案 | 公开草案 | 总结
        2 | 公开决算。 | 市财政局 | — | 编制 | 公开
    """))  # fmt: skip
    assert [task[2:] for task in shorts(outcome)] == [
        ("公开预算。", "市财政局", ""),
        ("公开决算。", "市财政局", ""),
    ]
    assert [task.notes for task in outcome.draft.tasks] == [
        ("一季度：制定方案", "二季度：公开草案", "下半年：总结"),
        ("二季度：编制", "下半年：公开"),
    ]


@every_form
def test_a_sign_before_a_number_makes_no_note_of_a_task(small: Site, form: str) -> None:
    table = f"{HEAD}*1 | 公开预算。 | 市财政局 | 全年\n※2 | 公开水质。 | 市环保局 | 每月\n*带星号的为重点 | < | < | <"
    outcome = bring(small, draw(small, form, table))
    assert [task.number for task in outcome.draft.tasks] == ["*1", "※2"]
    assert [text for _, text in remarks(outcome, "附注")] == ["未作为任务：*带星号的为重点"]


@every_form
def test_wording_and_notes_that_refer_to_the_cell_above_are_read_as_it(
    small: Site, form: str
) -> None:
    outcome = bring(small, draw(small, form, """
        序号 | 工作任务 | 责任单位 | 完成时限 | 备注
        1 | 公开预算。 | 市财政局 | 全年 | 涉密除外
        2 | 同上 | 市环保局 | ” | 同上
        3 | — | 市环保局 | 全年 | —
    """))  # fmt: skip
    assert [task[2:] for task in shorts(outcome)] == [
        ("公开预算。", "市财政局", "全年"),
        ("公开预算。", "市环保局", "全年"),
    ]
    assert outcome.draft.tasks[1].inferred == ("text", "deadline.raw")
    assert outcome.draft.tasks[1].notes == ("备注：涉密除外",)
    told = [text for _, text in remarks(outcome, "推定")]
    assert "“工作任务”写着“同上”，按上一行读作“公开预算。”" in told
    assert "“备注”写着“同上”，按上一行读作“涉密除外”" in told
    assert "这一行没有任务原文：3" in [text for _, text in remarks(outcome, "未导入")]


def test_a_line_with_nothing_but_a_few_words_is_told_to_be_a_category(small: Site) -> None:
    table = f"{HEAD}1 | 公开预算报告 | 市财政局 | 全年\n~ | 环境保护 | ~ | ~\n2 | 公开水质 | 市环保局 | 每月"
    outcome = bring(small, draw(small, "xlsx", table))
    assert [task[1] for task in shorts(outcome)] == ["（原文未列类别）", "环境保护"]
    assert [address for address, _ in remarks(outcome, "类别")] == ["Sheet1!B3", "Sheet1!B2"]


@pytest.mark.parametrize("form", ["xlsx", "docx", "csv"])
def test_what_was_put_behind_each_other_comes_back_from_an_export(small: Site, form: str) -> None:
    bring(small, draw(small, "xlsx", """
        序号 | 工作任务 | 牵头单位 | 配合单位 | 进度安排 | < | < | < | 备注
        ^ | ^ | ^ | ^ | 一季度 | 二季度 | 三季度 | 四季度 | ^
        1 | 公开预算。 | 市财政局 | ~ | 编制 | 公开 | 解读 | 总结 | 分两期
        2 | ^ | 市环保局 | 市财政局 | ~ | ~ | ~ | ~ | 涉密除外
        3 | 公开水质。 | 市环保局 | ~ | 编制 | 公开 | 解读 | 总结 | ~
    """))  # fmt: skip
    small.write(f"out.{form}", export_plan(small.folder, PLAN, form))
    assert bring(small, small.folder / f"out.{form}").changes == ()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("公开预算，" * 7000, "有 35,000 字"),
        ("\U00020000" * 17_500, "有 35,000 字（生僻字一个算两个）"),
    ],
)
def test_a_wording_too_long_for_a_cell_of_excel_is_not_cut(
    small: Site, body: str, said: str
) -> None:
    bring(small, draw(small, "csv", f"{HEAD}1 | {body} | 市财政局 | 全年"))
    with pytest.raises(Refused, match=f"{said}，Excel 的一格最多 32,767 字"):
        export_plan(small.folder, PLAN, "xlsx")
    assert body in export_plan(small.folder, PLAN, "csv").decode("utf-8-sig")


@pytest.mark.parametrize("form", ["xlsx", "docx", "csv"])
def test_a_mapping_does_not_hold_for_a_heading_that_now_stands_over_more_columns(
    small: Site, form: str
) -> None:
    bring(small, draw(small, "xlsx", """
        序号 | 工作任务 | 责任单位 | 完成时限
        一、财政 | < | < | <
        1 | 公开预算。 | 市财政局 | 全年
        二、环境 | < | < | <
        2 | 公开水质。 | 市环保局 | 每月
    """))  # fmt: skip
    small.write(f"out.{form}", export_plan(small.folder, PLAN, form))
    assert bring(small, small.folder / f"out.{form}").changes == ()


def test_wording_that_breaks_off_at_a_comma_goes_on_after_the_page(small: Site) -> None:
    first = "序号 | 任务 | 责任单位 | 时限\n1 | 公开预算、决算， | 市财政局 | 年底前"
    file = pictures.word(small.folder / "x.docx", first, "~ | 公开“三公”经费。 | ~ | ~")
    assert shorts(bring(small, file)) == [
        ("1", "", "公开预算、决算，公开“三公”经费。", "市财政局", "年底前")
    ]
