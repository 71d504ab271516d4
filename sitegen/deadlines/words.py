"""Limits without a date: at once, without end, now and then, after something."""

from __future__ import annotations

import re

from sitegen.deadlines.reading import Frame, Pattern, pattern
from sitegen.deadlines.repeating import EVERY, UNIT, unit
from sitegen.deadlines.rules import (
    AfterEvent,
    Beginning,
    Continuous,
    EventOffset,
    NoLimit,
    Prompt,
    Rule,
    Vague,
)

_PROMPT = "第一时间|及时|即时|尽快|立即|马上|随即|即刻|当场|当日|当天|迅速"
_CONTINUOUS = "24小时不间断|长期坚持|持续推进|常态化|全天候|不间断|实时|随时|长期|持续|动态|常年|始终|一直|永久"
_VAGUE = (
    "按照?时间节点|按规定时限|按照?统一部署|按照?省要求|按照?上级要求|根据工作需要|条件成熟时|"
    "按照?规定|按照?要求|按照?计划|按照?进度|根据需要|适当时候|不定期|分批次|分阶段|视情况|定期|适时|分批|"
    "阶段性(?!任务|成效|目标|成果|工作|降低|进展)|按时(?!间)|限时|限期|按期|如期|视情|择期|近期|尽早"
)


def _prompt(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    return (Prompt(word=match[0]),)


def _continuous(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    return (Continuous(word=match[0]),)


def _vague(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    return (Vague(word=match[0]),)


def _nothing(_: re.Match[str], __: Frame) -> tuple[Rule, ...]:
    return (NoLimit(),)


def _begins(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    return (Beginning(word=match[0]),)


PATTERNS: tuple[Pattern, ...] = (
    pattern(_PROMPT, _prompt),
    pattern(_CONTINUOUS, _continuous),
    pattern(_VAGUE, _vague),
    pattern(r"即日起|(?:自|从)?(?:印发|发布|公布)之日起(?:施行|实施|执行)", _begins),
    pattern(r"^(?:无|不限|无时限|—|-|/|\\|—+)$", _nothing),
)

# events are looked for before everything else: what happens first may hold any words
_LEAD = re.compile(
    r"^(?:.*[于在自从])?(?:严格|认真)?(?:执行|落实|做到|确保|坚持)?(?:应当?|须|要|可|请|并|且|原则上|一般|需|最迟|最晚|必须)*"
)
EVENT_OFFSET = re.compile(
    rf"(?P<event>[^，。；！？,;]{{0,40}}?)(?:(?:之日|的)?(?:起|之后|以后|后)|(?<=结束|完成|通过|批准|届满))的?"
    rf"(?P<n>\d+)(?P<unit>{UNIT})(?:以内|之内|内|前)"
)
WITHIN = re.compile(
    r"(?P<event>[^，。；！？,;、\d]{0,30}?(?:、[^，。；！？,;、\d]{0,12}?)?)(?:最迟|最晚|应在|须在|须|在|于)?(?:的)?"
    r"(?P<n>\d+)(?P<unit>个工作日|工作日|日|天|个小时|小时)(?:以内|之内|内)"
)
AFTER_EVENT = re.compile(
    rf"(?P<event>[^，。；！？,;]{{1,40}}?)(?:之后|以后|后|的同时)(?:要|应当?|须)?(?:{_PROMPT}|同步)"
)
_EVERY = re.compile(rf"(?:.*?)(?:{EVERY})(?:结束|终了|期满)?$")


def event_of(words: str) -> str:
    """What must happen first, without the words that lead to it."""
    return _LEAD.sub("", words)


def offset(match: re.Match[str], before: str) -> EventOffset | None:
    """An event with a number; None if what stands before is a period (每月后20日内)."""
    if _EVERY.fullmatch(match["event"]):
        return None
    listed = match["event"].endswith("、")  # …5小时内…、24小时内…: the same event goes on
    event = before if listed else event_of(match["event"]) or before
    return EventOffset(event=event, amount=int(match["n"]), unit=unit(match["unit"]))


def after(match: re.Match[str]) -> AfterEvent:
    """An event without a number."""
    return AfterEvent(event=event_of(match["event"]))
