"""Work on every core: the same results in the same order, whatever the number of workers.

Workers are forked, so they see what they work on without copies of it being sent; only results come
back. Where a system cannot fork, or there is little to do, everything happens in this process.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from sitegen.errors import SitegenError

CHUNK = 24  # items that a worker does before it hands over their results
PAYS = 200  # items from which on workers cost less than they save
# Items after which new workers take over. A worker shares what it only reads with this process, but to look
# at an object is to count its use, which copies the memory around it: that is let go with the worker.
SHIFT = 125 * CHUNK

A = TypeVar("A")
B = TypeVar("B")

_jobs: list[tuple[Sequence[Any], Callable[[Any], Any]]] = []


def mapped(items: Sequence[A], work: Callable[[A], B], workers: int | None = None) -> Iterator[B]:
    """What work makes of each item, in their order; the number of workers is found out by default."""
    count = suitable(len(items)) if workers is None else workers
    if count < 2:  # noqa: PLR2004 - one worker is this process
        yield from map(work, items)
        return
    _jobs.append((items, work))
    try:
        for first in range(0, len(items), SHIFT):
            starts = range(first, min(first + SHIFT, len(items)), CHUNK)
            gc.freeze()  # workers look for garbage among what is theirs only
            with multiprocessing.get_context("fork").Pool(count) as pool:
                for chunk in pool.imap(_chunk, starts):
                    yield from chunk
    finally:
        gc.unfreeze()
        _jobs.pop()


def aside(work: Callable[[], B], items: int = PAYS) -> Callable[[], B]:
    """Begin work on some items in a process of its own; what is returned waits for its result.

    What the work itself changes in memory is lost. A SitegenError is raised where the result is asked
    for. Where workers do not pay, or the process is killed, the work is done there; what it needs is held
    until then.
    """
    if suitable(items) < 2:  # noqa: PLR2004 - one worker is this process
        return work
    ours, theirs = multiprocessing.get_context("fork").Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=_send, args=(ours, theirs, work), daemon=True
    )
    process.start()
    theirs.close()
    return _Awaited(ours, work).result


class _Awaited(Generic[B]):
    """Work that was begun in another process; it is let go of once its result is here."""

    def __init__(self, source: Connection, work: Callable[[], B]) -> None:
        self._begun: tuple[Connection, Callable[[], B]] | None = (source, work)

    def result(self) -> B:
        """What the work came to, however often it is asked for."""
        if self._begun:
            self._came = _outcome(*self._begun)
            self._begun = None
        value, error = self._came
        if error is not None:
            raise error
        return value


def _send(source: Connection, target: Connection, work: Callable[[], object]) -> None:
    source.close()  # the parent alone reads: when it is gone, nobody is written for
    with suppress(BrokenPipeError):  # nobody waits any more
        try:
            target.send((work(), None))
        except SitegenError as error:
            target.send((None, error))


def _outcome(source: Connection, work: Callable[[], B]) -> tuple[B, SitegenError | None]:
    with source:
        try:
            received: tuple[B, SitegenError | None] = source.recv()
        except (EOFError, OSError):  # killed before or while it sent
            return work(), None
    return received


def suitable(items: int) -> int:
    """How many workers pay for so many items here."""
    return _cores() if items >= PAYS and _can_fork() else 1


def _can_fork() -> bool:
    """Whether work can be given to copies of this process.

    A process with threads (the preview's) is never forked: a lock held by another thread would stay
    locked in the child for good. A copy makes no copies of its own.
    """
    return (
        "fork" in multiprocessing.get_all_start_methods()
        and threading.active_count() == 1
        and not multiprocessing.current_process().daemon
    )


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _chunk(start: int) -> list[Any]:
    items, work = _jobs[-1]
    done = [work(item) for item in items[start : start + CHUNK]]
    if not gc.isenabled():
        gc.collect(0)
    return done
