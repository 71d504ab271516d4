"""Is it fit to publish? One small function per rule; add one to CHECKS to add a check."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sitegen import markup
from sitegen.errors import Problem
from sitegen.load import Site
from sitegen.model import Page, Plan
from sitegen.routes import Routes
from sitegen.text import nearest, squeeze


def check(site: Site, routes: Routes) -> tuple[Problem, ...]:
    """Every problem of a site that loads: errors first stop publication, warnings are shown."""
    return tuple(problem for rule in CHECKS for problem in rule(site, routes))


def _titles(site: Site, _: Routes) -> Iterator[Problem]:
    archived = {plan.id for plan in site.plans if plan.tracking == "archived"}
    for task in site.tasks:
        given = squeeze(task.title)
        if given and task.plan in archived and not _is_extract(site, task.plan, given):
            document = site.document(task)
            message = f"标题“{task.title}”不是原文中连续的一段"
            yield document.problem("C01", document.at("title"), message)


def _is_extract(site: Site, plan: str, title: str) -> bool:
    lines = site.sources.get(plan)
    return lines is None or title in squeeze("".join(lines))


def _departments(site: Site, _: Routes) -> Iterator[Problem]:
    named = {unit for task in site.tasks for _, unit in task.responsibility.named()}
    members = {member for unit in site.departments for member in unit.members}
    for unit in site.departments:
        if unit.id not in named | members:
            document = site.document(unit)
            message = f"没有任务提到“{unit.name}”"
            yield document.problem("C02", document.at("name"), message)


def _domains(site: Site, _: Routes) -> Iterator[Problem]:
    used = {domain for task in site.tasks for domain in task.domains}
    for domain in site.domains:
        if domain.id not in used:
            document = site.document(domain)
            message = f"没有任务归入“{domain.name}”"
            yield document.problem("C03", document.at("name"), message)


def _tasks_without_domain(site: Site, _: Routes) -> Iterator[Problem]:
    for task in site.tasks:
        if not task.domains:
            document = site.document(task)
            message = f"第{task.number}项没有归入任何领域"
            yield document.problem("C04", document.at(), message, "加上 domains: [领域名称]")


def _links(site: Site, routes: Routes) -> Iterator[Problem]:
    records: tuple[Plan | Page, ...] = (*site.plans, *site.pages)
    for record in records:
        for target in markup.targets(record.body):
            yield from _link(site, routes, record, target)


def _link(site: Site, routes: Routes, record: Plan | Page, target: str) -> Iterator[Problem]:
    document = site.document(record)
    where = document.in_body(target)
    if markup.dangerous(target):
        yield document.problem("P02", where, f"链接“{target}”不安全")
    elif not markup.outside(target) and not target.startswith("#"):
        path = markup.content_path(document.path, target)
        if path not in routes.files:
            near = nearest(path, routes.files)
            hint = f"最接近的是“{near}”" if near else ""
            yield document.problem("P01", where, f"链接“{target}”没有对应的内容文件", hint)


CHECKS: tuple[Callable[[Site, Routes], Iterator[Problem]], ...] = (
    _titles,
    _departments,
    _domains,
    _tasks_without_domain,
    _links,
)
