"""Policy documents and interpretations: a page each with the 公文 header, and lists of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import PurePosixPath
from types import MappingProxyType

from msgspec import Struct

from sitegen import dates
from sitegen.model import PolicyDocument
from sitegen.pages.shape import About, Page, Shape, crumbs, described, downloads, fixed, later
from sitegen.pages.views import Article, CountedLink, Download, Facet, Link, Meta, Prose
from sitegen.pinyin import unique_slugs
from sitegen.routes import DOCUMENT_ORDERS, FIXED, documents_url, file_of, file_url


class AttachmentView(Struct, frozen=True):
    """A file to take along: its name, address, type and size in bytes."""

    name: str
    url: str
    type: str
    size: int


class PairView(Struct, frozen=True):
    """A document of the other half of a pair; `lag`: working days between them, -1 if not known."""

    link: Link
    date: str
    lag: int


class DocumentView(Struct, frozen=True):
    """What the page of a policy document or an interpretation shows."""

    kind: str
    index_number: str
    subject: str
    issuer: str
    issued: str
    doc_number: str
    published: str
    validity: str
    valid_until: str
    ended_on: str
    ended_by: Link | None
    ends: tuple[Link, ...]
    body: Prose
    attachments: tuple[AttachmentView, ...]
    interpretations: tuple[PairView, ...]
    interprets: tuple[PairView, ...]
    departments: tuple[Link, ...]
    domains: tuple[Link, ...]


class DocumentRow(Struct, frozen=True):
    """A document in a list."""

    title: str
    url: str
    kind: str
    doc_number: str
    issuer: str
    published: str
    validity: str
    interpreted: bool


class ListGroup(Struct, frozen=True):
    """The lists of one order: by issuer, year, subject or validity."""

    code: str
    links: tuple[CountedLink, ...]


class DocumentsView(Struct, frozen=True):
    """What a list of documents shows; the whole one also leads to the lists by issuer and so on."""

    rows: tuple[DocumentRow, ...]
    groups: tuple[ListGroup, ...]
    downloads: tuple[Download, ...]


def validity(document: PolicyDocument, as_of: date) -> str:
    """Whether a document is in force on a day: as its file says, unless that day is past its end."""
    end = _end(document, as_of)
    return end[1] if end and document.validity == "有效" else document.validity


def changed(document: PolicyDocument, as_of: date) -> date:
    """The last day, up to a day, on which a document came out or was no longer in force."""
    end = _end(document, as_of)
    return max(document.published, end[0]) if end else document.published


def _end(document: PolicyDocument, as_of: date) -> tuple[date, str] | None:
    """The day from which a document is no longer in force and what it is since, once that day has come."""
    if document.repealed_on and document.repealed_on <= as_of:
        return document.repealed_on, "废止"
    if document.valid_until and document.valid_until < as_of:
        return document.valid_until + timedelta(days=1), "失效"
    return None


def document_pages(shape: Shape) -> Iterator[Page]:
    """The page of every document, the list of all, and the lists by issuer, year, subject, validity."""
    if not shape.site.policies:
        return
    about = About("documents", FIXED["documents"])
    yield later("pages/documents.html", about, partial(_whole_list, shape))
    for part in (part for code in _ORDERS for part in _parts(shape, code)):
        about = About("document-list", part.url, indexed=False)
        yield later("pages/documents.html", about, partial(_part_list, shape, part))
    for document in shape.site.policies:
        about = About(document.kind, shape.routes.of(document))
        yield later("pages/document.html", about, partial(document_page, shape, document))


def document_page(shape: Shape, document: PolicyDocument) -> Page:
    """The page of one document."""
    government = shape.government(document.government)
    meta = Meta(
        kind=document.kind,
        url=shape.routes.of(document),
        title=document.title,
        description=described(f"{document.issuer}{document.doc_number}：", document.body),
        crumbs=crumbs(fixed("documents")),
        article=Article(
            document.published.isoformat(),
            document.issuer,
            tuple(shape.domain(domain).title for domain in document.domains),
        ),
        facets=(
            Facet("government", government.title),
            Facet("year", str(document.published.year)),
            *(Facet("domain", shape.domain(domain).title) for domain in document.domains),
            *(
                Facet("department", shape.index.department[unit].name)
                for unit in document.departments
            ),
        ),
        date=document.published.isoformat(),
    )
    view = _view(shape, document)
    return Page(file_of(meta.url), "pages/document.html", shape.context(meta, view))


def _view(shape: Shape, document: PolicyDocument) -> DocumentView:
    by = shape.index.policy.get(document.repealed_by)
    return DocumentView(
        kind=document.kind,
        index_number=document.index_number,
        subject=document.subject,
        issuer=document.issuer,
        issued=dates.iso(document.issued),
        doc_number=document.doc_number,
        published=dates.iso(document.published),
        validity=validity(document, shape.as_of),
        valid_until=dates.iso(document.valid_until),
        ended_on=dates.iso(document.repealed_on),
        ended_by=_link(shape, by) if by else None,
        ends=tuple(_link(shape, one) for one in shape.index.ended_by.get(document.id, ())),
        body=shape.prose(shape.site.path(document), document.body),
        attachments=tuple(_attachments(shape, document)),
        interpretations=tuple(
            _pair(shape, one, document, one)
            for one in shape.index.interpretations_of.get(document.id, ())
        ),
        interprets=tuple(
            _pair(shape, shape.index.policy[one], shape.index.policy[one], document)
            for one in document.interprets
        ),
        departments=tuple(shape.department(unit) for unit in document.departments),
        domains=tuple(shape.domain(domain) for domain in document.domains),
    )


def _link(shape: Shape, document: PolicyDocument) -> Link:
    return Link(document.title, shape.routes.of(document))


def _pair(
    shape: Shape, shown: PolicyDocument, policy: PolicyDocument, interpretation: PolicyDocument
) -> PairView:
    days = dates.working_days(policy.published, interpretation.published)
    return PairView(_link(shape, shown), dates.iso(shown.published), -1 if days is None else days)


def _attachments(shape: Shape, document: PolicyDocument) -> Iterator[AttachmentView]:
    for name in document.attachments:
        found = shape.index.attachment[file_url(document, name)]
        suffix = PurePosixPath(name).suffix.lstrip(".").upper()
        yield AttachmentView(name, found.path, suffix, found.size)


# lists


Key = Callable[[PolicyDocument, date], str]
_KEYS: tuple[Key, ...] = (
    lambda document, _: document.issuer,
    lambda document, _: str(document.published.year),
    lambda document, _: document.subject,
    # an interpretation is neither in force nor repealed
    lambda document, as_of: validity(document, as_of) if document.kind == "policy" else "",
)
_ORDERS: Mapping[str, Key] = MappingProxyType(dict(zip(DOCUMENT_ORDERS, _KEYS, strict=True)))


class _Part(Struct, frozen=True):
    """The documents that have one value in an order, and the address of their list."""

    name: str
    url: str
    documents: tuple[PolicyDocument, ...]

    @property
    def data(self) -> str:
        """The name of the list as a dataset."""
        return self.url.rstrip("/")


def _parts(shape: Shape, code: str) -> tuple[_Part, ...]:
    groups: dict[str, list[PolicyDocument]] = {}
    for document in shape.site.policies:
        groups.setdefault(_ORDERS[code](document, shape.as_of), []).append(document)
    names = sorted(filter(None, groups))
    urls = (documents_url(code, name) for name in unique_slugs(names))
    return tuple(
        _Part(name, url, tuple(groups[name])) for name, url in zip(names, urls, strict=True)
    )


def document_lists(shape: Shape) -> Iterator[tuple[str, tuple[PolicyDocument, ...]]]:
    """The lists by issuer, year, subject and validity, each with its name as a dataset."""
    return ((part.data, part.documents) for code in _ORDERS for part in _parts(shape, code))


def _whole_list(shape: Shape) -> Page:
    groups = (
        ListGroup(code, tuple(CountedLink(p.name, p.url, len(p.documents)) for p in parts))
        for code in _ORDERS
        if (parts := _parts(shape, code))
    )
    rows = tuple(_row(shape, document) for document in shape.site.policies)
    view = DocumentsView(rows, tuple(groups), downloads("documents"))
    meta = Meta("documents", FIXED["documents"], "", "", crumbs())
    return Page(file_of(meta.url), "pages/documents.html", shape.context(meta, view))


def _part_list(shape: Shape, part: _Part) -> Page:
    rows = tuple(_row(shape, document) for document in part.documents)
    view = DocumentsView(rows, (), downloads(part.data))
    meta = Meta(
        kind="document-list",
        url=part.url,
        title=part.name,
        description=f"政策文件：{part.name}，共 {len(part.documents)} 件",
        crumbs=crumbs(fixed("documents")),
        indexed=False,
    )
    return Page(file_of(meta.url), "pages/documents.html", shape.context(meta, view))


def _row(shape: Shape, document: PolicyDocument) -> DocumentRow:
    return DocumentRow(
        title=document.title,
        url=shape.routes.of(document),
        kind=document.kind,
        doc_number=document.doc_number,
        issuer=document.issuer,
        published=dates.iso(document.published),
        validity=validity(document, shape.as_of),
        interpreted=bool(shape.index.interpretations_of.get(document.id)),
    )
