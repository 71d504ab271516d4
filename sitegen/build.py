"""The line: content → site → routes → pages → files → search index → archive → published site.

Reads like a table of contents; every step is a module.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from sitegen import archive, gate, manifest, search
from sitegen.artifacts import Artifacts, Telling
from sitegen.changes import changes_of
from sitegen.check import Verdict
from sitegen.drafts import marked
from sitegen.fresh import Trust
from sitegen.gate import checked, examined
from sitegen.indicators import scorecard
from sitegen.kept import kept_in
from sitegen.load import Site
from sitegen.pages import Edition, Pages, all_pages
from sitegen.pool import aside
from sitegen.project import Project, Report
from sitegen.routes import Routes
from sitegen.theme import Theme, load_theme, templates_ahead
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
        others = (*it.pages.more, *it.theme.files())
        artifacts.add(it.pages.html, following=len(others))
        store = kept_in(project.folder, trust)
        indexed = artifacts.beside(partial(search.index, it.site, it.pages.html, artifacts, store))
        artifacts.add(others)
        indexed()
        archive.add(it.pages, artifacts)
        gone = artifacts.publish(edition.as_of, edition.commit)
        artifacts.remember(state)
    read, made = it.site.size, len(staging.staged)
    return Report(tuple(artifacts.made), read, artifacts.rendered, made, len(gone), it.verdict)


def prepared(project: Project, edition: Edition, trust: Trust = "times") -> Prepared:
    """Everything but the making; raises SiteInvalid on errors."""
    store = kept_in(project.folder, trust)
    site = gate.loaded(project, drafts=edition.drafts)
    ready = templates_ahead(project.folder, site.config.theme, store)
    changes = aside(partial(changes_of, project.folder, site), site.size)
    routes, verdict = gate.passed(project, site, edition.as_of)
    waived = ((one.problem, one.waiver) for one in verdict.waived)
    card = scorecard(site, routes, verdict.problems, waived, edition.as_of)
    pages = all_pages(marked(site), routes, edition, card, changes())
    ready()
    theme = load_theme(project.folder, site.config.theme, store)
    return Prepared(site, routes, verdict, theme, pages)
