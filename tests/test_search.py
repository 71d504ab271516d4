"""The index side of the search, without a browser: what is indexed, how, and by which Pagefind."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pagefind_bin import get_executable

from sitegen import search
from sitegen.search.encode import HARD, SPACE, alphabet, decode, encode, units
from sitegen.search.extract import extract
from tests.browser.gold import truth
from tests.conftest import REPOSITORY, SMALL, Site, unpack

SIGNATURE = b"pagefind_dcd"
PINNED = "1.5.2"
# of the unpacked bytes, so that another way of packing them does not matter
SHA_256 = {
    "pagefind.js": "252d272bd34d483d19a752060f6a065114d15ab12c42d8f905ca565e2768a009",
    "wasm.unknown.pagefind": "77e118a7fd29152134c0285a97d3048a07055172dbadeb4fc6f27c6a0d3f851c",
}
CHANGED = """
Pagefind is not the one the search was built on and measured with (docs/search.md).
Before you write the new version and digests here: run tests/browser and
`python -m tests.browser.gold.measure`, compare recall, precision, ranks and times with the old
ones, and read what changed in pagefind.js (createInstance, mergeIndex, preload) and in the index.
"""

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
MARKS = st.sampled_from(
    "，、：；。！？“”‘’《》〈〉（）〔〕【】—…·-+/%&#@*.,:;!?()[]<>\"' |~＋－％（＂"
)
LETTERS = st.sampled_from("abcxyzABCXYZ0123456789０１２ＡＢｃIPv6")
TEXT = st.text(st.one_of(HAN, HAN, MARKS, LETTERS, st.sampled_from(" \n　")), max_size=60)


def unpacked(data: bytes) -> bytes:
    """The bytes of one of Pagefind's files."""
    plain = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    return plain.removeprefix(SIGNATURE)


def fragments(site: Site) -> list[dict[str, Any]]:
    """What the index keeps of every page."""
    found = [data for path, data in site.files().items() if path.endswith(".pf_fragment")]
    return [json.loads(unpacked(data)) for data in found]


def searchable(site: Site) -> dict[str, bytes]:
    """The files that a search reads."""
    return {
        path: data
        for path, data in site.files().items()
        if path.startswith(("search/", "pagefind/"))
    }


# Text and tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("财政", "财政 政"),
        ("财政、税务", "财政 政、税 税务 务"),
        ("财", "财"),
        ("", ""),
        ("。、“”", ""),
        ("环保。教育", "环保 保。 教育 育"),
        ("（PPP）项目", "（PP PP P）项 项目 目"),
        ("IPv6", "IP Pv v6 6"),
        ("２０１７年", "20 01 17 7年 年"),
        ("〔2017〕84号", "〔20 01 17 7〕8 84 4号 号"),
        ("互联网+政务", "互联 联网 网+政 政务 务"),
        ("第一 解读人", f"第一 一{SPACE}解 解读 读人 人"),
    ],
)
def test_tokens_are_every_character_with_its_successor(text: str, words: str) -> None:
    assert encode(text) == words


@given(TEXT)
@settings(max_examples=400, deadline=None)
def test_tokens_give_the_text_back(text: str) -> None:
    shown = "".join(SPACE if c.isspace() else _folded(c) for c in text).replace(SPACE, " ")
    back = decode(encode(text))
    # marks after the last letter's sentence end stand in no token
    assert shown.startswith(back)
    assert not units(shown[len(back) :])


def _folded(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character)
    letter = len(folded) == 1 and unicodedata.category(folded)[0] in "LN"
    return folded if letter else character


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_letter_of_any_script_is_lost(text: str) -> None:
    assert units(decode(encode(text))) == units(text)


@given(TEXT)
@settings(max_examples=300, deadline=None)
def test_every_phrase_within_a_sentence_is_a_row_of_tokens(text: str) -> None:
    keys = [units(word) for word in encode(text).split(" ") if word]
    flat = " ".join(keys)
    for run in re.split(f"[{re.escape(''.join(HARD))}]", text):
        letters = units(run)
        pairs = " ".join(a + b for a, b in pairwise(letters))
        assert pairs in flat


@given(st.lists(TEXT | st.text("ΑΣσςϹ𝚺 aİ。財", max_size=9), max_size=5))
@settings(max_examples=200, deadline=None)
def test_the_alphabet_is_every_unit_of_every_text(texts: list[str]) -> None:
    assert alphabet(texts) == "".join(sorted({one for text in texts for one in units(text)}))


# Words by their sound


def test_words_are_read_as_they_are_spoken_where_characters_have_two_readings(small: Site) -> None:
    small.edit("content/domains/caizheng.yaml", "aliases: [预决算]", "aliases: [银行会计]")
    small.build()
    names = json.loads(small.read("search/names.json"))
    place = names["words"].index("银行会计")
    assert names["odd"][str(place)] == "yin hang kuai ji"
    sounds = json.loads(small.read("search/sounds.json"))
    assert "财" in sounds["cai"]
    assert str(names["words"].index("财政")) not in names["odd"]


def test_sounds_of_the_site_and_of_other_characters_do_not_overlap(small: Site) -> None:
    small.build()
    own, other = (json.loads(small.read(f"search/{name}sounds.json")) for name in ("", "other-"))
    of_the_site = set("".join(own.values()))
    assert "财" in of_the_site
    assert "裁" in other["cai"]
    assert not of_the_site & set("".join(other.values()))


def test_titles_for_the_ear_are_those_of_the_pages(small: Site) -> None:
    small.build()
    assert "按月公开财政收支情况" in json.loads(small.read("search/titles.json"))["words"]


# What is indexed


def test_extracted_text_is_the_text_that_the_pages_say_is_searchable(portal: Site) -> None:
    output = portal.folder / "output"
    pages = truth.pages(output)
    assert len(pages) > 700
    ends = re.compile(r"[。！？；!?;\n]")
    for url, page in pages.items():
        file = output / url / "index.html" if url.endswith("/") or not url else output / url
        record = extract(url, file.read_bytes())
        assert record is not None
        runs = (units(run) for run in ends.split(record.text))
        assert tuple(run for run in runs if run) == page.runs, url
        assert truth.fold(record.title) == truth.fold(page.title)
        assert frozenset(record.facets) == page.facets
        assert record.date == page.date


def test_index_holds_exactly_the_searchable_pages_with_their_text(portal: Site) -> None:
    pages = truth.pages(portal.folder / "output")
    indexed = {one["url"].lstrip("/"): one for one in fragments(portal)}
    assert indexed.keys() == pages.keys()
    for url, page in pages.items():
        text = truth.fold(decode(indexed[url]["content"]))
        assert text == truth.fold("".join(page.runs)), url
        assert truth.fold(decode(indexed[url]["meta"]["title"])) == truth.fold(page.title)


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("示例县", "示例省上级市示例县"),
        ("上级市示例县", "示例省上级市示例县"),
        ("示例省上级市示例县", "示例省上级市示例县"),
    ],
)
def test_tasks_and_categories_are_found_by_their_government_and_those_above_it(
    small: Site, name: str, whole: str
) -> None:
    small.write("content/governments/shangji.yaml", "name: 上级市\nprovince: 示例省\n")
    small.write(
        "content/governments/xian.yaml", f"name: {name}\nprovince: 示例省\nparent: 上级市\n"
    )
    small.edit("content/plans/shili-2026/index.md", "government: 示例市", "government: " + name)
    for unit in ("caizhengju", "huanbaoju"):
        found = (small.folder / f"content/departments/shili/{unit}.yaml").read_text("utf-8")
        small.write(f"content/departments/xian/{unit}.yaml", found)
        small.remove(f"content/departments/shili/{unit}.yaml")
    small.build()
    pages = truth.pages(small.folder / "output")
    own = {url for url, page in pages.items() if page.holds(whole)}
    plan = "plans/shili-2026/"
    assert own >= {plan, f"{plan}tasks/001/", f"{plan}tasks/002/", f"{plan}sections/1/"}


def test_page_without_searchable_text_is_not_indexed(small: Site) -> None:
    small.build()
    indexed = {one["url"].lstrip("/") for one in fragments(small)}
    assert indexed
    assert "search/" not in indexed
    assert not any("404" in url for url in indexed)
    assert indexed == truth.pages(small.folder / "output").keys()


def test_what_is_unpublished_leaves_the_index(small: Site) -> None:
    small.build()
    assert any("水质监测" in decode(one["content"]) for one in fragments(small))
    small.remove("content/plans/shili-2026/tasks/002.md")
    small.build()
    assert not any("水质监测" in decode(one["content"]) for one in fragments(small))
    assert not any("tasks/002" in one["url"] for one in fragments(small))
    for path, data in searchable(small).items():
        assert "水质".encode() not in unpacked(data), path


def test_no_file_of_the_ready_made_interface_is_published(small: Site) -> None:
    small.build()
    kinds = {Path(path).suffix for path in searchable(small) if path.startswith("pagefind/")}
    assert kinds <= {".js", ".json", ".pagefind", ".pf_meta", ".pf_index", ".pf_fragment"}
    scripts = [Path(path).name for path in searchable(small) if path.endswith(".js")]
    assert not [name for name in scripts if name.startswith("pagefind-")]


# The same content gives the same bytes


def test_scripts_of_the_engine_are_published_line_by_line_without_what_only_their_readers_want(
    small: Site,
) -> None:
    """Another reading of the same rule: no line of code may begin as a comment does, or within a text."""
    small.build()
    sources = sorted((REPOSITORY / "sitegen/search/engine").glob("*.js"))
    assert len(sources) > 10
    for source in sources:
        kept, within = list[str](), False
        for line in map(str.strip, source.read_text("utf-8").splitlines()):
            assert line.count("`") % 2 == 0, f"{source.name}: {line}"
            within = within or line.startswith("/**")
            if line and not within and not line.startswith("//"):
                kept.append(line)
            within = within and not line.endswith("*/")
        published = small.read(f"search/{source.name}")
        assert published == "".join(f"{line}\n" for line in kept)
        assert "/**" not in published


def test_bundle_is_the_same_byte_for_byte_in_every_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "SHARDS", ((sys.maxsize, sys.maxsize, 60),))
    built = []
    for name in ("one", "two"):
        site = unpack(tmp_path / name, SMALL)
        for number in range(3, 120):
            site.write(f"content/plans/shili-2026/tasks/{number:03}.md", _task(number))
        site.build()
        built.append(searchable(site))
    assert len(json.loads(built[0]["search/shards.json"])["shards"]) > 1
    assert built[0].keys() == built[1].keys()
    assert [path for path, data in built[0].items() if built[1][path] != data] == []


def test_an_edit_has_one_shard_of_many_words_indexed_anew_and_few_words_stay_together() -> None:
    def sizes(pages: int, size: int) -> list[int]:
        return [last - first for first, last in search.cut([size] * pages)]

    assert sizes(1000, 1100) == [1000]
    assert sizes(1000, 1101) == [500, 500]
    assert sizes(1501, 1) == [750, 750, 1]
    assert sizes(6001, 1) == [1500] * 4 + [1]
    # long pages take memory, in the shards that they are in
    assert sizes(100, 60_000) == [50, 50]
    assert sizes(3, 3_000_001) == [1, 1, 1]
    assert list(search.cut([1] * 749 + [3_000_000] + [1] * 800)) == [
        (0, 749),
        (749, 750),
        (750, 1500),
        (1500, 1550),
    ]


def _task(number: int) -> str:
    words = "".join(chr(0x4E00 + (number * 7919 + place * 104729) % 3000) for place in range(60))
    unit = ("市财政局", "市环保局")[number % 2]
    return f"""\
---
number: "{number}"
section: [重点领域]
responsibility:
  raw: {unit}牵头
  lead: [{unit}]
domains: [{("财政", "环保")[number % 3 == 0]}]
---

{words}。
"""


def test_number_of_a_task_is_known_but_no_text(small: Site) -> None:
    small.edit("content/plans/shili-2026/tasks/001.md", 'number: "1"', 'number: "8.7-6"')
    small.build()
    (table,) = (json.loads(data) for p, data in small.files().items() if p.endswith("/pages.json"))
    assert {number for number in table["numbers"] if number} == {"8.7-6", "2"}
    assert not any("87" in units(one["content"]) for one in fragments(small))


def test_building_again_without_a_change_keeps_the_bundle(small: Site) -> None:
    small.build()
    before = searchable(small)
    assert small.build().made <= 1
    assert searchable(small) == before


# The pinned Pagefind


def test_pagefind_is_the_one_that_was_measured(small: Site) -> None:
    assert version("pagefind-bin") == PINNED, CHANGED
    small.build()
    files = small.files()
    for name, digest in SHA_256.items():
        (data,) = (data for path, data in files.items() if Path(path).name == name)
        plain = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
        assert hashlib.sha256(plain).hexdigest() == digest, f"{name} changed.\n{CHANGED}"


class Service:
    """The binary itself, driven without sitegen."""

    def __init__(self, language: str) -> None:
        self.language = language
        pipe = subprocess.PIPE
        self.run = subprocess.Popen([get_executable(), "--service"], stdin=pipe, stdout=pipe)

    def ask(self, kind: str, **payload: object) -> dict[str, Any]:
        assert self.run.stdin
        assert self.run.stdout
        message = json.dumps({"message_id": 1, "payload": {"type": kind, **payload}}).encode()
        self.run.stdin.write(base64.b64encode(message) + b",")
        self.run.stdin.flush()
        answer = bytearray()
        while not answer.endswith(b","):
            answer += self.run.stdout.read(1)
        found: dict[str, Any] = json.loads(base64.b64decode(answer[:-1]))["payload"]
        return found

    def files(self, content: str, title: str) -> dict[str, bytes]:
        """The bundle of one record."""
        number = self.ask("NewIndex", config={})["index_id"]
        record = {"url": "/a/", "content": content, "meta": {"title": title}}
        self.ask("AddRecord", index_id=number, language=self.language, **record)
        files = self.ask("GetFiles", index_id=number)["files"]
        return {one["path"]: unpacked(base64.b64decode(one["content"])) for one in files}

    def keys(self, content: str) -> set[str]:
        """The keys under which the words of a content can be found."""
        files = self.files(content, "")
        pieces = [cbor(data) for path, data in files.items() if path.endswith(".pf_index")]
        return {entry[0] for piece in pieces for entry in piece[0]}


def cbor(data: bytes) -> Any:
    """The value that CBOR bytes hold: numbers, texts and lists, as in a piece of the index."""
    reader = iter(data)

    def value() -> Any:
        head = next(reader)
        size, kind = head & 31, head >> 5
        if size >= 24:
            size = int.from_bytes(bytes(next(reader) for _ in range(1 << size - 24)))
        if kind == 4:
            return [value() for _ in range(size)]
        return bytes(next(reader) for _ in range(size)).decode() if kind == 3 else size

    return value()


@pytest.fixture
def pagefind() -> Iterator[Service]:
    """Pagefind with a language code of ours."""
    service = Service(search.language(0))
    yield service
    service.run.kill()
    service.run.communicate()


def test_pagefind_cuts_our_language_at_spaces_only(pagefind: Service) -> None:
    assert pagefind.keys("公共资源交易平台 公共资源") == {"公共资源交易平台", "公共资源"}
    assert pagefind.keys("财政 政、税 税务 务") == {"财政", "政税", "政、税", "税务", "务"}


def test_pagefind_folds_case_and_stems_nothing(pagefind: Service) -> None:
    assert pagefind.keys("PPP项 Running policies") == {"ppp项", "running", "policies"}


def test_pagefind_finds_a_pair_whatever_marks_stand_between_its_letters(
    pagefind: Service,
) -> None:
    kinds = {"P", "S", "Z", "M", "Cc", "Cf"}
    characters = [chr(code) for code in range(0x20, 0x1FBFF)]
    of_kind = [
        c for c in characters if kinds & {unicodedata.category(c)[0], unicodedata.category(c)}
    ]
    marks = [mark for mark in of_kind if not units(mark) and mark not in HARD]
    assert len(marks) > 8000
    pairs = [chr(0x4E00 + place // 100) + chr(0x6000 + place % 100) for place in range(len(marks))]
    placed = zip(marks, pairs, strict=True)
    keys = pagefind.keys(" ".join(encode(f"{pair[0]}{mark}{pair[1]}") for mark, pair in placed))
    lost = [mark for mark, pair in zip(marks, pairs, strict=True) if pair not in keys]
    assert lost == [], [f"U+{ord(mark):04X} {unicodedata.name(mark, '')}" for mark in lost]


def test_marks_that_pagefind_takes_for_letters_come_back_in_the_text() -> None:
    text = "doc_number、甲‿乙🅰丙"
    assert decode(encode(text)) == text
    assert "_" not in encode(text)


def test_pagefind_keeps_every_chinese_character_in_its_keys(pagefind: Service) -> None:
    letters = [chr(code) for code in (0x3007, *range(0x3400, 0x4DC0), *range(0x4E00, 0x9FFD))]
    keys = pagefind.keys(" ".join(f"{letter}甲" for letter in letters))
    lost = [letter for letter in letters if f"{letter}甲" not in keys]
    assert lost == [], [f"U+{ord(one):04X} {unicodedata.name(one, '')}" for one in lost]


def test_pagefind_keeps_what_it_is_given_for_the_excerpts(pagefind: Service) -> None:
    text = encode("《条例》（2017年）：“五公开”、财政 预决算。\nPPP项目")
    files = pagefind.files(text, encode("财政、税务"))
    (fragment,) = (json.loads(data) for path, data in files.items() if ".pf_fragment" in path)
    assert fragment["content"] == text
    assert fragment["meta"]["title"] == encode("财政、税务")
    assert fragment["url"] == "/a/"


def test_pagefind_names_pages_after_our_language(pagefind: Service) -> None:
    names = [Path(path).name for path in pagefind.files("财政 政", "财政 政")]
    assert all(name.startswith("qaa_") for name in names if name.endswith(".pf_fragment"))
    assert "wasm.unknown.pagefind" in names


def test_a_page_without_a_letter_is_published_and_not_searched(small: Site) -> None:
    small.write("content/governments/x.yaml", 'name: "【——】"\n')
    small.build()
    assert "【——】" in small.read("governments/x/index.html")
