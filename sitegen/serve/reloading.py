"""Which open pages show what is no longer so? livereload has those reload."""

from __future__ import annotations

import json
from typing import ClassVar
from urllib.parse import unquote, urlsplit

import livereload.server
from livereload.handlers import LiveReloadHandler
from livereload.server import Server

__all__ = ["OpenPages", "QuietServer"]


class OpenPages(LiveReloadHandler):  # type: ignore[misc]
    """A page in a browser, told to reload when there is something new.

    livereload tells those that listen. A page begins to listen a moment after it was given out: if
    there was something new in between, it is told when it begins.
    """

    state: ClassVar[int] = 0
    given: ClassVar[dict[str, int]] = {}

    @classmethod
    def give(cls, path: str) -> None:
        """Remember that a page was given out as it is now, until it begins to listen."""
        cls.given.setdefault(path, cls.state)

    @classmethod
    def renew(cls) -> None:
        """Have all pages reload: what was given out until now is old."""
        cls.state += 1
        cls.reload_waiters()

    def on_message(self, message: str | bytes) -> None:
        super().on_message(message)
        told = json.loads(message)
        path = unquote(urlsplit(str(told.get("url", ""))).path)
        if self.given.pop(path, self.state) != self.state:
            self.send_message({"command": "reload", "path": "*", "liveCSS": True})


class QuietServer(Server):  # type: ignore[misc]
    """livereload's server without its log lines; what editors see is our own report."""

    def application(self, *given: object, **named: object) -> None:
        # the server takes no handler of ours in place of its own
        livereload.server.LiveReloadHandler = OpenPages
        super().application(*given, **named)
        LiveReloadHandler.watcher = self.watcher  # its other handlers ask its own

    def _setup_logging(self) -> None:
        """Say nothing."""
