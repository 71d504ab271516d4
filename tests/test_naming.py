"""A unit that is called otherwise than in the document is marked, with the words of the document."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from sitegen.listings import Index
from sitegen.listings.naming import renamed
from sitegen.load import load_site
from sitegen.text import squeeze
from tests.conftest import REPOSITORY, Site

TASK = "content/plans/shili-2026/tasks/002.md"
WATER = "name: 示例市水务局\nshort: 市水务局\naliases: [水利局, 水务局]\n"


def told(site: Site) -> list[str]:
    """The notes on who is responsible, as the page of a task shows them."""
    page = LexborHTMLParser(site.read("plans/shili-2026/tasks/002/index.html"))
    return [re.sub(r"\s", "", n.text()) for n in page.css("section[aria-labelledby=who] p.note")]


def marks(site: Site) -> list[str]:
    """What the data says was read out of the context."""
    (row,) = (one for one in json.loads(site.read("data/tasks.json")) if one["number"] == "2")
    found: list[str] = row["inferred"]
    return found


@pytest.mark.parametrize(
    ("raw", "support", "note"),
    [
        ("市环保局牵头，市财政局配合", "财政局", ""),
        ("市环保局牵头，示例市财政局配合", "财政局", ""),
        ("市环保局牵头，财政局配合", "财政局", "“财政局”前补“市”。"),
        ("市环保局牵头，财政局、水务局配合", "财政局, 水务局", "“财政局”“水务局”前补“市”。"),
        ("市环保局牵头，水利局配合", "水务局", "“水利局”读作市水务局。"),
        ("市环保局牵头，有关部门配合", "水务局", "原文没有逐字写出市水务局。"),
    ],
)
def test_a_name_that_is_not_the_document_s_is_marked_with_what_stands_there(
    small: Site, raw: str, support: str, note: str
) -> None:
    small.write("content/departments/shili/shuiwuju.yaml", WATER)
    small.edit(TASK, "raw: 市环保局牵头，市财政局配合", f"raw: {raw}")
    small.edit(TASK, "support: [财政局]", f"support: [{support}]")
    small.build()
    assert told(small) == ([f"单位名称由本站推定：{note}"] if note else [])
    assert marks(small) == (["responsibility.units"] if note else [])


def test_wide_and_narrow_brackets_are_the_same_name(small: Site) -> None:
    group = "name: 示例市各区（县）政府\nshort: 各区（县）政府\nkind: group\nmembers: [市财政局]\n"
    small.write("content/departments/shili/gequ.yaml", group)
    small.edit(TASK, "raw: 市环保局牵头，市财政局配合", "raw: 市环保局牵头，各区(县)政府配合")
    small.edit(TASK, "support: [财政局]", "support: [各区（县）政府]")
    small.build()
    assert told(small) == []


def test_every_name_of_the_five_plans_stands_in_the_document_or_is_marked() -> None:
    site, problems = load_site(Path(REPOSITORY / "content"))
    assert site is not None, problems
    units = Index(site).department
    for task in site.tasks:
        said = task.responsibility
        words = squeeze(said.raw + "".join(cell.raw for cell in said.more))
        marked = {one.unit: one.said for one in renamed(said, units)}
        for _, unit in said.named():
            names = (units[unit].short, units[unit].name)
            assert (unit in marked) != any(name and name in words for name in names), task.id
        assert all(form and form in words for form in marked.values()), task.id
