"""What was changed in a record, and when? The history of its file, told in the record's own fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from sitegen import history
from sitegen.changes.drafts import hidden, plans_of_parts, published_with_plans
from sitegen.changes.files import fields, is_draft
from sitegen.changes.revisions import Revisions, day_of
from sitegen.changes.withdrawn import Withdrawal, withdrawals
from sitegen.history import Past, Revision
from sitegen.load import Site
from sitegen.memo import Latest
from sitegen.model import KINDS
from sitegen.schema import keys

__all__ = ["UNKNOWN", "Change", "Changes", "Withdrawal", "changes_of", "fields", "is_draft"]

_RECORDS = {kind.name: kind.record for kind in KINDS}


class Change(Struct, frozen=True):
    """One change of a record: the day, who (if names are shown), which fields; `added`: all is new."""

    path: str
    day: date
    who: str
    kind: Literal["added", "changed"]
    fields: tuple[str, ...]


class Changes(Struct, frozen=True):
    """The changes of every record, and what was withdrawn, newest first; `cut`: older ones are not known."""

    by_path: Mapping[str, tuple[Change, ...]]
    cut: bool = False
    withdrawn: tuple[Withdrawal, ...] = ()

    def last(self, path: str) -> date | None:
        """The day on which a record was last changed or came in; None where git does not know."""
        known = self.by_path.get(path)
        return known[0].day if known else None


UNKNOWN = Changes({})


def changes_of(past: Past, site: Site) -> Changes:
    """What git remembers of the records of a site; nothing without git."""
    state = history.state(past)
    if not state:
        return UNKNOWN
    paths = tuple(site.paths.values())
    seen = (past, state, site.config.committers, paths)
    return _LATEST.of(seen, lambda: _changes_of(past, site))


_LATEST = Latest[Changes]()


def _changes_of(past: Past, site: Site) -> Changes:
    there, named = Revisions(past, site), site.config.committers
    found: dict[str, list[tuple[int, Change]]] = defaultdict(list)
    for place, change in _found(site, there):
        found[change.path].append((place, change))
    told = {path: _told(ones, named=named) for path, ones in found.items()}
    gone = tuple(withdrawals(site, there))
    return Changes(told, there.cut, gone if named else tuple(replace(g, who="") for g in gone))


def _found(site: Site, there: Revisions) -> Iterator[tuple[int, Change]]:
    """Every change, with the place of its commit."""
    kinds = {path: kind for (kind, _), path in site.paths.items()}
    drafts = plans_of_parts(site, there)
    for one in there.all:
        change = _change(one, kinds[one.path], hidden(one, drafts.get(one.path), there), there)
        if change:
            yield there.place(one), change
    for path, one in published_with_plans(drafts, there):
        yield there.place(one), _added(one, path)


def _told(ones: list[tuple[int, Change]], *, named: bool) -> tuple[Change, ...]:
    """Changes by their places, the newest first; without names where the site shows none."""
    newest_first = (one for _, one in sorted(ones, key=lambda one: one[0]))
    return tuple(one if named else replace(one, who="") for one in newest_first)


def _change(one: Revision, kind: str, away: tuple[bool, bool], there: Revisions) -> Change | None:
    was, still = away
    if still:
        return None
    if was or not one.before:
        return _added(one, one.path)
    before, after = map(there.fields, (one.before, one.after))
    labels = {name: key.head() for name, key in keys(_RECORDS[kind]).items()}
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    told = tuple(dict.fromkeys(labels.get(name, name) for name in changed))
    return Change(one.path, day_of(one), one.who, "changed", told) if told else None


def _added(one: Revision, path: str) -> Change:
    return Change(path, day_of(one), one.who, "added", ())
