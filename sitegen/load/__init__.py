"""Who belongs to whom? Content folder → Site, with names resolved to ids and every problem found."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from sitegen.errors import Location, Problem
from sitegen.load.clashes import clashing
from sitegen.load.draft import Draft, R, together
from sitegen.load.order import by_key, in_order
from sitegen.load.reading import read_records, scope
from sitegen.load.resolving import Resolving
from sitegen.load.rules import broken
from sitegen.load.sections import canonical_path
from sitegen.load.sources import read_sources
from sitegen.load.unpublished import drafts as drafts_among
from sitegen.load.unpublished import relying, without
from sitegen.memo import Table, are_same
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
from sitegen.names import Names
from sitegen.source import Attachment, Document, Paths, Tree, read

__all__ = ["Site", "canonical_path", "drafts_of", "load_site"]

# what this process resolved last, which a preview finds nearly unchanged
_RESOLVED = Table[str, Resolving]()
_LOADED = Table[Path, "_Loaded"]()


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


class _Loaded(Struct, frozen=True):
    """What a tree without problems came to."""

    tree: Tree
    site: Site

    def answers(self, tree: Tree, drafts: tuple[Document, ...]) -> bool:
        """Whether a tree holds the very same, with the same drafts."""
        same = are_same(self.tree.folders, tree.folders) and are_same(self.site.drafts, drafts)
        return same and not (tree.problems or tree.unread)


def load_site(
    content: Path, *, drafts: bool = False, now: int = 0, changed: Paths = None
) -> tuple[Site | None, tuple[Problem, ...]]:
    """The site in a content folder, or None, with every problem of every file in path order.

    Without `drafts`, it is as if they were not there, and relying on one is a problem (R21). With
    `now` and `changed`, what has not changed is not read again, as in `source.read`.
    """
    if content.is_symlink() or not content.is_dir():
        return None, (_no_content(content),)
    tree = read(content, now, changed)
    found = drafts_among(tree)
    if drafts or not found:
        return _loaded(content, tree, found)
    site, problems = _loaded(content, without(tree, found), found)
    return site, relying(problems, _loaded(content, tree, found)[1]) if problems else ()


def drafts_of(content: Path) -> tuple[Document, ...]:
    """The drafts in a content folder, whatever is wrong with anything in it."""
    return drafts_among(read(content)) if content.is_dir() else ()


def _loaded(
    content: Path, tree: Tree, drafts: tuple[Document, ...]
) -> tuple[Site | None, tuple[Problem, ...]]:
    known = _LOADED.get(content)
    if known and known.answers(tree, drafts):
        return known.site, ()
    parts, problems = _resolved(tree)
    draft = together(tree, parts)
    sources, unread = read_sources(content, draft)
    found = [*tree.problems, *problems, *unread, *broken(draft, parts)]
    site = None if found else _site(content, draft, parts, sources, drafts)
    if site:
        _LOADED.keep(content, _Loaded(tree, site))
    return site, tuple(sorted(found, key=lambda problem: (problem.location, problem.code)))


def _no_content(content: Path) -> Problem:
    if content.is_symlink():
        message = f"{content.name} 是链接，不是文件夹"
        return Problem("S03", Location(content.name), message, "换成它所指的文件夹本身")
    message = f"{content.parent} 里没有 {content.name} 文件夹"
    hint = "在项目文件夹里运行，或用 --project 指明项目文件夹"
    return Problem("R10", Location(content.name), message, hint)


def _unexplained(before: tuple[Problem, ...], found: Collection[Problem]) -> tuple[Problem, ...]:
    """The problems that are no mere consequence of how the file is written."""
    lines = {(problem.location.path, problem.location.line) for problem in before}
    broken = {problem.location.path for problem in before if problem.code == "S05"}
    return tuple(
        problem
        for problem in found
        if (problem.location.path, problem.location.line) not in lines
        and not (problem.code == "M03" and problem.location.path in broken)
    )


def _resolved(tree: Tree) -> tuple[tuple[Draft, ...], tuple[Problem, ...]]:
    """What was read of each folder, with ids in place of names, and what is wrong with records and names."""
    reads = tuple(map(read_records, tree.folders))
    names = Names(document for read in reads for document in read.named)
    unread = {scope(*one) for one in tree.unread}.union(*(read.nameless for read in reads))
    resolving = Resolving(names, frozenset(unread), _RESOLVED.get("last"))
    of_plan = _unread(tree)
    drafts = tuple(resolving.draft(read, of_plan.get(read.folder.plan, ())) for read in reads)
    _RESOLVED.keep("last", resolving)
    problems = _unexplained(tree.problems, [one for read in reads for one in read.problems])
    clashes = clashing(tree.documents, resolving.clashes)
    return drafts, (*problems, *resolving.problems, *clashes)


def _unread(tree: Tree) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """By plan, the files that are there and could not be read: kinds and ids."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in tree.unread:
        found.setdefault(one[1].partition("/")[0], []).append(one)
    return {plan: tuple(unread) for plan, unread in found.items()}


def _site(
    content: Path,
    draft: Draft,
    parts: tuple[Draft, ...],
    sources: Mapping[str, tuple[str, ...]],
    drafts: tuple[Document, ...],
) -> Site:
    def all_of(kind: type[R]) -> tuple[R, ...]:
        return tuple(record for record, _ in draft.of(kind))

    plans = sorted(all_of(Plan), key=lambda plan: (-plan.year, plan.id))
    of_plan = {part.tree.folders[0].plan: part for part in parts}
    inside = [in_order(of_plan[plan.id]) for plan in plans]
    documents, paths = by_key(draft.tree.folders)
    return Site(
        content=content,
        config=all_of(SiteConfig)[0],
        governments=all_of(Government),
        departments=all_of(Department),
        domains=tuple(sorted(all_of(Domain), key=lambda domain: (domain.order, domain.id))),
        plans=tuple(plans),
        tasks=tuple(task for one in inside for task in one.tasks),
        evidence=tuple(found for one in inside for found in one.evidence),
        requirements=all_of(Requirement),
        policies=tuple(
            sorted(all_of(PolicyDocument), key=lambda d: (d.published, d.id), reverse=True)
        ),
        pages=tuple(sorted(all_of(Page), key=lambda page: (page.order, page.id))),
        synonyms=tuple(group for synonyms in all_of(Synonyms) for group in synonyms.groups),
        sources=MappingProxyType(dict(sources)),
        attachments=draft.tree.attachments,
        paths=paths,
        documents=documents,
        lexicon=next(iter(all_of(Lexicon)), None),
        waivers=next(iter(all_of(Waivers)), None),
        links=next(iter(all_of(OutsideLinks)), None),
        drafts=drafts,
    )
