"""The same content on the same day gives the same bytes, wherever and however it is built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.__main__ import main
from sitegen.commands import making
from sitegen.pages import Edition
from sitegen.pool import CHUNK, mapped
from tests.conftest import AS_OF, REPOSITORY, Site

ELSEWHERE = {
    "PYTHONHASHSEED": "4711",
    "TZ": "America/New_York",
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_another_machine_time_zone_locale_hash_seed_and_umask_make_the_same_bytes(
    portal: Site, tmp_path: Path
) -> None:
    other = tmp_path / "别处 the same"
    shutil.copytree(REPOSITORY / "content", other / "content")
    command = [sys.executable, "-m", "sitegen", "build", "--as-of", AS_OF.isoformat()]
    environment = {**os.environ, **ELSEWHERE, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(
        [*command, "--project", str(other)],
        cwd=tmp_path,
        env=environment,
        umask=0o077,
        check=False,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    expected, found = portal.files(), contents(other / "output")
    assert sorted(found) == sorted(expected)
    assert [path for path, data in expected.items() if found[path] != data] == []


@pytest.mark.skipif(sys.platform == "win32", reason="names of files are never bytes there")
def test_names_of_files_are_utf8_in_the_locale_of_an_old_server(small: Site) -> None:
    small.write("content/plans/shili-2026/files/一季度表.csv", "\ufeff项目,金额\n收入,1\n")
    small.write(
        "content/plans/shili-2026/records/a.md",
        "---\ntitle: 甲\ndate: 2026-02-10\ntasks: ['1']\ndepartments: [市财政局]\nfile: 一季度表.csv\n---\n",
    )
    small.build()
    expected = contents(small.folder / "output")
    shutil.rmtree(small.folder / "output")
    command = [sys.executable, "-m", "sitegen", "build", "--as-of", AS_OF.isoformat()]
    done = subprocess.run(
        [*command, "--project", str(small.folder)],
        cwd=REPOSITORY,
        env={**os.environ, **ELSEWHERE},
        check=False,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    found = contents(small.folder / "output")
    assert "plans/shili-2026/files/一季度表.csv" in found
    assert found == expected


def test_a_day_that_was_asked_for_is_not_held_against_the_clock(
    small: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["build", "--project", str(small.folder), "--as-of", AS_OF.isoformat(), "--clean"]
    assert main(command) == 0
    before = contents(small.folder / "output")
    monkeypatch.setattr(making, "today", lambda: AS_OF.replace(year=AS_OF.year + 10))
    assert main(command) == 0
    assert contents(small.folder / "output") == before


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_come_in_order_whatever_the_number_of_workers(workers: int) -> None:
    items = range(3 * CHUNK + 5)
    assert list(mapped(items, str, workers)) == [str(item) for item in items]


def test_editions_of_two_days_differ_only_where_the_day_counts(small: Site) -> None:
    small.build(edition=Edition(AS_OF))
    first = small.files()
    small.build(edition=Edition(AS_OF.replace(day=20)))
    changed = {path for path, data in small.files().items() if first[path] != data}
    assert "data/manifest.json" in changed
    lasting = ("assets/", "search/engine", "search/same", "pagefind/", "data/tasks")
    assert not [path for path in changed if path.startswith(lasting)]
