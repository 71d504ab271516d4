"""Which file gave a name that another record has already? One problem there, in place of one wherever it is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from sitegen.errors import Location, Problem
from sitegen.load.unclear import ambiguous
from sitegen.names import places_of
from sitegen.source import Document


class Clash(Struct, frozen=True):
    """One use of a name that several records have: its kind, their ids and titles, and where it is used."""

    kind: str
    name: str
    meant: tuple[str, ...]
    titles: tuple[str, ...]
    used: Location


def clashing(documents: Iterable[Document], clashes: Iterable[Clash]) -> Iterator[Problem]:
    """R02: every name that is used and has several meanings, at the latest of the files that give it."""
    uses: dict[tuple[str, str, tuple[str, ...]], list[Clash]] = {}
    for clash in clashes:
        uses.setdefault((clash.kind, clash.name, clash.meant), []).append(clash)
    files = {(d.kind.name, d.id): d for d in documents} if uses else {}
    yield from (_told(files, found) for found in uses.values())


def _told(files: Mapping[tuple[str, str], Document], found: list[Clash]) -> Problem:
    one = found[0]
    given = [
        (files[one.kind, ident], places_of(files[one.kind, ident], one.name)) for ident in one.meant
    ]
    # a full name is hardly the slip, and of two short ones an alias is; the one added last stands later
    document, places = max(given, key=lambda each: (each[1][0].rank, each[0].path))
    others = [other.path for other, _ in given if other is not document]
    words = ambiguous(one.kind, one.name, one.titles, others, used=(len(found), one.used))
    return document.problem("R02", document.at(*places[0].keys), *words)
