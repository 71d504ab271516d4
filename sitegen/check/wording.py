"""Is it worded as it should be? The lexicon that comes with sitegen and the site's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path

from sitegen import schema
from sitegen.check.case import Case
from sitegen.errors import BuildFailed, Location, Problem
from sitegen.memo import Latest, between_looks
from sitegen.model import KINDS, Lexicon, LexiconEntry, Plan, PolicyDocument, Task
from sitegen.source import Document, parse_document
from sitegen.text import shown

MOST = 50  # problems shown of one file

_SHIPPED = Path(__file__).parent / "lexicon.yaml"
_NOT_PROSE = frozenset({"lexicon", "waivers", "links", "synonyms"})
_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|《[^》]*》")
_ABOUT_WORDING = re.compile(r"原文|应为|应作|疑为|疑应|笔误")


def wording(case: Case) -> Iterator[Problem]:
    """Wrong wordings: errors and warnings in our words, only warnings in official wording."""
    words = _words(case.site.lexicon)
    if not words:
        return
    reading = _LATEST.of(words, lambda: _Reading(words))
    official = _official(case)
    for document in case.documents():
        if document.kind.name not in _NOT_PROSE:
            for number, start, entry in reading.of(document):
                where = Location(document.path, number, start + 1, len(entry.wrong))
                yield _problem(document, where, entry, official=document.path in official)


def _problem(
    document: Document, where: Location, entry: LexiconEntry, *, official: bool
) -> Problem:
    code = "W03" if official else "W01" if entry.severe else "W02"
    right = "删去" if entry.right in {"", "删去"} else f"“{shown(entry.right)}”"
    message = f"“{shown(entry.wrong)}”{f'（{entry.note}）' if entry.note else ''}"
    if official:
        hint = f"原文不改；核对原件，确是如此就在 notes 里说明，疑应作{right}"
        return document.problem(code, where, f"原文作{message}", hint)
    hint = right if right == "删去" else f"写作{right}"
    return document.problem(code, where, f"不写{message}", hint)


def _official(case: Case) -> frozenset[str]:
    """The files that hold official wording, which is never mended."""
    policies = (d for d in case.site.policies if _is_policy(d))
    records: tuple[Plan | Task | PolicyDocument, ...] = (
        *case.site.plans,
        *case.site.tasks,
        *policies,
    )
    return frozenset(case.site.document(record).path for record in records)


def _is_policy(document: PolicyDocument) -> bool:
    return document.kind == "policy"


Place = tuple[int, int, LexiconEntry]


class _Reading:
    """What was found of some words, by the identity of each document."""

    def __init__(self, words: Mapping[str, LexiconEntry]) -> None:
        self._words = words
        longest_first = sorted(words, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)))
        self.of = between_looks(self._of)

    def _of(self, document: Document) -> tuple[Place, ...]:
        return tuple(islice(_found(document, self._pattern, self._words), MOST))


_LATEST = Latest[_Reading]()


def _found(
    document: Document, pattern: re.Pattern[str], words: Mapping[str, LexiconEntry]
) -> Iterator[Place]:
    for number, line in enumerate(document.lines, 1):
        spoken_about: set[int] | None = None
        for match in pattern.finditer(line):
            if spoken_about is None:  # most lines have no such wording
                spoken_about = set(_spoken_about(line))
            entry = words[match[0]]
            if not (_excused(line, match, entry) or spoken_about.issuperset(range(*match.span()))):
                yield number, match.start(), entry


def _excused(line: str, match: re.Match[str], entry: LexiconEntry) -> bool:
    """Whether the wording is part of a word in which it is right."""
    start, end = match.span()
    # only around it: a line may be a whole text, and hold the word again and again
    return any(
        line.find(word, max(0, end - len(word)), start + len(word)) >= 0 for word in entry.unless
    )


def _spoken_about(line: str) -> Iterator[int]:
    """The places within quotes of a line that speaks about wording: 原文作“……”，应为“……”."""
    if _ABOUT_WORDING.search(line):
        for quote in _QUOTED.finditer(line):
            yield from range(quote.start() + 1, quote.end() - 1)


def _words(own: Lexicon | None) -> Mapping[str, LexiconEntry]:
    words = {entry.wrong: entry for entry in shipped().words}
    if own:
        words = {wrong: entry for wrong, entry in words.items() if wrong not in own.drop}
        words |= {entry.wrong: entry for entry in own.words}
    return words


@cache
def shipped() -> Lexicon:
    """The lexicon that comes with sitegen."""
    kind = next(kind for kind in KINDS if kind.record is Lexicon)
    lines = tuple(_SHIPPED.read_text("utf-8").splitlines())
    document, faults = parse_document(kind, kind.name, _SHIPPED.name, lines)
    record, wrong = schema.record(document) if document else (None, ())
    if not isinstance(record, Lexicon):
        raise BuildFailed("Z08", f"自带词表有误：{[*faults, *wrong]}")
    return record
