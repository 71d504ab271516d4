"""Disk. The only module that writes: whole files, all of them or none, and nothing that is not ours.

Every file of a build is first written beside the output; only when the last one is ready are they
moved into place, one rename each, and files that an earlier build wrote and this one did not are
removed. A build that stops before that leaves the published site as it was.

Three things stand beside an output folder `site` while it is built: `.site.staging` (files not yet
in place, in a folder of this build alone: workers of a build that was killed may go on writing for a
moment), `.site.journal` (the list of what is being put in place, so that a build that was killed
half-way can be tidied up by the next) and `.site.lock` (so that two builds cannot mix; `.site.locked`
where the file system has no locks).
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import BinaryIO, Literal, Self

from msgspec import Struct

from sitegen.digests import sha256, sha256_of
from sitegen.errors import BuildFailed
from sitegen.lock import Lock
from sitegen.stops import reason
from sitegen.text import NAME_BYTES, on_disk


class Piece(Struct, frozen=True):
    """Bytes among others in one of the files of a build that are not published."""

    file: str
    start: int
    length: int


class Staging:
    """The files of one build, held beside the output until all of them are ready."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self._staging = output.parent / f".{output.name}.staging"
        self.folder = self._staging / secrets.token_hex(8)
        self.staged: list[str] = []
        self._journal = output.parent / f".{output.name}.journal"
        self._lock = Lock(output)
        self._known: set[Path] = set()  # folders of the site that are there
        self._new: set[Path] = set()  # those that were not
        self._pieces: dict[str, BinaryIO] = {}  # each process writes to a file of its own
        self._read: dict[str, BinaryIO] = {}

    def __enter__(self) -> Self:
        """Begin with an empty staging folder; one left by a build that was killed is cleared."""
        try:
            self.output.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
            shutil.rmtree(self._staging, ignore_errors=True)
            self.folder.mkdir(parents=True)
        except OSError as error:
            self._lock.release()
            message = f"不能在 {self.output.parent} 写文件：{reason(error)}"
            raise BuildFailed("Z02", message) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove what was staged and not published."""
        for opened in (*self._pieces.values(), *self._read.values()):
            opened.close()
        shutil.rmtree(self._staging, ignore_errors=True)
        self._lock.release()

    def put(self, path: str, data: bytes) -> None:
        """Stage one file under its path in the site."""
        self.write(path, data)
        self.staged.append(path)

    def write(self, path: str, data: bytes) -> None:
        """Write one file where staged files are; a worker does so, and its parent notes the path."""
        with self._opened(path) as target:
            target.write(data)

    @contextmanager
    def open(self, path: str) -> Iterator[BinaryIO]:
        """Stage one file that is written piece by piece."""
        with self._opened(path) as target:
            yield target
        self.staged.append(path)

    @contextmanager
    def _opened(self, path: str) -> Iterator[BinaryIO]:
        try:
            with self.place(path).open("wb") as opened:
                yield opened
        except OSError as error:
            raise BuildFailed("Z02", f"写不了 {path}：{reason(error)}") from error

    def place(self, path: str) -> Path:
        """Where a file of the site stands while it is staged: side by side, without its folders."""
        return self.folder / sha256(os.fsencode(_inside(path)))

    def keep(self, data: bytes) -> Piece:
        """Keep bytes that the rest of this build will want, beside others."""
        name = f"{os.getpid()}.pieces"
        try:
            file = self._pieces.get(name) or self._opened_as(name, "ab", self._pieces)
            piece = Piece(name, file.tell(), len(data))
            file.write(data)
            file.flush()
        except OSError as error:
            raise BuildFailed("Z02", f"不能在 {self.folder} 写文件：{reason(error)}") from error
        return piece

    def piece(self, piece: Piece) -> bytes:
        """Bytes that were kept."""
        file = self._read.get(piece.file) or self._opened_as(piece.file, "rb", self._read)
        file.seek(piece.start)
        data = file.read(piece.length)
        if len(data) != piece.length:
            raise BuildFailed("Z02", f"{self.folder} 里的文件在生成中被改动了，请重新生成一次")
        return data

    def _opened_as(
        self, name: str, mode: Literal["rb", "ab"], files: dict[str, BinaryIO]
    ) -> BinaryIO:
        files[name] = (self.folder / name).open(mode)
        return files[name]

    def drop(self, path: str) -> None:
        """Let go of a staged file: what stands in the output is right."""
        if path in self.staged:
            self.staged.remove(path)
            self.place(path).unlink()

    def left_over(self) -> Mapping[str, str]:
        """What a build that was killed may have put in place: path → digest."""
        try:
            listed = json.loads(self._journal.read_text("utf-8"))
            return {path: digest for path, digest in listed.items() if is_inside(path)}
        except (OSError, ValueError, AttributeError):
            return {}

    def publish(self, digests: Mapping[str, str], gone: Mapping[str, str], last: str) -> None:
        """Move every staged file into place and remove those that are gone; `last` comes last.

        A file is removed only if its bytes are those that a build of ours gave it (path → digest).
        """
        try:
            staged = {path: digests[path] for path in self.staged}
            for path in self.staged:
                self._make_way(path)
            save(self._journal, json.dumps({**self.left_over(), **staged}).encode())
            for path in self.staged:
                if path != last:
                    self._move(path)
            for path in _gone(self.output, gone, digests):
                _remove(self.output, path, gone[path])
            if last in staged:
                self._move(last)
            self._journal.unlink(missing_ok=True)
        except OSError as error:
            message = f"更新 {self.output} 时出错：{reason(error)}（{error.filename}）"
            raise BuildFailed("Z02", message) from error

    def forget(self) -> None:
        """Leave nothing beside the output for a next build: there will be none.

        The lock goes while it is held: who opened it meanwhile sees that it is gone, and takes a new one.
        """
        self._journal.unlink(missing_ok=True)
        with suppress(PermissionError):  # Windows, where it goes when it is released
            self._lock.file.unlink(missing_ok=True)

    def _make_way(self, path: str) -> None:
        """See, before anything is moved, that a file can be: what is in its way would stop half-way."""
        target = self.output / path
        self._make(target.parent)
        if target.parent not in self._new and target.is_dir() and not target.is_symlink():
            raise BuildFailed("Z02", f"{target} 是文件夹，站点要在那里写文件，请把它移走")

    def _move(self, path: str) -> None:
        self.place(path).replace(self.output / path)

    def _make(self, folder: Path) -> None:
        """Have a folder of the site there, which is no way out of it."""
        if folder in self._known:
            return
        if folder != self.output:
            self._make(folder.parent)
        try:
            folder.mkdir()
            self._new.add(folder)
        except FileExistsError:
            self._refuse(folder)
        self._known.add(folder)

    def _refuse(self, folder: Path) -> None:
        """Refuse what stands where a folder must be and is none of the site's."""
        # a link, or what Windows has of the kind
        if not folder.resolve().is_relative_to(self._root):
            raise BuildFailed("Z02", f"{folder} 是指向站点文件夹之外的链接，请删除它") from None
        if not folder.is_dir():
            raise BuildFailed("Z02", f"{folder} 是文件，站点要在那里建文件夹，请把它移走") from None

    @cached_property
    def _root(self) -> Path:
        return self.output.resolve()


def is_inside(path: str) -> bool:
    """Whether a path of a site stays in its folder."""
    parts = [part for part in path.split("/") if part not in {"", "."}]
    return bool(parts) and not path.startswith("/") and ".." not in parts


def lay_down(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, all of them or none; their paths are below the folder."""
    digests = {path: sha256(data) for path, data in files.items()}
    with Staging(folder) as staging:
        try:
            for path, data in files.items():
                staging.put(path, data)
            staging.publish(digests, {}, last="")
        except BuildFailed:
            for path, digest in digests.items():
                _remove(folder, path, digest)
            raise
        finally:
            staging.forget()


def _inside(path: str) -> PurePosixPath:
    if not is_inside(path):
        raise BuildFailed("Z08", f"输出路径“{path}”不在站点文件夹内")
    pure = PurePosixPath(path)
    if any(len(part.encode("utf-8", "surrogatepass")) > NAME_BYTES for part in pure.parts):
        raise BuildFailed("Z02", f"输出路径“{path}”里有太长的名称，一个名称最多 {NAME_BYTES} 字节")
    return pure


def _gone(output: Path, gone: Iterable[str], there: Iterable[str]) -> Iterator[str]:
    """What is gone; not so what the disk takes for a file that is there in another spelling."""
    known = {on_disk(path): path for path in there} if gone else {}
    for path in gone:
        old, new = output / path, output / known.get(on_disk(path), path)
        if old == new or not (old.exists() and new.exists() and old.samefile(new)):
            yield path


def _remove(output: Path, path: str, digest: str) -> None:
    """Remove one of our files and the folders that it leaves empty."""
    target = output / _inside(path)
    outside = not target.parent.resolve().is_relative_to(output.resolve())
    if outside or target.is_symlink() or not target.is_file() or sha256_of(target) != digest:
        return
    target.unlink()
    for folder in target.parents:
        if folder == output or any(folder.iterdir()):
            return
        folder.rmdir()


def save(path: Path, data: bytes) -> None:
    """Write one file of our own (a cache) whole: a temporary file, then a rename."""
    save_pieces(path, (data,))


def save_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """The same piece by piece, for what is too large to be held."""
    path.parent.mkdir(parents=True, exist_ok=True)
    own = f"{os.getpid()}.{threading.get_ident()}"  # threads of the preview may write the same
    part = path.with_name(f"{path.name}.{own}.part")
    try:
        with part.open("wb") as opened:
            opened.writelines(pieces)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def remember(path: Path, data: bytes) -> None:
    """Keep a note for the next build; without it that build takes longer and is the same."""
    try:
        save(path, data)
    except OSError as error:
        raise BuildFailed("Z02", f"网站已经发布，但写不了 {path}：{reason(error)}") from error


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
        raise BuildFailed("Z02", f"写不了 {error.filename}：{reason(error)}。{hint}") from error


def _put_back(target: Path, data: bytes | None) -> None:
    if data is None:
        target.unlink(missing_ok=True)
    elif target.read_bytes() != data:
        save(target, data)
