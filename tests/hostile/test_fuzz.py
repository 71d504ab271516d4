"""Generated input within a fixed budget: nothing raises, nothing gets through that is not allowed.

`SITEGEN_FUZZ=n` makes n times as many examples; a failure prints the blob that repeats it.
"""

from __future__ import annotations

import os
import re
from datetime import date
from html.parser import HTMLParser

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.deadlines.explain import explain
from sitegen.markup import dangerous, references, render, tangle
from sitegen.model import KINDS
from sitegen.pinyin import unique_slugs
from sitegen.schema import record
from sitegen.search.encode import decode, encode
from sitegen.source import decode as lines_of
from sitegen.source import parse_document
from sitegen.text import reserved
from tests.hostile.full import FULL
from tests.hostile.payloads import MARKUP, SHOWN, WRITTEN

FUZZ = int(os.environ.get("SITEGEN_FUZZ", "1"))


def budget(examples: int) -> settings:
    """So many examples, times SITEGEN_FUZZ."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(
        max_examples=examples * FUZZ, deadline=None, print_blob=True, suppress_health_check=slow
    )


FILES = re.split(r"^-- \S+ --\n", FULL, flags=re.MULTILINE)[1:]
PIECES = st.sampled_from([*(p for p in (*SHOWN, *WRITTEN) if len(p) < 300), "\n", "  ", "- ", ": "])
SIGNS = st.text("[]()<>!*_`#>|-+.:/\\\"'&;= \n\tajscript甲0", max_size=60)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A valid content file in which a few pieces are put, cut or doubled."""
    data = draw(st.sampled_from(FILES)).encode()
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 30)))
        put = draw(PIECES.map(lambda p: p.encode("utf-8", "surrogatepass")) | st.binary(max_size=8))
        data = data[:start] + put + data[end:]
    return data


@budget(250)
@given(st.sampled_from(KINDS), mutated() | st.binary(max_size=200))
def test_the_loader(kind: object, data: bytes) -> None:
    for one in KINDS:
        path = "content/x.md" if one.pattern.endswith(".md") else "content/x.yaml"
        if one is not kind:
            continue
        lines, problems = lines_of(path, data)
        document, faults = parse_document(one, "x/y", path, lines) if not problems else (None, ())
        if document:
            made, found = record(document)
            assert made or found
        else:
            assert problems or faults


class _Allowed(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name in {"href", "title", "rel", "start", "id"}, name
            assert name != "href" or not dangerous(value or ""), value


TAGS = frozenset(
    [
        "p",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "a",
        "strong",
        "em",
        "blockquote",
        "code",
        "pre",
        "br",
        "hr",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "sub",
        "sup",
    ]
)


@budget(250)
@given(st.lists(st.sampled_from(MARKUP) | PIECES | SIGNS, max_size=6).map("".join))
def test_prose(text: str) -> None:
    if tangle(text) is None:
        references(text)
        parser = _Allowed()
        parser.feed(render(text, lambda target: target))
        parser.close()


WORDS = st.sampled_from(
    [
        "每",
        "月",
        "年",
        "季度",
        "日",
        "前",
        "后",
        "内",
        "底",
        "末",
        "起",
        "至",
        "、",
        "，",
        "。",
        "第",
        "个",
        "工作日",
        "半年",
        "一",
        "二十",
        "99999",
        "2026",
        "0",
        "00",
        "印发",
        "次",
        "周",
        "不少于",
        "结束",
        "上旬",
        "及时",
        "（",
        "）",
        "-",
        ".",
        "/",
        "２０",
        "〇",
        "星期",
        "9999年12月31日",
    ]
)


@budget(400)
@given(st.lists(WORDS | st.characters(), max_size=14).map("".join))
def test_the_reader_of_time_limits(text: str) -> None:
    explain(text, 2026, date(2026, 3, 1))


@budget(300)
@given(st.lists(st.text(max_size=20) | PIECES | st.characters(), max_size=6).map("".join))
def test_the_encoder(text: str) -> None:
    words = encode(text)
    assert "\n" not in words
    assert encode(text) == words
    assert len(decode(words)) <= 2 * len(text) + 2


@budget(200)
@given(st.lists(st.text(max_size=200) | PIECES, max_size=8))
def test_names_made_of_texts(texts: list[str]) -> None:
    slugs = unique_slugs(texts)
    assert len(set(slugs)) == len(texts)
    for slug in slugs:
        assert re.fullmatch("[a-z0-9-]{1,90}", slug)
        assert not reserved(slug)
