"""Which files does the content refer to, and are they there?"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

from sitegen.text import nearest, shown

_DRIVE = re.compile("[A-Za-z]:")


def within(paths: Iterable[str], folder: str) -> tuple[str, ...]:
    """The files below a folder (which ends with a slash), as a record of that folder names them."""
    return tuple(sorted(p.removeprefix(folder) for p in paths if p.startswith(folder)))


def missing(
    file: str, here: tuple[str, ...], where: str, example: str, *, suggest: bool = True
) -> tuple[str, str]:
    """What to say of a file that is not among those that are `here`: the message and the hint.

    `where` is what the folder is called, `example` how one of its files is written; `suggest`: look for
    the one that is most like it, which takes long where many are missing.
    """
    turned = posixpath.normpath(file.replace("\\", "/"))
    if turned in here:
        return f"没有文件“{shown(file)}”", f"写作 {turned}"
    if turned.startswith(("/", "..")) or _DRIVE.match(turned):
        message = f"“{shown(file)}”不在{_spaced(where)}里"
        return message, f"只能引用{_spaced(where)}里的文件，例如 {example}"
    name = posixpath.basename(turned)
    same = next((path for path in here if posixpath.basename(path) == name), "")
    near = same or (nearest(file, here) if suggest else "")
    hint = f"最接近的是“{near}”" if near else f"把文件放进{_spaced(where)}{_below(example)}"
    return f"没有文件“{shown(file)}”", hint


def _spaced(where: str) -> str:
    return f" {where} " if where.endswith("/") else where


def _below(example: str) -> str:
    return "的 files 里" if "/" in example else "里"
