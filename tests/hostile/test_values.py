"""Whatever is written where a value should be: problems or a site, soon, and never a traceback.

`SITEGEN_FUZZ=n` runs n times as many of the combinations of keys and texts; the seed is printed.
"""

from __future__ import annotations

import os
import random
import time

import pytest

from sitegen.source import Document
from tests.conftest import Site
from tests.hostile.full import (
    Leaf,
    Raw,
    Value,
    changed,
    documents,
    full_site,
    leaves,
    values,
    written,
)
from tests.hostile.payloads import ADDRESSES, PATHS, SHOWN, WRITTEN, proses

FUZZ = int(os.environ.get("SITEGEN_FUZZ", "1"))
SEED = int(os.environ.get("SITEGEN_SEED", "20261121"))
CASES, SECONDS = 240 * FUZZ, 10

Case = tuple[Document, Leaf | None, Value]


def cases(site: Site) -> list[Case]:
    """Every key of every kind with every text, and every prose."""
    made: list[Case] = []
    seen: set[str] = set()
    payloads = (*SHOWN, *map(Raw, WRITTEN))
    for document in documents(site):
        new = [leaf for leaf in leaves(document) if leaf.key not in seen]
        seen |= {leaf.key for leaf in new}
        made += [(document, leaf, payload) for leaf in new for payload in payloads]
        if document.path.endswith(".md"):
            made += [(document, None, text) for text in proses()]
    return made


def attempt(site: Site, case: Case) -> None:
    """Load and check a site with one text changed; its problems must be printable and soon there."""
    document, leaf, new = case
    front = values(document.front)
    text = written(
        document, changed(front, leaf.place, new) if leaf else front, None if leaf else new
    )
    original = (site.folder / document.path).read_bytes()
    site.write(document.path, text.encode("utf-8", "surrogatepass"))
    start = time.process_time()
    problems = site.problems()
    assert time.process_time() - start < SECONDS
    assert all(f"{p.message}{p.hint}{p.excerpt}".encode() for p in problems)
    site.write(document.path, original)


def test_one_key_with_one_text(tmp_path_factory: pytest.TempPathFactory) -> None:
    site = full_site(tmp_path_factory.mktemp("values"))
    every = cases(site)
    print(f"SITEGEN_SEED={SEED}: {CASES} of {len(every)}")  # noqa: T201 - to repeat a failure
    for case in random.Random(SEED).sample(every, min(CASES, len(every))):  # noqa: S311
        try:
            attempt(site, case)
        except Exception as error:
            where = case[1].key if case[1] else case[0].path
            raise AssertionError(f"{where}: {str(case[2])[:200]!r}") from error


@pytest.mark.parametrize("payload", [*ADDRESSES, *PATHS, "default\0", "a" * 300, "长" * 99])
@pytest.mark.parametrize("key", ["base_url", "theme", "report_url"])
def test_the_site_itself(key: str, payload: str, small: Site) -> None:
    site = next(d for d in documents(small) if d.kind.name == "site")
    front = values(site.front)
    assert isinstance(front, dict)
    small.write(site.path, written(site, {**front, key: payload}))
    problems = small.problems()
    if key == "theme" or not payload.startswith("http"):
        assert {p.code for p in problems} & {"R12", "M10", "S05", "S12"}, problems


def test_a_theme_that_extends_out_of_its_folder(small: Site) -> None:
    from sitegen.errors import ThemeBroken  # noqa: PLC0415

    small.edit("content/site.yaml", "description: 示例", "description: 示例\ntheme: mine")
    for name in ("../../x", "/etc", "mine", "a" * 300, '"\\0"', "[default]", "&a x", "甲"):
        small.write("themes/mine/theme.yaml", f"extends: {name}\n")
        if name == "[default]":
            continue
        with pytest.raises(ThemeBroken, match=r"[\u4e00-\u9fff]"):
            small.build()
