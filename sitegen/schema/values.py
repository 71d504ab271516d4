"""What does the text of one value mean? Each reader answers with the value, or with what is wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from sitegen import dates
from sitegen.model import is_address
from sitegen.schema.fields import Field
from sitegen.text import NAME_BYTES, arabic, nearest, reserved, shown

TRUE, _FALSE = frozenset({"true", "yes", "是"}), frozenset({"false", "no", "否"})
_INTEGER = re.compile(r"-?[0-9]{1,9}")
_LONG_INTEGER = re.compile(r"-?[0-9]+")
_RANGE = re.compile(r"([0-9]{1,9})\s*[-~—–至到]+\s*[0-9]+")
_ADDRESS = re.compile(r"https?://[\w.-]+(:[0-9]+)?(/[^\s]*)?")
# a path that begins with two slashes would be another host's address
_ROOT = re.compile(r"https?://[\w.-]+(:[0-9]+)?(/(?!\.{1,2}(/|$))[\w.~%-]+)*/?")
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:[0-9]+)?(/\S*)?")
_OLD = re.compile(r"(/(?!\.)[\w.~（）()+,-]{1,80}){0,10}/?")
_WEB = re.compile(r"https?://[^/]+(/[^?#]*)")
_COMMA = re.compile(r"[，,；;]")
_CHOICE_DOC = re.compile(r"[：、；\s]+")


class Wrong(Struct, frozen=True):
    """Why a text is no value of its type, and how it should be written."""

    code: str
    message: str
    hint: str = ""


def text(field: Field, written: str) -> str | Wrong:
    """A text without white space at its ends."""
    if not field.lines and re.search(r"[\n\r\t]", written.strip()):
        message = f"“{field.name}”里有换行或制表符：“{shown(written)}”"
        return Wrong("M12", message, "写成一行；双引号里的“\\n”“\\t”也算，可改用单引号")
    if field.address and not _ADDRESS.fullmatch(written):
        message = f"“{field.name}”不是完整的网址：“{shown(written)}”"
        return Wrong("M10", message, _address_hint(written))
    if field.address == "root" and not _ROOT.fullmatch(written):
        message = f"“{field.name}”不是网站的根地址：“{shown(written)}”"
        return Wrong("M10", message, "只写域名和文件夹，不带连续的斜线、“..”、问号和 #")
    if field.aliases and (field.aliases == "only" or is_address(written.strip())):
        return _old_address(field, written.strip())
    if field.words and _COMMA.search(written):
        parts = ", ".join(shown(part.strip()) for part in _COMMA.split(written) if part.strip())
        message = f"“{field.name}”的一项里有逗号：“{shown(written)}”"
        return Wrong("M11", message, f"分开写：[{parts}]，用英文逗号加一个空格")
    return written.strip()


def _address_hint(written: str) -> str:
    folded = unicodedata.normalize("NFKC", written).replace("。", ".").replace("\\", "/")
    if folded != written and _ADDRESS.fullmatch(folded):
        return f"写作 {shown(folded)}，冒号、斜线和点用英文"
    if re.search(r"\s", folded):
        return "网址里不能有空格"
    bare = re.sub(r"^(https?:)?/*", "", folded)
    if _HOST.fullmatch(bare) and not re.match(r"[a-z]+:", bare):
        return f"写作 https://{shown(bare)}{'' if '/' in bare else '/'}"
    return "写作 https://www.example.gov.cn/ 的样子"


def _old_address(field: Field, written: str) -> str | Wrong:
    if written == "/" or (is_address(written) and _OLD.fullmatch(written)):
        return _folders(field, written)
    message = f"“{field.name}”里的“{shown(written)}”不是站内旧地址"
    web = _WEB.fullmatch(written)
    better = web[1] if web else f"/{written.strip('/')}/"
    if _OLD.fullmatch(better) and len(better) > 1:
        return Wrong("M10", message, f"写作 {shown(better)}")
    hint = "写域名之后的路径，例如 /old/，不带空格、问号、# 和 %，每一段不以点开头"
    return Wrong("M10", message, hint)


def _folders(field: Field, written: str) -> str | Wrong:
    """An old address, unless a part of it cannot be a folder on every computer."""
    parts = written.split("/")
    bad = next(
        (p for p in parts if reserved(p) or p.endswith(".") or len(p.encode()) > NAME_BYTES), ""
    )
    if not bad:
        return written
    message = f"“{field.name}”里的“{shown(bad)}”不能用作文件夹名"
    hint = (
        "它太长" if len(bad.encode()) > NAME_BYTES else "Windows 不接受这个名称，或以点结尾的名称"
    )
    return Wrong("M10", message, f"{hint}；删去这个旧地址")


def integer(field: Field, written: str) -> int | Wrong:
    """A whole number."""
    if _INTEGER.fullmatch(written):
        return int(written)
    if _LONG_INTEGER.fullmatch(written):
        return Wrong("M07", f"“{field.name}”的数太大：“{shown(written)}”", "最多写九位")
    message = f"“{field.name}”不是整数：“{shown(written)}”"
    return Wrong("M07", message, _integer_hint(arabic(written)))


def _integer_hint(folded: str) -> str:
    span = _RANGE.fullmatch(folded)
    if span:
        return f"只写一个数，例如起始的 {span[1]}"
    found = re.fullmatch(r"第?\s*(-?[0-9]{1,9})\s*[年页行号项]?", folded)
    return f"写作 {found[1]}" if found else "只写数字，不带小数和单位"


def boolean(field: Field, written: str) -> bool | Wrong:
    """Yes or no."""
    word = written.strip().casefold()
    if word in TRUE | _FALSE:
        return word in TRUE
    message = f"“{field.name}”不能是“{shown(written)}”"
    return Wrong("M06", message, "写 true（是）或 false（否）")


def day(field: Field, written: str) -> date | Wrong:
    """A calendar date."""
    found = dates.parse(written)
    if found and found.year in dates.YEARS:
        return found
    if found:
        message = f"“{field.name}”的年份不在 {dates.YEARS[0]} 到 {dates.YEARS[-1]} 之间：“{shown(written)}”"
        return Wrong("M05", message, "年份写四位数，例如 2017")
    message = f"“{field.name}”不是日历上的日期：“{shown(written)}”"
    return Wrong("M05", message, dates.suggestion(written) or "写作 2017-07-03 的样子")


def choice(field: Field, allowed: tuple[str, ...], written: str) -> str | Wrong:
    """One of a few words."""
    if written in allowed:
        return written
    message = f"“{field.name}”不能是“{shown(written)}”，可选：{'、'.join(allowed)}"
    near = nearest(written, allowed) or _named(field, allowed, written)
    explained = field.doc if any(word in field.doc for word in allowed) else ""
    return Wrong("M06", message, f"是不是“{near}”？" if near else explained)


def _named(field: Field, allowed: tuple[str, ...], written: str) -> str:
    """The choice that the documentation explains with the word that was written."""
    words = _CHOICE_DOC.split(field.doc)
    pairs = {b: a for a, b in pairwise(words) if a in allowed}
    return pairs.get(nearest(written, pairs), "")


Reader = Callable[[Field, str], Any]

READERS: Mapping[Any, Reader] = MappingProxyType(
    {str: text, int: integer, bool: boolean, date: day}
)
