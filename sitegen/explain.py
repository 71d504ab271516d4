"""Why is it as it is? What a file of the site is made from, and whether the next build makes it again.

The site is the one that is published, or the one with drafts that the preview shows. Of that nobody need ask
what is stale: it makes each page when it is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sitegen import manifest
from sitegen.artifacts import key_of
from sitegen.build import Prepared, Project
from sitegen.manifest import State
from sitegen.pages import Page
from sitegen.pages.data import ARCHIVE, weighed
from sitegen.routes import file_of
from sitegen.show import as_address, as_file


class Explanation(Struct, frozen=True):
    """One file of the site: its content file, its template with all it names, and what is stale.

    `stale` says why the next build makes it again: new, damaged, code, template, content; it is empty
    for what is kept, and in a preview. `mentioned` are the addresses of pages that lead to this one; `draft`:
    its file is one, so that only the preview has it.
    """

    path: str
    source: str
    templates: tuple[str, ...]
    stale: tuple[str, ...]
    mentioned: tuple[str, ...]
    draft: bool = False


def explain(project: Project, it: Prepared, path: str) -> Explanation | None:
    """What is known of a file of the site by its path; None if a build makes no page there."""
    page = next((page for page in it.pages if page.path == path), None)
    if page is None:
        return None
    url = page.about.url if page.about else page.path
    source = it.routes.sources.get(url, "")
    return Explanation(
        path=path,
        source=source,
        templates=it.theme.used(page.template) if page.template else (),
        stale=() if it.edition.drafts else _stale(project, it, _final(project, page.made())),
        mentioned=tuple(_mentioning(it, url)) if page.about else (),
        draft=any(found.path == source for found in it.site.drafts),
    )


def _final(project: Project, page: Page) -> Page:
    """A page as it is published: the open-data page says how large the archive is."""
    archive = project.output / ARCHIVE
    return weighed(page, archive.stat().st_size) if archive.is_file() else page


def _stale(project: Project, it: Prepared, page: Page) -> tuple[str, ...]:
    state: State = manifest.load_state(project.folder / manifest.STATE)
    known = state.get(page.path)
    if known is None:
        return ("new",)
    if not manifest.intact(project.output, page.path, known, trusted=False):
        return ("damaged",)
    return manifest.differing(known.key, key_of(page, it.theme))


def _mentioning(it: Prepared, url: str) -> Iterator[str]:
    """The pages of which something that they see leads to an address."""
    wanted = f"url={url!r}"
    for page in it.pages:
        if page.about and page.about.url != url and wanted in repr(page.made().seen):
            yield page.about.url


def path_of(it: Prepared, target: str) -> str:
    """The path in the site that is meant: of a content file's page, of an address, or a path itself."""
    file = as_file(target)
    url = it.routes.files.get(
        file, as_address(file.removeprefix("output/"), it.site.config.base_url)
    )
    return file_of(url)
