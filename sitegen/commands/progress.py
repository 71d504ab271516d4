"""How far a long build has come, on a terminal; nothing anywhere else."""

from __future__ import annotations

import time
from typing import TextIO

from sitegen.artifacts import Telling

QUIET, OFTEN = 1.0, 0.2  # seconds without a word at the beginning; between two words
WIDTH = 24


def progress(stream: TextIO) -> Telling | None:
    """What a build tells how many files of how many it has made, if somebody is there to see it."""
    return Progress(stream).tell if stream.isatty() else None


class Progress:
    """One line that is written over and over."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._next = time.perf_counter() + QUIET

    def tell(self, done: int, whole: int) -> None:
        """Say how many of how many are done; clear the line when all are."""
        now = time.perf_counter()
        if done >= whole:
            self._stream.write("\r\x1b[K")
        elif now >= self._next:
            self._next = now + OFTEN
            self._stream.write(f"\r{bar(done, whole)} {done}/{whole}")
        self._stream.flush()


def bar(done: int, whole: int) -> str:
    """A bar of how much is done."""
    filled = WIDTH * done // max(1, whole)
    return "█" * filled + "░" * (WIDTH - filled)
