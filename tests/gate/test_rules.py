"""Where each rule begins and ends: thresholds, exceptions, places."""

from __future__ import annotations

import random
import time
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
from msgspec import structs

from sitegen import history
from sitegen.build import checked
from sitegen.check import evidence
from sitegen.check.case import Case
from sitegen.check.wording import shipped
from sitegen.errors import SiteInvalid
from sitegen.model import LexiconEntry
from tests.conftest import AS_OF, SMALL, Site
from tests.gate.made import MOBILE, docx, pdf, photo, xlsx, zipped
from tests.gate.test_command import git as run_git
from tests.gate.test_command import page

ABOUT = "content/pages/about.md"
TASK = "content/plans/shili-2026/tasks/001.md"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
VBA = OLE + "_VBA_PROJECT".encode("utf-16-le")
QUICK = 5.0  # seconds of work on the slowest machine
PROGRAM = b"MZ\x90\x00" + bytes(60)


def codes(site: Site, day: date = AS_OF) -> list[str]:
    """The codes of all problems on a day."""
    try:
        return [problem.code for problem in checked(site.project, day)[2].problems]
    except SiteInvalid as invalid:
        return [problem.code for problem in invalid.problems]


def policy(published: str, more: str = "") -> str:
    """A policy document."""
    return f"---\ntitle: 示例市公开办法\nissuer: 示例市人民政府\npublished: {published}\n{more}---\n\n第一条\n"


# wording


def test_the_shipped_lexicon_is_sound() -> None:
    words = shipped().words
    wrong = [entry.wrong for entry in words]
    assert len(wrong) == len(set(wrong))
    for entry in words:
        assert entry.right
        assert entry.wrong not in entry.right, entry
        for other in entry.unless:
            assert entry.wrong in other, entry


@pytest.mark.parametrize("entry", shipped().words, ids=lambda entry: entry.wrong)
def test_each_word_of_the_lexicon_is_found_and_its_exceptions_are_not(
    entry: LexiconEntry, small: Site
) -> None:
    small.write(ABOUT, page(f"甲{entry.wrong}乙"))
    assert codes(small) == ["W01" if entry.severe else "W02"]
    small.write(ABOUT, page("。".join((entry.right, *entry.unless))))
    assert codes(small) == []


@pytest.mark.parametrize("text", ["按装订线" * 12_000, "原文作" + "“按装”、" * 12_000])
def test_words_that_are_right_ten_thousand_times_in_a_line_take_no_time(
    text: str, small: Site
) -> None:
    small.write(ABOUT, page(text))
    started = time.process_time()
    assert codes(small) == []
    assert time.process_time() - started < QUICK


def test_a_slip_that_a_note_speaks_about_is_no_slip(small: Site) -> None:
    small.edit(TASK, "domains: [财政]", "domains: [财政]\nnotes: [原文作“布署”，应为“部署”]")
    assert codes(small) == []
    small.edit(TASK, "原文作“布署”，应为“部署”", "布署")
    assert codes(small) == ["W03"]


# attachments


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", docx("甲")),
        ("a.xlsx", xlsx("甲")),
        ("a.pdf", pdf("a")),
        ("a.jpg", photo("a")),
        ("a.JPEG", photo("a")),
        ("a.png", photo("a", form="PNG")),
        ("a.webp", photo("a", form="WEBP")),
        ("a.zip", zipped({"a.txt": b"a"})),
        ("a.csv", "甲,乙\n".encode("gbk")),
        ("a.txt", "甲".encode("utf-16")),
        ("b.txt", "BMI指数说明\n".encode()),
        ("b.csv", "MZ,数量\n".encode("gbk")),
        ("c.txt", "#!重要说明\n".encode()),
        ("d.txt", "ID3标签说明\n".encode()),
        ("a.bmp", photo(form="BMP")),
        ("b.zip", zipped({"内/甲.docx": docx("甲"), "乙.zip": zipped({"a.csv": b"a"})})),
    ],
)
def test_genuine_files_are_left_alone(name: str, data: bytes, small: Site) -> None:
    small.write(f"content/pages/files/{name}", data)
    assert codes(small) == []


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docx", xlsx("甲"), "A01"),
        ("a.xlsx", zipped({"a.txt": b"a"}), "A01"),
        ("a.pdf", docx("甲"), "A01"),
        ("a.png", photo("a"), "A01"),
        ("a.txt", b"MZ\x90\x00", "A01"),
        ("a.csv", b"a\x00b", "A01"),
        ("a.txt", b"#! /bin/sh\n", "A01"),
        ("a.txt", photo(form="BMP"), "A01"),
        ("a.txt", b"", "A01"),
        ("a.docx", docx("甲", **{"word/vbaProject.bin": b"x"}), "A03"),
        ("a.docm", docx("甲"), "A03"),
        ("a.exe", b"MZ", "A03"),
        ("a.svg", b"<svg/>", "A03"),
        ("a", b"x", "A03"),
    ],
)
def test_false_and_dangerous_files_are_refused(
    name: str, data: bytes, code: str, small: Site
) -> None:
    small.write(f"content/pages/files/{name}", data)
    assert codes(small) == [code]


def told(site: Site) -> list[str]:
    """The messages about kinds of files that are not published."""
    return [problem.message for problem in site.problems() if problem.code == "A03"]


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (
            {"setup.exe": PROGRAM, "p.html": b"<script>1</script>", "a.txt": b"a"},
            "压缩文件里有不公开的文件：setup.exe、p.html",
        ),
        ({"内/表.pdf": PROGRAM}, "压缩文件里有不公开的文件：内/表.pdf"),
        ({"a.txt": b"#!/bin/sh\n"}, "压缩文件里有不公开的文件：a.txt"),
        ({"内.zip": zipped({"a.js": b"1"})}, "压缩文件里有不公开的文件：内.zip/a.js"),
        (
            {"a.docx": zipped({"word/a.exe": PROGRAM})},
            "压缩文件里有不公开的文件：a.docx/word/a.exe",
        ),
        ({"a.docx": docx("甲", **{"word/vbaProject.bin": b"x"})}, "里面的文件带有宏：a.docx"),
        ({"a.xls": VBA}, "里面的文件带有宏：a.xls"),
        (
            {"a.xlsx": zipped({"xl/a.xml": b"a", "xl/embeddings/b.bin": VBA})},
            "里面的文件带有宏：a.xlsx/xl/embeddings/b.bin",
        ),
        ({"\u5185.xlsm": b"x"}, "压缩文件里有不公开的文件：内.xlsm"),
    ],
)
def test_an_archive_holds_only_what_may_be_published_alone(
    parts: dict[str, bytes], message: str, small: Site
) -> None:
    small.write("content/pages/files/a.zip", zipped(parts))
    assert told(small) == [message]


def test_names_in_archives_of_chinese_software_are_read(small: Site) -> None:
    data = zipped({"XXXX.exe": b"MZ"}).replace(b"XXXX", "安装".encode("gbk"))
    small.write("content/pages/files/a.zip", data)
    assert told(small) == ["压缩文件里有不公开的文件：安装.exe"]


def test_names_in_archives_give_nobody_away(small: Site) -> None:
    small.write("content/pages/files/a.zip", zipped({f"某某{MOBILE}.exe": b"MZ"}))
    (message,) = told(small)
    assert MOBILE not in message


def test_what_comes_before_a_broken_part_is_told(small: Site) -> None:
    data = zipped({"a.txt": PROGRAM, "b.txt": b"word" * 99})
    at = data.index(b"b.txt") + 5
    small.write("content/pages/files/a.zip", data[:at] + b"\xff" * 4 + data[at + 4 :])
    assert told(small) == ["压缩文件里有不公开的文件：a.txt"]


@pytest.mark.parametrize(
    "packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_an_archive_that_is_damaged_anywhere_is_told_as_such(packing: int, small: Site) -> None:
    chance = random.Random(1)  # noqa: S311 - a sample, not a secret
    whole = zipped(
        {"a.txt": b"word " * 99, "a.zip": zipped({"b.txt": b"b" * 99}, packing)}, packing
    )
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(3):
            data[chance.randrange(len(data))] = chance.randrange(256)
        small.write("content/pages/files/a.zip", bytes(data))
        assert set(codes(small)) <= {"A01", "A03", "Y09"}


def test_an_archive_with_a_nameless_part_is_read(small: Site) -> None:
    data = zipped({"X": b"x"}).replace(b"X", b"\0")  # a name ends with NUL
    small.write("content/pages/files/a.zip", data)
    assert set(codes(small)) <= {"A01", "A03", "Y09"}


def test_what_systems_leave_in_archives_is_left_alone(small: Site) -> None:
    parts = {
        ".DS_Store": b"x",
        "__MACOSX/._表.xlsx": b"x",
        "Thumbs.db": b"x",
        "表.xlsx": xlsx("甲"),
    }
    small.write("content/pages/files/a.zip", zipped(parts))
    assert told(small) == []


@pytest.mark.parametrize("suffix", [".xls", ".doc", ".et"])
def test_macros_in_old_office_files_are_refused(suffix: str, small: Site) -> None:
    small.write(f"content/pages/files/a{suffix}", VBA)
    assert told(small) == ["文件里带有宏"]
    small.write(f"content/pages/files/a{suffix}", OLE)
    assert told(small) == []


# links


def test_fragments_of_other_pages_are_looked_up_there(small: Site) -> None:
    small.write("content/pages/help.md", page("## 甲\n\n### 乙").replace("关于本站", "帮助"))
    small.write(ABOUT, page("[一](help.md#text-2) [二](help.md#text-3) [三](#main)"))
    assert codes(small) == ["L01"]
    small.write(ABOUT, page("[一](help.md#text-2) [二](https://example.com/#text-9)"))
    assert codes(small) == []


def test_the_hint_names_the_heading_that_was_meant(small: Site) -> None:
    small.write(ABOUT, page("## 收录的文件\n\n[见](#收录文件)"))
    assert [p.hint for p in small.problems()] == ["“收录的文件”写作 #text-1"]


def test_the_nearest_entry_of_the_list_of_links_decides(small: Site) -> None:
    entries = "links:\n" + "".join(
        f"  - {{url: {url}, checked: 2026-11-01, state: {state}}}\n"
        for url, state in (
            ("https://example.com/", "ok"),
            ("https://example.com/old/", "dead"),
            ("https://example.com/old/a", "ok"),
        )
    )
    small.write("content/links.yaml", entries)
    small.write(ABOUT, page("<https://example.com/x>、https://example.com/old/a。"))
    assert codes(small) == []
    small.write(ABOUT, page("见https://example.com/old/b。"))
    assert codes(small) == ["L02"]
    small.write(ABOUT, page("见https://example.net/、https://example.org/about/。"))
    assert codes(small) == ["L03"]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://example.org", []),
        ("https://EXAMPLE.org/about/", []),
        ("https://example.org/?a=1", []),
        ("https://example.org#text-1", []),
        ("https://example.org.evil.example/about/", ["L03"]),
        ("https://example.org@evil.example/", ["L03"]),
        ("https://example.org:8443/", ["L03"]),
        ("https://example.organ.example/", ["L03"]),
        ("https://evil.example/https://example.org/", ["L03"]),
    ],
)
def test_only_what_stands_at_the_address_of_the_site_is_inside_it(
    address: str, found: list[str], small: Site
) -> None:
    known = "links:\n  - {url: https://example.com/, checked: 2026-11-01, state: ok}\n"
    small.write("content/links.yaml", known)
    small.write(ABOUT, page(f"<{address}>"))
    assert codes(small) == found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("departments/shili/caizhengju/", []),
        ("departments/shili/caizhengju/index.html#basics", []),
        ("departments/shili/caizheng/", []),  # its old address
        ("departments/shili/caizhengju/poster/", []),
        ("plans/compare/", []),
        ("documents/year/2017/", []),
        ("art/2017/3/1/art_1.html", []),  # of another program behind the same host
        ("departments/shili/caizhengjv/", ["L04"]),
        ("plans/nowhere/", ["L04"]),
        ("plans/nowhere/tasks/1/?from=feed", ["L04"]),
    ],
)
def test_an_address_of_the_site_is_one_that_it_has_or_had(
    path: str, found: list[str], small: Site
) -> None:
    unit = "content/departments/shili/caizhengju.yaml"
    small.edit(unit, "[财政局]", "[财政局, /departments/shili/caizheng/]")
    small.write(ABOUT, page(f"见 <https://example.org/{path}>。"))
    assert codes(small) == found


# evidence


@pytest.mark.parametrize(
    ("second", "twice"),
    [
        ({}, True),
        ({"date": "2026-03-11"}, True),
        ({"title": "三月收支表"}, True),
        ({"date": "2026-03-11", "title": "三月收支表"}, False),
        ({"tasks": '["1", "2"]'}, True),
        ({"tasks": '["2"]'}, False),
        ({"departments": "[市环保局]"}, False),
        ({"periods": "[2026-03]"}, True),
        ({"periods": "[2026-04]"}, False),
        ({"periods": "[2026-04, 2026-03]"}, True),
        ({"url": "https://example.com/4"}, False),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_two_records_of_one_publication_for_one_task_and_period_are_one_too_many(
    second: dict[str, str],
    twice: bool,  # noqa: FBT001
    turned: bool,  # noqa: FBT001
    small: Site,
) -> None:
    first = {"title": "三月收支", "date": "2026-03-10", "tasks": '["1"]', "periods": "[2026-03]"}
    first |= {"departments": "[市财政局]", "url": "https://example.com/3"}
    for name, said in zip("ba" if turned else "ab", (first, first | second), strict=True):
        text = "".join(f"{key}: {value}\n" for key, value in said.items())
        small.write(f"content/plans/shili-2026/records/{name}.md", f"---\n{text}---\n")
    assert ("C12" in codes(small)) == twice


def test_twenty_thousand_records_of_one_address_are_compared_at_once(small: Site) -> None:
    small.write(
        "content/plans/shili-2026/records/a.md",
        '---\ntitle: 收支\ndate: 2026-03-10\ntasks: ["1"]\ndepartments: [市财政局]\n'
        "url: https://example.com/\n---\n",
    )
    site, routes, _ = checked(small.project, AS_OF)
    (record,) = site.evidence
    many = tuple(
        replace(record, title=f"收支 {number}", date=date.fromordinal(600_000 + number))
        for number in range(20_000)
    )
    case = Case(structs.replace(site, evidence=(*many, many[-1])), routes, AS_OF)
    started = time.process_time()
    assert [problem.code for problem in evidence.repeated(case)] == ["C12"]
    assert time.process_time() - started < QUICK


# timeliness


@pytest.mark.parametrize(("days", "stale"), [(14, False), (15, True)])
def test_the_home_page_is_stale_after_two_weeks(days: int, stale: bool, small: Site) -> None:  # noqa: FBT001
    small.write("content/documents/shili/a.md", policy(AS_OF.isoformat(), "kind: interpretation\n"))
    assert ("T01" in codes(small, AS_OF + timedelta(days))) == stale


@pytest.mark.parametrize(("day", "stale"), [("2026-05-21", False), ("2026-05-20", True)])
def test_policies_are_stale_after_six_months(day: str, stale: bool, small: Site) -> None:  # noqa: FBT001
    small.write("content/documents/shili/a.md", policy(day))
    assert ("T02" in codes(small)) == stale


def test_six_months_before_the_end_of_august_is_the_end_of_february(small: Site) -> None:
    small.write("content/documents/shili/a.md", policy("2026-02-28"))
    assert "T02" not in codes(small, date(2026, 8, 31))
    assert "T02" in codes(small, date(2026, 9, 1))


def test_a_site_of_archived_plans_is_never_stale(small: Site) -> None:
    small.write(ABOUT, page("甲").replace("---\n\n", "date: 2020-01-01\n---\n\n"))
    assert codes(small, date(2030, 1, 1)) == []


def test_the_statutory_column_is_kept_up_whatever_the_plans_are(small: Site) -> None:
    small.write(ABOUT, page("甲").replace("---\n\n", "date: 2020-01-01\ncolumn: guide\n---\n\n"))
    assert codes(small, date(2020, 6, 1)) == ["T04"] * 4
    assert codes(small, date(2030, 1, 1)) == ["T04"] * 4 + ["T03"]


def test_what_passes_with_time_never_stops_the_daily_rebuild(small: Site) -> None:
    small.write("content/documents/shili/a.md", policy("2026-11-10", "valid_until: 2027-01-01\n"))
    for years in (1, 5, 20):
        verdict = checked(small.project, AS_OF.replace(year=AS_OF.year + years))[2]
        assert {problem.severity for problem in verdict.problems} == {"warning"}


# publication


@pytest.mark.parametrize(("day", "late"), [("2026-11-20", False), ("2026-11-23", True)])
def test_a_policy_has_ten_working_days_for_its_interpretation(
    day: str,
    late: bool,  # noqa: FBT001
    small: Site,
) -> None:
    small.write("content/documents/shili/a.md", policy("2026-11-06"))
    assert ("B02" in codes(small, date.fromisoformat(day))) == late


def test_a_repealed_policy_needs_no_interpretation(small: Site) -> None:
    small.write(
        "content/documents/shili/a.md",
        policy("2026-10-08", "validity: 废止\nrepealed_on: 2026-11-01\n"),
    )
    assert "B02" not in codes(small)


def test_a_repeal_that_is_still_to_come_is_no_contradiction(small: Site) -> None:
    small.write("content/documents/shili/a.md", policy("2026-11-10", "repealed_on: 2026-12-31\n"))
    assert "B03" not in codes(small)
    assert "B03" in codes(small, date(2026, 12, 31))


def test_a_shallow_clone_and_a_folder_without_git_know_no_first_commits(small: Site) -> None:
    assert history.first_commits(history.Past(small.folder)) == {}
    run_git(small.folder, "init", "--quiet")
    run_git(small.folder, "add", ".")
    run_git(small.folder, "commit", "--quiet", "--message", "x")
    assert set(history.first_commits(history.Past(small.folder))) >= {"content/site.yaml", TASK}
    clone = small.folder / "clone"
    run_git(small.folder, "commit", "--quiet", "--allow-empty", "--message", "y")
    run_git(small.folder, "clone", "--quiet", "--depth=1", small.folder.as_uri(), str(clone))
    assert history.first_commits(history.Past(clone)) == {}


# tags


@pytest.mark.parametrize(
    "host", ["www.Example.GOV.CN", "www.example.gov.cn:8443", "example.gov.cn."]
)
def test_a_government_domain_is_one_however_it_is_written(host: str, small: Site) -> None:
    small.edit("content/site.yaml", "https://example.org/", f"https://{host}/")
    assert codes(small) == ["G01"] * 5


def test_only_sites_under_a_government_domain_are_asked_for_tags(small: Site) -> None:
    assert "example.org" in SMALL
    small.edit("content/site.yaml", "https://example.org/", "https://www.gov.cn.example.org/")
    assert codes(small) == []
    small.edit(
        "content/site.yaml", "https://www.gov.cn.example.org/", "https://www.shili.gov.cn/a/"
    )
    assert codes(small) == ["G01"] * 5


PLAN = "content/plans/shili-2026/index.md"


@pytest.mark.parametrize(
    ("issued", "found"),
    [
        ("2026-11-21", ["B07"]),
        ("2026-11-22", ["B06"]),
        ("2062-03-20", ["B06"]),
        ("2026-09-30", []),
        ("2026-10-01", ["B07"]),
        ("2025-07-01", []),
        ("2025-06-30", ["B07"]),
    ],
)
def test_a_plan_is_issued_about_the_beginning_of_its_year(
    issued: str, found: list[str], small: Site
) -> None:
    small.edit(PLAN, "year: 2026", f"year: 2026\nissued: {issued}")
    assert codes(small) == found


# units


UNITS = "raw: 市财政局牵头落实\n  lead: [市财政局]"


@pytest.mark.parametrize(
    "said",
    [
        "raw: 各部门",
        "raw: 市教育局等\n  open_ended: true",
        "raw: 各县财政局、 市环保局\n  lead: [市环保局]",
        "raw: 市审计局（财政局）\n  unspecified: [财政局]",
        "raw: 市财政局\n  more: [{column: 配合, raw: 市环保局}]\n  lead: [财政局]\n  support: [市环保局]",
    ],
)
def test_a_wording_and_its_units_may_agree_in_many_ways(said: str, small: Site) -> None:
    small.edit(TASK, UNITS, said)
    assert codes(small) == []


def test_the_class_of_a_unit_and_what_came_before_it_stand_for_it(small: Site) -> None:
    small.write(
        "content/departments/shili/dai.yaml",
        "name: 示例市各单位\nkind: group\nmembers: [市财政局]\nshort: 市级各单位\n",
    )
    small.write("content/departments/shili/old.yaml", "name: 示例市税政处\nsuccessor: 市财政局\n")
    small.edit(TASK, "raw: 市财政局牵头落实", "raw: 市级各单位")
    assert codes(small) == ["C02", "C02"]
    small.edit(TASK, "raw: 市级各单位", "raw: 示例市税政处")
    assert codes(small) == ["C02", "C02"]


def test_evidence_for_a_task_without_units_is_not_asked_whose_it_is(small: Site) -> None:
    small.edit(TASK, UNITS, "raw: 市教育局")
    small.write(
        "content/plans/shili-2026/records/a.md",
        "---\ntitle: 甲\ndate: 2026-02-10\ntasks: ['1']\ndepartments: [市环保局]\n"
        "url: https://example.org/a\n---\n",
    )
    assert codes(small) == ["C11"]


# what is left over


NEW = "content/departments/shili/shujuju.yaml"
DRAFT = """\
---
number: "9"
responsibility:
  raw: 市数据局
  lead: [市数据局]
domains: [数据]
draft: true
---

公开数据。
"""
NEEDING = [
    ("content/departments/shili/old.yaml", "name: 示例市老局\nsuccessor: 市数据局\n"),
    ("content/documents/shili/a.md", policy("2026-11-20", "departments: [市数据局]\n")),
    (
        "content/plans/shili-2026/tasks/009.md",
        DRAFT,
    ),
]


@pytest.mark.parametrize(("path", "text"), NEEDING)
def test_a_department_that_is_needed_is_not_called_left_over(
    path: str, text: str, small: Site
) -> None:
    small.write(NEW, "name: 示例市数据局\nshort: 市数据局\n")
    small.write("content/domains/shuju.yaml", "name: 数据\ndescription: 数据。\n")
    before = codes(small)
    assert (before.count("C02"), before.count("C03")) == (1, 1)
    small.write(path, text)
    needed = NEW if "draft" not in text else "shuju"
    found = checked(small.project, AS_OF)[2].problems
    left = [one.location.path for one in found if one.code in {"C02", "C03"}]
    assert not [path for path in left if needed in path]


# titles


def test_documents_of_two_days_and_tasks_of_two_plans_may_have_one_title(small: Site) -> None:
    small.write("content/documents/shili/a.md", policy("2026-11-10"))
    small.write("content/documents/shili/b.md", policy("2026-11-11"))
    for file in ("index.md", "tasks/001.md"):
        text = (small.folder / "content/plans/shili-2026" / file).read_text("utf-8")
        small.write(f"content/plans/shili-2025/{file}", text.replace("2026", "2025"))
    assert codes(small) == []
    small.edit("content/plans/shili-2025/index.md", "示例市2025年", "示例市2026年")
    assert codes(small) == ["C17"]
