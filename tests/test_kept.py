"""What is kept from one build to the next: whole or not at all, and never where it may be anybody's."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.__main__ import main
from sitegen.kept import FOLDER, Kept, kept_in
from sitegen.search.extract import Record
from sitegen.search.records import remember, remembered
from tests.conftest import AS_OF, Site

RECORD = Record("a/", "甲", "", "甲\n乙。", (("类型", "任务"),), "2026-01-05")


def test_bytes_come_back_as_they_were_put(tmp_path: Path) -> None:
    store = Kept(tmp_path / "kept")
    assert store.get("a") is None
    store.put("a", b"\x00\xff")
    assert store.get("a") == b"\x00\xff"


@pytest.mark.parametrize("damage", [b"", b"short", b"\x00" * 40])
def test_damaged_bytes_are_not_there(tmp_path: Path, damage: bytes) -> None:
    store = Kept(tmp_path)
    store.put("a", b"whole")
    (tmp_path / "a").write_bytes(damage)
    assert store.get("a") is None


def test_a_folder_that_cannot_be_written_to_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file")
    Kept(tmp_path / "kept").put("a", b"whole")
    assert Kept(tmp_path / "kept").get("a") is None


def test_records_are_remembered_by_the_code_that_kept_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Kept(tmp_path)
    remember(store, {"1": RECORD})
    assert remembered(store) == {"1": RECORD}
    store.put("records", b"[1, 2]")
    assert remembered(store) == {}
    remember(store, {"1": RECORD})
    monkeypatch.setattr("sitegen.manifest.code_digest", lambda: "another")
    assert remembered(store) == {}


def test_only_builds_that_trust_the_last_one_keep_anything(small: Site) -> None:
    assert kept_in(small.folder, "digests") is None
    assert kept_in(small.folder, "nothing") is None
    assert kept_in(small.folder, "times") == Kept(small.folder / FOLDER)


def test_in_ci_nothing_is_kept(small: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def kept_after(*more: str) -> list[Path]:
        # what this process compiled before, it need not compile and keep again
        monkeypatch.setattr("sitegen.theme.compiled._CODES", {})
        day = ("--as-of", AS_OF.isoformat())
        assert main(["build", "--project", str(small.folder), *day, *more]) == 0
        return sorted((small.folder / FOLDER).glob("*"))

    monkeypatch.setenv("CI", "true")
    assert kept_after() == []
    monkeypatch.delenv("CI")
    assert kept_after("--clean") == []
    small.edit("content/domains/caizheng.yaml", "预算和决算。", "预算、决算。")
    assert any(path.name.startswith("template-") for path in kept_after())
