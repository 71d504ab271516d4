"""What can be told of a site before it is read?"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from sitegen.model import SiteConfig
from sitegen.source import Scalar, parse_yaml
from sitegen.source.encoding import MAX_BYTES


def theme_named(content: Path) -> str:
    """The theme that the site's settings seem to name, good or not, for work that may be in vain."""
    node, _ = parse_yaml(_text(content / "site.yaml"))
    said = node.get("theme") if node else None
    return said.text if isinstance(said, Scalar) else _USUAL


_USUAL = next(str(field.default) for field in fields(SiteConfig) if field.name == "theme")


def _text(path: Path) -> str:
    """A text of a size that is read, or nothing."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_BYTES:
            return ""
        return path.read_text("utf-8-sig")
    except (OSError, ValueError):
        return ""
