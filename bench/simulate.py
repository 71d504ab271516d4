"""How long would many portals wait for their builds? A day of pushes on a number of CI runners.

`python -m bench.simulate 3000 --build 20 --runners 20 50 100` plays a working day: every portal is
built once in the early morning, because dates pass, and again after each of its pushes, which come
at random in working hours. Nothing is measured here: what one build takes must be measured first.
"""

from __future__ import annotations

import argparse
import heapq
import random
import sys
from dataclasses import dataclass
from statistics import quantiles

SEED = 20260320
MORNING, OPENS, CLOSES = 2 * 3600, 9 * 3600, 18 * 3600  # seconds of the day
SPREAD = 0.3  # of a build's length, a standard deviation


@dataclass(frozen=True, slots=True)
class Load:
    """What a day brings: portals, pushes of each, seconds of one build with its set-up."""

    portals: int
    pushes: float
    build: float


@dataclass(frozen=True, slots=True)
class Day:
    """What a day came to: seconds until all morning builds are done, from push to site, of use."""

    morning: float
    middle: float
    slowest: float
    busy: float


def simulate(load: Load, runners: int) -> Day:
    """One day, the same for the same numbers; runners take what came first."""
    chance = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    pushes = round(load.portals * load.pushes)
    came = sorted(chance.uniform(OPENS, CLOSES) for _ in range(pushes))
    free = [float(MORNING)] * runners
    heapq.heapify(free)
    done = [_build(chance, load, free, MORNING) for _ in range(load.portals)]
    waited = [_build(chance, load, free, moment) - moment for moment in came]
    cuts = quantiles(waited, n=100)
    used = (load.portals + pushes) * load.build
    return Day(max(done) - MORNING, cuts[49], cuts[98], used)


def _build(chance: random.Random, load: Load, free: list[float], moment: float) -> float:
    """When a build that is asked for at a moment is done."""
    begun = max(moment, heapq.heappop(free))
    done = begun + max(load.build / 4, chance.gauss(load.build, SPREAD * load.build))
    heapq.heappush(free, done)
    return done


def main(given: list[str] | None = None) -> None:
    """Print a line for each number of runners."""
    parser = argparse.ArgumentParser(prog="bench.simulate", description=__doc__)
    parser.add_argument("portals", type=int)
    parser.add_argument("--build", type=float, required=True, help="seconds, set-up included")
    parser.add_argument("--pushes", type=float, default=2, help="of each portal in a day")
    parser.add_argument("--runners", type=int, nargs="+", default=[10, 20, 50, 100])
    options = parser.parse_args(given)
    load = Load(options.portals, options.pushes, options.build)
    for runners in options.runners:
        day = simulate(load, runners)
        sys.stdout.write(
            f"{load.portals} portals, {runners} runners: morning {day.morning / 60:.0f} min; "
            f"push to site {day.middle:.0f} s, 99 % within {day.slowest:.0f} s; "
            f"{day.busy / 3600:.0f} runner hours a day\n"
        )


if __name__ == "__main__":
    main()
