"""The gold set: what people type, by kind (queries.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "queries.yaml"


@dataclass(frozen=True)
class Gold:
    """Queries by kind. Literal ones have their truth in the pages; the others name the pages."""

    literal: dict[str, list[str]]
    titles: dict[str, str]
    departments: dict[str, str]
    first: dict[str, str]
    widening: dict[str, dict[str, list[str]]]
    nothing: list[str]


@cache
def gold() -> Gold:
    """The gold set as written."""
    return Gold(**yaml.safe_load(FILE.read_text("utf-8")))
