"""From a file to the records of a plan: read, find the tables, draft, merge, check, write all or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from sitegen import schema
from sitegen.exchange import evidence, merging, newunits, planfile, review
from sitegen.exchange.alignment import Match, PlanBefore
from sitegen.exchange.cleaning import one_line
from sitegen.exchange.columns import TableLayout, layout
from sitegen.exchange.drafting import DraftedFor, PlanDraft, draft, settled
from sitegen.exchange.faults import USABLE, Refused
from sitegen.exchange.finding import Region, regions, ticked
from sitegen.exchange.found import Gathered
from sitegen.exchange.from_docx import read_docx
from sitegen.exchange.from_html import read_html
from sitegen.exchange.from_text import read_csv, read_text
from sitegen.exchange.from_xls import read_xls
from sitegen.exchange.from_xlsx import read_xlsx
from sitegen.exchange.grid import Book
from sitegen.exchange.mapping import Mapped, mapping_text, read_mapping
from sitegen.exchange.opening import Opened, opened
from sitegen.exchange.outside import tell_lines, tell_outside, tell_table
from sitegen.exchange.parts import Scope
from sitegen.exchange.prose import read_prose
from sitegen.exchange.register import Register, register
from sitegen.exchange.remembering import last_import, remembered
from sitegen.exchange.rows import read_table
from sitegen.exchange.signs import legend
from sitegen.exchange.skeletons import KINDS_BY_NAME
from sitegen.names import Names
from sitegen.source import Document, Tree, usable
from sitegen.source.document import parse
from sitegen.text import listed
from sitegen.write import replace_all

_LOST_COLUMNS = re.compile(r"序号\s+\S*任务.*(单位|时限)")


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


class _Plan(Struct, frozen=True):
    known: Register
    government: str
    draft: PlanDraft
    facts: planfile.Facts


class _Read(Struct, frozen=True):
    book: Book
    tables: tuple[tuple[Region, TableLayout], ...]
    reading: Gathered
    said: Mapped | None
    sheets: tuple[str, ...]
    title: tuple[str, bool]  # and whether the name of the file had to serve


def import_plan(order: Order) -> Imported:
    """Import a file as a plan; raises Refused, having written nothing, where that cannot be done."""
    if not usable(order.plan):
        hint = f"{USABLE}，例如 panzhihua-2017"
        raise Refused("E08", f"计划标识不能是“{order.plan}”", hint)
    known = register(order.project / "content")
    government = known.government(order.government, order.plan)
    read = _read(order)
    facts = _facts(order, read)
    known, made = _on_record(order, known, government, read, facts.year)
    drafted = draft(read.reading, DraftedFor(known, government, facts.year))
    facts = _with_tasks(facts, drafted)
    files = dict(made)
    merged = _merged(order, _Plan(known, government, drafted, facts), files)
    drafted = settled(drafted, merged.tasks)
    folder = f"imports/{order.plan}"
    notes = (*read.book.odd, *_title_note(facts))
    files[f"{folder}/review.md"] = review.sheet(
        read.book.name, read.tables, drafted, merged.changes, notes
    )
    files[f"{folder}/mapping.yaml"] = mapping_text(read.tables, read.sheets, read.said)
    files[f"{folder}/last.yaml"] = remembered(read.book, merged.last)
    if not order.dry_run:
        replace_all(order.project, {path: text.encode() for path, text in files.items()})
    return Imported(files, drafted, merged.changes, folder, len(made))


# reading


def _read(order: Order) -> _Read:
    said = _said(order)
    sheets = order.sheets or (said.sheets if said else ())
    file = opened(order.file)
    book = _book(file, sheets)
    reading = Gathered()
    found, left = regions(book)
    laid = [(region, layout(region, said.columns if said else None)) for region in found]
    tables = [(region, columns) for region, columns in laid if columns.of("text")]
    left = (*left, *(region.grid for region, columns in laid if not columns.of("text")))
    for region, columns in tables:
        read_table(region, columns, reading, book.after)
    if reading.rows or any(region.rows for region, _ in tables):
        title = _title([region.above for region, _ in tables], book)
        used = {title[0], *_legends(tables, book)}
        tell_outside(book, [region for region, _ in tables], left, used, reading)
    else:
        begin = read_prose(book.lines, reading, paragraphs=file.kind in {"docx", "html"})
        title = _title([book.lines[:begin]], book)
        tell_lines("文首", book.lines[:begin], {title[0]}, reading)
        for grid in book.grids:
            tell_table(grid, reading)
    if not reading.rows:
        raise Refused("E06", f"{order.file.name} 里没有找到任务", _why(book))
    return _Read(book, tuple(tables), reading, said, order.sheets, title)


def _legends(tables: Sequence[tuple[Region, TableLayout]], book: Book) -> Iterable[str]:
    """The lines around tables of ticks that say what these mean."""
    ticked = [region for region, columns in tables if columns.of("mark")]
    lines = [line for region in ticked for line in (*region.above, *region.grid.before)]
    lines += book.after if ticked else ()
    return (text for line in lines if legend([text := one_line(line)]))


def _said(order: Order) -> Mapped | None:
    usual = order.project / "imports" / order.plan / "mapping.yaml"
    path = order.mapping or usual
    if path.is_file():
        return read_mapping(path.name, path.read_bytes())
    if order.mapping:
        raise Refused("E07", f"没有文件 {order.mapping}", f"先导入一次，会写出 {usual.name}")
    return None


def _book(file: Opened, sheets: tuple[str, ...]) -> Book:
    if file.kind == "xlsx":
        return read_xlsx(file, sheets)
    if file.kind == "xls":
        return read_xls(file, sheets)
    readers = {"docx": read_docx, "csv": read_csv, "txt": read_text, "html": read_html}
    return readers[file.kind](file)


def _why(book: Book) -> str:
    if any(_LOST_COLUMNS.search(line) for line in book.lines):
        return "文字里的表格已经失去分栏，不能可靠地还原；请把表格粘贴到 Excel 或 Word 里再导入"
    if book.odd:
        return f"看一看任务是不是在没有导入的地方：{listed(book.odd)}"
    if any(len(ticked(grid.rows)) > 1 for grid in book.grids):
        return (
            "表里只有√一类的记号，没有任务原文；任务写在表头、单位写在各行的，"
            "请在 Excel 里选择性粘贴“转置”，使一行一项任务，再导入"
        )
    if book.grids:
        return (
            "看一看表头是否写明任务和责任单位；可以用 --sheet 指明工作表，或用 --mapping 写明各栏"
        )
    return "文件里要有表格，或有编号的条目、句末用括号写明责任单位"


def _facts(order: Order, read: _Read) -> planfile.Facts:
    title, from_name = read.title
    document_year = planfile.year_of(order.year, title, order.plan, read.book.name)
    columns = read.tables[0][1].names() if read.tables else ()
    notes = tuple(dict.fromkeys(read.reading.notes))
    return planfile.Facts(title, from_name, document_year, columns, (), ours=False, notes=notes)


def _title(above: Iterable[Sequence[str]], book: Book) -> tuple[str, bool]:
    """The title above the first table, or text, that has one, and whether the name of the file had to serve."""
    titles = (planfile.title_of(lines, book.name) for lines in above)
    return next((found for found in titles if not found[1]), planfile.title_of((), book.name))


def _with_tasks(facts: planfile.Facts, drafted: PlanDraft) -> planfile.Facts:
    notes = facts.notes
    if drafted.ours:
        notes = ("原表没有序号，编号为本站按行次所加。", *notes)
    sections = tuple(dict.fromkeys(task.section for task in drafted.tasks))
    return planfile.Facts(
        facts.title, facts.from_name, facts.year, facts.columns, sections, drafted.ours, notes
    )


def _title_note(facts: planfile.Facts) -> Sequence[str]:
    return (f"没有读到标题，计划名称暂用文件名“{facts.title}”",) if facts.from_name else ()


# records


def _on_record(
    order: Order, known: Register, government: str, read: _Read, year: int
) -> tuple[Register, Mapping[str, str]]:
    """The register, with the units that are to be put on record, and their files."""
    if not order.new_departments:
        return known, {}
    first = draft(read.reading, DraftedFor(known, government, year))
    made = newunits.new_units((one.name for one in first.unknown), government, known)
    documents = [_checked(f"content/{path}", text) for path, text in made.items()]
    every = (*known.tree.documents, *documents)
    tree = Tree(every, known.tree.attachments, known.tree.problems, known.tree.unread)
    files = {f"content/{path}": text for path, text in made.items()}
    return Register(known.content, tree, Names(every)), files


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
    last = last_import(order.project / "imports" / order.plan / "last.yaml")
    wish = merging.Wish(order.overwrite, order.match)
    before = PlanBefore(there, last, evidence.numbers(known, order.plan))
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
