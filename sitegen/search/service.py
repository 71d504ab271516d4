"""The Pagefind binary, driven over its standard input; beside git, the only program that a build starts.

Messages are JSON in base64, each ended by a comma (`pagefind --service`). The binary is the plain
one of the pinned pagefind-bin package; records go in as they come and the bundle is written once.
"""

from __future__ import annotations

import base64
import binascii
import os
import subprocess
import threading
from collections import deque
from collections.abc import Mapping
from types import TracebackType
from typing import IO, Any, Self

from msgspec import json
from pagefind_bin import get_executable

from sitegen.errors import BuildFailed
from sitegen.stops import reason

# smaller pieces of the index than the usual 20000 entries: a query loads a piece for every pair of
# its characters
_SETTINGS = {"PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": "3000"}


# requests under way at once: their answers are small and fit into the pipe
AHEAD = 32
LONGEST = 900  # seconds that one index may take


_BROKEN_OFF = "搜索索引程序 Pagefind 中断了，请重新生成一次"


class Pagefind:
    """One run of the binary with one index in one language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._said = 0
        self._open: deque[int] = deque()
        self._read = bytearray()

    def __enter__(self) -> Self:
        """Start the binary and an empty index."""
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own pinned binary, fixed arguments
                [get_executable(), "--service"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **_SETTINGS},
            )
        except OSError as error:
            raise BuildFailed("Z04", f"启动不了搜索索引程序 Pagefind：{reason(error)}") from error
        # a binary that hangs is stopped, and the build says so
        self._watchdog = threading.Timer(LONGEST, self._process.kill)
        self._watchdog.daemon = True
        self._watchdog.start()
        try:
            self._index = self._ask("NewIndex", config={})["index_id"]
        except BuildFailed:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the binary."""
        self._stop()

    def _stop(self) -> None:
        self._watchdog.cancel()
        self._process.kill()
        self._process.communicate()
        self._watchdog.join()  # a process with threads is not forked

    def add(self, url: str, content: str, title: str) -> None:
        """Add one record; its words are content's, its title weighs more.

        Its answer is awaited later: while the binary works on one record, the next is prepared.
        """
        self._say(
            "AddRecord",
            index_id=self._index,
            url=url,
            content=content,
            language=self._language,
            meta={"title": title},
        )
        if len(self._open) > AHEAD:
            self._hear()

    def files(self) -> Mapping[str, bytes]:
        """The bundle, by path.

        Asked for over the pipe: WriteFiles answers before its files are whole on disk (1.5.2).
        """
        answer = self._ask("GetFiles", index_id=self._index)
        return {file["path"]: base64.b64decode(file["content"]) for file in answer["files"]}

    def _ask(self, action: str, **payload: object) -> dict[str, Any]:
        self._say(action, **payload)
        while len(self._open) > 1:
            self._hear()
        return self._hear()

    def _say(self, action: str, **payload: object) -> None:
        self._said += 1
        self._open.append(self._said)
        request = {"message_id": self._said, "payload": {"type": action, **payload}}
        sent = base64.b64encode(json.encode(request))
        try:
            _pipe(self._process.stdin).write(sent + b",")
            _pipe(self._process.stdin).flush()
        except OSError as error:
            raise BuildFailed("Z04", _BROKEN_OFF) from error

    def _hear(self) -> dict[str, Any]:
        """The answer to the oldest request that has none yet."""
        try:
            answer = json.decode(base64.b64decode(self._until_comma()))
            found: dict[str, Any] = answer["payload"]
        except (OSError, ValueError, KeyError, TypeError, binascii.Error) as error:
            raise BuildFailed("Z04", _BROKEN_OFF) from error
        if found["type"] == "Error":
            raise BuildFailed("Z04", f"搜索索引程序 Pagefind 报告：{found['message']}")
        if answer["message_id"] != self._open.popleft():
            raise BuildFailed("Z04", _BROKEN_OFF)
        return found

    def _until_comma(self) -> bytes:
        """One answer; what was read of the next ones is kept."""
        looked = 0
        while (end := self._read.find(b",", looked)) < 0:
            looked = len(self._read)
            read = os.read(_pipe(self._process.stdout).fileno(), 1 << 16)
            if not read:
                raise OSError("the binary ended")
            self._read += read
        answer = bytes(self._read[:end])
        del self._read[: end + 1]
        return answer


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise OSError("no pipe")
    return pipe
