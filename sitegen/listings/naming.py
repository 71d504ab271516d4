"""How does a document write the units that a task names? Not always as they are called here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from sitegen.model import Department, Responsibility, other_names
from sitegen.text import fold, squeeze


class Named(Struct, frozen=True):
    """A unit that is not called here as the document has it: its id, and the document's form of it.

    `said` is empty where no form of its name stands there: then an editor read it out of the context.
    """

    unit: str
    said: str


def renamed(said: Responsibility, units: Mapping[str, Department]) -> Iterator[Named]:
    """The units of a task whose usual name does not stand in the words of the document."""
    words = squeeze("\n".join((said.raw, *(cell.raw for cell in said.more))))
    for one in dict.fromkeys(unit for _, unit in said.named()):
        unit = units[one]
        if not _stands(unit.short or unit.name, words) and not _stands(unit.name, words):
            forms = map(squeeze, other_names(unit))
            yield Named(one, max((f for f in forms if f in words), key=len, default=""))


def _stands(name: str, words: str) -> bool:
    """Whether a name stands in some words, however wide its brackets are."""
    return name in words or fold(name) in fold(words)
