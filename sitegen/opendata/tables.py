"""A row as the cells of a plain table of text."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sitegen.opendata.contract import BY_LINE, DataField, Json

_BETWEEN = "；"


class TableColumn(Struct, frozen=True):
    """Where the value of a column is in a row, and which parts of listed objects a table shows.

    `between`: what stands between the values of a list.
    """

    path: tuple[str, ...]
    shown: tuple[str, ...]
    between: str

    @property
    def name(self) -> str:
        """The header: nested values as `a.b`."""
        return ".".join(self.path)


def columns_of(fields: tuple[DataField, ...]) -> tuple[TableColumn, ...]:
    """The columns of a table: one for each field, or for each part of a field that has parts."""
    return tuple(
        TableColumn(path, field.shown, "\n" if ".".join(path) in BY_LINE else _BETWEEN)
        for field in fields
        for path in _paths((field.name,), field.schema)
    )


def columns_by_line(field: DataField) -> tuple[str, ...]:
    """The columns of a field that have one value a line, because “；” may stand in a value."""
    return tuple(one.name for one in columns_of((field,)) if one.between != _BETWEEN)


def cells_of(columns: tuple[TableColumn, ...], row: Json) -> tuple[str, ...]:
    """A row as text under its header, lists joined by “；”, wording in lists one a line."""
    return tuple([_cell(column, _value(column, row)) for column in columns])


def _cell(column: TableColumn, value: Json) -> str:
    if isinstance(value, list) and column.between != _BETWEEN:
        return column.between.join(" ".join(cell(item).split("\n")) for item in value)
    return cell(value)


def _value(column: TableColumn, row: Json) -> Json:
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
        return _BETWEEN.join(map(cell, value))
    if isinstance(value, dict):
        return "：".join(filter(None, map(cell, value.values())))
    return str(value)
