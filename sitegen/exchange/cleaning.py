"""What is wording and what is layout in a cell? White space goes, paragraphs stay, no letter changes."""

from __future__ import annotations

import re

from sitegen.source.characters import INVISIBLE

WIDE = "[^\\x00-\\u024f]"
_SPACES = re.compile(r"[^\S\n]+")
_BESIDE_WIDE = re.compile(rf"(?<={WIDE}) +| +(?={WIDE})")
_HARD = re.compile(r"\n\s*\n")
_ENDED = re.compile(r"[。；！？!?;：]$")
_GOES_ON = re.compile(r"[，、（“《]$")
_ENUMERATED = re.compile(
    r"(\d{1,2}[.．、]|[（(][\d一二三四五六七八九十]{1,3}[)）]|[①-⑳●■◆▪•]|[一二三四五六七八九十]{1,3}、)"
)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_GAP = re.compile(r"[\u3400-\u9fff）”》][ \u3000]+[\u3400-\u9fff“《]")
_CONTINUED = re.compile(r"[（(]?续表?[\d一二三四五六七八九十]{0,2}[）)]?[：:]?$")
_PAGE = re.compile(r"[-—–－] ?\d{1,3} ?[-—–－]|第 ?\d{1,3} ?页([，,、/]? ?共 ?\d{1,3} ?页)?")
MISSING = "□"  # stands for a character that only the author's computer has


def visible(text: str) -> tuple[str, str]:
    """The text without invisible characters, and what had to be replaced."""
    lost = _PRIVATE.search(text)
    text = INVISIBLE.sub("", _PRIVATE.sub(MISSING, text.replace("\v", "\n").replace("\f", "\n")))
    return text, f"造字区的字符显示不出来，以“{MISSING}”代替，请对照原件补上" if lost else ""


def one_line(text: str) -> str:
    """The text of a cell on one line: white space beside Chinese characters is layout."""
    flat = _SPACES.sub(" ", visible(text)[0].replace("\n", " ")).strip()
    return _BESIDE_WIDE.sub("", flat)


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a cell.

    A blank line ends a paragraph, unless a comma stands before it; a line end does where a sentence
    ends or an enumeration goes on, else it is only where the line was full.
    """
    parts: list[str] = []
    for hard in _HARD.split(visible(text)[0]):
        begun = bool(parts) and bool(_GOES_ON.search(parts[-1]))
        for line in (one_line(line) for line in hard.split("\n")):
            if not line:
                continue
            new = not begun or _ENDED.search(parts[-1]) or _ENUMERATED.match(line)
            if new:
                parts.append(line)
            else:
                parts[-1] = one_line(f"{parts[-1]} {line}")
            begun = True
    return tuple(parts)


def ends(text: str) -> bool:
    """Whether a wording ends as a sentence does."""
    return text[-1:] in "。；！？.;”）)"


def breaks_off(text: str) -> bool:
    """Whether a wording ends where no sentence can."""
    return bool(_GOES_ON.search(text))


def body(text: str) -> str:
    """The wording of a task: paragraphs with a blank line between them."""
    return "\n\n".join(paragraphs(text))


def gaps(text: str) -> tuple[str, ...]:
    """Blanks between Chinese words, which may have set several clauses apart."""
    flat = _SPACES.sub(" ", text)
    return tuple(
        flat[max(0, found.start() - 3) : found.end() + 3].replace("\n", " ")
        for found in _GAP.finditer(flat)
    )


def bare_title(line: str) -> str:
    """A line above a table without what a further page adds to it: …分解表（续）."""
    return _CONTINUED.sub("", line)


def is_furniture(line: str) -> bool:
    """Whether a line is only there because a page ends: 续表, - 2 -, 第2页共3页."""
    return not bare_title(line) or bool(_PAGE.fullmatch(line))
