"""Which texts list their tasks unit by unit? There a heading says who answers for the items below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from sitegen.exchange.bracketed import brackets, names_limit, names_units
from sitegen.exchange.cleaning import one_line
from sitegen.exchange.levels import style_of
from sitegen.exchange.outside import closing_lines

_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]+")
_ASIDE = re.compile(r"(?:[（(][^（()）]{1,8}[)）]|[：:])$")  # 市财政局（3项）
_WORDING = re.compile("[，,。；;：:]")
# what begins so is work to be done: 建好政务服务中心
_WORK = re.compile(
    "(?:加强|加快|加大|推进|推动|做好|做实|建好|用好|抓好|管好|健全|完善|规范|强化|深化|优化|提升|落实|开展|建立|建设|压实|严格|组织|夯实|围绕|"
    "实施|突出|严肃|扎实|全面|切实|进一步|不断|持续|积极|公开|聚焦|明确|发挥|打造|拓展|丰富|统筹)"
)
_LONGEST = 24  # letters of the name of a unit
_SEVERAL = 2

Line = tuple[int, str]


class Spelled(Struct, frozen=True):
    """Lines with the unit of its heading behind each item, and the headings."""

    lines: tuple[str, ...]
    heads: frozenset[str]


def spelled(lines: Sequence[str]) -> Spelled | None:
    """A text that lists tasks by unit as one that names the unit behind each; None for any other text.

    Lines keep their places. Each of several units has to stand right above an item.
    """
    closing = closing_lines(lines)
    read = [(n, text) for n, line in enumerate(lines, 1) if (text := one_line(line))]
    heads = dict(_heads([line for line in read if line[0] not in closing]))
    if len(set(heads.values())) < _SEVERAL:
        return None
    whole = list(lines)
    for number, unit in _ends(read, heads, closing):
        whole[number - 1] = _with_unit(one_line(lines[number - 1]), unit)
    return Spelled(tuple(whole), frozenset(one_line(lines[number - 1]) for number in heads))


def _heads(read: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """The lines that name a unit and nothing else, and are followed by an item of another style."""
    for (number, text), (_, below) in pairwise(read):
        name = _ASIDE.sub("", _NUMBERED.sub("", text, count=1))
        follows = style_of(below) not in {"", style_of(text)}
        if follows and _is_unit(name):
            yield number, name


def _is_unit(name: str) -> bool:
    wording = _WORDING.search(name) or _WORK.match(name)
    return len(name) <= _LONGEST and not wording and names_units(name)


def _ends(
    read: Sequence[Line], heads: Mapping[int, str], closing: frozenset[int]
) -> Iterator[tuple[int, str]]:
    """The last line of each item, and the unit that it stands below."""
    unit = ""
    for (number, text), (after, below) in pairwise([*read, (0, "")]):
        unit = heads.get(number, unit)
        ends = not after or after in heads or after in closing or style_of(below)
        if unit and ends and number not in heads and number not in closing and text:
            yield number, unit


def _with_unit(text: str, unit: str) -> str:
    """A line with a unit in brackets behind it, in those of its limit if it ends with one."""
    last = max(brackets(text), default=(0, 0))
    inner = text[last[0] + 1 : last[1]]
    if last[1] == len(text) - 1 and names_limit(inner):
        return f"{text[: last[0]]}（{unit}；{inner}）"
    return f"{text}（{unit}）"
