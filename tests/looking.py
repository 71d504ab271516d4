"""A look at a project as the preview takes it, and what is to be seen: here, or in a new process.

`python -m tests.looking FOLDER DAY` prints what a process sees that never looked at anything before.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

from sitegen.commands import serve
from sitegen.errors import SitegenError
from sitegen.serve import Shown
from sitegen.source import Paths
from tests.conftest import REPOSITORY


@dataclass(frozen=True)
class Seen:
    """What a preview shows: what is wrong, and the digest of every file, or why it cannot be made."""

    trouble: str
    files: Mapping[str, str]


def looked(
    folder: Path,
    day: date,
    before: Shown,
    changed: Paths = None,
    overtaken: Callable[[], bool] = lambda: False,
) -> Iterator[Shown]:
    """What a living preview shows from one moment of a look to the next, told what changed."""
    parser = argparse.ArgumentParser()
    serve.declare("serve", parser)
    options = parser.parse_args(["--project", str(folder), "--as-of", day.isoformat()])
    nowhere = StringIO()
    with redirect_stdout(nowhere), redirect_stderr(nowhere):
        for outcome in serve.looks(options, changed, overtaken):
            before = before.after(outcome)
            yield before


def every(shown: Shown) -> tuple[str, ...]:
    """The paths of all that is shown."""
    site = shown.site
    return tuple(page.path for page in (*site.pages, *site.theme.files())) if site else ()


def seen(shown: Shown, paths: Iterable[str]) -> Seen:
    """What is to be seen at some paths."""
    return Seen(shown.trouble, {path: _at(shown, path) for path in paths})


def _at(shown: Shown, path: str) -> str:
    try:
        data = shown.file(path)
    except SitegenError as error:
        return f"{error}"
    return hashlib.sha256(data).hexdigest() if data is not None else "none"


def afresh(folder: Path, day: date) -> Seen:
    """What a new process sees."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.looking", str(folder), day.isoformat()],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        check=True,
    )
    said = json.loads(done.stdout)
    return Seen(said["trouble"], said["files"])


def main(folder: Path, day: date) -> None:
    """Print what is to be seen."""
    *_, shown = looked(folder, day, Shown())
    found = seen(shown, every(shown))
    sys.stdout.write(json.dumps({"trouble": found.trouble, "files": found.files}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))
