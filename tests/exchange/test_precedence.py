"""Documents say that of several units the first one leads; then it does, and an editor is told."""

from __future__ import annotations

import pytest

from tests.conftest import Site
from tests.exchange import pictures
from tests.exchange.helping import bring, draw, every_form, remarks, roles

SENTENCES = (
    "各项任务列第一位的责任单位为牵头单位。",
    "责任单位排名第一的为牵头单位",
    "责任单位中排在首位的是牵头部门，请各单位抓好落实。",
    "第一个单位为主办单位。",
    "（首列单位为牵头责任单位）",
)


def table(
    small: Site, heading: str, units: str, below: str = "~", form: str = "docx"
) -> dict[str, list[str]]:
    outcome = bring(small, draw(small, form, f"""
        序号 | 工作任务 | {heading} | 时限要求
        1 | 公开预算。 | {units} | 每月
        备注：{below} | < | < | <
    """))  # fmt: skip
    return roles(outcome.draft.tasks[0])


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_first_unit_leads(small: Site, sentence: str) -> None:
    found = table(small, "责任单位", "市财政局、市环保局", sentence)
    assert found == {"lead": ["caizhengju"], "unspecified": ["huanbaoju"]}


@every_form
def test_the_heading_may_say_so(small: Site, form: str) -> None:
    found = table(
        small, "责任单位（第一个为牵头单位，其余为配合单位）", "市财政局、市环保局负责", form=form
    )
    assert found == {"lead": ["caizhengju"], "support": ["huanbaoju"]}


def test_the_notice_before_the_tasks_may_say_so(small: Site) -> None:
    said = "现印发给你们。责任单位列第一位的为牵头单位。"
    items = ("1.公开预算。（市财政局、市环保局负责）", "2.公开水质。（市环保局）")
    outcome = bring(small, pictures.word(small.folder / "a.docx", said, *items))
    assert [roles(task) for task in outcome.draft.tasks] == [
        {"lead": ["caizhengju"], "implement": ["huanbaoju"]},
        {"unspecified": ["huanbaoju"]},
    ]
    assert [text for _, text in remarks(outcome, "责任单位")] == [
        "按“责任单位列第一位的为牵头单位”，第一个单位读作牵头"
    ]


@pytest.mark.parametrize(
    ("units", "found"),
    [
        ("市财政局、市环保局牵头", {"lead": ["caizhengju", "huanbaoju"]}),
        ("市财政局负责，市环保局配合", {"implement": ["caizhengju"], "support": ["huanbaoju"]}),
        ("市水务局、市财政局、市环保局", {"unspecified": ["caizhengju", "huanbaoju"]}),
        ("市财政局", {"unspecified": ["caizhengju"]}),
    ],
)
def test_roles_that_are_said_and_units_not_on_record_keep_it_from_leading(
    small: Site, units: str, found: dict[str, list[str]]
) -> None:
    assert table(small, "责任单位", units, SENTENCES[0]) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "列第一位的责任单位为牵头单位或汇总单位。",
        "第一责任人为单位主要负责人。",
        "各牵头单位排出时间表，第一季度报送。",
    ],
)
def test_other_sentences_say_nothing_of_it(small: Site, sentence: str) -> None:
    found = table(small, "责任单位", "市财政局、市环保局", sentence)
    assert found == {"unspecified": ["caizhengju", "huanbaoju"]}


def test_a_class_of_units_leads_nothing(small: Site) -> None:
    small.write(
        "content/departments/shili/ge.yaml", "name: 示例市各部门\nshort: 市级各部门\nkind: group\n"
    )
    found = table(small, "责任单位", "市级各部门、市财政局", SENTENCES[0])
    assert found == {"unspecified": ["ge", "caizhengju"]}


@pytest.mark.parametrize("legend", ["标▲的为牵头单位。", "▲表示牵头单位，其他为责任单位"])
def test_a_sign_in_the_column_of_units_means_what_a_note_says(small: Site, legend: str) -> None:
    found = table(small, "责任单位", "市环保局、▲市财政局", legend)
    assert found == {"lead": ["caizhengju"], "unspecified": ["huanbaoju"]}
