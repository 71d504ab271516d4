"""What are the tasks of a table? Rows with their wording, categories, units and limits, as printed.

A merged cell holds for every row that it covers, and is marked in each but the first. Where a format
cannot tell merged cells from empty ones (CSV, text), an empty cell is read as merged with the one
above; a dash says that it is empty. What was guessed is marked, and said in the remarks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from sitegen.exchange.cleaning import body, breaks_off, ends, gaps, one_line, visible
from sitegen.exchange.columns import TableLayout
from sitegen.exchange.finding import Heading, Region
from sitegen.exchange.found import Gathered, PrintedTask
from sitegen.exchange.further import grown
from sitegen.exchange.grid import Cell
from sitegen.exchange.headings import RESPONSIBLE, names_limit_too
from sitegen.exchange.lines import Categories, TableLine, line_of
from sitegen.exchange.owners import DITTO, FAILED, NOTHING, Owners, Value, same_as_above
from sitegen.exchange.persons import (
    PERSON_LEFT_OUT,
    hints_at_persons,
    may_name,
    names_persons,
    without_labelled,
    without_persons,
)
from sitegen.exchange.sections import Sections
from sitegen.exchange.ticked import Ticks
from sitegen.exchange.unitcells import parted_limits, parted_units, units_of, without_limit
from sitegen.model import TaskInference

_STOP = re.compile(r"(?<=\d)[.．、]$")


class _Table:
    """One pass over the rows of a table."""

    def __init__(
        self, region: Region, layout: TableLayout, reading: Gathered, lines: Sequence[str]
    ) -> None:
        self.region, self.layout, self.reading = region, layout, reading
        self.categories = Categories()
        self.entered: list[TableLine] = []
        self.above: dict[int, str] = {}
        self.merged = {
            h.column
            for h in layout.headings
            for cell in (row[h.column] for row in region.rows)
            if cell.text.strip() and cell.anchor[0] < cell.place[0]
        }
        self.texts: list[tuple[int, int]] = []
        self.fills = not region.grid.merges
        self.ticks = Ticks(region, layout, lines, reading)
        self.sections = Sections(layout, reading, self.merged, fills=self.fills)
        self.owners = Owners(layout, reading, self.merged, fills=self.fills)

    def read(self) -> None:
        for row in self.region.rows:
            line = line_of(row, self.layout, merges=not self.fills)
            if line.what == "category" and self.ticks.explained(line.text):
                line = replace(line, what="note")
            for cell in row if line.what in {"note", "category", "blank"} else ():
                self._odd(cell)
            if line.what == "note":
                self._note(line)
            elif line.what == "category":
                self._enter(line)
                self.entered.append(line)
                self.above = {}
                self.sections.above = {}
                self.owners.above = {}
            elif line.what == "task":
                self.entered = []
                self.task(row)
        self.ticks.tell()
        for line in self.entered:
            self.reading.notes.append(line.text)
            self.reading.remark(line.address, "附注", f"表末一行，未作为任务：{line.text}")

    def _enter(self, line: TableLine) -> None:
        self.categories.enter(line)
        if line.guessed:
            said = f"这一行没有合并，只有“{line.text}”，读作下面各项的类别；若是一项任务或上一行的续文，请改原表"
            self.reading.remark(line.address, "类别", said)

    def _note(self, line: TableLine) -> None:
        if hints_at_persons(line.text):
            self.reading.remark(line.address, "个人信息", "填表人、联系方式一类的文字没有导入")
        else:
            self.reading.notes.append(line.text)
            self.reading.remark(line.address, "附注", f"未作为任务：{line.text}")

    def value(self, row: Sequence[Cell], heading: Heading) -> Value:
        cell = row[heading.column]
        self._odd(cell)
        if cell.text and not cell.covered and visible(cell.text)[1]:
            self.reading.remark(cell.address, "缺字", visible(cell.text)[1])
        own = cell.anchor[0] == cell.place[0]
        responsible = heading.holds in RESPONSIBLE
        limit = ""
        if responsible and any(map(names_limit_too, heading.names)):
            units, limit = without_limit(cell.text)
            cell = replace(cell, text=units)
        text = self._units(cell, heading) if responsible else self._line(cell, heading)
        return Value(text, cell.address, own, cell.anchor, limit)

    def _line(self, cell: Cell, heading: Heading) -> str:
        """The text of a cell on one line; limits that stand on lines of their own are kept apart, and told."""
        limits = parted_limits(cell.text) if heading.holds == "deadline" else ()
        if limits and not cell.covered:
            said = f"单元格里换行处读作另一个时限：{'／'.join(limits)}"
            self.reading.remark(cell.address, "完成时限", said)
        return "；".join(limits) or one_line(cell.text)

    def _odd(self, cell: Cell) -> None:
        said = one_line(cell.text)
        if cell.odd and not cell.covered:
            self.reading.remark(cell.address, "单元格", f"{cell.odd}：{said[:30]}".rstrip("："))
        if said in FAILED and not cell.covered:
            self.reading.remark(cell.address, "单元格", f"公式出错，没有读取：{said}")

    def _units(self, cell: Cell, heading: Heading) -> str:
        """The units of a cell; persons that are named with them are left out, or told."""
        text = without_labelled(cell.text)
        text = without_persons(text) if names_persons(heading.names) else text
        without = units_of(text)
        if cell.covered:
            return without
        if text != cell.text:
            self.reading.remark(cell.address, "个人信息", PERSON_LEFT_OUT)
        elif may_name(text):
            said = "单位后面疑似姓名，照录在责任单位原文里，请核对；确是姓名的，发布前删去"
            self.reading.remark(cell.address, "个人信息", said)
        for what, parts in parted_units(without):
            said = f"单元格里{what}处读作另一个单位：{'／'.join(parts)}"
            self.reading.remark(cell.address, "责任单位", said)
        return without

    def task(self, row: Sequence[Cell]) -> None:
        values = {h.column: self.value(row, h) for h in self.layout.headings}
        text, anchor, address = self._text(row, values)
        if anchor is not None and anchor in self.texts[-1:] and anchor[0] < row[0].place[0]:
            self._more_units(values)
        elif not self._goes_on(values, text, anchor):
            section, marked = self.sections.of(values, anchor)
            if not text and section and any(v.own and v.text for v in values.values()):
                *above, text = section
                section = tuple(above)
                said = f"该栏是空的，以“{text[:20]}”为任务原文"
                self.reading.remark(address, "任务原文", said)
            if text:
                self.texts.append(anchor or (-1, -1))
                inferred = self._inferred(values, section=marked)
                self._add(address, text, section, values, inferred)
            else:
                self._lost(values)

    def _inferred(self, values: dict[int, Value], *, section: bool) -> set[TaskInference]:
        """What of a row was read out of the cells above it, so far."""
        inferred: set[TaskInference] = {"section"} if section else set()
        ditto = any(values[h.column].text in DITTO for h in self._texts())
        return inferred | ({"text"} if ditto else set())

    def _add(
        self,
        address: str,
        text: str,
        section: tuple[str, ...],
        values: dict[int, Value],
        inferred: set[TaskInference],
    ) -> None:
        """Add a task with its number, units, limits and notes."""
        number, shared = self._number(values)
        units = self.owners.units(values, inferred, self.ticks.units(values))
        limits = self.owners.limits(values, inferred)
        self.reading.rows.append(
            PrintedTask(
                address=address,
                number=number,
                shared=shared,
                section=(*self.categories.titles(), *section),
                text=text,
                units=units,
                deadline="；".join(limit.text for limit in limits),
                notes=self._notes(values),
                inferred=frozenset(inferred),
                limits=limits,
            )
        )

    def _goes_on(self, values: dict[int, Value], text: str, anchor: tuple[int, int] | None) -> bool:
        """Whether a row only goes on with the one above: its units, or, after a page break, its text."""
        rows = self.reading.rows
        texts = {h.column for h in self.layout.of("text")}
        printed = {c for c, v in values.items() if v.own and v.text and c not in texts}
        units = {h.column for h in (*self.layout.responsible, *self.layout.of("deadline"))}
        if not rows or not self.texts:
            return False
        if self.fills and not text and printed and printed <= units:
            self._more_units(values)
            return True
        numbers = self.layout.of("number")
        broken = (
            bool(numbers)
            and bool(text)
            and not any(v.text for c, v in values.items() if c not in texts)
        )
        sure = breaks_off(rows[-1].text) or self._sentences()
        if not broken or ends(rows[-1].text) or not sure:
            return False
        rows[-1] = replace(
            rows[-1], text=rows[-1].text + text, inferred=rows[-1].inferred | {"text"}
        )
        self.texts[-1] = anchor or (-1, -1)
        address = next(v.address for c, v in values.items() if c in texts and v.text)
        self.reading.remark(address, "续行", f"读作上一行的续文：{text[:30]}")
        return True

    def _sentences(self) -> bool:
        """Whether the wording of this table ends with full stops, so that one without goes on."""
        ended = [ends(row.text) for row in self.reading.rows[:-1]]
        return len(ended) > 1 and sum(ended) * 5 >= len(ended) * 4

    def _texts(self) -> tuple[Heading, ...]:
        return self.layout.of("text")

    def _wording(self, heading: Heading, value: Value, text: str) -> str:
        """The wording of a cell, or of the one above it that it refers to."""
        if text in DITTO:
            return same_as_above(heading, value, self.above, self.reading)
        self.above[heading.column] = "" if text in NOTHING else text
        return self.above[heading.column]

    def _text(
        self, row: Sequence[Cell], values: dict[int, Value]
    ) -> tuple[str, tuple[int, int] | None, str]:
        found: list[str] = []
        first: Cell | None = None
        for heading in self.layout.of("text"):
            cell = row[heading.column]
            text = self._wording(heading, values[heading.column], body(cell.text))
            if not text or text in found:
                continue
            first = first or cell
            found.append(text)
            for gap in gaps(cell.text):
                self.reading.remark(
                    cell.address, "空格", f"文字间有空格，已去掉，请看是否分条：{gap}"
                )
        if len(found) > 1 and first:
            self.reading.remark(first.address, "任务原文", "两栏文字合为一项的原文")
        address = first.address if first else row[0].address
        return "\n\n".join(found), first.anchor if first else None, address

    def _number(self, values: dict[int, Value]) -> tuple[str, str]:
        for heading in self.layout.of("number"):
            value = values[heading.column]
            if value.text in DITTO:
                return same_as_above(heading, value, self.above, self.reading), ""
            if value.text and value.text not in NOTHING:
                number = _STOP.sub("", value.text)
                self.above[heading.column] = number
                return number, f"{value.address} {number}"
            if value.text:
                self.above[heading.column] = ""
            if self.fills and self.above.get(heading.column):
                return self.above[heading.column], ""
        return "", ""

    def _notes(self, values: dict[int, Value]) -> tuple[str, ...]:
        columns = self.layout.of("note")
        others = {v.anchor for c, v in values.items() if c not in {h.column for h in columns}}
        found = [(h, values[h.column]) for h in columns if values[h.column].anchor not in others]
        notes = [(h, self._wording(h, value, value.text)) for h, value in found]
        return tuple(dict.fromkeys(f"{h.name or '未命名栏'}：{text}" for h, text in notes if text))

    def _more_units(self, values: dict[int, Value]) -> None:
        last, notes = self.reading.rows[-1], self._notes(values)
        last = replace(last, units=self.ticks.more(last.units, values))
        self.reading.rows[-1] = grown(last, values, notes, self.layout, self.reading)

    def _lost(self, values: dict[int, Value]) -> None:
        for value in values.values():
            if value.own and value.text:
                self.reading.remark(value.address, "未导入", f"这一行没有任务原文：{value.text}")


def read_table(
    region: Region, layout: TableLayout, reading: Gathered, lines: Sequence[str] = ()
) -> None:
    """Add the tasks of a table to what was read; `lines`: those behind it, which may explain signs."""
    _Table(region, layout, reading, lines).read()
    for heading in layout.of("personal"):
        said = f"“{heading.name}”一栏可能有个人信息，没有导入"
        reading.remark(heading.address, "个人信息", said)
    for heading in layout.responsible:
        if names_persons(heading.names):
            said = f"“{heading.name}”一栏写着姓名的，请核对后删去，只留单位"
            reading.remark(heading.address, "个人信息", said)
    for heading in layout.of("skip"):
        reading.remark(heading.address, "未导入", f"“{heading.name}”一栏没有导入")
    for address, text in region.repeated:
        said = f"换页重复的标题、页码一类，已略去：{text}" if text else "换页重复的表头，已略去"
        reading.remark(address, "表头", said)
