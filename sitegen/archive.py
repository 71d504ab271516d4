"""Everything to keep in one file: the whole site as a zip with a list of SHA-256 sums.

The same files give the same archive: paths in order, then those of the search index, which is made
last, then the sums; one fixed date, one set of permissions. It holds every published file but itself and
the list of files, which are made from it, and the open-data page as it reads without the link to the
archive and its size.
"""

from __future__ import annotations

import os
import shutil
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from sitegen import manifest
from sitegen.artifacts import HELD, Artifacts
from sitegen.pages import Page
from sitegen.pages.data import ARCHIVE, weighed
from sitegen.pool import mapped
from sitegen.zipped import Packed, entry, level_of, packed, put

SUMS = "SHA256SUMS"
_LENGTHS = 26  # bytes of a local header before the lengths of its name and extra field


def add(pages: Iterable[Page], artifacts: Artifacts, following: Callable[[], None]) -> None:
    """Put the archive of all files among them, then say its size on the open-data page.

    `following` adds the last files: it is waited for when those made so far are packed.
    """
    naming = [page for page in pages if weighed(page, 0) is not page]
    first = frozenset(artifacts.made)
    # what names its size is not yet as it was published
    alike = all(map(artifacts.same, first - {page.path for page in naming}))
    if alike:
        following()
    if not (alike and artifacts.keep(ARCHIVE, _key(sums_of(artifacts.digests())))):
        rest = _nothing if alike else following
        artifacts.stream(ARCHIVE, lambda target: _pack(target, artifacts, first, rest))
    size = artifacts.file(ARCHIVE).stat().st_size
    for page in naming:
        artifacts.revise(weighed(page, size))


def _nothing() -> None:
    """Nothing follows any more."""


def _key(sums: str) -> str:
    return manifest.page_key("", sums)


def sums_of(digests: Mapping[str, str]) -> str:
    """The SHA-256 of every file, as `sha256sum -c` reads it."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items()))


class _Before:
    """The archive of the last build: files that are as they were then need not be packed again."""

    def __init__(self, artifacts: Artifacts) -> None:
        self._file: BinaryIO | None = None
        self._entries: Mapping[str, zipfile.ZipInfo] = {}
        self._artifacts = artifacts
        known = artifacts.before.get(ARCHIVE)
        # other code, or another zlib, may pack otherwise
        if known and not _other_code(known.key) and artifacts.whole(ARCHIVE):
            self._file = (artifacts.output / ARCHIVE).open("rb")
            with zipfile.ZipFile(self._file) as whole:
                self._entries = {one.filename: one for one in whole.infolist()}

    def __contains__(self, path: str) -> bool:
        return path in self._entries and self._artifacts.same(path)

    def get(self, path: str) -> Packed:
        """A file as the last archive holds it (PKWARE APPNOTE 4.3.7: the local header)."""
        known = self._entries[path]
        if self._file is None:
            raise KeyError(path)
        self._file.seek(known.header_offset + _LENGTHS)
        name, extra = struct.unpack("<HH", self._file.read(4))
        self._file.seek(name + extra, os.SEEK_CUR)
        data, deflated = self._file.read(known.compress_size), known.compress_type
        return Packed(known.CRC, known.file_size, data, deflated=deflated == zipfile.ZIP_DEFLATED)

    def close(self) -> None:
        """Let go of the file."""
        if self._file:
            self._file.close()


def _other_code(key: str) -> bool:
    return "code" in manifest.differing(key, _key(""))


def _pack(
    target: BinaryIO, artifacts: Artifacts, first: AbstractSet[str], following: Callable[[], None]
) -> str:
    """Write the archive, and say its key: these files, then what follows, then the sums of all."""
    with closing(_Before(artifacts)) as before, zipfile.ZipFile(target, "w") as archive:
        _put_all(archive, sorted(first), artifacts, before)
        following()
        _put_all(archive, sorted(artifacts.made.keys() - first), artifacts, before)
        sums = sums_of(artifacts.digests())
        archive.writestr(entry(SUMS, deflated=True), sums)
    return _key(sums)


def _put_all(
    archive: zipfile.ZipFile, paths: Sequence[str], artifacts: Artifacts, before: _Before
) -> None:
    """Put files in, holding no more than a few at a time."""
    rest = [path for path in paths if path not in before and path not in artifacts.pieces]
    large = {p for p in rest if not level_of(p) and artifacts.file(p).stat().st_size > HELD}
    usual = [path for path in rest if path not in large]
    others = mapped(usual, lambda path: packed(artifacts.read(path), level_of(path)))
    for path in paths:
        if path in before:
            put(archive, path, before.get(path))
        elif path in large:
            _put_piecewise(archive, path, artifacts.file(path))
        else:
            put(archive, path, artifacts.packed(path) or next(others))


def _put_piecewise(archive: zipfile.ZipFile, path: str, file: Path) -> None:
    """One very large file, as it is."""
    said = entry(path, deflated=False)
    said.file_size = file.stat().st_size  # so that it gets a wide header
    with file.open("rb") as source, archive.open(said, "w") as inside:
        shutil.copyfileobj(source, inside)
