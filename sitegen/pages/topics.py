"""What can be subscribed to? The portal, each government, plan, domain and department, with what is theirs."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sitegen.ledger import Entry
from sitegen.listings import subject
from sitegen.model import Department, Domain, Evidence, Government, Plan, PolicyDocument, Task
from sitegen.pages.schedule import entries_of
from sitegen.pages.shape import Shape
from sitegen.routes import FIXED, data_url, events_url, feed_url


class Topic(Struct, frozen=True):
    """Something to subscribe to: its page, its rows as a file, and what belongs to it."""

    kind: str
    name: str
    url: str
    data: str
    tasks: tuple[Task, ...]
    evidence: tuple[Evidence, ...]
    policies: tuple[PolicyDocument, ...]


class Subscription(Struct, frozen=True):
    """The addresses of a feed and of a calendar; empty where there is nothing to put into them."""

    feed: str
    calendar: str


def topics(shape: Shape) -> Iterator[Topic]:
    """Everything that can be subscribed to, the portal first."""
    site = shape.site
    yield portal_topic(shape)
    yield from (government_topic(shape, government) for government in site.governments)
    yield from (plan_topic(shape, plan) for plan in site.plans)
    yield from (domain_topic(shape, domain) for domain in site.domains)
    yield from (department_topic(shape, unit) for unit in site.departments)


def portal_topic(shape: Shape) -> Topic:
    """The whole portal."""
    return Topic(
        kind="home",
        name=shape.frame.title,
        url=FIXED["home"],
        data=data_url("tasks", "json"),
        tasks=shape.site.tasks,
        evidence=shape.ledger.known,
        policies=shape.site.policies,
    )


def government_topic(shape: Shape, government: Government) -> Topic:
    """A government: all of its plans."""
    return _topic(shape, government, shape.index.tasks_of_government(government.id))


def plan_topic(shape: Shape, plan: Plan) -> Topic:
    """A plan."""
    return _topic(shape, plan, shape.index.tasks_of_plan.get(plan.id, ()))


def domain_topic(shape: Shape, domain: Domain) -> Topic:
    """A domain across all plans."""
    return _topic(shape, domain, shape.index.tasks_of_domain.get(domain.id, ()))


def department_topic(shape: Shape, unit: Department) -> Topic:
    """A department: what names it, alone or within a whole class of units."""
    return _topic(shape, unit, shape.index.tasks_naming(unit.id))


def _topic(
    shape: Shape, record: Government | Plan | Domain | Department, tasks: tuple[Task, ...]
) -> Topic:
    kind = type(record).__name__.lower()
    name = record.title if isinstance(record, Plan) else record.name
    found = shape.index.evidence_of.get(subject(kind, record.id), ())
    return Topic(
        kind=kind,
        name=name,
        url=shape.routes.of(record),
        data=data_url(f"{kind}s/{record.id}", "json"),
        tasks=tasks,
        evidence=tuple(filter(shape.ledger.knows, found)),
        policies=shape.index.policies_of.get(subject(kind, record.id), ()),
    )


def subscription(shape: Shape, topic: Topic) -> Subscription:
    """Where to subscribe to a topic."""
    return Subscription(
        feed=feed_url(topic.url) if topic.tasks or topic.evidence or topic.policies else "",
        calendar=events_url(topic.url) if dated(shape, topic) else "",
    )


def dated(shape: Shape, topic: Topic) -> tuple[Entry, ...]:
    """What of a topic falls due on a day of its own."""
    return entries_of(shape, topic.tasks)
