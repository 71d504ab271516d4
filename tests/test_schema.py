"""Records from documents: the dataclass is the schema, every value is read by its declared type."""

from __future__ import annotations

import json
import typing
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.errors import Problem
from sitegen.model import KINDS, Department, Domain, Kind, Page, Plan, Record, Responsibility, Task
from sitegen.schema import fields, map_references, record
from sitegen.source import Document, Mapping, parse_yaml
from tests.conftest import SMALL, Site, unpack

few = settings(max_examples=100, deadline=None, derandomize=True)

PLAN = "title: 甲\nshort: 乙\ngovernment: 丙\nyear: 2017\n"
TASK = """\
number: "1"
responsibility:
  raw: 市财政局牵头
  lead: [市财政局]
"""


def document(kind: str, front: str, body: str = "原文。") -> Document:
    """A document of a kind as it would be read from a file that holds nothing else."""
    (wanted,) = (known for known in KINDS if known.name == kind)
    mapping, faults = parse_yaml(front)
    assert mapping is not None
    assert not faults
    path, record_id = f"content/{wanted.pattern}", "shili/jiaoyu"
    return Document(wanted, record_id, path, front, mapping, body, front.count("\n") + 1)


def read(kind: str, front: str, body: str = "原文。") -> Record:
    """The record that a front matter describes."""
    found, problems = record(document(kind, front, body))
    assert not problems
    assert found is not None
    return found


def problems_of(kind: str, front: str, body: str = "原文。") -> tuple[Problem, ...]:
    """The problems of a front matter, which then describes no record."""
    found, problems = record(document(kind, front, body))
    assert found is None
    return problems


def task(front: str) -> Task:
    """A task from keys added to the smallest front matter."""
    found = read("task", TASK + front)
    assert isinstance(found, Task)
    return found


# what is read


def test_what_the_place_says_need_not_be_written() -> None:
    found = task("")
    assert (found.id, found.plan, found.body) == ("shili/jiaoyu", "shili", "原文。")
    unit = read("department", "name: 示例市教育局\n")
    assert isinstance(unit, Department)
    assert unit.government == "shili"


def test_what_is_not_written_has_the_default_of_the_model() -> None:
    found = task("")
    assert (found.title, found.deadline, found.domains, found.source) == ("", None, (), None)
    assert found.responsibility == Responsibility(raw="市财政局牵头", lead=("市财政局",))


@pytest.mark.parametrize(
    "number", ["0123", "1.10", "12:30", "no", "null", "~", "2017-07-03", "7-1"]
)
def test_a_number_in_an_official_table_stays_as_printed(number: str) -> None:
    found = read("task", TASK.replace('"1"', number))
    assert isinstance(found, Task)
    assert found.number == number


def test_text_loses_white_space_at_its_ends_only() -> None:
    found = read("domain", 'name: "  教 育\u3000"\ndescription: 学校\n')
    assert isinstance(found, Domain)
    assert found.name == "教 育"


@pytest.mark.parametrize(("written", "wanted"), [("7", 7), ("-3", -3), ("007", 7), ('"12"', 12)])
def test_integers_are_read(written: str, wanted: int) -> None:
    found = read("domain", f"name: 教育\ndescription: 学校\norder: {written}\n")
    assert isinstance(found, Domain)
    assert found.order == wanted


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("true", True),
        ("True", True),
        ("YES", True),
        ("是", True),
        ("false", False),
        ("no", False),
        ("否", False),
    ],
)
def test_yes_and_no_are_read(written: str, wanted: object) -> None:
    front = TASK.replace("raw", f"open_ended: {written}\n  raw")
    found = read("task", front)
    assert isinstance(found, Task)
    assert found.responsibility.open_ended is wanted


def test_dates_choices_lists_and_nested_records_are_read() -> None:
    front = """\
title: 要点
short: 示例2017
government: 示例市
year: 2017
issued: 2017-07-03
tracking: active
columns: [序号, 内容]
sections:
  - title: 甲
    printed: [甲类]
    parts:
      - title: 乙
source: {file: files/原文.txt}
"""
    plan = read("plan", front, body="")
    assert isinstance(plan, Plan)
    assert (plan.issued, plan.tracking, plan.year) == (date(2017, 7, 3), "active", 2017)
    assert plan.columns == ("序号", "内容")
    assert plan.sections[0].printed == ("甲类",)
    assert plan.sections[0].parts[0].title == "乙"
    assert plan.source is not None
    assert (plan.source.file, plan.source.note) == ("files/原文.txt", "")


def test_only_a_plan_may_be_without_prose() -> None:
    assert isinstance(read("plan", PLAN, body=""), Plan)
    for kind, front in (("page", "title: 甲"), ("task", TASK)):
        assert [problem.code for problem in problems_of(kind, front, body="\n \n")] == ["M08"]


# what is refused


def test_every_problem_of_a_document_is_found_at_once_with_its_place() -> None:
    front = """\
title: [甲]
short: 示例2017
goverment: 示例市
year: 二〇一七
issued: 2017-02-29
tracking: open
sections:
  - printed: []
    titel: 乙
"""
    found = problems_of("plan", front)
    assert sorted((p.location.line, p.location.column, p.code) for p in found) == [
        (1, 8, "M02"),
        (3, 1, "M01"),
        (4, 7, "M07"),
        (5, 9, "M05"),
        (6, 11, "M06"),
        (8, 14, "M04"),
        (9, 5, "M01"),
    ]


def test_a_problem_marks_the_whole_value() -> None:
    (problem,) = problems_of("task", TASK + "openness: [决策, 决策公开]\n")
    where = problem.location
    marked = problem.excerpt[where.column - 1 : where.column - 1 + where.width]
    assert marked == "决策公开"


def test_keys_that_the_place_decides_may_not_be_written() -> None:
    for key in ("id", "plan", "body"):
        assert [p.code for p in problems_of("task", f"{TASK}{key}: 甲\n")] == ["M01"]


# references


def test_every_name_that_refers_to_a_record_is_resolved_with_its_place() -> None:
    seen = []

    def resolve(kind: str, where: tuple[str | int, ...], name: str) -> str:
        seen.append((kind, where, name))
        return f"id/{name}"

    found = task("domains: [财政, 环保]\nnotes: [财政]\n")
    resolved = map_references(found, resolve)
    assert seen == [
        ("department", ("responsibility", "lead", 0), "市财政局"),
        ("domain", ("domains", 0), "财政"),
        ("domain", ("domains", 1), "环保"),
    ]
    assert resolved.responsibility.lead == ("id/市财政局",)
    assert resolved.domains == ("id/财政", "id/环保")
    assert resolved.notes == ("财政",)
    assert found.domains == ("财政", "环保")


def test_a_record_without_references_stays_itself() -> None:
    page = read("page", "title: 甲")
    assert isinstance(page, Page)
    assert map_references(page, lambda *_: "不用") is page


# the model as schema


def record_classes(wanted: Any, known: frozenset[type] = frozenset()) -> frozenset[type]:
    """The record classes that a type is made of, with those that their fields hold."""
    for part in typing.get_args(wanted):
        known |= record_classes(part, known)
    if not isinstance(wanted, type) or not is_dataclass(wanted) or wanted in known:
        return known
    known |= {wanted}
    for field in fields(wanted):
        known |= record_classes(field.type, known)
    return known


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_key_of_a_kind_is_documented(kind: Kind) -> None:
    for record_class in record_classes(kind.record):
        names = [field.name for field in dataclass_fields(record_class)]
        assert [field.name for field in fields(record_class)] == names
        for field in fields(record_class):
            assert field.doc, (record_class, field.name)


# whatever a front matter holds

NAMES = sorted({field.name for kind in KINDS for field in fields(kind.record)} | {"raw", "甲"})
TEXTS = st.sampled_from(["", "甲", "市财政局", "2017", "2017-07-03", "true", "active", "/甲/", " "])
VALUES: st.SearchStrategy[Any] = st.recursive(
    TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
    ),
    max_leaves=6,
)
FRONTS = st.dictionaries(st.sampled_from(NAMES), VALUES, min_size=1, max_size=6)


@few
@given(st.sampled_from(KINDS), FRONTS)
def test_any_front_matter_gives_a_record_or_problems(kind: Kind, front: dict[str, Any]) -> None:
    described = document(kind.name, json.dumps(front, ensure_ascii=False))
    found, problems = record(described)
    assert (found is None) == bool(problems)
    line = described.lines[0]
    for problem in problems:
        where = problem.location
        if not where.line:
            assert problem.code == "M03"
            continue
        assert where.line in {1, described.body_line}
        assert 1 <= where.column <= len(line)
        assert where.column - 1 + where.width <= len(line)


@few
@given(FRONTS)
def test_any_front_matter_of_a_task_leaves_the_check_standing(
    tmp_path_factory: pytest.TempPathFactory, front: dict[str, Any]
) -> None:
    small = _small(tmp_path_factory)
    text = f"---\n{json.dumps(front, ensure_ascii=False)}\n---\n\n原文。\n"
    small.write("content/plans/shili-2026/tasks/003.md", text)
    assert all(isinstance(problem, Problem) for problem in small.problems())


def _small(factory: pytest.TempPathFactory) -> Site:
    folder: Path = factory.getbasetemp() / "schema"
    if not folder.exists():
        folder.mkdir()
        unpack(folder, SMALL)
    return Site(folder)


def test_mappings_keep_file_order_and_answer_by_name() -> None:
    mapping, _ = parse_yaml("b: 甲\na: 乙\n")
    assert isinstance(mapping, Mapping)
    assert [key.text for key, _ in mapping.entries] == ["b", "a"]
    assert mapping.get("c") is None
