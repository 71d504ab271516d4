"""Nothing is out of the window, torn or said of the wrong thing, on a phone as on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Served
from tests.browser.test_citizen import WAYS

pytestmark = pytest.mark.xdist_group("legible")

SCHEDULE = "plans/panzhihua-2017/schedule/"
MATRIX = "plans/panzhihua-2017/matrix/"
COMPARISON = "plans/compare/panzhihua-2017--taian-2017/"
REQUIREMENT = "requirements/caizheng-shouzhi/"
STYLE = "(one, name) => getComputedStyle(one).getPropertyValue(name)"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone of usual width."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", ["", "search/", "plans/"])
@pytest.mark.parametrize("width", [320, 360, 640])
def test_the_panel_of_display_settings_is_within_the_window(
    phone: Page, served: Served, address: str, width: int
) -> None:
    phone.set_viewport_size({"width": width, "height": 740})
    phone.goto(f"{served.url}/{address}")
    phone.click(".display summary")
    box = phone.locator(".display form").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


@pytest.mark.parametrize("address", ["", f"search/?q={quote('环保')}"])
def test_without_a_script_a_search_page_says_so_and_claims_nothing_else(
    served: Served, browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.url}/{address}")
    expect(page.locator("noscript p")).to_be_visible()
    for words in ("边输入边显示结果", "例如：", "也可以从下面的列表里查找"):
        expect(page.locator("main").get_by_text(words)).not_to_be_visible()
    context.close()


def test_where_nothing_is_found_the_lists_are_named_once(phone: Page, served: Served) -> None:
    phone.goto(f"{served.url}/search/?q={quote('魑魅魍魉')}")
    expect(phone.get_by_text("列表里查找").locator("visible=true")).to_have_count(1)


def test_suggestions_leave_the_box_in_sight_in_large_letters(phone: Page, served: Served) -> None:
    phone.goto(f"{served.url}/")
    phone.evaluate("document.documentElement.dataset.large = ''")
    phone.locator("#home-q").press_sequentially("财政")
    panel, box = phone.locator(".suggestions"), phone.locator("#home-q")
    expect(panel).to_be_visible()
    above, below = box.bounding_box(), panel.bounding_box()
    assert above
    assert below
    assert below["y"] >= above["y"] + above["height"]


def test_examples_in_the_box_are_seen_whole_and_as_legible_as_notes(
    phone: Page, served: Served
) -> None:
    phone.emulate_media(color_scheme="dark")
    phone.goto(f"{served.url}/")
    box = phone.locator("#home-q")
    colour = "one => getComputedStyle(one, '::placeholder').color"
    assert box.evaluate(colour) == phone.locator(".hint").first.evaluate(STYLE, "color")
    phone.evaluate("() => { const q = document.querySelector('#home-q'); q.value = q.placeholder }")
    assert box.evaluate("one => one.scrollWidth <= one.clientWidth")


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_a_year_at_a_glance_keeps_its_tasks_beside_what_is_scrolled_to(
    phone: Page, served: Served, width: int
) -> None:
    phone.set_viewport_size({"width": width, "height": 740})
    phone.goto(f"{served.url}/{SCHEDULE}")
    phone.locator(".table-wrap:has(.timetable)").evaluate("one => one.scrollLeft = 200")
    names = phone.locator('.timetable tbody th[scope="row"]')
    assert names.first.evaluate("one => one.getBoundingClientRect().left") >= 0
    assert names.first.evaluate("one => one.clientWidth") < width * 2 / 3
    months = phone.locator(".timetable .heading").nth(1).locator(".again")
    assert months.all_inner_texts()[:12] == [f"{n}月" for n in range(1, 13)]
    assert phone.evaluate("document.documentElement.scrollWidth") == width


def test_plans_are_compared_side_by_side_on_a_phone(phone: Page, served: Served) -> None:
    phone.goto(f"{served.url}/{COMPARISON}")
    table = phone.get_by_role("table").nth(1)
    one, other = (table.get_by_role("row").nth(1).get_by_role("cell").nth(n) for n in (0, 1))
    left, right = one.bounding_box(), other.bounding_box()
    assert left
    assert right
    assert left["y"] == right["y"]
    assert right["x"] + right["width"] <= 360
    assert table.get_by_role("row").nth(1).get_by_role("rowheader").count() == 1


@pytest.mark.parametrize("address", [SCHEDULE, MATRIX])
def test_broad_tables_fit_a_landscape_sheet_and_end_with_their_sum(
    page: Page, served: Served, address: str
) -> None:
    page.emulate_media(media="print")
    page.set_viewport_size({"width": round(273 * 96 / 25.4), "height": 700})
    page.goto(f"{served.url}/{address}")
    table = page.locator("table").first
    assert table.evaluate("one => one.getBoundingClientRect().right <= innerWidth")
    assert page.locator(".table-wrap").first.evaluate(STYLE, "overflow-x") == "visible"
    assert page.locator("tfoot").evaluate(STYLE, "display") == "table-row-group"
    assert page.locator("body").evaluate(STYLE, "page") == "broad"


def test_paper_carries_the_notice_and_nothing_that_leads_elsewhere(
    page: Page, served: Served
) -> None:
    page.emulate_media(media="print")
    for address in ("plans/taian-2017/poster/", "plans/taian-2017/tasks/005/", "data/", SCHEDULE):
        page.goto(f"{served.url}/{address}")
        expect(page.locator(".site-notice")).to_be_visible()
        for shown in page.locator(".crumbs, .site-footer .links, .screen, details").all():
            expect(shown).not_to_be_visible()


def test_common_wording_is_told_without_colour(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/{REQUIREMENT}")
    mark = page.locator("blockquote mark.same").first
    assert mark.evaluate(STYLE, "text-decoration-line") == "underline"
    assert page.get_by_text("加底色和点线的是").count() == 1


@pytest.mark.parametrize("address", ["plans/mianyang-youxian-2018/", "domains/caizheng/"])
def test_numbers_of_tasks_stand_on_one_line(phone: Page, served: Served, address: str) -> None:
    phone.goto(f"{served.url}/{address}")
    numbers = phone.locator(".task .number")
    tall = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"
    assert numbers.evaluate_all(tall) == 0
    assert numbers.first.evaluate(STYLE, "white-space") == "nowrap"


# where each line of a heading ends, by the first letter of the next
ENDS = """one => { const found = [], walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT)
  const range = document.createRange(); let last = null
  for (let node; (node = walk.nextNode()); ) for (let n = 0; n < node.length; n++) {
    range.setStart(node, n); range.setEnd(node, n + 1)
    const { top } = range.getBoundingClientRect()
    if (last !== null && top > last + 5) found.push(node.data.slice(n))
    last = top }
  return found }"""


@pytest.mark.parametrize("size", ["small", "large"])
@pytest.mark.parametrize("address", ["plans/taian-2017/", COMPARISON, SCHEDULE, ""])
def test_no_line_of_a_heading_ends_within_a_word(
    phone: Page, served: Served, address: str, size: str
) -> None:
    phone.goto(f"{served.url}/{address}")
    phone.evaluate("size => document.documentElement.toggleAttribute(`data-${size}`)", size)
    words = ("2017", "政务公开", "工作", "重点", "任务", "分解表", "方案", "攀枝花", "泰安", "对照")
    for heading in phone.locator("h1, .card h3").all():
        text = heading.inner_text().replace("\n", "")
        for rest in heading.evaluate(ENDS):
            at = text.index(rest)
            torn = [
                word
                for word in words
                if word in text[max(0, at - len(word) + 1) : at + len(word) - 1]
            ]
            assert not torn, (text[:at], rest)


def test_a_heading_is_not_torn_to_give_its_count_company(phone: Page, served: Served) -> None:
    phone.goto(f"{served.url}/calendar/")
    soon = phone.locator("#soon")
    assert soon.evaluate(ENDS) == [soon.locator(".count").inner_text()]


def test_states_have_no_dot_within_their_frame(page: Page, served_demo: Served) -> None:
    page.goto(f"{served_demo.url}/calendar/")
    dot = "one => getComputedStyle(one, '::after').content"
    assert page.locator(".facts > .state").first.evaluate(dot) == "none"
    assert page.locator(".facts > span:not(.state)").first.evaluate(dot) == '"·" / ""'


def test_signs_that_repeat_words_are_not_read_aloud(page: Page, served_demo: Served) -> None:
    page.goto(f"{served_demo.url}/calendar/")
    heard = page.locator("body").aria_snapshot()
    assert "未到期" in heard
    assert not set("○●◐△›·") & set(heard)


def test_forced_colours_show_which_column_is_at_hand(browser: Browser, served: Served) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(f"{served.url}/calendar/")
    lines = page.locator(".site-nav a").evaluate_all(
        "all => all.map(one => getComputedStyle(one).borderBottomColor)"
    )
    here = page.locator(".site-nav a").evaluate_all(
        "all => all.findIndex(one => one.ariaCurrent || one.hasAttribute('aria-current'))"
    )
    context.close()
    assert lines.count(lines[here]) == 1


def test_no_line_begins_with_what_separates_facts_or_crumbs(phone: Page, served: Served) -> None:
    phone.goto(f"{served.url}/plans/panzhihua-2017/tasks/004/")
    assert phone.locator(".facts > span").first.evaluate(STYLE, "display") == "inline-block"
    before = "one => getComputedStyle(one, '::before').content"
    assert phone.locator(".crumbs li").nth(1).evaluate(before) == "none"


def test_paper_says_where_its_page_is_and_the_screen_does_not(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/plans/")
    said = page.get_by_text("本页网址：")
    expect(said).not_to_be_visible()
    page.emulate_media(media="print")
    expect(said).to_be_visible()
    expect(said).to_contain_text("/plans/")


def test_rows_of_a_printed_matrix_are_told_without_colour(page: Page, served: Served) -> None:
    page.emulate_media(media="print")
    page.goto(f"{served.url}/{MATRIX}")
    cells = page.locator(".matrix tbody tr").first.locator("th, td")
    widths = cells.evaluate_all("all => all.map(one => getComputedStyle(one).borderBottomWidth)")
    assert set(widths) == {"1px"}


@pytest.mark.parametrize("address", ["data/", "indicators/", "plans/taian-2017/source/"])
def test_no_line_of_a_text_is_longer_than_an_eye_follows(
    page: Page, served: Served, address: str
) -> None:
    page.goto(f"{served.url}/{address}")
    letters = "all => all.map(one => one.clientWidth / parseFloat(getComputedStyle(one).fontSize))"
    found = page.locator("main p:not(.facts, .downloads), main .source li").evaluate_all(letters)
    assert found
    assert max(found) < 50


def test_a_sign_and_its_number_stand_on_one_line(page: Page, served_demo: Served) -> None:
    page.goto(f"{served_demo.url}/plans/shili-2026/schedule/")
    cells = page.locator(".timetable td.due", has_text="●")
    lines = "all => all.map(one => { const r = document.createRange(); r.selectNodeContents(one);"
    lines += (
        " return r.getBoundingClientRect().height / parseFloat(getComputedStyle(one).fontSize) })"
    )
    assert max(cells.evaluate_all(lines)) < 2


def test_downloads_of_a_government_stand_apart_from_its_facts(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/governments/panzhihua/")
    facts, below = page.locator(".fact-list").bounding_box(), page.locator(".downloads").first
    box = below.bounding_box()
    assert facts
    assert box
    assert box["y"] - facts["y"] - facts["height"] > 12


def test_text_stands_apart_from_the_facts_above_it(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/{REQUIREMENT}")
    note = page.locator(".fact-list + p").first
    assert float(note.evaluate(STYLE, "margin-top").removesuffix("px")) > 16


BROAD = """all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"""
ROWS = "all => new Set(all.map(one => one.getBoundingClientRect().top)).size"
WIDTHS = {("", 1280): 1, ("", 768): 1, ("", 360): 2, ("large", 360): 4, ("twice", 360): 4}


@pytest.mark.parametrize(("way", "width"), WIDTHS)
def test_the_months_of_a_year_fold_and_are_never_scrolled_to(
    browser: Browser, served: Served, way: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 740})
    page = context.new_page()
    page.goto(f"{served.url}/calendar/")
    page.evaluate(WAYS.get(way, "0"))
    assert page.locator(".strip, .strip span:not(.hidden)").evaluate_all(BROAD) == 0
    strips = page.locator(".strip")
    assert strips.count()
    rows = {strips.nth(n).locator("li").evaluate_all(ROWS) for n in range(strips.count())}
    context.close()
    assert rows == {WIDTHS[way, width]}


def test_a_month_of_a_year_says_its_name_and_number_to_who_goes_by_links(
    page: Page, served: Served
) -> None:
    page.goto(f"{served.url}/calendar/")
    words = " ".join(page.locator(".strip a").first.inner_text().split())
    assert re.fullmatch(r"\d{4} 年 \d+月 \d+ 项次", words)
