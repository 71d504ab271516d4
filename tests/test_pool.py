"""Work beside other work: what comes back, what goes wrong, what happens where nothing can fork."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from sitegen.errors import BuildFailed
from sitegen.pool import aside, mapped


def test_what_is_done_aside_comes_back_from_another_process() -> None:
    begun = aside(lambda: (os.getpid(), "结果"))
    process, result = begun()
    assert result == "结果"
    assert process != os.getpid()


def test_a_fault_aside_is_raised_where_its_result_is_asked_for() -> None:
    def broken() -> None:
        raise BuildFailed("坏了")

    begun = aside(broken)
    with pytest.raises(BuildFailed, match=r"^坏了$"):
        begun()


def test_work_whose_process_is_killed_is_done_again_here() -> None:
    here = os.getpid()

    def killed() -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return os.getpid()

    assert aside(killed)() == here


def test_what_is_done_aside_and_for_each_of_many_items_inside_it_makes_no_copies_of_copies() -> (
    None
):
    begun = aside(lambda: list(mapped(range(1000), lambda item: (item, os.getpid()))))
    found = begun()
    assert [item for item, _ in found] == list(range(1000))
    assert len({process for _, process in found}) == 1


def test_little_work_and_work_in_a_process_with_threads_is_done_here() -> None:
    assert aside(os.getpid, 1)() == os.getpid()
    waiting = threading.Event()
    other = threading.Thread(target=waiting.wait)
    other.start()
    try:
        assert aside(os.getpid)() == os.getpid()
    finally:
        waiting.set()
        other.join()
