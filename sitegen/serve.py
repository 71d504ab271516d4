"""Preview: build, serve on this machine, and build again whenever content, theme or sitegen change.

livereload serves the files and tells the browser to reload; watchfiles says when something changed,
so that nothing walks the tree in between, and gathers a burst of changes into one rebuild.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from livereload import Server
from livereload.handlers import LiveReloadHandler, StaticFileHandler
from livereload.watcher import Watcher
from tornado.ioloop import IOLoop
from watchfiles import watch

from sitegen.build import Project
from sitegen.errors import BuildFailed

DEBOUNCE = 300  # milliseconds of quiet before a rebuild


class _Preview(StaticFileHandler):  # type: ignore[misc]
    """Serves the output; an address that does not exist shows the site's own 404 page."""

    def write_error(self, status_code: int, **_: object) -> None:
        page = Path(self.root) / "404.html"
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.finish(page.read_bytes() if page.is_file() else f"{status_code}")


class _Changes(Watcher):  # type: ignore[misc]
    """Rebuilds on file events and then has every open page reload."""

    def __init__(self, folders: tuple[Path, ...], rebuild: Callable[[], bool]) -> None:
        super().__init__()
        self.folders = folders
        self.rebuild = rebuild
        self.stopping = threading.Event()

    def start(self, _: Callable[[], None]) -> bool:
        loop = IOLoop.current()
        threading.Thread(target=self._follow, args=(loop,), daemon=True).start()
        return True

    def _follow(self, loop: IOLoop) -> None:
        for _ in watch(*self.folders, debounce=DEBOUNCE, stop_event=self.stopping):
            if self.rebuild():
                loop.add_callback(LiveReloadHandler.reload_waiters)


class _QuietServer(Server):  # type: ignore[misc]
    """livereload's server without its log lines; what editors see is the build's own report."""

    def _setup_logging(self) -> None:
        """Say nothing."""


def serve(project: Project, rebuild: Callable[[], bool], host: str, port: int) -> None:
    """Build once, then serve the output and rebuild on change until interrupted."""
    rebuild()
    folders = tuple(
        folder
        for folder in (project.folder / "content", project.folder / "themes")
        if folder.is_dir()
    )
    changes = _Changes(folders, rebuild)
    changes.watch(str(project.folder))
    server = _QuietServer(watcher=changes)
    server.SFH = _Preview
    logging.getLogger("tornado.access").setLevel(logging.ERROR)
    try:
        server.serve(root=str(project.output), host=host, port=port)
    except OSError as error:
        raise BuildFailed(f"不能使用端口 {port}：{error.strerror}；请用 --port 换一个") from error
    finally:
        changes.stopping.set()
