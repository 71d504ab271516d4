"""Which characters and titles do the pages have? Worked out shard by shard, and kept for shards that say the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, json

from sitegen import manifest
from sitegen.kept import Kept
from sitegen.search.encode import alphabet
from sitegen.search.records import Said

_NAME = "words"


class Words(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The characters of some pages, each once and in order, and their titles in the order of the pages."""

    characters: str
    titles: tuple[str, ...]


_READER = json.Decoder(dict[str, Words])


def words_of(shards: Iterable[Sequence[Said]], store: Kept | None) -> Words:
    """The words of all pages; those of the last build are taken from the store, and these kept there."""
    before = _kept(store)
    found = {key: before.get(key) or _words(shard) for key, shard in _named(shards)}
    if store and found.keys() != before.keys():
        store.put(_NAME, json.encode(found))
    return _together(found.values())


def _named(shards: Iterable[Sequence[Said]]) -> Iterator[tuple[str, Sequence[Said]]]:
    """Shards by what their pages say."""
    for shard in shards:
        yield manifest.key([said.digest for said in shard]), shard


def _words(shard: Iterable[Said]) -> Words:
    """The words of some pages, which are looked at one after the other."""
    titles: dict[str, None] = {}

    def texts() -> Iterator[str]:
        for said in shard:
            record = said.record
            titles[record.title] = None
            yield record.text

    return Words(alphabet(texts()), tuple(titles))


def _together(found: Iterable[Words]) -> Words:
    parts = tuple(found)
    characters = set[str]().union(*(part.characters for part in parts))
    titles = dict.fromkeys(title for part in parts for title in part.titles)
    return Words("".join(sorted(characters)), tuple(titles))


def _kept(store: Kept | None) -> dict[str, Words]:
    data = store.get(_NAME) if store else None
    try:
        return _READER.decode(data or b"{}")
    except ValueError:
        return {}
