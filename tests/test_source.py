"""Content files as documents: text stays text, every place is exact, nothing a file holds can stop us."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.errors import Location, Problem
from sitegen.source import Document, Mapping, Mark, Node, Scalar, Sequence, Tree, parse_yaml, read
from tests.conftest import REPOSITORY

DOMAIN = "domains/jiaoyu.yaml"
PAGE = "pages/about.md"
SLOWEST = 5.0  # seconds for one small file, on the slowest machine

few = settings(max_examples=100, deadline=None, derandomize=True)


def tree_of(path: str, data: bytes) -> Tree:
    """What is read from a content folder that holds one file."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "content" / path
        target.parent.mkdir(parents=True)
        target.write_bytes(data)
        return read(target.parents[len(Path(path).parts) - 1])


def document_of(path: str, data: str | bytes) -> Document:
    """The one document of a content folder that has no problems."""
    tree = tree_of(path, data.encode() if isinstance(data, str) else data)
    assert not tree.problems
    return tree.documents[0]


def scalar(document: Document, key: str) -> str:
    """The text of a top-level value."""
    node = document.front.get(key)
    assert isinstance(node, Scalar)
    return node.text


def nodes(node: Node) -> list[Node]:
    """A node and all below it, keys included."""
    below: list[Node] = []
    if isinstance(node, Sequence):
        below = [inner for item in node.items for inner in nodes(item)]
    elif isinstance(node, Mapping):
        below = [inner for key, value in node.entries for inner in (key, *nodes(value))]
    return [node, *below]


# scalars


# fmt: off
AS_WRITTEN = [
    "0123", "12:30", "no", "yes", "true", "1.0", "1.10", "null", "Null", "~", "2017-07-03", "0x1F",
    "1e3", ".inf", "1_000", "=", "-1", "50%", "１２", "第3号", "3#楼", "a:b", "甲、乙", "“甲”",
]
# fmt: on


@pytest.mark.parametrize("written", AS_WRITTEN)
def test_a_plain_value_stays_the_text_that_was_written(written: str) -> None:
    assert scalar(document_of(DOMAIN, f"name: {written}\n"), "name") == written


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('"1"', "1"),
        ("'1'", "1"),
        ('"学校: 招生"', "学校: 招生"),
        ("'他说''好'''", "他说'好'"),
        ('"第一行\\n第二行"', "第一行\n第二行"),
        ("“引号”", "“引号”"),
        ("|\n  第一行\n  第二行", "第一行\n第二行\n"),
        (">\n  第一行\n\n  第二行", "第一行\n第二行\n"),
        ("教育 # 说明", "教育"),
        ("教育   ", "教育"),
        ("\t教育", "教育"),
    ],
)
def test_quotes_blocks_and_spaced_comments_mean_what_yaml_says(written: str, text: str) -> None:
    assert scalar(document_of(DOMAIN, f"name: {written}\n"), "name") == text


# encodings and line ends


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte order mark"])
def test_line_ends_and_byte_order_marks_make_no_difference(end: str, mark: str) -> None:
    text = f"{mark}---\ntitle: 关于本站\n---\n\n第一段。\n\n第二段。\n".replace("\n", end)
    document = document_of(PAGE, text.encode())
    assert document.body == "第一段。\n\n第二段。"
    assert document.at("title") == Location("content/pages/about.md", 2, 8, 4)
    assert document.in_body("第二段") == Location("content/pages/about.md", 7, 1, 3)


def test_a_file_without_a_last_line_end_is_whole() -> None:
    assert scalar(document_of(DOMAIN, "name: 教育\norder: 3"), "order") == "3"
    assert document_of(PAGE, "---\ntitle: 关于\n---\n末行").body == "末行"


def test_a_yaml_file_may_begin_with_a_document_line_and_hold_comments() -> None:
    document = document_of(DOMAIN, "---\n# 说明\nname: 教育\n\n  # 又一说明\norder: 3\n")
    assert (scalar(document, "name"), document.at("order").line) == ("教育", 6)


def test_a_rule_in_the_prose_does_not_end_the_front_matter_again() -> None:
    assert document_of(PAGE, "---\ntitle: 关于\n---\n甲\n\n---\n\n乙\n").body == "甲\n\n---\n\n乙"


# places


def test_places_count_characters_also_after_chinese_and_emoji() -> None:
    text = "name: 教育\naliases: [学校, 招生😀, 考试]\ndescription: “甲”\n"
    document = document_of(DOMAIN, text)
    path = "content/domains/jiaoyu.yaml"
    assert document.at("name") == Location(path, 1, 7, 2)
    assert document.at("aliases") == Location(path, 2, 10, 13)
    assert document.at("aliases", 1) == Location(path, 2, 15, 3)
    assert document.at("aliases", 2) == Location(path, 2, 20, 2)
    assert document.at("description") == Location(path, 3, 14, 3)


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_places_are_exact_in_nested_front_matter(end: str) -> None:
    lines = ["---", "title: 甲", "责任:", "  - 单位: 市财政局", "    备注: '牵头'", "---", "正文"]
    document = document_of(PAGE, end.join(lines).encode())
    path = "content/pages/about.md"
    assert document.at("责任", 0) == Location(path, 4, 5)
    assert document.at("责任", 0, "单位") == Location(path, 4, 9, 4)
    assert document.at("责任", 0, "备注") == Location(path, 5, 9, 4)


def test_what_is_not_there_is_placed_at_what_encloses_it() -> None:
    document = document_of(DOMAIN, "name: 教育\naliases:\n  - 学校\n")
    assert document.at("aliases", 5) == document.at("aliases")
    assert document.at("order") == document.at()
    assert document.in_body("无").line == document.body_line


def test_text_in_prose_is_placed_where_it_first_stands() -> None:
    document = document_of(PAGE, "---\ntitle: 甲\n---\n\n见附件。\n又见附件。\n")
    assert document.in_body("附件") == Location("content/pages/about.md", 5, 2, 2)


def test_a_fault_in_front_matter_is_placed_by_the_line_of_the_file() -> None:
    problems = tree_of(PAGE, "---\ntitle: 关于\ntitle: 又\n---\n\n甲\n".encode()).problems
    assert [(p.code, str(p.location), p.excerpt) for p in problems] == [
        ("S07", "content/pages/about.md:3:1", "title: 又")
    ]


# the tree


def test_files_are_read_in_path_order_and_sorted_by_kind(tmp_path: Path) -> None:
    content = tmp_path / "content"
    for path in ("site.yaml", "domains/b.yaml", "domains/a.yaml", "plans/x/tasks/7-1.md"):
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text("---\na: b\n---\n" if path.endswith(".md") else "a: b\n")
    found = [(document.kind.name, document.id) for document in read(content).documents]
    assert found == [("domain", "a"), ("domain", "b"), ("task", "x/7-1"), ("site", "site")]


def test_what_the_system_and_readers_of_the_folder_leave_is_ignored(tmp_path: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep", "README.md"):
        (tmp_path / name).write_bytes(b"\xff")
    assert read(tmp_path) == Tree((), (), ())


@pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
@pytest.mark.parametrize(("folder", "code"), [("plans/x/files", "S13"), ("domains", "S11")])
def test_a_file_name_that_is_not_utf8_is_a_problem(tmp_path: Path, folder: str, code: str) -> None:
    (tmp_path / folder).mkdir(parents=True)
    name = b"\xff.txt" if code == "S13" else b"\xff.yaml"
    Path(os.fsdecode(os.fsencode(tmp_path / folder) + b"/" + name)).write_bytes(b"x")
    (problem,) = read(tmp_path).problems
    assert problem.code == code
    assert str(problem).encode()


def test_folders_may_be_as_deep_as_the_system_allows(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(200):
        folder /= "x"
    folder.mkdir(parents=True)
    (folder / "y.yaml").write_bytes(b"a: b")
    assert problem_codes(read(tmp_path).problems) == ["S04"]


def test_attachments_are_known_by_size_and_digest(tmp_path: Path) -> None:
    file = tmp_path / "plans/x/files/附件 1.doc"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"\xff\x00")
    (attachment,) = read(tmp_path).attachments
    assert (attachment.path, attachment.size) == ("plans/x/files/附件 1.doc", 2)
    assert attachment.digest == hashlib.sha256(b"\xff\x00").hexdigest()


# whatever a file holds

YAML_SIGNS = st.text("abc:-#'\"[]{},&*!|>%@`\\?=~ \n\t教育：，“”0", max_size=60)
# fmt: off
SNIPPETS = [
    "name: 教育", "- 甲", "  - 乙", "a:", "  b: c", "   d", "e: [", "]", "f: {", "}", "g: '", '"', "h: |",
    "i: >-", "# 注", "---", "...", "j：k", "l:m", "? n", ": o", "", "\t", "  ",
    "p: &q r", "s: *q", "t: !u v", "<<: w", "%YAML 1.1", "x: 甲 #乙", "[[", "{a: [",
]
# fmt: on
YAML_LINES = st.lists(st.sampled_from(SNIPPETS), max_size=12).map("\n".join)
ANY_BYTES = st.binary(max_size=80)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=80)
CONTENT = st.one_of(ANY_BYTES, st.one_of(YAML_SIGNS, YAML_LINES, ANY_TEXT).map(str.encode))


def inside(lines: list[str], location: Location) -> bool:
    """Whether a place is on a line of the file, or just behind its last character."""
    if not location.line:
        return True
    on_line = 1 <= location.line <= len(lines)
    return on_line and 0 <= location.column <= len(lines[location.line - 1]) + 1


def check_reading(path: str, data: bytes) -> Tree:
    """Read a file; whatever it holds gives a document or a problem, soon, with places inside it."""
    started = time.process_time()
    tree = tree_of(path, data)
    assert time.process_time() - started < SLOWEST
    assert tree.documents or tree.problems
    lines = (
        data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )
    places = [problem.location for problem in tree.problems]
    places += [d.place(node.mark) for d in tree.documents for node in nodes(d.front)]
    assert all(inside(lines, place) for place in places), places
    return tree


@few
@given(CONTENT)
def test_any_yaml_file_gives_a_document_or_a_problem(data: bytes) -> None:
    check_reading(DOMAIN, data)


@few
@given(CONTENT, st.binary(max_size=20))
def test_any_markdown_file_gives_a_document_or_a_problem(front: bytes, body: bytes) -> None:
    check_reading(PAGE, b"---\n" + front + b"\n---\n" + body)
    check_reading(PAGE, front)


KEYS = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=8)
VALUES = st.text(  # without what stands for something that is not there: such signs are refused
    st.characters(
        exclude_categories=["C", "Z"], include_characters=" ", exclude_characters="\ufffc\ufffd"
    ),
    max_size=12,
)
PLAIN = st.text("教育局：，。（）“”0123abc", min_size=1, max_size=12)


def quoted(text: str) -> str:
    """A value in double quotes, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False)


@few
@given(st.dictionaries(KEYS, st.tuples(PLAIN, VALUES, st.lists(PLAIN, min_size=1, max_size=4))))
def test_what_is_written_is_what_is_read(wanted: dict[str, tuple[str, str, list[str]]]) -> None:
    lines = []
    for key, (plain, text, items) in wanted.items():
        single = text.replace("'", "''")
        lines += [f"p_{key}: {plain}", f"d_{key}: {quoted(text)}", f"s_{key}: '{single}'"]
        lines += [f"l_{key}: [{', '.join(map(quoted, items))}]", f"b_{key}:"]
        lines += [f"  - {item}" for item in items]
    front, faults = parse_yaml("\n".join(lines) or "a: b")
    assert front is not None
    assert not faults
    for number, (key, (plain, text, items)) in enumerate(wanted.items()):
        line = sum(5 + len(before[2]) for before in list(wanted.values())[:number]) + 1
        here = Mark(line, len(key) + 5, len(plain))
        assert front.get(f"p_{key}") == Scalar(plain, here)
        assert [texts(front.get(f"{style}_{key}")) for style in "dslb"] == [
            text,
            text,
            items,
            items,
        ]


def texts(node: Node | None) -> str | list[str]:
    """The text of a value, or the texts of a list."""
    if isinstance(node, Sequence):
        return [item.text for item in node.items if isinstance(item, Scalar)]
    assert isinstance(node, Scalar)
    return node.text


# files made to do harm


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{" * 100_000,
        "- " * 100_000 + "x",
        "? " * 100_000 + "x",
        "a: " + "[\n" * 20_000,
        "".join(" " * i + "a:\n" for i in range(1_000)),
        "a: " + "*" * 100_000,
        "a: '" + "'" * 99_999,
        "a: " + " " * 100_000 + "#b",
        "\n".join(f"a{i}: b" for i in range(5_000)),
        "a: &a [b, b]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]",
    ],
    ids=lambda text: text[:12],
)
def test_a_file_made_to_do_harm_is_read_in_bounded_time(text: str) -> None:
    check_reading(DOMAIN, text.encode())


def problem_codes(problems: tuple[Problem, ...]) -> list[str]:
    """The codes of problems in order."""
    return [problem.code for problem in problems]


def test_a_million_bytes_are_read_and_one_more_is_refused() -> None:
    text = b"name: " + b"a" * 999_994
    assert problem_codes(tree_of(DOMAIN, text).problems) == []
    assert problem_codes(tree_of(DOMAIN, text + b"a").problems) == ["S10"]


CRASH = """
from sitegen.source import parse_yaml
print([fault.code for fault in parse_yaml({text})[1]])
"""


@pytest.mark.parametrize(
    "text",
    [
        '"? a\\n: " + "- " * 100_000',
        '"a: " + "[\\n# ]\\n" * 160_000',
        '"a: " + "[\\n\\"]\\"," * 100_000',
        '"a:\\u2028 " + "- " * 100_000',
    ],
    ids=[
        "dashes after a colon",
        "brackets closed in comments",
        "brackets closed in quotes",
        "line separator",
    ],
)
def test_depth_never_crashes_the_process(text: str) -> None:
    command = [sys.executable, "-c", CRASH.format(text=text)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, b"['S10']")


def test_brackets_inside_quotes_and_comments_are_not_depth() -> None:
    lines = [f'  - "甲{i} ["' for i in range(30)]
    assert not tree_of(DOMAIN, "\n".join(["name: 教育", "aliases:", *lines]).encode()).problems


@pytest.mark.parametrize("sign", ["\u0085", "\u2028", "\u2029"])
def test_line_separators_are_refused_and_nothing_more(sign: str) -> None:
    for text in (f"name: 教{sign}育\ndescription: 甲\n", f"{sign}(", f"name: 教{sign} 育"):
        assert problem_codes(tree_of(DOMAIN, text.encode()).problems) == ["S12"]


def test_places_stay_inside_a_file_without_a_last_line_end() -> None:
    for text in ("---", "a: b\nxyz", 'a: "x'):
        for problem in tree_of(DOMAIN, text.encode()).problems:
            assert problem.location.line <= len(text.split("\n"))


@pytest.mark.parametrize("value", ["教\n  育", '"教\n  育"', "'教\n  育'"])
def test_a_value_that_yaml_would_join_from_lines_is_refused(value: str) -> None:
    assert problem_codes(tree_of(DOMAIN, f"name: {value}\n".encode()).problems) == ["S05"]


def test_a_joiner_that_scripts_and_emoji_need_may_stand() -> None:
    assert scalar(document_of(DOMAIN, "name: 👩\u200d🏫\n"), "name") == "👩\u200d🏫"


@pytest.mark.parametrize(
    "text",
    ["x" * 999_000, "x\n" * 499_000, "\u200b\n" * 240_000, "- a: &x\n" * 100_000],
    ids=["one line", "many lines", "invisible", "anchors"],
)
def test_a_large_file_of_nonsense_is_refused_in_bounded_time(text: str) -> None:
    assert check_reading(DOMAIN, text.encode()).problems
