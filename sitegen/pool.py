"""Rendering on every core: the same bytes in the same order, whatever the number of workers.

Workers are forked, so they see the pages without copies of them being sent; only finished bytes
come back. Where a system cannot fork, or a site is small, everything happens in this process.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sitegen.pages import Page
from sitegen.render import render
from sitegen.theme import Theme

CHUNK = 24  # pages that a worker renders before it hands them over
PAYS = 200  # pages from which on workers cost less than they save


@dataclass(frozen=True, slots=True)
class _Job:
    pages: Sequence[Page]
    theme: Theme


_jobs: list[_Job] = []


def rendered(pages: Sequence[Page], theme: Theme, workers: int | None = None) -> Iterator[bytes]:
    """The bytes of pages, in their order; `workers` is found out by default."""
    count = suitable(len(pages)) if workers is None else workers
    if count < 2:  # noqa: PLR2004 - one worker is this process
        yield from (render(page, theme) for page in pages)
        return
    _jobs.append(_Job(pages, theme))
    gc.freeze()
    try:
        with multiprocessing.get_context("fork").Pool(count) as pool:
            starts = range(0, len(pages), CHUNK)
            for chunk in pool.imap(_chunk, starts):
                yield from chunk
    finally:
        gc.unfreeze()
        _jobs.pop()


def suitable(pages: int) -> int:
    """How many workers pay for so many pages here.

    A process with threads (the preview's) is never forked: a lock held by another thread would stay
    locked in the child for good.
    """
    can_fork = "fork" in multiprocessing.get_all_start_methods()
    if not can_fork or pages < PAYS or threading.active_count() > 1:
        return 1
    return _cores()


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _chunk(start: int) -> list[bytes]:
    job = _jobs[-1]
    return [render(page, job.theme) for page in job.pages[start : start + CHUNK]]
