"""Is every time limit understood? What was not read is shown to the editor, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.check.case import Case, Check
from sitegen.check.memory import Findings
from sitegen.deadlines.rules import AfterEvent, EventOffset
from sitegen.digests import sha256
from sitegen.errors import Problem
from sitegen.ledger import limits_of, unconfirmed
from sitegen.memo import between_looks
from sitegen.model import Plan, Task
from sitegen.source import Document
from sitegen.text import listed, nearest, shown

_RAW = "原文照录；在 deadline 的 rules 里用规范的写法说明，或在 notes 里说明为什么读不出"
_SAYS = "换成读得懂的写法（用 sitegen deadline 试读），或改用 date、every"

_NO_EVENT = "时限没有写明从哪件事起算；没有用就删去"


def unread(case: Case) -> Iterator[Problem]:
    """C05: words of a time limit that gave no rule."""
    for task, plan, document in case.tasks():
        yield from _unread(task, plan, document)


@between_looks
def _unread(task: Task, plan: Plan, document: Document) -> tuple[Problem, ...]:
    return tuple(
        document.problem(
            "C05",
            document.at(*one.where),
            f"时限“{shown(one.trouble.raw)}”：{one.trouble.message}",
            _SAYS if "rules" in one.where else _RAW,
        )
        for one in limits_of(task, plan).unread
    )


def unasked(case: Case) -> Iterator[Problem]:
    """C06: words in a task's text that look like a limit and that no editor has decided on."""
    for task, plan, document in case.tasks():
        looked = _looked(task, plan)
        found = case.memory.recall(looked.make, *looked.seen)
        if found:
            yield from looked.told(document, found)


@dataclass(slots=True, eq=False)
class _Looked:
    """A task in which words are looked for that nobody has decided on; what they depend on."""

    task: Task
    plan: Plan
    seen: tuple[str, str]
    _told: tuple[Findings, tuple[Problem, ...]] = ([], ())

    def make(self) -> Findings:
        """Look for them."""
        return [[words] for words in unconfirmed(self.task, self.plan)]

    def told(self, document: Document, found: Findings) -> tuple[Problem, ...]:
        """The problems that were found, as they were told before if there is nothing new."""
        if self._told[0] != found:
            self._told = (found, tuple(_asked(document, words) for (words,) in found))
        return self._told[1]


@between_looks
def _looked(task: Task, plan: Plan) -> _Looked:
    decided = (*task.deadline.confirmed, "\n", *task.deadline.declined) if task.deadline else ()
    said = "\0".join((str(plan.year), task.body, *decided))
    return _Looked(task, plan, ("limits", sha256(said.encode())))


def _asked(document: Document, words: str) -> Problem:
    message = f"原文里的“{shown(words)}”像是时限，还没有认定"
    # the words are known without the white space that they may have in the file
    spaced = re.search(r"\s*".join(map(re.escape, words)), document.body)
    where = document.in_body(spaced[0] if spaced else words)
    return document.problem("C06", where, message, _decide(words))


def _decide(words: str) -> str:
    listed = f"[{shown(words, 80)}]"
    return f"是时限的，在 deadline 下写 confirmed: {listed}；不是的，写 declined: {listed}"


def events(case: Case) -> Iterator[Problem]:
    """C10: what happened is what one of the task's limits waits for, in the same words."""
    for task, plan, document in case.tasks():
        if task.deadline and task.deadline.events:
            yield from _awaited(task, plan, document)


def _awaited(task: Task, plan: Plan, document: Document) -> Iterator[Problem]:
    limits = limits_of(task, plan)
    rules = (limit.rule for limit in limits.limits)
    awaited = (rule.event for rule in rules if isinstance(rule, EventOffset | AfterEvent))
    known = list(filter(None, awaited))
    for place, one in enumerate(task.deadline.events if task.deadline else ()):
        if one.event not in known and (known or not limits.unread):
            message = f"时限等的不是“{shown(one.event)}”，登记的日期不起作用"
            near = nearest(one.event, known)
            hint = f"最接近的是“{near}”" if near else f"照抄时限里的写法：{listed(known)}"
            where = document.at("deadline", "events", place, "event")
            yield document.problem("C10", where, message, hint if known else _NO_EVENT)


CHECKS: tuple[Check, ...] = (unread, unasked, events)
