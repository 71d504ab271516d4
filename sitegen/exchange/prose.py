"""What are the tasks of a text without a table? Numbered items whose sentences name units in brackets."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from sitegen.exchange.cleaning import is_furniture, one_line
from sitegen.exchange.found import Part, Reading, Row, Units
from sitegen.exchange.levels import style_of
from sitegen.exchange.persons import PERSON_LEFT_OUT, without_labelled
from sitegen.model import TaskInference
from sitegen.text import shown

_ENDED = re.compile(r"[。；！？：!?;)）]$")
_ROLE = re.compile(r"(牵头|责任|配合|主办|承办|落实|负责|协办)(单位|部门|主体)?[：:]|^牵头")
_UNIT = re.compile(
    r"(局|委|办|办公室|部|厅|府|院|行|会|处|社|中心|部门|单位|公司|支行|分局|大队|县区|区县|街道|乡镇|学校|集团|法院|（[^）]*）)等?$"
)
_DOES = re.compile(
    r"(按照?(各自)?职责(分工)?|分别|共同|具体|组织|抓好)*"
    r"(牵头|负责|配合|落实|承办|主办|协办|协助|参与|参加|实施)+$"
)
# a part of a bracket that says until when: 2018年底前完成, 长期坚持
_WHEN = re.compile(
    r"(?=.*(年|月|日|季|周|长期|持续|即时))[\d年月日季度周每上下半底初末中旬个工作前后内长期全持续即时]+(完成|坚持|推进|报送|落实)?"
)
_NUMBER = re.compile(
    r"(\d{1,3})[.．、]|[（(]\d{1,3}[)）]|[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、"
)
# a line of its own that says who answers for what stands above
_OWNERS = re.compile(r"[【（(]?(牵头|责任|配合|主办|承办|落实)(单位|部门)[】]?[：:]")
_LIMIT_LINE = re.compile(r"[【（(]?(完成)?(时限|时间)(要求)?[】]?[：:]")
_LIMIT = re.compile(r"[；;，,。]?(?:完成)?(?:时限|时间)(?:要求)?[：:]([^；;，,。]+)[；;]?")
_WHOLE = re.compile("任务|工作|内容|要点|分工")
_OPEN, _CLOSE = "（(", "）)"
_AFTER = "。；;"
_ENDS = f"{_CLOSE}{_AFTER}！？!?"
# a line about who filled in the text or whom to ask
_PERSONS = re.compile("[（(]?(填表|制表|审核|签发|联系|电话|手机|传真|邮箱|经办)[^。]{0,6}[：:]")
_TITLE = 45  # letters of a heading that a full stop ends
_SHOWN = 60  # letters of what is left out
_SHORT = 12  # letters; what is left over after the last units and shorter is no clause


@dataclass
class _Item:
    style: str
    text: str
    line: int
    title: str  # its heading, as it stands in the categories of what is below
    above: tuple[str, ...] = ()
    joints: list[int] = field(default_factory=list)
    ends: set[int] = field(default_factory=set)  # behind brackets that end a paragraph
    lines: list[tuple[int, int]] = field(default_factory=list)  # where further lines begin

    def parts(self, begin: int, end: int) -> tuple[Part, ...]:
        """A stretch of the text, parted by the lines that it stands in."""
        starts = [(0, self.line), *self.lines, (len(self.text), 0)]
        spans = [(max(a, begin), min(b, end), line) for (a, line), (b, _) in pairwise(starts)]
        return tuple(Part(f"第{n}行", self.text[a:b]) for a, b, n in spans if a < b)

    def go_on(self, text: str, number: int, *, ended: bool) -> None:
        """Take up a further line; `ended`: the one before it ended a paragraph."""
        if _LIMIT_LINE.match(text) and self.text[-1:] in _CLOSE:
            self.lines.append((len(self.text), number))
            self.text = f"{self.text[:-1]}；{text.strip('【】（）()。')}）"
            return
        if ended:
            self.ends.add(len(self.text.rstrip(_AFTER)))
        broken = not _ENDED.search(self.text)
        self.joints += [len(self.text)] if broken and text[:1] not in _OPEN else []
        self.lines.append((len(self.text), number))
        self.text += text


class _Piece(Struct, frozen=True):
    text: str
    units: str
    joined: bool
    apart: bool = False  # a paragraph behind the one that named the units
    parts: tuple[Part, ...] = ()  # where the units stand


def read_prose(lines: Sequence[str], reading: Reading, *, paragraphs: bool) -> int:
    """Add the tasks of a text to what was read, and tell what of its items is none.

    `paragraphs`: no line ends only because it was full. Gives the number of lines before the first item.
    """
    items = list(_items(lines, reading, paragraphs=paragraphs))
    pieces = [list(_pieces(item)) for item in items]
    marked = [item for item, found in zip(items, pieces, strict=True) if _units(found)]
    styles = {item.style for item in marked}
    owners = {item.above[:1] for item in marked}
    several = any(_units(found) > 1 for found in pieces)
    left: list[_Item] = []
    for item, found in zip(items, pieces, strict=True):
        task = item in marked or (item.style in styles and item.above[:1] in owners)
        if not task or not _add(item, found, reading, several=several):
            left.append(item)
    _tell_left(left, reading, styles)
    reading.rows[:] = _below(reading.rows)
    return items[0].line - 1 if items else len(lines)


def _tell_left(items: Sequence[_Item], reading: Reading, styles: Collection[str]) -> None:
    """Note the items that are no tasks, but for headings that tasks stand below."""
    used = {title for row in reading.rows for title in row.section}
    for item in items:
        words = item.text.removeprefix(item.title).strip("。") if item.title in used else item.text
        if words and reading.rows:
            why = "没有写明单位，" if item.style in styles else ""
            said = f"{why}没有作为任务：{shown(without_labelled(words), _SHOWN)}"
            reading.remark(f"第{item.line}行", "未导入", said)


def _below(rows: Sequence[Row]) -> list[Row]:
    """Rows without the part of the document that all of them stand in."""
    tops = {row.section[:1] for row in rows if len(row.section) > 1}
    shared = len(tops) == 1 and all(row.section[:1] in tops for row in rows)
    if not shared or not _WHOLE.search(next(iter(tops))[0]):
        return list(rows)
    return [replace(row, section=row.section[1:]) for row in rows]


def _units(pieces: Sequence[_Piece]) -> int:
    return sum(bool(piece.units) for piece in pieces)


def _items(lines: Sequence[str], reading: Reading, *, paragraphs: bool) -> Iterator[_Item]:
    full = max(map(len, lines), default=0)
    item: _Item | None = None
    short = False
    path: list[tuple[str, str]] = []
    for number, line in enumerate(lines, 1):
        text = one_line(line)
        if not text or is_furniture(text):
            short = short or not text
            continue
        if item and _OWNERS.match(text):
            text = f"（{text.strip('【】（）()。')}）"
        style = style_of(text)
        if style:
            if item:
                yield item
            styles = [one for one, _ in path]
            depth = styles.index(style) if style in styles else len(styles)
            path[depth:] = [(style, _split_title(text)[0])]
            item = _Item(style, text, number, path[-1][1], tuple(title for _, title in path[:-1]))
        elif item and _PERSONS.match(text) and (paragraphs or item.text[-1:] in _ENDS):
            reading.remark(f"第{number}行", "个人信息", "填表人、联系方式一类的文字没有导入")
        elif item:
            item.go_on(text, number, ended=paragraphs or short)
        short = len(line) * 4 < full * 3  # a line that ends before the margin ends a paragraph
    if item:
        yield item


def _split_title(text: str) -> tuple[str, str]:
    """A heading and what follows it."""
    head, stop, rest = text.partition("。")
    if stop and len(head) <= _TITLE:
        return head, rest
    return (text, "") if len(text) <= _TITLE or not stop else ("", text)


def _pieces(item: _Item) -> Iterator[_Piece]:
    """The clauses of an item, each with the units in brackets behind it."""
    begin = 0
    text = item.text
    for start, end in _brackets(text):
        inner = text[start + 1 : end].strip()
        last = end + 1 >= len(text) or end + 1 in item.ends
        closes = last or text[end + 1] in _AFTER or text[start - 1] in _AFTER
        if closes and _names_units(inner):
            joined = any(begin < joint < start for joint in item.joints)
            parts = item.parts(start, end)
            yield _Piece(text[begin:start].lstrip(_AFTER), inner, joined, parts=parts)
            begin = end + 1
    rest = text[begin:].lstrip(_AFTER)
    if rest:
        joined = any(joint > begin for joint in item.joints)
        yield _Piece(rest, "", joined, begin in item.ends)


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """The outermost brackets, of either width; one that is never closed ends with the text."""
    depth, start = 0, 0
    for place, sign in enumerate(text):
        if sign in _OPEN:
            start = place if not depth else start
            depth += 1
        elif sign in _CLOSE and depth:
            depth -= 1
            if not depth:
                yield start, place


def _names_units(inner: str) -> bool:
    if _ROLE.search(inner):
        return True
    units = re.split("[、，,；;]", without_labelled(inner))
    parts = [_DOES.sub("", part) for part in units if part]
    named = [part for part in parts if part and not _WHEN.fullmatch(part)]
    return bool(named) and all(_UNIT.search(part) and len(part) > 2 for part in named)  # noqa: PLR2004


def _limit(units: str) -> tuple[str, str]:
    """Until when a bracket says that a thing is to be done, and the bracket without it."""
    labelled = _LIMIT.search(units)
    if labelled:
        return labelled[1], _LIMIT.sub("", units).strip("；;，。")
    before, sign, last = max(
        units.rpartition("，"), units.rpartition("；"), key=lambda p: len(p[0])
    )
    return (last, before) if sign and _WHEN.fullmatch(last) else ("", units.strip("；;，。"))


def _add(item: _Item, pieces: list[_Piece], reading: Reading, *, several: bool) -> bool:
    """Add the tasks of an item, if it is one."""
    found = _NUMBER.match(item.text)
    number = (found[1] or found[0]) if found else ""
    if item.style == "chinese" and not _units(pieces):
        return False
    title, first = _split_title(pieces[0].text)
    if not title and item.style != "digit":
        title, first = "", pieces[0].text
    stop = "。" if pieces[0].text.endswith("。") else ""
    # what units stand behind is wording, not a heading
    if title and not first and (pieces[0].units if several else stop):
        title, first = "", f"{_NUMBER.sub('', title, count=1).strip()}{stop}"
    clauses = [replace(pieces[0], text=first), *pieces[1:]]
    section = (*item.above, title) if several and title else item.above
    bare = several or not _units(clauses)
    kept = [c for c in clauses if c.units or (bare and not c.apart and len(c.text) >= _SHORT)]
    for clause in clauses:
        if clause not in kept and clause.text.strip():
            reading.remark(f"第{item.line}行", "未导入", f"句末余下的文字：{clause.text}")
    for clause in kept:
        _row(item, clause, (number, title if not several else ""), section, reading)
    return bool(kept)


def _row(
    item: _Item,
    clause: _Piece,
    named: tuple[str, str],
    section: tuple[str, ...],
    reading: Reading,
) -> None:
    address = f"第{item.line}行"
    number, title = named
    title = _NUMBER.sub("", title, count=1).strip()
    text = clause.text or title
    if not text:
        return
    limit, raw = _limit(without_labelled(clause.units))
    if without_labelled(clause.units) != clause.units:
        reading.remark(address, "个人信息", PERSON_LEFT_OUT)
    units = (Units("责任单位", "unspecified", raw, clause.parts),) if raw else ()
    if not units:
        reading.remark(address, "责任单位", f"这一句后面没有写明单位：{text[:30]}")
    if clause.joined:
        reading.remark(address, "任务原文", "原文在换页或换行处断开，已接合")
    inferred: frozenset[TaskInference] = frozenset({"text"} if clause.joined else ())
    reading.rows.append(
        Row(
            address,
            number,
            address if number else "",
            section,
            text,
            units,
            limit,
            inferred=inferred,
            line=item.line,
            title=title if title != text else "",
            limits=clause.parts,
        )
    )
