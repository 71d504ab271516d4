"""When was a plan a draft, and with it all its parts, whatever they said themselves?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from sitegen.changes.revisions import Revisions
from sitegen.history import Revision
from sitegen.load import Site


class Drafts(Struct, frozen=True):
    """When a plan was a draft, and with it all its parts, whatever they said themselves.

    Its revisions by their places, newest first, with whether it was a draft before and after.
    """

    marks: tuple[tuple[int, Revision, bool, bool], ...]

    def around(self, place: int) -> tuple[bool, bool]:
        """Whether the plan was a draft before and after the commit in a place."""
        first = self.marks[-1][2]
        was = next((still for at, _, _, still in self.marks if at > place), first)
        return was, next((still for at, _, _, still in self.marks if at >= place), first)

    def published(self) -> Iterator[tuple[int, Revision]]:
        """The revisions with which the plan was a draft no longer."""
        return ((place, one) for place, one, was, still in self.marks if was and not still)


NEVER = (False, False)
_PARTS = frozenset({"task", "record"})  # of the plan that their ids begin with


def drafts_of(path: str, there: Revisions) -> Drafts | None:
    """When a plan was a draft, if it ever was; one that came in as one was nothing before."""
    marks = []
    for one in there.of.get(path, ()):
        was, still = map(there.is_draft, (one.before or one.after, one.after))
        marks.append((there.place(one), one, was, still))
    return Drafts(tuple(marks)) if any(was or still for _, _, was, still in marks) else None


def plans_of_parts(site: Site, there: Revisions) -> Mapping[str, Drafts]:
    """For each part of a plan that ever was a draft, by its path: when the plan was one."""
    plans = {name: path for (kind, name), path in site.paths.items() if kind == "plan"}
    known = {name: drafts_of(path, there) for name, path in plans.items()}
    parts = ((name, path) for (kind, name), path in site.paths.items() if kind in _PARTS)
    of_plans = ((path, known.get(name.partition("/")[0])) for name, path in parts)
    return {path: drafts for path, drafts in of_plans if drafts}


def hidden(one: Revision, plan: Drafts | None, there: Revisions) -> tuple[bool, bool]:
    """Whether a record was a draft before and after a revision, itself or with its plan."""
    was, still = plan.around(there.place(one)) if plan else NEVER
    return was or there.is_draft(one.before), still or there.is_draft(one.after)


def published_with_plans(
    plans: Mapping[str, Drafts], there: Revisions
) -> Iterator[tuple[str, Revision]]:
    """The parts that were published because their plan was, by its revision, not by one of their own."""
    for path, drafts in plans.items():
        own = there.of.get(path, [])
        for place, one in drafts.published():
            if all(there.place(other) != place for other in own):
                held = _held(own, place, there)
                if held is not None and not there.is_draft(held):
                    yield path, one


def _held(own: list[Revision], place: int, there: Revisions) -> str | None:
    """Git's name for what a file held at a place between its revisions; None if it was not there."""
    older = next((one.after for one in own if there.place(one) > place), None)
    newer = next((one.before for one in reversed(own) if there.place(one) < place), None)
    # in a shallow clone, a file without revisions came before all that is known
    return older or newer or ("" if there.cut and not own else None)
