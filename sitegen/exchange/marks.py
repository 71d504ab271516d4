"""What does a reader of a Word document see, or not see, beside its words? All of it is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from sitegen.exchange.cleaning import one_line
from sitegen.exchange.wordml import W
from sitegen.text import listed

_NOTES = (f"{W}footnoteReference", f"{W}endnoteReference")
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
Notes = Mapping[tuple[str, str], str]


def marks(element: Any, notes: Notes) -> Iterator[str]:
    """What is to be told of a cell or a paragraph; `notes` by what refers to them and their number."""
    if any(_is_on(mark) for mark in element.findall(f".//{W}rPr/{W}strike")):
        yield "文字有删除线，请看是否作废"
    if any(_is_on(mark) for mark in element.findall(f".//{W}r/{W}rPr/{W}vanish")):
        yield "有隐藏的文字，照录，请看要不要"
    if element.find(f".//{W}commentReference") is not None:
        yield "有批注，没有导入"
    yield from _revised(element)
    yield from _noted(element, notes)
    if element.find(f".//{W}txbxContent") is not None:
        yield "有文本框，框里的文字接在一起，请看位置"
    if element.find(f".//{W}object") is not None:
        yield "有嵌入的对象（如 Excel 表格），没有导入；双击打开，另存一份再导入"
    elif any(element.find(f".//{tag}") is not None for tag in _PICTURES):
        yield "有图片，没有导入"


def is_deleted(row: Any) -> bool:
    """Whether a row of a table is deleted by a revision that nobody accepted yet."""
    return row.find(f"{W}trPr/{W}del") is not None


def notes_of(document: Any) -> Notes:
    """The words of all footnotes and endnotes of a document."""
    found: dict[tuple[str, str], str] = {}
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if kind in {"footnotes", "endnotes"} and not relation.is_external:
            root = _parsed(relation.target_part.blob)
            for note in root.iter(f"{W}{kind[:-1]}"):
                words = "".join(text.text or "" for text in note.iter(f"{W}t"))
                found[f"{W}{kind[:-1]}Reference", note.get(f"{W}id", "")] = one_line(words)
    return found


def _parsed(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False))


def _is_on(mark: Any) -> bool:
    return mark.get(f"{W}val", "true") not in {"0", "false"}


def _revised(element: Any) -> Iterator[str]:
    deleted = "".join(text.text or "" for text in element.iter(f"{W}delText"))
    if deleted.strip():
        yield f"有修订，删去的“{one_line(deleted)}”没有读"
    added = [text.text or "" for mark in element.iter(f"{W}ins") for text in mark.iter(f"{W}t")]
    if "".join(added).strip():
        yield f"有修订，添上的“{one_line(''.join(added))}”已经读进去"


def _noted(element: Any, notes: Notes) -> Iterator[str]:
    found = [
        notes.get((tag, one.get(f"{W}id", "")), "") for tag in _NOTES for one in element.iter(tag)
    ]
    if found:
        yield f"有脚注，没有导入：{listed([f'“{note}”' for note in found])}"
