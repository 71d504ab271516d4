"""Which keys does a record have? Read from the dataclass, which is the schema."""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

_HEAD = re.compile(r"[，；：（]")


class Field(Struct, frozen=True):
    """One key of a record class: its type and what the model says about it.

    `below` is the record class that it holds, one or many of them. `aliases` is for the key of that
    name: old addresses "only", or for records with a name, "too". `words` are what people call
    something; `verbatim` is wording that may repeat itself.
    """

    name: str
    type: Any
    doc: str
    required: bool
    derived: bool
    refers_to: str
    address: bool | Literal["root"]
    lines: bool
    below: type | None
    aliases: Literal["", "only", "too"]
    words: bool
    verbatim: bool

    def head(self) -> str:
        """What the key is, in a word or two; all that is said where it begins with a choice."""
        head = _HEAD.split(self.doc)[0]
        return self.doc if head.isascii() else head


_FIELDS: dict[type, tuple[Field, ...]] = {}
_KEYS: dict[type, Mapping[str, Field]] = {}


def fields(record: type) -> tuple[Field, ...]:
    """The keys of a record class in order, with their types."""
    if record not in _FIELDS:
        hints = typing.get_type_hints(record)
        _FIELDS[record] = tuple(_field(field, hints) for field in dataclasses.fields(record))
    return _FIELDS[record]


def keys(record: type) -> Mapping[str, Field]:
    """The keys that an editor may write, by name."""
    if record not in _KEYS:
        _KEYS[record] = {field.name: field for field in fields(record) if not field.derived}
    return _KEYS[record]


def _bare(wanted: Any) -> Any:
    """A type without `| None`."""
    if typing.get_origin(wanted) in (types.UnionType, typing.Union):
        return next(arg for arg in typing.get_args(wanted) if arg is not types.NoneType)
    return wanted


def _field(field: dataclasses.Field[Any], hints: Mapping[str, Any]) -> Field:
    meta, wanted = field.metadata, _bare(hints[field.name])
    item = typing.get_args(wanted)[0] if typing.get_origin(wanted) is tuple else None
    aliases = _aliases(field.name, hints)
    return Field(
        name=field.name,
        type=wanted,
        doc=meta["doc"],
        required=field.default is dataclasses.MISSING,
        derived=meta.get("derived", False),
        refers_to=meta.get("refers_to", ""),
        address=meta.get("address", False),
        lines=meta.get("lines", False),
        below=_below(wanted),
        aliases=aliases,
        words=aliases == "too" or typing.get_origin(item) is tuple,
        verbatim=item is str and not (aliases or meta.get("refers_to")),
    )


def _aliases(name: str, hints: Mapping[str, Any]) -> Literal["", "only", "too"]:
    if name != "aliases":
        return ""
    return "too" if "name" in hints else "only"


def _below(wanted: Any) -> type | None:
    while typing.get_origin(wanted) is tuple:
        wanted = typing.get_args(wanted)[0]
    return wanted if isinstance(wanted, type) and dataclasses.is_dataclass(wanted) else None
