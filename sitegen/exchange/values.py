"""How does a workbook show a value? By the format of its cell, as far as that can be told from it.

Formats are those of ECMA-376, 18.8.31; the numbers of formats that only Chinese Excel knows without a
definition stand in 18.8.30. What a format asks for that is not known here is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
CHINESE_DATES: Mapping[int, str] = MappingProxyType(
    dict.fromkeys((27, 36, 50, 52, 57), _YEAR_MONTH)
    | dict.fromkeys((28, 29, 51, 53, 54, 58), _MONTH_DAY)
    | {30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"'}
)
# how Chinese Excel shows the short dates that a file names only by their number
_LOCAL = MappingProxyType({"mm-dd-yy": "yyyy/m/d", "m/d/yy h:mm": "yyyy/m/d h:mm"})
_DATE_TOLD = "日期单元格，写法按单元格格式推定，请对照原件"
_EXACT = 10**15  # a workbook keeps no more digits than fifteen
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[[^\]]*\]|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?|\.[0#?]+)'
    r"|(?P<general>general)|(?P<date>y+|m+|d+|h+|s+|a{3,4})|(?P<other>.)",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\[[<>=]")
_PLAIN = re.compile(r"[%\s\u0080-\uffff()+\-:/.,<>=~]")
_WEEKDAYS = "一二三四五六日"


def shown(value: object, number_format: str) -> tuple[str, str]:
    """A value as the sheet shows it, and what is unusual about it."""
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), "逻辑值单元格"
    if isinstance(value, int | float):
        return _number(value, number_format)
    if isinstance(value, datetime | date):
        return _date(value, number_format), _DATE_TOLD
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02}", "时间单元格，请对照原件"
    if isinstance(value, time):
        return value.strftime("%H:%M"), "时间单元格，请对照原件"
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", ""), ""


# numbers


def _number(value: float, form: str) -> tuple[str, str]:
    if abs(value) >= _EXACT:
        return f"{value:.0f}", "数字超过 15 位，表格里存的已不准确，请对照原件"
    text = _formatted(value, form)
    if text is not None:
        return text, ""
    return _general(value), f"数字格式“{form}”没有照样读出，请对照原件"


def _general(value: float) -> str:
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.10g}"


def _formatted(value: float, form: str) -> str | None:
    """A number in a format; None where the format asks for more than digits, a per cent sign and words."""
    part, value = _part(value, form)
    tokens = list(_TOKEN.finditer(part))
    places = [token for token in tokens if token["digits"] or token["general"]]
    others = "".join(token["other"] or "" for token in tokens)
    known = not any(token["date"] for token in tokens) and not _PLAIN.sub("", others)
    if not part or part == "@":
        return _general(value)
    scaled = any(token[0].endswith(",") for token in places)
    if len(places) > 1 or not known or scaled or _CONDITION.search(form):
        return None
    percent = 100 ** others.count("%")
    return "".join(_piece(token, value, percent) for token in tokens)


def _part(value: float, form: str) -> tuple[str, float]:
    """The part of a format that is for a number: positive, negative or zero."""
    parts = [match[0] for match in re.finditer(r'(?:"[^"]*"|\\.|[^;"\\])+|(?<=;)(?=;|$)', form)]
    if len(parts) > 1 and value < 0:
        return parts[1], -value
    if len(parts) > 2 and value == 0:  # noqa: PLR2004 - the third part is for zero
        return parts[2], value
    return (parts or [""])[0], value


def _piece(token: re.Match[str], value: float, percent: int) -> str:
    if token["general"]:
        return _general(value)
    if token["digits"]:
        return _digits(token["digits"], Decimal(repr(value)) * percent)
    return token["quoted"] or token["escaped"] or token["other"] or ""


def _digits(places: str, value: Decimal) -> str:
    """A number in some places: 0 always, # where there is a digit, a comma between thousands."""
    whole, _, behind = places.partition(".")
    rounded = value.quantize(Decimal(1).scaleb(-len(behind)), ROUND_HALF_UP)
    digits, _, fraction = f"{abs(rounded):f}".partition(".")
    digits = digits.lstrip("0").rjust(whole.count("0"), "0")
    fraction = fraction[: behind.rfind("0") + 1] + fraction[behind.rfind("0") + 1 :].rstrip("0")
    grouped = f"{int(digits or 0):,}".rjust(len(digits), "0") if "," in whole else digits
    sign = "-" if rounded < 0 else ""
    return f"{sign}{grouped}{'.' if '.' in places else ''}{fraction}"


# dates


def _date(value: date, form: str) -> str:
    part = _LOCAL.get(form.casefold(), form).split(";")[0]
    tokens = list(_TOKEN.finditer(part))
    names = [token["date"].casefold() for token in tokens if token["date"]]
    others = "".join(token["other"] or token["digits"] or "" for token in tokens)
    english = any(name in {"mmm", "mmmm", "mmmmm", "ddd", "dddd"} for name in names)
    if not names or english or _PLAIN.sub("", others):
        return f"{value.year}年{value.month}月{value.day}日"
    return "".join(_dated(tokens, value)).strip()


def _dated(tokens: list[re.Match[str]], value: date) -> Iterator[str]:
    before = ""
    for place, token in enumerate(tokens):
        name = (token["date"] or "").casefold()
        after = next((t["date"].casefold() for t in tokens[place + 1 :] if t["date"]), "")
        if name[:1] == "m" and (before[:1] == "h" or after[:1] == "s"):
            name = name.replace("m", "n")
        before = name or before
        yield (
            _dated_piece(name, value)
            if name
            else (token["quoted"] or token["escaped"] or token["other"] or token["digits"] or "")
        )


def _dated_piece(name: str, value: date) -> str:
    clock = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    if name.startswith("y"):
        return f"{value.year}"[2 if len(name) == 2 else 0 :]  # noqa: PLR2004 - letters
    if name.startswith("a"):
        return ("周" if len(name) == 3 else "星期") + _WEEKDAYS[value.weekday()]  # noqa: PLR2004
    number = {
        "m": clock.month,
        "d": clock.day,
        "h": clock.hour,
        "n": clock.minute,
        "s": clock.second,
    }[name[0]]
    return f"{number:0{min(len(name), 2)}}"
