"""Who answers for a task, by the words of its phrase? Units with roles, as far as the wording says.

Units are looked up within the government, with the level that a list leaves out (市财政局、审计局);
words behind units give them a role (牵头, 配合, 落实), some words before them do (会同, 牵头单位：).
a word in brackets behind a unit is its role alone, so is a sign that a legend explains; other words are told.
A unit that is not on record is never guessed: it is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from sitegen.exchange.found import Units
from sitegen.exchange.rolewords import AFTER, MODES, OPEN, role_before
from sitegen.exchange.unittokens import NAMES, Meant, Token, Tokens
from sitegen.model import ROLES, Mode

_CLASS = re.compile("有关|相关")
_NO_SIGNS: Mapping[str, str] = MappingProxyType({})


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


def read_units(
    columns: Sequence[Units], meant: Meant, signs: Mapping[str, str] = _NO_SIGNS
) -> UnitsSaid:
    """What the phrases of a task's columns of units say; `meant` finds the ids of a name.

    `signs`: the roles that signs beside a name have by a legend (标▲的为牵头单位).
    """
    said = UnitsSaid()
    for index, column in enumerate(columns):
        role = column.role
        if role == "unspecified" and index and columns[0].role in {"lead", "unspecified"}:
            role = "implement" if columns[0].role == "lead" else role
        _Phrase(said, role, index, signs).read(Tokens(column.raw, meant))
    return said


class _Phrase:
    """One phrase, read from left to right.

    Units wait for a word behind them; `ahead` is the role that a word before them gave, which one behind
    them may make more exact: 责任单位：市财政局牵头.
    """

    def __init__(self, said: UnitsSaid, role: str, column: int, signs: Mapping[str, str]) -> None:
        self.said, self.role, self.column, self.signs = said, role, column, signs
        self.waiting: list[tuple[str, str]] = []  # units, each with what was ahead of it
        self.clause = 0  # how many of them waited when the last clause ended
        self.ahead = self.last = self.marked = ""

    def read(self, tokens: Tokens) -> None:
        """Note what every token says."""
        for token in tokens:
            getattr(self, f"_{token.what}")(token)
            self.last = token.means if token.what == "unit" else ""
            self.marked = "" if token.what in NAMES else self.marked
        self._leave()

    def _leave(self) -> None:
        """Give the units that wait the role that a word before them gave, else that of their column."""
        self._take("", len(self.waiting))

    def _take(self, role: str, first: int) -> None:
        """Give the units that wait a role, from one of them on, unless an exact one was ahead of them."""
        for place, (unit, ahead) in enumerate(self.waiting):
            exact = ahead not in {"", "implement"} or place < first
            self.said.name((ahead or self.role) if exact else role, [unit])
        self.waiting, self.clause = [], 0

    def _named(self, token: Token) -> None:
        self.said.first = token.means if self.said.first is None else self.said.first
        self.said.open_ended |= bool(_CLASS.search(token.text))

    def _unit(self, token: Token) -> None:
        self._named(token)
        if self.marked:
            self.said.name(self.marked, [token.means])
        else:
            self.waiting.append((token.means, self.ahead))

    def _unknown(self, token: Token) -> None:
        self._named(token)
        self.said.tell(self.said.unknown, token.text, self.column)

    def _ambiguous(self, token: Token) -> None:
        self._named(token)
        self.said.tell(self.said.ambiguous, token.text, self.column)

    def _role(self, token: Token) -> None:
        """Brackets or a sign behind a unit: the role is its alone."""
        if self.last and self.waiting and self.waiting[-1][0] == self.last:
            self.said.name(token.means, [self.waiting.pop()[0]])

    def _sign(self, token: Token) -> None:
        role = self.signs.get(token.text, "")
        if role and token.means:
            self._role(Token("role", token.text, role))
        elif role:
            self.marked = role
        else:
            self._aside(token)

    def _aside(self, token: Token) -> None:
        self.said.tell(self.said.unread, token.text, self.column)

    def _besides(self, token: Token) -> None:
        """市财政局督促指导: the unit has a part in the task, of which no role speaks."""
        self._aside(token)
        self._leave()

    def _stop(self, _: Token) -> None:
        self.clause = len(self.waiting)

    def _before(self, token: Token) -> None:
        if token.text == "会同":
            self.said.mode = "joint"
        else:
            self._leave()
        self.ahead = role_before(token.text)

    def _word(self, token: Token) -> None:
        self.said.mode = self.said.mode or MODES.get(token.text)
        self.said.open_ended |= token.text in OPEN
        if token.text in AFTER:
            role = AFTER[token.text]
            # 市财政局，市审计局配合: the first one does not help itself
            alone = role == "support" and not self.said.roles["lead"]
            self._take(role, self.clause if alone and self.clause < len(self.waiting) else 0)
            self.ahead = ""
