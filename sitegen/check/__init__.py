"""Is it fit to publish? One small function per rule, one module per family; CHECKS is all of them."""

from __future__ import annotations

from msgspec.structs import replace

from sitegen.check import evidence, limits, moved, plausible, records, responsibility
from sitegen.check.case import Case, Check
from sitegen.check.files import files
from sitegen.check.links import fragments, outside, own
from sitegen.check.personal import personal
from sitegen.check.prose import hangs, prose
from sitegen.check.publication import audience, plan_dates, publication_dates, unpaired, validity
from sitegen.check.review import review
from sitegen.check.tags import tags
from sitegen.check.tidy import tidied, tidy, untidy
from sitegen.check.timeliness import empty, timeliness
from sitegen.check.titles import titles
from sitegen.check.waivers import WAIVABLE, Verdict, Waived, weigh
from sitegen.check.wording import wording
from sitegen.errors import Problem
from sitegen.memo import between_looks
from sitegen.privacy import masked

__all__ = [
    "CHECKS",
    "WAIVABLE",
    "Case",
    "Verdict",
    "Waived",
    "check",
    "discreet",
    "hangs",
    "tidied",
    "untidy",
]

CHECKS: tuple[Check, ...] = (
    *records.CHECKS,
    *evidence.CHECKS,
    *limits.CHECKS,
    *responsibility.CHECKS,
    *plausible.CHECKS,
    moved.moved,
    titles,
    prose,
    fragments,
    outside,
    own,
    tidy,
    personal,
    wording,
    files,
    timeliness,
    empty,
    tags,
    audience,
    unpaired,
    validity,
    publication_dates,
    plan_dates,
    review,
)


def check(case: Case) -> Verdict:
    """Every problem of a site that loads, in path order: errors stop publication, warnings are shown."""
    found: list[Problem] = []
    for rule in CHECKS:
        case.pause()
        found.extend(rule(case))
    case.memory.keep(whole=case.only is None)
    asked = [discreet(problem) for problem in found if case.wanted(problem.location.path)]
    asked.sort(key=lambda problem: (problem.location, problem.code, problem.message))
    return weigh(case.site, asked, case.as_of, case.only)


@between_looks
def discreet(problem: Problem) -> Problem:
    """A problem that repeats no personal data, whatever line it stands on."""
    return replace(
        problem,
        message=masked(problem.message),
        hint=masked(problem.hint),
        excerpt=masked(problem.excerpt),
        location=replace(problem.location, path=masked(problem.location.path)),
    )
