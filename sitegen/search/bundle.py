"""What Pagefind wrote, as the files we publish: only what a search needs, byte for byte stable.

Beside each shard stands a table of its pages (`pages.json`), in publication order and counted from the first page:
Pagefind's id of the page, the length of its title, the length with each name that follows it and, last, with all of
them, its date, its facets and the number of a task. With it the query engine filters, counts, sorts and puts a page
whose title or number is the query first without fetching every page's fragment.
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
    """The table of one shard's pages: facet values once, then one row a page."""
    values: dict[str, dict[str, int]] = {}
    rows = []
    for record in records:
        facets: dict[str, list[int]] = {}
        for name, value in record.facets:
            known = values.setdefault(name, {})
            facets.setdefault(name, []).append(known.setdefault(value, len(known)))
        titled, *ends = _ends(record)
        named = [*ends, ends[-1] + len(units(record.same))] if ends else titled
        rows.append([ids[record.url], titled, named, record.date, facets, record.number])
    names = {name: list(known) for name, known in values.items()}
    return {"first": first, "facets": names, "pages": [_compact(row, list(names)) for row in rows]}


def _ends(record: Record) -> Iterator[int]:
    """How many units of a page there are until its title ends, and each name that it bears besides."""
    said = 0
    for name in (record.title, *record.names):
        said += len(units(name))
        yield said


def _compact(row: list[object], names: list[str]) -> list[object]:
    facets = row[4]
    held = facets if isinstance(facets, dict) else {}
    number = row[5:] if row[5] else []  # only tasks have one
    return [*row[:4], [held.get(name, []) for name in names], *number]
