"""The site map for people: every list, plan, government, domain and page of prose on one page."""

from __future__ import annotations

from msgspec import Struct

from sitegen.model import Plan
from sitegen.pages.domains import all_domains
from sitegen.pages.governments import GovernmentCard, government_card
from sitegen.pages.shape import Page, Shape, crumbs
from sitegen.pages.views import CountedLink, Link, Meta
from sitegen.routes import FIXED, file_of, schedule_url, section_url, source_url


class PlanEntry(Struct, frozen=True):
    """A plan with the pages that belong to it."""

    plan: Link
    schedule: str
    source: str
    sections: tuple[Link, ...]


class SiteMapView(Struct, frozen=True):
    """What the site map shows."""

    fixed: tuple[Link, ...]
    plans: tuple[PlanEntry, ...]
    governments: tuple[GovernmentCard, ...]
    domains: tuple[CountedLink, ...]
    pages: tuple[Link, ...]


def site_map_page(shape: Shape) -> Page:
    """The site map."""
    frame = shape.frame
    view = SiteMapView(
        fixed=(*frame.nav, *(link for link in frame.more if link.code)),
        plans=tuple(_entry(shape, plan) for plan in shape.site.plans),
        governments=tuple(government_card(shape, one) for one in shape.site.governments),
        domains=all_domains(shape),
        pages=tuple(Link(page.title, shape.routes.of(page)) for page in shape.site.pages),
    )
    meta = Meta("sitemap-page", FIXED["sitemap-page"], "", "", crumbs(), indexed=False)
    return Page(file_of(meta.url), "pages/sitemap.html", shape.context(meta, view))


def _entry(shape: Shape, plan: Plan) -> PlanEntry:
    sections = (one for one in shape.index.categories[plan.id] if one.all_tasks())
    return PlanEntry(
        Link(plan.title, shape.routes.of(plan)),
        schedule_url(plan.id),
        source_url(plan.id) if plan.source else "",
        tuple(Link(one.title, section_url(plan.id, one.number)) for one in sections),
    )
