"""How is it read aloud? Pinyin for ordering Chinese names and for finding them by their sound."""

from __future__ import annotations

import importlib
import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from types import ModuleType

from msgspec import json

from sitegen.text import reserved

_LONGEST = 80  # letters of a name made of a text; file systems take 255 bytes
_CHINESE = re.compile(r"([\u3400-\u9fff]+)")
_RUNS = re.compile(r"([a-z0-9]+)|([\u3400-\u9fff]+)")

Key = tuple[str, ...]

_READER = json.Decoder(dict[str, Key])
_KEYS: dict[str, Key] = {}


def _pinyin(text: str, errors: str = "default") -> list[str]:
    read: list[str] = _library().lazy_pinyin(text, errors=errors)
    return read


@cache
def _library() -> ModuleType:
    """The library, loaded when first asked: its tables take longer than many a command without them.

    It is told to hold each table once, as nobody adds words to it here: a third of the time, 3 MB.
    """
    os.environ["PYPINYIN_NO_DICT_COPY"] = "1"
    return importlib.import_module("pypinyin")


def sort_key(text: str) -> Key:
    """The syllables of a text, for ordering names as a Chinese index does."""
    if text not in _KEYS:
        _KEYS[text] = tuple(_pinyin(text.lstrip("“（(")))
    return _KEYS[text]


def learn(keys: Mapping[str, Key]) -> None:
    """Know the sort keys of some texts without working them out."""
    _KEYS.update(keys)


def to_keep(keys: Mapping[str, Key]) -> bytes:
    """Sort keys as bytes, to be kept for another build."""
    return json.encode(keys)


def kept(data: bytes | None) -> Mapping[str, Key]:
    """The sort keys that were kept, or none if they are damaged."""
    try:
        return _READER.decode(data or b"")
    except ValueError:
        return {}


def spelled(text: str) -> str:
    """The pinyin of a text in one word: 财政局 → caizhengju."""
    return "".join(_pinyin(text, errors="ignore"))


def syllables(text: str) -> tuple[str, ...]:
    """The syllables of a text, one a character; what is not Chinese stands for itself."""
    parts = enumerate(_CHINESE.split(text))
    return tuple(one for place, part in parts for one in (_read(part) if place % 2 else part))


def readings(character: str) -> tuple[str, ...]:
    """Every way to read a character, without tones, the usual one first: 长 → zhang, chang."""
    library = _library()
    plain = library.pinyin(character, style=library.Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(dict.fromkeys((spelled(character), *(one for ways in plain for one in ways))))


def _read(chinese: str) -> list[str]:
    """The syllables of Chinese text, one a character; rare characters stand for themselves."""
    read = _pinyin(chinese)
    return read if len(read) == len(chinese) else [spelled(one) or one for one in chinese]


def slug(text: str) -> str:
    """A text as the name of a file: pinyin, lower case, digits and hyphens; nothing if none remain."""
    words = (spelled(chinese) or word for word, chinese in _RUNS.findall(text.lower()))
    return "-".join(word[:40] for word in words if word)


def unique_slugs(texts: Sequence[str]) -> tuple[str, ...]:
    """A slug for each of some texts, no two alike: those that would be get a number."""
    used: Counter[str] = Counter()
    slugs = []
    for text in texts:
        made = slug(text)[:_LONGEST].strip("-") or "x"
        made = f"{made}-x" if reserved(made) else made
        used[made] += 1
        slugs.append(made if used[made] == 1 else f"{made}--{used[made]}")
    return tuple(slugs)
