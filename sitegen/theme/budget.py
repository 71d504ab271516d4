"""How much may the page at hand still do? Turns of loops, calls and characters, counted."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sized
from typing import Any, TypeVar

from jinja2 import Undefined
from markupsafe import Markup

# of one page; the longest of the five plans takes a twentieth
MOST = 10_000_000
MOST_SECONDS = 60
_LOOK_EVERY = 10_000

T = TypeVar("T")
_PLAIN = frozenset({str, Markup, int, float, bool, type(None)})


class TooMuch(RuntimeError):
    """A template does more than a page can need."""


class _Budget(threading.local):
    """What is left to the page that this thread makes."""

    left = MOST
    look = MOST
    until = float("inf")

    def begin(self) -> None:
        self.left = self.look = MOST
        self.until = time.monotonic() + MOST_SECONDS

    def spend(self, count: int) -> None:
        self.left -= count
        if self.left < self.look:
            self._look()

    def _look(self) -> None:
        self.look = self.left - _LOOK_EVERY
        # counting is the same everywhere; the clock is for what is slow and small
        if self.left < 0 or time.monotonic() > self.until:
            raise TooMuch


_BUDGET = _Budget()
begin = _BUDGET.begin
spend = _BUDGET.spend


def spent() -> int:
    """What the page made last in this thread took of `MOST`."""
    return MOST - _BUDGET.left


def plain(value: Any) -> Any:
    """What may be put into a page: a text or a number, no list, whose length nobody can foresee."""
    if type(value) not in _PLAIN and not isinstance(value, str | Undefined):
        raise TypeError(f"不能直接写出 {type(value).__name__}")
    return value


def written(value: Any) -> Any:
    """The same, counted."""
    spend(len(value) if isinstance(plain(value), str) else 1)
    return value


def counted(made: T) -> T:
    """A value that was made for a template, counted by its length."""
    spend(1 + len(made) if isinstance(made, Sized) else 1)
    return made


def concat(parts: Iterable[str]) -> str:
    """The text of a page, a block or a macro, counted before it is put together."""
    found = list(parts)
    spend(1 + sum(map(len, found)))
    return "".join(found)
