"""What is told of a site before it is read may be wrong, and never harms."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sitegen.errors import SiteInvalid
from sitegen.load.early import departments_in, names_in, theme_named
from tests.conftest import Site


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("title: 示例\ntheme: plain\n", "plain"),
        ("\ufefftheme: plain\n", "plain"),
        ("title: 示例\n", "default"),
        ("theme: [plain]\n", "default"),
        ("theme: ../../etc\n", "../../etc"),
        ("- 1\n", "default"),
        ("{", "default"),
        ("", "default"),
        ("#" * 1_000_001, "default"),
    ],
)
def test_a_theme_is_known_before_the_site_is(tmp_path: Path, text: str, theme: str) -> None:
    (tmp_path / "site.yaml").write_text(text, "utf-8")
    assert theme_named(tmp_path) == theme


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_no_link_and_no_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("theme: plain\n", "utf-8")
    (tmp_path / "site.yaml").symlink_to(tmp_path / "other.yaml")
    assert theme_named(tmp_path) == "default"
    (tmp_path / "site.yaml").unlink()
    (tmp_path / "site.yaml").mkdir()
    assert theme_named(tmp_path) == "default"
    (tmp_path / "site.yaml").rmdir()
    (tmp_path / "site.yaml").write_bytes(b"theme: \xff\n")
    assert theme_named(tmp_path) == "default"


def test_departments_are_known_by_name_before_they_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "departments/shili"
    folder.mkdir(parents=True)
    for place, text in enumerate(
        ("name: 示例市财政局\nshort: 财政局\n", "name: 示例市教育局\n", "name: [甲]\n", "{", "")
    ):
        (folder / f"{place}.yaml").write_text(text, "utf-8")
    found = departments_in(tmp_path)
    assert len(found) == 5
    assert names_in(found) >= {"财政局", "示例市教育局"}
    assert departments_in(tmp_path / "nowhere") == ()


@pytest.mark.parametrize("theme", ["nowhere", "../content", "."])
def test_a_theme_that_is_none_is_told_as_ever(small: Site, theme: str) -> None:
    small.edit("content/site.yaml", "title: ", f"theme: {theme}\ntitle: ")
    with pytest.raises(SiteInvalid) as told:
        small.build()
    assert [problem.message for problem in told.value.problems] == [f"没有主题“{theme}”"]
