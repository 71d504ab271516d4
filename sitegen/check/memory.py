"""What did an earlier check find in the same bytes? Findings that depend on nothing else, by digest.

A key holds everything that a finding depends on: the content looked at, sitegen's own code and the
libraries that read attachments. A memory that is missing or damaged is empty, and deleting it only
costs time. It holds no personal data: what is kept are the messages, in which that is masked.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from sitegen import manifest
from sitegen.digests import sha256
from sitegen.write import save

PLACE = Path(".sitegen") / "checked.json"
READERS = ("pillow", "pypdf")  # of attachments, beside those that the code's own digest names

Findings = list[list[str]]


class Memory:
    """Findings by key; without a file it only serves the check at hand."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._before = _read(file) if file else {}
        self._now: dict[str, Findings] = {}

    def recall(self, make: Callable[[], Findings], *seen: str) -> Findings:
        """What was found in what was seen, made if it is not known."""
        key = sha256("\0".join((_code(), *seen)).encode())
        if key not in self._now:
            known = self._before.get(key)
            self._now[key] = make() if known is None else known
        return self._now[key]

    def keep(self, *, whole: bool) -> None:
        """Keep what this check came to; of one that was not `whole`, beside what was known before."""
        now = self._now if whole else self._before | self._now
        if self._file and now != self._before:
            with suppress(
                OSError
            ):  # a folder that cannot be written to can be checked all the same
                save(self._file, json.dumps(now).encode())


@cache
def _code() -> str:
    libraries = (f"{library} {version(library)}" for library in READERS)
    return "\0".join((manifest.code_digest(), sys.version, *libraries))


def _read(file: Path) -> dict[str, Findings]:
    try:
        kept = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(kept, dict) or not all(map(_is_found, kept.values())):
        return {}
    return kept


def _is_found(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, list) and all(isinstance(part, str) for part in one) for one in value
    )
