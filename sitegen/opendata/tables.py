"""The rows as JSON Schema and as plain tables of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.opendata.contract import Json
from sitegen.opendata.datasets import Dataset


def json_schema(all_sets: Iterable[Dataset]) -> Json:
    """The JSON Schema (2020-12) of every dataset; each file is an array of one of the definitions."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "政务公开任务开放数据",
        "$defs": {
            each.name: {
                "title": each.title,
                "type": "object",
                "required": [field.name for field in each.fields],
                "properties": {
                    field.name: {**field.schema, "description": field.doc} for field in each.fields
                },
            }
            for each in all_sets
        },
    }


def table(dataset: Dataset) -> tuple[tuple[str, ...], ...]:
    """A dataset as rows of text under a header: nested values as `a.b`, lists joined by “；”."""
    columns = tuple(name for field in dataset.fields for name in _columns(field.name, field.schema))
    flat = (flatten(_shown(dataset, row)) for row in dataset.rows)
    return (columns, *(tuple(row[name] for name in columns) for row in flat))


def _shown(dataset: Dataset, row: Json) -> Json:
    """A row whose listed objects keep only the parts that tables show."""
    return {field.name: _reduced(row[field.name], field.shown) for field in dataset.fields}


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
