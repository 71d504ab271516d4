"""The portal, governments, departments, domains."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sitegen.model.declare import derived, key
from sitegen.model.review import DRAFT

DepartmentKind = Literal["department", "institution", "company", "government", "group"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How the public reaches an office; offices, never persons."""

    office: str = key("承办机构，例如 办公室", default="")
    phone: str = key("办公电话", default="")
    address: str = key("办公地址", default="")
    hours: str = key("办公时间", default="")
    website: str = key("网站", default="", address=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """content/site.yaml: the portal itself."""

    id: str = derived("site")
    title: str = key("网站名称")
    short: str = key("网站简称，用在浏览器标题里", default="")
    description: str = key("一两句话说明本站是什么", lines=True)
    organisation: str = key("主办单位")
    base_url: str = key("网站的完整地址，例如 https://zwgk.example.gov.cn/", address="root")
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
    draft: bool = key(DRAFT, default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """content/domains/<id>.yaml: one subject area."""

    id: str = derived("文件名")
    name: str = key("领域名称，例如 环保")
    aliases: tuple[str, ...] = key("同义的叫法，检索时互通；以 / 开头的是旧地址", default=())
    order: int = key("排列次序", default=0)
    description: str = key("一句话说明这个领域包括什么", lines=True)
    standard: str = key("26 个试点领域标准指引中的名称（国办发〔2019〕54号）", default="")
