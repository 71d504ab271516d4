"""One writing of official wording: widths folded, white space gone, Chinese numerals as digits.

`Plain` keeps, for every character of the plain text, where it stands in the original, so that what
was recognised can be shown as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "O": 0,
    "0": 0,
    "两": 2,
}
_TENS = {"十": 10, "百": 100}
_NUMERAL = "零〇一二三四五六七八九十百两"
_YEAR = "零〇○O0一二三四五六七八九"
# a numeral is a number only before what is counted, after 第, or in a list of months or quarters;
# 周一 is a weekday (but 每周一次 is not), 上一季度 and 统一 hold no number, 十三五 is a plan
_COUNTED = re.compile(
    rf"(?P<year>(?<![{_YEAR}])[{_YEAR}]{{4}}(?=年))"
    rf"|(?<=周)(?:[{_NUMERAL}]+(?=[次期篇条场])|一(?=报(?!送|告)|更|结))"
    rf"|(?<![周期拜任某同统这那另专唯{_NUMERAL}])(?<![上下前]个)(?<![上下前](?=[一半]))(?P<number>[{_NUMERAL}]+)"
    r"(?=个?(?:工作日|自然日|日历[日天]|小时|月|季度?|年(?!度?(?:计划|行动))|周|星期|日|天|次|场|期(?!间)"
    r"|篇|条|期|份|号|旬|半年|学期|半月|分钟))"
    rf"|(?<=第)(?P<ordinal>[{_NUMERAL}]+)(?=个?[季周月批年星工次])"
    rf"|(?<![{_NUMERAL}])(?P<listed>[一二三四])(?=(?:[、和及与至到—-]第?[一二三四]){{1,4}}季)"
    rf"|(?<![周期拜初{_NUMERAL}])(?P<ranged>[{_NUMERAL}]{{1,3}})"
    rf"(?=(?:个?(?:工作日|日|天|小时|月))?[至到~—–-]+[\d{_NUMERAL}]{{1,3}}(?:个?(?:工作日|小时)|个月|[日天]))"
    rf"|(?<![{_NUMERAL}])(?P<months>[{_NUMERAL}]{{1,2}})(?=(?:[、和及至到—-][{_NUMERAL}]{{1,2}}){{1,11}}月)"
)
# 1.6月底前；2.12月底前: the items of a list, where they begin clauses and count from one
_BLANK = r"[ \t\u3000]*+"
_ITEM = re.compile(
    rf"(?:^|(?<=[；;。\n])){_BLANK}(?P<tens>\d??){_BLANK}(?P<ones>\d){_BLANK}[.．、](?={_BLANK}\S)"
)
_KEPT = re.compile("十[一二三四五六七]五")
_JANUARY = re.compile("元(?=月)")
# other writings of what limits are made of, some of them from scanned documents
_OTHER = {"廿": "二十", "卅": "三十"} | dict(zip("內後個週號時", "内后个周号时", strict=True))
_SEVERAL = 2  # 三五日 are some days, not 35


class Plain(Struct, frozen=True):
    """Plain text with the place of each of its characters in the original."""

    text: str
    places: tuple[int, ...]
    raw: str

    def original(self, start: int, end: int) -> str:
        """The original wording of a stretch of the plain text."""
        if start >= end:
            return ""
        return self.raw[self.places[start] : self.places[end - 1] + 1]


def plain(raw: str) -> Plain:
    """The plain text of an official wording."""
    characters = [
        (folded, place)
        for place, character in enumerate(_without_items(raw))
        for folded in _folded(character)
        if not folded.isspace()
    ]
    text = _JANUARY.sub("一", "".join(character for character, _ in characters))
    return _with_digits(text, [place for _, place in characters], raw)


def _without_items(raw: str) -> str:
    """A wording of the same length in which the numbers of a list only part its clauses."""
    numbers = [int(item["tens"] + item["ones"]) for item in _ITEM.finditer(raw)]
    if len(numbers) < _SEVERAL or numbers != list(range(1, len(numbers) + 1)):
        return raw
    return _ITEM.sub(lambda item: ";" * len(item[0]), raw)


def _folded(character: str) -> str:
    if unicodedata.category(character) == "No":  # ① and the like number the items of a list
        return ";"
    return _OTHER.get(character) or unicodedata.normalize("NFKC", character)


def _with_digits(text: str, places: list[int], raw: str) -> Plain:
    made: list[str] = []
    kept: list[int] = []
    done = 0
    for match in _numbers(text):
        digits = str(value(match[0]))
        made += [text[done : match.start()], digits]
        kept += places[done : match.start()] + _spread(places, match, len(digits))
        done = match.end()
    made.append(text[done:])
    return Plain("".join(made), tuple(kept + places[done:]), raw)


def _numbers(text: str) -> Iterator[re.Match[str]]:
    for match in _COUNTED.finditer(text):
        around = text[max(0, match.start() - 2) : match.end() + 1]
        if not _KEPT.search(around) and not _about(match):
            yield match


def _about(match: re.Match[str]) -> bool:
    """Whether a numeral is no exact number: 三五日, 七八月."""
    tens = set(match[0]) & {*_TENS, "零", "〇"}
    crowded = re.search("[一二三四五六七八九两]{2}", match[0])
    return bool(crowded) and not match["year"] and (bool(tens) or len(match[0]) <= _SEVERAL)


def _spread(places: list[int], match: re.Match[str], count: int) -> list[int]:
    """The places of a numeral given to its digits: the first its start, the last its end."""
    first, last = places[match.start()], places[match.end() - 1]
    return [first] * (count - 1) + [last] if count > 1 else [first]


def value(numeral: str) -> int:
    """A Chinese numeral up to 999 as a number; digits in a row (二〇一七) are read one by one."""
    if not set(numeral) & set(_TENS):
        return int("".join(str(_DIGITS[character]) for character in numeral))
    total = current = 0
    for character in numeral:
        if character in _TENS:
            total += (current or 1) * _TENS[character]
            current = 0
        else:
            current = _DIGITS[character]
    return total + current
