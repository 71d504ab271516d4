"""A table that describes one task, with its headings on the left, is one task."""

from __future__ import annotations

import pytest

from tests.conftest import Site
from tests.exchange import pictures
from tests.exchange.helping import PLAN, bring, draw, every_form, remarks, shorts

FIRST = """
    序号 | 1
    任务名称 | 公开本级预算
    工作措施 | 公开本级预算，说明支出。
    牵头单位 | 市财政局
    配合单位 | 市环保局
    完成时限 | 6月底前
    信息来源 | 预算系统
"""
SECOND = FIRST.replace("1\n", "2\n", 1).replace("预算", "决算").replace("6月底前", "9月底前")
READ = [
    ("1", "公开本级预算", "公开本级预算，说明支出。", "市财政局", "6月底前"),
    ("2", "公开本级决算", "公开本级决算，说明支出。", "市财政局", "9月底前"),
]


def test_small_tables_one_to_a_task_are_read_as_tasks(small: Site) -> None:
    title = "示例市2027年政务公开任务清单"
    outcome = bring(small, pictures.word(small.folder / "a.docx", title, FIRST, SECOND))
    assert shorts(outcome) == READ
    assert [task.notes for task in outcome.draft.tasks] == [
        ("信息来源：预算系统",),
        ("信息来源：决算系统",),
    ]
    assert outcome.draft.tasks[1].address == "表2!B3"
    assert f"title: {title}\n" in outcome.files[f"content/plans/{PLAN}/index.md"]
    assert remarks(outcome, "未导入") == []


@every_form
def test_one_of_them_alone_is_one_task_in_every_form(small: Site, form: str) -> None:
    assert shorts(bring(small, draw(small, form, FIRST))) == READ[:1]


def test_headings_before_values_twice_in_a_row_and_a_title_over_both(small: Site) -> None:
    picture = """
        示例市2027年任务清单 | < | < | <
        序号 | 1 | 完成时限 | 6月底前
        工作措施 | 公开本级预算，说明支出。 | < | <
        牵头单位 | 市财政局 | 配合单位 | 市环保局
    """
    outcome = bring(small, pictures.word(small.folder / "a.docx", picture))
    assert shorts(outcome) == [("1", "", "公开本级预算，说明支出。", "市财政局", "6月底前")]
    assert "title: 示例市2027年任务清单\n" in outcome.files[f"content/plans/{PLAN}/index.md"]


@pytest.mark.parametrize(
    "picture",
    [
        "工作任务 | 责任单位\n公开内容要求。 | 市财政局\n公开牵头单位名单。 | 市环保局\n公开完成时限。 | 市财政局",
        "工作任务 | 责任单位 | 完成时限\n公开预算。 | 市财政局 | 全年\n公开决算。 | 市财政局 | 全年",
    ],
)
def test_a_table_with_headings_above_is_read_as_before(small: Site, picture: str) -> None:
    outcome = bring(small, pictures.word(small.folder / "a.docx", picture))
    assert len(outcome.draft.tasks) == picture.count("\n")
