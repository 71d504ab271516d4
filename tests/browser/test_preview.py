"""The preview: reloads on save, shows an error over the last good page, and takes it away again."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.conftest import REPOSITORY, SMALL, Site, free_port, unpack

pytestmark = pytest.mark.xdist_group("preview")

TASK = "content/plans/shili-2026/tasks/001.md"
SLOW = 30_000  # milliseconds: a rebuild on a busy machine


@pytest.fixture
def preview(small: Site, browser: Browser) -> Iterator[Page]:
    """The small site in a preview, opened at a task."""
    with previewing(small, browser) as page:
        yield page


@contextmanager
def previewing(small: Site, browser: Browser) -> Iterator[Page]:
    """A preview, opened at a task."""
    port = free_port()
    context = browser.new_context(locale="zh-CN")
    with served(small, port):
        page = context.new_page()
        page.set_default_timeout(SLOW)
        _listening(port)
        page.goto(f"http://127.0.0.1:{port}/plans/shili-2026/tasks/001/")
        try:
            yield page
        finally:
            context.close()


@contextmanager
def served(small: Site, port: int) -> Iterator[None]:
    """A preview that begins, and ends by itself when it is told to."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sitegen", "serve", "--port", str(port)],
        cwd=small.folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout is not None
    try:
        next(line for line in process.stdout if "预览地址" in line.decode())
        yield
    finally:
        process.terminate()
        _ended(process)


def _ended(process: subprocess.Popen[bytes]) -> None:
    """See that it ends by itself, and that it ends."""
    try:
        assert process.wait(SLOW / 1000) == 0
    finally:
        process.kill()
        process.communicate()


def _listening(port: int) -> None:
    """Wait for a server that may need a moment to begin: a browser that came too early shows its own page."""
    for _ in range(100):
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens on port {port}")


def test_a_saved_change_an_error_and_its_mending_show_without_a_hand_on_the_browser(
    small: Site, preview: Page
) -> None:
    main = preview.get_by_role("main")
    alert = preview.get_by_role("alert")
    expect(preview.locator("body")).to_contain_text(f"本页来自 {TASK}")
    small.edit(TASK, "解读增减变化", "解读增减的原因")
    expect(main).to_contain_text("解读增减的原因", timeout=SLOW)
    expect(alert).to_have_count(0)
    small.edit(TASK, "lead: [市财政局]", "lead: [市财政]")
    expect(alert).to_contain_text("市财政局", timeout=SLOW)
    expect(alert).to_contain_text(f"{TASK}:")
    expect(main).to_contain_text("解读增减的原因")
    small.edit(TASK, "lead: [市财政]", "lead: [市财政局]")
    expect(alert).to_have_count(0, timeout=SLOW)
    small.edit(TASK, "解读增减的原因", "<script>document.title='坏'</script>")
    expect(main).to_contain_text("document.title", timeout=SLOW)
    assert "坏" not in preview.title()
    text = "---\ntitle: 蝴蝶页\norder: 1\ndraft: true\n---\n\n鹦鹉。\n"
    small.write("content/pages/caogao.md", text)
    listed = preview.get_by_role("link", name="【草稿】蝴蝶页")
    listed.click(timeout=SLOW)
    expect(preview.get_by_role("heading", level=1)).to_have_text("【草稿】蝴蝶页")
    expect(preview.locator("meta[name=robots]")).to_have_attribute("content", "noindex")
    assert not (small.folder / "output").exists()


def test_a_page_that_begins_to_listen_after_something_changed_reloads(
    small: Site, preview: Page
) -> None:
    """The script of livereload comes late to one of two pages, after the change was told to the other."""
    preview.route("**/livereload.js*", lambda route: route.abort())
    preview.reload()
    other = preview.context.new_page()
    other.goto(preview.url)
    small.edit(TASK, "解读增减变化", "解读增减的原因")
    expect(other.get_by_role("main")).to_contain_text("解读增减的原因", timeout=SLOW)
    expect(preview.get_by_role("main")).to_contain_text("解读增减变化")
    preview.unroute("**/livereload.js*")
    port = preview.url.split("/")[2].partition(":")[2]
    preview.add_script_tag(url=f"/livereload.js?port={port}")
    expect(preview.get_by_role("main")).to_contain_text("解读增减的原因", timeout=SLOW)


def test_a_change_does_not_keep_a_reader_who_has_begun_to_leave(small: Site, preview: Page) -> None:
    other = preview.context.new_page()
    other.goto(preview.url)
    held: list[Route] = []
    preview.route("**/departments/", lambda route: held.append(route))  # noqa: PLW0108 - playwright marks what it calls
    preview.get_by_role("navigation").get_by_role("link", name="部门").first.click(
        no_wait_after=True
    )
    small.edit(TASK, "解读增减变化", "解读增减的原因")
    expect(other.get_by_role("main")).to_contain_text("解读增减的原因", timeout=SLOW)
    held[0].continue_()
    expect(preview).to_have_url(re.compile("/departments/$"), timeout=SLOW)


def test_a_change_reaches_a_reader_who_stayed_after_all(small: Site, preview: Page) -> None:
    """As after a click on what the browser saves instead of showing it."""
    preview.evaluate("dispatchEvent(new Event('beforeunload'))")
    small.edit(TASK, "解读增减变化", "解读增减的原因")
    expect(preview.get_by_role("main")).to_contain_text("解读增减的原因", timeout=SLOW)


def test_a_page_of_an_earlier_preview_reloads(small: Site, browser: Browser) -> None:
    port = free_port()
    page = browser.new_page()
    with served(small, port):
        _listening(port)
        page.goto(f"http://127.0.0.1:{port}/plans/shili-2026/tasks/001/")
    small.edit(TASK, "解读增减变化", "解读增减的原因")
    with served(small, port):
        expect(page.get_by_role("main")).to_contain_text("解读增减的原因", timeout=SLOW)
        page.close()


IMPOSSIBLE = {
    "nul": "/%00",
    "nul in a page": "/a%00b.html",
    "nul in a folder": "/%00/",
    "long name": "/" + "a" * 5_000,
    "long page": "/" + "b" * 300 + ".html",
    "long path": "/" + "a/" * 5_000,
    "outside": "/..%2f..%2fcontent/site.yaml",
    "outside for Windows": "/%5C..%5Csite.yaml",
    "surrogate": "/%ED%A0%80",
    "no UTF-8": "/%FF",
    "empty name": "/a//b",
}


@pytest.mark.parametrize("path", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_a_path_that_no_file_can_have_is_told_to_be_none(path: str, undisturbed: int) -> None:
    with closing(HTTPConnection("127.0.0.1", undisturbed, timeout=SLOW / 1000)) as connection:
        connection.request("GET", path)
        with connection.getresponse() as answer:
            assert 400 <= answer.status < 500
            assert "content/" not in answer.read().decode()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:{}", 200),
        ("127.0.0.1:{}", 200),
        ("[::1]:{}", 200),
        ("example.com:{}", 421),
        ("127.0.0.1.example.com", 421),
        ("", 421),
    ],
)
def test_a_name_of_elsewhere_that_leads_to_this_computer_shows_nothing(
    undisturbed: int, host: str, status: int
) -> None:
    """A page of elsewhere can have its own name lead to this computer, and would read drafts."""
    with closing(HTTPConnection("127.0.0.1", undisturbed, timeout=SLOW / 1000)) as connection:
        connection.request("GET", "/", headers={"Host": host.format(undisturbed)})
        with connection.getresponse() as answer:
            assert answer.status == status
            assert ("示例市" in answer.read().decode()) == (status == 200)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a preview that nothing is edited in."""
    port = free_port()
    with served(unpack(tmp_path_factory.mktemp("preview"), SMALL), port):
        _listening(port)
        yield port


def test_what_only_a_whole_build_makes_is_waited_for(preview: Page) -> None:
    root = preview.url.partition("plans/")[0]
    for path, kind in (
        ("search/shards.json", "application/json"),
        ("data/tasks.json", "application/json"),
        ("data/archive.zip", "application/zip"),
        ("plans/shili-2026/feed.xml", "xml"),
    ):
        answer = preview.request.get(root + path)
        assert answer.status == 200, path
        assert kind in answer.headers["content-type"], path


def test_what_is_not_the_sites_is_not_shown(preview: Page) -> None:
    root = preview.url.partition("plans/")[0]
    for path in ("%2e%2e/state.json", "..%2f..%2fcontent/site.yaml", "none/", "none.txt"):
        assert preview.request.get(root + path).status in {403, 404}, path
    preview.goto(f"{root}none/")
    expect(preview.get_by_role("heading", level=1)).to_contain_text("没有")


def test_a_broken_template_is_told_over_the_page_until_it_is_mended(
    small: Site, preview: Page
) -> None:
    alert = preview.get_by_role("alert")
    small.edit("content/site.yaml", "base_url:", "theme: own\nbase_url:")
    small.write("themes/own/theme.yaml", "extends: default\n")
    frame = "{{% extends 'base.html' %}}{{% block main %}}{}{{% endblock %}}"
    small.write("themes/own/templates/pages/task.html", frame.format("{{ it.none }}"))
    expect(alert).to_contain_text("pages/task.html", timeout=SLOW)
    small.write("themes/own/templates/pages/task.html", frame.format("{{ it.number }}"))
    expect(alert).to_have_count(0, timeout=SLOW)


def test_content_that_is_wrong_from_the_start_is_told_and_its_mending_seen(
    small: Site, browser: Browser
) -> None:
    small.edit(TASK, "lead: [市财政局]", "lead: [市财政]")
    with previewing(small, browser) as page:
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text(f"{TASK}:")
        small.edit(TASK, "lead: [市财政]", "lead: [市财政局]")
        expect(page.get_by_role("main")).to_contain_text("解读增减变化", timeout=SLOW)
        expect(alert).to_have_count(0)
