"""Every kind of page under the policy of netlify.toml: nothing refused, nothing from elsewhere."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Served
from tests.browser.searching import hits, search
from tests.browser.watching import Watch
from tests.conftest import Site

pytestmark = pytest.mark.xdist_group("axe")

KIND = re.compile(r'<body class="kind-([a-z-]+)"')
# what the policy would refuse, should a browser not know the policy
INLINE = """() => [...document.querySelectorAll('*')].flatMap((one) => [...one.attributes]
  .filter(({ name }) => name.startsWith('on') || name === 'style').map(({ name }) => `${one.tagName} ${name}`))
  .concat([...document.querySelectorAll('style, script:not([src]):not([type="application/ld+json"])')]
    .map((one) => one.outerHTML.slice(0, 80)))"""


def kinds(site: Site) -> dict[str, str]:
    """The largest page of each kind that a site has."""
    pages = {path: data for path, data in site.files().items() if path.endswith(".html")}
    largest: dict[str, str] = {}
    for path, data in sorted(pages.items(), key=lambda one: len(one[1])):
        if found := KIND.search(data.decode()):
            largest[found[1]] = path
    return largest


def test_no_kind_of_page_breaks_the_policy_or_asks_another_host(
    demo: Site, served_demo: Served, browser: Browser
) -> None:
    pages = kinds(demo)
    assert len(pages) > 25
    watch = Watch()
    context = browser.new_context()
    page = context.new_page()
    watch.see(page)
    for path in pages.values():
        page.goto(f"{served_demo.url}/{path.removesuffix('index.html')}")
        assert page.evaluate(INLINE) == [], path
    search(page, served_demo, "公开", state="按期")
    expect(hits(page).first).to_be_visible()
    assert page.evaluate(INLINE) == []
    context.close()
    assert len(watch.asked) > len(pages)
    assert (watch.dialogs, watch.refused, watch.complaints) == ([], [], [])
    assert watch.outside(served_demo.url) == []
