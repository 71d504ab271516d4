"""Working days are those of the State Council's yearly notices; beyond them they are not known.

The days are written down from 国务院办公厅关于…年部分节假日安排的通知 of each year; the last days of
2018 from the one for 2019. The data of the library that sitegen uses is what is tested here.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from chinese_calendar import holidays, is_workday

from sitegen import dates
from sitegen.deadlines.counting import counted
from sitegen.deadlines.explain import explain
from sitegen.deadlines.law import in_force
from sitegen.deadlines.rules import Unit

# days off, first and last day of each stretch; weekends that are worked
NOTICES = {
    2017: (
        "0101-0102 0127-0202 0402-0404 0501-0501 0528-0530 1001-1008",
        "0122 0204 0401 0527 0930",
    ),
    2018: (
        "0101-0101 0215-0221 0405-0407 0429-0501 0618-0618 0924-0924 1001-1007 1230-1231",
        "0211 0224 0408 0428 0929 0930 1229",
    ),
    2021: (
        "0101-0103 0211-0217 0403-0405 0501-0505 0612-0614 0919-0921 1001-1007",
        "0207 0220 0425 0508 0918 0926 1009",
    ),
    2024: (
        "0101-0101 0210-0217 0404-0406 0501-0505 0610-0610 0915-0917 1001-1007",
        "0204 0218 0407 0428 0511 0914 0929 1012",
    ),
    2025: (
        "0101-0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008",
        "0126 0208 0427 0928 1011",
    ),
    2026: (
        "0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007",
        "0104 0214 0228 0509 0920 1010",
    ),
}
KNOWN = date(2026, 12, 28)


def day(year: int, text: str) -> date:
    return date(year, int(text[:2]), int(text[2:]))


def official(year: int) -> set[date]:
    """The working days of a year by its notice."""
    off, worked = NOTICES[year]
    free = set()
    for stretch in off.split():
        first, last = (day(year, text) for text in stretch.split("-"))
        free |= {first + timedelta(n) for n in range((last - first).days + 1)}
    year_ = (date(year, 1, 1) + timedelta(n) for n in range(366))
    plain = {one for one in year_ if one.year == year and one.weekday() < 5}
    return (plain - free) | {day(year, text) for text in worked.split()}


@pytest.mark.parametrize("year", NOTICES)
def test_the_working_days_are_those_of_the_notice(year: int) -> None:
    days = (date(year, 1, 1) + timedelta(n) for n in range(366))
    ours = {one for one in days if one.year == year and dates.working_day(one)}
    assert ours == {one for one in official(year) if one <= KNOWN}


def by_hand(start: date, count: int) -> date:
    """So many working days after a day, counted one by one."""
    one = start
    while count:
        one += timedelta(1)
        count -= one in official(one.year)
    return one


@pytest.mark.parametrize("start", [date(2017, 1, 20), date(2018, 2, 8), date(2024, 9, 12)])
@pytest.mark.parametrize("count", [1, 2, 5, 10, 15, 20, 30])
def test_working_days_are_counted_from_the_next_day_one_by_one(start: date, count: int) -> None:
    assert counted(start, count, "working_days")[0] == by_hand(start, count)


def test_ten_working_days_after_the_twentieth_of_september_2017_end_after_the_holidays() -> None:
    due, steps = counted(date(2017, 9, 20), 10, "working_days")
    assert due == date(2017, 10, 10)
    passed = "其间有 10 个休息日（9月30日调休上班，计入）"
    assert steps == (
        f"次日起算 10 个工作日，{passed}，至 2017年10月10日（民法通则第一百五十四条）",
    )


def test_thirty_working_days_after_a_plan_was_issued() -> None:
    found = explain("本方案公布后30个工作日内", 2017, date(2017, 7, 3))
    assert found.dates() == (date(2017, 8, 14),)
    assert found.occurrences[0][1][0].trace == (
        "“本方案公布”在 2017年7月3日",
        "次日起算 30 个工作日，其间有 12 个休息日，至 2017年8月14日（民法通则第一百五十四条）",
    )


def test_a_plan_is_not_taken_for_a_document_that_is_not_named_as_its_own() -> None:
    for wording in ("文件印发后3个工作日内", "印发后20日内", "本意见征求结束后10日内"):
        found = explain(wording, 2017, date(2017, 7, 3))
        assert found.dates() == (), wording


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        (date(2017, 7, 3), 60, "days", date(2017, 9, 1)),
        (date(2017, 7, 3), 5, "days", date(2017, 7, 10)),  # the 8th is a Saturday
        (date(2017, 9, 21), 10, "days", date(2017, 10, 9)),  # the 1st of October
        (date(2017, 9, 20), 10, "days", date(2017, 9, 30)),  # a Saturday that is worked
        (date(2017, 1, 31), 1, "months", date(2017, 2, 28)),
        (date(2020, 2, 29), 1, "years", date(2021, 3, 1)),  # the 28th is a Sunday
        (date(2017, 7, 3), 2, "months", date(2017, 9, 4)),  # the 3rd is a Sunday
    ],
)
def test_a_last_day_of_rest_runs_on_to_the_next_working_day(
    start: date, amount: int, unit: Unit, due: date
) -> None:
    assert counted(start, amount, unit)[0] == due


@pytest.mark.parametrize(
    ("start", "law"),
    [
        (date(2017, 9, 30), "民法通则第一百五十四条"),
        (date(2017, 10, 1), "民法总则第二百零一条"),
        (date(2020, 12, 31), "民法总则第二百零一条"),
        (date(2021, 1, 1), "民法典第二百零一条"),
    ],
)
def test_the_law_is_that_in_force_on_the_first_day(start: date, law: str) -> None:
    assert in_force(start).start == law


@pytest.mark.parametrize("start", [date(2026, 12, 20), date(2026, 12, 29), date(2030, 1, 1)])
def test_beyond_the_notices_working_days_are_not_known(start: date) -> None:
    due, steps = counted(start, 10, "working_days")
    assert due is None
    assert steps == ("次日起算 10 个工作日，超出已公布的放假安排，待定",)


def test_a_wording_beyond_the_notices_is_to_be_settled() -> None:
    found = explain("本方案印发后10个工作日内", 2026, date(2026, 12, 21))
    assert found.dates() == ()
    assert "待定" in "".join(found.occurrences[0][1][0].trace)


def test_nothing_is_said_of_days_beyond_the_notices() -> None:
    assert dates.working_day(KNOWN) is True
    assert dates.working_day(KNOWN + timedelta(1)) is None
    assert dates.next_working_day(date(2027, 1, 2)) is None
    assert dates.working_day(date(2003, 12, 31)) is None


def test_every_known_day_is_what_the_library_says_of_it() -> None:
    first, last = date(min(holidays).year, 1, 1), KNOWN
    for here in (first + timedelta(n) for n in range((last - first).days + 1)):
        assert dates.working_day(here) == is_workday(here), here
    assert dates.working_day(last + timedelta(1)) is None
