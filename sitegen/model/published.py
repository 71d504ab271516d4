"""What was published: evidence, requirements across plans, policy documents, pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sitegen.model.declare import derived, key
from sitegen.model.plans import Origin
from sitegen.model.review import DRAFT, Audience, Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """content/plans/<plan>/records/<id>.md: what was published, or a unit's own explanation."""

    id: str = derived("计划/文件名")
    plan: str = derived("所在计划文件夹")
    body: str = derived("补充说明", default="")
    title: str = key("公开内容的标题")
    date: date = key("公开日期")
    tasks: tuple[str, ...] = key("对应的任务序号，照计划中的写法")
    periods: tuple[str, ...] = key(
        "对应的期间，例如 2026-03、2026-Q1、2026-H1、2026；不写则按日期归入", default=()
    )
    departments: tuple[str, ...] = key("公开的部门", refers_to="department")
    kind: Literal["evidence", "explanation"] = key(
        "evidence 公开凭证；explanation 单位说明（只并列展示，不改变状态）", default="evidence"
    )
    url: str = key("公开页面的网址", default="", address=True)
    file: str = key("凭证文件，在计划的 files 文件夹中", default="")
    sha256: str = key("凭证文件的 SHA-256 校验值", default="")
    audience: Audience = key(
        "公开对象：public 所有人；limited 特定对象（不能放进本站）", default="public"
    )
    draft: bool = key(DRAFT, default=False)
    review: Review | None = key("三审记录：初审、复审、终审的岗位和日期", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """content/requirements/<id>.yaml: one requirement that several plans carry out."""

    id: str = derived("文件名")
    title: str = key("要求的名称，平实的一句话")
    origin: tuple[Origin, ...] = key("提出要求的上级文件", default=())
    domains: tuple[str, ...] = key("所属领域，第一个为主", refers_to="domain")
    tasks: tuple[str, ...] = key("落实这一要求的任务标识，例如 panzhihua-2017/004")
    note: str = key("各地写法的异同", default="", lines=True)
    draft: bool = key(DRAFT, default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDocument:
    """content/documents/<government>/<id>.md: a policy document or an interpretation of one."""

    id: str = derived("政府/文件名")
    government: str = derived("所在文件夹的政府")
    body: str = derived("正文，Markdown")
    title: str = key("标题")
    kind: Literal["policy", "interpretation"] = key(
        "policy 政策文件；interpretation 解读", default="policy"
    )
    index_number: str = key("索引号", default="")
    subject: str = key("主题分类", default="")
    issuer: str = key("发文机关")
    issued: date | None = key("成文日期", default=None)
    doc_number: str = key("发文字号", default="")
    published: date = key("发布日期")
    validity: Literal["有效", "失效", "废止"] = key("有效性", default="有效")
    valid_until: date | None = key("有效期截止日期", default=None)
    repealed_by: str = key("宣布废止或取代它的文件", default="", refers_to="document")
    repealed_on: date | None = key("废止或失效的日期", default=None)
    interprets: tuple[str, ...] = key("解读的文件", default=(), refers_to="document")
    attachments: tuple[str, ...] = key("附件，在同一文件夹的 files 中", default=())
    departments: tuple[str, ...] = key("起草部门", default=(), refers_to="department")
    domains: tuple[str, ...] = key("所属领域", default=(), refers_to="domain")
    audience: Audience = key(
        "公开对象：public 所有人；limited 特定对象（不能放进本站）", default="public"
    )
    draft: bool = key(DRAFT, default=False)
    review: Review | None = key("三审记录：初审、复审、终审的岗位和日期", default=None)
    aliases: tuple[str, ...] = key("旧地址，以 / 开头", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """content/pages/<id>.md: a page of prose, or a part of the statutory column."""

    id: str = derived("文件名")
    body: str = derived("正文，Markdown")
    title: str = key("标题")
    description: str = key("一句话简介", default="", lines=True)
    column: Literal["guide", "rules", "statutory", "annual", "requests"] | None = key(
        "法定栏目：guide 指南、rules 制度、statutory 法定主动公开内容、annual 年报、requests 依申请公开",
        default=None,
    )
    date: date | None = key("发布日期", default=None)
    order: int = key("在导航中的次序，0 为不列入", default=0)
    audience: Audience = key(
        "公开对象：public 所有人；limited 特定对象（不能放进本站）", default="public"
    )
    draft: bool = key(DRAFT, default=False)
    review: Review | None = key("三审记录：初审、复审、终审的岗位和日期", default=None)
    aliases: tuple[str, ...] = key("旧地址，以 / 开头", default=())
