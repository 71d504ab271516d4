"""What was changed in a record, and when? The history of its file, told in the record's own fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from sitegen import history, source
from sitegen.history import Log, Past, Revision
from sitegen.load import Site
from sitegen.load.unpublished import PARTS
from sitegen.memo import Latest
from sitegen.model import KINDS, Kind
from sitegen.schema import keys
from sitegen.schema.values import TRUE
from sitegen.zone import CHINA

_KINDS = {kind.name: kind for kind in KINDS}
BODY = "正文"
_EVIDENCE: Literal["evidence"] = "evidence"
_EXPLANATION: Literal["explanation"] = "explanation"
_EMPTY = (b"", b"")

Texts = Mapping[str, bytes]


class Change(Struct, frozen=True):
    """One change of a record: the day, who (if names are shown), which fields; `added`: all is new."""

    path: str
    day: date
    who: str
    kind: Literal["added", "changed"]
    fields: tuple[str, ...]


class Withdrawal(Struct, frozen=True):
    """Evidence that was published for tasks of a plan (by number) and is no more; of it only the kind is told.

    It may have been withdrawn because of what it said, so nothing that it said is held here.
    """

    path: str
    day: date
    who: str
    kind: Literal["evidence", "explanation"]
    plan: str
    tasks: tuple[str, ...]


class Changes(Struct, frozen=True):
    """The changes of every record, and what was withdrawn, newest first; `cut`: older ones are not known."""

    by_path: Mapping[str, tuple[Change, ...]]
    cut: bool = False
    withdrawn: tuple[Withdrawal, ...] = ()

    def last(self, path: str) -> date | None:
        """The day on which a record was last changed or came in; None where git does not know."""
        known = self.by_path.get(path)
        return known[0].day if known else None


UNKNOWN = Changes({})


def changes_of(past: Past, site: Site) -> Changes:
    """What git remembers of the records of a site; nothing without git."""
    state = history.state(past)
    if not state:
        return UNKNOWN
    paths = tuple(site.paths.values())
    seen = (past, state, site.config.committers, paths)
    return _LATEST.of(seen, lambda: _changes_of(past, site))


_LATEST = Latest[Changes]()


def _changes_of(past: Past, site: Site) -> Changes:
    kinds = {path: kind for (kind, _), path in site.paths.items()}
    known = history.log(past)
    present = (one for one in known.revisions if one.path in kinds and one.after)
    there = _Revisions(tuple(present), known)
    evidence = tuple(filter(_of_evidence, known.revisions))
    texts = history.contents(past.project, _names((*there.all, *evidence)))
    drafts = _plans_of_parts(site, there, texts)
    found: dict[str, list[tuple[int, Change]]] = defaultdict(list)
    for one in there.all:
        hidden = _hidden(one, there.place(one), drafts.get(one.path), texts)
        change = _change(one, _KINDS[kinds[one.path]], texts, hidden)
        if change:
            found[one.path].append((there.place(one), change))
    for path, one in _published_with_plans(drafts, there, texts):
        found[path].append((there.place(one), _added(one, path)))
    named = site.config.committers
    told = {path: _told(ones, named=named) for path, ones in found.items()}
    gone = tuple(_withdrawals(site, known, evidence, there, texts))
    return Changes(told, known.cut, gone if named else tuple(replace(g, who="") for g in gone))


def _told(ones: list[tuple[int, Change]], *, named: bool) -> tuple[Change, ...]:
    """Changes by their places, the newest first; without names where the site shows none."""
    newest_first = (one for _, one in sorted(ones, key=lambda one: one[0]))
    return tuple(one if named else replace(one, who="") for one in newest_first)


def _names(revisions: Iterable[Revision]) -> Iterator[str]:
    for one in revisions:
        yield from filter(None, (one.before, one.after))


def _change(one: Revision, kind: Kind, texts: Texts, hidden: tuple[bool, bool]) -> Change | None:
    was, still = hidden
    if still:
        return None
    if was or not one.before:
        return _added(one, one.path)
    before, after = (fields(texts.get(name, b"")) for name in (one.before, one.after))
    labels = {name: key.head() for name, key in keys(kind.record).items()}
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    told = tuple(dict.fromkeys(labels.get(name, name) for name in changed))
    return Change(one.path, _day(one), one.who, "changed", told) if told else None


def _added(one: Revision, path: str) -> Change:
    return Change(path, _day(one), one.who, "added", ())


def _day(one: Revision) -> date:
    return one.when.astimezone(CHINA).date()


class _Revisions:
    """The revisions of a site's files, newest first; those of one commit have one place."""

    def __init__(self, revisions: tuple[Revision, ...], known: Log) -> None:
        self.all = revisions
        self.cut = known.cut
        commits = dict.fromkeys(one.commit for one in known.revisions)
        self._places = {commit: place for place, commit in enumerate(commits)}

    def place(self, one: Revision) -> int:
        """How many commits came after that of a revision."""
        return self._places[one.commit]

    @cached_property
    def of(self) -> Mapping[str, list[Revision]]:
        """The revisions of each file."""
        found: dict[str, list[Revision]] = defaultdict(list)
        for one in self.all:
            found[one.path].append(one)
        return found


class _Drafts(Struct, frozen=True):
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


def _plans_of_parts(site: Site, there: _Revisions, texts: Texts) -> Mapping[str, _Drafts]:
    """For each part of a plan that ever was a draft, by its path: when the plan was one."""
    plans = {name: path for (kind, name), path in site.paths.items() if kind == "plan"}
    known = {name: _drafts(path, there, texts) for name, path in plans.items()}
    parts = ((name, path) for (kind, name), path in site.paths.items() if kind in PARTS)
    of_plans = ((path, known.get(name.partition("/")[0])) for name, path in parts)
    return {path: drafts for path, drafts in of_plans if drafts}


def _drafts(path: str, there: _Revisions, texts: Texts) -> _Drafts | None:
    """When a plan was a draft; one that came in as one was nothing before."""
    marks = []
    for one in there.of.get(path, ()):
        was, still = (_draft(texts.get(name, b"")) for name in (one.before or one.after, one.after))
        marks.append((there.place(one), one, was, still))
    return _Drafts(tuple(marks)) if any(was or still for _, _, was, still in marks) else None


def _hidden(one: Revision, place: int, plan: _Drafts | None, texts: Texts) -> tuple[bool, bool]:
    """Whether a record was a draft before and after a revision, itself or with its plan."""
    was, still = plan.around(place) if plan else (False, False)
    return was or _draft(texts.get(one.before, b"")), still or _draft(texts.get(one.after, b""))


def _published_with_plans(
    plans: Mapping[str, _Drafts], there: _Revisions, texts: Texts
) -> Iterator[tuple[str, Revision]]:
    """The parts that were published because their plan was, by its revision, not by one of their own."""
    for path, drafts in plans.items():
        own = there.of.get(path, [])
        for place, one in drafts.published():
            if all(there.place(other) != place for other in own):
                held = _held(own, place, there)
                if held is not None and not _draft(texts.get(held, b"")):
                    yield path, one


def _held(own: list[Revision], place: int, there: _Revisions) -> str | None:
    """Git's name for what a file held at a place between its revisions; None if it was not there."""
    older = next((one.after for one in own if there.place(one) > place), None)
    newer = next((one.before for one in reversed(own) if there.place(one) < place), None)
    # in a shallow clone, a file without revisions came before all that is known
    return older or newer or ("" if there.cut and not own else None)


def _of_evidence(one: Revision) -> bool:
    kind, _, _ = source.place(one.path.partition("/")[2])
    return kind is not None and kind.name == "record"


def _withdrawals(
    site: Site, known: Log, evidence: tuple[Revision, ...], there: _Revisions, texts: Texts
) -> Iterator[Withdrawal]:
    """What was withdrawn from tasks that are there: removed, made a draft again, or said of other tasks only."""
    plans = {path: name for (kind, name), path in site.paths.items() if kind == "plan"}
    drafts = {path: _drafts(path, there, texts) for path in plans}
    for one in evidence if plans else ():
        path = f"{one.path.rpartition('/records/')[0]}/index.md"
        path = known.now.get(path, path)
        plan = drafts.get(path)
        hidden = plan.around(there.place(one)) if plan else (False, False)
        gone = _gone(one, hidden, texts) if one.before and path in plans else ()
        if gone:
            told = fields(texts.get(one.before, b"")).get("kind")
            kind = _EXPLANATION if told == _EXPLANATION else _EVIDENCE
            yield Withdrawal(one.path, _day(one), one.who, kind, plans[path], gone)


def _gone(one: Revision, hidden: tuple[bool, bool], texts: Texts) -> tuple[str, ...]:
    """The numbers of the tasks that evidence was published for before a revision, and not after."""
    before, after = (
        () if away or _draft(data) else _numbers(data)
        for away, data in zip(hidden, map(texts.get, (one.before, one.after), _EMPTY), strict=True)
    )
    return tuple(number for number in before if number not in after)


def _numbers(data: bytes) -> tuple[str, ...]:
    said = fields(data).get("tasks")
    return tuple(map(str, said)) if isinstance(said, list) else ()


def _draft(data: bytes) -> bool:
    """Whether a content file said that it was a draft; what it was then is nobody's business."""
    return b"draft" in data and str(fields(data).get("draft", "")).casefold() in TRUE


@lru_cache(maxsize=1 << 12)
def fields(data: bytes) -> dict[str, Any]:
    """The values of a content file by key, and its prose; layout does not count."""
    text = data.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
    front, body = text, ""
    if text.startswith("---"):
        front, _, body = text.partition("\n")[2].partition("\n---")
        body = body.partition("\n")[2]
    node, _ = source.parse_yaml(front)
    values = {key.text: _plain(value) for key, value in node.entries} if node else {}
    return values | ({BODY: body.strip()} if body.strip() else {})


def _plain(node: source.Node) -> Any:
    if isinstance(node, source.Mapping):
        return {key.text: _plain(value) for key, value in node.entries}
    if isinstance(node, source.Sequence):
        return [_plain(item) for item in node.items]
    return node.text
