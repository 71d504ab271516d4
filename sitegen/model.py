"""What is there? Frozen records; the dataclass is the schema, and `key(...)` is its documentation.

Records hold what an editor or an official document said. What can be derived (addresses, counts,
neighbours, states) is never stored here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

DepartmentKind = Literal["department", "institution", "company", "government", "group"]
Mode = Literal["divided", "joint"]
Openness = Literal["决策", "执行", "管理", "服务", "结果"]
Tracking = Literal["archived", "active"]
Numbering = Literal["printed", "ours"]
Audience = Literal["public", "limited"]
# what may have been read out of the context; the theme has a word for each
PlanInference = Literal["title", "doc_number", "issuer", "issued", "sections"]
TaskInference = Literal[
    "number", "section", "text", "responsibility.raw", "responsibility.more", "deadline.raw"
]

ROLES = ("lead", "joint", "support", "implement", "unspecified")


def key(
    doc: str,
    *,
    default: Any = MISSING,
    refers_to: str = "",
    address: bool = False,
    lines: bool = False,
) -> Any:  # the declared type of the field is what counts for callers
    """Declare one key of a record: its documentation, default, what kind its names refer to.

    `address`: a web address; `lines`: a text that may have several lines.
    """
    meta = MappingProxyType(
        {"doc": doc, "refers_to": refers_to, "address": address, "lines": lines}
    )
    if default is MISSING:
        return field(metadata=meta)
    return field(default=default, metadata=meta)


def derived(doc: str, *, default: Any = MISSING) -> Any:
    """Declare a field that comes from the file's place or body, not from a key."""
    meta = MappingProxyType({"doc": doc, "derived": True})
    return field(metadata=meta) if default is MISSING else field(default=default, metadata=meta)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How the public reaches an office; offices, never persons."""

    office: str = key("承办机构，例如 办公室", default="")
    phone: str = key("办公电话", default="")
    address: str = key("办公地址", default="")
    hours: str = key("办公时间", default="")
    website: str = key("网站", default="", address=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewStep:
    """One of the three reviews before publication: which post did it, and when; no person's name."""

    post: str = key("审核的岗位，例如 办公室信息员；写岗位，不写姓名")
    date: date = key("审核日期")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """三审: the three reviews of one piece of content."""

    first: ReviewStep = key("初审")
    second: ReviewStep = key("复审")
    third: ReviewStep = key("终审")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """content/site.yaml: the portal itself."""

    id: str = derived("site")
    title: str = key("网站名称")
    short: str = key("网站简称，用在浏览器标题里", default="")
    description: str = key("一两句话说明本站是什么", lines=True)
    organisation: str = key("主办单位")
    base_url: str = key("网站的完整地址，例如 https://zwgk.example.gov.cn/", address=True)
    theme: str = key("主题文件夹名", default="default")
    notice: str = key("每页页首的提示，例如“演示站点”", default="", lines=True)
    id_code: str = key("政府网站标识码（国办发〔2017〕47号）", default="")
    icp: str = key("ICP 备案编号", default="")
    police: str = key("公安机关备案编号", default="")
    report_url: str = key("“我为政府网站找错”监督举报平台的入口地址", default="", address=True)
    contact: Contact | None = key("主办单位的联系方式", default=None)
    committers: bool = key("修改记录里是否显示提交人姓名", default=False)
    licence: str = key("数据的使用许可说明", default="", lines=True)
    review: bool = key("是否要求每件内容有三审记录", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Government:
    """content/governments/<id>.yaml: one government whose plans are shown."""

    id: str = derived("文件名")
    name: str = key("全称，例如 攀枝花市")
    short: str = key("简称，例如 攀枝花", default="")
    level: str = key("级别，例如 地级市、市辖区、县", default="")
    province: str = key("所属省、自治区、直辖市", default="")
    parent: str = key("上级政府", default="", refers_to="government")
    aliases: tuple[str, ...] = key("其他名称；以 / 开头的是旧地址", default=())
    note: str = key("说明", default="", lines=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """content/departments/<government>/<id>.yaml: one unit, or one whole class of units."""

    id: str = derived("政府/文件名")
    government: str = derived("所在文件夹的政府")
    name: str = key("全称，全站唯一，例如 攀枝花市财政局")
    short: str = key("计划里的通常写法，例如 市财政局", default="")
    aliases: tuple[str, ...] = key("计划里出现过的其他写法；以 / 开头的是旧地址", default=())
    kind: DepartmentKind = key(
        "类型：department 部门、institution 事业单位、company 企业、government 政府、group 一类单位",
        default="department",
    )
    members: tuple[str, ...] = key("一类单位的成员", default=(), refers_to="department")
    valid_from: date | None = key("设立日期", default=None)
    valid_until: date | None = key("撤销或更名日期", default=None)
    successor: str = key("承接其职责的部门", default="", refers_to="department")
    contact: Contact | None = key("政务公开机构的联系方式", default=None)
    note: str = key("说明", default="", lines=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """content/domains/<id>.yaml: one subject area."""

    id: str = derived("文件名")
    name: str = key("领域名称，例如 环保")
    aliases: tuple[str, ...] = key("同义的叫法，检索时互通；以 / 开头的是旧地址", default=())
    order: int = key("排列次序", default=0)
    description: str = key("一句话说明这个领域包括什么", lines=True)
    standard: str = key("26 个试点领域标准指引中的名称（国办发〔2019〕54号）", default="")


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
        """Every (role, department) pair in the order of roles, then of the document."""
        return tuple((role, unit) for role in ROLES for unit in getattr(self, role))


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
    aliases: tuple[str, ...] = key("旧地址，以 / 开头", default=())


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
    review: Review | None = key("三审记录：初审、复审、终审的岗位和日期", default=None)
    aliases: tuple[str, ...] = key("旧地址，以 / 开头", default=())


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
