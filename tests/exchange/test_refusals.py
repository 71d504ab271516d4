"""Every refusal of import, export and new, word for word, beside a like command that is not refused.

`SITEGEN_GOLDEN=write pytest tests/exchange/test_refusals.py` writes the messages anew.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from sitegen.__main__ import main
from sitegen.exchange.faults import RULES
from tests.conftest import Site
from tests.exchange import pictures
from tests.exchange.test_hostile import office

GOLDEN = Path(__file__).parent / "refusals.txt"
HEAD = "序号 | 工作任务 | 责任单位 | 完成时限"
TABLE = f"{HEAD}\n1 | 公开财政预算。 | 市财政局 | 全年"
INTO = ("--government", "示例市", "--year", "2027")
PLAN = ("--plan", "shili-2027")
CASES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "E01": (("import", "a.pdf", *PLAN, *INTO), ("import", "a.xlsx", *PLAN, *INTO)),
    "E02": (("import", "wide.csv", *PLAN, *INTO), ("import", "a.csv", *PLAN, *INTO)),
    "E03": (("import", "entity.docx", *PLAN, *INTO), ("import", "a.docx", *PLAN, *INTO)),
    "E04": (("import", "broken.xlsx", *PLAN, *INTO), ("import", "a.xlsx", *PLAN, *INTO)),
    "E05": (("import", "bytes.csv", *PLAN, *INTO), ("import", "a.csv", *PLAN, *INTO)),
    "E06": (("import", "none.csv", *PLAN, *INTO), ("import", "a.csv", *PLAN, *INTO)),
    "E07": (
        ("import", "a.csv", *PLAN, *INTO, "--mapping", "bad.yaml"),
        ("import", "a.csv", *PLAN, *INTO, "--mapping", "good.yaml"),
    ),
    "E08": (
        ("import", "a.csv", *PLAN, "--government", "示列市", "--year", "2027"),
        ("import", "a.csv", *PLAN, *INTO),
    ),
    "E09": (
        ("import", "a.csv", "--plan", "shili", "--government", "示例市"),
        ("import", "a.csv", "--plan", "shili-2027", "--government", "示例市"),
    ),
    "E10": (
        ("import", "a.csv", "--plan", "broken-2027", *INTO),
        ("import", "a.csv", *PLAN, *INTO),
    ),
    "E11": (("new", "department", "shili/caizhengju"), ("new", "department", "shili/minzhengju")),
    "E12": (("new", "task", "shili-2026/第三"), ("new", "task", "shili-2026/003")),
    "E13": (("new", "page"), ("new", "page", "zhinan")),
    "E14": (("export", "shili-2025", "-o", "x.csv"), ("export", "shili-2026", "-o", "x.csv")),
    "E16": (
        ("import", "moved.csv", "--plan", "shili-2026", *INTO),
        ("import", "moved.csv", "--plan", "shili-2026", *INTO, "--match", "text"),
    ),
    "E17": (("import", "没有.xlsx", *PLAN, *INTO), ("import", "a.xlsx", *PLAN, *INTO)),
    "E15": (("new", "domain", "jiaoyu", "--draft"), ("new", "page", "jiaoyu", "--draft")),
}


@pytest.fixture
def bench(small: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The small site with tables to import, good and bad."""
    folder = small.folder
    pictures.comma(folder / "a.csv", TABLE)
    pictures.xlsx(folder / "a.xlsx", TABLE)
    pictures.word(folder / "a.docx", TABLE)
    rows = (2, "按月公开财政收支情况，解读增减变化。"), (3, "公布水质监测结果，每季度一次。")
    pictures.comma(
        folder / "moved.csv", "\n".join([HEAD, *(f"{n} | {t} | 市财政局 | 全年" for n, t in rows)])
    )
    small.write("a.pdf", "%PDF-1.7")
    small.write("wide.csv", ",".join(["列"] * 500))
    hidden = {"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}
    office(folder, "entity.docx", hidden)
    small.write("broken.xlsx", b"PK\x03\x04broken")
    small.write("bytes.csv", b"\x81\x20\xff\xff")
    small.write("none.csv", "天气,晴\n")
    small.write("bad.yaml", "columns:\n  2 工作任务: 正文吗\n")
    small.write("good.yaml", "columns:\n  2 工作任务: text\n")
    monkeypatch.chdir(folder)
    return small


@pytest.mark.parametrize("code", CASES)
def test_a_refusal_is_said_word_for_word(
    bench: Site, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    if code == "E10":
        bench.write("content/plans/broken-2027/tasks/001.md", "没有文件头")
    before = {path for path in bench.folder.rglob("*") if path.is_file()}
    refused, taken = CASES[code]
    assert main(list(refused)) == 2
    said = capsys.readouterr().err.replace(str(bench.folder.resolve()), "/工作平台")
    assert {path for path in bench.folder.rglob("*") if path.is_file()} == before
    assert said.startswith(f"错误：{code} {RULES[code].title}：")
    assert main(list(taken)) == 0
    known = _golden()
    if os.environ.get("SITEGEN_GOLDEN") == "write":
        text = "\n".join(text for _, text in sorted({**known, code: said}.items()))
        GOLDEN.write_text(text, "utf-8", newline="\n")
    assert _golden()[code] == said


def _golden() -> dict[str, str]:
    text = GOLDEN.read_text("utf-8") if GOLDEN.is_file() else ""
    parts = re.split("^(?=错误：E)", text, flags=re.MULTILINE)
    return {part[3:6]: part.rstrip("\n") + "\n" for part in parts if part}


def test_every_code_is_tried() -> None:
    assert set(CASES) == set(RULES) == set(_golden())
