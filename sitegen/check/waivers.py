"""What is let through, for which reason, until when? And is every waiver itself in order?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from msgspec import Struct

from sitegen import dates
from sitegen.errors import RULES, Problem
from sitegen.load import Site
from sitegen.model import Waiver
from sitegen.source import Document
from sitegen.text import nearest, shown

# what the gate finds can be waived; what cannot be read, resolved or shown to everyone cannot
WAIVABLE = frozenset(
    code
    for code in RULES
    if code[0] in "CFYWALTGBVU" and code not in {"C04", "B01", "B06", "A02", "U01"}
)


class Waived(Struct, frozen=True):
    """A problem that is let through, and the waiver that lets it."""

    problem: Problem
    waiver: Waiver


class Verdict(Struct, frozen=True):
    """What a check came to: the problems that stand, those that are waived.

    `drafts`: what is wrong with drafts only, so that nothing is kept from publication.
    """

    problems: tuple[Problem, ...]
    waived: tuple[Waived, ...] = ()
    drafts: tuple[Problem, ...] = ()


def weigh(
    site: Site, found: Sequence[Problem], as_of: date, only: frozenset[str] | None
) -> Verdict:
    """Problems parted into those that stand and those that a waiver lets through."""
    waivers = site.waivers.waivers if site.waivers else ()
    standing, waived = list(found), list[Waived]()
    complaints: list[Problem] = []
    for place, waiver in enumerate(waivers):
        document = site.documents["waivers", "waivers"]
        wrong = list(_wrong(document, place, waiver, as_of, found))
        covered = (i for i, p in enumerate(standing) if not wrong and _covers(waiver, p))
        matching = dict.fromkeys(islice(covered, waiver.count))
        asked = waiver.place not in site.left_out if only is None else waiver.place in only
        if asked and not (wrong or matching):
            wrong = [_unused(document, place, waiver, found)]
        complaints += wrong
        waived += [Waived(standing[i], waiver) for i in matching]
        # by place: of two equal problems a waiver may let through only one
        standing = [problem for i, problem in enumerate(standing) if i not in matching]
    return Verdict(tuple(_ordered([*standing, *complaints])), tuple(waived))


def _ordered(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: (problem.location, problem.code))


def _covers(waiver: Waiver, problem: Problem) -> bool:
    return problem.code == waiver.code and problem.location.path == waiver.place


def _wrong(
    document: Document, place: int, waiver: Waiver, as_of: date, found: Sequence[Problem]
) -> Iterator[Problem]:
    code = document.at("waivers", place, "code")
    if waiver.code not in RULES:
        near = nearest(waiver.code.upper(), RULES)
        hint = f"是不是 {near}（{RULES[near].title}）？" if near else "照检查结果抄写代码"
        yield document.problem("X01", code, f"没有检查代码“{shown(waiver.code)}”", hint)
    elif waiver.code not in WAIVABLE:
        message = f"{waiver.code}（{RULES[waiver.code].title}）不能豁免"
        yield document.problem("X01", code, message, "把问题改好，删去这一条")
    elif waiver.until < as_of:
        where = document.at("waivers", place, "until")
        message = f"豁免已于{dates.chinese(waiver.until)}到期"
        needed = any(_covers(waiver, problem) for problem in found)
        hint = "改好所豁免的问题，或重新写明理由和期限" if needed else "问题已经没有了，删去这一条"
        yield document.problem("X02", where, message, hint)


def _unused(document: Document, place: int, waiver: Waiver, found: Sequence[Problem]) -> Problem:
    message = f"{shown(waiver.place, 80)} 里没有要豁免的 {waiver.code}"
    places = {p.location.path for p in found if p.code == waiver.code}
    near = nearest(waiver.place, places)
    hint = f"是不是 {near}？" if near else "删去这一条"
    return document.problem("X03", document.at("waivers", place, "place"), message, hint)
