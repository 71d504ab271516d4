"""What to say of a name that means no record, or several."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from sitegen.errors import Location
from sitegen.model import KINDS
from sitegen.names import SCOPED, Names, scope_of
from sitegen.pinyin import slug
from sitegen.text import listed, nearest, shown

LABELS = {kind.name: kind.label for kind in KINDS}

_PATTERNS = {kind.name: kind.pattern for kind in KINDS}
_BETWEEN = re.compile(r"[、，,；;\s]+")
_LEVEL = re.compile(r"^[省市州县区旗](?=.{2})")
_FILES = 3  # that a message names
_FILE_NAME = 20  # characters of a name that make the name of its file

Words = tuple[str, str]


def ambiguous(
    kind: str, name: str, titles: Sequence[str], others: Sequence[str], used: tuple[int, Location]
) -> Words:
    """The message and hint for a name that other files give to their records, at one that gives it."""
    count, first = used
    where = "、".join(others[:_FILES])
    message = (
        f"“{shown(name)}”也是 {where} 里的名称，分不清指哪个{LABELS[kind]}（{listed(titles)}）；"
        f"有 {count} 处写了它，例如 {first}"
    )
    if name in titles:
        return message, f"“{shown(name)}”是其中一个的全称，请在另一个里删去它"
    return message, "从其中一个文件里删去这个写法；都要保留的，引用的地方改写全称"


class UnknownName(Struct, frozen=True):
    """A name that no record has, within a government or in the portal."""

    names: Names
    kind: str
    scope: str
    name: str
    content: str

    def message(self) -> str:
        """What is wrong."""
        return f"{self._whose()}没有叫“{shown(self.name)}”的{LABELS[self.kind]}"

    def words(self) -> Words:
        """The message, and what may have been meant."""
        elsewhere = self.names.elsewhere(self.kind, self.name) if self.kind in SCOPED else ()
        if elsewhere:
            return self._of_another(elsewhere[0])
        return self.message(), self._parts() or self._instead_of_id() or self._near()

    def _whose(self) -> str:
        return self.names.title("government", self.scope) if self.scope else ""

    def _of_another(self, record_id: str) -> Words:
        owner = self.names.title("government", scope_of(self.kind, record_id))
        whose = self._whose() or "本政府"
        message = f"“{shown(self.name)}”是{owner}的{LABELS[self.kind]}，不是{whose}的"
        return message, f"确是它就写全称“{self.names.title(self.kind, record_id)}”"

    def _parts(self) -> str:
        """Several names in one item."""
        parts = [part for part in _BETWEEN.split(self.name) if part]
        if len(parts) > 1 and any(self.names.meant(self.kind, self.scope, part) for part in parts):
            return f"分开写：[{shown(', '.join(parts), 80)}]"
        return ""

    def _instead_of_id(self) -> str:
        title = self.names.with_id(self.kind, self.scope, self.name)
        return f"写名称“{title}”，不写文件名" if title else ""

    def _near(self) -> str:
        near = nearest(self.name, self.names.known(self.kind, self.scope))
        path = self._path()
        new = "" if self.names.has(self.kind, path) else f"先建档：新建 {self.content}/{path}"
        return "；若不是它，".join(part for part in (near and f"最接近的是“{near}”", new) if part)

    def _path(self) -> str:
        """The file that a new record of this name would have."""
        bare = _LEVEL.sub("", self.name.removeprefix(self._whose()))
        *folders, last = _PATTERNS[self.kind].split("/")
        parts = [self.scope or "‹政府›" if folder == "*" else folder for folder in folders]
        return "/".join([*parts, last.replace("*", slug(bare[:_FILE_NAME]) or "‹名称›")])
