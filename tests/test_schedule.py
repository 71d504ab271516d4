"""The calendar and the year at a glance say what they hold, and what they leave out."""

from __future__ import annotations

import json
import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import Site

YEARLONG = """\
-- content/plans/shili-2026/tasks/003.md --
---
number: "3"
section: [重点领域]
responsibility:
  raw: 市财政局
  lead: [市财政局]
deadline:
  raw: 全年工作
domains: [财政]
---

做好财政信息公开。
-- content/plans/shili-2026/tasks/004.md --
---
number: "4"
section: [重点领域]
responsibility:
  raw: 市财政局
  lead: [市财政局]
deadline:
  raw: 全年工作
  confirmed: [9月底前]
domains: [财政]
---

9月底前公开目录。
-- content/plans/shili-2026/tasks/005.md --
---
number: "5"
section: [重点领域]
responsibility:
  raw: 市财政局
  lead: [市财政局]
deadline:
  raw: 决算批复后20日内
domains: [财政]
---

公开决算。
"""


@pytest.fixture
def yearlong(small: Site) -> Site:
    """A small site with work all year round, and a duty whose day is not known yet."""
    for path, body in re.findall(r"-- (\S+) --\n(.*?)(?=\n-- |\Z)", YEARLONG, re.DOTALL):
        small.write(path, f"{body}\n")
    small.build()
    return small


def test_months_and_years_say_how_much_work_of_the_whole_year_they_leave_out(
    yearlong: Site,
) -> None:
    for path in (
        "calendar/2026-12/index.html",
        "calendar/2026-03/index.html",
        "calendar/2026/index.html",
    ):
        assert "2026年另有全年的工作2项次，没有特定的一天，不列在日历里" in yearlong.said(path)
        assert 'href="../../plans/shili-2026/schedule/"' in yearlong.read(path)


def test_the_calendar_tells_its_rows_from_those_of_its_files(yearlong: Site) -> None:
    rows = json.loads(yearlong.read("data/occurrences.json"))
    first = yearlong.said("calendar/index.html")
    assert len(rows) == 16
    words = "数据文件收录全部16项次：日历上的13项次，全年的工作2项次，日期待定的1项次。"
    assert words in first
    assert "把写明日期或周期的时限推算成日期" in first
    assert "全年的工作另有2项次" in first


def test_a_calendar_that_leaves_nothing_out_says_nothing_of_it(small: Site) -> None:
    small.build()
    for path in ("calendar/index.html", "calendar/2026/index.html", "calendar/2026-12/index.html"):
        assert "项次，没有特定的一天" not in small.said(path)
        assert "数据文件收录" not in small.said(path)


def test_a_year_at_a_glance_counts_no_work_of_the_whole_year_in_december(yearlong: Site) -> None:
    page = LexborHTMLParser(yearlong.read("plans/shili-2026/schedule/index.html"))
    totals = [node.text() for node in page.css("tfoot td")]
    assert totals == ["1"] * 8 + ["2"] + ["1"] * 3 + [""]
    rows = [[cell.text() for cell in row.css("td")] for row in page.css("tbody tr")][-3:]
    assert rows[0] == ["全年", ""]
    assert rows[1] == [""] * 8 + ["1"] + [""] * 3 + ["全年"]


def test_a_year_counts_what_falls_due_in_its_plans_as_occurrences_not_as_tasks(
    yearlong: Site,
) -> None:
    assert "示例市2026年政务公开工作要点13项次" in yearlong.said("calendar/2026/index.html")


def test_a_month_is_linked_where_the_calendar_lists_as_many_as_are_counted(yearlong: Site) -> None:
    for path in ("plans/shili-2026/", "departments/shili/caizhengju/", "domains/caizheng/"):
        page = LexborHTMLParser(yearlong.read(f"{path}index.html"))
        assert page.css(".strip li")
        assert not page.css(".strip a")
    assert LexborHTMLParser(yearlong.read("calendar/index.html")).css(".strip a")


def test_the_link_of_a_month_says_which_year_and_what_is_counted(yearlong: Site) -> None:
    links = LexborHTMLParser(yearlong.read("calendar/index.html")).css(".strip a")
    assert " ".join(links[2].text().split()) == "2026 年 3月 1 项次"
    assert [one.text().strip() for one in links[2].css(".hidden")] == ["2026 年", "项次"]


def test_months_of_other_years_are_told_apart(yearlong: Site) -> None:
    task = "content/plans/shili-2026/tasks/004.md"
    rules = "  rules: [{says: 2027年3月底前}, {says: 2028年5月底前}]\n"
    yearlong.edit(task, "  confirmed: [9月底前]\n", f"{rules}  declined: [9月底前]\n")
    yearlong.build()
    words = "其他年份：2028年5月（1项次）、2027年3月（1项次）"
    assert words in yearlong.said("plans/shili-2026/index.html")
