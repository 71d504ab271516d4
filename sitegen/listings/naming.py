"""How does a document write the units that a task names? Not always as they are called here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

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
    words, folded = _words((said,)), ""
    for one in dict.fromkeys(unit for _, unit in said.named()):
        unit = units[one]
        usual = (unit.short or unit.name, unit.name)
        if any(name in words for name in usual):
            continue
        folded = folded or fold(words)
        if not _standing(usual, folded):
            forms = map(squeeze, other_names(unit))
            yield Named(one, max((f for f in forms if f in words), key=len, default=""))


def standing(names: Iterable[str], said: Iterable[Responsibility]) -> tuple[str, ...]:
    """Those of some names that stand in the words of the document, however wide its brackets are."""
    return _standing(names, fold(_words(said)))


def _standing(names: Iterable[str], folded: str) -> tuple[str, ...]:
    return tuple(name for name in names if fold(name) in folded)


def _words(said: Iterable[Responsibility]) -> str:
    """Who is responsible, in the words of the document without white space; no name goes over two cells."""
    return squeeze("|".join(raw for one in said for raw in (one.raw, *(c.raw for c in one.more))))
