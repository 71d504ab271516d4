"""The bytes of a text file as lines, whatever its line ends, or why they are no text."""

from __future__ import annotations

import re

from sitegen.errors import Location, Problem
from sitegen.source.characters import INVISIBLE, told, visible

MAX_BYTES = 1_000_000
MOST_INVISIBLE = 100  # lines with invisible characters that are reported for one file

_SPLIT = "拆成几个文件，或作为附件存放"
_SAVE_AS = "用记事本打开，另存为，编码选“UTF-8”"
_TAKE_TEXT = "把其中的文字另存为 UTF-8 的文字文件；原文件可以放进 files 文件夹"
_SIGNATURES = (
    (b"PK\x03\x04", " Word、Excel 文件或压缩文件"),
    (b"\xd0\xcf\x11\xe0", "旧版 Word、Excel 或 WPS 文件"),
    (b"%PDF-", " PDF 文件"),
    (b"{\\rtf", "写字板（RTF）文件"),
    (b"\xff\xd8\xff", "图片"),
    (b"\x89PNG", "图片"),
)
_CONFLICT = re.compile(r"(?:<{7}|\|{7}|>{7})(?: .*)?|={7}")
_CHOOSE = "在“<<<<<<<”和“>>>>>>>”之间的两种写法里留下对的，删去“<<<<<<<”“=======”“>>>>>>>”各行"
_LINE_END = re.compile("\r\n|\r|\n")


def decode(
    path: str, data: bytes, if_too_large: str = _SPLIT
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The lines of a text file, or why it cannot be read as UTF-8."""
    if len(data) > MAX_BYTES:
        size = f"文件有 {len(data):,} 字节"
        return (), (Problem("S10", Location(path), size, if_too_large),)
    refused = _other_file(path, data)
    if refused:
        return (), (refused,)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return (), (_not_utf8(path, error),)
    lines = tuple(_LINE_END.split(text) if "\r" in text else text.split("\n"))
    if conflict := _conflict(path, text, lines):
        return (), (conflict,)
    return lines, tuple(_invisible(path, lines)) if INVISIBLE.search(text) else ()


def _conflict(path: str, text: str, lines: tuple[str, ...]) -> Problem | None:
    """The first line that git left in a file where it could not merge two changes.

    Seven equality signs alone may be a rule in a text that is not ours to write.
    """
    ours = path.endswith((".md", ".yaml")) and "=======" in text
    if not (ours or "<<<<<<<" in text or ">>>>>>>" in text):
        return None
    marks = (n for n, line in enumerate(lines, 1) if _CONFLICT.fullmatch(line))
    number = next((n for n in marks if ours or lines[n - 1][0] != "="), 0)
    if not number:
        return None
    line = lines[number - 1]
    message = "合并冲突没有处理完：这一行是 git 留下的记号"
    return Problem("S14", Location(path, number, 1, len(line)), message, _CHOOSE, visible(line))


def _other_file(path: str, data: bytes) -> Problem | None:
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return Problem("S01", Location(path), f"这是{name}，不是文字文件", _TAKE_TEXT)
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or data.count(0) * 4 > len(data):
        return Problem("S01", Location(path), "文件看来是 UTF-16（Unicode）编码", _SAVE_AS)
    return None


def _not_utf8(path: str, error: UnicodeDecodeError) -> Problem:
    data, bad = error.object, error.start  # without the byte order mark
    before = _LINE_END.split(data[:bad].decode())
    line, start = len(before), bad - len(before[-1].encode())
    if _is_gbk(data[start:]) or _is_gbk(data[bad:]):
        message = f"第 {line} 行起不是 UTF-8，看来是 GBK（ANSI）编码"
        return Problem("S01", Location(path, line), message, _SAVE_AS)
    message = f"第 {line} 行有不能识别的字节，文件可能不完整"
    hint = "从原来的地方重新取一份文件，或把这一行重新写一遍"
    return Problem("S01", Location(path, line), message, hint)


def _is_gbk(data: bytes) -> bool:
    # misread bytes also decode as GB 18030, but to rare characters that GB 2312 does not have
    try:
        wide = [c for c in data.decode("gb18030") if not c.isascii()]
    except UnicodeDecodeError:
        return False
    common = len("".join(wide).encode("gb2312", "ignore")) // 2
    return common * 10 >= len(wide) * 9


def _invisible(path: str, lines: tuple[str, ...]) -> list[Problem]:
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        found = INVISIBLE.search(line)
        if found and len(problems) < MOST_INVISIBLE:
            where = Location(path, number, found.start() + 1)
            problems.append(Problem("S12", where, *told(found[0]), visible(line)))
    return problems
