"""`sitegen deadline` says, word for word, how a wording was read and how each date came about.

`SITEGEN_GOLDEN=write pytest tests/deadlines/test_explain.py` writes the files in golden/ anew; read
the difference before you commit it.
"""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sitegen.__main__ import main
from sitegen.deadlines.explain import explain
from sitegen.deadlines.grammar import read
from sitegen.deadlines.reading import Frame
from sitegen.deadlines.rules import KINDS
from sitegen.deadlines.said import in_words
from tests.deadlines.test_wordings import table

GOLDEN = Path(__file__).parent / "golden"
PLAN = ("--year", "2017", "--issued", "2017-07-03")
CASES: dict[str, tuple[str, ...]] = {
    "months-and-quarters": ("每月、每季度后20日内完成", *PLAN),
    "first-week": ("每季度第一周内", *PLAN),
    "part-of-a-month": ("2017年11月中旬前", *PLAN),
    "own-plan": ("本方案公布后30个工作日内", *PLAN),
    "another-event": ("国家指导意见印发后60日内完成", *PLAN),
    "after-a-day": ("上半年结束后15日内", *PLAN),
    "whole-year": ("全年工作", *PLAN),
    "no-date": ("及时更新，长期公示，适时调整", *PLAN),
    "quota": ("每半年至少举办1次新闻发布会，公开率达到100%", *PLAN),
    "season": ("夏秋粮收购旺季每五日", *PLAN),
    "plan-period": ("“十三五”期末", *PLAN),
    "beginning": ("2017年8月1日起施行，12月底前完成", *PLAN),
    "postponed": ("每年9月30日17:00前，遇节假日顺延", *PLAN),
    "impossible": ("6月31日前", *PLAN),
    "unread": ("春节前完成", *PLAN),
    "ambiguous": ("8月初", *PLAN),
    "yearly-from-a-year-on": ("2018—2020年每年年底前", *PLAN),
    "without-a-year": ("6月底前，每月10日前",),
    "year-of-issue": ("年底前", "--issued", "2018-07-30"),
    "to-be-settled": ("本方案印发后10个工作日内", "--issued", "2026-12-21"),
    "json-months-and-quarters": ("每月、每季度后20日内完成", "--year", "2017", "--format", "json"),
    "json-problems": ("6月31日前，春节前完成，8月底前", "--year", "2017", "--format", "json"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_command_says_how_a_wording_was_read(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["deadline", *CASES[name]]) == 0
    said = capsys.readouterr()
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("SITEGEN_GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(said.out.encode())
    assert (said.out, said.err) == (golden.read_bytes().decode(), "")


def test_every_golden_file_has_its_case() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(CASES)


def found(wording: str, *options: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main(["deadline", wording, *options, "--format", "json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_json_holds_rules_dates_and_problems(capsys: pytest.CaptureFixture[str]) -> None:
    answer = found("每月、每季度后20日内完成", "--year", "2017", capsys=capsys)
    assert answer["raw"] == "每月、每季度后20日内完成"
    words = {"basis": "column", "raw": "每月、每季度后20日内", "offset": 20, "unit": "days"}
    assert answer["rules"] == [
        {"kind": "recurring", "every": "month", **words},
        {"kind": "recurring", "every": "quarter", **words},
    ]
    assert len(answer["dates"]) == 16
    assert answer["dates"][:4] == ["2017-02-20", "2017-03-20", "2017-04-20", "2017-05-22"]
    assert answer["problems"] == []


def test_json_shows_what_is_wrong_in_the_words_of_the_document(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = found("6月31日前，春节前完成", "--year", "2017", capsys=capsys)
    assert answer["rules"] == answer["dates"] == []
    assert [(one["kind"], one["raw"]) for one in answer["problems"]] == [
        ("impossible", "6月31日前"),
        ("unread", "春节前完成"),
    ]


@pytest.mark.parametrize("year", ["17", "0", "20177", "1800", "二〇一七", "2017.5"])
def test_a_year_is_four_digits(year: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadline", "年底前", "--year", year]) == 2
    assert f"“{year}”不是年份，写四位数，例如 2017" in capsys.readouterr().err


def test_every_kind_of_rule_can_be_said_in_words() -> None:
    said = {}
    for raw, year, _ in table():
        for one in read(raw, Frame(year)).found:
            said[one.rule.kind, in_words(one.rule)] = raw
    assert {kind for kind, _ in said} == set(KINDS)
    assert [words for _, words in said if not words or "None" in words or "：" in words] == []


def test_each_date_has_its_steps() -> None:
    for raw, year, _ in table():
        explained = explain(raw, year, date(year, 7, 3))
        for _, occurrences in explained.occurrences:
            assert all(one.trace and all(one.trace) for one in occurrences), raw
