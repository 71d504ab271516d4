"""Are the units of a task those that its wording names? What is listed and what stands there are compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sitegen.check.case import Case, Check
from sitegen.errors import Problem
from sitegen.memo import Table, between_looks
from sitegen.model import Department, Government, Plan, Task, other_names
from sitegen.names import with_level
from sitegen.source import Document
from sitegen.text import fold, listed, shown

_GENERAL = re.compile("各|有关|相关|所有|全体|等")
_WORDS = re.compile("[一-鿿]{2}")  # a dash or 无 names nobody
_ABOVE = "省市县区州旗乡镇级各"  # before a name they make it that of another unit
_SHORTEST = 2  # characters of a name that is looked for in a wording
_ROLES = "lead、joint、support、implement 或 unspecified"

Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Units:
    """All units, their names, and which stand in which wording of a government's plans."""

    named: Mapping[str, Department]
    names: Mapping[str, tuple[str, ...]]
    near: Mapping[str, frozenset[str]]
    forms: Mapping[str, Mapping[str, str]]
    standing: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def standing_in(self, government: str, text: str) -> frozenset[str]:
        """The units whose names stand in a wording, unless only as a part of another name."""
        if (government, text) not in self.standing:
            found = _standing(self.forms[government], fold(text))
            self.standing[government, text] = frozenset(found)
        return self.standing[government, text]

    def with_near(self, units: Iterable[str]) -> set[str]:
        """Units with the classes and members of each, what came before it and what after."""
        return {one for unit in units for one in (unit, *self.near[unit])}

    def is_said(self, unit: str, text: str) -> bool:
        """Whether a unit, or one near it, is named in a folded text."""
        if any(name in text for name in self.names[unit]):
            return True
        return any(name in text for one in self.near[unit] for name in self.names[one])

    def mentions(self, unit: str, text: str) -> int:
        """How many times a unit is named in a folded text."""
        return max(text.count(name) for name in self.names[unit])

    def short(self, unit: str) -> str:
        """What plans usually call a unit."""
        return self.named[unit].short or self.named[unit].name


def _standing(forms: Mapping[str, str], rest: str) -> Iterator[str]:
    for form in sorted((form for form in forms if form in rest), key=len, reverse=True):
        if _stands(form, rest):
            yield forms[form]
        rest = rest.replace(form, "\0")


def _stands(form: str, text: str) -> bool:
    # a pattern for each of many names would take longer to compile than all this
    place = text.find(form)
    while place > 0 and text[place - 1] in _ABOVE:
        place = text.find(form, place + 1)
    return place >= 0


def _names(unit: Department, government: str) -> tuple[str, ...]:
    names = (unit.name, unit.short, *other_names(unit), with_level(unit.name, government))
    return tuple(fold(name) for name in names if name)


def _units(departments: tuple[Department, ...], governments: tuple[Government, ...]) -> _Units:
    titles = {government.id: government.name for government in governments}
    names = {unit.id: _names(unit, titles[unit.government]) for unit in departments}
    forms: dict[str, dict[str, str]] = defaultdict(dict)
    near: dict[str, set[str]] = {unit.id: set() for unit in departments}
    for unit in departments:
        forms[unit.government] |= {n: unit.id for n in names[unit.id] if len(n) >= _SHORTEST}
        for other in filter(None, (*unit.members, unit.successor)):
            near[unit.id].add(other)
            near[other].add(unit.id)
    named = {unit.id: unit for unit in departments}
    return _Units(named, names, {unit: frozenset(others) for unit, others in near.items()}, forms)


def responsibility(case: Case) -> Iterator[Problem]:
    """C11: a task's units stand in its wording, and the units that stand there are listed."""
    units = _of_last_look((case.site.departments, case.site.governments))
    for task, plan, document in case.tasks():
        yield from _compared(units, task, plan, document)


Named = tuple[tuple[Department, ...], tuple[Government, ...]]
_LAST = Table[str, tuple[Named, _Units]]()


def _of_last_look(named: Named) -> _Units:
    """All units; in a preview, as the object of the last look while they are the same."""
    before, units = _LAST.get("last", (((), ()), None))
    if units is None or before != named:
        units = _units(*named)
        _LAST.keep("last", (named, units))
    return units


@between_looks
def _compared(units: _Units, task: Task, plan: Plan, document: Document) -> tuple[Problem, ...]:
    looked = _Looked(task, document, units)
    unlisted = list(looked.unlisted(plan.government))
    return (*(unlisted or looked.nobody()), *looked.unsaid())


@dataclass(frozen=True, slots=True)
class _Looked:
    """A task whose units are compared with its wording."""

    task: Task
    document: Document
    units: _Units

    def _problem(self, message: str, hint: str, *where: str | int) -> Problem:
        return self.document.problem("C11", self.document.at(*where), message, hint)

    def _texts(self) -> Iterator[tuple[str, Keys]]:
        """The wordings of the columns that name units, and where each stands."""
        said = self.task.responsibility
        yield said.raw, ("responsibility", "raw")
        for place, column in enumerate(said.more):
            yield column.raw, ("responsibility", "more", place, "raw")

    def unlisted(self, government: str) -> Iterator[Problem]:
        """Units that stand in the wording and are not listed."""
        known = self.units.with_near(unit for _, unit in self.task.responsibility.named())
        for text, where in self._texts():
            missing = sorted(self.units.standing_in(government, text) - known)
            if missing:
                message = f"原文里的“{listed(map(self.units.short, missing))}”没有列为责任单位"
                yield self._problem(message, f"照原文写进 {_ROLES}", *where)

    def nobody(self) -> Iterator[Problem]:
        """A task that lists no unit, where its wording is not of units in general."""
        said = self.task.responsibility
        words = "".join(text for text, _ in self._texts())
        general = said.open_ended or _GENERAL.search(words) or not _WORDS.search(words)
        if not (said.named() or general):
            message = "没有列出责任单位，任务、时限和凭证归不到任何单位"
            hint = f"照原文写进 {_ROLES}；还没有建档的先建档"
            yield self._problem(message, hint, "responsibility", "raw")

    def unsaid(self) -> Iterator[Problem]:
        """Units that are listed and stand nowhere in the wording, nor does any near them; or twice, and stand once."""
        words = "\n".join(fold(text) for text, _ in self._texts())
        places: dict[str, int] = defaultdict(int)
        first: dict[str, str] = {}
        for role, unit in self.task.responsibility.listed():
            told = self._unsaid(unit, words, first.setdefault(unit, role), role)
            if told:
                yield self._problem(*told, "responsibility", role, places[role])
            places[role] += 1

    def _unsaid(self, unit: str, words: str, before: str, role: str) -> tuple[str, str] | None:
        name = shown(self.units.short(unit))
        if not self.units.is_said(unit, words):
            hint = "照原文改正；原文用的是它的另一个名称的，把那个名称加进部门的 aliases"
            return f"原文里没有责任单位“{name}”", hint
        if before != role and self.units.mentions(unit, words) == 1:
            message = f"“{name}”列在 {before} 和 {role} 里，原文里只有一处"
            return message, "照原文留下一类"
        return None


CHECKS: tuple[Check, ...] = (responsibility,)
