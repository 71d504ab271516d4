"""Is what is published what was built? Every file against the list of SHA-256 sums beside it.

The list (`data/manifest.json`) is that of the site itself, or that of a build of one's own from the
same commit and day, which proves that the site came from what was committed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from socket import gaierror
from ssl import SSLError
from typing import Any, Literal
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from msgspec import Struct, json

from sitegen.digests import sha256
from sitegen.errors import BuildFailed
from sitegen.manifest import MANIFEST
from sitegen.pages import JsonFile
from sitegen.routes import url_of_file
from sitegen.stops import reason
from sitegen.write import is_inside

LARGEST = 512 * 1024 * 1024  # bytes of one file that are read at most
TIMEOUT = 30  # seconds
PAUSES = (1, 3)  # seconds before a file is asked for again
TOGETHER = 8  # files that are asked for at once
SILENT = 20  # files that a server may leave unanswered before it is asked for no more
SIGNATURE = f"{MANIFEST}.sig"  # what signing the list lays beside it

_GONE = (404, 410)
_WHY = (
    (gaierror, "找不到这个网址的服务器"),
    (SSLError, "服务器的证书不可信，或连接没有加密好"),
    (TimeoutError, f"{TIMEOUT} 秒没有应答"),
)

Read = Callable[[str], bytes | None]  # None: there is no such file; raises OSError if nobody says
State = Literal["right", "missing", "changed", "unread"]
Telling = Callable[[int, int], None]


class Listed(Struct, frozen=True):
    """What a list of files says of the build that made it; `generator` is empty in old lists."""

    as_of: str
    commit: str
    generator: str
    past: bool
    preview: bool


class Verdict(Struct, frozen=True):
    """What was found: how many files are right, which are missing, changed, unread, or not on the list.

    `unread`: nobody said whether they are there. `generators`: by which sitegen the site and the own build
    were made, if by different ones. Of an address, files that are not on the list cannot be seen: `extra`
    is None.
    """

    commit: str
    as_of: str
    right: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    unread: tuple[str, ...]
    extra: tuple[str, ...] | None
    generators: tuple[str, str] | None = None

    @property
    def good(self) -> bool:
        """Whether every file on the list is there as it was built, and nothing else that is seen."""
        return not (self.missing or self.changed or self.unread or self.extra)


def verify(target: str, against: Path | None = None, tell: Telling | None = None) -> Verdict:
    """Compare a published site, a folder or an https address, with its list or another build's.

    `tell` is told how many files of how many have been looked at. Raises BuildFailed (Z07) where there is
    no list, or the server does not answer any more.
    """
    read = _reader(target)
    own = _list_in(read)
    theirs = _list_in(_from_folder(against)) if against else own
    listed = _listed(theirs)
    expected = {path: digest for path, digest in listed["files"].items() if is_inside(path)}
    found = dict(_states(read, expected, tell))
    made = _generator(own), _made(listed).generator
    if own not in {theirs, JsonFile({**listed, "generator": made[0]}).data}:
        found[MANIFEST] = "changed"
    return Verdict(
        commit=_made(listed).commit,
        as_of=_made(listed).as_of,
        right=sum(state == "right" for state in found.values()),
        missing=_those(found, "missing"),
        changed=_those(found, "changed"),
        unread=_those(found, "unread"),
        extra=None if _is_address(target) else tuple(sorted(_extra(Path(target), expected))),
        generators=made if own and made[0] != made[1] else None,
    )


def _those(found: Mapping[str, State], state: State) -> tuple[str, ...]:
    return tuple(path for path, one in found.items() if one == state)


def listed(target: str) -> Listed:
    """What the list of a published site, a folder or an https address, says of its build."""
    return _made(_listed(_list_in(_reader(target))))


def _list_in(read: Read) -> bytes | None:
    try:
        return read(MANIFEST)
    except (HTTPException, OSError) as error:
        raise BuildFailed("Z07", f"没有读到文件清单 {MANIFEST}：{_why(error)}") from error


def _why(error: Exception) -> str:
    """Why nobody says what a file holds."""
    if isinstance(error, HTTPError):
        return f"服务器答 {error.code}"
    inner = error.reason if isinstance(error, URLError) else error
    known = next((said for kind, said in _WHY if isinstance(inner, kind)), "")
    return known or (reason(inner) if isinstance(inner, OSError) else "服务器的应答不完整")


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


def _states(
    read: Read, expected: Mapping[str, str], tell: Telling | None
) -> Iterator[tuple[str, State]]:
    """What became of each file, in the order of the list; several are read at once."""
    unread: list[str] = []

    def ask(path: str, digest: str) -> State:
        state = _state(read, path, digest) if len(unread) <= SILENT else "unread"
        if state == "unread":
            unread.append(path)
        return state

    with ThreadPoolExecutor(TOGETHER) as pool:
        states = pool.map(ask, expected, expected.values())
        for number, found in enumerate(zip(expected, states, strict=True), 1):
            if tell:
                tell(number, len(expected))
            yield found
    if len(unread) > SILENT:
        message = f"{SILENT} 多个文件没有读到，例如 {unread[0]}，没有再往下读"
        raise BuildFailed("Z07", f"{message}；过些时候再核对一次，反复如此时看看服务器")


def _state(read: Read, path: str, digest: str) -> State:
    try:
        data = read(path)
    except (HTTPException, OSError):
        return "unread"
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
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, ValueError):
            return None  # or a path that no file can have

    return read


def _from_address(address: str) -> Read:
    base = address.rstrip("/")

    def read(path: str) -> bytes | None:
        # a page is asked for as readers do: without index.html
        asked = f"{base}/{quote(url_of_file(path))}"
        for pause in PAUSES:
            try:
                return _answer(asked)
            except (HTTPException, OSError):
                time.sleep(pause)
        return _answer(asked)

    return read


def _answer(asked: str) -> bytes | None:
    """What a server has at an address; None where it says that there is nothing, or the address is none."""
    try:
        request = Request(asked, headers={"User-Agent": "sitegen-verify"})  # noqa: S310
        with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - http and https only
            return bytes(answer.read(LARGEST))
    except ValueError:
        return None
    except HTTPError as error:
        if error.code in _GONE:
            return None
        raise
