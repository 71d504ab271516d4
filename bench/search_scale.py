"""How long do indexing and queries take at 10,000 and 40,000 pages?

`python -m bench.search_scale output 10000 40000` takes the searchable pages of a built site, makes
that many pages of their sentences, indexes them as a build does and asks the queries below in
Chromium six times. The best of the five warm answers is told, because it says the most about a
machine that does something else as well. It needs what the tests need.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any, cast

from msgspec.structs import replace
from playwright.sync_api import Browser, sync_playwright

from sitegen import search
from sitegen.digests import sha256
from sitegen.load import Site
from sitegen.routes import url_of_file
from sitegen.search import widening
from sitegen.search.encode import units
from sitegen.search.extract import Record, extract
from sitegen.search.records import line_of
from tests.browser.chromium import find
from tests.browser.conftest import serve
from tests.conftest import FLAGS

SEED = 20170724
CLAUSES = 6  # of a made page
SHORT, SCRAP = 40, 4  # characters of pages and clauses that are not worth using
FIRST_BYTES = (
    "shards.json",
    "worker.js",
    "exact.js",
    "shards.js",
    "pagefind.js",
    "wasm.unknown.pagefind",
    "pages.json",
)
QUERIES = (
    "公开",
    "政务公开",
    "政",
    "水",
    "财政局",
    "攀枝花市财政局",
    "财政收支增减变化",
    "义务教育招生入学政策",
    "国办发〔2016〕80号",
    "扶贫 资金",
    "政府 公开 信息 工作",
    "財政",
    "caizheng",
    "czj",
    "义务教予招生",
    "按月公开财政收情况",
    "政策读解",
    "魑魅魍魉",
)
PAGE = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>-</title><body></body></html>'
)
ASK = """async (queries) => {
  const engine = await import(new URL('/search/engine.js', location));
  const told = [];
  for (const round of [0, 1, 2, 3, 4, 5]) {
    for (const query of queries) {
      const started = performance.now();
      const { results } = await engine.search(query);
      const ms = performance.now() - started;
      await Promise.all(results.slice(0, 20).map((result) => result.data()));
      told.push({ round, query, hits: results.length, ms });
    }
  }
  return told;
}"""


def main(site: Path, sizes: list[int]) -> None:
    """Measure each size and print a table."""
    real = [record for record in _records(site) if len(record.text) > SHORT]
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            _measure(Path(folder), _made(real, size))


def _records(site: Path) -> Iterator[Record]:
    for path in sorted(site.rglob("*.html")):
        url = url_of_file(path.relative_to(site).as_posix())
        record = extract(url, path.read_bytes())
        if record:
            yield record


def _made(real: list[Record], size: int) -> tuple[Record, ...]:
    """Pages whose titles, facets and clauses are those of real ones, thrown together."""
    chance = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    clauses = [
        c for record in real for c in re.split(r"(?<=[，。；\n])", record.text) if len(c) > SCRAP
    ]
    return tuple(_page(chance, real, clauses, number) for number in range(size))


def _page(chance: random.Random, real: list[Record], clauses: list[str], number: int) -> Record:
    like = chance.choice(real)
    text = "".join(chance.choices(clauses, k=CLAUSES))
    names = f"{like.names}\n" if like.names else ""
    whole = f"{like.title}\n{names}{text}"
    address = f"made/{number}/"
    return replace(like, url=address, text=whole)


def _measure(folder: Path, records: tuple[Record, ...]) -> None:
    started = time.perf_counter()
    _write(folder, records)
    took = time.perf_counter() - started
    kind = {"children": resource.RUSAGE_CHILDREN, "self": resource.RUSAGE_SELF}
    memory = {name: resource.getrusage(who).ru_maxrss / 1024 for name, who in kind.items()}
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    shards = len(list((folder / "pagefind").iterdir()))
    _say(
        f"{len(records)} pages, {shards} shards: index {took:.1f} s, "
        f"Pagefind {memory['children']:.0f} MB, Python {memory['self']:.0f} MB (peaks), "
        f"bundle {sum(sizes) / 2**20:.1f} MB in {len(sizes)} files, "
        f"to the first query {_first(folder) / 1024:.0f} KiB"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        for served in serve(folder):
            _report(_ask(browser, served.url))
        browser.close()


def _write(folder: Path, records: tuple[Record, ...]) -> None:
    vocabulary = frozenset(one for record in records for one in units(record.text))
    # the tables need only a site's names; made pages have none of their own
    bare = cast(
        "Site",
        SimpleNamespace(synonyms=(), domains=(), departments=(), governments=()),
    )
    tables: dict[str, object] = {
        "units.json": {"units": "".join(sorted(vocabulary))},
        "same.json": widening.same(bare, vocabulary),
        "titles.json": widening.titles_by_sound(record.title for record in records),
        **{f"{name}.json": one for name, one in widening.by_sound(bare, vocabulary).items()},
    }
    lines = map(line_of, records)
    said = tuple(search.Said(sha256(line), line) for line in lines)
    files = {f"search/{name}": json.dumps(one).encode() for name, one in tables.items()}
    for path, data in (*files.items(), *search.bundled(said), ("index.html", PAGE.encode())):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _first(folder: Path) -> int:
    """What is transferred before the first query can be asked."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    # pagefind.js and the wasm are fetched once, from the first shard
    once = {"pagefind.js", "wasm.unknown.pagefind"}
    wanted = [p for p in paths if p.name in FIRST_BYTES or p.suffix == ".pf_meta"]
    kept = [p for p in wanted if p.name not in once or p.parent.name == "0"]
    return sum(len(gzip.compress(path.read_bytes())) for path in kept)


def _ask(browser: Browser, url: str) -> list[dict[str, Any]]:
    page = browser.new_page()
    page.set_default_timeout(600_000)
    page.goto(f"{url}/")
    told: list[dict[str, Any]] = page.evaluate(ASK, list(QUERIES))
    page.close()
    return told


def _report(told: list[dict[str, Any]]) -> None:
    best = {query: _times(told, query) for query in QUERIES}
    for query, (hits, cold, warm) in best.items():
        _say(f"  {query:<16} {hits:>6} hits {min(warm):>8.1f} ms warm, {cold:.0f} ms cold")
    fastest = [min(warm) for _, _, warm in best.values()]
    middle = [median(warm) for _, _, warm in best.values()]
    _say(f"  best of five: median {median(fastest):.1f} ms, slowest {max(fastest):.1f} ms")
    _say(f"  median of five: median {median(middle):.1f} ms, slowest {max(middle):.1f} ms")


def _times(told: list[dict[str, Any]], query: str) -> tuple[int, float, list[float]]:
    """Hits, time of the first answer, times of the others."""
    own = [one for one in told if one["query"] == query]
    return own[0]["hits"], own[0]["ms"], [one["ms"] for one in own[1:]]


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(size) for size in sys.argv[2:]])
