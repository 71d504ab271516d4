"""What is kept of the text that a plan was read from? Its lines as they were counted, without personal data.

A text is written only where there is none, or where the one that is there is what an import wrote last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from sitegen.exchange.cleaning import WIDE, one_line, visible
from sitegen.exchange.found import Gathered
from sitegen.exchange.parts import digest, plain
from sitegen.exchange.persons import is_signed, tells_persons, without_labelled
from sitegen.privacy import found
from sitegen.source import Document, decode, read_text

LEFT_OUT = "（此处个人信息从略）"
_LINE_END = re.compile(rf"(?<={WIDE})\n+|\n+(?={WIDE})")
NOTE = "由导入的文件读出，一段一行；图片和没有读进来的表格不在内，个人信息从略处均已注明。"


class Transcript(Struct, frozen=True):
    """The text of a plan as it may be published, and its path below the plan's folder."""

    file: str
    text: str

    @property
    def digest(self) -> str:
        """What stands for the text in the memory of an import."""
        return digest(self.text)

    @property
    def source(self) -> Mapping[str, str]:
        """The key `source` of the plan."""
        return {"file": self.file, "note": NOTE}


class Standing(Struct, frozen=True):
    """What is there before an import: the `source` of the plan, if there is one, its text, the last import's digest."""

    planned: bool
    source: Mapping[str, str]
    text: str | None
    last: str


class Kept(Struct, frozen=True):
    """What becomes of a text: whether it is written, whether lines may point into it, what is told."""

    written: bool = False
    counts: bool = False
    told: str = ""


def transcript(plan: str, lines: Sequence[str], reading: Gathered) -> Transcript:
    """The text of a plan, a line for each that was counted; what is left out or lost is noted."""
    kept = []
    for number, line in enumerate(lines, 1):
        text, lost = _published(line), visible(line)[1]
        kept.append(text)
        if LEFT_OUT in text:
            reading.remark(f"第{number}行", "文字稿", "这一行的个人信息从略")
        if lost:
            reading.remark(f"第{number}行", "文字稿", lost)
    return Transcript(f"files/{plan}.txt", _whole(kept))


def _published(line: str) -> str:
    """A line without what it says of persons; all of it goes where that cannot be told apart."""
    text, shown = one_line(line), _shown(line)
    bare, kept = without_labelled(text), without_labelled(shown)
    hidden = bare != text and kept == shown  # a label with blanks within it: 联 系 人
    if hidden or tells_persons(text) or is_signed(bare) or found(bare) or found(kept):
        return LEFT_OUT
    return kept if kept == shown else f"{kept}{LEFT_OUT}"


def _shown(line: str) -> str:
    """A line with single blanks, which may set words apart; the ends of lines within it are layout."""
    pieces = (" ".join(piece.split()) for piece in visible(line)[0].split("\n"))
    return _LINE_END.sub("", "\n".join(pieces)).replace("\n", " ").strip()


def standing(content: Path, index: Document | None, made: Transcript, last: str) -> Standing:
    """What is there of a plan, whose folder is `content`."""
    path = content / made.file
    text = None
    if path.is_file():
        lines, problems = read_text(content, made.file)
        text = _whole(lines) if not problems else ""
    source = plain(index.front.get("source")) if index else None
    return Standing(index is not None, source if isinstance(source, dict) else {}, text, last)


def _whole(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"


def keeping(made: Transcript, there: Standing) -> Kept:
    """Whether a text is written over what is there: never over one that is not an import's own."""
    problems = decode(made.file, made.text.encode())[1]
    if problems:
        return Kept(told=f"没有存文字稿：第{problems[0].location.line}行{problems[0].message}")
    file = there.source.get("file", "")
    if there.planned and file != made.file:
        said = f"计划的 source 指向 {file}" if file else "计划没有写 source"
        hint = f"要存读出的文字，写 source: {{file: {made.file}}}，再导入一次"
        return Kept(told=f"{said}，没有存文字稿；{hint}")
    if there.text == made.text:
        return Kept(counts=True)
    if there.text is None or digest(there.text) == there.last:
        return Kept(written=True, counts=True)
    return Kept(
        told=f"{made.file} 与读出的文字不同，又不是上次导入写的，没有改动；新任务没有写行号"
    )
