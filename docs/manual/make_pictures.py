"""Takes the pictures of the manual and of the README from the demonstration portal, in a real browser.

python -m docs.manual.make_pictures
"""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from sitegen.__main__ import main as sitegen
from sitegen.build import Project, build
from sitegen.pages import Edition
from tests.browser.chromium import find
from tests.browser.conftest import serve
from tests.conftest import FLAGS

DOCS = Path(__file__).resolve().parent.parent
DAY = date(2026, 9, 1)  # the day on which the demonstration shows all seven states
COLOURS = 64
SLOW = 60_000  # milliseconds: a build on a busy machine
WIDE, TALL = {"width": 1280, "height": 800}, {"width": 1280, "height": 1200}
PHONE = {"width": 360, "height": 720}
PLAN = "plans/shili-2026"


@dataclass(frozen=True)
class Picture:
    """What is taken: the file below docs, the page, the size of the window, what comes to its top."""

    file: str
    address: str
    size: dict[str, int]
    heading: str = ""  # of the part that is to be seen


PICTURES = (
    Picture("images/home.png", "", WIDE),
    Picture("images/task.png", f"{PLAN}/tasks/001/", TALL),
    Picture("images/phone.png", "departments/shili/caizhengju/", PHONE),
    Picture("images/search.png", "search/?q=环保", WIDE),
    Picture("manual/pictures/evidence.png", f"{PLAN}/tasks/020/", WIDE, "什么时限"),
    Picture("manual/pictures/event.png", f"{PLAN}/tasks/024/", WIDE, "什么时限"),
    Picture("manual/pictures/repealed.png", "documents/shili/zulin-butie-zanxing/", WIDE),
    Picture("manual/pictures/indicators.png", "indicators/", WIDE),
    Picture("manual/pictures/states.png", "states/", WIDE),
)


def save(data: bytes, file: str) -> None:
    """Keep a screenshot with few colours; text on flat grounds loses nothing by it."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    few = picture.quantize(COLOURS, dither=Image.Dither.NONE)
    path = DOCS / file
    path.parent.mkdir(exist_ok=True)
    few.save(path, optimize=True)


def opened(browser: Browser, size: dict[str, int]) -> Page:
    """A page of a window of some size."""
    context = browser.new_context(
        locale="zh-CN", viewport={"width": size["width"], "height": size["height"]}
    )
    return context.new_page()


def published(browser: Browser, folder: Path) -> None:
    """Take what readers see of the published demonstration."""
    sitegen(["init", str(folder), "--as-of", DAY.isoformat()])
    build(Project(folder, folder / "output"), Edition(DAY), "nothing")
    for served in serve(folder / "output"):
        for picture in PICTURES:
            page = opened(browser, picture.size)
            page.goto(f"{served.url}/{picture.address}", wait_until="networkidle")
            if "?q=" in picture.address:
                page.locator("main li mark").first.wait_for()
            if picture.heading:
                place = page.get_by_role("heading", name=picture.heading, exact=True)
                place.evaluate("element => element.scrollIntoView()")
            save(page.screenshot(), picture.file)
            page.context.close()


@contextmanager
def preview(folder: Path) -> Iterator[str]:
    """The address of `sitegen serve` for a portal."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = str(found.getsockname()[1])
    command = [sys.executable, "-m", "sitegen", "serve", "--project", str(folder), "--port", port]
    root = {**os.environ, "PYTHONPATH": str(DOCS.parent), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, env=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        for line in process.stdout or ():
            if "完成" in line.decode():
                break
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def previewed(browser: Browser, folder: Path) -> None:
    """Take what an editor sees while writing: the page, and a slip of the pen over it."""
    sitegen(["init", str(folder), "--as-of", DAY.isoformat()])
    task = folder / "content" / PLAN / "tasks" / "020.md"
    with preview(folder) as address:
        page = opened(browser, WIDE)
        page.set_default_timeout(SLOW)
        page.wait_for_timeout(1000)  # the server listens a moment after the first build
        page.goto(f"{address}/{PLAN}/tasks/020/")
        save(page.screenshot(), "manual/pictures/preview.png")
        text = task.read_text("utf-8")
        task.write_text(text.replace("[市住房城乡建设局]", "[市住房城乡建社局]"), "utf-8")
        expect(page.get_by_role("alert")).to_contain_text("R01", timeout=SLOW)
        save(page.screenshot(), "manual/pictures/error.png")


def main() -> None:
    """Take every picture."""
    path = find()
    if not path:
        sys.exit("No Chromium or Chrome found: run `python3 dev.py test` once, or install one.")
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        published(browser, Path(folder) / "published")
        previewed(browser, Path(folder) / "preview")
        browser.close()


if __name__ == "__main__":
    main()
