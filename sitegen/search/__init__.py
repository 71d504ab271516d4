"""The search index: what the pages say, as Pagefind's bundle with our query engine beside it.

Records go in page order; above SHARD pages the index is cut into shards, because Pagefind compares
every hit with every occurrence. Nothing is indexed that is not published: the text comes from the
finished pages.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from sitegen import manifest
from sitegen.artifacts import Artifacts
from sitegen.load import Site
from sitegen.pages import Context, Page
from sitegen.search import bundle, widening
from sitegen.search.encode import encode, units
from sitegen.search.extract import Record, extract
from sitegen.search.service import Pagefind

SHARD = 1500
_ENGINE = Path(__file__).parent / "engine"

Files = Iterator[tuple[str, bytes]]


def index(site: Site, pages: Iterable[Page], artifacts: Artifacts) -> None:
    """Put the index of a site's pages, and the engine that queries it, among its files."""
    records = tuple(_records(pages, artifacts))
    vocabulary = frozenset(one for record in records for one in units(record.text))
    tables = {
        "search/units.json": _json({"units": "".join(sorted(vocabulary))}),
        "search/same.json": _json(widening.same(site, vocabulary)),
    }
    titles = (record.title for record in records)
    for name, table in widening.by_sound(site, titles, vocabulary).items():
        tables[f"search/{name}"] = _json(table)
    key = manifest.key(records, tables)
    kept = [path for path, made in artifacts.before.items() if made.key == key]
    if kept and all(artifacts.keep(path, key) for path in kept):
        return
    for path, data in (*tables.items(), *bundled(records)):
        artifacts.put(path, key, data)


def _records(pages: Iterable[Page], artifacts: Artifacts) -> Iterator[Record]:
    for page in pages:
        if isinstance(page.context, Context) and page.context.meta.indexed:
            record = extract(page.context.meta.url, artifacts.read(page.path))
            # Pagefind keeps no page without a letter or digit, and no words would find it
            if record and units(record.text):
                yield record


def bundled(records: tuple[Record, ...]) -> Files:
    """The index of some pages in shards, and the engine that queries it, as files."""
    yield from _engine()
    shards = []
    for number, first in enumerate(range(0, len(records), SHARD)):
        shard, path = records[first : first + SHARD], f"pagefind/{number}/"
        yield from ((path + name, data) for name, data in _shard(shard, first, number))
        shards.append({"path": path, "language": language(number)})
    yield "search/shards.json", _json({"pages": len(records), "shards": shards})


def _shard(records: tuple[Record, ...], first: int, number: int) -> Files:
    with Pagefind(language(number)) as pagefind:
        for record in records:
            pagefind.add(f"/{record.url}", encode(record.text), encode(record.title))
        files = pagefind.files()
    yield "pages.json", _json(bundle.table(records, first, bundle.page_ids(files)))
    yield from bundle.wanted(files)


def language(shard: int) -> str:
    """A language code of our own for a shard (qaa–qtz, private use in ISO 639-2).

    It keeps Pagefind from cutting words by a dictionary and the page ids of shards apart.
    """
    return f"q{chr(ord('a') + shard // 26)}{chr(ord('a') + shard % 26)}"


def _engine() -> Files:
    return ((f"search/{path.name}", path.read_bytes()) for path in sorted(_ENGINE.glob("*.js")))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
