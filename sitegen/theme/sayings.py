"""What is wrong with a template, in Chinese: Jinja and Python say it in English."""

from __future__ import annotations

import re

_TYPE = re.compile(r"‹(\w+)›")
_CHINESE = re.compile("[一-龥]")
_ENDED = "模板没写完就结束了"
_OPEN = r" .*innermost block that needs to be closed is '(\w+)'\."
_UNKNOWN = r"Encountered unknown tag '(\w+)'\."
_NAMED = (
    (r"'(.+)' is undefined", r"没有“\1”这个名称"),
    (r"'types\.SimpleNamespace object' has no attribute '(.+)'", r"主题文字里没有“\1”"),
    (r"'?(?:.+\.)?(\w+) object'? has no (?:attribute|element) '?(.+?)'?", r"\1 里没有“\2”"),
    (_UNKNOWN, r"标签“\1”不认得，或前面没有与它成对的标签"),
    (_UNKNOWN + _OPEN, r"标签“\1”不认得，或不该在这里：还有“\2”没有结束"),
    (r"Unexpected end of template\." + _OPEN, _ENDED + r"：还有“\1”没有结束"),
    (r"unexpected end of template, expected '(.+)'\.", _ENDED + r"：还缺“\1”"),
    (r"expected token '(.+)', got '(.+)'", r"这里应当是“\1”，写的是“\2”"),
    (r"unexpected '(.+)', expected '(.+)'", r"这里应当是“\2”，写的是“\1”"),
    (r"Expected an expression, got '(.+)'", r"这里应当是一个值，写的是“\1”"),
    (r"unexpected '(.+)'", r"“\1”不能写在这里"),
    (r"unexpected char '(.+)' at \d+", r"字符“\1”不能写在这里"),
    (r"tag name expected", "{% 后面缺少标签的名称"),
    (r"Missing end of comment tag", "注释没有写 #} 结束"),
    (r"Missing end of raw directive", "{% raw %} 没有写 {% endraw %} 结束"),
    (r"block '(.+)' defined twice", r"block“\1”写了两次"),
    (r"macro '(.+)' takes no keyword argument '(.+)'", r"macro“\1”没有参数“\2”"),
    (r"macro '(.+)' takes not more than (\d+) argument\(s\)", r"macro“\1”最多 \2 个参数"),
    (r"parameter '(.+)' was not provided", r"缺少参数“\1”"),
    (r"(?:division|integer division or modulo|integer modulo) by zero", "除数是 0"),
)
# what Python says of values; the name of a type stands in ‹›
_OF_VALUES = (
    (r"unsupported operand type\(s\) for (.+): '(\w+)' and '(\w+)'", r"‹\2›与‹\3›之间不能用 \1"),
    (r'can only concatenate (\w+) \(not "(\w+)"\) to \w+', r"‹\1›后面不能加‹\2›；连成文字用 ~"),
    (r"bad operand type for unary (.+): '(\w+)'", r"‹\2›前面不能用 \1"),
    (
        r"'(.+)' not supported between instances of '(\w+)' and '(\w+)'",
        r"‹\2›与‹\3›不能用 \1 比较或排序",
    ),
    (
        r"(?:argument of type )?'(\w+)'(?: object)? is not (?:iterable|a container or iterable)",
        r"‹\1›里没有一项一项的内容，不能用 for、in 和要列表的过滤器；可能没有值的，先用 {% if %} 判断",
    ),
    (r"cannot unpack non-iterable (\w+) object", r"for 写了几个名称，有一项是‹\1›，只有一个值"),
    (r"'(\w+)' object is not callable", r"‹\1›不能加括号调用"),
    (r"'(\w+)' object is not subscriptable", r"‹\1›不能用 [ ] 取其中一项"),
    (
        r"object of type '(\w+)' has no len\(\)",
        r"‹\1›没有长度，这里要文字或列表",
    ),
    (r"expected string or bytes-like object(?:, got '(\w+)')?", "这里要文字，写的是别的"),
    (
        r"too many values to unpack \(expected (\d+).*\)",
        r"for 写了 \1 个名称，每一项里不止 \1 个值",
    ),
    (
        r"not enough values to unpack \(expected (\d+), got (\d+)\)",
        r"for 写了 \1 个名称，有一项里只有 \2 个值",
    ),
    (
        r"[\w.<>]+\(\) missing \d+ required (?:positional|keyword-only) arguments?: '?(.+?)'?",
        r"过滤器或函数还缺参数“\1”，写法见 docs/theming.md",
    ),
    (
        r"[\w.<>]+\(\) takes .+ positional arguments? but .+ (?:was|were) given",
        "过滤器或函数的参数太多，写法见 docs/theming.md",
    ),
    (
        r"[\w.<>]+\(\) got an unexpected keyword argument '(.+?)'.*",
        r"过滤器或函数没有参数“\1”，写法见 docs/theming.md",
    ),
    (r"[\w.<>]+\(\) got multiple values for argument '(.+)'", r"参数“\1”写了两次"),
    (r"invalid literal for int\(\) with base 10: '(.*)'", r"“\1”不是整数"),
    (r"could not convert string to float: '(.*)'", r"“\1”不是数"),
    (r"Invalid isoformat string: '(.*)'", r"“\1”不是日期"),
    (r"Single '(.)' encountered in format string", r"文字里的“\1”要成对，单独的写两个：\1\1"),
    (r"expected '}' before end of string", "文字里的“{”没有“}”与它成对"),
    (
        r"Replacement index \d+ out of range for positional args tuple",
        "文字里的 {0}、{} 要写成 {名称}，名称在过滤器 f 里给出",
    ),
    (r"'(\w+)'", r"没有“\1”；文字里写了 {\1} 的，过滤器 f 里也要写 \1=…"),
    (r"(?:list|tuple|string) index out of range", "列表没有这么多项"),
)
_TYPES = {
    "str": "文字",
    "Markup": "文字",
    "int": "数",
    "float": "数",
    "bool": "是非值",
    "list": "列表",
    "tuple": "列表",
    "dict": "对照表",
    "NoneType": "空值（none）",
}
_TOKENS = (
    ("'end of print statement'", "'}}'"),
    ("'end of statement block'", "'%}'"),
    ("'name'", "'名称'"),
    ("'integer'", "'数'"),
    ("'string'", "'文字'"),
)


def in_chinese(said: str) -> str:
    """What Jinja or Python says, in Chinese where it is common; otherwise as it is, called English."""
    for token, ours in _TOKENS:
        said = said.replace(f" {token}", f" {ours}")
    found = ((re.fullmatch(pattern, said), meant) for pattern, meant in (*_NAMED, *_OF_VALUES))
    meant = next((match.expand(meant) for match, meant in found if match), "")
    return _TYPE.sub(lambda name: _TYPES.get(name[1], name[1]), meant) or _framed(said)


def _framed(said: str) -> str:
    """What has no Chinese: whoever cannot read it can look it up, or ask with it."""
    if _CHINESE.search(said):
        return said
    return f"这里的写法用不了，程序的原话是“{said}”" if said else "这里的写法用不了"
