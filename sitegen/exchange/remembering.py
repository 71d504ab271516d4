"""What was imported last? One digest for each part of each task, in a file beside the review sheet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sitegen.exchange.grid import Book
from sitegen.exchange.parts import PARTS
from sitegen.exchange.yamlout import scalar
from sitegen.source import Mapping as Node
from sitegen.source import Scalar, decode, parse_yaml

_HEAD = "# 上次导入的内容摘要，由 sitegen import 写；用来分辨哪些是编辑改过的，请随内容一起提交，不要手改。\n"


def remembered(book: Book, last: Mapping[str, Mapping[str, str]]) -> str:
    """The file that remembers an import; the parts stand in the order of `PARTS`."""
    lines = [_HEAD, f"file: {scalar(book.name)}\n", f'sha256: "{book.digest}"\n', "tasks:\n"]
    for key, values in last.items():
        lines.append(f'  "{key}": "{" ".join(values[part] for part in PARTS)}"\n')
    return "".join(lines)


def last_import(path: Path) -> dict[str, dict[str, str]]:
    """What each part of each task was when it was imported last; nothing where that is not known."""
    if not path.is_file():
        return {}
    lines, problems = decode(path.name, path.read_bytes())
    node, faults = parse_yaml("\n".join(lines)) if not problems else (None, ())
    tasks = node.get("tasks") if node and not faults else None
    if not isinstance(tasks, Node):
        return {}
    return {
        key.text: dict(zip(PARTS, value.text.split(), strict=True))
        for key, value in tasks.entries
        if isinstance(value, Scalar) and len(value.text.split()) == len(PARTS)
    }
