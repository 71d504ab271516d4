"""Which kinds of records are there, and where do their files stand?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sitegen.model.lists import Lexicon, OutsideLinks, Synonyms, Waivers
from sitegen.model.places import Department, Domain, Government, SiteConfig
from sitegen.model.plans import Plan, Task
from sitegen.model.published import Evidence, Page, PolicyDocument, Requirement

Record = (
    SiteConfig
    | Government
    | Department
    | Domain
    | Plan
    | Task
    | Evidence
    | Requirement
    | PolicyDocument
    | Page
    | Synonyms
    | Lexicon
    | Waivers
    | OutsideLinks
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record: its name, what editors call it, where its files stand, its class.

    In `pattern`, `*` stands for one path part of lower-case letters, digits and hyphens; the parts
    it matches, joined by a slash, are the record's id.
    """

    name: str
    label: str
    pattern: str
    record: type[Record]


KINDS: tuple[Kind, ...] = (
    Kind("site", "站点", "site.yaml", SiteConfig),
    Kind("government", "政府", "governments/*.yaml", Government),
    Kind("department", "部门", "departments/*/*.yaml", Department),
    Kind("domain", "领域", "domains/*.yaml", Domain),
    Kind("plan", "计划", "plans/*/index.md", Plan),
    Kind("task", "任务", "plans/*/tasks/*.md", Task),
    Kind("record", "凭证", "plans/*/records/*.md", Evidence),
    Kind("requirement", "要求", "requirements/*.yaml", Requirement),
    Kind("document", "政策文件", "documents/*/*.md", PolicyDocument),
    Kind("page", "页面", "pages/*.md", Page),
    Kind("synonyms", "同义词", "synonyms.yaml", Synonyms),
    Kind("lexicon", "用词", "lexicon.yaml", Lexicon),
    Kind("waivers", "豁免", "waivers.yaml", Waivers),
    Kind("links", "站外链接", "links.yaml", OutsideLinks),
)


_KIND_OF: Mapping[type, Kind] = MappingProxyType({kind.record: kind for kind in KINDS})


def kind_of(record: Record) -> Kind:
    """The kind a record is of."""
    return _KIND_OF[type(record)]
