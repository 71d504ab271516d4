"""Who answers for a task and until when? The cells of units and limits of one row, and those above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from sitegen.exchange.columns import TableLayout
from sitegen.exchange.finding import Heading
from sitegen.exchange.found import Gathered, PrintedPart, Units
from sitegen.exchange.headings import RESPONSIBLE
from sitegen.model import TaskInference

# what a formula shows that failed: it is told, and nothing is read out of it
FAILED = frozenset(
    [
        "#REF!",
        "#N/A",
        "#NAME?",
        "#VALUE!",
        "#DIV/0!",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
    ]
)
NOTHING = frozenset({"—", "－", "-", "/", "／", "——", "--", "无"}) | FAILED
# what stands for the cell above
DITTO = frozenset(
    {"同上", "同上。", "（同上）", "(同上)", "同前", "〃", "″", "〞", '"', "＂", "''", "“", "”"}
)


class Value(Struct, frozen=True):
    """The text of a cell, and whether it is printed with this row."""

    text: str
    address: str
    own: bool  # printed with this row
    anchor: tuple[int, int]
    limit: str = ""  # what a cell of units says beside them


def same_as_above(
    heading: Heading, value: Value, above: Mapping[int, str], reading: Gathered
) -> str:
    """What a cell says that only refers to the one above it; told, since it is not printed there."""
    text = above.get(heading.column, "")
    said = f"按上一行读作“{text}”" if text else "上面没有可以照搬的内容，没有读取"
    reading.remark(value.address, "推定", f"“{heading.name}”写着“{value.text}”，{said}")
    return text


def before(columns: Sequence[Heading], one: Heading) -> Sequence[Heading]:
    """The columns that stand before one."""
    return columns[: columns.index(one)]


class RowByRow:
    """Some cells of a table, read row by row; what an empty one means may stand above it.

    `fills`: an empty cell is merged with the one above; `merged`: columns with merged cells.
    """

    def __init__(
        self, layout: TableLayout, reading: Gathered, merged: set[int], *, fills: bool
    ) -> None:
        self.layout, self.reading, self.merged, self.fills = layout, reading, merged, fills
        self.above: dict[int, str] = {}
        self.at: dict[int, str] = {}  # where that stands


class Owners(RowByRow):
    """The cells of units and limits of a table."""

    def units(
        self,
        values: dict[int, Value],
        inferred: set[TaskInference],
        ticked: tuple[Units, ...] = (),
    ) -> tuple[Units, ...]:
        """The units of a row, by column; what was read out of a cell above, or of ticks, is marked."""
        columns = self.layout.responsible
        blank = not ticked and all(not values[h.column].text for h in columns)
        found: list[Units] = []
        for heading in columns:
            value = values[heading.column]
            raw, own = value.text, value.own
            if raw and value.anchor in (values[h.column].anchor for h in before(columns, heading)):
                said = f"“{raw}”跨“{found[-1].column}”“{heading.name}”两栏，只记在前一栏"
                self.reading.remark(value.address, "责任单位", said)
                continue
            if raw in DITTO:
                raw, own = same_as_above(heading, value, self.above, self.reading), False
            elif raw in NOTHING:
                raw, own = "", True
                self.above[heading.column] = ""
            elif not raw and (self.fills or blank):
                raw, own = self._carried_units(heading, values, found), False
            if raw:
                self.above[heading.column] = raw
                part = self._printed(heading, value, raw)
                role = RESPONSIBLE[heading.holds or "skip"]
                found.append(Units(heading.name, role, raw, (part,)))
                if not own:
                    inferred.add("responsibility.more" if len(found) > 1 else "responsibility.raw")
            elif self.fills:
                self.above[heading.column] = ""
        if ticked:
            inferred.add("responsibility.more" if found else "responsibility.raw")
        found += ticked
        self._primary(values, found, inferred)
        return tuple(found)

    def _printed(self, heading: Heading, value: Value, raw: str) -> PrintedPart:
        """A wording with the cell that it is printed in, which may be one above."""
        if raw == value.text:
            self.at[heading.column] = value.address
        return PrintedPart(self.at.get(heading.column, value.address), raw)

    def _carried_units(
        self, heading: Heading, values: dict[int, Value], found: Sequence[Units]
    ) -> str:
        raw = self.above.get(heading.column, "")
        printed = [values[h.column] for h in self.layout.responsible]
        if not raw or (found and any(raw in value.text for value in printed if value.own)):
            return ""  # units that the row itself names already are not named again
        address = values[heading.column].address
        if self.fills and self._is_alone(heading, values):
            said = f"“{heading.name}”空白，读作没有；若与上一行相同，请在原表中写“同上”"
            self.reading.remark(address, "责任单位", said)
            return ""
        sure = "按与上一行合并读作" if self.fills else "没有合并，按上一行读作"
        self.reading.remark(address, "推定", f"“{heading.name}”空白，{sure}“{raw}”")
        return raw

    def _is_alone(self, heading: Heading, values: dict[int, Value]) -> bool:
        """Whether a row that names who leads it has nobody in a column of those who help."""
        earlier = (values[h.column] for h in before(self.layout.responsible, heading))
        return heading.holds == "support" and any(value.own and value.text for value in earlier)

    def _primary(
        self, values: dict[int, Value], found: list[Units], inferred: set[TaskInference]
    ) -> None:
        columns = self.layout.responsible
        if not found:
            address = next(iter(values.values())).address
            self.reading.remark(address, "责任单位", "原表没有责任单位，请补上")
            inferred.add("responsibility.raw")
        elif columns and found[0].column != columns[0].name:
            said = f"“{columns[0].name}”空白，以“{found[0].column}”为责任单位原文"
            self.reading.remark(values[columns[0].column].address, "责任单位", said)

    def limits(
        self, values: dict[int, Value], inferred: set[TaskInference]
    ) -> tuple[PrintedPart, ...]:
        """The limits of a row with the cells they stand in: of their column, and beside the units."""
        limit = self._deadline(values, inferred)
        columns = self.layout.of("deadline")
        printed = [self._printed(h, values[h.column], limit) for h in columns[:1] if limit]
        return (*printed, *self._within_units(values, inferred))

    def _deadline(self, values: dict[int, Value], inferred: set[TaskInference]) -> str:
        taken = {values[h.column].anchor for h in self.layout.responsible}
        for heading in self.layout.of("deadline"):
            value = values[heading.column]
            if value.text in DITTO:
                above = same_as_above(heading, value, self.above, self.reading)
                inferred |= {"deadline.raw"} if above else set()
                return above
            if value.text in NOTHING:
                self.above[heading.column] = ""
                return ""
            if value.text and value.anchor not in taken:
                inferred |= set() if value.own else {"deadline.raw"}
                self.above[heading.column] = value.text
                return value.text
            return self._blank_deadline(heading, value, inferred)
        return ""

    def _within_units(
        self, values: Mapping[int, Value], inferred: set[TaskInference]
    ) -> tuple[PrintedPart, ...]:
        """The limits that stand in the cells of units of a row (责任单位及完成时限); told."""
        found = [values[h.column] for h in self.layout.responsible if values[h.column].limit]
        for value in found:
            said = f"从责任单位一栏读出时限：{value.limit}"
            self.reading.remark(value.address, "完成时限", said)
            inferred |= set() if value.own else {"deadline.raw"}
        return tuple(PrintedPart(value.address, value.limit) for value in found)

    def _blank_deadline(self, heading: Heading, value: Value, inferred: set[TaskInference]) -> str:
        above = self.above.get(heading.column, "")
        if not above:
            return ""
        if self.fills:
            inferred.add("deadline.raw")
            said = f"“{heading.name}”空白，按与上一行合并读作“{above}”"
            self.reading.remark(value.address, "推定", said)
            return above
        if heading.column not in self.merged:
            said = f"“{heading.name}”空白，读作没有时限；若与上一行相同，请在原表中合并单元格"
            self.reading.remark(value.address, "完成时限", said)
        return ""
