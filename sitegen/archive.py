"""Everything to keep in one file: the whole site as a zip with a list of SHA-256 sums.

The same files give the same archive: paths in order, one fixed date, one set of permissions. It holds
every published file but itself and the list of files, which are made from it, and the open-data page
as it reads without the size of the archive.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from sitegen import manifest
from sitegen.artifacts import Artifacts
from sitegen.pages import Page
from sitegen.pages.data import ARCHIVE, weighed

SUMS = "SHA256SUMS"
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the first date that a zip can hold
_UNIX, _READABLE = 3, 0o100644 << 16
_FAST = 3  # of zlib's levels: half the time of the usual one for a twentieth more bytes
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
    files = {path: artifacts.file(path) for path in sorted(artifacts.made)}
    sums = sums_of(artifacts.digests())
    key = manifest.key(sums)
    if not artifacts.keep(ARCHIVE, key):
        artifacts.stream(ARCHIVE, key, lambda target: _pack(target, files, sums))
    size = artifacts.file(ARCHIVE).stat().st_size
    for page in pages:
        final = weighed(page, size)
        if final is not page:
            artifacts.revise(final)


def sums_of(digests: Mapping[str, str]) -> str:
    """The SHA-256 of every file, as `sha256sum -c` reads it."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items()))


def _pack(target: BinaryIO, files: Mapping[str, Path], sums: str) -> None:
    """Write the archive, holding no more than one file at a time."""
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr(_entry(SUMS), sums)
        for path, file in files.items():
            _put(packed, _entry(path), file)


def _put(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, file: Path) -> None:
    """One file: at once and fast if it is of a usual size, else piece by piece."""
    entry.file_size = file.stat().st_size  # so that a very large file gets a wide header
    if entry.file_size <= _HELD:
        packed.writestr(entry, file.read_bytes(), compresslevel=_FAST)
        return
    with file.open("rb") as source, packed.open(entry, "w") as inside:
        shutil.copyfileobj(source, inside)


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _BEGINNING)
    entry.create_system, entry.external_attr = _UNIX, _READABLE
    packed = Path(path).suffix.lower() in _PACKED
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    return entry
