"""The text of PDF pages, their form fields and their properties, with pypdf, within bounds."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Iterator
from typing import Any

import pypdf
from pypdf import apply_configuration
from pypdf.errors import PyPdfError

from sitegen.attached.pieces import Piece, Unreadable

MOST_PAGES = 500
MOST_OPERATORS = 300_000  # of all pages
LONGEST = 10.0  # seconds for one file; only a file made to be slow comes near
_MOST_STREAM = 8_000_000  # bytes that one stream may unpack to

# what pypdf raises on files that break the format
BROKEN = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)

_LIMITS: dict[str, Any] = {
    "array_based_stream_maximum_output_length": _MOST_STREAM,
    "lzw_maximum_output_length": _MOST_STREAM,
    "run_length_maximum_output_length": _MOST_STREAM,
    "zlib_maximum_output_length": _MOST_STREAM,
    "jbig2dec_binary": None,
    "stream_decoding_work_maximum_length": 4 * _MOST_STREAM,
    "stream_parsing_work_maximum_count": MOST_OPERATORS,
    "xform_maximum_invocations_per_extraction": 500,
}
logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong is told as a problem


class _Steps:
    """Counts what a page draws: a small file can draw the same form over and over."""

    def __init__(self) -> None:
        self.operators = 0
        self.until = time.monotonic() + LONGEST

    def __call__(self, *_: Any) -> None:
        self.operators += 1
        if self.operators > MOST_OPERATORS or time.monotonic() > self.until:
            raise Unreadable("PDF 的内容过于复杂，没有看完")


def pdf_pieces(data: bytes) -> Iterator[Piece]:
    """The lines of every page, the form fields and the properties of a PDF file."""
    pages = _pages(data)
    while True:
        with apply_configuration(**_LIMITS):  # never left standing while others run
            piece = next(pages, None)
        if piece is None:
            return
        yield piece


def _pages(data: bytes) -> Iterator[Piece]:
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("PDF 加了密码")
    yield from _properties(reader)
    steps = _Steps()
    for number, page in enumerate(reader.pages, 1):
        if number > MOST_PAGES:
            raise Unreadable(f"PDF 超过 {MOST_PAGES} 页，后面的没有看")
        steps()
        text = page.extract_text(visitor_operand_before=steps)
        for line in text.split("\n"):
            yield Piece(f"第 {number} 页", line)


def _properties(reader: pypdf.PdfReader) -> Iterator[Piece]:
    for value in dict(reader.metadata or {}).values():
        yield Piece("文件属性", str(value))
    for name, value in (reader.get_form_text_fields() or {}).items():
        yield Piece(f"表单“{name}”", str(value or ""))
