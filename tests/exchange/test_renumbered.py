"""A table with rows put in or taken out: no task, address or record goes over to another wording."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.exchange.faults import Refused
from sitegen.load import load_site
from tests.conftest import Site
from tests.exchange import pictures
from tests.exchange.helping import PLAN, bring

HEAD = "序号 | 工作任务 | 责任单位 | 完成时限"
BUDGET, ADMISSION, WATER, NEW = "公开预算。", "公开招生计划。", "公开环境质量。", "公开重大项目。"
FOLDER = f"content/plans/{PLAN}"
RECORD = """---
title: 预算公开
date: 2027-03-01
tasks: ["1", '3'] # 两项
departments: [市财政局]
url: https://example.org/yusuan
---
"""


def table(site: Site, *wordings: str) -> Path:
    rows = (f"{n} | {text} | 市财政局 | 全年" for n, text in enumerate(wordings, 1))
    return pictures.xlsx(site.folder / "table.xlsx", "\n".join([HEAD, *rows]))


@pytest.fixture
def imported(small: Site) -> Site:
    """A plan of three tasks, the first and the last with a record."""
    bring(small, table(small, BUDGET, ADMISSION, WATER))
    small.write(f"{FOLDER}/records/yusuan.md", RECORD)
    return small


def tasks(site: Site) -> dict[str, tuple[str, str]]:
    """Number and wording by the name of the file, in the order of the pages."""
    files = sorted((site.folder / FOLDER / "tasks").glob("*.md"), key=lambda path: path.stem)
    parts = {path.stem: path.read_text("utf-8").split('"') for path in files}
    return {key: (part[1], part[-1].rpartition("---")[2].strip()) for key, part in parts.items()}


def contents(site: Site) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in site.folder.rglob("*.*") if path.suffix != ".xlsx"}


def test_a_row_put_in_before_others_stops_the_import_and_writes_nothing(imported: Site) -> None:
    before = contents(imported)
    with pytest.raises(Refused, match="1→2 公开预算【有凭证】；2→3 公开招生计划；3→4") as refused:
        bring(imported, table(imported, NEW, BUDGET, ADMISSION, WATER))
    assert "其中 2 项已有凭证" in str(refused.value)
    assert contents(imported) == before


def test_by_wording_files_and_records_stay_with_it_and_the_order_is_the_table_s(
    imported: Site,
) -> None:
    longer = table(imported, NEW, BUDGET, ADMISSION, WATER, "公开年报。")
    outcome = bring(imported, longer, match="text")
    assert tasks(imported) == {
        "00-1": ("1", NEW),
        "01": ("2", BUDGET),
        "02": ("3", ADMISSION),
        "03": ("4", WATER),
        "05": ("5", "公开年报。"),
    }
    record = (imported.folder / FOLDER / "records/yusuan.md").read_text("utf-8")
    assert record == RECORD.replace("""["1", '3']""", '["2", "4"]')
    sheet = outcome.files[f"imports/{PLAN}/review.md"]
    assert "### 序号改了，按原文对上的任务" in sheet
    assert "| 1→2 | 01 | 整项 |" in sheet
    assert 'source: {row: "2"}' in outcome.files[f"{FOLDER}/tasks/01.md"]
    assert [problem for problem in imported.problems() if problem.severity == "error"] == []
    assert bring(imported, longer).changes == ()


def test_rows_that_changed_places_stand_as_in_the_table_under_their_old_addresses(
    imported: Site,
) -> None:
    bring(imported, table(imported, WATER, BUDGET, ADMISSION), match="text")
    site, _ = load_site(imported.folder / "content")
    mine = [task for task in site.tasks if task.plan == PLAN] if site else []
    assert [(task.number, task.id.rpartition("/")[2]) for task in mine] == [
        ("1", "03"),
        ("2", "01"),
        ("3", "02"),
    ]


def test_by_number_the_wording_of_tasks_is_what_changed(imported: Site) -> None:
    bring(imported, table(imported, ADMISSION, BUDGET, WATER), match="number")
    assert tasks(imported)["01"] == ("1", ADMISSION)
    assert (imported.folder / FOLDER / "records/yusuan.md").read_text("utf-8") == RECORD


def test_a_number_of_a_task_that_is_gone_goes_to_no_other_one(imported: Site) -> None:
    shorter = table(imported, ADMISSION, WATER)
    with pytest.raises(Refused, match=r"01\.md（序号 1）"):
        bring(imported, shorter, match="text")
    imported.remove(f"{FOLDER}/tasks/01.md")
    imported.edit(f"{FOLDER}/records/yusuan.md", '"1", ', "")
    bring(imported, shorter, match="text")
    assert tasks(imported) == {"02": ("1", ADMISSION), "03": ("2", WATER)}


def test_wording_that_an_editor_mended_is_known_again_by_what_was_imported(imported: Site) -> None:
    imported.edit(f"{FOLDER}/tasks/01.md", BUDGET, "公开预算（含附表）。")
    with pytest.raises(Refused, match="1→2 公开预算"):
        bring(imported, table(imported, NEW, BUDGET, ADMISSION, WATER))


@pytest.mark.parametrize(
    "wordings",
    [
        (BUDGET, "公开招生计划和结果。", WATER),
        (BUDGET, ADMISSION, WATER, NEW),
        (BUDGET, ADMISSION, BUDGET),
        (BUDGET, ADMISSION),
    ],
)
def test_where_no_wording_changed_its_number_nothing_is_asked(
    imported: Site, wordings: tuple[str, ...]
) -> None:
    bring(imported, table(imported, *wordings))
    assert len(tasks(imported)) == max(3, len(wordings))
