"""What does an import change in the files that are there? What the table changed; never an editor's work.

For each part of a task three values are compared: what was imported last, what the file says, and
what the table says now. What an editor changed stays, unless the part is named in --overwrite.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from sitegen.exchange.alignment import Last, Match, PlanBefore, aligned, number_of
from sitegen.exchange.drafting import Drafted, PlanDraft
from sitegen.exchange.parts import PARTS, Scope, digest, drafted, written
from sitegen.exchange.taskfiles import LINE, changed_file, line_of, new_file, without_line

What = Literal["new", "moved", "placed", "shifted", "changed", "kept", "conflict", "gone"]
# proposals and remarks, which an editor's own stand above without a word
_OURS = frozenset({"domains", "notes"})


class TaskChange(Struct, frozen=True):
    """What an import does to a part of a task, or to a task as a whole."""

    what: What
    key: str
    number: str
    part: str = ""


class Merged(Struct, frozen=True):
    """The tasks in their files, the files to write by name, what changes, what to remember, new numbers."""

    tasks: Sequence[Drafted]
    files: Mapping[str, str]
    changes: tuple[TaskChange, ...]
    last: Last
    numbers: Mapping[str, str]


class Wish(Struct, frozen=True):
    """What an editor said about the merge: the parts in which the table wins, how tasks are matched.

    `counted`: the text that lines point into is written, so that all of them are counted anew.
    """

    overwrite: frozenset[str] = frozenset()
    match: Match = ""
    counted: bool = False


def merge(draft: PlanDraft, before: PlanBefore, scope: Scope, wish: Wish) -> Merged:
    """A draft over the tasks that are there, by the names of their files."""

    def labels(unit: str) -> str:
        return scope.register.label(scope.government, unit)

    there, last = before.there, before.last
    files: dict[str, str] = {}
    remember: dict[str, dict[str, str]] = {}
    found = aligned(draft, before, wish.match)
    changes = [TaskChange("moved", one.key, f"{one.old}→{one.new}") for one in found.moved]
    changes += [TaskChange("placed", key, number_of(there[key])) for key in found.placed]
    changes += [TaskChange("shifted", key, number_of(there[key])) for key in found.shifted]
    # a number that a task has in the table and another one in its file is what was asked about
    overwrite = wish.overwrite | ({"number"} if found.moved else frozenset())
    for task in found.tasks:
        document = there.get(task.key)
        values = {part: digest(value) for part, value in drafted(task, scope).items()}
        remember[task.key] = values
        if document is None:
            files[task.key] = new_file(task, labels)
            changes.append(TaskChange("new", task.key, task.number))
            continue
        now = {part: digest(value) for part, value in written(document, scope).items()}
        taken = _taken(task, (values, now, last.get(task.key, {})), overwrite, changes)
        taken |= {LINE} if wish.counted and line_of(document) != str(task.line) else set()
        if taken:
            files[task.key] = changed_file(document, task, taken, labels)
    kept = {task.key for task in found.tasks}
    if wish.counted:
        left = {key: document for key, document in there.items() if key not in kept}
        files |= {key: without_line(one) for key, one in left.items() if line_of(one)}
    changes += [TaskChange("gone", key, key) for key in there if key not in kept and key in last]
    numbers = {one.old: one.new for one in found.moved}
    return Merged(found.tasks, files, tuple(changes), remember, numbers)


def _taken(
    task: Drafted,
    values: tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]],
    overwrite: frozenset[str],
    changes: list[TaskChange],
) -> set[str]:
    """The parts of a task that are written anew; what is left is noted."""
    new, now, last = values
    taken = set()
    for part in PARTS:
        if new[part] == now[part] or (part in _OURS and part not in last and part not in overwrite):
            continue
        if part in overwrite or last.get(part) == now[part]:
            taken.add(part)
            changes.append(TaskChange("changed", task.key, task.number, part))
        else:
            what: What = "kept" if last.get(part) == new[part] else "conflict"
            changes.append(TaskChange(what, task.key, task.number, part))
    return taken
