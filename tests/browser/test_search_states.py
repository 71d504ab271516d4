"""Searching by the state of dated duties, on a portal that publishes states."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from sitegen.ledger import STATES
from tests.browser.conftest import Served
from tests.browser.gold import truth
from tests.browser.searching import (
    asked,
    choices,
    chooser,
    expect_count,
    expect_links,
    hits,
    links,
    search,
    status,
)
from tests.conftest import Site

pytestmark = pytest.mark.xdist_group("search-page")

Tasks = dict[str, set[str]]


@pytest.fixture(scope="module")
def tasks(demo: Site) -> Tasks:
    """The pages of the tasks in each state, by the open data: not by what the search is made from."""
    found: Tasks = {}
    for one in json.loads(demo.read("data/occurrences.json")):
        plan, name = one["task"].split("/")
        if one["state"]:
            found.setdefault(one["state"], set()).add(f"plans/{plan}/tasks/{name}/")
    return found


@pytest.fixture(scope="module")
def pages(demo: Site) -> dict[str, truth.Published]:
    return truth.pages(demo.folder / "output")


def test_every_state_promises_and_lists_the_tasks_that_are_in_it(
    served_demo: Served, page: Page, tasks: Tasks
) -> None:
    assert set(tasks) == set(STATES)
    search(page, served_demo, kind="任务")
    expect(chooser(page, "state")).to_be_visible()
    assert choices(page, "state") == {state: len(urls) for state, urls in tasks.items()}
    for state, urls in tasks.items():
        chooser(page, "state").select_option(state)
        expect_count(page, len(urls))
        expect_links(page, urls)
        assert asked(page)["state"] == state


def test_states_of_what_was_searched_are_counted_and_combine(
    served_demo: Served, page: Page, tasks: Tasks, pages: dict[str, truth.Published]
) -> None:
    search(page, served_demo, "公开")
    found = {url for url, one in pages.items() if one.holds("公开")}
    expected = {state: len(urls & found) for state, urls in tasks.items() if urls & found}
    assert choices(page, "state") == expected
    chooser(page, "state").select_option("按期")
    wanted = tasks["按期"] & found
    expect_count(page, len(wanted))
    facet = ("部门", "示例市财政局")
    both = {url for url in wanted if facet in pages[url].facets}
    assert 0 < choices(page, "dept")["示例市财政局"] == len(both) < len(wanted)
    chooser(page, "dept").select_option("示例市财政局")
    expect_count(page, len(both))
    assert set(links(page)) == both
    # the other states are counted without the one that is chosen
    assert choices(page, "state") == {
        state: n
        for state, urls in tasks.items()
        if (n := sum(facet in pages[url].facets for url in urls & found))
    }


def test_a_task_is_found_by_each_of_its_states(
    served_demo: Served, page: Page, tasks: Tasks
) -> None:
    one, other = tasks["按期"], tasks["未到期"]
    both = one & other
    assert both
    for state in ("按期", "未到期"):
        search(page, served_demo, state=state)
        expect_count(page, len(tasks[state]))
        assert both <= set(links(page))


def test_a_state_in_the_address_is_restored_and_a_state_that_is_none_finds_nothing(
    served_demo: Served, page: Page, tasks: Tasks
) -> None:
    search(page, served_demo, state="待触发")
    expect(chooser(page, "state")).to_have_value("待触发")
    expect_count(page, len(tasks["待触发"]))
    search(page, served_demo, "公开", state="没有这个状态")
    expect(hits(page)).to_have_count(0)
    page.get_by_role("button", name="去掉全部筛选").click()
    expect(status(page)).to_have_text(re.compile("^找到 [0-9]+ 条结果"))


def test_a_portal_that_publishes_no_states_offers_none(served: Served, page: Page) -> None:
    search(page, served, "公开", kind="任务")
    expect(chooser(page, "kind")).to_be_visible()
    expect(chooser(page, "state")).to_be_hidden()
    assert choices(page, "state") == {}
