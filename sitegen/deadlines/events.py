"""Limits that hang on an event: 收到申请之日起20个工作日内, 招生工作结束后及时.

Events are looked for before everything else: what must happen first may hold any words.
"""

from __future__ import annotations

import re

from sitegen.deadlines.every import EVERY, LOW, NEXT, PERIODS, UNIT, latest
from sitegen.deadlines.reading import NoRule
from sitegen.deadlines.rules import EventOffset, Unit
from sitegen.deadlines.words import PROMPT

_NUMBER = (
    r"(?=[\d半])(?<![\d第前.])(?<!\d月)(?!(?:19|20)\d\d年)"
    rf"(?:{LOW}(?P<n>\d{{1,4}})(?P<unit>{UNIT})|(?<![上下前后个])半个?(?P<half>[年月]))"
)
_IN = "(?:以内|之内|内)"
_WORDS = r"[^,，。；;！？!?()（）]"
# 信息形成（变更）之日起: what is named beside the event
_BESIDE = r"(?:\([^,，。；;()\d]{1,10}\))?"
EVENT_OFFSET = re.compile(
    rf"(?P<event>{_WORDS}{{0,40}}?{_BESIDE})(?:之日(?:起|后|起算)?|(?:起|之后|以后|(?<![最随然先])后)|(?<=结束|完成|通过|批准|届满|终了|期满))"
    rf"的?(?:最迟|最晚|应在|须在|在|于)?{_NUMBER}(?:{_IN}|(?<=工作日)(?=$))"
)
WITHIN = re.compile(
    rf"(?P<event>[^,，。；;！？!?()（）、\d]{{0,30}}?(?:、[^,，。；;！？!?()（）、\d]{{0,12}}?)?)"
    rf"(?:最迟|最晚|应在|须在|须|在|于)?的?{_NUMBER}{_IN}(?!至少|不少于|最少|未|无|没有)"
)
AFTER_EVENT = re.compile(
    rf"(?P<event>{_WORDS}{{1,40}}?{_BESIDE})(?:之后|以后|后|的同时)(?:要|应当?|须)?(?:{PROMPT}|同步)"
)
_HAPPENED = (
    "结束|完成|出台|印发|发布|公布|下发|下达|批准|批复|通过|形成|变更|确定|签订|竣工|验收|合格|发生|调整|到位|"
    "届满|期满|终了|作出|成立|召开|会议|变化|变动|审定|认定|办结|受理|收到|生效|颁布|落实|审计|反馈|登记|开标|中标|公开|公告"
)
EVENT_ALONE = re.compile(
    rf"(?P<event>[^\d,，。；;()（）]{{0,28}}(?:{_HAPPENED}))(?:之后|以后|后)(?=$)"
)
# 20个工作日, 不超过20个工作日 as a whole clause: within so many working days
BARE = re.compile(
    rf"(?P<event>)(?:(?:最长|最多|一般|原则上)*不得?超过|最长|最多)(?P<low>(?!))?(?P<n>\d{{1,4}})(?P<unit>{UNIT})(?P<half>(?!))?(?=$)"
)
BARE_DAYS = re.compile(rf"(?P<event>){LOW}(?P<n>\d{{1,3}})(?P<unit>个?工作日)(?P<half>(?!))?(?=$)")
# the next clause says how long after the event of this one: 突发事件发生后，5小时内
LEANING = re.compile(rf"[,，](?:最迟|应当?|须|要|必须|在|于)*{_NUMBER}{_IN}")
_LEAD = re.compile(
    "^(?:.*[于在自从])?(?:待|等|严格|认真)?(?:执行|落实|做到|确保|坚持)?"
    "(?:应当?|须|要求?|可|请|并|且|原则上|一般(?=应|须|要|在|于|不|$)|需|最迟|最晚|必须|力争|务必|承诺|确保|限|"
    "(?:办理|办结|审批|答复|回复|完成|公开)?(?:时限|期限)为?:?)*"
)
_PERIOD = re.compile(
    rf"(?:.*?(?:{EVERY}|[各在于自报据]{PERIODS})|[各在于自、和及与]?{PERIODS})?(?:年度)?(?:结束|终了|期满|届满|过|[末底])?(?:之?后|以后)?的?(?:{NEXT})?的?前?$"
)
# 公示5日内 is how long something is shown; 公示后5日内 comes after it
_SHOWN = re.compile(
    "(?:公示|征求意见|征集意见|公告(?=期))(?!.*(?:结束|期满|届满|无异议|完成|终了|截止))"
)
_NO_LIMIT = re.compile(
    "提前|不少于|不得少于|延长|延期|间隔|前的?$|暂停"
    "|(?:压缩|压减|缩短|缩减|减少|精简|控制|降低?|提速)[至到为在]?$"
)
# 月初5日内, 每月里5日内, 每季度首月5日内, 年后5日内: a period that was not recognised is not an event
_ODD_PERIOD = re.compile(
    rf"(?:[月季年]|季度)初$|(?:^|[在于自报])[年月季](?:之?后|以后)?$|^[在于自]?{EVERY}(?:.?|开始|最后|首个?月|末月|第\d个?月)$"
)

_WIDE_BRACKETS = str.maketrans("()", "（）")
_NARROW_BRACKETS = str.maketrans("（）", "()")


def as_plain(event: str) -> str:
    """An event as it stands in plain text, which has narrow brackets."""
    return event.translate(_NARROW_BRACKETS)


def event_of(words: str) -> str:
    """What must happen first, without the words that lead to it."""
    return _LEAD.sub("", words).strip("、:").translate(_WIDE_BRACKETS)


def is_period(match: re.Match[str]) -> bool:
    """Whether what stands before the number is a period (每月后20日内), which others read."""
    return bool(match["event"] and _PERIOD.fullmatch(match["event"]))


def offset(match: re.Match[str], said: str, leaning: str) -> EventOffset:
    """An event with a number; one without its own words leans on the one before it."""
    before_number = match.string[: match.start("low" if match["low"] else "n")]
    if re.search(r"[\d一二三四五六七八九十两][-~—–至到]$", before_number):
        raise NoRule("ambiguous", f"“{match[0]}”写了两个数")
    lasts = match.re is not EVENT_OFFSET and _SHOWN.search(said)
    if lasts or _NO_LIMIT.search(said) or _ODD_PERIOD.search(said):
        raise NoRule("unread", f"没有读懂“{match[0]}”，这不是从某事起算的期限")
    number, unit = _amount(match)
    return EventOffset(event=event_of(said) or leaning, amount=number, unit=unit)


def _amount(match: re.Match[str]) -> tuple[int, Unit]:
    if match["half"]:
        return (6, "months") if match["half"] == "年" else (15, "days")
    return latest(match)
