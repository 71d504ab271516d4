"""The line: content → site → routes → pages → files → search index → archive → published site.

Reads like a table of contents; every step is a module.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sitegen import archive, manifest, search
from sitegen.artifacts import Artifacts, Telling
from sitegen.changes import changes_of
from sitegen.check import Case, Verdict, check, discreet
from sitegen.drafts import marked, published
from sitegen.errors import SiteInvalid
from sitegen.fresh import Trust
from sitegen.indicators import scorecard
from sitegen.kept import kept_in
from sitegen.load import Site, load_site
from sitegen.pages import Edition, Pages, all_pages
from sitegen.project import Project, Report
from sitegen.routes import Routes, make_routes
from sitegen.theme import Theme, load_theme
from sitegen.write import Staging

__all__ = ["Prepared", "Project", "Report", "build", "checked", "examined", "prepared"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A site that passed the gate, ready to be made: its addresses, verdict, theme and pages."""

    site: Site
    routes: Routes
    verdict: Verdict
    theme: Theme
    pages: Pages


def build(
    project: Project, edition: Edition, trust: Trust = "times", tell: Telling | None = None
) -> Report:
    """Publish one edition of a project's site; raises SiteInvalid, publishing nothing, on errors."""
    it = prepared(project, edition, trust)
    with Staging(project.output) as staging:
        state = project.folder / (manifest.PREVIEW if edition.drafts else manifest.STATE)
        before = manifest.load_before(state, trust)
        artifacts = Artifacts(it.theme, staging, before, search.extract, tell)
        artifacts.add((*it.pages, *it.theme.files()))
        search.index(it.site, it.pages, artifacts, kept_in(project.folder, trust))
        archive.add(it.pages, artifacts)
        gone = artifacts.publish(edition.as_of, edition.commit)
        artifacts.remember(state)
    read, made = it.site.size, len(staging.staged)
    return Report(tuple(artifacts.made), read, artifacts.rendered, made, len(gone), it.verdict)


def prepared(project: Project, edition: Edition, trust: Trust = "times") -> Prepared:
    """Everything but the making; raises SiteInvalid on errors."""
    site, routes, verdict = checked(project, edition.as_of, drafts=edition.drafts)
    theme = load_theme(project.folder, site.config.theme, kept_in(project.folder, trust))
    waived = ((one.problem, one.waiver) for one in verdict.waived)
    card = scorecard(site, routes, verdict.problems, waived, edition.as_of)
    pages = all_pages(marked(site), routes, edition, card, changes_of(project.folder, site))
    return Prepared(site, routes, verdict, theme, pages)


def checked(project: Project, as_of: date, *, drafts: bool = False) -> tuple[Site, Routes, Verdict]:
    """The site of a project with its addresses and verdict; raises SiteInvalid on any error."""
    site, routes, verdict = examined(project, as_of, drafts=drafts)
    errors = any(problem.severity == "error" for problem in verdict.problems)
    if site is None or routes is None or errors:
        raise SiteInvalid(verdict.problems)
    return site, routes, verdict


def examined(
    project: Project, as_of: date, only: frozenset[str] | None = None, *, drafts: bool = False
) -> tuple[Site | None, Routes | None, Verdict]:
    """What the gate finds, errors or not; with `only`, in these files."""
    site, problems = load_site(project.folder / "content", drafts=drafts)
    if site is None:
        return None, None, Verdict(tuple(map(discreet, problems)))
    site = published(site)
    routes = make_routes(site)
    case = Case(site, routes, as_of, only, project.folder)
    return site, routes, check(case)
