"""Is what is published what was built? Every file against the list of SHA-256 sums beside it.

The list (`data/manifest.json`) is that of the site itself, or that of a build of one's own from the
same commit and day, which proves that the site came from what was committed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

from msgspec import Struct, json

from sitegen.digests import sha256
from sitegen.errors import BuildFailed
from sitegen.manifest import MANIFEST
from sitegen.pages import JsonFile
from sitegen.routes import url_of_file
from sitegen.write import is_inside

LARGEST = 512 * 1024 * 1024  # bytes of one file that are read at most
TIMEOUT = 30  # seconds
SIGNATURE = f"{MANIFEST}.sig"  # what signing the list lays beside it

Read = Callable[[str], bytes | None]


class Listed(Struct, frozen=True):
    """What a list of files says of the build that made it; `generator` is empty in old lists."""

    as_of: str
    commit: str
    generator: str
    past: bool
    preview: bool


class Verdict(Struct, frozen=True):
    """What was found: how many files are right, which are missing, changed, or not on the list.

    `generators`: by which sitegen the site and the own build were made, if by different ones. Of an
    address, files that are not on the list cannot be seen: `extra` is None.
    """

    commit: str
    as_of: str
    right: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    extra: tuple[str, ...] | None
    generators: tuple[str, str] | None = None

    @property
    def good(self) -> bool:
        """Whether every file on the list is there as it was built, and nothing else that is seen."""
        return not (self.missing or self.changed or self.extra)


def verify(target: str, against: Path | None = None) -> Verdict:
    """Compare a published site, a folder or an https address, with its list or another build's."""
    read = _reader(target)
    own = read(MANIFEST)
    theirs = _from_folder(against)(MANIFEST) if against else own
    listed = _listed(theirs)
    expected = {path: digest for path, digest in listed["files"].items() if is_inside(path)}
    found = {path: _state(read(path), digest) for path, digest in expected.items()}
    made = _generator(own), _made(listed).generator
    if own not in {theirs, JsonFile({**listed, "generator": made[0]}).data}:
        found[MANIFEST] = "changed"
    return Verdict(
        commit=_made(listed).commit,
        as_of=_made(listed).as_of,
        right=sum(state == "right" for state in found.values()),
        missing=tuple(path for path, state in found.items() if state == "missing"),
        changed=tuple(path for path, state in found.items() if state == "changed"),
        extra=None if _is_address(target) else tuple(sorted(_extra(Path(target), expected))),
        generators=made if own and made[0] != made[1] else None,
    )


def listed(target: str) -> Listed:
    """What the list of a published site, a folder or an https address, says of its build."""
    return _made(_listed(_reader(target)(MANIFEST)))


def _generator(data: bytes | None) -> str:
    try:
        return _made(_listed(data)).generator
    except BuildFailed:  # what is there instead of a list is told as changed
        return ""


def _made(listed: dict[str, Any]) -> Listed:
    return Listed(
        as_of=str(listed.get("as_of") or ""),
        commit=str(listed.get("commit") or ""),
        generator=str(listed.get("generator") or ""),
        past=listed.get("past") is True,
        preview=listed.get("preview") is True,
    )


def _listed(data: bytes | None) -> dict[str, Any]:
    try:
        listed = json.decode(data or b"")
        if isinstance(listed["files"], dict):
            return dict(listed)
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise BuildFailed("Z07", f"没有读到文件清单 {MANIFEST}")


def _state(data: bytes | None, digest: str) -> str:
    if data is None:
        return "missing"
    return "right" if sha256(data) == digest else "changed"


def _extra(folder: Path, expected: dict[str, str]) -> Iterator[str]:
    """Files and links of a folder that are not on the list; a link may lead to a whole folder."""
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        known = name in expected or name in {MANIFEST, SIGNATURE}
        if not known and (path.is_file() or path.is_symlink()):
            yield name


def _is_address(target: str) -> bool:
    return target.lower().startswith(("https://", "http://"))


def _reader(target: str) -> Read:
    return _from_address(target) if _is_address(target) else _from_folder(Path(target))


def _from_folder(folder: Path) -> Read:
    def read(path: str) -> bytes | None:
        try:
            return (folder / path).read_bytes()
        except (OSError, ValueError):  # a path that no file can have
            return None

    return read


def _from_address(address: str) -> Read:
    base = address.rstrip("/")

    def read(path: str) -> bytes | None:
        # a page is asked for as readers do: without index.html
        asked = f"{base}/{quote(url_of_file(path))}"
        try:
            request = Request(asked, headers={"User-Agent": "sitegen-verify"})  # noqa: S310
            with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - http and https only
                return bytes(answer.read(LARGEST))
        except (HTTPException, OSError, ValueError):
            return None

    return read
