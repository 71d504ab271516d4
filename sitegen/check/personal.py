"""Does anything give a person away? Text, front matter, file names, and inside attachments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from sitegen.attached import Piece, read_attachment
from sitegen.check.case import Case
from sitegen.check.outgoing import of_body, of_value, place
from sitegen.errors import RULES, Location, Problem
from sitegen.memo import between_looks
from sitegen.privacy import PersonalData, found, masked
from sitegen.source import Attachment, Document, Scalar, values
from sitegen.text import fold
from sitegen.wording import letters

MOST = 20  # problems shown of one file

_HINTS = {
    "Y01": "删去号码；确需区分同名的人，只保留出生年份或号码后四位",
    "Y02": "换成办公电话，或删去",
    "Y03": "办公电话写进 contact，或在号码前写明“办公电话”“咨询电话”",
    "Y04": "删去号码",
    "Y05": "换成单位邮箱，或删去",
    "Y06": "删去号码",
    "Y07": "删去号牌，或只留前两位",
    "Y08": "删去号码，只留姓名或代称",
}
_CONTACT = frozenset({"Y02", "Y03"})
_NOTHING = frozenset[str]()


def personal(case: Case) -> Iterator[Problem]:
    """Personal data anywhere in the content; what is found is never repeated in full.

    Drafts are searched as well: what is in git has left the house.
    """
    drafts = (document for document in case.drafts if case.wanted(document.path))
    for document in chain(case.documents(), drafts):
        yield from _text(document)
    for attachment in (*case.site.attachments, *case.site.withheld):
        path = f"{case.site.content.name}/{attachment.path}"
        if case.wanted(path):
            yield from _named(path)
            yield from _attached(case, path, attachment)


def _named(path: str) -> Iterator[Problem]:
    for one in found(path):
        message = f"路径里有{_what(one)}"
        yield Problem(one.code, Location(masked(path)), message, "改文件名，再检查内容")


@between_looks
def _text(document: Document) -> tuple[Problem, ...]:
    return (*_named(document.path), *islice(_lines(document), MOST))


def _lines(document: Document) -> Iterator[Problem]:
    every = tuple(_values(document))
    contact = {value.mark.line for value, inside in every if inside}
    told = set[str]()
    for number, line in enumerate(document.lines, 1):
        for one in found(line):  # the terminal shows a part of the line only; see `show`
            if not (one.code in _CONTACT and number in contact):
                told.add(_number(line, one))
                where = Location(document.path, number, one.start + 1, one.end - one.start)
                message = f"这里有{_what(one)}"
                yield Problem(one.code, where, message, _HINTS[one.code], masked(line))
    yield from _published(document, every, told)


def _values(document: Document) -> Iterator[tuple[Scalar, bool]]:
    """Every value before the prose, and whether it is one of the ways to reach an office."""
    contact = document.front.get("contact")
    ways = frozenset(values(contact)) if contact else frozenset()
    return ((value, value in ways) for value in values(document.front))


def _published(
    document: Document, every: Iterable[tuple[Scalar, bool]], told: set[str]
) -> Iterator[Problem]:
    """What only shows when the document is published; what was told by its lines is not told again."""
    for value, inside in every:
        allowed = _CONTACT if inside else _NOTHING
        for one, _ in _news(of_value(document, value), told, allowed):
            yield _comes_out(one, document.place(value.mark))
    for one, written in _news(of_body(document), told, _NOTHING):
        yield _comes_out(one, place(document, written))


def _news(
    lines: Iterable[str], told: set[str], allowed: frozenset[str]
) -> Iterator[tuple[PersonalData, str]]:
    """What was not told yet, and how it is written."""
    for line in lines:
        for one in found(line):
            number = _number(line, one)
            known = any(number in other or other in number for other in told)
            if not known and one.code not in allowed:
                told.add(number)
                yield one, line[one.start : one.end]


def _number(line: str, one: PersonalData) -> str:
    return letters(fold(line[one.start : one.end]))


def _comes_out(one: PersonalData, where: Location) -> Problem:
    # no line of the file is shown: what is in it cannot be masked
    message = f"这里发布出来是{_what(one)}，原文里被换行、符号或转义隔开了"
    return Problem(one.code, where, message, _HINTS[one.code])


def _what(one: PersonalData) -> str:
    return f"{RULES[one.code].title} {one.blot}"


# attachments


def _attached(case: Case, path: str, attachment: Attachment) -> Iterator[Problem]:
    where = Location(masked(path))
    file = case.site.content / attachment.path
    seen = ("attachment", file.name, attachment.digest)
    for code, message, hint in case.memory.recall(lambda: list(_inside(file)), *seen):
        yield Problem(code, where, message, hint)


def _inside(file: Path) -> Iterator[list[str]]:
    """What an attachment holds: code, message and hint of each problem."""
    reading = read_attachment(file)
    problems = list(islice(_pieces(reading.pieces), MOST + 1))
    yield from problems[:MOST]
    if len(problems) > MOST:
        hint = "把整份附件核对一遍，去掉个人信息后再放进来"
        yield [problems[0][0], f"这份附件里的个人信息超过 {MOST} 处", hint]
    if reading.located:
        hint = "用看图软件“另存为”并去掉位置信息，或截图后再放进来"
        yield ["Y10", f"{masked(reading.located)}里记着拍摄的经纬度", hint]
    if reading.unread:
        hint = "另存为不加密的 docx、xlsx 或 PDF；或人工核对后登记豁免"
        yield ["Y09", masked(reading.unread), hint]


def _pieces(pieces: Iterable[Piece]) -> Iterator[list[str]]:
    seen = set()
    for piece in pieces:
        for one in found(piece.text):
            message = f"{masked(piece.place)}有{_what(one)}"
            if message not in seen:
                seen.add(message)
                yield [one.code, message, _HINTS[one.code]]
