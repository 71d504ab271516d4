"""How is a record written? YAML as editors write it, readable again by `source` without loss."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

Value = str | Sequence["Value"] | Mapping[str, "Value"]

# a text that needs no quotation marks, neither alone nor within brackets
_PLAIN = re.compile(r"[\w（“《〈【‘\u3000-\u303f\uff00-\uffef/][^\[\]{},#&*!|>'\"%@`:\n\\]*")
_LIKE_VALUES = re.compile(r"(?i)(true|false|yes|no|on|off|null|~|-?[\d.]+)")
_SAFE = re.compile(r'[^"\\\n\t]*')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def scalar(text: str) -> str:
    """A text as a YAML value, with quotation marks where it needs them."""
    plain = _PLAIN.fullmatch(text) and text == text.strip() and " - " not in text
    if plain and not _LIKE_VALUES.fullmatch(text):
        return text
    return '"' + "".join(_ESCAPES.get(sign, sign) for sign in text) + '"'


def block(key: str, value: Value, indent: int = 0) -> str:
    """A key and its value as lines that end with a line end."""
    margin = "  " * indent
    if isinstance(value, str):
        return f"{margin}{key}: {scalar(value)}\n"
    if isinstance(value, Mapping):
        return f"{margin}{key}:\n" + "".join(
            block(name, inner, indent + 1) for name, inner in value.items()
        )
    if all(isinstance(item, str) for item in value) and _short(value):
        return f"{margin}{key}: [{', '.join(scalar(str(item)) for item in value)}]\n"
    return f"{margin}{key}:\n" + "".join(_item(item, indent + 1) for item in value)


def _short(value: Sequence[Value]) -> bool:
    """Whether a list stands well in one line: names do, sentences do not."""
    return all(len(str(item)) <= 40 for item in value)  # noqa: PLR2004 - letters


def _item(item: Value, indent: int) -> str:
    margin = "  " * indent
    if isinstance(item, str):
        return f"{margin}- {scalar(item)}\n"
    if isinstance(item, Mapping):
        lines = "".join(block(name, inner, indent + 1) for name, inner in item.items())
        return f"{margin}- {lines[len(margin) + 2 :]}"
    return f"{margin}- [{', '.join(scalar(str(one)) for one in item)}]\n"


def inline(value: Mapping[str, str]) -> str:
    """A few keys with short values on one line."""
    shown = {
        n: t if n == "line" else f'"{t}"' if _SAFE.fullmatch(t) else scalar(t)
        for n, t in value.items()
    }
    return "{" + ", ".join(f"{name}: {text}" for name, text in shown.items()) + "}"
