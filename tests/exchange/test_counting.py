"""Numbers of tasks that no heading names stand beside the wording, or at its begin."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.exchange.exporting import FORMS, export_plan
from sitegen.load import load_site
from sitegen.model import title_of
from tests.conftest import Site
from tests.exchange import pictures
from tests.exchange.helping import PLAN, bring, draw, every_form, remarks, shorts

BESIDE = """
    工作任务 | < | 具体要求 | < | 责任单位 | 时限要求
    一、助力经济发展。 | （一）减税降费 | 1 | 公开减税降费清单。 | 市财政局 | 年底前
    ^ | ^ | 2 | 公开操作指南。 | ^ | 持续推进
    ^ | （二）营商环境 | 3 | 公开办事指南。 | 市环保局 | ^
    二、保持社会稳定。 | （三）生态环境 | 4 | 公开水质。 | ^ | 每月
"""
WITHIN = """
    工作任务 | 具体要求 | 责任单位
    财政信息 | 1.公开预算、决算。 | 市财政局
    环境信息 | 2.公开水质。 | 市环保局
    ^ | 3.公开空气质量。 | ^
"""


@every_form
def test_numbers_below_the_heading_of_the_wording(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, BESIDE))
    assert shorts(outcome) == [
        ("1", "一、助力经济发展。／（一）减税降费", "公开减税降费清单。", "市财政局", "年底前"),
        ("2", "一、助力经济发展。／（一）减税降费", "公开操作指南。", "市财政局", "持续推进"),
        ("3", "一、助力经济发展。／（二）营商环境", "公开办事指南。", "市环保局", "持续推进"),
        ("4", "二、保持社会稳定。／（三）生态环境", "公开水质。", "市环保局", "每月"),
    ]
    assert not any("number" in task.inferred for task in outcome.draft.tasks)
    index = outcome.files[f"content/plans/{PLAN}/index.md"]
    assert "numbering: printed\ncolumns: [工作任务, 具体要求, 责任单位, 时限要求]\n" in index


@every_form
def test_numbers_below_no_heading(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, """
         | 工作任务 | 责任单位
        一 | 重点领域 |
        1 | 公开预算。 | 市财政局
        2 | 公开决算。 | 市财政局
        二 | 基础工作 |
        3 | 公开水质。 | 市环保局
    """))  # fmt: skip
    assert [task[:3] for task in shorts(outcome)] == [
        ("1", "重点领域", "公开预算。"),
        ("2", "重点领域", "公开决算。"),
        ("3", "基础工作", "公开水质。"),
    ]


@pytest.mark.parametrize(
    ("inner", "numbers", "told"),
    [
        (("1", "2", "3"), ["1", "2", "3"], "“序号”一栏没有导入"),
        (("1", "2", "1"), ["1-1", "1-2", "2"], "“具体要求”一栏没有导入"),
    ],
)
def test_of_two_columns_of_numbers_one_counts_and_the_other_is_told(
    small: Site, inner: tuple[str, ...], numbers: list[str], told: str
) -> None:
    one, two, three = inner
    outcome = bring(small, draw(small, "docx", f"""
        序号 | 工作任务 | 具体要求 | < | 责任单位
        1 | 财政信息 | {one} | 公开预算。 | 市财政局
        ^ | ^ | {two} | 公开决算。 | ^
        2 | 环境信息 | {three} | 公开水质。 | 市环保局
    """))  # fmt: skip
    assert [task[0] for task in shorts(outcome)] == numbers
    assert [task[1] for task in shorts(outcome)] == ["财政信息", "财政信息", "环境信息"]
    assert told in [text for _, text in remarks(outcome, "未导入")]


def test_a_column_that_holds_more_than_numbers_counts_nothing(small: Site) -> None:
    outcome = bring(small, draw(small, "docx", """
        工作任务 | 具体要求 | < | 责任单位
        财政信息 | 3 | 公开预算。 | 市财政局
        ^ | 2 | 公开决算。 | ^
        环境信息 | 水 | 公开水质。 | 市环保局
    """))  # fmt: skip
    assert [task[1] for task in shorts(outcome)] == ["财政信息／3", "财政信息／2", "环境信息／水"]


@every_form
def test_numbers_at_the_begin_of_each_wording(small: Site, form: str) -> None:
    outcome = bring(small, draw(small, form, WITHIN))
    assert [task[0::2][:2] for task in shorts(outcome)] == [
        ("1", "1.公开预算、决算。"),
        ("2", "2.公开水质。"),
        ("3", "3.公开空气质量。"),
    ]
    assert not any("number" in task.inferred for task in outcome.draft.tasks)


def test_a_title_does_not_say_the_number_again(small: Site) -> None:
    bring(small, draw(small, "docx", WITHIN))
    site, _ = load_site(small.folder / "content", drafts=True)
    titles = [title_of(task) for task in site.tasks if task.plan == PLAN] if site else []
    assert titles == ["公开预算、决算", "公开水质", "公开空气质量"]


@pytest.mark.parametrize(
    "wordings",
    [
        ("1.公开预算。", "1.公开决算。"),  # a list in each cell
        ("1.公开预算。", "公开决算。"),
        ("2.公开预算。", "1.公开决算。"),
        ("1.5亿元以上项目全部公开。", "2.5亿元以上项目按月公开。"),
    ],
)
def test_wordings_that_only_look_numbered_are_counted_by_us(
    small: Site, wordings: tuple[str, str]
) -> None:
    rows = "\n".join(f"{wording} | 市财政局" for wording in wordings)
    outcome = bring(small, draw(small, "docx", f"工作任务 | 责任单位\n{rows}"))
    assert [task[0] for task in shorts(outcome)] == ["1", "2"]
    assert all("number" in task.inferred for task in outcome.draft.tasks)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("picture", [BESIDE, WITHIN])
def test_they_are_exported_where_they_stood_and_come_back(
    small: Site, form: str, picture: str
) -> None:
    bring(small, pictures.word(small.folder / "table.docx", picture))
    exported = Path(small.folder / f"again.{form}")
    exported.write_bytes(export_plan(small.folder, PLAN, form))
    assert bring(small, exported).changes == ()
