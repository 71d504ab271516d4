"""Nothing that is saved is missed, whenever it is saved."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from sitegen.serve.watching import Changes
from tests.conftest import REPOSITORY, Site, free_port

SOON = 20  # seconds, on a busy machine


def watched(folder: Path, seen: Queue[list[str]]) -> Changes:
    """A watch over `content` and `themes` that says of every look which files there were."""

    def look() -> Iterator[object]:
        seen.put(sorted(path.name for path in folder.rglob("*") if path.is_file()))
        return iter(())

    return Changes((folder / "content", folder / "themes"), iter(()), look)


def started(changes: Changes) -> None:
    """Begin to watch in a thread of its own: a browser's loop may be running in this one."""

    async def start() -> None:
        changes.start(lambda: None)

    thread = threading.Thread(target=lambda: asyncio.run(start()))
    thread.start()
    thread.join()


def test_what_was_saved_before_the_watch_began_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    seen = Queue[list[str]]()
    changes = watched(tmp_path, seen)
    (tmp_path / "content/a.md").write_text("一")
    started(changes)
    assert seen.get(timeout=SOON) == ["a.md"]
    changes.stop()


def test_what_is_saved_in_a_new_folder_before_it_is_watched_is_looked_at(tmp_path: Path) -> None:
    """As `_bursts` stands still between two watches until the next one is asked for."""
    (tmp_path / "content").mkdir()
    changes = watched(tmp_path, Queue())
    first = changes._bursts()  # noqa: SLF001 - the only way to stop between two watches
    next(first)
    (tmp_path / "themes").mkdir()
    next(first)
    assert next(first, None) is None
    (tmp_path / "themes/own.yaml").write_text("一")
    late = threading.Timer(SOON, changes.stop)
    late.start()
    assert next(changes._bursts(), "missed") is None  # noqa: SLF001
    late.cancel()
    changes.stop()


ENDED_WHILE_IT_TELLS_A_PAGE = """
import signal, sys
from sitegen.__main__ import main
from sitegen.serve.reloading import OpenPages

class Page:
    def write_message(self, message):
        signal.raise_signal(signal.Signals[sys.argv[1]])

OpenPages.waiters.add(Page())
sys.exit(main(["serve", "--port", sys.argv[2]]))
"""


@pytest.mark.parametrize("how", ["SIGTERM", "SIGINT"])
def test_a_preview_that_is_stopped_while_it_tells_a_page_ends(small: Site, how: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", ENDED_WHILE_IT_TELLS_A_PAGE, how, str(free_port())],
        cwd=small.folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said = process.stdout
    assert said is not None
    try:
        assert any("预览已更新".encode() in line for line in said)
        moment = time.monotonic()
        while process.poll() is None and time.monotonic() < moment + SOON:
            small.write("content/pages/new.md", f"---\ntitle: 新\n---\n\n{time.monotonic()}。\n")
            time.sleep(0.2)
        assert process.poll() == 0
    finally:
        process.kill()
        process.wait()
        said.close()
