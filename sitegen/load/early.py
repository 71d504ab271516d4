"""What can be told of a site before it is read?"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

from sitegen.model import SiteConfig
from sitegen.source import Scalar, decode, parse_yaml


def theme_named(content: Path) -> str:
    """The theme that the site's settings seem to name, good or not, for work that may be in vain."""
    return _said(content / "site.yaml", "theme") or _USUAL


def departments_in(content: Path) -> tuple[Path, ...]:
    """The files that seem to be of departments."""
    return tuple((content / "departments").glob("*/*.yaml"))


def names_in(departments: Iterable[Path]) -> frozenset[str]:
    """The names by which departments seem to be called, the short ones where they have one."""
    return frozenset(_said(path, "short", "name") for path in departments)


_USUAL = next(str(field.default) for field in fields(SiteConfig) if field.name == "theme")


def _said(path: Path, *keys: str) -> str:
    """The first of some values of a file that is there and a text, or nothing."""
    node, _ = parse_yaml("\n".join(_lines(path)))
    found = (node.get(key) for key in keys) if node else ()
    return next((one.text for one in found if isinstance(one, Scalar)), "")


def _lines(path: Path) -> tuple[str, ...]:
    """The lines of a file that is a text, or none."""
    with suppress(OSError):
        if path.is_file() and not path.is_symlink():
            return decode(path.name, path.read_bytes())[0]
    return ()
