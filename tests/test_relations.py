"""Records, requirements and policy documents: what is right is let through, and bounded in time."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import date

import pytest

from sitegen.build import checked
from sitegen.pages.documents import validity
from tests.conftest import AS_OF, Site

SLOWEST = 5.0  # seconds of work on the slowest machine
RECORD = "content/plans/shili-2026/records/2026-01.md"
TASK = "content/plans/shili-2026/tasks/001.md"
POLICY = "content/documents/shili/banfa.md"
TABLE = "content/plans/shili-2026/files/收支.csv"

POLICY_TEXT = """\
---
title: 示例市财政预决算公开办法
issuer: 示例市人民政府办公室
published: 2026-03-05
{more}---

第一条　本办法适用于本市。
"""


def record(more: str = "", units: str = "[市财政局]", body: str = "") -> str:
    """A record of the first task."""
    return (
        "---\ntitle: 财政收支情况\ndate: 2026-02-10\ntasks: ['1']\n"
        f"departments: {units}\n{more}---\n{body}"
    )


def codes(site: Site) -> list[str]:
    """The codes of all problems."""
    return [problem.code for problem in site.problems()]


def errors(site: Site) -> list[str]:
    """The codes of the problems that stop publication; an old document has warnings of its age."""
    return [problem.code for problem in site.problems() if problem.severity == "error"]


def unit(name: str, more: str = "") -> str:
    """A department's file."""
    return f"name: 示例市{name}\nshort: 市{name}\n{more}"


# evidence


@pytest.mark.parametrize(
    "text",
    [
        record("url: https://example.org/a\n"),
        record("url: https://example.org/a\nperiods: [2026-01, 2026-12]\n"),
        record("kind: explanation\n", body="\n系统升级，数据尚在核对。\n"),
        record("kind: explanation\nurl: https://example.org/a\n"),
    ],
    ids=["an address", "periods", "words", "words elsewhere"],
)
def test_a_record_that_can_be_looked_up_is_right(small: Site, text: str) -> None:
    small.write(RECORD, text)
    assert codes(small) == []


@pytest.mark.parametrize("form", [str.lower, str.upper])
def test_the_sum_of_a_file_may_be_written_in_either_case(
    small: Site, form: Callable[[str], str]
) -> None:
    data = "项目,金额\n".encode()
    small.write(TABLE, data)
    said = form(hashlib.sha256(data).hexdigest())
    small.write(RECORD, record(f"file: 收支.csv\nsha256: {said}\n"))
    assert codes(small) == []
    small.write(TABLE, data + b"\n")
    assert codes(small) == ["R15"]


def test_a_period_of_another_year_is_right_where_the_limit_names_that_year(small: Site) -> None:
    small.edit(TASK, "每月20日前", "次年1月31日前")
    small.write(RECORD, record("url: https://example.org/a\nperiods: [2027-01-31]\n"))
    assert codes(small) == []


def test_a_period_is_not_compared_where_the_task_has_no_dates(small: Site) -> None:
    small.edit(TASK, "每月20日前", "及时")
    small.write(RECORD, record("url: https://example.org/a\nperiods: [2026-Q1]\n"))
    assert codes(small) == []


def test_a_successor_a_predecessor_and_a_member_may_publish(small: Site) -> None:
    folder = "content/departments/shili"
    small.write(f"{folder}/jinrongju.yaml", unit("金融局"))
    small.write(f"{folder}/guokuju.yaml", unit("国库局", "successor: 市财政局\n"))
    small.edit(f"{folder}/caizhengju.yaml", "short:", "successor: 市金融局\nshort:")
    address = "url: https://example.org/a\n"
    small.write(RECORD, record(address, "[市金融局, 市国库局]"))
    assert {code for code in codes(small) if code != "C02"} == set()
    group = "kind: group\nmembers: [市环保局]\n"
    small.write(f"{folder}/gebumen.yaml", unit("各部门", group))
    small.edit(TASK, "raw: 市财政局牵头落实", "raw: 市各部门")
    small.edit(TASK, "lead: [市财政局]", "lead: [市各部门]")
    small.write(RECORD, record(address, "[市环保局]"))
    assert {code for code in codes(small) if code != "C02"} == set()


def test_anybody_may_publish_where_the_list_of_units_is_open(small: Site) -> None:
    small.edit(TASK, "lead: [市财政局]", "lead: [市财政局]\n  open_ended: true")
    small.write(RECORD, record("url: https://example.org/a\n", "[市环保局]"))
    assert codes(small) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("number: ", "nubmer: ", "M01"), ('number: "1"', 'number: "1', "S05"), ("raw:", "rw:", "M01")],
)
def test_a_broken_task_is_not_reported_again_at_its_records(
    small: Site, old: str, new: str, code: str
) -> None:
    small.write(RECORD, record("url: https://example.org/a\n"))
    small.edit(TASK, old, new)
    assert set(codes(small)) == {code}


# policy documents and requirements


def test_an_attachment_of_a_policy_document_is_published(small: Site) -> None:
    small.write("content/documents/shili/files/预算表.csv", "科目,金额\n")
    small.write(POLICY, POLICY_TEXT.format(more="attachments: [预算表.csv]\n"))
    assert errors(small) == []
    small.build()
    assert small.files()["documents/shili/files/预算表.csv"].decode() == "科目,金额\n"
    assert "预算表.csv" in small.read("documents/shili/banfa/index.html")


@pytest.mark.parametrize(
    "more",
    [
        "validity: 废止\nrepealed_on: 2026-05-01\n",
        "validity: 失效\nrepealed_on: 2026-05-01\n",
        "validity: 失效\nvalid_until: 2026-05-01\n",
        "valid_until: 2026-05-01\n",
        "repealed_on: 2026-12-31\n",
    ],
)
def test_a_document_that_agrees_with_itself_is_right(small: Site, more: str) -> None:
    small.write(POLICY, POLICY_TEXT.format(more=more))
    assert errors(small) == []


@pytest.mark.parametrize(
    "more",
    [
        "validity: 失效\n",
        "validity: 废止\n",
        "validity: 废止\nvalid_until: 2026-05-01\n",
        "valid_until: 2026-05-01\n",
        "repealed_on: 2026-11-21\n",
    ],
)
def test_a_document_that_is_over_without_saying_so_or_why_is_told(small: Site, more: str) -> None:
    small.write(POLICY, POLICY_TEXT.format(more=more))
    assert "B03" in codes(small)
    assert errors(small) == []


@pytest.mark.parametrize(
    "more",
    [
        "validity: 废止\nrepealed_on: 2026-05-01\n",
        "validity: 失效\nvalid_until: 2026-05-01\n",
        "valid_until: 2026-11-21\n",
        "repealed_on: 2026-11-22\n",
    ],
)
def test_a_document_that_is_not_over_or_says_why_is_left_alone(small: Site, more: str) -> None:
    small.write(POLICY, POLICY_TEXT.format(more=more))
    assert "B03" not in codes(small)


def test_the_lists_by_validity_hold_policies_alone(small: Site) -> None:
    small.write(POLICY, POLICY_TEXT.format(more=""))
    more = "kind: interpretation\ninterprets: [示例市财政预决算公开办法]\n"
    text = POLICY_TEXT.format(more=more).replace("公开办法", "公开办法的解读", 1)
    small.write("content/documents/shili/jiedu.md", text)
    small.build()
    said = small.said("documents/index.html")
    assert "年份20262件" in said
    assert "有效性有效1件" in said


def test_the_page_of_a_document_says_from_its_day_on_that_it_is_repealed(small: Site) -> None:
    small.write(POLICY, POLICY_TEXT.format(more="repealed_on: 2026-11-21\n"))
    (policy,) = checked(small.project, AS_OF)[0].policies
    assert validity(policy, date(2026, 11, 20)) == "有效"
    assert validity(policy, date(2026, 11, 21)) == "废止"


def test_a_broken_document_is_not_reported_again_where_it_is_named(small: Site) -> None:
    small.write(POLICY, POLICY_TEXT.format(more="validty: 有效\n"))
    more = "kind: interpretation\ninterprets: [示例市财政预决算公开办法]\n"
    text = POLICY_TEXT.format(more=more).replace("公开办法\nissuer", "公开办法解读\nissuer")
    small.write("content/documents/shili/jiedu.md", text)
    assert codes(small) == ["M01"]


def test_a_confirmed_limit_may_stand_on_two_lines_of_the_text(small: Site) -> None:
    small.edit(TASK, "解读增减变化。", "解读增减变化，\n每季度末\n前公布。")
    small.edit(TASK, "  raw: 每月20日前", "  raw: 每月20日前\n  confirmed: [每季度末前]")
    assert codes(small) == []


OTHER_PLAN = """\
---
title: 示例市2025年政务公开工作要点
short: 示例2025
government: 示例市
year: 2025
---

现印发给你们。
"""


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("shili-2025/tasks/007.MD", "S04"),
        ("shili-2025/tasks/007.md.txt", "S04"),
        ("shili-2025/tasks/007 - 副本.md", "S11"),
        ("shili-2025/tasks/007（1）.md", "S11"),
        ("shili-2025/tasks/Copy of 007.md.md", "S11"),
        ("shili-2025/tasks/007.md.md", "S11"),
        ("shili-2025/tasks/007 .md", "S11"),
        ("shili-2025/007.md", "S04"),
    ],
)
def test_a_requirement_may_name_a_task_whose_file_is_misnamed(
    path: str, code: str, small: Site
) -> None:
    text = (small.folder / TASK).read_text("utf-8")
    small.write("content/plans/shili-2025/index.md", OTHER_PLAN)
    small.write(f"content/plans/{path}", text)
    requirement = "title: 甲\ndomains: [财政]\ntasks: [shili-2026/001, shili-2025/007]\n"
    small.write("content/requirements/a.yaml", requirement)
    assert codes(small) == [code]


@pytest.mark.parametrize("folder", ["Shili-2025", "shili_2025"])
def test_a_requirement_may_name_a_task_in_a_misnamed_folder(folder: str, small: Site) -> None:
    text = (small.folder / TASK).read_text("utf-8")
    small.write(f"content/plans/{folder}/index.md", OTHER_PLAN)
    small.write(f"content/plans/{folder}/tasks/007.md", text)
    requirement = "title: 甲\ndomains: [财政]\ntasks: [shili-2026/001, shili-2025/007]\n"
    small.write("content/requirements/a.yaml", requirement)
    assert codes(small) == ["S11"]


@pytest.mark.parametrize("name", ["shili.YAML", "shili.yml", "Shili.yaml"])
def test_a_misnamed_file_of_a_government_is_one_message(name: str, small: Site) -> None:
    small.remove("content/governments/shili.yaml")
    small.write(f"content/governments/{name}", "name: 示例市\n")
    assert len(codes(small)) == 1


# bounded


HARMFUL = {
    "tasks of a record": (
        RECORD,
        record("url: https://example.org/a\n").replace(
            "['1']", "[" + ", ".join(f"a{i}" for i in range(15_000)) + "]"
        ),
        "R13",
    ),
    "periods": (
        RECORD,
        record(
            "url: https://example.org/a\nperiods:"
            + "".join(f"\n- {i}月" for i in range(15_000))
            + "\n"
        ),
        "R14",
    ),
    "a long period": (
        RECORD,
        record(f"url: https://example.org/a\nperiods: [{'2026' * 100_000}]\n"),
        "R14",
    ),
    "tasks of a requirement": (
        "content/requirements/a.yaml",
        "title: 甲\ndomains: [财政]\ntasks:"
        + "".join(f"\n- shili-2026/{i}x" for i in range(15_000))
        + "\n",
        "R17",
    ),
    "attachments": (
        POLICY,
        POLICY_TEXT.format(
            more="attachments:" + "".join(f"\n- {i}.pdf" for i in range(15_000)) + "\n"
        ),
        "R09",
    ),
    "confirmed words": (
        TASK,
        "---\nnumber: '1'\nresponsibility: {raw: 甲, lead: [市财政局]}\ndomains: [财政]\ndeadline:\n  confirmed:"
        + "".join(f"\n  - 收支{i}" for i in range(9_000))
        + "\n---\n\n"
        + "收支情况。" * 20_000,
        "R20",
    ),
}


@pytest.mark.parametrize(("path", "text", "code"), HARMFUL.values(), ids=HARMFUL)
def test_records_made_to_do_harm_are_checked_in_bounded_time(
    small: Site, path: str, text: str, code: str
) -> None:
    small.write(path, text)
    started = time.process_time()
    assert code in codes(small)
    assert time.process_time() - started < SLOWEST
