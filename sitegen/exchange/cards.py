"""Which tables of a page only describe the document, as portals print them above it? 索引号, 主题分类, 成文日期.

The labels are those of 国办发〔2017〕47号 (Annex 2, on the labels of pages) and of catalogues of disclosure.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from sitegen.exchange.cleaning import one_line
from sitegen.exchange.grid import Book, Grid
from sitegen.text import squeeze

_SURE = re.compile("索引号|主题分类|发文字号|文件字号|文号|有效性|统一编号")
_OTHER = re.compile(
    "文件编号|(?:统一)?登记号|(?:体裁|组配|信息|服务对象)分类|主题词|关键[词字]"
    "|(?:发布|发文|公开|制发|责任|所属)(?:机构|机关|单位|部门)"
    "|(?:成文|发文|发布|生成|公开|印发|生效|施行|废止|失效)(?:日期|时间)"
    "|(?:信息|文件)?(?:标题|名称)|有效期|效力状态|时效性?|是否有效"
    "|(?:公开|发布)(?:方式|形式|范围|类别|程序|属性)|(?:信息)?来源|内容概述|政策咨询(?:机关|电话)"
)
_NEXT = re.compile(rf"(?<=\S)\s{{1,20}}(?=(?:{_SURE.pattern}|{_OTHER.pattern})\s?[：:])")
_FEWEST = 3  # labels


def without_cards(book: Book) -> tuple[Book, tuple[Grid, ...]]:
    """A file without such tables, and these tables; the lines before one stand before the next table."""
    kept: list[Grid] = []
    cards: list[Grid] = []
    before: tuple[str, ...] = ()
    for grid in book.grids:
        before = (*before, *grid.before)
        if _is_card(grid):
            cards.append(grid)
        else:
            kept.append(replace(grid, before=before))
            before = ()
    after = (*before, *book.after) if kept else ()
    return replace(book, grids=tuple(kept), after=after), tuple(cards)


def labelled(line: str) -> list[str]:
    """The parts of a line that names several things: 名称：… 文号：示政〔2027〕1号."""
    return _NEXT.split(line)


def _is_card(grid: Grid) -> bool:
    """Whether a table holds labels of a document, alone or with what they say: a third of its cells at least."""
    cells = [cell for row in grid.rows for cell in row if not cell.covered]
    texts = [text for cell in cells if (text := one_line(cell.text))]
    named = {squeeze(re.split("[：:]", text)[0]) for text in texts}
    sure = {name for name in named if _SURE.fullmatch(name)}
    labels = sure | {name for name in named if _OTHER.fullmatch(name)}
    return bool(sure) and len(labels) >= _FEWEST and len(labels) * 3 >= len(texts)
