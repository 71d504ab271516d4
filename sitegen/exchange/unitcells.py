"""What does a cell of units say? A line end within it may part two units, or only be where it was full."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sitegen.exchange.cleaning import one_line, visible

_SEPARATORS = "、，,；;。/／（）() "
# names that end so are whole; 乡, 区 or 部 may stand within one
_WHOLE = re.compile(
    r".{2,}(局|委|厅|办|室|府|会|院|中心|公司|集团|部门|单位|银行|支行|支队|总队|大学|学校|妇联|科协|残联)$"
)
_PERSONS = re.compile("责任人|联系人|负责人|经办人|姓名|领导")
_NAME = re.compile(r"[\u3400-\u9fff]{1,2}[\u3400-\u9fff某×xX*]{1,2}")
_PIECES = re.compile(r"([\n\s、，,；;：:（）()])")
_UNIT = re.compile("[局委厅办室府会院部处科股站所队校馆社县市区镇乡司团行]$|中心$|等$|门$|位$")


def units_of(text: str) -> str:
    """The text of a cell of units on one line, but for line ends that stand between two whole names."""
    lines = [line for line in map(one_line, visible(text)[0].split("\n")) if line]
    if not lines:
        return ""
    parts = lines[:1]
    for line in lines[1:]:
        if _whole(_last(parts[-1])) and _whole(_first(line)):
            parts.append(line)
        else:
            parts[-1] = one_line(f"{parts[-1]} {line}")
    return "\n".join(parts)


def _whole(name: str) -> bool:
    return bool(_WHOLE.fullmatch(name))


def _last(line: str) -> str:
    return re.split(f"[{_SEPARATORS}]", line)[-1]


def _first(line: str) -> str:
    return re.split(f"[{_SEPARATORS}]", line)[0]


def names_persons(headings: Sequence[str]) -> bool:
    """Whether a column of units may name persons beside them (牵头单位及责任人)."""
    return any(_PERSONS.search(name) for name in headings)


def without_persons(text: str) -> str:
    """The units of such a cell without what looks like a person's name behind one."""
    kept = [
        piece
        for piece in _PIECES.split(text)
        if not (_NAME.fullmatch(piece) and not _UNIT.search(piece))
    ]
    if len(kept) == len(_PIECES.split(text)):
        return text
    bare = re.sub(r"[（(]\s*[)）]", "", "".join(kept))
    return re.sub(r"[ \t　、，,：:]+(?=$|[；;\n])", "", bare).strip()
