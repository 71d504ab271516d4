"""One spelling of every string: white space, width, clauses, sort keys, nearest words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

LONGEST = 80  # characters of anything that is compared with names
NAME_BYTES = 255  # that every file system takes as the name of a file or folder

# no file of Windows can be called so, whatever its suffix
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_VALUES = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0"}
_NUMERAL = re.compile("[〇零一二三四五六七八九十]+")
_SPACE = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\n[ \t\u3000]*\n\s*")
# a comma between digits is part of a number: 1,200
_CLAUSE_END = re.compile(r"[，。；：！？;!?]|(?<!\d),|,(?!\d)")
_TITLE = 36  # characters of a title
_ZEROS = re.compile(r"(?:^|(?<=-))0+(?=\d)")
_COUNTED = 100  # digits that are a number
_DIGITS = re.compile(r"(\d+)")
_WIDE = re.compile(r"[^\x00-\u024f]")


def reserved(name: str) -> bool:
    """Whether Windows keeps a name of a file or folder for itself: con, aux, nul and the like."""
    return bool(_RESERVED.fullmatch(name))


def on_disk(path: str) -> str:
    """A path for comparing: case and Unicode form make no difference on the disks of Windows and macOS."""
    return unicodedata.normalize("NFC", path).casefold()


def squeeze(text: str) -> str:
    """The text without any white space, as official wording is compared."""
    return _SPACE.sub("", text)


def fold(text: str) -> str:
    """The text for comparing names: full-width forms folded (NFKC), lower case, no white space."""
    return squeeze(unicodedata.normalize("NFKC", text)).casefold()


def arabic(text: str) -> str:
    """A text whose full-width and Chinese numerals are written with Arabic digits: 二〇一七 → 2017."""
    return _NUMERAL.sub(_digits, unicodedata.normalize("NFKC", text))


def _digits(numeral: re.Match[str]) -> str:
    tens, ten, ones = numeral[0].partition("十")
    if not ten:
        return "".join(_VALUES[c] for c in numeral[0])
    digits = "".join(_VALUES[c] for c in tens) or "1"
    return digits + ("".join(_VALUES.get(c, "") for c in ones) or "0")


def unquoted(number: str) -> str:
    """A number of a task without Chinese quotes around it, which would be a part of it."""
    return number.strip("“”‘’")


@lru_cache(maxsize=1 << 14)
def bare_number(number: str) -> str:
    """A number of a task as it is compared: width folded, without quotes, space and leading zeros."""
    return _ZEROS.sub("", fold(unquoted(number)))


def paragraphs(body: str) -> tuple[str, ...]:
    """The paragraphs of a verbatim body; lines wrapped by an editor are joined again."""
    parts = (_join_lines(part) for part in _BLANK_LINES.split(body.strip()))
    return tuple(part for part in parts if part)


def _join_lines(part: str) -> str:
    lines = [line.strip() for line in part.splitlines() if line.strip()]
    joined = lines[0] if lines else ""
    for line in lines[1:]:
        joined += line if _WIDE.match(joined[-1]) or _WIDE.match(line) else f" {line}"
    return joined


def first_clause(text: str) -> str:
    """The first clause of an official text, for a title where the editor gave none."""
    clause = _CLAUSE_END.split(squeeze(text).lstrip("（）()“”《》、"), maxsplit=1)[0]
    return clause if len(clause) <= _TITLE else clause[: _TITLE - 1] + "…"


def unnumbered(text: str, number: str) -> str:
    """A wording without the number that it begins with, if that is its own: 1.公开预算 → 公开预算."""
    begin = text.lstrip("(（")
    stop, rest = begin[len(number) : len(number) + 1], begin[len(number) + 1 :]
    own = bool(number) and begin.startswith(number) and stop in {*".．、)）"}
    return rest.strip() if own and not rest[:1].isdecimal() else text


def summary(text: str, limit: int = 90) -> str:
    """The beginning of a text in at most `limit` characters, for descriptions and cards."""
    flat = squeeze(text)
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip("，、；：") + "…"


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """A sort key that puts 7-2 before 7-10."""
    return tuple(
        (int(part), "") if part.isdecimal() and len(part) <= _COUNTED else (-1, part)
        for part in _DIGITS.split(text)
    )


def counted(number: str) -> tuple[int, ...]:
    """A sort key by the digits of a number in any script, as tables count: 3 before 10, 一-2 before 二-1."""
    digits = number if number.isascii() else arabic(number)
    return tuple(int(part) for part in _DIGITS.findall(digits) if len(part) <= _COUNTED)


def nearest(word: str, candidates: Iterable[str], cutoff: float = 0.5) -> str:
    """The candidate that looks most like the word, or nothing if none comes close."""
    by_fold = {fold(candidate): candidate for candidate in candidates if len(candidate) <= LONGEST}
    # comparing takes the product of the lengths, so what is no name is not compared
    found = get_close_matches(fold(word[:LONGEST]), by_fold, n=1, cutoff=cutoff)
    return by_fold[found[0]] if found and len(word) <= LONGEST else ""


def shown(value: str, limit: int = 40) -> str:
    """A value as a message quotes it: on one line, and cut where it grows too long."""
    flat = value.replace("\n", "↵").replace("\t", "→")
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def listed(values: Iterable[str], limit: int = 12) -> str:
    """Values as a message lists them, the first ones and how many there are in all."""
    every = tuple(values)
    more = f"等 {len(every)} 个" if len(every) > limit else ""
    return "、".join(shown(value) for value in every[:limit]) + more
