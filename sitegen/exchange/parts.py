"""Which parts of a task does an import write, and what do they say: in the draft, and in a file?"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from sitegen.digests import sha256
from sitegen.exchange.drafting import Drafted
from sitegen.exchange.register import Register
from sitegen.load.sections import canonical_path
from sitegen.model import ROLES, Section
from sitegen.schema.values import TRUE
from sitegen.source import Document, Scalar
from sitegen.source import Mapping as Node
from sitegen.source import Sequence as Items
from sitegen.text import squeeze

# the words that --overwrite takes, and what editors call them
PARTS: Mapping[str, str] = MappingProxyType(
    {
        "number": "序号",
        "section": "类别",
        "responsibility.raw": "责任单位原文",
        "responsibility.more": "其他责任栏目",
        "responsibility.roles": "牵头、配合等分工",
        "deadline.raw": "完成时限原文",
        "domains": "领域",
        "notes": "附注",
        "inferred": "推定的字段",
        "text": "任务原文",
    }
)


class Scope(Struct, frozen=True):
    """Within what names are resolved: the records, the government, the categories of the plan."""

    register: Register
    government: str
    sections: tuple[Section, ...]

    def unit(self, name: str) -> str:
        """The id of a department by its name, or the name where it means none."""
        meant = self.register.units(self.government, name)
        return meant[0] if len(meant) == 1 else name

    def category(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """A category under the name that the plan lists it by."""
        return canonical_path(self.sections, path) or path


def digest(value: Any) -> str:
    """Twelve hexadecimal digits that stand for a value."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return sha256(text.encode())[:12]


def drafted(task: Drafted, scope: Scope) -> dict[str, Any]:
    """What each part of a drafted task says, for comparing."""
    return {
        "number": task.number,
        "section": list(scope.category(task.section)),
        "responsibility.raw": squeeze(task.raw),
        "responsibility.more": [[column, squeeze(raw)] for column, raw in task.more],
        "responsibility.roles": [
            task.mode or "",
            task.open_ended,
            [[role, list(units)] for role, units in task.roles],
        ],
        "deadline.raw": squeeze(task.deadline),
        "domains": sorted(task.domains),
        "notes": list(task.notes),
        "inferred": sorted(task.inferred),
        "text": squeeze(task.body),
    }


def written(document: Document, scope: Scope) -> dict[str, Any]:
    """What each part says that a file holds, in the same form."""
    front = document.front
    owners = plain(front.get("responsibility")) or {}
    limits = plain(front.get("deadline")) or {}
    roles = [[r, [scope.unit(n) for n in owners[r]]] for r in ROLES if owners.get(r)]
    more = owners.get("more") or []
    return {
        "number": _text(plain(front.get("number"))),
        "section": list(scope.category(tuple(plain(front.get("section")) or ()))),
        "responsibility.raw": squeeze(_text(owners.get("raw"))),
        "responsibility.more": [[c.get("column", ""), squeeze(c.get("raw", ""))] for c in more],
        "responsibility.roles": [
            _text(owners.get("mode")),
            _text(owners.get("open_ended")).casefold() in TRUE,
            roles,
        ],
        "deadline.raw": squeeze(_text(limits.get("raw"))),
        "domains": sorted(_domain(scope, name) for name in plain(front.get("domains")) or ()),
        "notes": plain(front.get("notes")) or [],
        "inferred": sorted(plain(front.get("inferred")) or ()),
        "text": squeeze(document.body),
    }


def _domain(scope: Scope, name: str) -> str:
    meant = scope.register.names.meant("domain", "", name)
    return scope.register.names.title("domain", meant[0]) if len(meant) == 1 else name


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def plain(node: object) -> Any:
    """A node as text, list or dictionary; None for nothing."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    if isinstance(node, Node):
        return {key.text: plain(value) for key, value in node.entries}
    return None


Labels = Callable[[str], str]


def front_matter(task: Drafted, labels: Labels) -> dict[str, Any]:
    """The keys of a drafted task, departments by the names that plans call them."""
    owners: dict[str, Any] = {"raw": task.raw}
    if task.more:
        owners["more"] = [{"column": column, "raw": raw} for column, raw in task.more]
    owners |= roles_of(task, labels)
    keys: dict[str, Any] = {"number": task.number}
    keys |= {"section": list(task.section)} if task.section else {}
    keys |= {"title": task.title} if task.title else {}
    keys |= {"responsibility": owners}
    keys |= {"deadline": {"raw": task.deadline}} if task.deadline else {}
    keys |= {"domains": list(task.domains)} if task.domains else {}
    place = place_of(task)
    keys |= {"source": place} if place else {}
    keys |= {"notes": list(task.notes)} if task.notes else {}
    return keys | ({"inferred": list(task.inferred)} if task.inferred else {})


def roles_of(task: Drafted, labels: Labels) -> dict[str, Any]:
    """The keys that say who does what."""
    keys: dict[str, Any] = {"mode": task.mode} if task.mode else {}
    keys |= {"open_ended": "true"} if task.open_ended else {}
    return keys | {role: [labels(unit) for unit in units] for role, units in task.roles}


def place_of(task: Drafted) -> dict[str, str]:
    """The key `source`: the number as it is printed, and the line of the text that is kept."""
    if not task.printed:
        return {}
    line = {"line": str(task.line)} if task.line else {}
    return {"row": task.printed, **line}
