"""Which address belongs to whom? Everything that is published claims a file; old addresses come last.

Two claims collide when they want the same file, or when one wants as a folder what the other wants
as a file. Case and Unicode form make no difference, as on the disks of Windows and macOS.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType

from msgspec import Struct

from sitegen.errors import Location, Problem
from sitegen.load import Site
from sitegen.model import Page, PolicyDocument, Record
from sitegen.routes import (
    DOCUMENT_ORDERS,
    FIXED,
    file_of,
    old_addresses,
    old_url,
    records,
    schedule_url,
    sitemap_url,
    source_url,
    url_of,
)
from sitegen.text import on_disk

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "home": "首页",
        "plans": "计划列表页",
        "compare": "计划比较页",
        "departments": "部门列表页",
        "domains": "领域列表页",
        "governments": "政府列表页",
        "requirements": "要求列表页",
        "documents": "政策文件列表页",
        "calendar": "日历页",
        "states": "落实情况页",
        "search": "搜索页",
        "data": "开放数据页",
        "indicators": "检查指标页",
        "source-notes": "疑点与缺号页",
        "not-found": "“没有找到”页",
        "sitemap": "网站地图",
        "robots": "给搜索引擎的说明",
        "redirects": "旧地址表",
        "feed": "更新订阅",
        "events": "日历订阅",
    }
)
# folders whose files are made by the build; no page and no old address may stand there
_OURS: Mapping[str, str] = MappingProxyType(
    {
        "assets": "样式和脚本",
        "calendar": "日历",
        "data": "开放数据",
        "pagefind": "搜索索引",
        "plans/compare": "计划比较",
        "search": "搜索索引",
        "_headers": "网站设置",
        **{f"documents/{order}": "政策文件的分类列表" for order in DOCUMENT_ORDERS},
    }
)
# there are as many as pages need
_PARTS = re.compile(sitemap_url(0).replace("0", "[0-9]+"))


class Claim(Struct, frozen=True):
    """One published file: its address, who says so, and which of its aliases if it is an old one."""

    url: str
    owner: str
    record: Record | None = None
    alias: int | None = None

    def written(self) -> str:
        """The address as it was written, or as it would be."""
        aliases: tuple[str, ...] = getattr(self.record, "aliases", ())
        return f"/{self.url}" if self.alias is None else aliases[self.alias]

    def is_free(self) -> bool:
        """Whether an editor chose the address freely."""
        return self.alias is not None or isinstance(self.record, Page)

    def path(self) -> str:
        """The file, in one spelling."""
        return str(PurePosixPath(on_disk(file_of(self.url))))


@dataclass(frozen=True, slots=True)
class _Taken:
    """What is claimed so far: files, the folders that they need, and whose pages stand in a folder."""

    files: dict[str, str] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)

    def owner(self, path: str) -> str:
        """Who has a file already, or what stands in its way."""
        above = (self.files[folder] for folder in _above(path) if folder in self.files)
        return self.files.get(path) or self.folders.get(path) or next(above, "")

    def landlord(self, path: str) -> str:
        """In whose folder a file would stand, where pages come and go with every build."""
        home = next((folder for folder in _above(path) if folder in self.homes), None)
        if home and path.removeprefix(f"{home}/").partition("/")[0] != "tasks":
            return f"{self.homes[home]} 的下级页面"
        return ours(path)

    def add(self, path: str, claim: Claim) -> None:
        """Take a file for a claim."""
        self.files[path] = claim.owner
        if claim.record and not claim.is_free():
            self.homes[path.rpartition("/")[0]] = claim.owner
        for folder in _above(path):
            self.folders.setdefault(folder, claim.owner)


def _above(path: str) -> Iterator[str]:
    """The folders that a file stands in, the nearest first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def ours(path: str) -> str:
    """What the build itself puts into the folder that a file would stand in, if it is one of its own."""
    places = (path, *_above(path))
    if _PARTS.fullmatch(places[-1]):
        return _NAMES["sitemap"]
    return next((_OURS[place] for place in places if place in _OURS), "")


def collisions(site: Site) -> tuple[Problem, ...]:
    """Every address that is claimed twice."""
    taken = _Taken()
    problems = []
    for claim in (*_fixed(), *_pages(site), *_files(site), *_old(site)):
        path = claim.path()
        owner = taken.owner(path) or _landlord(taken, claim, path)
        if owner:
            problems.append(_collision(site, claim, owner))
        else:
            taken.add(path, claim)
    return tuple(problems)


def _landlord(taken: _Taken, claim: Claim, path: str) -> str:
    # the id of a government may be the name of one of our folders, and its documents stand in it
    if isinstance(claim.record, PolicyDocument) and claim.alias is None:
        return ours(path)
    return taken.landlord(path) if claim.is_free() else ""


def _fixed() -> Iterator[Claim]:
    for name, url in FIXED.items():
        yield Claim(url, _NAMES.get(name, f"本站的固定页面（{name}）"))


def _pages(site: Site) -> Iterator[Claim]:
    for record in records(site):
        yield Claim(url_of(record), f" {site.document(record).path}", record)
    for plan in site.plans:
        yield Claim(source_url(plan.id), f" {site.document(plan).path} 的原文页")
        yield Claim(schedule_url(plan.id), f" {site.document(plan).path} 的时间表")


def _files(site: Site) -> Iterator[Claim]:
    for attachment in site.attachments:
        yield Claim(attachment.path, f"附件 {site.content.name}/{attachment.path}")


def _old(site: Site) -> Iterator[Claim]:
    for record in records(site):
        for place, alias in old_addresses(record):
            owner = f" {site.document(record).path} 的旧地址"
            yield Claim(old_url(alias), owner, record, place)


def _collision(site: Site, claim: Claim, owner: str) -> Problem:
    message = f"网址“{claim.written()}”已经属于{owner}"
    if claim.record is None:
        place = Location(f"{site.content.name}/{claim.url}")
        return Problem("U01", place, message, "改文件名")
    document = site.document(claim.record)
    if claim.alias is None:
        return Problem("U01", Location(document.path), message, _rename(claim.record))
    where = document.at("aliases", claim.alias)
    return document.problem("U01", where, message, "删去这个旧地址")


def _rename(record: Record) -> str:
    if isinstance(record, PolicyDocument) and record.government in DOCUMENT_ORDERS:
        return f"改政府的文件名 {record.government}，网址随文件名改变"
    return "改文件名，网址随文件名改变"
