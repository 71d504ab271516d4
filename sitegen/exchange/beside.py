"""What does a sheet of a workbook show beside values? Comments, words struck out, text boxes, pictures.

The library's streaming reader does not tell these, so they are looked for in the parts of the file.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import PurePosixPath

from openpyxl.utils.cell import column_index_from_string

from sitegen.exchange.grid import MOST_COLUMNS, Place
from sitegen.text import listed

_RELATION = rb'<(?:\w+:)?Relationship\s(?=[^>]*\bType="[^"]*/%s")[^>]*?\bTarget="([^"]+)"'
_COMMENTS, _DRAWINGS = (re.compile(_RELATION % name) for name in (b"comments", b"drawing"))
_COMMENT = re.compile(rb'<(?:\w+:)?comment\s[^>]*?\bref="([A-Z]{1,3})(\d{1,7})"')
_COLUMN = re.compile(rb'<(?:\w+:)?col\s(?=[^>]*\bhidden="(?:1|true)")[^>]*>')
_BOUND = re.compile(rb'\b(min|max)="(\d{1,7})"')
_STRING = re.compile(rb"<(?:\w+:)?si\b.*?</(?:\w+:)?si>", re.DOTALL)
_STRIKE = re.compile(rb'<(?:\w+:)?strike(?:\s*/?>|\s+val="(?:1|true)")')
_SHARED = re.compile(
    rb'<(?:\w+:)?c\s(?=[^>]*\bt="s")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*'
    rb"<(?:\w+:)?v>(\d+)<"
)
_INLINE = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<(?:\w+:)?is>(.*?)</(?:\w+:)?is>',
    re.DOTALL,
)
_SHAPE = re.compile(rb"<(?:\w+:)?txBody\b.*?</(?:\w+:)?txBody>", re.DOTALL)
_WORDS = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)<")
_PICTURE = re.compile(rb"<(?:\w+:)?pic[\s>]")


def commented(archive: zipfile.ZipFile, sheet: str) -> Iterator[Place]:
    """The cells with comments of the sheet in some part of the archive."""
    for part in _related(archive, sheet, _COMMENTS):
        for found in _COMMENT.finditer(part):
            yield int(found[2]) - 1, column_index_from_string(found[1].decode()) - 1


def struck(archive: zipfile.ZipFile, xml: bytes) -> Iterator[Place]:
    """The cells of which some words are struck out: a string that has formats of its own."""
    name = next((n for n in archive.namelist() if n.casefold() == "xl/sharedstrings.xml"), "")
    strings = archive.read(name) if name else b""
    marked = {i for i, one in enumerate(_STRING.finditer(strings)) if _STRIKE.search(one[0])}
    cells = [found for found in _INLINE.finditer(xml) if _STRIKE.search(found[3])]
    cells += [found for found in _SHARED.finditer(xml) if int(found[3]) in marked] if marked else []
    for found in cells:
        yield int(found[2]) - 1, column_index_from_string(found[1].decode()) - 1


def hidden_columns(xml: bytes) -> frozenset[int]:
    """The hidden columns of a sheet, counted from 0."""
    found: set[int] = set()
    for column in _COLUMN.findall(xml):
        bounds = {name: int(number) for name, number in _BOUND.findall(column)}
        last = min(bounds.get(b"max", 0), MOST_COLUMNS)
        found |= set(range(bounds.get(b"min", 1) - 1, last))
    return frozenset(found)


def drawn(archive: zipfile.ZipFile, sheet: str, title: str) -> Iterator[str]:
    """What lies over the cells of a sheet, as it is told: words in shapes, pictures."""
    for part in _related(archive, sheet, _DRAWINGS):
        texts = ["".join(map(_text, _WORDS.findall(shape))) for shape in _SHAPE.findall(part)]
        shapes = [f"“{text}”" for text in texts if text.strip()]
        if shapes:
            yield f"工作表“{title}”的文本框没有导入：{listed(shapes)}"
        if _PICTURE.search(part):
            pictures = len(_PICTURE.findall(part))
            yield f"工作表“{title}”有 {pictures} 张图片，没有导入；图片里有任务的请录成文字"


def _text(words: bytes) -> str:
    return unescape(words.decode("utf-8", "replace"))


def _related(archive: zipfile.ZipFile, sheet: str, kind: re.Pattern[bytes]) -> Iterator[bytes]:
    """The parts of some kind that a sheet refers to."""
    path = PurePosixPath(sheet)
    relations = f"{path.parent}/_rels/{path.name}.rels"
    names = set(archive.namelist())
    for target in kind.findall(archive.read(relations)) if relations in names else ():
        name = posixpath.normpath(posixpath.join(f"/{path.parent}", target.decode())).lstrip("/")
        if name in names:
            yield archive.read(name)
