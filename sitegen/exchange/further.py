"""What does a further line of a table add to the task above it, whose wording it shares?"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec.structs import replace

from sitegen.exchange.columns import TableLayout
from sitegen.exchange.found import Gathered, PrintedPart, PrintedTask, Units
from sitegen.exchange.headings import RESPONSIBLE
from sitegen.exchange.owners import DITTO, NOTHING, Value

Values = Mapping[int, Value]


def grown(
    last: PrintedTask,
    values: Values,
    notes: tuple[str, ...],
    layout: TableLayout,
    reading: Gathered,
) -> PrintedTask:
    """A task with the units, limits and notes of a further line behind its own; the rest is told."""
    for heading in layout.of("number", "section"):
        value = values[heading.column]
        if value.own and value.text and value.text not in (last.number, *last.section):
            said = f"与上一行是同一格任务原文，“{heading.name}”的“{value.text}”没有导入"
            reading.remark(value.address, "未导入", said)
    limits = _limits(last, values, layout, reading)
    return replace(
        last,
        units=_units(last, values, layout, reading),
        deadline="；".join(limit.text for limit in limits),
        limits=limits,
        notes=_notes(last.notes, notes),
    )


def _units(
    last: PrintedTask, values: Values, layout: TableLayout, reading: Gathered
) -> tuple[Units, ...]:
    units = {unit.column: unit for unit in last.units}
    for heading in layout.responsible:
        value, before = values[heading.column], units.get(heading.name)
        if _adds(value, before.raw if before else ""):
            role = RESPONSIBLE[heading.holds or "skip"]
            parts = (*(before.parts if before else ()), PrintedPart(value.address, value.text))
            raw = "；".join(part.text for part in parts)
            units[heading.name] = Units(heading.name, role, raw, parts)
            said = f"同一项任务的责任单位分在几格，合为一处：{value.text}"
            reading.remark(value.address, "责任单位", said)
    order = [heading.name for heading in layout.responsible]
    # what was ticked has no column of its own, and stands behind those that have
    order += [unit.column for unit in last.units if unit.column not in order]
    return tuple(sorted(units.values(), key=lambda unit: order.index(unit.column)))


def _limits(
    last: PrintedTask, values: Values, layout: TableLayout, reading: Gathered
) -> tuple[PrintedPart, ...]:
    limits = [values[heading.column] for heading in layout.of("deadline")]
    added = [PrintedPart(v.address, v.text) for v in limits if _adds(v, last.deadline)]
    every = (*last.limits, *added)
    if added:
        said = f"几格时限合为一处：{'；'.join(part.text for part in every)}"
        reading.remark(added[0].address, "完成时限", said)
    return every


def _notes(before: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """Notes of both lines, those of one column behind each other in one."""
    columns: dict[str, list[str]] = {}
    for note in (*before, *more):
        name, _, text = note.partition("：")
        columns.setdefault(name, [])
        columns[name] += [text] if text not in columns[name] else []
    return tuple(f"{name}：{'；'.join(texts)}" for name, texts in columns.items())


def _adds(value: Value, before: str) -> bool:
    """Whether a cell says more than those above it."""
    known = {*re.split(r"[、，,；;\n]", before), before}
    return value.own and value.text not in {"", *known, *NOTHING, *DITTO}
