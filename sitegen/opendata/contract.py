"""What is promised: the fields of each dataset, their JSON Schema types and Chinese descriptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sitegen.model import ROLES

Json = Any
TEXT = {"type": "string"}
OPTIONAL_TEXT = {"type": ["string", "null"]}
INTEGER = {"type": "integer"}
OPTIONAL_INTEGER = {"type": ["integer", "null"]}
FLAG = {"type": "boolean"}
TEXTS = {"type": "array", "items": TEXT}


@dataclass(frozen=True, slots=True)
class DataField:
    """One field of a dataset: its name, its JSON Schema and what it means."""

    name: str
    schema: Json
    doc: str


def _object(**fields: Json) -> Json:
    return {"type": "object", "properties": fields, "required": list(fields)}


RESPONSIBILITY = _object(
    raw=TEXT,
    more={"type": "array", "items": _object(column=TEXT, raw=TEXT)},
    mode={"enum": ["divided", "joint", None]},
    open_ended=FLAG,
    lead=TEXTS,
    joint=TEXTS,
    support=TEXTS,
    implement=TEXTS,
    unspecified=TEXTS,
    collective=TEXTS,
)
SOURCE = _object(file=OPTIONAL_TEXT, row=TEXT, page=OPTIONAL_INTEGER, line=OPTIONAL_INTEGER)

TASK_FIELDS = (
    DataField("id", TEXT, "任务标识：计划标识/文件名，永久不变"),
    DataField("url", TEXT, "任务页面的站内地址"),
    DataField("plan", TEXT, "计划标识"),
    DataField("government", TEXT, "政府标识"),
    DataField("year", INTEGER, "计划年度"),
    DataField("number", TEXT, "序号，照原文；原文无序号的由本站编排"),
    DataField("section", TEXTS, "类别，自上而下，照原文"),
    DataField("title", TEXT, "标题：原文中的一个分句"),
    DataField("title_generated", FLAG, "标题是否由程序取自第一分句"),
    DataField("text", TEXT, "任务原文，逐字，去除排版空白"),
    DataField("paragraphs", TEXTS, "任务原文，按原文分段"),
    DataField(
        "responsibility", RESPONSIBILITY, "责任：原文、分工方式、是否未穷尽、各角色的部门标识"
    ),
    DataField(
        "deadline",
        _object(raw=OPTIONAL_TEXT, rules={"type": "array"}),
        "时限：原文；rules 为对时限的解读",
    ),
    DataField("domains", TEXTS, "领域标识（本站归类）"),
    DataField("openness", TEXTS, "五公开：决策、执行、管理、服务、结果（本站归类）"),
    DataField("notes", TEXTS, "原文的疑误、矛盾与读法说明"),
    DataField("inferred", TEXTS, "由合并单元格或上下文推定的字段"),
    DataField("source", SOURCE, "原文出处：文字稿、行号、页码"),
    DataField("source_url", OPTIONAL_TEXT, "原文对照页的站内地址"),
)
PLAN_FIELDS = (
    DataField("id", TEXT, "计划标识"),
    DataField("url", TEXT, "计划页面的站内地址"),
    DataField("title", TEXT, "计划名称，照原文"),
    DataField("short", TEXT, "简称（本站）"),
    DataField("doc_number", OPTIONAL_TEXT, "发文字号"),
    DataField("government", TEXT, "政府标识"),
    DataField("issuer", OPTIONAL_TEXT, "发文机关"),
    DataField("issued", OPTIONAL_TEXT, "成文日期，年-月-日"),
    DataField("year", INTEGER, "计划年度"),
    DataField("kind", OPTIONAL_TEXT, "文种"),
    DataField(
        "origin", {"type": "array", "items": _object(title=TEXT, number=TEXT)}, "所贯彻的上级文件"
    ),
    DataField("tracking", {"enum": ["archived", "active"]}, "archived：本站不收录落实记录"),
    DataField("numbering", {"enum": ["printed", "ours"]}, "序号是原文所印还是本站编排"),
    DataField("columns", TEXTS, "原表栏目名称"),
    DataField("missing", {"type": "array", "items": _object(number=TEXT, note=TEXT)}, "缺号"),
    DataField("reporting", TEXTS, "文件对计划本身的报告、公开要求，照原文"),
    DataField("notes", TEXTS, "全文的疑点与说明"),
    DataField("source", OPTIONAL_TEXT, "文字稿的站内地址"),
    DataField("tasks", INTEGER, "任务数"),
)
DEPARTMENT_FIELDS = (
    DataField("id", TEXT, "部门标识：政府标识/文件名"),
    DataField("name", TEXT, "全称，全站唯一"),
    DataField("short", TEXT, "计划里的通常写法"),
    DataField("aliases", TEXTS, "计划里出现过的其他写法"),
    DataField(
        "kind",
        {"enum": ["department", "institution", "company", "government", "group"]},
        "类型：部门、事业单位、企业、政府、一类单位",
    ),
    DataField("government", TEXT, "政府标识"),
    DataField("members", TEXTS, "一类单位的成员标识"),
    DataField("successor", OPTIONAL_TEXT, "承接其职责的部门标识"),
    DataField("url", TEXT, "部门页面的站内地址"),
    DataField(
        "counts",
        _object(total=INTEGER, **dict.fromkeys(ROLES, INTEGER), shared=INTEGER),
        "任务数：total 合计，各角色，shared 作为一类单位的成员承担",
    ),
)
DOMAIN_FIELDS = (
    DataField("id", TEXT, "领域标识"),
    DataField("name", TEXT, "领域名称"),
    DataField("aliases", TEXTS, "同义的叫法"),
    DataField("description", TEXT, "包括什么"),
    DataField("standard", OPTIONAL_TEXT, "26 个试点领域标准指引中的名称"),
    DataField("url", TEXT, "领域页面的站内地址"),
    DataField("tasks", INTEGER, "任务数"),
)
GOVERNMENT_FIELDS = (
    DataField("id", TEXT, "政府标识"),
    DataField("name", TEXT, "全称"),
    DataField("short", TEXT, "简称"),
    DataField("level", OPTIONAL_TEXT, "级别"),
    DataField("province", OPTIONAL_TEXT, "所属省级行政区"),
    DataField("parent", OPTIONAL_TEXT, "上级政府标识"),
    DataField("url", TEXT, "政府页面的站内地址"),
    DataField("tasks", INTEGER, "任务数"),
)
