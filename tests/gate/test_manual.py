"""Every check code is explained in docs/checks, and what is said there holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from sitegen.check import WAIVABLE
from sitegen.errors import RULES
from tests.conftest import REPOSITORY, SMALL, Site, unpack
from tests.test_errors import lay_over

MANUAL = REPOSITORY / "docs" / "checks"
_SECTION = re.compile(r'^<a id="(\w+)"></a>\n\n## (\w+) (.+)\n', re.MULTILINE)
_EXAMPLE = re.compile(r"^(不对|正确)：\n\n```text\n(.*?)```$", re.MULTILINE | re.DOTALL)
NOT_AS_TEXT = {"Y10"}  # a photograph


@dataclass(frozen=True)
class Section:
    """What the manual says of one code."""

    anchor: str
    title: str
    text: str

    def example(self, which: str) -> str:
        """The bad (不对) or good (正确) example."""
        examples: dict[str, str] = dict(_EXAMPLE.findall(self.text))
        return examples[which]


def _sections() -> dict[str, Section]:
    found = {}
    for page in sorted(MANUAL.glob("?.md")):
        text = page.read_text("utf-8")
        parts = _SECTION.split(text)
        for anchor, code, title, body in zip(*(parts[i::4] for i in range(1, 5)), strict=True):
            assert code[0].lower() == page.stem, (code, page.name)
            found[code] = Section(anchor, title, body)
    return found


SECTIONS = _sections()
AS_TEXT = sorted(set(RULES) - NOT_AS_TEXT)


def found(folder: Path, overlay: str) -> tuple[set[str], set[str]]:
    """All codes that an example shows, and those of errors."""
    site = unpack(folder, SMALL)
    lay_over(site, overlay)
    problems = site.problems()
    return {p.code for p in problems}, {p.code for p in problems if p.severity == "error"}


def test_every_code_has_a_section_and_every_section_a_code() -> None:
    assert set(SECTIONS) == set(RULES)


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_section_says_title_severity_rule_mending_and_waiver(code: str) -> None:
    section, rule = SECTIONS[code], RULES[code]
    assert (section.anchor, section.title) == (code.lower(), rule.title)
    severity = "错误" if rule.severity == "error" else "提示"
    assert f"- 级别：{severity}" in section.text
    assert f"- 规则：{rule.text}\n" in section.text
    assert "不对：" in section.text
    assert "正确：" in section.text
    assert re.search(r"^怎样改：.{4,}", section.text, re.MULTILINE)
    assert ("怎样豁免：" in section.text) == (code in WAIVABLE)
    assert ("不能豁免。" in section.text) == (code not in WAIVABLE)


@pytest.mark.parametrize("code", AS_TEXT)
def test_the_bad_example_shows_the_code(code: str, tmp_path: Path) -> None:
    assert code in found(tmp_path, SECTIONS[code].example("不对"))[0]


@pytest.mark.parametrize("code", AS_TEXT)
def test_the_good_example_shows_neither_the_code_nor_any_error(code: str, tmp_path: Path) -> None:
    codes, errors = found(tmp_path, SECTIONS[code].example("正确"))
    assert code not in codes
    assert not errors


def test_the_index_lists_every_code_in_order() -> None:
    index = (MANUAL / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| \[(\w+)\]\((\w)\.md#(\w+)\) \| (.+?) \|", index, re.MULTILINE)
    assert rows == [(c, c[0].lower(), c.lower(), rule.title) for c, rule in RULES.items()]


def test_a_good_site_is_left_in_peace(small: Site) -> None:
    assert small.problems() == ()
