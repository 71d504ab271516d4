"""Do the addresses of what was renamed still lead to it? As far as git knows what was published under them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from sitegen import history
from sitegen.changes import fields, is_draft
from sitegen.check.case import Case
from sitegen.errors import Location, Problem
from sitegen.history import Renamed
from sitegen.listings.grouping import grouped
from sitegen.model import Kind
from sitegen.routes import url_named
from sitegen.source import place
from sitegen.text import listed

_ALIKE = 90  # percent: git takes files for one from 50 on, which two records of the same form are
_NAMES = ("title", "name", "number", "doc_number")
_PLAN = "plan"
_OF_PLANS = frozenset({"plan", "task"})


class _Move(Struct, frozen=True):
    """A record that was published in one file and stands in another now; with ids of its plans, if of one."""

    kind: Kind
    was: str
    now: str
    how: Renamed

    @property
    def key(self) -> tuple[str, str]:
        """The kind and id that it has now, by which the site knows it."""
        return self.kind.name, self.now

    @property
    def url(self) -> str:
        """Where it was read."""
        return url_named(self.kind.name, self.was)

    @property
    def plans(self) -> tuple[str, str]:
        """The plans that it was and is of."""
        return self.was.partition("/")[0], self.now.partition("/")[0]

    @property
    def with_plan(self) -> bool:
        """Whether it has moved with its plan alone: an old address of the plan serves for it."""
        of_plan, parts = self.kind.name in _OF_PLANS, (self.was, self.now)
        rest = {name.partition("/")[2] for name in parts}
        return of_plan and len(rest) == 1 and self.plans[0] != self.plans[1]


def moved(case: Case) -> Iterator[Problem]:
    """U02: what was renamed says where it was."""
    moves = tuple(_lost(case)) if case.past else ()
    for now, ones in grouped((one.plans[1], one) for one in moves if one.with_plan).items():
        before = tuple(dict.fromkeys(f"/{url_named(_PLAN, one.plans[0])}" for one in ones))
        tasks = sum(one.kind.name != _PLAN for one in ones)
        more = f"和其中 {tasks} 个任务网址" if tasks else ""
        message = f"计划的文件夹改了名，旧网址 {listed(before)} {more}没有去处"
        yield _problem(case, (_PLAN, now), message, before)
    alone = grouped((one.key, f"/{one.url}") for one in moves if not one.with_plan)
    for key, addresses in alone.items():
        message = f"这个文件改了名或换了位置，旧网址 {listed(addresses)} 没有去处"
        yield _problem(case, key, message, addresses)


def _problem(case: Case, key: tuple[str, str], message: str, addresses: Iterable[str]) -> Problem:
    aliases = ", ".join(addresses)
    document = case.site.documents[key]
    there = document.front.get("aliases") is not None
    hint = f"在 aliases 里加上 {aliases}" if there else f"在文件头加一行“aliases: [{aliases}]”"
    said = f"{hint}，旧网址就转到这里；旧网址从没有公开过的，登记豁免"
    if there:
        return document.problem("U02", document.at("aliases"), message, said)
    return Problem("U02", Location(document.path), message, said)


def _lost(case: Case) -> Iterable[_Move]:
    """What was renamed and whose old address nothing answers; of each address the last."""
    known = set(case.routes.urls.values()).union(case.routes.old)
    moves = (one for one in _moves(case) if one.url not in known)
    return {one.url: one for one in _published(case, tuple(moves))}.values()


def _moves(case: Case) -> Iterator[_Move]:
    """What has a page and was renamed."""
    there = {path: key for key, path in case.site.paths.items()}
    for old, file, how in history.renamed(case.past) if case.past else ():
        kind, was, _ = place(old.partition("/")[2])
        name, now = there.get(file, ("", ""))
        if kind and kind.name == name and was != now and url_named(name, was):
            yield _Move(kind, was, now, how)


def _published(case: Case, moves: tuple[_Move, ...]) -> Iterator[_Move]:
    """The moves of one record, not of two that git takes for one; what was a draft was not published."""
    past = case.past
    names = (name for one in moves for name in (one.how.before, one.how.after))
    texts = history.contents(past.project, names) if past else {}
    same = [one for one in moves if _one(texts, one.how)]
    plans = {one.plans for one in same if one.kind.name == _PLAN}
    there = {plan.id for plan in case.site.plans}
    for one in same:
        if one.kind.name != "task" or one.plans[0] in there or one.plans in plans:
            yield one


def _one(texts: Mapping[str, bytes], how: Renamed) -> bool:
    was, now = (texts.get(name, b"") for name in (how.before, how.after))
    if is_draft(was):
        return False
    before, after = fields(was), fields(now)
    named = any(key in before and before[key] == after.get(key) for key in _NAMES)
    return named or how.likeness >= _ALIKE
