"""Names in the order of their sounds, worked out or remembered."""

from __future__ import annotations

import pytest

from sitegen import pinyin
from sitegen.pinyin import kept, learn, sort_key, to_keep
from tests.conftest import Site

NAMES = ("市财政局", "市安监局", "（原）市重点办")


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pinyin, "_KEYS", {})


def test_what_was_kept_is_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    worked_out = {name: sort_key(name) for name in NAMES}
    assert worked_out["市财政局"] == ("shi", "cai", "zheng", "ju")
    found = kept(to_keep(worked_out))
    assert found == worked_out
    monkeypatch.setattr(pinyin, "_KEYS", {})
    monkeypatch.setattr(pinyin, "_pinyin", None)
    learn(found)
    assert {name: sort_key(name) for name in NAMES} == worked_out


@pytest.mark.parametrize("damage", [None, b"", b"{", b"[]", b'["1", {"x": 1}]', b"[" * 9999])
def test_nothing_is_taken_from_what_is_damaged(damage: bytes | None) -> None:
    assert kept(damage) == {}


def test_a_build_keeps_the_order_for_the_next(small: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    small.build()
    monkeypatch.setattr(pinyin, "_KEYS", {})
    monkeypatch.setattr(pinyin, "_pinyin", None)
    small.edit("content/domains/caizheng.yaml", "预算和决算。", "预算、决算。")
    small.build()
