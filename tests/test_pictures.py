"""Pictures that are tables: who carries how much of a plan, and plan beside plan."""

from __future__ import annotations

import re

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from sitegen.listings import ALIKE
from tests.conftest import Site

MATRIX = "plans/shili-2026/matrix/index.html"
PAIR = "plans/compare/linshi-2026--shili-2026/index.html"
PLAN = "content/plans/shili-2026/index.md"
NEIGHBOUR = {
    "content/governments/linshi.yaml": "name: 邻示市\n",
    "content/departments/linshi/caizhengju.yaml": "name: 邻示市财政局\nshort: 市财政局\n",
    "content/plans/linshi-2026/index.md": (
        "---\ntitle: 邻示市2026年政务公开实施方案\nshort: 邻示2026\ngovernment: 邻示市\n"
        "year: 2026\nissued: 2026-04-01\n---\n\n现印发给你们。\n"
    ),
    "content/plans/linshi-2026/tasks/001.md": (
        '---\nnumber: "1"\nresponsibility:\n  raw: 市财政局\n  unspecified: [市财政局]\n'
        "deadline:\n  raw: 2026年6月底前\ndomains: [财政]\n---\n\n公布预算和决算。\n"
    ),
    "content/plans/linshi-2026/tasks/002.md": (
        '---\nnumber: "2"\nresponsibility:\n  raw: 市财政局\n  unspecified: [市财政局]\n'
        "domains: [财政, 环保]\n---\n\n公布治污资金。\n"
    ),
}
REQUIREMENT = "title: {title}\ndomains: [财政]\ntasks: [{tasks}]\n"
ORIGIN = "year: 2026\norigin:\n  - title: 上级通知\n    number: 上政办〔2026〕1号\n"


@pytest.fixture
def two(small: Site) -> Site:
    """The small site with the plan of a neighbouring city, and no word on what they share."""
    for path, text in NEIGHBOUR.items():
        small.write(path, text)
    return small


def sharing(site: Site) -> Site:
    """The site with a requirement that both plans carry out."""
    text = REQUIREMENT.format(title="公开财政收支", tasks="shili-2026/001, linshi-2026/001")
    site.write("content/requirements/caizheng.yaml", text)
    return site


def rows(site: Site, path: str, table: str) -> list[list[str]]:
    """The words of each row of a table, cell by cell."""
    found = LexborHTMLParser(site.read(path)).css_first(table)
    assert found
    return [[words(cell) for cell in row.css("th, td")] for row in found.css("tr")]


def words(node: LexborNode) -> str:
    return re.sub(r"\s+", " ", node.text()).strip()


def pairs(site: Site) -> set[str]:
    """The comparisons that were published."""
    return {
        path.split("/")[2] for path in site.files() if re.match(r"plans/compare/.+/index", path)
    }


# who carries how much


def test_departments_stand_beside_domains_with_their_tasks(small: Site) -> None:
    small.build()
    assert rows(small, MATRIX, ".matrix") == [
        ["部门", "合计", "其中牵头", "财政", "环保"],
        ["市财政局", "2", "1", "市财政局，财政：1", "市财政局，环保：1"],
        ["市环保局", "1", "1", "", "市环保局，环保：1"],
        ["领域合计", "2", "", "1", "1"],
    ]


def test_a_cell_leads_to_the_tasks_one_by_one(small: Site) -> None:
    small.build()
    page = LexborHTMLParser(small.read(MATRIX))
    links = {a.attributes["href"] for a in page.css(".matrix td a")}
    assert links == {
        "../../../domains/caizheng/#plan-shili-2026",
        "../../../domains/huanbao/#plan-shili-2026",
    }
    assert 'id="plan-shili-2026"' in small.read("domains/caizheng/index.html")


def test_a_task_that_names_a_department_twice_is_one_task(small: Site) -> None:
    small.edit(
        "content/plans/shili-2026/tasks/001.md",
        "raw: 市财政局牵头落实\n  lead: [市财政局]",
        "raw: 市财政局牵头，市财政局落实\n  lead: [市财政局]\n  implement: [财政局]",
    )
    small.build()
    assert rows(small, MATRIX, ".matrix")[1][1:3] == ["2", "1"]


def test_shades_are_shares_of_the_fullest_cell(small: Site) -> None:
    for number in range(3, 10):
        task = (small.folder / "content/plans/shili-2026/tasks/001.md").read_text("utf-8")
        task = task.replace('number: "1"', f'number: "{number}"')
        small.write(f"content/plans/shili-2026/tasks/00{number}.md", task)
    small.build()
    page = LexborHTMLParser(small.read(MATRIX))
    shades = [cell.attributes["class"] for cell in page.css(".matrix td[class^=level]")]
    assert shades == ["level-4", "level-1", "level-0", "level-1"]


def test_a_class_of_units_stands_apart(small: Site) -> None:
    small.write(
        "content/departments/shili/gebumen.yaml",
        "name: 示例市各部门\nshort: 各部门\nkind: group\nmembers: [示例市环保局]\n",
    )
    small.edit(
        "content/plans/shili-2026/tasks/001.md",
        "raw: 市财政局牵头落实\n  lead: [市财政局]",
        "raw: 市财政局牵头，各部门落实\n  lead: [市财政局]\n  implement: [各部门]",
    )
    small.build()
    assert not any("各部门" in row[0] for row in rows(small, MATRIX, ".matrix"))
    assert "以一类单位的合称点名的" in small.read(MATRIX)


def test_many_departments_and_domains_are_linked_not_drawn(small: Site) -> None:
    lead = []
    for place in range(30):
        name = f"示例市第{place:02}局"
        lead.append(name)
        small.write(f"content/departments/shili/d{place}.yaml", f"name: {name}\n")
        small.write(f"content/domains/d{place}.yaml", f"name: 领域{place:02}\ndescription: 无\n")
        small.write(
            f"content/plans/shili-2026/tasks/1{place:02}.md",
            f'---\nnumber: "1{place:02}"\nresponsibility:\n  raw: {name}\n  lead: [{name}]\n'
            f"domains: [领域{place:02}]\n---\n\n公开事项。\n",
        )
    small.build()
    table = rows(small, MATRIX, ".matrix")
    assert len(table) == 24 + 2
    assert table[0][-1] == "其他领域"
    assert table[-1][-1] == str(32 - 18)
    page = LexborHTMLParser(small.read(MATRIX))
    linked = {words(a) for a in page.css(".matrix tbody th a, .counted a")}
    assert set(lead) <= linked


def test_a_plan_leads_to_its_pictures_and_prints(two: Site) -> None:
    sharing(two).build()
    page = LexborHTMLParser(two.read("plans/shili-2026/index.html"))
    assert [words(a) for a in page.css(".also a")] == [
        "谁承担多少：部门和领域",
        "与《邻示市2026年政务公开实施方案》对照",
        "打印公示栏（A3）",
    ]


# plan beside plan


def test_plans_that_share_nothing_are_not_compared(two: Site) -> None:
    two.build()
    assert not any(path.startswith("plans/compare/") for path in two.files())
    assert "plans/compare/" not in two.read("plans/index.html")


def test_plans_that_share_a_requirement_are_compared(two: Site) -> None:
    sharing(two).build()
    assert pairs(two) == {"linshi-2026--shili-2026"}
    assert rows(two, PAIR, "#both ~ .table-wrap table")[1] == [
        "公开财政收支",
        "第1项 公布预算和决算 市财政局 2026年6月底前",
        "第1项 按月公开财政收支情况 牵头：市财政局 每月20日前",
    ]
    assert "plans/compare/" in two.read("plans/index.html")
    assert "归为同一要求的 1 项" in two.read("plans/compare/index.html")


def test_a_limit_in_the_text_is_compared_as_what_it_is(two: Site) -> None:
    task = "content/plans/shili-2026/tasks/001.md"
    two.edit(task, "  raw: 每月20日前\n  declined: [", "  confirmed: [")
    sharing(two).build()
    _, row = rows(two, PAIR, "#both ~ .table-wrap table")
    assert row[2].endswith("正文中写有：按月公开")


def test_plans_that_carry_out_the_same_document_are_compared(two: Site) -> None:
    for path in (PLAN, "content/plans/linshi-2026/index.md"):
        two.edit(path, "year: 2026\n", ORIGIN)
    two.build()
    assert pairs(two) == {"linshi-2026--shili-2026"}
    page = two.read(PAIR)
    assert "同样贯彻《上级通知》（上政办〔2026〕1号）" in page
    assert "还没有归出两份计划共有的要求" in page


def third(site: Site) -> Site:
    """The two plans and a third one, which shares a requirement with the neighbour's alone."""
    sharing(site)
    for path, text in NEIGHBOUR.items():
        there, told = (one.replace("linshi", "sanshi") for one in (path, text))
        site.write(there, told.replace("邻示", "三示"))
    shared = REQUIREMENT.format(title="公开资金", tasks="linshi-2026/002, sanshi-2026/002")
    site.write("content/requirements/zijin.yaml", shared)
    return site


def sides(site: Site) -> list[str]:
    """What is said to be in the one plan and not in the other."""
    return [words(side) for side in LexborHTMLParser(site.read(PAIR)).css(".side")]


def test_what_only_one_plan_holds_is_listed_or_counted(two: Site) -> None:
    third(two).build()
    one, other = sides(two)
    assert "只在邻示2026中 1 项 公开资金第2项未写明日期或周期" in one
    assert "另有" not in one
    assert "只在示例2026中 0 项 没有。 另有 1 项任务" in other


def test_a_requirement_is_one_however_many_tasks_of_a_plan_carry_it_out(two: Site) -> None:
    third(two)
    task = NEIGHBOUR["content/plans/linshi-2026/tasks/002.md"].replace('"2"', '"3"')
    two.write("content/plans/linshi-2026/tasks/003.md", task)
    shared = "linshi-2026/002, linshi-2026/003, sanshi-2026/002"
    requirement = REQUIREMENT.format(title="公开资金", tasks=shared)
    two.write("content/requirements/zijin.yaml", requirement)
    two.build()
    both = "公开资金第2项未写明日期或周期第3项未写明日期或周期"
    assert f"只在邻示2026中 1 项 {both}" in sides(two)[0]


def test_a_comparison_claims_no_more_than_is_on_record(two: Site) -> None:
    third(two).build()
    facts = rows(two, PAIR, "#facts ~ .table-wrap table")
    assert ["发文字号", "本站未收录", "本站未收录"] in facts
    page = LexborHTMLParser(two.read(PAIR)).text()
    assert "不表示另一份计划里没有相近的内容" in page


def test_domains_and_limits_stand_side_by_side(two: Site) -> None:
    sharing(two).build()
    tables = LexborHTMLParser(two.read(PAIR)).css(".beside")
    read = [[[words(c) for c in r.css("th, td")] for r in t.css("tr")] for t in tables]
    assert read == [
        [
            ["领域", "邻示2026", "示例2026"],
            ["财政", "邻示2026，财政：2", "示例2026，财政：1"],
            ["环保", "邻示2026，环保：1", "示例2026，环保：1"],
        ],
        [
            ["时限", "邻示2026", "示例2026"],
            ["未写明日期或周期", "1", "1"],
            ["每月", "0", "1"],
            ["某月底前", "1", "0"],
        ],
    ]


def test_bars_are_as_long_as_their_counts_and_hidden_from_readers(two: Site) -> None:
    sharing(two).build()
    page = LexborHTMLParser(two.read(PAIR))
    bars = [
        (bar.attributes["x"], bar.attributes["width"]) for bar in page.css(".beside .bar rect")[:4]
    ]
    assert bars == [("0", "100"), ("0", "50"), ("50", "50"), ("0", "50")]
    assert all(bar.attributes["aria-hidden"] == "true" for bar in page.css(".beside .bar"))


def test_comparisons_grow_with_the_plans_not_with_their_square(small: Site) -> None:
    plan = (small.folder / PLAN).read_text("utf-8").replace("year: 2026\n", ORIGIN)
    task = (small.folder / "content/plans/shili-2026/tasks/001.md").read_text("utf-8")
    count = 20
    for place in range(count):
        said = plan.replace("示例2026", f"示例{place}").replace("2026年政", f"2026年第{place}批政")
        small.write(f"content/plans/p{place}/index.md", said)
        small.write(f"content/plans/p{place}/tasks/001.md", task)
    small.build()
    found = [pair.split("--") for pair in pairs(small)]
    assert count <= len(found) <= count * ALIKE // 2
    for place in range(count):
        assert 0 < sum(f"p{place}" in pair for pair in found) <= ALIKE


# nothing else may stand where these pages are


@pytest.mark.parametrize(
    "alias",
    [
        "/plans/compare/",
        "/plans/compare/a--b/",
        "/plans/shili-2026/matrix/",
        "/plans/shili-2026/poster/",
        "/plans/shili-2026/tasks/001/card/",
        "/departments/shili/caizhengju/poster/",
    ],
)
def test_no_old_address_stands_where_pictures_and_prints_come_and_go(
    small: Site, alias: str
) -> None:
    page = f"---\ntitle: 关于\naliases: [{alias}]\n---\n\n说明。\n"
    small.write("content/pages/about.md", page)
    assert [problem.code for problem in small.problems()] == ["U01"]


def test_no_plan_is_called_what_the_comparisons_are(small: Site) -> None:
    for path in ("index.md", "tasks/001.md"):
        text = (small.folder / "content/plans/shili-2026" / path).read_text("utf-8")
        small.write(f"content/plans/compare/{path}", text.replace("示例2026", "示例乙"))
    found = [(problem.code, problem.message) for problem in small.problems()]
    assert ("U01", "网址“/plans/compare/”已经属于计划比较页") in found


def test_a_task_may_be_called_what_a_page_of_a_plan_is(small: Site) -> None:
    task = (small.folder / "content/plans/shili-2026/tasks/001.md").read_text("utf-8")
    for name in ("compare", "card", "poster", "matrix"):
        small.write(f"content/plans/shili-2026/tasks/{name}.md", task.replace('"1"', f'"{name}"'))
    small.build()
    assert "plans/shili-2026/tasks/card/card/index.html" in small.files()
