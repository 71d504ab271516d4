"""Everything to keep in one file: the whole site as a zip with a list of SHA-256 sums.

The same files give the same archive: paths in order, one fixed date, one set of permissions. It holds
every published file but itself and the list of files, which are made from it, and the open-data page
as it reads without the size of the archive.
"""

from __future__ import annotations

import os
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sitegen import manifest
from sitegen.artifacts import Artifacts
from sitegen.pages import Page
from sitegen.pages.data import ARCHIVE, weighed
from sitegen.pool import mapped

SUMS = "SHA256SUMS"
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the first date that a zip can hold
_UNIX, _READABLE = 3, 0o100644 << 16
_FAST = 3  # of zlib's levels: half the time of the usual one for a twentieth more bytes
_LENGTHS = 26  # bytes of a local header before the lengths of its name and extra field
_HELD = 8 * 1024 * 1024  # bytes of a file that may be in memory at once
# formats that are compressed already
_PACKED = frozenset(
    {".docx", ".gif", ".jpeg", ".jpg", ".pagefind", ".pdf", ".png", ".pptx", ".rar", ".webp"}
    | {
        ".woff2",
        ".xlsx",
        ".zip",
        ".7z",
        ".gz",
        ".mp3",
        ".mp4",
        ".pf_fragment",
        ".pf_index",
        ".pf_meta",
    }
)


def add(pages: Iterable[Page], artifacts: Artifacts) -> None:
    """Put the archive of all files made so far among them, then say its size on the open-data page."""
    sums = sums_of(artifacts.digests())
    key = manifest.page_key("", sums)
    if not artifacts.keep(ARCHIVE, key):
        with closing(_Before(artifacts, key)) as before:
            artifacts.stream(ARCHIVE, key, lambda target: _pack(target, artifacts, sums, before))
    size = artifacts.file(ARCHIVE).stat().st_size
    for page in pages:
        final = weighed(page, size)
        if final is not page:
            artifacts.revise(final)


def sums_of(digests: Mapping[str, str]) -> str:
    """The SHA-256 of every file, as `sha256sum -c` reads it."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items()))


@dataclass(frozen=True, slots=True)
class _Packed:
    """A file as it stands in the archive."""

    crc: int
    size: int
    data: bytes


class _Before:
    """The archive of the last build: files that are as they were then need not be packed again."""

    def __init__(self, artifacts: Artifacts, key: str) -> None:
        self._file: BinaryIO | None = None
        self._entries: Mapping[str, zipfile.ZipInfo] = {}
        known = artifacts.before.get(ARCHIVE)
        # other code, or another zlib, may pack otherwise
        if known and "code" not in manifest.differing(known.key, key) and artifacts.whole(ARCHIVE):
            self._file = (artifacts.output / ARCHIVE).open("rb")
            with zipfile.ZipFile(self._file) as packed:
                entries = {entry.filename: entry for entry in packed.infolist()}
            self._entries = {path: e for path, e in entries.items() if artifacts.same(path)}

    def __contains__(self, path: str) -> bool:
        return path in self._entries

    def get(self, path: str) -> _Packed:
        """A file as the last archive holds it (PKWARE APPNOTE 4.3.7: the local header)."""
        entry = self._entries[path]
        if self._file is None:
            raise KeyError(path)
        self._file.seek(entry.header_offset + _LENGTHS)
        name, extra = struct.unpack("<HH", self._file.read(4))
        self._file.seek(name + extra, os.SEEK_CUR)
        return _Packed(entry.CRC, entry.file_size, self._file.read(entry.compress_size))

    def close(self) -> None:
        """Let go of the file."""
        if self._file:
            self._file.close()


def _pack(target: BinaryIO, artifacts: Artifacts, sums: str, before: _Before) -> None:
    """Write the archive, holding no more than a few files at a time."""
    paths = sorted(artifacts.made)
    places = {path: artifacts.file(path) for path in paths if path not in before}
    usual = [path for path, place in places.items() if place.stat().st_size <= _HELD]
    at_once = frozenset(usual)
    packed = mapped(usual, lambda path: _packed(path, places[path]))
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(_entry(SUMS), sums)
        for path in paths:
            if path in before:
                _put(archive, path, before.get(path))
            elif path in at_once:
                _put(archive, path, next(packed))
            else:
                _put_piecewise(archive, _entry(path), places[path])


def _packed(path: str, place: Path) -> _Packed:
    data = place.read_bytes()
    deflated = data
    if _entry(path).compress_type == zipfile.ZIP_DEFLATED:
        packing = zlib.compressobj(_FAST, zlib.DEFLATED, -zlib.MAX_WBITS)
        deflated = packing.compress(data) + packing.flush()
    return _Packed(zlib.crc32(data), len(data), deflated)


def _put(archive: zipfile.ZipFile, path: str, packed: _Packed) -> None:
    """One file that is packed already: its header, its bytes, its place in the directory."""
    entry, file = _entry(path), archive.fp
    if file is None:
        raise ValueError(path)
    entry.CRC, entry.file_size, entry.compress_size = packed.crc, packed.size, len(packed.data)
    entry.header_offset = archive.start_dir
    file.seek(archive.start_dir)
    file.write(entry.FileHeader(zip64=False))
    file.write(packed.data)
    archive.start_dir = file.tell()
    archive.filelist.append(entry)
    archive.NameToInfo[entry.filename] = entry


def _put_piecewise(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: Path) -> None:
    """One very large file."""
    entry.file_size = file.stat().st_size  # so that it gets a wide header
    with file.open("rb") as source, archive.open(entry, "w") as inside:
        shutil.copyfileobj(source, inside)


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _BEGINNING)
    entry.create_system, entry.external_attr = _UNIX, _READABLE
    packed = Path(path).suffix.lower() in _PACKED
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    return entry
