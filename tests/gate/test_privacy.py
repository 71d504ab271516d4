"""Personal data is found wherever it is, service numbers are not, and nothing is repeated in full."""

from __future__ import annotations

import io
import re
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.attached import pieces, read_attachment
from sitegen.errors import Problem
from sitegen.privacy import found, masked
from sitegen.show import format_problem
from tests.conftest import Site
from tests.gate.made import (
    ALL,
    CARD,
    CERTIFICATE,
    ID15,
    ID18,
    LANDLINE,
    MAIL,
    MOBILE,
    PASSPORT,
    PLATE,
    bank_card,
    docx,
    pdf,
    photo,
    resident_id,
    xlsx,
    zipped,
)

FILES = "content/pages/files"
PRIVATE = tuple(ALL)


def codes(line: str) -> list[str]:
    """The codes of what is found in a line."""
    return [one.code for one in found(line)]


def private(site: Site) -> list[Problem]:
    """The privacy problems of a site; none of them repeats what was planted."""
    problems = [p for p in site.problems() if p.code[0] == "Y"]
    for problem in problems:
        for datum in (ID18, ID15, MOBILE, LANDLINE, CARD, MAIL, PASSPORT, PLATE):
            assert datum not in format_problem(problem)
    return problems


def told(site: Site) -> list[tuple[str, str]]:
    """Code and message of each privacy problem."""
    return [(problem.code, problem.message) for problem in private(site)]


# one line


@pytest.mark.parametrize(("code", "datum"), ALL.items())
def test_each_kind_is_found_in_a_sentence(code: str, datum: str) -> None:
    assert codes(f"申请人某某（{datum}）已登记。") == [code]


@pytest.mark.parametrize(
    "line",
    [
        ID15,
        ID18.lower(),
        f"{ID18[:6]} {ID18[6:14]} {ID18[14:]}",
        "".join(chr(ord(c) + 0xFEE0) for c in ID18),
        f"身份证{ID18}张",
    ],
)
def test_an_identity_number_is_found_however_it_is_written(line: str) -> None:
    assert codes(line) == ["Y01"]


@pytest.mark.parametrize(
    "line",
    [
        f"+86{MOBILE}",
        f"86-{MOBILE}",
        f"{MOBILE[:3]}-{MOBILE[3:7]}-{MOBILE[7:]}",
        f"{MOBILE[:3]} {MOBILE[3:7]} {MOBILE[7:]}",
        f"{MOBILE[:3]}-{MOBILE[3:7]} {MOBILE[7:]}",
        f"{MOBILE[:3]} {MOBILE[3:]}",
        f"{MOBILE[:4]}-{MOBILE[4:7]}-{MOBILE[7:]}",
        f"{MOBILE[:3]} {MOBILE[3:6]} {MOBILE[6:]}",
        f"{MOBILE[:3]}.{MOBILE[3:7]}.{MOBILE[7:]}",
        f"{MOBILE[:3]}·{MOBILE[3:7]}·{MOBILE[7:]}",
        f"{MOBILE[:3]}\u2011{MOBILE[3:7]}\u2011{MOBILE[7:]}",
        f"{MOBILE[:5]} {MOBILE[5:]}",
        f"+86 {MOBILE[:4]}-{MOBILE[4:7]}-{MOBILE[7:]}",
        f"手机 {MOBILE[:3]} {' '.join(MOBILE[3:])}",
        f"电话：{MOBILE[:3]} 00 00 00 00",
        f"1. {MOBILE[:3]} {MOBILE[3:6]} {MOBILE[6:]}",
        f"联系人：某某，{MOBILE}",
        f"微信同号{MOBILE}。",
        f"举报电话：12345，联系人手机：{MOBILE}",
    ],
)
def test_a_mobile_number_is_found_however_it_is_written(line: str) -> None:
    assert codes(line) == ["Y02"]


@pytest.mark.parametrize("line", ["(010)22222222", "010 22222222", "电话：22222222"])
def test_a_landline_is_found_however_it_is_written(line: str) -> None:
    assert codes(line) == ["Y03"]


@pytest.mark.parametrize(
    "line",
    [
        "12345、12315、12333、110、119、96198",
        "服务热线：12345，投诉举报：12315",
        f"举报电话：{LANDLINE}",
        f"举报电话 {LANDLINE}、{LANDLINE}",
        f"服务热线{MOBILE}",
        f"咨询电话：（{LANDLINE}）",
        "客服 400-000-0000",
        "办公电话：010-22222222，传真：010-22222223",
        "攀办发〔2017〕84号、国办发〔2017〕47号",
        "2017年7月3日至2018年12月31日，共13000元",
        "每股0.13000000000元",
        "每股1300.0000000元",
        "序号130 2017-12-31、130 2017.12.31、1985-06-30 123、1985.6.30 12345",
        "项目编号1501-2017-001、1501 2017 001",
        "地址130.196.123.45、版本130.2.1.0",
        "共130 245 367 12件，150 20 30 40 50，12 1500 200 3000，1500 200 3000 400",
        "金额1500.34 345.12，15000-200000元，13000 120000 万元，1300 20 3000",
        "第130、131、132、133条",
        "攀府发〔2017〕130—133号，国办发〔2016〕1300 2017",
        "https://www.example.gov.cn/t20170608_13000000000.html",
        "统一社会信用代码 91110101MA00000000",
        f"编号{'1' * 25}",
        f"{ID18[:-1]}{'1' if ID18[-1] != '1' else '2'}",
        f"{CARD[:-1]}{(int(CARD[-1]) + 1) % 10}",
        "xxgk@example.gov.cn",
        "执行GB18030—2022标准，新GB18030",
        "川藏铁路D5912次",
        "图书编号B00000001",
        "身份证、户口簿原件及复印件各2份",
        "身份证号码应当为18位",
        "",
    ],
)
def test_what_is_no_personal_data_is_left_alone(line: str) -> None:
    assert codes(line) == []


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 999))
def test_every_valid_identity_number_is_found_and_no_digit_may_change(
    birthday: date, order: int
) -> None:
    number = resident_id("510402", f"{birthday:%Y%m%d}", f"{order:03}")
    assert codes(number) == ["Y01"]
    wrong = number[:16] + str((int(number[16]) + 1) % 10) + number[17:]
    assert "Y01" not in codes(wrong)


@given(st.sampled_from(["62", "4", "51", "35281", "9558"]), st.integers(0, 10**9))
def test_every_card_of_a_known_range_is_found(prefix: str, middle: int) -> None:
    length = 19 if prefix in {"62", "9558"} else 16
    card = bank_card(f"{prefix}{middle:010}"[: length - 1], length)
    assert codes(card)[:1] in (["Y04"], ["Y01"])


@given(st.text(max_size=300))
def test_any_text_keeps_its_length_when_masked_and_nothing_is_left_to_find(text: str) -> None:
    assert len(masked(text)) == len(text)


@pytest.mark.parametrize("datum", [ID18, ID15, MOBILE, LANDLINE, CARD, MAIL, PASSPORT, PLATE])
def test_masking_blots_out_most_of_a_datum(datum: str) -> None:
    hidden = masked(f"甲{datum}乙")
    assert datum not in hidden
    assert hidden.count("*") * 2 >= len(datum.partition("@")[0])
    assert (hidden[0], hidden[-1]) == ("甲", "乙")


# the places of a site


def test_text_and_front_matter_are_searched(small: Site) -> None:
    small.write(
        "content/pages/about.md",
        f"---\ntitle: 关于{MOBILE}\ndescription: 甲 {MAIL}\n---\n\n{ID18}\n\n{CERTIFICATE}\n",
    )
    lines = [(p.code, p.location.line) for p in private(small)]
    assert lines == [("Y02", 2), ("Y05", 3), ("Y01", 6), ("Y08", 8)]


def test_contact_fields_may_hold_telephone_numbers_but_nothing_else(small: Site) -> None:
    small.write(
        "content/departments/shili/caizhengju.yaml",
        "name: 示例市财政局\nshort: 市财政局\naliases: [财政局]\n"
        f"contact:\n  office: 办公室 {ID18}\n  phone: {LANDLINE}\n",
    )
    assert [p.code for p in private(small)] == ["Y01"]


def test_file_names_are_searched_and_not_repeated(small: Site) -> None:
    small.write(f"{FILES}/某某{ID18}.txt", "无\n")
    ((code, message),) = told(small)
    assert code == "Y01"
    assert message.startswith("路径里有")


@pytest.mark.parametrize(("code", "datum"), ALL.items())
@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("a.xlsx", lambda datum: xlsx("名称", datum)),
        ("a.docx", lambda datum: docx("名称", datum)),
        ("a.csv", lambda datum: f"名称,号码\n甲,{datum}\n".encode("gbk")),
        ("a.txt", lambda datum: f"甲 {datum}\n".encode()),
        ("b.txt", lambda datum: f"甲 {datum}\n".encode("utf-16")),
        ("a.png", lambda datum: photo(datum, form="PNG")),
        ("a.jpg", photo),
        ("a.zip", lambda datum: zipped({"内/甲.xlsx": xlsx(datum)})),
    ],
)
def test_every_kind_is_found_in_every_attachment(
    code: str, datum: str, name: str, made: Callable[[str], bytes], small: Site
) -> None:
    small.write(f"{FILES}/{name}", made(datum))
    assert code in [problem.code for problem in private(small)]


@pytest.mark.parametrize("code", ["Y01", "Y02", "Y03", "Y04", "Y05", "Y06"])
def test_pdf_pages_are_searched(code: str, small: Site) -> None:
    small.write(f"{FILES}/a.pdf", pdf("nothing", f"no. {ALL[code]}"))
    ((found_code, message),) = told(small)
    assert found_code == code
    assert message.startswith("第 2 页有")


def test_places_in_attachments_are_told(small: Site) -> None:
    small.write(f"{FILES}/a.xlsx", xlsx("手机", int(MOBILE), float(ID15), ID18))
    assert [message.partition("有")[0] for _, message in told(small)] == [
        "工作表“名单”B3",
        "工作表“名单”B4",
        "工作表“名单”B2",
    ]


def test_comments_properties_and_pictures_within_a_word_file_are_searched(small: Site) -> None:
    parts = {
        "word/comments.xml": f"<w:comments><w:p>{MOBILE}</w:p></w:comments>".encode(),
        "docProps/core.xml": f"<cp><dc:creator>{MAIL}</dc:creator></cp>".encode(),
        "word/media/image1.jpeg": photo(ID18, located=True),
    }
    small.write(f"{FILES}/a.docx", docx("正文", **parts))
    assert sorted(code for code, _ in told(small)) == ["Y01", "Y02", "Y05", "Y10"]


def test_an_old_word_file_is_searched_as_far_as_it_can_be(small: Site) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    small.write(f"{FILES}/a.doc", ole + f"某某 {MOBILE} ".encode("utf-16-le"))
    assert [code for code, _ in told(small)] == ["Y02", "Y09"]


def test_an_old_word_file_takes_little_more_memory_than_its_size(tmp_path: Path) -> None:
    text = "汉" * 1_000_000
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + text.encode("utf-16-le"))
    tracemalloc.start()
    assert read_attachment(tmp_path / "a.doc").pieces[-1].text
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def test_a_photograph_without_a_place_is_left_alone(small: Site) -> None:
    small.write(f"{FILES}/a.jpg", photo("风景"))
    assert told(small) == []


def test_many_data_in_one_attachment_are_told_in_short(small: Site) -> None:
    rows = "\n".join(resident_id("110101", "19000101", f"{n:03}") for n in range(500))
    small.write(f"{FILES}/a.csv", rows + "\n")
    problems = private(small)
    assert len(problems) == 21
    assert any("超过 20 处" in problem.message for problem in problems)


def test_load_errors_repeat_no_personal_data(small: Site) -> None:
    small.write("content/domains/jiaoyu.yaml", f"name: 教育\nmima: {ID18}\n")
    for problem in small.problems():
        assert ID18 not in format_problem(problem)


# hostile files


def test_a_zip_bomb_is_not_unpacked(small: Site) -> None:
    small.write(f"{FILES}/a.docx", docx("甲", **{"word/a.xml": bytes(300_000_000)}))
    assert told(small) == [("Y09", "其中一个部分展开后超过 20 MB")]


def test_many_parts_are_not_all_looked_at(small: Site) -> None:
    small.write(f"{FILES}/a.zip", zipped({f"{n}.txt": b"x" for n in range(pieces.MOST_PARTS + 1)}))
    assert [code for code, _ in told(small)] == ["Y09"]


def test_archives_within_archives_end(small: Site) -> None:
    data = zipped({"a.txt": MOBILE.encode()})
    for _ in range(6):
        data = zipped({"a.zip": data})
    small.write(f"{FILES}/a.zip", data)
    assert told(small) == [("Y09", "嵌套的压缩文件不能逐项检查")]


def test_locked_files_are_named(small: Site) -> None:
    data = bytearray(zipped({"word/document.xml": b"x"}))
    for place in (
        m.start() + offset
        for s, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8))
        for m in re.finditer(re.escape(s), bytes(data))
    ):
        data[place] |= 1
    small.write(f"{FILES}/a.docx", bytes(data))
    assert told(small) == [("Y09", "文件加了密码")]


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.pdf", "a.jpg", "a.png", "a.zip"])
@pytest.mark.parametrize("cut", [9, 40, 200, 300])
def test_broken_files_are_named_or_read_but_never_stop_the_gate(
    name: str, cut: int, small: Site
) -> None:
    whole = {
        "a.xlsx": xlsx("甲"),
        "a.docx": docx("甲"),
        "a.pdf": pdf("a"),
        "a.jpg": photo("a"),
        "a.png": photo("a", form="PNG"),
        "a.zip": zipped({"a.txt": b"a"}),
    }[name]
    small.write(f"{FILES}/{name}", whole[:cut])
    assert {code for code, _ in told(small)} <= {"Y09"}


def test_a_pdf_whose_page_unpacks_to_very_much_is_named(small: Site) -> None:
    stream = zlib.compress(bytes(50_000_000))
    page = pdf("X" * len(stream)).replace(b"BT /F", b"BT /F")
    head, tail = page.split(b"stream\n", 1)
    body = b"stream\n" + stream + b"\nendstream" + tail.partition(b"endstream")[2]
    head = re.sub(rb"<</Length \d+>>$", b"<</Filter/FlateDecode/Length %d>>" % len(stream), head)
    small.write(f"{FILES}/a.pdf", head + body)
    assert {code for code, _ in told(small)} <= {"Y09"}


def test_a_large_file_is_named_and_not_read(small: Site) -> None:
    small.write(f"{FILES}/a.txt", b"x" * (pieces.LARGEST + 1))
    assert [code for code, _ in told(small)] == ["Y09"]


def test_a_docx_with_an_entity_bomb_is_text_like_any_other(small: Site) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:p>&b;</w:p>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", bomb)
    small.write(f"{FILES}/a.docx", out.getvalue())
    assert told(small) == []


# the five plans


def test_the_five_plans_give_no_alarm(portal: Site) -> None:
    assert [p for p in portal.problems() if p.code[0] in "YWAF"] == []
