"""What was worked out before: results kept while the preview lives, for values that never change.

A one-off build asks everything once and loses a little memory by it; a preview builds again and
again from nearly the same content.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

MOST = 1 << 17  # results of one function; then all are let go

A = TypeVar("A")
B = TypeVar("B")
P = ParamSpec("P")


def by_identity(work: Callable[[A], B]) -> Callable[[A], B]:
    """The function, which does its work once for each object given; objects must not change."""
    # the object is held, so that no other can take its identity
    known: dict[int, tuple[A, B]] = {}

    @wraps(work)
    def remembered(given: A) -> B:
        found = known.get(id(given))
        if found is None:
            if len(known) >= MOST:
                known.clear()
            found = known[id(given)] = (given, work(given))
        return found[1]

    return remembered


def by_identities(work: Callable[P, B]) -> Callable[P, B]:
    """The same for a function of several objects, given by their places."""
    known: dict[tuple[int, ...], tuple[object, B]] = {}

    @wraps(work)
    def remembered(*given: P.args, **named: P.kwargs) -> B:
        key = tuple(map(id, given))
        found = known.get(key)
        if found is None:
            if len(known) >= MOST:
                known.clear()
            found = known[key] = (given, work(*given, **named))
        return found[1]

    return remembered
