"""The box above a long list leaves what is asked for, without the search engine."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import Served

pytestmark = pytest.mark.xdist_group("narrow")

PLAN = "plans/taian-2017/"
PAGES = (PLAN, "domains/caizheng/", "departments/panzhihua/caizhengju/", "departments/")
SHIFT = 0.01
QUIET_MS = 400  # three times the pause after which the list changes

expect.set_options(timeout=8000)


def opened(page: Page, served: Served, path: str) -> Locator:
    """The box of a page."""
    page.set_default_timeout(8000)
    page.goto(f"{served.url}/{path}")
    return page.get_by_role("searchbox", name=re.compile("^在下面的"))


def shown(page: Page, lists: str = ".tasks") -> list[str]:
    """The names of the entries that can be seen."""
    entries = page.locator(f"main {lists} > li a:first-of-type")
    return [one.inner_text() for one in entries.all() if one.is_visible()]


def status(page: Page) -> Locator:
    return page.locator('.narrow [role="status"]')


@pytest.mark.parametrize("path", PAGES)
def test_box_leaves_what_holds_the_words_and_says_how_many(
    served: Served, page: Page, path: str
) -> None:
    box = opened(page, served, path)
    lists = ".counted" if path == "departments/" else ".tasks"
    rows = page.locator(f"main {lists} > li:not(.gap)")
    every, holding = rows.count(), rows.filter(has_text="财政局").count()
    assert 0 < holding <= every
    box.press_sequentially("财政局", delay=20)
    expect(status(page)).to_have_text(f"显示 {holding} 项，共 {every} 项")
    assert len(shown(page, lists)) == holding


def test_groups_without_entries_go_with_their_headings(served: Served, page: Page) -> None:
    box = opened(page, served, PLAN)
    headings = page.locator("main section > :is(h2, h3, h4):has(> .count)")
    before = sum(one.is_visible() for one in headings.all())
    box.fill("河长制")
    expect(status(page)).to_contain_text("显示")
    seen = [one for one in headings.all() if one.is_visible()]
    assert 0 < len(seen) < before
    for heading in seen:
        assert heading.locator("xpath=..").locator(".tasks > li:visible").count() > 0
    expect(page.locator("#overview")).to_be_visible()
    expect(page.locator("#domains")).to_be_visible()


def test_headings_of_a_department_roles_go_with_their_lists(served: Served, page: Page) -> None:
    box = opened(page, served, "departments/panzhihua/caizhengju/")
    titles = page.locator("#duties ~ h3")
    assert titles.count() > 1
    box.fill("政府债务种类")
    expect(status(page)).to_contain_text("显示 1 项")
    assert [one.is_visible() for one in titles.all()].count(True) == 1
    expect(page.locator("#duties")).to_be_visible()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("財政局", "市财政局"),
        ("czj", "市财政局"),
        ("CZJ", "市财政局"),
        ("ｃｚｊ", "市财政局"),
        ("caizheng", "市财政局"),
        ("caizhe", "市财政局"),
        ("市 财政", "市财政局"),
        ("ppp", "PPP项目实施机构"),
    ],
)
def test_other_spellings_find_the_department(
    served: Served, page: Page, typed: str, found: str
) -> None:
    opened(page, served, "departments/").fill(typed)
    expect(status(page)).to_contain_text("显示")
    expect(page.locator(".counted a:visible", has_text=found).first).to_be_visible()
    assert len(shown(page, ".counted")) < 60


def test_what_nothing_holds_is_said_and_escape_brings_everything_back(
    served: Served, page: Page
) -> None:
    box = opened(page, served, PLAN)
    every = len(shown(page))
    box.fill("魑魅魍魉")
    expect(status(page)).to_contain_text("没有符合的")
    assert shown(page) == []
    box.press("Escape")
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    expect(status(page)).to_be_empty()
    assert len(shown(page)) == every


def test_nothing_changes_while_an_input_method_composes(served: Served, page: Page) -> None:
    box = opened(page, served, PLAN)
    every = len(shown(page))
    box.focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send(
        "Input.imeSetComposition", {"text": "cai'zheng", "selectionStart": 9, "selectionEnd": 9}
    )
    page.wait_for_timeout(QUIET_MS)
    assert len(shown(page)) == every
    keyboard.send("Input.insertText", {"text": "财政"})
    expect(status(page)).to_contain_text("显示")


def test_back_button_finds_the_list_as_it_was_left(served: Served, page: Page) -> None:
    box = opened(page, served, PLAN)
    box.fill("扶贫")
    expect(status(page)).to_contain_text("显示")
    said, left = status(page).inner_text(), shown(page)
    page.locator("main .tasks > li:visible a").first.click()
    page.wait_for_url(re.compile("/tasks/"))
    page.go_back()
    expect(status(page)).to_have_text(said)
    assert shown(page) == left
    assert page.url == f"{served.url}/{PLAN}"


def test_link_to_a_hidden_group_shows_it(served: Served, page: Page) -> None:
    box = opened(page, served, PLAN)
    box.fill("魑魅魍魉")
    expect(status(page)).to_contain_text("没有符合的")
    link = page.locator(".page-nav a").first
    target = (link.get_attribute("href") or "").lstrip("#")
    link.click()
    expect(page.locator(f"[id='{target}']")).to_be_in_viewport()
    expect(box).to_have_value("")


@pytest.mark.parametrize(("path", "width"), [(path, w) for path in PAGES for w in (390, 1280)])
def test_nothing_moves_when_the_box_comes(
    served: Served, page: Page, path: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 6000})
    box = opened(page, served, path)
    expect(box).to_be_visible()
    moved: float = page.evaluate(
        """() => new Promise((resolve) => {
      let sum = 0;
      const watch = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) sum += entry.value;
      });
      watch.observe({ type: 'layout-shift', buffered: true });
      setTimeout(() => resolve(sum), 150);
    })"""
    )
    assert moved < SHIFT


def test_engine_is_never_loaded(served: Served, page: Page) -> None:
    box = opened(page, served, PLAN)
    page.wait_for_load_state("networkidle")
    seen = len(served.requested)
    box.fill("caizheng")
    expect(status(page)).to_contain_text("显示")
    page.wait_for_load_state("networkidle")
    asked = {path for path in served.requested[seen:] if "/assets/" not in path}
    assert asked == {"/search/same.json", "/search/sounds.json"}


def test_words_as_typed_work_when_the_tables_cannot_be_fetched(
    served: Served, context: BrowserContext
) -> None:
    page = context.new_page()
    page.route("**/search/*.json", lambda route: route.abort())
    opened(page, served, PLAN).fill("扶贫")
    expect(status(page)).to_contain_text("显示")
    assert shown(page)


def test_odd_input_does_no_harm(served: Served, page: Page) -> None:
    box = opened(page, served, PLAN)
    for odd in ('<img src=x onerror="window.__xss=1">', "(((", "\\", "a" * 5000, "🙂", "%00", "' "):
        box.fill(odd)
        page.wait_for_timeout(QUIET_MS / 2)
    assert page.evaluate("window.__xss") is None
    assert page.locator(".narrow img").count() == 0
    box.fill("")
    expect(status(page)).to_be_empty()


def test_box_works_below_a_path(served_below: Served, page: Page) -> None:
    opened(page, served_below, "departments/").fill("czj")
    expect(status(page)).to_contain_text("显示")
    assert "市财政局" in shown(page, ".counted")


def test_nothing_useless_shows_without_javascript(served: Served, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.url}/{PLAN}")
    assert page.locator(".narrow").inner_text() == ""
    assert page.locator(".narrow *").count() == 0
    assert page.locator("main .tasks > li").first.is_visible()
    height = page.locator(".narrow").evaluate("one => one.getBoundingClientRect().height")
    assert height == 0
    context.close()


def test_short_lists_have_no_box(served: Served, page: Page) -> None:
    page.goto(f"{served.url}/departments/panzhihua/lvyouju/")
    assert 0 < page.locator("main .tasks > li").count() < 10
    assert page.locator(".narrow").count() == 0
