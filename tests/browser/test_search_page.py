"""The search page and the boxes on other pages, as people use them."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import Served
from tests.browser.gold import truth
from tests.browser.searching import (
    FACETS,
    PAGE,
    asked,
    box,
    choices,
    chooser,
    expect_count,
    hits,
    links,
    search,
    status,
)
from tests.conftest import Site

pytestmark = pytest.mark.xdist_group("search-page")

SUGGESTED = 6
TRANSFER = 200 * 1024
SENTENCE = 260 * 1024  # of thirty characters, most of whose pairs need not be looked at
LONG_TRANSFER = (
    255 * 1024
)  # of long queries that no page holds: every pair and the words of the site are looked at
SHIFT = 0.01
QUIET_MS = 450  # three times the pause after which the page searches
BROKEN = "搜索暂时不能使用"

Pages = dict[str, truth.Published]


@pytest.fixture(scope="module")
def pages(portal: Site) -> Pages:
    return truth.pages(portal.folder / "output")


@pytest.fixture
def loose_page(context: BrowserContext) -> Iterator[Page]:
    """A page on which files may be missing, which the browser reports on its console."""
    page = context.new_page()
    yield page
    page.close()


# As you type


def test_results_come_while_typing_without_enter(served: Served, page: Page, pages: Pages) -> None:
    search(page, served)
    box(page).press_sequentially("环保", delay=30)
    expect_count(page, sum(one.holds("环保") for one in pages.values()))
    assert asked(page) == {"q": "环保"}
    box(page).press_sequentially("局", delay=30)
    expect_count(page, sum(one.holds("环保局") for one in pages.values()))
    expect(status(page)).to_have_attribute("role", "status")


def test_emptying_the_box_brings_the_lists_back(served: Served, page: Page) -> None:
    search(page, served, "环保")
    expect(page.locator("#search-browse")).to_be_hidden()
    box(page).fill("")
    expect(hits(page)).to_have_count(0)
    expect(status(page)).to_be_empty()
    expect(page.locator("#search-browse")).to_be_visible()
    assert asked(page) == {}


def test_nothing_is_searched_while_an_input_method_composes(served: Served, page: Page) -> None:
    search(page, served)
    box(page).focus()
    keyboard = page.context.new_cdp_session(page)
    for letters in ("h", "huan", "huan'bao"):
        end = len(letters)
        composing = {"text": letters, "selectionStart": end, "selectionEnd": end}
        keyboard.send("Input.imeSetComposition", composing)
        page.wait_for_timeout(QUIET_MS / 2)
    expect(box(page)).to_have_value("huan'bao")
    expect(hits(page)).to_have_count(0)
    expect(status(page)).to_be_empty()
    assert asked(page) == {}
    keyboard.send("Input.insertText", {"text": "环保"})
    expect(box(page)).to_have_value("环保")
    expect(status(page)).to_contain_text("找到")
    assert asked(page) == {"q": "环保"}


def test_composition_events_alone_hold_the_search_back(served: Served, page: Page) -> None:
    search(page, served)
    events = """(input, [text, names]) => {
      input.value = text;
      for (const name of names) {
        const made = name === 'input' ? new InputEvent(name, { bubbles: true }) : new CompositionEvent(name);
        input.dispatchEvent(made);
      }
    }"""
    box(page).evaluate(events, ["cai'zheng", ["compositionstart", "input"]])
    page.wait_for_timeout(QUIET_MS)
    expect(status(page)).to_be_empty()
    box(page).evaluate(events, ["财政", ["input", "compositionend"]])
    expect(status(page)).to_contain_text("找到")


def test_latest_words_win_when_typing_fast(served: Served, page: Page, pages: Pages) -> None:
    search(page, served)
    for words in ("政", "政府", "公", "公开", "财政局牵头"):
        box(page).fill(words)
        page.wait_for_timeout(160)
    expect_count(page, sum(one.holds("财政局牵头") for one in pages.values()))
    page.wait_for_timeout(QUIET_MS)
    expect_count(page, sum(one.holds("财政局牵头") for one in pages.values()))
    assert asked(page) == {"q": "财政局牵头"}


# What a result says


def test_result_has_title_kind_and_an_excerpt_of_the_text_with_hits_marked(
    served: Served, page: Page, pages: Pages
) -> None:
    search(page, served, "收支增减")
    first = hits(page).first
    (url,) = links(page)[:1]
    expect(first.locator("a")).to_have_text(pages[url].title)
    expect(first.locator(".facts")).to_contain_text("任务")
    assert first.locator(".excerpt mark").all_inner_texts() == ["收支增减"]
    shown = first.locator(".excerpt").inner_text().strip("…")
    assert truth.fold(shown) in truth.fold("".join(pages[url].blocks))


def test_excerpts_read_as_the_original_text(served: Served, page: Page, pages: Pages) -> None:
    search(page, served, "互联网政务服务")
    shown = page.locator(".excerpt").all_inner_texts()
    assert shown
    for url, text in zip(links(page), shown, strict=True):
        original = " ".join(pages[url].blocks)
        assert text.strip("… ") in original, url
        assert "“互联网+政务服务”" in original


# The keyboard


def test_arrows_walk_the_results_enter_opens_escape_goes_back(served: Served, page: Page) -> None:
    search(page, served, "环保")
    target = hits(page).locator("a")
    box(page).press("ArrowDown")
    expect(target.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(target.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("环保")
    page.keyboard.press("Escape")
    expect(box(page)).to_have_value("")
    expect(hits(page)).to_have_count(0)
    box(page).press_sequentially("环保")
    expect(status(page)).to_contain_text("找到")
    page.keyboard.press("ArrowDown")
    first = links(page)[0]
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.url}/{first}")


def test_slash_puts_the_cursor_into_the_box_but_can_be_typed_there(
    served: Served, page: Page
) -> None:
    search(page, served)
    page.locator("body").press("/")
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("")
    page.keyboard.type("a/b")
    expect(box(page)).to_have_value("a/b")


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press Tab until something has the focus, and shows that it has."""
    for _ in range(60):
        page.keyboard.press(key)
        if target.evaluate("one => one === document.activeElement"):
            assert target.evaluate("one => one.matches(':focus-visible')")
            return
    raise AssertionError(f"{target} cannot be reached")


@pytest.mark.parametrize("width", [1280, 360])
def test_whole_search_is_done_by_keyboard_alone(served: Served, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{served.url}/about/")
    page.keyboard.press("/")
    page.keyboard.type("公开")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.url}/search/?q=*")
    expect(status(page)).to_contain_text("找到")
    everything = status(page).inner_text()
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    narrow = page.locator("#search-narrow")
    if width < 500:
        expect(chooser(page, "gov")).to_be_hidden()
        tab_to(page, narrow)
        page.keyboard.press("Enter")
        expect(narrow).to_have_attribute("aria-expanded", "true")
    # two filters, one by an arrow and one by its last choice
    tab_to(page, chooser(page, "kind"))
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile(r"[?&]kind="))
    kind = chooser(page, "kind").input_value()
    expect_count(page, choices(page, "kind")[kind])
    expect(chooser(page, "kind")).to_be_focused()
    tab_to(page, chooser(page, "gov"))
    page.keyboard.press("End")
    expect(page).to_have_url(re.compile(r"[?&]gov="))
    gov = chooser(page, "gov").input_value()
    expect_count(page, choices(page, "gov")[gov])
    # the order
    tab_to(page, chooser(page, "sort"))
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile(r"[?&]sort=order"))
    expect(chooser(page, "sort")).to_be_focused()
    # and back to everything
    for name in ("gov", "kind"):
        tab_to(page, chooser(page, name), "Shift+Tab")
        page.keyboard.press("Home")
        expect(page).not_to_have_url(re.compile(f"[?&]{name}="))
    expect(status(page)).to_have_text(everything)
    # more results
    tab_to(page, page.locator(".more"))
    page.keyboard.press("Enter")
    expect(hits(page)).to_have_count(2 * PAGE)
    expect(hits(page).nth(PAGE).locator("a")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(hits(page).nth(PAGE + 1).locator("a")).to_be_focused()
    target = links(page)[PAGE + 1]
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.url}/{target}")


def test_filters_are_dropped_by_keyboard_and_the_focus_stays_in_the_search(
    served: Served, page: Page
) -> None:
    search(page, served, "住房公积金", gov="安康市", kind="部门")
    page.keyboard.press("/")
    tab_to(page, page.get_by_role("button", name="去掉全部筛选"))
    page.keyboard.press("Enter")
    expect(status(page)).to_have_text(re.compile("^找到"))
    expect(box(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(hits(page).first.locator("a")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(box(page)).to_have_value("")
    expect(box(page)).to_be_focused()
    expect(hits(page)).to_have_count(0)


# Filters and order


def test_every_filter_promises_as_many_results_as_it_gives(
    served: Served, page: Page, pages: Pages
) -> None:
    search(page, served, "公开")
    found = {url: one for url, one in pages.items() if one.holds("公开")}
    for name, facet in FACETS.items():
        promised = choices(page, name)
        held = [value for one in found.values() for key, value in one.facets if key == facet]
        assert promised == {value: held.count(value) for value in held}
        for value in dict.fromkeys((*list(promised)[:1], *list(promised)[-1:])):
            chooser(page, name).select_option(value)
            expect_count(page, promised[value])
            assert asked(page)[name] == value
            assert all((facet, value) in pages[url].facets for url in links(page))
        if promised:
            chooser(page, name).select_option("")
            expect_count(page, len(found))


def test_filters_combine_and_their_counts_follow_the_others(
    served: Served, page: Page, pages: Pages
) -> None:
    search(page, served, "公开", gov="攀枝花市")
    promised = choices(page, "kind")
    chooser(page, "kind").select_option("任务")
    expect_count(page, promised["任务"])
    domains = choices(page, "domain")
    chooser(page, "domain").select_option("财政")
    expect_count(page, domains["财政"])
    wanted = {("政府", "攀枝花市"), ("类型", "任务"), ("领域", "财政")}
    true = [url for url, one in pages.items() if one.holds("公开") and wanted <= one.facets]
    assert len(true) == domains["财政"]
    assert choices(page, "gov").keys() >= {"攀枝花市", "泰安市"}
    chooser(page, "gov").select_option("泰安市")
    assert {url.split("/")[1] for url in links(page)} <= {"taian-2017", "panzhihua-2017"}
    expect_count(page, choices(page, "gov")["泰安市"])
    assert {url.split("/")[1] for url in links(page)} == {"taian-2017"}


def test_role_can_be_chosen_only_for_a_department(served: Served, page: Page, pages: Pages) -> None:
    search(page, served, "公开")
    expect(chooser(page, "role")).to_be_hidden()
    chooser(page, "dept").select_option("攀枝花市财政局")
    expect(chooser(page, "role")).to_be_visible()
    roles = choices(page, "role")
    assert len(roles) > 1
    for value, count in roles.items():
        chooser(page, "role").select_option(value)
        expect_count(page, count)
        facet = ("部门角色", value)
        assert count == sum(one.holds("公开") and facet in one.facets for one in pages.values())
    chooser(page, "dept").select_option("泰安市财政局")
    expect(chooser(page, "role")).to_have_value("")
    chooser(page, "dept").select_option("")
    expect(chooser(page, "role")).to_be_hidden()


def test_filters_alone_list_all_their_pages(served: Served, page: Page, pages: Pages) -> None:
    search(page, served, domain="扶贫")
    expect_count(page, sum(("领域", "扶贫") in one.facets for one in pages.values()))


def test_plan_order_keeps_every_result_in_the_order_of_the_documents(
    served: Served, page: Page, pages: Pages
) -> None:
    query = "财政 预决算"
    found = [url for url, one in pages.items() if one.holds(query)]
    search(page, served, query, sort="order")
    expect_count(page, len(found))
    shown = links(page)
    assert sorted(shown) == sorted(found)
    for plan in {url.split("/tasks/")[0] for url in shown if "/tasks/" in url}:
        tasks = [url for url in shown if url.startswith(f"{plan}/tasks/")]
        assert tasks == sorted(tasks)


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_sorting_by_date_keeps_every_result_and_puts_the_undated_last(
    served: Served, page: Page, pages: Pages, sort: str
) -> None:
    plans = [url for url, one in pages.items() if ("类型", "计划") in one.facets]
    assert any(not pages[url].date for url in plans)
    search(page, served, "公开", kind="计划", sort=sort)
    expect_count(page, len(plans))
    dates = [pages[url].date for url in links(page)]
    dated = [date for date in dates if date]
    assert len(set(dated)) > 1
    assert dates[: len(dated)] == sorted(dated, reverse=sort == "newest")


def test_more_button_adds_results_and_moves_the_focus_to_the_first_new_one(
    served: Served, page: Page
) -> None:
    search(page, served, "环保")
    total = int(re.findall(r"\d+", status(page).inner_text())[0])
    assert total > PAGE
    seen = PAGE
    while seen < total:
        expect(page.locator(".more")).to_contain_text(str(total - seen))
        page.locator(".more").click()
        expect(hits(page)).to_have_count(min(seen + PAGE, total))
        expect(hits(page).nth(seen).locator("a")).to_be_focused()
        seen = min(seen + PAGE, total)
    expect(page.locator(".more")).to_have_count(0)
    assert len(set(links(page))) == total


def test_more_pressed_twice_shows_every_result_once(served: Served, page: Page) -> None:
    search(page, served, "环保")
    page.locator(".more").evaluate("one => { one.click(); one.click(); }")
    expect(hits(page)).to_have_count(2 * PAGE)
    page.wait_for_timeout(QUIET_MS)
    assert len(set(links(page))) == len(links(page)) == 2 * PAGE


def test_more_that_cannot_be_fetched_is_told_and_can_be_asked_for_again(
    served: Served, loose_page: Page
) -> None:
    search(loose_page, served, "环保")
    shown = links(loose_page)
    loose_page.route("**/*.pf_fragment", lambda route: route.abort())
    loose_page.locator(".more").click()
    expect(status(loose_page)).to_have_text("后面的结果没有取到，请检查网络后再按一次。")
    assert links(loose_page) == shown
    loose_page.unroute("**/*.pf_fragment")
    loose_page.locator(".more").click()
    expect(hits(loose_page)).to_have_count(2 * PAGE)
    expect(status(loose_page)).to_contain_text("找到")
    assert len(set(links(loose_page))) == 2 * PAGE


# What is still asked for when the reader goes on

# drops a filter at the moment at which the choices of the search before are put in place, and gives
# what the filter says from then on
DROPPED = """([first, dropped]) => new Promise((resolve) => {
  const at = (name) => document.querySelector(`#search-controls select[name="${name}"]`);
  const change = (name, value) => {
    at(name).value = value;
    at(name).dispatchEvent(new Event("change", { bubbles: true }));
  };
  const said = [];
  const watch = new MutationObserver(() => {
    watch.disconnect();
    change(dropped, "");
    new MutationObserver(() => said.push(at(dropped).value)).observe(at(dropped), { childList: true });
    setTimeout(() => resolve(said), 1000);
  });
  watch.observe(at(first), { childList: true });
  change("sort", "order");
})"""


def test_filter_dropped_while_the_counts_of_others_come_stays_dropped(
    served: Served, page: Page
) -> None:
    search(page, served, "公开", kind="任务", gov="攀枝花市", domain="财政")
    said: list[str] = page.evaluate(DROPPED, ["kind", "gov"])
    assert said
    assert set(said) == {""}
    assert asked(page) == {"q": "公开", "kind": "任务", "domain": "财政", "sort": "order"}
    expect_count(page, choices(page, "kind")["任务"])


# The address


def test_address_holds_query_and_filters_and_reload_restores_them(
    served: Served, page: Page
) -> None:
    search(page, served)
    box(page).fill("公开")
    expect(status(page)).to_contain_text("找到")
    chooser(page, "gov").select_option("泰安市")
    expect_count(page, choices(page, "gov")["泰安市"])
    second = hits(page).nth(1)
    best = second.text_content() or ""
    chooser(page, "sort").select_option("order")
    expect(second).not_to_have_text(best)
    expect(hits(page)).to_have_count(PAGE)
    given = {"q": "公开", "gov": "泰安市", "sort": "order"}
    assert asked(page) == given
    told, shown = status(page).inner_text(), links(page)
    page.reload()
    expect(status(page)).to_have_text(told)
    expect(hits(page)).to_have_count(PAGE)
    assert (asked(page), links(page)) == (given, shown)
    for name, value in (("gov", "泰安市"), ("sort", "order"), ("kind", "")):
        expect(chooser(page, name)).to_have_value(value)


def test_back_and_forward_restore_filters_and_results(served: Served, page: Page) -> None:
    search(page, served, "环保")
    everything = status(page).inner_text()
    chooser(page, "gov").select_option("泰安市")
    expect(status(page)).not_to_have_text(everything)
    fewer = status(page).inner_text()
    page.go_back()
    expect(status(page)).to_have_text(everything)
    expect(chooser(page, "gov")).to_have_value("")
    page.go_forward()
    expect(status(page)).to_have_text(fewer)
    expect(chooser(page, "gov")).to_have_value("泰安市")
    first = links(page)[0]
    hits(page).locator("a").first.click()
    page.wait_for_url(f"{served.url}/{first}")
    page.go_back()
    expect(status(page)).to_have_text(fewer)
    expect(box(page)).to_have_value("环保")
    expect(chooser(page, "gov")).to_have_value("泰安市")


def test_title_names_the_search_so_that_tabs_can_be_told_apart(served: Served, page: Page) -> None:
    plain = "搜索 - 政务公开任务"
    search(page, served)
    expect(page).to_have_title(plain)
    box(page).fill("环保")
    expect(page).to_have_title(f"环保 - {plain}")
    chooser(page, "gov").select_option("泰安市")
    expect(page).to_have_title(f"环保 - 泰安市 - {plain}")
    page.go_back()
    expect(page).to_have_title(f"环保 - {plain}")
    page.go_forward()
    expect(page).to_have_title(f"环保 - 泰安市 - {plain}")
    search(page, served, gov="泰安市")
    expect(page).to_have_title(f"泰安市 - {plain}")
    search(page, served, "xyzzy" * 100)
    expect(page).to_have_title(f"{'xyzzy' * 8}… - {plain}")
    box(page).fill("")
    expect(page).to_have_title(plain)


# Other spellings, near results, nothing, errors


def test_page_says_how_it_widened_the_query(served: Served, page: Page) -> None:
    search(page, served)
    for query, says in (
        ("財政", "按简体“财政”"),
        ("caizheng", "按拼音“财政”"),
        ("财正局", "按读音“财政局”"),
        ("攀枝花市人社局", "也包括“攀枝花市人力资源社会保障局”"),
    ):
        box(page).fill(query)
        expect(status(page)).to_contain_text(says)
        expect(hits(page).first.locator("mark").first).to_be_visible()


def test_other_names_are_offered_below_the_results(
    served: Served, page: Page, pages: Pages
) -> None:
    search(page, served, "环保")
    offered = page.locator(".related a", has_text="生态环境")
    count = sum(one.holds("生态环境") for one in pages.values())
    expect(offered).to_have_text(f"生态环境（{count} 条）")
    offered.click()
    page.wait_for_url(f"{served.url}/search/?q={quote('生态环境')}")
    expect_count(page, count)


def test_the_words_of_a_compound_are_offered_apart_where_few_pages_hold_it(
    served: Served, page: Page, pages: Pages
) -> None:
    search(page, served, "疫情防控")
    together, apart = (
        sum(one.holds(q) for one in pages.values()) for q in ("疫情防控", "疫情 防控")
    )
    expect_count(page, together)
    offered = page.locator(".related a")
    expect(offered).to_have_text([f"疫情 防控（{apart} 条）"])
    offered.click()
    expect_count(page, apart)
    assert asked(page) == {"q": "疫情 防控"}
    assert together < apart


def test_department_is_found_by_its_usual_short_name_and_says_so(
    served: Served, page: Page
) -> None:
    search(page, served, "攀枝花 人社局", kind="部门")
    url = "departments/panzhihua/renliziyuanshehuibaozhangju/"
    assert links(page)[0] == url
    page.goto(f"{served.url}/{url}")
    expect(page.locator(".fact-list [data-names]", has_text="人社局")).to_be_visible()


def test_numbers_of_the_message_agree_when_a_filter_is_chosen(served: Served, page: Page) -> None:
    search(page, served, "財政", gov="安康市")
    total, *also = map(int, re.findall(r"(\d+) 条", status(page).inner_text()))
    expect(hits(page)).to_have_count(min(total, PAGE))
    assert sum(also) == total


def test_near_results_are_announced_and_marked_one_by_one(served: Served, page: Page) -> None:
    search(page, served, "按月公开财政收情况")
    expect(status(page)).to_contain_text("近似结果")
    shown = hits(page).count()
    assert shown > 0
    expect(hits(page).locator(".facts .mark", has_text="近似")).to_have_count(shown)


def test_what_no_page_holds_of_a_query_is_said_above_what_is_near(
    served: Served, page: Page
) -> None:
    search(page, served, "垃圾")
    expect(status(page)).to_have_text("没有找到“垃圾”。")
    search(page, served, "垃圾处理")
    expect(status(page)).to_have_text(re.compile(r"近似结果。没有一页写有“垃圾”。$"))
    search(page, served, "农民工工资")  # for 农民工, 进城务工人员 is found
    expect(status(page)).to_have_text(re.compile(r"近似结果。没有一页写有“工资”。$"))
    search(page, served, "按月公开财政收情况")
    expect(status(page)).to_have_text(re.compile(r"近似结果。$"))


def test_question_is_searched_without_its_question_words_and_the_page_says_so(
    served: Served, page: Page
) -> None:
    search(page, served, "财政收支多久公开一次？")
    expect(status(page)).to_have_text(
        re.compile(r"^没有整句相同的内容，改按“财政收支”搜索。找到 \d+ 条结果。$")
    )
    assert "plans/panzhihua-2017/tasks/004/" in links(page)[:5]
    search(page, served, "低保名单在哪里公示")
    expect(status(page)).to_have_text(
        re.compile(
            r"^没有整句相同的内容，改按“低保名单”搜索。没有与“低保名单”完全相同的内容，下面是 \d+ 条近似结果。$"
        )
    )
    search(page, served, "财政收支")
    expect(status(page)).to_have_text(re.compile(r"^找到 \d+ 条结果。$"))


def test_exact_results_bear_no_mark_of_being_near(served: Served, page: Page) -> None:
    search(page, served, "义务教育招生")
    assert hits(page).count() > 0
    expect(hits(page).locator(".facts .mark")).to_have_count(0)


def test_nothing_found_gives_advice_and_the_lists(served: Served, page: Page) -> None:
    search(page, served, "魑魅魍魉")
    expect(status(page)).to_have_text("没有找到“魑魅魍魉”。")
    expect(hits(page)).to_have_count(0)
    assert page.locator("#search-results li").count() >= 2
    expect(page.locator("#search-browse")).to_be_visible()
    expect(page.get_by_role("link", name="财政", exact=True)).to_be_visible()


def test_nothing_left_by_filters_offers_to_drop_them(served: Served, page: Page) -> None:
    search(page, served, "住房公积金", gov="安康市", kind="部门")
    expect(hits(page)).to_have_count(0)
    page.get_by_role("button", name="去掉全部筛选").click()
    expect(status(page)).to_contain_text("找到")
    assert asked(page) == {"q": "住房公积金"}


@pytest.mark.parametrize(
    "blocked",
    [
        "**/search/engine.js",
        "**/search/worker.js",
        "**/pagefind/0/wasm.*",
        "**/*.pf_index",
        "**/*.pf_fragment",
    ],
)
def test_page_says_that_search_is_broken_and_shows_the_lists(
    served: Served, loose_page: Page, blocked: str
) -> None:
    loose_page.route(blocked, lambda route: route.abort())
    search(loose_page, served, "环保")
    expect(status(loose_page)).to_contain_text(BROKEN)
    expect(loose_page.locator("#search-browse")).to_be_visible()
    expect(hits(loose_page)).to_have_count(0)


@pytest.mark.parametrize("blocked", ["**/search/worker.js", "**/shards.json"])
def test_search_works_again_when_the_network_comes_back(
    served: Served, loose_page: Page, blocked: str
) -> None:
    loose_page.route(blocked, lambda route: route.abort())
    search(loose_page, served, "环保")
    expect(status(loose_page)).to_contain_text(BROKEN)
    loose_page.unroute(blocked)
    box(loose_page).fill("财政局")
    expect(status(loose_page)).to_contain_text("找到")
    expect(hits(loose_page)).to_have_count(PAGE)


# Boxes on other pages


def test_header_box_suggests_pages_while_typing(served: Served, page: Page) -> None:
    page.goto(f"{served.url}/plans/")
    header = page.locator("#site-q")
    header.press_sequentially("环保", delay=30)
    panel = page.locator(".suggestions")
    expect(panel).to_be_visible()
    expect(panel.locator("li")).to_have_count(SUGGESTED)
    expect(page.locator('form.site-search [role="status"]')).to_contain_text("找到")
    header.press("ArrowDown")
    expect(panel.locator("a").nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(panel.locator("a").nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(header).to_be_focused()
    expect(header).to_have_value("环保")


def test_header_box_leads_to_all_results_and_to_a_page(served: Served, page: Page) -> None:
    page.goto(f"{served.url}/plans/panzhihua-2017/")
    page.locator("#site-q").fill("环保")
    panel = page.locator(".suggestions")
    expect(panel).to_be_visible()
    page.locator("#site-q").press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.url}/domains/huanbao/")
    page.locator("#site-q").fill("环保")
    panel.get_by_role("link", name=re.compile("查看全部")).click()
    page.wait_for_url(f"{served.url}/search/?q={quote('环保')}")
    expect(status(page)).to_contain_text("找到")


def test_suggestions_close_when_the_reader_goes_elsewhere(served: Served, page: Page) -> None:
    page.goto(f"{served.url}/plans/")
    page.locator("#site-q").fill("财政")
    expect(page.locator(".suggestions")).to_be_visible()
    page.mouse.click(4, 780)
    expect(page.locator(".suggestions")).to_be_hidden()


@pytest.mark.parametrize("leaves", ["Escape", "Shift+Tab"])
def test_no_suggestions_come_after_the_reader_left_the_box(
    served: Served, page: Page, leaves: str
) -> None:
    page.goto(f"{served.url}/plans/")
    page.locator("#site-q").fill("扶贫")
    expect(page.locator(".suggestions")).to_be_visible()
    page.locator("#site-q").fill("财政")
    page.wait_for_timeout(QUIET_MS / 3)  # the engine is at work, or about to be
    page.keyboard.press(leaves)
    expect(page.locator(".suggestions")).to_be_hidden()
    page.wait_for_timeout(2 * QUIET_MS)
    expect(page.locator(".suggestions")).to_be_hidden()


def test_header_box_still_leads_to_the_search_page_when_the_engine_is_missing(
    served: Served, loose_page: Page
) -> None:
    loose_page.route("**/search/engine.js", lambda route: route.abort())
    loose_page.goto(f"{served.url}/plans/")
    loose_page.locator("#site-q").fill("环保")
    loose_page.wait_for_timeout(QUIET_MS)
    expect(loose_page.locator(".suggestions")).to_be_hidden()
    loose_page.locator("#site-q").press("Enter")
    loose_page.wait_for_url(f"{served.url}/search/?q={quote('环保')}")


def test_other_pages_load_nothing_of_the_search_until_it_is_used(
    served: Served, page: Page
) -> None:
    seen = len(served.requested)
    page.goto(f"{served.url}/plans/")
    page.wait_for_load_state("networkidle")
    asked_for = served.requested[seen:]
    assert [path for path in asked_for if "/search" in path or "/pagefind/" in path] == []
    assert [path for path in asked_for if "js/search" in path] == []


def test_home_box_suggests_too(served: Served, page: Page) -> None:
    page.goto(f"{served.url}/")
    page.locator("#home-q").press_sequentially("扶贫", delay=30)
    expect(page.locator(".suggestions li")).to_have_count(SUGGESTED)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.url}/domains/fupin/")


# Cost


@pytest.mark.parametrize(("query", "width"), [("政", 1280), ("环保", 390), ("魑魅魍魉", 390)])
def test_nothing_moves_when_the_results_come(
    served: Served, page: Page, query: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    search(page, served, query)
    page.wait_for_timeout(QUIET_MS / 2)
    moved: float = page.evaluate(
        """() => new Promise((resolve) => {
      let sum = 0;
      const watch = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) sum += entry.hadRecentInput ? 0 : entry.value;
      });
      watch.observe({ type: 'layout-shift', buffered: true });
      setTimeout(() => resolve(sum), 100);
    })"""
    )
    assert moved < SHIFT


COSTS = {
    "环保": TRANSFER,
    "政": TRANSFER,
    "caizheng": TRANSFER,
    "攀枝花市财政局": TRANSFER,
    "按月公开财政收支情况": TRANSFER,
    "义务教予招生": TRANSFER,
    "财攻局": TRANSFER,
    "2017/7/31": TRANSFER,
    "第12项": TRANSFER,
    "财政收支多久公开一次？": TRANSFER,
    "攀枝花市2017年财政预决算公开": LONG_TRANSFER,
    "住房公积金年度报告什么时候公布在哪里可以查到": LONG_TRANSFER,
    "棚户区改造和农村危房改造的对象认定过程补助资金分配改造结果": SENTENCE,
    "食品药品监督抽检不合格的产品名称和企业名单多长时间公布一次": SENTENCE,
    "关于做好建档立卡贫困人口精准扶贫精准脱贫相关信息公开工作的通知": SENTENCE,
}


@pytest.mark.parametrize("query", COSTS)
def test_first_results_cost_little_to_transfer(
    served: Served, browser: Browser, portal: Site, query: str
) -> None:
    context = browser.new_context()
    seen = len(served.requested)
    page = context.new_page()
    search(page, served, query)
    expect(hits(page).first).to_be_visible()
    paths = [unquote(urlsplit(path).path).lstrip("/") for path in served.requested[seen:]]
    context.close()
    sizes = {path: _transferred(portal.folder / "output" / path) for path in paths}
    assert any(path.endswith(".pf_fragment") for path in sizes)
    largest = sorted(sizes.items(), key=lambda one: -one[1])[:5]
    assert sum(sizes.values()) < COSTS[query], f"{sum(sizes.values()) / 1024:.1f} KiB: {largest}"


def test_choice_without_words_loads_no_index(served: Served, page: Page) -> None:
    seen = len(served.requested)
    search(page, served, plan="攀枝花2017")
    expect(hits(page).first).to_be_visible()
    assert [path for path in served.requested[seen:] if path.endswith(".pf_index")] == []


def _transferred(path: Path) -> int:
    file = path / "index.html" if path.is_dir() else path
    return len(gzip.compress(file.read_bytes())) if file.exists() else 0


# What the filters hide


def test_filters_that_leave_nothing_are_told_from_words_that_find_nothing(
    served: Served, page: Page, pages: Pages
) -> None:
    count = sum(one.holds("河长制") for one in pages.values())
    assert count
    search(page, served, "河长制", year="2021")
    expect(status(page)).to_have_text(f"按所选条件没有找到“河长制”；去掉筛选有 {count} 条。")
    page.get_by_role("button", name="去掉全部筛选").click()
    expect_count(page, count)
    search(page, served, "xyzzy", year="2021")
    expect(status(page)).to_have_text("没有找到“xyzzy”。")


def test_other_names_are_offered_once_and_within_the_filters(
    served: Served, page: Page, pages: Pages
) -> None:
    search(page, served, "环境保护局", gov="泰安市")
    place = ("政府", "泰安市")
    count = sum(one.holds("环保局") and place in one.facets for one in pages.values())
    offered = page.locator(".related a")
    expect(offered).to_have_text([f"环保局（{count} 条）", re.compile("^生态环境局（")])
    offered.first.click()
    page.wait_for_url(re.compile(r"[?&]gov="))
    assert asked(page) == {"q": "环保局", "gov": "泰安市"}
    expect_count(page, count)


def test_department_is_found_by_its_short_name_beside_a_topic_within_filters(
    served: Served, page: Page
) -> None:
    search(page, served, "住建局 危房改造", gov="攀枝花市")
    expect(status(page)).to_contain_text("也包括“住房城乡建设局 危房改造”的结果")
    assert {f"plans/panzhihua-2017/tasks/0{number}/" for number in (85, 87, 88)} <= set(links(page))


def test_long_query_is_shown_cut(served: Served, page: Page) -> None:
    search(page, served, "xyzzy" * 100)
    expect(status(page)).to_have_text(f"没有找到“{'xyzzy' * 8}…”。")
    expect(box(page)).to_have_value("xyzzy" * 100)


# Without JavaScript


def test_search_page_offers_the_lists_without_javascript(served: Served, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.url}/search/?q={quote('环保')}")
    main = page.locator("main")
    for folder, least in (("domains", 30), ("departments", 190), ("plans", 5)):
        found = main.locator(f'a[href*="../{folder}/"]')
        assert found.count() >= least
        expect(found.first).to_be_visible()
    expect(page.locator("#search-controls")).to_be_hidden()
    expect(page.locator("#search-narrow")).to_be_hidden()
    context.close()


def test_form_leads_to_the_search_page_without_javascript(served: Served, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.url}/plans/")
    page.locator("#site-q").fill("环保")
    page.locator("#site-q").press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=%E7%8E%AF%E4%BF%9D$"))
    context.close()
