"""What do a CSV file and a pasted text say? Encodings are told apart, layout is read as far as it holds.

A text may hold a table in two ways: cells between tabs, a row to a line; or, as Word gives it when a
page is copied, a cell to a line, rows set apart by blank lines. Else it is prose.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from msgspec.structs import replace

from sitegen.exchange.faults import Refused
from sitegen.exchange.from_piped import piped
from sitegen.exchange.grid import MOST_COLUMNS, MOST_ROWS, Book, Cell, Grid
from sitegen.exchange.headings import holds
from sitegen.exchange.opening import Opened

_NAMED_SIGN = re.compile(r"sep=([,;\t])\n", re.IGNORECASE)  # for Excel, which does not show it
_SAMPLE, _ROWS = 100_000, 200  # letters and rows that tell what parts cells
_SHORT = 3  # rows that make a table
_TABS = 2  # between three cells
_TASKS = re.compile("任务|内容|事项|要点")
_GUARD = re.compile("^'(?=[=+@\t-])")  # put before what a spreadsheet would take for a formula
_MARKS = re.compile(r"^\s*#{1,6}\s*|\*\*|^\s*-{3,}\s*$|</?p>")
_MARKED = re.compile(r"^#{1,6}\s|\*\*|</?p>", re.MULTILINE)


def read_csv(file: Opened) -> Book:
    """The one table of a CSV file."""
    text = decoded(file)
    named = _NAMED_SIGN.match(text)
    text = text[named.end() :] if named else text
    rows = _parsed(file.name, text, named[1] if named else _delimiter(text))
    _bounded(file.name, rows)
    rows = [[_GUARD.sub("", cell) for cell in row] for row in rows]
    return Book(file.name, file.digest, (_grid("表1", rows),))


def _delimiter(text: str) -> str:
    """What parts the cells of a file: the sign that gives most rows the same number of cells."""

    def regular(sign: str) -> int:
        rows = islice(csv.reader(io.StringIO(text[:_SAMPLE], newline=""), delimiter=sign), _ROWS)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        return max(((width - 1) * many for width, many in widths.items()), default=0)

    return max(",\t;", key=regular)


def _parsed(name: str, text: str, delimiter: str) -> list[list[str]]:
    """The rows of a file; raises Refused (E04) where a quotation mark is never closed."""
    rows: list[list[str]] = []
    begin = last = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            begin, last = reader.line_num, begin
            rows.append(row)
    except csv.Error as error:
        message = f"{name} 第 {begin + 1} 行读不了：有一格超过 {csv.field_size_limit()} 字"
        raise Refused(
            "E04", message, "看一看这一行的引号是不是没有成对，或用 Excel 打开后另存为 CSV"
        ) from error
    if rows and _is_open(text, last, delimiter):
        raise _unquoted_end(name, last + 1)
    return rows


def _is_open(text: str, line: int, delimiter: str) -> bool:
    """Whether the last row, which begins behind some lines, ends within quotation marks."""
    rest = "\n".join(text.split("\n")[line:])
    try:
        list(csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _unquoted_end(name: str, line: int) -> Refused:
    message = f"{name} 第 {line} 行有一个引号没有成对，后面的内容都连成了一格"
    return Refused("E04", message, "用记事本补上或删去这个引号，或用 Excel 打开后另存为 CSV")


def read_text(file: Opened) -> Book:
    """The tables of a pasted text, or its lines."""
    text = decoded(file)
    marked = bool(_MARKED.search(text))
    lines = [_MARKS.sub("", line) if marked else line for line in text.splitlines()]
    _bounded(file.name, [line.split("\t") for line in lines if "\t" in line])
    drawn = piped(lines)
    if drawn.grids:
        _bounded(file.name, [[c.text for c in row] for grid in drawn.grids for row in grid.rows])
        return Book(file.name, file.digest, drawn.grids, drawn.lines, after=drawn.after, flows=True)
    grid, start = tabbed(lines)
    if grid is None:
        grid = _comma(file.name, lines)
    if grid is None:
        return Book(file.name, file.digest, (), tuple(lines))
    return Book(file.name, file.digest, (replace(grid, before=tuple(lines[:start])),), tuple(lines))


def _comma(name: str, lines: list[str]) -> Grid | None:
    """The table in a text whose cells commas part, with what stands above it, or none."""
    for start, line in enumerate(lines):
        cells = line.split(",")
        if len(cells) >= _SHORT and sum(bool(holds(cell)) for cell in cells) >= _SHORT:
            rows = _parsed(name, "\n".join(lines[start:]), ",")
            _bounded(name, rows)
            return _grid("表1", [*([above] for above in lines[:start]), *rows])
    return None


def decoded(file: Opened) -> str:
    """The text of a file in UTF-8 (with or without a mark), UTF-16 with a mark, or GBK."""
    data = file.data
    encodings = ["utf-16"] if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    hint = "用记事本打开，另存为，编码选“UTF-8”"
    raise Refused("E05", f"{file.name} 既不是 UTF-8 也不是 GBK 编码", hint)


def _bounded(name: str, rows: list[list[str]]) -> None:
    if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows):
        message = f"{name} 有 {len(rows)} 行，最多 {MOST_ROWS} 行、{MOST_COLUMNS} 列"
        raise Refused("E02", message, "只留要导入的表格")


def _grid(name: str, rows: list[list[str]], before: tuple[str, ...] = ()) -> Grid:
    width = max((len(row) for row in rows), default=0)
    return Grid(
        name,
        tuple(
            tuple(
                Cell(text, f"第{number + 1}行第{column + 1}栏", (number, column), (number, column))
                for column, text in enumerate([*row, *[""] * (width - len(row))])
            )
            for number, row in enumerate(rows)
        ),
        merges=False,
        before=before,
    )


def tabbed(lines: list[str]) -> tuple[Grid | None, int]:
    """The table in a text and the line that it begins on, or none."""
    if sum(line.count("\t") >= _TABS for line in lines) >= _SHORT:
        first = next(i for i, line in enumerate(lines) if line.count("\t") >= _TABS)
        rows = _joined(_quoted([line.split("\t") for line in lines[first:]]))
    elif sum(line.startswith("\t") for line in lines) >= _SHORT * _SHORT:
        first = next(i for i, line in enumerate(lines) if line.startswith("\t"))
        rows = list(_blocks(lines[first:]))
    else:
        return None, 0
    return _spread(rows), first


def _quoted(rows: list[list[str]]) -> list[list[str]]:
    """Rows copied from Excel, where a cell of several lines stands in quotation marks."""
    out: list[list[str]] = []
    for row in rows:
        last = out[-1][-1] if out else ""
        if last.startswith('"') and (len(last) == 1 or not last.endswith('"')):
            out[-1][-1] = f"{last}\n{row[0]}"
            out[-1] += row[1:]
        else:
            out.append(row)
    return [[_unquoted(cell) for cell in row] for row in out]


def _joined(rows: list[list[str]]) -> list[list[str]]:
    """Rows of which each that a line end within a cell has broken is whole again."""
    width = Counter(map(len, rows)).most_common(1)[0][0]
    out: list[list[str]] = []
    for row in rows:
        broken = bool(out) and 1 < len(out[-1]) < width > len(row) > 1
        if broken and len(out[-1]) + len(row) == width + 1:
            out[-1] = [*out[-1][:-1], f"{out[-1][-1]}\n{row[0]}", *row[1:]]
        else:
            out.append(row)
    return out


def _unquoted(cell: str) -> str:
    whole = len(cell) > 1 and cell.startswith('"') and cell.endswith('"')
    return cell[1:-1].replace('""', '"') if whole else cell


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    """Rows of which each cell is a line that begins with a tab, set apart by blank lines.

    A cell's further paragraphs stand on lines without a tab, after blank lines too; so a row ends
    only where it has as many cells as most have.
    """
    parts = [len(part) for part in _tab_runs(lines)]
    width = max(Counter(parts).most_common(3), key=lambda pair: (pair[0] * pair[1], pair[0]))[0]
    row: list[str] = []
    blank, head = False, True
    for line in lines:
        if not line.strip() and not line.startswith("\t"):
            blank = True
            continue
        if line.startswith("\t"):
            if blank and row and (head or len(row) >= width):
                yield row
                row, head = [], False
            row.append(line[1:].strip())
        elif row:
            row[-1] += f"\n\n{line.strip()}" if blank else f"\n{line.strip()}"
        blank = False
    yield row


def _tab_runs(lines: list[str]) -> Iterator[list[str]]:
    run: list[str] = []
    for line in lines:
        if line.startswith("\t"):
            run.append(line)
        elif not line.strip() and run:
            yield run
            run = []
    yield run


def _spread(rows: list[list[str]]) -> Grid:
    """Rows of which some lack the cells of a merged heading: a heading of tasks may cover several."""
    rows = [row for row in rows if row]
    head = rows[0]
    counts = Counter(len(row) for row in rows)
    width = max((size for size, many in counts.items() if many >= _SHORT), default=len(head))
    extra = max(0, width - len(head))
    at = next((i for i, cell in enumerate(head) if _TASKS.search(cell)), 0)
    full = [row[:at] + [""] * extra + row[at:] if len(row) == len(head) else row for row in rows]
    grid = _grid("表1", full)
    if not extra:
        return grid
    anchor = replace(grid.rows[0][at], text=head[at])
    covered = {at + step: step for step in range(extra + 1)}
    first = tuple(
        replace(anchor, place=cell.place) if column in covered else cell
        for column, cell in enumerate(grid.rows[0])
    )
    return replace(grid, rows=(first, *grid.rows[1:]))
