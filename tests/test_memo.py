"""What is remembered of a look: by a preview, which takes another; not by a build."""

from __future__ import annotations

import pytest

from sitegen import memo


def test_what_the_next_look_asks_is_remembered_by_a_process_that_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sitegen.memo._PROCESS.stays", False)
    asked: list[str] = []
    table = memo.Table[str, int]()

    @memo.between_looks
    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    text = "计划"
    assert (length(text), length(text)) == (2, 2)
    table.keep(text, 2)
    assert (asked, table) == ([text, text], {})
    memo.stay()
    assert (length(text), length(text)) == (2, 2)
    table.keep(text, 2)
    assert (asked, table) == ([text, text, text], {text: 2})
    memo.forget()
    assert not table
