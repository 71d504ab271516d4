"""A check remembers what it found in bytes that it has seen, and is never wrong for it."""

from __future__ import annotations

import json

import pytest

from sitegen.check import memory
from sitegen.errors import Problem
from tests.conftest import Site
from tests.gate import made

FILE = "content/pages/files/名单.xlsx"
KEPT = ".sitegen/checked.json"


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in CI, where nothing is remembered."""
    monkeypatch.delenv("CI", raising=False)


@pytest.fixture
def listed(small: Site) -> Site:
    """The small site with an attachment that holds a number, and a limit that nobody decided on."""
    small.write(FILE, made.xlsx("电话", made.MOBILE))
    small.edit("content/plans/shili-2026/tasks/002.md", "deadline:\n  declined: [每季度一次]\n", "")
    small.write("content/pages/a.md", "---\ntitle: 甲\n---\n\n见[名单](files/名单.xlsx)。\n")
    return small


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


def test_a_second_check_finds_the_same_without_looking_again(listed: Site) -> None:
    first = listed.problems()
    assert codes(first) == ["Y02", "C06"]
    kept = (listed.folder / KEPT).read_bytes()
    assert listed.problems() == first
    assert (listed.folder / KEPT).read_bytes() == kept


def test_what_is_remembered_is_used_and_holds_no_personal_data(listed: Site) -> None:
    listed.problems()
    text = (listed.folder / KEPT).read_text("utf-8")
    assert made.MOBILE not in text
    listed.write(KEPT, text.replace("\\u8fd9", "\\u90a3").replace("Y02", "Y04"))
    assert codes(listed.problems()) == ["Y04", "C06"]


def test_in_ci_where_the_file_may_be_anybodys_it_counts_for_nothing(
    listed: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = listed.problems()
    lie: dict[str, list[str]] = {key: [] for key in json.loads((listed.folder / KEPT).read_bytes())}
    listed.write(KEPT, json.dumps(lie))
    assert listed.problems() == ()
    monkeypatch.setenv("CI", "true")
    assert listed.problems() == first


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b'{"a": 1}', b'{"a": [["x", 1]]}', b"\xff", b"[" * 100_000]
)
def test_a_damaged_memory_is_empty(listed: Site, damage: bytes) -> None:
    first = listed.problems()
    listed.write(KEPT, damage)
    assert listed.problems() == first


def test_other_bytes_another_name_and_other_words_are_looked_at_anew(listed: Site) -> None:
    listed.problems()
    listed.write(FILE, made.xlsx("电话", "12345"))
    assert codes(listed.problems()) == ["C06"]
    listed.write(FILE, made.xlsx("卡号", made.CARD))
    assert codes(listed.problems()) == ["Y04", "C06"]
    listed.edit("content/plans/shili-2026/tasks/002.md", "，每季度一次", "")
    assert codes(listed.problems()) == ["Y04"]


def test_other_code_forgets_everything(listed: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    listed.problems()
    before = json.loads((listed.folder / KEPT).read_text("utf-8"))
    monkeypatch.setattr(memory, "_code", lambda: "another version")
    assert codes(listed.problems()) == ["Y02", "C06"]
    after = json.loads((listed.folder / KEPT).read_text("utf-8"))
    assert not before.keys() & after.keys()


def test_what_is_gone_is_forgotten(listed: Site) -> None:
    listed.problems()
    many = len(json.loads((listed.folder / KEPT).read_text("utf-8")))
    listed.remove(FILE)
    listed.remove("content/pages/a.md")
    listed.problems()
    assert (
        len(json.loads((listed.folder / KEPT).read_text("utf-8"))) == many - 2
    )  # what it says, and what it brings along


def test_a_folder_that_cannot_be_written_to_can_be_checked(listed: Site) -> None:
    listed.write(".sitegen", "a file where the folder would be")
    assert codes(listed.problems()) == ["Y02", "C06"]
