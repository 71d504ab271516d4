"""Names → ids. Departments are looked up within the government that a plan belongs to."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sitegen import schema
from sitegen.errors import Problem
from sitegen.load.clashes import Clash
from sitegen.load.draft import Draft, Entry, draft_of
from sitegen.load.reading import Read
from sitegen.load.unclear import LABELS, UnknownName
from sitegen.model import Plan, Record
from sitegen.names import SCOPED, Names
from sitegen.source import Document, Tree
from sitegen.text import shown

SUGGESTIONS = 200  # unknown names for which the nearest known one is looked up

Keys = tuple[str | int, ...]


class _Done(Struct, frozen=True):
    """A record whose names became ids: within which scope, the entry with ids, whether each name was clear."""

    record: Record
    scope: str
    entry: Entry
    clear: bool


class _Drafted(Struct, frozen=True):
    """What a folder came to, and its records that are done, by the identity of what was read."""

    read: Read
    done: Mapping[int, _Done]
    draft: Draft

    def answers(self, read: Read, unread: tuple[tuple[str, str], ...]) -> bool:
        """Whether the same was read, without a problem that would have to be told again."""
        clear = self.read is read and len(self.done) == len(read.entries)
        return clear and self.draft.tree.unread == unread


class Resolving:
    """Turns names into ids, folder by folder.

    `unread`: the kinds and scopes of which some names are not known. `before` is what was resolved last
    in this process: where all names mean the same, the same records are resolved to the same objects.
    """

    def __init__(
        self, names: Names, unread: frozenset[tuple[str, str]], before: Resolving | None = None
    ) -> None:
        self.names = names
        self.unread = unread
        self.problems: list[Problem] = []
        self.clashes: list[Clash] = []
        self.government_of_plan: dict[str, str] = {}
        self.drafted: dict[str, _Drafted] = {}
        self._before: Mapping[str, _Drafted] = before.drafted if before else {}
        self._same = bool(before and before.names == names and before.unread == self.unread)

    def draft(self, read: Read, unread: tuple[tuple[str, str], ...]) -> Draft:
        """The records of a folder with ids in place of names; `unread`: the files of its plan without a record."""
        before = self._before.get(read.folder.path)
        if before and self._same and before.answers(read, unread):
            drafted = before
        else:
            drafted = self._folder(read, unread, before.done if before else {})
        self.drafted[read.folder.path] = drafted
        return drafted.draft

    def _folder(
        self, read: Read, unread: tuple[tuple[str, str], ...], known: Mapping[int, _Done]
    ) -> _Drafted:
        done: dict[int, _Done] = {}
        entries = tuple(
            self._entry(entry, known.get(id(entry.record)), done) for entry in _plan_first(read)
        )
        return _Drafted(read, done, draft_of(Tree((read.folder,), (), unread), entries))

    def _entry(self, entry: Entry, known: _Done | None, done: dict[int, _Done]) -> Entry:
        record = entry.record
        scope = self._scope(record)
        if scope is None:
            return entry
        one = self._again(entry, scope, known)
        if one.clear:
            done[id(record)] = one
        if isinstance(record, Plan) and self._is_clear(record.government):
            self.government_of_plan[record.id] = getattr(one.entry.record, "government", "")
        return one.entry

    def _again(self, entry: Entry, scope: str, known: _Done | None) -> _Done:
        """What an entry comes to, the very object of before if there is nothing new to it."""
        if known and (known.record is not entry.record or known.scope != scope):
            known = None
        if known and self._same:
            return known
        unclear = len(self.problems) + len(self.clashes)
        resolved = self._resolved(entry, scope)
        clear = len(self.problems) + len(self.clashes) == unclear
        if known and clear and known.entry.record == resolved.record:
            return known
        return _Done(entry.record, scope, resolved, clear)

    def _resolved(self, entry: Entry, scope: str) -> Entry:
        record, document = entry.record, entry.document
        first: dict[tuple[Keys, str], str] = {}

        def resolve(kind: str, where: Keys, name: str) -> str:
            meant = self._meant(document, kind, scope, where, name)
            before = first.setdefault((where[:-1], meant), name)
            if before != name and isinstance(where[-1], int):
                self._repeated(document, kind, where, before, name)
            return meant

        return Entry(schema.map_references(record, resolve), document)

    def _is_clear(self, government: str) -> bool:
        return len(self.names.meant("government", "", government)) == 1

    def _scope(self, record: Record) -> str | None:
        # None: the plan itself has problems, what belongs to it cannot be resolved yet
        plan: str | None = getattr(record, "plan", None)
        if plan:
            return self.government_of_plan.get(plan)
        return "" if isinstance(record, Plan) else getattr(record, "government", "")

    def _meant(self, document: Document, kind: str, scope: str, where: Keys, name: str) -> str:
        scope = scope if kind in SCOPED else ""
        meant = self.names.meant(kind, scope, name)
        if len(meant) == 1:
            return meant[0]
        if meant:
            self._ambiguous(document, kind, where, name, meant)
        elif (kind, scope) not in self.unread:  # or it may be the name in a file that was not read
            content = document.path.partition("/")[0]
            self._unknown(document, where, UnknownName(self.names, kind, scope, name, content))
        return name

    def _ambiguous(
        self, document: Document, kind: str, where: Keys, name: str, meant: tuple[str, ...]
    ) -> None:
        titles = sorted({self.names.title(kind, record_id) for record_id in meant})
        if len(titles) > 1:  # R05 says it of records that have the same full name
            used = document.at(*where)
            self.clashes.append(Clash(kind, name, meant, tuple(titles), used))

    def _unknown(self, document: Document, where: Keys, unknown: UnknownName) -> None:
        if self.names.of_nobody(unknown.kind, unknown.name):
            return  # that a folder has no government is told once, with its name
        suggest = len(self.problems) < SUGGESTIONS
        words = unknown.words() if suggest else (unknown.message(), "")
        self.problems.append(document.problem("R01", document.at(*where), *words))

    def _repeated(self, document: Document, kind: str, where: Keys, before: str, name: str) -> None:
        message = f"“{where[-2]}”里“{shown(before)}”与“{shown(name)}”是同一个{LABELS[kind]}"
        self.problems.append(document.problem("M09", document.at(*where), message, "删去一个"))


def _plan_first(read: Read) -> list[Entry]:
    """The records of a folder, the plan before what belongs to it and is looked up within its government."""
    return sorted(read.entries, key=lambda entry: not isinstance(entry.record, Plan))
