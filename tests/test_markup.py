"""Prose: links lead somewhere, nothing vanishes, and no text keeps the parser busy."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator

import pytest
from selectolax.lexbor import LexborHTMLParser

from sitegen import markup
from tests.conftest import Site

QUICK = 5.0  # seconds on the slowest machine


def page(site: Site, body: str) -> list[str]:
    """The codes of what is wrong with a page of this text."""
    site.write("content/pages/about.md", f"---\ntitle: 关于本站\n---\n\n{body}\n")
    return [problem.code for problem in site.problems()]


def test_an_address_in_angle_brackets_is_a_mail_address(small: Site) -> None:
    assert page(small, "请写信 <office@example.org>。") == []


def test_a_link_to_an_attachment_is_good(small: Site) -> None:
    small.write("content/pages/files/a.txt", b"a\n")
    assert page(small, "见[附件](files/a.txt)。") == []


def test_prose_in_all_its_forms_is_good(small: Site) -> None:
    body = (
        "# 甲\n\n一（二）[三]。\n\n1. 甲\n   - 乙\n\n> 丙\n\n|a|b|\n|-|-|\n|c|d|\n\n* * *\n\n-----"
    )
    assert page(small, body) == []


def test_an_image_is_not_dropped_silently(small: Site) -> None:
    assert page(small, "![示意图](files/a.png)") == ["P03"]


def test_a_table_stands_in_a_box_that_scrolls_by_itself_and_has_a_name() -> None:
    html = markup.render("甲\n\n|乙|丙|\n|-|-|\n|丁|戊|\n\n己", lambda target: target, table="表格")
    tree = LexborHTMLParser(html)
    box = tree.css_first("div.table-wrap")
    assert box is not None
    assert box.attributes["aria-label"] == "表格"
    assert (box.attributes["tabindex"], box.attributes["role"]) == ("0", "group")
    assert [head.attributes["scope"] for head in box.css("table th")] == ["col", "col"]
    assert [one.text(deep=False) for one in tree.css("body > p")] == ["甲", "己"]


def test_columns_of_a_table_stand_as_they_were_written_without_inline_styles() -> None:
    text = "|甲|乙|丙|丁|\n|:-|:-:|-:|-|\n|一|二|3|四|"
    html = markup.render(text, lambda target: target)
    tree = LexborHTMLParser(html)
    sides = ["at-start", "at-center", "at-end", None]
    assert [cell.attributes.get("class") for cell in tree.css("th")] == sides
    assert [cell.attributes.get("class") for cell in tree.css("td")] == sides
    assert "style" not in html


def test_nobody_writes_a_box_of_their_own() -> None:
    html = markup.render('<div class="table-wrap" tabindex="0">甲</div>', lambda target: target)
    assert "<div" not in html


def test_the_definition_of_a_link_stays_text() -> None:
    html = markup.render("见[甲]。\n\n[甲]: https://example.org/", lambda target: target)
    assert "[甲]: https://example.org/" in html


def test_plans_are_checked_like_pages(small: Site) -> None:
    small.edit("content/plans/shili-2026/index.md", "现印发给你们。", "见[附件](nope.md)。")
    assert [problem.code for problem in small.problems()] == ["P01"]


def test_the_wording_of_tasks_is_no_markdown(small: Site) -> None:
    small.edit(
        "content/plans/shili-2026/tasks/002.md", "，每季度一次", "，每季度一次[一次](nope.md)"
    )
    assert small.problems() == ()


@pytest.fixture
def hurried() -> Iterator[None]:
    """Threads that take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hurried")
def test_two_threads_read_at_once_without_disturbing_each_other() -> None:
    texts = [f"# 甲{n}\n\n见[乙{n}](/a{n})。\n\n- *丙{n}*\n- `丁{n}`" for n in range(40)]
    right = [markup.render(text, lambda target: f"{target}/") for text in texts]
    seen: list[list[str]] = []

    def again() -> None:
        for _ in range(10):
            found = [markup.render(text, lambda target: f"{target}/") for text in texts]
            seen.append(found)

    others = [threading.Thread(target=again) for _ in range(2)]
    for other in others:
        other.start()
    for _ in range(10):
        assert [markup.targets(text) for text in texts] == [(f"/a{n}",) for n in range(40)]
    for other in others:
        other.join()
    assert seen == [right] * 20


def test_the_opening_of_a_text_ends_with_the_block_that_passes_the_limit() -> None:
    assert markup.opening("甲乙\n\n**丙**丁\n\n戊", 3).split() == ["甲乙", "丙丁"]
    assert markup.opening("甲乙\n\n丙", 9).split() == ["甲乙", "丙"]


@pytest.mark.parametrize(
    "text", ["甲_乙_丙", "5 < 6 & 7 > 3", "a * b", r"\*甲", "<https://a.example>"]
)
def test_words_of_a_text_are_those_that_its_page_shows(text: str) -> None:
    shown = LexborHTMLParser(markup.render(text, lambda target: target)).text().strip()
    assert markup.opening(text, 90).strip() == shown


HARMFUL = {
    "brackets": "[" * 20_000,
    "brackets with text": "[" * 1_000 + "甲" * 99_000,
    "links begun": "[a](" * 20_000,
    "angles begun": "[a](<" * 20_000,
    "images begun": "![" * 20_000,
    "brackets in brackets": "[" * 9_000 + "]" * 9_000,
    "links in links": "[" * 9_000 + "](b)" * 9_000,
    "brackets and stars": "[*" * 40_000,
    "lists in one line": "- " * 2_000 + "甲",
    "lists by indentation": "".join("    " * level + "- 甲\n" for level in range(300)),
    "quotations": ">" * 2_000 + "甲",
    "headings": "# 甲\n" * 24_000,
    "rules": "---\n" * 24_000,
    "empty items": "- \n" * 24_000,
    "backticks": "``a`" * 2_500,
    "backticks of four": "````a```" * 10_000,
    "paragraphs of backticks": ("``a`" * 500 + "\n\n") * 40,
    "escaped backticks": "\\``" * 3_000,
    "stars": "*_*_" * 24_000,
    "emphasis": "***" + "a*" * 45_000,
    "escapes": "\\*" * 48_000,
    "backslashes": "\\" * 99_000,
    "code": "`a` " * 24_000,
    "wide table": "|a" * 16_000 + "|\n" + "|-" * 16_000 + "|\n" + "|\n" * 400,
    "wide and long table": "a|" * 2_000 + "\n" + "-|" * 2_000 + "\n" + "a|b\n" * 490,
}


@pytest.mark.parametrize("text", HARMFUL.values(), ids=HARMFUL)
def test_prose_made_to_do_harm_is_refused_at_once(small: Site, text: str) -> None:
    started = time.process_time()
    assert [code for code in page(small, text) if code != "F01"] == ["P04"]
    assert time.process_time() - started < QUICK / 2


HEAVY = {
    "stars": "*_*_" * 7_000,
    "emphasis": "***" + "a*" * 9_000,
    "backslashes": "\\" * 31_000,
    "code": "`a` " * 11_000,
    "backticks": "``a`" * 550,
    "brackets": "[" * 1_500 + "甲",
    "links after brackets": "[" * 40 + "[甲](a.md) " * 2_500,
    "cells": "|a" * 40 + "|\n" + "|-" * 40 + "|\n" + "|b\n" * 450,
    "paragraphs of headings": ("# 甲\n" * 400 + "\n") * 60,
    "long words": "甲" * 99_000,
    "links": "[甲](a.md) " * 9_000,
    "different links": " ".join(f"[甲](a{number}.md)" for number in range(6_000)),
    "table": "|a|b|\n|-|-|\n" + "|c|d|\n" * 490,
    "paragraphs": "甲\n\n" * 30_000,
}


@pytest.mark.parametrize("text", HEAVY.values(), ids=HEAVY)
def test_heavy_prose_is_checked_in_bounded_time(small: Site, text: str) -> None:
    started = time.process_time()
    assert "P04" not in page(small, text)
    assert time.process_time() - started < QUICK
