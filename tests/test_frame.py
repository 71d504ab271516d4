"""What stands around every page: tags, linked data, notices, statutory column, site map."""

from __future__ import annotations

import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from sitegen.pages import Edition
from tests.conftest import AS_OF, Site

GUIDE = """\
---
title: 示例市政府信息公开指南
column: guide
date: 2026-01-08
---

向示例市人民政府办公室提出申请。
"""


def tags(page: str) -> dict[str, str]:
    """The meta tags of a page by name."""
    nodes = LexborHTMLParser(page).css("head meta[name]")
    return {n.attributes["name"] or "": n.attributes.get("content") or "" for n in nodes}


def linked(page: str) -> list[dict[str, object]]:
    """The JSON-LD of a page."""
    node = LexborHTMLParser(page).css_first('script[type="application/ld+json"]')
    assert node is not None
    graph: list[dict[str, object]] = json.loads(node.text())["@graph"]
    return graph


def test_a_task_carries_the_tags_of_site_column_and_article(small: Site) -> None:
    small.edit("content/site.yaml", "base_url:", "id_code: '0000000000'\nbase_url:")
    small.edit(
        "content/plans/shili-2026/index.md",
        "year: 2026",
        "year: 2026\nissued: 2026-03-02\nissuer: 示例市政府办公室",
    )
    small.build()
    found = tags(small.read("plans/shili-2026/tasks/001/index.html"))
    assert found["SiteName"] == "示例市政务公开"
    assert found["SiteDomain"] == "example.org"
    assert found["SiteIDCode"] == "0000000000"
    assert found["ColumnName"] == "计划"
    assert found["ColumnDescription"]
    assert found["ColumnKeywords"]
    assert found["ColumnType"] == "信息公开"
    assert found["ArticleTitle"] == "按月公开财政收支情况"
    assert found["PubDate"] == "2026-03-02"
    assert found["ContentSource"] == "示例市政府办公室"


def test_a_plan_that_names_no_issuer_is_given_none(small: Site) -> None:
    small.build()
    for path in ("plans/shili-2026/index.html", "plans/shili-2026/tasks/001/index.html"):
        assert "ContentSource" not in tags(small.read(path))
        assert "ArticleTitle" in tags(small.read(path))


def test_a_list_carries_the_tags_of_a_column_and_none_of_an_article(small: Site) -> None:
    small.build()
    found = tags(small.read("departments/index.html"))
    assert found["ColumnName"] == "部门"
    assert "ArticleTitle" not in found


def test_linked_data_cannot_end_its_script(small: Site) -> None:
    small.edit("content/site.yaml", "title: 示例市政务公开", "title: 甲</script><b>&乙")
    small.build()
    home = small.read("index.html")
    assert "</script><b>" not in home
    assert linked(home)[0]["name"] == "甲</script><b>&乙"


def test_a_page_of_which_nothing_can_be_told_to_machines_carries_no_linked_data(
    small: Site,
) -> None:
    small.build()
    assert "ld+json" not in small.read("404.html")
    assert "ld+json" in small.read("index.html")


def test_crumbs_are_told_to_machines(small: Site) -> None:
    small.build()
    crumbs = linked(small.read("plans/shili-2026/tasks/001/index.html"))[0]
    assert crumbs["@type"] == "BreadcrumbList"
    items = crumbs["itemListElement"]
    assert isinstance(items, list)
    assert [item["name"] for item in items] == ["首页", "计划", "示例2026", "重点领域"]


def test_a_preview_says_so_and_stays_out_of_search_engines(small: Site) -> None:
    small.build(edition=Edition(AS_OF, preview=True))
    page = small.read("index.html")
    assert "这是预览" in page
    assert tags(page)["robots"] == "noindex"
    small.build()
    assert "这是预览" not in small.read("index.html")
    assert "robots" not in tags(small.read("index.html"))


def test_an_edition_of_a_past_day_says_so_on_every_page(small: Site) -> None:
    small.build(edition=Edition(AS_OF, past=True))
    for path, data in small.files().items():
        if path.endswith(".html"):
            assert "停在 2026年11月21日" in data.decode(), path


def test_every_page_says_as_of_which_day_it_is(small: Site) -> None:
    small.build()
    for path, data in small.files().items():
        if path.endswith(".html"):
            assert "内容截至 2026年11月21日" in data.decode(), path


def test_the_statutory_column_lists_its_parts_and_says_what_is_missing(small: Site) -> None:
    small.build()
    assert "zfxxgk/index.html" not in small.files()
    small.write("content/pages/guide.md", GUIDE)
    small.build()
    page = LexborHTMLParser(small.read("zfxxgk/index.html"))
    assert [node.text() for node in page.css("main h2")] == [
        "政府信息公开指南",
        "政府信息公开制度",
        "法定主动公开内容",
        "政府信息公开年报",
        "依申请公开",
    ]
    assert page.css_first('main a[href="../guide/"]') is not None
    missing = [node for node in page.css("main section > p") if "还没有内容" in node.text()]
    assert len(missing) == 4
    assert "政府信息公开" in small.read("index.html")


def test_the_site_map_reaches_every_plan_government_domain_and_page(small: Site) -> None:
    small.write("content/pages/guide.md", GUIDE)
    small.build()
    page = LexborHTMLParser(small.read("sitemap/index.html"))
    reached = {node.attributes.get("href") for node in page.css("main a")}
    assert {
        "../plans/shili-2026/",
        "../plans/shili-2026/sections/1/",
        "../plans/shili-2026/schedule/",
        "../governments/shili/",
        "../domains/caizheng/",
        "../guide/",
        "../zfxxgk/",
        "../calendar/",
        "../data/",
    } <= reached


def test_contact_of_a_department_and_of_the_site_is_shown(small: Site) -> None:
    small.edit(
        "content/departments/shili/caizhengju.yaml",
        "short: 市财政局",
        "short: 市财政局\ncontact: {office: 办公室, phone: 000-0000000, hours: 工作日}",
    )
    small.edit("content/site.yaml", "base_url:", "contact: {phone: 000-1111111}\nbase_url:")
    small.build()
    page = small.read("departments/shili/caizhengju/index.html")
    assert '<a href="tel:000-0000000">000-0000000</a>' in page
    assert "工作日" in page
    assert "000-1111111" in page


@pytest.mark.parametrize(
    ("phone", "dialled"),
    [
        ("000-0000000", "000-0000000"),
        ("（000）0000000", "000-0000000"),
        ("（000） 000 0000", "000-000-0000"),
        ("+86 000 0000000", "+86-000-0000000"),
        ("12345", "12345"),
        ("000-0000000、1111111", ""),
        ("000-0000000转801", ""),
        ("总机转办公室", ""),
    ],
)
def test_a_number_can_be_dialled_where_it_is_one(small: Site, phone: str, dialled: str) -> None:
    small.edit("content/site.yaml", "base_url:", f"contact:\n  phone: {phone}\nbase_url:")
    small.build()
    link = f'<a href="tel:{dialled}">{phone}</a>' if dialled else f"电话：{phone}</span>"
    assert link in small.read("plans/index.html")


def test_a_renamed_department_and_its_successor_lead_to_each_other(small: Site) -> None:
    small.edit(
        "content/departments/shili/huanbaoju.yaml",
        "short: 市环保局",
        "short: 市环保局\nvalid_until: 2026-05-01\nsuccessor: 市财政局",
    )
    small.build()
    assert "2026年5月1日" in small.read("departments/shili/huanbaoju/index.html")
    successor = LexborHTMLParser(small.read("departments/shili/caizhengju/index.html"))
    assert successor.css_first('main dl a[href$="/shili/huanbaoju/"]') is not None


@pytest.mark.parametrize(
    ("target", "rel"),
    [("https://other.example/", "external noopener"), ("/plans/shili-2026/index.md", None)],
)
def test_links_out_of_the_site_are_marked(small: Site, target: str, rel: str | None) -> None:
    small.write("content/pages/about.md", f"---\ntitle: 关于\n---\n\n[看这里]({target})\n")
    small.build()
    link = LexborHTMLParser(small.read("about/index.html")).css_first(".prose a")
    assert link is not None
    assert link.attributes.get("rel") == rel


def test_titles_of_tasks_and_sections_name_their_plan(small: Site) -> None:
    small.build()
    for path, title in (
        ("tasks/001/", "按月公开财政收支情况 - 示例2026 - 示例市政务公开"),
        ("sections/1/", "重点领域 - 示例2026 - 示例市政务公开"),
        (
            "tasks/001/card/",
            "政务公开明白卡 按月公开财政收支情况 - 示例市2026年政务公开工作要点 - 示例市政务公开",
        ),
    ):
        assert f"<title>{title}</title>" in small.read(f"plans/shili-2026/{path}index.html")


def test_other_names_of_a_domain_stand_beside_their_label(small: Site) -> None:
    small.build()
    page = LexborHTMLParser(small.read("domains/caizheng/index.html"))
    assert next(fact.text() for fact in page.css(".facts > span")) == "也叫：预决算"
