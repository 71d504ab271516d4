"""Which column is the wording, which the categories? Headings say some of it, the cells the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from sitegen.exchange.cleaning import one_line
from sitegen.exchange.counting import numbered_columns
from sitegen.exchange.finding import Heading, Region
from sitegen.exchange.grid import Cell
from sitegen.exchange.headings import RESPONSIBLE, Holds, holds
from sitegen.exchange.signs import has_ticks, names_unit

_BEGIN = re.compile("(起始|开始|启动|开工)")  # of a column that says from when on
_LONG = 40  # letters on average, from which on a column is wording and no category


class TableLayout(Struct, frozen=True):
    """What each column of a table holds, in the order in which it is read."""

    headings: tuple[Heading, ...]

    def of(self, *kinds: Holds) -> tuple[Heading, ...]:
        """The columns that hold one of some things."""
        return tuple(heading for heading in self.headings if heading.holds in kinds)

    @property
    def responsible(self) -> tuple[Heading, ...]:
        """The columns of units."""
        return self.of(*RESPONSIBLE)

    @property
    def sections(self) -> tuple[Heading, ...]:
        """The columns of categories from the top down."""
        return self.of("section")

    def names(self) -> tuple[str, ...]:
        """The headings as they are printed, each once."""
        named = [h for h in self.headings if h.names]
        shown = [h.names[0] if _same_over(named, h) else h.name for h in named]
        return tuple(dict.fromkeys(name for name in shown if name))


def _same_over(headings: Sequence[Heading], one: Heading) -> bool:
    return sum(other.names == one.names for other in headings) > 1


def layout(region: Region, said: Mapping[str, Holds] | None = None) -> TableLayout:
    """The layout of a table; what an editor said of a column (by heading and address) holds."""
    named = numbered_columns(region, _inherited(region))
    fixed = {h.column: said[key(h)] for h in named if said and key(h) in said}
    # a heading that stands over more columns than when that was said is not the same one any more
    strange = {h.name for h in named if said and key(h) not in said}
    fixed = {
        h.column: fixed[h.column] for h in named if h.column in fixed and h.name not in strange
    }
    ticked: dict[int, Holds] = dict.fromkeys(_ticked(region, named), "mark")
    fixed = ticked | fixed
    free = [h for h in named if h.column not in fixed]
    judged = {h.column: h for h in _judged(region, free, tuple(fixed.values()))}
    every = tuple(
        replace(h, holds=fixed[h.column]) if h.column in fixed else judged[h.column] for h in named
    )
    return TableLayout(_leading_first(every))


def key(heading: Heading) -> str:
    """How a mapping names a column: its place and its heading."""
    letters = heading.address.rpartition("!")[2] or heading.address
    return f"{heading.column + 1} {heading.name or letters}"


def _ticked(region: Region, named: Sequence[Heading]) -> list[int]:
    """The columns of ticks, one to a unit: several, or none."""
    units = [h for h in named if names_unit(h.names)]
    ticked = [h for h in units if has_ticks(_texts(region, h))]
    blank = [h for h in units if not _texts(region, h)]
    columns = [h.column for h in (*ticked, *blank)]
    return columns if ticked and len(columns) > 1 else []


def _inherited(region: Region) -> tuple[Heading, ...]:
    """Columns without a heading belong to the heading on their left, if it is one of wording."""
    named: list[Heading] = []
    for heading in region.headings:
        left = named[-1] if named else None
        if not heading.names and left and left.holds in {"task", "text", "section"}:
            named.append(replace(heading, names=left.names, holds=left.holds))
        else:
            named.append(heading)
    return tuple(named)


def _judged(
    region: Region, free: Sequence[Heading], fixed: tuple[Holds, ...]
) -> tuple[Heading, ...]:
    named = [h for h in free if h.holds in {"text", "task", "section"}]
    wording = [h for h in named if not has_ticks(_texts(region, h))]  # no wording is a tick
    main = None if "text" in fixed else _main(region, wording)
    judged = []
    for heading in free:
        if heading is main:
            judged.append(replace(heading, holds="text"))
        elif heading in wording:
            judged.append(replace(heading, holds=_beside(region, heading, main)))
        else:
            judged.append(replace(heading, holds=heading.holds or "note"))
    return _one_deadline(judged)


def _main(region: Region, wording: Sequence[Heading]) -> Heading | None:
    """The column of the wording itself: of those that say so the longest, else the last of tasks."""
    texts = [h for h in wording if h.holds == "text" and not _is_aim(region, wording, h)]
    groups = {h.names for h in texts}
    if len(groups) > 1:
        return max(texts, key=lambda h: (_average(region, h), h.column))
    if texts:
        filled = [h for h in texts if _average(region, h)]
        return (filled or texts)[-1]
    tasks = [h for h in wording if h.holds == "task"] or list(wording)
    return max(tasks, key=lambda h: (_filled(region, h), h.column), default=None)


def _is_aim(region: Region, wording: Sequence[Heading], one: Heading) -> bool:
    """Whether a column says behind the units what some of the tasks before them aim at (工作目标)."""
    before = [h for h in region.headings if h.column < one.column]
    tasks = [h.column for h in before if h.holds == "task" and h in wording]
    units = [h.column for h in before if h.holds in RESPONSIBLE]
    return any(
        not row[one.column].text.strip() and _says(row, tasks) and _says(row, units)
        for row in region.rows
    )


def _says(row: Sequence[Cell], columns: Sequence[int]) -> bool:
    return any(row[column].text.strip() for column in columns)


def _beside(region: Region, heading: Heading, main: Heading | None) -> Holds:
    alone = main is None or heading.names != main.names
    if (
        alone
        and heading.holds != "section"
        and _average(region, heading) > _LONG
        and _unique(region, heading)
    ):
        return "text"
    after = main is not None and heading.column > main.column
    return "note" if heading.holds == "text" and after else "section"


def _one_deadline(headings: Sequence[Heading]) -> tuple[Heading, ...]:
    steps = [h for h in headings if h.holds == "deadline" and _is_step(headings, h)]
    limits = [h for h in headings if h.holds == "deadline" and h not in steps]
    ends = [h for h in limits if not _BEGIN.search(h.name)] or limits
    best = next((h for h in ends if "完成" in h.name), ends[0] if ends else None)
    return tuple(
        replace(h, holds="note") if h.holds == "deadline" and h is not best else h for h in headings
    )


def _is_step(headings: Sequence[Heading], one: Heading) -> bool:
    """Whether a column is one of several parts of a time table, as 一季度 is below 进度安排."""
    beside = any(h.names[:1] == one.names[:1] and h.names != one.names for h in headings)
    # where merged headings are not known, the next part stands below nothing
    after = next((h for h in headings if h.column > one.column), one)
    beside = beside or (len(after.names) == 1 and holds(after.name) is None)
    return beside and len(one.names) > 1 and holds(one.name) is None


def _leading_first(headings: Sequence[Heading]) -> tuple[Heading, ...]:
    """Columns in order; those named as categories stand above those of tasks, wherever they are."""
    sections = [h for h in headings if h.holds == "section"]
    named = [h for h in sections if _names_category(h.name)]
    order = iter([*named, *(h for h in sections if h not in named)])
    return tuple(next(order) if h.holds == "section" else h for h in headings)


def _names_category(name: str) -> bool:
    return holds(name) != "text" and not any(word in name for word in ("任务", "事项", "工作"))


def _texts(region: Region, heading: Heading) -> list[str]:
    found = (row[heading.column] for row in region.rows)
    return [one_line(cell.text) for cell in found if cell.text.strip() and not cell.covered]


def _average(region: Region, heading: Heading) -> float:
    texts = _texts(region, heading)
    return sum(map(len, texts)) / len(texts) if texts else 0


def _filled(region: Region, heading: Heading) -> int:
    return len(_texts(region, heading))


def _unique(region: Region, heading: Heading) -> bool:
    texts = _texts(region, heading)
    return len(set(texts)) * 10 >= len(region.rows) * 9
