"""Can it be so? Units outside their time, limits far from their plan, numbers and places that cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sitegen import dates
from sitegen.check.case import Case, Check
from sitegen.deadlines.occurrences import Setting, expand
from sitegen.deadlines.rules import Recurring
from sitegen.errors import Problem
from sitegen.ledger import limits_of
from sitegen.memo import between_looks
from sitegen.model import Department, Plan, Task
from sitegen.source import Document
from sitegen.text import fold, shown

_AHEAD = 10  # years after its plan in which a limit may end


def units(case: Case) -> Iterator[Problem]:
    """C13: a unit that a task names was there in the year of its plan."""
    departments = case.site.departments
    bounded = {u.id: u for u in departments if u.valid_from or u.valid_until}
    for task, plan, document in case.tasks() if bounded else ():
        places: dict[str, int] = {}
        for role, unit in task.responsibility.listed():
            places[role] = places.get(role, -1) + 1
            told = _absent(bounded[unit], plan.year) if unit in bounded else None
            if told:
                where = document.at("responsibility", role, places[role])
                yield document.problem("C13", where, *told)


def _absent(unit: Department, year: int) -> tuple[str, str] | None:
    name = shown(unit.short or unit.name)
    if unit.valid_until and unit.valid_until < date(year, 1, 1):
        message = f"“{name}”{dates.chinese(unit.valid_until)}已经撤销，计划是 {year} 年的"
        return message, "写承接其职责的部门，把原文的写法加进它的 aliases；日期写错的，改部门文件"
    if unit.valid_from and unit.valid_from > date(year, 12, 31):
        message = f"“{name}”{dates.chinese(unit.valid_from)}才设立，计划是 {year} 年的"
        return message, "写当时的部门；日期写错的，改部门文件的 valid_from"
    return None


def limits(case: Case) -> Iterator[Problem]:
    """C14: a limit ends in the years that a plan can be about."""
    for task, plan, document in case.tasks():
        yield from _far(task, plan, document)


@between_looks
def _far(task: Task, plan: Plan, document: Document) -> tuple[Problem, ...]:
    years = range(plan.year, plan.year + _AHEAD + 1)
    problems = []
    for limit in limits_of(task, plan).limits if task.deadline else ():
        if isinstance(limit.rule, Recurring):
            continue
        day = next((one.due for one in expand(limit.rule, Setting(plan.year)) if one.due), None)
        if day and day.year not in years:
            key = {"column": "raw", "text": "confirmed", "editor": "rules"}[limit.basis]
            message = f"时限“{shown(limit.raw)}”到{dates.chinese(day)}为止，计划是 {plan.year} 年的"
            hint = "核对年份；原文确是这样写的，在 notes 里说明，并登记豁免"
            problems.append(document.problem("C14", document.at("deadline", key), message, hint))
    return tuple(problems)


def numbers(case: Case) -> Iterator[Problem]:
    """C15: two plans are not one document."""
    site = case.site
    first: dict[str, Plan] = {}
    for plan in site.plans:
        before = first.setdefault(fold(plan.doc_number), plan) if plan.doc_number else plan
        if before is not plan:
            document = site.document(plan)
            message = f"发文字号“{shown(plan.doc_number)}”与 {site.document(before).path} 相同"
            hint = "照文件改正其中一个；确是同一份文件的，登记豁免并说明"
            yield document.problem("C15", document.at("doc_number"), message, hint)


def places(case: Case) -> Iterator[Problem]:
    """C16: a task's place in the document is a place in it."""
    site = case.site
    for task in site.tasks:
        said = task.source
        last = len(site.sources.get(task.plan, ()))
        if said and said.page is not None and said.page < 1:
            yield _nowhere(site.document(task), "page", f"没有第 {said.page} 页")
        if said and said.line is not None and (said.line < 1 or said.line > last > 0):
            most = f"，文字稿共 {last} 行" if last else ""
            yield _nowhere(site.document(task), "line", f"没有第 {said.line} 行{most}")


def _nowhere(document: Document, key: str, message: str) -> Problem:
    where = document.at("source", key)
    return document.problem("C16", where, message, "照文字稿或原件改正，或删去")


def repeals(case: Case) -> Iterator[Problem]:
    """B03: what is marked as repealed is repealed by now."""
    for policy in case.site.policies:
        if policy.validity == "废止" and policy.repealed_on and policy.repealed_on > case.as_of:
            document = case.site.document(policy)
            message = f"标为“废止”，废止日期{dates.chinese(policy.repealed_on)}还没有到"
            hint = "废止以前写 validity: 有效，到期再改；日期写错的，改正日期"
            yield document.problem("B03", document.at("repealed_on"), message, hint)


CHECKS: tuple[Check, ...] = (units, limits, numbers, places, repeals)
