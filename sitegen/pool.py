"""Work on every core: the same results in the same order, whatever the number of workers.

Workers are forked, so they see what they work on without copies of it being sent; only results come
back. Where a system cannot fork, or there is little to do, everything happens in this process.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from itertools import chain
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Generic, Self, TypeVar, cast

from sitegen.errors import SitegenError

CHUNK = 24  # items that a worker does before it hands over their results
PAYS = 200  # items from which on workers cost less than they save
# Items after which new workers take over. A worker shares what it only reads with this process, but to look
# at an object is to count its use, which copies the memory around it: that is let go with the worker.
SHIFT = 125 * CHUNK
_AHEAD = 2  # chunks that a worker is told of before it has told of the first
_FORK: Any = (
    multiprocessing.get_context("fork")
    if "fork" in multiprocessing.get_all_start_methods()
    else None
)

A = TypeVar("A")
B = TypeVar("B")

Outcome = tuple[B, None] | tuple[None, SitegenError]


def mapped(items: Sequence[A], work: Callable[[A], B], workers: int | None = None) -> Iterator[B]:
    """What work makes of each item, in their order; the number of workers is found out by default.

    A SitegenError is raised where the result of its item stands. What a worker that is killed, or cannot
    be had, leaves undone is done here.
    """
    count = suitable(len(items)) if workers is None else workers
    if count < 2:  # noqa: PLR2004 - one worker is this process
        yield from map(work, items)
        return
    try:
        for first in range(0, len(items), SHIFT):
            gc.freeze()  # workers look for garbage among what is theirs only
            with _Crew(items, work, count) as crew:
                starts = range(first, min(first + SHIFT, len(items)), CHUNK)
                yield from chain.from_iterable(crew.done(starts))
    finally:
        gc.unfreeze()


class _Crew(Generic[A, B]):
    """Workers that are told where a chunk of items begins, and tell what they made of it.

    Each has a pipe of its own, which ends with it, however it ends; nothing here needs a thread.
    """

    def __init__(self, items: Sequence[A], work: Callable[[A], B], count: int) -> None:
        self._items = items
        self._work = work
        self._count = count
        self._given: dict[
            Connection, deque[int]
        ] = {}  # where the chunks begin that each has not told of
        self._processes: list[BaseProcess] = []
        self._made: dict[int, Outcome[list[B]]] = {}

    def __enter__(self) -> Self:
        """Begin with all workers, of whom none may hold the pipe of another."""
        for _ in range(self._count):
            begun = _begun(lambda ours, theirs: self._serve((*self._given, ours), theirs))
            if begun:
                process, ours = begun
                self._given[ours] = deque()
                self._processes.append(process)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End them, at work or not."""
        for source in self._given:
            source.close()
        for process in self._processes:
            process.terminate()
            process.join()
            process.close()

    def done(self, starts: Iterable[int]) -> Iterator[list[B]]:
        """What became of each chunk, in their order; workers are told of some ahead."""
        waiting = deque(starts)
        for start in tuple(waiting):
            while start not in self._made:
                self._give(waiting)
                self._hear()
            made, error = self._made.pop(start)
            if error is not None:
                raise error
            yield cast(list[B], made)

    def _give(self, waiting: deque[int]) -> None:
        """Tell whoever has less than two chunks of the next: one is done while this process is busy."""
        for source, given in self._given.items():
            while waiting and len(given) < _AHEAD:
                given.append(waiting.popleft())
                with suppress(OSError):  # it has ended: that is heard next
                    source.send(given[-1])
        if not self._given and waiting:
            self._here(waiting.popleft())

    def _hear(self) -> None:
        """What workers have to tell; what one that has ended leaves undone is done here."""
        for source in wait(tuple(self._given)) if self._given else ():
            pipe = cast(Connection, source)
            try:
                made = pipe.recv()
                self._made[self._given[pipe].popleft()] = made
            except (EOFError, OSError):
                pipe.close()
                for start in self._given.pop(pipe):
                    self._here(start)

    def _here(self, start: int) -> None:
        self._made[start] = self._chunk(start)

    def _chunk(self, start: int) -> Outcome[list[B]]:
        try:
            return [self._work(item) for item in self._items[start : start + CHUNK]], None
        except SitegenError as error:
            return None, error

    def _serve(self, held: Iterable[Connection], target: Connection) -> None:
        """What a worker does: chunk by chunk, until nobody tells it of another."""
        for pipe in held:
            pipe.close()  # when the parent is gone, nobody is waited for
        with suppress(EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
            while True:
                made = self._chunk(target.recv())
                if not gc.isenabled():
                    gc.collect(0)
                target.send(made)


def aside(
    work: Callable[[], B], items: int = PAYS, instead: Callable[[], B] | None = None
) -> Callable[[], B]:
    """Begin work on some items in a process of its own; what is returned waits for its result.

    What the work itself changes in memory is lost. A SitegenError is raised where the result is asked
    for. Where workers do not pay, none can be had, or the process is killed, the work is done there; what
    it needs is held until then, unless something else can be done `instead` of the work of one that was
    killed.
    """
    if suitable(items) < 2:  # noqa: PLR2004 - one worker is this process
        return work
    begun = _begun(lambda ours, theirs: _send(ours, theirs, work))
    return _Awaited(begun[1], instead or work).result if begun else work


def _begun(work: Callable[[Connection, Connection], None]) -> tuple[BaseProcess, Connection] | None:
    """A process that works, given both ends of a pipe, and this one's end of it.

    None where the system has no process, memory or pipe left (fork(2), pipe(2): EAGAIN, ENOMEM, EMFILE).
    """
    with ExitStack() as opened:
        try:
            ours, theirs = map(opened.enter_context, _FORK.Pipe())
            process = _FORK.Process(target=work, args=(ours, theirs), daemon=True)
            process.start()
        except OSError:
            return None
        theirs.close()
        opened.pop_all()
    return process, ours


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
    with suppress(BrokenPipeError, KeyboardInterrupt):  # nobody waits any more
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
        _FORK is not None
        and threading.active_count() == 1
        and not multiprocessing.current_process().daemon
    )


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
