"""What a check gets to see: the site, its addresses, the day, and what git knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

from sitegen import history
from sitegen.check.memory import PLACE, Memory
from sitegen.errors import Problem
from sitegen.fresh import in_ci
from sitegen.load import Site
from sitegen.model import Plan, Record, Task
from sitegen.privacy import masked
from sitegen.routes import Routes
from sitegen.source import Document, values

MANY = 100  # documents that are looked at before there is a pause


@dataclass(frozen=True)
class Case:
    """One site on one day; `only` are the files that are asked about, if not all.

    `project` is the folder that earlier checks are asked about, `past` what git is; nothing is known
    without them. `pause` is called again and again, and may raise to end the check.
    """

    site: Site
    routes: Routes
    as_of: date
    only: frozenset[str] | None = None
    project: Path | None = None
    past: history.Past | None = None
    pause: Callable[[], None] = lambda: None

    def wanted(self, path: str) -> bool:
        """Whether problems of a file are asked for."""
        return self.only is None or path in self._only

    @cached_property
    def _only(self) -> frozenset[str]:
        """The files asked about, and their paths as they are shown if they give a person away."""
        asked = self.only or frozenset()
        return asked | {masked(path) for path in asked}

    def first_commits(self) -> Mapping[str, date]:
        """The day on which each file first came in, as far as git knows."""
        return history.first_commits(self.past) if self.past else {}

    @cached_property
    def memory(self) -> Memory:
        """What earlier checks found; in CI, where the file may be anybody's, nothing."""
        return Memory(self.project / PLACE if self.project and not in_ci() else None)

    @cached_property
    def drafts(self) -> tuple[Document, ...]:
        """The drafts that are left out of the site."""
        left_out = self.site.left_out
        return tuple(found for found in self.site.drafts if found.path in left_out)

    @cached_property
    def written_in_drafts(self) -> frozenset[str]:
        """All values of drafts: what they name is needed when they are published."""
        fronts = (document.front for document in self.drafts)
        return frozenset(value.text for front in fronts for value in values(front))

    @cached_property
    def is_government(self) -> bool:
        """Whether the site stands under a government's domain, so that the rules for such sites hold."""
        host = urlsplit(self.site.config.base_url).hostname or ""
        return host.rstrip(".").endswith(".gov.cn")

    def tasks(self) -> Iterator[tuple[Task, Plan, Document]]:
        """Every task with its plan and its file."""
        plans = {plan.id: plan for plan in self.site.plans}
        for plan, tasks in groupby(self.site.tasks, key=lambda task: task.plan):
            self.pause()
            yield from ((task, plans[plan], self.site.document(task)) for task in tasks)

    def documents(self) -> Iterator[Document]:
        """The files of the site's records that are asked about."""
        for place, document in enumerate(self.site.documents.values()):
            if not place % MANY:
                self.pause()
            if self.wanted(document.path):
                yield document

    def dated(self) -> Iterable[tuple[Record, str, date]]:
        """Everything that has a day of publication: the record, the key of the day, the day."""
        for evidence in self.site.evidence:
            yield evidence, "date", evidence.date
        for document in self.site.policies:
            yield document, "published", document.published
        for page in self.site.pages:
            if page.date:
                yield page, "date", page.date


Check = Callable[[Case], Iterable[Problem]]
