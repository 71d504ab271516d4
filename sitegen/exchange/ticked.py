"""Which units does a row of ticks name? One column to a unit, a sign where it answers for the task.

What a sign means says a legend (●牵头 ○配合), the cell itself (牵头) or the heading over the columns
(配合单位); without any of these a unit answers without a role. What is no sign is told at its cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from sitegen.exchange.cleaning import one_line
from sitegen.exchange.columns import TableLayout
from sitegen.exchange.finding import Heading, Region
from sitegen.exchange.found import NO_UNITS, Gathered, PrintedPart, Units
from sitegen.exchange.headings import RESPONSIBLE, holds
from sitegen.exchange.owners import Value
from sitegen.exchange.signs import SAID, SIGNS, WORDS, has_ticks, legend, names_unit, role_in
from sitegen.model import Task

PHRASE = "责任单位"  # the column that such units are given in, as other tables have it
BESIDE = "各单位栏"  # the same beside a column of units
_ROLE = re.compile(rf"（({'|'.join(SAID.values())})）$")
_TIME = re.compile(r"\d{1,2}月|[一二三四五六七八九十]月|季度|[上中下]旬|半年")
_IN_BRACKETS = re.compile(r"[（(]([^（）()]*)[）)]")


class Ticks:
    """The columns of ticks of a table, read row by row; `lines`: what stands around the table."""

    def __init__(
        self, region: Region, layout: TableLayout, lines: Iterable[str], reading: Gathered
    ) -> None:
        self.columns, self.reading = layout.of("mark"), reading
        signs = _signs(region, layout)
        self.times = tuple(h for h in signs if _TIME.search(h.name))
        others = tuple(h for h in signs if h not in self.times)
        self.unread = others if _asks(layout, others) else ()
        self.column = BESIDE if layout.responsible else PHRASE
        heads = (
            found for h in self.columns for name in h.names for found in _IN_BRACKETS.findall(name)
        )
        self.known = legend((*lines, *_lines(region), *heads)) if self.columns else {}
        self.bare: set[str] = set()  # signs that nothing explains

    def explained(self, line: str) -> bool:
        """Whether a line explains signs of this table."""
        return bool(self.columns) and bool(legend([line]))

    def more(self, before: tuple[Units, ...], values: Mapping[int, Value]) -> tuple[Units, ...]:
        """The units of a task with those that a further line of it ticks."""
        for added in self.units(values):
            known = [part for unit in before if unit.column == added.column for part in unit.parts]
            grown = phrase(added.column, [*known, *added.parts])
            before = (*(unit for unit in before if unit.column != added.column), grown)
        return before

    def units(self, values: Mapping[int, Value]) -> tuple[Units, ...]:
        """The units that a row ticks, as a phrase that says their roles."""
        parts = [part for h in self.columns for part in self._part(h, values[h.column])]
        return (phrase(self.column, parts),) if parts else ()

    def _part(self, heading: Heading, value: Value) -> Iterable[PrintedPart]:
        if not value.text:
            return
        role = role_in(value.text, self.known)
        if role is None:
            said = f"“{heading.name}”一栏的“{value.text}”不是认得的记号，没有读进责任单位"
            self.reading.remark(value.address, "责任单位", said)
        elif role:
            role = _over(heading) if role == "unspecified" else role
            self.bare |= {value.text} - {*self.known, *WORDS} if role == "unspecified" else set()
            yield PrintedPart(
                heading.address, f"{heading.name}（{SAID[role]}）" if role in SAID else heading.name
            )

    def tell(self) -> None:
        """Note once how the signs were read, and which columns of them name no unit for sure."""
        if self.unread:
            names = "、".join(heading.name for heading in self.unread)
            said = f"{names}各栏只有√一类的记号，看不出是不是单位，写进了附注；"
            said += "是单位的，在 mapping.yaml 里把这些栏改成 mark，再导入一次"
            self.reading.remark(self.unread[0].address, PHRASE, said)
        if self.times:
            names = "、".join(heading.name for heading in self.times)
            said = f"{names}各栏是√一类的记号，写进了附注，没有读作时限，请补上"
            self.reading.remark(self.times[0].address, "完成时限", said)
        if not self.columns:
            return
        names = "、".join(heading.name for heading in self.columns)
        roles = "、".join(
            f"{sign} 读作{SAID.get(role, '责任')}" for sign, role in self.known.items()
        )
        said = f"一个单位一栏（{names}），按格里的记号写成责任单位，记在推定的字段里"
        self.reading.remark(self.columns[0].address, PHRASE, f"{said}；{roles or '没有图例'}")
        if len(self.bare) > 1:
            signs = "、".join(sorted(self.bare))
            said = f"“{signs}”几种记号没有图例，都读作责任单位，不分牵头、配合；"
            said += "请在表外写明，如“●牵头 ○配合”，再导入一次"
            self.reading.remark(self.columns[0].address, PHRASE, said)


def phrase(column: str, parts: Sequence[PrintedPart]) -> Units:
    """Ticked units as one wording, each once."""
    texts = dict.fromkeys(part.text for part in parts)
    return Units(column, "unspecified", "、".join(texts), tuple(parts))


def _signs(region: Region, layout: TableLayout) -> tuple[Heading, ...]:
    """Columns of ticks that name no unit for sure."""
    notes = (heading for heading in layout.of("note") if heading.names)
    return tuple(heading for heading in notes if has_ticks([*_texts(region, heading)]))


def _asks(layout: TableLayout, signs: Sequence[Heading]) -> bool:
    """Whether such columns may say who answers: the table says it in no other way, or by ticks too."""
    return bool(layout.of("mark")) or (not layout.responsible and len(signs) > 1)


def _texts(region: Region, heading: Heading) -> Iterable[str]:
    cells = (row[heading.column] for row in region.rows)
    return (text for cell in cells if not cell.covered and (text := one_line(cell.text)))


def _over(heading: Heading) -> str:
    """The role that the headings over a column give to its unit."""
    kinds = (kind for name in reversed(heading.names[:-1]) if (kind := holds(name)))
    return next((RESPONSIBLE[kind] for kind in kinds if kind in RESPONSIBLE), "unspecified")


def _lines(region: Region) -> Iterable[str]:
    """The lines above a table and within it, each a text over its width, that may explain signs."""
    yield from region.above
    for row in region.rows:
        texts = {cell.anchor: one_line(cell.text) for cell in row if cell.text.strip()}
        if len(texts) <= 2 and any(sign in text for text in texts.values() for sign in SIGNS):  # noqa: PLR2004 - 注 and its words
            yield from texts.values()


# going out


def ticked_in(names: Sequence[str], tasks: Sequence[Task]) -> frozenset[str]:
    """The columns of a plan that are ticks again: if they say all that was read out of ticks."""
    own = any(holds(name) in RESPONSIBLE for name in names)
    phrases = [_beside(task) if own else _ours(task) for task in tasks]
    said = {_name(item) for phrase in phrases if phrase for item in phrase.split("、")}
    known = frozenset(name for name in names if name in said and names_unit((name,)))
    # a phrase that an editor wrote, or one in the place of a blank cell, needs a column of its own
    loose = any(
        known.issuperset(map(_name, _ours(task).split("、"))) if own else not _said(task)
        for task in tasks
    )
    return known if len(known) > 1 and said <= known and not loose else frozenset()


def tick(name: str, task: Task) -> str:
    """What stands in the column of a unit beside a task: its role, a tick, or nothing."""
    items = (_beside(task) or _ours(task)).split("、")
    mine = (item for item in items if _name(item) == name)
    return next((item.removeprefix(name).strip("（）") or "√" for item in mine), "")


def _beside(task: Task) -> str:
    more = task.responsibility.more
    return next((one.raw for one in more if one.column == BESIDE), "")


def _ours(task: Task) -> str:
    """The phrase of a task, if it is not printed so."""
    raw = task.responsibility.raw
    return raw if "responsibility.raw" in task.inferred and raw != NO_UNITS else ""


def _said(task: Task) -> bool:
    return bool(_ours(task)) or task.responsibility.raw == NO_UNITS


def _name(item: str) -> str:
    return _ROLE.sub("", item)
