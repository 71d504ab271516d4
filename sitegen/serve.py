"""Preview: each page made the moment it is looked at, again whenever content or theme change.

A saved change is read, checked and shaped in this process, which remembers what did not change; the
page in the browser is then made alone. The whole site, which its search needs, is built behind it by
a process of its own. livereload tells the browser to reload; watchfiles says when something changed,
so that nothing walks the tree in between, and gathers a burst of changes into one.
"""

from __future__ import annotations

import html
import logging
import mimetypes
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote

from livereload import Server
from livereload.handlers import LiveReloadHandler, StaticFileHandler
from livereload.watcher import Watcher
from tornado import gen
from tornado.ioloop import IOLoop
from watchfiles import watch

from sitegen.build import Prepared, Project
from sitegen.errors import BuildFailed, SitegenError
from sitegen.pages import Page
from sitegen.render import render

DEBOUNCE = (
    300  # milliseconds after which a burst of changes is looked at, if it does not end before
)
GLANCE = 1000  # milliseconds between two looks for a folder that may come, such as themes
PAUSE = 0.1  # seconds between two looks whether a file has been built
# what stands below a message where there is no good page yet; livereload puts its script before </head>
_BARE = (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>预览</title></head>'
    "<body></body></html>"
).encode()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a look at the project came to: the site, if it is right; else what is wrong with it."""

    site: Prepared | None = None
    trouble: str = ""


@dataclass(frozen=True)
class Shown:
    """The last good site, page by page, and what is wrong with the newest state of the project."""

    site: Prepared | None = None
    trouble: str = ""
    pages: Mapping[str, Page] = field(default_factory=dict)
    made: dict[str, bytes] = field(default_factory=dict)

    def after(self, outcome: Outcome) -> Shown:
        """What is shown from now on."""
        if outcome.site is None:
            return replace(self, trouble=outcome.trouble)
        pages = (*outcome.site.pages.html, *outcome.site.theme.files())
        return Shown(outcome.site, "", {page.path: page for page in pages})

    def file(self, path: str) -> bytes | None:
        """A file of the site, made now if it was not yet; None for what only a whole build makes."""
        page = self._page(path)
        if self.site and page and path not in self.made:
            self.made[path] = render(page.made(), self.site.theme)
        return self.made.get(path)

    def _page(self, path: str) -> Page | None:
        found = self.pages.get(path)
        return found if found or path.endswith(".html") else self._others.get(path)

    @cached_property
    def _others(self) -> Mapping[str, Page]:
        """What is not looked at in a browser: data, feeds, calendars."""
        return {page.path: page for page in self.site.pages.more} if self.site else {}

    def source(self, url: str) -> str:
        """The content file behind an address, if it has one."""
        return self._sources.get(url, "")

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        return self.site.routes.sources if self.site else {}


class Behind:
    """Builds the whole site behind the preview, one build at a time, the newest state last."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._wanted = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self.busy = False

    def start(self) -> None:
        """Begin to wait for work."""
        threading.Thread(target=self._work, daemon=True).start()

    def wake(self) -> None:
        """Have the site built as it is now, after the build that may be under way."""
        self.busy = True
        self._wanted.set()

    def stop(self) -> None:
        """Build no more; a build under way is stopped, which the next one mends."""
        self._stopped = True
        self._wanted.set()
        if self._process:
            self._process.terminate()

    def _work(self) -> None:
        while self._wanted.wait() and not self._stopped:
            self._wanted.clear()
            with subprocess.Popen(self._command) as self._process:  # noqa: S603 - sitegen itself
                self._process.wait()
            self.busy = self._wanted.is_set()


class _Preview(StaticFileHandler):  # type: ignore[misc]
    """Makes what is asked for; what only a whole build makes comes from its folder, once it is there.

    What is wrong stands over the last good page. An address that does not exist shows the site's own
    404 page.
    """

    shown: ClassVar[Shown] = Shown()
    behind: ClassVar[Behind]

    async def get(self, path: str, include_body: bool = True) -> None:  # noqa: FBT001, FBT002 - tornado's
        name, trouble = self._name(), self.shown.trouble
        data = None
        try:
            data = self.shown.file(name)
        except SitegenError as error:
            trouble = f"错误：{error}"
        page = name.endswith(".html")
        if data is None and page:
            data = self._earlier(name) or (_BARE if trouble else None)
        if data is None and page:
            self.send_error(404)
        elif data is None:
            await self._whole(name)
            await super().get(path, include_body)
        else:
            self._send(name, data, trouble)

    def _earlier(self, name: str) -> bytes | None:
        """A page of an earlier preview, as long as there is no site of this one."""
        target = None if self.shown.site else self._target(name)
        return target.read_bytes() if target and target.is_file() else None

    async def _whole(self, name: str) -> None:
        """Wait for a file that the build under way makes."""
        target = self._target(name)
        while self.behind.busy and target and not target.is_file():
            await gen.sleep(PAUSE)

    def _target(self, name: str) -> Path | None:
        """Where a file of the site would be; None for what is outside."""
        root = Path(self.root).resolve()
        target = (root / name).resolve()
        return target if target.is_relative_to(root) else None

    def _name(self) -> str:
        name = unquote(self.request.path).lstrip("/")
        return f"{name}index.html" if self.request.path.endswith("/") else name

    def _send(self, name: str, data: bytes, trouble: str) -> None:
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        text = kind.startswith("text/") or kind.endswith(("json", "xml", "javascript"))
        self.set_header("Content-Type", f"{kind}; charset=UTF-8" if text else kind)
        self.set_header("Cache-Control", "no-store")
        self.finish(self._with_overlay(name, data, trouble) if name.endswith(".html") else data)

    def _with_overlay(self, name: str, data: bytes, trouble: str) -> bytes:
        over = overlay(trouble, self.shown.source(name.removesuffix("index.html")))
        head, body, rest = data.partition(b"<body")
        tag, close, rest = rest.partition(b">")
        return b"".join([head, body, tag, close, over.encode(), rest])

    def compute_etag(self) -> None:
        """No tag: every answer is fresh."""

    def write_error(self, status_code: int, **_: object) -> None:
        found = None
        with suppress(SitegenError):  # of a broken theme, every page tells
            found = self.shown.file("404.html")
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.finish(found or f"{status_code}")


def overlay(trouble: str, source: str) -> str:
    """What the preview adds to a page: the trouble, if any, and the file behind the page."""
    parts = []
    if trouble:
        parts.append(
            '<div role="alert" style="position:sticky;top:0;z-index:9;max-height:60vh;overflow:auto;'
            'padding:1rem;background:#fff3f0;color:#5c1200;border-bottom:3px solid #b3400a">'
            "<strong>内容有错误，下面是上一次的网站</strong>"
            f'<pre style="white-space:pre-wrap;margin:.5rem 0 0">{html.escape(trouble)}</pre></div>'
        )
    if source:
        parts.append(
            '<p style="margin:0;padding:.3rem 1rem;background:#eef2f7;color:#333;font-size:.85rem">'
            f"本页来自 <code>{html.escape(source)}</code>（只在预览中显示）</p>"
        )
    return "".join(parts)


class _Changes(Watcher):  # type: ignore[misc]
    """Looks again on file events and then has every open page reload."""

    def __init__(self, folders: tuple[Path, ...], look: Callable[[], None]) -> None:
        super().__init__()
        self.folders = folders
        self.look = look
        self.stopping = threading.Event()

    def start(self, _: Callable[[], None]) -> bool:
        loop = IOLoop.current()
        threading.Thread(target=self._follow, args=(loop,), daemon=True).start()
        return True

    def _follow(self, loop: IOLoop) -> None:
        while not self.stopping.is_set():
            for _ in self._bursts():
                self.look()
                loop.add_callback(LiveReloadHandler.reload_waiters)

    def _bursts(self) -> Iterator[None]:
        """Once for every burst of changes; ends when a folder to watch came into being or went."""
        there = self._there()
        found = watch(
            *there,
            debounce=DEBOUNCE,
            stop_event=self.stopping,
            rust_timeout=GLANCE,
            yield_on_timeout=True,
        )
        for changes in found:
            moved = self._there() != there
            if changes or moved:
                yield
            if moved:
                return

    def _there(self) -> list[Path]:
        return [folder for folder in self.folders if folder.is_dir()]


class _QuietServer(Server):  # type: ignore[misc]
    """livereload's server without its log lines; what editors see is our own report."""

    def _setup_logging(self) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the preview is to be seen."""

    host: str
    port: int


def serve(
    project: Project, look: Callable[[], Outcome], command: Sequence[str], at: Address
) -> None:
    """Show a project until interrupted; `look` reads it, `command` builds the whole of it."""
    _Preview.behind = behind = Behind(command)

    def look_again() -> None:
        outcome = look()
        _Preview.shown = _Preview.shown.after(outcome)
        if outcome.site:
            behind.wake()

    behind.start()
    look_again()
    places = (project.folder / "content", project.folder / "themes")
    changes = _Changes(places, look_again)
    changes.watch(str(project.folder))
    server = _QuietServer(watcher=changes)
    server.SFH = _Preview
    logging.getLogger("tornado.access").setLevel(logging.ERROR)
    try:
        server.serve(root=str(project.output), host=at.host, port=at.port)
    except OSError as error:
        raise BuildFailed(
            f"不能使用端口 {at.port}：{error.strerror}；请用 --port 换一个"
        ) from error
    finally:
        changes.stopping.set()
        behind.stop()
