"""A site with every kind of record and every key, and its files as values to change one by one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sitegen.source import Document, Mapping, Node, Scalar, Sequence, read
from tests.conftest import Site, unpack

Value = Any  # a text, a list or dictionary of values, or Raw
Place = tuple[str | int, ...]

PROOF = "凭证\n"

REVIEW = """\
review:
  first: {post: 信息员, date: 2026-03-01}
  second: {post: 科长, date: 2026-03-01}
  third: {post: 主任, date: 2026-03-01}
"""
CONTACT = """\
contact:
  office: 政务公开科
  phone: 0000-0000000
  address: 示例路1号
  hours: 工作日9时至17时
  website: https://example.org/ju/
"""
FULL = f"""\
-- content/site.yaml --
title: 示例市政务公开
short: 示例公开
description: 示例
organisation: 示例市人民政府办公室
base_url: https://example.org/
theme: default
notice: 演示站点
id_code: "0000000000"
icp: 示ICP备00000000号
police: 示公网安备00000000000000号
report_url: https://example.org/jiucuo/
{CONTACT}committers: false
licence: 可以自由使用。
review: true
-- content/governments/shili.yaml --
name: 示例市
short: 示例
level: 地级市
province: 示例省
parent: 示例省
aliases: [示例城, /old-shili/]
note: 说明
-- content/governments/sheng.yaml --
name: 示例省
-- content/domains/caizheng.yaml --
name: 财政
aliases: [预决算, /old-caizheng/]
order: 1
description: 预算和决算。
standard: 财政预决算
-- content/departments/shili/caizhengju.yaml --
name: 示例市财政局
short: 市财政局
aliases: [财政局, /old-caizhengju/]
draft: false
kind: department
valid_from: 2010-01-01
valid_until: 2026-12-31
successor: 示例市环保局
{CONTACT}note: 说明
-- content/departments/shili/huanbaoju.yaml --
name: 示例市环保局
-- content/departments/shili/gebumen.yaml --
name: 示例市各部门
kind: group
members: [示例市财政局, 示例市环保局]
-- content/plans/shili-2026/index.md --
---
title: 示例市2026年政务公开工作要点
short: 示例2026
doc_number: 示政办发〔2026〕1号
government: 示例市
issuer: 示例市人民政府办公室
issued: 2026-03-02
year: 2026
kind: 工作要点
origin:
  - title: 示例省工作要点
    number: 示办发〔2026〕1号
tracking: active
numbering: printed
columns: [序号, 工作任务, 责任单位]
sections:
  - title: 重点领域
    printed: [重点 领域]
    parts:
      - title: 财政公开
missing:
  - number: "9"
    note: 原文缺号
reporting: [年底前报告落实情况]
source:
  file: files/yuanwen.txt
  note: 据文件录入
notes: [全文说明]
inferred: [issuer]
{REVIEW}aliases: [/old-plan/]
draft: false
---

## 一、总体要求

现印发给你们，见[制度](../../pages/zhidu.md)和<https://example.org/x>。
-- content/plans/shili-2026/files/yuanwen.txt --
按月公开财政收支情况。
-- content/plans/shili-2026/files/pingzheng.txt --
{PROOF}-- content/plans/shili-2026/tasks/001.md --
---
number: "1"
section: [重点领域, 财政公开]
title: 按月公开财政收支情况
responsibility:
  raw: 示例市财政局牵头，示例市环保局会同、配合、落实，示例市各部门
  more:
    - column: 责任单位
      raw: 示例市财政局
  mode: divided
  open_ended: true
  lead: [示例市财政局]
  joint: [示例市环保局]
  support: [示例市环保局]
  implement: [示例市环保局]
  unspecified: [示例市各部门]
deadline:
  raw: 每月20日前
  confirmed: [每季度一次]
  declined: [一年]
  rules:
    - says: 每月20日前
    - every: month
      within: 20 days
    - date: 2026-12-31
  events:
    - event: 国家指导意见印发
      date: 2026-05-01
      source: 示办发〔2026〕1号
domains: [财政]
openness: [结果]
source:
  row: "1"
  page: 1
  line: 1
notes: [原文疑误]
inferred: [number]
aliases: [/old-task/]
draft: false
---

按月公开财政收支情况，解读增减变化，每季度一次，为期一年。
-- content/plans/shili-2026/records/001-03.md --
---
draft: false
title: 三月财政收支情况
date: 2026-04-10
tasks: ["1"]
periods: [2026-03]
departments: [示例市财政局]
kind: evidence
url: https://example.org/gongkai/1.html
file: pingzheng.txt
sha256: {hashlib.sha256(PROOF.encode()).hexdigest()}
audience: public
{REVIEW}---

补充说明，见[网页](https://example.org/gongkai/1.html)。
-- content/plans/shili-2025/index.md --
---
title: 示例市2025年政务公开工作要点
short: 示例2025
government: 示例市
year: 2025
{REVIEW}---
-- content/plans/shili-2025/tasks/001.md --
---
number: "1"
responsibility:
  raw: 示例市财政局
domains: [财政]
---

按月公开财政收支情况。
-- content/requirements/caizheng.yaml --
draft: false
title: 公开财政收支情况
origin:
  - title: 示例省工作要点
    number: 示办发〔2026〕1号
domains: [财政]
tasks: [shili-2026/001, shili-2025/001]
note: 写法相同
-- content/documents/shili/banfa.md --
---
title: 示例市公开办法
kind: policy
index_number: SL-1
subject: 政务公开
issuer: 示例市人民政府办公室
issued: 2026-03-01
doc_number: 示政办发〔2026〕2号
published: 2026-03-02
validity: 废止
valid_until: 2026-12-31
repealed_by: 示例市新公开办法
repealed_on: 2026-06-01
attachments: [fujian.txt]
departments: [示例市财政局]
domains: [财政]
audience: public
{REVIEW}aliases: [/old-banfa/]
draft: false
---

**第一条** 见[附件](files/fujian.txt)。
-- content/documents/shili/files/fujian.txt --
附件
-- content/documents/shili/xin-banfa.md --
---
title: 示例市新公开办法
issuer: 示例市人民政府办公室
published: 2026-06-01
{REVIEW}---

第一条。
-- content/documents/shili/jiedu.md --
---
title: 新公开办法的解读
kind: interpretation
issuer: 示例市人民政府办公室
published: 2026-06-01
interprets: [示例市新公开办法]
{REVIEW}---

解读。
-- content/pages/zhidu.md --
---
title: 公开制度
description: 简介
column: rules
date: 2026-03-02
order: 1
audience: public
{REVIEW}aliases: [/old-zhidu/]
draft: false
---

## 制度

- 一
- 二

| 栏目 | 内容 |
|---|---|
| 财政 | 收支 |

> 引用 `代码` **重点** *强调*
-- content/synonyms.yaml --
groups: [[人社局, 人力资源社会保障局]]
-- content/lexicon.yaml --
words:
  - wrong: 帐户
    right: 账户
    severe: false
    unless: [帐户名]
    note: 依据词典
drop: [按装]
-- content/waivers.yaml --
waivers:
  - code: G01
    place: content/site.yaml
    reason: 演示站点没有标识码
    until: 2027-01-01
    count: 9
-- content/links.yaml --
links:
  - url: https://example.org/
    checked: 2026-03-01
    state: ok
  - url: https://example.org/lao/
    checked: 2026-03-01
    state: moved
    to: https://example.org/xin/
"""


@dataclass(frozen=True)
class Raw:
    """YAML that is written as it is."""

    text: str


@dataclass(frozen=True)
class Leaf:
    """One scalar of one file: the file's document and where in its keys the scalar stands."""

    document: Document
    place: Place

    @property
    def key(self) -> str:
        """The kind and the keys, without places in lists."""
        return ".".join([self.document.kind.name, *(k for k in self.place if isinstance(k, str))])

    @property
    def text(self) -> str:
        """What stands there now."""
        value = values(self.document.front)
        for step in self.place:
            value = value[step]
        assert isinstance(value, str)
        return value


def documents(site: Site) -> tuple[Document, ...]:
    """Every content file of a site that can be read."""
    return read(site.folder / "content").documents


def leaves(document: Document) -> Iterator[Leaf]:
    """Every scalar of a file."""
    return (Leaf(document, place) for place in _places(document.front, ()))


def _places(node: Node, place: Place) -> Iterator[Place]:
    if isinstance(node, Mapping):
        for key, value in node.entries:
            yield from _places(value, (*place, key.text))
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            yield from _places(item, (*place, number))
    else:
        yield place


def values(node: Node) -> Value:
    """Keys and values as dictionaries, lists and texts."""
    if isinstance(node, Mapping):
        return {key.text: values(value) for key, value in node.entries}
    if isinstance(node, Sequence):
        return [values(item) for item in node.items]
    assert isinstance(node, Scalar)
    return node.text


def changed(value: Value, place: Place, new: Value) -> Value:
    """The same values but for one."""
    if not place:
        return new
    step, rest = place[0], place[1:]
    if isinstance(value, dict):
        return {k: changed(v, rest, new) if k == step else v for k, v in value.items()}
    assert isinstance(value, list)
    return [changed(v, rest, new) if n == step else v for n, v in enumerate(value)]


def written(document: Document, front: Value, body: str | None = None) -> str:
    """A content file with these values; with its own prose unless another is given."""
    if document.path.endswith(".yaml"):
        return f"{_yaml(front)}\n"
    return f"---\n{_yaml(front)}\n---\n\n{document.body if body is None else body}\n"


def _yaml(value: Value) -> str:
    assert isinstance(value, dict)
    return "\n".join(f"{key}: {_flow(child)}" for key, child in value.items())


def _flow(value: Value) -> str:
    if isinstance(value, Raw):
        return value.text
    if isinstance(value, dict):
        return f"{{{', '.join(f'{k}: {_flow(v)}' for k, v in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    return json.dumps(value, ensure_ascii=False)


def full_site(folder: Path) -> Site:
    """The site with everything."""
    return unpack(folder, FULL)
