"""Which record does a name mean? Names, short names and aliases, within a government or the portal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Several
from functools import cached_property

from msgspec import Struct

from sitegen.memo import by_identity
from sitegen.model import is_address
from sitegen.source import Document, Scalar, Sequence
from sitegen.text import fold

# the full name first; departments and documents are known within their government
_KEYS = {"document": ("title", "doc_number")}
_USUAL_KEYS = ("name", "short", "aliases")
SCOPED = frozenset({"department", "document"})


class Names:
    """An index from every written form of a name to the ids it may mean.

    Names are compared with width, case and white space folded. Departments are known within their
    government under every form and with its level in place of its name (市财政局 for 示例市财政局),
    and in the whole portal under their full name.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self._ids: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        self._shown: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._titles: dict[tuple[str, str], str] = {}
        for document in documents:
            for full, name in _written(document):
                self._add(document, full, name)

    def __eq__(self, other: object) -> bool:
        """Whether every name means the same."""
        return (
            isinstance(other, Names)
            and self._ids == other._ids
            and self._shown == other._shown
            and self._titles == other._titles
        )

    __hash__ = None  # type: ignore[assignment]

    def _add(self, document: Document, full: bool, name: str) -> None:  # noqa: FBT001
        kind, scope = document.kind.name, scope_of(document.kind.name, document.id)
        self._shown[kind, scope].append(name)
        if full:
            self._titles.setdefault((kind, document.id), name)
        for place in {scope, ""} if full else {scope}:
            ids = self._ids[kind, place, fold(name)]
            if document.id not in ids:
                ids.append(document.id)

    def meant(self, kind: str, scope: str, name: str) -> tuple[str, ...]:
        """The ids a name may mean: none (unknown), one, or several (ambiguous)."""
        folded = fold(name)
        found = self._ids.get((kind, scope, folded)) or self._ids.get((kind, "", folded))
        return tuple(found or self._in_full(kind, scope, name))

    def _in_full(self, kind: str, scope: str, name: str) -> Several[str]:
        title = self._titles.get(("government", scope), "")
        if kind != "department" or not title or name[:1] != title[-1]:
            return ()
        return self._ids.get((kind, scope, fold(title + name[1:])), ())

    def of_nobody(self, kind: str, name: str) -> bool:
        """Whether a folder to which no government belongs has the name."""
        return kind in SCOPED and (kind, fold(name)) in self._of_nobody

    @cached_property
    def _of_nobody(self) -> frozenset[tuple[str, str]]:
        scopes = {scope for _, scope, _ in self._ids if scope}
        bare = {scope for scope in scopes if ("government", scope) not in self._titles}
        return frozenset((kind, form) for kind, scope, form in self._ids if scope in bare)

    def known(self, kind: str, scope: str) -> tuple[str, ...]:
        """Every name that could have been written, for suggesting the nearest one."""
        return tuple(self._shown.get((kind, scope), ()))

    def title(self, kind: str, record_id: str) -> str:
        """The full name of a record, else its id."""
        return self._titles.get((kind, record_id), record_id)

    def has(self, kind: str, path: str) -> bool:
        """Whether a file below content/ is the file of a record that has a name."""
        record_id = path.partition("/")[2].rpartition(".")[0]
        return (kind, record_id) in self._titles

    def elsewhere(self, kind: str, name: str) -> tuple[str, ...]:
        """The ids that a name means in other governments."""
        folded = fold(name)
        return tuple(
            found
            for (of, scope, form), ids in self._ids.items()
            if of == kind and scope and form == folded
            for found in ids
        )

    def with_id(self, kind: str, scope: str, written: str) -> str:
        """The full name of the record whose id was written in place of its name."""
        for record_id in (written, f"{scope}/{written}"):
            if (kind, record_id) in self._titles:
                return self._titles[kind, record_id]
        return ""


def scope_of(kind: str, record_id: str) -> str:
    """The government within which a record is known by its name, or nothing for the whole portal."""
    return record_id.partition("/")[0] if kind in SCOPED else ""


def names_of(document: Document) -> tuple[str, ...]:
    """Every name that a document gives its record."""
    return tuple(name for _, name in _written(document))


def with_level(full: str, government: str) -> str:
    """A department's full name with the level of its government in place of its name, as plans write it.

    市财政局 of 示例市财政局 and 示例市; nothing where the name does not begin with that of the government.
    """
    rest = full.removeprefix(government)
    return government[-1:] + rest if rest and rest != full else ""


class Given(Struct, frozen=True):
    """Where a document gives a name: its keys, and how far they are from that of the full name."""

    rank: int
    keys: tuple[str | int, ...]


def places_of(document: Document, name: str) -> tuple[Given, ...]:
    """Where a document gives its record a name."""
    keys = _KEYS.get(document.kind.name, _USUAL_KEYS)
    return tuple(
        Given(rank, (key, place) if isinstance(node, Sequence) else (key,))
        for rank, key in enumerate(keys)
        for node in (document.front.get(key),)
        for place, item in enumerate(node.items if isinstance(node, Sequence) else (node,))
        if isinstance(item, Scalar) and fold(item.text) == fold(name)
    )


@by_identity
def _written(document: Document) -> tuple[tuple[bool, str], ...]:
    return tuple(_all_written(document))


def _all_written(document: Document) -> Iterator[tuple[bool, str]]:
    # read from the nodes, so that a record with a problem elsewhere can still be referred to
    keys = _KEYS.get(document.kind.name, _USUAL_KEYS)
    for key in keys:
        node = document.front.get(key)
        items = node.items if isinstance(node, Sequence) else (node,)
        for item in items:
            if isinstance(item, Scalar) and item.text.strip() and not _is_address(key, item):
                yield key == keys[0], item.text


def _is_address(key: str, item: Scalar) -> bool:
    """Whether an alias is an old address instead of a name."""
    return key == "aliases" and is_address(item.text.lstrip())
