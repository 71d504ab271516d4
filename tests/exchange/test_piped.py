"""A text whose tables are drawn with bars, as Markdown has them, is read like any other table."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.exchange.faults import Refused
from tests.conftest import Site
from tests.exchange.helping import PLAN, bring, remarks, shorts, txt
from tests.gate.made import LANDLINE

TEXT = """# 示例市2027年政务公开任务分解表

示政办发〔2027〕12号

## 一、重点领域

| 序号 | 工作任务 | 责任单位 | 完成时限 |
| :--: | --- | --- | --: |
| 1 | 公开本级预算，<br>说明支出。 | 市财政局 | 全年 |
| 2 | 公开 A\\|B 两类水质。 | 市环保局（牵头）、市财政局 | 每月 |

## 二、其他

|序号|工作任务|责任单位|完成时限|
|---|---|---|---|
|3|公开决算。|市财政局||

注：“全年”指长期坚持。
"""


def told(site: Site, text: str) -> Path:
    return txt(site, text, "表.md")


def test_tables_of_bars_are_read_with_what_stands_around_them(small: Site) -> None:
    outcome = bring(small, told(small, TEXT))
    assert shorts(outcome) == [
        ("1", "一、重点领域", "公开本级预算，说明支出。", "市财政局", "全年"),
        ("2", "一、重点领域", "公开A|B两类水质。", "市环保局（牵头）、市财政局", "每月"),
        ("3", "二、其他", "公开决算。", "市财政局", ""),
    ]
    index = outcome.files[f"content/plans/{PLAN}/index.md"]
    assert "title: 示例市2027年政务公开任务分解表\n" in index
    assert "doc_number: 示政办发〔2027〕12号\n" in index
    assert "“全年”指长期坚持" in index
    assert outcome.draft.tasks[1].address == "第10行第2栏"
    assert remarks(outcome, "未导入") == []


def test_bars_without_a_rule_below_the_headings_are_no_table(small: Site) -> None:
    with pytest.raises(Refused, match="E06"):
        bring(small, told(small, "序号 | 任务 | 责任单位\n1 | 公开预算 | 市财政局\n"))


def test_rows_of_other_lengths_lose_nothing(small: Site) -> None:
    text = "|序号|工作任务|责任单位|\n|-|-|-|\n|1|公开预算。|市财政局|多出来的|\n|2|公开决算。\n"
    outcome = bring(small, told(small, text))
    assert [task[2] for task in shorts(outcome)] == ["公开预算。", "公开决算。"]
    assert outcome.draft.tasks[0].notes == ("未命名栏：多出来的",)


def test_persons_in_a_table_of_bars_stay_out(small: Site) -> None:
    text = f"|序号|工作任务|责任单位|联系电话|\n|-|-|-|-|\n|1|公开预算。|市财政局|{LANDLINE}|\n"
    outcome = bring(small, told(small, text))
    assert LANDLINE not in "".join(outcome.files.values())


@pytest.mark.parametrize(
    "hostile", ["|" + "-" * 300_000, "|" + " " * 300_000 + "x", "|-" * 150_000]
)
def test_long_lines_of_bars_take_no_time(small: Site, hostile: str) -> None:
    with pytest.raises(Refused):
        bring(small, told(small, f"|a|b|\n{hostile}\n{hostile}x\n"))
