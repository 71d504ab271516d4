"""Official wordings mean what people read in them; what is not understood is said, never guessed.

The table in wordings.yaml holds every wording of the plans in content/ and many others.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sitegen.deadlines.explain import explain
from sitegen.deadlines.grammar import read, scan
from sitegen.deadlines.numerals import plain
from sitegen.deadlines.reader import PATTERNS, SOMEWHERE
from sitegen.deadlines.reading import Frame, Reading
from sitegen.deadlines.rules import as_json
from sitegen.ledger.limits import limits_of, unconfirmed
from sitegen.load import Site, load_site
from sitegen.text import squeeze
from tests.conftest import REPOSITORY

TABLE = Path(__file__).parent / "wordings.yaml"

_SOUNDS = re.compile(
    r"\d+个?(?:工作日|日|天|小时|月)|[月年季周]底|每[年月季周日天半两一五]|按[月季年周]|季度|半年|年内|期末"
    r"|月度|[一二三四五六七八九十]+(?:个工作日|日内|个月|日前|月底)|之日起|后[，,]?及时|年前|旬|到\d{4}年"
)


@cache
def table() -> list[tuple[str, int, list[Any]]]:
    """Every wording of the table with the plan's year and what it means."""
    groups = yaml.safe_load(TABLE.read_text("utf-8"))
    return [(raw, one["year"], said) for one in groups for raw, said in one["read"].items()]


@cache
def content() -> Site:
    """The plans in content/."""
    site, problems = load_site(REPOSITORY / "content")
    assert site is not None, problems
    return site


def told(reading: Reading) -> list[Any]:
    """Rules as in the open data, then doubts."""
    rules = [as_json(found.rule, "column", found.raw) for found in reading.found]
    for rule in rules:
        del rule["basis"], rule["raw"]
    return [*rules, *(trouble.doubt for trouble in reading.troubles)]


@pytest.mark.parametrize(("raw", "year", "said"), table(), ids=lambda value: str(value)[:40])
def test_a_wording_means_what_it_says(raw: str, year: int, said: list[Any]) -> None:
    assert told(read(raw, Frame(year))) == said


def test_every_rule_and_doubt_shows_the_words_it_was_read_from() -> None:
    for raw, year, said in table():
        reading = read(raw, Frame(year))
        found = [one.raw for one in reading.found] + [one.raw for one in reading.troubles]
        assert len(found) == len(said), raw
        assert all(words and words in raw for words in found), (raw, found)


def test_what_is_not_understood_is_shown_in_the_words_of_the_document() -> None:
    for raw, year, _ in table():
        for trouble in read(raw, Frame(year)).troubles:
            quoted = re.findall("“(.+?)”", trouble.message)
            assert all(words in raw for words in quoted), (raw, trouble.message)
            assert trouble.doubt != "unread" or quoted or "终点" in trouble.message, raw


def test_the_table_holds_every_limit_of_the_plans() -> None:
    year = {plan.id: plan.year for plan in content().plans}
    limits = [(task, task.deadline) for task in content().tasks if task.deadline]
    said = {(raw, year[t.plan]) for t, d in limits for raw in (d.raw, *d.confirmed) if raw}
    known = {(raw, year) for raw, year, _ in table()}
    assert said - known == set()
    assert len(known) >= 150


def test_every_limit_of_the_plans_is_understood() -> None:
    plans = {plan.id: plan for plan in content().plans}
    unread = [(task.id, limits_of(task, plans[task.plan]).unread) for task in content().tasks]
    assert [one for one in unread if one[1]] == []


def test_no_limit_in_the_texts_of_the_plans_is_left_unjudged() -> None:
    plans = {plan.id: plan for plan in content().plans}
    left = [(task.id, unconfirmed(task, plans[task.plan])) for task in content().tasks]
    assert [one for one in left if one[1]] == []


def test_what_sounds_like_a_limit_in_the_plans_is_confirmed_or_declined() -> None:
    """Looked for by bare signs of time, not by the grammar."""
    left = []
    for task in content().tasks:
        text = squeeze(task.body)
        for words in (*task.deadline.confirmed, *task.deadline.declined) if task.deadline else ():
            text = text.replace(squeeze(words), "◆")
        left += [(task.id, match[0]) for match in _SOUNDS.finditer(text)]
    assert left == []


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("组织召开季度、年度国民经济运行情况新闻发布会", {"季度、年度"}),
        ("主动公开全市月度、季度国民经济运行情况", {"月度、季度"}),
        ("召开年度新闻发布会", {"年度"}),
        ("公布季度财政收支情况", {"季度"}),
        ("确保实现到2018年对工作人员轮训一遍的任务目标", {"到2018年"}),
        ("恢复到2016年的水平，公开上季度、本年度的情况", set()),
        ("公开年度报告、年度目标，分4个季度列出", set()),
    ],
)
def test_a_period_or_a_year_to_come_in_a_text_is_asked_about(text: str, asked: set[str]) -> None:
    assert {one.raw for one in scan(text, Frame(2017)).found} == asked


def test_a_column_is_not_read_by_what_is_only_asked_about_in_a_text() -> None:
    for raw in ("确保到2018年对工作人员轮训一遍", "召开季度财政收支情况新闻发布会"):
        reading = read(raw, Frame(2017))
        assert (reading.found, [one.doubt for one in reading.troubles]) == ((), ["unread"]), raw


# the same words in another writing


WIDE = str.maketrans("0123456789.-/:", "０１２３４５６７８９．－／：")


def test_no_text_with_a_telling_limit_is_passed_over_unread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = [raw for raw, _, _ in table()] + [squeeze(task.body) for task in content().tasks]
    quick = [scan(text, Frame(2021)) for text in texts]
    monkeypatch.setattr("sitegen.deadlines.grammar.TELLING", re.compile(""))
    assert [scan(text, Frame(2021)) for text in texts] == quick


def test_a_text_read_sentence_by_sentence_holds_what_it_holds_as_a_whole() -> None:
    texts = [raw for raw, _, _ in table()]
    texts += [squeeze(task.body) for task in content().tasks]
    for text in texts:
        whole = {one.raw for one in scan(text, Frame(2021)).found}
        parts = (scan(one, Frame(2021)).found for one in re.findall("[^。！？!?]+", text))
        assert {one.raw for found in parts for one in found} == whole, text


def test_full_width_digits_mean_the_same() -> None:
    for raw, year, said in table():
        assert told(read(raw.translate(WIDE), Frame(year))) == said, raw


def test_white_space_means_nothing() -> None:
    for raw, year, said in table():
        assert told(read("\u3000" + " ".join(raw) + "\n", Frame(year))) == said, raw


@pytest.mark.parametrize(
    ("chinese", "digits"),
    [
        ("十二月三十一日前", "12月31日前"),
        ("二〇二〇年六月三十日前", "2020年6月30日前"),
        ("二○二○年六月底前", "2020年6月底前"),
        ("二零二零年六月底前", "2020年6月底前"),
        ("每月十日前", "每月10日前"),
        ("每月、每季度后二十日内", "每月、每季度后20日内"),
        ("每季度第一周内", "每季度第1周内"),
        ("每月最后一个工作日", "每月最后1个工作日"),
        ("批准后二十日内", "批准后20日内"),
        ("公布后三十个工作日内", "公布后30个工作日内"),
        ("收到申请之日起十五个工作日内", "收到申请之日起15个工作日内"),
        ("发生后二十四小时内", "发生后24小时内"),
        ("第三季度", "第3季度"),
        ("一至三季度", "1至3季度"),
        ("第一、二、三、四季度", "第1、2、3、4季度"),
        ("三、六、九、十二月底前", "3、6、9、12月底前"),
        ("每年两次", "每年2次"),
        ("每半年至少一次", "每半年至少1次"),
        ("一百八十日内", "180日内"),
        ("两个月内", "2个月内"),
    ],
)
def test_chinese_numerals_mean_the_same_as_digits(chinese: str, digits: str) -> None:
    expected = told(read(digits, Frame(2020)))
    assert expected
    assert told(read(chinese, Frame(2020))) == expected


@pytest.mark.parametrize(
    "raw", ["6月底前", "3月15日前", "上半年", "第三季度", "年内", "全年", "年底前"]
)
def test_without_a_year_nothing_is_dated(raw: str) -> None:
    assert told(read(raw, Frame())) == ["no_year"]


@pytest.mark.parametrize(
    "raw", ["十三五", "三五天内", "七八月", "统一部署", "一把手", "第一责任人", "万一", "五公开"]
)
def test_words_that_hold_a_numeral_and_no_number_give_no_date(raw: str) -> None:
    assert read(raw, Frame(2020)).found == ()


def test_the_year_of_a_clause_holds_for_the_clauses_after_it() -> None:
    said = told(read("2021年3月20日前制定，4月20日前公开", Frame(2020)))
    assert [rule["date"] for rule in said] == ["2021-03-20", "2021-04-20"]


def test_a_text_too_long_is_read_as_far_as_it_goes_and_said_so() -> None:
    reading = read("6月底前" + "，" * 3000, Frame(2020))
    assert [found.raw for found in reading.found] == ["6月底前"]
    assert reading.troubles[-1].message == "文字太长，只读了前 2000 个字"


_CHARACTERS = "每年月日季度周前内底末后第上中下半各按逐自至到、，（）12345年初起施行次工作期间一二三四五六日全长适时"


def unseen(text: str) -> list[tuple[int, str]]:
    """The places where a form begins and the one search does not say so."""
    return [
        (place, form.form.pattern)
        for place in range(len(text))
        for form in PATTERNS
        if form.form.match(text, place) and not SOMEWHERE.match(text, place)
    ]


def test_no_form_begins_where_the_one_search_does_not_look() -> None:
    for raw, _, _ in table():
        assert unseen(plain(raw).text) == [], raw


@given(st.text(alphabet=_CHARACTERS, max_size=12))
def test_nor_in_any_other_words(text: str) -> None:
    assert unseen(text) == []


_PIECES = re.findall(r"\d+|[^\d]{1,2}", "".join(raw for raw, _, _ in table()))


@given(st.lists(st.sampled_from(_PIECES), max_size=8).map("".join))
def test_any_pieces_of_limits_are_read_or_said_to_be_unread(text: str) -> None:
    explained = explain(text, 2026, date(2026, 3, 20))
    assert explained.reading.found or explained.reading.troubles
    assert explained.to_text()


@pytest.mark.parametrize(
    "fact",
    [
        "截至2025年底，全市共建成政务公开专区12个。",
        "截至2026年10月底，全市已公开信息300条。",
        "截至6月30日共收到申请52件。",
        "截止2025年12月31日，累计公开信息300条。",
    ],
)
def test_up_to_when_a_fact_is_counted_is_no_limit_in_a_running_text(fact: str) -> None:
    assert told(scan(fact, Frame(2026))) == []


@pytest.mark.parametrize(
    "duty",
    [
        "截至2026年6月底完成全部任务。",
        "截至2026年6月底，应公开已有信息。",
        "截至6月底前，累计建成公开专区10个。",
        "截至6月底，公共资源信息全部公开。",
        "截至6月底，力争累计建成12个。",
    ],
)
def test_up_to_when_a_thing_is_to_be_done_is_a_limit(duty: str) -> None:
    assert [rule["kind"] for rule in told(scan(duty, Frame(2026)))] == ["month_end"]


@pytest.mark.parametrize(
    "raw",
    [
        "公示期不少于5个工作日",
        "公示5个以上工作日",
        "5个以上工作日",
        "公示7个工作日以上",
        "征求意见期限一般不少于30日",
    ],
)
def test_how_long_a_thing_is_shown_at_least_is_told_to_be_no_limit(raw: str) -> None:
    reading = read(raw, Frame(2026))
    assert [one.message for one in reading.troubles] == [
        f"“{raw}”写的是至少多长，不是到期要做完的时限"
    ]
    assert reading.found == ()
