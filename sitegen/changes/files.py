"""What did a content file say, as git remembers it? Its values by key, and whether it was a draft."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sitegen import source
from sitegen.schema.values import TRUE

BODY = "正文"


def is_draft(data: bytes) -> bool:
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
    return _values(front) | ({BODY: body.strip()} if body.strip() else {})


@lru_cache(maxsize=1 << 12)  # what changes is often the prose alone
def _values(front: str) -> dict[str, Any]:
    node, _ = source.parse_yaml(front)
    return {key.text: _plain(value) for key, value in node.entries} if node else {}


def _plain(node: source.Node) -> Any:
    if isinstance(node, source.Mapping):
        return {key.text: _plain(value) for key, value in node.entries}
    if isinstance(node, source.Sequence):
        return [_plain(item) for item in node.items]
    return node.text
