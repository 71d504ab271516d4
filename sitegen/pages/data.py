"""The open-data page with its dictionary, and every data file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from sitegen.opendata import (
    DOCUMENTS,
    OCCURRENCES,
    DataField,
    Dataset,
    Json,
    Published,
    columns_by_line,
    datasets,
    json_schema,
    parts,
)
from sitegen.pages.calendar import calendar_lists
from sitegen.pages.documents import document_lists
from sitegen.pages.events import MOST
from sitegen.pages.feeds import NEWEST
from sitegen.pages.files import DataFile, JsonFile
from sitegen.pages.shape import FORMATS, About, Page, Shape, crumbs, downloads, later
from sitegen.pages.topics import Subscription, subscription, topics
from sitegen.pages.views import Context, Download, Link, Meta
from sitegen.routes import FIXED, data_url, file_of

ARCHIVE = data_url("archive", "zip")
_LISTED = frozenset({"home", "government", "plan", "domain"})


class FieldView(Struct, frozen=True):
    """One field in the data dictionary; `by_line`: its columns with one value a line."""

    name: str
    type: str
    doc: str
    by_line: tuple[str, ...] = ()


class DatasetView(Struct, frozen=True):
    """One dataset in the data dictionary."""

    name: str
    title: str
    count: int
    fields: tuple[FieldView, ...]
    downloads: tuple[Download, ...]


class DataView(Struct, frozen=True):
    """What the open-data page shows."""

    datasets: tuple[DatasetView, ...]
    schema: str
    subscriptions: tuple[SubscriptionGroup, ...]
    calendar_most: int
    feed_most: int
    archive: str
    archive_size: int = 0


class SubscriptionLine(Struct, frozen=True):
    """Something to subscribe to, on the page that explains how."""

    page: Link
    subscribe: Subscription


class SubscriptionGroup(Struct, frozen=True):
    """What of one kind can be subscribed to."""

    kind: str
    lines: tuple[SubscriptionLine, ...]


class Readme(Struct, frozen=True):
    """What stands in the archive to say what it is."""

    site: str
    base_url: str
    organisation: str
    licence: str
    as_of: str


def data_pages(shape: Shape, published: Published) -> Iterator[Page]:
    """All files of the contract."""
    whole = datasets(published)
    yield Page(data_url("schema", "json"), "", JsonFile(json_schema(whole)))
    yield _readme(shape)
    for dataset in (*whole, *parts(published), *_of_lists(shape, published)):
        yield from _files(dataset)


def _of_lists(shape: Shape, published: Published) -> Iterator[Dataset]:
    """What the lists of documents and the pages of the calendar show."""
    for name, documents in document_lists(shape):
        yield DOCUMENTS.dataset(name, published, documents)
    for name, entries in calendar_lists(shape):
        yield OCCURRENCES.dataset(name, published, entries)


def _files(dataset: Dataset) -> Iterator[Page]:
    content = DataFile(dataset.title, dataset.columns, dataset.rows)
    for suffix in FORMATS:
        yield Page(data_url(dataset.name, suffix), "", content)


def data_page(shape: Shape, published: Published) -> Page:
    """The open-data page."""
    make = partial(_data_page, shape, published)
    return later("pages/data.html", About("data", FIXED["data"]), make)


def _data_page(shape: Shape, published: Published) -> Page:
    whole = datasets(published)
    meta = Meta("data", FIXED["data"], "", "", crumbs())
    view = DataView(
        datasets=tuple(_dataset(dataset) for dataset in whole),
        schema=data_url("schema", "json"),
        subscriptions=tuple(_subscriptions(shape)),
        calendar_most=MOST,
        feed_most=NEWEST,
        archive=ARCHIVE,
    )
    return Page(file_of(meta.url), "pages/data.html", shape.context(meta, view))


def weighed(page: Page, size: int) -> Page:
    """The open-data page once it is known how many bytes the archive has."""
    if page.path != file_of(FIXED["data"]):
        return page
    page = page.made()
    if not (isinstance(page.context, Context) and isinstance(page.context.it, DataView)):
        return page
    view = replace(page.context.it, archive_size=size)
    return replace(page, context=replace(page.context, it=view))


def _subscriptions(shape: Shape) -> Iterator[SubscriptionGroup]:
    """What can be subscribed to, by kind; departments have too many to list and say so themselves."""
    for kind, found in groupby(topics(shape), key=lambda topic: topic.kind):
        if kind in _LISTED:
            lines = (
                SubscriptionLine(Link(one.name, one.url), subscription(shape, one)) for one in found
            )
            known = tuple(line for line in lines if line.subscribe.feed or line.subscribe.calendar)
            if known:
                yield SubscriptionGroup(kind, known)


def _readme(shape: Shape) -> Page:
    frame = shape.frame
    view = Readme(
        site=frame.title,
        base_url=frame.base_url,
        organisation=frame.organisation,
        licence=frame.licence,
        as_of=shape.as_of.isoformat(),
    )
    return Page(data_url("readme", "txt"), "feeds/readme.txt", view)


def _dataset(dataset: Dataset) -> DatasetView:
    return DatasetView(
        name=dataset.name,
        title=dataset.title,
        count=dataset.count,
        fields=tuple(_field(one) for one in dataset.fields),
        downloads=downloads(dataset.name),
    )


def _field(one: DataField) -> FieldView:
    return FieldView(one.name, _type(one.schema), one.doc, columns_by_line(one))


def _type(schema: Json) -> str:
    """A JSON Schema type in one word: string, integer, array, object, enum."""
    kind = schema.get("type", "enum")
    return kind if isinstance(kind, str) else " | ".join(kind)
