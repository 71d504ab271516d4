"""Where does the time go? CPU seconds of each step of a build before rendering, and how they grow.

`python -m bench.stages 1000 10000` makes a corpus of each size and goes through the steps one after
the other in one process. What grows faster than the corpus shows in the last column.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from bench.corpus import corpus, for_sitegen
from sitegen import manifest
from sitegen.changes import UNKNOWN
from sitegen.check import Case, check
from sitegen.indicators import scorecard
from sitegen.ledger import Ledger
from sitegen.listings import Index, pairs
from sitegen.load import Site, load_site
from sitegen.opendata import Published, datasets, parts
from sitegen.pages import Edition, all_pages
from sitegen.pages.calendar import calendar_lists, calendar_pages
from sitegen.pages.departments import department_page
from sitegen.pages.domains import domain_page
from sitegen.pages.events import event_pages
from sitegen.pages.feeds import feed_pages
from sitegen.pages.framing import frame
from sitegen.pages.matrix import matrix_page
from sitegen.pages.shape import Shape
from sitegen.pages.tasks import task_page
from sitegen.routes import make_routes

DAY = date(2026, 11, 20)
T = TypeVar("T")
Times = dict[str, float]


def main(sizes: list[int]) -> None:
    """Measure each size and print a table."""
    columns = [_stages(size) for size in sizes]
    _say(f"{'CPU s':<34}" + "".join(f"{size:>10}" for size in sizes) + f"{'growth':>10}")
    for name in columns[0]:
        figures = [times[name] for times in columns]
        growth = figures[-1] / figures[0] if figures[0] > 0 else 0
        _say(f"{name:<34}" + "".join(f"{one:>10.2f}" for one in figures) + f"{growth:>10.1f}")


def _stages(size: int) -> Times:
    with tempfile.TemporaryDirectory() as folder:
        for_sitegen(corpus(size), Path(folder))
        return _before_rendering(Path(folder))


def _before_rendering(folder: Path) -> Times:
    times: Times = {}

    def timed(name: str, step: Callable[[], T]) -> T:
        started = time.process_time()
        found = step()
        times[name] = time.process_time() - started
        return found

    site, _ = timed("read", lambda: load_site(folder / "content"))
    if site is None:
        sys.exit("the corpus is not valid")
    routes = timed("addresses", lambda: make_routes(site))
    verdict = timed("check", lambda: check(Case(site, routes, DAY)))
    card = timed("scorecard", lambda: scorecard(site, routes, verdict.problems, (), DAY))
    pages = timed(
        "all pages", lambda: tuple(all_pages(site, routes, Edition(DAY), lambda: card, UNKNOWN))
    )
    timed("keys of all pages", lambda: [manifest.key("", page.made().context) for page in pages])
    times["files"] = len(pages)
    _parts(site, timed)
    times["MB at most"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return times


def _parts(site: Site, timed: Callable[[str, Callable[[], object]], object]) -> None:
    """What `all pages` is made of."""
    routes, index = make_routes(site), Index(site)
    timed("  index", lambda: Index(site))
    timed("  pairs of plans", lambda: pairs(site))
    timed("  ledger", lambda: Ledger(index, DAY))
    around = frame(site, routes, Edition(DAY), known=False, cut=False)
    shape = Shape(site, index, routes, around, DAY, Ledger(index, DAY), {})
    published = Published(index, routes, shape.ledger)
    steps: dict[str, Callable[[], object]] = {
        "task pages": lambda: [task_page(shape, task) for task in site.tasks],
        "department pages": lambda: [department_page(shape, unit) for unit in site.departments],
        "domain pages": lambda: [domain_page(shape, domain) for domain in site.domains],
        "matrices": lambda: [matrix_page(shape, plan) for plan in site.plans],
        "calendar pages": lambda: list(calendar_pages(shape)),
        "calendar lists": lambda: list(calendar_lists(shape)),
        "feeds": lambda: list(feed_pages(shape, UNKNOWN)),
        "calendars": lambda: list(event_pages(shape, UNKNOWN)),
        "datasets": lambda: datasets(published),
        "parts of datasets": lambda: parts(published),
        "tables of parts": lambda: [row.cells for one in parts(published) for row in one.rows],
    }
    for name, step in steps.items():
        timed(f"  {name}", step)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])
