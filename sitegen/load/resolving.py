"""Names → ids. Departments are looked up within the government that a plan belongs to."""

from __future__ import annotations

from sitegen import schema
from sitegen.errors import Problem
from sitegen.load.draft import Entry
from sitegen.model import KINDS, Department, Plan, Record, Task
from sitegen.names import Names
from sitegen.source import Document
from sitegen.text import nearest

_LABELS = {kind.name: kind.label for kind in KINDS}


class Resolving:
    """Turns names into ids, one record at a time; plans must come before their tasks."""

    def __init__(self, names: Names, unread: tuple[tuple[str, str], ...]) -> None:
        self.names = names
        self.unread = {
            (kind, ident.split("/")[0] if kind == "department" else "") for kind, ident in unread
        }
        self.problems: list[Problem] = []
        self.government_of_plan: dict[str, str] = {}

    def entry(self, entry: Entry) -> Entry:
        record, document = entry.record, entry.document
        scope = self._scope(record)
        if scope is None:
            return entry

        def resolve(kind: str, where: tuple[str | int, ...], name: str) -> str:
            return self._meant(document, kind, scope if kind == "department" else "", where, name)

        resolved = schema.map_references(record, resolve)
        if (
            isinstance(record, Plan)
            and len(self.names.meant("government", "", record.government)) == 1
        ):
            self.government_of_plan[record.id] = resolved.government
        return Entry(resolved, document)

    def _scope(self, record: Record) -> str | None:
        # None: the plan itself has problems, its tasks cannot be resolved yet
        if isinstance(record, Task):
            return self.government_of_plan.get(record.plan)
        return record.government if isinstance(record, Department) else ""

    def _meant(
        self, document: Document, kind: str, scope: str, where: tuple[str | int, ...], name: str
    ) -> str:
        meant = self.names.meant(kind, scope, name)
        if not meant and (kind, scope) in self.unread:
            return name  # it may be the name in a file that could not be read
        if len(meant) != 1:
            code = "R02" if meant else "R01"
            unclear = _ambiguous(kind, name, meant) if meant else self._unknown(kind, scope, name)
            message, hint = unclear
            self.problems.append(document.problem(code, document.at(*where), message, hint))
        return meant[0] if len(meant) == 1 else name

    def _unknown(self, kind: str, scope: str, name: str) -> tuple[str, str]:
        known = self.names.known(kind, scope)
        near = nearest(name, known)
        hint = f"最接近的是“{near}”；" if near else ""
        return f"没有叫“{name}”的{_LABELS[kind]}", hint + "或先为它建档"


def _ambiguous(kind: str, name: str, meant: tuple[str, ...]) -> tuple[str, str]:
    message = f"“{name}”可能指 {len(meant)} 个{_LABELS[kind]}：{'、'.join(meant)}"
    return message, "改写全称，或在其中一个的 aliases 里删去这个写法"
