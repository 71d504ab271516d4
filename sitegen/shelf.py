"""Bytes that a large site has too many of to hold: once they are many, in a file that has no name.

It is read by place, so that forked workers, which have the open file in common, do not disturb each other.
"""

from __future__ import annotations

import os
import tempfile
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

    def put(self, data: bytes) -> Held:
        """Bytes as they are while there are few, or where the file does not take them; else their place."""
        self._held += len(data)
        if self._held <= FEW or os.getpid() != self._owner:
            return data
        try:
            file = self._opened()
            file.seek(self._end)
            written = file.write(data)
        except OSError:  # there is no room
            return data
        if written != len(data):
            return data
        place = Place(self, self._end, written)
        self._end += written
        return place

    def _opened(self) -> BinaryIO:
        if self._file is None:
            # unbuffered: workers see what was written before they began
            file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed with the shelf
            weakref.finalize(self, file.close)
            self._file = file
        return self._file

    def read(self, start: int, length: int) -> bytes:
        """The bytes of a place."""
        file = self._opened()
        try:
            data = (
                os.pread(file.fileno(), length, start)
                if _BY_PLACE
                else _sought(file, start, length)
            )
        except OSError as error:
            raise BuildFailed("Z02", _LOST) from error
        if len(data) != length:
            raise BuildFailed("Z02", _LOST)
        return data


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


_BY_PLACE = hasattr(os, "pread")  # where there is none, nothing forks
_LOST = "读不回放在临时文件夹里的数据，请重新生成一次"


def _sought(file: BinaryIO, start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(length)
