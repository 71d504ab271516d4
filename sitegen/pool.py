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
from typing import Any, TypeVar

CHUNK = 24  # items that a worker does before it hands over their results
PAYS = 200  # items from which on workers cost less than they save

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
    gc.freeze()
    try:
        with multiprocessing.get_context("fork").Pool(count) as pool:
            for chunk in pool.imap(_chunk, range(0, len(items), CHUNK)):
                yield from chunk
    finally:
        gc.unfreeze()
        _jobs.pop()


def suitable(items: int) -> int:
    """How many workers pay for so many items here.

    A process with threads (the preview's) is never forked: a lock held by another thread would stay
    locked in the child for good.
    """
    can_fork = "fork" in multiprocessing.get_all_start_methods()
    if not can_fork or items < PAYS or threading.active_count() > 1:
        return 1
    return _cores()


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _chunk(start: int) -> list[Any]:
    items, work = _jobs[-1]
    return [work(item) for item in items[start : start + CHUNK]]
