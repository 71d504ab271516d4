"""How does a new record begin? A file with every key and what it is for; or with what an editor answers."""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

from sitegen import schema
from sitegen.exchange.faults import USABLE, Refused
from sitegen.exchange.yamlout import block
from sitegen.model import KINDS, Kind
from sitegen.schema import Field
from sitegen.schema.fields import fields, keys
from sitegen.schema.values import READERS, Wrong, choice
from sitegen.source import usable
from sitegen.source.document import parse

BLANK = "…"
MOST_ASKED = 3  # times a question is put before giving up
KINDS_BY_NAME = {kind.name: kind for kind in KINDS}
_LISTED = re.compile(r"[、，,；;]\s*")
_EXAMPLES = {
    "task": "shili-2026/001",
    "record": "shili-2026/2026-03-caizheng",
    "department": "shili/caizhengju",
    "document": "shili/banfa",
    "plan": "shili-2026",
    "government": "shili",
}
Ask = Callable[[str], str]


def skeleton(kind_name: str, record_id: str) -> tuple[str, str]:
    """The path and text of a new record with every key; `check` asks for the required ones, left empty."""
    kind = KINDS_BY_NAME[kind_name]
    path = _path(kind, record_id)
    front = "".join(_keys(kind.record, 0))
    return path, _file(kind, front, "")


def as_draft(kind_name: str, text: str) -> str:
    """The text of a new record as a draft; raises Refused (E15) for a kind that has none."""
    kind = KINDS_BY_NAME[kind_name]
    field = keys(kind.record).get("draft")
    if field is None:
        able = "、".join(one.label for one in KINDS if "draft" in keys(one.record))
        raise Refused("E15", f"{kind.label}不能作草稿", f"能作草稿的有：{able}")
    example = f"# {_doc(field)}\n" + "".join(f"# {line}\n" for line in _example(field))
    said = f"# {_doc(field)}\ndraft: true\n"
    if example in text:
        return text.replace(example, said, 1)
    opened = "---\n" if kind.pattern.endswith(".md") else ""
    return f"{opened}{said}{text.removeprefix(opened)}"


def _path(kind: Kind, record_id: str) -> str:
    """The path of a record's file below the project; raises Refused (E12)."""
    parts = record_id.split("/")
    example = _EXAMPLES.get(kind.name, "example")
    if len(parts) != kind.pattern.count("*"):
        message = f"{kind.label}的标识不能是“{record_id}”"
        raise Refused("E12", message, f"写作 {example} 的样子")
    wrong = next((part for part in parts if not usable(part)), None)
    if wrong is not None:
        raise Refused("E12", f"“{wrong}”不能组成网址", f"{USABLE}，例如 {example}")
    path = kind.pattern
    for part in parts:
        path = path.replace("*", part, 1)
    return f"content/{path}"


def check_free(project: Path, path: str) -> None:
    """Refuse where a record would stand in the place of a file, or where its plan is missing."""
    if (project / path).exists():
        raise Refused("E11", f"{path} 已经存在", "改这个文件，或换一个标识")
    parts = Path(path).parts
    index = Path(*parts[:3], "index.md")
    if len(parts) > 4 and parts[1] == "plans" and not (project / index).exists():  # noqa: PLR2004
        hint = f"先运行 sitegen new plan {parts[2]}"
        raise Refused("E08", f"没有计划 {parts[2]}", hint)


def _file(kind: Kind, front: str, body: str) -> str:
    if not kind.pattern.endswith(".md"):
        return front
    return f"---\n{front}---\n\n{body}\n" if body else f"---\n{front}---\n"


def _keys(record: type, depth: int) -> Iterator[str]:
    """Each key under a line that says what it is; those that may be left out as comments."""
    margin = "  " * depth
    for field in keys(record).values():
        yield f"{margin}# {_doc(field)}\n"
        if field.required and field.below and not _is_list(field):
            yield f"{margin}{field.name}:\n"
            yield from _keys(field.below, depth + 1)
        elif field.required:
            yield f"{margin}{field.name}:\n"
        else:
            yield from (f"{margin}# {line}\n" for line in _example(field))


def _example(field: Field) -> Iterator[str]:
    """How a key is written that may be left out."""
    if field.below is None:
        yield f"{field.name}: [{BLANK}]" if _is_list(field) else f"{field.name}: {BLANK}"
        return
    yield f"{field.name}:"
    below = keys(field.below).values()
    for index, one in enumerate([one for one in below if one.required] or list(below)[:1]):
        start = ("  " if index else "- ") if _is_list(field) else ""
        yield f"  {start}{one.name}: {BLANK}"


def _doc(field: Field) -> str:
    choices = _choices(field)
    allowed = f"（可选：{'、'.join(choices)}）" if choices and choices[0] not in field.doc else ""
    return f"{field.doc}{allowed}" + ("" if field.required else "（没有就不写）")


def _choices(field: Field) -> tuple[str, ...]:
    inner = typing.get_args(field.type)[0] if _is_list(field) else field.type
    return typing.get_args(inner) if typing.get_origin(inner) is Literal else ()


def _is_list(field: Field) -> bool:
    return typing.get_origin(field.type) is tuple


# questions


def asked(kind_name: str, record_id: str, ask: Ask) -> tuple[str, str]:
    """The path and text of a record made of the answers to a question for each required key."""
    kind = KINDS_BY_NAME[kind_name]
    example = _EXAMPLES.get(kind.name, "example")
    record_id = record_id or ask(f"标识（组成网址，例如 {example}）：").strip()
    path = _path(kind, record_id)
    front = "".join(
        f"# {_doc(field)}\n{block(field.name, value)}"
        for field, value in _answers(kind.record, ask)
    )
    body = _body(kind, ask)
    text = _file(kind, front, body)
    document, problems = parse(kind, record_id, path, tuple(text.split("\n")))
    if document and not problems:
        problems = schema.record(document)[1]
    if problems:
        raise Refused("E10", problems[0].message, problems[0].hint)
    return path, text


def _answers(record: type, ask: Ask) -> Iterator[tuple[Field, Any]]:
    for field in keys(record).values():
        if not field.required:
            continue
        if field.below and not _is_list(field):
            yield field, {inner.name: value for inner, value in _answers(field.below, ask)}
        else:
            yield field, _answer(field, ask)


def _body(kind: Kind, ask: Ask) -> str:
    body = next((field for field in fields(kind.record) if field.name == "body"), None)
    if body is None:
        return ""
    return ask(f"{body.doc}（写成一段，长的以后在文件里补）：").strip() or BLANK


def _answer(field: Field, ask: Ask) -> Any:
    """The answer to one question, put again with what is wrong until it can be read."""
    listed = "，几项用顿号隔开" if _is_list(field) else ""
    question = f"{_doc(field)}{listed}："
    for _ in range(MOST_ASKED):
        text = ask(question).strip()
        wrong = _wrong(field, text)
        if wrong is None:
            return [part for part in _LISTED.split(text) if part] if _is_list(field) else text
        question = f"{wrong}\n{_doc(field)}{listed}："
    raise Refused("E13", f"“{field.name}”（{field.doc}）没有填好", "想好以后再运行一次")


def _wrong(field: Field, text: str) -> str | None:
    if not text:
        return "这一项必填。"
    if _is_list(field):
        return None
    choices = _choices(field)
    read = choice(field, choices, text) if choices else READERS[field.type](field, text)
    return f"{read.message}。{read.hint}" if isinstance(read, Wrong) else None
