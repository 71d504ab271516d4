"""The line: content → site → routes → pages → files → search index → published site.

Reads like a table of contents; every step is a module.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sitegen import git, manifest, search
from sitegen.artifacts import Artifacts
from sitegen.check import Case, Verdict, check, discreet
from sitegen.errors import SiteInvalid
from sitegen.indicators import scorecard
from sitegen.load import Site, load_site
from sitegen.pages import all_pages
from sitegen.routes import Routes, make_routes
from sitegen.theme import load_theme
from sitegen.write import Staging, save


@dataclass(frozen=True, slots=True)
class Project:
    """Where a portal lives: its folder with content/ and themes/, and where its site goes."""

    folder: Path
    output: Path


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: files in all, made anew, removed; and what the gate said."""

    files: int
    made: int
    removed: int
    verdict: Verdict


def build(project: Project, as_of: date, *, clean: bool = False) -> Report:
    """Publish a project's site as of a day; raises SiteInvalid, publishing nothing, on errors."""
    site, routes, verdict = checked(project, as_of)
    theme = load_theme(project.folder, site.config.theme)
    waived = ((one.problem, one.waiver) for one in verdict.waived)
    card = scorecard(site, routes, verdict.problems, waived, as_of)
    pages = all_pages(site, routes, as_of, card)
    before = {} if clean else manifest.load_state(project.folder)
    with Staging(project.output) as staging:
        artifacts = Artifacts(project.output, theme, staging, before)
        artifacts.add((*pages, *theme.files()))
        search.index(site, pages, artifacts)
        gone = _publish(artifacts, as_of)
    save(project.folder / manifest.STATE, manifest.dump_state(artifacts.made))
    return Report(len(artifacts.made), len(staging.staged), len(gone), verdict)


def checked(project: Project, as_of: date) -> tuple[Site, Routes, Verdict]:
    """The site of a project with its addresses and verdict; raises SiteInvalid on any error."""
    site, routes, verdict = examined(project, as_of)
    errors = any(problem.severity == "error" for problem in verdict.problems)
    if site is None or routes is None or errors:
        raise SiteInvalid(verdict.problems)
    return site, routes, verdict


def examined(
    project: Project, as_of: date, only: frozenset[str] | None = None
) -> tuple[Site | None, Routes | None, Verdict]:
    """What the gate finds, errors or not; with `only`, in these files."""
    site, problems = load_site(project.folder / "content")
    if site is None:
        return None, None, Verdict(tuple(map(discreet, problems)))
    routes = make_routes(site)
    case = Case(site, routes, as_of, lambda: git.first_commits(project.folder), only)
    return site, routes, check(case)


def _publish(artifacts: Artifacts, as_of: date) -> tuple[str, ...]:
    """Put the list of all files beside them and move everything into place."""
    before = manifest.published(artifacts.output)
    listed = manifest.dump_manifest(artifacts.digests(), as_of)
    artifacts.put(manifest.MANIFEST, manifest.key(listed), listed)
    gone = tuple(sorted(set(before) - set(artifacts.made)))
    artifacts.staging.publish(gone)
    return gone
