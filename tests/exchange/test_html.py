"""Saved pages of government sites: their article is read as a document of Word is, the rest is told."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sitegen.exchange.faults import Refused
from tests.conftest import Site
from tests.exchange.helping import bring, remarks, shorts

MENU = "".join(f"<li><a href='/{n}'>栏目{n}</a></li>" for n in range(40))
TABLE = """
<table><tr><td>序号</td><td>工作任务</td><td>责任单位</td><td>完成时限</td></tr>
<tr><td>1</td><td><p>公开部门预算。</p></td><td rowspan="9">市财政局</td><td>3月底前</td></tr>
<tr><td>2</td><td>公开<br>部门决算。</td><td><s>8月</s>9月底前</td></tr></table>
"""


def page(article: str, title: str = "示例市2027年政务公开工作任务分解表") -> str:
    """A page with a menu and a foot around an article."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8">
    <meta name="ArticleTitle" content="{title}"><title>{title}_示例市人民政府</title>
    <script>var 序号 = "任务";</script></head><body><div class="head"><ul>{MENU}</ul></div>
    <div class="main"><div id="zoom">{article}</div></div>
    <div class="foot">主办：示例市人民政府办公室　联系电话：12345</div></body></html>"""


def saved(site: Site, text: str, name: str = "page.html", encoding: str = "utf-8") -> Path:
    """A page as a browser saves it."""
    (site.folder / name).write_bytes(text.encode(encoding))
    return site.folder / name


@pytest.mark.parametrize(("name", "encoding"), [("page.html", "utf-8"), ("表.xls", "gbk")])
def test_a_table_of_a_page_is_read_whatever_its_file_is_called(
    small: Site, name: str, encoding: str
) -> None:
    outcome = bring(small, saved(small, page(TABLE), name, encoding))
    assert shorts(outcome) == [
        ("1", "", "公开部门预算。", "市财政局", "3月底前"),
        ("2", "", "公开部门决算。", "市财政局", "8月9月底前"),
    ]
    assert [task.inferred for task in outcome.draft.tasks] == [(), ("responsibility.raw",)]
    assert ("表1!D3", "有删除线：8月9月底前") in remarks(outcome, "单元格")
    written = "".join(outcome.files.values())
    assert "示例市2027年政务公开工作任务分解表" in written
    assert "12345" not in written


def test_a_page_without_tables_is_read_as_text(small: Site) -> None:
    article = """<p>为做好政务公开，制定本要点。</p><p>　　一、深化公开</p>
    <p>（一）公开财政信息。及时公开<strong>预决算</strong>。〔市财政局负责，2027年6月底前〕</p>
    <ol><li>公开水质。（市环保局）</li><li>公开空气质量。（市环保局）</li></ol>
    <p style="display: none">隐藏的一段</p>"""
    outcome = bring(small, saved(small, page(article)))
    assert [(task[0], *task[2:]) for task in shorts(outcome)] == [
        ("（一）", "及时公开预决算。", "市财政局负责", "2027年6月底前"),
        ("1", "公开水质。", "市环保局", ""),
        ("2", "公开空气质量。", "市环保局", ""),
    ]
    review = next(text for path, text in outcome.files.items() if path.endswith("review.md"))
    assert "网页里有隐藏的文字，没有读" in review
    assert "网页上正文以外的文字（栏目、页脚一类）没有读" in review


def test_tables_within_tables_that_only_lay_out_a_page_are_read(small: Site) -> None:
    outer = f"<table><tr><td>左栏</td><td>{TABLE}</td></tr></table>"
    assert len(shorts(bring(small, saved(small, page(outer))))) == 2


def test_what_is_no_page_at_all_is_refused(small: Site) -> None:
    with pytest.raises(Refused) as refused:
        bring(small, saved(small, "<!-- -->"))
    assert refused.value.code in {"E04", "E06"}


def test_a_page_of_comments_alone_is_refused_at_once(small: Site) -> None:
    started = time.process_time()
    with pytest.raises(Refused):
        bring(small, saved(small, "<!-- -->" * 26 + "x", "t.xls"))
    assert time.process_time() - started < 5


def test_a_page_of_boxes_within_boxes_is_read_at_once(small: Site) -> None:
    boxed = f"{'<div>' * 200}{'<p>公开<b>预算</b>。</p>' * 5000}<p>（一）公开水质。（市环保局）</p>{'</div>' * 200}"
    started = time.process_time()
    assert len(shorts(bring(small, saved(small, page(boxed))))) == 1
    assert time.process_time() - started < 5
