"""The line from content to published files, on small whole sites."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from sitegen.errors import SiteInvalid
from sitegen.pages import Edition
from sitegen.preparing import prepared
from tests.conftest import AS_OF, Site

SLOWEST = 5.0  # seconds of work on the slowest machine


def heading(site: Site, path: str) -> str:
    """The heading of a page as it reads."""
    return LexborHTMLParser(site.read(path)).css("h1")[0].text()


def test_a_task_page_shows_wording_units_limit_and_place(small: Site) -> None:
    small.build()
    page = small.read("plans/shili-2026/tasks/001/index.html")
    for text in ("按月公开财政收支情况，解读增减变化。", "市财政局牵头落实", "每月20日前", "第1项"):
        assert text in page
    assert 'href="../../../../departments/shili/caizhengju/"' in page


def test_a_task_without_a_title_is_named_by_its_first_clause(small: Site) -> None:
    small.build()
    assert heading(small, "plans/shili-2026/tasks/002/index.html") == "公布水质监测结果"


@pytest.mark.parametrize(
    ("wording", "title"),
    [
        ("新增公开事项1,200项，每季度一次。", "新增公开事项1,200项"),
        ("新增公开事项,每季度一次。", "新增公开事项"),
        ("截至2017,公开事项。", "截至2017"),
        ("公开事项, 1200项，每季度一次。", "公开事项"),
    ],
)
def test_a_title_from_the_wording_keeps_numbers_whole(
    small: Site, wording: str, title: str
) -> None:
    task = "content/plans/shili-2026/tasks/002.md"
    small.edit(task, "公布水质监测结果，每季度一次。", f"{wording}\n\n每季度一次。")
    small.build()
    assert heading(small, "plans/shili-2026/tasks/002/index.html") == title
    assert f'"title":"{title}"' in small.read("data/tasks.json").replace('": "', '":"')


def test_headings_of_deep_categories_are_of_the_levels_that_there_are(small: Site) -> None:
    deep = ", ".join("一二三四五六七八九")
    small.edit("content/plans/shili-2026/tasks/001.md", "section: [重点领域]", f"section: [{deep}]")
    small.build()
    for page in ("", "sections/1/"):
        headings = re.findall(r"<h(\d+) ", small.read(f"plans/shili-2026/{page}index.html"))
        assert max(map(int, headings)) == 6


def test_gaps_stand_where_their_numbers_would(small: Site) -> None:
    task = (small.folder / "content/plans/shili-2026/tasks/002.md").read_text("utf-8")
    for number in (1, 2, 3, 10):
        text = task.replace('"2"', f'"{number + 1}"')
        small.write(f"content/plans/shili-2026/tasks/{number:03}.md", text)
    gaps = "".join(f"  - {{number: '{n}', note: 原文没有}}\n" for n in (1, 12, 5, 6))
    small.edit("content/plans/shili-2026/index.md", "year: 2026\n", f"year: 2026\nmissing:\n{gaps}")
    small.build()
    found = re.findall(
        r'id="gap-(\d+)"|href="[^"]*tasks/(\d+)/"', small.read("plans/shili-2026/index.html")
    )
    order = [
        ("1", ""),
        ("", "001"),
        ("", "002"),
        ("", "003"),
        ("5", ""),
        ("6", ""),
        ("", "010"),
        ("12", ""),
    ]
    assert found == order


def test_many_gaps_of_a_long_plan_are_placed_at_once(small: Site) -> None:
    task = (small.folder / "content/plans/shili-2026/tasks/002.md").read_text("utf-8")
    for number in range(2, 600, 2):
        small.write(
            f"content/plans/shili-2026/tasks/{number:03}.md", task.replace('"2"', f'"{number}"')
        )
    gaps = "".join(f"  - {{number: '{n}', note: 原文没有}}\n" for n in range(3, 600, 2))
    small.edit("content/plans/shili-2026/index.md", "year: 2026\n", f"year: 2026\nmissing:\n{gaps}")
    pages = prepared(small.project, Edition(AS_OF)).pages
    page = pages.find("plans/shili-2026/index.html")
    assert page
    begun = time.process_time()
    page.made()
    assert time.process_time() - begun < SLOWEST


@pytest.mark.parametrize("page", ["", "schedule/", "poster/"])
def test_a_task_that_stands_in_no_category_stands_in_its_plan(small: Site, page: str) -> None:
    small.edit("content/plans/shili-2026/tasks/002.md", "section: [重点领域]\n", "")
    small.build()
    said = small.said(f"plans/shili-2026/{page}index.html")
    assert "公布水质监测结果" in said
    assert said.index("公布水质监测结果") < said.index("按月公开财政收支情况")


def test_descriptions_are_the_words_of_prose_without_its_marks(small: Site) -> None:
    page = "---\ntitle: 指南\ncolumn: guide\n---\n\n# 一、*概述*\n\n- 见[示例市](../plans/shili-2026/index.md)\n"
    small.write("content/pages/zhinan.md", page)
    small.build()
    description = '<meta name="description" content="{}">'
    for path, words in (
        ("plans/shili-2026/", "示例市2026年政务公开工作要点：一、总体要求现印发给你们。"),
        ("zhinan/", "一、概述见示例市"),
    ):
        assert description.format(words) in small.read(f"{path}index.html")
    assert "一、概述见示例市" in small.read("zfxxgk/index.html")


def test_a_page_without_words_of_its_own_is_described_by_its_title(small: Site) -> None:
    small.write("content/pages/line.md", "---\ntitle: 分隔线\n---\n\n***\n")
    small.build()
    assert '<meta name="description" content="分隔线">' in small.read("line/index.html")


def test_the_home_page_names_no_department_without_tasks_as_one_of_the_busiest(small: Site) -> None:
    assert "市环保局" in busiest(small)
    small.remove("content/plans/shili-2026/tasks/002.md")
    assert "市财政局" in busiest(small)
    assert "市环保局" not in busiest(small)
    small.remove("content/plans/shili-2026/tasks/001.md")
    assert busiest(small) == ""


def busiest(site: Site) -> str:
    """What the home page says of the departments that most tasks name."""
    site.build()
    return site.said("index.html").partition("任务最多的部门")[2].partition("查看全部部门")[0]


def test_a_department_in_two_roles_of_a_task_has_one_task(small: Site) -> None:
    task = "content/plans/shili-2026/tasks/002.md"
    small.edit(task, "raw: 市环保局牵头", "raw: 市环保局牵头，市环保局")
    small.edit(task, "support: [财政局]", "support: [市环保局, 财政局]")
    small.build()
    page = small.read("departments/shili/huanbaoju/index.html").partition('id="duties"')[2]
    assert page.count("公布水质监测结果") == 1
    assert "市环保局、市环保局" not in small.read("plans/shili-2026/index.html")


def test_a_department_page_keeps_roles_apart(small: Site) -> None:
    small.build()
    page = small.read("departments/shili/caizhengju/index.html").partition('id="duties"')[2]
    assert page.index("牵头 ·") < page.index("按月公开财政收支情况") < page.index("配合 ·")


def test_two_builds_give_the_same_bytes(small: Site) -> None:
    small.build()
    first = small.files()
    small.build(clean=True)
    assert small.files() == first


def test_a_build_with_nothing_changed_makes_nothing(small: Site) -> None:
    small.build()
    assert small.build().made == 0


def test_a_removed_task_disappears_and_strangers_stay(small: Site) -> None:
    small.build()
    small.write("output/notice.txt", "不是我们的")
    small.remove("content/plans/shili-2026/tasks/002.md")
    report = small.build()
    files = small.files()
    assert "plans/shili-2026/tasks/002/index.html" not in files
    assert not (small.folder / "output/plans/shili-2026/tasks/002").exists()
    assert files["notice.txt"].decode() == "不是我们的"
    assert report.removed > 0


def test_an_error_in_one_file_leaves_the_published_site_untouched(small: Site) -> None:
    small.build()
    before = small.files()
    small.edit("content/plans/shili-2026/tasks/001.md", "lead: [市财政局]", "lead: [市财政]")
    with pytest.raises(SiteInvalid):
        small.build()
    assert small.files() == before


def test_the_as_of_date_is_the_only_clock(small: Site) -> None:
    small.build(date(2026, 3, 1))
    assert "2026年3月1日" in small.read("index.html")


def test_a_renamed_department_changes_every_page_that_names_it(small: Site) -> None:
    small.build()
    small.edit("content/departments/shili/huanbaoju.yaml", "short: 市环保局", "short: 市生态局")
    small.edit("content/plans/shili-2026/tasks/002.md", "lead: [市环保局]", "lead: [市生态局]")
    small.build()
    incremental = small.files()
    small.build(clean=True)
    assert small.files() == incremental
    assert "市生态局" in small.read("plans/shili-2026/tasks/002/index.html")


def test_paths_with_chinese_and_spaces_work(tmp_path: Path, small: Site) -> None:
    moved = Site(tmp_path / "仓库 副本")
    moved.folder.mkdir()
    for path in (small.folder / "content").rglob("*"):
        if path.is_file():
            moved.write(path.relative_to(small.folder).as_posix(), path.read_bytes())
    small.build()
    moved.build()
    assert moved.files() == small.files()
