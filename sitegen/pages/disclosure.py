"""The statutory column 政府信息公开 (国办公开办函〔2019〕61号): its parts, each from content/pages."""

from __future__ import annotations

from msgspec import Struct

from sitegen import dates
from sitegen.model import Page as ProsePage
from sitegen.pages.shape import Page, Shape, crumbs, described
from sitegen.pages.views import Link, Meta
from sitegen.routes import FIXED, file_of

# 指南、制度、法定主动公开内容、年报; 依申请公开 stands beside them (61号, 一、页面设置)
COLUMNS = ("guide", "rules", "statutory", "annual", "requests")


class PartPage(Struct, frozen=True):
    """One page of a part of the column."""

    link: Link
    date: str
    note: str


class ColumnPartView(Struct, frozen=True):
    """One part of the column with its pages, newest first; none where it is still missing."""

    column: str
    pages: tuple[PartPage, ...]


class DisclosureView(Struct, frozen=True):
    """What the page of the column shows; `documents` says whether the site has policy documents."""

    parts: tuple[ColumnPartView, ...]
    documents: bool


def disclosure_page(shape: Shape) -> Page:
    """The page of the statutory column."""
    meta = Meta("disclosure", FIXED["disclosure"], "", "", crumbs())
    view = DisclosureView(tuple(_part(shape, c) for c in COLUMNS), bool(shape.site.policies))
    return Page(file_of(meta.url), "pages/disclosure.html", shape.context(meta, view))


def _part(shape: Shape, column: str) -> ColumnPartView:
    pages = [page for page in shape.site.pages if page.column == column]
    pages.sort(key=lambda page: (dates.iso(page.date), page.id), reverse=True)
    return ColumnPartView(column, tuple(_row(shape, page) for page in pages))


def _row(shape: Shape, page: ProsePage) -> PartPage:
    link = Link(page.title, shape.routes.of(page))
    day = dates.iso(page.date)
    return PartPage(link, day, page.description or described("", page.body))
