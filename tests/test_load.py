"""From files to a site: what follows from one slip is not said again, and nothing takes for ever."""

from __future__ import annotations

import time

import pytest

from tests.conftest import Site

SLOWEST = 5.0  # seconds on the slowest machine
DOMAIN = "content/domains/jiaoyu.yaml"
TASK = "content/plans/shili-2026/tasks/003.md"
PLAN = "content/plans/shili-2026/index.md"

FRONT = """\
---
title: 示例市2026年政务公开工作要点
short: 示例2026
government: 示例市
year: 2026
"""


def codes(site: Site) -> set[str]:
    """The codes of all problems."""
    return {problem.code for problem in site.problems()}


def task(units: str) -> str:
    """A task whose leading units are written so."""
    return f'---\nnumber: "3"\nresponsibility:\n  raw: 甲\n  lead: {units}\ndomains: [财政]\n---\n\n原文。\n'


HARMFUL = {
    "unknown keys": (DOMAIN, "".join(f"kk{i}: 甲\n" for i in range(9_900)), "M01"),
    "long keys": (DOMAIN, "".join(f"{'名称' * 20}{i}: 甲\n" for i in range(6_000)), "M01"),
    "unknown units": (TASK, task("".join(f"\n  - 财政厅{i}" for i in range(15_000))), "R01"),
    "a long unit": (TASK, task("\n  - " + "财政厅" * 100_000), "R01"),
    "units in one item": (TASK, task("\n  - " + "市财政厅、" * 60_000), "R01"),
    "a unit again and again": (TASK, task("\n  - 市财政局" * 15_000), "M09"),
    "many categories": (
        PLAN,
        FRONT + "sections:\n" + "".join(f"- {{title: 甲{i}}}\n" for i in range(6_000)) + "---\n",
        "R06",
    ),
    "many printings": (
        PLAN,
        FRONT
        + "sections:\n- title: 甲\n  printed: &".replace("&", str(list(range(900))))
        + "\n  parts:\n  - title: 乙\n    printed: "
        + str(list(range(900)))
        + "\n---\n",
        "R06",
    ),
    "a long address": ("content/site.yaml", "title: a\nbase_url: " + "a." * 400_000, "M10"),
    "a long old address": (DOMAIN, f"name: 教\naliases: [/{'a/' * 400_000}]", "M10"),
    "many old addresses": (
        DOMAIN,
        f"name: 教\ndescription: 学\naliases: [{', '.join(f'/a{i}/' for i in range(15_000))}]\n",
        "S10",
    ),
}


@pytest.mark.parametrize(("path", "text", "code"), HARMFUL.values(), ids=HARMFUL)
def test_content_made_to_do_harm_is_checked_in_bounded_time(
    small: Site, path: str, text: str, code: str
) -> None:
    small.write(path, text)
    started = time.process_time()
    assert code in codes(small)
    assert time.process_time() - started < SLOWEST


def test_many_files_that_were_renamed_are_told_in_bounded_time(small: Site) -> None:
    names = [f"附件{n:04}" for n in range(1000)]
    for name in names:
        small.write(f"content/documents/shili/files/{name}.txt", name)
    head = "title: 办法\nissuer: 示例市人民政府\npublished: 2026-03-01\n"
    listed = ", ".join(f"{name}.pdf" for name in names)
    small.write(
        "content/documents/shili/banfa.md", f"---\n{head}attachments: [{listed}]\n---\n\n第一条\n"
    )
    started = time.process_time()
    assert len(small.problems()) == len(names)
    assert time.process_time() - started < SLOWEST


def test_many_links_to_files_that_were_renamed_are_told_in_bounded_time(small: Site) -> None:
    for n in range(2500):
        small.write(f"content/pages/files/附件{n:04}.txt", str(n))
    for n in range(50):
        links = "".join(f"[甲](files/附件{n:02}{m:02}.pdf)\n" for m in range(50))
        small.write(f"content/pages/p{n}.md", f"---\ntitle: 甲{n}\n---\n\n{links}")
    started = time.process_time()
    assert len(small.problems()) == 2500
    assert time.process_time() - started < SLOWEST


@pytest.mark.parametrize(
    "text", ["name: [", "name：财政", "", "\xff", "nmae: 财政\ndescription: 甲\n"], ids=repr
)
def test_a_broken_record_is_not_reported_again_where_it_is_named(small: Site, text: str) -> None:
    small.write(
        "content/domains/caizheng.yaml", text.encode("latin-1" if "\xff" in text else "utf-8")
    )
    assert {problem.location.path for problem in small.problems()} == {
        "content/domains/caizheng.yaml"
    }


def test_a_broken_plan_is_not_reported_again_at_its_tasks(small: Site) -> None:
    small.edit(PLAN, "title: ", "titel: ")
    assert codes(small) == {"M01"}


def test_wording_may_repeat_itself(small: Site) -> None:
    small.edit(
        PLAN, "year: 2026\n", "year: 2026\ncolumns: [序号, 单位, 单位]\nnotes: [疑误, 疑误]\n"
    )
    small.edit("content/plans/shili-2026/tasks/001.md", "[重点领域]", "[重点领域, 重点领域]")
    assert small.problems() == ()


def test_a_category_may_be_written_in_any_of_its_printings(small: Site) -> None:
    sections = "sections:\n- title: 重点\n  printed: [重点领域]\n  parts: [{title: 财政, printed: [财税]}]\n"
    small.edit(PLAN, "year: 2026\n", f"year: 2026\n{sections}")
    small.edit("content/plans/shili-2026/tasks/001.md", "[重点领域]", "[重点领域, 财税]")
    assert small.problems() == ()
    small.build()
    assert "财政" in small.read("plans/shili-2026/tasks/001/index.html")


def test_a_department_of_another_government_is_meant_by_its_full_name(small: Site) -> None:
    small.write("content/governments/ceshi.yaml", "name: 测试县\n")
    small.write(
        "content/departments/ceshi/jiaotongju.yaml", "name: 测试县交通局\nshort: 县交通局\n"
    )
    small.write(TASK, task("[测试县交通局]").replace("raw: 甲", "raw: 测试县交通局"))
    assert small.problems() == ()


def test_a_department_is_meant_by_its_full_name_with_the_level_of_its_government(
    small: Site,
) -> None:
    small.write("content/departments/shili/shenjiju.yaml", "name: 示例市审计局\nshort: 审计\n")
    small.write(TASK, task("[市审计局]").replace("raw: 甲", "raw: 市审计局"))
    assert small.problems() == ()
    small.write(TASK, task("[市审计厅]").replace("raw: 甲", "raw: 市审计厅"))
    assert [p.code for p in small.problems() if p.severity == "error"] == ["R01"]


def test_the_parent_of_a_government_may_have_a_parent(small: Site) -> None:
    small.write("content/governments/ceshi.yaml", "name: 测试县\nparent: 示例市\n")
    small.write("content/governments/xiang.yaml", "name: 测试乡\nparent: 测试县\n")
    assert small.problems() == ()


def test_a_name_may_begin_with_a_slash(small: Site) -> None:
    small.edit("content/departments/shili/caizhengju.yaml", "name: 示例市财政局", "name: /财政局")
    small.edit("content/departments/shili/caizhengju.yaml", "aliases: [财政局]", "aliases: [/old/]")
    small.edit("content/plans/shili-2026/tasks/001.md", "lead: [市财政局]", "lead: [/财政局]")
    small.edit("content/plans/shili-2026/tasks/002.md", "support: [财政局]", "support: [/财政局]")
    assert not [problem for problem in small.problems() if problem.severity == "error"]
    small.edit("content/plans/shili-2026/tasks/002.md", "support: [/财政局]", "support: [/old/]")
    assert [p.code for p in small.problems() if p.severity == "error"] == ["R01"]


EVENT = """\
deadline:
  raw: 国家指导意见印发后30日内
  events: [{event: 国家指导意见印发, date: 9999-12-31, source: 甲}]
domains:"""


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (PLAN, "year: 2026", "year: 2026\nissued: 9999-12-31"),
        (PLAN, "year: 2026", "year: 2026\nissued: 0001-01-01"),
        (
            "content/plans/shili-2026/tasks/001.md",
            "domains:",
            "deadline:\n  raw: 年底前\n  rules: [{date: 9999-12-31}]\ndomains:",
        ),
        (
            "content/plans/shili-2026/tasks/001.md",
            "domains:",
            EVENT,
        ),
    ],
)
def test_a_date_beyond_all_plans_is_refused(small: Site, path: str, old: str, new: str) -> None:
    small.edit("content/plans/shili-2026/tasks/001.md", "deadline:\n  raw: 每月20日前\n", "")
    small.edit(path, old, new)
    assert "M05" in codes(small)


def test_a_number_of_any_length_is_read(small: Site) -> None:
    small.edit("content/plans/shili-2026/tasks/001.md", 'number: "1"', f'number: "{"9" * 5000}"')
    small.build()
    assert "9" * 5000 in small.read("plans/shili-2026/index.html")
