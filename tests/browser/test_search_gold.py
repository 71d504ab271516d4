"""The gold set through the real engine in a real browser (`-rP` shows the table of figures)."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from statistics import fmean, median

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Served
from tests.browser.gold import truth
from tests.browser.gold.measure import (
    Answer,
    addresses,
    ask,
    everything,
    literal,
    means,
    missed,
    rank,
    report,
    table,
)
from tests.browser.gold.queries import gold
from tests.conftest import Site

pytestmark = pytest.mark.xdist_group("search-engine")

RECALL, PRECISION, TOP_FIVE = 0.995, 0.98, 0.99
RECIPROCAL_RANK = 0.97
WARM_MS = 20
EVERY = 5  # below a path every fifth query is asked

Pages = dict[str, truth.Published]
Answers = dict[str, Answer]


@pytest.fixture(scope="module")
def pages(portal: Site) -> Pages:
    return truth.pages(portal.folder / "output")


@pytest.fixture(scope="module")
def urls(served: Served, browser: Browser) -> Mapping[str, str]:
    return addresses(browser, served.url)


@pytest.fixture(scope="module")
def answers(served: Served, browser: Browser, urls: Mapping[str, str]) -> Answers:
    """What the engine answers to the whole gold set the second time it is asked."""
    page = browser.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.goto(f"{served.url}/about/")
    found = ask(page, urls, everything(), rounds=2)
    page.close()
    assert wrong == []
    return found


def test_gold_set_is_large_and_fits_the_content(pages: Pages) -> None:
    queries = [query for kind in gold().literal.values() for query in kind]
    assert len(queries) >= 170
    assert len(set(queries)) == len(queries)
    assert min(len(gold().titles), len(gold().departments)) >= 40
    assert [q for q in queries if not any(page.holds(q) for page in pages.values())] == []
    assert [q for q in gold().nothing if any(page.holds(q) for page in pages.values())] == []
    known = gold().titles | gold().departments
    titles = {url: truth.fold(page.title) for url, page in pages.items()}
    assert {q: url for q, url in known.items() if titles.get(url) != truth.fold(q)} == {}
    wanted = {url for kind in gold().widening.values() for urls in kind.values() for url in urls}
    wanted |= set(gold().first.values())
    assert wanted - set(pages) == set()


def test_index_holds_the_searchable_pages(urls: Mapping[str, str], pages: Pages) -> None:
    assert sorted(urls.values()) == sorted(pages)


def test_literal_queries_find_all_that_holds_them_and_little_else(
    answers: Answers, pages: Pages
) -> None:
    sys.stdout.write(report(answers, pages) + "\n")
    scores = literal(answers, pages)
    recall, precision, top = means([one for kind in scores.values() for one in kind])
    assert recall >= RECALL, table(scores)
    assert precision >= PRECISION, table(scores)
    assert top >= TOP_FIVE, table(scores)


def test_what_a_page_holds_is_never_shown_as_only_near(answers: Answers) -> None:
    queries = [query for kind in gold().literal.values() for query in kind]
    assert [query for query in queries if answers[query].near] == []


@pytest.mark.parametrize("name", ["titles", "departments"])
def test_known_item_comes_first(answers: Answers, name: str) -> None:
    known: dict[str, str] = getattr(gold(), name)
    ranks = {query: rank(answers[query], url) for query, url in known.items()}
    assert fmean(ranks.values()) >= RECIPROCAL_RANK, {q: r for q, r in ranks.items() if r < 1}


def test_what_bears_a_name_comes_first(answers: Answers) -> None:
    ranks = {query: rank(answers[query], url) for query, url in gold().first.items()}
    assert {query: one for query, one in ranks.items() if one < 1} == {}


@pytest.mark.parametrize("kind", sorted(gold().widening))
def test_other_spelling_reaches_its_pages(answers: Answers, kind: str) -> None:
    lost = {query: missed(answers[query], urls) for query, urls in gold().widening[kind].items()}
    assert not any(lost.values()), "\n".join(f"{q}: {urls}" for q, urls in lost.items() if urls)


def test_words_that_no_page_holds_find_nothing_or_what_is_marked_near(answers: Answers) -> None:
    plain = {query: {match for _, match in answers[query].hits} for query in gold().nothing}
    assert {query: kinds for query, kinds in plain.items() if kinds - {"near"}} == {}


def test_huanbao_finds_the_duties_of_environmental_protection(
    answers: Answers, pages: Pages
) -> None:
    words = ("环境保护", "生态环境")
    duties = {
        url
        for url, page in pages.items()
        if "/tasks/" in url and any(page.holds(word) for word in words)
        if ("领域", "环保") in page.facets
    }
    assert duties
    assert duties - set(answers["环保"].urls) == set()


def test_search_below_a_path_answers_as_at_the_root(
    served_below: Served, page: Page, urls: Mapping[str, str], answers: Answers
) -> None:
    page.goto(f"{served_below.url}/plans/")
    found = ask(page, urls, everything()[::EVERY])
    assert [q for q, one in found.items() if set(one.hits) != set(answers[q].hits)] == []
    address = page.evaluate(
        "async () => (await (await import(new URL('../search/engine.js', location)))"
        ".search('攀枝花市财政局')).results[0].data().then((found) => found.url)"
    )
    assert address == "/zwgk/portal/departments/panzhihua/caizhengju/"


def test_order_depends_on_the_query_alone_not_on_what_was_asked_before(
    served: Served, page: Page, urls: Mapping[str, str], answers: Answers
) -> None:
    page.goto(f"{served.url}/about/")
    found = ask(page, urls, everything()[::EVERY][::-1])
    assert [q for q, one in found.items() if one.hits != answers[q].hits] == []


def test_warm_queries_are_answered_in_a_blink(answers: Answers) -> None:
    times = [answer.ms for answer in answers.values()]
    figures = f"median {median(times):.1f} ms, slowest {max(times):.1f} ms of {len(times)}"
    assert len(times) >= 50
    assert median(times) < WARM_MS, figures
