r"""Which tables does a text draw with bars, as Markdown does (GitHub Flavored Markdown, 4.10)?

The line below the headings is all hyphens; a bar within a cell is written `\\|`, a line end `<br>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from sitegen.exchange.grid import Cell, Grid

_RULE = re.compile(r"\|?(?:[ \t]*:?-+:?[ \t]*\|)*(?:[ \t]*:?-+:?)?")
_BAR = re.compile(r"(?<!\\)\|")
_BREAK = re.compile("<br ?/?>", re.IGNORECASE)


class Drawn(Struct, frozen=True):
    """The tables of a text, the lines outside of them, and those behind the last one."""

    grids: tuple[Grid, ...]
    lines: tuple[str, ...]
    after: tuple[str, ...]


def piped(lines: Sequence[str]) -> Drawn:
    """The tables of a text that are drawn with bars."""
    grids: list[Grid] = []
    outside: list[str] = []
    begin = since = 0
    while begin < len(lines):
        end = _end(lines, begin)
        if end:
            name, before = f"表{len(grids) + 1}", tuple(outside[since:])
            grids.append(_grid(name, lines, (begin, end), before))
            begin, since = end, len(outside)
        else:
            outside.append(lines[begin])
            begin += 1
    return Drawn(tuple(grids), tuple(outside), tuple(outside[since:]))


def _end(lines: Sequence[str], begin: int) -> int:
    """The line behind a table that begins on a line, or 0 where none begins."""
    rule = lines[begin + 1] if begin + 1 < len(lines) else ""
    if not (_BAR.search(lines[begin]) and _BAR.search(rule) and _RULE.fullmatch(rule.strip())):
        return 0
    end = begin + 2
    while end < len(lines) and _BAR.search(lines[end]):
        end += 1
    return end


def _grid(name: str, lines: Sequence[str], span: tuple[int, int], before: tuple[str, ...]) -> Grid:
    begin, end = span
    rows = [(n, _texts(lines[n])) for n in (begin, *range(begin + 2, end))]
    width = max(len(texts) for _, texts in rows)
    cells = (tuple(_cells(row, line, texts, width)) for row, (line, texts) in enumerate(rows))
    return Grid(name, tuple(cells), merges=False, before=before)


def _cells(row: int, line: int, texts: Sequence[str], width: int) -> Iterator[Cell]:
    for column in range(width):
        text = texts[column] if column < len(texts) else ""
        place = (row, column)
        yield Cell(text, f"第{line + 1}行第{column + 1}栏", place, place)


def _texts(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [_text(cell.replace("\\|", "|")) for cell in _BAR.split(inner)]


def _text(cell: str) -> str:
    return "\n".join(part.strip() for part in _BREAK.split(cell))
