"""Where a theme's files are: its folder and those it extends, its assets."""

from __future__ import annotations

import json
import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path, PurePosixPath

from msgspec import Struct

from sitegen import source
from sitegen.digests import sha256
from sitegen.errors import ThemeBroken
from sitegen.text import listed, nearest, reserved, shown
from sitegen.theme.strings import Tree, group, read

_PACKAGE = Path(__file__).parent.parent
_SHIPPED = (_PACKAGE / "themes", _PACKAGE.parent / "themes")

_NAME = re.compile(r"[\w-]{1,60}")  # no file system takes a much longer one
_FILE = re.compile(r"[\w+-][\w.+@-]{0,59}")

_MOST_FILES = 2000
_MOST_TEXT = 200 * 1024  # a template of this size is compiled in two seconds
_MOST_ASSET = 20 * 1024 * 1024
_DEEPEST = 100  # modules, each imported by the one before; Python itself follows some 300

# what a script of ours loads: a module beside it or near it
_IMPORT = re.compile(
    rb"""(?<![\w$.])((?:from|import)\s*\(?\s*["'])(\.{1,2}/[\w./+@-]{1,200}\.js)(?=["'])"""
)

_KEYS = ("extends", "name", "title")


class Asset(Struct, frozen=True):
    """One file of the theme: its published address with fingerprint, and its bytes."""

    name: str
    url: str
    data: bytes


def folders_of(project: Path, name: str) -> tuple[Path, ...]:
    """The folder of a theme and those it extends, from the project or the ones that ship."""
    folders: list[Path] = []
    while name:
        folder = _folder(project, name)
        if folder in folders:
            raise ThemeBroken(f"主题“{name}”绕回了自身（theme.yaml 的 extends）")
        if folder.parent == project / "themes":
            _contained(folder)
        folders.append(folder)
        name = _extends(folder)
    return tuple(folders)


def has_theme(project: Path, name: str) -> bool:
    """Whether there is a theme of this name."""
    return _found(project, name) is not None


def _folder(project: Path, name: str) -> Path:
    found = _found(project, name)
    if found is None:
        raise ThemeBroken(f"没有主题“{name}”：themes/{name}/theme.yaml 不存在")
    return found


def _found(project: Path, name: str) -> Path | None:
    folders = (themes / name for themes in (project / "themes", *_SHIPPED))
    there = (folder for folder in folders if (folder / "theme.yaml").is_file())
    return next(there, None) if _NAME.fullmatch(name) else None


def _contained(folder: Path) -> None:
    """See that a theme is files and folders of its own, of a size that can be read."""
    if folder.is_symlink():
        raise ThemeBroken(f"主题文件夹 themes/{folder.name} 是链接，请换成文件夹本身")
    paths = list(islice(_below(folder), _MOST_FILES + 1))
    if len(paths) > _MOST_FILES:
        raise ThemeBroken(f"主题文件夹 themes/{folder.name} 超过 {_MOST_FILES} 个文件")
    for path in paths:
        _bounded(path, path.relative_to(folder))


def _below(folder: Path) -> Iterator[Path]:
    for above, folders, files in os.walk(folder):
        yield from (Path(above, name) for name in (*folders, *files))


def _bounded(path: Path, place: Path) -> None:
    shown = source.printable(f"{path.parents[len(place.parts) - 1].name}/{place.as_posix()}")
    if path.is_symlink() or not (path.is_dir() or path.is_file()):
        raise ThemeBroken(f"themes/{shown} 是链接或特殊文件，请换成文件本身")
    most = _MOST_ASSET if place.parts[0] == "assets" else _MOST_TEXT
    if path.is_file() and path.stat().st_size > most:
        raise ThemeBroken(f"themes/{shown} 超过 {most // 1024} KB")


def _extends(folder: Path) -> str:
    extended = ""
    for key, value in read(folder / "theme.yaml").entries:
        place = f"themes/{folder.name}/theme.yaml 第 {key.mark.line} 行"
        if key.text not in _KEYS:
            meant = nearest(key.text, _KEYS)
            hint = f"是不是“{meant}”？" if meant else ""
            raise ThemeBroken(
                f"{place}：没有“{shown(key.text)}”这一项，{hint}可以写的有 {listed(_KEYS)}"
            )
        if not isinstance(value, source.Scalar):
            raise ThemeBroken(f"{place}：“{key.text}”应当是一个名称")
        extended = value.text if key.text == "extends" else extended
    return extended


def assets_of(folders: tuple[Path, ...]) -> Iterator[Asset]:
    """The assets of a theme and, where it has none of that name, of those it extends."""
    files: Mapping[str, Path] = {
        path.relative_to(folder / "assets").as_posix(): path
        for folder in reversed(folders)
        for path in sorted((folder / "assets").rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
    seen: set[str] = set()
    made: dict[str, Asset] = {}
    for name in sorted(files):
        _refuse(name, seen)
    for name in sorted(files):
        yield _linked(name, files, made, ())


def _linked(
    name: str, files: Mapping[str, Path], made: dict[str, Asset], within: tuple[str, ...]
) -> Asset:
    """An asset; a script names the modules that it imports by their published names."""
    _unknotted(name, within)

    def published(found: re.Match[bytes]) -> bytes:
        place = posixpath.normpath(f"{name}/../{found[2].decode()}")
        if place not in files:
            return found[0]
        module = PurePosixPath(_linked(place, files, made, (*within, name)).url).name
        return found[1] + b"%b%b" % (found[2][: found[2].rindex(b"/") + 1], module.encode())

    if name not in made:
        data = files[name].read_bytes()
        made[name] = _asset(name, _IMPORT.sub(published, data) if name.endswith(".js") else data)
    return made[name]


def _unknotted(name: str, within: tuple[str, ...]) -> None:
    """See that a script that others import, each the next, is none of these and not one too many."""
    if name in within:
        raise ThemeBroken(f"资源文件 assets/{name} 经由 import 绕回了自身")
    if len(within) == _DEEPEST:
        raise ThemeBroken(
            f"资源文件 assets/{within[0]} 里的 import 一个接一个，超过 {_DEEPEST} 层，"
            f"到 assets/{name} 还没有完：请把几个脚本合成一个"
        )


def _refuse(name: str, seen: set[str]) -> None:
    """Refuse an asset that not every computer can hold under its name, beside those seen before."""
    parts = name.split("/")
    if not all(_FILE.fullmatch(part) for part in parts) or any(map(reserved, parts)):
        raise ThemeBroken(
            f"资源文件 assets/{source.printable(name)} 的名称不能用：只用汉字、字母、数字、横线和点，最多 60 个"
        )
    if name.casefold() in seen:
        raise ThemeBroken(f"资源文件 assets/{name} 与另一个只有大小写不同")
    seen.add(name.casefold())


def _asset(name: str, data: bytes) -> Asset:
    place = PurePosixPath(name)
    marked = place.with_name(f"{place.stem}.{sha256(data)[:10]}{place.suffix}")
    return Asset(name, f"assets/{marked}", data)


def search_words(strings: Tree) -> Asset:
    """The strings that the search script needs, as a file that it fetches."""
    used = {**group(strings, "search_words"), "facets": group(strings, "facets")}
    words = json.dumps(used, ensure_ascii=False)
    return _asset("search-words.json", words.encode())
