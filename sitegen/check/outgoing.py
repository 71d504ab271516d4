"""What does a document say once it is published, where that is not what its lines say?

Values lose their quotes and escapes, verbatim bodies the ends of their lines, Markdown its signs and
character references. Only what comes out otherwise is looked at, so that most documents cost nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from sitegen import markup
from sitegen.errors import Location
from sitegen.source import Document, Scalar, excerpt
from sitegen.text import paragraphs, squeeze, summary
from sitegen.wording import letters

_MARKDOWN = frozenset({"page", "plan", "document"})
# signs beside digits or in an address, and lines that go on with a digit: only these can hide a number
_ALTERED = re.compile(
    r"&#?\w|@|\d[*_`\\\[\]<>]|[*_`\\\[\]<>]\d|\S[ \t]*\n[ \t>]*[0-9０-９*](?!\d?[.)])"
)
_REFERENCE = re.compile(r"&#?\w{1,32};|.")
_FEWEST = 3  # characters by which a place is recognised


def of_value(document: Document, value: Scalar) -> Iterable[str]:
    """The lines of a value that are not written in its file as they stand."""
    if value.text in excerpt(document.lines, value.mark.line):
        return ()
    return (squeeze(value.text), *paragraphs(value.text))


def of_body(document: Document) -> Iterator[str]:
    """The lines of the prose that are not written in the file as they stand."""
    body = document.body
    if document.kind.name in _MARKDOWN:
        yield summary(body)
        if _ALTERED.search(body) and not markup.tangle(body):
            yield from _joined(markup.blocks(body))
    elif squeeze(body) != body:
        yield squeeze(body)
        yield from paragraphs(body) if "\n" in body else ()


def _joined(blocks: Iterable[str]) -> Iterator[str]:
    """Each block on one line; a browser shows the end of a line as a blank, which a reader may not see."""
    for block in blocks:
        lines = block.split("\n")
        yield " ".join(lines)
        if len(lines) > 1:
            yield "".join(lines)


# where it is written


def place(document: Document, said: str) -> Location:
    """Where the letters and digits of a published text are written, or begin; else the prose's first line."""
    signs = list(_signs(document))
    written, wanted = "".join(sign for sign, _, _ in signs), letters(said)
    for size in range(len(wanted), _FEWEST - 1, -1):
        start = written.find(wanted[:size])
        if start >= 0:
            _, line, column = signs[start]
            ends = [at for _, row, at in signs[start : start + size] if row == line]
            return Location(document.path, line, column, ends[-1] - column + 1)
    return Location(document.path, document.body_line, 1)


def _signs(document: Document) -> Iterator[tuple[str, int, int]]:
    """The letters and digits of the prose with line and column; character references are what they mean."""
    markdown = document.kind.name in _MARKDOWN
    for number, line in enumerate(document.lines[document.body_line - 1 :], document.body_line):
        for match in _REFERENCE.finditer(line):
            for sign in letters(unescape(match[0]) if markdown else match[0]):
                yield sign, number, match.start() + 1
