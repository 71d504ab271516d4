"""What does an import change in the files that are there? What the table changed; never an editor's work.

For each part of a task three values are compared: what was imported last, what the file says, and
what the table says now. What an editor changed stays, unless the part is named in --overwrite.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from sitegen.exchange.drafting import Draft, Drafted
from sitegen.exchange.parts import PARTS, Scope, digest, drafted, written
from sitegen.exchange.taskfiles import changed_file, new_file
from sitegen.source import Document
from sitegen.text import squeeze

What = Literal["new", "changed", "kept", "conflict", "gone"]
# proposals and remarks, which an editor's own stand above without a word
_OURS = frozenset({"domains", "notes"})
Last = Mapping[str, Mapping[str, str]]


class Change(Struct, frozen=True):
    """What an import does to a part of a task, or to a task as a whole."""

    what: What
    key: str
    number: str
    part: str = ""


class Merged(Struct, frozen=True):
    """The files to write by name, what changes, and what to remember for the next import."""

    files: Mapping[str, str]
    changes: tuple[Change, ...]
    last: Last


def merge(
    draft: Draft, there: Mapping[str, Document], last: Last, scope: Scope, overwrite: frozenset[str]
) -> Merged:
    """A draft over the tasks that are there, by the names of their files."""

    def labels(unit: str) -> str:
        return scope.register.label(scope.government, unit)

    files: dict[str, str] = {}
    changes: list[Change] = []
    remember: dict[str, dict[str, str]] = {}
    tasks = _aligned(draft, there)
    for task in tasks:
        document = there.get(task.key)
        values = {part: digest(value) for part, value in drafted(task, scope).items()}
        remember[task.key] = values
        if document is None:
            files[task.key] = new_file(task, labels)
            changes.append(Change("new", task.key, task.number))
            continue
        now = {part: digest(value) for part, value in written(document, scope).items()}
        taken = _taken(task, (values, now, last.get(task.key, {})), overwrite, changes)
        if taken:
            files[task.key] = changed_file(document, task, taken, labels)
    kept = {task.key for task in tasks}
    changes += [Change("gone", key, key) for key in there if key not in kept and key in last]
    return Merged(files, tuple(changes), remember)


def _taken(
    task: Drafted,
    values: tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]],
    overwrite: frozenset[str],
    changes: list[Change],
) -> set[str]:
    """The parts of a task that are written anew; what is left is noted."""
    new, now, last = values
    taken = set()
    for part in PARTS:
        if new[part] == now[part] or (part in _OURS and part not in last and part not in overwrite):
            continue
        if part in overwrite or last.get(part) == now[part]:
            taken.add(part)
            changes.append(Change("changed", task.key, task.number, part))
        else:
            what: What = "kept" if last.get(part) == new[part] else "conflict"
            changes.append(Change(what, task.key, task.number, part))
    return taken


def _aligned(draft: Draft, there: Mapping[str, Document]) -> Sequence[Drafted]:
    """The drafted tasks under the names of the files that they are already in."""
    if not there:
        return draft.tasks
    if draft.ours:
        return _by_wording(draft.tasks, there)
    keys = {_number(document): key for key, document in there.items()}
    used = set(keys.values())
    return [
        replace(task, key=keys.get(task.number) or _free(task.key, used)) for task in draft.tasks
    ]


def _number(document: Document) -> str:
    node = document.front.get("number")
    return getattr(node, "text", "")


def _free(key: str, used: set[str]) -> str:
    while key in used:
        key += "-x"
    used.add(key)
    return key


def _by_wording(tasks: Sequence[Drafted], there: Mapping[str, Document]) -> list[Drafted]:
    """Rows without numbers of their own keep those they got: a row put between gets a number between."""
    keys = list(there)
    bodies = [squeeze(document.body) for document in there.values()]
    matcher = SequenceMatcher(None, bodies, [squeeze(task.body) for task in tasks], autojunk=False)
    placed: list[Drafted] = []
    for _, old, old_end, new, new_end in matcher.get_opcodes():
        free = keys[old:old_end]
        for task in tasks[new:new_end]:
            if free:
                key = free.pop(0)
                placed.append(replace(task, key=key, number=_number(there[key])))
            else:
                placed.append(_between(task, placed, {*keys, *(t.key for t in placed)}))
    return placed


def _between(task: Drafted, placed: Sequence[Drafted], used: set[str]) -> Drafted:
    base, number = (placed[-1].key, placed[-1].number) if placed else ("00", "0")
    part = 1
    while f"{base}-{part}" in used:
        part += 1
    return replace(task, key=f"{base}-{part}", number=f"{number}-{part}")
