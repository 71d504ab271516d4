"""Which stretches do wordings share? For texts side by side; nothing here judges which one is right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

SHARED = 4  # letters in a row from which on a stretch counts as the same wording


def shared_words(text: str, others: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """A text cut into stretches, each with whether it stands in one of the other texts too.

    Letters and digits are compared; punctuation goes with the letter before it.
    """
    known = frozenset(gram for other in others for gram in _grams(letters(other)))
    yield from _stretches(text, _covered(letters(text), known))


def letters(text: str) -> str:
    """The letters and digits of a text."""
    return "".join(filter(str.isalnum, text))


def _grams(text: str) -> Iterator[str]:
    return (text[place : place + SHARED] for place in range(len(text) - SHARED + 1))


def _covered(text: str, known: frozenset[str]) -> list[bool]:
    covered = [False] * len(text)
    for place, gram in enumerate(_grams(text)):
        if gram in known:
            covered[place : place + SHARED] = [True] * SHARED
    return covered


def _stretches(text: str, same: list[bool]) -> Iterator[tuple[str, bool]]:
    marked, place = [], -1
    for character in text:
        place += character.isalnum()
        marked.append((character, place >= 0 and same[place]))
    for shared, found in groupby(marked, key=lambda pair: pair[1]):
        yield "".join(character for character, _ in found), shared
