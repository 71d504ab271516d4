"""The search index: what the pages say, as Pagefind's bundle with our query engine beside it.

Records go in page order; above SHARD pages the index is cut into shards, because Pagefind compares
every hit with every occurrence. Nothing is indexed that is not published: the text comes from the
finished pages. A shard whose pages say what they said is kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
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

__all__ = ["bundled", "extract", "index"]

SHARD = 1500
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
    for seen, make in _parts(site, records):
        _put(artifacts, manifest.key(*seen), make)
    _put(artifacts, key, partial(_list, len(records)))


def _parts(site: Site, records: tuple[Record, ...]) -> Iterator[tuple[tuple[object, ...], Making]]:
    """What each part of the index is made from, and how."""
    vocabulary = alphabet([record.text for record in records])
    titles = tuple(dict.fromkeys(record.title for record in records))
    yield ("engine",), _engine
    yield (widening.names_of(site), vocabulary), partial(_tables, site, vocabulary)
    yield ("titles", titles), partial(_titles, titles)
    for number, first in enumerate(range(0, len(records), SHARD)):
        shard = records[first : first + SHARD]
        yield (number, shard), partial(_shard, shard, first, number)


def _put(artifacts: Artifacts, key: str, make: Making) -> None:
    """Keep the files that bear a key, or make them."""
    known = [path for path, made in artifacts.before.items() if made.key == key]
    if not known or not all(artifacts.keep(path, key) for path in known):
        for path, data in make():
            artifacts.put(path, key, data)


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
    for number, first in enumerate(range(0, len(records), SHARD)):
        yield from _shard(records[first : first + SHARD], first, number)
    yield from _list(len(records))


def _list(pages: int) -> Files:
    """The list of shards."""
    count = -(-pages // SHARD)
    shards = [{"path": f"pagefind/{n}/", "language": language(n)} for n in range(count)]
    yield LIST, _json({"pages": pages, "shards": shards})


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
