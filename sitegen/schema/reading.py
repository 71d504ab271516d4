"""Document → record, or every problem of the document."""

from __future__ import annotations

import dataclasses
import re
import typing
from functools import cache
from typing import Any, Literal

from sitegen.errors import Location, Problem
from sitegen.memo import between_looks
from sitegen.model import Evidence, Plan, Record, Task
from sitegen.schema.fields import Field, fields, keys
from sitegen.schema.unknown import listed, meant
from sitegen.schema.values import READERS, Wrong, choice
from sitegen.source import Document, Mapping, Node, Scalar, Sequence
from sitegen.text import shown

MOST_ALIASES = 100  # of one record
SUGGESTIONS = 50  # unknown keys of one document that are compared with the known ones

_WRONG = object()
_MAY_BE_BODILESS: frozenset[type] = frozenset({Plan, Evidence})
_WIDE_BRACKETS = "［］【】[]"


@between_looks
def record(document: Document) -> tuple[Record | None, tuple[Problem, ...]]:
    """The record a document describes, or None, with every problem of its keys and values."""
    reading = _Reading(document)
    values = reading.mapping(document.kind.record, document.front, None, ())
    reading.body()
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

    # the prose

    def body(self) -> None:
        kind = self.document.kind.record
        wants = any(field.name == "body" for field in fields(kind))
        if wants and kind not in _MAY_BE_BODILESS and not self.document.body.strip():
            where = Location(self.document.path, self.document.body_line, 1)
            what = "照录原文" if kind is Task else "写正文"
            hint = f"在第二个“---”之后{what}"
            self.problems.append(self.document.problem("M08", where, "文件头之后没有正文", hint))

    # keys

    def mapping(
        self, kind: type, node: Mapping, owner: Scalar | None, path: tuple[str, ...]
    ) -> dict[str, Any]:
        meant_keys = self._unknown_keys(kind, node)
        written = {key.text: (key, value) for key, value in node.entries}
        values = {}
        for field in keys(kind).values():
            if field.name in written:
                owner_below, child = written[field.name]
                values[field.name] = self.value(field, field.type, child, owner_below)
            elif field.required and field.name not in meant_keys:
                self._missing(field, owner, path)
        return values

    def _unknown_keys(self, kind: type, node: Mapping) -> set[str]:
        found = set()
        known = keys(kind)
        unknown = [key for key, _ in node.entries if key.text not in known]
        for key in unknown[:SUGGESTIONS]:
            told = meant(key.text, self.document.kind.record, kind)
            self.fault("M01", key, told.message, told.hint)
            found.add(told.key)
        for key in unknown[SUGGESTIONS:]:
            self.fault("M01", key, f"不认识的键“{shown(key.text)}”")
        return found

    def _missing(self, field: Field, owner: Scalar | None, path: tuple[str, ...]) -> None:
        name = "”下的“".join((*path, field.name))
        message = f"缺少“{name}”（{field.doc}）"
        where = f"在“{path[-1]}”下面" if path else ""
        hint = f"{where}加一行“{field.name}: …”"
        if owner:
            self.fault("M03", owner, message, hint)
        else:
            place = Location(self.document.path)
            self.problems.append(Problem("M03", place, message, hint))

    # values

    def value(self, field: Field, wanted: Any, node: Node, owner: Scalar | None) -> Any:
        origin, first, nested = _form(wanted)
        if origin is tuple:
            return self.items(field, first, node)
        if nested:
            return self.nested(field, wanted, node, owner)
        return self.scalar(field, wanted, node)

    def items(self, field: Field, wanted: Any, node: Node) -> Any:
        if not isinstance(node, Sequence):
            return self._no_list(field, wanted, node)
        if not node.items:
            return self.fault("M04", node, f"“{field.name}”是空列表", "没有内容就删去这一行")
        if field.aliases and len(node.items) > MOST_ALIASES:
            message = f"“{field.name}”有 {len(node.items)} 项，最多 {MOST_ALIASES} 项"
            return self.fault("S10", node, message, "每个旧地址是一个网页；删去不再有人用的")
        values = tuple(self._item(field, wanted, item) for item in node.items)
        if not field.verbatim:
            self._repeated(field, node, values)
        return values

    def _item(self, field: Field, wanted: Any, item: Node) -> Any:
        if isinstance(item, Scalar) and not item.text.strip():
            return self.fault(
                "M04", item, f"“{field.name}”里有一项是空的", "补上内容，或删去这一项"
            )
        owner = item if isinstance(item, Scalar) else Scalar("", item.mark)
        return self.value(field, wanted, item, owner)

    def _repeated(self, field: Field, node: Sequence, values: tuple[Any, ...]) -> None:
        seen = set()
        for item, value in zip(node.items, values, strict=True):
            if isinstance(value, str) and value in seen:
                message = f"“{field.name}”里“{shown(value)}”写了两次"
                self.fault("M09", item, message, "删去一个")
            seen.add(value) if isinstance(value, str) else None

    def nested(self, field: Field, wanted: type, node: Node, owner: Scalar | None) -> Any:
        if not isinstance(node, Mapping):
            return self._no_keys(field, wanted, node)
        if not node.entries:
            return self._empty(field, node)
        before = len(self.problems)
        values = self.mapping(wanted, node, owner, (field.name,))
        return wanted(**values) if len(self.problems) == before else _WRONG

    def scalar(self, field: Field, wanted: Any, node: Node) -> Any:
        if not isinstance(node, Scalar):
            return self._no_scalar(field, node)
        if not node.text.strip():
            return self._empty(field, node)
        if _form(wanted)[0] is Literal:
            value: Any = choice(field, typing.get_args(wanted), node.text)
        else:
            value = READERS[wanted](field, node.text)
        if isinstance(value, Wrong):
            return self.fault(value.code, node, value.message, value.hint)
        return value

    # values of another form than the key asks for

    def _empty(self, field: Field, node: Node) -> Any:
        hint = "补上内容" if field.required else "没有内容就删去这一行"
        line = self.document.lines[node.mark.line - 1][node.mark.column - 1 :]
        if isinstance(node, Scalar) and line.lstrip().startswith("#"):
            hint = "“#”后面是注释；若是文字，给整个值加上双引号"
        return self.fault("M04", node, f"“{field.name}”（{field.doc}）是空的", hint)

    def _no_list(self, field: Field, wanted: Any, node: Node) -> Any:
        if isinstance(node, Scalar) and not node.text.strip():
            return self._empty(field, node)
        groups = typing.get_origin(typing.get_args(field.type)[0]) is tuple
        each = "的每一组也" if groups and wanted is str else ""
        message = f"“{field.name}”{each}要写成列表"
        if isinstance(node, Scalar) and re.match(r"-\S", node.text):
            hint = f"“-”后面要有一个空格：- {shown(node.text.lstrip('-'))}"
            return self.fault("M02", node, message, hint)
        return self.fault("M02", node, message, _as_list(field, node))

    def _no_keys(self, field: Field, wanted: type, node: Node) -> Any:
        if isinstance(node, Scalar) and not node.text.strip():
            return self._empty(field, node)
        below_list = typing.get_origin(field.type) is tuple
        where = "的每一项要写下级键" if below_list else "下面要写下级键"
        hint = f"下级键有：{listed(wanted)}"
        if isinstance(node, Scalar):
            first = fields(wanted)[0].name
            dash = "- " if below_list else ""
            hint = f"换行缩进两格，写作“{dash}{first}: {shown(node.text)}”"
        return self.fault("M02", node, f"“{field.name}”{where}", hint)

    def _no_scalar(self, field: Field, node: Node) -> Any:
        message = f"“{field.name}”要写成一个值，不是列表或下级键"
        hint = f"把值写在“{field.name}: ”后面"
        sign = self.document.lines[node.mark.line - 1][node.mark.column - 1 : node.mark.column]
        if sign in {"[", "{"}:
            hint = f"文字以“{sign}”开头时给整个值加上双引号；否则去掉括号"
        return self.fault("M02", node, message, hint)


@cache
def _form(wanted: Any) -> tuple[Any, Any, bool]:
    """What a type is made from, its first argument, and whether it is a record class."""
    arguments = typing.get_args(wanted)
    first = arguments[0] if arguments else None
    return typing.get_origin(wanted), first, dataclasses.is_dataclass(wanted)


def _as_list(field: Field, node: Node) -> str:
    """How a value that should be a list is written as one."""
    inner = field.below
    text = node.text if isinstance(node, Scalar) else ""
    if inner:
        return f"换行缩进两格，每一项写作“- {fields(inner)[0].name}: {shown(text) or '…'}”"
    if typing.get_args(field.type)[0] is not str:
        return field.doc
    if not text:
        return f"写作 {field.name}: [甲, 乙]"
    parts = [part.strip(f" {_WIDE_BRACKETS}") for part in re.split("[、，,；;]", text)]
    signs = "，方括号和逗号用英文" if re.search("[［］【】，]", text) else ""
    return f"写作 {field.name}: [{shown(', '.join(filter(None, parts)), 80)}]{signs}"
