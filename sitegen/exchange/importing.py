"""From a file to the records of a plan: read, find the tables, draft, merge, check, write all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct, structs

from sitegen import schema
from sitegen.exchange import evidence, merging, newunits, planfile, review
from sitegen.exchange.alignment import Match, PlanBefore
from sitegen.exchange.contents import Contents, contents
from sitegen.exchange.drafting import DraftedFor, PlanDraft, draft, settled, without_lines
from sitegen.exchange.faults import USABLE, Refused
from sitegen.exchange.imprint import differing, fitting
from sitegen.exchange.mapping import Mapped, mapping_text, read_mapping
from sitegen.exchange.parts import Scope, plain
from sitegen.exchange.register import Register, register
from sitegen.exchange.remembering import Remembered, last_import, remembered
from sitegen.exchange.skeletons import KINDS_BY_NAME
from sitegen.exchange.transcript import Kept, Transcript, keeping, standing
from sitegen.names import Names
from sitegen.source import Document, Folder, usable
from sitegen.source.document import parse
from sitegen.write import replace_all


class Order(Struct, frozen=True):
    """What an editor asked for on the command line."""

    project: Path
    file: Path
    plan: str
    government: str
    mapping: Path | None = None
    sheets: tuple[str, ...] = ()
    year: int | None = None
    overwrite: frozenset[str] = frozenset()
    match: Match = ""
    new_departments: bool = False
    dry_run: bool = False


class Imported(Struct, frozen=True):
    """What an import did or would do: files by path in the project, and what to look at."""

    files: Mapping[str, str]
    draft: PlanDraft
    changes: tuple[merging.TaskChange, ...]
    folder: str
    units: int
    told: tuple[str, ...]  # what of the document was filled in, where its text is kept or why not


class _Plan(Struct, frozen=True):
    known: Register
    government: str
    draft: PlanDraft
    facts: planfile.Facts
    last: Remembered
    kept: Kept


def import_plan(order: Order) -> Imported:
    """Import a file as a plan; raises Refused, having written nothing, where that cannot be done."""
    if not usable(order.plan):
        hint = f"{USABLE}，例如 panzhihua-2017"
        raise Refused("E08", f"计划标识不能是“{order.plan}”", hint)
    known = register(order.project / "content")
    government = known.government(order.government, order.plan)
    read = contents(order.file, order.plan, order.sheets, _said(order))
    facts = _facts(order, read)
    known, made = _on_record(order, known, government, read, facts.year)
    plan = _plan(order, known, government, read, facts)
    files = dict(made)
    merged = _merged(order, plan, files)
    drafted = settled(plan.draft, merged.tasks)
    told = (*_imprint_notes(order, plan), *_text_note(order, read.text, plan.kept))
    if read.text and plan.kept.written:
        files[_place_of_text(order, read.text)] = read.text.text
    files |= _for_editors(order, read, structs.replace(plan, draft=drafted), merged, told)
    if not order.dry_run:
        replace_all(order.project, {path: text.encode() for path, text in files.items()})
    return Imported(files, drafted, merged.changes, _folder(order), len(made), told)


def _plan(
    order: Order, known: Register, government: str, read: Contents, facts: planfile.Facts
) -> _Plan:
    """The tasks that were read, with lines only where the text that they stand in is kept."""
    last = last_import(order.project / _folder(order) / "last.yaml")
    kept = _kept(order, known, read.text, last)
    drafted = draft(read.reading, DraftedFor(known, government, facts.year))
    drafted = drafted if kept.counts else without_lines(drafted)
    facts = _with_tasks(facts, drafted, read.text.source if read.text and kept.counts else {})
    return _Plan(known, government, drafted, facts, last, kept)


def _folder(order: Order) -> str:
    return f"imports/{order.plan}"


def _for_editors(
    order: Order, read: Contents, plan: _Plan, merged: merging.Merged, told: Sequence[str]
) -> Mapping[str, str]:
    """The sheet of what to look at, the columns as they were understood, and what the next import asks for."""
    notes = (*read.book.odd, *_title_note(plan.facts), *told)
    sheet = review.sheet(read.book.name, read.tables, plan.draft, merged.changes, notes)
    text = read.text.digest if read.text and plan.kept.counts else plan.last.text
    return {
        f"{_folder(order)}/review.md": sheet,
        f"{_folder(order)}/mapping.yaml": mapping_text(read.tables, read.sheets, read.said),
        f"{_folder(order)}/last.yaml": remembered(read.book, merged.last, text),
    }


# what is known


def _said(order: Order) -> Mapped | None:
    usual = order.project / "imports" / order.plan / "mapping.yaml"
    path = order.mapping or usual
    if path.is_file():
        return read_mapping(path.name, path.read_bytes())
    if order.mapping:
        raise Refused("E07", f"没有文件 {order.mapping}", f"先导入一次，会写出 {usual.name}")
    return None


def _facts(order: Order, read: Contents) -> planfile.Facts:
    year = planfile.year_of(order.year, read.title.text, order.plan, read.book.name)
    columns = read.tables[0][1].names() if read.tables else ()
    notes = tuple(dict.fromkeys(read.reading.notes))
    marks = fitting(read.imprint, year)
    doubts = (*marks.doubts, *planfile.other_year(year, read.title.text))
    marks = structs.replace(marks, doubts=doubts)
    return planfile.Facts(read.title, year, columns, (), ours=False, notes=notes, imprint=marks)


def _with_tasks(
    facts: planfile.Facts, drafted: PlanDraft, source: Mapping[str, str]
) -> planfile.Facts:
    notes = facts.notes
    if drafted.ours:
        notes = ("原表没有序号，编号为本站按行次所加。", *notes)
    sections = tuple(dict.fromkeys(task.section for task in drafted.tasks))
    ours = drafted.ours
    return structs.replace(facts, sections=sections, ours=ours, notes=notes, source=source)


def _kept(order: Order, known: Register, text: Transcript | None, last: Remembered) -> Kept:
    """What becomes of the text that was read, if the tasks stand in one."""
    if text is None:
        return Kept()
    folder = order.project / "content" / "plans" / order.plan
    there = standing(folder, known.document("plan", order.plan), text, last.text)
    return keeping(text, there)


def _place_of_text(order: Order, text: Transcript) -> str:
    return f"content/plans/{order.plan}/{text.file}"


def _text_note(order: Order, text: Transcript | None, kept: Kept) -> Sequence[str]:
    return (kept.told or f"读出的文字存为文字稿 {_place_of_text(order, text)}",) if text else ()


def _title_note(facts: planfile.Facts) -> Sequence[str]:
    named = bool(facts.title.lines)
    return () if named else (f"没有读到标题，计划名称暂用文件名“{facts.title.text}”",)


def _imprint_notes(order: Order, plan: _Plan) -> Sequence[str]:
    """What the document says of itself: filled in where the plan is new, else what the plan says otherwise."""
    marks, index = plan.facts.imprint, plan.known.document("plan", order.plan)
    if index is None:
        filled = (f"从文中填写了 {marks.told()}，请核对",) if marks.keys else ()
        return (*filled, *marks.doubts)
    there = {key: plain(index.front.get(key)) or "" for key in marks.keys}
    return (*differing(marks, there), *marks.doubts)


# records


def _on_record(
    order: Order, known: Register, government: str, read: Contents, year: int
) -> tuple[Register, Mapping[str, str]]:
    """The register, with the units that are to be put on record, and their files."""
    if not order.new_departments:
        return known, {}
    first = draft(read.reading, DraftedFor(known, government, year))
    made = newunits.new_units((one.name for one in first.unknown), government, known)
    documents = [_checked(f"content/{path}", text) for path, text in made.items()]
    folders = (*known.tree.folders, Folder("departments", tuple(documents)))
    tree = structs.replace(known.tree, folders=folders)
    files = {f"content/{path}": text for path, text in made.items()}
    return Register(known.content, tree, Names(tree.documents)), files


def _merged(order: Order, plan: _Plan, files: dict[str, str]) -> merging.Merged:
    """The tasks over those that are there; adds the files that change."""
    known, facts = plan.known, plan.facts
    folder = f"content/plans/{order.plan}"
    index = known.document("plan", order.plan)
    _readable(order, known)
    sections = planfile.tree(facts.sections, planfile.listed(index))
    there = {
        document.id.partition("/")[2]: document
        for document in known.of("task")
        if document.id.startswith(f"{order.plan}/")
    }
    scope = Scope(known, plan.government, sections)
    wish = merging.Wish(order.overwrite, order.match, plan.kept.written)
    before = PlanBefore(there, plan.last.tasks, evidence.numbers(known, order.plan))
    merged = merging.merge(plan.draft, before, scope, wish)
    if index is None:
        files[f"{folder}/index.md"] = planfile.new_plan(facts, plan.government, known)
    elif planfile.listed(index):
        grown = planfile.with_sections(index, facts.sections)
        files |= {f"{folder}/index.md": grown} if grown else {}
    files |= {f"{folder}/tasks/{key}.md": text for key, text in merged.files.items()}
    files |= evidence.renumbered(known, order.plan, merged.numbers)
    for path, text in files.items():
        _checked(path, text)
    return merged


def _readable(order: Order, known: Register) -> None:
    """Refuse where files of the plan cannot be read: they would be taken for missing."""
    start = f"content/plans/{order.plan}/"
    for problem in known.tree.problems:
        if problem.location.path.startswith(start):
            message = f"{problem.location} 有错误：{problem.message}"
            raise Refused("E10", message, "先运行 sitegen check 改正，再导入")


def _checked(path: str, text: str) -> Document:
    """The document that a text makes; refuses what `check` would."""
    kind, record_id = _kind_of(path)
    document, problems = parse(KINDS_BY_NAME[kind], record_id, path, tuple(text.split("\n")))
    if document and not problems:
        problems = schema.record(document)[1]
    if document is None or problems:
        problem = problems[0]
        message = f"{problem.location}：{problem.message}"
        raise Refused("E10", message, problem.hint or "对照原表改正这一处，再导入一次")
    return document


def _kind_of(path: str) -> tuple[str, str]:
    parts = path.removeprefix("content/").rpartition(".")[0].split("/")
    if parts[0] == "departments":
        return "department", "/".join(parts[1:])
    if parts[2] == "index":
        return "plan", parts[1]
    return ("task" if parts[2] == "tasks" else "record"), f"{parts[1]}/{parts[3]}"
