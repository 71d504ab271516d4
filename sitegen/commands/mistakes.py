"""What is wrong with a command line? What argparse says of it, in Chinese, and what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

# for each way in which argparse, of any version of Python, may put it; anything else is shown as it is
_SAYINGS = (
    ("unrecognized arguments: (.+)", "不认识“{}”"),
    ("the following arguments are required: (.+)", "缺少 {}"),
    (
        r"argument 命令: invalid choice: (.+) \(choose from (.+)\)",
        "没有{}这个命令；命令写在最前面，有 {}",
    ),
    (r"argument (\S+): invalid choice: (.+) \(choose from (.+)\)", "{} 不能是{}，可以是 {}"),
    (r"argument (\S+): invalid int value: (.+)", "{} 后面写整数，不是{}"),
    (r"argument (\S+): expected (?:at least )?one argument", "{} 后面要写一项"),
    (r"argument (\S+): ignored explicit argument (.+)", "{} 后面不能再写{}"),
    (r"argument (\S+): not allowed with argument (\S+)", "{} 和 {} 不能同时写"),
    (r"argument (\S+): (.+)", "{}：{}"),
)
_VALUE = re.compile("'([^']*)'")
_MISTYPED = re.compile(r"unrecognized arguments: ([^\s=]+)|.*invalid choice: '([^']*)'")


def said(message: str, options: Iterable[str]) -> str:
    """A message of argparse in Chinese; with the option or choice that a mistyped word is like."""
    return _in_chinese(message) + _meant(message, options)


def _in_chinese(message: str) -> str:
    for pattern, saying in _SAYINGS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return saying.format(*(_quoted(part) for part in found.groups()))
    return message


def _quoted(part: str) -> str:
    """A value in the quotes, a list with the commas of Chinese."""
    if ", " in part:
        return part.replace("'", "").replace(", ", "、")
    return _VALUE.sub(r"“\1”", part)


def _meant(message: str, options: Iterable[str]) -> str:
    mistyped = _MISTYPED.match(message)
    if not mistyped:
        return ""
    choices = re.findall(r"[\w-]+", message.partition("(choose from ")[2])
    like = get_close_matches(mistyped[1] or mistyped[2], [*options, *choices], 1)
    return f"，是不是“{like[0]}”" if like else ""
