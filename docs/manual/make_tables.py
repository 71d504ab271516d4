"""Writes what the manual takes from the program: every key (fields.md) and every option (commands.md).

python -m docs.manual.make_tables
"""

from __future__ import annotations

import argparse
import importlib
import re
import typing
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from sitegen.commands.line import COMMANDS
from sitegen.model import KINDS, Kind
from sitegen.schema import Field, fields, keys

HERE = Path(__file__).resolve().parent
LABELS = MappingProxyType({kind.name: kind.label for kind in KINDS})
TYPES = MappingProxyType({str: "文字", int: "整数", bool: "true 或 false", date: "日期"})
# the parts of a file's place that an editor chooses
PLACES = MappingProxyType(
    {
        "government": ("政府",),
        "department": ("政府", "部门"),
        "domain": ("领域",),
        "plan": ("计划",),
        "task": ("计划", "任务"),
        "record": ("计划", "凭证"),
        "requirement": ("要求",),
        "document": ("政府", "文件"),
        "page": ("页面",),
    }
)
FIELDS_HEAD = """# 全部字段

<!-- 本页由 python -m docs.manual.make_tables 生成，请不要直接改动 -->

每一类内容文件可以写哪些键，一键一行。怎样用、写成什么样，见[写内容](content.md)。

- “键”一栏里的点表示下级：`contact.phone` 是写在 `contact:` 下面、缩进两格的 `phone:`。`[]` 表示列表里的每一项。
- “必填”一栏写“是”的不能省；下级键写“是”的，是说写了上级就必须写它。
- “日期”写作 `2026-03-20` 的样子。“名称”写全称、简称或别名，都不写文件名。
- 不在表里的键不能写，写了会报 [M01](../checks/m.md#m01)。
"""
_MARKED = re.compile(r"<!-- 生成：(\w+) -->\n.*?<!-- 生成到此 -->", re.DOTALL)


def fields_page() -> str:
    """The page of every key of every kind of record."""
    return "\n".join([FIELDS_HEAD, *map(_kind, KINDS)])


def commands_page(text: str) -> str:
    """A page with the table of each command that it marks a place for."""
    return _MARKED.sub(
        lambda found: f"<!-- 生成：{found[1]} -->\n{_command(found[1])}<!-- 生成到此 -->", text
    )


# keys


def _kind(kind: Kind) -> str:
    lines = [f'<a id="{kind.name}"></a>', "", f"## {kind.label}", "", f"文件：`{_place(kind)}`", ""]
    lines += ["| 键 | 写什么 | 怎样写 | 必填 |", "|---|---|---|---|"]
    lines += _rows(kind.record, "", ())
    given = [field for field in fields(kind.record) if field.derived]
    lines += ["", "不写在文件头里的：", ""]
    lines += [f"- `{field.name}`：{_derived(field)}" for field in given]
    return "\n".join([*lines, ""])


def _place(kind: Kind) -> str:
    named = kind.pattern
    for part in PLACES.get(kind.name, ()):
        named = named.replace("*", part, 1)
    return f"content/{named}"


def _derived(field: Field) -> str:
    if field.name == "body":
        return f"{field.doc}，写在第二个 `---` 之后"
    return f"固定是 `{field.doc}`" if field.doc.isascii() else f"由{field.doc}决定"


def _rows(record: type, above: str, seen: tuple[type, ...]) -> Iterator[str]:
    for field in keys(record).values():
        many = "[]" if typing.get_origin(field.type) is tuple else ""
        name = f"{above}{field.name}"
        needed = "是" if field.required else ""
        doc = field.doc.replace("|", "\\|")
        yield f"| `{name}` | {doc} | {_form(field)} | {needed} |"
        if field.below and field.below not in (*seen, record):
            yield from _rows(field.below, f"{name}{many}.", (*seen, record))


def _form(field: Field) -> str:
    wanted = field.type
    depth = 0
    while typing.get_origin(wanted) is tuple:
        wanted, depth = typing.get_args(wanted)[0], depth + 1
    form = _one(field, wanted)
    return {0: form, 1: f"列表，每项：{form}"}.get(depth, f"列表的列表，每项：{form}")


def _one(field: Field, wanted: Any) -> str:
    if field.below:
        return "下级键"
    if field.refers_to:
        return f"[{LABELS[field.refers_to]}](#{field.refers_to})的名称"
    if typing.get_origin(wanted) is Literal:
        return " / ".join(f"`{word}`" for word in typing.get_args(wanted))
    if field.address:
        return "完整的网址"
    return "文字，可以几行" if field.lines else TYPES[wanted]


# options


def parser(name: str) -> argparse.ArgumentParser:
    """The parser of one command, as the program makes it."""
    made = argparse.ArgumentParser(prog=f"sitegen {name}", add_help=False)
    importlib.import_module(f"sitegen.commands.{COMMANDS[name][0]}").declare(name, made)
    return made


def options(name: str) -> tuple[argparse.Action, ...]:
    """Everything that one command can be told."""
    return tuple(parser(name)._actions)  # noqa: SLF001 - argparse has no public way to ask


def _command(name: str) -> str:
    lines = [f"{COMMANDS[name][1]}。", "", "| 写法 | 作用 |", "|---|---|"]
    lines += [f"| {_written(action)} | {_help(action)} |" for action in options(name)]
    return "\n".join(["", *lines, "", ""])


def _written(action: argparse.Action) -> str:
    value = _value(action)
    if not action.option_strings:
        return f"`{value}`{'（可以不写）' if action.nargs == '?' else ''}"
    # an option that takes no value
    said = "" if action.nargs == 0 else f" {value}"
    said = f" [{value}]" if action.nargs == "?" else said
    said = f" {value} …" if action.nargs == "+" else said
    names = "、".join(f"`{option}{said}`" for option in action.option_strings)
    return f"{names}（必写）" if action.required else names


def _value(action: argparse.Action) -> str:
    if isinstance(action.metavar, str):
        return action.metavar
    if action.choices:
        return "/".join(map(str, action.choices))
    return {Path: "文件夹", int: "数"}.get(typing.cast("type", action.type), "值")


def _help(action: argparse.Action) -> str:
    return (action.help or "").replace("|", "\\|")


if __name__ == "__main__":
    commands = HERE / "commands.md"
    (HERE / "fields.md").write_text(fields_page(), "utf-8", newline="\n")
    commands.write_text(commands_page(commands.read_text("utf-8")), "utf-8", newline="\n")
