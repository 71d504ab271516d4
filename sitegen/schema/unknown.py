"""What was meant by a key that does not exist?"""

from __future__ import annotations

from msgspec import Struct

from sitegen.schema.fields import Field, fields, keys
from sitegen.text import nearest, shown

SLIP = 0.8  # how alike a key is to another one when it is surely a slip of the hand


class Meant(Struct, frozen=True):
    """What to say of an unknown key, and the key that it stands for, if that can be told."""

    message: str
    hint: str
    key: str = ""


def meant(key: str, top: type, here: type) -> Meant:
    """What an unknown key in a record class `here`, within the class `top`, is about."""
    message = f"不认识的键“{shown(key)}”"
    hint = _derived(key, here)
    if hint:
        return Meant(f"“{shown(key)}”不用写", hint)
    slip = nearest(key, keys(here), cutoff=SLIP)
    hint = "" if slip else _elsewhere(key, top, here)
    return Meant(message, hint) if hint else _here(message, key, top, here)


def listed(record: type) -> str:
    """The keys of a record class with what they are."""
    return "、".join(f"{field.name}（{field.head()}）" for field in keys(record).values())


def _derived(key: str, here: type) -> str:
    if key not in {field.name for field in fields(here) if field.derived}:
        return ""
    if key == "body":
        return "正文写在第二个“---”之后"
    return "它由文件名决定" if key == "id" else "它由所在的文件夹决定"


def _elsewhere(key: str, top: type, here: type) -> str:
    """Where a key of this name belongs, if not here."""
    if here is not top and key in keys(top):
        return f"“{key}”写在最外层，左边不缩进"
    holders = [
        field.name for field in keys(here).values() if field.below and key in keys(field.below)
    ]
    return f"“{key}”应写在“{'”或“'.join(holders)}”下面" if holders else ""


def _here(message: str, key: str, top: type, here: type) -> Meant:
    near = nearest(key, keys(here))
    if near:
        return Meant(message, f"是不是“{near}”？", near)
    named = _by_doc(key, here)
    if named:
        return Meant(message, f"“{shown(key)}”在这里写作 {named}", named)
    for field in keys(top).values():
        inner = field.below
        named = _by_doc(key, inner) if inner and inner is not here else ""
        if named:
            return Meant(message, f"写作 {named}，放在“{field.name}”下面")
    return Meant(message, f"可用的键：{listed(here)}")


def _by_doc(key: str, record: type) -> str:
    """The key that is documented with a Chinese word."""
    if key.isascii():
        return ""
    heads: dict[str, Field] = {}
    for field in keys(record).values():
        heads.setdefault(field.head(), field)
    within = next((head for head in heads if key in head), "") or nearest(key, heads)
    return heads[within].name if within else ""
