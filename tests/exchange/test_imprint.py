"""What a document says of itself is filled in where one thing is said, and told where there is doubt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import Site
from tests.exchange import pictures
from tests.exchange.helping import PLAN, bring, remarks

HEAD = ("示例市人民政府办公室文件", "示政办发〔2027〕12号", "示例市2027年政务公开工作要点")
ITEMS = ("（一）公开本级预算，说明支出。（市财政局）", "（二）公开空气质量，按月更新。（市环保局）")
CLOSE = ("示例市人民政府办公室", "2027年3月15日")
INDEX = f"content/plans/{PLAN}/index.md"
TABLE = "序号 | 工作任务 | 责任单位\n1 | 公开预算。 | 市财政局\n"


def imported(site: Site, *lines: str, year: int = 2027) -> tuple[str, str]:
    """The file of the plan and the head of the review sheet after an import of some lines."""
    path = site.folder / "要点.txt"
    path.write_text("\n".join(lines), "utf-8")
    bring(site, path, year=year)
    return read(site)


def read(site: Site) -> tuple[str, str]:
    sheet = (site.folder / f"imports/{PLAN}/review.md").read_text("utf-8")
    return (site.folder / INDEX).read_text("utf-8"), sheet.partition("\n## ")[0]


def test_number_issuer_and_date_of_a_document_are_filled_in_and_told(small: Site) -> None:
    index, told = imported(small, *HEAD, *ITEMS, *CLOSE)
    assert (
        "doc_number: 示政办发〔2027〕12号\nissuer: 示例市人民政府办公室\nissued: 2027-03-15\n"
        in index
    )
    assert (
        "从文中填写了 发文字号 示政办发〔2027〕12号、发文机关 示例市人民政府办公室、成文日期 2027年3月15日，请核对"
    ) in told
    assert [one.code for one in small.problems() if one.location.path == INDEX] == ["B06"]  # 2027


def test_what_is_filled_in_is_not_told_as_left_out(small: Site) -> None:
    path = small.folder / "要点.txt"
    path.write_text("\n".join((*HEAD, *ITEMS, *CLOSE)), "utf-8")
    said = [text for _, text in remarks(bring(small, path), "未导入")]
    assert said == ["条目以前的文字 1 段没有导入，请看有没有任务：“示例市人民政府办公室文件”"]


@pytest.mark.parametrize(
    ("lines", "keys"),
    [
        (("示政办发[2027]12号", *ITEMS), ["doc_number: 示政办发〔2027〕12号"]),
        (("文号：示政办发（2027）12号", *ITEMS), ["doc_number: 示政办发〔2027〕12号"]),
        ((*ITEMS, "示例市人民政府办公室　　二〇二七年三月十五日"), ["issued: 2027-03-15"]),
        ((*ITEMS, "示例市人民政府办公室", "二○二六年十二月三十日"), ["issued: 2026-12-30"]),
        (
            ("发文机关：示例市人民政府", "成文日期：2027-03-15", *ITEMS),
            ["issuer: 示例市人民政府", "issued: 2027-03-15"],
        ),
    ],
)
def test_it_is_read_in_the_usual_forms(small: Site, lines: Sequence[str], keys: list[str]) -> None:
    index, _ = imported(small, *lines)
    assert [key for key in keys if f"\n{key}\n" in index] == keys


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            ("示政办发〔2027〕12号", "示政发〔2027〕3号", *ITEMS),
            "发文字号写有几个，没有填写：示政办发〔2027〕12号、示政发〔2027〕3号",
        ),
        (
            ("示政办发〔2025〕12号", *ITEMS),
            "发文字号 示政办发〔2025〕12号 与计划年度不符，没有填写",
        ),
        (
            (*ITEMS, "示例市财政局", "2019年3月15日"),
            "成文日期 2019年3月15日 与计划年度不符，没有填写",
        ),
    ],
)
def test_what_is_in_doubt_is_told_and_not_filled_in(
    small: Site, lines: Sequence[str], told: str
) -> None:
    index, sheet = imported(small, *lines)
    assert told in sheet
    assert told.split("写有", maxsplit=1)[0].split(" ", maxsplit=1)[0] in {"发文字号", "成文日期"}
    assert "doc_number:" not in index
    assert "issued:" not in index


@pytest.mark.parametrize(
    "line",
    [
        "2027年3月15日",  # of what, nobody says
        "示例市人民政府办公室　2027年2月30日",
        "（国办发〔2027〕24号）",
        "各单位按照示政办发〔2027〕12号执行",
    ],
)
def test_a_date_or_number_that_says_nothing_of_the_document_is_not_taken(
    small: Site, line: str
) -> None:
    index, sheet = imported(small, line, *ITEMS)
    assert "doc_number:" not in index
    assert "issued:" not in index
    assert "从文中填写了" not in sheet


def test_a_plan_that_is_there_is_compared_and_not_touched(small: Site) -> None:
    imported(small, *HEAD, *ITEMS)
    small.edit(INDEX, "12号", "13号")
    index, sheet = imported(small, *HEAD, *ITEMS, *CLOSE)
    assert "doc_number: 示政办发〔2027〕13号\n" in index
    assert "issued:" not in index
    assert (
        "文中的发文字号是“示政办发〔2027〕12号”，计划里写的是“示政办发〔2027〕13号”，没有改动"
        in sheet
    )
    assert "文中的成文日期是“2027年3月15日”，计划里没有写，没有改动" in sheet


def test_the_lines_around_a_table_say_it_too(small: Site) -> None:
    path: Path = pictures.word(small.folder / "a.docx", *HEAD, TABLE, *CLOSE)
    bring(small, path)
    index, _ = read(small)
    assert "doc_number: 示政办发〔2027〕12号\n" in index
    assert "issued: 2027-03-15\n" in index


def test_the_rows_above_the_headings_of_a_sheet_say_it_too(small: Site) -> None:
    bring(small, pictures.xlsx(small.folder / "a.xlsx", f"示政办发〔2027〕12号 | < | <\n{TABLE}"))
    assert "doc_number: 示政办发〔2027〕12号\n" in read(small)[0]


def test_a_table_of_labels_on_a_page_says_it_too(small: Site) -> None:
    path = small.folder / "a.html"
    cells = (
        ("发文字号", "示政办发〔2027〕12号"),
        ("发文机关", "示例市人民政府"),
        ("成文日期", "2027年3月15日"),
    )
    rows = "".join(f"<td>{label}：</td><td>{said}</td>" for label, said in cells)
    items = "".join(f"<p>{item}</p>" for item in ITEMS)
    path.write_text(f"<body><table><tr>{rows}</tr></table>{items}</body>", "utf-8")
    bring(small, path)
    assert (
        "doc_number: 示政办发〔2027〕12号\nissuer: 示例市人民政府\nissued: 2027-03-15\n"
        in read(small)[0]
    )
