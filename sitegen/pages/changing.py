"""The changes of records: on their own pages, and the newest of all on one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct, structs

from sitegen.changes import Change, Changes, Withdrawal
from sitegen.ledger import Ledger
from sitegen.listings import Index
from sitegen.memo import Latest
from sitegen.model import Evidence, PolicyDocument, Record, Task, kind_of
from sitegen.pages.shape import Page, Shape, crumbs, name_of
from sitegen.pages.views import ChangeView, Link, Meta
from sitegen.routes import FIXED, Routes, file_of

NEWEST = 200


class ChangedRow(Struct, frozen=True):
    """One change in the list of all."""

    link: Link
    kind: str
    change: ChangeView


class ChangesView(Struct, frozen=True):
    """What the page of changes shows: the newest corrections; how many records were added when."""

    rows: tuple[ChangedRow, ...]
    added: tuple[tuple[str, int], ...]
    more: int


Views = Mapping[str, tuple[ChangeView, ...]]
_LATEST = Latest[Views]()


def change_views(ledger: Ledger, routes: Routes, changes: Changes) -> Views:
    """The changes of the record behind each page, and of the evidence on it, by address."""
    site, known = ledger.index.site, ledger.known
    asked = (changes, routes.files, site.tasks, known)
    return _LATEST.of(asked, lambda: _views(ledger, routes, changes))


def _views(ledger: Ledger, routes: Routes, changes: Changes) -> Views:
    found: dict[str, list[ChangeView]] = {
        routes.files[path]: list(map(_view, ones))
        for path, ones in changes.by_path.items()
        if path in routes.files
    }
    for evidence, told in _of_evidence(ledger, changes):
        for task in ledger.index.tasks_of_evidence(evidence):
            views = (structs.replace(_view(one), of=evidence.title) for one in told)
            found.setdefault(routes.of(task), []).extend(views)
    for gone in changes.withdrawn:
        for task in _tasks_of(ledger.index, gone):
            found.setdefault(routes.of(task), []).append(_withdrawn(gone))
    for ones in found.values():
        ones.sort(key=lambda one: one.day, reverse=True)
    return {url: tuple(ones) for url, ones in found.items()}


def _of_evidence(ledger: Ledger, changes: Changes) -> Iterator[tuple[Evidence, tuple[Change, ...]]]:
    """How evidence was corrected: it has no page of its own, but gives duties their states.

    Of what was withdrawn once, all is told, or it would seem to be so still.
    """
    again = {gone.path for gone in changes.withdrawn}
    for one in ledger.known if changes.by_path else ():
        path = ledger.index.site.path(one)
        told = changes.by_path.get(path, ())
        corrected = tuple(change for change in told if change.kind == "changed" or path in again)
        if corrected:
            yield one, corrected


def _tasks_of(index: Index, gone: Withdrawal) -> Iterator[Task]:
    """The tasks that are there of those that something was withdrawn from."""
    found = (index.numbered.get((gone.plan, number)) for number in gone.tasks)
    return (task for task in found if task)


def _withdrawn(gone: Withdrawal) -> ChangeView:
    return ChangeView(gone.day.isoformat(), gone.who, "withdrawn", (), gone.kind)


def _view(change: Change) -> ChangeView:
    return ChangeView(change.day.isoformat(), change.who, change.kind, change.fields)


def changes_pages(shape: Shape, changes: Changes) -> Iterator[Page]:
    """The page of changes, where git knows of any."""
    if not changes.by_path:
        return
    every = [one for ones in changes.by_path.values() for one in ones]
    every.sort(key=lambda one: (-one.day.toordinal(), one.path))
    records = _records(shape)
    changed = [one for one in every if one.kind == "changed" and one.path in records]
    withdrawn = tuple(_withdrawn_rows(shape, changes))
    newest = (_row(shape, records[one.path], one) for one in changed[:NEWEST])
    rows = sorted((*newest, *withdrawn), key=lambda row: row.change.day, reverse=True)
    added = Counter(one.day.isoformat() for one in every if one.kind == "added")
    more = max(0, len(changed) + len(withdrawn) - NEWEST)
    view = ChangesView(tuple(rows[:NEWEST]), tuple(added.items()), more)
    meta = Meta("changes", FIXED["changes"], "", "", crumbs(), indexed=False)
    yield Page(file_of(meta.url), "pages/changes.html", shape.context(meta, view))


def _withdrawn_rows(shape: Shape, changes: Changes) -> Iterator[ChangedRow]:
    for gone in changes.withdrawn:
        for task in _tasks_of(shape.index, gone):
            yield ChangedRow(
                Link(name_of(task), shape.routes.of(task)), kind_of(task).name, _withdrawn(gone)
            )


def _row(shape: Shape, record: Record, change: Change) -> ChangedRow:
    kind = record.kind if isinstance(record, PolicyDocument | Evidence) else kind_of(record).name
    link = Link(name_of(record), _address(shape, record))
    return ChangedRow(link, kind, _view(change))


def _address(shape: Shape, record: Record) -> str:
    """Where a record is read: its own page; of evidence, that of its first task."""
    if isinstance(record, Evidence):
        return shape.routes.of(shape.index.tasks_of_evidence(record)[0])
    return shape.routes.of(record)


def _records(shape: Shape) -> Mapping[str, Record]:
    """The record in each content file that is read on a page."""
    site = shape.site
    records: tuple[Record, ...] = (
        *site.governments,
        *site.departments,
        *site.domains,
        *site.plans,
        *site.tasks,
    )
    records += (*site.requirements, *site.policies, *site.pages, *shape.ledger.known)
    return {site.path(one): one for one in records}
