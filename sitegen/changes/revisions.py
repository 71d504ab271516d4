"""Which revisions do the files of a site have, in which order, and what did they hold?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from sitegen import history, source
from sitegen.changes.files import fields, is_draft
from sitegen.history import Past, Revision
from sitegen.load import Site
from sitegen.zone import CHINA


class Revisions:
    """The revisions of a site's files, newest first; those of one commit have one place."""

    def __init__(self, past: Past, site: Site) -> None:
        paths = frozenset(site.paths.values())
        known = history.log(past)
        self.all = tuple(one for one in known.revisions if one.path in paths and one.after)
        self.of_evidence = tuple(filter(_of_evidence, known.revisions))
        self.cut, self.now = known.cut, known.now
        self._held = history.contents(past.project, _names((*self.all, *self.of_evidence)))
        commits = dict.fromkeys(one.commit for one in known.revisions)
        self._places = {commit: place for place, commit in enumerate(commits)}

    def place(self, one: Revision) -> int:
        """How many commits came after that of a revision."""
        return self._places[one.commit]

    def fields(self, name: str) -> dict[str, Any]:
        """The values of what a file held, by git's name for it; none of what was not there."""
        return fields(self._held.get(name, b""))

    def is_draft(self, name: str) -> bool:
        """Whether what a file held, by git's name for it, was a draft."""
        return is_draft(self._held.get(name, b""))

    @cached_property
    def of(self) -> Mapping[str, list[Revision]]:
        """The revisions of each file."""
        found: dict[str, list[Revision]] = defaultdict(list)
        for one in self.all:
            found[one.path].append(one)
        return found


def day_of(one: Revision) -> date:
    """The day of a revision in China."""
    return one.when.astimezone(CHINA).date()


def _names(revisions: Iterable[Revision]) -> Iterator[str]:
    for one in revisions:
        yield from filter(None, (one.before, one.after))


def _of_evidence(one: Revision) -> bool:
    """Whether a revision is of evidence, whatever became of it."""
    kind, _, _ = source.place(one.path.partition("/")[2])
    return kind is not None and kind.name == "record"
