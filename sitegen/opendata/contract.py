"""What is promised: the fields of each dataset, their JSON Schema types and Chinese descriptions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from msgspec import Struct
from msgspec.structs import fields

from sitegen.deadlines.rules import Rule
from sitegen.ledger import STATES
from sitegen.model import ROLES
from sitegen.source.strays import PART

Json = Any
TEXT = {"type": "string"}
OPTIONAL_TEXT = {"type": ["string", "null"]}
INTEGER = {"type": "integer"}
# a pattern besides the format, which not every validator looks at
_DAY = {"format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
DATE = {**TEXT, **_DAY}
OPTIONAL_DATE = {**OPTIONAL_TEXT, **_DAY}
OPTIONAL_INTEGER = {"type": ["integer", "null"]}
FLAG = {"type": "boolean"}
TEXTS = {"type": "array", "items": TEXT}
_TYPES: dict[type, Json] = {str: TEXT, int: INTEGER, bool: FLAG, date: DATE}
_PERIODS = {
    "month": r"^\d{4}-\d{2}$",
    "quarter": r"^\d{4}-Q[1-4]$",
    "half": r"^\d{4}-H[12]$",
}
# the forms of what names rows and periods, so that whoever reads the data need not guess them
_DATE = r"\d{4}-\d{2}-\d{2}"
_PERIOD = rf"(?:\d{{4}}(?:-H[12]|-Q[1-4]|-W\d{{2}}|-\d{{2}}(?:-[上中下]旬)?)?|{_DATE}(?:/{_DATE})?|[^\d/-]+)"
_DUTY = rf"[1-9]\d*(?:-{_DATE}(?:-{_PERIOD})?|-{_PERIOD})?"
NAME = {**TEXT, "pattern": f"^{PART}$"}
NAME_WITHIN = {**TEXT, "pattern": f"^{PART}/{PART}$"}
OCCURRENCE_NAME = {**TEXT, "pattern": f"^{PART}/{PART}/{_DUTY}$"}
PERIOD = {**OPTIONAL_TEXT, "pattern": f"^{_PERIOD}$"}


class DataField(Struct, frozen=True):
    """One field of a dataset: its name, its JSON Schema, what it means.

    Where its values are objects in a list, `shown` names those of their parts that tables show.
    """

    name: str
    schema: Json
    doc: str
    shown: tuple[str, ...] = ()


def closed(properties: Json, optional: Iterable[str] = ()) -> Json:
    """An object with these fields, all but the optional ones, and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _object(**properties: Json) -> Json:
    return closed(properties)


def _rule(kind: type[Rule]) -> Json:
    """A rule of one kind; parameters that have their default are left out of the data."""
    basis = {"enum": ["column", "text", "editor"]}
    said = {"kind": {"enum": [kind.kind]}, "basis": basis, "raw": TEXT}
    named = {one.name: _parameter(one.name, one.type) for one in fields(kind)}
    return closed(said | named, [one.name for one in fields(kind) if not one.required])


def _parameter(name: str, said: Any) -> Json:
    """The schema of a parameter by its annotation; None is a default and never in the data."""
    told = [one for one in get_args(said) if one is not NoneType]
    if get_origin(said) is Literal:
        return {"enum": told}
    if told:
        return _parameter(name, told[0])
    return TEXT | {"pattern": _PERIODS[name]} if name in _PERIODS else _TYPES[said]


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
RULE = {"oneOf": [_rule(kind) for kind in get_args(Rule)]}
STATE = {"enum": [*STATES, None]}
OCCURRENCE = _object(
    rule=INTEGER,
    period=PERIOD,
    due=OPTIONAL_DATE,
    our_reading=FLAG,
    no_day_named=FLAG,
    event=OPTIONAL_TEXT,
    needed=INTEGER,
    trace=TEXTS,
    state=STATE,
    records=TEXTS,
    parts={"type": "array", "items": _object(department=TEXT, state=STATE)},
)
ORIGIN = {"type": "array", "items": _object(title=TEXT, number=TEXT)}
SOURCE = _object(file=OPTIONAL_TEXT, row=TEXT, page=OPTIONAL_INTEGER, line=OPTIONAL_INTEGER)

# columns of wording, in which a “；” may stand: tables have one value a line there
BY_LINE = frozenset(
    {
        "paragraphs",
        "responsibility.more",
        "deadline.rules",
        "notes",
        "missing",
        "reporting",
        "trace",
    }
)

TASK_FIELDS = (
    DataField("id", NAME_WITHIN, "任务标识：计划标识/文件名，永久不变"),
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
        _object(raw=OPTIONAL_TEXT, rules={"type": "array", "items": RULE}),
        "时限：raw 原文；rules 对时限的解读，basis 说明读自时限栏、任务原文还是编辑的解读",
        ("kind", "raw"),
    ),
    DataField(
        "occurrences",
        {"type": "array", "items": OCCURRENCE},
        "到期：每一次的期间、最后一天、推算过程；有落实记录的计划另有状态和凭证",
        ("period", "due", "state"),
    ),
    DataField("requirements", TEXTS, "所落实的同一要求的标识"),
    DataField("records", TEXTS, "凭证标识"),
    DataField("domains", TEXTS, "领域标识（本站归类）"),
    DataField("openness", TEXTS, "五公开：决策、执行、管理、服务、结果（本站归类）"),
    DataField("notes", TEXTS, "原文的疑误、矛盾与读法说明"),
    DataField(
        "inferred",
        TEXTS,
        "由合并单元格或上下文推定的字段；responsibility.units：有的单位名称与原文写法不同",
    ),
    DataField("source", SOURCE, "原文出处：文字稿、行号、页码"),
    DataField("source_url", OPTIONAL_TEXT, "原文对照页的站内地址"),
)
PLAN_FIELDS = (
    DataField("id", NAME, "计划标识：计划的文件夹名"),
    DataField("url", TEXT, "计划页面的站内地址"),
    DataField("title", TEXT, "计划名称，照原文"),
    DataField("short", TEXT, "简称（本站）"),
    DataField("doc_number", OPTIONAL_TEXT, "发文字号"),
    DataField("government", TEXT, "政府标识"),
    DataField("issuer", OPTIONAL_TEXT, "发文机关"),
    DataField("issued", OPTIONAL_DATE, "成文日期，年-月-日"),
    DataField("year", INTEGER, "计划年度"),
    DataField("kind", OPTIONAL_TEXT, "文种"),
    DataField("origin", ORIGIN, "所贯彻的上级文件"),
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
    DataField("id", NAME_WITHIN, "部门标识：政府标识/文件名"),
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
    DataField("id", NAME, "领域标识：文件名"),
    DataField("name", TEXT, "领域名称"),
    DataField("aliases", TEXTS, "同义的叫法"),
    DataField("description", TEXT, "包括什么"),
    DataField("standard", OPTIONAL_TEXT, "26 个试点领域标准指引中的名称"),
    DataField("url", TEXT, "领域页面的站内地址"),
    DataField("tasks", INTEGER, "任务数"),
)
GOVERNMENT_FIELDS = (
    DataField("id", NAME, "政府标识：文件名"),
    DataField("name", TEXT, "全称"),
    DataField("short", TEXT, "简称"),
    DataField("level", OPTIONAL_TEXT, "级别"),
    DataField("province", OPTIONAL_TEXT, "所属省级行政区"),
    DataField("parent", OPTIONAL_TEXT, "上级政府标识"),
    DataField("url", TEXT, "政府页面的站内地址"),
    DataField("tasks", INTEGER, "任务数"),
)
OCCURRENCE_FIELDS = (
    DataField(
        "id",
        OCCURRENCE_NAME,
        "到期标识：任务标识/第几条时限-最后一天，如 1-2017-03-31；最后一天待定的写期间，如 1-2017-Q1，"
        "期间也没有的只写第几条，如 1；几期顺延到同一天的，最后一天后面再写期间，如 1-2017-02-03-2017-W05",
    ),
    DataField("task", TEXT, "任务标识"),
    DataField("plan", TEXT, "计划标识"),
    DataField("number", TEXT, "任务序号"),
    DataField("kind", TEXT, "时限的类型"),
    DataField("raw", TEXT, "时限的原文"),
    DataField(
        "period",
        PERIOD,
        "期间：2017（年）、2017-H1（半年）、2017-Q1（季度）、2017-03（月）、2017-03-上旬（旬）、"
        "2017-W05（周，GB/T 7408.1）、2017-03-15（日）、2017-03-01/2017-03-05（从哪天到哪天）、"
        "十三五（时期的名称）；没有的为空",
    ),
    DataField("due", OPTIONAL_DATE, "最后一天，年-月-日；待定时为空"),
    DataField("our_reading", FLAG, "原文没有写明、由本站读出的日期"),
    DataField("no_day_named", FLAG, "原文只写了周期、没有写明日子"),
    DataField("event", OPTIONAL_TEXT, "起算的事项"),
    DataField("needed", INTEGER, "这一期要求的次数"),
    DataField("trace", TEXTS, "日期的推算过程"),
    DataField("state", STATE, "状态；没有落实记录的计划为空"),
    DataField("records", TEXTS, "凭证标识"),
    DataField(
        "parts",
        {"type": "array", "items": _object(department=TEXT, state=STATE)},
        "按职责分工的任务：各单位自己的一份",
    ),
)
RECORD_FIELDS = (
    DataField("id", NAME_WITHIN, "凭证标识：计划标识/文件名"),
    DataField("url", TEXT, "所属任务页面的站内地址"),
    DataField("plan", TEXT, "计划标识"),
    DataField("kind", {"enum": ["evidence", "explanation"]}, "公开凭证或单位说明"),
    DataField("title", TEXT, "公开内容的标题"),
    DataField("date", DATE, "公开日期，年-月-日"),
    DataField("tasks", TEXTS, "任务标识"),
    DataField("periods", TEXTS, "对应的期间"),
    DataField("departments", TEXTS, "公开的部门"),
    DataField("published_at", OPTIONAL_TEXT, "公开页面的网址"),
    DataField("file", OPTIONAL_TEXT, "凭证文件的站内地址"),
    DataField("sha256", OPTIONAL_TEXT, "凭证文件的 SHA-256 校验值"),
    DataField("note", TEXT, "补充说明"),
)
REQUIREMENT_FIELDS = (
    DataField("id", NAME, "要求标识：文件名"),
    DataField("url", TEXT, "要求页面的站内地址"),
    DataField("title", TEXT, "要求的名称（本站归纳）"),
    DataField("origin", ORIGIN, "提出要求的上级文件"),
    DataField("domains", TEXTS, "领域标识"),
    DataField("tasks", TEXTS, "落实这一要求的任务标识"),
    DataField("note", TEXT, "各地写法的异同"),
)
DOCUMENT_FIELDS = (
    DataField("id", NAME_WITHIN, "文件标识：政府标识/文件名"),
    DataField("url", TEXT, "文件页面的站内地址"),
    DataField("title", TEXT, "标题"),
    DataField("kind", {"enum": ["policy", "interpretation"]}, "政策文件或解读"),
    DataField("government", TEXT, "政府标识"),
    DataField("index_number", OPTIONAL_TEXT, "索引号"),
    DataField("subject", OPTIONAL_TEXT, "主题分类"),
    DataField("issuer", TEXT, "发文机关"),
    DataField("issued", OPTIONAL_DATE, "成文日期，年-月-日"),
    DataField("doc_number", OPTIONAL_TEXT, "发文字号"),
    DataField("published", DATE, "发布日期，年-月-日"),
    DataField("validity", {"enum": ["有效", "失效", "废止"]}, "有效性，照文件登记"),
    DataField("valid_until", OPTIONAL_DATE, "有效期截止日期"),
    DataField("repealed_on", OPTIONAL_DATE, "废止或失效的日期"),
    DataField("repealed_by", OPTIONAL_TEXT, "宣布废止或取代它的文件标识"),
    DataField("interprets", TEXTS, "所解读的文件标识"),
    DataField("interpreted_by", TEXTS, "解读它的文件标识"),
    DataField("attachments", TEXTS, "附件的站内地址"),
    DataField("departments", TEXTS, "起草部门标识"),
    DataField("domains", TEXTS, "领域标识"),
)
