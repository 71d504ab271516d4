"""How does a task's file read, made anew or changed in some keys with the rest left as it is?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sitegen.exchange.drafting import Drafted
from sitegen.exchange.parts import Labels, front_matter, place_of, plain, roles_of
from sitegen.exchange.yamlout import block, inline
from sitegen.model import ROLES
from sitegen.source import Document, Scalar
from sitegen.source import Mapping as Node

_ORDER = ("number", "section", "title", "responsibility", "deadline", "domains", "openness")
_KEYS = (*_ORDER, "source", "notes", "inferred", "aliases")
LINE = "line"  # no part that an editor overwrites: it goes with the text that is kept
PROPOSED = "# 领域由导入程序按文字建议，请核对\n"


def new_file(task: Drafted, labels: Labels) -> str:
    """The file of a task that is imported for the first time."""
    keys = front_matter(task, labels)
    lines = [key_block(name, value) for name, value in keys.items()]
    return f"---\n{''.join(lines)}---\n\n{task.body}\n"


def key_block(name: str, value: Any) -> str:
    """One key of a task as it is written."""
    if name == "source":
        return f"source: {inline(value)}\n"
    if name == "responsibility":
        return block(name, value).replace('\n  open_ended: "true"\n', "\n  open_ended: true\n", 1)
    if name == "number":
        return (
            f'number: "{value}"\n' if '"' not in value and "\\" not in value else block(name, value)
        )
    return (PROPOSED if name == "domains" else "") + block(name, value)


def changed_file(document: Document, task: Drafted, parts: Iterable[str], labels: Labels) -> str:
    """The file of a task with some parts as drafted; other keys, comments and their order stay."""
    parts = set(parts)
    keys = front_matter(task, labels)
    changes: dict[str, str] = {}
    for name in ("number", "section", "domains", "notes", "inferred"):
        if name in parts:
            changes[name] = key_block(name, keys[name]) if keys.get(name) else ""
    place = _place(document, task, parts)
    changes |= {"source": key_block("source", place)} if place else {}
    if any(part.startswith("responsibility") for part in parts):
        owners = _owners(document, task, parts, labels)
        changes["responsibility"] = key_block("responsibility", owners)
    if "deadline.raw" in parts:
        limits = {
            k: v for k, v in (plain(document.front.get("deadline")) or {}).items() if k != "raw"
        }
        merged = ({"raw": task.deadline} if task.deadline else {}) | limits
        changes["deadline"] = block("deadline", merged) if merged else ""
    body = task.body if "text" in parts else document.body
    return _rewritten(document, changes, body)


def line_of(document: Document) -> str:
    """The line of the text that the file of a task points to, as it is written."""
    place = document.front.get("source")
    line = place.get("line") if isinstance(place, Node) else None
    return line.text if isinstance(line, Scalar) else ""


def without_line(document: Document) -> str:
    """The file of a task that points to no line any longer, for it stood in another text."""
    place: dict[str, str] = plain(document.front.get("source")) or {}
    place.pop("line", None)
    return _rewritten(document, {"source": key_block("source", place)}, document.body)


def _place(document: Document, task: Drafted, parts: set[str]) -> Mapping[str, str]:
    """Where the task stands in the document, if that is to be written anew."""
    now: dict[str, str] = plain(document.front.get("source")) or {}
    drawn = place_of(task)
    if LINE in parts:
        return {**now, "line": str(task.line)} if now else drawn
    return now | drawn if "number" in parts and now else {}


def _owners(
    document: Document, task: Drafted, parts: set[str], labels: Labels
) -> Mapping[str, Any]:
    owners: dict[str, Any] = plain(document.front.get("responsibility")) or {}
    if "responsibility.raw" in parts:
        owners["raw"] = task.raw
    if "responsibility.more" in parts:
        owners["more"] = [{"column": column, "raw": raw} for column, raw in task.more]
    if "responsibility.roles" in parts:
        owners = {k: v for k, v in owners.items() if k not in {*ROLES, "mode", "open_ended"}}
        owners |= roles_of(task, labels)
    order = ("raw", "more", "mode", "open_ended", *ROLES)
    known = {name: owners[name] for name in order if owners.get(name)}
    return known | {name: value for name, value in owners.items() if name not in order}


def _rewritten(document: Document, changes: Mapping[str, str], body: str) -> str:
    lines = list(document.lines[1 : document.body_line - 2])
    starts = [(key.text, key.mark.line - 2) for key, _ in document.front.entries]
    ends = [start for _, start in starts[1:]] + [len(lines)]
    pieces: list[tuple[str, str]] = [("", "".join(f"{line}\n" for line in lines[: starts[0][1]]))]
    for (name, start), end in zip(starts, ends, strict=True):
        pieces.append((name, "".join(f"{line}\n" for line in lines[start:end])))
    for name, text in changes.items():
        pieces = _replaced(pieces, name, text)
    front = "".join(text for _, text in pieces).replace(PROPOSED * 2, PROPOSED)
    return f"---\n{front}---\n\n{body.strip(chr(10))}\n"


def _replaced(pieces: list[tuple[str, str]], name: str, text: str) -> list[tuple[str, str]]:
    names = [one for one, _ in pieces]
    if name in names:
        at = names.index(name)
        comments = _trailing_comments(pieces[at][1])
        return [*pieces[:at], (name, text + comments), *pieces[at + 1 :]]
    before = _KEYS[: _KEYS.index(name)]
    at = max((i for i, one in enumerate(names) if one in before), default=0) + 1
    return [*pieces[:at], (name, text), *pieces[at:]]


def _trailing_comments(text: str) -> str:
    """The comments behind a key at the left margin: they belong to the key that follows."""
    kept: list[str] = []
    for line in reversed(text.splitlines(keepends=True)):
        if not line.startswith("#"):
            break
        kept.insert(0, line)
    return "".join(kept)
