"""Whatever a rule says, its occurrences come in order, once each, and all of them."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import dates
from sitegen.deadlines.explain import explain
from sitegen.deadlines.grammar import read, scan
from sitegen.deadlines.occurrence import Occurrence, names
from sitegen.deadlines.occurrences import Setting, expand
from sitegen.deadlines.reading import Frame
from sitegen.deadlines.rules import EventOffset, MonthEnd, OnDate, Recurring, Rule
from tests.deadlines.test_wordings import table, told

few = settings(max_examples=80, deadline=None, derandomize=True)
some = settings(max_examples=250, deadline=None, derandomize=True)

WORDS = re.split(
    " ",
    "每 每月 每季度 每年 半年 季度 月 年 日 周 旬 第 第一 一 二 三 十 十二 2017年 "
    "2020年 6月 12月 31日 30日 20 前 后 内 底 末 初 起 至 到 - — 、 和 及 ， "
    "； （ ） ： 个工作日 小时 天 印发 公布 收到申请 之日 之日起 结束 完成 公开 及时 长期 定期 "
    "适时 全年 年内 至少 不少于 次 % 100% 率 十三五 “ ” 上半年 下半年 中旬 上旬 次月 "
    "次年 遇节假日顺延 首月 末月 最后 最后一个 星期 周一 周五 汛期 旺季 期间 同步 每逢 左右 以前 "
    "0 99999 ① ２ 〇 半",
)
wordings = st.lists(st.sampled_from(WORDS), max_size=14).map("".join)
years = st.integers(1990, 2100)
EVERY = {"month": 12, "quarter": 4, "half_year": 2, "year": 1, "ten_days": 36}


@some
@given(st.one_of(st.text(max_size=200), wordings), years)
def test_any_text_is_read_or_said_to_be_unread(raw: str, year: int) -> None:
    explained = explain(raw, year, date(year, 3, 5))
    assert told(explained.reading)
    assert explained.to_text().endswith("\n")
    scan(raw, Frame(year))


@few
@given(st.text(max_size=100), st.none() | years)
def test_what_was_read_stands_in_the_text(raw: str, year: int | None) -> None:
    reading = read(raw, Frame(year))
    shown = [one.raw for one in reading.found] + [one.raw for one in reading.troubles]
    assert all(words in raw for words in shown)


HOSTILE = {
    "digits": "1" * 10_000,
    "numerals": "九" * 10_000,
    "listed numbers": "3、" * 5_000,
    "listed quarters": "第一、" * 3_300,
    "listed months": "3月、" * 3_300,
    "ranges": "3月至" * 3_300,
    "every": "每" * 10_000,
    "every month": "每月、" * 3_300,
    "half": "半年" * 5_000,
    "after": "收到后" * 3_300,
    "law": "法律法规有关" * 1_600,
    "holidays": "每月5日前遇" + "节假日、" * 2_500,
    "whole year": "全年" + "持续" * 5_000,
    "quota": "年内至少" * 2_500,
    "share": "率" * 10_000,
    "weekdays": "每周一、" + "一、" * 4_900,
    "brackets": "（" * 10_000,
    "blanks": " " * 10_000,
    "prose": "深入推进政务公开工作" * 1_000,
    "limits": "每季度结束后3月底前10日内，" * 700,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_ten_thousand_characters_are_read_in_well_under_a_second(name: str) -> None:
    def seconds() -> Iterator[float]:
        for _ in range(3):
            start = time.process_time()
            read(HOSTILE[name], Frame(2017))
            scan(HOSTILE[name], Frame(2017))
            yield time.process_time() - start

    assert any(second < 1 for second in seconds())


def due_days(found: tuple[Occurrence, ...]) -> list[date]:
    return [one.due for one in found if one.due]


def rules_of_table() -> Iterator[tuple[str, int, Rule]]:
    for raw, year, _ in table():
        for one in read(raw, Frame(year)).found:
            yield raw, year, one.rule


def test_occurrences_come_by_date_without_doubles() -> None:
    for raw, year, rule in rules_of_table():
        found = expand(rule, Setting(year, date(year, 3, 1)))
        assert due_days(found) == sorted(due_days(found)), raw
        assert len({one.period for one in found}) == len(found), raw


POSTPONED = ("", "，遇节假日顺延", "，遇法定节假日顺延")


@few
@given(
    st.sampled_from(table()),
    st.sampled_from(POSTPONED),
    st.integers(2005, 2026),
    st.sets(st.dates(date(2019, 1, 1), date(2020, 12, 31)), max_size=20),
)
def test_whatever_was_read_each_occurrence_has_a_name_of_its_own(
    wording: tuple[str, int, list[object]], more: str, year: int, days: set[date]
) -> None:
    for found in read(wording[0] + more, Frame(year)).found:
        event = getattr(found.rule, "event", "")
        every = expand(found.rule, Setting(year, None, tuple((event, day) for day in days)))
        assert len(set(names(every))) == len(every), found.raw


@pytest.mark.parametrize("more", POSTPONED)
def test_no_wording_of_the_table_gives_two_occurrences_one_name(more: str) -> None:
    for raw, year, _ in table():
        for found in read(raw + more, Frame(year)).found:
            every = expand(found.rule, Setting(2026, date(2026, 3, 1)))
            assert len(set(names(every))) == len(every), raw


def test_an_occurrence_that_shares_its_date_is_named_by_its_period_too() -> None:
    (found,) = read("每周一前，遇节假日顺延", Frame(2026)).found
    told = names(expand(found.rule, Setting(2026)))
    assert [name for name in told if name.startswith("2026-02-2")] == [
        *("2026-02-24-2026-W08", "2026-02-24-2026-W09"),
    ]
    assert told[:2] == ("2025-12-29", "2026-01-05")


@few
@given(
    st.sampled_from([*EVERY, "week", "day", "five_days"]),
    st.none() | st.integers(1, 90),
    st.sampled_from(["days", "months"]),
    st.integers(2005, 2026),
)
def test_every_period_of_a_year_has_one_occurrence(
    every: str, offset: int | None, unit: str, year: int
) -> None:
    rule = Recurring(every=every, offset=offset, unit=unit if offset else None)  # type: ignore[arg-type]
    found = expand(rule, Setting(year))
    days = due_days(found)
    assert len(days) == len(found) == len({one.period for one in found})
    assert days == sorted(days)
    if every in EVERY:
        assert len(found) == EVERY[every]
    if offset is None and every != "week":
        assert days[-1] == date(year, 12, 31)


@few
@given(st.sampled_from(["month", "quarter", "half_year", "year"]), st.integers(2005, 2026))
def test_the_years_join_without_a_gap(every: str, year: int) -> None:
    rule = Recurring(every=every, place="end")  # type: ignore[arg-type]
    this, after = (due_days(expand(rule, Setting(one))) for one in (year, year + 1))
    assert this[-1] < after[0]
    assert this[-1] == date(year, 12, 31)


@few
@given(st.dates(date(2005, 1, 1), date(2026, 6, 1)), st.integers(1, 60))
def test_more_days_never_end_earlier(start: date, amount: int) -> None:
    for unit in ("days", "working_days", "months"):
        less, more = (
            expand(EventOffset(event="公布", amount=n, unit=unit, after=start), Setting(2020))[
                0
            ].due
            for n in (amount, amount + 1)
        )
        assert less is None or more is None or start < less <= more


@few
@given(st.dates(date(2005, 1, 1), date(2026, 6, 1)), st.integers(1, 40))
def test_a_later_event_never_ends_earlier(start: date, amount: int) -> None:
    ends = [
        expand(EventOffset(event="公布", amount=amount, unit="working_days", after=day), Setting(1))
        for day in (start, start + timedelta(1))
    ]
    first, second = (found[0].due for found in ends)
    assert first is None or second is None or first <= second


@few
@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_a_day_that_is_written_is_the_day_that_is_due(day: date) -> None:
    rule = read(f"{dates.chinese(day)}前", Frame(2017)).found[0].rule
    assert rule == OnDate(date=day)
    assert due_days(expand(rule, Setting(2017))) == [day]


@few
@given(st.integers(1, 12), st.integers(1, 40), st.integers(2000, 2100))
def test_a_day_that_is_not_on_the_calendar_is_flagged_never_moved(
    month: int, day: int, year: int
) -> None:
    said = told(read(f"{year}年{month}月{day}日前", Frame(2017)))
    exists = day <= dates.month_end(year, month).day
    assert said == (
        [{"kind": "date", "date": f"{year}-{month:02}-{day:02}"}] if exists else ["impossible"]
    )


_NUMERALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]


@few
@given(st.integers(1, 12), st.integers(2000, 2100))
def test_a_year_and_month_in_chinese_numerals_is_the_same(month: int, year: int) -> None:
    chinese = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))
    rule = read(f"{chinese}年{_NUMERALS[month - 1]}月底前", Frame(1)).found[0].rule
    assert rule == MonthEnd(month=f"{year}-{month:02}")


def test_a_month_end_of_a_wording_that_names_several_is_each_of_them() -> None:
    found = explain("3、6、9、12月底前", 2017, None)
    assert [day.month for day in found.dates()] == [3, 6, 9, 12]


@pytest.mark.parametrize(
    ("raw", "last"),
    [
        ("12月1日至次年2月底", date(2018, 2, 28)),
        ("4月至年底", date(2017, 12, 31)),
        ("次年3月底前", date(2018, 3, 31)),
        ("每年度终了后4个月内", date(2018, 5, 2)),  # the 30th of April and the 1st of May are off
        ("每季度末月25日前", date(2017, 12, 25)),
        ("每月最后一个工作日", date(2017, 12, 29)),
        ("每季度结束后次月15日前", date(2018, 1, 15)),
        ("每半年至少一次", date(2017, 12, 31)),
    ],
)
def test_the_last_date_of_a_wording(raw: str, last: date) -> None:
    assert explain(raw, 2017, None).dates()[-1] == last


@pytest.mark.parametrize(
    ("raw", "first", "last", "count"),
    [
        ("6月1日至9月30日，每周五前", date(2026, 6, 5), date(2026, 9, 25), 17),
        ("12月每周五前", date(2026, 12, 4), date(2026, 12, 25), 4),
        ("第三季度每月10日前", date(2026, 7, 10), date(2026, 9, 10), 3),
        ("上半年每月结束后10日内", date(2026, 2, 10), date(2026, 7, 10), 6),
        ("2027年每季度末", date(2027, 3, 31), date(2027, 12, 31), 4),
    ],
)
def test_what_comes_again_in_a_part_of_the_year_stays_in_it(
    raw: str, first: date, last: date, count: int
) -> None:
    days = explain(raw, 2026, None).dates()
    assert (days[0], days[-1], len(days)) == (first, last, count)
