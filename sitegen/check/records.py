"""Do the records hang together? The theme is there, addresses are single, nothing is left over."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.case import Case, Check
from sitegen.claims import collisions
from sitegen.errors import Location, Problem
from sitegen.routes import addresses_of, records
from sitegen.text import shown, squeeze
from sitegen.theme import has_theme


def _theme(case: Case) -> Iterator[Problem]:
    site = case.site
    name = site.config.theme
    if not has_theme(site.content.parent, name):
        document = site.documents["site", "site"]
        hint = "写 themes 文件夹里的一个文件夹名；用自带的主题就删去 theme"
        where, message = document.at("theme"), f"没有主题“{shown(name)}”"
        yield document.problem("R12", where, message, hint)


# the addresses of the site that this process looked at last, if all of them were single
_SINGLE: list[object] = []


def _collisions(case: Case) -> Iterator[Problem]:
    paths = tuple(found.path for found in case.site.attachments)
    addresses = (tuple(map(addresses_of, records(case.site))), paths)
    if [addresses] != _SINGLE:
        found = collisions(case.site)
        _SINGLE[:] = [] if found else [addresses]
        yield from found


def _titles(case: Case) -> Iterator[Problem]:
    """C01: a title stands in the task's wording, or in the text that the plan was transcribed from."""
    site = case.site
    sources = {plan: squeeze("".join(lines)) for plan, lines in site.sources.items()}
    for task in site.tasks:
        given = squeeze(task.title)
        if given and given not in squeeze(task.body) and given not in sources.get(task.plan, ""):
            document = site.document(task)
            message = f"标题“{shown(task.title)}”不是原文中连续的一段"
            hint = "照抄正文中的一个分句，或删去 title"
            yield document.problem("C01", document.at("title"), message, hint)


def _departments(case: Case) -> Iterator[Problem]:
    used, written = _units_in_use(case), case.written_in_drafts
    for unit in case.site.departments:
        if unit.id not in used and written.isdisjoint((unit.name, unit.short, *unit.aliases)):
            document = case.site.document(unit)
            message = f"没有任务提到“{shown(unit.name)}”"
            yield document.problem("C02", document.at("name"), message, "不用就删去这个文件")


def _units_in_use(case: Case) -> set[str]:
    """Units that tasks name, and those that could not be taken away: other records name them."""
    site = case.site
    used = {unit for task in site.tasks for _, unit in task.responsibility.named()}
    for unit in site.departments:
        used |= {*unit.members, unit.successor}
    used.update(unit for one in site.evidence for unit in one.departments)
    used.update(unit for one in site.policies for unit in one.departments)
    return used


def _domains(case: Case) -> Iterator[Problem]:
    site, written = case.site, case.written_in_drafts
    used = {domain for task in site.tasks for domain in task.domains}
    for domain in site.domains:
        if domain.id not in used and written.isdisjoint((domain.name, *domain.aliases)):
            document = site.document(domain)
            message = f"没有任务归入“{shown(domain.name)}”"
            yield document.problem("C03", document.at("name"), message, "不用就删去这个文件")


def _tasks_without_domain(case: Case) -> Iterator[Problem]:
    site = case.site
    for task in site.tasks:
        if not task.domains:
            document = site.document(task)
            message = f"第{shown(task.number)}项没有归入任何领域"
            hint = "加上 domains: [领域名称]"
            yield Problem("C04", Location(document.path), message, hint)


CHECKS: tuple[Check, ...] = (
    _theme,
    _collisions,
    _titles,
    _departments,
    _domains,
    _tasks_without_domain,
)
