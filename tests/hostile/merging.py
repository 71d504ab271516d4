"""A site whose every text harms, as far as it is accepted at all."""

from __future__ import annotations

from collections.abc import Callable

from sitegen.errors import Problem
from sitegen.source import Document, parse_document
from tests.conftest import Site
from tests.hostile.full import changed, documents, leaves, values, written

Change = Callable[[str], str]


def harmed(site: Site, change: Change, prose: str) -> frozenset[str]:
    """Change every text of a site that may be changed, the same text in the same way everywhere.

    A text that the site does not load or pass with is put back. Gives the keys that are changed.
    """
    originals = documents(site)
    kept: set[str] = set()
    bodies: set[str] = set()
    for _ in range(60):
        now = {
            d.path: (d, _write(site, d, change, kept, prose if d.path not in bodies else ""))
            for d in originals
        }
        errors = [p for p in site.problems() if p.severity == "error"]
        if not errors:
            return frozenset(
                leaf.key for d in originals for leaf in leaves(d) if leaf.text not in kept
            )
        before = len(kept) + len(bodies)
        for problem in errors:
            _put_back(problem, now, kept, bodies)
        assert len(kept) + len(bodies) > before, errors[:5]
    raise AssertionError("never accepted")


def _write(site: Site, document: Document, change: Change, kept: set[str], prose: str) -> Document:
    """Write one file with its texts changed; the file as it was, and as it is read now."""
    front = values(document.front)
    for leaf in leaves(document):
        if leaf.text not in kept:
            front = changed(front, leaf.place, change(leaf.text))
    text = written(document, front, f"{document.body}\n\n{prose}")
    site.write(document.path, text)
    lines = tuple(text.split("\n"))
    return parse_document(document.kind, document.id, document.path, lines)[0] or document


def _put_back(
    problem: Problem,
    now: dict[str, tuple[Document, Document]],
    kept: set[str],
    bodies: set[str],
) -> None:
    """Put back the text that a problem points at; or else the prose, or the whole file."""
    before, after = now[problem.location.path]
    if problem.location.line >= after.body_line > 0:
        bodies.add(before.path)
        return
    here = [leaf for leaf in leaves(before) if after.at(*leaf.place) == problem.location]
    around = [
        leaf for leaf in leaves(before) if after.at(leaf.place[0]).line == problem.location.line
    ]
    kept.update(leaf.text for leaf in here or around or leaves(before))
