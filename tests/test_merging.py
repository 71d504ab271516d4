"""The example that merges portals: what it counts, what it replaces, what it refuses."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from bench.corpus import corpus, for_sitegen
from sitegen.build import Project, build
from sitegen.pages import Edition
from tests.conftest import AS_OF, REPOSITORY, Site

SCRIPT = REPOSITORY / "examples" / "merge_portals.py"


def merge(folder: Path, *portals: str) -> subprocess.CompletedProcess[str]:
    """Run the example as its readers do."""
    return subprocess.run(
        [sys.executable, SCRIPT, folder / "all.sqlite", *portals],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def portal(small: Site) -> str:
    """A published portal with a task on finance and one on the environment."""
    small.build()
    return str(small.project.output)


def test_portals_stand_side_by_side_and_merging_again_replaces(portal: str, tmp_path: Path) -> None:
    merge(tmp_path, f"甲县={portal}", f"乙县={portal}")
    merged = merge(tmp_path, f"甲县={portal}")
    rows = list(csv.reader(merged.stdout.splitlines()))
    assert rows[1:] == [
        ["环保", "2026", "乙县", "1", "0", "1"],
        ["环保", "2026", "甲县", "1", "0", "1"],
        ["财政", "2026", "乙县", "1", "1", "0"],
        ["财政", "2026", "甲县", "1", "1", "0"],
    ]


@pytest.mark.parametrize("data", ["{", "{}", '[{"id": "x"}]', "[" * 100_000])
def test_a_portal_with_other_data_is_refused_and_nothing_changes(
    portal: str, tmp_path: Path, data: str
) -> None:
    bad = tmp_path / "bad" / "data"
    bad.mkdir(parents=True)
    (bad / "tasks.json").write_text(data, "utf-8")
    (bad / "domains.json").write_text("[]", "utf-8")
    merge(tmp_path, f"甲县={portal}")
    refused = merge(tmp_path, f"乙县={portal}", f"丙县={tmp_path / 'bad'}")
    assert refused.returncode == 1
    assert refused.stderr.startswith("丙县：")
    assert "乙县" not in merge(tmp_path).stdout


def test_the_corpus_of_the_benchmark_is_a_valid_site_with_the_same_bytes_every_time(
    tmp_path: Path,
) -> None:
    for name in ("one", "other"):
        for_sitegen(corpus(20), tmp_path / name)
    files = [
        {
            path.relative_to(folder): path.read_bytes()
            for path in folder.rglob("*.*")
            if path.is_file()
        }
        for folder in (tmp_path / "one", tmp_path / "other")
    ]
    assert files[0] == files[1]
    report = build(Project(tmp_path / "one", tmp_path / "site"), Edition(AS_OF))
    assert sum(path.startswith("plans/p0001/tasks/") and path.endswith("/index.html")
               and "card" not in path for path in report.marks) == 20  # fmt: skip
