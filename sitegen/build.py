"""The line: content → site → routes → pages → files → search index → archive → published site.

Reads like a table of contents; every step is a module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sitegen import archive, manifest, search
from sitegen.artifacts import Artifacts
from sitegen.changes import changes_of
from sitegen.check import Case, Verdict, check, discreet
from sitegen.drafts import marked, published
from sitegen.errors import SiteInvalid
from sitegen.indicators import scorecard
from sitegen.load import Site, load_site
from sitegen.pages import Edition, all_pages
from sitegen.routes import Routes, make_routes
from sitegen.theme import load_theme
from sitegen.write import Staging, remember


@dataclass(frozen=True, slots=True)
class Project:
    """Where a portal lives: its folder with content/ and themes/, and where its site goes."""

    folder: Path
    output: Path


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: its files, how many were made anew, removed; what the gate said; whose page."""

    paths: tuple[str, ...]
    made: int
    removed: int
    verdict: Verdict
    sources: Mapping[str, str]  # from the address of a page to the content file behind it

    @property
    def files(self) -> int:
        """How many files the site has."""
        return len(self.paths)


def build(project: Project, edition: Edition, *, clean: bool = False) -> Report:
    """Publish one edition of a project's site; raises SiteInvalid, publishing nothing, on errors."""
    site, routes, verdict = checked(project, edition.as_of, drafts=edition.drafts)
    theme = load_theme(project.folder, site.config.theme)
    waived = ((one.problem, one.waiver) for one in verdict.waived)
    card = scorecard(site, routes, verdict.problems, waived, edition.as_of)
    pages = all_pages(marked(site), routes, edition, card, changes_of(project.folder, site))
    state = project.folder / (manifest.PREVIEW if edition.drafts else manifest.STATE)
    before = {} if clean else manifest.load_state(state)
    with Staging(project.output) as staging:
        artifacts = Artifacts(project.output, theme, staging, before)
        artifacts.add((*pages, *theme.files()))
        search.index(site, pages, artifacts)
        archive.add(pages, artifacts)
        gone = artifacts.publish(edition.as_of, edition.commit)
        remember(state, manifest.dump_state(artifacts.made))
    sources = {url: path for path, url in routes.files.items()}
    return Report(tuple(artifacts.made), len(staging.staged), len(gone), verdict, sources)


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
