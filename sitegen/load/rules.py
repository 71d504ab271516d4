"""What must hold between records: one small function per rule; add one to RULES to add a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from sitegen.errors import Location, Problem
from sitegen.load.draft import Draft
from sitegen.load.sections import section_paths
from sitegen.model import Department, Domain, Government, Plan, Task
from sitegen.source import Document
from sitegen.text import nearest


def _site_file(draft: Draft) -> Iterator[Problem]:
    if not any(document.kind.name == "site" for document in draft.tree.documents):
        place = Location("content/site.yaml")
        if not any(problem.location.path == place.path for problem in draft.tree.problems):
            yield Problem("R10", place, "没有站点文件 content/site.yaml")


def _plan_of_task(draft: Draft) -> Iterator[Problem]:
    plans = {doc.id for doc in draft.tree.documents if doc.kind.name == "plan"}
    broken = {problem.location.path for problem in draft.tree.problems}
    orphans: dict[str, list[Document]] = {}
    for document in draft.tree.documents:
        plan = document.id.split("/")[0]
        if document.kind.name == "task" and plan not in plans:
            orphans.setdefault(plan, []).append(document)
    for plan, documents in orphans.items():
        index = f"content/plans/{plan}/index.md"
        if index not in broken:
            message = f"文件夹 plans/{plan} 里有 {len(documents)} 项任务，但没有计划文件 index.md"
            yield Problem("R03", Location(documents[0].path), message, f"新建 {index}")


def _numbers(draft: Draft) -> Iterator[Problem]:
    first: dict[tuple[str, str], Document] = {}
    for task, document in draft.of(Task):
        before = first.setdefault((task.plan, task.number), document)
        if before is not document:
            message = f"序号“{task.number}”与 {before.path} 重复"
            yield document.problem("R04", document.at("number"), message)


def _missing_numbers(draft: Draft) -> Iterator[Problem]:
    used = {(task.plan, task.number) for task, _ in draft.of(Task)}
    for plan, document in draft.of(Plan):
        for index, missing in enumerate(plan.missing):
            if (plan.id, missing.number) in used:
                message = f"序号“{missing.number}”登记为缺号，但已有这个序号的任务"
                where = document.at("missing", index, "number")
                yield document.problem("R07", where, message)


def _names(draft: Draft) -> Iterator[Problem]:
    first: dict[tuple[str, str], Document] = {}
    for entry in draft.entries:
        record, document = entry.record, entry.document
        if isinstance(record, Government | Department | Domain):
            before = first.setdefault((document.kind.name, record.name), document)
            if before is not document:
                message = f"名称“{record.name}”与 {before.path} 重复"
                yield document.problem("R05", document.at("name"), message)


def _government_of_department(draft: Draft) -> Iterator[Problem]:
    governments = {doc.id for doc in draft.tree.documents if doc.kind.name == "government"}
    governments |= {ident for kind, ident in draft.tree.unread if kind == "government"}
    for department, document in draft.of(Department):
        if department.government not in governments:
            message = f"没有政府文件 content/governments/{department.government}.yaml"
            near = nearest(department.government, governments)
            hint = f"最接近的是“{near}”" if near else ""
            yield document.problem("R01", Location(document.path), message, hint)


def _groups(draft: Draft) -> Iterator[Problem]:
    members = {department.id: department.members for department, _ in draft.of(Department)}
    for department, document in draft.of(Department):
        if department.id in _reached(department.members, members):
            message = f"“{department.name}”的成员里又包含它自己"
            yield document.problem("R08", document.at("members"), message)


def _reached(start: Iterable[str], members: Mapping[str, tuple[str, ...]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(start)
    while waiting:
        unit = waiting.pop()
        if unit not in reached:
            reached.add(unit)
            waiting.extend(members.get(unit, ()))
    return reached


def _sections(draft: Draft) -> Iterator[Problem]:
    declared = {plan.id: section_paths(plan.sections) for plan, _ in draft.of(Plan)}
    for task, document in draft.of(Task):
        paths = declared.get(task.plan)
        if paths and task.section not in paths:
            shown = "／".join(task.section) or "（无）"
            near = nearest(shown, ("／".join(path) for path in paths))
            hint = f"最接近的是“{near}”" if near else ""
            message = f"计划里没有类别“{shown}”"
            yield document.problem("R06", document.at("section"), message, hint)


RULES: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
    _site_file,
    _plan_of_task,
    _numbers,
    _missing_numbers,
    _names,
    _government_of_department,
    _groups,
    _sections,
)
