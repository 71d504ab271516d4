"""Bytes that a large site has too many of to hold: once they are many, in a file that has no name.

It is read by place, so that forked workers, which have the open file in common, do not disturb each other.
"""

from __future__ import annotations

import os
import tempfile
import threading
import weakref
from dataclasses import dataclass, field
from typing import BinaryIO

from sitegen.errors import BuildFailed

FEW = 16 * 1024 * 1024  # bytes that are held


class Shelf:
    """Takes bytes, and says where they are."""

    def __init__(self) -> None:
        self._held = 0
        self._owner = os.getpid()
        self._file: BinaryIO | None = None
        self._end = 0
        self._lock = threading.Lock()

    def put(self, data: bytes) -> Held:
        """Bytes as they are while there are few, or where the file does not take them; else their place."""
        self._held += len(data)
        if self._held <= FEW or os.getpid() != self._owner:
            return data
        try:
            with self._lock:
                return self._written(data)
        except OSError:  # there is no room
            return data

    def _written(self, data: bytes) -> Held:
        file = self._opened()
        file.seek(self._end)
        if file.write(data) != len(data):
            return data
        place = Place(self, self._end, len(data))
        self._end += len(data)
        return place

    def _opened(self) -> BinaryIO:
        if self._file is None:
            # unbuffered: workers see what was written before they began
            file = tempfile.TemporaryFile(buffering=0, dir=_folder())  # noqa: SIM115
            weakref.finalize(self, file.close)  # with the shelf
            self._file = file
        return self._file

    def read(self, start: int, length: int) -> bytes:
        """The bytes of a place."""
        try:
            data = self._read(self._opened(), start, length)
        except OSError as error:
            raise BuildFailed("Z02", _LOST) from error
        if len(data) != length:
            raise BuildFailed("Z02", _LOST)
        return data

    def _read(self, file: BinaryIO, start: int, length: int) -> bytes:
        if hasattr(os, "pread"):
            return os.pread(file.fileno(), length, start)
        with self._lock:  # Windows, where nothing forks
            file.seek(start)
            return file.read(length)


def taken(held: Held) -> bytes:
    """The bytes, wherever they are."""
    return held if isinstance(held, bytes) else held.data


@dataclass(frozen=True, slots=True)
class Place:
    """Where bytes are on a shelf."""

    shelf: Shelf = field(repr=False)
    start: int
    length: int

    @property
    def data(self) -> bytes:
        """The bytes."""
        return self.shelf.read(self.start, self.length)

    def __len__(self) -> int:
        """How many they are."""
        return self.length


Held = bytes | Place


def _folder() -> str | None:
    """A folder on a disk: the usual one may itself be in memory (/tmp of many Linux systems)."""
    usual = "TMPDIR" in os.environ or not os.access(_ON_DISK, os.W_OK)
    return None if usual else _ON_DISK


_ON_DISK = "/var/tmp"  # noqa: S108 - the file in it has no name (FHS 3.0, 5.15)
_LOST = "读不回放在临时文件夹里的数据，请重新生成一次"
