"""What was read of a file before? One that is as it was need not be read again.

As git's index does, a file is known by its size and times; a change so shortly before it was looked
at that a later one could bear the same time is no time to go by.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sitegen.fresh import RACY
from sitegen.memo import Table

T = TypeVar("T")

Mark = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Seen(Generic[T]):
    """A file as it was read last, and what it held; `settled` if its mark tells of every change."""

    mark: Mark
    settled: bool
    what: T


class Known(Generic[T]):
    """What the files of this process held as they were read last, by a name for each."""

    def __init__(self) -> None:
        self._seen = Table[str, _Seen[T]]()

    def unchanged(self, name: str, entry: os.DirEntry[str], now: int) -> T | None:
        """What a file held when it was read last, if it surely holds the same; `now` as for `again`."""
        seen = self._seen.get(name) if now else None
        return seen.what if seen and seen.settled and seen.mark == _mark(entry) else None

    def again(
        self, name: str, entry: os.DirEntry[str], now: int, read: Callable[[T | None], T]
    ) -> T:
        """What a file holds; `read` is given what it held before, if that is known.

        `now` is when the looking began, in nanoseconds since 1970; 0 to read whatever is known.
        """
        mark = _mark(entry)
        seen = self._seen.get(name)
        if now and seen and seen.settled and seen.mark == mark:
            return seen.what
        what = read(seen.what if seen else None)
        self._seen.keep(name, _Seen(mark, now - mark[2] > RACY, what))
        return what


def _mark(entry: os.DirEntry[str]) -> Mark:
    # not what the folder says of it, which Windows may have written down earlier
    found = os.stat(entry.path) if os.name == "nt" else entry.stat()  # noqa: PTH116 - ten thousand
    return entry.path, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
