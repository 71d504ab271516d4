"""Only the pages that Hugo and Pelican make of the corpus, by sitegen's own parts.

A build makes much more of the same content: cards, posters, calendars, feeds, tables in three
formats, a search index, an archive. This is the like for like: everything is read, checked and
shaped, then only the pages common to the generators are rendered, compared and written.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from bench.corpus import COMMON
from sitegen import manifest
from sitegen.artifacts import Artifacts
from sitegen.build import Project, checked
from sitegen.indicators import scorecard
from sitegen.pages import Edition, all_pages
from sitegen.theme import load_theme
from sitegen.write import Staging, remember


def main(folder: Path, output: Path, as_of: date) -> None:
    """Make the common pages of a project, those anew that have to be."""
    project, edition = Project(folder, output), Edition(as_of)
    site, routes, verdict = checked(project, as_of)
    theme = load_theme(folder, site.config.theme)
    card = scorecard(site, routes, verdict.problems, (), as_of)
    pages = [page for page in all_pages(site, routes, edition, card) if COMMON.fullmatch(page.path)]
    state = folder / ".sitegen" / "common.json"
    with Staging(output) as staging:
        artifacts = Artifacts(output, theme, staging, _before(folder, output))
        artifacts.add((*pages, *theme.files()))
        staging.publish(artifacts.digests(), {}, last="")
        remember(state, manifest.dump_state(artifacts.made))


def _before(folder: Path, output: Path) -> manifest.State:
    kept = folder / ".sitegen" / "common.json"
    usual = folder / manifest.STATE
    if not output.is_dir() or not kept.is_file():
        return {}
    usual.write_bytes(kept.read_bytes())
    return manifest.load_state(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), date.fromisoformat(sys.argv[3]))
