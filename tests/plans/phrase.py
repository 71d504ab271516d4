"""What does a responsibility phrase say, read word by word without looking at our reading of it?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sitegen.model import ROLES, Department, Responsibility

# a word after the units that gives them a role; before it stand the units it speaks of
_AFTER = {
    "牵头落实": "lead",
    "牵头": "lead",
    "负责落实": "implement",
    "落实": "implement",
    "负责": "implement",
    "配合": "support",
}
# a word before the units that gives them a role
_BEFORE = {"会同": "joint", "牵头单位：": "lead", "责任单位：": "implement"}
_MODES = {
    "按照职责分工": "divided",
    "按职责分工": "divided",
    "分别": "divided",
    "会同": "joint",
    "共同": "joint",
}
_OPEN = ("等部门", "等")
_BETWEEN = ("、", "，", "；", "和", "及", "与")
_CLASS = re.compile("有关|相关")  # a class of units that names nobody

CONNECTING = (*_AFTER, *_BEFORE, *_MODES, *_OPEN, *_BETWEEN)


@dataclass
class Said:
    """What one phrase says: units by role in order, mode, whether open; and what nobody explains."""

    roles: dict[str, list[str]] = field(default_factory=lambda: {role: [] for role in ROLES})
    mode: str | None = None
    open_ended: bool = False
    unexplained: list[str] = field(default_factory=list)

    def name(self, role: str, units: Iterable[str]) -> None:
        """Note units under a role, each once."""
        self.roles[role] += [unit for unit in units if unit not in self.roles[role]]


def forms(departments: Iterable[Department]) -> dict[str, str]:
    """Every written form of some departments, and whose it is."""
    return {
        form: unit.id
        for unit in departments
        for form in (unit.name, unit.short, *unit.aliases)
        if form and not form.startswith("/")
    }


def read(said: Responsibility, known: Mapping[str, str]) -> Said:
    """What the cells of one task say; a column 责任单位 beside 牵头单位 means who implements."""
    found = Said()
    read_cell(said.raw, known, found, "unspecified")
    for column in said.more:
        read_cell(column.raw, known, found, "implement")
    return found


def read_cell(phrase: str, known: Mapping[str, str], found: Said, role: str) -> None:
    waiting: list[str] = []  # units whose role comes after them
    ahead = ""  # the role of the units that follow
    for word in _words(phrase, known):
        found.mode = found.mode or _MODES.get(word)
        found.open_ended |= word in _OPEN or bool(word in known and _CLASS.search(word))
        if word in known and ahead:
            found.name(ahead, [known[word]])
        elif word in known:
            waiting.append(known[word])
        elif word in _BEFORE:
            ahead = _BEFORE[word]
        elif word in _AFTER:
            found.name(_AFTER[word], waiting)
            waiting = []
        elif word not in CONNECTING:
            found.unexplained.append(word)
    found.name(role, waiting)


def _words(phrase: str, known: Mapping[str, str]) -> Iterator[str]:
    """The units and connecting words of a phrase, the longest first; single characters else."""
    words = sorted({*known, *CONNECTING}, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, words)) + "|.", re.DOTALL)
    return (match.group() for match in pattern.finditer(phrase))
