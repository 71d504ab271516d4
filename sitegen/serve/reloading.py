"""Which open pages show what is no longer so? livereload has those reload."""

from __future__ import annotations

import json
import secrets
from typing import ClassVar

import livereload.server
from livereload.handlers import LiveReloadHandler
from livereload.server import Server

__all__ = ["OpenPages", "QuietServer"]

# livereload's script lets a page say its address only: what it listens at says which state it shows.
# A reload would put an end to the way to another page: a reader who has begun to leave is let go, and
# one who is still there after a while, since it was a download, gets what is new then
_STAYS = 3000  # milliseconds after which a reader who began to leave has not left
_SAYING = (
    "<script>{let left;addEventListener('beforeunload',()=>{left=true;setTimeout(()=>{left=false},%(stays)d)});"
    "window.WebSocket=class extends WebSocket{constructor(url){super(url+'?state=%(state)d');"
    "this.addEventListener('message',(event)=>{if(!left||JSON.parse(event.data).command!=='reload')return;"
    "event.stopImmediatePropagation();setTimeout(()=>location.reload(),%(stays)d)})}}}</script>"
)


class OpenPages(LiveReloadHandler):  # type: ignore[misc]
    """A page in a browser, told to reload when there is something new.

    livereload tells those that listen. A page begins to listen a moment after it was given out: if
    there was something new in between, it is told when it begins. States begin anywhere, so that a page
    of an earlier preview reloads too.
    """

    state: ClassVar[int] = secrets.randbits(48)

    @classmethod
    def mark(cls) -> str:
        """What a page given out now says when it begins to listen: HTML for its head."""
        return _SAYING % {"state": cls.state, "stays": _STAYS}

    @classmethod
    def renew(cls) -> None:
        """Have all pages reload: what was given out until now is old."""
        cls.state += 1
        cls.reload_waiters()

    def on_message(self, message: str | bytes) -> None:
        super().on_message(message)
        if json.loads(message)["command"] == "info" and self._is_old():
            self.send_message({"command": "reload", "path": "*", "liveCSS": True})

    def _is_old(self) -> bool:
        return bool(self.get_argument("state", str(self.state)) != str(self.state))


class QuietServer(Server):  # type: ignore[misc]
    """livereload's server without its log lines; what editors see is our own report."""

    def application(self, *given: object, **named: object) -> None:
        # the server takes no handler of ours in place of its own
        livereload.server.LiveReloadHandler = OpenPages
        super().application(*given, **named)
        LiveReloadHandler.watcher = self.watcher  # its other handlers ask its own

    def _setup_logging(self) -> None:
        """Say nothing."""
