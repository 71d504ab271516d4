"""What became of each dated duty, as of a day: from dates and evidence alone, accusing nobody."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from sitegen.deadlines.occurrence import Occurrence
from sitegen.ledger import STATES, Entry, Ledger, State, TaskLedger
from sitegen.ledger.limits import limits_of
from sitegen.ledger.matching import belonging
from sitegen.ledger.states import KEPT, Judging, state, together, unit_state
from sitegen.listings import Index
from sitegen.load import Site as Content
from sitegen.load import load_site
from sitegen.model import Deadline, DeadlineRule, Evidence, Task
from tests.conftest import REPOSITORY, SMALL, unpack

few = settings(max_examples=150, deadline=None, derandomize=True)

ISSUED = date(2026, 1, 20)
TRACKED = SMALL.replace("year: 2026\n", "year: 2026\nissued: 2026-01-20\ntracking: active\n")

TASK = """\
-- content/plans/shili-2026/tasks/{id}.md --
---
number: "{number}"
section: [重点领域]
responsibility:
  raw: {raw}
  lead: [{lead}]
  mode: {mode}
deadline:
  raw: {limit}
  events: [{events}]
domains: [财政]
---

{text}。
"""
RECORD = """\
-- content/plans/shili-2026/records/{id}.md --
---
title: {title}
date: {date}
tasks: [{tasks}]
periods: [{periods}]
departments: [{units}]
kind: {kind}
url: https://example.org/{id}
---

补充说明。
"""


def task(number: int, limit: str, units: str = "市财政局", mode: str = "", events: str = "") -> str:
    text = TASK.format(
        id=f"{number:03}",
        number=number,
        raw=f"{units}负责".replace(", ", "、"),
        lead=units,
        mode=mode,
        limit=limit,
        events=events,
        text=f"公开第{number}类信息",
    )
    return text.replace("  mode: \n", "").replace("  events: []\n", "")


def record(name: str, day: str, tasks: str, periods: str = "", **more: str) -> str:
    said = {"units": "市财政局", "kind": "evidence"} | more
    text = RECORD.format(
        id=name, title=f"公开{name}", date=day, tasks=tasks, periods=periods, **said
    )
    return text.replace("periods: []\n", "")


def loaded(folder: Path, *parts: str) -> Content:
    unpack(folder, TRACKED + "".join(parts))
    site, problems = load_site(folder / "content")
    assert site is not None, [problem.message for problem in problems]
    return site


def ledger_of(site: Content, number: str, as_of: date) -> TaskLedger:
    ledger = Ledger(Index(site), as_of)
    return ledger.of(next(task for task in site.tasks if task.number == number))


def states(site: Content, number: str, as_of: date) -> list[State | None]:
    return [entry.state for entry in ledger_of(site, number, as_of).entries()]


def entry(site: Content, number: str, period: str, as_of: date) -> Entry:
    entries = ledger_of(site, number, as_of).entries()
    return next(one for one in entries if one.occurrence.period == period)


# states


@pytest.mark.parametrize(
    ("as_of", "found"),
    [
        (date(2026, 6, 30), "未到期"),
        (date(2026, 7, 1), "到期未见公开凭证"),
        (date(2027, 1, 1), "到期未见公开凭证"),
    ],
)
def test_the_last_day_is_still_in_time(tmp_path: Path, as_of: date, found: State) -> None:
    assert states(loaded(tmp_path, task(3, "6月底前")), "3", as_of) == [found]


@pytest.mark.parametrize(
    ("day", "found"), [("2026-05-01", "按期"), ("2026-06-30", "按期"), ("2026-07-01", "逾期公开")]
)
def test_early_is_in_time_and_late_is_late(tmp_path: Path, day: str, found: State) -> None:
    site = loaded(tmp_path, task(3, "6月底前"), record("a", day, "3"))
    assert states(site, "3", date(2026, 12, 31)) == [found]


@pytest.mark.parametrize(("limit", "day"), [("年底前", "2016-10-01"), ("每季度末前", "2025-12-30")])
def test_what_is_older_than_the_plan_keeps_no_duty_by_its_date(
    tmp_path: Path, limit: str, day: str
) -> None:
    site = loaded(tmp_path, task(3, limit), record("a", day, "3"))
    assert "按期" not in states(site, "3", date(2027, 2, 1))
    site = loaded(tmp_path, task(3, "年底前"), record("a", "2025-12-30", "3", "2026"))
    assert states(site, "3", date(2027, 2, 1)) == ["按期"]


def test_what_is_older_than_the_event_keeps_no_duty_that_counts_from_it(tmp_path: Path) -> None:
    event = "{event: 报告批复, date: 2026-05-11, source: 甲}"
    limited = task(3, "报告批复后15个工作日内", events=event)
    site = loaded(tmp_path, limited, record("a", "2026-04-11", "3"))
    assert states(site, "3", date(2026, 12, 31)) == ["到期未见公开凭证"]
    site = loaded(tmp_path, limited, record("a", "2026-05-11", "3"))
    assert states(site, "3", date(2026, 12, 31)) == ["按期"]


def test_a_limit_of_the_year_before_takes_what_was_published_then(tmp_path: Path) -> None:
    site = loaded(tmp_path, task(3, "2025年12月底前"), record("a", "2025-12-30", "3"))
    assert states(site, "3", date(2026, 12, 31)) == ["按期"]


def test_what_was_published_once_counts_once(tmp_path: Path) -> None:
    twice = task(3, "每季度至少2次")
    first = record("a", "2026-02-01", "3", "2026-Q1")
    again = first.replace("records/a.md", "records/b.md")
    assert "2026-Q1" in kept(
        tmp_path / "1", twice, first, record("b", "2026-02-02", "3", "2026-Q1")
    )
    assert kept(tmp_path / "2", twice, first, again) == []
    other = again.replace("[市财政局]", "[市环保局]")
    assert "2026-Q1" in kept(tmp_path / "3", twice, first, other)


def kept(folder: Path, *parts: str) -> list[str]:
    """The periods of the third task that are kept."""
    entries = ledger_of(loaded(folder, *parts), "3", date(2027, 2, 1)).entries()
    return [one.occurrence.period for one in entries if one.state == "按期"]


def test_what_is_published_after_the_day_is_not_known_yet(tmp_path: Path) -> None:
    site = loaded(tmp_path, task(3, "6月底前"), record("a", "2026-08-05", "3"))
    assert states(site, "3", date(2026, 8, 4)) == ["到期未见公开凭证"]
    assert states(site, "3", date(2026, 8, 5)) == ["逾期公开"]


def test_what_was_due_before_the_plan_was_issued_accuses_nobody(tmp_path: Path) -> None:
    site = loaded(
        tmp_path,
        task(3, "1月10日前"),
        task(4, "1月10日前"),
        task(5, "1月10日前"),
        record("late", "2026-02-01", "4"),
        record("early", "2026-01-09", "5"),
    )
    found = [states(site, number, date(2026, 3, 1)) for number in "345"]
    assert found == [["印发前已到期"], ["印发前已到期"], ["按期"]]


def test_a_plan_that_was_issued_on_the_last_day_binds(tmp_path: Path) -> None:
    site = loaded(tmp_path, task(3, "1月20日前"))
    assert states(site, "3", date(2026, 1, 21)) == ["到期未见公开凭证"]


def test_a_limit_that_waits_for_an_event_is_dated_when_an_editor_says_when_it_was(
    tmp_path: Path,
) -> None:
    known = "{event: 省级方案印发, date: 2026-09-18, source: 示例文号}"
    site = loaded(
        tmp_path,
        task(3, "省级方案印发后10个工作日内"),
        task(4, "省级方案印发后10个工作日内", events=known),
        task(5, "本方案印发后30个工作日内"),
    )
    as_of = date(2026, 10, 13)
    assert states(site, "3", as_of) == ["待触发"]
    assert states(site, "4", as_of) == ["到期未见公开凭证"]
    (waited,) = ledger_of(site, "4", as_of).entries()
    assert waited.occurrence.due == date(2026, 10, 9)
    passed = "其间有 11 个休息日（9月20日调休上班，计入）"
    assert waited.occurrence.trace == (
        "“省级方案印发”在 2026年9月18日",
        f"次日起算 10 个工作日，{passed}，至 2026年10月9日（民法典第二百零一条）",
    )
    (own,) = ledger_of(site, "5", as_of).entries()
    assert own.occurrence.due == date(2026, 3, 9)


def test_what_happens_again_is_due_each_time(tmp_path: Path) -> None:
    days = ("2026-06-05", "2026-03-02", "2026-06-06", "2026-03-02")
    said = ", ".join(f"{{event: 每次会议结束, date: {day}, source: 甲}}" for day in days)
    site = loaded(
        tmp_path,
        task(3, "每次会议结束后3个工作日内", events=said),
        task(4, "每次会议结束后及时", events=said),
        record("first", "2026-03-04", "3"),
        record("second", "2026-06-09", "3"),
    )
    as_of = date(2026, 12, 31)
    found = [one.occurrence for one in ledger_of(site, "3", as_of).entries()]
    # 5 June is a Friday, 6 June a Saturday: both end on Wednesday, and two things are to be published
    assert [(one.due, one.needed) for one in found] == [
        (date(2026, 3, 5), 1),
        (date(2026, 6, 10), 2),
    ]
    assert states(site, "3", as_of) == ["按期", "到期未见公开凭证"]
    assert len(ledger_of(site, "4", as_of).entries()) == 3


def test_a_period_without_a_named_day_is_never_judged_late(tmp_path: Path) -> None:
    site = loaded(
        tmp_path,
        task(3, "每季度公开"),
        record("in-next", "2026-06-30", "3", "2026-Q1"),
        record("much-later", "2026-12-30", "3", "2026-Q2"),
    )
    found = dict.fromkeys(STATES, 0) | Counter(states(site, "3", date(2027, 6, 1)))
    assert (found["按期"], found["无法判定"]) == (1, 3)
    assert found["逾期公开"] == found["到期未见公开凭证"] == 0


def test_a_quota_is_kept_by_as_many_records_as_it_asks(tmp_path: Path) -> None:
    site = loaded(
        tmp_path,
        task(3, "每半年至少2次"),
        record("a", "2026-03-01", "3"),
        record("b", "2026-05-01", "3"),
        record("c", "2026-09-01", "3"),
    )
    assert states(site, "3", date(2026, 4, 1))[0] == "未到期"
    assert states(site, "3", date(2026, 12, 31)) == ["按期", "未到期"]
    assert states(site, "3", date(2027, 7, 1)) == ["按期", "无法判定"]


def test_a_limit_without_a_date_has_no_occurrence(tmp_path: Path) -> None:
    site = loaded(tmp_path, task(3, "及时公开，长期坚持，适时调整"))
    assert states(site, "3", date(2027, 1, 1)) == []


def test_whole_year_work_is_not_due_before_the_year_is_over(tmp_path: Path) -> None:
    site = loaded(tmp_path, task(3, "全年工作"))
    assert states(site, "3", date(2026, 12, 31)) == ["未到期"]


# evidence


def test_one_record_may_stand_for_several_occurrences(tmp_path: Path) -> None:
    site = loaded(tmp_path, record("a", "2026-04-10", "1", "2026-02, 2026-03, 2026-04"))
    found = ledger_of(site, "1", date(2026, 4, 21)).entries()
    held = {one.occurrence.period: one.state for one in found if one.evidence}
    assert held == {"2026-02": "逾期公开", "2026-03": "逾期公开", "2026-04": "按期"}


def test_one_record_may_stand_for_several_tasks(tmp_path: Path) -> None:
    site = loaded(
        tmp_path, task(3, "6月底前"), task(4, "7月底前"), record("a", "2026-05-01", '"3", "4"')
    )
    assert [states(site, number, date(2027, 1, 1)) for number in "34"] == [["按期"], ["按期"]]


def test_several_records_may_stand_for_one_occurrence(tmp_path: Path) -> None:
    site = loaded(
        tmp_path,
        record("b", "2026-03-18", "1", "2026-03"),
        record("a", "2026-03-25", "1", "2026-03"),
    )
    march = entry(site, "1", "2026-03", date(2026, 4, 1))
    assert [one.title for one in march.evidence] == ["公开b", "公开a"]
    assert march.state == "按期"


def test_a_record_without_periods_belongs_to_the_next_day_that_is_due(tmp_path: Path) -> None:
    site = loaded(tmp_path, record("a", "2026-03-20", "1"), record("b", "2026-03-21", "1"))
    found = ledger_of(site, "1", date(2026, 12, 31)).entries()
    held = {one.occurrence.period for one in found if one.evidence}
    assert held == {"2026-03", "2026-04"}


def test_a_record_of_a_period_that_the_task_does_not_have_belongs_nowhere(tmp_path: Path) -> None:
    site = loaded(tmp_path, record("a", "2026-03-20", "1", "2026-Q1"))
    assert not any(one.evidence for one in ledger_of(site, "1", date(2026, 12, 31)).entries())


def test_what_a_unit_says_stands_beside_the_state_and_does_not_change_it(tmp_path: Path) -> None:
    without = loaded(tmp_path / "a", task(3, "6月底前"))
    said = record("why", "2026-07-05", "3", kind="explanation")
    site = loaded(tmp_path / "b", task(3, "6月底前"), said)
    as_of = date(2026, 8, 1)
    (found,) = ledger_of(site, "3", as_of).entries()
    assert [one.title for one in found.explanations] == ["公开why"]
    assert found.evidence == ()
    assert [found.state] == states(without, "3", as_of) == ["到期未见公开凭证"]


# duties of several units

BOTH = "市财政局, 市环保局"


def divided(folder: Path, *records: str) -> Content:
    return loaded(folder, task(3, "6月底前", BOTH, "divided"), *records)


def test_a_divided_duty_has_a_part_for_each_unit(tmp_path: Path) -> None:
    site = divided(tmp_path, record("a", "2026-05-01", "3"))
    (early,) = ledger_of(site, "3", date(2026, 6, 1)).entries()
    assert ([part.state for part in early.parts], early.state) == (["按期", "未到期"], "未到期")
    (after,) = ledger_of(site, "3", date(2026, 8, 1)).entries()
    assert ([part.state for part in after.parts], after.state) == (["按期", "无法判定"], "无法判定")


def test_a_divided_duty_is_kept_when_every_unit_has_kept_it(tmp_path: Path) -> None:
    site = divided(
        tmp_path,
        record("a", "2026-05-01", "3"),
        record("b", "2026-07-02", "3", units="市环保局"),
    )
    (found,) = ledger_of(site, "3", date(2026, 8, 1)).entries()
    assert ([part.state for part in found.parts], found.state) == (["按期", "逾期公开"], "逾期公开")


def test_one_record_of_all_units_keeps_a_divided_duty(tmp_path: Path) -> None:
    site = divided(tmp_path, record("a", "2026-05-01", "3", units=BOTH))
    assert states(site, "3", date(2026, 8, 1)) == ["按期"]


MERGED = """\
-- content/departments/shili/huanbaoju.yaml --
name: 示例市环境保护局
short: 市环保局
aliases: [市环境保护局]
valid_until: 2026-04-30
successor: {successor}
-- content/departments/shili/shengtaiju.yaml --
name: 示例市生态环境局
short: 市生态环境局
"""


@pytest.mark.parametrize(
    ("successor", "day", "found"),
    [
        ("市财政局", "2026-05-01", "按期"),
        ("市财政局", "2026-04-29", "无法判定"),
        ("市生态环境局", "2026-05-01", "无法判定"),
    ],
)
def test_a_unit_that_took_over_keeps_the_share_of_the_one_before_it(
    tmp_path: Path, successor: str, day: str, found: State
) -> None:
    site = loaded(
        tmp_path,
        MERGED.format(successor=successor),
        task(3, "6月底前", BOTH, "divided"),
        record("a", day, "3"),
    )
    assert states(site, "3", date(2026, 8, 1)) == [found]


def test_a_unit_that_took_over_on_a_day_that_is_not_written_keeps_the_share_too(
    tmp_path: Path,
) -> None:
    merged = MERGED.format(successor="市财政局").replace("valid_until: 2026-04-30\n", "")
    units = merged, task(3, "6月底前", BOTH, "divided")
    site = loaded(tmp_path, *units, record("a", "2026-05-01", "3"))
    assert states(site, "3", date(2026, 8, 1)) == ["按期"]


def test_a_unit_with_a_new_name_keeps_its_own_share_only(tmp_path: Path) -> None:
    records = record("a", "2026-05-01", "3"), record("b", "2026-05-02", "3", units="市生态环境局")
    units = MERGED.format(successor="市生态环境局"), task(3, "6月底前", BOTH, "divided")
    both = loaded(tmp_path / "both", *units, *records)
    assert states(both, "3", date(2026, 8, 1)) == ["按期"]
    one = loaded(tmp_path / "one", *units, records[1])
    assert states(one, "3", date(2026, 8, 1)) == ["无法判定"]


def test_a_divided_duty_is_never_counted_as_the_failure_of_one_unit(tmp_path: Path) -> None:
    site = divided(tmp_path)
    ledger = Ledger(Index(site), date(2026, 8, 1))
    (found,) = (one for one in site.tasks if one.number == "3")
    for unit in ("shili/caizhengju", "shili/huanbaoju"):
        assert ledger.states_of(unit, [found]) == (("无法判定", 1),)
    assert [part.state for part in ledger.of(found).entries()[0].parts] == ["无法判定"] * 2


def test_a_shared_duty_is_no_unit_s_own_failure_and_a_unit_s_own_is(tmp_path: Path) -> None:
    site = loaded(tmp_path, task(3, "6月底前", BOTH), task(4, "6月底前"))
    ledger = Ledger(Index(site), date(2026, 8, 1))
    shared, own = (one for one in site.tasks if one.number in "34")
    assert ledger.states_of("shili/caizhengju", [shared]) == (("无法判定", 1),)
    assert ledger.states_of("shili/caizhengju", [own]) == (("到期未见公开凭证", 1),)
    assert ledger.states_of("shili/huanbaoju", [own]) == ()


# plans that are not tracked, and the real ones


def test_a_plan_that_is_not_tracked_shows_its_schedule_only(tmp_path: Path) -> None:
    unpack(tmp_path, SMALL + record("a", "2026-03-18", "1"))
    site, problems = load_site(tmp_path / "content")
    assert site is not None, problems
    found = ledger_of(site, "1", date(2027, 1, 1)).entries()
    assert [one.occurrence.due for one in found] == [
        date(2026, month, 20) for month in range(1, 13)
    ]
    assert {one.state for one in found} == {None}
    assert all(one.parts == () for one in found)


@cache
def real() -> Content:
    """The plans in content/."""
    site, problems = load_site(REPOSITORY / "content")
    assert site is not None, problems
    return site


@cache
def as_if_tracked() -> Content:
    """The real plans as they would be if this site held records of them, and there were none."""
    plans = tuple(replace(plan, tracking="active") for plan in real().plans)
    return structs.replace(real(), plans=plans)


@pytest.mark.parametrize("as_of", [date(2017, 9, 1), date(2026, 11, 21), date(2040, 1, 1)])
def test_the_real_plans_show_no_state_at_all(as_of: date) -> None:
    ledger = Ledger(Index(real()), as_of)
    assert {entry.state for task in real().tasks for entry in ledger.of(task).entries()} == {None}
    for department in real().departments:
        assert ledger.states_of(department.id, real().tasks) == ()


def panzhihua(number: str) -> Task:
    tasks = as_if_tracked().tasks
    return next(one for one in tasks if (one.plan, one.number) == ("panzhihua-2017", number))


def in_september_2017(number: str) -> list[tuple[date | None, State | None]]:
    ledger = Ledger(Index(as_if_tracked()), date(2017, 9, 1))
    return [(one.occurrence.due, one.state) for one in ledger.of(panzhihua(number)).entries()]


def test_what_would_be_past_due_in_panzhihua_in_september_2017() -> None:
    july = (date(2017, 7, 31), "到期未见公开凭证")
    assert [in_september_2017(number) for number in ("9", "91", "96")] == [[july]] * 3
    assert in_september_2017("97")[0] == (date(2017, 8, 25), "到期未见公开凭证")
    assert in_september_2017("28") == [(date(2017, 6, 30), "印发前已到期"), july]


def test_no_work_of_the_whole_year_would_be_past_due_in_september_2017() -> None:
    ledger = Ledger(Index(as_if_tracked()), date(2017, 9, 1))
    found = [
        entry.state
        for task in as_if_tracked().tasks
        if task.plan == "panzhihua-2017"
        for line in ledger.of(task).lines
        if line.limit.raw == "全年工作"
        for entry in line.entries
    ]
    assert Counter(found) == {"未到期": 110}


def test_panzhihua_4_is_sixteen_dated_duties() -> None:
    lines = Ledger(Index(real()), date(2017, 9, 1)).of(panzhihua("4")).lines
    assert [len(line.entries) for line in lines] == [12, 4]
    assert [line.limit.rule.kind for line in lines] == ["recurring", "recurring"]


# limits of a task


def test_an_editor_s_reading_stands_in_place_of_the_column() -> None:
    says = DeadlineRule(says="每季度结束后15日内")
    parts = DeadlineRule(every="month", within="10 working days")
    day = DeadlineRule(date=date(2017, 8, 1))
    deadline = Deadline(raw="春节前", rules=(says, parts, day), confirmed=("年底前",))
    plan = next(plan for plan in real().plans if plan.id == "panzhihua-2017")
    found = limits_of(replace(panzhihua("1"), deadline=deadline), plan)
    assert found.unread == ()
    assert [(one.basis, one.rule.kind, one.raw) for one in found.limits] == [
        ("text", "year_end", "年底前"),
        ("editor", "recurring", "每季度结束后15日内"),
        ("editor", "recurring", "10 working days"),
        ("editor", "date", "2017-08-01"),
    ]


def test_an_editor_s_reading_that_cannot_be_read_leaves_the_column_as_it_is() -> None:
    plan = next(plan for plan in real().plans if plan.id == "panzhihua-2017")
    rules = (DeadlineRule(date=date(2017, 8, 1)), DeadlineRule(says="春节前"))
    found = limits_of(replace(panzhihua("1"), deadline=Deadline(raw="年底前", rules=rules)), plan)
    assert [(one.basis, one.rule.kind) for one in found.limits] == [("column", "year_end")]
    assert [one.trouble.message for one in found.unread] == ["没有读懂“春节前”"]
    assert [one.where for one in found.unread] == [("deadline", "rules", 1, "says")]


# what holds for all

DAY = date(2026, 6, 30)
days = st.integers(-200, 200).map(lambda n: DAY + timedelta(n))


def evidence(day: date, number: int, unit: str = "") -> Evidence:
    return Evidence(
        id=f"p/{number}", plan="p", title="公开", date=day, tasks=("1",), departments=(unit,)
    )


occurrences = st.builds(
    Occurrence,
    period=st.just("2026-H1"),
    due=st.none() | days,
    trace=st.just(("",)),
    needed=st.integers(1, 3),
    grace=st.none() | days.map(lambda day: day + timedelta(400)),
    event=st.sampled_from(["", "公布"]),
)


@few
@given(
    occurrences,
    st.lists(days, max_size=5),
    st.none() | days,
    st.lists(days, min_size=2, max_size=9),
)
def test_moving_the_day_forward_never_turns_a_settled_state_back(
    occurrence: Occurrence, published: list[date], issued: date | None, asked: list[date]
) -> None:
    found: list[State] = []
    for as_of in sorted(asked):
        known = tuple(evidence(day, n) for n, day in enumerate(published) if day <= as_of)
        found.append(state(occurrence, known, Judging(as_of, issued)))
    for before, after in pairwise(found):
        assert before not in KEPT or after == before
        assert before == "未到期" or after != "未到期"
        assert before != "印发前已到期" or after in {"印发前已到期", "按期"}


@few
@given(
    occurrences,
    st.lists(st.tuples(days, st.sampled_from("abc")), max_size=8),
    st.none() | days,
    st.lists(days, min_size=2, max_size=9),
)
def test_a_settled_divided_duty_stays_settled(
    occurrence: Occurrence,
    published: list[tuple[date, str]],
    issued: date | None,
    asked: list[date],
) -> None:
    found: list[State] = []
    for as_of in sorted(asked):
        known = tuple(evidence(d, n, u) for n, (d, u) in enumerate(published) if d <= as_of)
        judging = Judging(as_of, issued)
        own = (tuple(one for one in known if unit in one.departments) for unit in "abc")
        parts = tuple(unit_state(occurrence, one, judging) for one in own)
        assert "到期未见公开凭证" not in parts
        found.append(together(parts, state(occurrence, known, judging)))
    for before, after in pairwise(found):
        assert before not in KEPT or after == before


@few
@given(st.lists(days, max_size=6, unique=True), st.lists(days, max_size=8), days)
def test_each_record_belongs_to_one_occurrence_and_more_records_move_none(
    dues: list[date], published: list[date], more: date
) -> None:
    row = tuple(Occurrence(due.isoformat(), due, ("",)) for due in sorted(dues))
    known = [evidence(day, number) for number, day in enumerate(published)]
    found = belonging(row, known, 2000)
    assert sorted(one.id for held in found for one in held) == sorted(
        one.id for one in known if row
    )
    after = belonging(row, [*known, evidence(more, 99)], 2000)
    kept = [[one for one in held if one.id != "p/99"] for held in after]
    assert kept == [list(held) for held in found]


GROUP = """\
-- content/departments/shili/gexian.yaml --
name: 示例市各县（区）人民政府
short: 各县（区）人民政府
kind: group
members: [市财政局, 市环保局]
"""


@pytest.mark.parametrize(
    ("records", "found"),
    [
        ((), "到期未见公开凭证"),
        ((("a", "2026-05-01", "市财政局"),), "无法判定"),
        ((("a", "2026-05-01", "市财政局"), ("b", "2026-06-01", "市环保局")), "按期"),
        ((("a", "2026-05-01", "市财政局"), ("b", "2026-07-01", "市环保局")), "逾期公开"),
        ((("a", "2026-05-01", "各县（区）人民政府"),), "按期"),
    ],
)
def test_a_class_of_units_has_kept_a_duty_when_every_member_has(
    tmp_path: Path, records: tuple[tuple[str, str, str], ...], found: State
) -> None:
    texts = [record(name, day, "3", units=unit) for name, day, unit in records]
    duty = task(3, "6月底前", "各县（区）人民政府")
    site = loaded(tmp_path, GROUP, duty, *texts)
    assert states(site, "3", date(2026, 12, 31)) == [found]


@pytest.mark.parametrize(("units", "found"), [([], "无法判定"), (["市财政局"], "按期")])
def test_a_unit_that_took_over_from_a_member_keeps_the_share_of_that_member_alone(
    tmp_path: Path, units: list[str], found: State
) -> None:
    merged = MERGED.format(successor="市生态环境局")
    each = [*units, "市生态环境局"]
    records = [record(f"r{n}", "2026-05-02", "3", units=unit) for n, unit in enumerate(each)]
    duty = task(3, "6月底前", "各县（区）人民政府")
    site = loaded(tmp_path, GROUP, merged, duty, *records)
    assert states(site, "3", date(2026, 12, 31)) == [found]
