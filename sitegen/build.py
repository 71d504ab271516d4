"""The line: content → site → routes → pages → files → search index → archive → published site.

Reads like a table of contents; every step is a module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen import archive, manifest, search
from sitegen.artifacts import Artifacts
from sitegen.changes import changes_of
from sitegen.check import check
from sitegen.errors import Problem, SiteInvalid
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
    """What a build did: files in all, made anew, removed; the warnings to show; whose page is where.

    `sources` leads from the address of a page to the content file behind it.
    """

    files: int
    made: int
    removed: int
    warnings: tuple[Problem, ...]
    sources: Mapping[str, str]


def build(project: Project, edition: Edition, *, clean: bool = False) -> Report:
    """Publish one edition of a project's site; raises SiteInvalid, publishing nothing, on errors."""
    site, routes, warnings = checked(project)
    theme = load_theme(project.folder, site.config.theme)
    pages = all_pages(site, routes, edition, changes_of(project.folder, site))
    before = {} if clean else manifest.load_state(project.folder)
    with Staging(project.output) as staging:
        artifacts = Artifacts(project.output, theme, staging, before)
        artifacts.add((*pages, *theme.files()))
        search.index(site, pages, artifacts)
        archive.add(pages, artifacts)
        gone = _publish(artifacts, edition)
        remember(project.folder / manifest.STATE, manifest.dump_state(artifacts.made))
    sources = {url: path for path, url in routes.files.items()}
    return Report(len(artifacts.made), len(staging.staged), len(gone), warnings, sources)


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


def _publish(artifacts: Artifacts, edition: Edition) -> tuple[str, ...]:
    """Put the list of all files beside them and move everything into place."""
    before = {**manifest.published(artifacts.output), **artifacts.staging.left_over()}
    listed = manifest.dump_manifest(artifacts.digests(), edition.as_of, edition.commit)
    artifacts.put(manifest.MANIFEST, manifest.key(listed), listed)
    gone = {path: made for path, made in sorted(before.items()) if path not in artifacts.made}
    artifacts.staging.publish(gone, last=manifest.MANIFEST)
    return tuple(gone)
