"""Which plans are worth comparing? Those that carry out the same requirements or higher documents."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import combinations

from msgspec import Struct

from sitegen.load import Site
from sitegen.model import Origin, Plan, Requirement
from sitegen.text import fold

# with how many others a plan is compared, so that pages grow with plans, not their square
ALIKE = 8

Carried = Mapping[str, Mapping[str, Requirement]]


class Pair(Struct, frozen=True):
    """Two plans worth comparing, with the requirements and the higher documents both carry out."""

    one: Plan
    other: Plan
    shared: tuple[Requirement, ...]
    origins: tuple[Origin, ...]

    def of(self, plan: str) -> bool:
        """Whether a plan is one of the two."""
        return plan in {self.one.id, self.other.id}


def pairs(site: Site) -> tuple[Pair, ...]:
    """The plans worth comparing, two by two: those that share the most, at most ALIKE for each."""
    carried = _carried(site)
    found = (
        _pair(carried, site.plans[one], site.plans[other]) for one, other in _linked(site, carried)
    )
    alike = [pair for pair in found if pair.shared or pair.origins]
    taken: Counter[str] = Counter()
    chosen = set()
    for pair in sorted(alike, key=lambda p: (-len(p.shared), abs(p.one.year - p.other.year))):
        ids = (pair.one.id, pair.other.id)
        if all(taken[plan] < ALIKE for plan in ids):
            taken.update(ids)
            chosen.add(ids)
    return tuple(pair for pair in alike if (pair.one.id, pair.other.id) in chosen)


def _linked(site: Site, carried: Carried) -> list[tuple[int, int]]:
    """The places of plans that may share something, two by two in the order of the site."""
    holding: dict[str, list[int]] = defaultdict(list)
    for place, plan in enumerate(site.plans):
        for mark in {*carried[plan.id], *map(_mark, plan.origin)}:
            holding[mark].append(place)
    return sorted({two for places in holding.values() for two in combinations(places, 2)})


def _mark(origin: Origin) -> str:
    return origin.number or fold(origin.title)


def _carried(site: Site) -> Carried:
    """The requirements that each plan carries out, by their ids."""
    carried: dict[str, dict[str, Requirement]] = {plan.id: {} for plan in site.plans}
    for requirement in site.requirements:
        for task in requirement.tasks:
            carried[task.partition("/")[0]][requirement.id] = requirement
    return carried


def _pair(carried: Carried, one: Plan, other: Plan) -> Pair:
    return Pair(one, other, _both(carried, one, other), _origins_of_both(one, other))


def _both(carried: Carried, one: Plan, other: Plan) -> tuple[Requirement, ...]:
    return tuple(found for name, found in carried[one.id].items() if name in carried[other.id])


def _origins_of_both(one: Plan, other: Plan) -> tuple[Origin, ...]:
    known = set(map(_mark, other.origin))
    return tuple(origin for origin in one.origin if _mark(origin) in known)
