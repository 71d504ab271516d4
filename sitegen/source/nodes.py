"""What a YAML text is made of: values, lists and keys with their places; and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct


class Mark(Struct, frozen=True, gc=False):
    """Where a piece of a file begins (line and column from 1) and how wide it is on that line."""

    line: int
    column: int
    width: int = 1


class Scalar(Struct, frozen=True, gc=False):
    """One value, as text."""

    text: str
    mark: Mark


class Sequence(Struct, frozen=True, gc=False):
    """A list."""

    items: tuple[Node, ...]
    mark: Mark


class Mapping(Struct, frozen=True, gc=False):
    """Keys and values in file order; a key that stands twice keeps its first value."""

    entries: tuple[tuple[Scalar, Node], ...]
    mark: Mark

    def get(self, name: str) -> Node | None:
        """The value of a key, or None."""
        for key, value in self.entries:
            if key.text == name:
                return value
        return None


Node = Scalar | Sequence | Mapping


def values(node: Node) -> Iterator[Scalar]:
    """Every single value of a node, at any depth, in file order."""
    if isinstance(node, Scalar):
        yield node
        return
    below = node.items if isinstance(node, Sequence) else [value for _, value in node.entries]
    for part in below:
        yield from values(part)


class Fault(Struct, frozen=True):
    """A problem of one file before the file's name is known."""

    code: str
    mark: Mark
    message: str
    hint: str = ""
