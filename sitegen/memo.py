"""What was worked out before: results kept while the preview lives, for values that never change.

A preview builds again and again from nearly the same content, and says so: it stays. A build that is
made once asks much only once, which it does not remember, and can have forgotten what it needs no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from operator import is_
from typing import Any, Generic, ParamSpec, TypeVar
from weakref import WeakValueDictionary

MOST = 1 << 17  # results of one function; then all are let go

A = TypeVar("A")
B = TypeVar("B")
P = ParamSpec("P")


class Table(dict[A, B]):
    """What is known by some key, until it is forgotten."""

    def __init__(self) -> None:
        super().__init__()
        _TABLES[id(self)] = self

    def keep(self, key: A, value: B) -> None:
        """Know something for the next look, if this process stays for one."""
        if _PROCESS.stays:
            self[key] = value


class _Process:
    stays = False


_PROCESS = _Process()

_TABLES: WeakValueDictionary[int, Table[Any, Any]] = WeakValueDictionary()


def stay() -> None:
    """This process looks again and again: what only the next look asks for is remembered."""
    _PROCESS.stays = True


def forget() -> None:
    """Let go of what the tables of this process know."""
    for table in tuple(_TABLES.values()):
        table.clear()


def are_same(some: Sequence[object], others: Sequence[object]) -> bool:
    """Whether these are the very objects that those are."""
    return len(some) == len(others) and all(map(is_, some, others))


def unlike(before: Sequence[B], now: Sequence[B]) -> Iterator[tuple[B, B]]:
    """What stands in the same place of two sequences of one length and is not the very same object."""
    return ((old, new) for old, new in zip(before, now, strict=True) if old is not new)


def by_identity(work: Callable[P, B]) -> Callable[P, B]:
    """The function, which does its work once for the objects given by their places; they must not change."""
    # the objects are held, so that no others can take their identity
    known = Table[tuple[int, ...], tuple[object, B]]()

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


def between_looks(work: Callable[P, B]) -> Callable[P, B]:
    """The function, asked once in a look; its results are remembered as `by_identity` does for the next."""
    known = by_identity(work)

    @wraps(work)
    def remembered(*given: P.args, **named: P.kwargs) -> B:
        return known(*given, **named) if _PROCESS.stays else work(*given, **named)

    return remembered


class Latest(Generic[B]):
    """The answer to the question that was asked last."""

    def __init__(self) -> None:
        self._known: tuple[object, B] | None = None

    def of(self, question: object, work: Callable[[], B]) -> B:
        """The answer, worked out unless an equal question was the last one."""
        known = self._known
        if known is None or known[0] != question:
            known = self._known = (question, work())
        return known[1]
