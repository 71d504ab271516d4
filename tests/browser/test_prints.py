"""What leaves the site: sheets of the right size with nothing cut off, and texts on the clipboard."""

from __future__ import annotations

import io
import re
import unicodedata

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Served
from tests.browser.searching import PAGE, choices, expect_count, hits, search
from tests.conftest import Site

pytestmark = pytest.mark.xdist_group("prints")

# printed fonts give some characters back as the radicals that look like them, not all of which
# Unicode counts as the same
RADICALS = str.maketrans(
    "⼾⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "户母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)
MM = 72 / 25.4
A3_LANDSCAPE, A4 = (420, 297), (210, 297)
UNIT = "departments/panzhihua/caizhengju/"
PLAN = "plans/taian-2017/"
TASK = "plans/panzhihua-2017/tasks/004/"


def printed(page: Page, served: Served, address: str) -> PdfReader:
    """A page as the browser prints it, on the paper that the page asks for."""
    page.goto(f"{served.url}/{address}")
    return PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))


def sizes(pdf: PdfReader) -> set[tuple[int, int]]:
    """The sizes of the sheets in millimetres."""
    boxes = (sheet.mediabox for sheet in pdf.pages)
    return {(round(float(box.width) / MM), round(float(box.height) / MM)) for box in boxes}


def said(text: str) -> str:
    """A text without spaces, in one spelling."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text.translate(RADICALS)))


def on_paper(pdf: PdfReader) -> list[str]:
    return [said(sheet.extract_text()) for sheet in pdf.pages]


def cut(page: Page, width: int) -> list[str]:
    """What would stick out of the printed area of a sheet, whose width is given in millimetres."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": round(width * 96 / 25.4), "height": 900})
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("main, main *:not(.hidden)")]
          .filter((one) => one.getClientRects().length && !one.closest("svg"))
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 1
            || one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible")
          .map((one) => one.outerHTML.slice(0, 90))"""
    )
    page.emulate_media(media="screen")
    return found


def pale(page: Page) -> list[str]:
    """Words in a colour too light for white paper: less than 4.5 to 1 (WCAG 1.4.3)."""
    found: list[str] = page.evaluate(
        """() => {
          const linear = (part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
          const light = (colour) => {
            const [r, g, b] = colour.match(/\\d+/g).map((part) => linear(part / 255));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const own = (one) => [...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
          return [...document.querySelectorAll("body *")]
            .filter((one) => own(one) && one.checkVisibility() && !one.closest(".again"))
            .filter((one) => 1.05 / (light(getComputedStyle(one).color) + 0.05) < 4.5)
            .map((one) => one.outerHTML.slice(0, 90));
        }"""
    )
    return found


@pytest.mark.parametrize(("address", "sheets"), [(f"{UNIT}poster/", 3), (f"{PLAN}poster/", 5)])
def test_a_board_is_a3_landscape_on_few_sheets(
    page: Page, served: Served, address: str, sheets: int
) -> None:
    pdf = printed(page, served, address)
    assert sizes(pdf) == {A3_LANDSCAPE}
    assert 1 < len(pdf.pages) <= sheets + 1  # other fonts may need one more


@pytest.mark.parametrize("address", [f"{UNIT}poster/", f"{PLAN}poster/"])
def test_every_sheet_of_a_board_has_its_head_and_its_number(
    page: Page, served: Served, address: str
) -> None:
    pdf = printed(page, served, address)
    heads = [said(head) for head in page.locator(".poster thead").all_inner_texts()]
    for place, sheet in enumerate(on_paper(pdf), 1):
        assert any(head in sheet for head in heads), (place, sheet[:80])
        assert sheet.startswith(f"{place}/{len(pdf.pages)}"), sheet[:20]


@pytest.mark.parametrize("address", [f"{UNIT}poster/", f"{PLAN}poster/"])
def test_every_task_of_a_board_is_on_paper_and_none_is_cut(
    page: Page, served: Served, address: str
) -> None:
    text = "".join(on_paper(printed(page, served, address)))
    rows = page.locator(".poster tbody tr:not(.heading)")
    for cells in rows.evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((c) => c.textContent))"
    ):
        assert said(cells[1]) in text, cells
    assert cut(page, 420 - 2 * 16) == []


def test_a_board_shows_neither_navigation_nor_advice_on_printing(
    page: Page, served: Served
) -> None:
    text = "".join(on_paper(printed(page, served, f"{UNIT}poster/")))
    assert "攀枝花市财政局" in text
    for words in ("开放数据", "返回网页", "A3"):
        assert words not in text


def test_a_card_is_one_a4_sheet_with_everything_on_it(page: Page, served: Served) -> None:
    pdf = printed(page, served, f"{TASK}card/")
    assert sizes(pdf) == {A4}
    (text,) = on_paper(pdf)
    for fact in page.locator(".card-facts dt, .card-facts dd p").all_inner_texts():
        assert said(fact) in text, fact
    assert f"https://zwgk.example.org/{TASK}" in text
    assert cut(page, 210 - 2 * 18) == []


def test_the_longest_card_goes_on_on_a_second_sheet(
    page: Page, served: Served, portal: Site
) -> None:
    tasks = sorted(portal.project.folder.glob("content/plans/*/tasks/*.md"))
    longest = max(tasks, key=lambda path: len(path.read_text("utf-8")))
    address = f"plans/{longest.parent.parent.name}/tasks/{longest.stem}/card/"
    pdf = printed(page, served, address)
    assert sizes(pdf) == {A4}
    wording = said("".join(page.locator(".card-facts .official").all_inner_texts()))
    assert wording in "".join(on_paper(pdf))
    assert len(pdf.pages) <= 2


def test_codes_are_large_enough_for_a_telephone(page: Page, served: Served) -> None:
    page.emulate_media(media="print")
    for address in (f"{UNIT}poster/", f"{TASK}card/"):
        page.goto(f"{served.url}/{address}")
        box = page.locator(".qr").bounding_box()
        assert box
        assert box["width"] == pytest.approx(box["height"], abs=1)
        assert box["width"] >= 40 * 96 / 25.4


def copied(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


@pytest.fixture
def clipboard(context: BrowserContext, page: Page) -> Page:
    """A page that may write and read the clipboard."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    return page


def test_the_citation_is_copied_as_it_stands(clipboard: Page, served: Served) -> None:
    clipboard.goto(f"{served.url}/{TASK}")
    clipboard.get_by_role("button", name="复制引用文字").click()
    expect(clipboard.get_by_role("status").last).to_have_text("已复制")
    assert copied(clipboard) == (
        "攀枝花市人民政府办公室：《攀枝花市2017年政务公开工作分工方案》（攀办发〔2017〕84号）第4项："
        "“按月公开财政收支情况，解读财政收支增减变化情况及原因、预判财政收入走势，主动解释说明收支运行中可能引发"
        "社会关注的热点问题。在市政府门户网站和部门网站集中公开” "
        f"https://zwgk.example.org/{TASK}"
    )


def test_the_address_is_copied_alone_and_by_keyboard(clipboard: Page, served: Served) -> None:
    clipboard.goto(f"{served.url}/{TASK}")
    clipboard.get_by_role("button", name="复制链接").focus()
    clipboard.keyboard.press("Enter")
    expect(clipboard.get_by_role("status").last).to_have_text("已复制")
    assert copied(clipboard) == f"https://zwgk.example.org/{TASK}"


def test_a_refused_clipboard_is_said_in_words(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    page.goto(f"{served.url}/{TASK}")
    page.get_by_role("button", name="复制链接").click()
    expect(page.get_by_role("status").last).to_have_text("没有复制成功，请选中文字后复制")


def test_without_a_script_there_are_no_dead_buttons(browser: Browser, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for address in (TASK, f"{TASK}card/"):
        page.goto(f"{served.url}/{address}")
        expect(page.locator("main button")).not_to_have_count(0)
        expect(page.locator("main button:visible")).to_have_count(0)
    context.close()


def test_what_was_chosen_for_the_screen_leaves_paper_dark_on_white(
    context: BrowserContext, page: Page, served: Served
) -> None:
    chosen = '{"tone": "dark", "contrast": true}'
    context.add_init_script(f"localStorage.setItem('display', '{chosen}')")
    for address in (TASK, "plans/panzhihua-2017/", f"{UNIT}poster/"):
        page.goto(f"{served.url}/{address}")
        page.emulate_media(media="print")
        assert pale(page) == []
        page.emulate_media(media="screen")


def on_sheets(page: Page) -> str:
    """The page at hand as words on paper."""
    return "".join(on_paper(PdfReader(io.BytesIO(page.pdf()))))


def test_a_narrowed_list_says_on_paper_by_what_and_out_of_how_many(
    page: Page, served: Served
) -> None:
    page.goto(f"{served.url}/plans/panzhihua-2017/")
    assert "筛选" not in on_sheets(page)
    page.locator("#narrow").fill("市审计局")
    expect(page.locator(".narrow [role=status]")).to_contain_text("共 133 项")
    told = on_sheets(page)
    head = told.partition("以政务公开助力稳增长17项")[0]
    for words in ("在下面的任务里筛选", "市审计局", "显示1项,共133项"):
        assert words in head


def test_a_printed_search_says_what_was_searched_and_what_is_left_out(
    page: Page, served: Served
) -> None:
    search(page, served, "公开", gov="泰安市")
    expect_count(page, choices(page, "gov")["泰安市"])
    told = on_sheets(page)
    page.emulate_media(media="print")
    head = told.partition("找到")[0]
    assert "搜索任务、部门、领域、文件" in head
    assert "政府泰安市" in head
    assert page.locator("#q").is_visible()
    assert re.search(r"还有\d+条", told)
    assert "https://zwgk.example.org/search/?q=公开&gov=泰安市" in told
    for words in ("边输入边显示", "筛选和排序", "时限类型", "也可以这样搜"):
        assert words not in told


def test_no_entry_of_a_list_is_cut_between_two_sheets(page: Page, served: Served) -> None:
    search(page, served, "公开")
    expect(hits(page)).to_have_count(PAGE)
    page.emulate_media(media="print")
    for address, entries in ((None, ".hits > li"), ("calendar/2017-06/", ".due-list > li")):
        if address:
            page.goto(f"{served.url}/{address}")
        ways = page.locator(entries).evaluate_all(
            "all => [...new Set(all.map((one) => getComputedStyle(one).breakInside))]"
        )
        assert ways == ["avoid"]


def test_a_printed_task_says_where_its_proof_stands(page: Page, served_demo: Served) -> None:
    page.goto(f"{served_demo.url}/plans/shili-2026/tasks/001/")
    proofs = page.locator('.evidence a[rel~="external"]')
    addresses = proofs.evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    told = on_sheets(page)
    assert addresses
    for address in addresses:
        assert said(f"（{address}）") in told
