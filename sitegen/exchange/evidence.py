"""Which records name tasks by numbers that changed, and how do they read with the new ones?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sitegen.exchange.register import Register
from sitegen.exchange.yamlout import scalar
from sitegen.source import Document, Scalar, Sequence


def numbers(known: Register, plan: str) -> frozenset[str]:
    """The numbers of tasks that a plan's records name."""
    return frozenset(node.text for record in _records(known, plan) for node in _named(record))


def renumbered(known: Register, plan: str, new: Mapping[str, str]) -> dict[str, str]:
    """The files, by path in the project, of records that name tasks by old numbers, with the new ones."""
    return {r.path: text for r in _records(known, plan) if (text := _text(r, new))}


def _records(known: Register, plan: str) -> Iterator[Document]:
    return (record for record in known.of("record") if record.id.startswith(f"{plan}/"))


def _named(record: Document) -> list[Scalar]:
    tasks = record.front.get("tasks")
    named = tasks.items if isinstance(tasks, Sequence) else (tasks,)
    return [node for node in named if isinstance(node, Scalar)]


def _text(record: Document, new: Mapping[str, str]) -> str:
    """A record with new numbers in place of the old ones and nothing else changed, or nothing."""
    lines = list(record.lines)
    old = [node for node in _named(record) if node.text in new]
    for node in reversed(old):
        line, begin = lines[node.mark.line - 1], node.mark.column - 1
        end = begin + node.mark.width
        lines[node.mark.line - 1] = f"{line[:begin]}{scalar(new[node.text])}{line[end:]}"
    return "\n".join(lines) if old else ""
