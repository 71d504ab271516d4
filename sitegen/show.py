"""How does a problem look on a terminal? Code, place, message, the line with its mark, rule, hint.

What a file holds cannot disturb the terminal: tabs and controls show as signs, long lines are cut
around the mark, and of very many problems only the first are shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import unquote, urlsplit

from sitegen.errors import Problem
from sitegen.routes import url_of_file

MOST = 200  # problems shown of one run
FIRST = 3  # of each code, shown by a build
AROUND = 40  # columns of a line that are shown on either side of the mark
MARKED = 60  # columns of the mark
LONGEST = 800  # columns of a message or hint

_WORDS = {"error": "错误", "warning": "提示"}
_CUT = "..."
_SIGNS = {"\t": "→", "\n": "↵"}
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_WIDTHS = {"W": 2, "F": 2}


def texts(problems: Sequence[Problem]) -> Iterator[str]:
    """The problems as text, the first ones of very many."""
    yield from map(format_problem, problems[:MOST])
    rest = len(problems) - MOST
    if rest > 0:
        yield f"还有 {rest} 个没有列出；改好上面的，再检查一次。\n"


def brief(problems: Sequence[Problem]) -> Iterator[str]:
    """The problems that a build tells beside its own matter: the first of each code as text."""
    by_code: dict[str, list[Problem]] = {}
    for problem in problems:
        by_code.setdefault(problem.code, []).append(problem)
    for code, found in by_code.items():
        yield from map(format_problem, found[:FIRST])
        if len(found) > FIRST:
            yield f"{code} 还有 {len(found) - FIRST} 个没有列出；用 sitegen check 查看。\n"


def count(problems: Sequence[Problem]) -> str:
    """How many errors and warnings there are, in words."""
    errors = sum(problem.severity == "error" for problem in problems)
    parts = (f"{errors} 个错误", f"{len(problems) - errors} 个提示")
    return "、".join(part for part in parts if not part.startswith("0 "))


def format_problem(problem: Problem) -> str:
    """A problem as the editor sees it: code, place, message, the line with a caret, rule, hint."""
    lines = [
        f"{_WORDS[problem.severity]} {problem.code} {plain(str(problem.location))}",
        f"  {_first(plain(problem.message), LONGEST)}",
        *_excerpt(problem),
        f"  规则：{problem.rule}",
    ]
    lines += [f"  建议：{_first(plain(problem.hint), LONGEST)}"] if problem.hint else []
    return "\n".join(lines) + "\n"


def _excerpt(problem: Problem) -> list[str]:
    """The line a problem points at, cut around the mark, with the mark below."""
    if not problem.excerpt:
        return []
    start = max(0, problem.location.column - 1)
    text = problem.excerpt
    before = _last(plain(text[max(0, start - AROUND) : start]), start > AROUND)
    marked = _first(plain(text[start : start + problem.location.width][: MARKED + 1]), MARKED)
    after = text[start + problem.location.width :][: AROUND + 1]
    shown = "" if marked.endswith(_CUT) else _first(plain(after), AROUND)
    number = str(problem.location.line)
    caret = _blank(before) + (_under(marked) or "^")
    return [f"  {number} | {before}{marked}{shown}", f"  {' ' * len(number)} | {caret}"]


def plain(text: str) -> str:
    """A text on one line in which every control shows as a sign."""
    return _CONTROL.sub(lambda found: _SIGNS.get(found[0], "\N{REPLACEMENT CHARACTER}"), text)


def _first(text: str, columns: int) -> str:
    """The first columns of a text, with dots where it was cut."""
    for place, taken in enumerate(_columns_taken(text)):
        if taken > columns:
            return text[:place] + _CUT
    return text


def _last(text: str, cut: bool) -> str:  # noqa: FBT001
    """The last columns of a text, with dots where it was cut."""
    backwards = text[::-1]
    for place, taken in enumerate(_columns_taken(backwards)):
        if taken > AROUND:
            return _CUT + backwards[:place][::-1]
    return _CUT + text if cut else text


def _columns_taken(text: Iterable[str]) -> Iterator[int]:
    total = 0
    for character in text:
        total += columns(character)
        yield total


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(c) else _WIDTHS.get(unicodedata.east_asian_width(c), 1)
        for c in text
    )


def _blank(text: str) -> str:
    return "".join("\u3000" if columns(c) == 2 else " " * columns(c) for c in text)  # noqa: PLR2004


def _under(text: str) -> str:
    return "".join("＾" if columns(c) == 2 else "^" * columns(c) for c in text)  # noqa: PLR2004


def whereabouts(target: str, files: Mapping[str, str], base_url: str) -> str:
    """The address of a content file's page, or the content file behind an address; empty if none."""
    path = as_file(target)
    if path in files:
        return base_url.rstrip("/") + "/" + files[path]
    wanted = as_address(target, base_url)
    return next((path for path, url in files.items() if url in {wanted, f"{wanted}/"}), "")


def as_file(target: str) -> str:
    """What somebody typed, as a path from the project folder."""
    return target.replace("\\", "/").removeprefix("./")


def as_address(target: str, base_url: str) -> str:
    """What somebody typed or copied from a browser, as an address of the site."""
    try:
        asked = urlsplit(target.removeprefix(base_url.rstrip("/"))).path
    except ValueError:  # no address, such as http://[, and no page has it
        asked = target
    return url_of_file(unquote(asked).lstrip("/"))
