"""What was imported last? One digest for each part of each task, in a file beside the review sheet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from sitegen.exchange.grid import Book
from sitegen.exchange.parts import PARTS
from sitegen.exchange.yamlout import scalar
from sitegen.source import Mapping as Node
from sitegen.source import Scalar, decode, parse_yaml

_HEAD = "# 上次导入的内容摘要，由 sitegen import 写；用来分辨哪些是编辑改过的，请随内容一起提交，不要手改。\n"


def remembered(book: Book, last: Mapping[str, Mapping[str, str]], text: str) -> str:
    """The file that remembers an import; the parts stand in the order of `PARTS`.

    `text`: the digest of the text that an import wrote last, if any did.
    """
    lines = [_HEAD, f"file: {scalar(book.name)}\n", f'sha256: "{book.digest}"\n']
    lines += [f'text: "{text}"\n'] if text else []
    lines.append("tasks:\n")
    for key, values in last.items():
        lines.append(f'  "{key}": "{" ".join(values[part] for part in PARTS)}"\n')
    return "".join(lines)


class Remembered(Struct, frozen=True):
    """What an import remembers: the parts of each task, and the text that it wrote, as digests."""

    tasks: Mapping[str, Mapping[str, str]]
    text: str


def last_import(path: Path) -> Remembered:
    """What each part of each task was when it was imported last; nothing where that is not known."""
    node = _memory(path)
    tasks, text = (node.get("tasks"), node.get("text")) if node else (None, None)
    parts = {
        key.text: dict(zip(PARTS, value.text.split(), strict=True))
        for key, value in (tasks.entries if isinstance(tasks, Node) else ())
        if isinstance(value, Scalar) and len(value.text.split()) == len(PARTS)
    }
    return Remembered(parts, text.text if isinstance(text, Scalar) else "")


def _memory(path: Path) -> Node | None:
    if not path.is_file():
        return None
    lines, problems = decode(path.name, path.read_bytes())
    node, faults = parse_yaml("\n".join(lines)) if not problems else (None, ())
    return node if not faults else None
