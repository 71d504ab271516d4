"""What proves that a plan was transcribed whole and unchanged? Each function lists what is wrong.

Every function takes a plan beside its dump and answers with messages that name the task and the
place, so that the same functions can be tried on content that was damaged on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from sitegen.load import Site
from sitegen.model import ROLES, Task
from tests.plans import phrase
from tests.plans.dump import Placed, Reading, Span, bare, gaps, line_of, row_of
from tests.plans.subjects import ASKED, EXCEPTIONS

Faults = Iterator[str]

TASKS: Mapping[str, int] = {
    "panzhihua-2017": 133,
    "taian-2017": 139,
    "mianyang-youxian-2018": 18,
    "ankang-2017": 53,
    "panzhihua-xiqu-2021": 45,
}
# in this table a merged cell is printed with the last row of its span, elsewhere with the first
PRINTED_LAST = ("panzhihua-2017",)
# this table has no numbers of its own
UNNUMBERED = ("taian-2017",)
# in this table the cells of the categories are cut by page breaks and moved between columns
CUT_CATEGORIES = ("panzhihua-xiqu-2021",)
TABLE_HEAD = "序号工作任务具体要求牵头落实单位完成时限"
FIRST_PAGE = 4  # of the table of Panzhihua, as its notes explain
EDITORIAL = "> 编者注"
TITLE = (4, 40)


def wording(read: Reading) -> Faults:
    """Each text stands in the dump, whole, or in a few pieces in order where that is marked."""
    for placed in read.placed:
        text = bare(placed.task.body)
        if not placed.text:
            yield f"{placed.where}: text departs from the dump {read.dump.departs(text)}"
        for name, words in (("text", placed.task.body), *_cells(placed.task)):
            if re.search(r"[^\S\n]|[^\n]\n[^\n]", words):
                yield f"{placed.where}: layout white space in {name}"


def places(read: Reading) -> Faults:
    """Each text begins on the line that is given, after nothing but its number and categories."""
    for placed in (placed for placed in read.placed if placed.text):
        begin = placed.text[0].begin
        row = read.dump.begin_of(placed.line)
        before = read.dump.text[row:begin]
        if read.dump.line_of(begin) != placed.line and not _heading(placed.task, before):
            line = read.dump.line_of(begin)
            yield f"{placed.where}: the text begins on line {line}, after “{before[-60:]}”"


def _heading(task: Task, before: str) -> bool:
    """Whether some words are a number and a title, or a number and pieces of categories in order."""
    printed = before.removeprefix(row_of(task)).removeprefix("<p>")
    remaining = iter("".join(map(bare, task.section)))
    return printed == f"{task.title}。" or all(letter in remaining for letter in printed)


def order(read: Reading) -> Faults:
    """The tasks stand in the order of the document."""
    for before, after in pairwise(read.placed):
        if line_of(after.task) < line_of(before.task):
            yield f"{after.where}: stands before {before.where} in the dump"
        if after.text and before.text and after.text[0].begin < before.text[-1].end:
            yield f"{after.where}: its text begins within that of {before.where}"


def cells(read: Reading) -> Faults:
    """Each cell is printed with its row or, where that is marked, with the row it is merged with."""
    for placed in read.placed:
        for name, words in _cells(placed.task):
            marked = name in placed.task.inferred
            here = printed(read, placed, name, words)
            owner = None if here or not marked else _owner(read, placed, name)
            if not here and (owner is None or words != dict(_cells(owner.task))[name]):
                beside = f", nor with {owner.where}" if owner else ""
                yield f"{placed.where}: {name} “{words}” is not printed with its row{beside}"
            if here and marked and read.plan.columns and not _shared(read, placed):
                yield f"{placed.where}: {name} “{words}” is marked, yet printed with its row"


def _shared(read: Reading, placed: Placed) -> bool:
    """Whether a row of the table is divided into several tasks, which share its cells."""
    return sum(row_of(each.task) == row_of(placed.task) for each in read.placed) > 1


def _cells(task: Task) -> Iterator[tuple[str, str]]:
    yield "responsibility.raw", task.responsibility.raw
    yield from (("responsibility.more", column.raw) for column in task.responsibility.more)
    if task.deadline and task.deadline.raw:
        yield "deadline.raw", task.deadline.raw


def printed(read: Reading, placed: Placed, name: str, words: str) -> tuple[Span, ...]:
    """Where a cell is printed with its row; broken over a page only where that is marked."""
    begin = placed.text[0].end if placed.text else placed.head.end
    for cell, before in _cells(placed.task):
        if cell == name:
            break
        span = read.dump.find(bare(before), begin, placed.end)
        begin = span.end if span else begin
    whole = read.dump.find(bare(words), begin, placed.end)
    if whole or name not in placed.task.inferred:
        return (whole,) if whole else ()
    return read.dump.rejoin(bare(words), begin, placed.end)


def _owner(read: Reading, placed: Placed, name: str) -> Placed | None:
    """The row with which a merged cell is printed: the nearest one on the right side of this."""
    here, page = read.placed.index(placed), _page(read, placed)
    last = read.plan.id in PRINTED_LAST
    for other in read.placed[here + 1 :] if last else read.placed[:here][::-1]:
        words = dict(_cells(other.task)).get(name, "")
        if printed(read, other, name, words) and (not last or _page(read, other) == page):
            return other
    return None


def _page(read: Reading, placed: Placed) -> int:
    heads = read.dump.text.count(TABLE_HEAD, 0, read.dump.begin_of(placed.line))
    return FIRST_PAGE - 1 + heads


def pages(read: Reading) -> Faults:
    """The page of each row is that of the head of the table above it."""
    for placed in read.placed:
        page = placed.task.source.page if placed.task.source else None
        if page is not None and page != _page(read, placed):
            yield f"{placed.where}: page {page} is page {_page(read, placed)} by the table's heads"


def titles(read: Reading) -> Faults:
    """Each title is a contiguous extract of the wording, readable, and unique within its plan."""
    seen: dict[str, Placed] = {}
    for placed in read.placed:
        title, task = placed.task.title, placed.task
        head = read.dump.text[placed.head.begin : placed.head.end]
        if bare(title) not in bare(task.body) and f"{task.number}{title}。" not in head:
            yield f"{placed.where}: title “{title}” is not an extract of its wording"
        if not TITLE[0] <= len(title) <= TITLE[1] or title[-1:] in "，。；、：,;":
            yield f"{placed.where}: title “{title}” is too short, too long or not a clause"
        if any(title.count(a) != title.count(b) for a, b in ("“”", "（）", "《》", "()", "‘’")):
            yield f"{placed.where}: title “{title}” opens what it does not close"
        if title in seen:
            yield f"{placed.where}: title “{title}” is also that of {seen[title].where}"
        seen.setdefault(title, placed)


def numbers(read: Reading) -> Faults:
    """The numbers are complete, in order and as printed; a missing one is recorded as missing."""
    expected = NUMBERS[read.plan.id]
    found = [placed.task.number for placed in read.placed]
    missing = [gap.number for gap in read.plan.missing]
    for number in dict.fromkeys([*expected, *found]):
        if found.count(number) != expected.count(number):
            yield f"{read.plan.id}: number {number} stands there {found.count(number)} times"
    if sorted(found) == sorted(expected) and found != expected:
        yield f"{read.plan.id}: the numbers are not in order: {'、'.join(found)}"
    if missing != MISSING.get(read.plan.id, []):
        yield f"{read.plan.id}: recorded as missing: {missing}"
    if len(found) != TASKS[read.plan.id]:
        yield f"{read.plan.id}: {len(found)} tasks, not {TASKS[read.plan.id]}"


def printed_numbers(read: Reading) -> Faults:
    """Each number that the document prints stands on the line where its task or row begins."""
    for placed in read.placed:
        source, number = placed.task.source, placed.task.number
        row, _, part = number.partition("-")
        line = bare(read.dump.lines[placed.line - 1])
        if source is None or source.row != number:
            yield f"{placed.where}: the source row is not {number}"
        if part in ("", "1") and read.plan.id not in UNNUMBERED and not _begins(line, row):
            yield f"{placed.where}: number {row} is not printed there: “{line[:20]}”"
        if ("number" in placed.task.inferred) != (bool(part) or read.plan.id in UNNUMBERED):
            yield f"{placed.where}: inferred is wrong about number {number}"


def _begins(line: str, number: str) -> bool:
    return line.startswith(number) and not line[len(number) :][:1].isdecimal()


def _parts(counts: str) -> list[str]:
    """Numbers by how many parts each row has: “3 1 2” are 1-1, 1-2, 1-3, 2, 3-1, 3-2."""
    return [
        f"{row}-{part}" if int(count) > 1 else str(row)
        for row, count in enumerate(counts.split(), 1)
        for part in range(1, int(count) + 1)
    ]


_DIGITS = "一二三四五六七八九"
_NUMERALS = (*_DIGITS, "十", *(f"十{digit}" for digit in _DIGITS[:8]))
_HALF_WIDTH = ("三", "四", "十八")  # as printed

NUMBERS: Mapping[str, list[str]] = {
    "panzhihua-2017": [str(number) for number in range(1, 135) if number != 123],
    "taian-2017": [str(number) for number in range(1, 140)],
    "mianyang-youxian-2018": [f"({n})" if n in _HALF_WIDTH else f"（{n}）" for n in _NUMERALS],
    "ankang-2017": _parts("4 4 4 1 6 1 1 1 3 1 2 3 2 3 1 1 1 1 1 1 4 1 1 2 2 1"),
    "panzhihua-xiqu-2021": _parts("1 1 1 1 1 1 2 5 4 7 3 1 1 1 2 2 1 2 1 1 2 3 1"),
}
MISSING: Mapping[str, list[str]] = {"panzhihua-2017": ["123"]}


def categories(read: Reading) -> Faults:
    """Each category is printed with its task or with the one that it shares a merged cell with."""
    if read.plan.id in CUT_CATEGORIES:
        return
    rows = read.placed[::-1] if read.plan.id in PRINTED_LAST else read.placed
    before: tuple[str, ...] = ()
    for placed in rows:
        section = placed.task.section
        here = [bool(spans) for spans in _printed_categories(read, placed)]
        owed = _owed(here, section, before, last=read.plan.id in PRINTED_LAST)
        if owed != section:
            yield f"{placed.where}: category {'／'.join(section)}, printed is {'／'.join(owed)}"
        marked = "section" in placed.task.inferred
        if read.plan.columns and marked == all(here):
            yield f"{placed.where}: inferred says {marked} of a section that is printed: {here}"
        before = section


def _owed(
    here: list[bool], section: tuple[str, ...], before: tuple[str, ...], *, last: bool
) -> tuple[str, ...]:
    """The categories a row must have: those printed with it, the others from its neighbour."""
    first = here.index(True) if True in here else len(here)
    if last:  # two columns, each merged on its own
        pairs = zip(here, section, (*before, *section)[: len(section)], strict=True)
        return tuple(own if is_here else above for is_here, own, above in pairs)
    return (*before[:first], *section[first:]) if any(here) else before


def _printed_categories(read: Reading, placed: Placed) -> Iterator[tuple[Span, ...]]:
    begin = placed.head.begin
    for title in placed.task.section:
        span = read.dump.find(bare(title), begin, placed.head.end)
        yield (span,) if span else ()
        begin = span.end if span else begin


def responsibilities(read: Reading, known: Mapping[str, str]) -> Faults:
    """Each phrase is explained to the last character, and says the roles, mode and openness we say."""
    for placed in read.placed:
        ours = placed.task.responsibility
        said = phrase.read(ours, known)
        words = "｜".join((ours.raw, *(column.raw for column in ours.more)))
        if said.unexplained:
            yield f"{placed.where}: “{''.join(said.unexplained)}” of “{words}” is not explained"
        for role in ROLES:
            if list(getattr(ours, role)) != said.roles[role]:
                listed = "、".join(getattr(ours, role)) or "nobody"
                named = "、".join(said.roles[role]) or "nobody"
                yield f"{placed.where}: {role} is {listed}; “{words}” says {named}"
        if ours.mode != said.mode:
            yield f"{placed.where}: mode is {ours.mode}; “{words}” says {said.mode}"
        if ours.open_ended != said.open_ended:
            yield f"{placed.where}: open_ended is {ours.open_ended} for “{words}”"


def facts(read: Reading) -> Faults:
    """What the front matter of the plan says is said by the document."""
    plan = read.plan
    said = [plan.title, plan.doc_number, plan.issuer, *plan.columns, *plan.reporting]
    said += [words for origin in plan.origin for words in (origin.title, origin.number)]
    if plan.issued:
        said.append(f"{plan.issued.year}年{plan.issued.month}月{plan.issued.day}日")
    for words in said:
        if bare(words) not in read.dump.text:
            yield f"{plan.id}: index.md says “{words}”; it departs {read.dump.departs(bare(words))}"


def body(read: Reading) -> Faults:
    """The prose of the plan stands in the dump, paragraph by paragraph, in order."""
    for words, spans in _prose(read):
        if not spans:
            yield f"{read.plan.id}: the body departs from the dump {read.dump.departs(words)}"


def _prose(read: Reading) -> Iterator[tuple[str, tuple[Span, ...]]]:
    begin = 0
    for paragraph in read.plan.body.split("\n\n"):
        words = bare(paragraph)
        if words and not paragraph.startswith(EDITORIAL):
            span = read.dump.find(words, begin)
            begin = span.end if span else begin
            yield words, (span,) if span else ()


def left_over(read: Reading) -> str:
    """What is left of the dump when all fields are taken away: line by line, │ between the pieces."""
    by_line: dict[int, list[str]] = {}
    for gap in gaps(list(_taken(read)), len(read.dump.text)):
        for line, words in _by_line(read, gap):
            by_line.setdefault(line, []).append(words)
    return "".join(f"{line}: {'│'.join(words)}\n" for line, words in sorted(by_line.items()))


def _by_line(read: Reading, gap: Span) -> Iterator[tuple[int, str]]:
    for line in range(read.dump.line_of(gap.begin), read.dump.line_of(gap.end - 1) + 1):
        begin, end = read.dump.offsets[line - 1], read.dump.offsets[line]
        words = read.dump.text[max(begin, gap.begin) : min(end, gap.end)]
        if words:
            yield line, words


def _taken(read: Reading) -> Iterator[Span]:
    yield from (span for _, spans in _prose(read) for span in spans)
    for placed in read.placed:
        yield from placed.text
        for name, words in _cells(placed.task):
            yield from printed(read, placed, name, words)
        yield from (span for spans in _printed_categories(read, placed) for span in spans)
        yield from _heads(read, placed)


def _heads(read: Reading, placed: Placed) -> Iterator[Span]:
    """A number, pieces of category cells and, in prose, a title that stand before a text."""
    begin = max(read.dump.begin_of(placed.line), placed.head.begin)
    if _heading(placed.task, read.dump.text[begin : placed.head.end]):
        yield Span(begin, placed.head.end)
    title = read.dump.find(bare(placed.task.number + placed.task.title), begin, placed.head.end)
    yield from [title] if title else []


def subjects(site: Site) -> Faults:
    """A task whose wording asks about a subject carries it, or is a known exception."""
    for domain, words in ASKED.items():
        for task in site.tasks:
            asked = words.search(bare(task.title + task.body))
            known = (domain, task.id) in EXCEPTIONS
            if asked and domain not in task.domains and not known:
                yield f"{task.id}: says “{asked.group()}”, but does not carry {domain}"
            if known and (domain in task.domains or not asked):
                yield f"{task.id}: is no longer an exception to {domain}; delete it from the list"


def domains(site: Site) -> Faults:
    """Every task has a domain."""
    return (f"{task.id}: has no domain" for task in site.tasks if not task.domains)


def known_forms(site: Site, government: str) -> Mapping[str, str]:
    """Every written form of the departments of a government."""
    return phrase.forms(unit for unit in site.departments if unit.government == government)


def marks(read: Reading) -> Faults:
    """Each mark of what was inferred names a field that the task has."""
    for placed in read.placed:
        fields = {"text", "section", "number", *(name for name, _ in _cells(placed.task))}
        for name in placed.task.inferred:
            if name not in fields:
                yield f"{placed.where}: inferred names {name}, which the task does not have"


PROOFS: tuple[Callable[[Reading], Faults], ...] = (
    wording,
    places,
    order,
    cells,
    pages,
    titles,
    numbers,
    printed_numbers,
    categories,
    facts,
    body,
    marks,
)
