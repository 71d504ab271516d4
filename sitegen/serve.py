"""Preview: build, serve on this machine, and build again whenever content, theme or sitegen change.

livereload serves the files and tells the browser to reload; watchfiles says when something changed,
so that nothing walks the tree in between, and gathers a burst of changes into one rebuild.
"""

from __future__ import annotations

import html
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote

from livereload import Server
from livereload.handlers import LiveReloadHandler, StaticFileHandler
from livereload.watcher import Watcher
from tornado.ioloop import IOLoop
from watchfiles import watch

from sitegen.build import Project
from sitegen.errors import BuildFailed

DEBOUNCE = 300  # milliseconds of quiet before a rebuild


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rebuild came to: the words that the terminal showed if it failed; whose page is where."""

    trouble: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)


class _Preview(StaticFileHandler):  # type: ignore[misc]
    """Serves the output; what the last rebuild said stands over the last good page.

    An address that does not exist shows the site's own 404 page.
    """

    outcome: ClassVar[Outcome] = Outcome()

    async def get(self, path: str, include_body: bool = True) -> None:  # noqa: FBT001, FBT002 - tornado's
        page = self._page(path)
        if page is None:
            await super().get(path, include_body)
            return
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.set_header("Cache-Control", "no-store")
        over = overlay(self.outcome, unquote(self.request.path).lstrip("/"))
        head, body, rest = page.read_bytes().partition(b"<body")
        tag, close, rest = rest.partition(b">")
        self.finish(b"".join([head, body, tag, close, over.encode(), rest]))

    def compute_etag(self) -> None:
        """No tag: every answer is fresh."""

    def _page(self, path: str) -> Path | None:
        """The page that an address means, if it is one and stays inside."""
        root = Path(self.root).resolve()
        target = (root / unquote(path).lstrip("/")).resolve()
        if self.request.path.endswith("/"):
            target /= "index.html"
        inside = target.is_relative_to(root) and target.suffix == ".html"
        return target if inside and target.is_file() else None

    def write_error(self, status_code: int, **_: object) -> None:
        page = Path(self.root) / "404.html"
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.finish(page.read_bytes() if page.is_file() else f"{status_code}")


def overlay(outcome: Outcome, url: str) -> str:
    """What the preview adds to a page: the trouble, if any, and the file behind the page."""
    parts = []
    if outcome.trouble:
        parts.append(
            '<div role="alert" style="position:sticky;top:0;z-index:9;max-height:60vh;overflow:auto;'
            'padding:1rem;background:#fff3f0;color:#5c1200;border-bottom:3px solid #b3400a">'
            "<strong>内容有错误，下面是上一次的网站</strong>"
            f'<pre style="white-space:pre-wrap;margin:.5rem 0 0">{html.escape(outcome.trouble)}</pre></div>'
        )
    if url in outcome.sources:
        parts.append(
            '<p style="margin:0;padding:.3rem 1rem;background:#eef2f7;color:#333;font-size:.85rem">'
            f"本页来自 <code>{html.escape(outcome.sources[url])}</code>（只在预览中显示）</p>"
        )
    return "".join(parts)


class _Changes(Watcher):  # type: ignore[misc]
    """Rebuilds on file events and then has every open page reload."""

    def __init__(self, folders: tuple[Path, ...], rebuild: Callable[[], Outcome]) -> None:
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
            _Preview.outcome = self.rebuild()
            loop.add_callback(LiveReloadHandler.reload_waiters)


class _QuietServer(Server):  # type: ignore[misc]
    """livereload's server without its log lines; what editors see is the build's own report."""

    def _setup_logging(self) -> None:
        """Say nothing."""


def serve(project: Project, rebuild: Callable[[], Outcome], host: str, port: int) -> None:
    """Build once, then serve the output and rebuild on change until interrupted."""
    _Preview.outcome = rebuild()
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
