"""Can readers tell records apart? In results of a search and in lists there is hardly more than a title."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.case import Case
from sitegen.errors import Location, Problem
from sitegen.model import Record, title_of
from sitegen.source import Document
from sitegen.text import fold, shown

_APART = {
    "task": "title 写正文里能分清两项的另一段原文；原文一字不差的，登记豁免",
    "document": "同一份文件只登记一次；确是两份的，登记豁免并说明",
    "plan": "核对文件的标题和年份；原件的标题确实相同的，登记豁免",
}
_REWORD = "改写其中一个标题，让读者只看标题就分得清"


def titles(case: Case) -> Iterator[Problem]:
    """C17: no two records that are listed together have one title."""
    first: dict[tuple[str, ...], Record] = {}
    for record, kind, title, among in _titled(case):
        before = first.setdefault((kind, *among, fold(title)), record)
        if before is not record:
            document = case.site.document(record)
            message = f"标题“{shown(title)}”与 {case.site.path(before)} 相同"
            hint = _APART.get(kind, _REWORD)
            yield document.problem("C17", _place(document), message, hint)


def _titled(case: Case) -> Iterator[tuple[Record, str, str, tuple[str, ...]]]:
    """Each record with its kind, its title and what else tells it apart where it is listed."""
    site = case.site
    yield from ((one, "page", one.title, ()) for one in site.pages)
    yield from ((one, "requirement", one.title, ()) for one in site.requirements)
    yield from ((one, "plan", one.title, (one.government,)) for one in site.plans)
    yield from ((one, "task", title_of(one), (one.plan,)) for one in site.tasks)
    for one in site.policies:
        yield one, "document", one.title, (one.government, one.published.isoformat())


def _place(document: Document) -> Location:
    """The title, or the whole file where the title is taken from the body."""
    if document.front.get("title") is None:
        return Location(document.path)
    return document.at("title")
