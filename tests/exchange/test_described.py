"""Tasks that a text describes line by line, with a label before each thing it says of them, are read as a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Site
from tests.exchange import pictures
from tests.exchange.helping import PLAN, bring, remarks, shorts, txt
from tests.exchange.test_html import page, saved

LIST = """示例市2027年政务公开任务清单

任务名称：推进预决算公开
工作内容：全面公开本级政府和部门预决算，
细化到项级科目。
责任单位：市财政局
完成时限：9月底前

任务名称：推进水质公开
工作内容：每月公开水源水质监测信息。
责任单位：市环保局
完成时限：每月

示例市人民政府办公室
2027年3月15日
"""
BUDGET = ("推进预决算公开", "全面公开本级政府和部门预决算，细化到项级科目。", "市财政局", "9月底前")
WATER = ("推进水质公开", "每月公开水源水质监测信息。", "市环保局", "每月")


def _text(site: Site, text: str) -> Path:
    return txt(site, text)


def _word(site: Site, text: str) -> Path:
    return pictures.word(site.folder / "a.docx", *text.split("\n"))


def _page(site: Site, text: str) -> Path:
    return saved(site, page("".join(f"<p>{line}</p>" for line in text.split("\n"))))


every_text = pytest.mark.parametrize("written", [_text, _word, _page])


@every_text
def test_each_label_is_a_column(small: Site, written: Callable[[Site, str], Path]) -> None:
    outcome = bring(small, written(small, LIST))
    assert [task[1:] for task in shorts(outcome)] == [BUDGET, WATER]
    index = outcome.files[f"content/plans/{PLAN}/index.md"]
    assert "title: 示例市2027年政务公开任务清单\n" in index
    assert "columns: [任务名称, 工作内容, 责任单位, 完成时限]\n" in index
    assert "issued: 2027-03-15\n" in index


@every_text
def test_numbered_headings_above_them_belong_to_them_and_others_are_categories(
    small: Site, written: Callable[[Site, str], Path]
) -> None:
    text = LIST.replace("任务名称：推进预", "一、深化公开\n（一）财政\n1.推进预")
    text = text.replace("任务名称：推进水", "（二）环保\n2.推进水")
    outcome = bring(small, written(small, text))
    assert shorts(outcome) == [
        ("1", f"一、深化公开／（一）财政／{BUDGET[0]}", *BUDGET[1:]),
        ("2", f"一、深化公开／（二）环保／{WATER[0]}", *WATER[1:]),
    ]
    assert not any(task.inferred for task in outcome.draft.tasks if task.number == "1")


def test_a_task_may_be_numbered_in_words_and_labels_stand_in_brackets(small: Site) -> None:
    text = LIST.replace("任务名称：推进预", "任务一：推进预").replace(
        "任务名称：推进水", "任务二：推进水"
    )
    text = text.replace("责任单位：", "【责任单位】").replace("完成时限：", "【完成时限】")
    outcome = bring(small, txt(small, text))
    assert shorts(outcome) == [("任务一", *BUDGET), ("任务二", *WATER)]


def test_who_is_asked_is_not_imported(small: Site) -> None:
    text = LIST.replace("完成时限：每月", "完成时限：每月\n联系人：王某，电话：0000-0000000")
    outcome = bring(small, txt(small, text))
    assert "王某" not in "".join(outcome.files.values())
    assert [text for _, text in remarks(outcome, "个人信息")] == [
        "“联系人”一栏可能有个人信息，没有导入"
    ]


def test_a_sentence_behind_a_task_is_told_and_no_part_of_it(small: Site) -> None:
    text = LIST.replace("9月底前\n", "9月底前\n\n以上任务按季度调度。\n")
    outcome = bring(small, txt(small, text))
    assert [task[1:] for task in shorts(outcome)] == [BUDGET, WATER]
    assert "以上任务按季度调度。" in "".join(text for _, text in remarks(outcome))


@pytest.mark.parametrize(
    "text",
    [
        "1.公开预算。\n牵头单位：市财政局\n完成时限：每月\n2.公开水质。\n牵头单位：市环保局\n完成时限：每月\n",
        "工作目标：公开透明。\n1.公开预算。（市财政局）\n2.公开水质。（市环保局）\n",
        "工作目标：公开透明。\n1.公开预算。（市财政局）\n工作目标：及时准确。\n2.公开水质。（市环保局）\n",
    ],
)
def test_numbered_items_with_labels_below_them_are_items(small: Site, text: str) -> None:
    outcome = bring(small, txt(small, text))
    assert [task[0] for task in shorts(outcome)] == ["1", "2"]
    assert [task[2] for task in shorts(outcome)] == ["公开预算。", "公开水质。"]
