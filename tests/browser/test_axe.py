"""What axe-core finds wrong for readers with assistive technology: nothing, on every kind of page.

axe-core comes with a package and is put in by the browser's own protocol, so that the pages keep
their Content-Security-Policy and nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import Served
from tests.browser.searching import hits, search
from tests.browser.test_policy import kinds
from tests.conftest import Site

pytestmark = pytest.mark.xdist_group("axe")

DESK, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=360, height=740)
MODES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "viewport": DESK},
    "dark": {"color_scheme": "dark", "viewport": DESK},
    "phone": {"color_scheme": "light", "viewport": PHONE},
    "dark phone": {"color_scheme": "dark", "viewport": PHONE},
    "contrast": {"color_scheme": "light", "viewport": DESK, "forced_colors": "active"},
}


@pytest.fixture(params=MODES)
def seen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page in one of the ways in which people see it."""
    context = browser.new_context(locale="zh-CN", **MODES[request.param])
    yield context.new_page()
    context.close()


def faults(page: Page) -> list[str]:
    """What axe-core finds on a page, with the elements."""
    found = Axe().run(page).response
    assert found["passes"], "axe-core looked at nothing"
    return [
        f"{page.url} {one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def test_axe_finds_what_is_wrong(served: Served, page: Page) -> None:
    page.goto(f"{served.url}/about/")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert [fault for fault in faults(page) if "button-name" in fault]


def test_results_are_clean(served: Served, seen: Page) -> None:
    search(seen, served, "公开", gov="攀枝花市")
    seen.locator(".more").click()
    expect(hits(seen)).to_have_count(40)
    narrow = seen.locator("#search-narrow")
    if narrow.is_visible():
        narrow.click()
    assert faults(seen) == []


def test_other_answers_of_the_search_are_clean(served: Served, page: Page) -> None:
    for query in ("按月公开财政收情况", "caizheng", "魑魅魍魉"):
        search(page, served, query)
        assert faults(page) == []
    search(page, served, "住房公积金", gov="安康市", kind="部门")
    expect(page.get_by_role("button", name="去掉全部筛选")).to_be_visible()
    assert faults(page) == []


@pytest.mark.parametrize("mode", ["dark", "phone"])
def test_suggestions_below_the_header_box_are_clean(
    served: Served, browser: Browser, mode: str
) -> None:
    context = browser.new_context(**MODES[mode])
    page = context.new_page()
    page.goto(f"{served.url}/plans/")
    page.locator("#site-q").fill("环保")
    expect(page.locator(".suggestions li").first).to_be_visible()
    found = faults(page)
    context.close()
    assert found == []


def test_a_long_list_being_narrowed_is_clean(served: Served, page: Page) -> None:
    page.goto(f"{served.url}/departments/")
    page.locator("main input[type=search]").first.fill("财政")
    assert faults(page) == []


def test_every_kind_of_page_is_clean(demo: Site, served_demo: Served, browser: Browser) -> None:
    pages = kinds(demo)
    assert len(pages) > 25
    found = []
    # each kind in one mode, all modes in turn: the same styles stand behind them all
    for start, mode in enumerate(MODES):
        context = browser.new_context(**MODES[mode])
        page = context.new_page()
        for path in list(pages.values())[start :: len(MODES)]:
            page.goto(f"{served_demo.url}/{path.removesuffix('index.html')}")
            found += faults(page)
        context.close()
    assert found == []
