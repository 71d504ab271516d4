"""How a record declares its keys: documentation, default, what kind its names refer to."""

from __future__ import annotations

from dataclasses import MISSING, field
from types import MappingProxyType
from typing import Any, Literal


def key(
    doc: str,
    *,
    default: Any = MISSING,
    refers_to: str = "",
    address: bool | Literal["root"] = False,
    lines: bool = False,
) -> Any:  # the declared type of the field is what counts for callers
    """Declare one key of a record: its documentation, default, what kind its names refer to.

    `address`: a web address, or the "root" under which this site stands; `lines`: a text that may have several lines.
    """
    meta = MappingProxyType(
        {"doc": doc, "refers_to": refers_to, "address": address, "lines": lines}
    )
    if default is MISSING:
        return field(metadata=meta)
    return field(default=default, metadata=meta)


def derived(doc: str, *, default: Any = MISSING) -> Any:
    """Declare a field that comes from the file's place or body, not from a key."""
    meta = MappingProxyType({"doc": doc, "derived": True})
    return field(metadata=meta) if default is MISSING else field(default=default, metadata=meta)
