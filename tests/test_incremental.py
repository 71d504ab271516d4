"""The oracle of the incremental build: after any edits its site is, byte for byte, that of a clean one.

Runs of random edits over a small portal with two governments, records, documents, a theme of its
own. `SITEGEN_FUZZ=n` makes n times as many runs, `SITEGEN_SEED` begins elsewhere; a failure names
the seed and the edits that led to it.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from sitegen import manifest
from sitegen.errors import SiteInvalid
from tests.conftest import AS_OF, Site

FUZZ = int(os.environ.get("SITEGEN_FUZZ", "1"))
SEED = int(os.environ.get("SITEGEN_SEED", "20170724"))
RUNS, EDITS, COMPARED = 10 * FUZZ, 30, 0.25

CLAUSES = (
    "按月公开财政收支情况",
    "公布水质监测结果",
    "解读增减变化",
    "推动补贴信息公开向村延伸",
    "公开扶贫资金分配、使用情况",
    "及时回应社会关切",
    "魑魅魍魉各类信息一并公开",
    "Publish <b>everything</b> & more",
)
LIMITS = ("每月20日前", "2026年6月底前", "每季度末", "全年", "长期坚持", "")
NAMES = ("财政局", "生态环境局", "教育局", "卫生健康委", "民政局")
PLAN = "content/plans/shili-2026"


@dataclass
class Task:
    """A task of the made portal."""

    number: int
    body: str
    title: str = ""
    lead: tuple[str, ...] = ("a",)
    support: tuple[str, ...] = ()
    limit: str = ""
    domains: tuple[str, ...] = ("财政",)


@dataclass
class World:
    """What the made portal says; `files` writes it down."""

    tasks: dict[str, Task]
    units: dict[str, str]
    aliases: dict[str, str] = field(default_factory=dict)
    records: dict[str, int] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    theme: dict[str, str] = field(default_factory=dict)
    title: str = "示例市政务公开"
    plan: str = "tracking: active\nissued: 2026-02-03"
    domain: str = "预算和决算。"
    attachment: str = "一"
    as_of: date = AS_OF
    code: str = "1"

    def files(self) -> dict[str, str]:
        """Every file of the project."""
        theme = "theme: own\n" if self.theme else ""
        own = {"themes/own/theme.yaml": "extends: default\n"} if self.theme else {}
        return {
            "content/site.yaml": f"title: {self.title}\ndescription: 示例\norganisation: 示例市政府\n"
            f"base_url: https://example.org/\n{theme}",
            "content/governments/shili.yaml": "name: 示例市\n",
            "content/governments/linshi.yaml": "name: 邻示市\n",
            "content/domains/caizheng.yaml": f"name: 财政\ndescription: {self.domain}\n",
            "content/domains/huanbao.yaml": "name: 环保\ndescription: 环境质量。\naliases: [生态环境]\n",
            "content/requirements/shouzhi.yaml": "title: 公开收支\ndomains: [财政]\n"
            "tasks: [shili-2026/kept, linshi-2026/001]\n",
            "content/departments/linshi/ju.yaml": "name: 邻示市财政局\nshort: 市财政局\n",
            "content/plans/linshi-2026/index.md": "---\ntitle: 邻示市2026年要点\nshort: 邻示2026\n"
            "government: 邻示市\nyear: 2026\n---\n",
            "content/plans/linshi-2026/tasks/001.md": '---\nnumber: "1"\nresponsibility:\n'
            "  raw: 市财政局\n  lead: [市财政局]\ndomains: [财政]\n---\n\n公布预算和决算。\n",
            f"{PLAN}/index.md": "---\ntitle: 示例市2026年要点\nshort: 示例2026\n"
            f"government: 示例市\nyear: 2026\n{self.plan}\n---\n\n现印发给你们。\n",
            "content/pages/files/a.txt": self.attachment,
            **{f"content/departments/shili/{u}.yaml": self._unit(u) for u in self.units},
            **{f"{PLAN}/tasks/{stem}.md": self._task(task) for stem, task in self.tasks.items()},
            **{f"{PLAN}/records/{stem}.md": self._record(stem) for stem in self.records},
            **{f"content/documents/shili/{stem}.md": text for stem, text in self.documents.items()},
            **{f"content/pages/{stem}.md": text for stem, text in self.pages.items()},
            **{f"themes/own/{path}": text for path, text in self.theme.items()},
            **own,
        }

    def _unit(self, unit: str) -> str:
        name = self.units[unit]
        aliases = f"aliases: [{self.aliases[unit]}]\n" if unit in self.aliases else ""
        return f"name: 示例市{name}\nshort: 市{name}\n{aliases}"

    def _task(self, task: Task) -> str:
        lead, support = (
            ", ".join(f"市{self.units[u]}" for u in units) for units in (task.lead, task.support)
        )
        title = f"title: {task.title}\n" if task.title else ""
        support = f"  support: [{support}]\n" if support else ""
        limit = f"deadline:\n  raw: {task.limit}\n" if task.limit else ""
        return (
            f'---\nnumber: "{task.number}"\nsection: [第{task.number % 3}部分]\n{title}'
            f"responsibility:\n  raw: 见表\n  lead: [{lead}]\n{support}{limit}"
            f"domains: [{', '.join(task.domains)}]\n---\n\n{task.body}。\n"
        )

    def _record(self, stem: str) -> str:
        number = self.records[stem]
        return (
            f'---\ntitle: 第{number}项的凭证\ndate: 2026-0{number % 9 + 1}-18\ntasks: ["{number}"]\n'
            f"departments: [市{self.units['a']}]\nurl: https://example.org/{stem}\n---\n\n已公开。\n"
        )


Chance = random.Random


def edit_body(world: World, chance: Chance) -> None:
    _any(world, chance).body = "，".join(chance.sample(CLAUSES, 2))


def edit_title(world: World, chance: Chance) -> None:
    _any(world, chance).title = chance.choice(["", "公开收支", "公开环境质量"])


def edit_limit(world: World, chance: Chance) -> None:
    _any(world, chance).limit = chance.choice(LIMITS)


def edit_units(world: World, chance: Chance) -> None:
    units = list(world.units)
    chance.shuffle(units)
    task = _any(world, chance)
    task.lead, task.support = tuple(units[:1]), tuple(units[1 : chance.randint(1, 3)])


def edit_domains(world: World, chance: Chance) -> None:
    _any(world, chance).domains = chance.choice([("财政",), ("环保",), ("环保", "财政")])


def add_task(world: World, chance: Chance) -> None:
    number = max(task.number for task in world.tasks.values()) + 1
    world.tasks[f"t{number:03}"] = Task(number, chance.choice(CLAUSES))


def remove_task(world: World, chance: Chance) -> None:
    stem = chance.choice([*world.tasks])
    if stem != "kept":
        gone = world.tasks.pop(stem).number
        world.records = {name: n for name, n in world.records.items() if n != gone}


def rename_task(world: World, chance: Chance) -> None:
    stem = chance.choice([*world.tasks])
    if stem != "kept":
        world.tasks[f"{stem}-x" if len(stem) < 12 else stem[:4]] = world.tasks.pop(stem)


def reorder_tasks(world: World, chance: Chance) -> None:
    one, other = _any(world, chance), _any(world, chance)
    one.number, other.number = other.number, one.number


def rename_department(world: World, chance: Chance) -> None:
    free = [name for name in NAMES if name not in world.units.values()]
    world.units[chance.choice([*world.units])] = chance.choice(free)


def edit_alias(world: World, chance: Chance) -> None:
    unit = chance.choice([*world.units])
    if not world.aliases.pop(unit, ""):
        world.aliases[unit] = chance.choice([f"老{unit}局", f"/old/{unit}/"])


def edit_record(world: World, chance: Chance) -> None:
    stem = chance.choice(["r1", "r2", "r3"])
    if not world.records.pop(stem, 0):
        world.records[stem] = _any(world, chance).number


def edit_document(world: World, chance: Chance) -> None:
    if not world.documents.pop("banfa", ""):
        world.documents["banfa"] = (
            "---\ntitle: 示例市公开办法\nissuer: 示例市人民政府\ndoc_number: 示府发〔2026〕1号\n"
            f"published: 2026-01-05\ndomains: [财政]\n---\n\n第一条　{chance.choice(CLAUSES)}。\n"
        )


def edit_page(world: World, chance: Chance) -> None:
    if not world.pages.pop("guide", ""):
        world.pages["guide"] = (
            f"---\ntitle: 指南\n---\n\n见[任务](../plans/shili-2026/tasks/kept.md)"
            f"和[附件](files/a.txt)。{chance.choice(CLAUSES)}\n"
        )


def edit_attachment(world: World, chance: Chance) -> None:
    world.attachment = chance.choice("一二三四")


def edit_site(world: World, chance: Chance) -> None:
    world.title = chance.choice(["示例市政务公开", "示例市公开平台"])


def edit_plan(world: World, chance: Chance) -> None:
    world.plan = chance.choice(["tracking: active\nissued: 2026-02-03", "issued: 2026-03-01"])


def edit_domain(world: World, chance: Chance) -> None:
    world.domain = chance.choice(CLAUSES[:4])


def edit_template(world: World, chance: Chance) -> None:
    world.theme["templates/partials/footer.html"] = f"<footer>{chance.choice(CLAUSES[:4])}</footer>"


def edit_page_template(world: World, chance: Chance) -> None:
    word = chance.choice(CLAUSES[:4])
    world.theme["templates/pages/states.html"] = (
        f"{{% extends 'base.html' %}}{{% block main %}}<h1>{word}</h1>{{% endblock %}}"
    )


def edit_strings(world: World, chance: Chance) -> None:
    world.theme["strings/zh-CN.yaml"] = f"nav:\n  plans: {chance.choice(['要点', '计划'])}\n"


def edit_asset(world: World, chance: Chance) -> None:
    world.theme["assets/css/site.css"] = f"body {{ color: {chance.choice(['red', 'navy'])} }}\n"


def drop_theme(world: World, _: Chance) -> None:
    world.theme.clear()


def next_day(world: World, chance: Chance) -> None:
    world.as_of += timedelta(days=chance.choice([-40, 1, 30]))


def new_code(world: World, _: Chance) -> None:
    world.code += "1"


def no_edit(_: World, __: Chance) -> None:
    """Nothing changes."""


KINDS: tuple[Callable[[World, Chance], None], ...] = (
    edit_body,
    edit_title,
    edit_limit,
    edit_units,
    edit_domains,
    add_task,
    remove_task,
    rename_task,
    reorder_tasks,
    rename_department,
    edit_alias,
    edit_record,
    edit_document,
    edit_page,
    edit_attachment,
    edit_site,
    edit_plan,
    edit_domain,
    edit_template,
    edit_page_template,
    edit_strings,
    edit_asset,
    drop_theme,
    next_day,
    new_code,
    no_edit,
)


def _any(world: World, chance: Chance) -> Task:
    return world.tasks[chance.choice([*world.tasks])]


OTHERS = "output changed"


def harm(site: Site, chance: Chance) -> str:
    """Something that happens to a built site and to what a build remembers, behind our back."""
    output = sorted(p for p in (site.folder / "output").rglob("*") if p.is_file())
    kept = sorted(p for p in (site.folder / ".sitegen").rglob("*") if p.is_file())
    match chance.randrange(4):
        case 0:
            chance.choice(output).unlink()
            return "output removed"
        case 1:
            chance.choice(output).write_bytes(b"?")
            return OTHERS
        case 2:
            place = chance.choice(kept)
            place.write_bytes(place.read_bytes()[: chance.randrange(40)] + b"\x00")
            return f"{place.name} damaged"
        case _:
            chance.choice(kept).unlink()
            return "memory removed"


def lay(site: Site, before: dict[str, str], after: dict[str, str]) -> None:
    """Change the files that differ, as an editor does."""
    for path in before.keys() - after.keys():
        site.remove(path)
    for path, text in after.items():
        if before.get(path) != text:
            site.write(path, text)


def start() -> World:
    tasks = {"kept": Task(1, CLAUSES[0], limit=LIMITS[0])}
    tasks |= {f"t00{n}": Task(n, CLAUSES[n], limit=LIMITS[n]) for n in (2, 3, 4)}
    return World(tasks, {"a": "财政局", "b": "生态环境局", "c": "教育局"})


@pytest.mark.parametrize("run", range(RUNS))
def test_after_any_edits_an_incremental_build_is_a_clean_one(
    run: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(SEED + run)  # noqa: S311 - a sample, not a secret
    kept, clean = Site(tmp_path / "kept"), Site(tmp_path / "clean")
    world, steps = start(), list[str]()
    on_disk: dict[str, str] = {}
    for _ in range(EDITS):
        steps.append(_step(world, chance))
        monkeypatch.setattr(manifest, "code_digest", lambda code=world.code: code)
        files = world.files()
        lay(kept, on_disk, files)
        lay(clean, on_disk, files)
        on_disk = files
        kept.build(world.as_of)
        if chance.random() < COMPARED:
            clean.build(world.as_of, clean=True)
            assert kept.files() == clean.files(), (SEED + run, steps)
            if chance.random() < COMPARED:
                steps.append(harm(kept, chance))
                if steps[-1] == OTHERS:  # or it would stay, once no page needs it any more
                    kept.build(world.as_of)
    clean.build(world.as_of, clean=True)
    kept.build(world.as_of)
    assert kept.files() == clean.files(), (SEED + run, steps)


def _step(world: World, chance: Chance) -> str:
    edit = chance.choice(KINDS)
    edit(world, chance)
    return edit.__name__


def test_content_that_is_refused_changes_nothing_and_leaves_nothing_stale(tmp_path: Path) -> None:
    kept, clean, world = Site(tmp_path / "kept"), Site(tmp_path / "clean"), start()
    lay(kept, {}, world.files())
    kept.build()
    before = kept.files()
    kept.edit("content/departments/shili/a.yaml", "财政局", "税务局")
    with pytest.raises(SiteInvalid):
        kept.build()
    assert kept.files() == before
    world.units["a"] = "税务局"
    for site in (kept, clean):
        lay(site, {}, world.files())
    kept.build()
    clean.build(clean=True)
    assert kept.files() == clean.files()
