"""Which numbers does Word put before paragraphs by itself? They stand in no text, only in settings."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
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


def chinese(number: int) -> str:
    """A number below 100 in Chinese; larger ones in Arabic digits."""
    tens, ones = divmod(number, 10)
    if not 0 < tens < 10:  # noqa: PLR2004 - two digits
        return _DIGITS[ones] if not tens else str(number)
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


class Numbering:
    """Counts the automatic numbers of a document, paragraph by paragraph in order."""

    def __init__(self, root: Any | None, styles: Any | None = None) -> None:
        self._levels: dict[tuple[str, str], tuple[str, str, int]] = {}
        self._abstract: dict[str, str] = {}
        self._styles = {
            style.get(f"{_W}styleId"): settings
            for style in (() if styles is None else styles.iter(f"{_W}style"))
            if (settings := style.find(f"{_W}pPr/{_W}numPr")) is not None
        }
        self._counts: dict[tuple[str, str], int] = defaultdict(int)
        for abstract in () if root is None else root.iter(f"{_W}abstractNum"):
            for level in abstract.iter(f"{_W}lvl"):
                key = (abstract.get(f"{_W}abstractNumId"), level.get(f"{_W}ilvl"))
                self._levels[key] = (
                    _value(level, "numFmt", "decimal"),
                    _value(level, "lvlText", ""),
                    _start(_value(level, "start", "1")),
                )
        for number in () if root is None else root.iter(f"{_W}num"):
            self._abstract[number.get(f"{_W}numId")] = _value(number, "abstractNumId", "")

    def before(self, paragraph: Any) -> str:
        """The automatic number of a paragraph, or nothing."""
        settings = paragraph.find(f"{_W}pPr/{_W}numPr")
        if settings is None:
            style = paragraph.find(f"{_W}pPr/{_W}pStyle")
            settings = None if style is None else self._styles.get(style.get(f"{_W}val"))
        if settings is None:
            return ""
        number, level = _value(settings, "numId", "0"), _value(settings, "ilvl", "0")
        form, template, start = self._levels.get(
            (self._abstract.get(number, ""), level), ("none", "", 1)
        )
        if form in {"none", "bullet"} or not level.isdecimal():
            return ""
        self._count(number, int(level), start)
        return _PLACEHOLDER.sub(lambda m: self._said(number, int(m[1]) - 1), template)

    def _count(self, number: str, level: int, start: int) -> None:
        key = (number, str(level))
        self._counts[key] = self._counts[key] + 1 if self._counts[key] else start
        for lower in range(level + 1, 9):
            self._counts[number, str(lower)] = 0

    def _said(self, number: str, level: int) -> str:
        count = self._counts[number, str(level)]
        form = self._levels.get((self._abstract.get(number, ""), str(level)), ("decimal",))[0]
        return chinese(count) if form in _CHINESE else str(count)


def _value(element: Any, name: str, default: str) -> str:
    child = element.find(f"{_W}{name}")
    return default if child is None else str(child.get(f"{_W}val", default))


def _start(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 1  # noqa: PLR2004 - digits
