"""What does the file of a plan say after an import? A new one, or the one there with new categories."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from sitegen.exchange.cleaning import one_line
from sitegen.exchange.faults import Refused
from sitegen.exchange.imprint import NOTHING, Imprint, is_imprint
from sitegen.exchange.parts import plain
from sitegen.exchange.register import Register
from sitegen.exchange.yamlout import block
from sitegen.load.sections import canonical_path
from sitegen.model import Section
from sitegen.source import Document

_YEAR = re.compile(r"(20\d\d)")
_TITLE = re.compile(
    r"分解表|(?:任务|责任)分解|分工表|任务表|工作要点|要点|方案|分工|安排|计划|清单|台账|目录|办法|20\d\d年.*重点(?:工作|任务)$"
)
_PLAN_KINDS = (
    "任务分解表",
    "任务分工表",
    "工作要点",
    "实施方案",
    "工作方案",
    "分工方案",
    "工作安排",
    "工作计划",
    "任务清单",
)
_ANNEX = re.compile(r"^附件\s*[\d一二三四五六七八九十]*\s*[：:]?\s*")
_ISSUED = re.compile(r".*印发《?([^《》]+?)》?的通知")
_LONGEST = 60
_SENTENCE = frozenset("。；：:;，,")  # which no title holds
_MOST_LINES = 2  # above the last one of a title
_OTHERWISE = re.compile("[〔（(].*[）)〕]|的通知$|文件$|[:：]")


class Title(Struct, frozen=True):
    """What a plan is called, and the lines that say so; none where the name of the file has to serve."""

    text: str
    lines: tuple[str, ...] = ()


class Facts(Struct, frozen=True):
    """What is known of a plan when its table has been read."""

    title: Title
    year: int
    columns: tuple[str, ...]
    sections: tuple[tuple[str, ...], ...]
    ours: bool
    notes: tuple[str, ...]
    source: Mapping[str, str] = MappingProxyType({})  # the text that is kept
    imprint: Imprint = NOTHING  # what the document says of itself


def title_of(lines: Sequence[str], name: str, page: str = "") -> Title:
    """The title above a table, joined where it was parted into lines; else the page's, or the name of the file."""
    flat = [one_line(line) for line in lines]
    for number in range(len(flat) - 1, -1, -1):
        text = _ANNEX.sub("", flat[number])
        if text and len(text) <= _LONGEST and _TITLE.search(text) and not _is_wording(text):
            issued = _ISSUED.fullmatch(text)
            if issued and _TITLE.search(issued[1]):
                return Title(issued[1], (issued[1],))  # the line itself is told as one not read
            return _whole(flat[:number], Title(text, (flat[number],)))
    if page and len(page) <= _LONGEST and not _is_wording(page):
        return Title(page, (page,))
    return Title(name.rpartition(".")[0] or name)


def _whole(above: Sequence[str], title: Title) -> Title:
    """A title with the lines right above it that it begins on: those up to one that names the year."""
    if _YEAR.search(title.text):
        return title
    text, lines = title.text, title.lines
    for line in reversed(above[-_MOST_LINES:]):
        if not _begins_title(line):
            break
        text, lines = f"{line}{text}", (line, *lines)
        if _YEAR.search(line):
            return Title(text, lines) if len(text) <= _LONGEST else title
    return title


def _is_wording(line: str) -> bool:
    return not _SENTENCE.isdisjoint(line)


def _begins_title(line: str) -> bool:
    ended = not line or _is_wording(line) or _OTHERWISE.search(line)
    return not (ended or is_imprint(line) or _ANNEX.fullmatch(line))


def year_of(said: int | None, *texts: str) -> int:
    """The year of a plan: as told, else the first in its title, its id or the file's name."""
    found = next((match for text in texts if (match := _YEAR.search(text))), None)
    if said or found:
        return said or int(found[1] if found else 0)
    raise Refused("E09", f"从“{texts[0]}”里看不出年度", "加上 --year，例如 --year 2026")


def other_year(year: int, title: str) -> tuple[str, ...]:
    """What to look at where a title names other years than the plan's."""
    years = sorted(map(int, _YEAR.findall(title)))
    fits = not years or years[0] <= year <= years[-1]
    return () if fits else (f"标题里的年度是 {years[0]}，计划的年度写作 {year}",)


def tree(paths: Iterable[tuple[str, ...]], into: Sequence[Section] = ()) -> tuple[Section, ...]:
    """Categories as a tree: those that are listed, and each further path behind what goes before."""
    sections = tuple(into)
    for path in paths:
        if path and canonical_path(sections, path) is None:
            sections = _with(sections, path)
    return sections


def _with(sections: tuple[Section, ...], path: tuple[str, ...]) -> tuple[Section, ...]:
    for index, section in enumerate(sections):
        if path[0] in (section.title, *section.printed):
            below = _with(section.parts, path[1:]) if path[1:] else section.parts
            grown = Section(title=section.title, printed=section.printed, parts=below)
            return (*sections[:index], grown, *sections[index + 1 :])
    below = _with((), path[1:]) if path[1:] else ()
    return (*sections, Section(title=path[0], parts=below))


def listed(document: Document | None) -> tuple[Section, ...]:
    """The categories that the file of a plan lists."""
    return _sections(plain(document.front.get("sections")) if document else None)


def _sections(values: Any) -> tuple[Section, ...]:
    items = (
        [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []
    )
    return tuple(
        Section(
            title=str(item.get("title", "")),
            printed=tuple(item.get("printed") or ()),
            parts=_sections(item.get("parts")),
        )
        for item in items
    )


def new_plan(facts: Facts, government: str, register: Register) -> str:
    """The file of a plan that is imported for the first time."""
    name = register.names.title("government", government)
    document = register.document("government", government)
    short = plain(document.front.get("short")) if document else None
    keys: dict[str, Any] = {
        "title": facts.title.text,
        "short": f"{short or re.sub('[省市州县区]$', '', name)}{facts.year}",
        "government": name,
        "year": str(facts.year),
        **facts.imprint.keys,
    }
    kind = next((kind for kind in _PLAN_KINDS if kind in facts.title.text), "")
    keys |= {"kind": kind} if kind else {}
    keys |= {"tracking": "archived"}
    keys |= {"numbering": "ours" if facts.ours else "printed"}
    keys |= {"columns": list(facts.columns)} if facts.columns else {}
    sections = tree(facts.sections)
    keys |= {"sections": _as_keys(sections)} if sections else {}
    keys |= {"source": dict(facts.source)} if facts.source else {}
    keys |= {"notes": list(facts.notes)} if facts.notes else {}
    keys |= {"inferred": ["title"]} if not facts.title.lines else {}
    lines = "".join(block(key, value) for key, value in keys.items())
    return f"---\n{lines}---\n\n> 编者注：本部分逐条列为任务，见任务表。\n"


def with_sections(document: Document, paths: Iterable[tuple[str, ...]]) -> str | None:
    """The file of a plan with the categories that it lacks, or None where it lists all of them."""
    before = listed(document)
    after = tree(paths, before)
    if after == before:
        return None
    lines = list(document.lines)
    starts = [(key.text, key.mark.line - 1) for key, _ in document.front.entries]
    ends = [start for _, start in starts[1:]] + [document.body_line - 2]
    text = block("sections", _as_keys(after)).splitlines()
    for (name, start), end in zip(starts, ends, strict=True):
        if name == "sections":
            return "\n".join([*lines[:start], *text, *lines[end:]])
    close = document.body_line - 2
    return "\n".join([*lines[:close], *text, *lines[close:]])


def _as_keys(sections: Sequence[Section]) -> list[dict[str, Any]]:
    return [
        {"title": section.title}
        | ({"printed": list(section.printed)} if section.printed else {})
        | ({"parts": _as_keys(section.parts)} if section.parts else {})
        for section in sections
    ]
