"""Page → bytes: one renderer per kind of content."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, repeat
from types import MappingProxyType

from sitegen import ics
from sitegen.errors import BuildFailed
from sitegen.opendata import Row
from sitegen.pages import CopyOf, DataFile, JsonFile, Page, RawFile
from sitegen.pages.events import EventsView
from sitegen.theme import Theme
from sitegen.workbook import to_xlsx

# Excel reads a cell that begins with one of these as a formula (OWASP, CSV Injection)
_FORMULA = frozenset("=+-@\t\r")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Rows = Iterable[Sequence[str]]


def render(page: Page, theme: Theme) -> bytes:
    """The bytes of one output file."""
    if page.template:
        return _from_template(page, theme)
    match page.context:
        case RawFile() | JsonFile() as file:
            return file.data
        case CopyOf(content, path, _):
            return (content / path).read_bytes()
        case DataFile() as data:
            return _WRITERS[page.path.rpartition(".")[2]](data)
    raise BuildFailed("Z08", f"不知道怎样生成 {page.path}")


def _from_template(page: Page, theme: Theme) -> bytes:
    """A page in the theme's words; XML without the characters that XML cannot hold (XML 1.0, 2.2)."""
    if isinstance(page.context, EventsView):
        return ics.calendar(page.context, page.template, theme)
    if page.path.endswith(".xml"):
        return _NOT_XML.sub("", theme.render(page.template, page.context)).encode()
    return theme.written(page.template, page.context)


def rows_to_json(data: DataFile) -> bytes:
    """The rows as a JSON list with a line for each."""
    if not data.rows:
        return b"[]\n"
    out = io.BytesIO()  # joined, a long list would be held twice
    before = chain((b"[\n",), repeat(b",\n"))
    out.writelines(lead + row.data for lead, row in zip(before, data.rows, strict=False))
    out.write(b"\n]\n")
    return out.getvalue()


def _table(data: DataFile) -> tuple[Sequence[str], ...]:
    return (data.columns, *_cells(data.rows))


@lru_cache(1)  # the same list comes as CSV and then as XLSX
def _cells(rows: tuple[Row, ...]) -> tuple[Sequence[str], ...]:
    return tuple(row.cells for row in rows)


def to_csv(rows: Rows) -> bytes:
    """CSV that Excel opens on a double click: UTF-8 with BOM, CRLF (RFC 4180), no formulas."""
    whole = io.BytesIO()
    with io.TextIOWrapper(whole, "utf-8-sig", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerows([f"'{c}" if c[:1] in _FORMULA else c for c in row] for row in rows)
        out.flush()
        return whole.getvalue()


_WRITERS: Mapping[str, Callable[[DataFile], bytes]] = MappingProxyType(
    {
        "json": rows_to_json,
        "csv": lambda data: to_csv(_table(data)),
        "xlsx": lambda data: to_xlsx(data.title, _table(data)),
    }
)
