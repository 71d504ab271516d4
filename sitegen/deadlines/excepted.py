"""Which limits does their own sentence take back? Exceptions, changes, choices, days before which nothing is published.

None of these is guessed at: whatever was read in such a sentence is one doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from sitegen.deadlines.leftover import about_time
from sitegen.deadlines.reading import NoRule, Stretch

# what is said of when no day follows from it
UNDATED = frozenset({"prompt", "continuous", "vague", "start", "none", "event"})

_SENTENCE = re.compile(r"[^。;!?]+")
_EXCEPT = re.compile(
    r"除了?([^,。;()外]{1,20})(?:之|以)?外|([^,。;()]{1,20})除外|不(?:含|包括)([^,。;()]{1,20})"
)
_FREE = re.compile("节假日|休息日|公休日|双休日|周末|法定假日")
_DONE = "(?:完成|公开|公布|发布|办结|报送|实现)?"
_INSTEAD = (
    "或者?|最迟|最晚|至迟|力争|争取|确保|但|(?:延期?|延迟|推迟|提前|顺延|改|调整|变更)[至到为在]"
)
_BETWEEN = re.compile(rf"{_DONE}[,、(]?(?P<word>{_INSTEAD})[应须于在]*")
_PAUSE = re.compile(rf"{_DONE}[,、]")
_ONCE = re.compile("(?:原定|原计划|原为)[于在]?$")
_VALID = re.compile("有效期?限?[为是至到自]*$")
_UNDONE = re.compile(r"[仍还尚]?(?:未|没有|无法|不能)[^,。;()的]{0,8}的(?=,|$)")
_HOPED = re.compile("(?:力争|争取)[于在]?$")
_UP_TO = re.compile("截[至止]到?")
_AIM = "应|须|要|力争|确保|争取|务必|目标|计划"
_FACT = re.compile(
    rf"(?<!前)[,，]?(?!.{{0,24}}(?:{_AIM}))[^。;!?(]{{0,24}}?"
    "(?:(?<![公一])共(?![同享商治赢青和产鸣]|建(?![成立设]))|已|累计|总[数计量]|现有|尚[有余]|仍有)"
)
_NOT = re.compile(
    r"[^,。;()]{0,4}(?:不得(?!少于|低于|超过|晚于|迟于|早于|高于|逾)"
    r"|[不暂]不?予?(?:对外|向社会)?(?:公开|公布|发布|披露)(?![的事项目录清单信息内容]))"
)


def taken_back(text: str, stretches: list[Stretch]) -> list[Stretch]:
    """The stretches of a plain wording, with one doubt in place of those that their sentence takes back."""
    kept = stretches
    for sentence in _SENTENCE.finditer(text):
        here = [one for one in kept if sentence.start() <= one.start < sentence.end()]
        why = next(_reasons(text, sentence, here), "") if here else ""
        if why:
            refused = NoRule("unread", f"“{sentence[0]}”{why}")
            whole = Stretch(sentence.start(), sentence.end(), refused=refused)
            kept = sorted([one for one in kept if one not in here] + [whole], key=_start)
    return kept


def stated(text: str, stretch: Stretch) -> bool:
    """Whether words only say until when a fact is counted: 截至2025年底，全市共建成12个."""
    return bool(_UP_TO.match(text, stretch.start) and _FACT.match(text, stretch.end))


def _start(stretch: Stretch) -> int:
    return stretch.start


def _reasons(text: str, sentence: re.Match[str], here: list[Stretch]) -> Iterator[str]:
    """Why no day is certain, in the words of a message that begins with the sentence."""
    dated = [one for one in here if any(rule.kind not in UNDATED for rule in one.rules)]
    if not dated:
        return
    if any(map(_of_time, _EXCEPT.finditer(sentence[0]))):
        yield "写有例外，看不出哪些日期不算在内"
    if _ONCE.search(text, 0, dated[0].start):
        yield "写的是原来的时限，或者时限有变更"
    if any(_VALID.search(text, 0, one.start) for one in dated):
        yield "写的是有效到哪一天，不是应当做完的时限"
    if any(_NOT.match(text, one.end) for one in dated):
        yield "写的是在此以前不公开，不是应当公开的时限"
    if any(_UNDONE.match(text, one.end) for one in dated):
        yield "写的是到期没有做到的怎么办，看不出时限是哪一个"
    if any(_instead(text, *pair) for pair in pairwise(dated)):
        yield "写了两个可以互相代替的时限，看不出以哪一个为准"


def _of_time(exception: re.Match[str]) -> bool:
    """Whether an exception is one of days: 除7月外, not 除涉密信息外."""
    words = "".join(filter(None, exception.groups()))
    lawful = "另有" in words  # 法律、法规对公开期限另有规定的除外 takes nothing back
    return not lawful and (about_time(words) or bool(_FREE.search(words)))


def _instead(text: str, first: Stretch, second: Stretch) -> bool:
    """Whether the second limit stands in place of the first, or the first was only hoped for."""
    gap = text[first.end : second.start]
    hoped = bool(_HOPED.search(text, 0, first.start))
    return bool(_BETWEEN.fullmatch(gap) or (hoped and _PAUSE.fullmatch(gap)))
