"""Disk. The only module that writes: whole files, all of them or none, and nothing that is not ours.

Every file of a build is first written beside the output; only when the last one is ready are they
moved into place, one rename each, and files that an earlier build wrote and this one did not are
removed. A build that stops before that leaves the published site as it was.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from sitegen.errors import BuildFailed


class Staging:
    """The files of one build, held beside the output until all of them are ready."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self.folder = output.parent / f".{output.name}.staging"
        self.staged: list[str] = []

    def __enter__(self) -> Self:
        """Begin with an empty staging folder; one left by a build that was killed is cleared."""
        try:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
        except OSError as error:
            raise BuildFailed(f"不能在 {self.folder.parent} 写文件：{error.strerror}") from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove what was staged and not published."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def put(self, path: str, data: bytes) -> None:
        """Stage one file under its path in the site."""
        target = self.folder / _inside(path)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        except OSError as error:
            raise BuildFailed(f"写不了 {path}：{error.strerror}") from error
        self.staged.append(path)

    def publish(self, gone: Iterable[str]) -> None:
        """Move every staged file into place, then remove the files that are gone."""
        try:
            for path in self.staged:
                target = self.output / path
                target.parent.mkdir(parents=True, exist_ok=True)
                (self.folder / path).replace(target)
            for path in gone:
                _remove(self.output, path)
        except OSError as error:
            raise BuildFailed(f"更新 {self.output} 时出错：{error}") from error


def _inside(path: str) -> PurePosixPath:
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or not pure.parts:
        raise BuildFailed(f"输出路径“{path}”不在站点文件夹内")
    return pure


def _remove(output: Path, path: str) -> None:
    """Remove one of our files and the folders that it leaves empty."""
    target = output / _inside(path)
    target.unlink(missing_ok=True)
    for folder in target.parents:
        if folder == output or any(folder.iterdir()):
            return
        folder.rmdir()


def save(path: Path, data: bytes) -> None:
    """Write one file of our own (a cache) whole: a temporary file, then a rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f"{path.suffix}.part")
    part.write_bytes(data)
    part.replace(path)


def replace_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write several files below a folder, all of them or none: what was there comes back on failure."""
    before: dict[Path, bytes | None] = {}
    try:
        for path, data in files.items():
            target = folder / _inside(path)
            before[target] = target.read_bytes() if target.exists() else None
            save(target, data)
    except OSError as error:
        for target, data_before in reversed(before.items()):
            _put_back(target, data_before)
        hint = "关掉正打开着它的程序再试；什么也没有改动"
        raise BuildFailed(f"写不了 {error.filename}：{error.strerror}。{hint}") from error


def _put_back(target: Path, data: bytes | None) -> None:
    target.with_suffix(f"{target.suffix}.part").unlink(missing_ok=True)
    if data is None:
        target.unlink(missing_ok=True)
    elif target.read_bytes() != data:
        save(target, data)
