"""Names in the order of their sounds, worked out or remembered."""

from __future__ import annotations

import pytest

from sitegen import pinyin
from sitegen.pinyin import learn, sort_key
from tests.conftest import Site

NAMES = ("市财政局", "市安监局", "（原）市重点办")


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pinyin, "_KEYS", {})


def test_what_was_kept_is_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = learn(NAMES, "1", None)
    worked_out = [sort_key(name) for name in NAMES]
    assert worked_out[0] == ("shi", "cai", "zheng", "ju")
    monkeypatch.setattr(pinyin, "_KEYS", {})
    monkeypatch.setattr(pinyin, "_pinyin", None)
    assert learn(NAMES, "1", kept) is None
    assert [sort_key(name) for name in NAMES] == worked_out


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'["1", {"x": 1}]', b"[" * 9999])
def test_damage_is_worked_out_again(damage: bytes) -> None:
    assert learn(NAMES, "1", damage) == learn(NAMES, "1", None)


def test_another_version_or_name_is_worked_out_again() -> None:
    kept = learn(NAMES, "1", None)
    assert learn(NAMES, "2", kept) is not None
    more = learn((*NAMES, "市审计局"), "1", kept)
    assert more is not None
    assert learn((*NAMES, "市审计局"), "1", more) is None


def test_a_build_keeps_the_order_for_the_next(small: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    small.build()
    monkeypatch.setattr(pinyin, "_KEYS", {})
    monkeypatch.setattr(pinyin, "_pinyin", None)
    small.edit("content/domains/caizheng.yaml", "预算和决算。", "预算、决算。")
    small.build()
