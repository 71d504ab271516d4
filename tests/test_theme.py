"""A second theme: what it changes is changed, what it lacks comes from the one it extends."""

from __future__ import annotations

import pytest

from sitegen.errors import ThemeBroken
from tests.conftest import Site, unpack

MINISTRY = """\
-- themes/ministry/theme.yaml --
extends: default
-- themes/ministry/strings/zh-CN.yaml --
nav:
  plans: 工作要点
-- themes/ministry/assets/css/site.css --
:root { --accent: #8c1d18; }
-- themes/ministry/assets/img/logo.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1H0z"/></svg>
-- themes/ministry/templates/partials/footer.html --
<footer><img src="{{ asset('img/logo.svg')|href }}" alt="徽标" width="16" height="16">示例厅</footer>
"""


@pytest.fixture
def themed(small: Site) -> Site:
    """The small site in a theme of its own."""
    unpack(small.folder, MINISTRY)
    small.edit("content/site.yaml", "base_url:", "theme: ministry\nbase_url:")
    return small


def test_a_theme_changes_one_template_strings_colours_and_a_logo(themed: Site) -> None:
    themed.build()
    page = themed.read("plans/shili-2026/tasks/001/index.html")
    assert "示例厅</footer>" in page
    assert ">工作要点</a>" in page
    logo = page.partition('<img src="../../../../')[2].partition('"')[0]
    assert themed.read(logo).startswith("<svg")
    sheet = page.partition('<link rel="stylesheet" href="../../../../')[2].partition('"')[0]
    assert themed.read(sheet) == ":root { --accent: #8c1d18; }\n"


def test_what_a_theme_lacks_comes_from_the_theme_it_extends(themed: Site) -> None:
    themed.build()
    page = themed.read("plans/shili-2026/tasks/001/index.html")
    assert "要公开什么" in page
    assert ">部门</a>" in page
    assert "assets/js/site." in page


def test_editing_a_theme_makes_the_pages_again_that_use_what_changed(themed: Site) -> None:
    themed.build()
    themed.edit("themes/ministry/templates/partials/footer.html", "示例厅", "示例局")
    themed.build()
    assert "示例局</footer>" in themed.read("index.html")
    incremental = themed.files()
    themed.build(clean=True)
    assert themed.files() == incremental


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ it.gone }}", "模板 pages/task.html 第 1 行有误"),
        ("{% if %}", "模板 pages/task.html 第 1 行有误"),
        ("\n{{ 1 / 0 }}", "模板 pages/task.html 第 2 行有误"),
        ("{{ 'x'|word('roles') }}", "主题文字缺少 roles.x"),
        ("{{ asset('gone.css') }}", "主题里没有资源文件 assets/gone.css"),
        ("{{ t.site.items|f(m=1) }}", "模板 pages/task.html 第 1 行有误"),
        ("{% include 'gone.html' %}", "gone.html"),
    ],
)
def test_a_broken_template_is_named_and_the_last_good_site_stays(
    themed: Site, template: str, said: str
) -> None:
    themed.build()
    before = themed.files()
    themed.write("themes/ministry/templates/pages/task.html", template)
    with pytest.raises(ThemeBroken) as broken:
        themed.build()
    assert said in str(broken.value)
    assert themed.files() == before


def test_a_theme_that_extends_itself_is_refused(themed: Site) -> None:
    themed.write("themes/ministry/theme.yaml", "extends: ministry\n")
    with pytest.raises(ThemeBroken, match="绕回了自身"):
        themed.build()
