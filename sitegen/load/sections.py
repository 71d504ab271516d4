"""Under which names does a plan print its categories?"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model import Section


def canonical_path(sections: tuple[Section, ...], path: tuple[str, ...]) -> tuple[str, ...] | None:
    """The category that a path means, under its canonical names, or None if none is declared."""
    for section in sections:
        if path and path[0] in (section.title, *section.printed):
            below = canonical_path(section.parts, path[1:]) if path[1:] else ()
            if below is not None:
                return (section.title, *below)
    return None


def declared_paths(
    sections: tuple[Section, ...], above: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    """Every category that a plan declares, under its canonical names, in document order."""
    for section in sections:
        yield (*above, section.title)
        yield from declared_paths(section.parts, (*above, section.title))
