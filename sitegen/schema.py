"""Does it say it correctly? Document → record, or every problem of the document.

The dataclass is the schema: the declared type of a field decides how its text is read, its default
whether it may be left out. Unknown keys are problems that name the nearest known key.
"""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from sitegen import dates
from sitegen.errors import Problem
from sitegen.model import Plan, Record
from sitegen.source import Document, Mapping, Node, Scalar, Sequence
from sitegen.text import nearest

_WRONG = object()
_TRUE, _FALSE = frozenset({"true", "yes", "是"}), frozenset({"false", "no", "否"})
_INTEGER = re.compile(r"-?[0-9]{1,9}")
_MAY_BE_BODILESS = frozenset({Plan})


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a record class: its type and what the model says about it."""

    name: str
    type: Any
    doc: str
    required: bool
    derived: bool
    refers_to: str
    address: bool


_FIELDS: dict[type, tuple[Field, ...]] = {}


def fields(record: type) -> tuple[Field, ...]:
    """The keys of a record class in order, with their types."""
    if record not in _FIELDS:
        _FIELDS[record] = _read_fields(record)
    return _FIELDS[record]


def _read_fields(record: type) -> tuple[Field, ...]:
    hints = typing.get_type_hints(record)
    return tuple(
        Field(
            name=field.name,
            type=hints[field.name],
            doc=field.metadata["doc"],
            required=field.default is dataclasses.MISSING,
            derived=field.metadata.get("derived", False),
            refers_to=field.metadata.get("refers_to", ""),
            address=field.metadata.get("address", False),
        )
        for field in dataclasses.fields(record)
    )


def record(document: Document) -> tuple[Record | None, tuple[Problem, ...]]:
    """The record a document describes, or None, with every problem of its keys and values."""
    reading = _Reading(document)
    values = reading.mapping(document.kind.record, document.front, ())
    reading.body(document.kind.record)
    if reading.problems:
        return None, tuple(reading.problems)
    return document.kind.record(**_derived(document), **values), ()


def _derived(document: Document) -> dict[str, Any]:
    folder = document.id.split("/", maxsplit=1)[0]
    known = {"id": document.id, "body": document.body, "government": folder, "plan": folder}
    return {f.name: known[f.name] for f in fields(document.kind.record) if f.derived}


class _Reading:
    """Reads one document's nodes by the types of a record class, collecting problems."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []

    def fault(self, code: str, node: Node, message: str, hint: str = "") -> Any:
        where = self.document.place(node.mark)
        self.problems.append(self.document.problem(code, where, message, hint))
        return _WRONG

    def body(self, kind: type) -> None:
        wants = any(field.name == "body" for field in fields(kind))
        if wants and kind not in _MAY_BE_BODILESS and not self.document.body.strip():
            where = dataclasses.replace(self.document.at(), line=self.document.body_line, column=1)
            self.problems.append(
                self.document.problem(
                    "M08", where, "文件头之后没有正文", "在第二个“---”之后照录原文"
                )
            )

    def mapping(self, kind: type, node: Mapping, path: tuple[str, ...]) -> dict[str, Any]:
        known = {field.name: field for field in fields(kind) if not field.derived}
        self._unknown_keys(node, known)
        values = {}
        for field in known.values():
            child = node.get(field.name)
            if child is not None:
                values[field.name] = self.value(field, field.type, child)
            elif field.required:
                name = "”下的“".join((*path, field.name))
                self.fault("M03", node, f"缺少“{name}”（{field.doc}）")
        return values

    def _unknown_keys(self, node: Mapping, known: dict[str, Field]) -> None:
        for key, _ in node.entries:
            if key.text not in known:
                near = nearest(key.text, known)
                hint = f"是不是“{near}”？" if near else f"可用的键：{'、'.join(known)}"
                self.fault("M01", key, f"不认识的键“{key.text}”", hint)

    def value(self, field: Field, wanted: Any, node: Node) -> Any:
        origin = typing.get_origin(wanted)
        if origin in (types.UnionType, typing.Union):
            inner = next(arg for arg in typing.get_args(wanted) if arg is not types.NoneType)
            return self.value(field, inner, node)
        if origin is tuple:
            return self.items(field, typing.get_args(wanted)[0], node)
        if dataclasses.is_dataclass(wanted):
            return self.nested(field, typing.cast("type", wanted), node)
        return self.scalar(field, wanted, node)

    def items(self, field: Field, wanted: Any, node: Node) -> Any:
        if not isinstance(node, Sequence):
            hint = f"写成列表，例如 {field.name}: [甲, 乙]"
            return self.fault("M02", node, f"“{field.name}”要写成列表", hint)
        values = tuple(self.value(field, wanted, item) for item in node.items)
        if not values:
            return self.fault("M04", node, f"“{field.name}”是空列表", "没有内容就删去这一行")
        self._repeated(field, node, values)
        return values

    def _repeated(self, field: Field, node: Sequence, values: tuple[Any, ...]) -> None:
        seen = set()
        for item, value in zip(node.items, values, strict=True):
            if isinstance(value, str) and value in seen:
                self.fault("M09", item, f"“{field.name}”里“{value}”写了两次", "删去一个")
            seen.add(value) if isinstance(value, str) else None

    def nested(self, field: Field, wanted: type, node: Node) -> Any:
        if not isinstance(node, Mapping):
            keys = "、".join(inner.name for inner in fields(wanted))
            return self.fault("M02", node, f"“{field.name}”下面要写下级键", f"下级键有：{keys}")
        before = len(self.problems)
        values = self.mapping(wanted, node, (field.name,))
        return wanted(**values) if len(self.problems) == before else _WRONG

    def scalar(self, field: Field, wanted: Any, node: Node) -> Any:
        if not isinstance(node, Scalar):
            return self.fault("M02", node, f"“{field.name}”要写成一个值，不是列表或下级键")
        if not node.text.strip():
            return self.fault("M04", node, f"“{field.name}”（{field.doc}）是空的")
        if typing.get_origin(wanted) is Literal:
            return self.choice(field, typing.get_args(wanted), node)
        return _READERS[wanted](self, field, node)

    def choice(self, field: Field, allowed: tuple[str, ...], node: Scalar) -> Any:
        if node.text in allowed:
            return node.text
        near = nearest(node.text, allowed)
        hint = f"是不是“{near}”？" if near else ""
        message = f"“{field.name}”不能是“{node.text}”，可选：{'、'.join(allowed)}"
        return self.fault("M06", node, message, hint)

    def text(self, field: Field, node: Scalar) -> Any:
        if field.address and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", node.text):
            return self.fault("M10", node, f"“{field.name}”不是完整的网址：“{node.text}”")
        return node.text.strip()

    def integer(self, field: Field, node: Scalar) -> Any:
        if _INTEGER.fullmatch(node.text):
            return int(node.text)
        return self.fault("M07", node, f"“{field.name}”不是整数：“{node.text}”")

    def boolean(self, field: Field, node: Scalar) -> Any:
        if node.text in _TRUE | _FALSE:
            return node.text in _TRUE
        message = f"“{field.name}”不能是“{node.text}”，可选：true、false"
        return self.fault("M06", node, message)

    def day(self, field: Field, node: Scalar) -> Any:
        day = dates.parse(node.text)
        if day:
            return day
        message = f"“{field.name}”不是日历上的日期：“{node.text}”"
        return self.fault("M05", node, message, dates.suggestion(node.text))


_READERS: dict[Any, Callable[[_Reading, Field, Scalar], Any]] = {
    str: _Reading.text,
    int: _Reading.integer,
    bool: _Reading.boolean,
    date: _Reading.day,
}


Resolve = Callable[[str, tuple[str | int, ...], str], str]


def map_references(value: Any, resolve: Resolve, path: tuple[str | int, ...] = ()) -> Any:
    """A copy of a record in which each name that refers to a record went through `resolve`.

    `resolve` is given the kind referred to, the keys that lead to the name, and the name as written.
    """
    changes = {
        field.name: _mapped(field, getattr(value, field.name), resolve, (*path, field.name))
        for field in fields(type(value))
        if field.refers_to or _holds_records(field.type)
    }
    return dataclasses.replace(value, **changes) if changes else value


def _mapped(field: Field, inner: Any, resolve: Resolve, here: tuple[str | int, ...]) -> Any:
    if isinstance(inner, tuple):
        return tuple(_mapped(field, item, resolve, (*here, i)) for i, item in enumerate(inner))
    if dataclasses.is_dataclass(inner):
        return map_references(inner, resolve, here)
    return resolve(field.refers_to, here, inner) if field.refers_to and inner else inner


@cache
def _holds_records(wanted: Any) -> bool:
    inner = [arg for arg in typing.get_args(wanted) if arg not in (..., types.NoneType)]
    return any(map(_holds_records, inner)) if inner else dataclasses.is_dataclass(wanted)
