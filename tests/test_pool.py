"""Work beside other work: what comes back, what goes wrong, what happens where nothing can fork."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen import pool
from sitegen.errors import BuildFailed
from sitegen.pool import aside, mapped
from tests.conftest import REPOSITORY, alone


def broken() -> None:
    raise BuildFailed("Z02", "坏了")


def killed() -> int:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def many() -> list[tuple[int, int]]:
    return list(mapped(range(1000), lambda item: (item, os.getpid())))


def away() -> None:
    """What is done aside comes back from another process."""
    assert aside(os.getpid)() != HERE


def fault() -> None:
    """A fault aside is raised where the result is asked for."""
    begun = aside(broken)
    with pytest.raises(BuildFailed, match=r"^Z02 写不了文件：坏了$"):
        begun()


def again() -> None:
    """Work whose process is killed is done here."""
    assert aside(killed)() == HERE


def slow() -> bytes:
    note = Path(sys.argv[2])
    note.with_suffix(".new").write_text(str(os.getpid()), "ascii")
    note.with_suffix(".new").replace(note)  # whole from the moment it is there
    return bytes(1 << 20)


def orphan() -> None:
    """What is done aside ends when nobody waits for it any more."""
    aside(slow)
    while not Path(sys.argv[2]).exists():
        time.sleep(0.01)
    os.kill(os.getpid(), signal.SIGKILL)


def copies() -> None:
    """What is done aside for each of many items makes no copies of copies."""
    found = aside(many)()
    assert [item for item, _ in found] == list(range(1000))
    assert len({process for _, process in found}) == 1
    assert HERE not in {process for _, process in found}


def relieved() -> None:
    """Workers are relieved after a while, and what they did is in order all the same."""
    pool.SHIFT = 4 * pool.CHUNK
    found = many()
    assert [item for item, _ in found] == list(range(1000))
    shifts = {process: set[int]() for _, process in found}
    for item, process in found:
        shifts[process].add(item // pool.SHIFT)
    assert len(shifts) > 1000 // pool.SHIFT
    assert all(len(shift) == 1 for shift in shifts.values())


def murdered(item: int) -> tuple[int, int]:
    """An item at which a worker is killed."""
    if item in DEADLY:
        killed()
    return item, os.getpid()


def survived() -> None:
    """What workers that are killed leave undone is done here, and all is in order."""
    found = list(mapped(range(1000), murdered, 2))
    assert [item for item, _ in found] == list(range(1000))
    assert {process for item, process in found if item in DEADLY} == {HERE}
    assert len({process for _, process in found}) > 1
    assert not multiprocessing.active_children()


def refused(item: int) -> int:
    """An item that something is wrong with."""
    if item == 500:
        broken()
    return item


def stopped() -> None:
    """A fault of an item is raised in its place, and nobody works on."""
    found = mapped(range(1000), refused, 2)
    assert [next(found) for _ in range(pool.CHUNK)] == list(range(pool.CHUNK))
    with pytest.raises(BuildFailed, match=r"^Z02 写不了文件：坏了$"):
        list(found)
    assert not multiprocessing.active_children()


def large() -> None:
    """Results that no pipe holds come back whole."""
    found = list(mapped(range(300), lambda item: bytes([item % 256]) * (1 << 18), 2))
    assert [(one[0], len(one)) for one in found] == [(n % 256, 1 << 18) for n in range(300)]


def threadless() -> None:
    """While workers work there is no thread, so that other work can be begun beside."""
    found = mapped(range(1000), lambda item: item, 2)
    next(found)
    assert aside(os.getpid)() != HERE
    del found
    for process in multiprocessing.active_children():
        process.join(60)  # it has told its result, and is about to end
    assert not multiprocessing.active_children()


def fails_after(forks: int) -> None:
    """From now on the system has no more than so many processes for this one."""
    fork, left = os.fork, [forks]

    def short() -> int:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        return fork()

    os.fork = short


def alone_aside() -> None:
    """Where there is no process to be had, what would be done aside is done here."""
    fails_after(0)
    assert aside(os.getpid)() == HERE
    with pytest.raises(BuildFailed, match=r"^Z02 写不了文件：坏了$"):
        aside(broken)()


def alone_mapped() -> None:
    """Where there is no process to be had, all is done here, in order."""
    fails_after(0)
    found = list(mapped(range(1000), lambda item: (item, os.getpid()), 2))
    assert found == [(item, HERE) for item in range(1000)]
    with pytest.raises(BuildFailed, match=r"^Z02 写不了文件：坏了$"):
        list(mapped(range(1000), refused, 2))


def fewer() -> None:
    """Where there is a process less than wanted, the others do its work."""
    fails_after(1)
    found = list(mapped(range(1000), lambda item: (item, os.getpid()), 2))
    assert [item for item, _ in found] == list(range(1000))
    assert len({process for _, process in found}) == 1
    assert HERE not in {process for _, process in found}
    assert not multiprocessing.active_children()


HERE = os.getpid()
DEADLY = (30, 31, 480, 999)  # two workers, and more than there are then
CASES = {
    case.__name__: case
    for case in (
        *(away, fault, again, copies, relieved),
        *(survived, stopped, large, threadless),
        *(alone_aside, alone_mapped, fewer),
    )
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_work_aside(case: Callable[[], None]) -> None:
    alone(__name__, case.__name__)


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


def test_what_is_done_aside_ends_with_the_process_that_began_it(tmp_path: Path) -> None:
    note = tmp_path / "process"
    subprocess.run(
        [sys.executable, "-m", __name__, "orphan", str(note)], cwd=REPOSITORY, check=False
    )
    process = int(note.read_text("ascii"))
    until = time.monotonic() + 20
    while alive(process):
        assert time.monotonic() < until
        time.sleep(0.05)


def alive(process: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        state = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):  # the latter where it ends while it is read
        return False
    return state != "Z"


if __name__ == "__main__":
    (CASES | {"orphan": orphan})[sys.argv[1]]()
