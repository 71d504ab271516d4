"""The changes of records: on their own pages, and the newest of all on one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from sitegen.changes import Change, Changes
from sitegen.memo import Latest
from sitegen.model import PolicyDocument, Record, kind_of
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


def change_views(routes: Routes, changes: Changes) -> Views:
    """The changes of the record behind each page, by address."""
    return _LATEST.of((changes, routes.files), lambda: _views(routes, changes))


def _views(routes: Routes, changes: Changes) -> Views:
    known = ((path, ones) for path, ones in changes.by_path.items() if path in routes.files)
    return {routes.files[path]: tuple(map(_view, ones)) for path, ones in known}


def _view(change: Change) -> ChangeView:
    return ChangeView(change.day.isoformat(), change.who, change.kind, change.fields)


def changes_pages(shape: Shape, changes: Changes) -> Iterator[Page]:
    """The page of changes, where git knows of any."""
    if not changes.by_path:
        return
    every = [one for ones in changes.by_path.values() for one in ones]
    every.sort(key=lambda one: (-one.day.toordinal(), one.path))
    changed = [one for one in every if one.kind == "changed" and one.path in shape.routes.files]
    added: dict[str, int] = {}
    for one in every:
        if one.kind == "added":
            added[one.day.isoformat()] = added.get(one.day.isoformat(), 0) + 1
    records = _records(shape)
    rows = tuple(_row(shape, records[one.path], one) for one in changed[:NEWEST])
    view = ChangesView(rows, tuple(added.items()), max(0, len(changed) - NEWEST))
    meta = Meta("changes", FIXED["changes"], "", "", crumbs(), indexed=False)
    yield Page(file_of(meta.url), "pages/changes.html", shape.context(meta, view))


def _row(shape: Shape, record: Record, change: Change) -> ChangedRow:
    kind = record.kind if isinstance(record, PolicyDocument) else kind_of(record).name
    link = Link(name_of(record), shape.routes.files[change.path])
    return ChangedRow(link, kind, _view(change))


def _records(shape: Shape) -> Mapping[str, Record]:
    """The record in each content file that has a page."""
    site = shape.site
    records: tuple[Record, ...] = (
        *site.governments,
        *site.departments,
        *site.domains,
        *site.plans,
        *site.tasks,
    )
    records += (*site.requirements, *site.policies, *site.pages)
    return {site.path(one): one for one in records}
