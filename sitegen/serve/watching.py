"""When is it time to look again? After every burst of changes to content and themes."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from livereload.watcher import Watcher
from msgspec import Struct
from tornado.ioloop import IOLoop
from watchfiles import Change, watch

from sitegen.inputs import Input, tree
from sitegen.serve.reloading import OpenPages
from sitegen.source import Paths

QUIET = 25  # milliseconds without a further change that end a burst
DEBOUNCE = 300  # milliseconds after which a burst is looked at, if it does not end before
BREATH = 0.15  # seconds in which browsers take what is new, before a look goes on
GLANCE = 200  # milliseconds between two looks for a folder that may come, such as themes
AT_FIRST = 5  # seconds that what the gate says of the first look waits for the watch to begin

# looks again at files that changed, or at all of them; is told whether more did meanwhile
Looking = Callable[[Paths, Callable[[], bool]], Iterator[object]]
Stamps = frozenset[Input] | None


class _Before(Struct, frozen=True):
    """Folders in which something may be saved before they are watched, and what was there before."""

    folders: tuple[Path, ...]
    stamps: Stamps = None

    def changed(self) -> bool:
        """Whether something may have been saved since."""
        return self.stamps is None or stamps(self.folders) != self.stamps


class _Changed:
    """What changed since the last look began: told by one thread, taken by another."""

    def __init__(self) -> None:
        self._told = threading.Event()
        self._lock = threading.Lock()
        self._paths: Paths = frozenset()

    def add(self, paths: Paths) -> None:
        """Tell of files that changed, or that any may have."""
        with self._lock:
            known = self._paths
            self._paths = None if known is None or paths is None else known | paths
            self._told.set()

    def is_told(self) -> bool:
        """Whether there is anything to take."""
        return self._told.is_set()

    def take(self) -> Paths:
        """What was told since this was asked last."""
        with self._lock:
            self._told.clear()
            paths, self._paths = self._paths, frozenset()
        return paths

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until something is told; False if nothing is within the time."""
        return self._told.wait(seconds)


class ContentWatcher(Watcher):  # type: ignore[misc]
    """Looks again on file events; has every open page reload whenever there is something new to show.

    One thread watches while the other one looks, so that no change is missed and a newer one makes
    an end of the rest of a look.
    """

    def __init__(self, folders: tuple[Path, ...], look: Looking) -> None:
        """Take the first step of the first look."""
        super().__init__()
        self.folders = folders
        self.look = look
        self.failed: threading.Thread | None = None
        self.changed = _Changed()
        self.watching = threading.Event()
        self.stopping = threading.Event()
        self.before = _Before(folders, stamps(folders))
        self.begun = look(None, self.changed.is_told)
        next(self.begun, None)

    def start(self, _: Callable[[], None]) -> bool:
        loop = IOLoop.current()
        for work in (self._watch, partial(self._follow, loop)):
            threading.Thread(target=self._until_stopped, args=(work, loop), daemon=True).start()
        return True

    def stop(self) -> None:
        """Look and watch no more."""
        self.stopping.set()
        self.changed.add(None)

    def _until_stopped(self, work: Callable[[], None], loop: IOLoop) -> None:
        """Do work that ends with the preview; if it ends before, so does the preview."""
        try:
            work()
        finally:
            if not self.stopping.is_set():
                self.failed = threading.current_thread()
                loop.add_callback(loop.stop)

    def _watch(self) -> None:
        while not self.stopping.is_set():
            try:
                for paths in self._bursts():
                    self.changed.add(paths)
            except OSError:  # a folder went before it could be watched
                self.stopping.wait(GLANCE / 1000)

    def _follow(self, loop: IOLoop) -> None:
        # it asks for each file, and would wait for this thread each time
        self.watching.wait(AT_FIRST)
        self._show(self.begun, loop)
        gc.freeze()  # what was read stays; looking for garbage in it would take longer than a look
        while self.changed.wait() and not self.stopping.is_set():
            self._show(self.look(self.changed.take(), self.changed.is_told), loop)

    def _show(self, looks: Iterator[object], loop: IOLoop) -> None:
        for _ in looks:
            loop.add_callback(OpenPages.renew)
            if self.changed.wait(BREATH):
                return

    def _bursts(self) -> Iterator[Paths]:
        """What changed, once for every burst; ends when a folder to watch came into being or went.

        Once more where something may have been saved before it was watched: at the beginning, and
        after a folder came into being.
        """
        there = self._there()
        unseen: _Before | None = self.before
        self.before = _Before(self.folders)  # of later ones nothing is known
        found = watch(
            *(folder for folder, _, _ in there),
            debounce=DEBOUNCE,
            step=QUIET,
            stop_event=self.stopping,
            rust_timeout=GLANCE,
            yield_on_timeout=True,
        )
        for changes in found:
            moved, new = self._there() != there, _new(changes)
            if changes and not (moved or unseen):
                yield frozenset(path for _, path in changes)
            elif changes or moved or (unseen and unseen.changed()):
                yield None
            self.watching.set()
            if moved:
                return
            unseen = new

    def _there(self) -> list[tuple[Path, int, int]]:
        """The folders that are there, each known by itself: another may come in its place."""
        found = ((folder, folder.stat()) for folder in self.folders if folder.is_dir())
        return [(folder, seen.st_dev, seen.st_ino) for folder, seen in found]


def _new(changes: Iterable[tuple[Change, str]]) -> _Before | None:
    """Folders that came into being, as they are before anyone is told."""
    added = (Path(path) for kind, path in changes if kind is Change.added)
    folders = tuple(sorted(path for path in added if path.is_dir()))
    return _Before(folders, stamps(folders)) if folders else None


def stamps(folders: tuple[Path, ...]) -> Stamps:
    """Every file below some folders with its size and time of change; None if that cannot be told."""
    try:
        return frozenset(seen for folder in folders for seen in tree(folder.name, str(folder)))
    except OSError:  # gone since it was listed, or not to be read
        return None
