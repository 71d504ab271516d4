"""Imports into a small site, and what came of them, short enough to compare."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sitegen.exchange.drafting import Drafted
from sitegen.exchange.importing import Imported, Order, import_plan
from tests.conftest import Site
from tests.exchange import pictures

Draw = Callable[[Path, str], Path]
FORMS: dict[str, Draw] = {
    "xlsx": pictures.xlsx,
    "docx": pictures.word,
    "csv": pictures.comma,
    "xls": pictures.xls,
}
every_form = pytest.mark.parametrize("form", FORMS)


def draw(site: Site, form: str, picture: str) -> Path:
    """A table drawn as text, written in one of the forms."""
    return FORMS[form](site.folder / f"table.{form}", picture)


def txt(site: Site, text: str, name: str = "a.txt") -> Path:
    """A text as an editor saved it."""
    path = site.folder / name
    path.write_text(text, "utf-8")
    return path


PLAN = "shili-2027"


def bring(site: Site, file: Path, **more: Any) -> Imported:
    """Import a file as the plan shili-2027 of 示例市."""
    options = {"plan": PLAN, "government": "示例市", "year": 2027, **more}
    return import_plan(Order(site.folder, file, **options))


def short(task: Drafted) -> tuple[str, str, str, str, str]:
    """Number, categories, wording, units and limit of a task, as text."""
    section, body = "／".join(task.section), task.body.replace("\n\n", "¶")
    return task.number, section, body, task.raw, task.deadline


def shorts(outcome: Imported) -> list[tuple[str, str, str, str, str]]:
    """All tasks of an import in short."""
    return [short(task) for task in outcome.draft.tasks]


def roles(task: Drafted) -> dict[str, list[str]]:
    """The units of a task by role, without the government's id."""
    return {role: [unit.partition("/")[2] for unit in units] for role, units in task.roles}


def remarks(outcome: Imported, kind: str = "") -> list[tuple[str, str]]:
    """What is to be looked at: address and text, of one kind or of all."""
    return [(r.address, r.text) for r in outcome.draft.remarks if kind in {"", r.kind}]
