"""Limits without a date: at once, without end, now and then, none at all."""

from __future__ import annotations

import re

from sitegen.deadlines.every import UNIT
from sitegen.deadlines.reading import CLAUSE_BEGINS, CLAUSE_ENDS, Frame, NoRule, Pattern, pattern
from sitegen.deadlines.rules import (
    AfterEvent,
    Beginning,
    Continuous,
    NoLimit,
    Prompt,
    Rule,
    Vague,
)

PROMPT = (
    "第一时间|及时|即时|尽快|立即|马上|随即|即刻|当场|当日|当天|迅速|立行立改|即知即改|即收即办|"
    "随到随办|随报随审|即办|即收即转|限时办结"
)
_CONTINUOUS = (
    "24小时不间断|7[×xX*]24(?:小时|h|H)|(?:7[×xX*]?)?24小时(?=开放|在线|开通|服务|值守|值班|运行|畅通)|每小时|"
    "长期坚持|常抓不懈|持续推进|常态化|常态长效|全天候|不间断|实时|随时|长期|持续|常年|始终|永久|"
    "动态(?=更新|调整|管理|发布|公开|监测|维护|完善|优化|公示|跟踪)|一直(?=坚持|持续)|经常性(?=工作|任务|开展)?|"
    "日常性?(?=工作|任务|开展|进行)"
)
_ALONE_CONTINUOUS = "动态|日常|常态|经常|一直|全过程|全程|一贯|平时|有序推进|稳步推进|扎实推进"
_AUTHORITY = (
    "(?:人民政府|政府|办公厅|办公室|、|"
    "党委|年度|省|市|县|区|国家|中央|上级|上|部|有关|法律|法定|相关|统一|工作|工程|项目|实际)"
)
_VAGUE = (
    "根据?工作需要|按需|根据需要|条件成熟时|待条件成熟|适当时候|不定期|分批次|分批|分阶段|视情况|视情|定期|"
    "适时|阶段性(?!任务|成效|目标|成果|工作|降低|进展)|按时(?!间|.{0,4}率)|限时|限期|按期|如期|择期|近期|尽早|"
    f"(?:按照?|依照|依据|根据|遵照){_AUTHORITY}{{0,5}}(?:法规|级|里|委|府)?{_AUTHORITY}{{0,5}}的?"
    "(?:要求|规定|部署|安排|进度|计划|时间节点|节点|时序进度|序时进度|程序|法规)(?:的?(?:时限|期限|时间|节点|内|进行|推进){1,4})?|"
    "按照?(?:规定|要求|时间|序时|时序|任务|工作|工程){0,4}(?:时限|期限|节点|进度|时间)(?:要求|节点)?|"
    "(?:法律|法规|有关|相关|政策){0,4}(?:法定|规定|要求)的?(?:期限|时限|时间)之?以?内?|"
    "依法依规|(?:时间)?另行(?:通知|确定|安排)|待定|待通知|(?<![内前底后])同步(?=公开|公布|发布|解读|更新|推进|实施|报送)?"
)
_BY_LAW = (
    "除?(?:法律|行政法规|法规|规章|国家|上级)(?:[、和或及]?(?:者)?(?:法律|行政法规|法规|规章|国家|上级|省|市|有关部门|政策))*、?"
    "(?:对[^,，。；;()（）]{1,16})?另有(?:明确)?(?:规定|要求)的?(?:除外|[之以]?外)?"
)
# how long something is shown at least: 公示期不少于5个工作日, 公示5个以上工作日
_SHORTEST = (
    rf"(?:不得?少于|不得?低于|不得?短于|不应少于|至少|最少)\d{{1,4}}{UNIT}(?!内|以内|之内|至少|[12一两]次)"
    rf"|\d{{1,4}}个?(?:\(?含\d*\)?)?以上(?:工作日|自然日|[日天]|月)|\d{{1,4}}{UNIT}(?:[及或]?以上)"
)
_SHOWN = (
    r"(?<![^,，。;；:：()（）])"
    r"(?:[^,，。;；:：()（）\d每年月]{0,12}(?:公示|公告|意见|期限?|时限|时间|时长)(?:一般|原则上)?[为是]?)?"
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


def _with(match: re.Match[str], frame: Frame) -> tuple[Rule, ...]:
    """与政策文件同步: when that happens; 同步 alone names nothing."""
    if frame.running:
        return ()
    return (AfterEvent(event=match["event"]),) if match["event"] else (Vague(word=match[0]),)


def _at_least(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    raise NoRule("unread", f"“{match[0]}”写的是至少多长，不是到期要做完的时限")


def _lunar(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    raise NoRule("unread", f"“{match[0]}”是农历，推算不出公历日期")


PATTERNS: tuple[Pattern, ...] = (
    pattern(PROMPT, _prompt),
    pattern(r"(?:农历|阴历|旧历)[^,，。;；()（）]{1,12}", _lunar),
    pattern(rf"{_SHOWN}(?:{_SHORTEST})", _at_least),
    pattern(_CONTINUOUS, _continuous),
    pattern(
        rf"{CLAUSE_BEGINS}(?:{_ALONE_CONTINUOUS})(?:开展|进行|工作|任务)?{CLAUSE_ENDS}", _continuous
    ),
    pattern(_VAGUE, _vague),
    pattern(_BY_LAW, _vague),
    pattern(
        r"即日起|从?即日(?:起|开始)|从现在(?:起|开始)|(?:自|从)?[^,，。;；\d]{0,6}(?:印发|发布|公布|下发|发文)之日起(?:正式)?(?:起?(?:施行|实施|执行)|(?=$|[至到,，。;；)）]))",
        _begins,
    ),
    pattern(
        rf"{CLAUSE_BEGINS}[与和同随](?P<event>[^,，。;；\d]{{1,20}}?)(?:同步|同时|一并)(?!推进|完成)"
        r"(?:[^,，。;；\d、]{1,6}[、,](?:同步|同时|一并))*",
        _with,
    ),
    pattern(rf"{CLAUSE_BEGINS}(?P<event>)同时(?=公开|公布|发布)", _with),
    pattern(
        r"^(?:无|不限|无时限|无时限要求|无要求|无期限|没有时限|不设时限|暂无|—|-|/|\\|—+|-+)$",
        _nothing,
    ),
)
