"""What templates may see: small frozen views, never records, functions or HTML.

Codes (roles, kinds, modes) stay codes here; their words are the theme's strings.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields

from sitegen.memo import by_identity


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the site to go to; `url` is relative to the site's root.

    Fixed pages have a `code` instead of a title: their name is a string of the theme.
    """

    title: str
    url: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class CountedLink:
    """A page of the site and how many tasks stand behind it."""

    title: str
    url: str
    count: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take along: its format and address."""

    format: str
    url: str


@dataclass(frozen=True, slots=True)
class ContactView:
    """How the public reaches an office."""

    office: str
    phone: str
    address: str
    hours: str
    website: str


@dataclass(frozen=True, slots=True, repr=False)
class Frame:
    """What every page shows around its own matter.

    Its `repr` is a digest worked out once: it stands in the key of every page.
    """

    title: str
    short: str
    description: str
    organisation: str
    notice: str
    licence: str
    id_code: str
    icp: str
    police: str
    report_url: str
    contact: ContactView | None
    base_url: str
    domain: str
    nav: tuple[Link, ...]
    more: tuple[Link, ...]
    as_of: str
    past: bool
    preview: bool
    changes_cut: bool

    def __repr__(self) -> str:
        """The digest stands for the frame."""
        return _digest(self)


@by_identity
def _digest(frame: Frame) -> str:
    said = [(field.name, getattr(frame, field.name)) for field in fields(frame)]
    return hashlib.sha256(repr(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Facet:
    """One value that search filters a page by; with a role, it is the department's part in it.

    `words` names the theme's strings that hold the word for a value that is a code.
    """

    name: str
    value: str
    role: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """What a page of matter says of itself: its date, where it comes from, its key words."""

    date: str
    source: str
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change of the record behind a page: `added` where all of it was new."""

    day: str
    who: str
    kind: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meta:
    """What a page is: its kind, address, title, place in the site, and what search filters it by."""

    kind: str
    url: str
    title: str
    description: str
    crumbs: tuple[Link, ...] = ()
    facets: tuple[Facet, ...] = ()
    date: str = ""
    indexed: bool = True
    article: Article | None = None
    changes: tuple[ChangeView, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """All that an HTML template sees."""

    frame: Frame
    meta: Meta
    it: object


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown text with its link targets resolved: (as written, address or outside URL)."""

    text: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task in a list."""

    number: str
    title: str
    url: str
    plan: str
    units: tuple[str, ...]
    more_units: int
    open_ended: bool
    deadline: str
    doubtful: bool
    states: tuple[tuple[str, int], ...] = ()
    role: str = ""
    through: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A number that the document skips, shown where the task would stand."""

    number: str
    note: str


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """Tasks under one heading, with sub-headings."""

    title: str
    url: str
    anchor: str
    count: int
    rows: tuple[TaskRow | Gap, ...]
    parts: tuple[TaskGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a fact list: a code for its label and one or more values."""

    label: str
    values: tuple[str, ...]
