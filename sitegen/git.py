"""What does git answer in a project's folder? The one place that starts it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from sitegen.errors import BuildFailed
from sitegen.stops import reason

_LONGEST = 300  # seconds
_NO_PROGRAM = 127
_NOT_KEPT = b"not a git repository (or any"  # a repository that lost a part says something else
_FOREIGN = b"dubious ownership"
_PLAINLY = {"LC_ALL": "C"}  # git's own words, by which what went wrong is known


def ask(project: Path, *arguments: str) -> str | None:
    """What git answers; None if it has no answer, nothing is kept by git here, or not for us.

    Raises BuildFailed where git was there and failed: that is no answer either.
    """
    done = run(project, *arguments)
    if done.returncode == 0:
        return done.stdout.decode("utf-8", "replace")
    silent = _NOT_KEPT in done.stderr or _FOREIGN in done.stderr
    if done.returncode in {1, _NO_PROGRAM} or silent:
        return None
    raise failed(project, done.stderr)


def is_foreign(project: Path) -> bool:
    """Whether the repository belongs to another user, so that git tells nothing of it."""
    return _FOREIGN in run(project, "rev-parse", "--git-dir").stderr


def failed(project: Path, said: bytes) -> BuildFailed:
    """That git failed, in its words, and what to do."""
    words = said.decode("utf-8", "replace").strip().partition("\n")[0] or "没有说明"
    message = f"git 在 {project} 出错（{words}）；先让 git status 在这里能运行，再生成"
    return BuildFailed("Z05", message)


def run(
    project: Path, *arguments: str, said: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    """How git ended, with all it said; `said` is what it is told. BuildFailed where it cannot start or end."""
    command = ["git", "-C", str(project), "-c", "core.quotepath=false", *arguments]
    plainly = {**os.environ, **_PLAINLY}
    try:
        return subprocess.run(  # noqa: S603 - git, with arguments of our own
            command, input=said, capture_output=True, check=False, timeout=_LONGEST, env=plainly
        )
    except (FileNotFoundError, PermissionError):  # there is no such program
        return subprocess.CompletedProcess(command, _NO_PROGRAM, b"", b"")
    except subprocess.TimeoutExpired as slow:
        message = f"git 在 {project} 用了 {_LONGEST} 秒还没有答完；先运行 git gc 再生成"
        raise BuildFailed("Z05", message) from slow
    except OSError as error:
        raise BuildFailed("Z05", f"启动不了 git：{reason(error)}") from error
