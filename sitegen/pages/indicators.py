"""The public page of the last check: every indicator with its rule, its pages, and what is waived."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from msgspec import Struct

from sitegen.errors import RULES
from sitegen.indicators import FORMULA, Finding, Result, Scorecard, as_json
from sitegen.pages.files import JsonFile
from sitegen.pages.shape import About, Later, Page, Shape, crumbs, later
from sitegen.pages.views import Meta
from sitegen.routes import FIXED, data_url, file_of


class RuleView(Struct, frozen=True):
    """One check code in words."""

    code: str
    title: str
    rule: str


class IndicatorView(Struct, frozen=True):
    """One indicator with the rules that it counts and what was found."""

    id: str
    title: str
    basis: str
    rules: tuple[RuleView, ...]
    points: int
    cap: int
    veto: int
    deducted: int
    vetoed: bool
    findings: tuple[Finding, ...]


class IndicatorsView(Struct, frozen=True):
    """What the page of indicators shows."""

    as_of: str
    score: int
    formula: str
    checked: tuple[tuple[str, int], ...]
    indicators: tuple[IndicatorView, ...]
    waived: tuple[tuple[RuleView, Finding], ...]
    json: str


INDICATORS = (FIXED["indicators"], data_url("indicators", "json"))


def indicator_pages(shape: Shape, of: Callable[[], Scorecard]) -> Iterator[Page]:
    """The page of indicators, and the same as JSON; what they show is known once the gate has spoken."""
    about = About("indicators", INDICATORS[0], indexed=False)
    yield later("pages/indicators.html", about, partial(_page, shape, of))
    yield Page(INDICATORS[1], "", Later(None, partial(_file, of)))


def _file(of: Callable[[], Scorecard]) -> Page:
    return Page(INDICATORS[1], "", JsonFile(as_json(of())))


def _page(shape: Shape, of: Callable[[], Scorecard]) -> Page:
    card = of()
    view = IndicatorsView(
        as_of=card.as_of.isoformat(),
        score=card.score,
        formula=FORMULA,
        checked=card.checked,
        indicators=tuple(_indicator(result) for result in card.results),
        waived=tuple((_rule(finding.code), finding) for finding in card.waived),
        json=INDICATORS[1],
    )
    meta = Meta("indicators", FIXED["indicators"], "", "", crumbs(), indexed=False)
    return Page(file_of(meta.url), "pages/indicators.html", shape.context(meta, view))


def _indicator(result: Result) -> IndicatorView:
    one = result.indicator
    return IndicatorView(
        id=one.id,
        title=one.title,
        basis=one.basis,
        rules=tuple(map(_rule, one.codes)),
        points=one.points,
        cap=one.cap,
        veto=one.veto,
        deducted=result.deducted,
        vetoed=result.vetoed,
        findings=result.findings,
    )


def _rule(code: str) -> RuleView:
    return RuleView(code, RULES[code].title, RULES[code].text)
