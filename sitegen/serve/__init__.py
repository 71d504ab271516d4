"""Preview: each page made the moment it is looked at, again whenever content or theme change.

A saved change is read in this process, which remembers what did not change; the page in the browser
is then made alone, and the gate looks at the whole afterwards. The whole site, which its search
needs, is built behind it by a process of its own once nothing changes any more. livereload tells the
browser to reload; watchfiles says when something changed, so that nothing walks the tree in between,
and gathers a burst of changes into one.
"""

from __future__ import annotations

import html
import logging
import mimetypes
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote

from livereload.handlers import StaticFileHandler
from msgspec import Struct
from tornado import gen
from tornado.ioloop import IOLoop, PeriodicCallback

from sitegen.build import Project
from sitegen.errors import BuildFailed, SitegenError
from sitegen.routes import url_of_file
from sitegen.serve.behind import Behind
from sitegen.serve.reloading import OpenPages, QuietServer
from sitegen.serve.shown import Outcome, Shown
from sitegen.serve.watching import ContentWatcher
from sitegen.source import Paths
from sitegen.stops import reason

__all__ = ["Address", "Command", "Outcome", "Shown", "overlay", "serve"]

TICK = 500  # milliseconds between two moments at which the preview can be ended
PAUSE = 0.1  # seconds between two looks whether a file has been built
# how a browser on this computer calls it; a page of elsewhere could have its own name lead here
_HERE = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})
_MISDIRECTED = 421  # RFC 9110, 15.5.20
_NOT_HERE = "预览只在本机看，用 http://127.0.0.1 开头的地址；要从别处看，运行时写 --host\n"
# what stands below a message where there is no good page yet; livereload puts its script before </head>
_BARE = (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>预览</title></head>'
    "<body></body></html>"
).encode()


class _Preview(StaticFileHandler):  # type: ignore[misc]
    """Makes what is asked for; what only a whole build makes comes from its folder, once it is there.

    What is wrong stands over the last good page. An address that does not exist shows the site's own
    404 page.
    """

    shown: ClassVar[Shown] = Shown()
    behind: ClassVar[Behind]
    names: ClassVar[frozenset[str]] = frozenset()  # that it answers to; any if there are none

    def prepare(self) -> None:
        if self.names and self.request.host_name not in self.names:
            self.set_status(_MISDIRECTED)
            self.set_header("Content-Type", "text/plain; charset=UTF-8")
            self.finish(_NOT_HERE)
            return
        self.mark = OpenPages.mark().encode()  # before the page is made: what comes then is newer

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
        if data is None and (page or "\0" in name):  # which no file has in its name
            self.send_error(404)
        elif data is None:
            await self._whole(name)
            await super().get(path, include_body)
        else:
            self._send(name, data, trouble)

    def _earlier(self, name: str) -> bytes | None:
        """A page of an earlier preview, as long as there is no site of this one."""
        target = None if self.shown.site else self._there(name)
        return target.read_bytes() if target else None

    async def _whole(self, name: str) -> None:
        """Wait for a file that the build under way makes."""
        while self.behind.busy and not self._there(name):
            await gen.sleep(PAUSE)

    def _there(self, name: str) -> Path | None:
        """A file of the site that is there; None for what is outside, or is no name for a file."""
        try:
            root = Path(self.root).resolve()
            target = (root / name).resolve()
            return target if target.is_relative_to(root) and target.is_file() else None
        except (OSError, ValueError):  # too long, or with a NUL in it
            return None

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
        newest = self.shown.newest and trouble == self.shown.trouble
        over = overlay(trouble, self.shown.source(url_of_file(name)), newest=newest)
        head, body, rest = self._marked(data).partition(b"<body")
        tag, close, rest = rest.partition(b">")
        return b"".join([head, body, tag, close, over.encode(), rest])

    def _marked(self, page: bytes) -> bytes:
        return page.replace(b"</head>", self.mark + b"</head>", 1)

    def compute_etag(self) -> None:
        """No tag: every answer is fresh."""

    def write_error(self, status_code: int, **_: object) -> None:
        found = None
        with suppress(SitegenError):  # of a broken theme, every page tells
            found = self.shown.file("404.html")
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.finish(self._marked(found) if found else f"{status_code}")


def overlay(trouble: str, source: str, *, newest: bool = False) -> str:
    """What the preview adds to a page: the trouble, if any, and the file behind the page.

    `newest`: the page is as the content is now, and only the gate stands before its publication.
    """
    parts = []
    what = "改正以前不能发布" if newest else "下面是上一次的网站"
    if trouble:
        parts.append(
            '<div role="alert" style="position:sticky;top:0;z-index:9;max-height:60vh;overflow:auto;'
            'padding:1rem;background:#fff3f0;color:#5c1200;border-bottom:3px solid #b3400a">'
            f"<strong>内容有错误，{what}</strong>"
            f'<pre style="white-space:pre-wrap;margin:.5rem 0 0">{html.escape(trouble)}</pre></div>'
        )
    if source:
        parts.append(
            '<p style="margin:0;padding:.3rem 1rem;background:#eef2f7;color:#333;font-size:.85rem">'
            f"本页来自 <code>{html.escape(source)}</code>（只在预览中显示）</p>"
        )
    return "".join(parts)


class Command(Struct, frozen=True):
    """What builds the whole site, and whom to tell if it cannot."""

    words: tuple[str, ...]
    tell: Callable[[str], None]


class Address(Struct, frozen=True):
    """Where the preview is to be seen."""

    host: str
    port: int


# looks again at files that changed, or at all; is told whether more did meanwhile
Look = Callable[[Paths, Callable[[], bool]], Iterator[Outcome]]


def serve(
    project: Project,
    look: Look,
    command: Command,
    at: Address,
) -> None:
    """Show a project until interrupted; `look` reads what changed, `command` builds the whole of it.

    What a look comes to, it tells as soon as it knows: the site first, then what the gate says.
    """
    _Preview.behind = behind = Behind(command.words, command.tell)
    look_again = partial(_shown_anew, look, behind)
    behind.start()
    places = (project.folder / "content", project.folder / "themes")
    changes = ContentWatcher(places, look_again)
    changes.watch(str(project.folder))
    try:
        _listen(changes, project, at)
    finally:
        changes.stop()
        behind.stop()
    if changes.failed:
        changes.failed.join()  # until it has told why
        message = "预览出错，看不到新的改动了，原因在上面；请重新运行 sitegen serve"
        raise BuildFailed("Z08", message)


def _shown_anew(
    look: Look, behind: Behind, changed: Paths, overtaken: Callable[[], bool]
) -> Iterator[object]:
    """What is shown, each time that a look changes it; the whole site is built behind it."""
    for outcome in look(changed, overtaken):
        before, after = _Preview.shown, _Preview.shown.after(outcome)
        _Preview.shown = after
        if outcome.site and not (outcome.passed or outcome.trouble):
            behind.expect()
        else:
            behind.wake(passed=outcome.passed)
        if after.site is not before.site or after.trouble != before.trouble:
            yield after


def _listen(changes: ContentWatcher, project: Project, at: Address) -> None:
    """Answer browsers until interrupted."""
    server = QuietServer(watcher=changes)
    server.SFH = _Preview
    _Preview.names = _HERE if at.host in _HERE else frozenset()
    logging.getLogger("tornado.access").setLevel(logging.ERROR)
    try:
        _stop_in_order()
        server.serve(root=str(project.output), host=at.host, port=at.port)
    except OSError as error:
        raise BuildFailed(
            "Z06", f"不能使用端口 {at.port}：{reason(error)}；请用 --port 换一个"
        ) from error


def _stop_in_order() -> None:
    """From now on the loop ends between two steps: what is raised within one, livereload may drop."""
    loop = IOLoop.current()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: _stop(loop))
    # Windows tells of Ctrl+C only when the loop wakes
    PeriodicCallback(lambda: None, TICK).start()


def _stop(loop: IOLoop) -> None:
    with suppress(RuntimeError):  # it has ended already
        loop.asyncio_loop.call_soon_threadsafe(loop.stop)  # type: ignore[attr-defined]
