"""What stands in brackets behind a sentence: who answers for it, until when, or neither?

Official texts use every kind of brackets for it; some put the same words behind the sentence or on
lines of their own, with labels and without brackets (责任单位：市财政局。完成时限：年底前).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.deadlines.grammar import Frame, read
from sitegen.deadlines.reading import Found
from sitegen.exchange.persons import without_labelled

OPEN, CLOSE = "（(〔[［【", "）)〕]］】"
_AT_END = "。；;，"
_ROLE = re.compile(
    r"(牵头|责任|配合|主办|承办|落实|负责|协办)(单位|部门|主体|[科处股]室)?[：:]|^牵头"
)
_UNIT = re.compile(
    r"(局|委|办|室|部|厅|府|院|行|会|处|科|股|署|站|所|队|馆|社|中心|部门|单位|机构|公司|企业|支行|分局|县区|区县|街道|乡镇|学校|集团"
    r"|[残妇文侨]联|科协|电视台|专班|小组|（[^）]*）)等?$"
    r"|^各[^，。；]{0,8}(?:镇|乡|街|区|县|市|园区)$"
)
_DOES = re.compile(
    r"(按照?(各自)?职责(分工)?|分别|共同|具体|组织|抓好)*"
    r"(牵头|负责|配合|落实|承办|主办|协办|协助|参与|参加|实施)+$"
)
_AND = re.compile("^(?:以及|及|和|与)")
_SIGN = re.compile("([，,；;])")
_ANY_YEAR = 2000  # whether words say a limit does not hang on the year
_UNITS = "(?:牵头|责任|配合|主办|承办|落实|协办|参与)(?:单位|部门|主体|[科处股]室)"
_WHEN_DUE = "(?:完成|办结|落实)?(?:时限|时间|期限)(?:要求|安排)?"
_LIMIT = re.compile(rf"[；;，,。]?{_WHEN_DUE}[：:]([^；;，,。]+)")
_MORE = re.compile("[，,]([^；;，,。]+)")  # of what a label begins
_FRAMED = re.compile(rf"[【［\[]({_UNITS}|{_WHEN_DUE})[】］\]][：:]?")  # 【责任单位】市财政局
_LABEL = re.compile(rf"[【［\[]?(?:{_UNITS}|{_WHEN_DUE})(?:[】］\]][：:]?|[：:])")
_BETWEEN = re.compile(rf"(?<=[^\s。；;，,：:])[ \t\u3000]+(?={_LABEL.pattern})")
_UNIT_GAP = re.compile("(?<=[局委办厅府会院部处科室心队）)])[ \t\u3000]+(?=[一-龥])")
# a line of its own that says who answers for what stands above, or until when
_UNITS_LINE = re.compile(rf"[{re.escape(OPEN)}]?{_UNITS}[：:]")
_LIMIT_LINE = re.compile(rf"[{re.escape(OPEN)}]?{_WHEN_DUE}[：:]")
# behind a sentence or a blank: …公开预算。责任单位：市财政局
_BEHIND = re.compile(rf"(?<=[。；;！？!?\s])(?={_UNITS}[：:])")
# behind a comma, at the end: 公开招生方案，时限：5月底前。
_LIMIT_BEHIND = re.compile(rf"[，,；;。]\s*({_WHEN_DUE}[：:]([^。；;]+))。?$")
_STOP = re.compile("(?<=[。；;])")
_LONGEST = 80  # letters of a sentence that only names units
_IN_CHARGE = re.compile("(?:负责|牵头)$")
_LABELLED = re.compile(rf"\s*(?:{_UNITS}|{_WHEN_DUE})[：:][^。]*。?")


def brackets(text: str) -> Iterator[tuple[int, int]]:
    """The outermost brackets, of any kind; one that is never closed ends with the text."""
    depth, start = 0, 0
    for place, sign in enumerate(text):
        if sign in OPEN:
            start = place if not depth else start
            depth += 1
        elif sign in CLOSE and depth:
            depth -= 1
            if not depth:
                yield start, place


def punctuated(line: str) -> str:
    """A line with marks for the blanks that set labels, and the units behind them, apart: 市财政局 市审计局 时限：…"""
    label = _LABEL.search(line)
    if not label:
        return line
    behind = _BETWEEN.sub("；", line[label.end() :])
    return line[: label.end()] + _UNIT_GAP.sub("、", behind)


def enclosed(line: str) -> str:
    """A line with brackets around what labels behind its sentence say of units and limits."""
    line = _FRAMED.sub(r"\1：", line)
    if says_units(line) or says_limit(line):
        return line
    labels = _BEHIND.finditer(line)
    for found in labels:
        begin = end = found.start()
        while clause := _LABELLED.match(line, end):
            end = clause.end()
        if not _is_within(line, begin):
            return f"{line[:begin].rstrip()}{in_brackets(line[begin:end])}{line[end:]}"
    begin = _units_at_the_end(line)
    if begin and not any(units_within(line)):
        return f"{line[:begin]}{in_brackets(line[begin:])}"
    limit = _LIMIT_BEHIND.search(line)
    if limit and is_limit(limit[2]) and not _is_within(line, limit.start(1)):
        return f"{line[: limit.start()]}（{limit[1]}）"
    return line


def _is_within(line: str, place: int) -> bool:
    """Whether a place of a line is within brackets, which may be closed on a further line."""
    before = line[:place]
    return sum(map(before.count, OPEN)) > sum(map(before.count, CLOSE))


def units_within(line: str) -> Iterator[bool]:
    """Whether each bracket of a line names units."""
    return (names_units(line[start + 1 : end]) for start, end in brackets(line))


def _units_at_the_end(line: str) -> int:
    """Where the end of a line begins that only names units and says until when; 0 where none does."""
    places = (stop.start() for stop in _STOP.finditer(line, max(0, len(line) - _LONGEST)))
    return next((place for place in places if _names_only_units(line[place:])), 0)


def _names_only_units(sentence: str) -> bool:
    """Whether a sentence says nothing but which units do something, and until when (由市财政局负责)."""
    parts = re.split("[，,；;]", sentence.strip().rstrip("。").removeprefix("由"))
    does = [part for part in parts if _IN_CHARGE.search(part)]
    words = "".join(parts)
    apart = "由" in words or "。" in words or "：" in words
    return bool(does) and not apart and names_units("，".join(parts))


def in_brackets(words: str) -> str:
    """Some words in brackets, which they may have already, without the stop behind them."""
    words = words.strip().rstrip(_AT_END)
    whole = next(brackets(words), None) == (0, len(words) - 1)
    return f"（{words[1:-1] if whole else words}）"


def says_units(line: str) -> bool:
    """Whether a line of its own says who answers for what stands above it."""
    return bool(_UNITS_LINE.match(line))


def says_limit(line: str) -> bool:
    """Whether a line of its own says until when what stands above it is to be done."""
    return bool(_LIMIT_LINE.match(line))


def names_units(inner: str) -> bool:
    """Whether what a bracket says is who answers for something."""
    if _ROLE.search(inner):
        return True
    units = re.split("[、，,；;]", without_labelled(inner))
    parts = [_DOES.sub("", _AND.sub("", part)) for part in units if part]
    named = [part for part in parts if part and not is_limit(part)]
    return bool(named) and all(_UNIT.search(part) and _is_name(part) for part in named)


def _is_name(part: str) -> bool:
    """Whether what ends as a unit does says which: not 局 alone, but 各县 of 各县、区人民政府."""
    return len(part) > 2 or part.startswith("各")  # noqa: PLR2004


def names_limit(inner: str) -> bool:
    """Whether what a bracket says is nothing but until when something is to be done."""
    return bool(_LIMIT.fullmatch(inner)) or is_limit(inner)


def is_limit(words: str) -> bool:
    """Whether some words say until when, or how often, and nothing about time that cannot be read."""
    return bool(limits_in(words))


def limits_in(words: str) -> tuple[Found, ...]:
    """The limits that some words say, if nothing about time in them cannot be read."""
    reading = read(words, Frame(_ANY_YEAR)) if words else None
    return reading.found if reading and not reading.troubles else ()


def limit_of(units: str) -> tuple[str, str]:
    """Until when a bracket says that a thing is to be done, and the bracket without it."""
    if _LIMIT.search(units):
        return _labelled(units)
    parts = _SIGN.split(units.strip("；;，。"))
    own = [place for place in range(0, len(parts), 2) if not is_limit(parts[place])]
    if not own:
        return "".join(parts), ""
    before, after = parts[: max(0, own[0] - 1)], parts[own[-1] + 2 :]
    limits = ("".join(before), "".join(after))
    return "；".join(filter(None, limits)), "".join(parts[own[0] : own[-1] + 1])


def _labelled(units: str) -> tuple[str, str]:
    """The limits behind labels, each as far as it says further ones, and what is left."""
    limits: list[str] = []
    while found := _LIMIT.search(units):
        end = found.end()
        while (more := _MORE.match(units, end)) and is_limit(more[1]):
            end = more.end()
        limits.append(units[found.start(1) : end])
        units = units[: found.start()] + units[end:]
    return "；".join(limits), units.strip("；;，。")
