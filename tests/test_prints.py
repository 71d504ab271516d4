"""Paper: notice boards, cards, their codes, and the words to cite a task with."""

from __future__ import annotations

import re
from datetime import date

import pytest
import zxingcpp
from selectolax.lexbor import LexborHTMLParser

from sitegen import qr
from tests.conftest import Site

TASK = "plans/shili-2026/tasks/001/"
UNIT = "departments/shili/caizhengju/"
CONTACT = """\
short: 市财政局
contact:
  office: 办公室
  phone: 010-0000-0000
  address: 示例路1号
  hours: 工作日 9:00-17:00
"""


def decoded(svg: str) -> str:
    """What an independent reader reads in the SVG of a code."""
    size = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])  # type: ignore[index]
    scale = 4
    rows = [bytearray(b"\xff" * size * scale) for _ in range(size * scale)]
    drawn = re.search(r'stroke="#000" d="([^"]+)"', svg)[1]  # type: ignore[index]
    for line in re.findall(r"M[^M]+", drawn):
        x, y, steps = re.fullmatch(r"M(\d+) (\d+)\.5(.*)", line).groups()  # type: ignore[union-attr]
        here = int(x)
        for move, length in re.findall(r"([mh])(\d+)", steps):
            dark = range(here * scale, (here + int(length)) * scale) if move == "h" else ()
            for row in rows[int(y) * scale : (int(y) + 1) * scale]:
                for place in dark:
                    row[place] = 0
            here += int(length)
    image = memoryview(b"".join(rows)).cast("B", (size * scale, size * scale))
    found = zxingcpp.read_barcodes(image)
    return found[0].text if found else ""


def code(html: str) -> str:
    """The SVG of the code on a page."""
    (svg,) = re.findall(r'<svg class="qr".*?</svg>', html, re.DOTALL)
    return str(svg)


def text(html: str) -> str:
    """The words of a page's main part, without the spaces between them."""
    main = LexborHTMLParser(html).css_first("main")
    assert main
    return re.sub(r"\s+", "", main.text())


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/",
        "https://example.org/zwgk/plans/mianyang-youxian-2018/tasks/012/",
        "https://example.org/a/" + "x" * 300,
    ],
)
def test_a_code_is_read_back_by_another_program(address: str) -> None:
    assert decoded(qr.svg(address, "码")) == address


def test_a_label_cannot_leave_its_attribute() -> None:
    assert 'aria-label="&quot;&gt;&lt;b&gt;"' in qr.svg("https://example.org/", '"><b>')


@pytest.mark.parametrize("page", [TASK + "card/", UNIT + "poster/", "plans/shili-2026/poster/"])
def test_paper_leads_back_to_the_page_it_was_printed_for(small: Site, page: str) -> None:
    small.build()
    html = small.read(f"{page}index.html")
    address = "https://example.org/" + page.rpartition("/")[0].rpartition("/")[0] + "/"
    assert decoded(code(html)) == address
    assert address in text(html)
    assert f"二维码，内容是网址 {address}" in html


@pytest.mark.parametrize("page", [TASK + "card/", UNIT + "poster/", "plans/shili-2026/poster/"])
def test_paper_is_neither_searched_nor_listed(small: Site, page: str) -> None:
    small.build()
    html = small.read(f"{page}index.html")
    assert '<meta name="robots" content="noindex">' in html
    assert "data-pagefind-body" not in html
    assert page not in small.read("sitemap.xml")


def test_a_card_says_what_who_when_and_where(small: Site) -> None:
    small.build()
    said = text(small.read(f"{TASK}card/index.html"))
    for part in (
        "按月公开财政收支情况，解读增减变化。",
        "牵头：市财政局",
        "每月20日前",
        "下一次：2026年12月20日",
        "本站没有收录公开的网址",
        "示例市2026年政务公开工作要点，第1项",
        "内容截至2026年11月21日",
    ):
        assert part in said, part


def test_a_card_names_what_was_published_and_where(small: Site) -> None:
    small.edit(
        "content/plans/shili-2026/index.md", "year: 2026\n", "year: 2026\ntracking: active\n"
    )
    for month in ("08", "09", "10", "11"):
        small.write(
            f"content/plans/shili-2026/records/r{month}.md",
            f"---\ntitle: {month}月财政收支\ndate: 2026-{month}-10\ntasks: ['1']\n"
            f"departments: [市财政局]\nurl: https://example.gov.cn/{month}.html\n---\n\n已公布。\n",
        )
    small.build()
    said = text(small.read(f"{TASK}card/index.html"))
    assert said.index("https://example.gov.cn/11.html") < said.index(
        "https://example.gov.cn/09.html"
    )
    assert "https://example.gov.cn/08.html" not in said
    assert "本站的这个网址长期有效" in said


def test_a_board_lists_the_duties_of_a_department_with_their_wording(small: Site) -> None:
    small.build()
    html = small.read(f"{UNIT}poster/index.html")
    said = text(html)
    assert "示例市财政局·示例市2026年政务公开工作要点2项" in said
    assert "共2项任务" in said
    assert "<strong>按月公开财政收支情况</strong>，解读增减变化。" in html
    assert "<strong>公布水质监测结果</strong>，每季度一次。" in html
    assert said.index("牵头每月20日前") < said.index("配合未写明日期或周期")


def test_a_title_that_is_no_stretch_of_the_wording_changes_nothing(small: Site) -> None:
    path = "content/plans/shili-2026/tasks/002.md"
    long = "公布全市集中式生活饮用水水源地和主要河流断面以及近岸海域的水质监测结果和评价"
    small.edit(path, "公布水质监测结果，每季度一次。", f"{long}，每季度一次。")
    small.build()
    html = small.read("departments/shili/huanbaoju/poster/index.html")
    assert f'<td class="official">{long}，每季度一次。</td>' in html


def test_a_board_says_whom_to_ask(small: Site) -> None:
    small.build()
    assert "咨询和监督" not in small.read(f"{UNIT}poster/index.html")
    path = "content/departments/shili/caizhengju.yaml"
    small.edit(path, "short: 市财政局\n", CONTACT)
    small.build()
    for page in (f"{UNIT}poster/", f"{TASK}card/"):
        said = text(small.read(f"{page}index.html"))
        assert "电话：010-0000-0000" in said
        assert "办公时间：工作日9:00-17:00" in said
    assert "010-0000-0000" not in small.read("departments/shili/huanbaoju/poster/index.html")


def test_a_department_without_a_contact_names_the_portals(small: Site) -> None:
    site = "content/site.yaml"
    small.edit(site, "description: 示例\n", "description: 示例\ncontact:\n  phone: 010-1111-1111\n")
    small.build()
    for page in ("departments/shili/huanbaoju/poster/", "plans/shili-2026/poster/", f"{TASK}card/"):
        said = text(small.read(f"{page}index.html"))
        assert "示例市人民政府办公室电话：010-1111-1111" in said


def test_a_class_of_units_has_no_board_and_its_members_do(small: Site) -> None:
    small.write(
        "content/departments/shili/gebumen.yaml",
        "name: 示例市各部门\nshort: 各部门\nkind: group\nmembers: [示例市档案局]\n",
    )
    small.write("content/departments/shili/danganju.yaml", "name: 示例市档案局\n")
    small.edit(
        "content/plans/shili-2026/tasks/001.md",
        "raw: 市财政局牵头落实\n  lead: [市财政局]",
        "raw: 市财政局牵头，各部门落实\n  lead: [市财政局]\n  implement: [各部门]",
    )
    small.build()
    assert "departments/shili/gebumen/poster/index.html" not in small.files()
    said = text(small.read("departments/shili/danganju/poster/index.html"))
    assert "作为“各部门”的成员承担的任务1项" in said


def test_a_department_without_tasks_has_no_board_and_no_link_to_one(small: Site) -> None:
    small.write("content/departments/shili/danganju.yaml", "name: 示例市档案局\n")
    small.build()
    assert "departments/shili/danganju/poster/index.html" not in small.files()
    assert "poster" not in small.read("departments/shili/danganju/index.html")
    assert 'caizhengju/poster/"' in small.read(f"{UNIT}index.html")


def test_a_board_shows_the_latest_year_only(small: Site) -> None:
    plan = (small.folder / "content/plans/shili-2026/index.md").read_text("utf-8")
    task = (small.folder / "content/plans/shili-2026/tasks/001.md").read_text("utf-8")
    small.write("content/plans/shili-2025/index.md", plan.replace("2026", "2025"))
    small.write("content/plans/shili-2025/tasks/001.md", task)
    small.build()
    said = text(small.read(f"{UNIT}poster/index.html"))
    assert "2025年政务公开工作要点" not in said
    assert "往年计划中的任务未列入" in said


def test_the_board_of_a_plan_lists_every_task_under_its_headings(small: Site) -> None:
    small.build()
    said = text(small.read("plans/shili-2026/poster/index.html"))
    assert "重点领域1按月公开财政收支情况市财政局每月20日前" in said
    assert "2公布水质监测结果市环保局未写明日期或周期" in said


def test_a_board_without_any_time_limit_has_no_empty_column(small: Site) -> None:
    small.edit("content/plans/shili-2026/tasks/001.md", "  raw: 每月20日前\n", "")
    small.build()
    html = small.read("plans/shili-2026/poster/index.html")
    assert "完成时限</th>" not in html
    assert "2项原文没有写明日期或周期。" in text(html)


def test_a_limit_that_stands_in_the_text_only_is_not_said_to_be_missing(small: Site) -> None:
    tasks = "content/plans/shili-2026/tasks/"
    small.edit(f"{tasks}001.md", "  raw: 每月20日前\n  declined: [", "  confirmed: [")
    small.build()
    said = text(small.read(f"{TASK}index.html"))
    assert "什么时限原文没有单列时限，正文中写有：按月公开" in said
    assert "原文没有写明" not in said
    assert "正文中写有：按月公开" in text(small.read(f"{TASK}card/index.html"))
    assert "按月公开（正文中写有）" in text(small.read("plans/shili-2026/poster/index.html"))
    assert "原文没有写明日期或周期。" in text(small.read("plans/shili-2026/tasks/002/index.html"))


def test_a_board_of_days_past_without_a_column_for_limits_names_those_of_the_text(
    small: Site,
) -> None:
    tasks = "content/plans/shili-2026/tasks/"
    small.edit(f"{tasks}001.md", "  raw: 每月20日前\n  declined: [", "  confirmed: [")
    small.build(date(2027, 6, 1))
    board = small.read("plans/shili-2026/poster/index.html")
    assert "完成时限</th>" not in board
    assert "2项原文没有单列时限。" in text(board)
    assert "按月公开财政收支情况正文中的时限：按月公开" in text(board)


def test_a_limit_that_only_an_editor_reads_is_said_to_be_theirs(small: Site) -> None:
    tasks = "content/plans/shili-2026/tasks/"
    small.edit(f"{tasks}001.md", "  raw: 每月20日前\n", "  rules:\n    - {date: 2026-12-30}\n")
    small.build()
    for page in (TASK, f"{TASK}card/"):
        assert "时限是编辑对原文的解读。" in text(small.read(f"{page}index.html"))
    assert "编辑对原文的解读" in text(small.read("plans/shili-2026/poster/index.html"))


def test_a_task_can_be_cited_with_its_address_number_and_wording(small: Site) -> None:
    plan = "content/plans/shili-2026/index.md"
    small.edit(
        plan,
        "year: 2026\n",
        "year: 2026\ndoc_number: 示政办〔2026〕1号\nissuer: 示例市政府办公室\n",
    )
    small.build()
    page = LexborHTMLParser(small.read(f"{TASK}index.html"))
    found = page.css_first("#citation")
    assert found
    assert found.text() == (
        "示例市政府办公室：《示例市2026年政务公开工作要点》（示政办〔2026〕1号）第1项："
        "“按月公开财政收支情况，解读增减变化。” https://example.org/plans/shili-2026/tasks/001/"
    )


def test_a_citation_says_that_a_number_is_ours(small: Site) -> None:
    plan = "content/plans/shili-2026/index.md"
    small.edit(plan, "year: 2026\n", "year: 2026\nnumbering: ours\n")
    small.build()
    found = LexborHTMLParser(small.read(f"{TASK}index.html")).css_first("#citation")
    assert found
    assert "第1项（序号由本站编排）：" in found.text()


def test_buttons_that_need_a_script_are_hidden_until_it_runs(small: Site) -> None:
    small.build()
    for page in (TASK, f"{TASK}card/"):
        html = small.read(f"{page}index.html")
        buttons = re.findall(r"<button type=\"button\"[^>]*>", html)
        assert buttons
        assert all(" hidden>" in button for button in buttons)
