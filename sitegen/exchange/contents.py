"""What stands in a file that is imported? Its tables or its items, its title, and the text that is kept."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sitegen.exchange.byunit import Spelled, inherited, spelled
from sitegen.exchange.cards import without_cards
from sitegen.exchange.cleaning import one_line
from sitegen.exchange.columns import TableLayout, layout
from sitegen.exchange.described import with_described
from sitegen.exchange.faults import Refused
from sitegen.exchange.finding import Region, regions, ticked
from sitegen.exchange.found import Gathered, PrintedTask
from sitegen.exchange.from_docx import read_docx
from sitegen.exchange.from_html import read_html
from sitegen.exchange.from_text import read_csv, read_text
from sitegen.exchange.from_xls import read_xls
from sitegen.exchange.from_xlsx import read_xlsx
from sitegen.exchange.grid import Book, Grid
from sitegen.exchange.headlines import headlines
from sitegen.exchange.imprint import Imprint, imprint
from sitegen.exchange.mapping import Mapped
from sitegen.exchange.opening import Opened, opened
from sitegen.exchange.outside import tell_lines, tell_outside, tell_table
from sitegen.exchange.planfile import Title, title_of
from sitegen.exchange.precedence import precedence
from sitegen.exchange.prose import read_prose, read_unnamed
from sitegen.exchange.rows import read_table
from sitegen.exchange.signs import legend
from sitegen.exchange.transcript import Transcript, transcript
from sitegen.exchange.upright import turned
from sitegen.text import listed

_LOST_COLUMNS = re.compile(r"序号\s+\S*任务.*(单位|时限)")
# the title of a plan, whose items are tasks though none names a unit: 2026年政务公开工作要点
_PLAN = re.compile(
    "(?!.*(?:报告|总结|解读|情况|年报))"
    "(?:.*(?:要点|任务|计划|方案|分工)|.*20[0-9]{2}年.*(?:安排|清单|公开))"
)

Tables = tuple[tuple[Region, TableLayout], ...]


class Contents(Struct, frozen=True):
    """What was read of a file, how its columns were understood, and what an editor said of them."""

    book: Book
    tables: Tables
    reading: Gathered
    said: Mapped | None
    sheets: tuple[str, ...]
    title: Title
    text: Transcript | None  # of a text that is no table
    imprint: Imprint


def contents(path: Path, plan: str, sheets: tuple[str, ...], said: Mapped | None) -> Contents:
    """What stands in a file, read as a table if it has one, else as text; raises Refused (E01 to E06)."""
    file = opened(path)
    book = _book(file, sheets or (said.sheets if said else ()))
    book, cards = without_cards(book)
    book = with_described(book)
    book = replace(book, grids=tuple(map(turned, book.grids)))
    found, left = regions(book)
    tables, others = _parted(found, said)
    outside = [*_outside(book, found)]
    reading, marks = Gathered(), imprint(outside, (*cards, *book.grids))
    for region, columns in tables:
        read_table(region, columns, reading, book.after)
    if reading.rows or any(region.rows for region, _ in tables):
        title, text = _around(book, tables, (*left, *others), marks, reading), None
    else:
        title = _as_text(book, marks, reading, paragraphs=file.kind in {"docx", "html"})
        text = transcript(plan, book.lines, reading)
    if not reading.rows:
        raise Refused("E06", f"{path.name} 里没有找到任务", _why(book))
    _explained(reading, tables, outside)
    return Contents(book, tables, reading, said, sheets, title, text, marks)


def _explained(reading: Gathered, tables: Tables, outside: Sequence[str]) -> None:
    """Keep what headings, notes and the lines around tables say of the order of units, and of signs beside them."""
    headings = (name for region, _ in tables for one in region.headings for name in one.names)
    lines = (*headings, *outside, *reading.notes)
    reading.order, reading.signs = precedence(lines), legend(map(one_line, lines))


def _parted(found: Sequence[Region], said: Mapped | None) -> tuple[Tables, tuple[Grid, ...]]:
    """The tables with a column of tasks, as their columns are understood, and the others."""
    laid = [(region, layout(region, said.columns if said else None)) for region in found]
    tables = tuple((region, columns) for region, columns in laid if columns.of("text"))
    return tables, tuple(region.grid for region, columns in laid if not columns.of("text"))


def _around(
    book: Book, tables: Tables, others: Sequence[Grid], marks: Imprint, reading: Gathered
) -> Title:
    """The title above the tables of a file; tells of the rest that stands around them."""
    title = _title([region.above for region, _ in tables], book)
    used = {title.text, *title.lines, *marks.lines, *_legends(tables, book)}
    tell_outside(book, [region for region, _ in tables], others, used, reading)
    return title


def _as_text(book: Book, marks: Imprint, reading: Gathered, *, paragraphs: bool) -> Title:
    """Read a file without a table of tasks as text; the title above its tasks, and what else is there is told."""
    begin = _read_items(book.lines, inherited(book.lines), marks, reading, paragraphs=paragraphs)
    if not reading.rows:
        by_unit = spelled(book.lines)
        begin = _read_items(book.lines, by_unit, marks, reading, paragraphs=paragraphs)
    if not reading.rows and _is_plan(book, begin):
        heads = headlines(book.lines)
        read_unnamed(book.lines, marks.lines, reading, paragraphs=paragraphs, heads=heads)
        _tell_heads(heads, reading)
    for grid in book.grids:
        tell_table(grid, reading)
    title = _title([book.lines[:begin]], book)
    tell_lines("文首", book.lines[:begin], {title.text, *title.lines, *marks.lines}, reading)
    return title


def _is_plan(book: Book, begin: int) -> bool:
    """Whether items of a text that name nobody are tasks: it is whole, and its title says what it is."""
    title = title_of(book.lines[:begin], "", book.title).text
    whole = not (book.grids or book.odd or _has_lost_columns(book))
    return whole and bool(_PLAN.match(title))


def _read_items(
    lines: Sequence[str],
    named: Spelled | None,
    marks: Imprint,
    reading: Gathered,
    *,
    paragraphs: bool,
) -> int:
    """Read the items of a text, with units that headings name for them; gives the lines before the first."""
    named = named or Spelled(tuple(lines), frozenset(), frozenset())
    heads, given = named.heads or headlines(named.lines), named.begins
    begin = read_prose(named.lines, marks.lines, reading, paragraphs=paragraphs, heads=heads)
    reading.rows[:] = [_of_heading(row) if row.line in given else row for row in reading.rows]
    _tell_heads(() if named.heads else heads, reading)
    return begin


def _tell_heads(heads: Collection[str], reading: Gathered) -> None:
    """Note which lines without a number are read as categories."""
    used = [name for row in reading.rows for name in row.section if name in heads]
    if used:
        said = f"没有编号，读作类别：{listed(dict.fromkeys(used))}"
        reading.remark("正文", "标题", said)


def _of_heading(row: PrintedTask) -> PrintedTask:
    title = "" if row.units and row.title == row.units[0].raw else row.title
    return replace(row, title=title, inferred=row.inferred | {"responsibility.raw"})


def _title(above: Iterable[Sequence[str]], book: Book) -> Title:
    """The title above the first table, or text, that has one, else the name of the file."""
    titles = (title_of(lines, book.name) for lines in above)
    return next((found for found in titles if found.lines), title_of((), book.name, book.title))


def _outside(book: Book, found: Iterable[Region]) -> Iterable[str]:
    """All lines of a file that stand in no table, and those of a sheet above one."""
    yield from book.lines
    for region in found:
        yield from region.above
    yield from book.after


def _legends(tables: Sequence[tuple[Region, TableLayout]], book: Book) -> Iterable[str]:
    """The lines around tables of ticks that say what these mean."""
    ticked = [region for region, columns in tables if columns.of("mark")]
    lines = [line for region in ticked for line in (*region.above, *region.grid.before)]
    lines += book.after if ticked else ()
    return (text for line in lines if legend([text := one_line(line)]))


def _book(file: Opened, sheets: tuple[str, ...]) -> Book:
    if file.kind == "xlsx":
        return read_xlsx(file, sheets)
    if file.kind == "xls":
        return read_xls(file, sheets)
    readers = {"docx": read_docx, "csv": read_csv, "txt": read_text, "html": read_html}
    return readers[file.kind](file)


def _has_lost_columns(book: Book) -> bool:
    return any(_LOST_COLUMNS.search(line) for line in book.lines)


def _why(book: Book) -> str:
    if _has_lost_columns(book):
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
    return (
        "文件里要有表格，或有编号的条目、句末用括号写明责任单位；"
        "各条都不写单位的，标题要像一份计划，如“2026年政务公开工作要点”"
    )
