"""Responsibility phrases: who leads, who helps, and what is never guessed."""

from __future__ import annotations

from typing import SupportsIndex

import pytest

from sitegen.exchange.found import Units
from sitegen.exchange.phrases import UnitsSaid, read_units

KNOWN = {
    name: (name.removeprefix("市"),)
    for name in (
        "市财政局",
        "市环保局",
        "市文化和旅游局",
        "各县（市、区）政府",
        "市级有关部门",
        "区级规划编制牵头部门（单位）",
        "财政局",
    )
}


def say(phrase: str, role: str = "unspecified") -> UnitsSaid:
    return read_units([Units("责任单位", role, phrase)], lambda name: KNOWN.get(name, ()))


@pytest.mark.parametrize(
    ("phrase", "roles"),
    [
        ("市财政局牵头，市环保局配合", {"lead": ["财政局"], "support": ["环保局"]}),
        ("市财政局会同环保局落实", {"implement": ["财政局"], "joint": ["环保局"]}),
        ("市财政局、环保局牵头落实", {"lead": ["财政局", "环保局"]}),
        ("市财政局和市文化和旅游局负责", {"implement": ["财政局", "文化和旅游局"]}),
        ("各县（市、区）政府、市财政局", {"unspecified": ["各县（市、区）政府", "财政局"]}),
        ("牵头单位：市财政局；配合单位：市环保局", {"lead": ["财政局"], "support": ["环保局"]}),
        (
            "市财政局牵头落实各县（市、区）政府负责落实",
            {"lead": ["财政局"], "implement": ["各县（市、区）政府"]},
        ),
        ("市财政局（牵头）、市环保局（配合）", {"lead": ["财政局"], "support": ["环保局"]}),
        ("市财政局(牵头单位)，市环保局", {"lead": ["财政局"], "unspecified": ["环保局"]}),
        ("市环保局、市财政局（牵头）", {"lead": ["财政局"], "unspecified": ["环保局"]}),
        ("责任单位：市财政局（牵头）、市环保局", {"lead": ["财政局"], "implement": ["环保局"]}),
        ("（市财政局牵头，市环保局配合）", {"lead": ["财政局"], "support": ["环保局"]}),
        ("市财政局牵头（市环保局配合）", {"lead": ["财政局"], "support": ["环保局"]}),
        ("市财政局（牵头", {"lead": ["财政局"]}),
        ("责任单位：市财政局牵头，市环保局落实", {"lead": ["财政局"], "implement": ["环保局"]}),
        ("责任单位：市财政局牵头，市环保局配合", {"lead": ["财政局"], "support": ["环保局"]}),
        ("责任单位：市财政局，市环保局配合", {"implement": ["财政局"], "support": ["环保局"]}),
        ("牵头单位：市财政局、市环保局负责", {"lead": ["财政局", "环保局"]}),
        ("牵头责任单位：市财政局；协助单位：市环保局", {"lead": ["财政局"], "support": ["环保局"]}),
        ("负责单位：市财政局，协助单位：市环保局", {"implement": ["财政局"], "support": ["环保局"]}),
        ("市财政局负责牵头，市环保局参加", {"lead": ["财政局"], "support": ["环保局"]}),
        ("市财政局（主办）市环保局（协办）", {"lead": ["财政局"], "support": ["环保局"]}),
        ("市财政局，市环保局配合", {"unspecified": ["财政局"], "support": ["环保局"]}),
        ("各县（市、区）政府牵头，市财政局，市环保局配合", {
            "lead": ["各县（市、区）政府"], "support": ["财政局", "环保局"]
        }),
        ("市财政局负总责，市环保局具体负责", {"lead": ["财政局"], "implement": ["环保局"]}),
        ("市财政局主要负责，环保局协助", {"lead": ["财政局"], "support": ["环保局"]}),
        ("市财政局牵头抓总，市环保局密切配合", {"lead": ["财政局"], "support": ["环保局"]}),
        ("市财政局为牵头单位，市环保局为配合单位", {"lead": ["财政局"], "support": ["环保局"]}),
        ("主要责任单位：市财政局；协同责任单位：环保局", {"lead": ["财政局"], "support": ["环保局"]}),
        ("市财政局、市环保局依职责分工负责", {"implement": ["财政局", "环保局"]}),
        ("市财政局、市环保局（按职能分工落实）", {"unspecified": ["财政局", "环保局"]}),
        ("市财政局、市环保局等有关单位落实", {"implement": ["财政局", "环保局"]}),
        ("区级规划编制牵头部门（单位）、市财政局", {
            "unspecified": ["区级规划编制牵头部门（单位）", "财政局"]
        }),
    ],
)  # fmt: skip
def test_words_give_units_their_roles(phrase: str, roles: dict[str, list[str]]) -> None:
    said = say(phrase)
    assert {role: units for role, units in said.roles.items() if units} == roles
    assert said.unknown == []


def test_the_column_gives_a_role_to_units_without_one() -> None:
    assert say("市财政局、市环保局", "lead").roles["lead"] == ["财政局", "环保局"]
    assert say("市财政局配合", "lead").roles["support"] == ["财政局"]


@pytest.mark.parametrize(
    ("phrase", "unknown"),
    [
        ("市大数据局、市财政局", ["市大数据局"]),
        ("市自然资源和规划局牵头，财政局等部门配合", ["市自然资源和规划局"]),
        ("市委宣传部会同市财政局", ["市委宣传部"]),
        ("市财政局国库科", ["市财政局国库科"]),
        ("市教育局及各学校", ["市教育局", "各学校"]),
        ("市环保局、市大数据局（牵头）", ["市大数据局"]),
        ("市大数据局（不含市环保局）、市环保局", ["市大数据局"]),
        ("市卫生和计划生育委、各县（区）政府", ["市卫生和计划生育委", "各县（区）政府"]),
    ],
)
def test_units_that_are_not_on_record_are_told(phrase: str, unknown: list[str]) -> None:
    assert say(phrase).unknown == unknown


def test_a_role_in_brackets_goes_to_no_other_unit() -> None:
    assert say("市环保局、市大数据局（牵头）").roles["lead"] == []


@pytest.mark.parametrize(
    ("phrase", "unread"),
    [
        ("市财政局(不含市环保局)", "(不含市环保局)"),
        ("市财政局（市国库支付中心）、市环保局", "（市国库支付中心）"),
    ],
)
def test_other_words_in_brackets_behind_a_unit_are_told(phrase: str, unread: str) -> None:
    said = say(phrase)
    assert said.roles["unspecified"][0] == "财政局"
    assert (said.unread, said.unknown) == ([unread], [])


@pytest.mark.parametrize(
    ("phrase", "mode", "is_open"),
    [
        ("市财政局、环保局按职责分工分别牵头落实", "divided", False),
        ("市财政局会同市环保局等部门落实", "joint", True),
        ("市财政局、市级有关部门", None, True),
        ("市财政局", None, False),
    ],
)
def test_mode_and_open_lists(phrase: str, mode: str | None, is_open: bool) -> None:  # noqa: FBT001
    said = say(phrase)
    assert (said.mode, said.open_ended) == (mode, is_open)


@pytest.mark.parametrize(
    ("phrase", "roles"),
    [
        ("由市财政局牵头，会同市环保局", {"lead": ["财政局"], "joint": ["环保局"]}),
        ("牵头单位市财政局，责任单位市环保局", {"lead": ["财政局"], "implement": ["环保局"]}),
        ("①市财政局 ②市环保局", {"unspecified": ["财政局", "环保局"]}),
        ("1.市财政局；2.市环保局", {"unspecified": ["财政局", "环保局"]}),
        ("（1）市财政局；（2）市环保局", {"unspecified": ["财政局", "环保局"]}),
    ],
)
def test_what_counts_or_leads_in_units_is_no_part_of_their_names(
    phrase: str, roles: dict[str, list[str]]
) -> None:
    said = say(phrase)
    assert {role: units for role, units in said.roles.items() if units} == roles
    assert said.unknown == []


class Counted(str):
    """A text that counts how often a letter of it is looked at."""

    __slots__ = ("looks",)
    looks: int

    def __getitem__(self, place: SupportsIndex | slice) -> str:
        self.looks = getattr(self, "looks", 0) + 1
        return super().__getitem__(place)


def test_the_time_for_units_without_separators_grows_no_faster_than_their_number() -> None:
    def looks(many: int) -> int:
        phrase = Counted("市甲局和" * many)
        read_units([Units("责任单位", "unspecified", phrase)], lambda _name: ())
        return phrase.looks

    assert looks(1200) < 2.5 * looks(600)


@pytest.mark.parametrize(
    ("phrase", "told"),
    [("市财政局督促指导，市环保局具体实施", "督促指导"), ("市财政局统筹，市环保局负责", "统筹")],
)
def test_what_a_unit_does_without_a_role_is_told_and_the_next_role_is_not_its(
    phrase: str, told: str
) -> None:
    said = say(phrase)
    assert (said.roles["unspecified"], said.roles["implement"]) == (["财政局"], ["环保局"])
    assert (said.unread, said.unknown) == ([told], [])


def test_names_that_hold_such_words_stay_whole() -> None:
    assert say("市委组织部、市政府督查室").unknown == ["市委组织部", "市政府督查室"]


def test_a_sign_beside_a_name_is_told() -> None:
    said = say("▲市财政局、市环保局★")
    assert said.roles["unspecified"] == ["财政局", "环保局"]
    assert said.unread == ["▲", "★"]


@pytest.mark.parametrize("phrase", ["▲市财政局、市环保局", "市财政局▲、市环保局"])
def test_a_sign_that_a_legend_explains_gives_its_role(phrase: str) -> None:
    units = [Units("责任单位", "unspecified", phrase)]
    said = read_units(units, lambda name: KNOWN.get(name, ()), {"▲": "lead"})
    assert {role: found for role, found in said.roles.items() if found} == {
        "lead": ["财政局"],
        "unspecified": ["环保局"],
    }
    assert said.unread == []
