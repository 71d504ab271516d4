"""What was found in a file: tasks as printed, and all that an editor should look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from msgspec import Struct

from sitegen.model import TaskInference

NO_UNITS = "（原文未列责任单位）"
NO_SECTION = "（原文未列类别）"


class Remark(Struct, frozen=True):
    """Something that an editor should look at, and where in the file it stands."""

    address: str
    kind: str
    text: str


class PrintedPart(Struct, frozen=True):
    """A part of a wording, and the cell or line that it stands in."""

    address: str
    text: str


class Units(Struct, frozen=True):
    """The wording of one column of units, the role it gives to units without one, and where it stands."""

    column: str
    role: str
    raw: str
    parts: tuple[PrintedPart, ...] = ()


class PrintedTask(Struct, frozen=True):
    """One task as printed; `shared` is the address of a number that several rows share."""

    address: str
    number: str
    shared: str
    section: tuple[str, ...]
    text: str
    units: tuple[Units, ...]
    deadline: str = ""
    notes: tuple[str, ...] = ()
    inferred: frozenset[TaskInference] = frozenset()
    line: int | None = None
    title: str = ""
    limits: tuple[PrintedPart, ...] = ()  # where the limit stands


def where(parts: Sequence[PrintedPart], words: str, otherwise: str) -> tuple[str, ...]:
    """The cells or lines in which some words of a wording stand; the first one where they are parted."""
    found = [part.address for part in parts if words in part.text]
    return tuple(found or [part.address for part in parts[:1]] or [otherwise])


class Precedence(Struct, frozen=True):
    """The words by which the first of several units leads, and the role that they give to the others."""

    words: str
    rest: str


@dataclass
class Gathered:
    """The tasks of a table with the notes below it, and all that is to be looked at.

    `order`: what the document says of the order in which units are named; `signs`: the roles of signs beside them.
    """

    rows: list[PrintedTask] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    order: Precedence | None = None
    signs: Mapping[str, str] = field(default_factory=dict)
    _said: set[Remark] = field(default_factory=set)

    def remark(self, address: str, kind: str, text: str) -> None:
        """Note something to look at."""
        found = Remark(address, kind, text)
        if found not in self._said:
            self._said.add(found)
            self.remarks.append(found)
