"""Which texts list their tasks unit by unit? There a heading says who answers for the items below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from sitegen.exchange.bracketed import (
    brackets,
    enclosed,
    names_limit,
    names_units,
    says_units,
    units_within,
)
from sitegen.exchange.cleaning import one_line
from sitegen.exchange.levels import is_deeper, style_of
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
    """Lines with the units of its heading behind each item; headings without a number; where such items begin."""

    lines: tuple[str, ...]
    heads: frozenset[str]
    begins: frozenset[int]


def spelled(lines: Sequence[str]) -> Spelled | None:
    """A text that lists tasks by unit as one that names the unit behind each; None for any other text.

    Lines keep their places. Each of several units has to stand right above an item.
    """
    read = _read(lines)
    heads = dict(_heads(read))
    if len(set(heads.values())) < _SEVERAL:
        return None
    bare = frozenset(text for number, text in read if number in heads)
    return Spelled(tuple(_with_units(lines, read, heads)), bare, _begins(read, heads))


def inherited(lines: Sequence[str]) -> Spelled | None:
    """A text some of whose headings name units in brackets for the items below, with these behind each item.

    Only where none of the items below a heading names any itself.
    """
    read = _read(lines)
    heads = dict(_owning(read))
    if not heads:
        return None
    whole = _with_units(lines, read, heads)
    for number in heads:
        text = one_line(lines[number - 1])
        whole[number - 1] = text[: max(brackets(text))[0]]
    return Spelled(tuple(whole), frozenset(), _begins(read, heads))


def _read(lines: Sequence[str]) -> list[Line]:
    """The lines that say something, but for those that end the document."""
    closing = closing_lines(lines)
    read = ((number, one_line(line)) for number, line in enumerate(lines, 1))
    return [(number, text) for number, text in read if text and number not in closing]


def _with_units(lines: Sequence[str], read: Sequence[Line], heads: Mapping[int, str]) -> list[str]:
    whole = list(lines)
    for number, unit in _ends(read, heads):
        whole[number - 1] = _with_unit(enclosed(one_line(lines[number - 1])), unit)
    return whole


def _begins(read: Sequence[Line], heads: Mapping[int, str]) -> frozenset[int]:
    """The lines below headings that begin an item, and headings that begin one with the sentence below."""
    begins = frozenset(number for number, text in read if style_of(text) and number not in heads)
    own = (one for (one, _), (_, below) in pairwise(read) if one in heads and not style_of(below))
    return begins & _below(read, heads) | frozenset(own)


def _below(read: Sequence[Line], heads: Mapping[int, str]) -> frozenset[int]:
    """The lines below headings, each up to the next item that does not stand below it."""
    found: set[int] = set()
    head = ""
    for number, text in read:
        if number in heads:
            head = text
        elif style_of(text) and not is_deeper(text, head):
            head = ""
        found |= {number} if head else set()
    return frozenset(found)


def _owning(read: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """The headings that name units in brackets, with items right below that name none."""
    for place, (number, text) in enumerate(read[:-1]):
        start, end = max(brackets(text), default=(0, 0))
        inner, below = text[start + 1 : end], read[place + 1][1]
        heading = style_of(text) and end == len(text) - 1 and not _WORDING.search(text[:start])
        if heading and is_deeper(below, text) and names_units(inner):
            part = _part(text, read, place + 1)
            if not any(any(units_within(line)) or says_units(line) for line in part):
                yield number, inner


def _part(head: str, read: Sequence[Line], begin: int) -> Iterator[str]:
    """The lines below a heading, which begin at a place."""
    for place in range(begin, len(read)):
        text = read[place][1]
        if style_of(text) and not is_deeper(text, head):
            return
        yield text


def _heads(read: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """The lines that name a unit and nothing else, and stand right above an item or, numbered, a sentence."""
    for (number, text), (_, below) in pairwise(read):
        name = _ASIDE.sub("", _NUMBERED.sub("", text, count=1))
        sentence = style_of(text) and not style_of(below) and "。" in below
        if (sentence or is_deeper(below, text)) and _is_unit(name):
            yield number, name


def _is_unit(name: str) -> bool:
    wording = _WORDING.search(name) or _WORK.match(name)
    return len(name) <= _LONGEST and not wording and names_units(name)


def _ends(read: Sequence[Line], heads: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """The last line of each item below a heading, and the units of that."""
    unit, within = "", _below(read, heads)
    for (number, _), (after, below) in pairwise([*read, (0, "")]):
        unit = heads.get(number, unit) if number in within else ""
        ends = not after or after in heads or style_of(below)
        if unit and ends and number not in heads:
            yield number, unit


def _with_unit(text: str, unit: str) -> str:
    """A line with a unit in brackets behind it, in those of its limit if it ends with one."""
    last = max(brackets(text), default=(0, 0))
    inner = text[last[0] + 1 : last[1]]
    if last[1] == len(text) - 1 and names_limit(inner):
        return f"{text[: last[0]]}（{unit}；{inner}）"
    return f"{text}（{unit}）"
