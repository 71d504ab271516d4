"""What is a file made from that is no page? Values that render knows."""

from __future__ import annotations

import json
from pathlib import Path

from msgspec import Struct

from sitegen.opendata import Json, Row


class RawFile(Struct, frozen=True):
    """Bytes to be written as they are, known by their digest."""

    digest: str
    data: bytes


class CopyOf(Struct, frozen=True):
    """A content file to be published as it is."""

    content: Path
    path: str
    digest: str


class JsonFile(Struct, frozen=True):
    """A value to be written as JSON."""

    value: Json

    @property
    def data(self) -> bytes:
        """Readable JSON in UTF-8, one space of indentation, keys in the order given (RFC 8259)."""
        return f"{json.dumps(self.value, ensure_ascii=False, indent=1)}\n".encode()


class DataFile(Struct, frozen=True):
    """The rows of a dataset, to be written as JSON, CSV or XLSX."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
