"""Which lines of a text are headings though they bear no number?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sitegen.exchange.begins import is_pointed
from sitegen.exchange.bracketed import CLOSE, OPEN
from sitegen.exchange.cleaning import is_furniture, one_line
from sitegen.exchange.imprint import is_imprint
from sitegen.exchange.levels import point_of, style_of
from sitegen.exchange.outside import closing_lines

_LONGEST = 24  # letters
_SENTENCE = re.compile(rf"[，,。；;：:！？!?{re.escape(OPEN + CLOSE)}]")
_ENDED = re.compile(rf"[。；！？!?;{re.escape(CLOSE)}]$")
# the title of the document or of what is annexed to it
_TITLE = re.compile("附件|附表|要点|方案|分解|分工|清单|台账|目录|通知|意见|办法")
_FEWEST = 2


def headlines(lines: Sequence[str]) -> frozenset[str]:
    """Short lines right above an item that begin where the text above them has ended; none if there is but one.

    The first of them may follow the title.
    """
    closing = closing_lines(lines)
    flat = [(number, one_line(line)) for number, line in enumerate(lines, 1)]
    read = [text for number, text in flat if number not in closing and not is_furniture(text)]
    begins = point_of if is_pointed(read) else style_of
    triples = zip(["", *read], read, read[1:], strict=False)
    found = [(above, text) for above, text, below in triples if _heads(text) and begins(below)]
    between = [text for above, text in found if _ENDED.search(above)]
    first = [text for _, text in found[:1] if between]
    heads = {*first, *between}
    return frozenset(heads) if len(heads) >= _FEWEST else frozenset()


def _heads(text: str) -> bool:
    wording = style_of(text) or point_of(text) or _SENTENCE.search(text) or _TITLE.search(text)
    return len(text) <= _LONGEST and not wording and not is_imprint(text)
