"""Text → the tokens that Pagefind indexes: every character with its successor.

A unit is one letter or digit of any script, width folded. A token is a unit and the one after it
with the soft punctuation between them, which Pagefind strips from its keys: 财政、税务 becomes
财政 政、税 税务 务. Any phrase of n units is n−1 tokens in a row, so whatever part of a text a
reader types can be found; dropping the last unit of each token gives the text back. Sentence ends
and block ends break the run: no phrase crosses them. `engine/query.js` holds the same rules for
queries; tests/browser compares the two.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import chain

HARD = frozenset("。！？；!?;\n")
SPACE = "\u2420"  # stands for white space inside a token, where Pagefind would cut
# marks that Pagefind takes for letters and would keep in its keys: connectors such as the low line,
# and letters in black circles and squares; each is written as a character for private use
GLUE = "_\u203f\u2040\u2054\ufe33\ufe34\ufe4d\ufe4e\ufe4f\uff3f" + "".join(
    map(chr, (*range(0x1F150, 0x1F16A), *range(0x1F170, 0x1F18A)))
)
FIRST = 0xE000
_WRITTEN = str.maketrans({mark: chr(FIRST + place) for place, mark in enumerate(GLUE)})
_READ = str.maketrans({chr(FIRST + place): mark for place, mark in enumerate(GLUE)})


@cache
def unit(character: str) -> str:
    """The unit a character stands for, width folded; nothing if it is no letter or digit."""
    folded = unicodedata.normalize("NFKC", character)
    one = folded if len(folded) == 1 else character
    return one if unicodedata.category(one)[0] in "LN" else ""


def units(text: str) -> str:
    """The units of a text in lower case: what a query is compared with."""
    return "".join(map(unit, text)).lower()


def alphabet(texts: Iterable[str]) -> str:
    """Every unit of some texts once, in lower case and in order."""
    seen, sigmas, apart = set[str](), set[str](), list[str]()
    for text in texts:
        new = set(text) - seen
        seen |= new
        # in lower case a sigma depends on what stands around it
        sigmas.update(character for character in new if unit(character) == "Σ")
        if not sigmas.isdisjoint(text):
            apart.append(text)
    return "".join(sorted(set[str]().union(*map(units, chain(seen - sigmas, apart)))))


def encode(text: str) -> str:
    """A text of blocks (one a line) as Pagefind's words."""
    return " ".join(_tokens(text))


def decode(words: str) -> str:
    """The text that `encode` was given, white space folded and block ends as spaces."""
    return "".join(map(_first_unit, words.split(" "))).replace(SPACE, " ").translate(_READ)


def _tokens(text: str) -> list[str]:
    """The tokens of a text, in one pass: search reads every character of a site."""
    tokens: list[str] = []
    leading = pending = ""  # marks before a run; its last unit with the marks after it, so far
    for character in text:
        found = unit(character)
        if found and pending:
            tokens.append(pending + found)
            pending = found
        elif found:
            pending, leading = leading + found, ""
        elif not pending:
            leading += _mark(character)
        elif character in HARD:
            tokens.append(pending + _mark(character))
            pending = ""
        else:
            pending += _mark(character)
    return [*tokens, pending] if pending else tokens


@cache
def _mark(character: str) -> str:
    if character.isspace():
        return SPACE
    # combining marks and controls would become part of Pagefind's key
    return "" if unicodedata.category(character)[0] in "MC" else character.translate(_WRITTEN)


def _first_unit(token: str) -> str:
    places = [place for place, character in enumerate(token) if unit(character)]
    return token[: places[-1]] if len(places) > 1 else token
