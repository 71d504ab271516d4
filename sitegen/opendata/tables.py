"""A row as the cells of a plain table of text."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.opendata.contract import DataField, Json


def columns_of(fields: tuple[DataField, ...]) -> tuple[str, ...]:
    """The header of a table: nested values as `a.b`."""
    return tuple(name for field in fields for name in _columns(field.name, field.schema))


def cells_of(fields: tuple[DataField, ...], columns: tuple[str, ...], row: Json) -> tuple[str, ...]:
    """A row as text under its header, lists joined by “；”."""
    flat = flatten(_shown(fields, row))
    return tuple(flat[name] for name in columns)


def _shown(fields: tuple[DataField, ...], row: Json) -> Json:
    """A row whose listed objects keep only the parts that tables show."""
    return {field.name: _reduced(row[field.name], field.shown) for field in fields}


def _reduced(value: Json, shown: tuple[str, ...]) -> Json:
    if isinstance(value, dict):
        return {name: _reduced(part, shown) for name, part in value.items()}
    if isinstance(value, list) and shown:
        return [{name: item[name] for name in shown} for item in value]
    return value


def _columns(name: str, schema: Json) -> Iterator[str]:
    """The columns of a field: its own name, or those of its parts."""
    if schema.get("type") != "object":
        yield name
        return
    for part, inner in schema["properties"].items():
        yield from _columns(f"{name}.{part}", inner)


def flatten(row: Json, prefix: str = "") -> dict[str, str]:
    """One row as text cells."""
    cells: dict[str, str] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            cells.update(flatten(value, f"{prefix}{name}."))
        else:
            cells[prefix + name] = cell(value)
    return cells


def cell(value: Json) -> str:
    """A value as one text cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "；".join(cell(item) for item in value)
    if isinstance(value, dict):
        return "：".join(filter(None, map(cell, value.values())))
    return str(value)
