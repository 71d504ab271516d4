"""What are the items of a text? From each line that begins one to the next, in the lines as they were printed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sitegen.exchange.begins import Begins, unwrapped
from sitegen.exchange.bracketed import (
    CLOSE,
    OPEN,
    enclosed,
    in_brackets,
    punctuated,
    says_limit,
    says_units,
)
from sitegen.exchange.cleaning import is_furniture, one_line
from sitegen.exchange.found import Gathered, PrintedPart
from sitegen.exchange.persons import tells_persons

AFTER = "。；;"
_ENDED = re.compile(rf"[。；！？：!?;{re.escape(CLOSE)}]$")
_MARKS = re.compile("[。，；：,;:]")  # which a heading on a line of its own does without
_GOES_ON = f"{OPEN}，、。；"
_ENDS = f"{CLOSE}{AFTER}！？!?"
_TITLE = 45  # letters of a heading that a full stop ends


@dataclass
class Item:
    """A numbered item of a text with all its lines."""

    style: str
    text: str
    line: int
    title: str  # its heading, as it stands in the categories of what is below
    above: tuple[str, ...] = ()
    sign: str = ""  # before its number
    joints: list[int] = field(default_factory=list)
    ends: set[int] = field(default_factory=set)  # behind brackets that end a paragraph
    lines: list[tuple[int, int]] = field(default_factory=list)  # where further lines begin
    headed: int = 0  # letters of a paragraph that is the heading of the one below it

    def parts(self, begin: int, end: int) -> tuple[PrintedPart, ...]:
        """A stretch of the text, parted by the lines that it stands in."""
        starts = [(0, self.line), *self.lines, (len(self.text), 0)]
        spans = [(max(a, begin), min(b, end), line) for (a, line), (b, _) in pairwise(starts)]
        return tuple(PrintedPart(f"第{n}行", self.text[a:b]) for a, b, n in spans if a < b)

    def broken(self, begin: int, end: int) -> bool:
        """Whether a line or page ends in the middle of a stretch of the text."""
        return any(begin < joint < end for joint in self.joints)

    def go_on(self, text: str, number: int, *, ended: bool, surely: bool) -> None:
        """Take up a further line; `ended`: the one before it ended a paragraph, as far as we see, or surely."""
        if says_limit(text) and self.text[-1:] in CLOSE:
            text = in_brackets(text)
        if ended:
            self.ends.add(len(self.text.rstrip(AFTER)))
        whole = surely or (ended and not _MARKS.search(self.text))
        if whole and not self.lines and self._is_heading(text):
            self.headed = len(self.text)
        broken = not self.headed and not _ENDED.search(self.text)
        self.joints += [len(self.text)] if broken and text[:1] not in OPEN else []
        self.lines.append((len(self.text), number))
        self.text += text

    def _is_heading(self, below: str) -> bool:
        """Whether the one paragraph so far is short and no sentence, and one of wording follows it."""
        open_ = _ENDED.search(self.text) or self.text[-1:] in "，、" or below[:1] in _GOES_ON
        return len(self.text) <= _TITLE and not open_


def items_of(
    lines: Sequence[str],
    known: tuple[Collection[int], Begins],
    reading: Gathered,
    *,
    paragraphs: bool,
) -> Iterator[Item]:
    """The items of a text; `known`: the lines that end it, and which ones begin an item."""
    full = max(map(len, lines), default=0)
    lines = lines if paragraphs else unwrapped(lines, full)
    closing, begins = known
    item: Item | None = None
    short = False
    path: list[tuple[str, str]] = []
    for number, line in enumerate(lines, 1):
        marked = punctuated(line)
        text = one_line(enclosed(marked))
        if not text or is_furniture(text) or number in closing:
            short = short or not text
            continue
        if marked != line:
            reading.remark(f"第{number}行", "空格", "单位、标签之间的空格读作顿号、分号")
        if item and says_units(text):
            text = in_brackets(text)
        style, sign, text = begins.item(line, text)
        if style:
            if item:
                yield item
            title = split_title(text)[0]
            item = Item(style, text, number, title, _above(path, style, title), sign)
        elif item:
            _take_up(item, (number, text), reading, ended=short, surely=paragraphs)
        short = len(line) * 4 < full * 3  # a line that ends before the margin ends a paragraph
    if item:
        yield item


def _take_up(
    item: Item, line: tuple[int, str], reading: Gathered, *, ended: bool, surely: bool
) -> None:
    """Add a further line to an item, unless it is about persons; tell where the first one is taken for a heading."""
    number, text = line
    if tells_persons(text) and (surely or item.text[-1:] in _ENDS):
        reading.remark(f"第{number}行", "个人信息", "填表人、联系方式一类的文字没有导入")
        return
    item.go_on(text, number, ended=surely or ended, surely=surely)
    if item.headed and not surely and len(item.lines) == 1:
        said = f"单独一行，读作标题：{item.text[: item.headed]}"
        reading.remark(f"第{item.line}行", "标题", said)


def _above(path: list[tuple[str, str]], style: str, title: str) -> tuple[str, ...]:
    """The headings that an item stands below; `path` goes on with its own."""
    styles = [one for one, _ in path]
    depth = styles.index(style) if style in styles else len(styles)
    path[depth:] = [(style, title)]
    return tuple(above for _, above in path[:-1] if above)


def split_title(text: str) -> tuple[str, str]:
    """A heading and what follows it; no heading where the first sentence is as long as wording."""
    head, stop, rest = text.partition("。")
    if stop and len(head) <= _TITLE:
        return head, rest
    return (text, "") if len(text) <= _TITLE or not stop else ("", text)
