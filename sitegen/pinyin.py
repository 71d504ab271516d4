"""How is it read aloud? Pinyin for ordering Chinese names and for finding them by their sound."""

from __future__ import annotations

from functools import cache

from pypinyin import Style, lazy_pinyin


@cache
def sort_key(text: str) -> tuple[str, ...]:
    """The syllables of a text, for ordering names as a Chinese index does."""
    return tuple(lazy_pinyin(text.lstrip("“（(")))


def spelled(text: str) -> str:
    """The pinyin of a text in one word: 财政局 → caizhengju."""
    return "".join(lazy_pinyin(text, errors="ignore"))


def initials(text: str) -> str:
    """The first letters of a text's pinyin: 财政局 → czj."""
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER, errors="ignore"))
