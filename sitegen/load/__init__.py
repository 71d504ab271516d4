"""Who belongs to whom? Content folder → Site, with names resolved to ids and every problem found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from sitegen import schema
from sitegen.errors import Location, Problem
from sitegen.load.draft import Draft, Entry, R
from sitegen.load.resolving import Resolving
from sitegen.load.rules import RULES
from sitegen.load.sections import section_paths
from sitegen.model import (
    Department,
    Domain,
    Evidence,
    Government,
    Page,
    Plan,
    Record,
    Requirement,
    SiteConfig,
    Synonyms,
    Task,
    kind_of,
)
from sitegen.names import Names
from sitegen.source import Attachment, Document, Tree, read, read_text
from sitegen.text import natural, nearest

__all__ = ["Site", "load_site", "section_paths"]


@dataclass(frozen=True, slots=True)
class Site:
    """Everything the content says, in publication order; references are ids."""

    content: Path
    config: SiteConfig
    governments: tuple[Government, ...]
    departments: tuple[Department, ...]
    domains: tuple[Domain, ...]
    plans: tuple[Plan, ...]
    tasks: tuple[Task, ...]
    evidence: tuple[Evidence, ...]
    requirements: tuple[Requirement, ...]
    pages: tuple[Page, ...]
    synonyms: tuple[tuple[str, ...], ...]
    sources: Mapping[str, tuple[str, ...]]
    attachments: tuple[Attachment, ...]
    documents: Mapping[tuple[str, str], Document]

    def document(self, record: Record) -> Document:
        """The file a record was read from, to say where something is wrong."""
        return self.documents[kind_of(record).name, record.id]


def load_site(content: Path) -> tuple[Site | None, tuple[Problem, ...]]:
    """The site in a content folder, or None, with every problem of every file in path order."""
    if not content.is_dir():
        return None, (Problem("R10", Location(content.name), "没有内容文件夹"),)
    tree = read(content)
    draft, problems = _resolved(tree, *_read_records(tree))
    sources, unread = _read_sources(content, draft)
    found = [*tree.problems, *problems, *unread]
    found += [problem for rule in RULES for problem in rule(draft)]
    site = None if found else _site(content, draft, sources)
    return site, tuple(sorted(found, key=lambda problem: (problem.location, problem.code)))


def _read_records(tree: Tree) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    entries: list[Entry] = []
    problems: list[Problem] = []
    for document in tree.documents:
        record, found = schema.record(document)
        entries.extend([Entry(record, document)] if record else [])
        problems.extend(found)
    return tuple(entries), tuple(problems)


def _resolved(
    tree: Tree, entries: tuple[Entry, ...], problems: tuple[Problem, ...]
) -> tuple[Draft, tuple[Problem, ...]]:
    resolving = Resolving(Names(tree.documents), tree.unread)
    others = tuple(resolving.entry(e) for e in entries if not isinstance(e.record, Task))
    tasks = tuple(resolving.entry(e) for e in entries if isinstance(e.record, Task))
    return Draft(tree, others + tasks), problems + tuple(resolving.problems)


def _read_sources(
    content: Path, draft: Draft
) -> tuple[dict[str, tuple[str, ...]], tuple[Problem, ...]]:
    sources: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for plan, document in draft.of(Plan):
        if plan.source:
            lines, found = _read_source(content, draft.tree, plan, document)
            sources[plan.id] = lines
            problems.extend(found)
    return sources, tuple(problems)


def _read_source(
    content: Path, tree: Tree, plan: Plan, document: Document
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    file = plan.source.file if plan.source else ""
    relative = f"plans/{plan.id}/{file}"
    paths = [attachment.path for attachment in tree.attachments]
    if relative in paths:
        return read_text(content, relative)
    here = [path.split("/", 2)[2] for path in paths if path.startswith(f"plans/{plan.id}/")]
    near = nearest(file, here)
    hint = f"最接近的是“{near}”" if near else "放进计划文件夹的 files 里"
    where = document.at("source", "file")
    return (), (document.problem("R09", where, f"没有文件“{file}”", hint),)


def _site(content: Path, draft: Draft, sources: Mapping[str, tuple[str, ...]]) -> Site:
    def all_of(kind: type[R]) -> tuple[R, ...]:
        return tuple(record for record, _ in draft.of(kind))

    plans = sorted(all_of(Plan), key=lambda plan: (-plan.year, plan.id))
    order = {plan.id: index for index, plan in enumerate(plans)}
    return Site(
        content=content,
        config=all_of(SiteConfig)[0],
        governments=all_of(Government),
        departments=all_of(Department),
        domains=tuple(sorted(all_of(Domain), key=lambda domain: (domain.order, domain.id))),
        plans=tuple(plans),
        tasks=tuple(sorted(all_of(Task), key=lambda task: (order[task.plan], natural(task.id)))),
        evidence=tuple(
            sorted(all_of(Evidence), key=lambda found: (order[found.plan], found.date, found.id))
        ),
        requirements=all_of(Requirement),
        pages=tuple(sorted(all_of(Page), key=lambda page: (page.order, page.id))),
        synonyms=tuple(group for synonyms in all_of(Synonyms) for group in synonyms.groups),
        sources=MappingProxyType(dict(sources)),
        attachments=draft.tree.attachments,
        documents=MappingProxyType({(d.kind.name, d.id): d for d in draft.tree.documents}),
    )
