"""Who answers for a task, by the words of its phrase? Units with roles, as far as the wording says.

Units are looked up within the government, with the level that a list leaves out (市财政局、审计局);
words behind units give them a role (牵头, 配合, 落实), some words before them do (会同, 牵头单位：).
a word in brackets behind a unit is its role alone, other words there are told.
A unit that is not on record is never guessed: it is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sitegen.exchange.found import Units
from sitegen.model import ROLES, Mode

_AFTER = {
    "牵头负责落实": "lead",
    "牵头抓好落实": "lead",
    "牵头组织实施": "lead",
    "牵头落实": "lead",
    "牵头负责": "lead",
    "牵头": "lead",
    "主办": "lead",
    "负责落实": "implement",
    "具体负责": "implement",
    "组织实施": "implement",
    "具体落实": "implement",
    "抓好落实": "implement",
    "落实": "implement",
    "承办": "implement",
    "实施": "implement",
    "负责": "implement",
    "配合落实": "support",
    "协助配合": "support",
    "配合": "support",
    "协办": "support",
    "参加": "support",
    "参与": "support",
}
_BEFORE = re.compile(
    r"(会同|(?:牵头|主办|主责|责任|落实|承办|实施|配合|协办|协同|参与|负责)(?:单位|部门|主体|科室)?[：:])"
)
# the same without a colon, where a name on record follows
_LABEL = re.compile(r"(?:牵头|主办|主责|责任|落实|承办|实施|配合|协办|协同|参与)(?:单位|部门|主体)")
_COUNTED = re.compile(
    r"由|[①-⑳]|\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[)）]"
)  # before a name, no part of it
_BEFORE_ROLES = (
    ("会同", "joint"),
    ("牵头", "lead"),
    ("主办", "lead"),
    ("主责", "lead"),
    ("配合", "support"),
    ("协", "support"),
    ("参与", "support"),
    ("", "implement"),
)
_MODES: dict[str, Mode] = {
    "按照各自职责": "divided",
    "按各自职责": "divided",
    "按照职责分工": "divided",
    "按职责分工": "divided",
    "按照职责": "divided",
    "按职责": "divided",
    "分别": "divided",
    "共同": "joint",
}
_OPEN = ("等部门和单位", "等部门（单位）", "等相关部门", "等有关部门", "等部门", "等单位", "等")
_CLASS = re.compile("有关|相关")
_BETWEEN = "、，,；;。\n ／/"
_JOIN = "和及与"
_SUFFIX = re.compile(
    r"(局|委|办|部|厅|府|院|行|会|处|社|站|队|所|馆|台|校|区|县|镇|乡|联|室|组|镇街|街道|中心|部门|单位|公司|集团|机构|学院|大学|[）)])$"
)
_LEVEL = re.compile(r"^[省市州盟县区旗镇乡]")
_WORDS = sorted({*_AFTER, *_MODES, *_OPEN}, key=len, reverse=True)
_STRONG = sorted(
    {*(w for w in _AFTER if "牵头" in w or len(w) > 2), *_MODES, *_OPEN[:-1], "配合"},  # noqa: PLR2004
    key=len,
    reverse=True,
)

_OPENING, _CLOSING = "（(", "）)"
_REACH = 400  # letters; a list of units without any separator is read in pieces
_FARTHEST = 200  # letters from an opening bracket to the closing one
# what in brackets is no part of the name before it
_ASIDE = re.compile(r"不?(含|包括)|除|原|以下简称|简称")

Token = tuple[Literal["unit", "unknown", "word", "before", "role", "aside"], str]
Meant = Callable[[str], tuple[str, ...]]


@dataclass
class UnitsSaid:
    """What the columns of a task say: ids by role in order, mode, whether the list is open.

    `columns`: by the words that are unknown, ambiguous or unread, which columns they stand in;
    `first`: the id of the unit that stands before all others, if it is known.
    """

    roles: dict[str, list[str]] = field(default_factory=lambda: {role: [] for role in ROLES})
    mode: Mode | None = None
    open_ended: bool = False
    unknown: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    columns: dict[str, list[int]] = field(default_factory=dict)
    first: str | None = None

    def name(self, role: str, units: Sequence[str]) -> None:
        """Note units under a role, each once."""
        self.roles[role] += [unit for unit in units if unit not in self.roles[role]]

    def tell(self, words: list[str], name: str, column: int) -> None:
        """Note words that are to be looked at, each once, and the column that they stand in."""
        words += [name] if name not in words else []
        places = self.columns.setdefault(name, [])
        places += [column] if column not in places else []


def read_units(columns: Sequence[Units], meant: Meant) -> UnitsSaid:
    """What the phrases of a task's columns of units say; `meant` finds the ids of a name."""
    said = UnitsSaid()
    for index, column in enumerate(columns):
        role = column.role
        if role == "unspecified" and index and columns[0].role in {"lead", "unspecified"}:
            role = "implement" if columns[0].role == "lead" else role
        _Phrase(said, meant, role, index).read(column.raw)
    return said


def looks_like_unit(name: str) -> bool:
    """Whether some words end as the names of units do."""
    return bool(_SUFFIX.search(name))


class _Phrase:
    """One phrase, read from left to right."""

    def __init__(self, said: UnitsSaid, meant: Meant, role: str, column: int) -> None:
        self.said, self.meant, self.role, self.column = said, meant, role, column
        self.level = ""

    def read(self, phrase: str) -> None:
        waiting: list[str] = []
        ahead = last = ""
        for what, word in self.tokens(phrase):
            if self.said.first is None and what in {"unit", "unknown"}:
                self.said.first = word if what == "unit" else ""
            if what == "unit":
                self.said.name(ahead, [word]) if ahead else waiting.append(word)
            elif what == "role" and last:
                kept = self.said.roles[ahead] if ahead else waiting
                self.said.name(word, [kept.pop()] if kept[-1:] == [last] else [])
            elif what == "aside":
                self.said.tell(self.said.unread, word, self.column)
            elif what == "before":
                ahead = _role_before(word)
                self.said.mode = "joint" if word == "会同" else self.said.mode
                if word != "会同":
                    self.said.name(self.role, waiting)
                    waiting = []
            elif what == "word":
                self.said.mode = self.said.mode or _MODES.get(word)
                self.said.open_ended |= word in _OPEN
                if word in _AFTER:
                    self.said.name(_AFTER[word], waiting)
                    waiting, ahead = [], ""
            last = word if what == "unit" else ""
        self.said.name(self.role, waiting)

    def tokens(self, phrase: str) -> Iterator[Token]:
        place, named = 0, -1
        while place < len(phrase):
            counted = _COUNTED.match(phrase, place) if place != named else None
            if counted:
                place = counted.end()
            elif phrase[place] in _OPENING and place == named:
                end = _behind_bracket(phrase, place)
                yield _in_brackets(phrase[place:end])
                place = end
            elif phrase[place] in f"{_BETWEEN}{_JOIN}{_OPENING}{_CLOSING}":
                place += 1
            else:
                token, place = self._next(phrase, place)
                named = place if token and token[0] in {"unit", "unknown"} else -1
                if token:
                    yield token

    def _next(self, phrase: str, place: int) -> tuple[Token | None, int]:
        end, unit = self._known(phrase, place)
        if end:
            return ("unit" if unit else "unknown", unit or phrase[place:end]), end
        before = _BEFORE.match(phrase, place)
        if before:
            return ("before", before[0]), before.end()
        label = _LABEL.match(phrase, place)
        if label and self._known(phrase, label.end())[1]:
            return ("before", label[0]), label.end()
        word = next((word for word in _WORDS if phrase.startswith(word, place)), "")
        if word:
            return ("word", word), place + len(word)
        return self._unknown(phrase, place)

    def _known(self, phrase: str, place: int) -> tuple[int, str]:
        """The longest name on record that ends where a name may end, and the id that it means."""
        stop = _outside(phrase, place)
        for end in range(min(stop, place + 60), place + 1, -1):
            if not _may_end(phrase, end):
                continue
            ids = self._meant(phrase[place:end])
            if len(ids) == 1:
                self._note(phrase[place:end])
                return end, ids[0]
            if ids:
                self.said.tell(self.said.ambiguous, phrase[place:end], self.column)
                return end, ""
        return 0, ""

    def _meant(self, name: str) -> tuple[str, ...]:
        return self.meant(name) or (self.meant(self.level + name) if self.level else ())

    def _note(self, name: str) -> None:
        level = _LEVEL.match(name)
        self.level = level[0] if level else self.level
        self.said.open_ended |= bool(_CLASS.search(name))

    def _unknown(self, phrase: str, place: int) -> tuple[Token | None, int]:
        stop = max(place + 1, _outside(phrase, place))
        inner = range(place + 1, stop)
        end = next((end for end in inner if _ends_unknown(phrase, place, end)), stop)
        name = phrase[place:end]
        if looks_like_unit(name) and len(name) > 1:
            self._note(name)
        self.said.tell(self.said.unknown, name, self.column)
        return ("unknown", name), end


def _outside(phrase: str, place: int) -> int:
    """Where the next separator stands that is not within brackets; no name is longer than is looked."""
    depth = 0
    stop = min(len(phrase), place + _REACH)
    for end in range(place, stop):
        depth += (phrase[end] in "（(") - (phrase[end] in "）)")
        if depth <= 0 and phrase[end] in _BETWEEN:
            return end
    return stop if depth <= 0 else _first_separator(phrase, place, stop)


def _first_separator(phrase: str, place: int, stop: int) -> int:
    return next((i for i in range(place, stop) if phrase[i] in _BETWEEN), stop)


def _may_end(phrase: str, end: int) -> bool:
    """Whether a name may end here: before a separator, a word that gives a role, or at the end.

    It may before brackets too, unless it goes on behind them: 各县（市、区）政府.
    """
    if phrase[end : end + 1] and phrase[end] in _OPENING:
        end = _behind_bracket(phrase, end)
    if end >= len(phrase) or phrase[end] in f"{_BETWEEN}{_JOIN}{_OPENING}":
        return True
    return any(phrase.startswith(word, end) for word in _WORDS) or bool(_BEFORE.match(phrase, end))


def _ends_unknown(phrase: str, place: int, end: int) -> bool:
    before = phrase[place:end]
    if sum(map(before.count, _OPENING)) > sum(map(before.count, _CLOSING)):
        return False
    if phrase[end] in _OPENING:
        inner = _inner(phrase[end : _behind_bracket(phrase, end)])
        return bool(_role_in(inner) or _ASIDE.match(inner))
    if _BEFORE.match(phrase, end) or any(phrase.startswith(word, end) for word in _STRONG):
        return True
    weak = phrase[end] in _JOIN or any(phrase.startswith(word, end) for word in _WORDS)
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
    """What brackets behind a unit say: its role, or something that is left to an editor."""
    role = _role_in(_inner(bracket))
    return ("role", role) if role else ("aside", bracket)


def _inner(bracket: str) -> str:
    return bracket.strip(f"{_OPENING}{_CLOSING} ")


def _role_in(words: str) -> str:
    """The role that words in brackets give: 牵头, 牵头单位, 配合; or nothing."""
    named = _BEFORE.fullmatch(f"{words.rstrip('：:')}：")
    return _AFTER.get(words) or (_role_before(words) if named else "")


def _role_before(word: str) -> str:
    return next(role for begin, role in _BEFORE_ROLES if word.startswith(begin))
