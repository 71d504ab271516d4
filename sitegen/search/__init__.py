"""The search index: what the pages say, as Pagefind's bundle with our query engine beside it.

Records go in page order. The index is cut into shards: one whose pages say what they said is kept, so
that an edit has a few hundred pages indexed anew, and Pagefind compares every hit with every occurrence,
which large shards would make slow. Nothing is indexed that is not published: the text comes from the
finished pages.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from sitegen import manifest
from sitegen.artifacts import Artifacts
from sitegen.kept import Kept
from sitegen.load import Site
from sitegen.pages import Page
from sitegen.pool import mapped
from sitegen.search import bundle, widening
from sitegen.search.encode import alphabet, encode
from sitegen.search.extract import Record, extract
from sitegen.search.records import remember, remembered
from sitegen.search.service import Pagefind

__all__ = ["bundled", "cut", "extract", "index"]

# Pages of one shard, by how many pages and characters there are at most. A small shard is indexed anew in
# a second, but a reader fetches some 20 KB of every shard: what is indexed in a second as it is stays whole.
SHARDS = (
    (1500, 200_000, 1500),
    (1500, sys.maxsize, 500),
    (6000, sys.maxsize, 750),
    (sys.maxsize, sys.maxsize, 1500),
)
TOGETHER = 2  # each Pagefind takes a core and up to half a gigabyte
LIST = "search/shards.json"
_ENGINE = Path(__file__).parent / "engine"

_FOLDERS = ("search/", "pagefind/")

Files = Iterator[tuple[str, bytes]]
Making = Callable[[], Files]


def index(
    site: Site, pages: Iterable[Page], artifacts: Artifacts, store: Kept | None = None
) -> None:
    """Put the index of a site's pages, and the engine that queries it, among its files.

    What pages say is kept in the store, so that pages that were kept need not be read again.
    """
    places = tuple(_places(pages, artifacts))
    said = [(url, artifacts.made[path].record) for url, path in places]
    key = manifest.key(widening.names_of(site), said)
    if _kept(artifacts, key):
        return
    records = _records(places, artifacts, store)
    parts = ((manifest.key(*seen), make) for seen, make in _parts(site, records))
    missing = [(key, make) for key, make in parts if not _still(artifacts, key)]
    for (made, _), files in zip(missing, _side_by_side(missing), strict=True):
        for path, data in files:
            artifacts.put(path, made, data)
    for path, data in _list(records):
        artifacts.put(path, key, data)


def _parts(site: Site, records: tuple[Record, ...]) -> Iterator[tuple[tuple[object, ...], Making]]:
    """What each part of the index is made from, and how."""
    vocabulary = alphabet([record.text for record in records])
    titles = tuple(dict.fromkeys(record.title for record in records))
    yield ("engine",), _engine
    yield (widening.names_of(site), vocabulary), partial(_tables, site, vocabulary)
    yield ("titles", titles), partial(_titles, titles)
    for number, first, shard in cut(records):
        yield (number, shard), partial(_shard, shard, first, number)


def _still(artifacts: Artifacts, key: str) -> bool:
    """Keep the files of the last build that bear a key; whether they are there."""
    known = [path for path, made in artifacts.before.items() if made.key == key]
    return bool(known) and all(artifacts.keep(path, key) for path in known)


def _side_by_side(parts: Iterable[tuple[str, Making]]) -> Iterator[tuple[tuple[str, bytes], ...]]:
    with ThreadPoolExecutor(TOGETHER) as pool:
        yield from pool.map(lambda part: tuple(part[1]()), parts)


def _places(pages: Iterable[Page], artifacts: Artifacts) -> Iterator[tuple[str, str]]:
    """The address and path of every page that search can find."""
    for page in pages:
        about = page.about
        if about and about.indexed and artifacts.made[page.path].record:
            yield about.url, page.path


def _records(
    places: Iterable[tuple[str, str]], artifacts: Artifacts, store: Kept | None
) -> tuple[Record, ...]:
    """What the pages say; those that were kept are remembered, or else read."""
    found = dict(artifacts.records)
    missing = [(url, path) for url, path in places if path not in found]
    known = remembered(store) if missing else {}
    for _, path in missing:
        if artifacts.made[path].record in known:
            found[path] = known[artifacts.made[path].record]
    unread = [place for place in missing if place[1] not in found]
    read = mapped(unread, lambda place: extract(place[0], artifacts.read(place[1])))
    found.update(zip((path for _, path in unread), read, strict=True))
    records = {p: record for _, p in places if isinstance(record := found[p], Record)}
    remember(store, {artifacts.made[path].record: record for path, record in records.items()})
    return tuple(records.values())


def _kept(artifacts: Artifacts, key: str) -> bool:
    """Whether the index of the last build is right: its list bears this key and all of it is there."""
    known = artifacts.before.get(LIST)
    if known is None or known.key != key:
        return False
    ours = [p for p in artifacts.before if p.startswith(_FOLDERS) and p not in artifacts.made]
    return all(artifacts.keep(path, artifacts.before[path].key) for path in ours)


def bundled(records: tuple[Record, ...]) -> Files:
    """The index of some pages in shards, and the engine that queries it, as files."""
    yield from _engine()
    for number, first, shard in cut(records):
        yield from _shard(shard, first, number)
    yield from _list(records)


def cut(records: tuple[Record, ...]) -> Iterator[tuple[int, int, tuple[Record, ...]]]:
    """The number of every shard, that of its first page, and its pages."""
    size = _size(records)
    for number, first in enumerate(range(0, len(records), size)):
        yield number, first, records[first : first + size]


def _size(records: tuple[Record, ...]) -> int:
    pages, length = len(records), sum(len(record.text) for record in records)
    return next(size for most, longest, size in SHARDS if pages <= most and length <= longest)


def _list(records: tuple[Record, ...]) -> Files:
    """The list of shards."""
    numbers = [number for number, _, _ in cut(records)]
    shards = [{"path": f"pagefind/{n}/", "language": language(n)} for n in numbers]
    yield LIST, _json({"pages": len(records), "shards": shards})


def _tables(site: Site, vocabulary: str) -> Files:
    """The tables of characters and names."""
    known = frozenset(vocabulary)
    found = {"units": {"units": vocabulary}, "same": widening.same(site, known)}
    for name, table in (*found.items(), *widening.by_sound(site, known).items()):
        yield f"search/{name}.json", _json(table)


def _titles(titles: Iterable[str]) -> Files:
    yield "search/titles.json", _json(widening.titles_by_sound(titles))


def _shard(records: tuple[Record, ...], first: int, number: int) -> Files:
    path = f"pagefind/{number}/"
    with Pagefind(language(number)) as pagefind:
        for record in records:
            pagefind.add(f"/{record.url}", encode(record.text), encode(record.title))
        files = pagefind.files()
    yield f"{path}pages.json", _json(bundle.table(records, first, bundle.page_ids(files)))
    yield from ((path + name, data) for name, data in bundle.wanted(files))


def language(shard: int) -> str:
    """A language code of our own for a shard (qaa–qtz, private use in ISO 639-2).

    It keeps Pagefind from cutting words by a dictionary and the page ids of shards apart.
    """
    return f"q{chr(ord('a') + shard // 26)}{chr(ord('a') + shard % 26)}"


def _engine() -> Files:
    return ((f"search/{path.name}", path.read_bytes()) for path in sorted(_ENGINE.glob("*.js")))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
