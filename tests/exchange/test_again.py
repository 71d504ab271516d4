"""Importing again changes what the table changed, and never an editor's work without being told."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.errors import BuildFailed
from sitegen.exchange.faults import Refused
from tests.conftest import Site
from tests.exchange import pictures
from tests.exchange.helping import PLAN, bring

TABLE = """
    序号 | 工作任务 | 责任单位 | 完成时限
    1 | 公开预算。 | 市财政局 | 全年
    2 | 公开环境质量。 | 市环保局 | 每月
"""
UNNUMBERED = """
    工作任务 | 责任单位 | 完成时限
    公开预算。 | 市财政局 | 全年
    公开环境质量。 | 市环保局 | 每月
"""
FIRST = f"content/plans/{PLAN}/tasks/01.md"
SECOND = f"content/plans/{PLAN}/tasks/02.md"


def file(site: Site, picture: str = TABLE, **changes: str) -> Path:
    for old, new in changes.items():
        assert old in picture
        picture = picture.replace(old, new)
    return pictures.xlsx(site.folder / "table.xlsx", picture)


def read(site: Site, path: str) -> str:
    return (site.folder / path).read_text("utf-8")


def test_a_first_import_makes_a_site_without_errors(small: Site) -> None:
    bring(small, file(small))
    assert [problem for problem in small.problems() if problem.severity == "error"] == []
    assert read(small, SECOND) == (
        '---\nnumber: "2"\nresponsibility:\n  raw: 市环保局\n  unspecified: [市环保局]\n'
        "deadline:\n  raw: 每月\n# 领域由导入程序按文字建议，请核对\ndomains: [环保]\n"
        'source: {row: "2"}\n---\n\n公开环境质量。\n'
    )


def test_the_review_sheet_lists_what_was_guessed_with_addresses(small: Site) -> None:
    bring(small, file(small, 市环保局="市水务局"))
    sheet = read(small, f"imports/{PLAN}/review.md")
    for line in (
        "| Sheet1!C1 | 3 责任单位 | 责任单位（不分角色） |",
        "| 市水务局 |  | 1 | Sheet1!C3 |",
        "## 建议的领域",
        "| 2 | 环保 |",
    ):
        assert line in sheet


def test_the_same_table_changes_nothing(small: Site) -> None:
    bring(small, file(small))
    before = {path: path.read_bytes() for path in (small.folder / "content").rglob("*.*")}
    again = bring(small, file(small))
    assert [path for path in again.files if path.startswith("content/")] == []
    assert again.changes == ()
    assert {path: path.read_bytes() for path in (small.folder / "content").rglob("*.*")} == before


def test_what_the_table_changed_is_taken_over_and_the_rest_stays(small: Site) -> None:
    bring(small, file(small))
    small.edit(SECOND, "source:", "openness: [结果] # 我们的归类\nsource:")
    outcome = bring(small, file(small, 每月="每季度", 市环保局="市环保局牵头"))
    assert {change.part for change in outcome.changes} == {
        "responsibility.raw",
        "responsibility.roles",
        "deadline.raw",
    }
    text = read(small, SECOND)
    assert "deadline:\n  raw: 每季度\n" in text
    assert "responsibility:\n  raw: 市环保局牵头\n  lead: [市环保局]\n" in text
    assert "openness: [结果] # 我们的归类\n" in text
    assert FIRST not in outcome.files


def test_what_an_editor_changed_stays(small: Site) -> None:
    bring(small, file(small))
    small.edit(SECOND, "domains: [环保]", "domains: [财政]")
    small.edit(SECOND, "  unspecified: [市环保局]\n", "  lead: [市环保局]\n")
    outcome = bring(small, file(small))
    assert {(change.what, change.part) for change in outcome.changes} == {
        ("kept", "domains"),
        ("kept", "responsibility.roles"),
    }
    assert SECOND not in outcome.files


def test_a_part_that_both_changed_is_left_until_told(small: Site) -> None:
    bring(small, file(small))
    small.edit(SECOND, "raw: 每月", "raw: 每月底前")
    changed = file(small, 每月="每季度")
    outcome = bring(small, changed)
    assert [(c.what, c.part) for c in outcome.changes] == [("conflict", "deadline.raw")]
    assert "raw: 每月底前" in read(small, SECOND)
    assert "与文件里的不同，没有改动" in read(small, f"imports/{PLAN}/review.md")
    bring(small, changed, overwrite=frozenset({"deadline.raw"}))
    assert "raw: 每季度" in read(small, SECOND)


def test_a_unit_put_on_record_later_is_filled_in(small: Site) -> None:
    table = file(small, 市环保局="市水务局")
    assert [one.name for one in bring(small, table).draft.unknown] == ["市水务局"]
    assert "unspecified" not in read(small, SECOND)
    small.write("content/departments/shili/shuiwuju.yaml", "name: 示例市水务局\nshort: 市水务局\n")
    bring(small, table)
    assert "  unspecified: [市水务局]\n" in read(small, SECOND)


def test_units_are_put_on_record_when_asked(small: Site) -> None:
    changes = {"市环保局": "市水务局牵头，统计局、各县（市、区）人民政府配合"}
    outcome = bring(small, file(small, **changes), new_departments=True)
    made = {path: text for path, text in outcome.files.items() if "departments" in path}
    assert {path.rpartition("/")[2] for path in made} == {
        "shuiwuju.yaml",
        "tongjiju.yaml",
        "gexian-shi-qu-renminzhengfu.yaml",
    }
    statistics = next(text for path, text in made.items() if "tongjiju" in path)
    assert (
        "name: 示例市统计局\nshort: 市统计局\naliases: [统计局]\nkind: department\n" in statistics
    )
    assert outcome.draft.unknown == ()
    assert [problem for problem in small.problems() if problem.severity == "error"] == []


@pytest.mark.parametrize(
    "words",
    [
        "市财证局",
        "原市教育局",
        "除市教育局外各部门",
        "市教育局市民政局",
        "市教育局（市委教育工委）",
        "省教育厅",
        "国家林业局",
    ],
)
def test_words_that_are_no_name_of_a_unit_here_are_put_on_no_record(
    small: Site, words: str
) -> None:
    outcome = bring(small, file(small, 市环保局=words), new_departments=True)
    assert [path for path in outcome.files if "departments" in path] == []
    assert [one.name for one in outcome.draft.unknown] == [words]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("市场监管局", "示例市市场监管局"),
        ("市民政局", "示例市民政局"),
        ("市级有关部门（单位）", "示例市级有关部门（单位）"),
        ("县（市、区）政府", "示例市县（市、区）政府"),
        ("国家税务总局示例市税务局", "国家税务总局示例市税务局"),
        ("市委市直机关工委", "示例市委市直机关工委"),
    ],
)
def test_names_of_units_that_look_odd_are_put_on_record(small: Site, words: str, name: str) -> None:
    outcome = bring(small, file(small, 市环保局=words), new_departments=True)
    (text,) = [text for path, text in outcome.files.items() if "departments" in path]
    assert f"name: {name}\n" in text


@pytest.mark.parametrize("words", ["功能区管委会", "乡镇（街道）", "县（市、区）政府"])
def test_units_of_a_class_are_put_on_record_as_a_group(small: Site, words: str) -> None:
    outcome = bring(small, file(small, 市环保局=words), new_departments=True)
    (text,) = [text for path, text in outcome.files.items() if "departments" in path]
    assert text.endswith(f"name: 示例市{words}\nshort: {words}\nkind: group\n")


def test_a_name_without_its_level_is_a_unit_of_the_government_itself(small: Site) -> None:
    name = "name: 示例市市场监管局\nshort: 市市场监管局\n"
    small.write("content/departments/shili/shichang.yaml", name)
    outcome = bring(small, file(small, 市环保局="市场监管局、财政局、县环保局"))
    assert dict(outcome.draft.tasks[1].roles) == {
        "unspecified": ("shili/shichang", "shili/caizhengju")
    }
    assert [one.name for one in outcome.draft.unknown] == ["县环保局"]


def test_a_unit_not_on_record_is_listed_with_the_name_most_like_it(small: Site) -> None:
    outcome = bring(small, file(small, 市环保局="市财证局"))
    sheet = outcome.files[f"imports/{PLAN}/review.md"]
    assert "| 市财证局 | 市财政局 | 1 | Sheet1!C3 |" in sheet


def test_a_row_put_between_rows_without_numbers_leaves_the_others_their_files(small: Site) -> None:
    bring(small, file(small, UNNUMBERED))
    changes = {"    公开环境质量": "    公开决算。 | 市财政局 | 全年\n    公开环境质量"}
    outcome = bring(small, file(small, UNNUMBERED, **changes))
    written = {path.rpartition("/")[2] for path in outcome.files if "tasks" in path}
    assert written == {"01-1.md"}
    assert 'number: "1-1"' in read(small, f"content/plans/{PLAN}/tasks/01-1.md")


def test_yes_is_read_as_in_every_file(small: Site) -> None:
    table = file(small, 市环保局="市环保局等部门")
    bring(small, table)
    small.edit(SECOND, "open_ended: true", "open_ended: True")
    assert bring(small, table).changes == ()


def test_the_review_sheet_calls_tasks_by_the_numbers_that_they_kept(small: Site) -> None:
    bring(small, file(small, UNNUMBERED))
    changes = {"    公开环境质量": "    公开年报。 | 市水务局 | 全年\n    公开环境质量"}
    outcome = bring(small, file(small, UNNUMBERED, **changes))
    sheet = outcome.files[f"imports/{PLAN}/review.md"]
    assert [task.number for task in outcome.draft.tasks] == ["1", "1-1", "2"]
    assert "| 2 | Sheet1!A4 | 序号 |" in sheet
    assert "| 2 | 环保 |" in sheet
    assert "序号 1-1：看不出领域，请补上 domains" in sheet


def test_a_row_that_is_gone_is_told_and_not_removed(small: Site) -> None:
    bring(small, file(small))
    less = file(small, "\n".join(TABLE.splitlines()[:3]))
    outcome = bring(small, less)
    assert [(change.what, change.key) for change in outcome.changes] == [("gone", "02")]
    assert (small.folder / SECOND).exists()


def test_categories_are_added_to_those_that_are_listed(small: Site) -> None:
    sectioned = "序号 | 类别 | 工作任务 | 责任单位\n1 | 财政 | 公开预算。 | 市财政局"
    bring(small, file(small, sectioned))
    small.edit(f"content/plans/{PLAN}/index.md", "short: ", "# 我们的说明\nshort: ")
    bring(small, file(small, f"{sectioned}\n2 | 环保 | 公开环境质量。 | 市环保局"))
    index = read(small, f"content/plans/{PLAN}/index.md")
    assert "sections:\n  - title: 财政\n  - title: 环保\n" in index
    assert "# 我们的说明\n" in index
    assert [problem for problem in small.problems() if problem.severity == "error"] == []


def test_a_mapping_that_an_editor_corrects_holds(small: Site) -> None:
    odd = "序号 | 工作任务 | 落实 | 何时\n1 | 公开预算。 | 市财政局 | 全年"
    first = bring(small, file(small, odd))
    assert first.draft.tasks[0].deadline == ""
    mapping = f"imports/{PLAN}/mapping.yaml"
    small.edit(mapping, "4 何时: note", "4 何时: deadline")
    small.edit(mapping, "3 落实: note", "3 落实: 牵头单位")
    again = bring(small, file(small, odd))
    assert (again.draft.tasks[0].raw, again.draft.tasks[0].deadline) == ("市财政局", "全年")
    assert again.draft.tasks[0].roles == (("lead", ("shili/caizhengju",)),)
    assert "4 何时: deadline" in read(small, mapping).replace('"', "")
    small.edit(mapping, "deadline\n", "时限是它\n")
    with pytest.raises(Refused, match="“4 何时”不能是“时限是它”"):
        bring(small, file(small, odd))


def test_a_trial_run_writes_nothing(small: Site) -> None:
    table = file(small)
    before = set(small.folder.rglob("*"))
    outcome = bring(small, table, dry_run=True)
    assert len(outcome.files) == 6
    assert set(small.folder.rglob("*")) == before


def test_all_files_are_written_or_none(small: Site) -> None:
    bring(small, file(small))
    blocked = small.folder / "imports" / PLAN / "review.md"
    blocked.unlink()
    blocked.mkdir()
    before = read(small, SECOND)
    with pytest.raises(BuildFailed, match="什么也没有改动"):
        bring(small, file(small, 每月="每季度"))
    assert read(small, SECOND) == before


def test_files_with_errors_are_not_taken_for_missing(small: Site) -> None:
    bring(small, file(small))
    small.write(SECOND, "没有文件头")
    with pytest.raises(Refused, match="E10"):
        bring(small, file(small))
    assert read(small, SECOND) == "没有文件头"
