"""Paper: the notice-board print (公示栏, A3) of a department or plan, the card (明白卡, A4) of a task."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from msgspec import Struct

from sitegen import dates
from sitegen.ledger import answering
from sitegen.listings import Duty
from sitegen.model import ROLES, Contact, Department, Plan, Task, title_of
from sitegen.pages.departments import has_poster
from sitegen.pages.schedule import (
    EvidenceView,
    LimitWords,
    NextView,
    evidence_view,
    limit_words,
    next_due,
)
from sitegen.pages.shape import (
    About,
    Page,
    Shape,
    crumbs,
    fixed,
    later,
    short,
    state_counts,
)
from sitegen.pages.tasks import RoleView, roles_of
from sitegen.pages.views import Link, Meta
from sitegen.routes import card_url, file_of, poster_url
from sitegen.text import paragraphs

DATES = 12  # how many dates a card lists
UNITS = 4  # how many of the units that answer for a task the notice board of a plan names
PLACES = 3  # how many published places, and how many offices to ask, a card names


class NamedContactView(Struct, frozen=True):
    """How the public reaches an office; `name` says whose it is."""

    name: str
    office: str
    phone: str
    address: str
    hours: str
    website: str


class PosterRow(Struct, frozen=True):
    """A task on a notice board.

    On that of a department: its wording, with the title in it told apart (before, title, after).
    On that of a plan: its title and the first units that answer for it.
    """

    number: str
    title: str
    wording: tuple[str, str, str]
    role: str
    units: tuple[str, ...]
    all_units: int
    written: LimitWords
    next: NextView | None
    states: tuple[tuple[str, int], ...]


class PosterGroup(Struct, frozen=True):
    """The rows of one category below the headings that begin there, each with its level from 1."""

    headings: tuple[tuple[int, str], ...]
    rows: tuple[PosterRow, ...]


class PosterTable(Struct, frozen=True):
    """The tasks of one plan; `through`: the class of units with which they fall to the department."""

    plan_title: str
    doc_number: str
    count: int
    groups: tuple[PosterGroup, ...]
    through: str = ""

    @property
    def timed(self) -> bool:
        """Whether the document has a column for limits, or a day is to come: only then the board has one."""
        return any(row.written.column or row.next for row in self._rows())

    @property
    def limited(self) -> bool:
        """Whether any task has a limit, be it in the text only."""
        return any(row.written.text or row.written.read for row in self._rows())

    def _rows(self) -> Iterator[PosterRow]:
        return (row for group in self.groups for row in group.rows)


class PosterView(Struct, frozen=True):
    """What a notice board shows; `unit` is empty on that of a plan, `older` counts plans left out."""

    unit: str
    government: str
    back: Link
    facts: tuple[str, ...]
    issued: str
    count: int
    roles: tuple[tuple[str, int], ...]
    tables: tuple[PosterTable, ...]
    older: int
    tracked: bool
    contact: NamedContactView | None
    as_of: str


class CardView(Struct, frozen=True):
    """What the card of a task shows: what, who, by when, where, and whom to ask."""

    number: str
    number_inferred: bool
    plan_title: str
    doc_number: str
    government: str
    back: Link
    paragraphs: tuple[str, ...]
    roles: tuple[RoleView, ...]
    open_ended: bool
    written: LimitWords
    next: NextView | None
    dates: tuple[str, ...]
    more_dates: int
    published: tuple[EvidenceView, ...]
    tracked: bool
    contacts: tuple[NamedContactView, ...]
    as_of: str


def department_posters(shape: Shape) -> Iterator[Page]:
    """The notice board of every department that has one."""
    for unit in shape.site.departments:
        if has_poster(shape, unit):
            about = About("poster", poster_url(shape.routes.of(unit)), indexed=False)
            yield later("pages/poster.html", about, partial(_of_unit, shape, unit))


def _of_unit(shape: Shape, unit: Department) -> Page:
    own = shape.index.duties.get(unit.id, ())
    shared = shape.index.duties_through_groups(unit.id)
    plans = [shape.index.plan[p] for p in dict.fromkeys(d.task.plan for d in (*own, *shared))]
    current = [plan for plan in plans if plan.year == max(plan.year for plan in plans)]
    now = {plan.id for plan in current}
    own = tuple(duty for duty in own if duty.task.plan in now)
    shared = tuple(duty for duty in shared if duty.task.plan in now)
    view = PosterView(
        unit=unit.name,
        government=shape.index.government[unit.government].name,
        back=Link(unit.name, shape.routes.of(unit)),
        facts=(),
        issued="",
        count=len({duty.task.id for duty in own}),
        roles=tuple((r, n) for r in ROLES if (n := sum(duty.role == r for duty in own))),
        tables=(*_tables(shape, current, own), *_tables(shape, current, shared)),
        older=len(plans) - len(current),
        tracked=any(plan.tracking == "active" for plan in current),
        contact=_contact_of(shape, unit) or _portal(shape),
        as_of=shape.as_of.isoformat(),
    )
    return _poster(shape, view, crumbs(fixed("departments"), view.back))


def _tables(shape: Shape, plans: list[Plan], duties: tuple[Duty, ...]) -> Iterator[PosterTable]:
    """The duties of a department by plan and by the class of units through which it has them."""
    for plan in plans:
        ours = [duty for duty in duties if duty.task.plan == plan.id]
        for group in dict.fromkeys(duty.through for duty in ours):
            chosen = sorted(
                (duty for duty in ours if duty.through == group),
                key=lambda duty: ROLES.index(duty.role),
            )
            rows = tuple(_row(shape, duty.task, duty.role) for duty in chosen)
            through = short(shape.index.department[group]) if group else ""
            groups = (PosterGroup((), rows),)
            yield PosterTable(plan.title, plan.doc_number, len(rows), groups, through)


def _row(shape: Shape, task: Task, role: str = "") -> PosterRow:
    units = answering(task)
    return PosterRow(
        number=task.number,
        title=title_of(task),
        wording=_told_apart(task) if role else ("", "", ""),
        role=role,
        units=tuple(shape.department(unit).title for unit in units[:UNITS]),
        all_units=len(units),
        written=limit_words(shape, task),
        next=next_due(shape, task),
        states=state_counts(shape.ledger.of(task).entries()),
    )


def _told_apart(task: Task) -> tuple[str, str, str]:
    """The wording of a task around its title; whole where the title is not a stretch of it."""
    whole = "".join(paragraphs(task.body))
    before, title, after = whole.partition(title_of(task))
    return before, title, after


def plan_poster(shape: Shape, plan: Plan) -> Page:
    """The notice board of a plan: its tasks by category, with who answers and by when."""
    tasks = shape.index.tasks_of_plan.get(plan.id, ())
    groups = tuple(_groups(shape, plan))
    view = PosterView(
        unit="",
        government=shape.index.government[plan.government].name,
        back=Link(plan.title, shape.routes.of(plan)),
        facts=tuple(fact for fact in (plan.issuer, plan.doc_number) if fact),
        issued=dates.iso(plan.issued),
        count=len(tasks),
        roles=(),
        tables=(PosterTable(plan.title, plan.doc_number, len(tasks), groups),),
        older=0,
        tracked=plan.tracking == "active",
        contact=_portal(shape),
        as_of=shape.as_of.isoformat(),
    )
    return _poster(shape, view, crumbs(fixed("plans"), view.back))


def _groups(shape: Shape, plan: Plan) -> Iterator[PosterGroup]:
    # first, or they would seem to belong to the category above them
    loose = shape.index.unplaced(plan.id)
    if loose:
        yield _group(shape, (), loose)
    begun: list[tuple[int, str]] = []
    for category in shape.index.walk(plan.id):
        begun.append((len(category.path), category.title))
        if category.tasks:
            yield _group(shape, begun, category.tasks)
            begun = []


def _group(shape: Shape, headings: Iterable[tuple[int, str]], tasks: Iterable[Task]) -> PosterGroup:
    return PosterGroup(tuple(headings), tuple(_row(shape, task) for task in tasks))


def _poster(shape: Shape, view: PosterView, way: tuple[Link, ...]) -> Page:
    url = poster_url(view.back.url)
    meta = Meta("poster", url, view.back.title, "", way, indexed=False)
    return Page(file_of(url), "pages/poster.html", shape.context(meta, view))


def card_page(shape: Shape, task: Task) -> Page:
    """The card of one task."""
    url = card_url(shape.routes.of(task))
    way = crumbs(fixed("plans"), shape.plan(task.plan), shape.task(task))
    meta = Meta("card", url, title_of(task), "", way, indexed=False)
    return Page(file_of(url), "pages/card.html", shape.context(meta, _card(shape, task)))


def _card(shape: Shape, task: Task) -> CardView:
    plan = shape.index.plan[task.plan]
    entries = shape.ledger.of(task).entries()
    dates = list(dict.fromkeys(due.isoformat() for e in entries if (due := e.occurrence.due)))
    found = sorted(
        {e for entry in entries for e in entry.evidence}, key=lambda one: (one.date, one.id)
    )
    return CardView(
        number=task.number,
        number_inferred="number" in task.inferred or plan.numbering == "ours",
        plan_title=plan.title,
        doc_number=plan.doc_number,
        government=shape.index.government[plan.government].name,
        back=shape.task(task),
        paragraphs=paragraphs(task.body),
        roles=roles_of(shape, task),
        open_ended=task.responsibility.open_ended,
        written=limit_words(shape, task),
        next=next_due(shape, task),
        dates=tuple(dates[:DATES]),
        more_dates=max(0, len(dates) - DATES),
        published=tuple(evidence_view(shape, one) for one in reversed(found[-PLACES:])),
        tracked=plan.tracking == "active",
        contacts=_contacts(shape, task),
        as_of=shape.as_of.isoformat(),
    )


def _contacts(shape: Shape, task: Task) -> tuple[NamedContactView, ...]:
    """The offices of the units that answer for a task, else that of the portal."""
    units = (shape.index.department[unit] for unit in answering(task))
    known = [contact for unit in units if (contact := _contact_of(shape, unit))]
    portal = _portal(shape)
    return tuple(known[:PLACES]) or ((portal,) if portal else ())


def _contact_of(shape: Shape, unit: Department) -> NamedContactView | None:
    return _contact(shape.department(unit.id).title, unit.contact)


def _portal(shape: Shape) -> NamedContactView | None:
    return _contact(shape.site.config.organisation, shape.site.config.contact)


def _contact(name: str, said: Contact | None) -> NamedContactView | None:
    if said is None:
        return None
    return NamedContactView(name, said.office, said.phone, said.address, said.hours, said.website)
