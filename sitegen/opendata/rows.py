"""Records → rows of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sitegen.deadlines.explain import occurrence_json
from sitegen.deadlines.rules import as_json
from sitegen.ledger import Entry, Ledger
from sitegen.listings import Index
from sitegen.listings.naming import renamed
from sitegen.model import (
    ROLES,
    Department,
    Domain,
    Evidence,
    Government,
    Plan,
    PolicyDocument,
    Requirement,
    Task,
    other_names,
    title_of,
)
from sitegen.opendata.contract import Json
from sitegen.opendata.row import Row
from sitegen.routes import Routes, file_url, row_url
from sitegen.shelf import Shelf
from sitegen.text import paragraphs, squeeze


@dataclass(frozen=True, slots=True)
class Published:
    """What rows are made from."""

    index: Index
    routes: Routes
    ledger: Ledger
    rows: dict[tuple[str, str], Row] = field(default_factory=dict, compare=False)
    shelf: Shelf = field(default_factory=Shelf, repr=False, compare=False)

    def url(self, kind: str, record_id: str) -> str:
        """The site-relative address of a record, with a leading slash."""
        return f"/{self.routes.to(kind, record_id)}"


def task_row(published: Published, task: Task) -> Json:
    """A task by the contract."""
    plan = published.index.plan[task.plan]
    return {
        "id": task.id,
        "url": published.url("task", task.id),
        "plan": plan.id,
        "government": plan.government,
        "year": plan.year,
        "number": task.number,
        "section": list(task.section),
        "title": title_of(task),
        "title_generated": not task.title,
        "text": squeeze(task.body),
        "paragraphs": [squeeze(part) for part in paragraphs(task.body)],
        "responsibility": _responsibility(published, task),
        "deadline": _deadline(published, task),
        "occurrences": [_occurrence(entry) for entry in _entries(published, task)],
        "requirements": [one.id for one in published.index.requirements_of.get(task.id, ())],
        "records": [one.id for one in published.ledger.evidence(task)],
        "domains": list(task.domains),
        "openness": list(task.openness),
        "notes": list(task.notes),
        "inferred": _inferred(published, task),
        "source": _source(plan, task),
        "source_url": f"/{row_url(task)}" if plan.source else None,
    }


def _inferred(published: Published, task: Task) -> Json:
    """What editors marked and, where a unit is not called as in the document, that its name is ours."""
    ours = any(renamed(task.responsibility, published.index.department))
    return [*task.inferred, *(["responsibility.units"] if ours else [])]


def _deadline(published: Published, task: Task) -> Json:
    limits = published.ledger.of(task).limits.limits
    raw = task.deadline.raw if task.deadline else ""
    rules = [as_json(limit.rule, limit.basis, limit.raw) for limit in limits]
    return {"raw": raw or None, "rules": rules}


def _entries(published: Published, task: Task) -> Iterator[Entry]:
    for line in published.ledger.of(task).lines:
        yield from line.entries


def _occurrence(entry: Entry) -> Json:
    return {
        **occurrence_json(entry.line, entry.occurrence),
        "state": entry.state,
        "records": [one.id for one in (*entry.evidence, *entry.explanations)],
        "parts": [{"department": part.unit, "state": part.state} for part in entry.parts],
    }


def occurrence_row(published: Published, entry: Entry) -> Json:
    """An occurrence by the contract, on its own."""
    limit = published.ledger.of(entry.task).limits.limits[entry.line]
    said = _occurrence(entry)
    del said["rule"]
    return {
        "id": entry.id,
        "task": entry.task.id,
        "plan": entry.task.plan,
        "number": entry.task.number,
        "kind": limit.rule.kind,
        "raw": limit.raw,
        **said,
    }


def record_row(published: Published, one: Evidence) -> Json:
    """A piece of evidence by the contract."""
    tasks = published.index.tasks_of_evidence(one)
    return {
        "id": one.id,
        "url": published.url("task", tasks[0].id),
        "plan": one.plan,
        "kind": one.kind,
        "title": one.title,
        "date": one.date.isoformat(),
        "tasks": [task.id for task in tasks],
        "periods": list(one.periods),
        "departments": list(one.departments),
        "published_at": one.url or None,
        "file": f"/{file_url(one, one.file)}" if one.file else None,
        "sha256": one.sha256 or None,
        "note": one.body,
    }


def requirement_row(published: Published, one: Requirement) -> Json:
    """A requirement by the contract."""
    return {
        "id": one.id,
        "url": published.url("requirement", one.id),
        "title": one.title,
        "origin": [{"title": origin.title, "number": origin.number} for origin in one.origin],
        "domains": list(one.domains),
        "tasks": list(one.tasks),
        "note": one.note,
    }


def document_row(published: Published, one: PolicyDocument) -> Json:
    """A policy document or an interpretation by the contract."""
    interpretations = published.index.interpretations_of.get(one.id, ())
    return {
        "id": one.id,
        "url": published.url("document", one.id),
        "title": one.title,
        "kind": one.kind,
        "government": one.government,
        "index_number": one.index_number or None,
        "subject": one.subject or None,
        "issuer": one.issuer,
        "issued": _iso(one.issued),
        "doc_number": one.doc_number or None,
        "published": _iso(one.published),
        "validity": one.validity,
        "valid_until": _iso(one.valid_until),
        "repealed_on": _iso(one.repealed_on),
        "repealed_by": one.repealed_by or None,
        "interprets": list(one.interprets),
        "interpreted_by": [found.id for found in interpretations],
        "attachments": [f"/{file_url(one, name)}" for name in one.attachments],
        "departments": list(one.departments),
        "domains": list(one.domains),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _responsibility(published: Published, task: Task) -> Json:
    said = task.responsibility
    units = [unit for _, unit in said.named()]
    groups = [unit for unit in units if published.index.department[unit].kind == "group"]
    return {
        "raw": said.raw,
        "more": [{"column": cell.column, "raw": cell.raw} for cell in said.more],
        "mode": said.mode,
        "open_ended": said.open_ended,
        "lead": list(said.lead),
        "joint": list(said.joint),
        "support": list(said.support),
        "implement": list(said.implement),
        "unspecified": list(said.unspecified),
        "collective": groups,
    }


def _source(plan: Plan, task: Task) -> Json:
    place = task.source
    return {
        "file": f"/{file_url(plan, plan.source.file)}" if plan.source else None,
        "row": place.row if place else task.number,
        "page": place.page if place else None,
        "line": place.line if place else None,
    }


def plan_row(published: Published, plan: Plan) -> Json:
    """A plan by the contract."""
    return {
        "id": plan.id,
        "url": published.url("plan", plan.id),
        "title": plan.title,
        "short": plan.short,
        "doc_number": plan.doc_number or None,
        "government": plan.government,
        "issuer": plan.issuer or None,
        "issued": _iso(plan.issued),
        "year": plan.year,
        "kind": plan.kind or None,
        "origin": [{"title": origin.title, "number": origin.number} for origin in plan.origin],
        "tracking": plan.tracking,
        "numbering": plan.numbering,
        "columns": list(plan.columns),
        "missing": [{"number": gap.number, "note": gap.note} for gap in plan.missing],
        "reporting": list(plan.reporting),
        "notes": list(plan.notes),
        "source": f"/{file_url(plan, plan.source.file)}" if plan.source else None,
        "tasks": len(published.index.tasks_of_plan.get(plan.id, ())),
    }


def department_row(published: Published, unit: Department) -> Json:
    """A department by the contract."""
    duties = published.index.duties.get(unit.id, ())
    shared = published.index.duties_through_groups(unit.id)
    counts = {role: sum(duty.role == role for duty in duties) for role in ROLES}
    return {
        "id": unit.id,
        "name": unit.name,
        "short": unit.short or unit.name,
        "aliases": list(other_names(unit)),
        "kind": unit.kind,
        "government": unit.government,
        "members": list(unit.members),
        "successor": unit.successor or None,
        "url": published.url("department", unit.id),
        "counts": {"total": len(duties), **counts, "shared": len(shared)},
    }


def domain_row(published: Published, domain: Domain) -> Json:
    """A domain by the contract."""
    return {
        "id": domain.id,
        "name": domain.name,
        "aliases": list(other_names(domain)),
        "description": domain.description,
        "standard": domain.standard or None,
        "url": published.url("domain", domain.id),
        "tasks": len(published.index.tasks_of_domain.get(domain.id, ())),
    }


def government_row(published: Published, government: Government) -> Json:
    """A government by the contract."""
    plans = published.index.plans_of.get(government.id, ())
    return {
        "id": government.id,
        "name": government.name,
        "short": government.short or government.name,
        "level": government.level or None,
        "province": government.province or None,
        "parent": government.parent or None,
        "url": published.url("government", government.id),
        "tasks": sum(len(published.index.tasks_of_plan.get(plan.id, ())) for plan in plans),
    }
