"""Which rules are there? Every code of a problem, with its title, its rule and how grave it is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sitegen.codes.gate import GATE
from sitegen.codes.reading import READING
from sitegen.codes.rule import Rule, Severity

__all__ = ["RULES", "Rule", "Severity"]

RULES: Mapping[str, Rule] = MappingProxyType({**READING, **GATE})
