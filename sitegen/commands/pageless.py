"""Where is a content file shown that has no page of its own?"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sitegen.load import Site
from sitegen.routes import Routes
from sitegen.show import as_file

_DRAFT = "草稿不发布，发布的网站里没有它的页面；用 sitegen serve 可以看到，用 sitegen explain --drafts 可以问"
_USED: Mapping[str, str] = MappingProxyType(
    {
        "site": "站点设置没有自己的页面，用在每一页",
        "synonyms": "同义词没有自己的页面，用在站内检索里",
        "lexicon": "用词表没有自己的页面，用在 sitegen check 里",
        "waivers": "豁免登记没有自己的页面，列在“检查指标”页上",
        "links": "站外链接登记没有自己的页面，用在 sitegen check 里",
    }
)


def pageless(site: Site, routes: Routes, target: str) -> str:
    """Where what a content file says is shown or used; empty if there is no such file or it has a page."""
    path = as_file(target)
    if path in site.left_out:
        return _DRAFT
    kind, ident = next((key for key, file in site.paths.items() if file == path), ("", ""))
    return _of_record(site, routes, ident) if kind == "record" else _USED.get(kind, "")


def _of_record(site: Site, routes: Routes, ident: str) -> str:
    record = next(one for one in site.evidence if one.id == ident)
    tasks = (t for t in site.tasks if t.plan == record.plan and t.number in record.tasks)
    base = site.config.base_url.rstrip("/")
    return f"凭证没有自己的页面，显示在 {'、'.join(f'{base}/{routes.of(task)}' for task in tasks)}"
