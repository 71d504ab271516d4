"""What stands around every page: names, contact, navigation, and which edition of the site this is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from msgspec import Struct

from sitegen.load import Site
from sitegen.model import Contact
from sitegen.pages.shape import fixed
from sitegen.pages.views import ContactView, Frame, Link
from sitegen.routes import Routes

_NAV = (
    "plans",
    "departments",
    "domains",
    "requirements",
    "documents",
    "disclosure",
    "calendar",
    "data",
)
_MORE = ("governments", "states", "source-notes", "indicators", "changes", "sitemap-page", "search")


class Edition(Struct, frozen=True):
    """Which edition of a site is made: as of which day, whether that day is past, whether a preview.

    `commit` is what git calls the content it is made from, if it is known; `drafts`: with drafts.
    """

    as_of: date
    past: bool = False
    preview: bool = False
    commit: str = ""
    drafts: bool = False


def frame(site: Site, routes: Routes, edition: Edition, *, known: bool, cut: bool) -> Frame:
    """The frame of a site's pages; `known`, `cut`: whether git knows of changes, not of all."""
    config, empty = site.config, set(_empty(site))
    listed = tuple(Link(p.title, routes.of(p)) for p in site.pages if p.order and not p.column)
    return Frame(
        title=config.title,
        short=config.short or config.title,
        description=config.description,
        organisation=config.organisation,
        notice=config.notice,
        licence=config.licence,
        id_code=config.id_code,
        icp=config.icp,
        police=config.police,
        report_url=config.report_url,
        contact=contact_view(config.contact),
        base_url=config.base_url.rstrip("/"),
        domain=urlsplit(config.base_url).hostname or "",
        nav=tuple(fixed(name) for name in _NAV if name not in empty),
        more=(*listed, *(fixed(name) for name in _MORE if known or name != "changes")),
        as_of=edition.as_of.isoformat(),
        past=edition.past,
        preview=edition.preview,
        changes_cut=cut,
    )


def contact_view(contact: Contact | None) -> ContactView | None:
    """How the public reaches an office, if anything is known of it."""
    if contact is None:
        return None
    return ContactView(
        contact.office, contact.phone, contact.address, contact.hours, contact.website
    )


def _empty(site: Site) -> Iterator[str]:
    """The fixed pages that the site has nothing for."""
    if not site.requirements:
        yield "requirements"
    if not site.policies:
        yield "documents"
    if not any(page.column for page in site.pages):
        yield "disclosure"
