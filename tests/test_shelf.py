"""What a large site has too much of to hold: let go, or put away and the same bytes when it comes back."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sitegen import shelf
from sitegen.errors import BuildFailed
from sitegen.pool import mapped
from sitegen.shelf import Place, Shelf, taken
from tests.conftest import SMALL, Site, alone, unpack

TEXTS = [str(number).encode() * (number % 50) for number in range(1000)]
LIMIT = 20_000  # bytes of a file that a system with little room takes


def test_few_bytes_are_held() -> None:
    assert [Shelf().put(text) for text in TEXTS] == TEXTS


def test_many_bytes_are_put_away_and_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "FEW", 100)
    there = Shelf()
    places = [there.put(text) for text in TEXTS]
    assert sum(isinstance(place, bytes) for place in places) < len(TEXTS) // 10
    assert [taken(place) for place in places] == TEXTS
    assert [taken(place) for place in reversed(places)] == TEXTS[::-1]


def test_bytes_that_are_not_there_any_more_stop_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "FEW", 0)
    there = Shelf()
    there.put(b"1")
    with pytest.raises(BuildFailed, match=r"^Z02 写不了文件：读不回"):
        _ = Place(there, 0, 2).data


def test_threads_put_bytes_away_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "FEW", 0)
    there = Shelf()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: taken(there.put(text)), TEXTS)) == TEXTS


def test_threads_read_side_by_side_where_nothing_can_be_read_by_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shelf, "FEW", 0)
    monkeypatch.delattr(os, "pread")  # as on Windows
    there = Shelf()
    long = [text * 1000 for text in TEXTS]
    places = [there.put(text) for text in long]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(taken, places)) == long


def in_workers() -> None:
    """Workers read at the same time, and what they put there themselves does not harm."""
    shelf.FEW = 0
    there = Shelf()
    places = [there.put(text) for text in TEXTS]
    own = [taken(there.put(b"own")) + taken(place) for place in places]
    read = mapped(places, lambda place: taken(there.put(b"own")) + taken(place), 2)
    assert list(read) == own


def without_room() -> None:
    """Where the file takes no more, bytes are held."""
    import resource  # noqa: PLC0415 - not on Windows

    shelf.FEW = 0
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT))
    there = Shelf()
    places = [there.put(text) for text in TEXTS]
    assert {type(place) for place in places} == {bytes, Place}
    assert [taken(place) for place in places] == TEXTS


CASES = {"workers": in_workers, "room": without_room}


@pytest.mark.skipif(sys.platform == "win32", reason="nothing forks, and no file is limited")
@pytest.mark.parametrize("case", CASES)
def test_shelf(case: str, tmp_path: Path) -> None:
    alone(__name__, case, str(tmp_path))


def test_a_site_comes_out_the_same_wherever_its_rows_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def built(site: Site) -> dict[str, bytes]:
        site.build()
        return site.files()

    held = built(unpack(tmp_path / "held", SMALL))
    monkeypatch.setattr(shelf, "FEW", 0)
    assert built(unpack(tmp_path / "shelf", SMALL)) == held
    assert "data/tasks.json" in held


if __name__ == "__main__":
    CASES[sys.argv[1]]()
