"""Which words give units their roles? 牵头, 密切配合, 为主办单位; 按职责分工; 等部门."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from sitegen.model import Mode

_LEADING = (
    "牵头负责落实 牵头抓好落实 牵头组织实施 牵头组织落实 牵头落实 牵头负责 牵头抓总 总牵头 牵头 主办 主抓 "
    "负责牵头 具体牵头 负总责 总负责 主要负责 为牵头单位 为牵头部门 为主办单位 为主办部门"
)
_IMPLEMENTING = (
    "负责落实 具体负责 直接负责 共同负责 组织实施 具体实施 具体落实 组织落实 贯彻落实 推进落实 推动落实 狠抓落实 "
    "抓好落实 抓落实 落实 承办 实施 负责 为责任单位 为责任部门 为落实单位 为承办单位"
)
_SUPPORTING = (
    "配合落实 配合做好 配合实施 协助配合 协同配合 支持配合 密切配合 积极配合 主动配合 全力配合 配合 "
    "协助做好 协助落实 协助 协办 参加 参与 为配合单位 为配合部门 为协办单位"
)
# behind units
AFTER: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(_LEADING.split(), "lead")
    | dict.fromkeys(_IMPLEMENTING.split(), "implement")
    | dict.fromkeys(_SUPPORTING.split(), "support")
)
# what units do without a role of their own: 市财政局督促指导
BESIDES = re.compile(
    r"(?:业务|统筹|组织|牵头|督促|监督|检查|考核|全程)?(?:指导|督促|监督|督导|督办|督查|统筹|组织|协调|调度|推进|推动|支持|监管|把关|审核)"
    r"(?=$|[、，,；;。\n ／/）)])"
)
_KIND = "(?:单位|部门|主体|科室)"
BEFORE = re.compile(
    rf"(会同|(?:(?:总|共同)?牵头|主办|主责|(?:主要|第一|直接|牵头|协同|协办|协助|配合|具体)?责任|落实|承办|实施|执行|配合|协办|协同|协助|参与|参加|支持|负责){_KIND}?[：:])"
)
# the same without a colon, where a name on record follows
LABEL = re.compile(
    r"(?:牵头|主办|主责|(?:主要|第一|牵头|协同)?责任|落实|承办|实施|配合|协办|协同|协助|参与|参加)(?:单位|部门|主体)"
)
_BEFORE_ROLES = (
    ("会同", "joint"),
    *((word, "lead") for word in ("总牵头", "共同牵头", "牵头", "主办", "主责", "主要", "第一")),
    *((word, "support") for word in ("配合", "协", "参", "支持")),
    ("", "implement"),
)
_DIVIDED = (
    *(f"{how}{what}" for how in ("按照", "按", "依照", "依", "根据") for what in (
        "各自职责", "各自职能", "职责分工", "职能分工", "职责", "职能", "分工"
    )),
    *("分别", "分头", "分工"),
)  # fmt: skip
_SHARED: dict[str, Mode] = dict.fromkeys(_DIVIDED, "divided")
MODES: Mapping[str, Mode] = MappingProxyType({**_SHARED, "共同": "joint"})
OPEN = (
    "等部门和单位",
    "等部门（单位）",
    "等相关部门",
    "等有关部门",
    "等有关单位",
    "等相关单位",
    "等部门",
    "等单位",
    "等",
)
WORDS = sorted({*AFTER, *MODES, *OPEN}, key=len, reverse=True)
STRONG = sorted(
    {*(w for w in AFTER if "牵头" in w or len(w) > 2), *MODES, *OPEN[:-1], "配合"},  # noqa: PLR2004
    key=len,
    reverse=True,
)


def role_before(word: str) -> str:
    """The role that a word before names gives to them: 牵头单位： → lead."""
    return next(role for begin, role in _BEFORE_ROLES if word.startswith(begin))
