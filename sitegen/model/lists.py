"""Lists that a site keeps: words, waivers, links out of the site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sitegen.model.declare import derived, key


@dataclass(frozen=True, slots=True, kw_only=True)
class Synonyms:
    """content/synonyms.yaml: words that mean the same when people search."""

    id: str = derived("synonyms")
    groups: tuple[tuple[str, ...], ...] = key("同义词组，例如 [[人社局, 人力资源社会保障局]]")


@dataclass(frozen=True, slots=True, kw_only=True)
class LexiconEntry:
    """One wording that is wrong, and what to write instead."""

    wrong: str = key("不对的写法")
    right: str = key("应当的写法；不宜出现的写“删去”", default="")
    severe: bool = key("是否严重错别字（不改正就不能发布）", default=False)
    unless: tuple[str, ...] = key("含有它而没有错的词，例如 按装订线 里的“按装”", default=())
    note: str = key("说明或依据", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """content/lexicon.yaml: the site's own wordings, added to the ones that come with sitegen."""

    id: str = derived("lexicon")
    words: tuple[LexiconEntry, ...] = key("用词", default=())
    drop: tuple[str, ...] = key("不采用的自带词条，写不对的那个写法", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One problem that is tolerated for a reason and for a time; shown on the public page."""

    code: str = key("检查代码，例如 Y03")
    place: str = key("检查结果里的路径，例如 content/pages/about.md")
    reason: str = key("理由，向公众公开", lines=True)
    until: date = key("有效期截止日期")
    count: int = key("豁免几处", default=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waivers:
    """content/waivers.yaml: what the gate lets through, and why."""

    id: str = derived("waivers")
    waivers: tuple[Waiver, ...] = key("豁免")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideLink:
    """One address outside the site, and what it was when somebody looked."""

    url: str = key("网址；以 / 结尾的也代表它下面的网址", address=True)
    checked: date = key("核对日期")
    state: Literal["ok", "moved", "dead"] = key(
        "ok 可以打开；moved 已迁移；dead 已失效", default="ok"
    )
    to: str = key("迁移后的网址", default="", address=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideLinks:
    """content/links.yaml: addresses outside the site that were looked at."""

    id: str = derived("links")
    links: tuple[OutsideLink, ...] = key("站外链接")
