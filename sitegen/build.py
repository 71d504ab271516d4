"""The line: content → site → routes → pages → files → search index → archive → published site.

Reads like a table of contents; every step is a module.
"""

from __future__ import annotations

from functools import partial

from sitegen import archive, manifest, search
from sitegen.artifacts import Artifacts, Telling
from sitegen.kept import kept_in
from sitegen.manifest import Trust
from sitegen.pages import Edition
from sitegen.preparing import Prepared, checked, examined, prepared
from sitegen.project import Project, Report
from sitegen.write import Staging

__all__ = ["Prepared", "Project", "Report", "build", "checked", "examined", "prepared"]


def build(
    project: Project, edition: Edition, trust: Trust = "times", tell: Telling | None = None
) -> Report:
    """Publish one edition of a project's site; raises SiteInvalid, publishing nothing, on errors."""
    it = prepared(project, edition, trust)
    html, more = it.pages.html, it.pages.more
    it.sound()
    with Staging(project.output) as staging:
        state = project.folder / (manifest.PREVIEW if edition.drafts else manifest.STATE)
        before = manifest.load_before(state, trust)
        artifacts = Artifacts(it.theme, staging, before, search.read, tell)
        others = (*more, *it.theme.files())
        artifacts.add(html, following=len(others))
        store = kept_in(project.folder, trust)
        indexed = artifacts.beside(partial(search.index, it.site, html, artifacts, store))
        artifacts.add(others)
        archive.add(it.pages, artifacts, following=indexed)
        gone = artifacts.publish(edition)
        marks = {path: made.mark for path, made in artifacts.remember(state).items()}
    read, made = it.site.size, len(staging.staged)
    return Report(marks, read, artifacts.rendered, made, gone, it.verdict)
