"""What does git know of a project? The commit that is built, and the project as it was at another."""

from __future__ import annotations

import io
import subprocess
import tarfile
from datetime import datetime
from pathlib import Path

from sitegen.errors import BuildFailed

_PARTS = ("content", "themes")


def commit_of(project: Path) -> str:
    """The commit a project is at; marked `-dirty` if what is built differs; empty without git."""
    head = _ask(project, "rev-parse", "--verify", "HEAD")
    if not head:
        return ""
    changed = _ask(project, "status", "--porcelain", "--untracked-files=all", "--", *_PARTS)
    return f"{head.strip()}-dirty" if changed else head.strip()


def committed(project: Path, commit: str) -> tuple[str, datetime]:
    """The full name of a commit and when it was made; BuildFailed if there is no such commit."""
    said = _ask(project, "log", "-1", "--format=%H %cI", "--end-of-options", commit)
    if not said:
        raise BuildFailed(
            f"没有找到提交“{commit}”；浅克隆里只有最近的提交，可先运行 git fetch --unshallow"
        )
    name, when = said.split()
    return name, datetime.fromisoformat(when)


def check_out(project: Path, commit: str, folder: Path) -> None:
    """Lay the content and themes of a commit down in an empty folder."""
    names = _ask(project, "ls-tree", "--name-only", commit) or ""
    there = [part for part in _PARTS if part in names.split("\n")]
    if "content" not in there:
        raise BuildFailed(f"提交“{commit}”里没有 content 文件夹")
    archive = _run(project, "archive", "--format=tar", commit, *there)
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
        tar.extractall(folder, filter="data")


def _ask(project: Path, *arguments: str) -> str | None:
    """What git answers; None if it has no answer or is not there."""
    done = _run(project, *arguments)
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def _run(project: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(project), "-c", "core.quotepath=false", *arguments]
    try:
        return subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - fixed program
    except OSError:
        return subprocess.CompletedProcess(command, 127, b"", b"")
