"""What an editor sees on a terminal: the mark under the marked text, whatever the line holds."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sitegen.__main__ import main
from sitegen.errors import Location, Problem
from sitegen.show import (
    AROUND,
    FIRST,
    MARKED,
    MOST,
    brief,
    columns,
    format_problem,
    texts,
    whereabouts,
)
from tests.conftest import Site


def problem(line: str, column: int, width: int = 1, message: str = "有误") -> Problem:
    """A problem at a place of a line."""
    return Problem("S05", Location("content/site.yaml", 12, column, width), message, "", line)


def excerpt(found: Problem) -> tuple[str, str]:
    """The line and the mark below it, without the gutter."""
    line, mark = format_problem(found).splitlines()[2:4]
    return line.removeprefix("  12 | "), mark.removeprefix("     | ")


def test_the_mark_stands_under_the_marked_characters() -> None:
    line, mark = excerpt(problem("aliases: [甲a, 乙, 甲a]", 18, 2))
    assert columns(mark.rstrip("^＾")) == columns("aliases: [甲a, 乙, ")
    assert (line, mark.strip(" \u3000")) == ("aliases: [甲a, 乙, 甲a]", "＾^")


def test_tabs_show_as_signs_of_one_column() -> None:
    assert excerpt(problem("name:\t教育", 7, 2)) == ("name:→教育", "      ＾＾")


def test_a_place_behind_the_line_is_marked_there() -> None:
    assert excerpt(problem("name: 教育", 9)) == ("name: 教育", "      　　^")


@pytest.mark.parametrize("column", [1, 41, 500, 999, 1001])
@pytest.mark.parametrize("sign", ["a", "财"])
def test_a_long_line_is_cut_around_the_mark(column: int, sign: str) -> None:
    line, mark = excerpt(problem(sign * 1000, column, 3))
    assert columns(line) <= 2 * AROUND + 2 * len("...") + 6
    assert columns(mark) <= columns(line) + 1
    assert line.startswith("...") == (column > 41 or (column == 41 and sign == "财"))


def test_a_long_mark_is_cut() -> None:
    line, mark = excerpt(problem("财" * 1000, 5, 900))
    assert columns(mark) <= MARKED + AROUND
    assert line.endswith("...")


def test_combining_signs_take_no_column() -> None:
    assert excerpt(problem("e\u0301教", 3)) == ("e\u0301教", " ＾")


def test_nothing_that_a_file_holds_can_steer_the_terminal() -> None:
    text = format_problem(problem("a\x1b[31m\r\n\u202eb", 2, 4, "“\x1b[2J\n错误 X”"))
    assert len(text.splitlines()) == 5
    assert not set(text) & set("\x1b\r\u202e")


def test_a_path_that_is_no_text_can_be_shown() -> None:
    found = Problem("S11", Location("content/\udcff.yaml"), "有误")
    assert "content/\ufffd.yaml" in format_problem(found)


def test_of_very_many_problems_the_first_are_shown() -> None:
    many = tuple(problem("a" * 1_000_000, column) for column in range(1, 5_001))
    shown = list(texts(many))
    assert shown[:-1] == [format_problem(found) for found in many[:MOST]]
    assert shown[-1] == "还有 4800 个没有列出；改好上面的，再检查一次。\n"
    assert sum(map(len, shown)) < 100_000


def test_check_counts_all_and_shows_the_first(
    small: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    items = "\n".join(f"- 单位{number}" for number in range(300))
    small.write(
        "content/departments/shili/danwei.yaml", f"name: 各单位\nkind: group\nmembers:\n{items}\n"
    )
    assert main(["check", "--project", str(small.folder)]) == 1
    error = capsys.readouterr().err
    assert error.count("错误 R01") == MOST
    assert error.endswith(
        "还有 100 个没有列出；改好上面的，再检查一次。\n\n共 300 个错误；没有发布，原来的网站没有改动。\n"
    )


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("content/domains/huanbao.yaml", "https://x.example/gov/domains/huanbao/"),
        (r"content\domains\huanbao.yaml", "https://x.example/gov/domains/huanbao/"),
        ("./content/domains/huanbao.yaml", "https://x.example/gov/domains/huanbao/"),
        ("https://x.example/gov/domains/huanbao/", "content/domains/huanbao.yaml"),
        ("/domains/huanbao", "content/domains/huanbao.yaml"),
        ("domains/huanbao/index.html", "content/domains/huanbao.yaml"),
        ("/domains/huanbao/#units", "content/domains/huanbao.yaml"),
        ("/gone/", ""),
        ("http://[", ""),
    ],
)
def test_a_file_leads_to_its_page_and_a_page_to_its_file(target: str, found: str) -> None:
    files = {"content/domains/huanbao.yaml": "domains/huanbao/"}
    assert whereabouts(target, files, "https://x.example/gov/") == found


def test_a_build_tells_the_first_warnings_of_each_code_and_how_many_more_there_are() -> None:
    many = [problem("name: 教育", 7, message=f"第{n}个") for n in range(FIRST + 2)]
    other = replace(many[0], code="C06")
    told = list(brief([*many, other]))
    assert [text.splitlines()[1].strip() for text in told[:FIRST]] == ["第0个", "第1个", "第2个"]
    assert told[FIRST] == "S05 还有 2 个没有列出；用 sitegen check 查看。\n"
    assert told[FIRST + 1 :] == [format_problem(other)]
    assert list(brief(many[:FIRST])) == list(texts(many[:FIRST]))
