"""Plans and their tasks, as official documents say them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sitegen.model.declare import derived, key
from sitegen.model.review import DRAFT, Review
from sitegen.text import first_clause, unnumbered

Mode = Literal["divided", "joint"]
Openness = Literal["决策", "执行", "管理", "服务", "结果"]
Tracking = Literal["archived", "active"]
Numbering = Literal["printed", "ours"]
# what may have been read out of the context; the theme has a word for each
PlanInference = Literal["title", "doc_number", "issuer", "issued", "sections"]
TaskInference = Literal[
    "number", "section", "text", "responsibility.raw", "responsibility.more", "deadline.raw"
]

ROLES = ("lead", "joint", "support", "implement", "unspecified")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A higher document that a plan carries out."""

    title: str = key("文件名称")
    number: str = key("发文字号", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One category of a plan, as printed, with its sub-categories in document order."""

    title: str = key("类别名称，照原文")
    printed: tuple[str, ...] = key("同一类别的另一种印法", default=())
    parts: tuple[Section, ...] = key("下级类别", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingNumber:
    """A number that the document skips; shown as missing, never filled in."""

    number: str = key("缺少的序号")
    note: str = key("说明", lines=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSource:
    """The text of the official document that this plan was transcribed from."""

    file: str = key("文字稿，相对于计划文件夹，例如 files/原文.txt")
    note: str = key("文字稿的来历", default="", lines=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """content/plans/<id>/index.md: one yearly plan; the body is the notice."""

    id: str = derived("文件夹名")
    body: str = derived("通知与正文，照录", default="")
    title: str = key("计划名称，照原文")
    short: str = key("简称，例如 攀枝花2017")
    doc_number: str = key("发文字号", default="")
    government: str = key("发布计划的政府", refers_to="government")
    issuer: str = key("发文机关", default="")
    issued: date | None = key("成文日期", default=None)
    year: int = key("计划年度")
    kind: str = key("文种，例如 工作要点、实施方案、任务分解表", default="")
    origin: tuple[Origin, ...] = key("所贯彻的上级文件", default=())
    tracking: Tracking = key(
        "archived：只展示任务与时限；active：登记并展示落实情况", default="archived"
    )
    numbering: Numbering = key("printed：序号照原文；ours：序号由本站编排", default="printed")
    columns: tuple[str, ...] = key("原表的栏目名称", default=())
    sections: tuple[Section, ...] = key("类别，按原文次序", default=())
    missing: tuple[MissingNumber, ...] = key("缺号", default=())
    reporting: tuple[str, ...] = key(
        "文件对计划本身的报告、公开要求，照原文", default=(), lines=True
    )
    source: PlanSource | None = key("所据文字稿", default=None)
    notes: tuple[str, ...] = key("全文的疑点与说明", default=(), lines=True)
    inferred: tuple[PlanInference, ...] = key("由上下文推定的字段", default=())
    draft: bool = key(f"{DRAFT}；计划是草稿的，它的任务和凭证都是", default=False)
    review: Review | None = key("三审记录：初审、复审、终审的岗位和日期", default=None)
    aliases: tuple[str, ...] = key("旧地址，以 / 开头", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A further responsibility column of the official table."""

    column: str = key("栏目名称，例如 责任单位")
    raw: str = key("该栏原文", lines=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility:
    """Who answers for a task: the phrase as printed, and our reading of it by role."""

    raw: str = key("责任单位原文", lines=True)
    more: tuple[Column, ...] = key("其他责任栏目的原文", default=())
    mode: Mode | None = key("divided：分别、按职责分工；joint：会同、共同", default=None)
    open_ended: bool = key("名单未穷尽（等、等部门）", default=False)
    lead: tuple[str, ...] = key("牵头", default=(), refers_to="department")
    joint: tuple[str, ...] = key("会同", default=(), refers_to="department")
    support: tuple[str, ...] = key("配合", default=(), refers_to="department")
    implement: tuple[str, ...] = key("落实、负责", default=(), refers_to="department")
    unspecified: tuple[str, ...] = key("原文未分角色", default=(), refers_to="department")

    def named(self) -> tuple[tuple[str, str], ...]:
        """Every department once, with the first of its roles, in the order of roles, then of the document."""
        first: dict[str, str] = {}
        for role, unit in self.listed():
            first.setdefault(unit, role)
        return tuple((role, unit) for unit, role in first.items())

    def listed(self) -> tuple[tuple[str, str], ...]:
        """Every (role, department) pair; a document may name a department in two roles."""
        return tuple((role, unit) for role in ROLES for unit in getattr(self, role))

    def answering(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The departments that answer for the task, by role: those that lead, else all without a leader."""
        if self.lead:
            return (("lead", self.lead),)
        rest = (("implement", self.implement), ("unspecified", self.unspecified))
        return tuple(pair for pair in rest if pair[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule:
    """An editor's own reading of a time limit: other words that say it, or its parts."""

    says: str = key("用规范的写法说明时限，例如 每季度结束后15日内", default="")
    every: Literal["week", "month", "quarter", "half_year", "year"] | None = key(
        "每隔多久：week 周、month 月、quarter 季度、half_year 半年、year 年", default=None
    )
    within: str = key("期满后多久以内，例如 20 days、10 working days", default="")
    date: date | None = key("截止日期", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDate:
    """When something happened that a time limit counts from."""

    event: str = key("事项，照时限中的写法，例如 国家指导意见印发")
    date: date = key("发生的日期")
    source: str = key("依据：文件名称、文号或网址")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The time limit as printed, what of the task's text an editor confirmed as limits, and more."""

    raw: str = key("完成时限原文", default="", lines=True)
    confirmed: tuple[str, ...] = key("任务原文中确认为时限的词句，照原文", default=(), lines=True)
    declined: tuple[str, ...] = key("任务原文中看似时限而实际不是的词句", default=(), lines=True)
    rules: tuple[DeadlineRule, ...] = key("编辑对时限的解读，代替程序的解读", default=())
    events: tuple[EventDate, ...] = key("时限所等待的事项及其日期", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where in the official document a task stands."""

    row: str = key("原表行号或条目号")
    page: int | None = key("原件页码", default=None)
    line: int | None = key("文字稿中的行号", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """content/plans/<plan>/tasks/<id>.md: one row of a plan; the body is its verbatim wording."""

    id: str = derived("计划/文件名")
    plan: str = derived("所在计划文件夹")
    body: str = derived("任务原文，逐字")
    number: str = key("序号，照原文")
    section: tuple[str, ...] = key("类别，自上而下，照原文", default=())
    title: str = key("标题：原文中的一个分句；不写则取第一分句", default="")
    responsibility: Responsibility = key("责任单位")
    deadline: Deadline | None = key("完成时限", default=None)
    domains: tuple[str, ...] = key("所属领域", default=(), refers_to="domain")
    openness: tuple[Openness, ...] = key(
        "五公开：决策、执行、管理、服务、结果（本站归类）", default=()
    )
    source: Source | None = key("原文出处", default=None)
    notes: tuple[str, ...] = key("原文的疑误、矛盾与读法说明", default=(), lines=True)
    inferred: tuple[TaskInference, ...] = key("由合并单元格或上下文推定的字段", default=())
    draft: bool = key(DRAFT, default=False)
    aliases: tuple[str, ...] = key("旧地址，以 / 开头", default=())


def title_of(task: Task) -> str:
    """The title of a task: the editor's extract, else the first clause of its wording."""
    return task.title or first_clause(unnumbered(task.body, task.number))
