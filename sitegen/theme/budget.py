"""How much may the page at hand still do? Turns of loops, calls and characters, counted."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sized
from typing import Any, TypeVar

from jinja2 import Undefined
from markupsafe import Markup

# of one page; the longest of the five plans takes a sixtieth
MOST = 40_000_000
MOST_SECONDS = 20
MOST_TEXT = (
    1_000_000  # characters of one text that a template puts together; no file of content has more
)
LARGEST = 10**15  # number that a template works with
_ITEM = 20  # what an item of a list takes beside a character
_LOOK_EVERY = 10_000

T = TypeVar("T")
_PLAIN = frozenset({str, Markup, int, float, bool, type(None)})


class TooMuch(RuntimeError):
    """A template does more than a page can need."""


class _Budget:
    """What is left to the page at hand; only one is made at a time in a process."""

    __slots__ = ("left", "look", "until")

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.left = self.look = MOST
        self.until = time.monotonic() + MOST_SECONDS

    def spend(self, count: int) -> None:
        self.left -= count
        if self.left < self.look:
            self.consider()

    def consider(self) -> None:
        self.look = self.left - _LOOK_EVERY
        # counting is the same everywhere; the clock is for what is slow and small
        if self.left < 0 or time.monotonic() > self.until:
            raise TooMuch


_BUDGET = _Budget()
begin = _BUDGET.begin
spend = _BUDGET.spend


def spent() -> int:
    """What the page made last took of `MOST`."""
    return MOST - _BUDGET.left


def plain(value: Any) -> Any:
    """What may be put into a page: a text or a number, no list, whose length nobody can foresee."""
    if type(value) not in _PLAIN and not isinstance(value, str | Undefined):
        raise TypeError(f"不能直接写出 {type(value).__name__}")
    return value


def written(value: Any) -> Any:
    """The same, counted."""
    if isinstance(value, str):  # most values by far
        _BUDGET.left -= len(value)
        if _BUDGET.left < _BUDGET.look:
            _BUDGET.consider()
        return value
    spend(1)
    return plain(value)


def counted(made: T) -> T:
    """A value that was made for a template, counted by its length."""
    if isinstance(made, str):
        spend(fitting(len(made)))
    elif isinstance(made, Sized):
        spend(1 + _ITEM * len(made))
    return made


def fitting(length: int) -> int:
    """The length of a text that is to be made, if it may be so long."""
    if length > MOST_TEXT:
        raise TooMuch
    return 1 + length


def items(given: Iterable[T]) -> Iterable[T]:
    """What is gone through by a filter, each item counted."""
    if isinstance(given, Sized):
        spend(1 + sum(_ITEM + (len(one) if isinstance(one, str) else 0) for one in given))
        return given
    return each(given, _ITEM)


def each(given: Iterable[T], cost: int) -> Iterator[T]:
    """What is gone through, an item at a time."""
    for item in given:
        spend(cost)
        yield item


def concat(parts: Iterable[str]) -> str:
    """The text of a page, a block or a macro, counted before it is put together."""
    found = list(parts)
    spend(1 + sum(map(len, found)))
    return "".join(found)
