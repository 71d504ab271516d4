"""What is wrong with a template, in Chinese: Jinja says it in English."""

from __future__ import annotations

import re

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
_TOKENS = (
    ("'end of print statement'", "'}}'"),
    ("'end of statement block'", "'%}'"),
    ("'name'", "'名称'"),
    ("'integer'", "'数'"),
    ("'string'", "'文字'"),
)


def in_chinese(said: str) -> str:
    """What Jinja says, in Chinese where it is common; otherwise as it is."""
    for token, ours in _TOKENS:
        said = said.replace(f" {token}", f" {ours}")
    found = ((re.fullmatch(pattern, said), meant) for pattern, meant in _NAMED)
    return next((match.expand(meant) for match, meant in found if match), said)
