"""The line: content → site → routes → pages → files → search index → archive → published site.

Reads like a table of contents; every step is a module.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sitegen import archive, manifest, search
from sitegen.artifacts import Artifacts
from sitegen.check import check
from sitegen.errors import Problem, SiteInvalid
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
    """What a build did: files in all, made anew, removed; and the warnings to show."""

    files: int
    made: int
    removed: int
    warnings: tuple[Problem, ...]


def build(project: Project, as_of: date, *, clean: bool = False) -> Report:
    """Publish a project's site as of a day; raises SiteInvalid, publishing nothing, on errors."""
    site, routes, warnings = checked(project)
    theme = load_theme(project.folder, site.config.theme)
    pages = all_pages(site, routes, as_of)
    before = {} if clean else manifest.load_state(project.folder)
    with Staging(project.output) as staging:
        artifacts = Artifacts(project.output, theme, staging, before)
        artifacts.add((*pages, *theme.files()))
        search.index(site, pages, artifacts)
        archive.add(pages, artifacts)
        gone = _publish(artifacts, as_of)
    save(project.folder / manifest.STATE, manifest.dump_state(artifacts.made))
    return Report(len(artifacts.made), len(staging.staged), len(gone), warnings)


def checked(project: Project) -> tuple[Site, Routes, tuple[Problem, ...]]:
    """The site of a project with its addresses and warnings; raises SiteInvalid on any error."""
    site, problems = load_site(project.folder / "content")
    if site is None:
        raise SiteInvalid(problems)
    routes = make_routes(site)
    found = check(site, routes)
    if any(problem.severity == "error" for problem in found):
        raise SiteInvalid(found)
    return site, routes, found


def _publish(artifacts: Artifacts, as_of: date) -> tuple[str, ...]:
    """Put the list of all files beside them and move everything into place."""
    before = manifest.published(artifacts.output)
    listed = manifest.dump_manifest(artifacts.digests(), as_of)
    artifacts.put(manifest.MANIFEST, manifest.key(listed), listed)
    gone = tuple(sorted(set(before) - set(artifacts.made)))
    artifacts.staging.publish(gone)
    return gone
