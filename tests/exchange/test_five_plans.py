"""The five real plans: laid out as their official tables, and as published texts, they come back equal."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from sitegen.exchange.drafting import Drafted
from sitegen.exchange.exporting import FORMS, docx_bytes, export_plan
from sitegen.exchange.importing import Imported, Order, import_plan
from sitegen.exchange.official import official
from sitegen.load import Site, load_site
from sitegen.model import ROLES, Plan, Task
from tests.conftest import REPOSITORY

PLANS = (
    "ankang-2017",
    "mianyang-youxian-2018",
    "panzhihua-2017",
    "panzhihua-xiqu-2021",
    "taian-2017",
)
# plans whose published text has not lost its layout
WITH_TEXT = ("ankang-2017", "mianyang-youxian-2018", "taian-2017")


@cache
def content() -> Site:
    site, problems = load_site(REPOSITORY / "content")
    assert site, problems
    return site


def plan_of(plan_id: str) -> tuple[Plan, list[Task]]:
    site = content()
    plan = next(plan for plan in site.plans if plan.id == plan_id)
    return plan, [task for task in site.tasks if task.plan == plan_id]


def again(plan: Plan, file: Path) -> Imported:
    order = Order(
        REPOSITORY, file, f"{plan.id}-again", plan.government, year=plan.year, dry_run=True
    )
    return import_plan(order)


def recorded(task: Task) -> Iterator[object]:
    said = task.responsibility
    yield task.id.partition("/")[2]
    yield task.number
    yield task.section
    yield task.body
    yield said.raw
    yield tuple((column.column, column.raw) for column in said.more)
    yield task.deadline.raw if task.deadline else ""
    yield {role: getattr(said, role) for role in ROLES if getattr(said, role)}
    yield said.mode, said.open_ended


def brought(task: Drafted) -> Iterator[object]:
    yield task.key
    yield task.number
    yield task.section
    yield task.body
    yield task.raw
    yield task.more
    yield task.deadline
    yield dict(task.roles)
    yield task.mode, task.open_ended


@pytest.mark.parametrize("plan_id", PLANS)
@pytest.mark.parametrize("form", ["xlsx", "docx", "csv"])
def test_an_exported_plan_comes_back_equal(plan_id: str, form: str, tmp_path: Path) -> None:
    plan, tasks = plan_of(plan_id)
    file = tmp_path / f"{plan_id}.{form}"
    file.write_bytes(FORMS[form](official(plan, tasks)))
    outcome = again(plan, file)
    assert [[*brought(task)] for task in outcome.draft.tasks] == [[*recorded(t)] for t in tasks]
    assert outcome.draft.unknown == ()


@pytest.mark.parametrize("plan_id", WITH_TEXT)
def test_a_published_text_comes_back_equal(plan_id: str) -> None:
    plan, tasks = plan_of(plan_id)
    file = REPOSITORY / "content/plans" / plan_id / "files" / f"{plan_id}.txt"
    outcome = again(plan, file)
    assert [[*brought(task)] for task in outcome.draft.tasks] == [[*recorded(t)] for t in tasks]


def test_the_marks_of_merged_cells_come_back(tmp_path: Path) -> None:
    plan, tasks = plan_of("taian-2017")
    file = tmp_path / "x.docx"
    file.write_bytes(docx_bytes(official(plan, tasks)))
    found = [set(task.inferred) for task in again(plan, file).draft.tasks]
    assert found == [set(task.inferred) for task in tasks]


def test_importing_over_the_plans_leaves_them_as_they_are(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "content", tmp_path / "content")
    file = tmp_path / "x.xlsx"
    file.write_bytes(export_plan(tmp_path, "panzhihua-2017", "xlsx"))
    outcome = import_plan(Order(tmp_path, file, "panzhihua-2017", "攀枝花市", year=2017))
    written = {path for path in outcome.files if path.startswith("content/")}
    assert written == set()
    # this document prints merged cells with their last row, our layout with the first
    assert {change.part for change in outcome.changes} == {"inferred"}


def test_a_text_whose_columns_are_lost_is_refused() -> None:
    plan, _ = plan_of("panzhihua-2017")
    file = REPOSITORY / "content/plans/panzhihua-2017/files/panzhihua-2017.txt"
    with pytest.raises(Exception, match="文字里的表格已经失去分栏"):
        again(plan, file)
