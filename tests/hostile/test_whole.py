"""Whole builds of what harms: an error in Chinese or a safe site, soon, and never a traceback.

`SITEGEN_FUZZ=n` builds n times as many sites; `SITEGEN_SEED` repeats a run, and a failure names the
case. Each build is the command, in a process of its own with bounded memory.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows refuses such files, and bounds no memory", allow_module_level=True)

import resource

from tests.conftest import AS_OF, REPOSITORY, SMALL, Site
from tests.hostile.built import shape, wrong
from tests.hostile.full import changed, full_site, values, written
from tests.hostile.merging import harmed
from tests.hostile.payloads import ADDRESSES, DATES, FORMULAS, LINES, LINKS, MARKUP, NUMBERS, PATHS
from tests.hostile.test_files import ATTACHED, BYTES, NAMES, SPECIAL
from tests.hostile.test_files import KINDS as PLACES
from tests.hostile.test_values import FUZZ, SEED, Case
from tests.hostile.test_values import cases as values_of

SECONDS = 20
MEMORY = 3 << 30  # bytes of addresses; the search engine reserves a gigabyte
FILES, SITES = 6 * FUZZ, 2 * FUZZ
LIMITED = (
    f"import resource, runpy; resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}));"
    "runpy.run_module('sitegen', run_name='__main__')"
)
BESIDE = {"content", "output", ".sitegen", ".output.lock"}

Harm = Callable[[Site], None]


def build(site: Site) -> int:
    """Run the command on a site; what it says is Chinese, and nothing is left beside the output."""
    command = [sys.executable, "-c", LIMITED, "build", "--as-of", AS_OF.isoformat()]
    command += ["--project", str(site.folder)]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command, env=environment, capture_output=True, check=False, timeout=9 * SECONDS
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = done.stderr.decode()
    assert "Traceback" not in said, said
    assert done.returncode in {0, 1, 2}, said
    assert done.returncode == 0 or re.search("[\u4e00-\u9fff]", said)
    # of the processor: the clock of a machine that is shared says nothing
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert used < SECONDS, f"{used:.0f} s"
    assert {path.name for path in site.folder.iterdir()} <= BESIDE
    return done.returncode


# files that are broken, no files, or named to harm


def corpus(site: Site) -> Iterator[tuple[str, Harm]]:
    """Every hostile file by name, with how it is laid into a site."""
    for place in ("governments/xian.yaml", "pages/xian.md", "synonyms.yaml", "site.yaml"):
        for name, (data, _) in BYTES.items():
            yield f"{name} as {place}", partial(_write, path=f"content/{place}", data=data)
    for name, make in SPECIAL.items():
        for place in PLACES:
            yield f"{name} as {place}", partial(_make, path=f"content/{place}", make=make)
    for name in NAMES:
        for folder in ("pages", "pages/files"):
            path = os.path.join("content", folder, name)  # noqa: PTH118 - odd names
            yield (
                repr(path),
                partial(_write, path=path, data="---\ntitle: 页\n---\n\n文。\n".encode()),
            )
    for name, (data, _) in ATTACHED.items():
        yield f"attached {name}", partial(_write, path=f"content/pages/files/{name}", data=data)
    for case in values_of(site):
        where = case[1].key if case[1] else case[0].path
        yield f"{where}: {str(case[2])[:200]!r}", partial(_put, case=case)


def _write(site: Site, path: str, data: bytes) -> None:
    target = os.path.join(site.folder, path)  # noqa: PTH118 - odd names
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    Path(target).write_bytes(data)


def _make(site: Site, path: str, make: Callable[[Path], None]) -> None:
    target = site.folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    make(target)


def _put(site: Site, case: Case) -> None:
    document, leaf, new = case
    front = values(document.front)
    text = written(
        document, changed(front, leaf.place, new) if leaf else front, None if leaf else new
    )
    site.write(document.path, text.encode("utf-8", "surrogatepass"))


def test_a_hostile_file_is_refused_or_does_no_harm(harmless: Site, tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311
    every = list(corpus(harmless))
    files = [
        one for one in every if "content" in one[0] or " as " in one[0] or "attached" in one[0]
    ]
    # half of the sample from the few files, half from the many values
    chosen = chance.sample(files, min(FILES // 2, len(files)))
    chosen += chance.sample(every, min(FILES // 2, len(every)))
    print(f"SITEGEN_SEED={SEED}: {len(chosen)} of {len(every)}")  # noqa: T201 - to repeat a failure
    before = harmless.files()
    for number, (name, harm) in enumerate(chosen):
        site = Site(tmp_path / str(number))
        shutil.copytree(harmless.folder, site.folder, symlinks=True)
        harm(site)
        try:
            status = build(site)
            assert status == 0 or site.files() == before, "the last good site has changed"
            assert status or not list(wrong(site.files()))
        except (AssertionError, subprocess.TimeoutExpired, ValueError) as error:
            raise AssertionError(f"{name}: {error}") from error
        shutil.rmtree(site.folder)


# files as large as they may be, and larger

MEGABYTE = 990_000
TASK = SMALL.partition("tasks/001.md --\n")[2].partition("-- content/")[0].replace('"1"', '"3"')
QUOTED = "> 按月公开。\n\n"
HUGE = {
    "pages/x.md": (f"---\ntitle: 页面\n---\n\n{'甲乙丙。' * 400_000}", 1),
    "domains/x.yaml": (
        f"name: 领域\ndescription: 说明。\naliases: [{', '.join(f'/a{n}/' for n in range(100))}]\n",
        0,
    ),
    "plans/shili-2026/tasks/003.md": (f"{TASK}\n{QUOTED * (MEGABYTE // len(QUOTED.encode()))}", 0),
    "plans/shili-2026/tasks/004.md": (
        TASK.replace(
            "deadline:\n", f"deadline:\n  rules: [{'{every: week}, ' * 3999}{{every: week}}]\n"
        ),
        1,
    ),
    "plans/shili-2026/tasks/005.md": (
        TASK.replace("市财政局牵头落实", "市财政局牵头、" * 30_000),
        0,
    ),
}


@pytest.mark.parametrize("path", HUGE)
def test_a_huge_file_ends_soon(small: Site, path: str) -> None:
    text, status = HUGE[path]
    small.write(f"content/{path}", text)
    assert build(small) == status


# sites whose texts are generated to harm

PIECES = (*MARKUP, *LINKS, *FORMULAS, *LINES, *NUMBERS, *PATHS, *ADDRESSES, *DATES)
SHORT = tuple(piece for piece in PIECES if len(piece) < 500)
ALLOWED = {("ol", "start"), ("pre", ""), ("em", ""), ("hr", ""), ("code", ""), ("blockquote", "")}


def generated(seed: int) -> tuple[Callable[[str], str], str]:
    """A way to change texts, the same text always in the same way, and a prose."""

    def change(text: str) -> str:
        own = random.Random(f"{seed} {text}")  # noqa: S311
        if own.random() < 0.4:
            return text
        pieces = [own.choice(SHORT) for _ in range(own.randint(1, 3))]
        return "".join(pieces) if own.random() < 0.2 else "".join([text, *pieces])

    chance = random.Random(seed)  # noqa: S311
    separators = ("", "\n", "\n\n", " ", "\n\n- ", "\n> ", " | ")
    prose = "".join(f"{chance.choice(SHORT)}{chance.choice(separators)}" for _ in range(30))
    return change, prose


def test_a_site_of_generated_texts_is_safe(harmless: Site, tmp_path: Path) -> None:
    elements, schemes = shape(harmless.files())
    for number in range(SITES):
        seed = SEED + number
        site = full_site(tmp_path / str(seed))
        keys = harmed(site, *generated(seed))
        try:
            assert keys
            assert build(site) == 0
            found, addresses = shape(site.files())
            assert found <= elements | ALLOWED
            assert addresses <= schemes | {"mailto"}
            assert not list(wrong(site.files()))
        except (AssertionError, subprocess.TimeoutExpired, ValueError) as error:
            raise AssertionError(f"SITEGEN_SEED={seed}: {error}") from error
        shutil.rmtree(site.folder)
