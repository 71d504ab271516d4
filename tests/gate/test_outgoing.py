"""What is published gives nobody away, whichever way of writing hides it from a look at the lines."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest

from sitegen.errors import Problem, SiteInvalid
from sitegen.privacy import found
from sitegen.show import format_problem
from tests.conftest import Site
from tests.gate.made import CARD, ID18, LANDLINE, MAIL, MOBILE

GRAVE = {"Y01", "Y02", "Y04"}
TEXT = re.compile(rb"<[^<>]*>")
HEAD, TAIL = MOBILE[:3], MOBILE[3:]
# the number of a mobile telephone, as it may be written in Markdown
DISGUISES = {
    "line end": f"{HEAD}\n{TAIL}",
    "line end in a quotation": f"\n\n> 手机{HEAD}\n> {TAIL}",
    "line end and blanks": f"{MOBILE[:5]}\n  {MOBILE[5:]}",
    "reference": f"&#49;{MOBILE[1:]}",
    "reference in hexadecimal": f"{MOBILE[:4]}&#x{ord(MOBILE[4]):x};{MOBILE[5:]}",
    "emphasis": f"{HEAD}**{MOBILE[3:7]}**{MOBILE[7:]}",
    "emphasis of each digit": "".join(f"*{digit}*" for digit in MOBILE),
    "code": f"{HEAD}`{TAIL}`",
    "link": f"{HEAD}[{TAIL}](https://example.org/)",
    "title of a link": f'[甲](https://example.org/ "&#49;{MOBILE[1:]}")',
    "soft hyphen by reference": f"{HEAD}&shy;{TAIL}",
    "zero-width joiner": "\u200d".join(MOBILE),
    "variation selector": f"{HEAD}\ufe0e{TAIL}",
    "full-width digits": "".join(chr(ord(digit) + 0xFEE0) for digit in MOBILE),
    "mathematical digits": "".join(chr(ord(digit) - 0x30 + 0x1D7CE) for digit in MOBILE),
}


def private(site: Site) -> list[Problem]:
    """The privacy problems of a site; none of them shows what was planted."""
    problems = [problem for problem in site.problems() if problem.code[0] == "Y"]
    assert not any(MOBILE in format_problem(problem) for problem in problems)
    return problems


def places(site: Site) -> list[tuple[str, int, int]]:
    """Code, line and column of each privacy problem."""
    return [(p.code, p.location.line, p.location.column) for p in private(site)]


def published(site: Site) -> set[str]:
    """The grave kinds of personal data in what is published, as bytes and as a reader sees it."""
    with suppress(SiteInvalid):
        site.build()
    texts = [
        text.decode()
        for name, data in (site.files() if (site.folder / "output").exists() else {}).items()
        if name.endswith((".html", ".json", ".csv", ".xml", ".txt", ".ics"))
        for text in (data, TEXT.sub(b"", data))
    ]
    return {one.code for text in texts for line in text.split("\n") for one in found(line)} & GRAVE


def page(site: Site, text: str) -> None:
    """Put a text on a page of its own."""
    site.write("content/pages/about.md", f"---\ntitle: 关于\n---\n\n{text}\n")


def task(site: Site, text: str) -> None:
    """Put a text behind the wording of a task."""
    site.edit("content/plans/shili-2026/tasks/001.md", "增减变化。", f"增减变化。{text}。")


@pytest.mark.parametrize("written", DISGUISES.values(), ids=DISGUISES)
def test_a_number_is_found_however_a_page_writes_it(written: str, small: Site) -> None:
    page(small, f"本站手机{written}。")
    assert [problem.code for problem in private(small)] == ["Y02"]
    assert published(small) == set()


@pytest.mark.parametrize(
    ("code", "number"), [("Y01", ID18), ("Y02", MOBILE), ("Y04", CARD)], ids=["Y01", "Y02", "Y04"]
)
@pytest.mark.parametrize("cut", ["\n", "\n\n", " ", "\u3000\n", "\u200d"])
def test_nothing_is_published_that_joins_the_parts_of_a_number(
    code: str, number: str, cut: str, small: Site
) -> None:
    task(small, f"号码{number[:5]}{cut}{number[5:]}")
    assert [problem.code for problem in private(small)] == [code]
    assert published(small) == set()


def test_a_number_split_by_lines_is_told_where_it_begins(small: Site) -> None:
    task(small, f"手机{HEAD}\n{TAIL}")
    line = 14
    assert places(small) == [("Y02", line, len("按月公开财政收支情况，解读增减变化。手机") + 1)]


def test_a_number_in_character_references_is_told_where_it_begins(small: Site) -> None:
    page(small, f"甲。\n\n乙&amp;丙，手机&#49;{MOBILE[1:]}。")
    assert places(small) == [("Y02", 7, len("乙&amp;丙，手机") + 1)]


def test_escapes_in_front_matter_hide_nothing(small: Site) -> None:
    small.write(
        "content/pages/about.md",
        f'---\ntitle: 关于\ndescription: "手机\\x31{MOBILE[1:]}"\n---\n\n正文。\n',
    )
    assert places(small) == [("Y02", 3, len("description: ") + 1)]


def test_folded_values_hide_nothing(small: Site) -> None:
    small.write(
        "content/pages/about.md",
        f"---\ntitle: 关于\ndescription: >-\n  手机{HEAD}\n  {TAIL}\n---\n\n正文。\n",
    )
    assert [problem.code for problem in private(small)] == ["Y02"]


def test_contact_fields_may_hold_escaped_telephone_numbers_but_nothing_else(small: Site) -> None:
    small.write(
        "content/departments/shili/caizhengju.yaml",
        "name: 示例市财政局\nshort: 市财政局\naliases: [财政局]\n"
        f'contact:\n  office: "办公室 \\x31{ID18[1:]}"\n  phone: "\\x30{LANDLINE[1:]}"\n',
    )
    assert [problem.code for problem in private(small)] == ["Y01"]


def test_what_the_lines_tell_is_not_told_again(small: Site) -> None:
    task(small, f"手机{MOBILE}，\n身份证{ID18[:6]} {ID18[6:14]} {ID18[14:]}")
    page(
        small, f"手机{HEAD} {MOBILE[3:7]} {MOBILE[7:]}，邮箱 <{MAIL}>，\n[**甲**](mailto:{MAIL})。"
    )
    codes = [(p.location.path.rpartition("/")[2], p.code) for p in private(small)]
    assert codes == [
        ("about.md", "Y02"),
        ("about.md", "Y05"),
        ("about.md", "Y05"),
        ("001.md", "Y02"),
        ("001.md", "Y01"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2016年\n2017年，共 13 800\n元、1380 元。",
        "| 年 | 数 |\n|---|---|\n| 138 | 00138000 |\n| 2017 | 12345678 |",
        "1. 2017\n2. 138\n3. 00138000\n",
        "- 138\n- 00138000",
        "**138**件，`00138000`项，网址 <https://example.org/13800138000>。",
    ],
)
def test_what_only_stands_near_on_a_page_is_no_number(text: str, small: Site) -> None:
    page(small, f"{'甲' * 90}\n\n{text}")
    assert private(small) == []
