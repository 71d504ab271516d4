"""The benchmarks start, and those that need no other generator run: nothing else would notice."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import pages_only, stages
from bench.corpus import COMMON, corpus, for_sitegen
from bench.search_scale import QUERIES
from tests.conftest import REPOSITORY, Site

MODULES = sorted(path.stem for path in (REPOSITORY / "bench").glob("[!_]*.py"))
TASKS = 20


@pytest.mark.parametrize("name", MODULES)
def test_every_module_can_be_imported(name: str) -> None:
    assert importlib.import_module(f"bench.{name}").__doc__


@pytest.mark.parametrize("indexed", [False, True])
def test_the_pages_common_to_the_generators_are_made_and_made_again(
    tmp_path: Path, *, indexed: bool
) -> None:
    site = Site(tmp_path)
    for_sitegen(corpus(TASKS), tmp_path)
    more = ("--search",) if indexed else ()
    first = next((tmp_path / "content" / "plans").rglob("tasks/*.md"))
    for needed, said in ((True, ""), (False, ""), (True, "又一句。\n")):
        if said:
            first.write_text(first.read_text("utf-8") + said, "utf-8")
        asked = (str(tmp_path), str(tmp_path / "output"), stages.DAY.isoformat(), *more)
        assert pages_only.main(*asked) == needed
        assert ("search/shards.json" in site.files()) == indexed
        pages = [path for path in site.files() if path.endswith(".html")]
        assert len(pages) > TASKS
        assert all(COMMON.fullmatch(path) for path in pages)


def test_every_stage_is_timed(capsys: pytest.CaptureFixture[str]) -> None:
    stages.main([TASKS, 2 * TASKS])
    header, *lines = capsys.readouterr().out.splitlines()
    assert header.split()[-3:] == [str(TASKS), str(2 * TASKS), "growth"]
    assert len(lines) > 15


def test_the_size_of_the_search_is_measured(small: Site) -> None:
    small.build()
    done = subprocess.run(
        [sys.executable, "-m", "bench.search_scale", small.folder / "output", str(TASKS)],
        cwd=REPOSITORY,
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr
    assert f"{TASKS} pages, 1 shards" in done.stdout
    assert done.stdout.count("ms warm") == len(QUERIES)
