"""Departments are counted as what they are: named alone, whole classes, members of these, not named."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Site

TASK = "content/plans/shili-2026/tasks/003.md"
UNITS = {
    "jiaqu": "name: 示例市甲区人民政府\nkind: government\nnote: 原文未列名。\n",
    "gequ": "name: 示例市各区人民政府\nshort: 各区人民政府\nkind: group\nmembers: [示例市甲区人民政府]\n",
    "shuiliju": "name: 示例市水利局\n",
}


@pytest.fixture
def classes(small: Site) -> Site:
    """A small site in which a whole class of units has a task, and one unit has none."""
    for name, record in UNITS.items():
        small.write(f"content/departments/shili/{name}.yaml", record)
    task = (
        'number: "3"\nresponsibility:\n  raw: 各区人民政府\n  lead: [各区人民政府]\ndomains: [财政]'
    )
    small.write(TASK, f"---\n{task}\n---\n\n公开预算。\n")
    small.build()
    return small


def test_the_list_of_departments_says_how_tasks_name_them(classes: Site) -> None:
    assert (
        "共5个：任务里单独点名的2个，一类单位的合称1个，没有单独点名、作为一类单位的成员列出的1个，"
        "任务里没有写到的1个。按政府列出，按拼音排序。"
    ) in classes.said("departments/index.html")


def test_kinds_of_which_there_are_none_are_not_counted(small: Site) -> None:
    small.build()
    assert "共2个：任务里单独点名的2个。按政府列出" in small.said("departments/index.html")


def test_a_member_of_a_class_is_counted_with_the_tasks_it_has_as_one(classes: Site) -> None:
    for path in ("departments/index.html", "governments/shili/index.html", "search/index.html"):
        assert "示例市甲区人民政府作为一类单位的成员1项" in classes.said(path)
        assert "示例市水利局0项" in classes.said(path)
        assert "市财政局2项" in classes.said(path)
    described = classes.read("departments/shili/jiaqu/index.html")
    assert "示例市甲区人民政府在政务公开计划中作为一类单位的成员承担1项任务" in re.sub(
        r"\s", "", described
    )


def test_a_member_of_two_classes_that_one_task_names_has_one_task(classes: Site) -> None:
    record = "name: 示例市有关单位\nkind: group\nmembers: [示例市甲区人民政府]\n"
    classes.write("content/departments/shili/youguan.yaml", record)
    classes.edit(TASK, "raw: 各区人民政府\n", "raw: 各区人民政府，示例市有关单位配合\n")
    classes.edit(TASK, "  lead:", "  support: [示例市有关单位]\n  lead:")
    classes.build()
    assert "示例市甲区人民政府作为一类单位的成员1项" in classes.said("departments/index.html")
    page = classes.said("departments/shili/jiaqu/index.html")
    assert "作为一类单位的成员承担的任务1项" in page
    assert "作为“各区人民政府”的成员" in page


def test_whole_classes_are_not_counted_as_departments(classes: Site) -> None:
    assert "4个部门和单位" in classes.said("index.html")
    assert "4个部门和单位" in classes.said("governments/index.html")


def test_of_a_department_that_no_task_names_nothing_is_claimed(classes: Site) -> None:
    page = classes.said("departments/shili/shuiliju/index.html")
    assert page.endswith("任务中没有点名这个部门。")


def test_a_name_stands_in_a_task_however_wide_its_brackets_are_and_where_it_is_broken(
    small: Site,
) -> None:
    small.edit(
        "content/departments/shili/huanbaoju.yaml",
        "short: 市环保局",
        "short: 市环保（水利）局\naliases: [市环保局, 市环境监察局]",
    )
    task = "content/plans/shili-2026/tasks/002.md"
    small.edit(task, "raw: 市环保局牵头，市财政局配合", "raw: 市 环保(水利)局牵头，市财政局配合")
    small.build()
    page = small.said("departments/shili/huanbaoju/index.html")
    assert page.startswith("示例市环保局原文写作市环保（水利）局也可以这样搜市环保局、市环境监察局")
    task_page = small.said("plans/shili-2026/tasks/002/index.html")
    assert "单位名称由本站推定" not in task_page


def test_only_names_that_stand_in_a_task_are_called_those_of_the_document(small: Site) -> None:
    small.edit(
        "content/departments/shili/huanbaoju.yaml",
        "short: 市环保局",
        "short: 市环保局\naliases: [环境保护局]",
    )
    small.write(
        "content/departments/shili/shuiliju.yaml",
        "name: 示例市水利局\nshort: 市水利局\naliases: [水务局]\n",
    )
    small.build()
    written = small.said("departments/shili/huanbaoju/index.html")
    assert written.startswith("示例市环保局原文写作市环保局也可以这样搜环境保护局所属政府")
    unwritten = small.said("departments/shili/shuiliju/index.html")
    assert unwritten.startswith("示例市水利局简称市水利局也可以这样搜水务局所属政府")
