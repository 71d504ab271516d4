"""What does a column hold? Judged by the usual names of the columns of such tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

from sitegen.text import fold

# the words that an editor may write in the mapping
Holds = Literal[
    "number",
    "section",
    "text",
    "responsibility",
    "lead",
    "joint",
    "support",
    "implement",
    "mark",
    "deadline",
    "note",
    "personal",
    "skip",
    "task",
]
EDITABLE: tuple[Holds, ...] = tuple(word for word in get_args(Holds) if word != "task")
RESPONSIBLE: Mapping[Holds, str] = MappingProxyType(
    {
        "responsibility": "unspecified",
        "lead": "lead",
        "joint": "joint",
        "support": "support",
        "implement": "implement",
    }
)
MEANING: Mapping[Holds, str] = MappingProxyType(
    {
        "number": "序号",
        "section": "类别",
        "text": "任务原文",
        "responsibility": "责任单位（不分角色）",
        "lead": "牵头单位",
        "joint": "会同单位",
        "support": "配合单位",
        "implement": "落实单位",
        "mark": "一个单位一栏（格里打√）",
        "deadline": "完成时限",
        "note": "写入附注",
        "personal": "个人信息，不导入",
        "skip": "不导入",
    }
)

_UNIT = "单位|部门|机构|主体|科室|处室|股室|单 位"
_NAMES: tuple[tuple[Holds, str], ...] = (
    (
        "personal",
        "^(?!.*(单位|部门)).*(责任人|联系人|负责人|经办人|电话|联系方式|手机|领导|姓名|签字|专班)",
    ),
    ("skip", "完成情况|进展|落实情况|是否完成|得分|自评|附件"),
    ("number", "^(序号|编号|号|序|项次|条目|序列|no\\.?|任务序号|任务编号|行号)$"),
    ("deadline", "时限|时间|期限|日期|进度|节点|完成时|频次|频率"),
    ("responsibility", "(排|列)在?(名|位)?(第一|首|前)"),
    ("lead", f"牵头|主办|主责|主要责任({_UNIT})?|第一责任"),
    ("joint", "会同"),
    ("support", "配合|协办|协同|协助|参与|参加"),
    ("implement", f"(落实|承办|实施|执行)({_UNIT})"),
    ("responsibility", f"责任分工|职责分工|任务分工|({_UNIT})(名称|全称)?$|^(责任|负责|分工)"),
    (
        "note",
        "备注|说明|公开方式|公开渠道|公开形式|公开载体|公开平台|公开范围|公开对象|依据|完成标志|成果",
    ),
    ("text", "(具体|主要|工作|任务|重点|公开|落实|细化|推进)?(要求|内容|措施|举措|标准|目标)"),
    ("text", "任务及要求|任务和要求|具体任务|任务分解|分解任务|工作要点|任务描述|三级|四级"),
    ("section", "类别|分类|类型|领域|板块|方面|大项|小项|章节|一级|二级|栏目"),
    ("task", "任务|事项|项目|工作|要点|重点|名称|指标"),
)
_COMPILED = tuple((holds, re.compile(names)) for holds, names in _NAMES)
_TIME = "(?:完成|办理|落实|公开)?(?:时限|时间|期限)(?:要求|节点|安排)?"
# 责任单位及完成时限: units and their limits in one column
_WITH_LIMIT = re.compile(
    rf"(?P<first>.*(?:{_UNIT}))[及和与、/／（(]{_TIME}|{_TIME}[及和与、/／](?P<last>.*(?:{_UNIT}))"
)
_LONGEST = 24  # letters of a heading; what is longer is wording


def holds(heading: str) -> Holds | None:
    """What a column with some heading holds; `task`: a task or its category, as its cells will show."""
    folded = fold(heading).strip("（）()：:*＊")
    if not folded or len(folded) > _LONGEST:
        return None
    both = _WITH_LIMIT.fullmatch(folded)
    folded = (both["first"] or both["last"]) if both else folded
    return next((kind for kind, names in _COMPILED if names.search(folded)), None)


def names_limit_too(heading: str) -> bool:
    """Whether a column of units holds their limits as well."""
    return bool(_WITH_LIMIT.fullmatch(fold(heading).strip("（）()：:*＊")))
