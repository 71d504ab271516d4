"""The preview: reloads on save, shows an error over the last good page, and takes it away again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import REPOSITORY, Site

pytestmark = pytest.mark.xdist_group("preview")

TASK = "content/plans/shili-2026/tasks/001.md"
SLOW = 30_000  # milliseconds: a rebuild on a busy machine


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def preview(small: Site, browser: Browser) -> Iterator[Page]:
    """The small site in a preview, opened at a task."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "sitegen", "serve", "--port", str(port)],
        cwd=small.folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "完成" in line.decode():
            break
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(SLOW)
    address = f"http://127.0.0.1:{port}/plans/shili-2026/tasks/001/"
    for _ in range(100):
        try:
            page.goto(address)
            break
        except Exception as error:
            if "ERR_CONNECTION_REFUSED" not in str(error):
                raise
            page.wait_for_timeout(100)
    yield page
    context.close()
    process.terminate()
    process.wait()
    process.stdout.close()


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
