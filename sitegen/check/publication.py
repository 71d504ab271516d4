"""May it be published, and does it say when and whether it holds? Audience, pairs, validity, dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sitegen import dates
from sitegen.check.case import Case
from sitegen.errors import Problem
from sitegen.model import Evidence, Page, Plan, PolicyDocument
from sitegen.source import Document
from sitegen.text import shown

INTERPRET_WITHIN = 10  # working days after publication
_CALENDAR_DAYS = 14  # where the working days are not known yet
# between which days of the year before and of its own a yearly plan is usually issued
_FIRST, _LAST = (7, 1), (9, 30)
_LATE = timedelta(days=3)  # between publication and the first commit


def audience(case: Case) -> Iterator[Problem]:
    """What is meant for certain people only."""
    site = case.site
    every: tuple[Page | PolicyDocument | Evidence, ...] = (
        *site.pages,
        *site.policies,
        *site.evidence,
    )
    for record in every:
        if record.audience != "public":
            document = case.site.document(record)
            message = f"“{shown(record.title)}”限定了公开对象"
            hint = "移出 content 文件夹，用内部系统送达；可以公开的，删去 audience"
            yield document.problem("B01", document.at("audience"), message, hint)


def unpaired(case: Case) -> Iterator[Problem]:
    """Policy documents in force that nothing interprets after ten working days."""
    interpreted = {policy for document in case.site.policies for policy in document.interprets}
    for policy in case.site.policies:
        pending = policy.kind == "policy" and policy.validity == "有效"
        if pending and policy.id not in interpreted and _overdue(case, policy):
            document = case.site.document(policy)
            message = f"“{shown(policy.title)}”发布已过十个工作日，还没有解读"
            hint = "补上解读，用 interprets 写明所解读的文件；不需要解读的登记豁免"
            yield document.problem("B02", document.at("title"), message, hint)


def _overdue(case: Case, policy: PolicyDocument) -> bool:
    worked = dates.working_days(policy.published, case.as_of)
    if worked is None:
        return (case.as_of - policy.published).days > _CALENDAR_DAYS
    return worked > INTERPRET_WITHIN


def validity(case: Case) -> Iterator[Problem]:
    """B03: documents that no longer hold and do not say so, or do not say since when or by what."""
    for policy in case.site.policies:
        document = case.site.document(policy)
        if policy.validity == "有效":
            yield from _still_marked_valid(case, policy, document)
        elif not _says_why(policy):
            message = f"标为“{policy.validity}”，没有写明日期和依据"
            hint = "写上 repealed_on（日期）和 repealed_by（宣布废止或取代它的文件）"
            yield document.problem("B03", document.at("validity"), message, hint)


def _says_why(policy: PolicyDocument) -> bool:
    """The end of its term explains why a document lapsed, not why it was repealed."""
    lapsed = policy.validity == "失效" and policy.valid_until
    return bool(policy.repealed_by or policy.repealed_on or lapsed)


def _still_marked_valid(
    case: Case, policy: PolicyDocument, document: Document
) -> Iterator[Problem]:
    if policy.repealed_on and policy.repealed_on <= case.as_of:
        message = f"{dates.chinese(policy.repealed_on)}已经废止，有效性仍是“有效”"
        hint = "加一行“validity: 废止”"
        yield document.problem("B03", document.at("repealed_on"), message, hint)
    elif policy.valid_until and policy.valid_until < case.as_of:
        message = f"有效期到{dates.chinese(policy.valid_until)}为止，有效性仍是“有效”"
        hint = "加一行“validity: 失效”；延期的，改写 valid_until"
        yield document.problem("B03", document.at("valid_until"), message, hint)


def publication_dates(case: Case) -> Iterator[Problem]:
    """Days of publication in the future, and days before the file itself came in."""
    dated = list(case.dated())
    first = case.first_commits() if dated else {}
    begun = min(first.values(), default=None)
    for record, key, day in dated:
        document = case.site.document(record)
        came = first.get(document.path)
        if day > case.as_of:
            message = f"发布日期{dates.chinese(day)}晚于今天（{dates.chinese(case.as_of)}）"
            yield document.problem("B05", document.at(key), message, "改成实际的发布日期")
        elif came and begun and begun <= day and came - day > _LATE:
            message = f"发布日期是{dates.chinese(day)}，文件{dates.chinese(came)}才首次提交"
            hint = "改成实际的发布日期；从别处转来的，登记豁免并说明"
            yield document.problem("B04", document.at(key), message, hint)


def plan_dates(case: Case) -> Iterator[Problem]:
    """B06, B07: a plan was issued, and about the beginning of its year: what was due before is not judged."""
    for plan in case.site.plans:
        told = _issued(plan, plan.issued, case.as_of) if plan.issued else None
        if told:
            code, message, hint = told
            document = case.site.document(plan)
            yield document.problem(code, document.at("issued"), message, hint)


def _issued(plan: Plan, issued: date, as_of: date) -> tuple[str, str, str] | None:
    said = f"成文日期{dates.chinese(issued)}"
    if issued > as_of:
        message = f"{said}晚于今天（{dates.chinese(as_of)}）"
        return "B06", message, "照文件落款的日期改正"
    if not date(plan.year - 1, *_FIRST) <= issued <= date(plan.year, *_LAST):
        message = f"{said}，计划年度（year）是 {plan.year}"
        return "B07", message, "核对 issued 和 year，改正写错的一个；文件确是这样的，登记豁免并说明"
    return None
