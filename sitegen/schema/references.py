"""Where does a record refer to others?"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from sitegen.schema.fields import Field, fields

_LEADING: dict[type, tuple[Field, ...]] = {}

Resolve = Callable[[str, tuple[str | int, ...], str], str]


def map_references(value: Any, resolve: Resolve, path: tuple[str | int, ...] = ()) -> Any:
    """A copy of a record in which each name that refers to a record went through `resolve`.

    `resolve` is given the kind referred to, the keys that lead to the name, and the name as written.
    """
    changes = {
        field.name: _mapped(field, getattr(value, field.name), resolve, (*path, field.name))
        for field in _leading_on(type(value))
    }
    others = {name: new for name, new in changes.items() if new != getattr(value, name)}
    return dataclasses.replace(value, **others) if others else value


def _leading_on(record: type) -> tuple[Field, ...]:
    """The keys of a record class that refer to records, or hold what may."""
    if record not in _LEADING:
        found = tuple(field for field in fields(record) if field.refers_to or field.below)
        _LEADING[record] = found
    return _LEADING[record]


def _mapped(field: Field, inner: Any, resolve: Resolve, here: tuple[str | int, ...]) -> Any:
    if isinstance(inner, tuple):
        return tuple(_mapped(field, item, resolve, (*here, i)) for i, item in enumerate(inner))
    if dataclasses.is_dataclass(inner):
        return map_references(inner, resolve, here)
    return resolve(field.refers_to, here, inner) if field.refers_to and inner else inner
