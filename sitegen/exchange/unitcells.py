"""What does a cell of units or limits say? White space within it may part two of them, or only be layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sitegen.exchange.bracketed import is_limit, limits_in
from sitegen.exchange.cleaning import WIDE, one_line, visible

_SEPARATORS = "、，,；;。/／（）() "
# names that end so are whole; 乡, 区 or 部 may stand within one
_WHOLE = re.compile(
    r".{2,}(局|委|厅|办|室|府|会|院|中心|公司|集团|部门|单位|银行|支行|支队|总队|大队|大学|学校|妇联|科协|残联|文联"
    r"|工商联|供销社|电视台|馆|站|所|处|党校|武装部|宣传部|组织部|统战部)$"
)
# what a unit does, behind its name
_DOES = re.compile(
    "(等|按照?(各自)?职责|分工|分别|共同|具体|组织|牵头|负责|配合|落实|承办|主办|协办|协助|参与|参加|实施)+$"
)
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]$")
# names that follow one that seems whole: 市政府 办公室
_GOES_ON = re.compile("办公室|委员会|人民政府|管理|监督|服务|领导小组|工作")
_BY_WIDE = re.compile(WIDE)
_COUNT = re.compile(r"\d{1,2}[.．、](?=\d{1,2}月|\D)|[（(]\d{1,2}[)）]|[①-⑳]")
_PIECES = re.compile(r"([；;，,\n]|[（(][^（）()]*[）)])")
_KEPT_BLANK = re.compile(rf"(?<={WIDE}) (?={WIDE})")


def units_of(text: str) -> str:
    """The text of a cell of units on one line, but for line ends and blanks between two whole names."""
    lines = [_parted(line.split(), " ") for line in visible(text)[0].split("\n") if line.strip()]
    return _parted(lines, "\n") if lines else ""


def without_limit(text: str) -> tuple[str, str]:
    """The units of a cell that says until when as well, and the limit: 市财政局（6月底前）."""
    pieces = _PIECES.split(text)
    limits = [piece for piece in pieces if is_limit(piece.strip("（）() \n"))]
    units = "".join(piece for piece in pieces if piece not in limits)
    return units.strip("；;，, \n"), "；".join(limit.strip("（）() \n") for limit in limits)


def parted_limits(text: str) -> tuple[str, ...]:
    """The limits of a cell that stand on lines of their own; none where a line only goes on (2027年 6月底前)."""
    lines = [line.rstrip("；;，,。") for line in map(one_line, text.split("\n")) if line]
    bare = [_COUNT.sub("", line) for line in lines]
    counted = all(a != b for a, b in zip(lines, bare, strict=True))
    whole = len(lines) > 1 and all(map(is_limit, bare))
    return tuple(lines) if whole and (counted or _adds_up(lines)) else ()


def _adds_up(lines: Sequence[str]) -> bool:
    """Whether lines say no more and no less together than each alone."""
    alone = sum(len(limits_in(line)) for line in lines)
    return len(limits_in("".join(lines))) == alone


def parted_units(units: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What was kept that parts whole names in such a text, a line end or a blank, and what it parts."""
    if "\n" in units:
        yield "换行", tuple(units.split("\n"))
    for line in units.split("\n"):
        if _KEPT_BLANK.search(line):
            yield "空格", tuple(_KEPT_BLANK.split(line))


def _parted(pieces: Sequence[str], sign: str) -> str:
    """Pieces with a sign between those that end and begin with whole names, the others joined."""
    parts = [pieces[0]]
    for piece in pieces[1:]:
        if _ends_whole(parts[-1]) and _begins_whole(piece):
            parts.append(piece)
        else:
            parts[-1] = _joined(parts[-1], piece)
    return sign.join(parts)


def _joined(before: str, after: str) -> str:
    wide = _BY_WIDE.search(before[-1:]) or _BY_WIDE.search(after[:1])
    return f"{before}{after}" if wide else f"{before} {after}"


def _ends_whole(text: str) -> bool:
    last = _IN_BRACKETS.sub("", text)
    return _whole(re.split(f"[{_SEPARATORS}]", last)[-1])


def _begins_whole(text: str) -> bool:
    first = re.split(f"[{_SEPARATORS}]", text)[0]
    return _whole(first) and not _GOES_ON.match(first)


def _whole(name: str) -> bool:
    return bool(_WHOLE.fullmatch(_DOES.sub("", name)))
