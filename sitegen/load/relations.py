"""What must hold of requirements, policy documents and confirmed limits, which refer to others."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.deadlines.rules import offset_of
from sitegen.errors import Problem
from sitegen.load.draft import Draft, Entry
from sitegen.load.files import missing, within
from sitegen.load.records import SUGGESTIONS, twice
from sitegen.memo import between_looks
from sitegen.model import Deadline, DeadlineRule, Department, PolicyDocument, Requirement, Task
from sitegen.source import Document
from sitegen.text import nearest, shown, squeeze

_FEWEST = 2  # plans that a requirement links


def requirements(draft: Draft) -> Iterator[Problem]:
    """R17: a requirement names tasks that exist, each once, of two plans or more."""
    if not draft.entries_of(Requirement):
        return
    known = {doc.id for doc in draft.tree.documents if doc.kind.name == "task"}
    known |= {ident for kind, ident in draft.tree.unread if kind == "task"}
    left = SUGGESTIONS
    for requirement, document in draft.of(Requirement):
        yield from twice(document, "tasks", requirement.tasks)
        unknown = [(i, t) for i, t in enumerate(requirement.tasks) if t not in known]
        for place, task in unknown:
            left -= 1
            hint = _near(task, known) if left >= 0 else ""
            message = f"没有任务“{shown(task)}”"
            yield document.problem("R17", document.at("tasks", place), message, hint)
        plans = {task.partition("/")[0] for task in requirement.tasks}
        if len(plans) < _FEWEST and not unknown:
            message, hint = "所列任务都在同一份计划里", "补上其他计划中的同一要求，或删去这个文件"
            yield document.problem("R17", document.at("tasks"), message, hint)


def _near(task: str, known: set[str]) -> str:
    plan, _, file = task.removesuffix(".md").partition("/")
    exact = f"{plan}/{file.rpartition('/')[2]}"
    if exact in known:
        return f"写作 {exact}"
    here = {one for one in known if one.startswith(f"{plan}/")}
    near = nearest(task, here or known)
    return f"最接近的是“{near}”" if near else "写作 计划文件夹名/任务文件名，例如 shili-2026/004"


# policy documents


def interpretations(draft: Draft) -> Iterator[Problem]:
    """R18: only interpretations interpret, and what they interpret are policy documents."""
    policies = {policy.id: policy for policy, _ in draft.of(PolicyDocument)}
    for record, document in draft.of(PolicyDocument):
        if record.kind == "policy" and record.interprets:
            hint = "是解读就写 kind: interpretation；是政策文件就删去 interprets"
            message = "政策文件写了所解读的文件"
            yield document.problem("R18", document.at("interprets"), message, hint)
            continue
        for place, target in enumerate(record.interprets):
            other = policies.get(target)
            if other and other.kind == "interpretation":
                message = "解读了它自己" if other is record else f"“{shown(other.title)}”也是解读"
                where = document.at("interprets", place)
                yield document.problem("R18", where, message, "写所解读的政策文件的标题或文号")


def validity(draft: Draft) -> Iterator[Problem]:
    """R19: what a document says of its being in force agrees with itself on whichever day.

    What time makes wrong, or what is not said at all, is for the check before publication (B03).
    """
    policies = {policy.id: policy for policy, _ in draft.of(PolicyDocument)}
    for record, document in draft.of(PolicyDocument):
        by = policies.get(record.repealed_by)
        for key, message, hint in (*_in_force(record), *_by(record, by), *_order(record)):
            yield document.problem("R19", document.at(key), message, hint)


Told = Iterator[tuple[str, str, str]]


def _in_force(record: PolicyDocument) -> Told:
    """A document in force may say on which day it will be over; without a day it is over already."""
    if record.validity == "有效" and record.repealed_by and not record.repealed_on:
        hint = "已经废止就写 validity: 废止；将来才废止就加上 repealed_on；仍然有效就删去这一行"
        yield "repealed_by", "文件有效，却写了废止它的文件，没有写废止日期", hint


def _by(record: PolicyDocument, by: PolicyDocument | None) -> Told:
    if by is record:
        yield "repealed_by", "文件废止了它自己", "写宣布废止或取代它的那份文件"
    elif by and by.kind == "interpretation":
        hint = "写宣布废止或取代它的政策文件"
        yield "repealed_by", f"“{shown(by.title)}”是解读，不能废止文件", hint


def _order(record: PolicyDocument) -> Told:
    """A document is not over before it was made, nor published before that."""
    made = record.issued
    later = {"published": "发布日期", "valid_until": "有效期截止日期", "repealed_on": "废止日期"}
    for key, words in later.items():
        day = getattr(record, key)
        if made and day and day < made:
            yield key, f"{words}（{day}）早于成文日期（{made}）", "改正其中一个日期"


def terms(draft: Draft) -> Iterator[Problem]:
    """R19: a department is not over before it began."""
    for unit, document in draft.of(Department):
        if unit.valid_from and unit.valid_until and unit.valid_until < unit.valid_from:
            message = f"撤销日期（{unit.valid_until}）早于设立日期（{unit.valid_from}）"
            where = document.at("valid_until")
            yield document.problem("R19", where, message, "改正其中一个日期")


def attachments(draft: Draft) -> Iterator[Problem]:
    """R09: the attachments of a policy document are in the files folder beside it."""
    paths = {found.path for found in draft.tree.attachments}
    left = SUGGESTIONS
    for record, document in draft.of(PolicyDocument):
        folder = f"documents/{record.government}/files/"
        yield from twice(document, "attachments", record.attachments)
        for place, file in enumerate(record.attachments):
            if folder + file not in paths:
                left -= 1
                here = within(paths, folder)
                told = missing(file, here, f"content/{folder}", "附件.pdf", suggest=left >= 0)
                yield document.problem("R09", document.at("attachments", place), *told)


# limits that an editor confirmed or wrote

MOST_LIMITS = (
    50  # of a task; each may fall on fifty days of a year, and each day stands on many pages
)


def confirmed(draft: Draft) -> Iterator[Problem]:
    """R20, R22, S10: what an editor says of limits stands in the wording, is well-formed, is not endless."""
    for entry in draft.entries_of(Task):
        yield from _of_limits(entry)


@between_looks
def _of_limits(entry: Entry) -> tuple[Problem, ...]:
    task, document = entry.record, entry.document
    if not (isinstance(task, Task) and task.deadline):
        return ()
    return (
        *_too_many(task.deadline, document),
        *_ill_formed(task.deadline, document),
        *_not_said(task, document, "confirmed", task.deadline.confirmed),
        *_not_said(task, document, "declined", task.deadline.declined),
    )


def _too_many(said: Deadline, document: Document) -> Iterator[Problem]:
    for key, limits in (("rules", said.rules), ("confirmed", said.confirmed)):
        if len(limits) > MOST_LIMITS:
            message = f"“{key}”里有 {len(limits)} 条时限，最多 {MOST_LIMITS} 条"
            yield document.problem("S10", document.at("deadline", key), message, "删去重复的时限")


def _ill_formed(said: Deadline, document: Document) -> Iterator[Problem]:
    """R22: an editor's rule says one thing in one way, and how long in words that are known."""
    for place, rule in enumerate(said.rules):
        ways = [key for key in ("says", "every", "date") if getattr(rule, key)]
        where = document.at("deadline", "rules", place)
        if len(ways) > 1:
            message, hint = f"一条里写了 {'、'.join(ways)}", "只留一种；是几条时限的，分成几条"
            yield document.problem("R22", where, message, hint)
        elif not ways:
            message, hint = "没有写 says、every 或 date", "写其中一种，例如 date: 2026-09-10"
            yield document.problem("R22", where, message, hint)
        elif rule.within:
            yield from _within(rule, document, place)


def _within(rule: DeadlineRule, document: Document, place: int) -> Iterator[Problem]:
    where = document.at("deadline", "rules", place, "within")
    if rule.every is None:
        hint = "删去 within；要说每期之后多久，用 every 和 within"
        yield document.problem("R22", where, "within 只与 every 同写", hint)
    elif not offset_of(rule.within):
        message = f"“within”不能是“{shown(rule.within)}”"
        yield document.problem("R22", where, message, "写作 20 days 或 10 working days")


def _not_said(
    task: Task, document: Document, key: str, words: tuple[str, ...]
) -> Iterator[Problem]:
    body = squeeze(task.body)
    for place, one in enumerate(words):
        if squeeze(one) not in body:
            message = f"任务原文里没有“{shown(one)}”"
            hint = "照抄任务正文里的一段；完成时限栏里的写法写在 raw"
            yield document.problem("R20", document.at("deadline", key, place), message, hint)
