"""Zip files whose bytes depend on what is in them alone: one date, one set of permissions.

Members are packed before they are put in, by whoever has their bytes at hand.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable
from pathlib import PurePosixPath

from msgspec import Struct

_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the first date that a zip can hold
_UNIX, _READABLE = 3, 0o100644 << 16
_FAST = 3  # of zlib's levels: half the time of the usual one for a twentieth more bytes
# formats that are compressed already
_COMPRESSED = frozenset(
    {".docx", ".gif", ".jpeg", ".jpg", ".pagefind", ".pdf", ".png", ".pptx", ".rar", ".webp"}
    | {".woff2", ".xlsx", ".zip", ".7z", ".gz", ".mp3", ".mp4"}
    | {".pf_fragment", ".pf_index", ".pf_meta"}
)


class Packed(Struct, frozen=True):
    """A file as it stands in a zip: the sum and size of its bytes, and these, deflated or not."""

    crc: int
    size: int
    data: bytes
    deflated: bool


def level_of(path: str) -> int:
    """How hard a published file is packed: fast, and not at all if its format is compressed already."""
    return 0 if PurePosixPath(path).suffix.lower() in _COMPRESSED else _FAST


def packed(data: bytes, level: int) -> Packed:
    """Bytes deflated at one of zlib's levels; 0: as they are."""
    if not level:
        return Packed(zlib.crc32(data), len(data), data, deflated=False)
    return deflated((data,), level)


def deflated(pieces: Iterable[bytes], level: int) -> Packed:
    """Bytes that are too many to be held, deflated piece by piece."""
    packing = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    crc, size, found = 0, 0, bytearray()
    for piece in pieces:
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        found += packing.compress(piece)
    return Packed(crc, size, bytes(found + packing.flush()), deflated=True)


def entry(name: str, *, deflated: bool) -> zipfile.ZipInfo:
    """What a zip says of a file."""
    said = zipfile.ZipInfo(name, _BEGINNING)
    said.create_system, said.external_attr = _UNIX, _READABLE
    said.compress_type = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
    return said


def put(archive: zipfile.ZipFile, name: str, file: Packed) -> None:
    """Put in a file that is packed already: its header, its bytes, its place in the directory."""
    said, target = entry(name, deflated=file.deflated), archive.fp
    if target is None:
        raise ValueError(name)
    said.CRC, said.file_size, said.compress_size = file.crc, file.size, len(file.data)
    said.header_offset = archive.start_dir
    target.seek(archive.start_dir)
    target.write(said.FileHeader(zip64=False))
    target.write(file.data)
    archive.start_dir = target.tell()
    archive.filelist.append(said)
    archive.NameToInfo[name] = said
