"""The whole site is built behind the preview once nothing changes any more, and is waited for."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitegen.serve.behind import REST, Behind

PATIENCE = 30  # seconds


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where every build leaves a mark."""
    return tmp_path / "log"


@pytest.fixture
def behind(log: Path) -> Iterator[Behind]:
    """Builds that do nothing else."""
    code = "import pathlib, sys; pathlib.Path(sys.argv[1]).open('a').write('x')"
    made = Behind([sys.executable, "-c", code, str(log)], print)
    made.start()
    yield made
    made.stop()


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_changes_that_follow_each_other_are_built_once(behind: Behind, log: Path) -> None:
    for _ in range(3):
        behind.expect()
        behind.wake(passed=True)
        time.sleep(REST / 10)
    assert not log.exists()
    assert behind.busy
    wait_until(lambda: not behind.busy)
    assert log.read_text() == "x"


def test_what_does_not_pass_is_not_built_nor_waited_for(behind: Behind, log: Path) -> None:
    behind.expect()
    assert behind.busy
    behind.wake(passed=False)
    assert not behind.busy
    time.sleep(REST / 10)
    assert not log.exists()


def test_a_state_that_does_not_pass_keeps_nobody_from_waiting_for_the_one_before(
    behind: Behind, log: Path
) -> None:
    behind.wake(passed=True)
    behind.expect()
    behind.wake(passed=False)
    assert behind.busy
    wait_until(lambda: not behind.busy)
    assert log.read_text() == "x"


KILLED = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
FAULTS = {
    "启动不了后台的生成：文件或文件夹不存在": ["/nowhere/python"],
    "后台的生成中断了（退出状态 -9）": [sys.executable, "-c", KILLED],
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_build_that_does_not_come_about_is_told_and_nobody_waits_for_it(what: str) -> None:
    told: list[str] = []
    behind = Behind(FAULTS[what], told.append)
    behind.start()
    for _ in range(2):  # the next change is built as well
        behind.wake(passed=True)
        wait_until(lambda: not behind.busy)
    behind.stop()
    assert len(told) == 2
    assert told[0].startswith(f"错误：{what}；预览里的搜索和下载可能不是最新的")


@pytest.mark.parametrize("status", [0, 1, 2])
def test_a_build_that_has_told_what_is_wrong_is_not_told_again(status: int) -> None:
    told: list[str] = []
    behind = Behind([sys.executable, "-c", f"raise SystemExit({status})"], told.append)
    behind.start()
    behind.wake(passed=True)
    wait_until(lambda: not behind.busy)
    behind.stop()
    assert told == []
