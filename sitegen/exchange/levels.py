"""Below which other headings does a heading stand? By how it is numbered: 一、 above （一） above 1."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NO_AMOUNT = r"(?![\d.．]*[\d万亿元倍个%％])[.．、]?"  # 1.5万户 begins no item
_SHORT = r"[一二三四五六七八九十百\d]{1,4}"
# from the top down
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(r"第[一二三四五六七八九十\d]+(部分|章|节|项|大项)")),
    ("named", re.compile(rf"(?:(?:重点|工作)?任务{_SHORT}[：:.．、]|第{_SHORT}条)")),
    ("chinese", re.compile(r"[一二三四五六七八九十]{1,3}[、.．，]")),
    ("bracket", re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]")),
    ("digit", re.compile(r"\d{1,2}[.．、](?!\d)")),
    ("decimal", re.compile(rf"\d{{1,2}}[.．]\d{{1,2}}{_NO_AMOUNT}")),
    ("decimals", re.compile(rf"\d{{1,2}}(?:[.．]\d{{1,2}}){{2,3}}{_NO_AMOUNT}")),
    ("digit_bracket", re.compile(r"[（(]\d{1,2}[)）]")),
    ("digit_close", re.compile(r"\d{1,2}[)）]")),
    ("circled", re.compile("[①-⑳]")),
)
_NUMBER = re.compile(
    r"(\d{1,3}(?:[.．]\d{1,2})*)[.．、)）]?|[（(]\d{1,3}[)）]|[（(][一二三四五六七八九十]{1,3}[)）]|([一二三四五六七八九十]{1,3})[、.．，]"
    r"|((?:重点|工作)?任务[一二三四五六七八九十百\d]{1,4}|第[一二三四五六七八九十百\d]{1,4}条)[：:.．、]?|[①-⑳]"
)
_ORDER = tuple(name for name, _ in _STYLES)
_OF_TABLES = (
    "part",
    "chinese",
    "bracket",
)  # what stands above a table by itself; 1. may begin a sentence
# before a paragraph, in place of a number
_POINT = re.compile(r"([●■◆▪•·○□◇➢►]|[-–—*+](?![\d–—-]))\s*")
_LONGEST = 40  # letters; what is longer is a sentence
_SENTENCE = "。；：:;，、"


def style_of(text: str) -> str:
    """How a heading is numbered: chinese (一、), bracket （一）, digit (1.); nothing if it is not."""
    return next((name for name, form in _STYLES if form.match(text)), "")


def point_of(text: str) -> str:
    """The sign with blanks that stands before a paragraph in place of a number: ●, or the - of a list in Markdown."""
    found = _POINT.match(text)
    return found[0] if found else ""


def is_deeper(below: str, above: str) -> bool:
    """Whether a numbered line stands below another one by its number; below one without a number, each does."""
    style, over = style_of(below), style_of(above)
    return bool(style) and (not over or _ORDER.index(style) > _ORDER.index(over))


def entered(above: Sequence[str], heading: str) -> tuple[str, ...]:
    """The headings in force once a numbered one begins, from the top down: those of higher styles stay."""
    rank = _ORDER.index(style_of(heading))
    return (*(one for one in above if _ORDER.index(style_of(one)) < rank), heading)


def leading(lines: Sequence[str]) -> tuple[str, ...]:
    """The numbered headings that end some lines of text, so that what follows them is theirs."""
    found: list[str] = []
    for line in reversed([line for line in lines if line]):
        if not _heads(line):
            break
        found.append(line)
    return tuple(reversed(found))


def _heads(line: str) -> bool:
    numbered = style_of(line) in _OF_TABLES
    return numbered and len(line) <= _LONGEST and line[-1] not in _SENTENCE


def numbered(text: str) -> tuple[str, str]:
    """The number that a text begins with, if any, and what follows it."""
    found = _NUMBER.match(text)
    if not found:
        return "", text
    return next(filter(None, found.groups()), found[0]), text[found.end() :].strip()
