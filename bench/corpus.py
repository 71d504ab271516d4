"""A made-up corpus of N tasks in Chinese, the same for every generator that is compared.

Plans of a hundred tasks, 120 departments, 30 domains, deadlines of the kinds that plans really use.
The same N gives the same bytes. `python -m bench.corpus 1000 folder` writes it three times: as a
project of sitegen, as a site of Hugo, as a site of Pelican. Everything in it is made up: 示例市 only.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# the pages that every generator makes
COMMON = re.compile(
    r"index\.html|(plans|departments|domains)/index\.html|plans/[^/]+/(tasks/[^/]+/)?index\.html"
    r"|departments/shili/[^/]+/index\.html|domains/[^/]+/index\.html"
)
HERE = Path(__file__).parent
SEED = 20260320
TASKS_OF_A_PLAN = 100
FIRST_YEAR, LAST_YEAR = 2016, 2026
FIELDS = (
    "财政 教育 生态环境 卫生健康 住房城乡建设 交通运输 农业农村 水务 商务 文化旅游 民政 人力资源社会保障 "
    "自然资源 应急管理 市场监管 审计 统计 公安 司法行政 税务 科技 工业信息 林业 体育 医疗保障 行政审批 "
    "国资监管 金融工作 信访 退役军人事务 乡村振兴 气象 供销 粮食储备 城市管理 大数据发展 公共资源交易 "
    "政务服务 投资促进 档案"
).split()
SUFFIXES = ("局", "服务中心", "综合执法支队")
DOMAINS = FIELDS[:30]
VERBS = "公开 公布 及时发布 集中展示 主动公开 定期更新 编制并公布 解读 完善 按季度通报".split()
MATTERS = (
    "预算执行情况 专项资金分配结果 重大项目审批和核准信息 行政许可与行政处罚结果 质量监测数据 "
    "招生入学政策和录取结果 公共服务事项目录 办事指南 惠民政策清单 监督抽检结果 应急预案 "
    "政府采购中标信息 征收补偿方案 权责清单 建议提案办理结果 财务审计情况 统计公报 岗位招考信息 "
    "补贴发放名单 隐患排查整改情况"
).split()
PURPOSES = (
    "方便群众查询和监督",
    "对增减变化较大的项目作出说明",
    "重点说明资金使用、实施进展和取得的成效",
    "涉及群众切身利益的，公开前要征求公众意见",
    "做到公开内容、标准和方式相统一",
    "属于不予公开范围的，要说明理由和依据",
    "在市政府网站相应专栏集中展示，并通过政务新媒体同步推送",
    "对社会关注度高的问题，通过新闻发布会、在线访谈等形式及时回应",
)
DEADLINES = (
    "每月20日前 每季度末前 每季度结束后15日内 {y}年3月底前 {y}年6月底前 {y}年9月30日前 "
    "{y}年12月底前 全年 长期坚持 每年年底前"
).split()
SECTIONS = ("重点领域信息公开", "政策解读和回应关切", "依申请公开和政务服务", "公开基础和保障")


@dataclass(frozen=True, slots=True)
class Unit:
    """A department or a domain: its name in addresses and its name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """One task."""

    plan: str
    number: int
    section: str
    title: str
    body: str
    lead: Unit
    support: tuple[Unit, ...]
    deadline: str
    domains: tuple[Unit, ...]

    @property
    def path(self) -> str:
        """Where it stands, without the kind of file."""
        return f"plans/{self.plan}/tasks/{self.number:03}"

    @property
    def raw(self) -> str:
        """Who is responsible, as a plan would say it."""
        others = "、".join(unit.name for unit in self.support)
        return f"{self.lead.name}牵头" + (f"，{others}配合" if others else "")


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan: a year's, or one of several that the year has."""

    id: str
    title: str
    short: str
    year: int


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything that is written, whatever the generator."""

    plans: tuple[Plan, ...]
    departments: tuple[Unit, ...]
    domains: tuple[Unit, ...]
    items: tuple[Item, ...]


def corpus(size: int) -> Corpus:
    """The corpus of so many tasks."""
    chance = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    names = [f"市{field}{suffix}" for suffix in SUFFIXES for field in FIELDS]
    departments = tuple(Unit(f"d{place:03}", name) for place, name in enumerate(names, 1))
    domains = tuple(Unit(f"m{place:02}", name) for place, name in enumerate(DOMAINS, 1))
    plans = tuple(map(_plan, range(-(-size // TASKS_OF_A_PLAN))))
    items = tuple(_item(chance, place, plans, departments, domains) for place in range(size))
    return Corpus(plans, departments, domains, items)


def _plan(place: int) -> Plan:
    years = LAST_YEAR - FIRST_YEAR + 1
    year, batch = LAST_YEAR - place % years, place // years + 1
    title = f"示例市{year}年政务公开工作要点（第{batch}号）"
    return Plan(f"p{place + 1:04}", title, f"示例{year}-{batch}", year)


def _item(
    chance: random.Random,
    place: int,
    plans: tuple[Plan, ...],
    departments: tuple[Unit, ...],
    domains: tuple[Unit, ...],
) -> Item:
    plan, inside = plans[place // TASKS_OF_A_PLAN], place % TASKS_OF_A_PLAN
    units = chance.sample(departments, 1 + chance.choice((0, 1, 1, 2, 3)))
    field, verb, matter = chance.choice(FIELDS), chance.choice(VERBS), chance.choice(MATTERS)
    title = f"{verb}{field}领域{matter}"
    return Item(
        plan=plan.id,
        number=inside + 1,
        section=SECTIONS[inside * len(SECTIONS) // TASKS_OF_A_PLAN],
        title=title,
        body=_body(chance, title),
        lead=units[0],
        support=tuple(units[1:]),
        deadline=chance.choice(DEADLINES).format(y=plan.year),
        domains=tuple(chance.sample(domains, chance.choice((1, 1, 2)))),
    )


def _body(chance: random.Random, title: str) -> str:
    """Two or three paragraphs of four to six clauses."""
    texts = [f"{title}，{chance.choice(PURPOSES)}。"]
    for _ in range(chance.choice((1, 2))):
        clauses = [
            f"{chance.choice(VERBS)}{chance.choice(FIELDS)}方面的{chance.choice(MATTERS)}，"
            f"{chance.choice(PURPOSES)}。"
            for _ in range(chance.choice((2, 3)))
        ]
        texts.append("".join(clauses))
    return "\n\n".join(texts)


# the same corpus for each generator


def for_sitegen(made: Corpus, folder: Path, theme: str = "plain") -> None:
    """A project of sitegen, with the plain theme beside it."""
    _write(folder, _sitegen(made, theme))
    shutil.copytree(HERE / "themes" / "plain", folder / "themes" / "plain", dirs_exist_ok=True)


def _sitegen(made: Corpus, theme: str) -> Iterator[tuple[str, str]]:
    yield "content/site.yaml", SITE.format(theme=theme)
    yield (
        "content/governments/shili.yaml",
        "name: 示例市\nshort: 示例市\nlevel: 设区的市\nprovince: 示例省\n",
    )
    for unit in made.departments:
        names = f"name: 示例{unit.name}\nshort: {unit.name}\n"
        yield f"content/departments/shili/{unit.id}.yaml", names
    for place, unit in enumerate(made.domains, 1):
        about = f"name: {unit.name}\norder: {place}\ndescription: {unit.name}领域的政府信息。\n"
        yield f"content/domains/{unit.id}.yaml", about
    for plan in made.plans:
        yield f"content/plans/{plan.id}/index.md", PLAN.format(plan=plan)
    for item in made.items:
        yield f"content/{item.path}.md", _sitegen_task(item)


def _sitegen_task(item: Item) -> str:
    support = "、".join(unit.name for unit in item.support).replace("、", ", ")
    head = [
        f'number: "{item.number}"',
        f"section: [{item.section}]",
        f"title: {item.title}",
        "responsibility:",
        f"  raw: {item.raw}",
        f"  lead: [{item.lead.name}]",
        *([f"  support: [{support}]"] if support else []),
        "deadline:",
        f"  raw: {item.deadline}",
        f"domains: [{', '.join(unit.name for unit in item.domains)}]",
    ]
    return "\n".join(["---", *head, "---", "", item.body, ""])


def for_hugo(made: Corpus, folder: Path) -> None:
    """A site of Hugo: departments and domains are taxonomies, their names stand in one place."""
    shutil.copytree(HERE / "themes" / "hugo", folder, dirs_exist_ok=True)
    _write(folder, _hugo(made))


def _hugo(made: Corpus) -> Iterator[tuple[str, str]]:
    for unit in made.departments:
        yield f"content/departments/shili/{unit.id}/_index.md", f"---\ntitle: {unit.name}\n---\n"
    for unit in made.domains:
        yield f"content/domains/{unit.id}/_index.md", f"---\ntitle: {unit.name}\n---\n"
    for plan in made.plans:
        yield f"content/plans/{plan.id}/_index.md", f"---\ntitle: {plan.title}\n---\n"
    for item in made.items:
        yield f"content/{item.path}.md", _hugo_task(item)


def _hugo_task(item: Item) -> str:
    head = {
        "title": item.title,
        "number": str(item.number),
        "plan": item.plan,
        "section": item.section,
        "raw": item.raw,
        "deadline": item.deadline,
        "departments": [f"shili/{unit.id}" for unit in (item.lead, *item.support)],
        "domains": [unit.id for unit in item.domains],
    }
    # YAML, of which JSON is a part, as the other generators read it
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    return "\n".join(["---", *lines, "---", "", item.body, ""])


def for_pelican(made: Corpus, folder: Path) -> None:
    """A site of Pelican: plans are its authors, departments its tags, main domains its categories."""
    shutil.copytree(HERE / "themes" / "pelican", folder, dirs_exist_ok=True)
    names = {unit.id: unit.name for unit in (*made.departments, *made.domains)}
    names |= {plan.id: plan.title for plan in made.plans}
    table = json.dumps(names, ensure_ascii=False, indent=0)
    _write(
        folder,
        [("names.json", table), *((f"content/{i.path}.md", _pelican(i)) for i in made.items)],
    )


def _pelican(item: Item) -> str:
    head = (
        f"Title: {item.title}",
        "Date: 2026-03-20",
        f"Slug: {item.path.replace('/', '-')}",
        f"Author: {item.plan}",
        f"Category: {item.domains[0].id}",
        f"Tags: {', '.join(unit.id for unit in (item.lead, *item.support))}",
        f"Number: {item.number}",
        f"Section: {item.section}",
        f"Raw: {item.raw}",
        f"Deadline: {item.deadline}",
        f"Place: {item.path}",
    )
    return "\n".join([*head, "", item.body, ""])


def _write(folder: Path, files: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> None:
    for path, text in files:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


SITE = """\
title: 示例市政务公开任务
short: 示例市政务公开
description: 为测量速度而编写的任务，都是虚构的。
organisation: 示例市人民政府办公室
base_url: https://shili.example.org/
theme: {theme}
"""

PLAN = """\
---
title: {plan.title}
short: {plan.short}
government: 示例市
issuer: 示例市人民政府办公室
issued: {plan.year}-03-20
year: {plan.year}
---

现印发给你们，请结合实际抓好落实。
"""

if __name__ == "__main__":
    whole, target = corpus(int(sys.argv[1])), Path(sys.argv[2])
    for_sitegen(whole, target / "sitegen-plain-pages")
    for_sitegen(whole, target / "sitegen-plain-pages-search")
    for_sitegen(whole, target / "sitegen-plain")
    for_sitegen(whole, target / "sitegen-default", "default")
    for_hugo(whole, target / "hugo")
    for_pelican(whole, target / "pelican")
