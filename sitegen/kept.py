"""Bytes kept from one build to the next, by name; whatever is missing or damaged is made again.

What other code kept, or this code with other libraries, counts as damaged: what is worked out may hold
what they made of it, as the code of a template does of a filter with nothing but constants.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from sitegen import manifest
from sitegen.manifest import Trust
from sitegen.write import save_pieces

FOLDER = Path(".sitegen") / "kept"
_DIGEST = hashlib.sha256().digest_size


class Kept(Struct, frozen=True):
    """A folder of bytes, each file ended by the SHA-256 of the code and of the rest."""

    folder: Path

    @property
    def filled(self) -> bool:
        """Whether anything was ever kept here."""
        return self.folder.is_dir()

    def get(self, name: str) -> bytes | None:
        """The bytes of a name, if they are there and whole."""
        try:
            found = (self.folder / name).read_bytes()
        except OSError:
            return None
        data, whole = found[:-_DIGEST], _begun()
        whole.update(data)
        return data if whole.digest() == found[-_DIGEST:] else None

    def put(self, name: str, data: bytes) -> None:
        """Keep bytes under a name; where that is not possible, the next build takes longer."""
        self.put_pieces(name, (data,))

    def put_pieces(self, name: str, pieces: Iterable[bytes]) -> None:
        """The same for what is too large to be held: it is kept piece by piece."""
        with suppress(OSError):
            save_pieces(self.folder / name, _ended(pieces))


def _begun() -> hashlib._Hash:
    return hashlib.sha256(manifest.code_digest().encode())


def _ended(pieces: Iterable[bytes]) -> Iterator[bytes]:
    whole = _begun()
    for piece in pieces:
        whole.update(piece)
        yield piece
    yield whole.digest()


def kept_in(project: Path, trust: Trust) -> Kept | None:
    """What builds of a project keep; nothing where the files of the last build are not trusted."""
    return Kept(project / FOLDER) if trust == "times" else None
