"""Which tasks does a text describe one by one, a line to each thing it says? 任务名称：…, 责任单位：…, 完成时限：….

They are a table whose headings are the labels. A numbered heading right above the first label of each
belongs to it; what stands between two of them is a row over the whole width, as categories are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from sitegen.exchange.cleaning import one_line
from sitegen.exchange.grid import Book, Cell, Grid
from sitegen.exchange.headings import RESPONSIBLE, Holds, holds
from sitegen.exchange.imprint import is_imprint
from sitegen.exchange.levels import numbered, style_of

_LABELLED = re.compile(r"(?:【([一-龥]{2,8})】[：:]?|([一-龥]{2,8})[：:])\s*(.*)", re.DOTALL)
_BEGINS: frozenset[Holds] = frozenset({"task", "text", "number", "section"})
_ENDS: frozenset[Holds] = frozenset({*RESPONSIBLE, "deadline"})
_FEWEST = 2  # tasks
_SENTENCE = "。；;"
_NUMBER, _TASK = "序号", "任务"


Said = tuple[int, list[str]]  # the number of its first line, and its lines


class _Row(Struct):
    """One task, or a heading between two: what it says by label; lines behind it that are neither."""

    cells: dict[str, Said]
    across: bool = False
    others: list[str] = []


def with_described(book: Book) -> Book:
    """A file without tables whose tasks are described line by line, with them as its table; any other as it is."""
    starts = [] if book.grids else _starts(book.lines)
    rows = list(_rows(book.lines, starts)) if starts else []
    tasks = [row for row in rows if not row.across]
    told = sum(any(holds(label) in _ENDS for label in row.cells) for row in tasks)
    if len(tasks) < _FEWEST or told * 5 < len(tasks) * 4:
        return book
    labels = tuple(dict.fromkeys(label for row in tasks for label in row.cells))
    head = tuple(Cell(name, "各项", (0, n), (0, n)) for n, name in enumerate(labels))
    body = (_placed(number, row, labels) for number, row in enumerate(rows, 1))
    grid = Grid("正文", (head, *body), merges=True, before=tuple(book.lines[: starts[0]]))
    after = tuple(line for row in rows for line in row.others)
    return replace(book, grids=(grid,), after=after, flows=True)


def _starts(lines: Sequence[str]) -> list[int]:
    """The lines on which the tasks begin: those of one label, or of the numbered headings right above it."""
    labels = [_label(line)[0] for line in lines]
    found = Counter(label for label in labels if label and holds(label) in _BEGINS)
    first = next((label for label in labels if found.get(label, 0) >= _FEWEST), "")
    starts = [number for number, label in enumerate(labels) if label and label == first]
    above = [_above(lines, start) for start in starts]
    headed = [heading for heading in above if heading >= 0 and style_of(one_line(lines[heading]))]
    return headed if len(headed) == len(starts) else starts


def _above(lines: Sequence[str], start: int) -> int:
    """The last line before another one that is not blank, or -1."""
    return next((number for number in range(start - 1, -1, -1) if lines[number].strip()), -1)


def _label(line: str) -> tuple[str, str]:
    """The label that a line begins with, if a column may be called so, and what it says."""
    text = one_line(line)
    found = None if style_of(text) else _LABELLED.fullmatch(text)
    label = (found[1] or found[2]) if found else ""
    return (label, found[3]) if found and holds(label) else ("", "")


def _rows(lines: Sequence[str], starts: Sequence[int]) -> Iterator[_Row]:
    for begin, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield from _task(lines, begin, end)


def _task(lines: Sequence[str], begin: int, end: int) -> Iterator[_Row]:
    """The task between two lines, and the headings behind it, which are none of its own."""
    row, last = _Row(_headed(begin, lines[begin])), ""
    headings: list[_Row] = []
    for number in range(begin + bool(row.cells), end):
        text, (label, said) = one_line(lines[number]), _label(lines[number])
        whole = not headings and not row.others
        if whole and label:
            row.cells.setdefault(label, (number, []))[1].append(said)
            last = label
        elif whole and text and _goes_on(lines, number, last):
            row.cells[last][1].append(text)
        elif style_of(text) and text[-1] not in _SENTENCE:
            headings.append(_Row({_TASK: (number, [text])}, across=True))
        elif text:
            row.others.append(text)
    yield row
    yield from headings


def _goes_on(lines: Sequence[str], number: int, last: str) -> bool:
    """Whether a line without a label goes on with what the last one said: units and limits end soon."""
    text, ends = one_line(lines[number]), holds(last) in _ENDS if last else True
    new = style_of(text) or is_imprint(text) or not lines[number - 1].strip()
    return bool(last) and not (ends and new)


def _headed(number: int, line: str) -> dict[str, Said]:
    """What a numbered heading says of its task; nothing if the task begins with a label."""
    said, title = numbered(one_line(line))
    return {} if _label(line)[0] else {_NUMBER: (number, [said]), _TASK: (number, [title])}


def _placed(number: int, row: _Row, labels: Sequence[str]) -> tuple[Cell, ...]:
    """The cells of a row in the order of the labels; a heading between two tasks covers all of them."""
    first = next(iter(row.cells.values()))
    found = [first if row.across else row.cells.get(label, (first[0], [])) for label in labels]
    return tuple(
        Cell(
            "\n".join(said).strip(),
            f"第{line + 1}行",
            (number, column),
            (number, 0 if row.across else column),
        )
        for column, (line, said) in enumerate(found)
    )
