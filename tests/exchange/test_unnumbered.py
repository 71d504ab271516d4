"""A table without numbers imported again: a task is its wording; what only stands at its place is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.exchange.faults import Refused
from sitegen.load import load_site
from tests.conftest import Site
from tests.exchange import pictures
from tests.exchange.helping import PLAN, bring
from tests.exchange.test_renumbered import ADMISSION, BUDGET, NEW, WATER, contents, tasks

RECORD = """---
title: 预算公开
date: 2027-03-01
tasks: ["2"]
departments: [市财政局]
url: https://example.org/zhaosheng
---
"""


def table(site: Site, *wordings: str) -> Path:
    rows = (f"{text} | 市财政局 | 全年" for text in wordings)
    return pictures.xlsx(
        site.folder / "t.xlsx", "\n".join(["工作任务 | 责任单位 | 完成时限", *rows])
    )


@pytest.fixture
def imported(small: Site) -> Site:
    bring(small, table(small, BUDGET, ADMISSION, WATER))
    return small


def record(site: Site) -> None:
    site.write(f"content/plans/{PLAN}/records/zhaosheng.md", RECORD)


def test_rows_that_moved_keep_their_files(imported: Site) -> None:
    before = tasks(imported)
    outcome = bring(imported, table(imported, WATER, BUDGET, ADMISSION))
    assert [(c.what, c.key) for c in outcome.changes] == [("shifted", "03")]
    assert "### 没有序号、在新表里挪了位置的任务" in outcome.files[f"imports/{PLAN}/review.md"]
    assert tasks(imported) == before


def test_rows_that_moved_stand_as_in_the_table_if_the_editor_says_so(imported: Site) -> None:
    record(imported)
    outcome = bring(imported, table(imported, WATER, NEW, BUDGET, ADMISSION), match="text")
    moved = [(c.key, c.number) for c in outcome.changes if c.what == "moved"]
    assert moved == [("03", "3→1"), ("01", "1→2"), ("02", "2→3")]
    assert tasks(imported) == {
        "01": ("2", BUDGET),
        "02": ("3", ADMISSION),
        "03": ("1", WATER),
        "03-1": ("1-1", NEW),
    }
    said = (imported.folder / f"content/plans/{PLAN}/records/zhaosheng.md").read_text("utf-8")
    assert 'tasks: ["3"]' in said
    site, _ = load_site(imported.folder / "content")
    shown = [task.number for task in site.tasks if task.plan == PLAN] if site else []
    assert shown == ["1", "1-1", "2", "3"]


def test_another_wording_at_the_same_place_is_told(imported: Site) -> None:
    outcome = bring(imported, table(imported, BUDGET, NEW, WATER))
    assert [(c.what, c.key) for c in outcome.changes if c.what == "placed"] == [("placed", "02")]
    sheet = outcome.files[f"imports/{PLAN}/review.md"]
    assert "### 没有序号、原文也改了，按先后次序对上的任务" in sheet


def test_where_it_has_a_record_nothing_is_written_until_the_editor_says_so(imported: Site) -> None:
    record(imported)
    before = contents(imported)
    with pytest.raises(
        Refused, match="1 项有凭证的任务在新表里换成了别的文字（旧→新）：公开招生计划→公开重大项目"
    ):
        bring(imported, table(imported, BUDGET, NEW, WATER))
    assert contents(imported) == before


def test_by_wording_it_is_another_task_and_the_record_stays(imported: Site) -> None:
    record(imported)
    outcome = bring(imported, table(imported, BUDGET, NEW, WATER), match="text")
    assert tasks(imported)["02"] == ("2", ADMISSION)
    assert tasks(imported)["01-1"] == ("1-1", NEW)
    assert {(c.what, c.key) for c in outcome.changes} == {("new", "01-1"), ("gone", "02")}


def test_by_place_it_is_the_same_task_with_a_new_wording(imported: Site) -> None:
    record(imported)
    bring(imported, table(imported, BUDGET, NEW, WATER), match="number")
    assert tasks(imported)["02"] == ("2", NEW)


def test_a_row_that_is_gone_leaves_its_place_to_no_other_one(imported: Site) -> None:
    record(imported)
    outcome = bring(imported, table(imported, BUDGET, WATER))
    assert [(c.what, c.key) for c in outcome.changes] == [("gone", "02")]
    assert tasks(imported)["02"] == ("2", ADMISSION)
