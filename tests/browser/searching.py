"""The search page as a reader sees it: its box, its message, its results and its choices."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, unquote_plus, urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Served

PAGE = 20  # results shown at once
FACETS = {
    "kind": "类型",
    "gov": "政府",
    "plan": "计划",
    "year": "年度",
    "domain": "领域",
    "dept": "部门",
    "limit": "时限类型",
    "state": "状态",
}

expect.set_options(timeout=8000)


def search(page: Page, served: Served, query: str = "", **chosen: str) -> None:
    """Open the search page with a query and filters in the address."""
    given = {"q": query, **chosen}
    words = "&".join(f"{name}={quote(value)}" for name, value in given.items() if value)
    page.set_default_timeout(8000)
    page.goto(f"{served.url}/search/" + (f"?{words}" if words else ""))
    if words:
        expect(status(page)).not_to_be_empty()


def box(page: Page) -> Locator:
    """The box for words."""
    return page.locator("#q")


def status(page: Page) -> Locator:
    """What is said about the results."""
    return page.locator("#search-status")


def hits(page: Page) -> Locator:
    """The results shown."""
    return page.locator("#search-results ol.hits > li")


def links(page: Page) -> list[str]:
    """The addresses below the site that the results lead to."""
    paths = page.locator("#search-results .hits a").evaluate_all(
        "all => all.map((a) => a.pathname)"
    )
    return [unquote(path).lstrip("/") for path in paths]


def chooser(page: Page, name: str) -> Locator:
    """One of the choices, by its name in the address."""
    return page.locator(f'#search-controls select[name="{name}"]')


def choices(page: Page, name: str) -> dict[str, int]:
    """The values of a filter with the number of pages that each promises."""
    options: list[list[str]] = chooser(page, name).evaluate(
        "one => [...one.options].map(({ value, textContent }) => [value, textContent])"
    )
    counted = {value: re.search(r"（(\d+)）$", label) for value, label in options if value}
    return {value: int(found[1]) for value, found in counted.items() if found}


def expect_count(page: Page, count: int) -> None:
    """Wait until so many results are told and the first of them shown."""
    expect(status(page)).to_have_text(re.compile(rf"^找到 {count} 条结果。"))
    expect(hits(page)).to_have_count(min(count, PAGE))


def expect_links(page: Page, wanted: set[str]) -> None:
    """Wait until the results lead to these pages; counts alone may be those of the search before."""
    for _ in range(80):
        if set(links(page)) == wanted:
            return
        page.wait_for_timeout(100)
    assert set(links(page)) == wanted


def asked(page: Page) -> dict[str, str]:
    """The query and the filters that the address holds."""
    query = urlsplit(page.url).query
    return {k: unquote_plus(v) for k, _, v in (one.partition("=") for one in query.split("&")) if k}
