"""Does another build write the same? One at a time, also where the file system has no locks."""

from __future__ import annotations

import errno
from pathlib import Path

from filelock import FileLock, SoftFileLock, Timeout

from sitegen.errors import BuildFailed

# what file systems without locks say (flock(2)); ENOLCK: NFS without its lock service
_NONE = frozenset({errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL})


class Lock:
    """What one build of a folder holds as long as it works.

    The system lets go of a lock when its process ends. Where the file system has none, a file that is
    there while a build works stands for it, and may outlive one that was killed on another machine.
    """

    def __init__(self, output: Path) -> None:
        self._output = output
        self.file = output.parent / f".{output.name}.lock"
        self._lock: FileLock | SoftFileLock = FileLock(self.file, timeout=0, fallback_to_soft=False)

    def acquire(self) -> None:
        """Hold it, or say that another build does."""
        try:
            self._acquired()
        except Timeout as busy:
            soft = isinstance(self._lock, SoftFileLock)
            left = f"；如果没有别的生成，删除 {self._lock.lock_file} 再试" if soft else ""
            raise BuildFailed("Z03", f"另一次生成正在写 {self._output}，请等它结束{left}") from busy

    def _acquired(self) -> None:
        try:
            self._lock.acquire()
        except OSError as error:
            if error.errno not in _NONE:
                raise
            self._lock = SoftFileLock(self.file.with_suffix(".locked"), timeout=0)
            self._lock.acquire()

    def release(self) -> None:
        """Let go of it."""
        self._lock.release()
