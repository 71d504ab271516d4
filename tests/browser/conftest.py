"""A real browser over the built portal, served as Netlify would: headers, pretty addresses, 404."""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.conftest import REPOSITORY, Site


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder below a prefix with the headers of netlify.toml."""

    prefix = ""
    requested: list[str]
    failing: dict[str, int]  # how often an address is not answered

    def translate_path(self, path: str) -> str:
        inside = urlsplit(path).path.removeprefix(self.prefix)
        return super().translate_path(f"/{inside.lstrip('/')}")

    def do_GET(self) -> None:
        self.requested.append(self.path)
        if not urlsplit(self.path).path.startswith(self.prefix):
            self.send_error(404)
        elif self.failing.get(self.path):
            self.failing[self.path] -= 1
            self.send_error(503)
        else:
            super().do_GET()

    def end_headers(self) -> None:
        for name, value in _headers().items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _headers() -> dict[str, str]:
    configuration = tomllib.loads((REPOSITORY / "netlify.toml").read_text("utf-8"))
    everywhere = next(rule for rule in configuration["headers"] if rule["for"] == "/*")
    # over plain HTTP on this machine there is nothing to upgrade
    return {k: v for k, v in everywhere["values"].items() if k != "Strict-Transport-Security"}


@dataclass
class Served:
    """A site being served: its address and what was asked for."""

    url: str
    requested: list[str] = field(default_factory=list)
    failing: dict[str, int] = field(default_factory=dict)


def serve(folder: Path, prefix: str = "") -> Iterator[Served]:
    """Serve a folder while the caller runs."""
    it = Served("")
    kept = {"prefix": prefix, "requested": it.requested, "failing": it.failing}
    made = type("Made", (Handler,), kept)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(made, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    it.url = f"http://127.0.0.1:{server.server_port}{prefix}"
    yield it
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def served(portal: Site) -> Iterator[Served]:
    """The real portal at the root of a host."""
    yield from serve(portal.folder / "output")


@pytest.fixture(scope="session")
def served_below(portal: Site) -> Iterator[Served]:
    """The real portal below a path."""
    yield from serve(portal.folder / "output", "/zwgk/portal")


@pytest.fixture(scope="session")
def served_demo(demo: Site) -> Iterator[Served]:
    """The demonstration portal."""
    yield from serve(demo.folder / "output")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile at desktop size."""
    made = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which any console error, page error or CSP violation fails the test."""
    made = context.new_page()
    wrong: list[str] = []
    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.on(
        "console",
        lambda message: (
            wrong.append(message.text) if message.type in {"error", "warning"} else None
        ),
    )
    yield made
    assert not wrong, wrong
