"""Is every time limit understood? What was not read is shown to the editor, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.check.case import Case, Check
from sitegen.check.memory import Found
from sitegen.errors import Location, Problem
from sitegen.ledger import limits_of, unconfirmed
from sitegen.model import Plan, Task
from sitegen.source import Document
from sitegen.text import shown


def unread(case: Case) -> Iterator[Problem]:
    """C05: words of a time limit that gave no rule."""
    plans = {plan.id: plan for plan in case.site.plans}
    for task in case.site.tasks:
        document = case.site.document(task)
        for trouble in limits_of(task, plans[task.plan]).troubles:
            where = _place(document, task, trouble.raw)
            message = f"时限“{shown(trouble.raw)}”：{trouble.message}"
            hint = (
                "原文照录；在 deadline 的 rules 里用规范的写法说明，或在 notes 里说明为什么读不出"
            )
            yield document.problem("C05", where, message, hint)


def unasked(case: Case) -> Iterator[Problem]:
    """C06: words in a task's text that look like a limit and that no editor has decided on."""
    plans = {plan.id: plan for plan in case.site.plans}
    for task in case.site.tasks:
        document = case.site.document(task)
        for (words,) in _undecided(case, task, plans[task.plan]):
            message = f"原文里的“{shown(words)}”像是时限，还没有认定"
            # the words are known without the white space that they may have in the file
            spaced = re.search(r"\s*".join(map(re.escape, words)), document.body)
            where = document.in_body(spaced[0] if spaced else words)
            yield document.problem("C06", where, message, _decide(words))


def _undecided(case: Case, task: Task, plan: Plan) -> Found:
    decided = (*task.deadline.confirmed, "\n", *task.deadline.declined) if task.deadline else ()
    seen = ("limits", str(plan.year), task.body, *decided)
    return case.memory.recall(lambda: [[words] for words in unconfirmed(task, plan)], *seen)


def _decide(words: str) -> str:
    listed = f"[{shown(words, 80)}]"
    return f"是时限的，在 deadline 下写 confirmed: {listed}；不是的，写 declined: {listed}"


def _place(document: Document, task: Task, words: str) -> Location:
    """Where the words stand among the limits of a task."""
    confirmed = task.deadline.confirmed if task.deadline else ()
    for place, one in enumerate(confirmed):
        if words and words in one:
            return document.at("deadline", "confirmed", place)
    return document.at("deadline", "raw" if task.deadline and task.deadline.raw else "rules")


CHECKS: tuple[Check, ...] = (unread, unasked)
