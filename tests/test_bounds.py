"""What templates may not do: no work without end, no text without end, no way into Python."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sitegen.errors import ThemeBroken
from sitegen.theme import Theme, load_theme
from sitegen.theme.budget import MOST, MOST_SECONDS, spent

LOOP = "{% for i in range(99999) %}"
BIG = "{% set ns = namespace(a='" + "字" * 500 + "') %}"
DOUBLE = "{% for i in range(64) %}{% set ns.a = ns.a ~ ns.a %}{% endfor %}"
LISTS = "{% set ns = namespace(a=[1]) %}"

TOWER = "{% set ns = namespace(a=[1], b=(1,)) %}" + (
    "{% set ns.a = [ns.a, ns.a] %}{% set ns.b = (ns.b, ns.b) %}" * 60
)

WITHOUT_END = {
    "loops within loops": LOOP * 3 + "{% endfor %}" * 3,
    "a loop that calls itself": (
        "{% for x in [1] recursive %}{% if loop.depth < 60 %}{{ loop([1, 1]) }}{% endif %}{% endfor %}"
    ),
    "macros that call two": "{% macro m0() %}{% endmacro %}"
    + "".join(
        f"{{% macro m{n + 1}() %}}{{{{ m{n}() }}}}{{{{ m{n}() }}}}{{% endmacro %}}"
        for n in range(40)
    )
    + "{{ m40() }}",
    "templates that include two": "{% set n = n|default(0) + 1 %}{% if n < 60 %}"
    + '{% include "t.html" %}' * 2
    + "{% endif %}",
    "blocks that are written again": "{% block a %}" + "x" * 9999 + "{% endblock %}"
    + LOOP + "{{ self.a() }}{% endfor %}",
    "its own text again and again": LOOP + "x" * 9999 + "{% endfor %}",
    "a value again and again": BIG + LOOP.replace("99999", "9999") + "{{ ns.a }}" * 9 + "{% endfor %}",
    "a value in a set": BIG + "{% set b %}" + LOOP + "{{ ns.a }}{% endfor %}{% endset %}",
    "a constant": LOOP + "{{ '" + "x" * 9999 + "' }}{% endfor %}",
    "a text that doubles": BIG + DOUBLE,
    "a text that doubles by +": BIG + DOUBLE.replace("~", "+"),
    "a text that doubles by join": BIG + DOUBLE.replace("ns.a ~ ns.a", "[ns.a, ns.a]|join"),
    "a text that doubles by replace": BIG + DOUBLE.replace("~ ns.a", "|replace('字', '字字')"),
    "a text that doubles by f": BIG + DOUBLE.replace("ns.a ~ ns.a", "'{a}{a}'|f(a=ns.a)"),
    "a text that doubles without a loop": BIG + "{% set ns.a = ns.a ~ ns.a %}" * 64,
    "a list that doubles": LISTS + DOUBLE.replace("~", "+"),
    "slices of a text": BIG + LISTS.replace("ns", "l")
    + LOOP + "{% set l.a = l.a + [ns.a[1:]] %}{% endfor %}",
    "a separator": BIG + LOOP + "{% set x = range(999)|join(ns.a) %}{% endfor %}",
    "lists of numbers": LOOP + "{% set x = range(99999)|list %}{% endfor %}",
    "methods": BIG + LOOP + "{% set x = ns.a.upper() %}{% endfor %}",
    "looking through a list": "{% set r = range(99999)|list %}" + LOOP
    + "{% set x = 'a' in r %}{% endfor %}",
    "adding up": "{% set r = range(99999) %}" + "{% set x = r|sum %}" * 10000,
    "a macro that does much": BIG + "{% macro m() %}" + "{% set x = 'x' in ns.a %}" * 4000
    + "{% endmacro %}" + LOOP + "{{ m() }}{% endfor %}",
    "groups": LISTS + "{% set r = range(99999) %}" + LOOP
    + "{% set x = r|groupby(none) %}{% endfor %}",
    "a large text in many gaps": BIG + "{% for i in range(8) %}{% set ns.a = ns.a ~ ns.a %}{% endfor %}"
    + "{{ '" + "{a}" * 300 + "'|f(a=ns.a) }}",
    "a large text many times": BIG + "{% for i in range(8) %}{% set ns.a = ns.a ~ ns.a %}{% endfor %}"
    + "{{ ns.a }}" * 2500,
    "QR codes": LOOP + "{% set x = it.name|qr('x') %}{% endfor %}",
}  # fmt: skip


@pytest.fixture
def theme(tmp_path: Path) -> Theme:
    """A theme whose only template a test writes."""
    folder = tmp_path / "themes" / "x"
    (folder / "templates").mkdir(parents=True)
    (folder / "theme.yaml").write_text("extends: default\n")
    return load_theme(tmp_path, "x")


def rendered(theme: Theme, text: str) -> str:
    """What a template of this text writes."""
    (theme.folders[0] / "templates" / "t.html").write_text(text, "utf-8")
    return theme.render("t.html", {"name": "甲", "long": "字" * 3000})


@pytest.mark.parametrize("text", WITHOUT_END.values(), ids=WITHOUT_END)
def test_a_template_that_does_not_end_is_stopped_within_seconds(theme: Theme, text: str) -> None:
    before = time.process_time()
    with pytest.raises(ThemeBroken, match=r"模板 t\.html.*有误：做的事太多，一页做不完"):
        rendered(theme, text)
    assert time.process_time() - before < MOST_SECONDS + 5


FORBIDDEN = {
    "{{ it.__class__ }}": "不能用名称 __class__",
    "{{ it['__class__'] }}": "没有“__class__”",
    "{{ [it]|map(attribute='__class__')|first }}": "没有“__class__”",
    "{{ ''.format.__globals__ }}": "不能用名称 __globals__",
    "{% set g = range.gi_frame %}": "不能用名称 gi_frame",
    "{{ it|attr('x') }}": "没有过滤器 attr",
    "{{ [1, 2]|random }}": "没有过滤器 random",
    "{{ 'x'|center(999999999999) }}": "没有过滤器 center",
    "{{ lipsum() }}": "lipsum",
    "{{ 10 ** 10 ** 10 }}": r"不能用 \*\*",
    "{{ 'x' * 999999999999 }}": "只有数可以相乘",
    "{{ 999999999 * 999999999 * 999999999 }}": "只有数可以相乘",
    "{{ '%999999999d' % 1 }}": "只有数可以",
    "{{ 'x'.ljust(999999999999) }}": "不能用 ljust",
    "{% set f = it.name.zfill %}{{ f(999999999999) }}": "不能用 zfill",
    "{{ ('<b>'|safe).format(1) }}": "不能用 format",
    "{{ ['x'].append(1) }}": "不能用 append",
    "{{ '{:>999999999}'|f(1) }}": "空档只写名称",
    "{{ '{0.__class__}'|f(1) }}": "空档只写名称",
    "{{ '{a[0]}'|f(a='x') }}": "空档只写名称",
    "{{ 1|round(-999999999999) }}": "位小数",
    "{{ [[1], [2]]|sum(start=[]) }}": "只有数可以",
    "{{ [it] }}": "不能直接写出 list",
    "{{ 'a' ~ {'a': 1} }}": "不能直接写出 dict",
    "{{ [[1]]|join }}": "不能直接写出 list",
    "{{ [1]|upper }}": "不能直接写出 list",
    "{{ '{a}'|f(a=[1]) }}": "不能直接写出 list",
    "{{ it }}": "不能直接写出 dict",
    TOWER + "{{ ns.a == ns.b }}": "一层套一层太深",
    "{% set ns = namespace() %}{% set ns.a = [ns] %}": "namespace 不能放进列表",
    "{{ it[[1]] }}": "list 不能用作名称或序号",
    "{{ '%1999999999d' is odd }}": "只有数可以",
    "{{ 'ab'|round(9, 'ceil') }}": "只有数可以",
    "{{ ('9' * 1)|int }}": "只有数可以",
    "{{ it.long|int }}": "参数超过 100 个字符",
    "{{ 1e999 }}": "数不超过",
    "{{ it.long.rsplit(it.long) }}": "参数超过 100 个字符",
    "{{ it.long|trim(it.long) }}": "参数超过 100 个字符",
    "{{ ('x'|safe).escape(range) }}": "不能用 escape",
    "{{ 'x'|absolute(asset) }}": "不能直接写出 method",
    "{{ 'x'|replace('x', [1]) }}": "不能直接写出 list",
    "{{ namespace(text='[' * 1, links=[])|prose }}": "只有数可以",
    "{{ namespace(text='[', links=[])|prose }}": "prose 只用于正文",
    "{{ dict(a=1) }}": "dict",
    "{{ range(*[1]) }}": "不能用 *",
    "{{ linked.jinja_pass_arg }}": "不能用名称 jinja_pass_arg",
    "{{ [1]|map('#step')|list }}": "没有过滤器 #step",
    "{{ it.long|f }}": "有空档的文字超过 1000 个字符",
    "{{ it is escaped }}": "没有判断 escaped",
    "{{ cycler() }}": "at least one item",
    "{% include '\\ud800' %}": "主题里没有模板",
    "".join(f"{{% set a{n} = 1 %}}" for n in range(600)) + "{% include 'b' %}" * 600: "模板太大",
    "{{ it.long|href }}": "地址超过 2000 字符",
}


@pytest.mark.parametrize(("text", "said"), FORBIDDEN.items(), ids=FORBIDDEN)
def test_a_template_gets_no_further_than_a_page_needs(theme: Theme, text: str, said: str) -> None:
    with pytest.raises(ThemeBroken, match=said):
        rendered(theme, text)


def test_a_template_does_what_pages_need(theme: Theme) -> None:
    text = (
        "{% macro m(x) %}[{{ x }}]{% endmacro %}{{ m(it.name.upper()) }}"
        "{% for k, v in {'a': 1}.items() %}{{ k ~ (v + 1) }}{% endfor %}"
        "{% for i in range(101) if i is divisibleby 50 %}{{ loop.index }}{% if not loop.last %},{% endif %}"
        "{% endfor %}{{ 7 % 4 * 2 }}{{ [3, 1]|sort|join('<') }}{{ '<b>a</b>'|striptags }}"
        "{% set n = namespace(y='') %}{% autoescape false %}{% set n.y = m('<') %}{% endautoescape %}"
        "{{ n.y }}{{ 'abcdef'|truncate(4, true, '') }}"
        "{% macro c() %}<{{ caller() }}>{% endmacro %}{% call c() %}x{% endcall %}"
        "{{ 'a<'|replace('<', '>') }}{{ 2.345|round(2) }}{{ [1, 2]|sum }}{{ 'x{n:.1f}'|f(n=2) }}"
    )
    assert (
        rendered(theme, text)
        == "[甲]a21,2,36" + "1&lt;3" + "a" + "[&amp;lt;]abcdef<x>" + "a&gt;" + "2.35" + "3" + "x2.0"
    )
    assert 0 < spent() < MOST / 1000
