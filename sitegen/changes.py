"""What was changed in a record, and when? The history of its file, told in the record's own fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from sitegen import history, source
from sitegen.history import Past, Revision
from sitegen.load import Site
from sitegen.memo import Latest
from sitegen.model import KINDS, Kind
from sitegen.schema import keys
from sitegen.schema.values import TRUE

_KINDS = {kind.name: kind for kind in KINDS}
_CHINA = ZoneInfo("Asia/Shanghai")
BODY = "正文"


class Change(Struct, frozen=True):
    """One change of a record: the day, who (if names are shown), which fields; `added`: all is new."""

    path: str
    day: date
    who: str
    kind: Literal["added", "changed"]
    fields: tuple[str, ...]


class Changes(Struct, frozen=True):
    """The changes of every record, newest first; `cut`: older ones are not known here."""

    by_path: Mapping[str, tuple[Change, ...]]
    cut: bool = False


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
    there = [one for one in known.revisions if one.path in kinds]
    texts = history.contents(past.project, _names(there))
    found: dict[str, list[Change]] = defaultdict(list)
    for one in there:
        change = _change(one, _KINDS[kinds[one.path]], texts, named=site.config.committers)
        if change:
            found[one.path].append(change)
    return Changes({path: tuple(ones) for path, ones in found.items()}, known.cut)


def _names(revisions: list[Revision]) -> Iterator[str]:
    for one in revisions:
        yield from (one.before, one.after) if one.before else (one.after,)


def _change(one: Revision, kind: Kind, texts: Mapping[str, bytes], *, named: bool) -> Change | None:
    day, who = one.when.astimezone(_CHINA).date(), one.who if named else ""
    if _draft(texts.get(one.after, b"")):
        return None
    if not one.before or _draft(texts.get(one.before, b"")):
        return Change(one.path, day, who, "added", ())
    before, after = (fields(texts.get(name, b"")) for name in (one.before, one.after))
    labels = {name: key.head() for name, key in keys(kind.record).items()}
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    told = tuple(dict.fromkeys(labels.get(name, name) for name in changed))
    return Change(one.path, day, who, "changed", told) if told else None


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
