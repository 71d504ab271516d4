"""The requirements in content/ link the same duty across plans, and their notes quote exactly."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from sitegen.listings import Index
from sitegen.load import Site as Content
from sitegen.load import load_site
from sitegen.model import Requirement, Task
from tests.conftest import REPOSITORY, Site

AT_LEAST = 60
NATIONAL = "国办发〔2017〕24号"
# 国办发〔2017〕24号 was for 2017: later plans do not carry it out
ITS_YEAR = 2017
_QUOTED = re.compile("“([^”]*)”")
_INNER = str.maketrans("‘’", "“”")


@pytest.fixture(scope="module")
def real() -> Content:
    """The real content, which has no problems."""
    site, problems = load_site(REPOSITORY / "content")
    assert site is not None, [problem.message for problem in problems]
    return site


def linked(site: Content, requirement: Requirement) -> list[Task]:
    """The tasks that a requirement links."""
    return [task for task in site.tasks if task.id in requirement.tasks]


def said(task: Task) -> str:
    """What the document says of a task: wording, units and time limit, one line each."""
    limit = task.deadline.raw if task.deadline else ""
    more = (column.raw for column in task.responsibility.more)
    return "\n".join((task.body, task.responsibility.raw, *more, limit))


def misquoted(site: Content, requirement: Requirement) -> Iterator[str]:
    """The passages between quotation marks in a note that no linked task has.

    Within a passage, quotation marks of the document are written ‘’.
    """
    texts = [said(task) for task in linked(site, requirement)]
    for quoted in _QUOTED.findall(requirement.note):
        if not any(quoted.translate(_INNER) in text for text in texts):
            yield quoted


def test_there_are_many_requirements(real: Content) -> None:
    assert len(real.requirements) >= AT_LEAST


def test_each_requirement_links_at_least_two_plans(real: Content) -> None:
    plans = {one.id: {task.plan for task in linked(real, one)} for one in real.requirements}
    assert [name for name, found in plans.items() if len(found) < 2] == []


def test_the_domains_of_a_requirement_are_domains_of_its_tasks(
    real: Content,
) -> None:
    for one in real.requirements:
        domains = {domain for task in linked(real, one) for domain in task.domains}
        assert one.domains, one.id
        assert set(one.domains) <= domains, one.id


def test_every_passage_that_a_note_quotes_stands_in_a_linked_task(real: Content) -> None:
    wrong = {one.id: list(misquoted(real, one)) for one in real.requirements}
    assert {name: found for name, found in wrong.items() if found} == {}


def compared(small: Site) -> LexborHTMLParser:
    """The page of a requirement of the second task and of the first one in an older plan."""
    for path in ("plans/{}/index.md", "plans/{}/tasks/001.md"):
        text = (small.folder / "content" / path.format("shili-2026")).read_text("utf-8")
        small.write(f"content/{path.format('shili-2025')}", text.replace("2026", "2025"))
    small.write(
        "content/requirements/gongkai.yaml",
        "title: 公开\ndomains: [环保]\ntasks: [shili-2025/001, shili-2026/002]\n",
    )
    small.build()
    return LexborHTMLParser(small.read("requirements/gongkai/index.html"))


def test_the_page_of_a_requirement_names_all_who_answer_for_its_tasks(small: Site) -> None:
    small.edit(
        "content/plans/shili-2026/tasks/002.md",
        "  lead: [市环保局]\n  support: [财政局]\n",
        "  implement: [市环保局]\n  unspecified: [财政局]\n",
    )
    page = compared(small)
    sides = [side.css("dl a[href*=departments]") for side in page.css("section.side")]
    assert [[link.text() for link in side] for side in sides] == [
        ["市财政局"],
        ["市环保局", "市财政局"],
    ]
    terms = [[term.text() for term in side.css("dt")][:-2] for side in page.css("section.side")]
    assert terms == [["牵头"], ["落实", "责任单位（原文未分角色）"]]


def test_the_page_of_a_requirement_tells_what_is_written_from_what_was_read(small: Site) -> None:
    first, second = (f"content/plans/shili-2026/tasks/00{n}.md" for n in (1, 2))
    small.edit(first, "  raw: 每月20日前\n", "  rules:\n    - {date: 2026-12-30}\n")
    small.edit(second, "  declined: [每季度一次]", "  confirmed: [每季度一次]")
    said = [side.css("dl dd")[-2].text(strip=True) for side in compared(small).css("section.side")]
    assert said == ["原文没有单列时限；时限是编辑对原文的解读。", "每季度一次（正文中写有）"]


def test_a_misquotation_is_found(real: Content) -> None:
    one = next(one for one in real.requirements if one.id == "caizheng-shouzhi")
    changed = replace(one, note="三地都写“按月公开”，一地写“按季公开”。")
    assert list(misquoted(real, changed)) == ["按季公开"]


def test_quotation_marks_and_brackets_of_notes_are_balanced(real: Content) -> None:
    for one in real.requirements:
        for left, right in ("“”", "‘’", "（）", "《》"):
            assert one.note.count(left) == one.note.count(right), one.id


def test_no_two_requirements_link_the_same_tasks(real: Content) -> None:
    counted = Counter(frozenset(one.tasks) for one in real.requirements)
    assert [sorted(tasks) for tasks, times in counted.items() if times > 1] == []


def test_titles_are_unique(real: Content) -> None:
    counted = Counter(one.title for one in real.requirements)
    assert [title for title, times in counted.items() if times > 1] == []


def test_the_national_document_is_named_only_where_plans_that_say_so_share_the_duty(
    real: Content,
) -> None:
    carried_out = {
        plan.id for plan in real.plans if NATIONAL in {origin.number for origin in plan.origin}
    }
    of_the_year = {plan.id for plan in real.plans if plan.year == ITS_YEAR}
    for one in real.requirements:
        if NATIONAL in {origin.number for origin in one.origin}:
            plans = {task.plan for task in linked(real, one)}
            assert plans & carried_out, one.id
            assert len(plans & of_the_year) >= 2, one.id


def test_related_tasks_are_not_those_of_the_same_requirement(real: Content) -> None:
    index = Index(real)
    told = 0
    for one in real.requirements:
        for task in linked(real, one):
            related = {other.id for other in index.related(task)}
            assert not related & set(one.tasks), task.id
            told += bool(related)
    assert told > AT_LEAST
