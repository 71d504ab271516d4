"""What is on record already? Governments, departments and domains, by every name they have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from sitegen.exchange.faults import Refused
from sitegen.names import Names, names_of
from sitegen.source import Document, Scalar, Tree, read
from sitegen.text import fold, listed, nearest

MOST_DOMAINS = 3
_WORDS = re.compile(r"[、，。；：（）“”及和与的等]|信息|情况")
_NAMED, _DESCRIBED = 3, 1  # how much a word says that names a domain, or describes it


class Register(Struct, frozen=True):
    """The records of a portal that an imported plan may refer to."""

    content: Path
    tree: Tree
    names: Names

    def government(self, written: str, plan: str) -> str:
        """The id of a government written as id or name; raises Refused (E08).

        Where none is written, the one that the plan is of already, or the only one on record.
        """
        ids = [d.id for d in self.of("government")]
        written = written or self._said_by(plan) or (ids[0] if len(ids) == 1 else "")
        if written in ids:
            return written
        meant = self.names.meant("government", "", written)
        if len(meant) == 1:
            return meant[0]
        raise self._no_government(written, ids)

    def _said_by(self, plan: str) -> str:
        document = self.document("plan", plan)
        said = document.front.get("government") if document else None
        return said.text if isinstance(said, Scalar) else ""

    def _no_government(self, written: str, ids: Sequence[str]) -> Refused:
        known = listed(self.names.known("government", ""))
        if not written and ids:
            hint = f"加上 --government，已有：{known}"
            return Refused("E08", "没有写明是哪个政府的计划", hint)
        hint = f"先建档：sitegen new government；已有：{known or '还没有'}"
        near = nearest(written, [*ids, *self.names.known("government", "")]) if written else ""
        message = f"没有叫“{written}”的政府" if written else "还没有建档的政府"
        return Refused("E08", message, f"是不是“{near}”？{hint}" if near else hint)

    def of(self, kind: str) -> Iterator[Document]:
        """The documents of a kind."""
        return (document for document in self.tree.documents if document.kind.name == kind)

    def units(self, government: str, name: str) -> tuple[str, ...]:
        """The ids of the departments that a name may mean within a government.

        A name without a level is one of its own: 财政局 in a plan of 示例市 is 市财政局.
        """
        found = self.names.meant("department", government, name)
        level = self.names.title("government", government)[-1:]
        return found or self.names.meant("department", government, level + name)

    def label(self, government: str, department: str) -> str:
        """The name by which plans call a department."""
        document = self.document("department", department)
        for key in ("short", "name"):
            node = document.front.get(key) if document else None
            if isinstance(node, Scalar) and self.units(government, node.text) == (department,):
                return node.text
        return self.names.title("department", department)

    def document(self, kind: str, record_id: str) -> Document | None:
        """The file of a record, or None."""
        return next((d for d in self.of(kind) if d.id == record_id), None)

    def domains(self, *texts: str) -> tuple[str, ...]:
        """The names of domains that a wording may belong to; a proposal, for an editor to judge.

        The wording itself says most; else its categories or its units may say one.
        """
        found = self._domains(texts[0])
        return found or next((more[:1] for text in texts[1:] if (more := self._domains(text))), ())

    def _domains(self, text: str) -> tuple[str, ...]:
        scored = []
        for document in self.of("domain"):
            names = names_of(document)
            score, place = _score(fold(text), names, _described(document))
            if score >= _NAMED:
                scored.append((-score, place, names[0]))
        return tuple(name for _, _, name in sorted(scored)[:MOST_DOMAINS])


def _described(document: Document) -> tuple[str, ...]:
    words: list[str] = []
    for key in ("description", "standard"):
        node = document.front.get(key)
        words += _WORDS.split(node.text) if isinstance(node, Scalar) else []
    return tuple(word for word in words if len(word) > 2)  # noqa: PLR2004 - letters


def _score(text: str, names: tuple[str, ...], words: tuple[str, ...]) -> tuple[int, int]:
    found = [text.find(fold(name)) for name in names if fold(name) in text]
    described = [text.find(fold(word)) for word in words if fold(word) in text]
    score = _NAMED * len(found) + _NAMED * bool(described) + _DESCRIBED * len(described)
    return score, min((*found, *described), default=0)


def register(content: Path) -> Register:
    """The records below a content folder; what is wrong with them is for `check` to say."""
    if not content.is_dir():
        raise Refused(
            "E08", f"{content.parent} 里没有 content 文件夹", "用 --project 指明项目文件夹"
        )
    tree = read(content)
    return Register(content, tree, Names(tree.documents))
