"""Limits that come again: 每月、每季度后20日内, 每季度第一周内, 每年3月底前; and quotas."""

from __future__ import annotations

import re
from calendar import monthrange

from sitegen.deadlines.reading import Frame, Pattern, Refused, pattern
from sitegen.deadlines.rules import Every, Quota, Recurring, Rule, Unit

_PERIOD = r"(?:工作日|日|天|周|星期|礼拜|旬|月度?|季度?|半年度?|年度?|学期|学年)"
_ONE = rf"(?:每|按|逐)(?:\d+)?个?{_PERIOD}(?!\d{{4}})"
# 每月、每季度 and 按月度、季度: the sign may stand once for all
EVERY = rf"(?:{_ONE}(?:[、和及与或]{_ONE}|[、和及与](?:月度|季度|半年度|年度|半年|月|季|年)(?![内底末中初]))*)"
_ALONE = r"(?:(?:月度|季度|半年度?|年度)(?:[、和及与](?:月度|季度|半年度?|年度))*)"
_UNITS: dict[str, Unit] = {
    "个工作日": "working_days",
    "工作日": "working_days",
    "日": "days",
    "天": "days",
    "个月": "months",
    "小时": "hours",
    "个小时": "hours",
    "年": "years",
}
UNIT = "(?:个工作日|工作日|日|天|个月|个小时|小时|年)"
_PERIODS: dict[str, Every] = {
    "工作日": "day",
    "日": "day",
    "天": "day",
    "周": "week",
    "星期": "week",
    "礼拜": "week",
    "旬": "ten_days",
    "月": "month",
    "月度": "month",
    "季": "quarter",
    "季度": "quarter",
    "半年": "half_year",
    "半年度": "half_year",
    "年": "year",
    "年度": "year",
    "学期": "term",
    "学年": "year",
}
_WEEKDAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7, "末": 7}
_DECADES = {"上": 10, "中": 20, "下": 31}
_BEFORE = "(?:之前|以前|前|内|之内|以内)?"
_SPAN = re.compile(rf"(?:每|按|逐)?(\d+)?个?({_PERIOD})")


def unit(word: str) -> Unit:
    """The unit of time that a word names."""
    return _UNITS[word]


def periods(words: str) -> tuple[tuple[Every, int], ...]:
    """The periods named in a list such as 每月、每季度, with their intervals."""
    found: list[tuple[Every, int]] = []
    for piece in re.split("[、和及与或]", words):
        match = _SPAN.match(piece)
        if match:
            found.append(_period(match[2], int(match[1] or 1)))
    return tuple(found)


def _period(word: str, interval: int) -> tuple[Every, int]:
    every = _PERIODS[word]
    if every == "day" and interval == 5:  # noqa: PLR2004 - 每五日
        return "five_days", 1
    if every == "day" and interval == 10:  # noqa: PLR2004 - 每十日
        return "ten_days", 1
    return every, interval


def _plain(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    times = int(match["times"]) if match.groupdict().get("times") else None
    season = match.groupdict().get("season") or None
    return tuple(
        Recurring(every=every, interval=interval, times=times, season=season)
        for every, interval in periods(match["every"])
    )


def _offset(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    return tuple(
        Recurring(every=every, interval=interval, offset=int(match["n"]), unit=unit(match["unit"]))
        for every, interval in periods(match["every"])
    )


def _placed(match: re.Match[str], place: str) -> tuple[Rule, ...]:
    return tuple(
        Recurring(every=every, interval=interval, place=place)
        for every, interval in periods(match["every"])
    )


def _week(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    return _placed(match, f"week:{match['n']}")


def _weekday(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    return (Recurring(every="week", place=f"weekday:{_WEEKDAYS[match['weekday']]}"),)


def _day_of_month(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    day = int(match["day"])
    if not 1 <= day <= 31:  # noqa: PLR2004 - days of a month
        raise Refused("impossible", f"没有 {day} 日")
    place = f"next/day:{day}" if match.groupdict().get("next") else f"day:{day}"
    return _placed(match, place)


def _month_of_period(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    day = match["day"] or (str(_DECADES[match["part"]]) if match["part"] else "end")
    return _placed(match, f"month:{match['month'] or 1}/day:{day}")


def _end(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    return _placed(match, "end")


def _decade(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    day = _DECADES[match["part"]]
    return _placed(match, "end" if day > 20 else f"day:{day}")  # noqa: PLR2004 - 下旬 ends the month


def _by(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    month = int(match["month"])
    last = monthrange(2000, month)[1] if 1 <= month <= 12 else 0  # noqa: PLR2004
    day = int(match["day"]) if match["day"] else _DECADES.get(match["part"] or "下", 31)
    if not last or (match["day"] and day > last):
        raise Refused("impossible", f"日历上没有 {month}月{day}日")
    by = f"{month:02}-end" if not match["day"] and day > 20 else f"{month:02}-{day:02}"  # noqa: PLR2004
    return (Recurring(every="year", by=by),)


def _by_quarter(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    return (Recurring(every="year", by=f"{3 * int(match['quarter']):02}-end"),)


def _by_half(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    return (Recurring(every="year", by="06-end" if match["half"] == "上" else "12-end"),)


def _quota(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    named = match.groupdict().get("every")
    of = f"{match['measure']}{match['of'] or ''}"
    if not named:
        return (Quota(at_least=int(match["n"]), of=of, every="year"),)
    return tuple(Quota(at_least=int(match["n"]), of=of, every=e) for e, _ in periods(named))


def _ratio(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    named = match.groupdict().get("every")
    every = periods(named)[0][0] if named else None
    return (Quota(at_least=int(match["n"]), of="%", every=every),)


_MEASURE = "(?P<measure>次|场|期|篇|条|个|项|件|天)"
_AT_LEAST = "(?:原则上)?(?:至少|不少于|不低于|不得少于|最少)"
_OBJECT = r"(?P<of>(?:以上)?[^，。；、,;\d（）()]{0,12})?"

PATTERNS: tuple[Pattern, ...] = (
    pattern(
        rf"(?P<every>{EVERY})[^，。；,;\d]{{0,30}}?{_AT_LEAST}[^\d，。；,;]{{0,10}}(?P<n>\d+){_MEASURE}{_OBJECT}",
        _quota,
    ),
    pattern(
        rf"(?P<every>{EVERY})[^，。；,;\d]{{0,20}}?(?P<n>\d+){_MEASURE}以上(?P<of>[^，。；、,;\d]{{0,12}})?",
        _quota,
    ),
    pattern(
        rf"(?:全年|年内|年度内|一年)[^，。；,;\d]{{0,12}}?{_AT_LEAST}[^\d，。；,;]{{0,10}}(?P<n>\d+){_MEASURE}{_OBJECT}",
        _quota,
    ),
    pattern(
        rf"(?P<every>{EVERY}|{_ALONE})?(?:抽查|检查|监测|办结|回复|公开|合格)?[比率]例?(?:达到|达|不低于|不少于|为)(?P<n>\d+)%",
        _ratio,
    ),
    pattern(r"(?:达到|达|不低于|不少于)(?P<n>\d+)%(?:以上)?", _ratio),
    pattern(
        rf"(?P<every>{EVERY})(?:结束|终了|期满)?(?:之后|以后|后)(?:的)?(?P<n>\d+)(?P<unit>{UNIT})(?:以内|之内|内|前)",
        _offset,
    ),
    pattern(
        rf"(?P<every>{EVERY})(?:结束|终了|期满)(?P<n>\d+)(?P<unit>{UNIT})(?:以内|之内|内)", _offset
    ),
    pattern(rf"(?P<every>{EVERY})的?第(?P<n>\d+)个?(?:周|星期){_BEFORE}", _week),
    pattern(
        rf"(?P<every>{EVERY})的?(?:第(?P<month>\d+)个?月|首月)份?"
        rf"(?:(?P<day>\d{{1,2}})日|(?P<part>[上中下])旬|底|末)?{_BEFORE}",
        _month_of_period,
    ),
    pattern(
        rf"(?P<every>每年度?|按年度?)(?:的)?(?P<month>\d{{1,2}})月份?(?:(?P<day>\d{{1,2}})[日号]|(?P<part>[上中下])旬|月底|底|末)?{_BEFORE}",
        _by,
    ),
    pattern(r"每年度?的?第?(?P<quarter>[1-4])季度?(?:末|底|内|结束)*(?:前)?", _by_quarter),
    pattern(r"每年度?的?(?P<half>[上下])半年(?:末|底|内|结束)*(?:前)?", _by_half),
    pattern(rf"每(?:周|星期)(?P<weekday>[一二三四五六日天末]){_BEFORE}", _weekday),
    pattern(
        rf"(?P<every>{EVERY})(?P<next>次月|下月|的次月|的下月)(?P<day>\d{{1,2}})[日号]{_BEFORE}",
        _day_of_month,
    ),
    pattern(rf"(?P<every>每个?月度?|按月)的?(?P<day>\d{{1,2}})[日号]{_BEFORE}", _day_of_month),
    pattern(rf"(?P<every>{EVERY})的?(?P<part>[上中下])旬{_BEFORE}", _decade),
    pattern(rf"(?P<every>{EVERY})的?(?:底|末|终|最后1天){_BEFORE}", _end),
    pattern(
        rf"(?P<season>[^，。；、\d每]{{0,6}}(?:旺季|汛期|高峰期|采暖季|收购季|防火期))?(?P<every>{EVERY})"
        rf"(?:各|公布|开展|发布|组织|召开|公开|更新|报送)?(?:(?P<times>\d+)次)?",
        _plain,
    ),
    pattern(rf"(?P<every>{_ALONE})(?=监测|抽查|检查|通报|普查|调度|公布|发布|更新|公开|$)", _plain),
)
