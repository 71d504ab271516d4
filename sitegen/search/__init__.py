"""The search index: what the pages say, as Pagefind's bundle with our query engine beside it.

Records go in page order. The index is cut into shards: one whose pages say what they said is kept, so
that an edit has a few hundred pages indexed anew, and Pagefind compares every hit with every occurrence,
which large shards would make slow. Nothing is indexed that is not published: the text comes from the
finished pages.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from msgspec import json

from sitegen import manifest
from sitegen.artifacts import Artifacts
from sitegen.kept import Kept
from sitegen.listings.grouping import grouped
from sitegen.load import Site
from sitegen.pages import Page
from sitegen.pool import mapped
from sitegen.search import bundle, widening
from sitegen.search.encode import encode
from sitegen.search.records import Said, is_record, read, remember, remembered
from sitegen.search.service import Pagefind
from sitegen.search.words import words_of
from sitegen.shelf import Held, Shelf

__all__ = ["Said", "bundled", "cut", "index", "read"]

# Pages of one shard, by how many pages a site has at most and how many bytes they say. A small shard is indexed
# anew in a second, but a reader fetches some 20 KB of every shard: what is indexed in a second as it is stays whole.
SHARDS = (
    (1500, 1_100_000, 1500),
    (1500, sys.maxsize, 500),
    (6000, sys.maxsize, 750),
    (sys.maxsize, sys.maxsize, 1500),
)
# Bytes that the pages of one shard say at most: Pagefind takes 0.25 MB for a page and 35 KB for a thousand bytes.
LONG = 3_000_000
TOGETHER = 2  # each Pagefind takes a core and up to half a gigabyte
LIST = "search/shards.json"
_ENGINE = Path(__file__).parent / "engine"
# what readers of the scripts want and browsers do not, a quarter of what a first search fetches of them
_REMARKS = re.compile(rb"^[ \t]*(?://.*|/\*\*(?s:.*?)\*/[ \t]*)?\n|^[ \t]+", re.MULTILINE)

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
    all_said = _said(places, artifacts, store)
    parts = ((manifest.key(*seen), make) for seen, make in _parts(site, all_said, store))
    before = grouped((made.key, path) for path, made in artifacts.before.items())
    # while Pagefind works on the first shards, it is found out what else is missing
    missing = ((key, make) for key, make in parts if not _still(artifacts, key, before))
    for made, files in _side_by_side(missing):
        for path, data in files:
            artifacts.put(path, made, data)
    for path, data in _list(all_said):
        artifacts.put(path, key, data)


def _parts(
    site: Site, all_said: tuple[Said, ...], store: Kept | None
) -> Iterator[tuple[tuple[object, ...], Making]]:
    """What each part of the index is made from, and how."""
    # shards first: while Pagefind works on them, the tables are made here
    for number, first, shard in _shards(all_said):
        digests = tuple(said.digest for said in shard)
        yield (number, first, digests), partial(_shard, shard, first, number)
    words = words_of((shard for _, _, shard in _shards(all_said)), store)
    yield ("engine",), _engine
    yield (widening.names_of(site), words.characters), partial(_tables, site, words.characters)
    yield ("titles", words.titles), partial(_titles, words.titles)


def _still(artifacts: Artifacts, key: str, before: Mapping[str, Sequence[str]]) -> bool:
    """Keep the files of the last build that bear a key; whether they are there."""
    known = before.get(key, ())
    return bool(known) and all(artifacts.keep(path, key) for path in known)


def _side_by_side(
    parts: Iterable[tuple[str, Making]],
) -> Iterator[tuple[str, tuple[tuple[str, bytes], ...]]]:
    """The files of each part; a part is begun as soon as it is named."""
    with ThreadPoolExecutor(TOGETHER) as pool:
        yield from pool.map(lambda part: (part[0], tuple(part[1]())), parts)


def _places(pages: Iterable[Page], artifacts: Artifacts) -> Iterator[tuple[str, str]]:
    """The address and path of every page that search can find."""
    for page in pages:
        about = page.about
        if about and about.indexed and artifacts.made[page.path].record:
            yield about.url, page.path


def _said(
    places: Iterable[tuple[str, str]], artifacts: Artifacts, store: Kept | None
) -> tuple[Said, ...]:
    """What the pages say; of those that were kept it is remembered, or else read."""
    shelf = Shelf()
    found: dict[str, Held | None] = dict(artifacts.said)
    missing = [(url, path) for url, path in places if path not in found]
    known = remembered(store if missing else None)
    for _, path in missing:
        line = known.get(artifacts.made[path].record, b"")
        found[path] = shelf.put(line) if is_record(line) else None
    unread = [place for place in missing if found[place[1]] is None]
    lines = mapped(unread, lambda place: read(place[0], artifacts.read(place[1])))
    found.update(zip((path for _, path in unread), lines, strict=True))
    there = ((artifacts.made[path].record, found[path]) for _, path in places)
    all_said = tuple(Said(digest, held) for digest, held in there if held is not None)
    remember(store, all_said)
    return all_said


def _kept(artifacts: Artifacts, key: str) -> bool:
    """Whether the index of the last build is right: its list bears this key and all of it is there."""
    known = artifacts.before.get(LIST)
    if known is None or known.key != key:
        return False
    ours = [p for p in artifacts.before if p.startswith(_FOLDERS) and p not in artifacts.made]
    return all(artifacts.keep(path, artifacts.before[path].key) for path in ours)


def bundled(all_said: tuple[Said, ...]) -> Files:
    """The index of some pages in shards, and the engine that queries it, as files."""
    yield from _engine()
    for number, first, shard in _shards(all_said):
        yield from _shard(shard, first, number)
    yield from _list(all_said)


def _shards(all_said: tuple[Said, ...]) -> Iterator[tuple[int, int, tuple[Said, ...]]]:
    """The number of every shard, that of its first page, and what its pages say."""
    for number, (first, last) in enumerate(cut([said.size for said in all_said])):
        yield number, first, all_said[first:last]


def cut(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first page of every shard and the one after its last, by how many bytes pages say."""
    size = _pages(len(sizes), sum(sizes))
    for first in range(0, len(sizes), size):
        # so many at first: what is longer than usual moves no bounds but those of its neighbours
        yield from _apart(sizes, first, min(first + size, len(sizes)))


def _apart(sizes: Sequence[int], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Some pages in as many parts as they need, so that none says too much unless one page does."""
    begin, said = first, 0
    for place in range(first, last):
        said += sizes[place]
        if said > LONG and place > begin:
            yield begin, place
            begin, said = place, sizes[place]
    yield begin, last


def _pages(pages: int, said: int) -> int:
    return next(size for most, longest, size in SHARDS if pages <= most and said <= longest)


def _list(all_said: tuple[Said, ...]) -> Files:
    """The list of shards."""
    numbers = [number for number, _, _ in _shards(all_said)]
    shards = [{"path": f"pagefind/{n}/", "language": language(n)} for n in numbers]
    yield LIST, _json({"pages": len(all_said), "shards": shards})


def _tables(site: Site, vocabulary: str) -> Files:
    """The tables of characters and names."""
    known = frozenset(vocabulary)
    found = {"units": {"units": vocabulary}, "same": widening.same(site, known)}
    for name, table in (*found.items(), *widening.by_sound(site, known).items()):
        yield f"search/{name}.json", _json(table)


def _titles(titles: Iterable[str]) -> Files:
    yield "search/titles.json", _json(widening.titles_by_sound(titles))


def _shard(all_said: tuple[Said, ...], first: int, number: int) -> Files:
    path = f"pagefind/{number}/"
    records = tuple(said.record for said in all_said)
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
    """The scripts of the engine without the comments that have lines of their own."""
    for path in sorted(_ENGINE.glob("*.js")):
        yield f"search/{path.name}", _REMARKS.sub(b"", path.read_bytes().replace(b"\r\n", b"\n"))


def _json(value: object) -> bytes:
    return json.encode(value)
