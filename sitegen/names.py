"""Which record does a name mean? Names, short names and aliases, within a government or the portal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sitegen.source import Document, Scalar, Sequence
from sitegen.text import fold

_NAME_KEYS = ("name", "short", "aliases")


class Names:
    """An index from every written form of a name to the ids it may mean.

    Names are compared with width, case and white space folded. Departments are known within their
    government under every form, and in the whole portal under their full name.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self._ids: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        self._shown: dict[tuple[str, str], list[str]] = defaultdict(list)
        for document in documents:
            for key, name in _written(document):
                self._add(document, key, name)

    def _add(self, document: Document, key: str, name: str) -> None:
        kind, scope = document.kind.name, _scope(document)
        self._shown[kind, scope].append(name)
        scopes = {scope, ""} if key == "name" else {scope}
        for place in scopes:
            ids = self._ids[kind, place, fold(name)]
            if document.id not in ids:
                ids.append(document.id)

    def meant(self, kind: str, scope: str, name: str) -> tuple[str, ...]:
        """The ids a name may mean: none (unknown), one, or several (ambiguous)."""
        folded = fold(name)
        found = self._ids.get((kind, scope, folded)) or self._ids.get((kind, "", folded)) or ()
        return tuple(found)

    def known(self, kind: str, scope: str) -> tuple[str, ...]:
        """Every name that could have been written, for suggesting the nearest one."""
        return tuple(self._shown.get((kind, scope), ()))


def _scope(document: Document) -> str:
    return document.id.split("/")[0] if document.kind.name == "department" else ""


def _written(document: Document) -> Iterator[tuple[str, str]]:
    # read from the nodes, so that a record with a problem elsewhere can still be referred to
    for key in _NAME_KEYS:
        node = document.front.get(key)
        items = node.items if isinstance(node, Sequence) else (node,)
        for item in items:
            if isinstance(item, Scalar) and not item.text.startswith("/"):
                yield key, item.text
