"""What records do the rows of a table make? Numbers and file names, units and domains on record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby, pairwise

from msgspec import Struct
from msgspec.structs import replace

from sitegen.deadlines.grammar import read as read_limit
from sitegen.deadlines.reading import Frame
from sitegen.exchange.counting import number_said
from sitegen.exchange.found import NO_UNITS, Gathered, Precedence, PrintedTask, Remark, where
from sitegen.exchange.persons import without_contacts
from sitegen.exchange.phrases import UnitsSaid, read_units
from sitegen.exchange.precedence import let_first_lead
from sitegen.exchange.register import Register
from sitegen.exchange.unsorted import sorted_in
from sitegen.model import ROLES, Mode, TaskInference
from sitegen.text import arabic, nearest, squeeze

_ALIKE = 0.7  # how much of two names must be the same: one letter of four may differ
_SUGGESTIONS = 200  # names; looking for the nearest one takes long where many are on record
_DIGITS = re.compile(r"\d+")
_ORDER: tuple[TaskInference, ...] = (
    "number",
    "section",
    "text",
    "responsibility.raw",
    "responsibility.more",
    "deadline.raw",
)


class Drafted(Struct, frozen=True):
    """A task as it will be written: departments by id, domains by name."""

    key: str
    number: str
    section: tuple[str, ...]
    body: str
    raw: str
    more: tuple[tuple[str, str], ...]
    mode: Mode | None
    open_ended: bool
    roles: tuple[tuple[str, tuple[str, ...]], ...]
    deadline: str
    domains: tuple[str, ...]
    notes: tuple[str, ...]
    inferred: tuple[TaskInference, ...]
    address: str
    line: int | None = None
    title: str = ""
    printed: str = ""  # the number as it stands in the document, or ours if it has none at all


class Unknown(Struct, frozen=True):
    """Words for a unit that is not on record, where they stand, and the name on record most like them."""

    name: str
    where: tuple[str, ...]
    near: str


class PlanDraft(Struct, frozen=True):
    """All tasks of a plan with what is to be looked at; `ours`: the numbers are not the document's."""

    tasks: tuple[Drafted, ...]
    ours: bool
    remarks: tuple[Remark, ...]
    unknown: tuple[Unknown, ...]


class DraftedFor(Struct, frozen=True):
    """Where the tasks belong."""

    register: Register
    government: str
    year: int | None


def draft(reading: Gathered, setting: DraftedFor) -> PlanDraft:
    """The tasks that rows make, in order."""
    printed = [replace(row, text=without_contacts(row.text)) for row in reading.rows]
    read = _with_said_numbers(printed)
    numbered, remarks = _numbered(read)
    rows, beside = sorted_in(numbered, read)
    remarks += (*beside, *_contacts(reading.rows, printed))
    ours = bool(rows) and not any(row.number for row in read)
    unknown: dict[str, list[str]] = {}
    meant = partial(setting.register.units, setting.government)
    tasks = []
    for row, key, before in zip(rows, _keys(rows), read, strict=True):
        said = read_units(row.units, meant, reading.signs)
        remarks += _led(row, said, reading.order)
        for name in (*said.unknown, *said.ambiguous):
            unknown.setdefault(name, []).extend(_cells(row, said, name))
        remarks += _unclear(row, said, setting)
        task = _task(row, key, said, setting)
        tasks.append(replace(task, printed=row.number if ours else before.number))
    told = tuple(dict.fromkeys((*reading.remarks, *remarks)))  # a merged cell is told once
    return PlanDraft(tuple(tasks), ours, told, tuple(_unknown(unknown, setting)))


def _contacts(rows: Sequence[PrintedTask], bare: Sequence[PrintedTask]) -> Iterator[Remark]:
    for row, without in zip(rows, bare, strict=True):
        if row.text != without.text:
            said = "任务原文里写明是联系人的文字没有导入"
            yield Remark(row.address, "个人信息", said)


def _unknown(unknown: Mapping[str, Sequence[str]], setting: DraftedFor) -> Iterator[Unknown]:
    known = setting.register.names.known("department", setting.government) if unknown else ()
    left = _SUGGESTIONS
    for name, places in unknown.items():
        near = nearest(name, known, _ALIKE) if left else ""
        left -= bool(left)
        yield Unknown(name, tuple(dict.fromkeys(places)), near)


def _task(row: PrintedTask, key: str, said: UnitsSaid, setting: DraftedFor) -> Drafted:
    raws = [unit.raw for unit in row.units]
    return Drafted(
        key=key,
        number=row.number,
        section=row.section,
        body=row.text,
        raw=row.units[0].raw if row.units else NO_UNITS,
        more=tuple((unit.column, unit.raw) for unit in row.units[1:]),
        mode=said.mode,
        open_ended=said.open_ended,
        roles=tuple((role, tuple(said.roles[role])) for role in ROLES if said.roles[role]),
        deadline=row.deadline,
        domains=setting.register.domains(squeeze(row.text), *reversed(row.section), *raws),
        notes=row.notes,
        inferred=tuple(name for name in _ORDER if name in row.inferred),
        address=row.address,
        line=row.line,
        title=row.title,
    )


def _cells(row: PrintedTask, said: UnitsSaid, words: str) -> tuple[str, ...]:
    """The cells of units that some words stand in."""
    columns = [row.units[column] for column in said.columns[words]]
    return tuple(cell for unit in columns for cell in where(unit.parts, words, row.address))


def _led(row: PrintedTask, said: UnitsSaid, order: Precedence | None) -> list[Remark]:
    if not order or not row.units or not let_first_lead(order, said, row.units[0].raw):
        return []
    address = row.units[0].parts[0].address if row.units[0].parts else row.address
    return [Remark(address, "责任单位", f"按“{order.words}”，第一个单位读作牵头")]


def _unclear(row: PrintedTask, said: UnitsSaid, setting: DraftedFor) -> list[Remark]:
    remarks = [
        Remark(cell, "责任单位", f"“{name}”可能指几个单位，没有写入")
        for name in said.ambiguous
        for cell in _cells(row, said, name)
    ]
    remarks += [
        Remark(cell, "责任单位", f"单位后面的“{aside}”没有读进分工，请核对")
        for aside in said.unread
        for cell in _cells(row, said, aside)
    ]
    if row.deadline:
        troubles = read_limit(row.deadline, Frame(setting.year)).troubles
        remarks += [
            Remark(cell, "完成时限", f"“{trouble.raw}”：{trouble.message}")
            for trouble in troubles
            for cell in where(row.limits, trouble.raw, row.address)
        ]
    return remarks


def settled(drafted: PlanDraft, tasks: Sequence[Drafted]) -> PlanDraft:
    """A draft with its tasks as they stand in their files, and which of them are in no domain."""
    remarks = [_no_domain(task) for task in tasks if not task.domains]
    return replace(drafted, tasks=tuple(tasks), remarks=(*drafted.remarks, *remarks))


def without_lines(drafted: PlanDraft) -> PlanDraft:
    """A draft whose tasks point into no text, for the one that was read is not kept."""
    return replace(drafted, tasks=tuple(replace(task, line=None) for task in drafted.tasks))


def _no_domain(task: Drafted) -> Remark:
    return Remark(task.address, "领域", f"序号 {task.number}：看不出领域，请补上 domains")


# numbers


def _with_said_numbers(rows: Sequence[PrintedTask]) -> Sequence[PrintedTask]:
    """The rows of a table without numbers, with those that all of their wordings begin with: 1.公开预算."""
    said = [number_said(row.text) for row in rows]
    orders = [int(number) for number in said if number]
    alone = not any(row.number for row in rows) and len(orders) == len(rows) > 1
    if not alone or any(after <= before for before, after in pairwise(orders)):
        return rows
    return [replace(row, number=number) for row, number in zip(rows, said, strict=True)]


def _numbered(rows: Sequence[PrintedTask]) -> tuple[list[PrintedTask], list[Remark]]:
    """The rows with numbers that no two of them share."""
    remarks: list[Remark] = []
    if not any(row.number for row in rows):
        ours = [_marked(row, str(index)) for index, row in enumerate(rows, 1)]
        said = Remark("全表", "序号", "原表没有序号，由本站按行次编排") if rows else None
        return ours, [said] if said else []
    parts = [list(group) for _, group in groupby(_with_keys(rows), key=lambda pair: pair[0])]
    numbered = [row for part in parts for row in _parts([row for _, row in part])]
    if _restarts(numbered):
        numbered = _by_category(numbered)
        remarks.append(Remark("全表", "序号", "序号在各类别中重新起算，编为“类别序-序号”"))
    return _distinct(numbered, remarks), remarks


def _with_keys(rows: Iterable[PrintedTask]) -> list[tuple[tuple[str, str, int], PrintedTask]]:
    """Each row with what it shares with its neighbours if they are parts of one row."""
    keyed: list[tuple[tuple[str, str, int], PrintedTask]] = []
    for index, row in enumerate(rows):
        alone = not row.number or not _shares(keyed[-1][1] if keyed else None, row)
        key = (row.number, row.shared, index) if alone or not keyed else keyed[-1][0]
        keyed.append((key, row))
    return keyed


def _shares(before: PrintedTask | None, row: PrintedTask) -> bool:
    if before is None or before.number != row.number:
        return False
    return not row.shared or row.shared == before.shared


def _parts(rows: list[PrintedTask]) -> list[PrintedTask]:
    if len(rows) == 1:
        return rows
    return [_marked(row, f"{row.number}-{part}") for part, row in enumerate(rows, 1)]


def _marked(row: PrintedTask, number: str) -> PrintedTask:
    return replace(row, number=number, inferred=row.inferred | {"number"})


def _restarts(rows: Sequence[PrintedTask]) -> bool:
    """Whether numbers start again at one where a category begins, so that some stand twice."""
    firsts = [
        row.section[:1]
        for before, row in zip([None, *rows], rows, strict=False)
        if _order(row.number) == 1 and "-" not in row.number
        if before is None or before.section != row.section
    ]
    return len(firsts) > 1 and len({row.number for row in rows}) < len(rows)


def _order(number: str) -> int:
    found = _DIGITS.search(arabic(number))
    return int(found[0][:6]) if found else 0


def _by_category(rows: Sequence[PrintedTask]) -> list[PrintedTask]:
    numbered: list[PrintedTask] = []
    group, before = 0, 0
    for row in rows:
        order = _order(row.number)
        if not row.section:  # it stands beside the categories
            numbered.append(row)
            group, before = max(group, order), 0
            continue
        starts = order == 1 and before != 1
        starts |= order == 1 and row.section != (numbered[-1].section if numbered else None)
        group += starts or not group
        numbered.append(_marked(row, f"{group}-{row.number}"))
        before = order
    return numbered


def _distinct(rows: Sequence[PrintedTask], remarks: list[Remark]) -> list[PrintedTask]:
    used: set[str] = set()
    distinct: list[PrintedTask] = []
    printed, parts = "0", Counter[str]()
    for row in rows:
        number = row.number
        printed = number or printed
        while number in used or not number:
            # the first of that number keeps it, and counts as its first part
            parts[printed] += 1 if not row.number or parts[printed] else 2
            number = f"{printed}-{parts[printed]}"
        if number != row.number:
            said = f"序号“{row.number}”重复" if row.number else "没有序号"
            remarks.append(Remark(row.address, "序号", f"{said}，编为“{number}”"))
            row = _marked(row, number)  # noqa: PLW2901 - the row as it goes on
        used.add(number)
        distinct.append(row)
    return distinct


def _keys(rows: Sequence[PrintedTask]) -> list[str]:
    """The name of each row's file: its number with leading zeros, as long as the longest."""
    numbers = [_DIGITS.findall(arabic(row.number)) for row in rows]
    width = max(2, *(len(found[0]) for found in numbers if found), 0) if rows else 2
    used: set[str] = set()
    keys = []
    for index, found in enumerate(numbers, 1):
        first = (found[0] if found else str(index)).lstrip("0") or "0"
        key = "-".join([first[:6].zfill(width), *(part[:6] for part in found[1:])])
        while key in used:
            key += "-x"
        used.add(key)
        keys.append(key)
    return keys
