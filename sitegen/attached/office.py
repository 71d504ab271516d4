"""The text of docx, pptx, xlsx and other zipped XML; tags are stripped, no XML is parsed or expanded."""

from __future__ import annotations

import io
import lzma
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from html import unescape

from sitegen.attached.pieces import MOST_PART, Budget, Piece, Unreadable

_BREAK = re.compile(
    rb"</(?:\w{1,20}:)?(?:p|tc|row|si|comment|t[dr])>|<(?:\w{1,20}:)?(?:br|tab|cr)\b[^<>]*>"
)
_TAG = re.compile(rb"<[^<>]*>")
_PIECE = re.compile(r"<(/?)(?:\w{1,20}:)?(c|v|t|si|rPh)\b([^<>]*)>")
# from where a name begins: long runs of letters would be looked at again from each of them
_ATTRIBUTE = re.compile(r"(?<![\w:])([\w:]{1,40})=[\"']([^\"']{0,1000})[\"']")
_SHEET = re.compile(r"<(?:\w{1,20}:)?sheet\b([^<>]*)>")
_RELATION = re.compile(r"<(?:\w{1,20}:)?Relationship\b([^<>]*)>")
_WHOLE = re.compile(r"[0-9]{1,20}\.0{0,20}|[0-9]{1,20}(?:\.[0-9]{1,20})?[Ee]\+?[0-9]{1,2}")
_PARTS = {
    "word/document.xml": "正文",
    "word/footnotes.xml": "脚注",
    "word/endnotes.xml": "尾注",
    "word/comments.xml": "批注",
    "docProps/core.xml": "文件属性",
    "docProps/app.xml": "文件属性",
    "docProps/custom.xml": "文件属性",
}

Within = Callable[[str, bytes, Budget, int], Iterator[Piece]]


def archive_pieces(data: bytes, budget: Budget, depth: int, within: Within) -> Iterator[Piece]:
    """The text of every part of a zipped file; what is not XML goes to `within`."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [info for info in archive.infolist() if not info.is_dir()]
        sheets = {} if "xl/workbook.xml" not in archive.NameToInfo else _sheets(archive, budget)
        shared = _shared_strings(archive, budget) if sheets else ()
        for info in parts:
            budget.part()
            if info.filename in sheets:
                text = _part(archive, info, budget).decode("utf-8", "replace")
                yield from _cells(sheets[info.filename], text, shared)
            elif info.filename.endswith((".xml", ".rels")):
                yield from _paragraphs(info.filename, _part(archive, info, budget))
            else:
                yield from within(info.filename, _part(archive, info, budget), budget, depth + 1)


def _part(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes:
    """The bytes of one part, counted while they are unpacked."""
    if info.flag_bits & 1:
        raise Unreadable("文件加了密码")
    try:
        with archive.open(info) as part:
            data = part.read(MOST_PART + 1)
    except (RuntimeError, lzma.LZMAError, zlib.error, EOFError) as error:
        raise Unreadable("压缩内容已损坏") from error
    budget.spend(len(data))
    if len(data) > MOST_PART:
        raise Unreadable(f"其中一个部分展开后超过 {MOST_PART // 1_000_000} MB")
    return data


def _paragraphs(name: str, data: bytes) -> Iterator[Piece]:
    place = _PARTS.get(name, name)
    if name.startswith("xl/") and not name.startswith(
        ("xl/comments", "xl/drawings", "xl/threaded")
    ):
        return
    text = _TAG.sub(b"", _BREAK.sub(b"\n", data)).decode("utf-8", "replace")
    for number, line in enumerate(unescape(text).split("\n"), 1):
        if line.strip():
            yield Piece(place if place == "文件属性" else f"{place}第 {number} 段", line)
    if name.endswith(".rels"):
        for target in re.findall(r"mailto:[^\"'<>\s]+", data.decode("utf-8", "replace")):
            yield Piece("链接", target)


# workbooks


def _sheets(archive: zipfile.ZipFile, budget: Budget) -> dict[str, str]:
    """The sheets of a workbook: part → name on the tab."""
    targets = {}
    for tag in _RELATION.findall(_text(archive, "xl/_rels/workbook.xml.rels", budget)):
        said = dict(_ATTRIBUTE.findall(tag))
        target = said.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        targets[said.get("Id", "")] = posixpath.normpath(path)
    sheets = {}
    for tag in _SHEET.findall(_text(archive, "xl/workbook.xml", budget)):
        said = dict(_ATTRIBUTE.findall(tag))
        sheets[targets.get(said.get("r:id", ""), "")] = unescape(said.get("name", ""))
    others = (n for n in archive.NameToInfo if re.fullmatch(r"xl/worksheets/[^/]+\.xml", n))
    return {name: posixpath.basename(name) for name in others} | sheets


def _text(archive: zipfile.ZipFile, name: str, budget: Budget) -> str:
    info = archive.NameToInfo.get(name)
    return _part(archive, info, budget).decode("utf-8", "replace") if info else ""


def _shared_strings(archive: zipfile.ZipFile, budget: Budget) -> tuple[str, ...]:
    text = _text(archive, "xl/sharedStrings.xml", budget)
    return tuple(value for _, value in _values(text, "si"))


def _values(xml: str, wanted: str) -> Iterator[tuple[str, str]]:
    """Each element of a name, with its attributes as written and the text within; in one pass."""
    said, parts, end, inside, phonetic = "", list[str](), 0, False, False
    for tag in _PIECE.finditer(xml):
        closing, name, attributes = tag.groups()
        if name in {"v", "t"}:
            parts += [xml[end : tag.start()]] if closing and inside and not phonetic else []
        elif name == "rPh":
            phonetic = not closing
        elif name == wanted and not closing:
            said, parts, inside = attributes, [], not attributes.endswith("/")
        elif name == wanted and inside:
            yield said, unescape("".join(parts))
            inside, phonetic = False, False
        end = tag.end()


def _cells(sheet: str, text: str, shared: tuple[str, ...]) -> Iterator[Piece]:
    for attributes, written in _values(text, "c"):
        said, value = dict(_ATTRIBUTE.findall(attributes)), written
        if said.get("t") == "s" and value.isdecimal():
            value = shared[int(value)] if int(value[:9]) < len(shared) else ""
        elif _WHOLE.fullmatch(value):
            value = f"{float(value):.0f}"
        if value:
            yield from _lines(f"工作表“{sheet}”{said.get('r', '')}", value)


def _lines(place: str, value: str) -> Iterator[Piece]:
    return (Piece(place, line) for line in value.split("\n") if line.strip())
