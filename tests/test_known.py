"""A file that did not change is not read again, and one that may have changed is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from sitegen.source import read
from sitegen.source.known import Known

SECOND = 10**9


def entry(path: Path) -> os.DirEntry[str]:
    with os.scandir(path.parent) as entries:
        return next(found for found in entries if found.name == path.name)


class Reader:
    """Reads a file and counts how often."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.times = 0
        self.known: Known[str] = Known()

    def __call__(self, now: int) -> str:
        def read(_: str | None) -> str:
            self.times += 1
            return self.path.read_text("utf-8")

        return self.known.again("it", entry(self.path), now, read)


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """A reader of a file of the year 2001, in a process that looks again."""
    monkeypatch.setattr("sitegen.memo._PROCESS.stays", True)
    path = tmp_path / "it.md"
    path.write_text("one", encoding="utf-8")
    os.utime(path, ns=(SECOND * 10**9, SECOND * 10**9))
    return Reader(path)


NOW = SECOND * (10**9 + 60)


@pytest.fixture
def stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that looks again."""
    monkeypatch.setattr("sitegen.memo._PROCESS.stays", True)


def written(content: Path) -> Path:
    """A record of the year 2001 in a content folder."""
    path = content / "governments/shili.yaml"
    path.parent.mkdir()
    path.write_text("name: 示例市\n", "utf-8")
    os.utime(path, ns=(SECOND * 10**9, SECOND * 10**9))
    return path


def test_a_file_as_it_was_is_read_once(reader: Reader) -> None:
    assert [reader(NOW), reader(NOW)] == ["one", "one"]
    assert reader.times == 1


def test_without_a_time_every_file_is_read(reader: Reader) -> None:
    assert [reader(0), reader(0), reader(NOW), reader(0)] == ["one"] * 4
    assert reader.times == 4


@pytest.mark.parametrize("after", [0, SECOND, 2 * SECOND])
def test_a_file_that_changed_just_before_it_was_read_is_read_again(
    reader: Reader, after: int
) -> None:
    begun = SECOND * 10**9 + after
    assert [reader(begun), reader(NOW), reader(NOW)] == ["one"] * 3
    assert reader.times == 2


@pytest.mark.parametrize("text", ["two", "three"])
def test_a_file_that_changed_is_read_again(reader: Reader, text: str) -> None:
    assert reader(NOW) == "one"
    reader.path.write_text(text, encoding="utf-8")
    assert reader(NOW) == text


@pytest.mark.skipif(
    sys.platform == "win32", reason="Windows tells when a file was made, not changed"
)
def test_a_change_behind_a_time_that_was_put_back_is_seen(reader: Reader) -> None:
    assert reader(NOW) == "one"
    reader.path.write_text("two", encoding="utf-8")
    os.utime(reader.path, ns=(SECOND * 10**9, SECOND * 10**9))
    assert reader(NOW) == "two"


@pytest.mark.usefixtures("stays")
def test_what_a_tree_held_is_taken_over_by_the_same_object(tmp_path: Path) -> None:
    path = written(tmp_path)
    (before,) = read(tmp_path, NOW).documents
    assert read(tmp_path, NOW).documents[0] is before
    path.write_text("name: 示例省\n", "utf-8")
    (after,) = read(tmp_path, NOW).documents
    assert after is not before


@pytest.mark.usefixtures("stays")
@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_in_place_of_a_known_file_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert not read(tmp_path, NOW).problems
    path.rename(tmp_path / "README.md")
    path.symlink_to(tmp_path / "README.md")
    os.utime(path, ns=(SECOND * 10**9, SECOND * 10**9))
    tree = read(tmp_path, NOW)
    assert [problem.code for problem in tree.problems] == ["S03"]
    assert tree.documents == ()
