"""What is new, for feed readers: tasks, evidence, policy documents, those that changed last first.

Every date comes from the content or from git's memory of it, so that the same content gives the same
feed on any day. An entry was published when its document says so, and updated (RFC 4287, 4.2.15) when
its file last changed here, if not later. An entry's id is its permanent address here; evidence, which
has no page, is named by its plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from sitegen import dates
from sitegen.changes import Changes
from sitegen.model import Evidence, PolicyDocument, Task, title_of
from sitegen.pages.documents import changed, validity
from sitegen.pages.shape import Page, Shape, described
from sitegen.pages.topics import Topic, subscription, topics
from sitegen.pages.views import Fact
from sitegen.text import paragraphs

R = TypeVar("R", Task, Evidence, PolicyDocument)
NEWEST = 50
# RFC 4287 and RFC 5545 ask for a day where none is known: the first of the Unix epoch claims nothing
UNDATED = date(1970, 1, 1)
_EXTRACT = 300  # characters of a policy document


class EntryView(Struct, frozen=True):
    """One thing that is new: its kind, address, dates, who says it if known, the wording, facts.

    `mark` sets apart what has no address of its own; `outside` is where it was published.
    """

    kind: str
    url: str
    mark: str
    title: str
    plan: str
    number: str
    published: str
    updated: str
    author: str
    domains: tuple[str, ...]
    paragraphs: tuple[str, ...]
    facts: tuple[Fact, ...]
    outside: str = ""


class FeedView(Struct, frozen=True):
    """What a feed holds: its newest entries, and where the page with all of them is."""

    kind: str
    name: str
    url: str
    feed: str
    data: str
    site: str
    organisation: str
    licence: str
    base_url: str
    updated: str
    entries: tuple[EntryView, ...]
    count: int


def feed_pages(shape: Shape, changes: Changes) -> Iterator[Page]:
    """The feed of everything that has entries."""
    making = _Making(shape, changes)
    for topic in topics(shape):
        found = making.entries(topic)
        if found:
            view = _feed(shape, topic, found)
            yield Page(view.feed, "feeds/atom.xml", view)


def _feed(shape: Shape, topic: Topic, entries: tuple[EntryView, ...]) -> FeedView:
    return FeedView(
        kind=topic.kind,
        name=topic.name,
        url=topic.url,
        feed=subscription(shape, topic).feed,
        data=topic.data,
        site=shape.frame.title,
        organisation=shape.frame.organisation,
        licence=shape.frame.licence,
        base_url=shape.frame.base_url,
        updated=entries[0].updated,
        entries=entries[:NEWEST],
        count=len(entries),
    )


class _Making:
    """Makes each entry once for all the feeds that it stands in."""

    def __init__(self, shape: Shape, changes: Changes) -> None:
        self.shape = shape
        self.changes = changes
        self._tasks = {one.id: self._dated(_of_task, one) for one in shape.site.tasks}
        self._evidence = {one.id: self._dated(_of_evidence, one) for one in shape.ledger.known}
        self._policies = {one.id: self._dated(_of_policy, one) for one in shape.site.policies}

    def _dated(self, make: Callable[[Shape, R], EntryView], one: R) -> EntryView:
        """An entry that says no older day than that on which its file last changed here."""
        made, day = make(self.shape, one), self.changes.last(self.shape.site.path(one))
        newer = day and day.isoformat() > made.updated
        return replace(made, updated=day.isoformat()) if day and newer else made

    def entries(self, topic: Topic) -> tuple[EntryView, ...]:
        """The entries of a topic, what changed last first; of one day what was published last."""
        found = [
            *(self._policies[one.id] for one in topic.policies),
            *(self._evidence[one.id] for one in topic.evidence),
            *(self._tasks[one.id] for one in topic.tasks),
        ]
        return tuple(sorted(found, key=lambda one: (one.updated, one.published), reverse=True))


def _of_task(shape: Shape, task: Task) -> EntryView:
    plan = shape.index.plan[task.plan]
    issued = dates.iso(plan.issued)
    facts = (
        Fact("plan", (plan.title, plan.doc_number)),
        Fact("units", (task.responsibility.raw,)),
        Fact("deadline", (task.deadline.raw if task.deadline else "",)),
    )
    return EntryView(
        kind="task",
        url=shape.routes.of(task),
        mark="",
        title=title_of(task),
        plan=plan.short,
        number=task.number,
        published=issued,
        updated=issued or UNDATED.isoformat(),
        author=plan.issuer,
        domains=_domains(shape, task.domains),
        paragraphs=paragraphs(task.body),
        facts=_said(facts),
    )


def _of_evidence(shape: Shape, one: Evidence) -> EntryView:
    plan = shape.index.plan[one.plan]
    tasks = shape.index.tasks_of_evidence(one)
    units = tuple(shape.index.department[unit].name for unit in one.departments)
    domains = tuple(dict.fromkeys(domain for task in tasks for domain in task.domains))
    return EntryView(
        kind=one.kind,
        url=shape.routes.of(tasks[0]),
        mark=f"record-{one.id.rpartition('/')[2]}",
        title=one.title,
        plan=plan.short,
        number="、".join(one.tasks),
        published=one.date.isoformat(),
        updated=one.date.isoformat(),
        author="、".join(units),
        domains=_domains(shape, domains),
        paragraphs=paragraphs(one.body),
        facts=_said((Fact("tasks", tuple(title_of(task) for task in tasks)), Fact("by", units))),
        outside=one.url,
    )


def _of_policy(shape: Shape, document: PolicyDocument) -> EntryView:
    state = validity(document, shape.as_of) if document.kind == "policy" else ""
    return EntryView(
        kind=document.kind,
        url=shape.routes.of(document),
        mark="",
        title=document.title,
        plan="",
        number="",
        published=document.published.isoformat(),
        updated=changed(document, shape.as_of).isoformat(),
        author=document.issuer,
        domains=_domains(shape, document.domains),
        paragraphs=(described("", document.body, _EXTRACT),),
        facts=_said((Fact("doc_number", (document.doc_number,)), Fact("validity", (state,)))),
    )


def _domains(shape: Shape, domains: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(shape.index.domain[domain].name for domain in domains)


def _said(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """The facts of which something is known."""
    known = (Fact(fact.label, tuple(filter(None, fact.values))) for fact in facts)
    return tuple(fact for fact in known if fact.values)
