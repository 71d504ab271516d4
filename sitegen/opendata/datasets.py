"""Which datasets are there? Whole ones, and the tasks of each plan, domain and department."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Generic, Protocol, TypeVar

from sitegen.opendata.contract import (
    DEPARTMENT_FIELDS,
    DOCUMENT_FIELDS,
    DOMAIN_FIELDS,
    GOVERNMENT_FIELDS,
    OCCURRENCE_FIELDS,
    PLAN_FIELDS,
    RECORD_FIELDS,
    REQUIREMENT_FIELDS,
    TASK_FIELDS,
    DataField,
    Json,
    closed,
)
from sitegen.opendata.row import Row, row_of
from sitegen.opendata.rows import (
    Published,
    department_row,
    document_row,
    domain_row,
    government_row,
    occurrence_row,
    plan_row,
    record_row,
    requirement_row,
    task_row,
)
from sitegen.opendata.tables import TableColumn, columns_of


class Recorded(Protocol):
    """What has an id of its own among its kind."""

    @property
    def id(self) -> str:
        """The id."""


T = TypeVar("T", bound=Recorded)


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset: its file name, title, fields, and how many rows it has; they are made on demand."""

    name: str
    title: str
    fields: tuple[DataField, ...]
    columns: tuple[str, ...]
    count: int
    made: Callable[[], tuple[Row, ...]] = field(repr=False)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows in publication order."""
        return self.made()

    def schema(self) -> Json:
        """The JSON Schema of a row."""
        return closed({one.name: {**one.schema, "description": one.doc} for one in self.fields})


@dataclass(frozen=True)
class Contract(Generic[T]):
    """What is promised for one kind of dataset: its fields, and how a record becomes a row."""

    title: str
    fields: tuple[DataField, ...]
    row: Callable[[Published, T], Json]

    def dataset(self, name: str, published: Published, records: Iterable[T]) -> Dataset:
        """The dataset of some records."""
        listed = tuple(records)
        made = partial(self._rows, published, listed)
        columns = tuple(column.name for column in self._columns)
        return Dataset(name, self.title, self.fields, columns, len(listed), made)

    def _rows(self, published: Published, records: tuple[T, ...]) -> tuple[Row, ...]:
        return tuple(self._row(published, record) for record in records)

    def _row(self, published: Published, record: T) -> Row:
        """The row of a record, made once."""
        known = (self.title, record.id)
        if known not in published.rows:
            made = row_of(self.row(published, record), self._columns, published.shelf)
            published.rows[known] = made
        return published.rows[known]

    @cached_property
    def _columns(self) -> tuple[TableColumn, ...]:
        return columns_of(self.fields)


def json_schema(all_sets: Iterable[Dataset]) -> Json:
    """The JSON Schema (2020-12) of the files: each is an array of one of the definitions, row by row."""
    named = tuple(all_sets)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "政务公开任务开放数据",
        "anyOf": [{"type": "array", "items": {"$ref": f"#/$defs/{one.name}"}} for one in named],
        "$defs": {one.name: {"title": one.title, **one.schema()} for one in named},
    }


def datasets(published: Published) -> tuple[Dataset, ...]:
    """Every dataset of a site, whole."""
    site, ledger = published.index.site, published.ledger
    entries = (e for task in site.tasks for line in ledger.of(task).lines for e in line.entries)
    return (
        TASKS.dataset("tasks", published, site.tasks),
        PLANS.dataset("plans", published, site.plans),
        DEPARTMENTS.dataset("departments", published, site.departments),
        DOMAINS.dataset("domains", published, site.domains),
        GOVERNMENTS.dataset("governments", published, site.governments),
        REQUIREMENTS.dataset("requirements", published, site.requirements),
        DOCUMENTS.dataset("documents", published, site.policies),
        RECORDS.dataset("records", published, ledger.known),
        OCCURRENCES.dataset("occurrences", published, entries),
    )


def parts(published: Published) -> tuple[Dataset, ...]:
    """The task datasets of each plan, domain, department, government and requirement."""
    index, site = published.index, published.index.site
    lists = {f"plans/{p.id}": index.tasks_of_plan.get(p.id, ()) for p in site.plans}
    lists |= {f"domains/{d.id}": index.tasks_of_domain.get(d.id, ()) for d in site.domains}
    lists |= {f"departments/{u.id}": index.tasks_naming(u.id) for u in site.departments}
    lists |= {f"governments/{g.id}": index.tasks_of_government(g.id) for g in site.governments}
    lists |= {
        f"requirements/{one.id}": tuple(index.task[task] for task in one.tasks)
        for one in site.requirements
    }
    return tuple(TASKS.dataset(name, published, tasks) for name, tasks in lists.items())


TASKS = Contract("任务", TASK_FIELDS, task_row)
PLANS = Contract("计划", PLAN_FIELDS, plan_row)
DEPARTMENTS = Contract("部门", DEPARTMENT_FIELDS, department_row)
DOMAINS = Contract("领域", DOMAIN_FIELDS, domain_row)
GOVERNMENTS = Contract("政府", GOVERNMENT_FIELDS, government_row)
REQUIREMENTS = Contract("同一要求", REQUIREMENT_FIELDS, requirement_row)
RECORDS = Contract("凭证", RECORD_FIELDS, record_row)
OCCURRENCES = Contract("到期", OCCURRENCE_FIELDS, occurrence_row)
DOCUMENTS = Contract("政策文件", DOCUMENT_FIELDS, document_row)
