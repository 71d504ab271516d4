"""How often or how much at least: 每半年至少1次, 全年不少于12期, 比例达到100%."""

from __future__ import annotations

import re

from sitegen.deadlines.every import EVERY, periods
from sitegen.deadlines.reading import Frame, NoRule, Pattern, pattern
from sitegen.deadlines.rules import Every, Quota, Rule

_MEASURE = "(?P<measure>次|场|期|篇|条|个(?!工作日|月|小时)|项|件|批)"
_AT_LEAST = "(?:原则上|一般)?(?:至少|不少于|不低于|不得少于|不得低于|最少)"
_OBJECT = r"(?P<of>(?:以上)?[^,，。；;、\d（）()]{0,12})?"
_YEARLY = "(?:全年|年内|年度内|1年内?|本年度)"
_REACHED = "(?:均?应?(?:达到?|完成|提高到|提升到|提升至|提高至|实现|保持在?)|不低于|不少于|不得低于|至少|为)"
_SHARE = "(?:率|比例?|比重|占比|覆盖面|程度|满意度)"


def _every(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    of = f"{match['measure']}{match['of'] or ''}"
    found = periods(match["every"])
    if any(one.interval > 1 for one in found):
        raise NoRule("unread", f"没有读懂“{match[0]}”")
    return tuple(Quota(at_least=int(match["n"]), of=of, every=one.every) for one in found)


def _yearly(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    return (
        Quota(at_least=int(match["n"]), of=f"{match['measure']}{match['of'] or ''}", every="year"),
    )


def _alone(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    return (Quota(at_least=int(match["n"]), of=f"{match['measure']}{match['of'] or ''}"),)


def _ratio(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    if "." in match["n"]:
        raise NoRule("unread", f"没有读懂“{match[0]}”")
    named = match.groupdict().get("every")
    every: Every | None = None
    if named:
        every = _PERIODS.get(named) or periods(named)[0].every
    return (Quota(at_least=int(match["n"]), of="%", every=every),)


_PERIODS: dict[str, Every] = {
    "月度": "month",
    "季度": "quarter",
    "半年": "half_year",
    "半年度": "half_year",
    "年度": "year",
}
_PERCENT = r"(?P<n>\d+(?:\.\d+)?)%(?:以上)?"
_NO_DAY = "(?!的?(?:[上中下]+旬|初)|(?<=[周期拜])[一二三四五六日天])"
_BETWEEN = r"[^,，。；;\d]"

PATTERNS: tuple[Pattern, ...] = (
    pattern(
        rf"{_AT_LEAST}(?P<every>{EVERY}){_BETWEEN}{{0,10}}?(?P<n>\d{{1,6}}){_MEASURE}{_OBJECT}",
        _every,
    ),
    pattern(
        rf"(?P<every>{EVERY}){_NO_DAY}{_BETWEEN}{{0,30}}?{_AT_LEAST}{_BETWEEN}{{0,10}}(?P<n>\d{{1,6}}){_MEASURE}{_OBJECT}",
        _every,
    ),
    pattern(
        rf"(?P<every>{EVERY}){_NO_DAY}{_BETWEEN}{{0,20}}?(?P<n>\d{{1,6}}){_MEASURE}(?P<of>以上[^,，。；;、\d]{{0,12}})",
        _every,
    ),
    pattern(
        rf"{_YEARLY}{_BETWEEN}{{0,12}}?{_AT_LEAST}{_BETWEEN}{{0,10}}(?P<n>\d{{1,6}}){_MEASURE}{_OBJECT}",
        _yearly,
    ),
    pattern(rf"{_YEARLY}{_BETWEEN}{{0,12}}?(?P<n>\d{{1,6}}){_MEASURE}(?P<of>以上)", _yearly),
    pattern(rf"{_AT_LEAST}{_BETWEEN}{{0,10}}(?P<n>\d{{1,6}}){_MEASURE}{_OBJECT}", _alone),
    pattern(
        rf"[^,，。；;、\d每按]{{0,10}}?(?P<every>{EVERY}|{'|'.join(_PERIODS)})[^,，。；;、\d每按]{{0,8}}?{_SHARE}"
        rf"{_REACHED}?{_PERCENT}",
        _ratio,
    ),
    pattern(
        rf"(?P<every>(?!))?[^,，。；;、\d每按]{{0,8}}?{_SHARE}{_REACHED}?{_PERCENT}",
        _ratio,
    ),
    pattern(rf"{_REACHED}{_PERCENT}", _ratio),
)
