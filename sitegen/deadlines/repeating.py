"""Limits that come again: 每月、每季度后20日内, 每季度第一周内, 每月5日、20日前, 收购旺季每五日."""

from __future__ import annotations

import re

from msgspec.structs import replace

from sitegen.deadlines.chain import LIST, TO
from sitegen.deadlines.every import (
    ALONE,
    DAYS,
    EVERY,
    LOW,
    NEXT,
    OFTEN,
    PERIODS,
    SURELY,
    UNIT,
    latest,
    period,
    periods,
    possible_day,
)
from sitegen.deadlines.fixed import TIME, clock
from sitegen.deadlines.reading import Frame, NoRule, Pattern, pattern
from sitegen.deadlines.rules import MONTHS, WEEKDAYS, Recurring, Rule

_WEEKDAYS = {letter: number for number, letter in enumerate(WEEKDAYS, 1)} | {"天": 7}
_DECADES = {
    "上": "day:10",
    "上中": "day:20",
    "中": "day:20",
    "中下": "day:end",
    "下": "day:end",
}
_BEFORE = "(?:之前|以前|前(?![后夕])|内|之内|以内|止)?"


def _placed(match: re.Match[str], place: str) -> tuple[Recurring, ...]:
    time = clock(match)
    return tuple(replace(one, place=place, time=time) for one in periods(match["every"]))


def _plain(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    said = match.groupdict()
    times = int(said["times"]) if said.get("times") else None
    time = clock(match) if "time" in said else ""
    found = periods(match["every"])
    return tuple(
        replace(one, times=times, season=said.get("season") or one.season, time=time)
        for one in found
    )


def _told(match: re.Match[str], frame: Frame) -> tuple[Rule, ...]:
    """组织召开季度、年度新闻发布会: in a running text an editor is asked; in a column it is no limit."""
    return _plain(match, frame) if frame.running else ()


def _offset(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    number, unit = latest(match)
    return tuple(replace(one, offset=number, unit=unit) for one in periods(match["every"]))


def _week(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    return _placed(match, f"week:{match['n'] or 1}")


def _nth(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    return _placed(match, f"nth:{match['n']}/weekday:{_WEEKDAYS[match['weekday']]}")


def _working_day(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    number = -int(match["n"] or 1) if "最后" in match[0] else int(match["n"] or 1)
    if number < -1:
        raise NoRule("ambiguous", f"“{match[0]}”没有写明是哪一天")
    return _placed(match, f"working_day:{number}")


def _each_working_day(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    return _placed(match, "working_day")


def _weekdays(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    days = re.sub(rf"每|个|的|周|星期|礼拜|{LIST}", "", match["days"])
    time = clock(match)
    times = int(match["times"]) if match["times"] else None
    return tuple(
        Recurring(every="week", place=f"weekday:{_WEEKDAYS[d]}", time=time, times=times)
        for d in days
    )


def _weekdays_between(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    """每周一至周五: each of those days."""
    first, last = _WEEKDAYS[match["first"]], _WEEKDAYS[match["last"]]
    if last <= first:
        raise NoRule("unread", f"没有读懂“{match[0]}”")
    return tuple(Recurring(every="week", place=f"weekday:{day}") for day in range(first, last + 1))


def _days_of_month(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    said = match.groupdict()
    prefix = "next/" if said.get("next") else ""
    places = [f"{prefix}day:{possible_day(day)}" for day in re.findall(r"\d+", match["days"])]
    places += ["end"] if said.get("last") else []
    return tuple(rule for place in places for rule in _placed(match, place))


def _month_of_period(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    days = re.findall(r"\d+", match["days"] or "") or ["end"]
    part = _DECADES.get(match["part"] or "", "")
    places = (
        [part] if part else [f"day:{day if day == 'end' else possible_day(day)}" for day in days]
    )
    return tuple(
        replace(one, place=f"{_month_place(match, one)}/{place}", time=clock(match))
        for one in periods(match["every"])
        for place in places
    )


def _month_place(match: re.Match[str], one: Recurring) -> str:
    """Which month of its period a rule means: 首月 is the first, 末月 the last."""
    length = MONTHS.get(one.every, 0)
    if match["next"]:
        return f"next/month:{match['month'] or 1}"
    number = length if match["last"] else int(match["month"] or 1)
    if not 1 <= number <= length:
        raise NoRule("impossible", f"“{match['every']}”里没有第 {number} 个月")
    return f"month:{number}"


def _end(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    return tuple(
        replace(rule, place=None, by="12-end") if rule.every == "year" and not rule.season else rule
        for rule in _placed(match, "end")
    )


def _decade(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    day = _DECADES[match["part"]]
    if not match["next"] and any(one.every != "month" for one in periods(match["every"])):
        raise NoRule("unread", f"没有读懂“{match[0]}”，看不出是哪一个月的{match['part']}旬")
    place = "end" if day == "day:end" else day
    return _placed(match, f"next/{day}" if match["next"] else place)


def _open(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    raise NoRule("ambiguous", f"“{match[0]}”没有写明是哪一天")


def _of_period(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    """季度终了后15日内, 月、季后10日内: every period, though no 每 says so."""
    number, unit = latest(match)
    return tuple(
        replace(period(word, 1), offset=number, unit=unit)
        for word in re.findall("半年度?|月度?|季度?|年度?", match["period"])
    )


def _next_days(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    """次月5个工作日内: so many days after every month, or after the periods it names."""
    number, unit = latest(match)
    found = periods(match["every"] or "每月")
    return tuple(replace(one, offset=number, unit=unit) for one in found)


def _last_of_days(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    """每月20日至25日: due on the last of them."""
    if int(match["last"]) < int(match["first"]):
        raise NoRule("unread", f"没有读懂“{match[0]}”")
    return _placed(match, f"day:{possible_day(match['last'])}")


def _half_months(_: re.Match[str], __: Frame) -> tuple[Rule, ...]:
    return tuple(Recurring(every="month", place=place) for place in ("day:15", "end"))


def _times(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    """1次/季度, 2次/年; 一季一报 and 一年两次."""
    times = int(match["times"]) if match["times"].isdigit() else 1
    return (replace(period(match["period"], 1), times=times),)


def _next_month(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    """次月5日前: every month, by a day of the next one."""
    return (Recurring(every="month", place=f"next/day:{possible_day(match['day'])}"),)


def _next_quarter(match: re.Match[str], _: Frame) -> tuple[Rule, ...]:
    day = possible_day(match["day"])
    return (Recurring(every="quarter", place=f"next/month:{match['month'] or 1}/day:{day}"),)


_OF = r"[的(]?"
_AT = rf"{TIME}?{_BEFORE}"
_EACH = rf"(?P<every>{EVERY})"
_CLOSING = rf"(?P<every>{EVERY}|(?<![一-龥\d])(?:月度|季度|半年度?|年度)(?=结束|终了|期满|届满))"
_CLOSED = "(?:年度)?(?:结束|终了|期满|届满|过(?=后))"
_FIRST_AFTER = r"(?:(?<=[束了满后])|(?<=[束了满后]的))(?:首个?月|第1个月)"
_NEXT = rf"{_CLOSED}?(?:之?后)?{_OF}(?P<next>{NEXT}|{_FIRST_AFTER})份?{_OF}"
_SEASON = (
    "(?:旺季|淡季|汛期|枯水期|丰水期|高峰期|采暖[季期]|供暖[季期]|收购[季期]|防火[季期]|收获季"
    "|假期|季节|[春夏秋冬]{1,2}季|时段|期间|期内)"
)
_TIMES = r"(?:次|期|篇|条|场|轮|遍)(?!以上)"
# 上旬, 初 and 汛期 say when: such words are read, or left unread, but not passed over
_TIMES_OF = (
    rf"(?:[^,，。；;、\d()前后底末内日月季年周旬初汛假不至少]{{0,10}}"
    rf"(?P<times>\d+)(?:[至到~—–-]+\d+)?{_TIMES})?"
)
_ONCE = "(?:次|期|报(?![送告])|更新|调度|通报|督查|督导|排名|公开|公布|发布|总结|小结|会商|研判|评比|清零)"
_SINGLE = r"(?:日|天|周|旬|月|季度?|半年|年)"

PATTERNS: tuple[Pattern, ...] = (
    pattern(
        rf"{_EACH}{_CLOSED}?(?:之后|以后|后|(?<=[束了满])之日起){_OF}{LOW}(?P<n>\d+)(?P<unit>{UNIT})(?:以内|之内|内|前)",
        _offset,
    ),
    pattern(rf"{_EACH}{_CLOSED}{LOW}(?P<n>\d+)(?P<unit>{UNIT})(?:以内|之内|内)", _offset),
    pattern(
        rf"(?:(?<![一-龥\d])[各在于自]?|(?<=[在于自报据]))(?P<period>{PERIODS})(?:{_CLOSED}(?:之?后|以后|之日起)?|[末底]?(?:之后|以后|后))"
        rf"{_OF}{LOW}(?P<n>\d+)(?P<unit>{UNIT})(?:以内|之内|内|(?<=工作日)$)",
        _of_period,
    ),
    pattern(rf"{_EACH}{_OF}(?:第(?P<n>\d+)个?|首个?)(?:周|星期){_AT}", _week),
    pattern(rf"{_EACH}{_OF}第(?P<n>[1-5])个?(?:周|星期)(?P<weekday>[一二三四五六日天]){_AT}", _nth),
    pattern(
        rf"{_EACH}{_OF}(?:第|前|首|(?:月?[底末]的?)?最后)(?P<n>\d*)个?工作日{_AT}", _working_day
    ),
    pattern(
        rf"(?P<every>{EVERY}|(?<![一-龥\d])季度?(?=[首末]月)){_OF}(?P<next>(?!))?(?:第(?P<month>\d+)个?月|首月|首个月|(?P<last>末月|最后(?:1|一)?个?月))份?"
        rf"{_OF}(?:{DAYS}|(?P<part>上中|中下|[上中下])旬|底|末)?{_AT}",
        _month_of_period,
    ),
    pattern(rf"{_CLOSING}{_NEXT}{DAYS}{_AT}", _days_of_month),
    pattern(
        rf"{_CLOSING}?{_CLOSED}?(?:之?后)?{_OF}{NEXT}{_OF}前?{LOW}(?P<n>\d+)(?P<unit>{UNIT})(?:以内|之内|内)",
        _next_days,
    ),
    pattern(
        rf"(?P<every>每一?个?月度?)的?(?P<first>\d{{1,2}})[日号]?{TO}(?P<last>\d{{1,2}})[日号]{_AT}",
        _last_of_days,
    ),
    pattern(
        rf"(?P<every>每一?个?(?:月|季)度?){_OF}前(?P<days>\d{{1,2}})[日天]{_AT}", _days_of_month
    ),
    pattern(rf"{_EACH}{_NEXT}(?P<part>上中|中下|[上中下])旬{_AT}", _decade),
    pattern(
        rf"(?P<every>[每各]一?个?月度?|按月度?){_OF}{DAYS}(?:{LIST}每?(?P<last>月[底末]))?{_AT}",
        _days_of_month,
    ),
    pattern(rf"{_EACH}(?P<next>(?!))?{_OF}(?P<part>上中|中下|[上中下])旬{_AT}", _decade),
    pattern(
        rf"{_EACH}{_OF}(?:月底|月末|季度?末|季度?底|年底|年末|年终|底|末|终|最后(?:1|一)[天日]|结束(?=前)){_AT}",
        _end,
    ),
    pattern(rf"{_EACH}{_OF}(?:月初|季初|年初|年中|初(?![次步始级中]))", _open),
    pattern(
        rf"(?P<days>每个?(?:周|星期|礼拜)的?(?:周|星期|礼拜)?[一二三四五六日天](?:{LIST}每?(?:周|星期)?[一二三四五六日天])*)"
        rf"{_AT}{_TIMES_OF}",
        _weekdays,
    ),
    pattern(
        rf"每个?(?:周|星期|礼拜)(?P<first>[一二三四五六日天]){TO}(?:每?(?:周|星期|礼拜))?(?P<last>[一二三四五六日天])",
        _weekdays_between,
    ),
    pattern(rf"{_EACH}(?:周末|末){_AT}", _end),
    pattern(
        rf"(?:(?P<season>[^,，。；;、\d每()（）年月五”]{{0,10}}{_SEASON}|汛期|假期)内?)?{_EACH}"
        rf"(?:各|公布|开展|发布|组织|召开|公开|更新|报送)?{_TIMES_OF}",
        _plain,
    ),
    pattern(rf"{_EACH}{TIME}{_BEFORE}", _plain),
    pattern(rf"工作日(?:期间|内|的)?(?P<every>每[日天]){TIME}?{_BEFORE}", _each_working_day),
    pattern(
        rf"(?<![^,，。;；()（）、和及与])(?P<every>{SURELY})(?=公布|发布|更新|公开|[,，。;；、()（）]|$)",
        _plain,
    ),
    pattern(
        rf"(?P<every>{ALONE})(?=(?:监测|抽查|检查|通报|普查|调度)(?!工作?(?:计划|方案)|计划|方案))",
        _plain,
    ),
    pattern(
        rf"(?<![上下本当各第每按分逐前近个一二三四\d])(?P<every>{OFTEN})(?![、和及与末底初前后内]|结束|终了|期满)",
        _told,
    ),
    pattern(
        rf"(?P<every>{ALONE})(?=[^,，。;；、()（）]{{0,20}}(?:发布会|通气会|通报会|例会))", _told
    ),
    pattern(r"每(?:一|1)?个?半个?月|(?<![一-龥\d])半个?月1次", _half_months),
    pattern(rf"(?<![\d第每])(?P<times>\d+){_TIMES}[/每](?P<period>{_SINGLE})(?!\d)", _times),
    pattern(
        rf"(?<![\d第每.年])(?:1个?|(?<![一-龥])(?=半年))(?P<period>{_SINGLE})(?P<times>\d|一){_ONCE}(?!.{{0,9}}[2-4]季)",
        _times,
    ),
    pattern(rf"(?:次月|下月|下一?个月)(?:的)?(?P<day>\d{{1,2}})[日号]{_BEFORE}", _next_month),
    pattern(
        rf"(?:(?:次|下一?个?)季度?|(?<![一-龥\d])季度?{_CLOSED}?(?:之?后|以后)的?)(?:首个?月|第(?P<month>\d)个?月){_OF}(?P<day>\d{{1,2}})[日号]{_BEFORE}",
        _next_quarter,
    ),
)
