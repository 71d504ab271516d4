"""Is the text of content files tidy? What is not, `tidied` mends without changing what is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from sitegen.check.case import Case
from sitegen.errors import Location, Problem
from sitegen.memo import between_looks
from sitegen.source import Document, closing
from sitegen.source.encoding import MAX_BYTES

SUFFIXES = frozenset({".md", ".yaml"})

_BLANKS = " \t\u00a0"
_WIDE = "\u3000"
_FIX = "运行 sitegen check --fix 自动改正"


def tidy(case: Case) -> Iterator[Problem]:
    """What `--fix` would mend, one problem of a kind for each file."""
    for document in case.documents():
        yield from _untidy(document)


@between_looks
def _untidy(document: Document) -> tuple[Problem, ...]:
    return (*_bytes(document), *_at_ends(document))


def _bytes(document: Document) -> Iterator[Problem]:
    where = Location(document.path)
    if document.layout.mixed:
        yield Problem("F02", where, "文件里混用了几种换行符", _FIX)
    if document.layout.marked:
        yield Problem("F03", where, "文件开头有 BOM", _FIX)
    if document.layout.open:
        yield Problem("F05", Location(document.path, len(document.lines)), "最后一行没有换行", _FIX)


def _at_ends(document: Document) -> Iterator[Problem]:
    mended = _mended(document.lines, prose=document.path.endswith(".md"))
    pairs = enumerate(zip(document.lines, mended, strict=True), 1)
    wrong = [(number, line) for number, (line, after) in pairs if line != after]
    for code, signs, words in (("F01", _BLANKS, "空格"), ("F04", _WIDE, "全角空格")):
        lines = [number for number, line in wrong if line[-1] in signs]
        if lines:
            more = f"等 {len(lines)} 行" if len(lines) > 1 else ""
            message = f"第 {lines[0]} 行{more}的末尾有{words}"
            yield Problem(code, Location(document.path, lines[0]), message, _FIX)


def _mended(lines: Sequence[str], *, prose: bool) -> Iterator[str]:
    """Each line without blanks at its end; behind front matter, line breaks of Markdown are kept."""
    front = closing(lines)
    for place, line in enumerate(lines):
        mended = line.rstrip(_BLANKS + _WIDE)
        below = lines[place + 1] if place + 1 < len(lines) else ""
        in_prose = prose and (place > front or not front)
        yield line if mended != line and in_prose and _is_break(line, below) else mended


def _is_break(line: str, below: str) -> bool:
    """Whether the blanks at a line's end are a line break that Markdown shows."""
    return bool(below.strip() and re.search(r"\S {2,}$", line))


def untidy(content: Path) -> Iterator[tuple[Path, bytes]]:
    """Every content file that tidying changes, with its new bytes; other files are left alone."""
    for path in sorted(content.rglob("*")):
        is_text = path.suffix in SUFFIXES and path.is_file() and not path.is_symlink()
        if is_text and path.stat().st_size <= MAX_BYTES:
            data = path.read_bytes()
            mended = tidied(data, prose=path.suffix == ".md")
            if mended != data:
                yield path, mended


def tidied(data: bytes, *, prose: bool) -> bytes:
    """A text file without byte order mark and blanks at line ends, with LF and a last line end.

    Bytes that are no UTF-8 come back as they are; in prose, line breaks of Markdown are kept.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data
    lines = re.split("\r\n|\r|\n", text)
    mended = "\n".join(_mended(lines, prose=prose)).rstrip("\n")
    return f"{mended}\n".encode() if mended else data
