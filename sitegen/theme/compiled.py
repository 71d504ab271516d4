"""What is known of a template by its text: its code and the templates it names, worked out once.

Kept in memory for every theme of this process and, where there is a store, for the next one. What
comes from a store counts only if it bears the digest of what it was made from; the store itself
sees to it that its bytes are those that were put there, by this code.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from jinja2 import BytecodeCache, nodes
from jinja2.bccache import Bucket
from msgspec import Struct

from sitegen.digests import sha256

ANY = ""  # stands for whatever template a theme has
_NAMING = (nodes.Extends, nodes.Import, nodes.FromImport, nodes.Include)
_CODES: dict[tuple[str, str], bytes] = {}
_NAMED: dict[str, tuple[str, ...]] = {}


class CompiledTemplates(Struct, frozen=True):
    """Code and names of templates that another process worked out."""

    codes: Mapping[tuple[str, str], bytes]
    named: Mapping[str, tuple[str, ...]]


def known() -> CompiledTemplates:
    """Everything known in this process."""
    return CompiledTemplates(dict(_CODES), dict(_NAMED))


def learn(templates: CompiledTemplates) -> None:
    """Take over what another process worked out."""
    _CODES.update(templates.codes)
    _NAMED.update(templates.named)


class Store(Protocol):
    """Where bytes are kept by name from one build to the next."""

    def get(self, name: str) -> bytes | None:
        """The bytes of a name, if they are there and whole."""

    def put(self, name: str, data: bytes) -> None:
        """Keep bytes under a name."""

    @property
    def filled(self) -> bool:
        """Whether anything was ever kept."""


class Compiled(BytecodeCache):
    """The code of templates, by name and text (Jinja's own bytecode cache)."""

    def __init__(self, store: Store | None) -> None:
        self._store = store

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, if it is known."""
        key = (bucket.key, bucket.checksum)
        if key not in _CODES and self._store:
            found = self._store.get(f"template-{bucket.key}")
            if found:
                _CODES[key] = found
        if key in _CODES:
            # Jinja looks whether it is of this text and of this version of Python and of itself
            bucket.bytecode_from_string(_CODES[key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        code = _CODES[bucket.key, bucket.checksum] = bucket.bytecode_to_string()
        if self._store:
            self._store.put(f"template-{bucket.key}", code)


def references(tree: nodes.Template) -> Iterator[str]:
    """The templates that a template names; ANY where the name is worked out or the template may be missing."""
    node: Any
    for node in tree.find_all(_NAMING):
        fixed = isinstance(node.template, nodes.Const) and not getattr(
            node, "ignore_missing", False
        )
        yield str(node.template.value) if fixed else ANY


def named(text: str, find: Callable[[], tuple[str, ...]], store: Store | None) -> tuple[str, ...]:
    """The templates that a template of this text names; `find` reads it."""
    digest = sha256(text.encode())
    if digest not in _NAMED:
        kept = store.get(f"named-{digest}") if store else None
        _NAMED[digest] = tuple(json.loads(kept)) if kept else find()
        if store and not kept:
            store.put(f"named-{digest}", json.dumps(_NAMED[digest]).encode())
    return _NAMED[digest]
