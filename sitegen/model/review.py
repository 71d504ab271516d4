"""三审, for whom something may be published, and what is not published yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sitegen.model.declare import key

Audience = Literal["public", "limited"]
DRAFT = "是否草稿：true 只在预览里显示，不发布"


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
