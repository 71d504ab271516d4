"""The hook and the CI examples are what they claim; the manual names every option."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import REPOSITORY, Site
from tests.gate.made import MOBILE
from tests.gate.test_command import git, page

EXAMPLES = REPOSITORY / "examples"


def _options() -> set[str]:
    """Every option of `sitegen check`."""
    usage = subprocess.run(
        [sys.executable, "-m", "sitegen", "check", "--help"],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return set(re.findall(r"--[a-z][a-z-]+", usage))


SHIPPED = sorted(path for path in EXAMPLES.rglob("*") if path.is_file())


# servers only serve, and the merging of portals has no gate
RUNNING = [p for p in SHIPPED if "servers" not in p.parts and p.suffix != ".py"]


@pytest.mark.parametrize("path", RUNNING, ids=lambda path: path.name)
def test_every_option_in_an_example_is_one_that_the_command_has(path: Path) -> None:
    lines = [line for line in path.read_text("utf-8").splitlines() if " check" in line]
    commands = [line.partition(" check")[2] for line in lines if "sitegen" in line.casefold()]
    assert commands
    for option in set(re.findall(r"(?<= )--[a-z-]+", " ".join(commands))):
        assert option in _options(), option


@pytest.mark.parametrize("path", [p for p in SHIPPED if p.suffix in {".yml", ".yaml"}], ids=str)
def test_examples_are_yaml(path: Path) -> None:
    assert yaml.safe_load(path.read_text("utf-8"))


@pytest.mark.skipif(not shutil.which("sh"), reason="no shell")
def test_the_hook_refuses_a_commit_with_an_error_and_lets_a_good_one_pass(small: Site) -> None:
    git(small.folder, "init", "--quiet")
    hook = small.folder / ".git" / "hooks" / "pre-commit"
    shutil.copy(EXAMPLES / "hooks" / "pre-commit", hook)

    def commit() -> subprocess.CompletedProcess[bytes]:
        git(small.folder, "add", ".")
        who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        command = ("git", "-C", str(small.folder), *who, "commit", "--message", "x")
        ours = {"SITEGEN": f"{sys.executable} -m sitegen", "PYTHONPATH": str(REPOSITORY)}
        return subprocess.run(command, check=False, capture_output=True, env=os.environ | ours)

    assert commit().returncode == 0
    small.write("content/pages/about.md", page(MOBILE))
    refused = commit()
    assert refused.returncode == 1
    assert "错误 Y02 content/pages/about.md" in refused.stderr.decode()
    small.write("content/pages/about.md", page("本站公开政务公开工作要点。"))
    assert commit().returncode == 0


def test_the_manual_names_every_option_of_the_command() -> None:
    text = (REPOSITORY / "docs" / "manual" / "checks.md").read_text("utf-8")
    for option in _options() - {"--help"}:
        assert f"`{option}" in text, option


def test_examples_in_the_manual_are_content_that_loads(small: Site) -> None:
    text = (REPOSITORY / "docs" / "manual" / "checks.md").read_text("utf-8")
    lexicon, links, review = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    small.write("content/lexicon.yaml", lexicon)
    small.write("content/links.yaml", links)
    small.write(
        "content/pages/about.md",
        f"---\ntitle: 示列市\n{review}---\n\n老年卡通、老年卡，报导。\n",
    )
    assert [(p.code, p.location.line, p.location.column) for p in small.problems()] == [
        ("W01", 2, 8),
        ("W02", 9, 6),
    ]
