"""Which sum stands for some bytes? SHA-256 in hexadecimal (FIPS 180-4), as it is published and put into keys."""

from __future__ import annotations

import hashlib
from pathlib import Path


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, read piece by piece."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
