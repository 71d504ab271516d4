"""The pages common to the generators, made of the corpus by sitegen's own parts; see `pages_only`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bench.corpus import COMMON
from sitegen import fresh, manifest, search
from sitegen.artifacts import Artifacts
from sitegen.build import Project, prepared
from sitegen.kept import kept_in
from sitegen.pages import Edition
from sitegen.write import Staging, remember


def of_project(
    project: str, site: str, day: str, *, indexed: bool
) -> Mapping[str, tuple[int, int]]:
    """Make the common pages of a project, those anew that have to be, and their index if asked to.

    Returns the size and time of every file, by its path.
    """
    folder, output = Path(project), Path(site)
    it = prepared(Project(folder, output), Edition(date.fromisoformat(day)))
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
        made = manifest.marked(artifacts.made, output)
        remember(state, manifest.dump_state(made))
    return {path: one.mark for path, one in made.items()}


def note(project: str, data: bytes) -> None:
    """Keep what the next build with nothing to do asks for."""
    remember(Path(project) / fresh.NOTE, data)
