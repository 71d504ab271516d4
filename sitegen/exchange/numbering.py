"""Which numbers does Word put before paragraphs by itself? They stand in no text, only in settings."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from sitegen.exchange.wordml import W

_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "ideographDigital",
    }
)
_DIGITS = "〇一二三四五六七八九"
_PLACEHOLDER = re.compile(r"%(\d)")
# signs in a row of their own, from one on
_SIGNS: Mapping[str, str] = MappingProxyType(
    {
        "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
        "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
        "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
        "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
        "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
        "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
        "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
        "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
        "upperRoman": "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ",
        "lowerRoman": "ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻ",
    }
)
_LEGAL = str.maketrans("〇一二三四五六七八九十", "零壹贰叁肆伍陆柒捌玖拾")
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")


def chinese(number: int) -> str:
    """A number below 100 in Chinese; larger ones in Arabic digits."""
    tens, ones = divmod(number, 10)
    if not 0 < tens < 10:  # noqa: PLR2004 - two digits
        return _DIGITS[ones] if not tens else str(number)
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def written(number: int, form: str) -> str:
    """A number as a format of Word writes it (ECMA-376, 17.18.59); in plain digits where it is not known."""
    signs = _SIGNS.get(form, "")
    if 0 < number <= len(signs):
        return (
            unicodedata.normalize("NFKC", signs[number - 1])
            if "Roman" in form
            else signs[number - 1]
        )
    if form in _CHINESE:
        return chinese(number)
    if form in {"chineseLegalSimplified", "ideographLegalTraditional"}:
        return chinese(number).translate(_LEGAL)
    if form in {"decimalFullWidth", "decimalFullWidth2"}:
        return str(number).translate(_FULL)
    return f"{number:02}" if form == "decimalZero" else str(number)


class Numbering:
    """Counts the automatic numbers of a document, paragraph by paragraph in order.

    Lists of one abstract list are one list that goes on, unless a list says where it starts again.
    """

    def __init__(self, root: Any | None, styles: Any | None = None) -> None:
        self._levels: dict[tuple[str, str], tuple[str, str, int]] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[tuple[str, str], int] = {}  # by list and level, until it has begun
        self._styles = {
            style.get(f"{W}styleId"): settings
            for style in (() if styles is None else styles.iter(f"{W}style"))
            if (settings := style.find(f"{W}pPr/{W}numPr")) is not None
        }
        self._counts: dict[tuple[str, str], int] = defaultdict(int)
        for abstract in () if root is None else root.iter(f"{W}abstractNum"):
            for level in abstract.iter(f"{W}lvl"):
                key = (abstract.get(f"{W}abstractNumId"), level.get(f"{W}ilvl"))
                self._levels[key] = (
                    _value(level, "numFmt", "decimal"),
                    _value(level, "lvlText", ""),
                    _start(_value(level, "start", "1")),
                )
        for number in () if root is None else root.iter(f"{W}num"):
            self._list(number.get(f"{W}numId"), number)
        self._link(() if root is None else root.iter(f"{W}abstractNum"))

    def _list(self, name: str, number: Any) -> None:
        self._abstract[name] = _value(number, "abstractNumId", "")
        for override in number.iter(f"{W}lvlOverride"):
            start = _value(override, "startOverride", "")
            if start:
                self._starts[name, override.get(f"{W}ilvl")] = _start(start)

    def _link(self, abstracts: Iterable[Any]) -> None:
        """Abstract lists that only name a style are the list of that style."""
        for abstract in abstracts:
            style = self._styles.get(_value(abstract, "numStyleLink", ""))
            meant = self._abstract.get("" if style is None else _value(style, "numId", ""))
            own = abstract.get(f"{W}abstractNumId")
            lists = [name for name, one in self._abstract.items() if meant and one == own]
            self._abstract |= dict.fromkeys(lists, meant or "")

    def before(self, paragraph: Any) -> str:
        """The automatic number of a paragraph, or nothing."""
        settings = paragraph.find(f"{W}pPr/{W}numPr")
        if settings is None:
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            settings = None if style is None else self._styles.get(style.get(f"{W}val"))
        if settings is None:
            return ""
        number, level = _value(settings, "numId", "0"), _value(settings, "ilvl", "0")
        abstract = self._abstract.get(number, "")
        form, template, start = self._levels.get((abstract, level), ("none", "", 1))
        if form in {"none", "bullet"} or not level.isdecimal():
            return ""
        self._count(number, int(level), start)
        return _PLACEHOLDER.sub(lambda m: self._said(abstract, int(m[1]) - 1), template)

    def _count(self, number: str, level: int, start: int) -> None:
        abstract = self._abstract[number]
        key = (abstract, str(level))
        again = self._starts.pop((number, str(level)), None)
        begun = self._counts[key] if again is None else 0
        self._counts[key] = begun + 1 if begun else (again or start)
        for lower in range(level + 1, 9):
            self._counts[abstract, str(lower)] = 0

    def _said(self, abstract: str, level: int) -> str:
        form, _, start = self._levels.get((abstract, str(level)), ("decimal", "", 1))
        return written(self._counts[abstract, str(level)] or start, form)


def _value(element: Any, name: str, default: str) -> str:
    child = element.find(f"{W}{name}")
    return default if child is None else str(child.get(f"{W}val", default))


def _start(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 1  # noqa: PLR2004 - digits
