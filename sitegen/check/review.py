"""Was it reviewed three times, by three posts, in order? Only where site.yaml asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from sitegen.check.case import Case
from sitegen.errors import Location, Problem
from sitegen.model import Evidence, Page, Plan, PolicyDocument, Review, ReviewStep
from sitegen.source import Document
from sitegen.text import fold, shown

_STEPS = (("first", "初审"), ("second", "复审"), ("third", "终审"))


def review(case: Case) -> Iterator[Problem]:
    """Missing reviews, reviews by the same post, reviews out of order or after publication."""
    if not case.site.config.review:
        return
    published = {id(record): (key, day) for record, key, day in case.dated()}
    site = case.site
    reviewed: tuple[Plan | PolicyDocument | Page | Evidence, ...] = (
        *site.plans,
        *site.policies,
        *site.pages,
        *site.evidence,
    )
    for record in reviewed:
        document = site.document(record)
        if record.review is None:
            hint = "加上 review，下面写 first、second、third，各写岗位 post 和日期 date"
            yield Problem("V01", Location(document.path), "没有三审记录（review）", hint)
        else:
            yield from _posts(document, record.review)
            _, day = published.get(id(record), ("", None))
            yield from _order(document, record.review, day)


def _posts(document: Document, review: Review) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for key, name, step in _steps(review):
        before = seen.setdefault(fold(step.post), name)
        if before != name:
            message = f"{name}和{before}是同一个岗位“{shown(step.post)}”"
            where = document.at("review", key, "post")
            yield document.problem("V02", where, message, "三审由三个不同岗位的人分别承担")


def _order(document: Document, review: Review, published: date | None) -> Iterator[Problem]:
    steps = list(_steps(review))
    for (_, before, early), (key, name, late) in pairwise(steps):
        if late.date < early.date:
            message = f"{name}（{late.date}）早于{before}（{early.date}）"
            where = document.at("review", key, "date")
            yield document.problem("V03", where, message, "照实际改正日期")
    key, name, last = steps[-1]
    if published and last.date > published:
        message = f"{name}（{last.date}）晚于发布日期（{published}）"
        where = document.at("review", key, "date")
        yield document.problem("V03", where, message, "先审后发：照实际改正其中一个日期")


def _steps(review: Review) -> Iterator[tuple[str, str, ReviewStep]]:
    for key, name in _STEPS:
        yield key, name, getattr(review, key)
