"""What must hold between records: one small function per rule; add one to a list below to add a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from sitegen import dates
from sitegen.errors import Location, Problem
from sitegen.load.draft import Draft
from sitegen.load.records import files, numbered, periods, proofs
from sitegen.load.relations import (
    attachments,
    confirmed,
    interpretations,
    requirements,
    terms,
    validity,
)
from sitegen.load.sections import canonical_path, declared_paths
from sitegen.memo import between_looks
from sitegen.model import Department, Domain, Government, Plan, Task
from sitegen.source import Document
from sitegen.text import bare_number, listed, nearest, shown, unquoted

DEEPEST = 9  # levels of categories

_FOLDER = 0.7  # how alike the name of a folder must be to be taken for a slip


def _site_file(draft: Draft) -> Iterator[Problem]:
    if not any(document.kind.name == "site" for document in _beside_plans(draft)):
        place = Location("content/site.yaml")
        if not _is_misnamed(draft, "content/site"):
            yield Problem(
                "R10",
                place,
                "没有站点文件 content/site.yaml",
                "新建这个文件，至少写 title、description、organisation、base_url；或者用 sitegen init 建一个来改",
            )


def _is_misnamed(draft: Draft, stem: str) -> bool:
    """Whether another problem already says that this file is there, but not as it should be."""
    paths = (problem.location.path.casefold() for problem in draft.tree.problems)
    return any(path.startswith(f"{stem}.") for path in paths)


def _beside_plans(draft: Draft) -> Iterator[Document]:
    """The documents that are neither plans nor belong to one."""
    for folder in draft.tree.folders:
        yield from () if folder.plan else folder.documents


def _plan_of_its_parts(draft: Draft) -> Iterator[Problem]:
    for folder in draft.tree.folders:
        plan, parts = folder.plan, folder.documents
        orphans = plan and parts and all(part.kind.name != "plan" for part in parts)
        if orphans and not _is_misnamed(draft, f"content/plans/{plan}/index"):
            yield _orphaned(plan, parts)


def _orphaned(plan: str, documents: tuple[Document, ...]) -> Problem:
    tasks = sum(document.kind.name == "task" for document in documents)
    what = f"{tasks} 项任务" if tasks else f"{len(documents)} 份凭证"
    message = f"文件夹 plans/{plan} 里有 {what}，但没有计划文件 index.md"
    hint = f"新建 content/plans/{plan}/index.md"
    return Problem("R03", Location(documents[0].path), message, hint)


def _years(draft: Draft) -> Iterator[Problem]:
    for plan, document in draft.of(Plan):
        if plan.year not in dates.YEARS:
            message = f"“year”写的 {plan.year} 不会是计划年度"
            hint = "写四位数的年份，例如 2026"
            yield document.problem("M07", document.at("year"), message, hint)


def _numbers(draft: Draft) -> Iterator[Problem]:
    first: dict[tuple[str, str], Document] = {}
    for task, document in draft.of(Task):
        before = first.setdefault((task.plan, bare_number(task.number)), document)
        if before is not document:
            message = f"序号“{shown(task.number)}”与 {before.path} 重复"
            hint = "照原文改正其中一个序号，或删去重复的一项任务"
            yield document.problem("R04", document.at("number"), message, hint)


def _quoted(draft: Draft) -> Iterator[Problem]:
    for task, document in draft.of(Task):
        bare = unquoted(task.number)
        if bare != task.number:
            message = f"序号带着中文引号：{shown(task.number)}"
            hint = f'写作 number: "{shown(bare)}"'
            yield document.problem("M13", document.at("number"), message, hint)


def _missing_numbers(draft: Draft) -> Iterator[Problem]:
    plans = [(plan, document) for plan, document in draft.of(Plan) if plan.missing]
    tasks = draft.of(Task) if plans else ()
    used = {(task.plan, task.number): document for task, document in tasks}
    for plan, document in plans:
        for index, missing in enumerate(plan.missing):
            task = used.get((plan.id, missing.number))
            if task:
                message = f"序号“{shown(missing.number)}”登记为缺号，但已有任务 {task.path}"
                where = document.at("missing", index, "number")
                yield document.problem("R07", where, message, "删去 missing 里的这一条")


def _names(draft: Draft) -> Iterator[Problem]:
    first: dict[tuple[str, str], Document] = {}
    named: tuple[tuple[Government | Department | Domain, Document], ...] = (
        *draft.of(Government),
        *draft.of(Department),
        *draft.of(Domain),
    )
    for record, document in named:
        before = first.setdefault((document.kind.name, record.name), document)
        if before is not document:
            message = f"名称“{shown(record.name)}”与 {before.path} 重复"
            hint = "改成不同的全称，或删去重复的文件"
            yield document.problem("R05", document.at("name"), message, hint)


def _government_of_folder(draft: Draft) -> Iterator[Problem]:
    governments = {doc.id for doc in _beside_plans(draft) if doc.kind.name == "government"}
    known = governments | {ident for kind, ident in draft.tree.unread if kind == "government"}
    folders: dict[tuple[str, str], list[Document]] = {}
    for document in _beside_plans(draft):
        if document.kind.name in {"department", "document"}:
            folder = document.id.partition("/")[0]
            if folder not in known:
                folders.setdefault((document.kind.name, folder), []).append(document)
    for (_, folder), documents in folders.items():
        yield _unknown_folder(folder, documents, governments)


def _unknown_folder(folder: str, documents: list[Document], governments: set[str]) -> Problem:
    file = f"content/governments/{folder}.yaml"
    message = f"没有政府文件 {file}（文件夹里有 {len(documents)} 个文件）"
    near = nearest(folder, governments, _FOLDER)
    hint = f"文件夹名是不是“{near}”？" if near else f"先为这个政府建档：新建 {file}"
    return Problem("R01", Location(documents[0].path), message, hint)


class _Relation(Struct, frozen=True):
    """A key whose records may not lead back to where they came from; what is said if they do."""

    kind: type[Department | Government]
    key: str
    said: str
    hint: str


_NO_RINGS = (
    _Relation(Department, "members", "的成员里又包含它自己", "从 members 里删去它"),
    _Relation(
        Department,
        "successor",
        "的职责又由它自己承接",
        "改写承接它的另一个部门；没有就删去 successor",
    ),
    _Relation(Government, "parent", "的上级政府又是它自己", "改写真正的上级；没有就删去 parent"),
)


def _rings(draft: Draft) -> Iterator[Problem]:
    for relation in _NO_RINGS:
        further = {record.id: _named(record, relation.key) for record, _ in draft.of(relation.kind)}
        for record, document in draft.of(relation.kind):
            if record.id in _reached(further[record.id], further):
                message, where = f"“{shown(record.name)}”{relation.said}", document.at(relation.key)
                yield document.problem("R08", where, message, relation.hint)


def _named(record: Department | Government, key: str) -> tuple[str, ...]:
    """The ids under a key, which holds one or several."""
    held: str | tuple[str, ...] = getattr(record, key)
    return (held,) if isinstance(held, str) else held


def _reached(start: Iterable[str], further: Mapping[str, tuple[str, ...]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(start)
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting.extend(further.get(one, ()))
    return reached


def _members(draft: Draft) -> Iterator[Problem]:
    for department, document in draft.of(Department):
        if department.members and department.kind != "group":
            message = f"“{shown(department.name)}”是单个单位，却写了成员"
            hint = "一类单位要写 kind: group；单个单位就删去 members"
            yield document.problem("R11", document.at("members"), message, hint)


def _sections(draft: Draft) -> Iterator[Problem]:
    declared = {plan.id: plan.sections for plan, _ in draft.of(Plan)}
    right: set[tuple[str, tuple[str, ...]]] = set()  # many tasks stand in one category
    for task, document in draft.of(Task):
        here = (task.plan, task.section)
        if here in right:
            continue
        sections = declared.get(task.plan, ())
        if len(task.section) > DEEPEST:
            message = f"类别写了 {len(task.section)} 层，最多 {DEEPEST} 层"
            hint = "从大类到小类，一层写一项"
            yield document.problem("R06", document.at("section"), message, hint)
        elif sections and canonical_path(sections, task.section) is None:
            known = ["／".join(path) for path in declared_paths(sections)]
            yield _no_section(document, task.section, known)
        else:
            right.add(here)


def _no_section(document: Document, section: tuple[str, ...], known: list[str]) -> Problem:
    if not section:
        hint = f"照原文写上 section；计划的类别有：{listed(known)}"
        return Problem("R06", Location(document.path), "没有写类别（section）", hint)
    written = "／".join(section)
    near = nearest(written, known)
    hint = f"最接近的是“{near}”" if near else f"计划的类别有：{listed(known)}"
    message = f"计划里没有类别“{shown(written)}”"
    return document.problem("R06", document.at("section"), message, hint)


def broken(draft: Draft, parts: Iterable[Draft]) -> Iterator[Problem]:
    """What the rules find in all that was read, and in its parts: the drafts of each folder."""
    for part in parts:
        yield from _broken_in(part)
    for rule in RULES:
        yield from rule(draft)


@between_looks
def _broken_in(part: Draft) -> tuple[Problem, ...]:
    return tuple(problem for rule in RULES_OF_A_FOLDER for problem in rule(part))


Rule = Callable[[Draft], Iterator[Problem]]

# these ask for nothing beyond the folder of a plan
RULES_OF_A_FOLDER: tuple[Rule, ...] = (
    _years,
    _numbers,
    _quoted,
    _missing_numbers,
    _sections,
    periods,
    proofs,
    confirmed,
)
RULES: tuple[Rule, ...] = (
    _site_file,
    _plan_of_its_parts,
    _names,
    _government_of_folder,
    _rings,
    _members,
    numbered,
    files,
    requirements,
    interpretations,
    validity,
    terms,
    attachments,
)
