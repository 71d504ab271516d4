"""What do the signs in a table of ticks mean? √ and ●, words in their place, and legends of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from sitegen.exchange.headings import RESPONSIBLE, holds

SIGNS = "√✓✔☑●○◎◉⊙△▲▽▼■□☐★☆◆◇＊*＃#"
_BEFORE = re.compile(r"([★☆▲△▼▽◆◇●○◎※]{1,3})\s*(?=\S)")
# beside ticks these say that a unit has no part in a task
EMPTY = frozenset({"□", "☐", "×", "✗", "✘", "╳", "否", "无", *"—－-/／", "——", "--"})
_TICKS = frozenset({*SIGNS, "V", "v", "Ｖ", "是"}) - EMPTY
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "牵头": "lead",
        "主办": "lead",
        "主责": "lead",
        "会同": "joint",
        "配合": "support",
        "协办": "support",
        "协助": "support",
        "参与": "support",
        "参加": "support",
        "落实": "implement",
        "承办": "implement",
        "实施": "implement",
        "责任": "unspecified",
        "负责": "unspecified",
    }
)
SAID: Mapping[str, str] = MappingProxyType(
    {"lead": "牵头", "joint": "会同", "support": "配合", "implement": "落实"}
)
_ROLE = f"(?:{'|'.join(WORDS)})"
_SIGN = rf"[“\"（(]?[{re.escape(SIGNS)}][”\")）]?"
_TOKEN = re.compile(rf"(?P<sign>[{re.escape(SIGNS)}])|(?P<role>{_ROLE})")
_FORWARD = re.compile(
    rf"{_SIGN}\s*(?:的?(?:表示|代表|为|是|指)|[：:＝=—-])?\s*(?:由[^，,；;]{{0,4}})?(?P<role>{_ROLE})"
)
_BACKWARD = re.compile(
    rf"(?P<role>{_ROLE})(?:单位|部门|科室)?\s*(?:用|打|标|以|记|划|画|填|为|[：:＝=—-])*\s*{_SIGN}"
)
_UNIT = re.compile(
    r"(?!.*(服务中心|服务站|公开|县级|乡级))"
    r".{2,}(局|委|办|部|厅|府|院|中心|公司|集团|大学|学校|支队|大队|银行|支行|街道|[县区镇乡]|妇联|残联|工会|科协|科)"
)
# a word in the place of a tick, or behind it: 牵头, √（牵头单位）
_WORD = re.compile(rf"[{re.escape(SIGNS)}]?[（(]?(?P<role>{_ROLE})(?:单位|部门|科室)?[）)]?")
# what stands over the names of several units: 市直部门, 县（市、区）
_CLASS = re.compile(
    r"各?(?:[省市州县区][直级]|县区|区县|县市区|县[（(](?:市、)?区[）)]|乡镇|镇街|街道|园区|部门|单位|[和、及（）()])+"
)


def legend(lines: Iterable[str]) -> Mapping[str, str]:
    """The role that each sign has by the legends among some lines; signs with two of them have none."""
    found: dict[str, str] = {}
    doubtful: set[str] = set()
    for line in lines:
        for sign, role in _explained(line).items():
            doubtful |= {sign} if found.setdefault(sign, role) != role else set()
    return {sign: role for sign, role in found.items() if sign not in doubtful}


def _explained(line: str) -> Mapping[str, str]:
    """The roles of the signs of a line, if each of them is explained: all before, or all behind its role."""
    tokens = list(_TOKEN.finditer(line))
    signs = [token["sign"] for token in tokens if token["sign"]]
    if not signs or len(signs) == len(tokens):
        return {}
    order = (_BACKWARD, _FORWARD) if tokens[-1]["sign"] else (_FORWARD, _BACKWARD)
    for pattern in order:
        pairs = [(_sign(found[0]), WORDS[found["role"]]) for found in pattern.finditer(line)]
        if [sign for sign, _ in pairs] == signs and len(dict(pairs)) == len(set(pairs)):
            return dict(pairs)
    return {}


def _sign(text: str) -> str:
    return next(letter for letter in text if letter in SIGNS)


def role_in(text: str, known: Mapping[str, str]) -> str | None:
    """The role that a cell gives to the unit of its column: empty for none; None where it is no sign."""
    if text in known:
        return known[text]
    if text in EMPTY:
        return ""
    word = _WORD.fullmatch(text)
    return "unspecified" if text in _TICKS else (WORDS[word["role"]] if word else None)


def is_sign(text: str) -> bool:
    """Whether the text of a cell is a tick, a word in its place, or says that there is none."""
    return text in SIGNS or role_in(text, {}) is not None


def has_ticks(texts: Sequence[str]) -> bool:
    """Whether the cells of a column are ticks, but for a few that may be slips."""
    signs = [text for text in texts if is_sign(text)]
    return len(signs) * 2 >= len(texts) and any(text not in EMPTY for text in signs)


def names_unit(names: tuple[str, ...]) -> bool:
    """Whether the headings of a column of ticks name a unit: by its own name, or by those over it."""
    if not names or holds(names[-1]) in {*RESPONSIBLE, "number", "deadline", "skip", "personal"}:
        return False
    if any(holds(name) in RESPONSIBLE for name in names[:-1]):
        return True
    over = all(_UNIT.fullmatch(name) or _CLASS.fullmatch(name) for name in names[:-1])
    return over and bool(_UNIT.fullmatch(names[-1]))


def parted(text: str) -> tuple[str, str]:
    """The signs that stand before a number, as of tasks that matter most, and what follows them."""
    found = _BEFORE.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)
