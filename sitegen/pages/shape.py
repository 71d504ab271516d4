"""What page functions share: the site with its relations and addresses, and links into it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from sitegen import markup
from sitegen.deadlines.rules import Recurring, Rule
from sitegen.ledger import STATES, Entry, Ledger
from sitegen.listings import Duty, Index
from sitegen.load import Site
from sitegen.model import Department, Domain, Government, Plan, Record, Task, title_of
from sitegen.pages.files import CopyOf, DataFile, RawFile
from sitegen.pages.views import (
    ChangeView,
    Context,
    CountedLink,
    Download,
    Facet,
    Frame,
    Link,
    Meta,
    Prose,
    TaskRow,
)
from sitegen.routes import FIXED, Routes, data_url, file_of
from sitegen.text import summary

UNITS_SHOWN = 3
DESCRIBED = 90  # characters that search engines show of a description
FORMATS = ("csv", "xlsx", "json")


class About(Struct, frozen=True):
    """What is known of an HTML page before it is made: its kind, address, whether search knows it."""

    kind: str
    url: str
    indexed: bool = True


class Page(Struct, frozen=True):
    """One output file: its path, the template (for HTML and XML) and everything its renderer sees.

    What most pages see is made only when they are, by whoever makes them: it is held no longer.
    """

    path: str
    template: str
    context: object

    @property
    def about(self) -> About | None:
        """What kind of HTML page it is; None for every other file."""
        match self.context:
            case Later(about, _):
                return about
            case Context(_, meta, _):
                return About(meta.kind, meta.url, meta.indexed)
        return None

    @property
    def seen(self) -> object:
        """What its key is made of: what its renderer sees, or what stands for it."""
        match self.context:
            case Context(frame, meta, it):
                return frame.digest, meta, it
            case RawFile(digest, _):
                return digest
            case CopyOf(_, path, digest):
                return path, digest
            case DataFile(title, columns, rows):
                return title, columns, [row.digest for row in rows]
        return self.context

    def made(self) -> Page:
        """The page with what its renderer sees."""
        return self.context.make() if isinstance(self.context, Later) else self


class Later(Struct, frozen=True):
    """A page, or another file about which there is less to know, that is made when it is needed."""

    about: About | None
    make: Callable[[], Page]


def later(template: str, about: About, make: Callable[[], Page]) -> Page:
    """A page of which only the address, the template and the kind are known yet."""
    return Page(file_of(about.url), template, Later(about, make))


@dataclass(frozen=True, slots=True)
class Shape:
    """A site with its relations, addresses, frame and ledger, on one day."""

    site: Site
    index: Index
    routes: Routes
    frame: Frame
    as_of: date
    ledger: Ledger
    changes: Mapping[str, tuple[ChangeView, ...]] = field(default_factory=dict)
    # a task stands in the lists of its plan, its departments, its domains, beside related ones
    _rows: dict[str, TaskRow] = field(default_factory=dict, repr=False, compare=False)

    def work_out(self) -> None:
        """Work out what pages have in common, before they are made from copies of this."""
        self.index.work_out()
        for task in self.site.tasks:
            self.row(task)

    def context(self, meta: Meta, it: object) -> Context:
        """What the template of one page sees; with the changes of the record behind it."""
        known = self.changes.get(meta.url)
        return Context(self.frame, replace(meta, changes=known) if known else meta, it)

    # links

    def plan(self, plan_id: str) -> Link:
        """A plan under its short name."""
        return Link(self.index.plan[plan_id].short, self.routes.to("plan", plan_id))

    def task(self, task: Task) -> Link:
        """A task under its title."""
        return Link(title_of(task), self.routes.of(task))

    def department(self, unit: str) -> Link:
        """A department as it is normally written within its government."""
        return Link(short(self.index.department[unit]), self.routes.to("department", unit))

    def government(self, government: str) -> Link:
        """A government under its name."""
        found = self.index.government[government]
        return Link(found.name, self.routes.of(found))

    def above(self, government: str) -> str:
        """What a government's name leaves out of its whole one: the province and the government above it, if any."""
        found = self.index.government[government]
        parent = self.index.government[found.parent].name if found.parent else ""
        whole = found.name
        for place in (parent, found.province):
            whole = whole if whole.startswith(place) else place + whole
        return whole.removesuffix(found.name)

    def domain(self, domain: str) -> Link:
        """A domain under its name."""
        return Link(self.index.domain[domain].name, self.routes.to("domain", domain))

    def domain_counts(self, tasks: tuple[Task, ...]) -> tuple[CountedLink, ...]:
        """The domains of some tasks in the portal's order, with how many of the tasks are in each."""
        counts = {domain.id: 0 for domain in self.site.domains}
        for task in tasks:
            for domain in task.domains:
                counts[domain] += 1
        return tuple(
            CountedLink(self.domain(domain).title, self.domain(domain).url, count)
            for domain, count in counts.items()
            if count
        )

    # rows

    def row(self, task: Task, role: str = "", through: str = "") -> TaskRow:
        """A task as one row of a list; `role` and `through` where the list is a department's."""
        if task.id not in self._rows:
            self._rows[task.id] = self._row(task)
        row = self._rows[task.id]
        return replace(row, role=role, through=through) if role or through else row

    def _row(self, task: Task) -> TaskRow:
        units = [self.department(unit).title for _, unit in task.responsibility.named()]
        return TaskRow(
            number=task.number,
            title=title_of(task),
            url=self.routes.of(task),
            plan=self.index.plan[task.plan].short,
            units=tuple(units[:UNITS_SHOWN]),
            more_units=max(0, len(units) - UNITS_SHOWN),
            open_ended=task.responsibility.open_ended,
            deadline=task.deadline.raw if task.deadline else "",
            doubtful=bool(task.notes),
            states=state_counts(self.ledger.of(task).entries()),
        )

    def duty_row(self, duty: Duty) -> TaskRow:
        """A duty as one row of a department's list."""
        through = short(self.index.department[duty.through]) if duty.through else ""
        return self.row(duty.task, duty.role, through)

    # search facets: names are codes, the theme's strings are their labels

    def facets_of_plan(self, plan: Plan) -> tuple[Facet, ...]:
        """The facets a plan's pages have in common."""
        government = self.index.government[plan.government]
        return (
            Facet("government", government.name),
            Facet("plan", plan.short),
            Facet("year", str(plan.year)),
        )

    def facets_of_task(self, task: Task) -> tuple[Facet, ...]:
        """The facets of a task's page."""
        named = [(r, self.index.department[unit].name) for r, unit in task.responsibility.named()]
        return (
            *self.facets_of_plan(self.index.plan[task.plan]),
            *(Facet("domain", self.index.domain[domain].name) for domain in task.domains),
            *(Facet("department", name) for _, name in named),
            *(Facet("department_role", name, role) for role, name in named),
            *self._facets_of_ledger(task),
        )

    def _facets_of_ledger(self, task: Task) -> Iterator[Facet]:
        known = self.ledger.of(task)
        for kind in dict.fromkeys(limit_kind(line.limit.rule) for line in known.lines):
            yield Facet("limit", kind, words="limit_kinds")
        for state in dict.fromkeys(entry.state for entry in known.entries() if entry.state):
            yield Facet("state", state)

    def prose(self, document_path: str, text: str) -> Prose:
        """Markdown with the links it holds resolved to addresses of the site."""
        links = tuple(
            (target, self.resolve(document_path, target)) for target in markup.targets(text)
        )
        return Prose(text, links)

    def resolve(self, document_path: str, target: str) -> str:
        """The address a link target in a content file means; itself if it leaves the site."""
        if markup.outside(target) or target.startswith("#"):
            return target
        _, mark, fragment = target.partition("#")
        path = markup.content_path(document_path, target)
        return self.routes.files.get(path, "") + mark + fragment


def limit_kind(rule: Rule) -> str:
    """The kind of a limit as readers know it; a recurring one is known by how often it comes."""
    return f"every_{rule.every}" if isinstance(rule, Recurring) else rule.kind


def state_counts(entries: Iterable[Entry]) -> tuple[tuple[str, int], ...]:
    """How many occurrences are in each state, in the order of STATES; none for untracked plans."""
    counts = Counter(entry.state for entry in entries if entry.state)
    return tuple((state, counts[state]) for state in STATES if counts[state])


def described(lead: str, body: str, limit: int = DESCRIBED) -> str:
    """What a page of prose begins with, after some words of ours, in at most `limit` characters."""
    return summary(lead + markup.opening(body, limit), limit)


def name_of(record: Record) -> str:
    """What a record is called: its title, else its name."""
    if isinstance(record, Task):
        return title_of(record)
    return str(getattr(record, "title", "") or getattr(record, "name", ""))


def short(record: Department | Government | Domain) -> str:
    """The short name of a record, else its name."""
    return getattr(record, "short", "") or record.name


def downloads(name: str) -> tuple[Download, ...]:
    """The files in which the rows of a list can be taken along."""
    return tuple(Download(suffix.upper(), data_url(name, suffix)) for suffix in FORMATS)


def fixed(name: str) -> Link:
    """A fixed page of the portal, named by the theme."""
    return Link("", FIXED[name], name)


def crumbs(*links: Link) -> tuple[Link, ...]:
    """The way to a page from the home page."""
    return (fixed("home"), *links)
