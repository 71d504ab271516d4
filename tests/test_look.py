"""The oracle of the preview: after any edits it shows what a process shows that begins afresh.

Runs of random edits, errors among them, through one living preview whose files have old times, so
that it goes by size and time. Of some edits it is told which files changed, of some only a part of them.
A failure names the seed and the edits that led to it.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest

from sitegen.serve import Shown
from sitegen.source import read
from tests.conftest import AS_OF, Site
from tests.looking import afresh, every, looked, seen
from tests.test_incremental import FUZZ, KINDS, PLAN, SEED, lay, new_code, start

RUNS, EDITS, COMPARED = 2 * FUZZ, 30, 6
EDITING = tuple(kind for kind in KINDS if kind is not new_code)
LONG_AGO = 1_500_000_000_000_000_000

WRONG = {
    "does not load": ("content/departments/shili/bad.yaml", "name: [\n"),
    "names nobody": (
        f"{PLAN}/tasks/bad.md",
        '---\nnumber: "99"\nresponsibility:\n  raw: 某局\n  lead: [某局]\n---\n\n公开。\n',
    ),
    "leads nowhere": ("content/pages/bad.md", "---\ntitle: 坏\n---\n\n见[此](none.md)。\n"),
    "would hang": ("content/pages/bad.md", f"---\ntitle: 坏\n---\n\n{'- ' * 30}坏\n"),
    "lacks a theme": ("content/site.yaml", "theme: none\n"),
    "has a bad template": ("themes/own/templates/pages/states.html", "{{ it.none }}"),
    "has mixed line ends": ("content/pages/bad.md", "---\r\ntitle: 好\n---\n\n好。"),
}


def age(site: Site, moment: int) -> None:
    """Give every file that changed an old time that no file had before."""
    for path in (*site.folder.glob("content/**/*"), *site.folder.glob("themes/**/*")):
        if path.is_file() and path.stat().st_mtime_ns > LONG_AGO + 10**12:
            os.utime(path, ns=(LONG_AGO + moment, LONG_AGO + moment))


def spoilt(files: dict[str, str], what: str) -> dict[str, str]:
    path, text = WRONG[what]
    return files | {path: files.get(path, "") + text if path == "content/site.yaml" else text}


def told_of(site: Site, changed: Iterable[str], chance: random.Random) -> frozenset[str] | None:
    """What the preview is told of files that changed: nothing, all of them, or some."""
    every = [str(site.folder / path) for path in sorted(changed)]
    some = chance.sample(every, chance.randint(0, len(every)))
    told = chance.choice((None, every, some))
    return None if told is None else frozenset(told)


@pytest.mark.parametrize("run", range(RUNS))
def test_after_any_edits_a_living_preview_shows_what_a_new_one_would(
    run: int, tmp_path: Path
) -> None:
    chance = random.Random(SEED + run)  # noqa: S311 - a sample, not a secret
    site, world, steps, shown = Site(tmp_path), start(), list[str](), Shown()
    on_disk: dict[str, str] = {}
    compared = {EDITS - 1, *chance.sample(range(EDITS), COMPARED)}
    for step in range(EDITS):
        edit = chance.choice(EDITING)
        edit(world, chance)
        wrong = chance.choice([*WRONG]) if chance.random() < 0.3 else ""
        steps.append(f"{edit.__name__} {wrong}".strip())
        files = spoilt(world.files(), wrong) if wrong else world.files()
        lay(site, on_disk, files)
        different = {path for path in {*on_disk, *files} if on_disk.get(path) != files.get(path)}
        told = told_of(site, different, chance)
        on_disk = files
        age(site, step)
        before, first = shown, None
        for now in looked(tmp_path, world.as_of, shown, told):
            first, shown = first or now, now
            if chance.random() < 0.5:  # a browser asks for something while the gate still looks
                seen(shown, ["index.html", "states/index.html"])
        if step in compared:
            new = afresh(tmp_path, world.as_of)
            assert shown.trouble == new.trouble, (SEED + run, steps)
            paths = sorted(new.files)
            chance.shuffle(paths)
            if paths:
                assert seen(shown, paths) == new, (SEED + run, steps)
                if first and told is not None and len(told) == len(different):
                    assert seen(first, paths).files == new.files, (SEED + run, steps)
                assert sorted(every(shown)) == sorted(paths), (SEED + run, steps)
            else:
                assert shown.site is before.site, (SEED + run, steps)


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_told_and_gone_once_it_is_mended(what: str, tmp_path: Path) -> None:
    site, world = Site(tmp_path), start()
    world.theme["strings/zh-CN.yaml"] = "nav:\n  plans: 要点\n"
    files = world.files()
    lay(site, {}, files)
    age(site, 1)
    *_, good = looked(tmp_path, AS_OF, Shown())
    assert good.trouble == ""
    paths = every(good)
    at_first = seen(good, paths)
    bad = spoilt(files, what)
    lay(site, files, bad)
    age(site, 2)
    *_, shown = looked(tmp_path, AS_OF, good)
    loads = what in {"leads nowhere", "has a bad template", "has mixed line ends"}
    assert shown.newest == loads
    assert (shown.site is good.site) != loads
    if what not in {"has a bad template", "has mixed line ends"}:
        assert shown.trouble
    lay(site, bad, files)
    age(site, 3)
    *_, shown = looked(tmp_path, AS_OF, shown)
    assert seen(shown, paths) == at_first


def test_the_gate_is_heard_after_the_page_is_there(tmp_path: Path) -> None:
    site, world = Site(tmp_path), start()
    lay(site, {}, spoilt(world.files(), "leads nowhere"))
    first, last = looked(tmp_path, AS_OF, Shown())
    assert first.trouble == ""
    assert first.file("bad/index.html") == last.file("bad/index.html")
    assert "none.md" in last.trouble
    assert last.newest


def _said(site: Site, path: str) -> str:
    return (site.folder / path).read_text("utf-8")


def test_what_changed_is_shown_first_and_then_what_changed_untold(small: Site) -> None:
    other = "content/plans/shili-2025"
    small.write(f"{other}/index.md", _said(small, f"{PLAN}/index.md"))
    small.write(f"{other}/tasks/001.md", _said(small, f"{PLAN}/tasks/001.md"))
    age(small, 1)
    *_, shown = looked(small.folder, AS_OF, Shown())
    for plan in (PLAN, other):
        small.write(f"{plan}/tasks/001.md", _said(small, f"{plan}/tasks/001.md") + "\n改动。\n")
    age(small, 2)
    told = frozenset({str(small.folder / f"{PLAN}/tasks/001.md")})
    first, then, judged = looked(small.folder, AS_OF, shown, told)
    pages = [f"{plan.removeprefix('content/')}/tasks/001/index.html" for plan in (PLAN, other)]

    def changed(at: Shown) -> list[bool]:
        return ["改动。" in (at.file(page) or b"").decode() for page in pages]

    assert changed(first) == [True, False]
    assert changed(then) == [True, True]
    assert judged.site is then.site


def test_a_look_that_was_told_all_is_not_shown_twice(small: Site) -> None:
    age(small, 1)
    *_, shown = looked(small.folder, AS_OF, Shown())
    small.edit(f"{PLAN}/tasks/002.md", "[财政局]", "[市财政局]")
    age(small, 2)
    told = frozenset({str(small.folder / f"{PLAN}/tasks/002.md")})
    first, judged = looked(small.folder, AS_OF, shown, told)
    assert first.site is judged.site


def test_what_is_known_of_one_project_is_not_taken_for_another(small: Site, tmp_path: Path) -> None:
    age(small, 1)
    assert [*looked(small.folder, AS_OF, Shown())]
    other = Site(tmp_path / "other")
    lay(other, {}, start().files())
    content = other.folder / "content"
    assert read(content, time.time_ns(), frozenset()) == read(content)


def test_what_the_gate_says_is_not_waited_for_once_something_changed_again(small: Site) -> None:
    age(small, 1)
    asked = iter([False] * 3 + [True])
    (shown,) = looked(small.folder, AS_OF, Shown(), None, lambda: next(asked))
    assert next(asked, "none is left") == "none is left"
    small.edit(f"{PLAN}/tasks/002.md", "[财政局]", "[市财政局]")
    age(small, 2)
    *_, shown = looked(small.folder, AS_OF, shown)
    new = afresh(small.folder, AS_OF)
    assert seen(shown, new.files) == new


def test_a_page_is_found_by_its_path_as_it_is_listed(demo: Site) -> None:
    *_, shown = looked(demo.folder, AS_OF + timedelta(1), Shown())
    assert shown.site is not None
    found = {path: shown.site.pages.find(path) for path in ("none", "plans/", "index.htm", "")}
    assert set(found.values()) == {None}
    for page in shown.site.pages.html:
        same = shown.site.pages.find(page.path)
        assert same is not None
        assert (same.path, same.template, same.about) == (page.path, page.template, page.about)
        made = page.made()
        assert made.about == page.about
        assert (made.path, made.template) == (page.path, page.template)


def test_a_name_that_comes_to_mean_another_unit_does_so_in_files_that_did_not_change(
    small: Site,
) -> None:
    small.edit(f"{PLAN}/tasks/002.md", "[财政局]", "[某处]")
    small.edit("content/departments/shili/caizhengju.yaml", "[财政局]", "[某处]")
    age(small, 1)
    *_, shown = looked(small.folder, AS_OF, Shown())
    assert shown.trouble == ""
    small.edit("content/departments/shili/caizhengju.yaml", "某处", "别处")
    small.write("content/departments/shili/moushu.yaml", "name: 示例市某署\naliases: [某处]\n")
    age(small, 2)
    *_, shown = looked(small.folder, AS_OF, shown)
    new = afresh(small.folder, AS_OF)
    assert seen(shown, new.files) == new
    assert "某署" in (shown.file("plans/shili-2026/tasks/002/index.html") or b"").decode()
