"""What can be told of a site before it is read?"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields
from pathlib import Path

from sitegen.model import SiteConfig
from sitegen.source import Scalar, decode, parse_yaml


def theme_named(content: Path) -> str:
    """The theme that the site's settings seem to name, good or not, for work that may be in vain."""
    node, _ = parse_yaml("\n".join(_lines(content / "site.yaml")))
    said = node.get("theme") if node else None
    return said.text if isinstance(said, Scalar) else _USUAL


_USUAL = next(str(field.default) for field in fields(SiteConfig) if field.name == "theme")


def _lines(path: Path) -> tuple[str, ...]:
    """The lines of a file that is a text, or none."""
    with suppress(OSError):
        if path.is_file() and not path.is_symlink():
            return decode(path.name, path.read_bytes())[0]
    return ()
