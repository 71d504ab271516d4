"""May a project's content be published? It is read, given its addresses and checked."""

from __future__ import annotations

from datetime import date

from sitegen.check import Case, Verdict, check, discreet
from sitegen.drafts import published
from sitegen.errors import SiteInvalid
from sitegen.load import Site, load_site
from sitegen.project import Project
from sitegen.routes import Routes, make_routes


def checked(project: Project, as_of: date, *, drafts: bool = False) -> tuple[Site, Routes, Verdict]:
    """The site of a project with its addresses and verdict; raises SiteInvalid on any error."""
    site = loaded(project, drafts=drafts)
    return site, *passed(project, site, as_of)


def loaded(project: Project, *, drafts: bool = False) -> Site:
    """The site of a project; raises SiteInvalid if it cannot be read."""
    site, verdict = _read(project, drafts=drafts)
    if site is None:
        raise SiteInvalid(verdict.problems)
    return site


def passed(project: Project, site: Site, as_of: date) -> tuple[Routes, Verdict]:
    """The addresses of a site and what its checks say; raises SiteInvalid on any error."""
    routes, verdict = _judged(project, site, as_of)
    if any(problem.severity == "error" for problem in verdict.problems):
        raise SiteInvalid(verdict.problems)
    return routes, verdict


def examined(
    project: Project, as_of: date, only: frozenset[str] | None = None, *, drafts: bool = False
) -> tuple[Site | None, Routes | None, Verdict]:
    """What the gate finds, errors or not; with `only`, in these files."""
    site, verdict = _read(project, drafts=drafts)
    return (site, *_judged(project, site, as_of, only)) if site else (None, None, verdict)


def _read(project: Project, *, drafts: bool) -> tuple[Site | None, Verdict]:
    site, problems = load_site(project.folder / "content", drafts=drafts)
    return published(site) if site else None, Verdict(tuple(map(discreet, problems)))


def _judged(
    project: Project, site: Site, as_of: date, only: frozenset[str] | None = None
) -> tuple[Routes, Verdict]:
    routes = make_routes(site)
    return routes, check(Case(site, routes, as_of, only, project.folder))
