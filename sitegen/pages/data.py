"""The open-data page with its dictionary, and every data file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.opendata import Dataset, Json, Published, datasets, json_schema, parts, table
from sitegen.pages.shape import FORMATS, Page, Shape, crumbs, downloads
from sitegen.pages.views import Download, Meta
from sitegen.routes import FIXED, data_url, file_of


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field in the data dictionary."""

    name: str
    type: str
    doc: str


@dataclass(frozen=True, slots=True)
class DatasetView:
    """One dataset in the data dictionary."""

    name: str
    title: str
    count: int
    fields: tuple[FieldView, ...]
    downloads: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class DataView:
    """What the open-data page shows."""

    datasets: tuple[DatasetView, ...]
    schema: str


@dataclass(frozen=True, slots=True)
class JsonFile:
    """A value to be written as JSON."""

    value: Json


@dataclass(frozen=True, slots=True)
class TableFile:
    """Rows of text, the first one the header, to be written as CSV or XLSX."""

    title: str
    rows: tuple[tuple[str, ...], ...]


def data_pages(shape: Shape) -> Iterator[Page]:
    """The open-data page and all files of the contract."""
    published = Published(shape.index, shape.routes, shape.ledger)
    whole = datasets(published)
    yield _data_page(shape, whole)
    yield Page(data_url("schema", "json"), "", JsonFile(json_schema(whole)))
    for dataset in (*whole, *parts(published)):
        yield from _files(dataset)


def _files(dataset: Dataset) -> Iterator[Page]:
    rows = table(dataset)
    contents = {"json": JsonFile(list(dataset.rows))}
    for suffix in FORMATS:
        content = contents.get(suffix, TableFile(dataset.title, rows))
        yield Page(data_url(dataset.name, suffix), "", content)


def _data_page(shape: Shape, whole: tuple[Dataset, ...]) -> Page:
    meta = Meta("data", FIXED["data"], "", "", crumbs())
    view = DataView(
        datasets=tuple(_dataset(dataset) for dataset in whole),
        schema=data_url("schema", "json"),
    )
    return Page(file_of(meta.url), "pages/data.html", shape.context(meta, view))


def _dataset(dataset: Dataset) -> DatasetView:
    return DatasetView(
        name=dataset.name,
        title=dataset.title,
        count=len(dataset.rows),
        fields=tuple(FieldView(f.name, _type(f.schema), f.doc) for f in dataset.fields),
        downloads=downloads(dataset.name),
    )


def _type(schema: Json) -> str:
    """A JSON Schema type in one word: string, integer, array, object, enum."""
    kind = schema.get("type", "enum")
    return kind if isinstance(kind, str) else " | ".join(kind)
