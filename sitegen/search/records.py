"""What pages say, kept from one build to the next by the digest of what they say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sitegen import manifest
from sitegen.kept import Kept
from sitegen.search.extract import Record, facet

_NAME = "records"


def remembered(store: Kept | None) -> Mapping[str, Record]:
    """The records of the last build by digest; none if another version of the code wrote them."""
    data = store.get(_NAME) if store else None
    try:
        code, records = json.loads(data) if data else ("", {})
        if code != manifest.code_digest():
            return {}
        return {digest: _record(values) for digest, values in records.items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def remember(store: Kept | None, records: Mapping[str, Record]) -> None:
    """Keep the records of this build."""
    if store:
        # written piece by piece: as one object or one string it would be held several times over
        said = (_json(digest) + b":" + _json(_values(one)) for digest, one in records.items())
        code = _json(manifest.code_digest())
        store.put(_NAME, b"".join((b"[", code, b",{", b",".join(said), b"}]")))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _values(one: Record) -> tuple[object, ...]:
    return one.url, one.title, one.names, one.text, one.facets, one.date


def _record(values: list[Any]) -> Record:
    url, title, names, text, facets, date = values
    return Record(url, title, names, text, tuple(facet(*pair) for pair in facets), date)
