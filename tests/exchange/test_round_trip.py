"""import(export(x)) = x, for any plan that a table can hold."""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.exchange.cleaning import body as cleaned
from sitegen.exchange.drafting import Drafted
from sitegen.exchange.exporting import FORMS, csv_bytes, export_plan, xlsx
from sitegen.exchange.importing import Order, import_plan
from sitegen.exchange.official import Official, official
from sitegen.model import Column, Deadline, Plan, Responsibility, Task, TaskInference
from tests.conftest import SMALL, Site, unpack
from tests.exchange import pictures
from tests.exchange.helping import PLAN, bring

UNITS = ("市财政局牵头落实", "市财政局、市环保局", "=市环保局", "各县（市、区）政府")
MORE = ("", "市环保局", "@各单位")
LIMITS = ("", "全年", "每月20日前", "+1月底前", "-5月底前")
TITLES = ("一、重点领域", "基础工作", "（一）财政", "=环保", "教育卫生", "2.政策解读")

letters = st.text("公开预算决算信息，及时、准确abc12=+-@“”（）；", min_size=3, max_size=40)
sentence = letters.map(lambda text: f"公开{text}。").filter(lambda text: cleaned(text) == text)
wording = st.lists(sentence, min_size=1, max_size=2).map("\n\n".join)


@dataclass(frozen=True)
class Drawn:
    """One row before it has a number: what it says, and whether it shares cells with the one above."""

    path: tuple[str, ...]
    text: str
    raw: str
    more: str
    limit: str
    merged: tuple[bool, bool, bool, bool]


def drawn(depth: int) -> st.SearchStrategy[Drawn]:
    title = st.sampled_from(TITLES)
    path = st.lists(title, min_size=min(depth, 1), max_size=depth).map(tuple)
    flags = st.tuples(*(st.booleans() for _ in range(4)))
    units, more, limits = (st.sampled_from(words) for words in (UNITS, MORE, LIMITS))
    return st.builds(Drawn, path, wording, units, more, limits, flags)


rows = st.integers(0, 3).flatmap(lambda depth: st.lists(drawn(depth), min_size=2, max_size=8))


def plan_of(rows: list[Drawn]) -> tuple[Plan, list[Task]]:
    second = ("责任单位",) if any(row.more for row in rows) else ()
    plan = Plan(
        id="p-2027",
        title="示例市2027年任务分解表",
        short="示例2027",
        government="shili",
        year=2027,
        columns=("序号", "工作任务", "具体要求", "牵头单位", *second, "完成时限"),
    )
    before: Drawn | None = None
    tasks = []
    for number, row in enumerate(rows, 1):
        tasks.append(task_of(number, row, before))
        before = row
    return plan, tasks


def task_of(number: int, row: Drawn, before: Drawn | None) -> Task:
    more = (Column(column="责任单位", raw=row.more),) if row.more else ()
    return Task(
        id=f"p-2027/{number:02}",
        plan="p-2027",
        number=str(number),
        section=row.path,
        body=row.text,
        responsibility=Responsibility(raw=row.raw, more=more),
        deadline=Deadline(raw=row.limit) if row.limit else None,
        inferred=tuple(marks(row, before)),
    )


def marks(row: Drawn, before: Drawn | None) -> list[TaskInference]:
    """Which cells are merged with those above: only equal ones can be."""
    if before is None:
        return []
    section, raw, more, limit = row.merged
    found: list[TaskInference] = []
    found += ["section"] if section and row.path and row.path[:1] == before.path[:1] else []
    found += ["responsibility.raw"] if raw and row.raw == before.raw else []
    found += ["responsibility.more"] if more and row.more and row.more == before.more else []
    return found + (["deadline.raw"] if limit and row.limit and row.limit == before.limit else [])


def said(task: Task) -> list[Any]:
    more = tuple((column.column, column.raw) for column in task.responsibility.more)
    limit = task.deadline.raw if task.deadline else ""
    return [task.number, task.section, task.body, task.responsibility.raw, more, limit]


def found(task: Drafted) -> list[Any]:
    return [task.number, task.section, task.body, task.raw, task.more, task.deadline]


@cache
def project() -> Path:
    folder = Path(tempfile.mkdtemp())
    unpack(folder, SMALL)
    return folder


def come_back(table: Official, form: str) -> tuple[Drafted, ...]:
    file = project() / f"table.{form}"
    file.write_bytes(FORMS[form](table))
    order = Order(project(), file, "p-2027", "shili", year=2027, dry_run=True)
    return import_plan(order).draft.tasks


@pytest.mark.parametrize("form", ["xlsx", "docx"])
@settings(max_examples=40, deadline=None)
@given(rows)
def test_merged_cells_and_wording_come_back(form: str, rows: list[Drawn]) -> None:
    plan, tasks = plan_of(rows)
    back = come_back(official(plan, tasks), form)
    assert [found(task) for task in back] == [said(task) for task in tasks]
    assert [set(task.inferred) for task in back] == [set(task.inferred) for task in tasks]


@settings(max_examples=40, deadline=None)
@given(rows)
def test_wording_comes_back_from_csv(rows: list[Drawn]) -> None:
    plan, tasks = plan_of(rows)
    back = come_back(official(plan, tasks), "csv")
    assert [found(task) for task in back] == [said(task) for task in tasks]


def test_no_cell_is_a_formula() -> None:
    texts = ["=1+1", "+1", "-1", "@x"]
    plan, tasks = plan_of([Drawn((), text, text, "", text, (False,) * 4) for text in texts])
    table = official(plan, tasks)
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx(table))).worksheets[0]
    assert [sheet.cell(row, 2).value for row in range(3, 7)] == texts
    assert {sheet.cell(row, 2).data_type for row in range(3, 7)} == {"s"}
    lines = csv_bytes(table).decode("utf-8-sig").splitlines()[1:]
    assert [line.split(",")[1] for line in lines] == [f"'{text}" for text in texts]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        (("7", "8", "8", "8"), ("7", "8", "8-2", "8-3")),
        (("8", "9", "8"), ("8", "9", "8-2")),
        (("8", "", "9"), ("8", "8-1", "9")),
        (("8", "^", "9"), ("8-1", "8-2", "9")),
        (("1", "2", "1"), ("1-1", "1-2", "2-1")),
    ],
)
def test_numbers_that_are_ours_are_exported_as_printed_and_come_back_marked(
    small: Site, form: str, printed: tuple[str, ...], numbers: tuple[str, ...]
) -> None:
    categories = ("财政", "财政", "环保", "环保")
    rows = (
        f"{number} | {category} | 公开第{index}项。 | 市财政局"
        for index, (number, category) in enumerate(zip(printed, categories, strict=False))
    )
    table = "\n".join(["序号 | 类别 | 工作任务 | 责任单位", *rows])
    first = bring(small, pictures.xlsx(small.folder / "table.xlsx", table))
    assert tuple(task.number for task in first.draft.tasks) == numbers
    sources = [f'source: {{row: "{row}"}}' for row in printed if row not in {"", "^"}]
    text = "".join(first.files.values())
    assert text.count("source: ") == len(sources) + printed.count("^")
    assert all(source in text for source in sources)
    exported = small.folder / f"again.{form}"
    exported.write_bytes(export_plan(small.folder, PLAN, form))
    second = bring(small, exported)
    assert second.changes == ()
