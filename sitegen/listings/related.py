"""Which tasks are near a task? Worked out from the tasks that changed, where they are few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from sys import intern

from msgspec import Struct

from sitegen.listings.grouping import grouped
from sitegen.load import Site
from sitegen.memo import by_identity, unlike
from sitegen.model import Task, title_of
from sitegen.text import fold

COMMON = 64  # more tasks of a domain than this sharing a pair of characters: it is not telling
RELATED = 6
FEW = 200  # tasks that changed; of more, what they share is worked out anew
_RARE = 1_000_000


class _Telling(Struct, frozen=True):
    """What says which tasks are near a task."""

    id: str
    plan: str
    domains: tuple[str, ...]
    pairs: tuple[str, ...]


@by_identity
def _telling(task: Task) -> _Telling:
    title = fold(title_of(task))
    # a few thousand pairs make all titles: each is held once
    pairs = dict.fromkeys(intern(title[i : i + 2]) for i in range(len(title) - 1))
    return _Telling(task.id, task.plan, task.domains, tuple(pairs))


class _Shared:
    """How many titles hold each pair of characters, and which tasks of each domain do."""

    def __init__(self, before: _Shared | None = None) -> None:
        self.tasks: dict[str, _Telling] = dict(before.tasks) if before else {}
        self.frequency: Counter[str] = Counter(before.frequency if before else ())
        self.holding: dict[str, tuple[_Telling, ...]] = dict(before.holding) if before else {}

    def with_all(self, before: tuple[Task, ...], tasks: tuple[Task, ...]) -> _Shared:
        """The same for other tasks than before: from this one if they are nearly the same."""
        gone, new = self._moved(before, tasks)
        if len(new) + len(gone) > FEW:
            return _Shared().made(map(_telling, tasks))
        return _Shared(self).moved(gone, new) if new or gone else self

    def _moved(
        self, before: tuple[Task, ...], tasks: tuple[Task, ...]
    ) -> tuple[list[_Telling], list[_Telling]]:
        """What says it of tasks that are no more, or not as they were, and of those that are new."""
        if len(tasks) == len(before):
            pairs = [(_telling(old), _telling(new)) for old, new in unlike(before, tasks)]
            pairs = [(old, new) for old, new in pairs if old != new]
            return [old for old, _ in pairs], [new for _, new in pairs]
        known, there = self.tasks, {task.id: _telling(task) for task in tasks}
        new = [one for one in there.values() if not _same(known.get(one.id), one)]
        return [one for one in known.values() if not _same(there.get(one.id), one)], new

    def made(self, tasks: Iterable[_Telling]) -> _Shared:
        """With these tasks, where there were none."""
        self.tasks = {one.id: one for one in tasks}
        self.frequency.update(pair for one in self.tasks.values() for pair in one.pairs)
        self.holding = dict(
            grouped((key, one) for one in self.tasks.values() for key in _keys(one))
        )
        return self

    def moved(self, gone: Iterable[_Telling], new: Iterable[_Telling]) -> _Shared:
        """Without some tasks and with others."""
        for one in gone:
            del self.tasks[one.id]
            self.frequency.subtract(one.pairs)
            for key in _keys(one):
                self.holding[key] = tuple(other for other in self.holding[key] if other != one)
        for one in new:
            self.tasks[one.id] = one
            self.frequency.update(one.pairs)
            for key in _keys(one):
                self.holding[key] = (*self.holding.get(key, ()), one)
        return self


def _same(one: _Telling | None, other: _Telling) -> bool:
    return one is other or one == other


def _keys(one: _Telling) -> Iterator[str]:
    return (f"{domain} {pair}" for domain in one.domains for pair in one.pairs)


class Related:
    """Nearness of tasks by the rarity of the character pairs that their titles share.

    Pairs that many tasks of a domain share (公开, 信息) say nothing, and looking at them would cost
    the square of the number of tasks.
    """

    def __init__(self, shared: _Shared) -> None:
        self._shared = shared

    def to(self, task: Task, beside: Collection[str]) -> tuple[str, ...]:
        """The tasks nearest to one, but for those beside it."""
        scores, same_plan = self._scores(task), f"{task.plan}/"
        # those of other plans count twice
        ranked = sorted(
            (-score if other.startswith(same_plan) else -2 * score, other)
            for other, score in scores.items()
            if other not in beside
        )
        return tuple(other for _, other in ranked[:RELATED])

    def _scores(self, task: Task) -> Mapping[str, int]:
        scores: dict[str, int] = {}
        score = scores.get
        for pair in _telling(task).pairs if task.domains else ():
            sharing = self._shared.holding.get(f"{task.domains[0]} {pair}", ())
            if 0 < len(sharing) <= COMMON:
                # whole numbers, so that the order of adding cannot matter
                weight = _RARE // self._shared.frequency[pair]
                for other in sharing:
                    scores[other.id] = score(other.id, 0) + weight
        scores.pop(task.id, None)
        return scores


# of the site that this process looked at last, which a preview finds nearly unchanged
_LAST: list[tuple[tuple[Task, ...], _Shared]] = []


def related(site: Site) -> Related:
    """The nearness of the tasks of a site."""
    before, shared = _LAST[0] if _LAST else ((), _Shared())
    shared = shared.with_all(before, site.tasks)
    _LAST[:] = [(site.tasks, shared)]
    return Related(shared)
