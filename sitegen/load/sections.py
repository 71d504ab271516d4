"""Under which names does a plan print its categories?"""

from __future__ import annotations

from sitegen.model import Section


def section_paths(
    sections: tuple[Section, ...], above: tuple[tuple[str, ...], ...] = ((),)
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Every category path a plan declares, under each of its printings → the canonical path."""
    paths: dict[tuple[str, ...], tuple[str, ...]] = {}
    for section in sections:
        canonical = (*above[0], section.title)
        here = [(*path, name) for path in above for name in (section.title, *section.printed)]
        paths.update(dict.fromkeys(here, canonical))
        paths.update(section_paths(section.parts, (canonical, *here[1:])))
    return paths
