"""What Pagefind wrote, as the files we publish: only what a search needs, byte for byte stable.

Beside each shard stands a table of its pages (`pages.json`), in publication order and counted from the first page:
Pagefind's ids, the lengths of titles, the lengths with each name that follows them and, last, with all of them, dates,
the numbers of tasks, facets. With it the query engine filters, counts, sorts and puts a page whose title or number is
the query first without fetching every page's fragment.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from msgspec import Struct, json

from sitegen.search.encode import units
from sitegen.search.extract import Record

# the query engine runs pagefind.js in a worker of its own; the ready-made interfaces stay out
_WANTED = ("pagefind.js", "pagefind-entry.json", "wasm.unknown.pagefind")
_SIGNATURE = b"pagefind_dcd"


class _Fragment(Struct, frozen=True):
    """What Pagefind keeps of a page; most of it is passed over here."""

    url: str


_READER = json.Decoder(_Fragment)


def wanted(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The files of a bundle to publish, in a fixed order."""
    for name, data in sorted(files.items()):
        if name.endswith((".pf_meta", ".pf_index", ".pf_fragment")) or name in _WANTED:
            yield name, data


def page_ids(files: Mapping[str, bytes]) -> dict[str, str]:
    """Pagefind's id of each page, by address."""
    ids = {}
    for name, data in sorted(files.items()):
        if name.endswith(".pf_fragment"):
            fragment = _READER.decode(gzip.decompress(data).removeprefix(_SIGNATURE))
            ids[fragment.url.lstrip("/")] = PurePosixPath(name).stem
    return ids


def table(records: Sequence[Record], first: int, ids: dict[str, str]) -> dict[str, object]:
    """The table of one shard's pages, in columns, which pack better than rows."""
    names = dict.fromkeys(name for record in records for name, _ in record.facets)
    ends = [list(_ends(record)) for record in records]
    return {
        "first": first,
        "ids": [ids[record.url] for record in records],
        "titles": [titled for titled, *_ in ends],
        "named": [_named(record, own) for record, own in zip(records, ends, strict=True)],
        "dates": [record.date for record in records],
        "numbers": [record.number for record in records],
        "facets": {name: _facet(records, name) for name in names},
    }


def _facet(records: Sequence[Record], name: str) -> dict[str, object]:
    """The values of a facet once, and the places of those that each page has."""
    known: dict[str, int] = {}
    held = [
        [known.setdefault(value, len(known)) for facet, value in record.facets if facet == name]
        for record in records
    ]
    return {"values": list(known), "held": held}


def _named(record: Record, ends: Sequence[int]) -> list[int]:
    """Where each name ends that a page bears beside its title, and last where those end that only mean the same."""
    return [*ends[1:], ends[-1] + len(units(record.same))] if len(ends) > 1 else []


def _ends(record: Record) -> Iterator[int]:
    """How many units of a page there are until its title ends, and each name that it bears besides."""
    said = 0
    for name in (record.title, *record.names):
        said += len(units(name))
        yield said
