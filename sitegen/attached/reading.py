"""One attachment → its text in pieces, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sitegen.attached.image import BROKEN as BROKEN_IMAGE
from sitegen.attached.image import image_pieces
from sitegen.attached.kinds import kind_of_bytes
from sitegen.attached.office import archive_pieces
from sitegen.attached.pdf import BROKEN as BROKEN_PDF
from sitegen.attached.pdf import pdf_pieces
from sitegen.attached.pieces import (
    BROKEN_ZIP,
    DEEPEST,
    LARGEST,
    MOST_PIECES,
    MOST_TEXT,
    Budget,
    Piece,
    Reading,
    Unreadable,
)

_IMAGES = frozenset({"jpeg", "png", "gif", "tiff", "webp", "bmp"})
_CANNOT = {"rar": "RAR 压缩文件", "7z": "7z 压缩文件", "ole": "旧版格式"}
_SILENT = frozenset({"empty", "mp4", "mp3", "unknown", "program"})
_BROKEN = (*BROKEN_ZIP, *BROKEN_PDF, *BROKEN_IMAGE)


class _Reader:
    def __init__(self) -> None:
        self.located: list[str] = []
        self.unread: list[str] = []

    def pieces(self, name: str, data: bytes, budget: Budget, depth: int = 0) -> Iterator[Piece]:
        """The pieces of a file or of a part of one; parts are named before their places."""
        kind = kind_of_bytes(data)
        lead = f"其中的 {name}：" if depth else ""
        if kind == "zip" and depth < DEEPEST:
            yield from archive_pieces(data, budget, depth, self.pieces)
        elif kind == "pdf":
            yield from _led(lead, pdf_pieces(data))
        elif kind in _IMAGES:
            yield from _led(lead, self._image(lead, data))
        elif kind in {"text", "rtf"}:
            yield from _led(lead, _lines(data))
        else:
            yield from _led(lead, self._other(kind, data))

    def _image(self, lead: str, data: bytes) -> tuple[Piece, ...]:
        pieces, located = image_pieces(data)
        if located:
            self.located.append(lead)
        return pieces

    def _other(self, kind: str, data: bytes) -> Iterator[Piece]:
        if kind == "ole":  # text stands in it as UTF-16, at even or odd places, or as GBK
            for text in (
                data.decode("utf-16-le", "ignore"),
                data[1:].decode("utf-16-le", "ignore"),
            ):
                yield from _split(text, "正文")
            yield from _split(data.decode("gb18030", "ignore"), "正文")
        if kind not in _SILENT:
            self.unread.append(f"{_CANNOT.get(kind, '嵌套的压缩文件')}不能逐项检查")


def read_attachment(file: Path) -> Reading:
    """What an attachment says, as far as it can be read within bounds."""
    if file.stat().st_size > LARGEST:
        return Reading(unread=f"文件超过 {LARGEST // 1_000_000} MB，没有检查内容")
    reader, pieces, why = _Reader(), list[Piece](), ""
    try:
        size = 0
        for piece in reader.pieces(file.name, file.read_bytes(), Budget()):
            size += len(piece.text)
            if len(pieces) >= MOST_PIECES or size > MOST_TEXT:
                raise Unreadable("文字过多，没有看完")  # noqa: TRY301
            pieces.append(piece)
    except Unreadable as stop:
        why = str(stop)
    except _BROKEN:
        why = "文件已损坏，打不开"
    unread = "；".join(dict.fromkeys([*reader.unread, *([why] if why else [])]))
    return Reading(tuple(pieces), unread, "图片" if reader.located else "")


def _led(lead: str, pieces: Iterator[Piece] | tuple[Piece, ...]) -> Iterator[Piece]:
    return (Piece(lead + piece.place, piece.text) for piece in pieces)


def _lines(data: bytes) -> Iterator[Piece]:
    for number, line in enumerate(_decoded(data).splitlines(), 1):
        yield Piece(f"第 {number} 行", line)


def _decoded(data: bytes) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _split(text: str, place: str) -> Iterator[Piece]:
    """The readable runs of a binary text."""
    start = 0
    for at, character in enumerate(text):
        if not character.isprintable():
            if at > start:
                yield Piece(place, text[start:at])
            start = at + 1
    if start < len(text):
        yield Piece(place, text[start:])
