"""What does a code stand for?"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning"]


class Rule(Struct, frozen=True):
    """What one problem code stands for: a short title and the rule itself, both for editors."""

    title: str
    text: str
    severity: Severity = "error"
