"""Does the site say what 国办发〔2017〕47号 asks a government's site to say of itself?"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.case import Case
from sitegen.errors import Location, Problem

_ASKED = (
    ("id_code", "政府网站标识码（标签 SiteIDCode）"),
    ("icp", "网站备案编号（ICP）"),
    ("police", "公安机关备案编号"),
    ("contact", "主办单位的联系方式"),
    ("report_url", "“我为政府网站找错”的入口"),
)


def tags(case: Case) -> Iterator[Problem]:
    """What a government's site lacks for its tags and footer, and pages without a date for theirs."""
    if not case.is_government:
        return
    config, document = case.site.config, case.site.documents["site", "site"]
    for name, words in _ASKED:
        if not getattr(config, name):
            message, hint = f"没有{words}", f"在 site.yaml 里写上 {name}"
            yield Problem("G01", Location(document.path), message, hint)
    for page in case.site.pages:
        if page.date is None:
            place = Location(case.site.document(page).path)
            yield Problem("G02", place, f"“{page.title}”没有发布日期", "加一行“date: 年-月-日”")
