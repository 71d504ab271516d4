"""Records → rows of the contract."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.listings import Index
from sitegen.model import ROLES, Department, Domain, Government, Plan, Task
from sitegen.opendata.contract import Json
from sitegen.routes import Routes, row_anchor, source_url
from sitegen.text import first_clause, squeeze


@dataclass(frozen=True, slots=True)
class Published:
    """What rows are made from."""

    index: Index
    routes: Routes

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
        "title": task.title or first_clause(task.body),
        "title_generated": not task.title,
        "text": squeeze(task.body),
        "paragraphs": [squeeze(part) for part in task.body.split("\n\n")],
        "responsibility": _responsibility(published, task),
        "deadline": {"raw": task.deadline.raw if task.deadline else None, "rules": []},
        "domains": list(task.domains),
        "openness": list(task.openness),
        "notes": list(task.notes),
        "inferred": list(task.inferred),
        "source": _source(plan, task),
        "source_url": _source_url(plan, task),
    }


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
        "file": f"/plans/{plan.id}/{plan.source.file}" if plan.source else None,
        "row": place.row if place else task.number,
        "page": place.page if place else None,
        "line": place.line if place else None,
    }


def _source_url(plan: Plan, task: Task) -> str | None:
    if not plan.source:
        return None
    return f"/{source_url(plan.id)}#{row_anchor(task.id.split('/')[1])}"


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
        "issued": plan.issued.isoformat() if plan.issued else None,
        "year": plan.year,
        "kind": plan.kind or None,
        "origin": [{"title": origin.title, "number": origin.number} for origin in plan.origin],
        "tracking": plan.tracking,
        "numbering": plan.numbering,
        "columns": list(plan.columns),
        "missing": [{"number": gap.number, "note": gap.note} for gap in plan.missing],
        "reporting": list(plan.reporting),
        "notes": list(plan.notes),
        "source": f"/plans/{plan.id}/{plan.source.file}" if plan.source else None,
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
        "aliases": [alias for alias in unit.aliases if not alias.startswith("/")],
        "kind": unit.kind,
        "government": unit.government,
        "members": list(unit.members),
        "successor": None,
        "url": published.url("department", unit.id),
        "counts": {"total": len(duties), **counts, "shared": len(shared)},
    }


def domain_row(published: Published, domain: Domain) -> Json:
    """A domain by the contract."""
    return {
        "id": domain.id,
        "name": domain.name,
        "aliases": [alias for alias in domain.aliases if not alias.startswith("/")],
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
