"""What stands in a file outside of the tables that are read? Notes below them, and what is left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from sitegen.exchange.cleaning import is_furniture, one_line
from sitegen.exchange.finding import Region
from sitegen.exchange.found import Gathered
from sitegen.exchange.grid import Book, Grid
from sitegen.exchange.imprint import DATED, ISSUER, SIGNED
from sitegen.exchange.levels import style_of
from sitegen.exchange.persons import mentions_persons
from sitegen.text import listed, shown

_NOTE = re.compile(r"(备注|注|说明|附注)[\d一二三]?[：:]|※|[*＊]")
_OF_PERSONS = re.compile("姓名|联系人|联络员|电话|手机|负责人|责任人|身份证")
_ANNEX = re.compile(r"附件\s*[\d一二三四五六七八九十]*\s*[：:]?\s*")
_ANNEXES = re.compile(r"附件\d{0,2}[：:]")
_ANNEX_TITLE = re.compile(r"\d{1,2}[.．、][^。；（）()〔〕【】]{2,40}")
_OPENNESS = re.compile("[（(]此件[^（）()]{2,12}[)）]")  # 此件公开发布
# what web pages have below a text
_PAGE_END = re.compile(
    "分享(?:到|至|：)|打印|关闭|收藏|【(?:打印|关闭|字体)|上一[篇条]|下一[篇条]|相关(?:链接|文章|新闻|阅读|稿件|附件)|扫一扫"
    "|版权所有|网站(?:标识|地图|备案)|备案号|.{0,6}ICP备|友情链接|责任编辑|编辑：|来源：|信息来源"
)
_FILLED_IN = "填表人、联系方式一类的文字没有导入"
_BEGIN = "文首"  # where a text without tables begins
_MOST, _LETTERS = 12, 40  # what is shown of lines that are left out


def tell_outside(
    book: Book, regions: Sequence[Region], left: Sequence[Grid], used: set[str], reading: Gathered
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


def tell_lines(address: str, lines: Iterable[str], used: set[str], reading: Gathered) -> None:
    """Note lines that are left out, but for those that are used."""
    _tell(address, _lines(lines, used), reading)


def closing_lines(lines: Sequence[str]) -> frozenset[int]:
    """The numbers of the lines that end a document: its list of annexes, who issued it and when.

    As 《党政机关公文格式》(GB/T 9704) has them: 附件说明, 发文机关署名, 成文日期.
    """
    flat = ["", *map(one_line, lines)]
    items = [number for number, line in enumerate(flat) if style_of(line)]
    behind = [number for number, line in enumerate(flat) if line and items and number > items[0]]
    found: set[int] = set()
    for above, number in pairwise(behind):
        if DATED.fullmatch(flat[number]):
            found |= {number, above} if ISSUER.fullmatch(flat[above]) else {number}
        elif (
            SIGNED.fullmatch(flat[number])
            or _OPENNESS.fullmatch(flat[number])
            or _ANNEXES.match(flat[number])
            or (above in found and _ANNEX_TITLE.fullmatch(flat[number]))
        ):
            found.add(number)
    below = [number for number in behind if number > items[-1]]
    end = next((number for number in below if _PAGE_END.match(flat[number])), len(flat))
    return frozenset({*found, *(number for number in below if number >= end)})


def tell_closing(
    lines: Sequence[str], closing: Iterable[int], used: Collection[str], reading: Gathered
) -> None:
    """Note the lines that end a document, but for those that are used."""
    read = [(number, one_line(lines[number - 1])) for number in sorted(closing)]
    left = [(number, line) for number, line in read if line not in used]
    rest = [(number, line) for number, line in left if not mentions_persons(line)]
    if len(rest) < len(left):
        reading.remark(f"第{left[0][0]}行", "个人信息", _FILLED_IN)
    if rest:
        said = f"文末的文字没有导入：{_quoted([line for _, line in rest])}"
        reading.remark(f"第{rest[0][0]}行", "未导入", said)


def _lines(lines: Iterable[str], used: set[str]) -> tuple[str, ...]:
    flat = (one_line(line) for line in lines)
    return tuple(
        line
        for line in flat
        if not is_furniture(line) and not {line, _ANNEX.sub("", line, count=1)} & {"", *used}
    )


def _tell_after(address: str, lines: Sequence[str], reading: Gathered) -> None:
    """The lines behind the last table: notes are the plan's, the rest is left out."""
    notes = [line for line in lines if _NOTE.match(line) and not mentions_persons(line)]
    for line in notes:
        reading.notes.append(line)
        reading.remark(address, "附注", f"未作为任务：{line}")
    _tell(address, [line for line in lines if line not in notes], reading)


def _tell(address: str, lines: Sequence[str], reading: Gathered) -> None:
    if any(mentions_persons(line) for line in lines):
        reading.remark(address, "个人信息", _FILLED_IN)
    rest = [line for line in lines if not mentions_persons(line)]
    if rest:
        where = "条目以前" if address == _BEGIN else "表格以外"
        said = f"{where}的文字 {len(rest)} 段没有导入，请看有没有任务：{_quoted(rest)}"
        reading.remark(address, "未导入", said)


def tell_table(grid: Grid, reading: Gathered) -> None:
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
