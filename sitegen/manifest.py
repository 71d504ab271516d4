"""What is already right? Keys by value: a page is stale when anything it may see has changed.

The state remembers, for every file the last build wrote, the key of what it was made from and the
digest of its bytes. A state that is missing or unreadable counts as empty; nothing else depends on
it, and deleting it is always safe.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from sitegen import __version__
from sitegen.digests import sha256, sha256_of
from sitegen.pages import Edition, JsonFile
from sitegen.write import is_inside

STATE = Path(".sitegen") / "state.json"
PREVIEW = Path(".sitegen") / "preview.json"
MANIFEST = "data/manifest.json"
_SHORT = 16  # hexadecimal digits of a part of a key
# what shapes output or what is kept between builds; tests/test_libraries.py holds this to what is imported
LIBRARIES = (
    "chinesecalendar",
    "jinja2",
    "markdown",
    "markupsafe",
    "msgspec",
    "nh3",
    "opencc",
    "pagefind-bin",
    "pypinyin",
    "pyyaml",
    "selectolax",
    "xlsxwriter",
    "zxing-cpp",
)


class Made(Struct, frozen=True, array_like=True):
    """One file of a build: the key of what it was made from, the digest of its bytes.

    `record` is the digest of what search reads in it; `mark`, of a file of an earlier build, its
    size and time of change when that build ended.
    """

    key: str
    digest: str
    record: str = ""
    mark: tuple[int, int] = (-1, -1)


State = Mapping[str, Made]
# what of the last build is believed: nothing, files whose digests are right, files of the same size
# and time of change
Trust = Literal["nothing", "digests", "times"]
_READER = msgspec.json.Decoder(dict[str, Made])


class _Listed(Struct, frozen=True):
    """The published list of files, of which only the files are looked at."""

    files: dict[str, str]


_LIST_READER = msgspec.json.Decoder(_Listed)


class Before(Struct, frozen=True):
    """What the last build made; `trusted`: its files are known by size and time, not read again."""

    state: State
    trusted: bool


def key(*seen: object) -> str:
    """The key of a file: a digest of everything it was made from, and of the code that made it."""
    return sha256(repr((code_digest(), *seen)).encode())


def page_key(template: str, seen: object) -> str:
    """The key of a page in its three parts: the code, its template (a digest), what it sees (views)."""
    sight = sha256(msgspec.msgpack.encode(seen))
    return f"{code_digest()[:_SHORT]}-{template[:_SHORT] or 'none'}-{sight}"


def differing(key: str, other: str) -> tuple[str, ...]:
    """In which of the parts two keys of a page differ: code, template, content."""
    parts = zip(("code", "template", "content"), key.split("-"), other.split("-"), strict=False)
    return tuple(name for name, one, another in parts if one != another)


@cache
def code_digest() -> str:
    """A digest of sitegen's own source and of the libraries that shape its output."""
    parts = [_own_digest()]
    parts += [f"{library} {version(library)}" for library in LIBRARIES]
    parts += [f"zlib {zlib.ZLIB_RUNTIME_VERSION}", sys.version]
    return sha256("\n".join(parts).encode())


@cache
def _own_digest() -> str:
    package = Path(__file__).parent
    sources = sorted(p for p in package.rglob("*") if p.suffix in {".py", ".js"})
    parts = (f"{p.relative_to(package).as_posix()} {sha256(p.read_bytes())}" for p in sources)
    return sha256("\n".join(parts).encode())


def generator() -> str:
    """Which sitegen this is: its version and, as that rarely moves, a digest of its source."""
    return f"sitegen {__version__} {_own_digest()[:_SHORT]}"


def load_before(state: Path, trust: Trust) -> Before:
    """What of the last build's work can be kept."""
    return Before({} if trust == "nothing" else load_state(state), trusted=trust == "times")


def load_state(state: Path) -> State:
    """What the last build made, or nothing if that cannot be told."""
    try:
        return _READER.decode(state.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}


def marked(state: State, output: Path) -> State:
    """A state with the size and time of every file, once the files of the site are in place."""
    return {path: replace(made, mark=_mark(output, path)) for path, made in sorted(state.items())}


def dump_state(state: State) -> bytes:
    """A state as bytes, to be kept for the next build."""
    return msgspec.json.encode(state)


def _mark(output: Path, path: str) -> tuple[int, int]:
    seen = os.stat(os.path.join(output, path))  # noqa: PTH116, PTH118 - for every file of a site
    return seen.st_size, seen.st_mtime_ns


def intact(output: Path, path: str, made: Made, *, trusted: bool) -> bool:
    """Whether a file of the last build is still there with the bytes it was given.

    `trusted`: a file with the size and time of change that it had then is not read again.
    """
    try:
        return (trusted and _mark(output, path) == made.mark) or (
            sha256_of(output / path) == made.digest
        )
    except OSError:
        return False


def published(output: Path) -> Mapping[str, str]:
    """The files that the last build into this folder wrote, as its own list says: path → digest."""
    try:
        listed = _LIST_READER.decode((output / MANIFEST).read_bytes()).files
        return {path: made for path, made in listed.items() if is_inside(path)}
    except (OSError, ValueError, RecursionError):
        return {}


def dump_manifest(digests: Mapping[str, str], edition: Edition) -> bytes:
    """The published list of every file with its SHA-256, so that anyone can compare.

    It tells all that a build was told, so that anyone can make the same.
    """
    told = {
        "as_of": edition.as_of.isoformat(),
        "commit": edition.commit or None,
        "generator": generator(),
        "past": edition.past,
        "preview": edition.preview,
    }
    return JsonFile({**told, "files": dict(sorted(digests.items()))}).data
