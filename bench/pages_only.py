"""Only the pages that Hugo and Pelican make of the corpus, by sitegen's own parts.

A build makes much more of the same content: cards, posters, calendars, feeds, tables in three
formats, a search index, an archive. This is the like for like: everything is read, checked and
shaped, then only the pages common to the generators are rendered, compared and written; on demand
with the search index of these pages, to be put beside Hugo followed by Pagefind (`hugo_indexed`).
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from bench.corpus import COMMON
from sitegen import manifest, search
from sitegen.artifacts import Artifacts
from sitegen.build import Project, prepared
from sitegen.kept import kept_in
from sitegen.pages import Edition
from sitegen.write import Staging, remember


def main(folder: Path, output: Path, as_of: date, *, indexed: bool) -> None:
    """Make the common pages of a project, those anew that have to be, and their index if asked to."""
    project, edition = Project(folder, output), Edition(as_of)
    it = prepared(project, edition)
    pages = [page for page in it.pages.html if COMMON.fullmatch(page.path)]
    it.sound()
    state = folder / ".sitegen" / "common.json"
    with Staging(output) as staging:
        before = manifest.load_before(state, "times" if output.is_dir() else "nothing")
        reader = search.read if indexed else lambda _url, _html: None
        artifacts = Artifacts(it.theme, staging, before, reader)
        artifacts.add((*pages, *it.theme.files()))
        if indexed:
            search.index(it.site, pages, artifacts, kept_in(folder, "times"))
        staging.publish(artifacts.digests(), {}, last="")
        remember(state, manifest.dump_state(manifest.marked(artifacts.made, output)))


if __name__ == "__main__":
    here, there, day, *more = sys.argv[1:]
    main(Path(here), Path(there), date.fromisoformat(day), indexed=more == ["--search"])
