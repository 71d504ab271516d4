"""Where are the numbers of tasks that no heading names? Below 具体要求 beside the wording, or at its begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec.structs import replace

from sitegen.exchange.cleaning import one_line
from sitegen.exchange.finding import GridRow, Heading, Region
from sitegen.exchange.headings import Holds

_NUMBER = re.compile(r"[(（]?(\d{1,3})[)）.．、]?")
_SAID = re.compile(r"(\d{1,3})[.．、](?!\d)|[(（](\d{1,3})[)）]")
_OF_CATEGORY = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）]?[.．、]?")


def numbered_columns(region: Region, headings: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """The headings; one of wording, or without a name, holds numbers if its cells are nothing else.

    Where another column is called so, that one counts which has a number of its own for every task;
    the other is left out, and told like every column that is.
    """
    wording = [h for h in headings if h.holds in {"task", "text", "section"} or not h.names]
    counting = {h: found for h in wording if (found := _numbers(region, h))}
    if len(counting) != 1 or len(counting) == len(wording):
        return headings
    [(inner, found)] = counting.items()
    called = [h for h in headings if h.holds == "number"]
    better = len(set(found)) == len(found) > max((_filled(region, h) for h in called), default=0)
    holds: Holds = "number" if better or not called else "skip"
    outer = called if better else []
    told = {h.column: "skip" for h in outer} | {inner.column: holds}
    return tuple(replace(h, holds=told.get(h.column, h.holds)) for h in headings)


def _numbers(region: Region, heading: Heading) -> list[int]:
    """The numbers in a column that go up, or begin at one again; nothing if it holds anything else."""
    cells = [row[heading.column] for row in _rows(region)]
    texts = [text for cell in cells if (text := one_line(cell.text))]
    texts = [text for text in texts if not _OF_CATEGORY.fullmatch(text)]
    found = [int(match[1]) for text in texts if (match := _NUMBER.fullmatch(text))]
    covered = any(cell.covered and cell.text for cell in cells)
    goes_up = all(after > before or after == 1 for before, after in pairwise(found))
    return found if goes_up and not covered and len(found) == len(texts) else []


def _filled(region: Region, heading: Heading) -> int:
    cells = (row[heading.column] for row in _rows(region))
    return sum(bool(cell.text.strip()) and not cell.covered for cell in cells)


def _rows(region: Region) -> Iterator[GridRow]:
    """The rows that are more than one cell over the whole width."""
    return (row for row in region.rows if len(_places(row)) > 1)


def _places(row: GridRow) -> set[tuple[int, int]]:
    return {cell.anchor for cell in row if cell.text.strip()}


def number_said(wording: str) -> str:
    """The number that a wording begins with: 1.公开预算, （1）公开预算; nothing if there is none."""
    said = _SAID.match(wording)
    return (said[1] or said[2]) if said else ""
