"""What of a site is not published yet? Its drafts' attachments stay behind; in a preview, drafts say so.

Records that are drafts are left out when a site is loaded; see `load.unpublished`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar, cast

from msgspec import structs

from sitegen import markup
from sitegen.load import Site
from sitegen.model import Department, Plan, Record, Task, title_of
from sitegen.source import Document, values

MARK = "【草稿】"

R = TypeVar("R", bound=Record)


def published(site: Site) -> Site:
    """A site without the attachments that may belong to drafts only.

    Beside a draft, an attachment is published only if something published refers to it: a draft
    may not name yet what lies ready for it.
    """
    folders = {_folder(document) for document in site.drafts}
    beside = [one for one in site.attachments if posixpath.dirname(one.path) in folders]
    if not beside or not site.left_out:
        return site
    named = {path for document in site.documents.values() for path in _named(site, document)}
    withheld = {one.path for one in beside if one.path not in named}
    return structs.replace(
        site,
        attachments=tuple(one for one in site.attachments if one.path not in withheld),
        withheld=tuple(one for one in beside if one.path in withheld),
    )


def _folder(document: Document) -> str:
    """The folder of attachments, below content/, that a document's own stand in."""
    parts = document.path.split("/")[1:-1]
    above = parts[:2] if parts and parts[0] in {"plans", "documents"} else parts
    return "/".join([*above, "files"])


def _named(site: Site, document: Document) -> Iterator[str]:
    """The attachments that a document refers to: in its prose, or by the values of its keys."""
    root = f"{site.content.name}/"
    for target in markup.targets(document.body) if markup.tangle(document.body) is None else ():
        yield markup.content_path(document.path, target).removeprefix(root)
    for value in values(document.front):
        yield posixpath.normpath(f"{_folder(document)}/../{value.text}")
        yield posixpath.normpath(f"{_folder(document)}/{value.text}")


def marked(site: Site) -> Site:
    """A site in which the name of every draft says that it is one, wherever the name stands."""
    paths = {document.path for document in site.drafts}
    if not paths:
        return site

    def all_of(records: tuple[R, ...]) -> tuple[R, ...]:
        return tuple(_marked(one) if site.path(one) in paths else one for one in records)

    return structs.replace(
        site,
        departments=all_of(site.departments),
        plans=all_of(site.plans),
        tasks=all_of(site.tasks),
        evidence=all_of(site.evidence),
        requirements=all_of(site.requirements),
        policies=all_of(site.policies),
        pages=all_of(site.pages),
    )


def _marked(record: R) -> R:
    named: Any = record  # every kind that can be a draft has these names
    match record:
        case Department() | Plan():
            first = "name" if isinstance(record, Department) else "title"
            names = {first: getattr(record, first), "short": record.short}
        case Task():
            names = {"title": title_of(record)}
        case _:
            names = {"title": named.title}
    said = {name: f"{MARK}{text}" for name, text in names.items() if text}
    return cast("R", replace(named, **said))
