"""Many shards answer like one: the same pages, the same order of what is known, right counts."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, Page

from sitegen import search
from tests.browser.conftest import Served, serve
from tests.browser.gold import truth
from tests.browser.gold.measure import (
    Answer,
    addresses,
    ask,
    everything,
    missed,
    rank,
)
from tests.browser.gold.queries import gold
from tests.conftest import REPOSITORY, Site

pytestmark = pytest.mark.xdist_group("search-engine")

SHARD = 50
PARTS = (
    "site.yaml",
    "synonyms.yaml",
    "governments/ankang.yaml",
    "domains/",
    "departments/ankang/",
    "plans/ankang-2017/",
)


@pytest.fixture(scope="module")
def sharded(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """One plan of the real content, with its index cut into pieces of 50 pages."""
    site = Site(tmp_path_factory.mktemp("sharded"))
    content = REPOSITORY / "content"
    for path in sorted(content.rglob("*")):
        name = path.relative_to(content).as_posix()
        if path.is_file() and name.startswith(PARTS):
            site.write(f"content/{name}", path.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "SHARDS", ((sys.maxsize, sys.maxsize, SHARD),))
        site.build()
    return site


@pytest.fixture(scope="module")
def served_shards(sharded: Site) -> Iterator[Served]:
    yield from serve(sharded.folder / "output")


@pytest.fixture(scope="module")
def urls(served_shards: Served, browser: Browser) -> Mapping[str, str]:
    return addresses(browser, served_shards.url)


@pytest.fixture(scope="module")
def pages(sharded: Site) -> dict[str, truth.Published]:
    return truth.pages(sharded.folder / "output")


@pytest.fixture
def opened(served_shards: Served, page: Page) -> Page:
    page.goto(f"{served_shards.url}/plans/")
    return page


def test_every_page_is_in_one_of_several_shards(
    sharded: Site, urls: Mapping[str, str], pages: dict[str, truth.Published]
) -> None:
    folders = {path.parent for path in (sharded.folder / "output").rglob("pages.json")}
    assert len(folders) == -(-len(pages) // SHARD) > 2
    assert sorted(urls.values()) == sorted(pages)


def test_queries_find_the_same_in_shards(
    opened: Page, urls: Mapping[str, str], pages: dict[str, truth.Published]
) -> None:
    answers = ask(opened, urls, everything())
    literal = [query for kind in gold().literal.values() for query in kind]
    true = {q: {url for url, page in pages.items() if page.holds(q)} for q in literal}
    held = {query: urls for query, urls in true.items() if urls}
    assert len(held) > 80
    exact = {q: {url for url, match in answers[q].hits if match == "exact"} for q in held}
    assert [query for query in held if exact[query] != held[query]] == []
    known = {q: url for q, url in {**gold().titles, **gold().departments}.items() if url in pages}
    assert len(known) > 10
    assert {q: answers[q].urls[:3] for q, url in known.items() if rank(answers[q], url) < 1} == {}
    spelled: dict[str, Answer] = {query: answers[query] for query in ("財政局", "czj", "财正局")}
    wanted = ["departments/ankang/caizhengju/"]
    assert [query for query, answer in spelled.items() if missed(answer, wanted)] == []


def test_counts_and_order_run_across_shards(
    opened: Page, urls: Mapping[str, str], pages: dict[str, truth.Published]
) -> None:
    told = opened.evaluate(
        """async () => {
      const engine = await import(new URL('../search/engine.js', location));
      const found = await engine.search('公开', { sort: { order: 'asc' } });
      const tasks = await engine.search('公开', { filters: { 类型: '任务' } });
      return { ids: found.results.map(({ id }) => id), counts: found.filters, tasks: tasks.results.length };
    }"""
    )
    found = {url: page for url, page in pages.items() if page.holds("公开")}
    assert {urls[one] for one in told["ids"]} == set(found)
    tasks = [urls[one] for one in told["ids"] if "/tasks/" in urls[one]]
    assert tasks == sorted(tasks)
    kinds = [value for page in found.values() for facet, value in page.facets if facet == "类型"]
    assert {k: n for k, n in told["counts"]["类型"].items() if n} == {
        k: kinds.count(k) for k in kinds
    }
    assert told["tasks"] == kinds.count("任务")
