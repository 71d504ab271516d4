"""What people come for, done in a browser: each kind of reader's top task, and each way of reading."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Served
from tests.browser.test_policy import kinds
from tests.conftest import Site

pytestmark = pytest.mark.xdist_group("citizen")

TASK = "/plans/panzhihua-2017/tasks/004/"
DEPARTMENT = "/departments/panzhihua/caizhengju/"
# every kind of page once
KINDS = (
    "/",
    "/plans/",
    "/plans/panzhihua-2017/",
    "/plans/panzhihua-2017/sections/1/",
    "/plans/panzhihua-2017/schedule/",
    "/plans/panzhihua-2017/source/",
    TASK,
    "/departments/",
    DEPARTMENT,
    "/domains/",
    "/domains/huanbao/",
    "/governments/panzhihua/",
    "/requirements/",
    "/requirements/caizheng-shouzhi/",
    "/calendar/",
    "/calendar/2017/",
    "/calendar/2017-03/",
    "/states/",
    "/source-notes/",
    "/indicators/",
    "/data/",
    "/search/",
    "/sitemap/",
    "/about/",
    "/departments/ankang/renminyinhangankangzhongxinzhihang/poster/",  # the longest name in an address
    TASK + "card/",
)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# cells of more than a dozen characters that get room for fewer than five, words broken in two
SQUEEZED = """() => {
  const rows = node => { const range = document.createRange(); range.selectNodeContents(node);
    return new Set([...range.getClientRects()].map(box => box.top)).size };
  const room = cell => { const style = getComputedStyle(cell);
    return (cell.clientWidth - 2 * parseFloat(style.paddingLeft)) / parseFloat(style.fontSize) };
  const narrow = [...document.querySelectorAll("td, th")]
    .filter(cell => cell.innerText.length > 12 && room(cell) < 5);
  const broken = [...document.querySelectorAll("td > code, th > code")]
    .filter(code => rows(code) > 1);
  return [...narrow, ...broken].map(node => node.innerText) }"""
# WCAG 1.4.12: what a reader may set without losing anything
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
word-spacing: 0.16em !important } p { margin-block-end: 2em !important }"""


@pytest.fixture
def narrow(browser: Browser) -> Iterator[Page]:
    """A narrow phone without JavaScript."""
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 320, "height": 640}, locale="zh-CN"
    )
    yield context.new_page()
    context.close()


def stored(page: Page) -> dict[str, object]:
    """The display settings that the site keeps."""
    kept: dict[str, object] = json.loads(page.evaluate("localStorage.getItem('display')"))
    return kept


def size(page: Page) -> float:
    """The size of text in CSS pixels."""
    return float(page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)"))


def background(page: Page) -> str:
    """The colour of the page."""
    return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


# top tasks


def test_environment_duties_are_found_from_the_word_people_use(served: Served, page: Page) -> None:
    page.goto(served.url)
    page.get_by_role("searchbox").fill("环保")
    page.get_by_role("button", name="搜索").click()
    first = page.locator("#search-results a").first
    expect(first).to_be_visible()
    first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("环保")
    assert page.locator("main a[href*='/tasks/']").count() > 10


def test_a_poverty_task_is_three_steps_from_home_on_a_narrow_phone_without_script(
    served: Served, narrow: Page
) -> None:
    narrow.goto(served.url)
    narrow.get_by_role("link", name="扶贫", exact=True).last.click()
    narrow.locator("main .task a").first.click()
    expect(narrow.get_by_role("heading", name="要公开什么")).to_be_visible()
    assert "/tasks/" in urlsplit(narrow.url).path
    assert narrow.locator("blockquote.official").inner_text()


def test_how_often_and_until_when_water_quality_is_published_stands_on_one_page(
    served: Served, page: Page
) -> None:
    page.goto(f"{served.url}/plans/taian-2017/tasks/077/")
    main = page.get_by_role("main")
    expect(main).to_contain_text("水")
    limits = main.locator(".limit")
    expect(limits.filter(has_text="每季度").first).to_be_visible()
    assert limits.locator("time").count() >= 4


def test_a_task_reads_from_top_to_bottom_what_who_when_where(served: Served, page: Page) -> None:
    page.goto(f"{served.url}{TASK}")
    headings = page.locator("main h2").all_inner_texts()
    order = [headings.index(h) for h in ("要公开什么", "谁负责", "什么时限", "原文在哪里")]
    assert order == sorted(order)


def test_a_screen_reader_hears_names_roles_and_landmarks_of_a_task(
    served: Served, page: Page
) -> None:
    page.goto(f"{served.url}{TASK}")
    for role, name in (
        ("search", None),
        ("navigation", "主导航"),
        ("navigation", "当前位置"),
        ("main", None),
        ("region", "要公开什么"),
        ("region", "谁负责"),
        ("region", "什么时限"),
        ("contentinfo", None),
    ):
        found = page.get_by_role(role, name=name) if name else page.get_by_role(role)  # type: ignore[arg-type]
        assert found.count() == 1, (role, name)
    assert page.get_by_role("link", name="市财政局").count() == 1
    assert page.title() == "按月公开财政收支情况 - 攀枝花2017 - 政务公开任务"


def test_the_way_a_date_was_worked_out_opens_by_keyboard(served: Served, page: Page) -> None:
    page.goto(f"{served.url}{TASK}")
    summary = page.get_by_text("日期是怎样算出来的").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details.trace[open] li").first).to_be_visible()


def test_the_first_tab_stop_leads_past_the_frame(served: Served, page: Page) -> None:
    page.goto(f"{served.url}{TASK}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


# reading on any screen


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_page_is_wider_than_its_screen(browser: Browser, served: Served, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    wide = []
    for path in KINDS:
        page.goto(served.url + path)
        if page.evaluate(OVERFLOW) > 0:
            wide.append(path)
    context.close()
    assert not wide


# reflow, text twice as large, the large edition, spacing: WCAG 1.4.10, 1.4.4, 1.4.12
WAYS = {
    "reflow": "() => {}",
    "twice": "document.documentElement.style.fontSize = '200%'",
    "large": "document.documentElement.dataset.large = ''",
}


@pytest.mark.parametrize("way", WAYS)
def test_no_kind_of_page_is_wider_than_a_phone_however_large_its_text(
    browser: Browser, demo: Site, served_demo: Served, way: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    wide = []
    for path in kinds(demo).values():
        page.goto(f"{served_demo.url}/{path.removesuffix('index.html')}")
        page.evaluate(WAYS[way])
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        if page.evaluate(OVERFLOW) > 0:
            wide.append(path)
    context.close()
    assert not wide


def test_the_search_box_has_room_for_a_few_words_in_letters_twice_as_large(
    browser: Browser, served: Served
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(f"{served.url}/search/")
    page.evaluate(WAYS["twice"])
    letters = page.locator("#q").evaluate(
        "one => one.clientWidth / parseFloat(getComputedStyle(one).fontSize)"
    )
    context.close()
    assert letters > 5


@pytest.mark.parametrize("path", ["/indicators/", "/data/"])
def test_no_column_of_a_table_is_squeezed_on_a_phone(
    browser: Browser, served: Served, path: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(served.url + path)
    squeezed = page.evaluate(SQUEEZED)
    context.close()
    assert not squeezed


@pytest.mark.parametrize("setting", ["#display-large", "spacing"])
def test_large_text_and_wide_spacing_lose_nothing_on_a_phone(
    browser: Browser, served: Served, setting: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640}, bypass_csp=True)
    page = context.new_page()
    wide = []
    for path in KINDS:
        page.goto(served.url + path)
        if setting == "spacing":
            page.add_style_tag(content=SPACING)
        else:
            page.locator(setting).evaluate("box => box.checked = true")
        if page.evaluate(OVERFLOW) > 0:
            wide.append(path)
    context.close()
    assert not wide


def test_a_department_page_prints_its_duties_and_not_the_navigation(
    served: Served, page: Page
) -> None:
    page.goto(served.url + DEPARTMENT)
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.get_by_role("navigation", name="主导航")).to_be_hidden()
    expect(page.locator("main .task").first).to_be_visible()
    assert background(page) == "rgb(255, 255, 255)"


def test_forced_colours_keep_states_and_marks_visible(browser: Browser, served: Served) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(served.url + DEPARTMENT)
    border = "getComputedStyle(document.querySelector('.mark')).borderTopWidth"
    assert page.evaluate(border) != "0px"
    context.close()


# display settings


def open_display(page: Page) -> None:
    """Open the display settings."""
    page.get_by_text("长者版与显示").click()


def test_display_settings_work_without_script(browser: Browser, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.url)
    open_display(page)
    page.get_by_label("长者版").check()
    page.get_by_label("深色").check()
    page.screenshot()  # a frame is drawn with the new styles
    box = page.get_by_role("heading", level=1).bounding_box()
    assert box is not None
    assert box["height"] > 50
    context.close()


def test_display_settings_are_kept_from_page_to_page(served: Served, page: Page) -> None:
    page.goto(served.url)
    usual, light = size(page), background(page)
    open_display(page)
    page.get_by_label("长者版").check()
    page.get_by_label("深色").check()
    assert size(page) == 1.5 * usual
    assert background(page) != light
    assert stored(page) == {"large": True, "contrast": False, "tone": "dark"}
    page.goto(served.url + TASK)
    assert size(page) == 1.5 * usual
    assert background(page) != light
    open_display(page)
    expect(page.get_by_label("长者版")).to_be_checked()
    page.get_by_label("长者版").uncheck()
    page.get_by_label("跟随系统").check()
    assert (size(page), background(page)) == (usual, light)
    page.reload()
    assert (size(page), background(page)) == (usual, light)


def covered(page: Page) -> list[str]:
    """What has the focus, one after another, while another thing lies over all of it (WCAG 2.4.11)."""
    lost: list[str] = []
    for _ in range(16):
        page.keyboard.press("Tab")
        lost += page.evaluate(
            """() => {
              const one = document.activeElement, box = one.getBoundingClientRect();
              const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
              return one.contains(top) || top?.contains(one) ? [] : [one.textContent.trim()];
            }"""
        )
    return lost


@pytest.mark.parametrize("scripts", [True, False])
def test_open_display_settings_lie_over_nothing_that_has_the_focus(
    browser: Browser, served: Served, *, scripts: bool
) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 800}, java_script_enabled=scripts
    )
    page = context.new_page()
    page.goto(served.url + TASK)
    page.locator(".display summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("长者版")).to_be_visible()
    assert covered(page) == []
    context.close()


def test_escape_closes_the_display_settings_from_the_word_that_opens_them_too(
    served: Served, page: Page
) -> None:
    page.goto(served.url)
    page.locator(".display summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_label("长者版")).to_be_hidden()
    expect(page.locator(".display summary")).to_be_focused()


def test_nothing_moves_when_kept_settings_come_back(served: Served, page: Page) -> None:
    page.goto(served.url)
    open_display(page)
    page.get_by_label("长者版").check()
    page.goto(served.url + TASK)
    shift = page.evaluate(
        """() => new Promise(done => { let sum = 0;
        new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value })
          .observe({type: "layout-shift", buffered: true});
        setTimeout(() => done(sum), 300) })"""
    )
    assert shift < 0.01


@pytest.mark.parametrize("kept", ['"x"', "{", "[]", '{"large": "yes", "tone": "<b>"}', "null"])
def test_foreign_values_in_storage_do_no_harm(served: Served, page: Page, kept: str) -> None:
    page.goto(served.url)
    page.evaluate("kept => localStorage.setItem('display', kept)", kept)
    page.goto(served.url + TASK)
    assert size(page) == 16
    expect(page.locator("#display-auto")).to_be_checked()


# leaving the site


def test_a_link_out_of_the_site_asks_first_and_goes_nowhere_if_not_wanted(
    served: Served, context: BrowserContext
) -> None:
    context.route("https://other.example/**", lambda route: route.fulfill(body="there"))
    page = context.new_page()
    page.goto(f"{served.url}/about/")
    page.evaluate(
        """document.querySelector("main p").innerHTML =
        '<a rel="external" href="https://other.example/x">去</a>'"""
    )
    page.get_by_role("link", name="去").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("https://other.example/x")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert urlsplit(page.url).path == "/about/"
    page.get_by_role("link", name="去").click()
    dialog.get_by_role("button", name="继续前往").click()
    page.wait_for_url("https://other.example/x")
