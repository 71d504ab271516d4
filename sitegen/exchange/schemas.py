"""Which keys may stand where, for the completion of editors: JSON Schemas made from the model."""

from __future__ import annotations

import dataclasses
import json
import re
import typing
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import count
from typing import Any, Literal

from sitegen.model import KINDS, Kind
from sitegen.schema import Field
from sitegen.schema.fields import keys

# scalars stay text when content is read, so that a number or a yes is a text too
_TEXT = {"type": ["string", "number", "boolean"]}
_SCALARS: Mapping[type, dict[str, Any]] = {
    str: _TEXT,
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
}
_SETTINGS: dict[str, Any] = {
    "files.encoding": "utf8",
    "files.eol": "\n",
    "files.insertFinalNewline": True,
    "editor.detectIndentation": False,
    "editor.insertSpaces": True,
    "editor.tabSize": 2,
    "yaml.format.enable": False,
}


def schema_files() -> Mapping[str, bytes]:
    """Every schema, and the settings that tell an editor which files each is for, by path."""
    files = {f"schemas/{kind.name}.json": _json(schema_of(kind)) for kind in KINDS}
    places = {
        f"./schemas/{kind.name}.json": f"content/{kind.pattern}"
        for kind in KINDS
        if kind.pattern.endswith(".yaml")
    }
    settings = _json({**_SETTINGS, "yaml.schemas": places})
    snippets = {
        f"新建{kind.label}": _snippet(kind) for kind in KINDS if kind.pattern.endswith(".md")
    }
    return {
        **files,
        ".vscode/settings.json": settings,
        ".vscode/content.code-snippets": _json(snippets),
    }


def _snippet(kind: Kind) -> dict[str, Any]:
    """A front matter with its required keys; the YAML extension does not look into Markdown files."""
    places = count(1)
    body = ["---", *_lines(kind.record, "", places), "---", "", "$0"]
    words = f"{kind.label}的文件头：必填的键；其余的键见《编辑手册》“全部字段”"
    return {"scope": "markdown", "prefix": kind.label, "description": words, "body": body}


def _lines(record: type, margin: str, places: Iterator[int]) -> Iterator[str]:
    for field in keys(record).values():
        if not field.required:
            continue
        doc = re.sub(r"([$}\\])", r"\\\1", field.doc)
        if field.below:
            yield f"{margin}{field.name}:"
            yield from _lines(field.below, f"{margin}  ", places)
        elif typing.get_origin(field.type) is tuple:
            yield f"{margin}{field.name}: [${{{next(places)}:{doc}}}]"
        else:
            quote = '"' if field.name in {"number", "row"} else ""
            yield f"{margin}{field.name}: {quote}${{{next(places)}:{doc}}}{quote}"


def schema_of(kind: Kind) -> dict[str, Any]:
    """The JSON Schema (draft 7, as editors know it) of the keys of a kind of record."""
    definitions: dict[str, Any] = {}
    body = _object(kind.record, definitions)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": kind.label,
        "description": (kind.record.__doc__ or "").split(":")[0],
        **body,
        **({"definitions": definitions} if definitions else {}),
    }


def _object(record: type, definitions: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [field.name for field in keys(record).values() if field.required],
        "properties": {
            field.name: {**_value(field, field.type, definitions), "description": _doc(field)}
            for field in keys(record).values()
        },
    }


def _doc(field: Field) -> str:
    return f"{field.doc}（必填）" if field.required else field.doc


def _value(field: Field, wanted: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if typing.get_origin(wanted) is tuple:
        items = _value(field, typing.get_args(wanted)[0], definitions)
        return {"type": "array", "minItems": 1, "items": items}
    if typing.get_origin(wanted) is Literal:
        return {"enum": list(typing.get_args(wanted))}
    if dataclasses.is_dataclass(wanted):
        return _nested(typing.cast("type", wanted), definitions)
    return dict(_SCALARS[wanted])


def _nested(record: type, definitions: dict[str, Any]) -> dict[str, Any]:
    # a category may hold categories, so every nested record stands once, beside
    name = record.__name__
    if name not in definitions:
        definitions[name] = {}
        definitions[name] = _object(record, definitions)
    return {"allOf": [{"$ref": f"#/definitions/{name}"}]}


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
