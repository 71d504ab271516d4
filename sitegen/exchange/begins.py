"""Which lines of a text begin an item? Those that are numbered, where their number is no amount and no mere point."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from sitegen.exchange.bracketed import CLOSE, enclosed, says_limit, says_units, units_within
from sitegen.exchange.cleaning import one_line
from sitegen.exchange.levels import point_of, style_of
from sitegen.exchange.signs import parted

_SPACED = re.compile(r"\s*(\d{1,2})[ \t\u3000]+(?=[^\d\s])")  # 1 基本信息, where 1.1 follows
_ENDS = frozenset(f"。；;{CLOSE}")
# what such numbers begin may as well be points of the sentence above
_POINTS = frozenset({"digit_close", "circled"})


def unwrapped(lines: Sequence[str], full: int) -> list[str]:
    """Lines where what a label says goes on behind the margin, with what goes on; its line is left empty.

    `full`: letters of the longest line.
    """
    whole = list(lines)
    for place, line in enumerate(whole[:-1]):
        below = whole[place + 1]
        if _is_open(line, full) and _goes_on(below):
            whole[place], whole[place + 1] = line + below.strip(), ""
    return whole


def _is_open(line: str, full: int) -> bool:
    """Whether a line that a margin ended stops within what a label says of units and limits."""
    margin = len(line) * 4 >= full * 3
    return margin and line.rstrip()[-1:] not in _ENDS and enclosed(line) != line


def _goes_on(line: str) -> bool:
    text = one_line(line)
    return bool(text) and not (style_of(text) or says_units(text) or says_limit(text))


class Begins:
    """Looks at the lines of one text, from the first on."""

    def __init__(self, lines: Sequence[str], heads: Collection[str]) -> None:
        """`heads`: lines that are headings without a number."""
        self._heads = heads
        self._spaced = any(style_of(one_line(line)) == "decimal" for line in lines)
        self._pointed = is_pointed(map(one_line, lines))
        self._points = False  # of a sentence whose end names the units of all of them

    def item(self, line: str, text: str) -> tuple[str, str, str]:
        """How the item that a line begins is numbered, the sign before it, its text; no style where it begins none.

        `text` is the line as it is read.
        """
        sign, numbered = parted(text)
        bare = _SPACED.match(line) if self._spaced else None
        if bare:
            return "digit", sign, f"{bare[1]} {numbered.removeprefix(bare[1])}"
        style = style_of(numbered) or self._unnumbered(text)
        if style in _POINTS:
            self._points = self._points or not any(units_within(numbered))
        elif style:
            self._points = False
        if not style or (self._points and style in _POINTS):
            return "", "", text
        return style, sign, numbered

    def _unnumbered(self, text: str) -> str:
        if text in self._heads:
            return "unit"
        return "point" if self._pointed and point_of(text) else ""


def is_pointed(lines: Iterable[str]) -> bool:
    """Whether points are the items of a text: no line of it is numbered, and some begin with one."""
    read = list(lines)
    return any(map(point_of, read)) and not any(map(style_of, read))
