"""What a portal prints above a document to describe it is no table of tasks."""

from __future__ import annotations

import pytest

from tests.conftest import Site
from tests.exchange.helping import PLAN, bring, shorts
from tests.exchange.test_html import TABLE, page, saved

ROWS = """
<tr><td>索引号</td><td>113715/2027-267</td><td>发布机关</td><td>示例市政府</td></tr>
<tr><td>主题分类</td><td>综合政务;政务公开</td><td>成文日期</td><td>2027-03-15</td></tr>
<tr><td>标题</td><td colspan="3">示例市人民政府办公室关于印发2027年政务公开工作要点的通知</td></tr>
<tr><td>有效性</td><td>有效</td><td>统一编号</td><td></td></tr>
<tr><td>发布日期</td><td>2027-03-20</td><td>发文字号</td><td>示政办发〔2027〕9号</td></tr>
"""
CARDS = {
    "label and value beside each other": f"<table>{ROWS}</table>",
    "both in one cell": "<table><tr><td>索引号：113715/2027-267</td><td>主题分类：综合政务</td></tr>"
    "<tr><td>成文日期：2027-03-15</td><td>发文字号：示政办发〔2027〕9号</td></tr></table>",
    "one for wide screens and one for narrow ones, with blanks in the labels": f"<table>{ROWS}</table>"
    "<table><tr><th>索引号:</th><td>113715/2027-267</td></tr><tr><th>主题分类:</th><td>综合政务</td></tr>"
    "<tr><th>有 效 性:</th><td>有效</td></tr><tr><th>标 题:</th><td>要点</td></tr></table>",
    "lines of text": "<p>索引号: 113715/2027-267 组配分类: 工作要点</p>"
    "<p>名称: 政务公开工作要点 文号: 示政办发〔2027〕9号</p><p>成文日期: 2027-03-15</p>",
}
ITEMS = """<p>一、深化公开</p><p>（一）公开财政信息。及时公开预决算。（市财政局负责，6月底前完成）</p>
<p>（二）公开水质。（市环保局）</p>"""


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_the_items_below_it_are_read(small: Site, card: str) -> None:
    outcome = bring(small, saved(small, page(card + ITEMS)))
    assert [(task[0], task[3]) for task in shorts(outcome)] == [
        ("（一）", "市财政局负责"),
        ("（二）", "市环保局"),
    ]
    index = outcome.files[f"content/plans/{PLAN}/index.md"]
    assert "doc_number: 示政办发〔2027〕9号\n" in index
    assert "issued: 2027-03-15\n" in index


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_the_table_below_it_is_read_with_its_title(small: Site, card: str) -> None:
    article = f"{card}<p>示例市2027年政务公开任务分解表</p>{TABLE}"
    outcome = bring(small, saved(small, page(article)))
    assert [task[2] for task in shorts(outcome)] == ["公开部门预算。", "公开部门决算。"]
    index = outcome.files[f"content/plans/{PLAN}/index.md"]
    assert "title: 示例市2027年政务公开任务分解表\n" in index
    assert "doc_number: 示政办发〔2027〕9号\n" in index


def test_a_table_of_tasks_with_some_of_these_labels_is_one(small: Site) -> None:
    table = """<table>
    <tr><td>序号</td><td>信息名称</td><td>工作任务</td><td>责任单位</td><td>公开方式</td><td>文号</td></tr>
    <tr><td>1</td><td>预算</td><td>公开预算。</td><td>市财政局</td><td>网站</td><td>无</td></tr>
    <tr><td>2</td><td>决算</td><td>公开决算。</td><td>市财政局</td><td>网站</td><td>无</td></tr></table>"""
    outcome = bring(small, saved(small, page(table)))
    assert [task[2] for task in shorts(outcome)] == ["公开预算。", "公开决算。"]


def test_a_page_without_another_title_is_called_as_it_calls_its_article(small: Site) -> None:
    said = "示例市人民政府关于落实2027年重点任务的通知"
    outcome = bring(small, saved(small, page(ITEMS, said)))
    assert f"title: {said}\n" in outcome.files[f"content/plans/{PLAN}/index.md"]
