"""Nothing that is saved is missed, whenever it is saved."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue

import pytest

from sitegen.serve.watching import GLANCE, ContentWatcher
from sitegen.source import Paths
from tests.conftest import REPOSITORY, Site, free_port

SOON = 120  # seconds, on a busy machine


@pytest.fixture
def seen() -> Queue[list[str]]:
    """Of every look, which files there were."""
    return Queue()


@pytest.fixture
def changes(tmp_path: Path, seen: Queue[list[str]]) -> Iterator[ContentWatcher]:
    """A watch over `content` and `themes`, made when nothing stood in them; it ends in any case."""

    def look(_: Paths, __: Callable[[], bool]) -> Iterator[object]:
        seen.put(sorted(path.name for path in tmp_path.rglob("*") if path.is_file()))
        return iter(())

    (tmp_path / "content").mkdir()
    folders = (tmp_path / "content", tmp_path / "themes")
    made = ContentWatcher(folders, look)
    assert seen.get() == []
    late = threading.Timer(SOON, made.stop)
    late.start()
    yield made
    late.cancel()
    made.stop()


def started(changes: ContentWatcher) -> None:
    """Begin to watch in a thread of its own: a browser's loop may be running in this one."""

    async def start() -> None:
        changes.start(lambda: None)

    thread = threading.Thread(target=lambda: asyncio.run(start()))
    thread.start()
    thread.join()


def test_what_was_saved_before_the_watch_began_is_looked_at(
    tmp_path: Path, changes: ContentWatcher, seen: Queue[list[str]]
) -> None:
    (tmp_path / "content/a.md").write_text("一")
    started(changes)
    assert seen.get(timeout=SOON) == ["a.md"]


def test_where_nothing_was_saved_there_is_no_second_look(
    tmp_path: Path, changes: ContentWatcher, seen: Queue[list[str]]
) -> None:
    started(changes)
    time.sleep(3 * GLANCE / 1000)
    (tmp_path / "content/a.md").write_text("一")
    assert seen.get(timeout=SOON) == ["a.md"]


def test_a_new_folder_is_looked_at_once(
    tmp_path: Path, changes: ContentWatcher, seen: Queue[list[str]]
) -> None:
    """A page that reloads a second time would undo what its reader does meanwhile."""
    (tmp_path / "new").mkdir()
    (tmp_path / "new/a.md").write_text("一")
    started(changes)
    assert changes.watching.wait(SOON)
    (tmp_path / "new").rename(tmp_path / "content/new")
    assert seen.get(timeout=SOON) == ["a.md"]
    time.sleep(3 * GLANCE / 1000)
    (tmp_path / "content/new/b.md").write_text("二")
    assert seen.get(timeout=SOON) == ["a.md", "b.md"]


def test_what_is_saved_in_a_new_folder_before_it_is_watched_is_looked_at(
    tmp_path: Path, changes: ContentWatcher
) -> None:
    """As `_bursts` stands still between two watches until the next one is asked for."""
    (tmp_path / "content/a.md").write_text("一")
    first = changes._bursts()  # noqa: SLF001 - the only way to stop between two watches
    assert next(first, "missed") is None
    (tmp_path / "themes").mkdir()
    assert next(first, "missed") is None
    assert next(first, "over") == "over"
    (tmp_path / "themes/own.yaml").write_text("一")
    assert next(changes._bursts(), "missed") is None  # noqa: SLF001


def test_the_first_look_goes_on_once_the_watch_has_begun(tmp_path: Path) -> None:
    begun: Queue[bool] = Queue()

    def look(_: Paths, __: Callable[[], bool]) -> Iterator[object]:
        yield None
        begun.put(made.watching.is_set())

    (tmp_path / "content").mkdir()
    made = ContentWatcher((tmp_path / "content",), look)
    started(made)
    try:
        assert begun.get(timeout=SOON)
    finally:
        made.stop()


def test_what_changed_is_told_by_its_path_and_nothing_after_a_new_folder(
    tmp_path: Path, changes: ContentWatcher
) -> None:
    file, folder = tmp_path / "content/a.md", tmp_path / "content/new"
    file.write_text("一")
    bursts = changes._bursts()  # noqa: SLF001
    assert next(bursts) is None
    file.write_text("二")
    assert next(bursts) == frozenset({str(file)})
    folder.mkdir()
    assert next(bursts) == frozenset({str(folder)})
    file.write_text("三")
    assert next(bursts) is None


def test_a_folder_that_takes_the_place_of_another_is_watched(
    tmp_path: Path, changes: ContentWatcher
) -> None:
    (tmp_path / "content/a.md").write_text("一")
    bursts = changes._bursts()  # noqa: SLF001
    assert next(bursts, "missed") is None
    (tmp_path / "new").mkdir()
    (tmp_path / "content").rename(tmp_path / "old")
    (tmp_path / "new").rename(tmp_path / "content")
    assert [*bursts] == [None]


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


FAILS_AT_A_CHANGE = """
import sys
from sitegen.__main__ import main
from sitegen.serve.watching import ContentWatcher

show = ContentWatcher._show

def fail(self, looks, loop):
    show(self, looks, loop)
    if looks is not self.begun:
        raise LookupError("a fault of ours")

ContentWatcher._show = fail
sys.exit(main(["serve", "--port", sys.argv[1]]))
"""


def test_a_preview_that_can_look_no_more_ends_and_says_so(small: Site) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", FAILS_AT_A_CHANGE, str(free_port())],
        cwd=small.folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = process.stdout
    assert said is not None
    end = threading.Timer(SOON, process.kill)
    end.start()
    try:
        assert any("预览已更新" in line for line in said)
        small.write("content/pages/new.md", "---\ntitle: 新\n---\n\n正文。\n")
        told = said.read()
        assert "LookupError: a fault of ours" in told
        assert "错误：Z08 程序有误：预览出错，看不到新的改动了" in told
        assert process.wait() == 2
    finally:
        end.cancel()
        process.kill()
        process.wait()
        said.close()


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
