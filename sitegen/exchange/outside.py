"""What stands in a file outside of the tables that are read? Notes below them, and what is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sitegen.exchange.cleaning import is_furniture, one_line
from sitegen.exchange.finding import Region
from sitegen.exchange.found import Reading
from sitegen.exchange.grid import Book, Grid
from sitegen.text import listed, shown

_NOTE = re.compile(r"(备注|注|说明|附注)[\d一二三]?[：:]|※|[*＊]")
_PERSONS = re.compile("(填表|制表|审核|签发|联系|电话|手机|传真|邮箱|经办)[^。]{0,6}[：:]")
_OF_PERSONS = re.compile("姓名|联系人|联络员|电话|手机|负责人|责任人|身份证")
_ANNEX = re.compile(r"附件\s*[\d一二三四五六七八九十]*\s*[：:]?\s*")
_BEGIN = "文首"  # where a text without tables begins
_MOST, _LETTERS = 12, 40  # what is shown of lines that are left out


def tell_outside(
    book: Book, regions: Sequence[Region], left: Sequence[Grid], used: set[str], reading: Reading
) -> None:
    """Note the text around the tables of a file, and tables without headings, for nothing goes unsaid."""
    told: set[tuple[str, ...]] = set()
    for region in regions:
        lines = tuple(region.above)
        if lines not in told:
            tell_lines(f"{region.grid.name}前", lines, {*used, *region.heads}, reading)
        told.add(lines)
    for grid in left:
        tell_lines(f"{grid.name}前", grid.before, used, reading)
        tell_table(grid, reading)
    if book.grids:
        _tell_after(f"{book.grids[-1].name}后", _lines(book.after, used), reading)


def tell_lines(address: str, lines: Iterable[str], used: set[str], reading: Reading) -> None:
    """Note lines that are left out, but for those that are used."""
    _tell(address, _lines(lines, used), reading)


def _lines(lines: Iterable[str], used: set[str]) -> tuple[str, ...]:
    flat = (one_line(line) for line in lines)
    return tuple(
        line
        for line in flat
        if not is_furniture(line) and not {line, _ANNEX.sub("", line, count=1)} & {"", *used}
    )


def _tell_after(address: str, lines: Sequence[str], reading: Reading) -> None:
    """The lines behind the last table: notes are the plan's, the rest is left out."""
    notes = [line for line in lines if _NOTE.match(line) and not _PERSONS.search(line)]
    for line in notes:
        reading.notes.append(line)
        reading.remark(address, "附注", f"未作为任务：{line}")
    _tell(address, [line for line in lines if line not in notes], reading)


def _tell(address: str, lines: Sequence[str], reading: Reading) -> None:
    if any(_PERSONS.search(line) for line in lines):
        reading.remark(address, "个人信息", "填表人、联系方式一类的文字没有导入")
    rest = [line for line in lines if not _PERSONS.search(line)]
    if rest:
        where = "条目以前" if address == _BEGIN else "表格以外"
        said = f"{where}的文字 {len(rest)} 段没有导入，请看有没有任务：{_quoted(rest)}"
        reading.remark(address, "未导入", said)


def tell_table(grid: Grid, reading: Reading) -> None:
    """Note a table of which nothing is read, unless it is empty."""
    rows = [[one_line(cell.text) for cell in row if not cell.covered] for row in grid.rows]
    texts = [" ".join(filter(None, row)) for row in rows if any(row)]
    if texts:
        address = next(c.address for row in grid.rows for c in row if c.text.strip())
        persons = any(_OF_PERSONS.search(text) for text in texts)
        what = "可能有个人信息，内容没有照录" if persons else _quoted(texts)
        said = f"没有认出表头，这张表的 {len(texts)} 行没有导入：{what}"
        reading.remark(address, "未导入", said)


def _quoted(lines: Sequence[str]) -> str:
    return listed([f"“{shown(line, _LETTERS - 2)}”" for line in lines], _MOST)
