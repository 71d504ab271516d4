"""The texts that plans were transcribed from, line by line."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from pathlib import Path

from sitegen.errors import Problem
from sitegen.load.draft import Draft
from sitegen.model import Plan
from sitegen.source import read_text
from sitegen.text import nearest, shown

Lines = tuple[str, ...]


def read_sources(content: Path, draft: Draft) -> tuple[dict[str, Lines], tuple[Problem, ...]]:
    """The source lines of each plan that names a source, and the sources that cannot be read."""
    sources: dict[str, Lines] = {}
    problems: list[Problem] = []
    paths = {attachment.path for attachment in draft.tree.attachments}
    for plan, document in draft.of(Plan):
        file = plan.source.file if plan.source else ""
        relative = f"plans/{plan.id}/{file}"
        if relative in paths:
            sources[plan.id], found = read_text(content, relative)
            problems.extend(found)
        elif file:
            where = document.at("source", "file")
            told = _missing(file, _files(paths, f"plans/{plan.id}/"))
            problems.append(document.problem("R09", where, *told))
    return sources, tuple(problems)


def _files(paths: Iterable[str], folder: str) -> tuple[str, ...]:
    return tuple(sorted(p.removeprefix(folder) for p in paths if p.startswith(folder)))


def _missing(file: str, here: tuple[str, ...]) -> tuple[str, str]:
    """What to say of a file that is not in the plan's folder, given the files that are."""
    turned = posixpath.normpath(file.replace("\\", "/"))
    if turned in here:
        return f"没有文件“{shown(file)}”", f"写作 {turned}"
    if turned.startswith(("/", "..")) or re.match("[A-Za-z]:", turned):
        message = f"“{shown(file)}”不在本计划的文件夹里"
        return message, "只能引用本计划文件夹里的文件，例如 files/原文.txt"
    name = posixpath.basename(turned)
    same = next((path for path in here if posixpath.basename(path) == name), "")
    near = same or nearest(file, here)
    hint = f"最接近的是“{near}”" if near else "把文件放进计划文件夹的 files 里"
    return f"没有文件“{shown(file)}”", hint
