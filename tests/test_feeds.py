"""Feeds: what is new is in them, a reader of feeds understands them, and nothing in them can do harm."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import date
from typing import Any

import feedparser
import pytest

from sitegen.pages import Page
from sitegen.pages.feeds import NEWEST, EntryView, FeedView
from sitegen.render import render
from sitegen.theme import load_theme
from tests.conftest import AS_OF, REPOSITORY, Site

PLAN = "content/plans/shili-2026/index.md"
TASK = "content/plans/shili-2026/tasks/001.md"
HOSTILE = """<script>alert("1")</script> & ]]> '&lt;' {title}"""

RECORD = """\
---
title: 2026年2月财政收支情况
date: 2026-03-18
tasks: ["1"]
departments: [市财政局]
url: https://example.com/show?a=1&b=2
---

一般公共预算收入 3 亿元。
"""
POLICY = """\
---
title: 示例市财政预决算公开办法
issuer: 示例市人民政府
doc_number: 示府发〔2026〕1号
published: 2026-01-05
departments: [市财政局]
domains: [财政]
---

第一条　预算应当公开。
"""


@pytest.fixture
def dated(small: Site) -> Site:
    """A site whose plan was issued, with evidence and a policy document."""
    small.edit(PLAN, "year: 2026", "year: 2026\nissued: 2026-02-03\ntracking: active")
    small.write("content/plans/shili-2026/records/2026-02.md", RECORD)
    small.write("content/documents/shili/banfa.md", POLICY)
    return small


def parsed(site: Site, path: str) -> Any:
    """A feed as a reader of feeds sees it, its HTML not cleaned."""
    return read(site.read(path).encode())


def read(feed: bytes) -> Any:
    """A feed as a reader of feeds sees it, its HTML not cleaned."""
    found = feedparser.parse(feed, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.bozo_exception
    assert found.version == "atom10"
    return found


def feeds(site: Site) -> dict[str, Any]:
    """Every feed of a site by its path."""
    return {path: read(data) for path, data in site.files().items() if path.endswith("feed.xml")}


def titles(found: Any) -> list[str]:
    """The titles of a feed's entries in order."""
    return [entry.title for entry in found.entries]


def test_the_portal_and_each_of_its_subjects_have_a_feed(small: Site) -> None:
    small.build()
    assert set(feeds(small)) == {
        "feed.xml",
        "departments/shili/caizhengju/feed.xml",
        "departments/shili/huanbaoju/feed.xml",
        "domains/caizheng/feed.xml",
        "domains/huanbao/feed.xml",
        "governments/shili/feed.xml",
        "plans/shili-2026/feed.xml",
    }


def test_what_has_nothing_new_has_no_feed_and_no_link_to_one(small: Site) -> None:
    small.write("content/departments/shili/shuiliju.yaml", "name: 示例市水利局\n")
    small.build()
    path = "departments/shili/shuiliju/"
    assert f"{path}feed.xml" not in small.files()
    assert "atom+xml" not in small.read(f"{path}index.html")


def test_every_feed_of_the_portal_has_what_rfc_4287_asks_for(portal: Site) -> None:
    found = feeds(portal)
    assert len(found) > 200
    for path, feed in found.items():
        address = f"https://zwgk.example.org/{path}"
        links = {link.rel: link.href for link in feed.feed.links}
        assert (feed.feed.id, links["self"]) == (address, address)
        assert links["alternate"] == address.removesuffix("feed.xml")
        assert feed.feed.author
        assert feed.feed.title
        assert feed.feed.updated
        ids = [entry.id for entry in feed.entries]
        assert 0 < len(ids) == len(set(ids)) <= NEWEST
        for entry in feed.entries:
            assert entry.title
            assert entry.author
            assert entry.content[0].value
            assert entry.link.startswith("https://zwgk.example.org/plans/")
            assert entry.updated <= feed.feed.updated


def test_links_of_feeds_lead_to_files_of_the_site(portal: Site) -> None:
    files = set(portal.files())
    for feed in feeds(portal).values():
        links = [link.href for part in (feed.feed, *feed.entries) for link in part.links]
        for link in links:
            path = link.removeprefix("https://zwgk.example.org/")
            assert (f"{path}index.html" if not path or path.endswith("/") else path) in files


def test_evidence_documents_and_tasks_stand_in_order_the_newest_first(dated: Site) -> None:
    dated.build()
    assert titles(parsed(dated, "departments/shili/caizhengju/feed.xml")) == [
        "公开凭证：2026年2月财政收支情况",
        "示例2026第1项：按月公开财政收支情况",
        "示例2026第2项：公布水质监测结果",
        "政策文件：示例市财政预决算公开办法",
    ]


def test_a_feed_has_only_what_belongs_to_its_subject(dated: Site) -> None:
    dated.build()
    found = parsed(dated, "domains/huanbao/feed.xml")
    assert titles(found) == ["示例2026第2项：公布水质监测结果"]
    assert len(titles(parsed(dated, "feed.xml"))) == 4


def test_an_entry_says_when_who_what_and_where(dated: Site) -> None:
    dated.build()
    record, task, _, policy = parsed(dated, "feed.xml").entries
    assert task.published == task.updated == "2026-02-03T00:00:00+08:00"
    assert task.id == task.link == "https://example.org/plans/shili-2026/tasks/001/"
    assert [tag.term for tag in task.tags] == ["财政"]
    assert task.content[0].type == "application/xhtml+xml"
    assert "<p>按月公开财政收支情况，解读增减变化。</p>" in task.content[0].value
    assert "市财政局牵头落实" in task.content[0].value
    assert "每月20日前" in task.content[0].value
    assert record.author == "示例市财政局"
    assert record.id == f"{task.link}#record-2026-02"
    assert '<a href="https://example.com/show?a=1&amp;b=2">' in record.content[0].value
    assert {link.rel: link.href for link in record.links}["via"].endswith("?a=1&b=2")
    assert (policy.author, policy.updated[:10]) == ("示例市人民政府", "2026-01-05")


def test_a_plan_without_date_and_issuer_claims_no_day_and_no_author(small: Site) -> None:
    small.build()
    for entry in parsed(small, "feed.xml").entries:
        assert "published" not in entry
        assert entry.updated == "1970-01-01T00:00:00+08:00"
        assert entry.author == "示例市人民政府办公室"


def committed(site: Site, day: str) -> None:
    """Commit everything that an editor wrote, on a day."""
    if not (site.folder / ".git").exists():
        subprocess.run(["git", "init", "-q"], cwd=site.folder, check=True)
    moment = f"{day}T12:00:00+08:00"
    when = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    subprocess.run(["git", "add", "content"], cwd=site.folder, check=True)
    command = [
        "git",
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@example.org",
        "commit",
        "-qm",
        "改动",
    ]
    subprocess.run(command, cwd=site.folder, check=True, env=os.environ | when)


def updates(site: Site, path: str = "feed.xml") -> list[tuple[str, str]]:
    """The entries of a feed in order: title, and day of the last change."""
    return [(entry.title, entry.updated[:10]) for entry in parsed(site, path).entries]


def test_what_was_corrected_comes_up_again_on_the_day_of_the_correction(dated: Site) -> None:
    committed(dated, "2026-03-20")
    dated.edit("content/plans/shili-2026/tasks/002.md", "水质监测结果", "水质监测的结果")
    dated.build()
    assert updates(dated, "plans/shili-2026/feed.xml")[0][1] == "2026-03-20", "not committed"
    committed(dated, "2026-05-04")
    dated.build()
    assert updates(dated) == [
        ("示例2026第2项：公布水质监测的结果", "2026-05-04"),
        ("公开凭证：2026年2月财政收支情况", "2026-03-20"),
        ("示例2026第1项：按月公开财政收支情况", "2026-03-20"),
        ("政策文件：示例市财政预决算公开办法", "2026-03-20"),
    ]
    assert parsed(dated, "feed.xml").entries[0].published[:10] == "2026-02-03"
    made = dated.files()
    dated.build(clean=True)
    assert dated.files() == made
    assert "DTSTAMP:20260504T" not in dated.read("domains/caizheng/calendar.ics")


def test_an_older_plan_that_is_added_later_is_new_to_readers(dated: Site) -> None:
    committed(dated, "2026-03-20")
    older = "content/plans/shili-2020"
    dated.write(
        f"{older}/index.md",
        "---\ntitle: 示例市2020年政务公开工作要点\nshort: 示例2020\ngovernment: 示例市\nyear: 2020\n"
        "issued: 2020-02-03\n---\n\n现印发给你们。\n",
    )
    task = (dated.folder / TASK).read_text("utf-8")
    dated.write(
        f"{older}/tasks/001.md",
        task.replace("按月公开", "逐月公开").replace("declined", "confirmed"),
    )
    committed(dated, "2026-05-04")
    dated.build()
    assert updates(dated)[0] == ("示例2020第1项：逐月公开财政收支情况", "2026-05-04")


def test_an_event_is_stamped_with_the_day_on_which_its_task_was_corrected(dated: Site) -> None:
    committed(dated, "2026-03-20")
    dated.edit(TASK, "raw: 每月20日前", "raw: 每月25日前")
    committed(dated, "2026-05-04")
    dated.build()
    assert "DTSTAMP:20260504T000000Z" in dated.read("domains/caizheng/calendar.ics")


def test_a_repealed_document_comes_up_again_on_the_day_it_ended(dated: Site) -> None:
    dated.edit(
        "content/documents/shili/banfa.md",
        "published: 2026-01-05",
        "published: 2026-01-05\nvalidity: 废止\nrepealed_on: 2026-10-01",
    )
    dated.build()
    first = parsed(dated, "domains/caizheng/feed.xml").entries[0]
    assert (first.published[:10], first.updated[:10]) == ("2026-01-05", "2026-10-01")
    assert "有效性：废止" in first.content[0].value


@pytest.mark.parametrize(
    ("more", "today", "updated", "said"),
    [
        ("valid_until: 2026-06-30", date(2026, 6, 30), "2026-01-05", "有效"),
        ("valid_until: 2026-06-30", date(2026, 7, 1), "2026-07-01", "失效"),
        ("valid_until: 2026-06-30", date(2026, 8, 1), "2026-07-01", "失效"),
        ("repealed_on: 2026-06-30", date(2026, 6, 29), "2026-01-05", "有效"),
        ("repealed_on: 2026-06-30", date(2026, 6, 30), "2026-06-30", "废止"),
        # what was repealed does not lapse once more
        ("repealed_on: 2026-05-01\nvalid_until: 2026-06-30", AS_OF, "2026-05-01", "废止"),
    ],
)
def test_a_document_comes_up_again_on_the_day_it_says_that_it_is_over(
    dated: Site, more: str, today: date, updated: str, said: str
) -> None:
    policy = "content/documents/shili/banfa.md"
    dated.edit(policy, "published: 2026-01-05", f"published: 2026-01-05\n{more}")
    dated.build(today)
    found = parsed(dated, "domains/caizheng/feed.xml").entries
    entry = next(one for one in found if one.id.endswith("documents/shili/banfa/"))
    assert entry.updated[:10] == updated
    assert f"有效性：{said}" in entry.content[0].value


def test_a_document_begins_as_it_reads(dated: Site) -> None:
    dated.write("content/documents/shili/files/a.txt", "附件\n")
    dated.edit(
        "content/documents/shili/banfa.md",
        "第一条　预算应当公开。",
        '## 一、总则\n\n**各县** A&amp;B 见[附件](files/a.txt "二")。\n\n1. 甲\n\n|乙|丙|\n|-|-|\n|丁|戊|',
    )
    dated.build()
    entry = parsed(dated, "domains/caizheng/feed.xml").entries[-1]
    assert entry.content[0].value.count("一、总则各县A&amp;B见附件。1.甲乙丙丁戊") == 1


def test_evidence_of_later_days_is_not_in_an_earlier_edition(dated: Site) -> None:
    dated.build(date(2026, 3, 17))
    assert "公开凭证" not in dated.read("feed.xml")
    dated.build(date(2026, 3, 18))
    assert "公开凭证" in dated.read("feed.xml")


def test_the_same_content_gives_the_same_feeds_on_any_day(dated: Site) -> None:
    def now() -> dict[str, bytes]:
        return {path: data for path, data in dated.files().items() if path.endswith("feed.xml")}

    dated.build(date(2026, 6, 1))
    before = now()
    dated.build(AS_OF, clean=True)
    assert now() == before


def test_hostile_titles_stay_text(small: Site) -> None:
    small.edit(TASK, "  declined: [按月公开]\n", "")
    small.edit(TASK, "title: 按月公开财政收支情况", f"title: >-\n  {HOSTILE}")
    small.edit(TASK, "解读增减变化。", f"解读增减变化。{HOSTILE}")
    small.edit(TASK, "按月公开财政收支情况，", f"{HOSTILE}，")
    small.build()
    text = small.read("feed.xml")
    assert "<script" not in text
    assert "&lt;script" in text
    entry = parsed(small, "feed.xml").entries[0]
    assert entry.title == f"示例2026第1项：{HOSTILE}"
    assert "<script" not in entry.content[0].value
    assert "&lt;script&gt;alert(" in entry.content[0].value


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    bad = "甲\x00\x0b\x1f\ud800\ufffe乙"
    entry = EntryView(
        kind="task",
        url="plans/x/tasks/1/",
        mark="",
        title=bad,
        plan=bad,
        number=bad,
        published="2026-01-01",
        updated="2026-01-01",
        author=bad,
        domains=(bad,),
        paragraphs=(bad,),
        facts=(),
    )
    feed = FeedView(
        kind="plan",
        name=bad,
        url="plans/x/",
        feed="plans/x/feed.xml",
        data="data/plans/x.json",
        site=bad,
        organisation=bad,
        licence=bad,
        base_url="https://example.org",
        updated="2026-01-01",
        entries=(entry,),
        count=1,
    )
    made = render(Page(feed.feed, "feeds/atom.xml", feed), load_theme(REPOSITORY, "default"))
    assert read(made).entries[0].title == "甲乙第甲乙项：甲乙"


def test_a_long_feed_ends_and_says_where_the_rest_is(small: Site) -> None:
    text = (small.folder / TASK).read_text("utf-8")
    for number in range(3, NEWEST + 6):
        more = text.replace('number: "1"', f'number: "{number}"')
        small.write(f"content/plans/shili-2026/tasks/{number:03}.md", more)
    small.build()
    found = parsed(small, "plans/shili-2026/feed.xml")
    assert len(found.entries) == NEWEST
    assert found.feed.subtitle == f"最新的 {NEWEST} 条；全部内容见网页。"
    related = [link.href for link in found.feed.links if link.rel == "related"]
    assert related == ["https://example.org/data/plans/shili-2026.json"]
    assert small.read("data/plans/shili-2026.json").count('"number"') == NEWEST + 5


def test_below_a_path_every_address_has_the_path(small: Site) -> None:
    small.edit("content/site.yaml", "https://example.org/", "https://example.org/zwgk/")
    small.build()
    addresses = re.findall(r'(?:href="|<id>)([^"<]+)', small.read("domains/caizheng/feed.xml"))
    assert addresses
    assert all(one.startswith("https://example.org/zwgk/") for one in addresses)


def test_pages_lead_to_their_feed_in_the_head_and_in_sight(small: Site) -> None:
    small.build()
    for page in ("", "plans/shili-2026/", "governments/shili/", "domains/caizheng/"):
        html = small.read(f"{page}index.html")
        root = "../" * page.count("/")
        feed = f'{root}{page}feed.xml"'
        assert re.search(rf'<link rel="alternate" type="application/atom\+xml"[^>]*{feed}', html)
        assert re.search(rf'<a href="{feed} type="application/atom\+xml">更新', html)
        assert f'href="{root}data/#subscribe"' in html


def test_the_open_data_page_says_how_to_subscribe_and_to_what(small: Site) -> None:
    small.build()
    html = small.read("data/index.html")
    assert 'id="subscribe"' in html
    for path in ("feed.xml", "plans/shili-2026/feed.xml", "domains/huanbao/feed.xml"):
        assert f'href="../{path}"' in html
