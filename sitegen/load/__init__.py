"""Who belongs to whom? Content folder → Site, with names resolved to ids and every problem found."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from sitegen import schema
from sitegen.errors import Location, Problem
from sitegen.load.clashes import clashing
from sitegen.load.draft import Draft, Entry, R
from sitegen.load.resolving import Resolving
from sitegen.load.rules import RULES
from sitegen.load.sections import canonical_path
from sitegen.load.sources import read_sources
from sitegen.load.unpublished import drafts as drafts_among
from sitegen.load.unpublished import relying, without
from sitegen.memo import Table
from sitegen.model import (
    Department,
    Domain,
    Evidence,
    Government,
    Lexicon,
    OutsideLinks,
    Page,
    Plan,
    PolicyDocument,
    Record,
    Requirement,
    SiteConfig,
    Synonyms,
    Task,
    Waivers,
    kind_of,
)
from sitegen.names import Names, names_of
from sitegen.source import Attachment, Document, Tree, read
from sitegen.text import counted, natural

__all__ = ["Site", "canonical_path", "drafts_of", "load_site"]

_PARTS = (Task, Evidence)  # of plans
# what this process resolved last, which a preview finds nearly unchanged
_RESOLVED = Table[str, Resolving]()
_natural = lru_cache(maxsize=1 << 17)(natural)
_counted = lru_cache(maxsize=1 << 17)(counted)


class Site(Struct, frozen=True):
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
    policies: tuple[PolicyDocument, ...]
    pages: tuple[Page, ...]
    synonyms: tuple[tuple[str, ...], ...]
    sources: Mapping[str, tuple[str, ...]]
    attachments: tuple[Attachment, ...]
    # by kind and id: the file of every record, and what it holds, which only the gate reads
    paths: Mapping[tuple[str, str], str]
    documents: Mapping[tuple[str, str], Document]
    lexicon: Lexicon | None = None
    waivers: Waivers | None = None
    links: OutsideLinks | None = None
    # documents that are drafts, left out or not, and attachments left out with them
    drafts: tuple[Document, ...] = ()
    withheld: tuple[Attachment, ...] = ()

    @property
    def size(self) -> int:
        """How many content files it was read from."""
        return len(self.paths) + len(self.attachments)

    @property
    def left_out(self) -> frozenset[str]:
        """The paths of what stands in the content and is not published."""
        if not (self.drafts or self.withheld):
            return frozenset()
        drafts = {document.path for document in self.drafts}.difference(self.paths.values())
        return frozenset(drafts | {f"{self.content.name}/{one.path}" for one in self.withheld})

    def path(self, record: Record) -> str:
        """The path of the file a record was read from."""
        return self.paths[kind_of(record).name, record.id]

    def document(self, record: Record) -> Document:
        """The file a record was read from, to say where something is wrong."""
        return self.documents[kind_of(record).name, record.id]


def load_site(
    content: Path, *, drafts: bool = False, now: int = 0
) -> tuple[Site | None, tuple[Problem, ...]]:
    """The site in a content folder, or None, with every problem of every file in path order.

    Without `drafts`, it is as if they were not there, and relying on one is a problem (R21). With
    `now`, files that have not changed are not read again, as in `source.read`.
    """
    if content.is_symlink() or not content.is_dir():
        return None, (_no_content(content),)
    tree = read(content, now)
    found = drafts_among(tree.documents)
    if drafts or not found:
        return _loaded(content, tree, found)
    site, problems = _loaded(content, without(tree, found), found)
    return site, relying(problems, _loaded(content, tree, found)[1]) if problems else ()


def drafts_of(content: Path) -> tuple[Document, ...]:
    """The drafts in a content folder, whatever is wrong with anything in it."""
    return drafts_among(read(content).documents) if content.is_dir() else ()


def _loaded(
    content: Path, tree: Tree, drafts: tuple[Document, ...]
) -> tuple[Site | None, tuple[Problem, ...]]:
    draft, problems = _resolved(tree, *_read_records(tree))
    sources, unread = read_sources(content, draft)
    found = [*tree.problems, *problems, *unread]
    found += [problem for rule in RULES for problem in rule(draft)]
    site = None if found else _site(content, draft, sources, drafts)
    return site, tuple(sorted(found, key=lambda problem: (problem.location, problem.code)))


def _no_content(content: Path) -> Problem:
    if content.is_symlink():
        message = f"{content.name} 是链接，不是文件夹"
        return Problem("S03", Location(content.name), message, "换成它所指的文件夹本身")
    message = f"{content.parent} 里没有 {content.name} 文件夹"
    hint = "在项目文件夹里运行，或用 --project 指明项目文件夹"
    return Problem("R10", Location(content.name), message, hint)


def _read_records(tree: Tree) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    entries: list[Entry] = []
    problems: list[Problem] = []
    for document in tree.documents:
        record, found = schema.record(document)
        entries.extend([Entry(record, document)] if record else [])
        problems.extend(found)
    return tuple(entries), _unexplained(tree.problems, problems)


def _unexplained(before: tuple[Problem, ...], found: list[Problem]) -> tuple[Problem, ...]:
    """The problems that are no mere consequence of how the file is written."""
    lines = {(problem.location.path, problem.location.line) for problem in before}
    broken = {problem.location.path for problem in before if problem.code == "S05"}
    return tuple(
        problem
        for problem in found
        if (problem.location.path, problem.location.line) not in lines
        and not (problem.code == "M03" and problem.location.path in broken)
    )


def _resolved(
    tree: Tree, entries: tuple[Entry, ...], problems: tuple[Problem, ...]
) -> tuple[Draft, tuple[Problem, ...]]:
    nameless = [(d.kind.name, d.id) for d in tree.documents if not names_of(d)]
    names, unread = Names(tree.documents), (*tree.unread, *nameless)
    resolving = Resolving(names, unread, _RESOLVED.get("last"))
    parts = [entry for entry in entries if isinstance(entry.record, _PARTS)]
    others = [entry for entry in entries if not isinstance(entry.record, _PARTS)]
    resolved = tuple(resolving.entry(entry) for entry in (*others, *parts))
    _RESOLVED.keep("last", resolving)
    clashes = tuple(clashing(tree.documents, resolving.clashes))
    return Draft(tree, resolved), (*problems, *resolving.problems, *clashes)


def _place(task: Task) -> tuple[tuple[int, ...], tuple[tuple[int, str], ...]]:
    """Where a task stands in its plan: by its number, which an editor may change while its file stays."""
    file = task.id.rpartition("/")[2]
    return _counted(task.number) or _counted(file), _natural(task.id)


def _site(
    content: Path,
    draft: Draft,
    sources: Mapping[str, tuple[str, ...]],
    drafts: tuple[Document, ...],
) -> Site:
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
        tasks=tuple(sorted(all_of(Task), key=lambda task: (order[task.plan], *_place(task)))),
        evidence=tuple(
            sorted(all_of(Evidence), key=lambda found: (order[found.plan], found.date, found.id))
        ),
        requirements=all_of(Requirement),
        policies=tuple(
            sorted(all_of(PolicyDocument), key=lambda d: (d.published, d.id), reverse=True)
        ),
        pages=tuple(sorted(all_of(Page), key=lambda page: (page.order, page.id))),
        synonyms=tuple(group for synonyms in all_of(Synonyms) for group in synonyms.groups),
        sources=MappingProxyType(dict(sources)),
        attachments=draft.tree.attachments,
        paths=MappingProxyType({(d.kind.name, d.id): d.path for d in draft.tree.documents}),
        documents=MappingProxyType({(d.kind.name, d.id): d for d in draft.tree.documents}),
        lexicon=next(iter(all_of(Lexicon)), None),
        waivers=next(iter(all_of(Waivers)), None),
        links=next(iter(all_of(OutsideLinks)), None),
        drafts=drafts,
    )
