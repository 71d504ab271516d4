"""What pages say, each as one line: on a shelf until it is indexed, and kept for the next build by its digest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, json

from sitegen.digests import sha256
from sitegen.kept import Kept
from sitegen.search.extract import Record, extract
from sitegen.shelf import Held, taken

_NAME = "records"
_READER = json.Decoder(Record)


class Said(Struct, frozen=True):
    """What a page says, as a line that is wherever there is room; known by its digest."""

    digest: str
    held: Held

    @property
    def line(self) -> bytes:
        """The line."""
        return taken(self.held)

    @property
    def record(self) -> Record:
        """What the line says."""
        return record_of(self.line)

    @property
    def size(self) -> int:
        """How many bytes the line has."""
        return len(self.held)


def read(url: str, html: bytes) -> bytes | None:
    """The line of a page, or None if search finds nothing in it."""
    record = extract(url, html)
    return line_of(record) if record else None


def line_of(one: Record) -> bytes:
    """A record as one line."""
    return json.encode(one)


def record_of(line: bytes) -> Record:
    """The record that a line says."""
    return _READER.decode(line)


def is_record(line: bytes) -> bool:
    """Whether a line that was kept is one of ours."""
    try:
        record_of(line)
    except ValueError:
        return False
    return True


def remembered(store: Kept | None) -> Mapping[str, bytes]:
    """The lines of the last build by digest, without those that are not what their digest says."""
    data = store.get(_NAME) if store else None
    lines = ((sha256(line), line) for line in (data or b"").splitlines())
    return dict(lines)


def remember(store: Kept | None, all_said: Iterable[Said]) -> None:
    """Keep the lines of this build."""
    if store:
        store.put_pieces(_NAME, (b"%b\n" % said.line for said in all_said))
