"""Below which categories does a row stand, by its own cells and those above it?"""

from __future__ import annotations

from sitegen.exchange.finding import Heading
from sitegen.exchange.owners import DITTO, NOTHING, RowByRow, Value, same_as_above


class Sections(RowByRow):
    """The cells of categories of a table."""

    def of(
        self, values: dict[int, Value], text: tuple[int, int] | None
    ) -> tuple[tuple[str, ...], bool]:
        """The categories of a row, and whether some were read out of a cell above.

        `text`: where the wording of the row is anchored, for a cell over both is no category.
        """
        titles: list[str] = []
        seen: set[tuple[int, int]] = set()
        marked, printed = False, False
        columns = self.layout.sections
        missing = not any(values[h.column].text for h in columns)
        for heading in columns:
            value = values[heading.column]
            blank = not value.text or value.text in NOTHING
            if value.text in DITTO:
                carried = same_as_above(heading, value, self.above, self.reading)
                titles += [carried] if carried else []
                marked |= bool(carried)
            elif value.text and value.anchor != text:
                printed |= value.own and value.anchor not in seen
                self.above[heading.column] = "" if blank else value.text
                if not blank and value.anchor not in seen:
                    titles.append(value.text)
                    marked |= not value.own
            elif not value.text and not printed:
                carried = self._carried_section(heading, value, missing=missing)
                titles += [carried] if carried else []
                marked |= bool(carried)
            else:
                self.above[heading.column] = ""
            seen.add(value.anchor)
        return tuple(titles), marked

    def _carried_section(self, heading: Heading, value: Value, *, missing: bool) -> str:
        above = self.above.get(heading.column, "")
        if not missing and any(h.column in self.merged for h in self.layout.sections):
            self.above[heading.column] = ""
            return ""
        if above and not self.fills:
            said = f"“{heading.name}”空白，按上一行读作“{above}”"
            self.reading.remark(value.address, "推定", said)
        return above
