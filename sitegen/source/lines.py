"""The lines of a YAML text, by their number in the file that it stands in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from sitegen.source.nodes import Mark

_SAYS_NOTHING = re.compile(r"\s*(#.*)?")
# the files of one kind say the same things in the same places
_mark = lru_cache(1 << 14)(Mark)


class Lines:
    """Lines by number; one that does not exist is empty."""

    def __init__(self, text: str, first: int) -> None:
        self.lines = text.split("\n")
        self.first = first

    def __getitem__(self, line: int) -> str:
        index = line - self.first
        return self.lines[index] if 0 <= index < len(self.lines) else ""

    def number(self, mark: Any) -> int:
        """The number in the file of the line that libyaml means."""
        return self.first + int(mark.line)

    def place(self, mark: Any, width: int = 1) -> Mark:
        """The place that libyaml means, but never behind the last line, which it may name."""
        if mark.line < len(self.lines):
            return _mark(self.first + mark.line, mark.column + 1, width)
        return Mark(self.first + len(self.lines) - 1, len(self.lines[-1]) + 1)

    def whole(self, line: int) -> Mark:
        """What is written on a line, without its indentation."""
        text = self[line]
        return Mark(line, self.indent(line) + 1, max(1, len(text.strip())))

    def indent(self, line: int) -> int:
        """By how many characters a line is indented."""
        text = self[line]
        return len(text) - len(text.lstrip())

    def above(self, line: int) -> int:
        """The nearest line above that says something, or 0."""
        numbers = range(min(line, self.first + len(self.lines)) - 1, self.first - 1, -1)
        return next((n for n in numbers if not _SAYS_NOTHING.fullmatch(self[n])), 0)

    def after(self, line: int) -> bool:
        """Whether anything is said below a line."""
        numbers = range(line + 1, self.first + len(self.lines))
        return any(not _SAYS_NOTHING.fullmatch(self[n]) for n in numbers)
