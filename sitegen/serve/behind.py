"""The whole site behind the preview, built by a process of its own."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Sequence

from sitegen.stops import reason

_SAID = (0, 1, 2)  # what a build that ends by itself says, after it told what is wrong
_LACKS = "预览里的搜索和下载可能不是最新的，再保存一次就重新生成"
REST = 1.5  # seconds without a change before the whole site is built


class Behind:
    """Builds the whole site behind the preview, one build at a time, the newest state last."""

    def __init__(self, command: Sequence[str], tell: Callable[[str], None]) -> None:
        """`tell` is told what became of a build that could not say so itself."""
        self._command = command
        self._tell = tell
        self._wanted = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._expected = False
        self._working = False

    @property
    def busy(self) -> bool:
        """Whether what only a build makes may still come."""
        return self._expected or self._working

    def start(self) -> None:
        """Begin to wait for work."""
        threading.Thread(target=self._work, daemon=True).start()

    def expect(self) -> None:
        """Have a build waited for: `wake` will say whether there is one."""
        self._expected = True

    def wake(self, *, passed: bool) -> None:
        """Have the site built as it is now, if it passed, after the build that may be under way."""
        self._working = self._working or passed
        self._expected = False
        if passed:
            self._wanted.set()

    def stop(self) -> None:
        """Build no more; a build under way is stopped, which the next one mends."""
        self._stopped = True
        self._wanted.set()
        if self._process:
            self._process.terminate()

    def _work(self) -> None:
        while self._wanted.wait() and not self._stopped:
            self._wanted.clear()
            if self._wanted.wait(REST):  # something changed again
                continue
            try:
                self._build()
            except OSError as error:
                self._tell(f"错误：启动不了后台的生成：{reason(error)}；{_LACKS}")
            finally:  # nobody waits for what does not come
                self._working = self._wanted.is_set()

    def _build(self) -> None:
        with subprocess.Popen(self._command) as self._process:  # noqa: S603 - sitegen itself
            ended = self._process.wait()
        if ended not in _SAID and not self._stopped:
            self._tell(f"错误：后台的生成中断了（退出状态 {ended}）；{_LACKS}")
