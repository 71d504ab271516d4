"""Which texts are not for the parser? It looks at some again and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from msgspec import Struct

LONGEST = 100_000  # characters of one text
MOST_LINES = 500  # lines of one paragraph
DEEPEST = 20  # lists and quotations within each other
MOST_CELLS = 20_000  # of one table
MOST_STEPS = 2_500_000  # up to a second
_QUICKLY = 400  # characters that the parser passes over in one step where it looks for nothing

BLANK = re.compile(r"\n[ \t]*\n")
_MARKERS = re.compile(r"(?:[ \t]|>|[-*+](?=[ \t])|[0-9]{1,9}[.)](?=[ \t]))*")
_NESTED = re.compile(r" {4}|\t|>|[-*+]|[0-9]+[.)]")
_BRACKETS = re.compile(r"[\[\]()]")
_BACKTICKS = re.compile("`+")
_MARKS = re.compile(r"[*_\\\[<&]|`+")
_THREE = re.compile(r"\*{3}|_{3}")
_OTHER_HALF = {"]": "[", ")": "("}


def tangle(text: str) -> tuple[str, str, str] | None:
    """The line that a parser of Markdown would lose itself in, what is wrong with it, what to do."""
    if len(text) > LONGEST:
        return "", f"正文有 {len(text):,} 字", "拆成几页，或作为附件存放"
    for line in text.split("\n"):
        if len(_NESTED.findall(_MARKERS.match(line)[0])) > DEEPEST:  # type: ignore[index]
            return line, f"列表或引用超过 {DEEPEST} 层", "减少行首的“-”“>”和空格"
    return _tangled_paragraph(text)


def _tangled_paragraph(text: str) -> tuple[str, str, str] | None:
    steps: Counter[_Sign] = Counter()
    for paragraph in BLANK.split(text):
        lines = paragraph.strip("\n").split("\n")
        if len(lines) > MOST_LINES:
            return lines[0], f"这一段有 {len(lines)} 行", "每隔几十行空一行，分成几段"
        widest = max(lines, key=lambda line: line.count("|"))
        if len(lines) * widest.count("|") > MOST_CELLS:
            return widest, f"这个表格超过 {MOST_CELLS} 格", "分成几个表格，或作为附件存放"
        for sign in _SIGNS:
            steps[sign] += sign.steps(paragraph)
        if steps.total() > MOST_STEPS:
            worst = steps.most_common(1)[0][0]
            line = max(lines, key=lambda line: len(worst.pattern.findall(line)))
            return line, worst.message, worst.hint
    return None


def _of_brackets(paragraph: str) -> int:
    """How many characters the parser looks at to find the other half of each bracket."""
    halves, steps = _halves(paragraph), 0
    for start in (place for place in halves if paragraph[place] == "["):
        end = halves[start]
        steps += halves.get(end + 1, end) - start  # a target may follow
    return steps


def _halves(paragraph: str) -> dict[int, int]:
    """Where the other half of each opening bracket is; at the end, if there is none."""
    found: dict[int, int] = {}
    open_at: dict[str, list[int]] = {"[": [], "(": []}
    for match in _BRACKETS.finditer(paragraph):
        sign, place = match[0], match.start()
        if sign in open_at:
            found[place] = len(paragraph)
            open_at[sign].append(place)
        elif open_at[_OTHER_HALF[sign]]:
            found[open_at[_OTHER_HALF[sign]].pop()] = place
    return found


def _of_backticks(paragraph: str) -> int:
    """How many characters the parser looks at to find the other half of each run of backticks.

    Once it has found none, it may take any later run for another one than it is.
    """
    runs = [(match.start(), len(match[0])) for match in _BACKTICKS.finditer(paragraph)]
    if "\\`" in paragraph or not _paired([length for _, length in runs]):
        return sum(len(paragraph) - start for start, _ in runs)
    return len(paragraph)


def _paired(lengths: Sequence[int]) -> bool:
    """Whether each run of backticks that begins code is followed by one that ends it."""
    waiting: int | None = None
    later = Counter(lengths)
    for length in lengths:
        later[length] -= 1
        if waiting is None:
            waiting = length if later[length] else 0
        elif waiting == length:
            waiting = None
        if waiting == 0:
            return False
    return waiting is None


def _of_marks(paragraph: str) -> int:
    """The same for marks after which the parser begins anew; it is quick but for three in a row."""
    marks, threes = len(_MARKS.findall(paragraph)), len(_THREE.findall(paragraph))
    return marks * len(paragraph) * (1 + 4 * threes) // _QUICKLY


class _Sign(Struct, frozen=True):
    """What can take the parser long: how to find it, what it costs, what to say of it."""

    pattern: re.Pattern[str]
    steps: Callable[[str], int]
    message: str
    hint: str


_SIGNS = (
    _Sign(
        _BRACKETS,
        _of_brackets,
        "这一段里不成对的括号太多",
        "删去多余的“[”和“(”，或补上另一半",
    ),
    _Sign(_BACKTICKS, _of_backticks, "这一段里不成对的“`”太多", "删去多余的“`”，或补上另一半"),
    _Sign(_MARKS, _of_marks, "这一段里的“*”“_”“\\”太多", "分成几段，或删去不需要的"),
)
