"""Is what is published what was built? Every file against the list of SHA-256 sums beside it.

The list (`data/manifest.json`) is that of the site itself, or that of a build of one's own from the
same commit and day, which proves that the site came from what was committed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

from msgspec import Struct

from sitegen.errors import BuildFailed
from sitegen.manifest import MANIFEST
from sitegen.write import is_inside

LARGEST = 512 * 1024 * 1024  # bytes of one file that are read at most
TIMEOUT = 30  # seconds

Read = Callable[[str], bytes | None]


class Verdict(Struct, frozen=True):
    """What was found: how many files are right, which are missing, changed, or not on the list."""

    commit: str
    as_of: str
    right: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Whether every file on the list is there as it was built."""
        return not (self.missing or self.changed)


def verify(target: str, against: Path | None = None) -> Verdict:
    """Compare a published site, a folder or an https address, with its list or another build's."""
    read = _reader(target)
    own = read(MANIFEST)
    theirs = _from_folder(against)(MANIFEST) if against else own
    listed = _listed(theirs)
    expected = {path: digest for path, digest in listed["files"].items() if is_inside(path)}
    found = {path: _state(read(path), digest) for path, digest in expected.items()}
    if own != theirs:
        found[MANIFEST] = "changed"
    return Verdict(
        commit=str(listed.get("commit") or ""),
        as_of=str(listed.get("as_of") or ""),
        right=sum(state == "right" for state in found.values()),
        missing=tuple(path for path, state in found.items() if state == "missing"),
        changed=tuple(path for path, state in found.items() if state == "changed"),
        extra=tuple(sorted(_extra(target, expected))),
    )


def _listed(data: bytes | None) -> dict[str, Any]:
    try:
        listed = json.loads(data or b"")
        if isinstance(listed["files"], dict):
            return dict(listed)
    except (ValueError, KeyError, TypeError):
        pass
    raise BuildFailed("Z07", f"没有读到文件清单 {MANIFEST}")


def _state(data: bytes | None, digest: str) -> str:
    if data is None:
        return "missing"
    return "right" if hashlib.sha256(data).hexdigest() == digest else "changed"


def _extra(target: str, expected: dict[str, str]) -> Iterator[str]:
    """Files of a folder that are not on the list; of an address that cannot be told."""
    folder = Path(target)
    if _is_address(target):
        return
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != MANIFEST and name not in expected:
            yield name


def _is_address(target: str) -> bool:
    return target.lower().startswith(("https://", "http://"))


def _reader(target: str) -> Read:
    return _from_address(target) if _is_address(target) else _from_folder(Path(target))


def _from_folder(folder: Path) -> Read:
    def read(path: str) -> bytes | None:
        try:
            return (folder / path).read_bytes()
        except OSError:
            return None

    return read


def _from_address(address: str) -> Read:
    base = address.rstrip("/")

    def read(path: str) -> bytes | None:
        # a page is asked for as readers do: without index.html
        asked = path.removesuffix("index.html")
        request = Request(f"{base}/{quote(asked)}", headers={"User-Agent": "sitegen-verify"})  # noqa: S310
        try:
            with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - http and https only
                return bytes(answer.read(LARGEST))
        except (HTTPException, OSError, ValueError):
            return None

    return read
