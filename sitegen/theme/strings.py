"""What does a theme say? Its strings over those of the themes it extends; what nobody would read is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec import Struct

from sitegen import source
from sitegen.errors import ThemeBroken
from sitegen.text import nearest, shown

LANGUAGE = "zh-CN"

_GROUP = "应当是一组文字，换行缩进写"
_CODED = re.compile(r"coded\(['\"]([^'\"]*)['\"]")
_SCRIPTED = frozenset({"search_words", "facets"})  # groups that scripts are given whole

Tree = dict[str, Any]


class _Saying(Struct, frozen=True, dict=True):  # where its texts are remembered
    """What a theme says: its file of strings, the folders that may use them, all folders."""

    file: str
    own: tuple[Path, ...]
    every: tuple[Path, ...]

    @cached_property
    def templates(self) -> str:
        """The templates that may use a string of its own."""
        return _text(self.own, "templates")

    @cached_property
    def scripts(self) -> str:
        """The scripts that may."""
        return _text(self.own, "assets/js")

    @cached_property
    def asked(self) -> frozenset[str]:
        """The groups that templates ask whether they have a word for a code."""
        return frozenset(_CODED.findall(_text(self.every, "templates")))


def read(path: Path) -> source.Mapping:
    """A YAML file of a theme, which must be in order."""
    lines, problems = source.decode(path.name, path.read_bytes())
    front, faults = source.parse_yaml("\n".join(lines))
    if front is None or faults or problems:
        said = "；".join([p.message for p in problems] + [f.message for f in faults])
        raise ThemeBroken(f"{path.parent.name}/{path.name} 读不懂：{said}")
    return front


def strings_of(folders: tuple[Path, ...]) -> Tree:
    """The strings of a theme over those of the themes it extends."""
    merged: Tree = {}
    for place in reversed(range(len(folders))):
        path = folders[place] / "strings" / f"{LANGUAGE}.yaml"
        if path.is_file():
            front, file = read(path), f"themes/{folders[place].name}/strings/{path.name}"
            if merged:
                _see(_Saying(file, folders[: place + 1], folders), front, merged)
            merged = _merged(merged, _plain(file, front))
    return merged


def _plain(file: str, node: source.Mapping) -> Tree:
    plain: Tree = {}
    for key, value in node.entries:
        if isinstance(value, source.Sequence):
            said = f"“{shown(key.text)}”不能是列表，写成一句文字"
            raise ThemeBroken(f"{file} 第 {key.mark.line} 行：{said}")
        plain[key.text] = _plain(file, value) if isinstance(value, source.Mapping) else value.text
    return plain


def _merged(below: Tree, above: Tree) -> Tree:
    both = dict(below)
    for key, value in above.items():
        both[key] = _over(key, both[key], value) if key in both else value
    return both


def _over(key: str, below: Any, above: Any) -> Any:
    """A string over a string, a group over a group; the theme that is extended says which of the two."""
    if isinstance(below, dict) and isinstance(above, dict):
        return _merged(below, above)
    if isinstance(below, dict):
        raise ThemeBroken(f"主题文字“{key}”{_GROUP}")
    if isinstance(above, dict):
        raise ThemeBroken(f"主题文字“{key}”应当是一句文字")
    return above


def group(strings: Tree, name: str) -> Tree:
    """A group of strings; none, if there is none of that name."""
    found = strings.get(name, {})
    if not isinstance(found, dict):
        raise ThemeBroken(f"主题文字“{name}”{_GROUP}")
    return found


# strings that the theme below does not have


def _see(saying: _Saying, node: source.Mapping, below: Tree, above: tuple[str, ...] = ()) -> None:
    """See that each string replaces one of the theme below, or is one that the theme itself uses."""
    for key, value in node.entries:
        here, known = (*above, key.text), below.get(key.text)
        if isinstance(value, source.Mapping) and isinstance(known, dict):
            _see(saying, value, known, here)
        elif known is None and not _used(saying, here):
            name, meant = ".".join(here), nearest(key.text, below)
            hint = f"是不是“{'.'.join((*above, meant))}”？" if meant else ""
            said = (
                f"没有文字“{shown(name)}”，本主题的模板也没有用它，{hint}写错了就改正，多余的就删去"
            )
            raise ThemeBroken(f"{saying.file} 第 {key.mark.line} 行：{said}")


def _used(saying: _Saying, here: tuple[str, ...]) -> bool:
    """Whether a theme has a use for a string of its own, as far as its files name it."""
    name, dotted = re.escape(here[-1]), r"\.".join(map(re.escape, here))
    if re.search(rf"\bt\.{dotted}\b|['\"]{name}['\"]", saying.templates):
        return True
    if here[0] in _SCRIPTED and re.search(rf"\b{name}\b", saying.scripts):
        return True
    return len(here) > 1 and here[0] in saying.asked


def _text(folders: tuple[Path, ...], within: str) -> str:
    return "\n".join(_texts(folders, within))


def _texts(folders: tuple[Path, ...], within: str) -> Iterator[str]:
    for folder in folders:
        for path in sorted((folder / within).rglob("*")):
            if path.is_file():
                yield path.read_text("utf-8", errors="replace")
