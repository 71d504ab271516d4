"""What follows what in a phrase of units? Names, words that give roles, brackets and signs, from left to right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct

from sitegen.exchange.rolewords import (
    AFTER,
    BEFORE,
    BESIDES,
    LABEL,
    MODES,
    STRONG,
    WORDS,
    role_before,
)
from sitegen.exchange.signs import SIGNS

_COUNTED = re.compile(
    r"由|[①-⑳]|\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[)）]"
)  # before a name, no part of it
_MARKED = frozenset({*SIGNS, *"①②③④⑤⑥⑦⑧⑨⑩※"}) - {"＃", "#"}
_BETWEEN = "、，,；;。\n ／/"
_STOPS = "，,；;。\n"
_JOIN = "和及与"
_ALSO = "以及"  # before a name, no part of it
# one name in spite of what parts it: 各县、区人民政府
_EACH = re.compile(
    "各(?:[省市州盟县区旗乡镇]|街道|园区)(?:、(?:[市州盟县区旗乡镇]|街道|园区))+"
    "(?=人民政府|政府|办事处|管委会|[、，,；;。（(]|$)"
)
_SUFFIX = re.compile(
    r"(局|委|办|部|厅|府|院|行|会|处|社|站|队|所|馆|台|校|区|县|镇|乡|联|室|组|镇街|街道|中心|部门|单位|公司|集团|机构|学院|大学|[）)])$"
)
_LEVEL = re.compile(r"^[省市州盟县区旗镇乡]")
_OPENING, _CLOSING = "（(", "）)"
_REACH = 400  # letters; a list of units without any separator is read in pieces
_FARTHEST = 200  # letters from an opening bracket to the closing one
# what in brackets is no part of the name before it
_ASIDE = re.compile(r"不?(含|包括)|除|原|以下简称|简称")

What = Literal[
    "unit", "ambiguous", "unknown", "word", "besides", "before", "role", "aside", "sign", "stop"
]
Meant = Callable[[str], tuple[str, ...]]


class Token(Struct, frozen=True):
    """A piece of a phrase as it is written.

    `means`: the id of a unit, the role that brackets give; `behind` of a sign right behind a name.
    """

    what: What
    text: str
    means: str = ""


NAMES: frozenset[What] = frozenset({"unit", "ambiguous", "unknown"})


def looks_like_unit(name: str) -> bool:
    """Whether some words end as the names of units do."""
    return bool(_SUFFIX.search(name))


class Tokens:
    """The pieces of one phrase; `meant` finds the ids of a name."""

    def __init__(self, phrase: str, meant: Meant) -> None:
        self.phrase, self.meant = phrase, meant
        self.level = ""

    def __iter__(self) -> Iterator[Token]:
        phrase = self.phrase
        place, named = 0, -1
        while place < len(phrase):
            counted = _COUNTED.match(phrase, place) if place != named else None
            if counted:
                place = counted.end()
            elif phrase[place] in _OPENING and place == named:
                end = _behind_bracket(phrase, place)
                yield _in_brackets(phrase[place:end])
                place = end
            elif phrase[place] in _STOPS:
                yield Token("stop", phrase[place])
                place += 1
            elif phrase[place] in f"{_BETWEEN}{_JOIN}{_OPENING}{_CLOSING}":
                place += 1
            elif phrase.startswith(_ALSO, place):
                place += len(_ALSO)
            elif phrase[place] in _MARKED:
                yield Token("sign", phrase[place], "behind" if place == named else "")
                place += 1
            else:
                token = self._next(place)
                place += len(token.text)
                named = place if token.what in NAMES else -1
                yield token

    def _next(self, place: int) -> Token:
        phrase = self.phrase
        known = self._known(place)
        if known:
            return known
        label = LABEL.match(phrase, place)
        named = label if label and self._known(label.end()) else None
        before = BEFORE.match(phrase, place) or named
        if before:
            return Token("before", before[0])
        word = next((word for word in WORDS if phrase.startswith(word, place)), "")
        if word:
            return Token("word", word)
        besides = BESIDES.match(phrase, place)
        return Token("besides", besides[0]) if besides else self._unknown(place)

    def _known(self, place: int) -> Token | None:
        """The longest name on record that ends where a name may end."""
        stop = _outside(self.phrase, place)
        for end in range(min(stop, place + 60), place + 1, -1):
            name = self.phrase[place:end]
            ids = self._meant(name) if _may_end(self.phrase, end) else ()
            if len(ids) == 1:
                self._note(name)
                return Token("unit", name, ids[0])
            if ids:
                return Token("ambiguous", name)
        return None

    def _meant(self, name: str) -> tuple[str, ...]:
        return self.meant(name) or (self.meant(self.level + name) if self.level else ())

    def _note(self, name: str) -> None:
        """Keep the level that a list names once for all: 市财政局、审计局."""
        level = _LEVEL.match(name)
        self.level = level[0] if level else self.level

    def _unknown(self, place: int) -> Token:
        stop = max(place + 1, _outside(self.phrase, place))
        inner = range(place + 1, stop)
        end = next((end for end in inner if _ends_unknown(self.phrase, place, end)), stop)
        name = self.phrase[place:end]
        if looks_like_unit(name) and len(name) > 1:
            self._note(name)
        return Token("unknown", name)


def _outside(phrase: str, place: int) -> int:
    """Where the next separator stands that is not within brackets; no name is longer than is looked."""
    depth = 0
    stop = min(len(phrase), place + _REACH)
    each = _EACH.match(phrase, place)
    for end in range(each.end() if each else place, stop):
        depth += (phrase[end] in "（(") - (phrase[end] in "）)")
        if depth <= 0 and phrase[end] in _BETWEEN:
            return end
    return stop if depth <= 0 else _first_separator(phrase, place, stop)


def _first_separator(phrase: str, place: int, stop: int) -> int:
    return next((i for i in range(place, stop) if phrase[i] in _BETWEEN), stop)


def _may_end(phrase: str, end: int) -> bool:
    """Whether a name may end here: before a separator, a sign, a word that gives a role, or at the end.

    It may before brackets too, unless it goes on behind them: 各县（市、区）政府.
    """
    if phrase[end : end + 1] and phrase[end] in _OPENING:
        behind = _behind_bracket(phrase, end)
        if _role_in(_inner(phrase[end:behind])):  # 市财政局（主办）市审计局（协办）
            return True
        end = behind
    separators = f"{_BETWEEN}{_JOIN}{_OPENING}"
    apart = end >= len(phrase) or phrase[end] in separators or phrase[end] in _MARKED
    return apart or _word_at(phrase, end)


def _word_at(phrase: str, place: int) -> bool:
    starts = any(phrase.startswith(word, place) for word in WORDS)
    return starts or bool(BEFORE.match(phrase, place) or BESIDES.match(phrase, place))


def _ends_unknown(phrase: str, place: int, end: int) -> bool:
    before = phrase[place:end]
    if sum(map(before.count, _OPENING)) > sum(map(before.count, _CLOSING)):
        return False
    if phrase[end] in _OPENING:
        inner = _inner(phrase[end : _behind_bracket(phrase, end)])
        return bool(_role_in(inner) or _ASIDE.match(inner))
    if BEFORE.match(phrase, end) or any(phrase.startswith(word, end) for word in STRONG):
        return True
    weak = phrase[end] in _JOIN or phrase[end] in _MARKED or _word_at(phrase, end)
    return weak and looks_like_unit(before)


# brackets


def _behind_bracket(phrase: str, start: int) -> int:
    """Behind the bracket that closes the one here; one that is never closed goes to the end."""
    depth = 0
    for place in range(start, min(len(phrase), start + _FARTHEST)):
        depth += (phrase[place] in _OPENING) - (phrase[place] in _CLOSING)
        if not depth:
            return place + 1
    return len(phrase)


def _in_brackets(bracket: str) -> Token:
    """What brackets behind a unit say: its role, how all of them share a task, or something left to an editor."""
    inner = _inner(bracket)
    mode = next((word for word in WORDS if word in MODES and inner.startswith(word)), "")
    if mode and inner[len(mode) :] in {"", "负责", "落实"}:
        return Token("word", mode)
    role = _role_in(inner)
    return Token("role", bracket, role) if role else Token("aside", bracket)


def _inner(bracket: str) -> str:
    return bracket.strip(f"{_OPENING}{_CLOSING} ")


def _role_in(words: str) -> str:
    """The role that words in brackets give: 牵头, 牵头单位, 配合; or nothing."""
    named = BEFORE.fullmatch(f"{words.rstrip('：:')}：")
    return AFTER.get(words, "") or (role_before(words) if named else "")
