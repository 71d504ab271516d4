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
from sitegen.pages import Context, Page
from sitegen.search import bundle
from sitegen.search.encode import encode
from sitegen.search.extract import Record, extract
from sitegen.search.service import Pagefind

SHARD = 1500
_ENGINE = Path(__file__).parent / "engine"


def index(pages: Iterable[Page], artifacts: Artifacts) -> None:
    """Put the index of a site's pages, and the engine that queries it, among its files."""
    records = tuple(_records(pages, artifacts))
    key = manifest.key(records)
    kept = [path for path, made in artifacts.before.items() if made.key == key]
    if kept and all(artifacts.keep(path, key) for path in kept):
        return
    for path, data in _files(records, artifacts):
        artifacts.put(path, key, data)


def _records(pages: Iterable[Page], artifacts: Artifacts) -> Iterator[Record]:
    for page in pages:
        if isinstance(page.context, Context) and page.context.meta.indexed:
            record = extract(page.context.meta.url, artifacts.read(page.path))
            if record:
                yield record


def _files(records: tuple[Record, ...], artifacts: Artifacts) -> Iterator[tuple[str, bytes]]:
    shards = []
    for number, first in enumerate(range(0, len(records), SHARD)):
        folder = artifacts.staging.scratch(f"pagefind-{number}")
        shard = records[first : first + SHARD]
        table = _shard(shard, first, folder)
        yield f"pagefind/{number}/pages.json", table
        yield from ((f"pagefind/{number}/{name}", data) for name, data in bundle.files(folder))
        shards.append(f"pagefind/{number}/")
    yield "search/shards.json", _json({"pages": len(records), "shards": shards})
    for path in sorted(_ENGINE.glob("*.js")):
        yield f"search/{path.name}", path.read_bytes()


def _shard(records: tuple[Record, ...], first: int, folder: Path) -> bytes:
    with Pagefind() as pagefind:
        for record in records:
            pagefind.add(f"/{record.url}", encode(record.text), encode(record.title))
        pagefind.write(folder)
    return _json(bundle.table(records, first, bundle.page_ids(folder)))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
