"""A row as the cells of a plain table of text."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sitegen.opendata.contract import DataField, Json


class Column(Struct, frozen=True):
    """Where the value of a column is in a row, and which parts of listed objects a table shows."""

    path: tuple[str, ...]
    shown: tuple[str, ...]

    @property
    def name(self) -> str:
        """The header: nested values as `a.b`."""
        return ".".join(self.path)


def columns_of(fields: tuple[DataField, ...]) -> tuple[Column, ...]:
    """The columns of a table: one for each field, or for each part of a field that has parts."""
    return tuple(
        Column(path, field.shown)
        for field in fields
        for path in _paths((field.name,), field.schema)
    )


def cells_of(columns: tuple[Column, ...], row: Json) -> tuple[str, ...]:
    """A row as text under its header, lists joined by “；”."""
    return tuple([cell(_value(column, row)) for column in columns])


def _value(column: Column, row: Json) -> Json:
    value = row
    for name in column.path:
        value = value[name]
    if column.shown and isinstance(value, list):
        return [{name: item[name] for name in column.shown} for item in value]
    return value


def _paths(path: tuple[str, ...], schema: Json) -> Iterator[tuple[str, ...]]:
    """The ways to the values of a field: its own name, or those of its parts."""
    if schema.get("type") != "object":
        yield path
        return
    for part, inner in schema["properties"].items():
        yield from _paths((*path, part), inner)


def cell(value: Json) -> str:
    """A value as one text cell."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "；".join(map(cell, value))
    if isinstance(value, dict):
        return "：".join(filter(None, map(cell, value.values())))
    return str(value)
