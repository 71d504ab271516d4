"""What templates may see: small frozen views, never records, functions or HTML.

Codes (roles, kinds, modes) stay codes here; their words are the theme's strings.
"""

from __future__ import annotations

import re

from msgspec import Struct, msgpack

from sitegen.digests import sha256
from sitegen.memo import by_identity

_NUMBER = re.compile(r"\+?\d[\d -]{1,18}\d", re.ASCII)
_BRACKETS = re.compile(r"[()（）－—]")


class Link(Struct, frozen=True):
    """A page of the site to go to; `url` is relative to the site's root.

    Fixed pages have a `code` instead of a title: their name is a string of the theme.
    """

    title: str
    url: str
    code: str = ""


class CountedLink(Struct, frozen=True):
    """A page of the site and how many tasks stand behind it.

    `through`: no task names the unit, it has them as a member of whole classes of units.
    """

    title: str
    url: str
    count: int
    note: str = ""
    through: bool = False


class Download(Struct, frozen=True):
    """A file to take along: its format and address."""

    format: str
    url: str


class ContactView(Struct, frozen=True):
    """How the public reaches an office."""

    office: str
    phone: str
    address: str
    hours: str
    website: str

    @property
    def dialled(self) -> str:
        """The telephone number as a program dials it (RFC 3966); empty where several are named, or words."""
        number = _BRACKETS.sub("-", self.phone).strip("- ")
        return re.sub("[ -]+", "-", number) if _NUMBER.fullmatch(number) else ""


class Frame(Struct, frozen=True):
    """What every page shows around its own matter."""

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

    @property
    def digest(self) -> str:
        """What stands for the frame in the key of every page, worked out once."""
        return _digest(self)


@by_identity
def _digest(frame: Frame) -> str:
    return sha256(msgpack.encode(frame))


class Facet(Struct, frozen=True):
    """One value that search filters a page by; with a role, it is the department's part in it.

    `words` names the theme's strings that hold the word for a value that is a code.
    """

    name: str
    value: str
    role: str = ""
    words: str = ""


class Article(Struct, frozen=True):
    """What a page of matter says of itself: its date, where it comes from if known, its key words."""

    date: str
    source: str
    keywords: tuple[str, ...] = ()


class ChangeView(Struct, frozen=True):
    """One change of the record behind a page, or of evidence (`of`) on it; `added`: all was new.

    Of what was `withdrawn`, `of` is the kind alone.
    """

    day: str
    who: str
    kind: str
    fields: tuple[str, ...]
    of: str = ""


class Meta(Struct, frozen=True):
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


class Context(Struct, frozen=True):
    """All that an HTML template sees."""

    frame: Frame
    meta: Meta
    it: object


class Prose(Struct, frozen=True):
    """Markdown text with its link targets resolved: (as written, address or outside URL)."""

    text: str
    links: tuple[tuple[str, str], ...]


class TaskRow(Struct, frozen=True):
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


class Gap(Struct, frozen=True):
    """A number that the document skips, shown where the task would stand."""

    number: str
    note: str


class TaskGroup(Struct, frozen=True):
    """Tasks under one heading, with sub-headings."""

    title: str
    url: str
    anchor: str
    count: int
    rows: tuple[TaskRow | Gap, ...]
    parts: tuple[TaskGroup, ...] = ()


class Fact(Struct, frozen=True):
    """One line of a fact list: a code for its label and one or more values."""

    label: str
    values: tuple[str, ...]
