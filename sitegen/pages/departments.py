"""The page of a department with its duties by role, and the list of all departments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal, get_args

from msgspec import Struct

from sitegen import dates
from sitegen.listings import Duty
from sitegen.listings.naming import standing
from sitegen.load import Site
from sitegen.model import ROLES, Department, Task, other_names
from sitegen.pages.framing import contact_view
from sitegen.pages.schedule import DueRow, YearStrip, due_rows, entries_of, whole_year, year_strips
from sitegen.pages.shape import Page, Shape, crumbs, downloads, fixed, short
from sitegen.pages.topics import Subscription, department_topic, subscription
from sitegen.pages.views import ContactView, CountedLink, Download, Facet, Link, Meta, TaskRow
from sitegen.pinyin import sort_key
from sitegen.routes import FIXED, file_of, poster_url
from sitegen.text import summary

_BRANCH = re.compile(r"(?<=局)\S{1,6}分局$")
Naming = Literal["alone", "group", "member", "none"]
SOON = 8  # how many of a department's next dates are shown


class DutyGroup(Struct, frozen=True):
    """The duties a department has in one role within one plan."""

    role: str
    plan: Link
    rows: tuple[TaskRow, ...]


class DepartmentView(Struct, frozen=True):
    """What the page of a department shows."""

    name: str
    short: str  # empty where the document writes it: then it is one of `written`
    written: tuple[str, ...]
    searched: tuple[str, ...]
    kind: str
    note: str
    contact: ContactView | None
    since: str
    until: str
    successor: Link | None
    before: tuple[Link, ...]
    government: Link
    members: tuple[CountedLink, ...]
    groups: tuple[CountedLink, ...]
    roles: tuple[tuple[str, int], ...]
    duties: tuple[DutyGroup, ...]
    shared: tuple[DutyGroup, ...]
    domains: tuple[CountedLink, ...]
    strips: tuple[YearStrip, ...]
    whole_year: int
    soon: tuple[DueRow, ...]
    states: tuple[tuple[str, int], ...]
    count: int
    shared_count: int
    downloads: tuple[Download, ...]
    poster: str
    subscribe: Subscription


class GovernmentUnits(Struct, frozen=True):
    """The departments of one government in a list, ordered by pinyin."""

    government: Link
    anchor: str
    units: tuple[CountedLink, ...]
    groups: tuple[CountedLink, ...]


class DepartmentsView(Struct, frozen=True):
    """What the list of departments shows."""

    governments: tuple[GovernmentUnits, ...]
    count: int
    counts: tuple[tuple[Naming, int], ...]
    downloads: tuple[Download, ...]


def department_page(shape: Shape, unit: Department) -> Page:
    """The page of one department."""
    view = _view(shape, unit)
    meta = Meta(
        kind="department",
        url=shape.routes.of(unit),
        title=unit.name,
        description=summary(f"{unit.name}在政务公开计划中{_bears(view)}"),
        crumbs=crumbs(fixed("departments"), view.government),
        facets=(Facet("government", view.government.title),),
    )
    return Page(file_of(meta.url), "pages/department.html", shape.context(meta, view))


def _bears(view: DepartmentView) -> str:
    """How many tasks a department has, for the description of its page."""
    if view.count or not view.shared_count:
        return f"承担 {view.count} 项任务"
    return f"作为一类单位的成员承担 {view.shared_count} 项任务"


def _view(shape: Shape, unit: Department) -> DepartmentView:
    own = shape.index.duties.get(unit.id, ())
    shared = shape.index.duties_through_groups(unit.id)
    entries = entries_of(shape, _tasks(own or shared))
    coming = [e for e in entries if e.occurrence.due and e.occurrence.due >= shape.as_of]
    written = _written(unit, _tasks(own))
    return DepartmentView(
        name=unit.name,
        short=unit.short if unit.short not in (*written, unit.name) else "",
        written=written,
        searched=(*_unwritten(unit, written), *searched(shape.site, unit)),
        kind=unit.kind,
        note=unit.note,
        contact=contact_view(unit.contact),
        since=dates.iso(unit.valid_from),
        until=dates.iso(unit.valid_until),
        successor=shape.department(unit.successor) if unit.successor else None,
        before=tuple(shape.department(one) for one in shape.index.before.get(unit.id, ())),
        government=shape.government(unit.government),
        members=tuple(counted(shape, member) for member in unit.members),
        groups=tuple(counted(shape, group) for group in shape.index.groups_of.get(unit.id, ())),
        roles=_role_counts(own),
        duties=_by_role(shape, own),
        shared=_by_role(shape, shared),
        domains=shape.domain_counts(_tasks(own or shared)),
        strips=year_strips(entries),
        whole_year=whole_year(shape, _tasks(own or shared)),
        soon=due_rows(shape, coming)[:SOON],
        states=shape.ledger.states_of(unit.id, _tasks(own)),
        count=len(own),
        shared_count=len(shared),
        downloads=downloads(f"departments/{unit.id}"),
        poster=poster_url(shape.routes.of(unit)) if has_poster(shape, unit) else "",
        subscribe=subscription(shape, department_topic(shape, unit)),
    )


def has_poster(shape: Shape, unit: Department) -> bool:
    """Whether a department has a notice board: it is one unit and has tasks, alone or with others."""
    duties = shape.index.duties.get(unit.id) or shape.index.duties_through_groups(unit.id)
    return unit.kind != "group" and bool(duties)


def _tasks(duties: tuple[Duty, ...]) -> tuple[Task, ...]:
    return tuple({duty.task.id: duty.task for duty in duties}.values())


def _forms(unit: Department) -> tuple[str, ...]:
    """The names of a department beside its full one, as its record lists them."""
    forms = (unit.short, *other_names(unit))
    return tuple(form for form in forms if form and form != unit.name)


def _written(unit: Department, tasks: Iterable[Task]) -> tuple[str, ...]:
    """Those of a department's names that stand in the tasks that name it.

    Those that its full name does not hold come last, by length.
    """
    forms = standing(_forms(unit), (task.responsibility for task in tasks))
    # search sees the first place only: there 市政府办 shall be a name, not the beginning of 市政府办公室
    return tuple(sorted(forms, key=lambda form: 0 if form in unit.name else len(form)))


def _unwritten(unit: Department, written: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(form for form in _forms(unit) if form not in (*written, unit.short))


def searched(site: Site, unit: Department) -> tuple[str, ...]:
    """Other names under which people look for a department: those of content/synonyms.yaml."""
    forms = (unit.name, *_forms(unit))
    places = [n for g in site.governments if g.id == unit.government for n in (g.name, g.short)]
    bare = {_bare(form, places) for form in forms}
    groups = (group for group in site.synonyms if bare.intersection(group))
    names = dict.fromkeys(name for group in groups for name in group)
    return tuple(name for name in names if not any(name in form for form in forms))


def _bare(name: str, places: Iterable[str]) -> str:
    """A department's name without the place before it and the branch after it."""
    for place in (*sorted(places, key=len, reverse=True), "市", "区", "县"):
        name = name.removeprefix(place)
    return _BRANCH.sub("", name)


def _role_counts(duties: tuple[Duty, ...]) -> tuple[tuple[str, int], ...]:
    counts = {role: sum(duty.role == role for duty in duties) for role in ROLES}
    return tuple((role, count) for role, count in counts.items() if count)


def _by_role(shape: Shape, duties: tuple[Duty, ...]) -> tuple[DutyGroup, ...]:
    groups: dict[tuple[str, str], list[TaskRow]] = {}
    for role in ROLES:
        for duty in duties:
            if duty.role == role:
                groups.setdefault((role, duty.task.plan), []).append(shape.duty_row(duty))
    return tuple(
        DutyGroup(role, shape.plan(plan), tuple(rows)) for (role, plan), rows in groups.items()
    )


def counted(shape: Shape, unit: str) -> CountedLink:
    """A department with the number of tasks that name it or, if none does, its classes of units."""
    link, own = shape.department(unit), len(shape.index.duties.get(unit, ()))
    shared = 0 if own else len(shape.index.duties_through_groups(unit))
    return CountedLink(link.title, link.url, own or shared, through=bool(shared))


def single_units(units: Iterable[Department]) -> int:
    """How many of some departments are units and not whole classes of them."""
    return sum(unit.kind != "group" for unit in units)


def units_of(shape: Shape, government: str) -> GovernmentUnits:
    """The departments of a government, single units and whole classes apart."""
    units = sorted(
        shape.index.departments_of.get(government, ()), key=lambda unit: sort_key(short(unit))
    )
    return GovernmentUnits(
        government=shape.government(government),
        anchor=f"government-{government}",
        units=tuple(counted(shape, unit.id) for unit in units if unit.kind != "group"),
        groups=tuple(counted(shape, unit.id) for unit in units if unit.kind == "group"),
    )


def naming(shape: Shape, unit: Department) -> Naming:
    """How tasks name a department: alone, as a whole class of units, within one, not at all."""
    if unit.kind == "group":
        return "group"
    if unit.id in shape.index.duties:
        return "alone"
    return "member" if shape.index.duties_through_groups(unit.id) else "none"


def _namings(shape: Shape) -> tuple[tuple[Naming, int], ...]:
    counts = Counter(naming(shape, unit) for unit in shape.site.departments)
    return tuple((one, counts[one]) for one in get_args(Naming) if counts[one])


def departments_page(shape: Shape) -> Page:
    """The list of all departments, by government."""
    meta = Meta("departments", FIXED["departments"], "", "", crumbs())
    view = DepartmentsView(
        governments=tuple(units_of(shape, g.id) for g in shape.site.governments),
        count=len(shape.site.departments),
        counts=_namings(shape),
        downloads=downloads("departments"),
    )
    return Page(file_of(meta.url), "pages/departments.html", shape.context(meta, view))
