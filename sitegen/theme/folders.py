"""Where a theme's files are: its folder and those it extends, its strings, its assets."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sitegen import source
from sitegen.errors import ThemeBroken

LANGUAGE = "zh-CN"
_PACKAGE = Path(__file__).parent.parent
_SHIPPED = (_PACKAGE / "themes", _PACKAGE.parent / "themes")

_NAME = re.compile(r"[\w-]{1,60}")  # no file system takes a much longer one

Tree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asset:
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


def _extends(folder: Path) -> str:
    node = _yaml(folder / "theme.yaml").get("extends", "")
    return node if isinstance(node, str) else ""


def _yaml(path: Path) -> Tree:
    lines, problems = source.decode(path.name, path.read_bytes())
    front, faults = source.parse_yaml("\n".join(lines))
    if front is None or faults or problems:
        said = "；".join([p.message for p in problems] + [f.message for f in faults])
        raise ThemeBroken(f"{path.parent.name}/{path.name} 读不懂：{said}")
    return _plain(front)


def _plain(node: source.Mapping) -> Tree:
    plain: Tree = {}
    for key, value in node.entries:
        if isinstance(value, source.Mapping):
            plain[key.text] = _plain(value)
        elif isinstance(value, source.Scalar):
            plain[key.text] = value.text
    return plain


def strings_of(folders: tuple[Path, ...]) -> Tree:
    """The strings of a theme over those of the themes it extends."""
    merged: Tree = {}
    for folder in reversed(folders):
        path = folder / "strings" / f"{LANGUAGE}.yaml"
        merged = _merged(merged, _yaml(path)) if path.is_file() else merged
    return merged


def _merged(below: Tree, above: Tree) -> Tree:
    both = dict(below)
    for key, value in above.items():
        nested = isinstance(value, dict) and isinstance(both.get(key), dict)
        both[key] = _merged(both[key], value) if nested else value
    return both


def assets_of(folders: tuple[Path, ...]) -> Iterator[Asset]:
    """The assets of a theme and, where it has none of that name, of those it extends."""
    files: Mapping[str, Path] = {
        path.relative_to(folder / "assets").as_posix(): path
        for folder in reversed(folders)
        for path in sorted((folder / "assets").rglob("*"))
        if path.is_file()
    }
    for name, path in sorted(files.items()):
        data = path.read_bytes()
        yield _asset(name, data)


def _asset(name: str, data: bytes) -> Asset:
    stem, _, suffix = name.rpartition(".")
    return Asset(name, f"assets/{stem}.{sha256(data)[:10]}.{suffix}", data)


def search_words(strings: Tree) -> Asset:
    """The strings that the search script needs, as a file that it fetches."""
    used = {**strings.get("search_words", {}), "facets": strings.get("facets", {})}
    words = json.dumps(used, ensure_ascii=False)
    return _asset("search-words.json", words.encode())


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
