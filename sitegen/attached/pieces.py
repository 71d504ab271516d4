"""What a file says, piece by piece, and how much of it may be unpacked."""

from __future__ import annotations

import lzma
import zipfile
import zlib

from msgspec import Struct

LARGEST = 20_000_000  # bytes of one attachment
MOST_UNPACKED = 50_000_000  # bytes that all parts of one attachment may unpack to
MOST_PART = 20_000_000  # bytes of one part
MOST_PARTS = 2_000  # parts of one archive
DEEPEST = 2  # archives within archives
MOST_PIECES = 200_000
MOST_TEXT = 5_000_000  # characters

# what zipfile raises on archives that are cut, locked or made up
BROKEN_ZIP = (
    ArithmeticError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    zipfile.BadZipFile,
    zlib.error,
)


class Unreadable(ValueError):
    """A file holds more than is looked at, or is locked or broken; its words say which."""


class Piece(Struct, frozen=True):
    """A line, paragraph, cell or field of a file, and where it stands in words."""

    place: str
    text: str


class Reading(Struct, frozen=True):
    """What was read of a file; why it was not read to its end, if so; whether it tells a location."""

    pieces: tuple[Piece, ...] = ()
    unread: str = ""
    located: str = ""


class Budget:
    """How much one attachment may still unpack to, parts and all."""

    def __init__(self) -> None:
        self.bytes = MOST_UNPACKED
        self.parts = MOST_PARTS

    def spend(self, size: int) -> None:
        """Count bytes that were unpacked."""
        self.bytes -= size
        if self.bytes < 0:
            raise Unreadable(f"展开后超过 {MOST_UNPACKED // 1_000_000} MB")

    def part(self) -> None:
        """Count one part of an archive."""
        self.parts -= 1
        if self.parts < 0:
            raise Unreadable(f"里面的文件超过 {MOST_PARTS} 个")
