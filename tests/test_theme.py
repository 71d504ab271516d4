"""A second theme: what it changes is changed, what it lacks comes from the one it extends."""

from __future__ import annotations

import hashlib
import re
import time
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from sitegen.errors import ThemeBroken
from sitegen.theme import load_theme
from sitegen.theme.sayings import in_chinese
from tests.conftest import REPOSITORY, Site, unpack

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


def test_a_template_says_only_its_own_part_of_the_one_in_the_theme_below(themed: Site) -> None:
    themed.build()
    before = themed.read("plans/shili-2026/tasks/001/index.html")
    for name, block, own in (
        ("partials/head.html", "styles", '<link rel="stylesheet" href="own.css">\n'),
        ("pages/task.html", "main", "<p>{{ it.number }}、请来信</p>\n"),
        ("base.html", "footer", "<p>示例厅</p>\n"),
    ):
        text = f'{{% extends "default/{name}" %}}\n{{% block {block} %}}\n{{{{ super() }}}}{own}{{% endblock %}}\n'
        themed.write(f"themes/ministry/templates/{name}", text)
    themed.build()
    page = themed.read("plans/shili-2026/tasks/001/index.html")
    own_lines = ['<link rel="stylesheet" href="own.css">', "<p>1、请来信</p>", "<p>示例厅</p>"]
    assert [line for line in page.splitlines() if line not in own_lines] == before.splitlines()
    assert [line for line in page.splitlines() if line in own_lines] == own_lines
    incremental = themed.files()
    themed.build(clean=True)
    assert themed.files() == incremental


def test_a_theme_on_a_theme_reaches_both_and_a_change_of_either_makes_its_pages_again(
    themed: Site,
) -> None:
    footer = "templates/partials/footer.html"
    themed.edit("content/site.yaml", "theme: ministry", "theme: county")
    themed.write("themes/county/theme.yaml", "extends: ministry\n")
    both = (
        '{% include "ministry/partials/footer.html" %}{% include "default/partials/footer.html" %}'
    )
    themed.write(f"themes/county/{footer}", both)
    for words in ("甲厅", "乙厅"):
        themed.write(f"themes/ministry/{footer}", f"<p>{words}</p>")
        themed.build()
        page = themed.read("index.html")
        assert page.index(f"<p>{words}</p>") < page.index('<footer class="site-footer">')
    incremental = themed.files()
    themed.build(clean=True)
    assert themed.files() == incremental


def test_editing_a_theme_makes_the_pages_again_that_use_what_changed(themed: Site) -> None:
    themed.build()
    themed.edit("themes/ministry/templates/partials/footer.html", "示例厅", "示例局")
    themed.build()
    assert "示例局</footer>" in themed.read("index.html")
    incremental = themed.files()
    themed.build(clean=True)
    assert themed.files() == incremental


@pytest.mark.parametrize(
    "named", ['"partials/" ~ meta.kind ~ ".html"', '["partials/task.html"]', '"partials/task.html"']
)
def test_a_template_that_may_be_missing_or_is_named_by_its_page_is_used_as_it_is_now(
    themed: Site, named: str
) -> None:
    place = "themes/ministry/templates/partials/"
    themed.write(f"{place}footer.html", f"<footer>{{% include {named} ignore missing %}}</footer>")
    themed.write(f"{place}notes.bin", b"\xff")
    page = "plans/shili-2026/tasks/001/index.html"
    for words in ("", "甲", "乙"):
        if words:
            themed.write(f"{place}task.html", words)
        themed.build()
        assert f"<footer>{words}</footer>" in themed.read(page)


def test_a_template_is_read_as_editors_of_windows_keep_it(themed: Site) -> None:
    footer = "themes/ministry/templates/partials/footer.html"
    themed.write(footer, b"\xef\xbb\xbf<footer>\r\n</footer>")
    themed.build()
    assert "\n<footer>\n</footer>" in themed.read("index.html")
    themed.write(footer, "示例厅".encode("gbk"))
    with pytest.raises(ThemeBroken, match=r"partials/footer\.html.*请另存为 UTF-8"):
        themed.build()


def test_every_filter_stands_in_the_guide(themed: Site) -> None:
    known = load_theme(themed.folder, "ministry").environment.filters
    guide = (REPOSITORY / "docs/theming.md").read_text("utf-8")
    short = {"d", "e"}
    assert [
        n for n in known if n[0] != "#" and n not in short and not re.search(rf"\b{n}\b", guide)
    ] == []


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


def test_known_words_of_a_heading_stay_whole_and_nothing_else_is_touched(small: Site) -> None:
    small.edit(
        "content/plans/shili-2026/index.md", "title: 示例市2026年", "title: 示例市2026年<公开>"
    )
    small.build()
    page = small.read("plans/shili-2026/index.html")
    heading = LexborHTMLParser(page).css("h1")[0]
    assert heading.text().startswith("示例市2026年<公开>")
    assert [one.text() for one in heading.css(".word")][:2] == ["2026年", "公开"]
    assert "class" not in LexborHTMLParser(page).css("title")[0].text()


def test_where_a_template_is_broken_is_told_wherever_the_project_lies(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "themes" / "x" / "templates" / "a"
    folder.mkdir(parents=True)
    (folder.parents[1] / "theme.yaml").write_text("extends: default\n", "utf-8")
    (folder / "b.html").write_text("\n{{ it|day }}", "utf-8")
    theme = load_theme(tmp_path / "templates", "x")
    with pytest.raises(ThemeBroken, match=r"^Z01 主题有误：模板 a/b\.html 第 2 行有误"):
        theme.render("a/b.html", 1)


def test_a_theme_that_extends_itself_is_refused(themed: Site) -> None:
    themed.write("themes/ministry/theme.yaml", "extends: ministry\n")
    with pytest.raises(ThemeBroken, match="绕回了自身"):
        themed.build()


HOME = "themes/ministry/templates/pages/home.html"
STRINGS = "themes/ministry/strings/zh-CN.yaml"
BROKEN = {
    "a name nobody gave": (HOME, "{{ gone }}", "第 1 行有误：没有“gone”这个名称"),
    "a field nobody has": (HOME, "{{ it.gone }}", "HomeView 里没有“gone”"),
    "a string nobody wrote": (HOME, "{{ t.gone }}", "主题文字里没有“gone”"),
    "an if without end": (HOME, "{% if it %}", "没写完就结束了：还有“if”没有结束"),
    "ends crossed": (HOME, "{% if it %}{% endfor %}", "“endfor”不认得.*“if”没有结束"),
    "a tag nobody knows": (HOME, "{% nope %}", "标签“nope”不认得"),
    "an expression without end": (HOME, "{{ it", "还缺“}}”"),
    "two values": (HOME, "{{ it 1 }}", "这里应当是“}}”，写的是“数”"),
    "a wrong bracket": (HOME, "{{ (1] }}", "这里应当是“[)]”，写的是“]”"),
    "a macro with too much": (HOME, "{% macro m() %}{% endmacro %}{{ m(1) }}", "最多 0 个参数"),
    "a number and a text": (HOME, "{{ 1 + 'a' }}", "第 1 行有误：数与文字之间不能用 [+]"),
    "a text and a number": (HOME, "{{ 'a' + 1 }}", "文字后面不能加数；连成文字用 ~"),
    "nothing and a number": (HOME, "{{ none + 1 }}", "空值（none）与数之间不能用 [+]"),
    "a sign before a text": (HOME, "{{ -'a' }}", "文字前面不能用 -"),
    "a loop over a number": (HOME, "{% for x in 3 %}{% endfor %}", "数里没有一项一项的内容"),
    "within a number": (HOME, "{{ 'a' in 3 }}", "数里没有一项一项的内容"),
    "a view called": (HOME, "{{ it() }}", "HomeView不能加括号调用"),
    "the length of a number": (HOME, "{{ 3|length }}", "数没有长度"),
    "an order of unlike things": (HOME, "{{ [1,'a']|sort }}", "文字与数不能用 < 比较或排序"),
    "too many values": (HOME, "{% for a, b in ['abc'] %}{% endfor %}", "不止 2 个值"),
    "too few values": (HOME, "{% for a, b in ['a'] %}{% endfor %}", "有一项里只有 1 个值"),
    "one value": (HOME, "{% for a, b in [1] %}{% endfor %}", "有一项是数，只有一个值"),
    "a filter without its name": (HOME, "{{ 'a'|word }}", "还缺参数“名称”"),
    "a filter with too much": (HOME, "{{ 'a'|join(1,2,3,4) }}", "参数太多"),
    "a filter with what it lacks": (HOME, "{{ 'a'|join(x=1) }}", "没有参数“x”"),
    "a string without its value": (HOME, "{{ 'a{x}'|f(y=1) }}", "没有“x”.*也要写 x=…"),
    "a string with a bracket": (HOME, "{{ 'a{'|f(a=1) }}", "“{”要成对"),
    "includes itself": (HOME, '{% include "pages/home.html" %}', "绕回了自身"),
    "extends itself": (HOME, '{% extends "pages/home.html" %}', "绕回了自身"),
    "calls itself": (HOME, "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "绕回了自身"),
    "parentheses": (HOME, "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "太深"),
    "loops in loops": (HOME, "{% for x in [1] %}" * 60 + "{% endfor %}" * 60, "太深"),
    "a loop without end": (
        HOME,
        "{% for x in range(1000000000000) %}{% endfor %}",
        "循环的次数太多",
    ),
    "loops within loops": (HOME, "{% for x in range(99999) %}" * 3 + "{% endfor %}" * 3, "做不完"),
    "a number": (HOME, "{{ " + "9" * 10_000 + " }}", "pages/home.html"),
    "half a character": (HOME, '{{ "\\ud800" }}', "存不下的字符"),
    "a string for a group": (STRINGS, "nav: 甲\n", "nav.*一组文字"),
    "a string for words": (STRINGS, "search_words: 甲\n", "search_words.*一组文字"),
    "a group for a string": (STRINGS, "nav: {plans: {a: 甲}}\n", "plans.*一句文字"),
    "a key nobody knows": (
        "themes/ministry/theme.yaml",
        "extnds: default\n",
        "theme.yaml 第 1 行.*extnds.*是不是“extends”",
    ),
    "a list of themes": ("themes/ministry/theme.yaml", "extends: [default]\n", "extends.*名称"),
    "a string nobody knows": (
        STRINGS,
        "nav:\n  plan: 甲\n",
        "第 2 行.*nav.plan.*是不是“nav.plans”",
    ),
    "a group nobody knows": (STRINGS, "navi: {plans: 甲}\n", "navi.*是不是“nav”"),
    "a word nobody knows": (STRINGS, "search_words: {mine: 甲}\n", "search_words.mine"),
    "a list of strings": (STRINGS, "nav: [甲]\n", "第 1 行.*nav.*不能是列表"),
    "no theme below": ("themes/ministry/theme.yaml", "", "extends: default"),
    "a name with a line end": ("themes/ministry/assets/a\nb.css", "", "名称不能用"),
    "a reserved name": ("themes/ministry/assets/con.css", "", "名称不能用"),
    "a long name": (f"themes/ministry/assets/{'x' * 61}.css", "", "名称不能用"),
    "a large template": (HOME, "x" * 204801, "超过 200 KB"),
    "a large asset": ("themes/ministry/assets/a.txt", "x" * 20971521, "超过 20480 KB"),
    "names alike": ("themes/ministry/assets/css/Site.css", "", "大小写"),
}


@pytest.mark.parametrize(("path", "text", "told"), BROKEN.values(), ids=BROKEN)
def test_whatever_is_wrong_with_a_theme_is_told_in_chinese_and_the_last_good_site_stays(
    themed: Site, path: str, text: str, told: str
) -> None:
    themed.build()
    before = themed.files()
    themed.write(path, text)
    with pytest.raises(ThemeBroken, match=told):
        themed.build()
    assert themed.files() == before


def test_what_has_no_chinese_stands_in_a_chinese_sentence() -> None:
    assert in_chinese("odd thing") == "这里的写法用不了，程序的原话是“odd thing”"
    assert in_chinese("不能用 pop()") == "不能用 pop()"


def test_a_theme_of_too_many_files_is_refused(themed: Site) -> None:
    for n in range(2001):
        themed.write(f"themes/ministry/strings/{n}", "")
    with pytest.raises(ThemeBroken, match="超过 2000 个文件"):
        themed.build()


@pytest.mark.parametrize("place", ["assets/x.txt", "templates/pages/home.html", "strings", ""])
def test_a_link_in_a_theme_publishes_nothing_from_elsewhere(
    themed: Site, tmp_path: Path, place: str
) -> None:
    target = themed.folder / "themes/ministry" / place
    secret = tmp_path / "elsewhere"
    if target.is_dir():
        target.rename(secret)
    else:
        secret.write_text("secret", "utf-8")
        target.parent.mkdir(parents=True, exist_ok=True)
    target.symlink_to(secret)
    with pytest.raises(ThemeBroken, match="是链接"):
        themed.build()
    assert not (themed.folder / "output").exists()


def test_what_a_desktop_leaves_behind_is_no_asset(themed: Site) -> None:
    themed.write("themes/ministry/assets/.DS_Store", "x")
    themed.build()
    assert not [path for path in themed.files() if "DS_Store" in path]


def test_a_theme_has_strings_of_its_own_for_what_it_adds(themed: Site) -> None:
    themed.write(
        STRINGS,
        "nav: {plans: 工作要点, about: 关于}\nministry: {motto: 公开}\nroles: {mine: 我}\n"
        "column_types: {task: 信息公开}\nsearch_words: {mine: 我}\n",
    )
    footer = "{{ t.nav.about }}·{{ t.ministry.motto }}·{{ 'mine'|word('roles') }}"
    themed.write("themes/ministry/templates/partials/footer.html", f"<footer>{footer}</footer>")
    themed.write("themes/ministry/assets/js/mine.js", "export const say = (words) => words.mine;\n")
    themed.build()
    assert "<footer>关于·公开·我</footer>" in themed.read("index.html")


def test_a_theme_may_have_thousands_of_strings_of_its_own(themed: Site) -> None:
    words = "".join(f"  own{number}: 文字\n" for number in range(9_000))
    themed.write(STRINGS, f"column_types:\n{words}")
    started = time.process_time()
    theme = load_theme(themed.folder, "ministry")
    assert time.process_time() - started < 5
    assert theme.strings["column_types"]["own8999"] == "文字"


def test_a_theme_says_what_the_theme_above_it_uses(themed: Site) -> None:
    themed.write("themes/office/theme.yaml", "extends: ministry\ntitle: 办公室\n")
    themed.write("themes/office/templates/partials/footer.html", "<footer>{{ t.motto }}</footer>")
    themed.write("themes/office/strings/zh-CN.yaml", "motto: 公开\n")
    themed.edit("content/site.yaml", "theme: ministry", "theme: office")
    themed.build()
    assert "<footer>公开</footer>" in themed.read("index.html")


def test_the_fingerprint_of_an_asset_stands_in_the_name_of_its_file(themed: Site) -> None:
    for name in ("LICENSE", "katex-0.16/LICENSE", "katex-0.16/a.min.js"):
        themed.write(f"themes/ministry/assets/{name}", "text\n")
    themed.build()
    mark = hashlib.sha256(b"text\n").hexdigest()[:10]
    assert {path for path in themed.files() if mark in path} == {
        f"assets/LICENSE.{mark}",
        f"assets/katex-0.16/LICENSE.{mark}",
        f"assets/katex-0.16/a.min.{mark}.js",
    }


def test_a_script_imports_modules_by_their_published_names(themed: Site) -> None:
    themed.write("themes/ministry/assets/js/mine.js", 'import { a } from "./parts/a.js";\n')
    themed.write("themes/ministry/assets/js/parts/a.js", 'export { b as a } from "../b.js";\n')
    themed.write("themes/ministry/assets/js/b.js", 'export const b = import("./none.js");\n')
    themed.build()
    one = {path.rsplit("/", 1)[1].split(".")[0]: path for path in themed.files() if "/js/" in path}
    assert f'"./parts/{one["a"].rsplit("/", 1)[1]}"' in themed.read(one["mine"])
    assert f'"../{one["b"].rsplit("/", 1)[1]}"' in themed.read(one["a"])
    assert '"./none.js"' in themed.read(one["b"])
    before = one["mine"]
    themed.write("themes/ministry/assets/js/b.js", "export const b = 2;\n")
    themed.build()
    assert before not in themed.files()


def test_scripts_that_import_each_other_are_refused(themed: Site) -> None:
    themed.write("themes/ministry/assets/js/a.js", 'import "./b.js";\n')
    themed.write("themes/ministry/assets/js/b.js", 'import "./a.js";\n')
    with pytest.raises(ThemeBroken, match="绕回了自身"):
        themed.build()


def test_a_long_chain_of_scripts_that_import_each_other_is_refused(themed: Site) -> None:
    for number in range(1000):
        script = f'import "./m{number + 1:04}.js";\n'
        themed.write(f"themes/ministry/assets/js/m{number:04}.js", script)
    themed.write("themes/ministry/assets/js/m1000.js", "export const end = 1;\n")
    with pytest.raises(ThemeBroken, match=r"js/m0000\.js.*超过 100 层，到 assets/js/m0100\.js"):
        themed.build()


@pytest.mark.parametrize("name", ["nav", "search_words", "facets"])
def test_a_theme_of_its_own_has_groups_of_strings_where_they_belong(
    themed: Site, name: str
) -> None:
    themed.write("themes/ministry/theme.yaml", "")
    themed.write(STRINGS, f"{name}: 甲\n")
    with pytest.raises(ThemeBroken, match=f"{name}.*一组文字"):
        themed.build()
