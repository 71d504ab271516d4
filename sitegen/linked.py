"""What do search engines understand of a page? JSON-LD in schema.org's words, from what the page shows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sitegen.pages import Context
from sitegen.pages.data import DatasetView, DataView
from sitegen.pages.documents import DocumentView
from sitegen.pages.views import Link

Json = dict[str, Any]
_TYPES = {
    "CSV": "text/csv",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "JSON": "application/json",
}
_FORCE = {"有效": "InForce", "失效": "NotInForce", "废止": "NotInForce"}


def linked_data(context: Context, names: Mapping[str, str]) -> str:
    """The JSON-LD of a page as text that cannot end its script element; empty if there is nothing.

    `names` are of fixed pages.
    """
    graph = [*_site(context), *_crumbs(context, names), *_matter(context)]
    if not graph:
        return ""
    text = json.dumps(
        {"@context": "https://schema.org", "@graph": graph},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _address(context: Context, url: str) -> str:
    return f"{context.frame.base_url}/{url}"


def _publisher(context: Context) -> Json:
    return {"@type": "Organization", "name": context.frame.organisation}


def _site(context: Context) -> Iterator[Json]:
    if context.meta.kind == "home":
        yield {
            "@type": "WebSite",
            "name": context.frame.title,
            "description": context.frame.description,
            "url": _address(context, ""),
            "inLanguage": "zh-CN",
            "publisher": _publisher(context),
        }


def _crumbs(context: Context, names: Mapping[str, str]) -> Iterator[Json]:
    if context.meta.crumbs:
        numbered = enumerate(context.meta.crumbs, 1)
        items = [_item(context, place, link, names) for place, link in numbered]
        yield {"@type": "BreadcrumbList", "itemListElement": items}


def _item(context: Context, place: int, link: Link, names: Mapping[str, str]) -> Json:
    name = names[link.code] if link.code else link.title
    address = _address(context, link.url)
    return {"@type": "ListItem", "position": place, "name": name, "item": address}


def _matter(context: Context) -> Iterator[Json]:
    match context.it:
        case DocumentView() as view if view.kind == "policy":
            yield _legislation(context, view)
        case DataView() as view:
            yield from (_dataset(context, dataset) for dataset in view.datasets)


def _legislation(context: Context, view: DocumentView) -> Json:
    said = {
        "@type": "Legislation",
        "name": context.meta.title,
        "url": _address(context, context.meta.url),
        "legislationIdentifier": view.doc_number,
        "legislationDate": view.issued,
        "datePublished": view.published,
        "legislationLegalForce": f"https://schema.org/{_FORCE[view.validity]}",
        "legislationPassedBy": {"@type": "GovernmentOrganization", "name": view.issuer},
    }
    return {name: value for name, value in said.items() if value}


def _dataset(context: Context, dataset: DatasetView) -> Json:
    return {
        "@type": "Dataset",
        "name": f"{dataset.title}（{context.frame.title}）",
        "description": f"{dataset.title}，共 {dataset.count} 行。{context.frame.description}",
        "url": _address(context, context.meta.url),
        "license": _address(context, context.meta.url),
        "creator": _publisher(context),
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": _TYPES[file.format],
                "contentUrl": _address(context, file.url),
            }
            for file in dataset.downloads
        ],
    }
