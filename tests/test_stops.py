"""What the system refuses is told in Chinese, wherever it refuses it."""

from __future__ import annotations

import errno
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from sitegen.__main__ import main
from sitegen.stops import reason
from tests.conftest import REPOSITORY, Site

COMMON = (
    *("EACCES", "EPERM", "ENOSPC", "EROFS", "ENOENT", "EBUSY", "ENAMETOOLONG", "EADDRINUSE"),
    *("EEXIST", "ENOTDIR", "EISDIR", "EDQUOT", "EIO", "ELOOP", "EMFILE"),
)


@pytest.mark.parametrize("name", COMMON)
def test_a_common_reason_is_told_in_chinese(name: str) -> None:
    number = getattr(errno, name)
    assert not re.search("[A-Za-z]", reason(OSError(number, os.strerror(number))))


def test_a_rare_reason_is_told_in_the_words_of_the_system() -> None:
    assert reason(OSError(errno.EPROTO, "Protocol error")) == "Protocol error"
    assert reason(OSError("of our own")) == "of our own"


def test_a_file_that_windows_holds_is_told_as_such() -> None:
    error = PermissionError(errno.EACCES, "wording of Windows")
    error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
    assert reason(error) == "文件正被别的程序使用"


def test_no_message_takes_the_words_of_the_system_itself() -> None:
    texts = {path.name: path.read_text("utf-8") for path in REPOSITORY.glob("sitegen/**/*.py")}
    assert [name for name, text in texts.items() if "strerror" in text] == ["stops.py"]


def test_a_port_that_is_taken_is_told_with_its_number(small: Site) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "sitegen", "serve", "--port", port]
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
        done = subprocess.run(
            command, cwd=small.folder, env=environment, capture_output=True, check=False, text=True
        )
    said = f"错误：Z06 不能用这个位置：不能使用端口 {port}：端口已被占用；请用 --port 换一个\n"
    assert (done.returncode, done.stderr.endswith(said)) == (2, True)


@pytest.mark.parametrize(
    ("name", "said"), [("x" * 300, "文件名太长"), ("file/x", "路径中有一段不是文件夹")]
)
def test_a_place_that_cannot_be_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert main(["init", str(tmp_path / name)]) == 2
    assert capsys.readouterr().err == (
        f"错误：Z06 不能用这个位置：读不了 {tmp_path / name}：{said}\n"
    )


def test_a_file_that_the_system_refuses_is_told_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert main(["schema", "--project", str(tmp_path / "file")]) == 2
    said = f"错误：Z10 用不了文件：{tmp_path / 'file' / 'schemas'}：路径中有一段不是文件夹\n"
    assert capsys.readouterr().err == said


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl+C to whole consoles")
@pytest.mark.parametrize("seconds", [0, 0.1, 0.3])
def test_an_interrupted_build_says_so_in_one_line(small: Site, seconds: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "sitegen", "build", "--project", str(small.folder)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while not (small.folder / ".output.lock").exists() and process.poll() is None:
        time.sleep(0.01)
    time.sleep(seconds)
    with suppress(ProcessLookupError):  # it was quicker
        os.killpg(process.pid, signal.SIGINT)
    said, told = process.communicate()
    if process.returncode:
        assert (process.returncode, told.decode()) == (130, "已中断，没有做完。\n")
    else:
        assert said.startswith("完成".encode())


def test_a_file_that_is_not_there_is_told_when_it_is_imported(
    small: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--project", str(small.folder), "--plan", "a", "--government", "shili"]
    assert main(["import", str(small.folder / "表.xlsx"), *given]) == 2
    assert "里没有 表.xlsx" in capsys.readouterr().err
