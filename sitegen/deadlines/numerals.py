"""One writing of official wording: widths folded, white space gone, Chinese numerals as digits.

`Plain` keeps, for every character of the plain text, where it stands in the original, so that what
was recognised can be shown as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100}
_NUMERAL = "零〇一二三四五六七八九十百两"
# a numeral is a number only before what is counted, or after 第; 周一 is a weekday, 十三五 a plan
_COUNTED = re.compile(
    rf"(?<![周期拜])(?P<number>[{_NUMERAL}]+)"
    r"(?=个?(?:工作日|小时|月|季度?|年(?!度?计划)|周|日|天|次|场|期(?!间)|篇|半年|学期|旬)|年)"
    rf"|(?<=第)(?P<ordinal>[{_NUMERAL}]+)(?=[季周个月批])"
)
_KEPT = re.compile("十[一二三四五六七]五")


@dataclass(frozen=True, slots=True)
class Plain:
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
        for place, character in enumerate(raw)
        for folded in unicodedata.normalize("NFKC", character)
        if not folded.isspace()
    ]
    text = "".join(character for character, _ in characters)
    places = [place for _, place in characters]
    return _with_digits(text, places, raw)


def _with_digits(text: str, places: list[int], raw: str) -> Plain:
    made: list[str] = []
    kept: list[int] = []
    done = 0
    for match in _COUNTED.finditer(text):
        if _KEPT.search(text[max(0, match.start() - 2) : match.end() + 1]):
            continue
        digits = str(value(match[0]))
        made += [text[done : match.start()], digits]
        kept += places[done : match.start()] + _spread(places, match, len(digits))
        done = match.end()
    made.append(text[done:])
    return Plain("".join(made), tuple(kept + places[done:]), raw)


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
