"""How else might people write it? The tables with which a query that finds little is widened.

`same.json`: traditional characters with their simplified forms, groups of names that mean the
same (domains, departments as written, content/synonyms.yaml), and the names of places. `names.json` and
`titles.json`: words of the site, with their syllables where those are not the usual ones of their characters;
`sounds.json`: the syllable of every character of the site; `other-sounds.json`: of those that input
methods offer besides; `readings.json`: the unusual syllables of the former. With these the query engine
reads pinyin, initials and slips of the ear.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from functools import cache
from types import ModuleType

from sitegen.load import Site
from sitegen.model import Government, other_names
from sitegen.pinyin import readings, spelled, syllables
from sitegen.search.encode import units

MOST_TITLES = 3000
# CJK Unified Ideographs and Extension A: what input methods give
_HAN = (*range(0x4E00, 0xA000), *range(0x3400, 0x4DC0))


def same(site: Site, vocabulary: frozenset[str]) -> dict[str, object]:
    """Traditional characters of the site's vocabulary, and groups of names that mean the same."""
    pairs = [(t, s) for t, s in _traditional() if s in vocabulary]
    groups = dict.fromkeys(group for group in _groups(site) if len(group) > 1)
    return {
        "traditional": "".join(t for t, _ in pairs),
        "simplified": "".join(s for _, s in pairs),
        "groups": [list(group) for group in groups],
        "places": _places(site),
    }


@cache
def _traditional() -> tuple[tuple[str, str], ...]:
    characters = [chr(code) for code in _HAN]
    # loaded only where a site is indexed; most builds never ask
    library = importlib.import_module("opencc")
    # what only Hong Kong writes so (衞) is added to what the general table knows
    tables = [_converted(library, name, characters) for name in ("hk2s", "t2s")]
    found = dict(pair for table in tables for pair in table)
    return tuple((t, found[t]) for t in characters if t in found)


def _converted(library: ModuleType, name: str, characters: list[str]) -> list[tuple[str, str]]:
    simplified = library.OpenCC(name).convert("\n".join(characters)).split("\n")
    found = zip(characters, simplified, strict=True)
    return [(t, s) for t, s in found if t != s and len(s) == 1]


def _groups(site: Site) -> Iterator[tuple[str, ...]]:
    for group in site.synonyms:
        yield _distinct(group)
    for domain in site.domains:
        yield _distinct((domain.name, *other_names(domain)))
    for unit in site.departments:
        yield _distinct(_bare(form) for form in (unit.short, *other_names(unit)))


def _places(site: Site) -> list[str]:
    """The names of governments and provinces, the longest first: a query is cut where one stands."""
    provinces = (g.province for g in site.governments)
    named = (name for g in site.governments for name in (g.name, _alone(g), g.short))
    short = (g.province.removesuffix("省") for g in site.governments)
    found = dict.fromkeys(units(name) for name in (*named, *provinces, *short) if units(name))
    return sorted(found, key=lambda name: (-len(name), name))


def _alone(government: Government) -> str:
    """A government's name without those that it lies in: 游仙区 of 绵阳市游仙区."""
    return government.name[max(0, government.name.find(government.short)) :]


def _bare(name: str) -> str:
    """A department's name without the 市 or 区 before it."""
    return name[1:] if name[:1] in {"市", "区", "县"} else name


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found for name in names if (found := units(name))))


def names_of(site: Site) -> tuple[object, ...]:
    """Everything of a site that these tables are made from, beside what its pages say."""
    return tuple(_groups(site)), tuple(_words(site)), tuple(_places(site))


def by_sound(site: Site, vocabulary: frozenset[str]) -> dict[str, object]:
    """The tables for words typed by their sound."""
    return {
        "names": _spelled(units(word) for word in _words(site)),
        "sounds": _syllables(vocabulary),
        "other-sounds": _syllables(_common() - vocabulary),
        "readings": _unusual(vocabulary),
    }


def titles_by_sound(titles: Iterable[str]) -> dict[str, object]:
    """The table of the pages' titles, for finding them by their sound."""
    kept = dict.fromkeys(folded for title in titles if (folded := units(title)))
    return _spelled(list(kept)[:MOST_TITLES])


def _spelled(words: Iterable[str]) -> dict[str, object]:
    """Words, and by place the syllables of those that are not read one character at a time."""
    distinct = [word for word in dict.fromkeys(words) if word]
    odd = {}
    for place, word in enumerate(distinct):
        read = syllables(word)
        if read != tuple(one for unit in word for one in _apart(unit)):
            odd[place] = " ".join(read)
    return {"words": distinct, "odd": odd}


def _syllables(characters: Iterable[str]) -> dict[str, str]:
    """Characters by their usual syllable."""
    found: dict[str, str] = {}
    for character in sorted(characters):
        syllable = _syllable(character)
        if syllable:
            found[syllable] = found.get(syllable, "") + character
    return dict(sorted(found.items()))


def _unusual(characters: Iterable[str]) -> dict[str, str]:
    """Characters by the syllables that are not their usual ones."""
    found: dict[str, str] = {}
    for character in sorted(characters):
        for syllable in _readings(character)[1:]:
            found[syllable] = found.get(syllable, "") + character
    return dict(sorted(found.items()))


_apart = cache(syllables)
_readings = cache(readings)


@cache
def _syllable(character: str) -> str:
    return spelled(character)


def _words(site: Site) -> Iterator[str]:
    for domain in site.domains:
        yield from (domain.name, *other_names(domain))
    for unit in site.departments:
        yield from (unit.name, unit.short, _bare(unit.short), *other_names(unit))
    for government in site.governments:
        yield from (government.name, government.short)
    yield from (word for group in site.synonyms for word in group)


@cache
def _common() -> frozenset[str]:
    """The characters of GB 2312, which every input method offers."""
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return frozenset(row.decode("gb2312", "ignore") for row in rows) - {""}
