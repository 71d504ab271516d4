"""Where does a task belong that stands below no category of a document that has some?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from sitegen.exchange.found import NO_SECTION, PrintedTask, Remark

_CHINESE = re.compile("[一二三四五六七八九十]+")
_BRACKETS = re.compile("[（(].*[）)]")


def sorted_in(
    rows: Sequence[PrintedTask], printed: Sequence[PrintedTask]
) -> tuple[list[PrintedTask], list[Remark]]:
    """Rows each of which has a category if any has: of the others, their own heading; and what to look at.

    `printed`: the same with the numbers of the document.
    """
    lacking = [not row.section for row in rows]
    if all(lacking) or not any(lacking):
        return list(rows), []
    found = [
        replace(row, section=(_heading(before),)) if lacks else row
        for row, before, lacks in zip(rows, printed, lacking, strict=True)
    ]
    remarks = [
        Remark(row.address, "类别", f"没有列在类别下，归入“{row.section[0]}”")
        for row, lacks in zip(found, lacking, strict=True)
        if lacks
    ]
    return found, remarks


def _heading(row: PrintedTask) -> str:
    """What a row says that stands beside the categories, as they are written."""
    of_units = "responsibility.raw" in row.inferred and row.units
    title = row.title or (row.units[0].raw if of_units else "")
    if not title:
        return NO_SECTION
    if _CHINESE.fullmatch(row.number):
        return f"{row.number}、{title}"
    return f"{row.number}{title}" if _BRACKETS.fullmatch(row.number) else title
