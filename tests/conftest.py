"""A whole small site as text: write it, build it, edit it, read what came out."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright
from selectolax.lexbor import LexborHTMLParser

from sitegen.build import Project, Report, build, checked
from sitegen.errors import Problem, SiteInvalid
from sitegen.init import init
from sitegen.pages import Edition
from tests.browser import fonts
from tests.browser.chromium import find

# the same cases in every run of the suite; longer runs draw others, and print what repeats a failure
settings.register_profile("same", derandomize=os.environ.get("SITEGEN_FUZZ", "1") == "1")
settings.load_profile("same")

REPOSITORY = Path(__file__).parent.parent
AS_OF = date(2026, 11, 21)
DEMO_AS_OF = date(2026, 9, 1)  # the day on which the demonstration portal shows all seven states
_FILE = re.compile(r"^-- (\S+) --\n", re.MULTILINE)

SMALL = """\
-- content/site.yaml --
title: 示例市政务公开
description: 示例
organisation: 示例市人民政府办公室
base_url: https://example.org/
-- content/governments/shili.yaml --
name: 示例市
-- content/domains/caizheng.yaml --
name: 财政
aliases: [预决算]
description: 预算和决算。
-- content/domains/huanbao.yaml --
name: 环保
aliases: [生态环境]
description: 环境质量。
-- content/departments/shili/caizhengju.yaml --
name: 示例市财政局
short: 市财政局
aliases: [财政局]
-- content/departments/shili/huanbaoju.yaml --
name: 示例市环保局
short: 市环保局
-- content/plans/shili-2026/index.md --
---
title: 示例市2026年政务公开工作要点
short: 示例2026
government: 示例市
year: 2026
---

## 一、总体要求

现印发给你们。
-- content/plans/shili-2026/tasks/001.md --
---
number: "1"
section: [重点领域]
title: 按月公开财政收支情况
responsibility:
  raw: 市财政局牵头落实
  lead: [市财政局]
deadline:
  raw: 每月20日前
  declined: [按月公开]
domains: [财政]
---

按月公开财政收支情况，解读增减变化。
-- content/plans/shili-2026/tasks/002.md --
---
number: "2"
section: [重点领域]
responsibility:
  raw: 市环保局牵头，市财政局配合
  lead: [市环保局]
  support: [财政局]
domains: [环保]
deadline:
  declined: [每季度一次]
---

公布水质监测结果，每季度一次。
"""


@dataclass(frozen=True)
class Site:
    """A project in a temporary folder."""

    folder: Path

    @property
    def project(self) -> Project:
        """The project with its usual output folder."""
        return Project(self.folder, self.folder / "output")

    def write(self, path: str, text: str | bytes) -> None:
        """Write one file, making its folders."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a piece of a file that must be there."""
        text = (self.folder / path).read_text("utf-8")
        assert old in text
        self.write(path, text.replace(old, new))

    def remove(self, path: str) -> None:
        """Remove one file."""
        (self.folder / path).unlink()

    def build(
        self, as_of: date = AS_OF, *, clean: bool = False, edition: Edition | None = None
    ) -> Report:
        """Build the site."""
        return build(self.project, edition or Edition(as_of), "nothing" if clean else "times")

    def problems(self) -> tuple[Problem, ...]:
        """Every problem of the content, errors or warnings."""
        try:
            return checked(self.project, AS_OF)[2].problems
        except SiteInvalid as invalid:
            return invalid.problems

    def read(self, path: str) -> str:
        """A file of the built site as text."""
        return (self.folder / "output" / path).read_bytes().decode()

    def said(self, path: str) -> str:
        """The text of a page's matter without white space."""
        main = LexborHTMLParser(self.read(path)).css_first("main")
        assert main is not None
        return re.sub(r"\s", "", main.text())

    def files(self) -> dict[str, bytes]:
        """Every file of the built site."""
        output = self.folder / "output"
        return {
            path.relative_to(output).as_posix(): path.read_bytes()
            for path in sorted(output.rglob("*"))
            if path.is_file()
        }


def unpack(folder: Path, text: str) -> Site:
    """A site from text in which `-- path --` lines begin files."""
    site = Site(folder)
    parts = _FILE.split(text)
    for path, body in zip(parts[1::2], parts[2::2], strict=True):
        site.write(path, body)
    return site


def alone(module: str, *arguments: str) -> None:
    """Run a module of tests in a process of its own, which must end well and say nothing.

    One that has run other tests may have threads, and is not forked.
    """
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def small(tmp_path: Path) -> Site:
    """The smallest site that has one of everything."""
    return unpack(tmp_path, SMALL)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The real content of this repository, built once."""
    folder = tmp_path_factory.mktemp("portal")
    site = Site(folder)
    shutil.copytree(REPOSITORY / "content", folder / "content")
    site.build()
    return site


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The demonstration portal that `sitegen init` lays down, built once."""
    site = Site(tmp_path_factory.mktemp("demo") / "shili")
    init(site.folder, DEMO_AS_OF)
    site.build(DEMO_AS_OF)
    return site


# as root, Chromium needs --no-sandbox; the rest keeps it from calling home
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium; without one the tests fail and say how to get it."""
    path = find()
    assert path, "没有浏览器 / no browser: run `python3 dev.py test`, or install Chromium"
    assert fonts.found(), (
        "没有中文字体 / no Chinese font: run `python3 dev.py test`, or install one"
    )
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()
