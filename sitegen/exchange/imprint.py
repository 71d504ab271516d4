"""What does a document say of itself: its number, who issued it and when? Only where there is no doubt.

As 《党政机关公文格式》(GB/T 9704-2012) places them, 发文字号 stands on a line of its own, 发文机关署名 right above
成文日期; pages of portals and tables also name them by a label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from types import MappingProxyType

from msgspec import Struct

from sitegen import dates
from sitegen.exchange.cards import labelled
from sitegen.exchange.cleaning import one_line
from sitegen.exchange.grid import Grid
from sitegen.text import arabic, listed

_DIGITS = "[\\d〇○零一二三四五六七八九十]"
DATED = re.compile(rf"{_DIGITS}{{4}}年{_DIGITS}{{1,2}}月{_DIGITS}{{1,3}}日")
ISSUER = re.compile("[一-龥、（）()]{2,30}(?:府|局|委|办|室|厅|会|院|组|部)")
SIGNED = re.compile(rf"({ISSUER.pattern})[ ]?({DATED.pattern})")
_NUMBER = re.compile(r"([一-龥]{2,15})[〔\[［【(（](\d{4})[〕\]］】)）](\d{1,4}号)")
_LABEL = re.compile(
    "(?P<number>发文字号|文件字号|发文文号|文号)|(?P<issuer>发文机关|发文单位|制发机关)|(?P<day>成文日期|发文日期)"
)
_LABELLED = re.compile(rf"(?:{_LABEL.pattern})[：:]?\s?(?P<said>.*)")
_PARTS = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_NAMES = {"doc_number": "发文字号", "issuer": "发文机关", "issued": "成文日期"}


class Imprint(Struct, frozen=True):
    """What is sure of a document, as keys of its plan; the lines that say so; what was in doubt."""

    keys: Mapping[str, str]
    lines: frozenset[str] = frozenset()
    doubts: tuple[str, ...] = ()

    def told(self) -> str:
        """What was read, for whoever looks it over."""
        return listed([f"{_NAMES[key]} {_shown(value)}" for key, value in self.keys.items()])


NOTHING = Imprint(MappingProxyType({}))


class _Said(Struct, frozen=True):
    key: str
    value: str
    line: str


def imprint(lines: Iterable[str], tables: Iterable[Grid]) -> Imprint:
    """What the lines of a document and its tables of labels say of it, each where only one thing is said."""
    whole = [line for line in lines if one_line(line)]
    flat = [one_line(line) for line in whole]
    said = [*_numbers(flat), *_signatures(flat), *_labelled(whole)]
    said += _labelled(text for table in tables for text in _pairs(table))
    keys: dict[str, str] = {}
    doubts: list[str] = []
    for key, name in _NAMES.items():
        values = list(dict.fromkeys(one.value for one in said if one.key == key))
        if len(values) == 1:
            keys[key] = values[0]
        elif values:
            doubts.append(f"{name}写有几个，没有填写：{listed(map(_shown, values))}")
    return Imprint(keys, frozenset(one.line for one in said), tuple(doubts))


def is_imprint(line: str) -> bool:
    """Whether a line names an issuer, a number or a date and nothing else."""
    forms = (ISSUER, DATED, SIGNED, _NUMBER)
    return any(form.fullmatch(line) for form in forms)


def fitting(found: Imprint, year: int) -> Imprint:
    """What was found without what belongs to another year than the plan's, or the one before it."""
    years = {str(year), str(year - 1)}
    foreign = {
        key: value
        for key, value in found.keys.items()
        if key != "issuer" and not years & set(re.findall(r"\d{4}", value))
    }
    told = (
        f"{_NAMES[key]} {_shown(value)} 与计划年度不符，没有填写" for key, value in foreign.items()
    )
    keys = {key: value for key, value in found.keys.items() if key not in foreign}
    return Imprint(keys, found.lines, (*found.doubts, *told))


def differing(found: Imprint, there: Mapping[str, str]) -> Iterator[str]:
    """What the file of a plan that is there does not say as the document does."""
    for key, value in found.keys.items():
        if there.get(key) != value:
            now = f"写的是“{_shown(there[key])}”" if there.get(key) else "没有写"
            yield f"文中的{_NAMES[key]}是“{_shown(value)}”，计划里{now}，没有改动"


def _shown(value: str) -> str:
    day = dates.parse(value)
    return dates.chinese(day) if day else value


def _numbers(flat: Sequence[str]) -> Iterator[_Said]:
    for line in flat:
        number = _number(line)
        if number:
            yield _Said("doc_number", number, line)


def _number(text: str) -> str:
    """A document's number with the brackets that the standard asks for (GB/T 9704-2012, 7.2.5)."""
    found = _NUMBER.fullmatch(text)
    return f"{found[1]}〔{found[2]}〕{found[3]}" if found else ""


def _signatures(flat: Sequence[str]) -> Iterator[_Said]:
    """Who signed and when: two lines, or one; a date without a name above it may be of anything."""
    for above, line in pairwise(["", *flat]):
        found = SIGNED.fullmatch(line)
        name, day = (found[1], found[2]) if found else (above, line)
        when = _day(day) if ISSUER.fullmatch(name) else None
        if when:
            yield _Said("issuer", name, line if found else above)
            yield _Said("issued", when.isoformat(), line)


def _day(text: str) -> date | None:
    found = _PARTS.fullmatch(arabic(text.replace("○", "〇"))) if DATED.fullmatch(text) else None
    return dates.parse(f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}") if found else None


def _labelled(lines: Iterable[str]) -> Iterator[_Said]:
    parts = ((part, one_line(whole)) for whole in lines for part in labelled(whole))
    for part, line in parts:
        found = _LABELLED.fullmatch(one_line(part))
        said = found["said"].strip() if found else ""
        if found and found["number"] and (number := _number(said)):
            yield _Said("doc_number", number, line)
        elif found and found["issuer"] and ISSUER.fullmatch(said):
            yield _Said("issuer", said, line)
        elif found and found["day"] and (when := _day(said) or dates.parse(said)):
            yield _Said("issued", when.isoformat(), line)


def _pairs(table: Grid) -> Iterator[str]:
    """Each label in a table with the cell to its right."""
    for row in table.rows:
        texts = [one_line(cell.text) for cell in row if not cell.covered]
        for label, text in pairwise(texts):
            if _LABEL.fullmatch(label.rstrip("：:")):
                yield f"{label.rstrip('：:')}：{text}"
        yield from (text for text in texts if "：" in text or ":" in text)
