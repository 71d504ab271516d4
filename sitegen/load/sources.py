"""The texts that plans were transcribed from, line by line."""

from __future__ import annotations

from pathlib import Path

from sitegen.errors import Problem
from sitegen.load.draft import Draft
from sitegen.load.files import missing, within
from sitegen.model import Plan
from sitegen.source import read_text

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
            here = within(paths, f"plans/{plan.id}/")
            told = missing(file, here, "本计划文件夹", "files/原文.txt")
            problems.append(document.problem("R09", where, *told))
    return sources, tuple(problems)
