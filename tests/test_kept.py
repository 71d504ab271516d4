"""What is kept from one build to the next: whole or not at all, and never where it may be anybody's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sitegen import manifest
from sitegen.__main__ import main
from sitegen.digests import sha256
from sitegen.errors import BuildFailed
from sitegen.kept import FOLDER, Kept, kept_in
from sitegen.search.extract import Record
from sitegen.search.records import Said, is_record, line_of, record_of, remember, remembered
from sitegen.search.words import words_of
from tests.conftest import AS_OF, Site

RECORD = Record("a/", "甲", (), "", "甲\n乙。", (("类型", "任务"),), "2026-01-05", "12")


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


def test_what_other_code_kept_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Kept(tmp_path)
    store.put("a", b"whole")
    monkeypatch.setattr(manifest, "code_digest", lambda: "another version")
    assert store.get("a") is None
    store.put("a", b"anew")
    assert store.get("a") == b"anew"


def test_a_folder_that_cannot_be_written_to_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file")
    Kept(tmp_path / "kept").put("a", b"whole")
    assert Kept(tmp_path / "kept").get("a") is None


def said(line: bytes) -> Said:
    return Said(sha256(line), line)


def test_what_pages_say_is_remembered_by_its_digest(tmp_path: Path) -> None:
    store = Kept(tmp_path)
    lines = [line_of(RECORD), line_of(replace(RECORD, text="乙\n\u2028"))]
    remember(store, map(said, lines))
    found = remembered(store)
    assert [found.get(said(line).digest) for line in lines] == lines
    assert [record_of(line).text for line in lines] == ["甲\n乙。", "乙\n\u2028"]
    assert found.get(said(b"other").digest) is None
    assert remembered(None) == {}


@pytest.mark.parametrize("line", [b"", b"{", b"null", b"[1, 2]", b"[1, 2, 3, 4, 5, 6]", b"\xff"])
def test_what_is_no_line_of_ours_is_read_again(line: bytes) -> None:
    assert not is_record(line)
    assert is_record(line_of(RECORD))


def test_nothing_half_kept_is_left(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"1"
        raise BuildFailed("Z02", "读不回")

    with pytest.raises(BuildFailed):
        Kept(tmp_path).put_pieces("a", pieces())
    assert list(tmp_path.iterdir()) == []


@given(
    st.builds(
        Record,
        *[st.text()] * 2,
        st.just(("甲", "乙")),
        *[st.text()] * 2,
        st.just((("甲", "乙"),)),
        st.text(),
    )
)
def test_a_line_says_what_the_record_said(record: Record) -> None:
    line = line_of(record)
    assert b"\n" not in line
    assert record_of(line) == record


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


def test_words_are_kept_for_shards_that_say_the_same(tmp_path: Path) -> None:
    store = Kept(tmp_path)
    texts = ("甲Σ乙", "乙 Σ", "丙")
    lines = [line_of(replace(RECORD, title=f"题{n}", text=text)) for n, text in enumerate(texts)]
    shards = [[said(line) for line in lines[:2]], [said(lines[2])]]
    found = words_of(shards, store)
    assert found == words_of([[said(line) for line in lines]], None)
    assert found.titles == ("题0", "题1", "题2")
    # a line that cannot be read would stop it: no line is read again
    unreadable = [[replace(one, held=b"{") for one in shard] for shard in shards]
    assert words_of(unreadable, store) == found


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"a": ["b"]}', b'{"a": ["b", ["c"], 1]}'])
def test_words_that_are_damaged_are_read_again(tmp_path: Path, damage: bytes) -> None:
    store = Kept(tmp_path)
    found = words_of([[said(line_of(RECORD))]], store)
    store.put("words", damage)
    assert words_of([[said(line_of(RECORD))]], store) == found
    assert store.get("words") != damage
