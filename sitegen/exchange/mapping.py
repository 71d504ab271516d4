"""How does an editor correct what the columns of a table were taken for? A small file, read back.

It stands beside the review sheet; each line names a column by its place and heading. A line that an
editor changed holds in later imports; a heading that the table no longer has is told.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from sitegen.exchange.columns import TableLayout, key
from sitegen.exchange.faults import Refused
from sitegen.exchange.finding import Region
from sitegen.exchange.headings import EDITABLE, MEANING, Holds
from sitegen.exchange.yamlout import scalar
from sitegen.source import Mapping as Node
from sitegen.source import Scalar, decode, parse_yaml
from sitegen.source import Sequence as Items
from sitegen.text import nearest

_HEAD = """\
# 栏目对应表：每栏是什么。改了以后重新运行同一条 sitegen import 命令即可生效。
# 可以写的词：
"""


class Mapped(Struct, frozen=True):
    """What an editor said: sheets to read, and what columns hold, by their keys."""

    columns: dict[str, Holds]
    sheets: tuple[str, ...] = ()


def read_mapping(path: str, data: bytes) -> Mapped:
    """The mapping in a file; raises Refused (E07) where it cannot be one."""
    lines, problems = decode(path, data)
    node, faults = parse_yaml("\n".join(lines)) if not problems else (None, ())
    if node is None or faults or problems:
        where = f"第 {faults[0].mark.line} 行{faults[0].message}" if faults else "不是 YAML 文件"
        raise Refused("E07", f"{path}：{where}", "删去这个文件再导入一次，会重新写出")
    for word, _ in node.entries:
        if word.text not in {"sheets", "columns"}:
            raise Refused("E07", f"{path}：不认识的键“{word.text}”", "只写 sheets 和 columns")
    return Mapped(_columns(path, node.get("columns")), _sheets(node.get("sheets")))


def _columns(path: str, node: object) -> dict[str, Holds]:
    if node is None:
        return {}
    if not isinstance(node, Node):
        raise Refused("E07", f"{path}：columns 下面每行写“栏目: 是什么”")
    return {name.text: _holds(path, name.text, value) for name, value in node.entries}


def _holds(path: str, name: str, value: object) -> Holds:
    text = value.text if isinstance(value, Scalar) else ""
    for holds in EDITABLE:
        if text in {holds, MEANING[holds]}:
            return holds
    near = nearest(text, [*EDITABLE, *MEANING.values()])
    known = "、".join(f"{holds} {MEANING[holds]}" for holds in EDITABLE)
    hint = f"是不是“{near}”？可以写：{known}" if near else f"可以写：{known}"
    raise Refused("E07", f"{path}：“{name}”不能是“{text}”", hint)


def _sheets(node: object) -> tuple[str, ...]:
    items = node.items if isinstance(node, Items) else (node,)
    return tuple(item.text for item in items if isinstance(item, Scalar) and item.text)


def mapping_text(
    tables: Sequence[tuple[Region, TableLayout]], sheets: tuple[str, ...], said: Mapped | None
) -> str:
    """The mapping of a file's tables, to be corrected; what was said before is kept."""
    words = "".join(f"#   {holds}：{MEANING[holds]}\n" for holds in EDITABLE)
    lines = [_HEAD + words]
    if sheets:
        lines.append(f"sheets: [{', '.join(map(scalar, sheets))}]\n")
    shown: dict[str, str] = dict(said.columns) if said else {}
    for _, layout in tables:
        for heading in layout.headings:
            shown.setdefault(key(heading), heading.holds or "skip")
    lines += ["columns:\n"] if shown else []
    lines += [f"  {scalar(name)}: {holds}\n" for name, holds in shown.items()]
    return "".join(lines)
