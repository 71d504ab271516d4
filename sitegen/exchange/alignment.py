"""In which file is each task of a table already? By its number, or by its wording where numbers changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from sitegen.exchange.drafting import Drafted, PlanDraft
from sitegen.exchange.faults import Refused
from sitegen.exchange.parts import digest
from sitegen.source import Document, Scalar
from sitegen.text import counted, natural, shown, squeeze

# by what a task is known again: nothing said (its number, unless that is in doubt), or as told
Match = Literal["", "text", "number"]
Last = Mapping[str, Mapping[str, str]]
There = Mapping[str, Document]
_MOST_SHOWN = 12


class PlanBefore(Struct, frozen=True):
    """What a plan is before an import: its tasks by file, what was imported last, numbers with records."""

    there: There
    last: Last
    named: frozenset[str] = frozenset()


class Moved(Struct, frozen=True):
    """A task that stands in the table under another number than in its file."""

    key: str
    old: str
    new: str
    wording: str


class Aligned(Struct, frozen=True):
    """The drafted tasks under the names of their files, those that changed their number or wording."""

    tasks: Sequence[Drafted]
    moved: tuple[Moved, ...] = ()
    placed: tuple[str, ...] = ()  # files of tasks with other wording, known by their place alone
    shifted: tuple[
        str, ...
    ] = ()  # files whose rows moved, while their numbers, which are ours, stay


def aligned(draft: PlanDraft, before: PlanBefore, match: Match) -> Aligned:
    """The tasks of a draft in their files; raises Refused (E16) where numbers went to other tasks."""
    there = before.there
    if not there:
        return Aligned(draft.tasks)
    if draft.ours:
        return _by_order(draft.tasks, before, match)
    paired = {} if match == "number" else _same_wording(draft.tasks, there, before.last)
    moved = tuple(_moved(draft.tasks, there, paired))
    if moved and match != "text":
        raise Refused("E16", *_doubt(moved, before.named))
    if not moved:
        return Aligned(_by_number(draft.tasks, there))
    _check_left(draft.tasks, there, paired)
    return Aligned(_placed(draft.tasks, there, paired), moved)


def number_of(document: Document) -> str:
    """The number that the file of a task has."""
    node = document.front.get("number")
    return node.text if isinstance(node, Scalar) else ""


def _by_number(tasks: Sequence[Drafted], there: There) -> list[Drafted]:
    keys = {number_of(document): key for key, document in there.items()}
    used = set(keys.values())
    return [replace(task, key=keys.get(task.number) or _free(task.key, used)) for task in tasks]


def _free(key: str, used: set[str]) -> str:
    while key in used:
        key += "-x"
    used.add(key)
    return key


# by wording, where the numbers are the document's


def _same_wording(tasks: Sequence[Drafted], there: There, last: Last) -> dict[int, str]:
    """The files of tasks, by their place in the table, whose wording is there or was imported last.

    Of files with the same wording a task has the one with its number, else they go by their order.
    """
    keys: dict[str, list[str]] = {}
    for key, document in there.items():
        now = digest(squeeze(document.body))
        for said in {now, last.get(key, {}).get("text", now)}:
            keys.setdefault(said, []).append(key)
    found: dict[int, str] = {}

    def pair(fits: Callable[[Drafted, str], bool]) -> None:
        used = set(found.values())
        for place, task in enumerate(tasks):
            free = (key for key in keys.get(digest(squeeze(task.body)), ()) if key not in used)
            key = next((key for key in free if fits(task, key)), "")
            if key and place not in found:
                found[place] = key
                used.add(key)

    pair(lambda task, key: number_of(there[key]) == task.number)
    pair(lambda _task, _key: True)
    return found


def _moved(tasks: Sequence[Drafted], there: There, paired: Mapping[int, str]) -> Iterable[Moved]:
    for place, key in sorted(paired.items()):
        old, new = number_of(there[key]), tasks[place].number
        if old != new:
            yield Moved(key, old, new, squeeze(tasks[place].body))


def _doubt(moved: Sequence[Moved], named: frozenset[str]) -> tuple[str, str]:
    pairs = "；".join(
        f"{one.old}→{one.new} {shown(one.wording.rstrip('。'), 20)}{'【有凭证】' if one.old in named else ''}"
        for one in moved[:_MOST_SHOWN]
    )
    more = f"等 {len(moved)} 项" if len(moved) > _MOST_SHOWN else ""
    records = sum(one.old in named for one in moved)
    lost = f"。其中 {records} 项已有凭证，照序号更新会记到别的任务上" if records else ""
    hint = (
        "原表添了行或减了行的，加 --match text：文件、网址和凭证跟着原文走，凭证里的序号一并改好；"
        "序号没有变、确是几项任务的文字互换的，加 --match number"
    )
    return f"{len(moved)} 项任务的原文在新表里换了序号（旧→新）：{pairs}{more}{lost}", hint


def _check_left(tasks: Sequence[Drafted], there: There, paired: Mapping[int, str]) -> None:
    """Refuse where a number is another task's now, while nothing is known of the one that had it."""
    taken = {tasks[place].number for place in paired}
    kept = set(paired.values())
    left = [key for key in there if key not in kept and number_of(there[key]) in taken]
    if left:
        files = "、".join(f"{key}.md（序号 {number_of(there[key])}）" for key in left[:_MOST_SHOWN])
        raise Refused(
            "E16",
            f"新表里没有这些文件的原文，它们的序号却已是别的任务：{files}",
            "仍是同一项、只是改了文字的，先在文件里把原文改成新表的文字；"
            "已经取消的，先删去文件和对应的凭证；再导入一次",
        )


def _placed(tasks: Sequence[Drafted], there: There, paired: Mapping[int, str]) -> list[Drafted]:
    """All tasks in their files; one that is nowhere stands behind the one before, as in the table."""
    left = {number_of(there[key]): key for key in there if key not in set(paired.values())}
    used = set(there)
    placed: list[Drafted] = []
    for place, task in enumerate(tasks):
        key = paired.get(place) or left.get(task.number)
        key = key or _behind(task.key, placed[-1].key if placed else "", used)
        used.add(key)
        placed.append(replace(task, key=key))
    return placed


def _behind(usual: str, before: str, used: set[str]) -> str:
    """The name of a new file, which sorts behind another one and before the next: pages go by it."""
    low, high = natural(before), natural(usual)
    between = any(low < natural(key) <= high for key in used)
    return usual if low < high and not between else _next_part(before or "00", used)


def _next_part(base: str, used: set[str]) -> str:
    part = 1
    while f"{base}-{part}" in used:
        part += 1
    return f"{base}-{part}"


# by their order, where the numbers are ours


def _by_order(tasks: Sequence[Drafted], before: PlanBefore, match: Match) -> Aligned:
    """Rows without numbers of their own are known by their wording, wherever they stand.

    One whose wording is nowhere may be the task that stood at its place: it is told, and asked about
    where records would go with it.
    """
    there = before.there
    paired = _same_wording(tasks, there, before.last)
    beside = {} if match == "text" else _beside(tasks, there, paired)
    named = [key for key in beside.values() if number_of(there[key]) in before.named]
    if named and not match:
        raise Refused("E16", *_doubt_of_place(tasks, there, beside, named))
    keys = {place: key for place in range(len(tasks)) if (key := (paired | beside).get(place))}
    order = _counted_anew(keys, there) if match == "text" else {}
    numbers = {key: order.get(key) or number_of(there[key]) for key in keys.values()}
    used = {*there}, {number_of(document) for document in there.values()}
    placed: list[Drafted] = []
    for place, task in enumerate(tasks):
        key = keys.get(place)
        if key:
            placed.append(replace(task, key=key, number=numbers[key]))
        else:
            placed.append(_between(task, placed, used))
    moved = tuple(_renumbered(keys, tasks, there, order))
    shifted = () if match == "text" else tuple(_out_of_order(keys, there))
    return Aligned(placed, moved, tuple(beside.values()), shifted)


def _counted_anew(keys: Mapping[int, str], there: There) -> dict[str, str]:
    """The numbers of the files of a table in its order: the same ones, each to the row at its place."""
    numbers = sorted((number_of(there[key]) for key in keys.values()), key=counted)
    return dict(zip(keys.values(), numbers, strict=True))


def _renumbered(
    keys: Mapping[int, str], tasks: Sequence[Drafted], there: There, order: Mapping[str, str]
) -> Iterable[Moved]:
    for place, key in keys.items():
        old = number_of(there[key])
        if order.get(key, old) != old:
            yield Moved(key, old, order[key], squeeze(tasks[place].body))


def _out_of_order(keys: Mapping[int, str], there: There) -> Iterable[str]:
    """The files whose rows stand elsewhere now than their numbers say; the most of them stay."""
    numbers = {key: counted(number_of(there[key])) for key in keys.values()}
    new = list(keys.values())
    old = sorted(new, key=numbers.__getitem__)
    same = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    kept = {key for block in same for key in new[block.b : block.b + block.size]}
    return (key for key in new if key not in kept)


def _beside(tasks: Sequence[Drafted], there: There, paired: Mapping[int, str]) -> dict[int, str]:
    """The files that no wording is left for, by the tasks between the same neighbours."""
    keys = list(there)
    used = set(paired.values())
    names = {key: place for place, key in paired.items()}
    old = [names.get(key, -1) for key in keys]
    new = [place if place in paired else -2 for place in range(len(tasks))]
    found: dict[int, str] = {}
    for _, begin, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        free = [key for key in keys[begin:end] if key not in used]
        left = [place for place in range(first, last) if place not in paired]
        found |= dict(zip(left, free, strict=False))
    return found


def _doubt_of_place(
    tasks: Sequence[Drafted], there: There, beside: Mapping[int, str], named: Sequence[str]
) -> tuple[str, str]:
    pairs = "；".join(
        f"{shown(squeeze(there[key].body).rstrip('。'), 20)}→{shown(squeeze(tasks[place].body).rstrip('。'), 20)}"
        for place, key in beside.items()
        if key in named
    )
    message = f"原表没有序号，{len(named)} 项有凭证的任务在新表里换成了别的文字（旧→新）：{pairs}"
    hint = (
        "是另一项任务的，加 --match text：原来的文件和凭证不动，新的另建文件；"
        "仍是同一项、只是改了文字的，加 --match number"
    )
    return message, hint


def _between(task: Drafted, placed: Sequence[Drafted], used: tuple[set[str], set[str]]) -> Drafted:
    """A new task behind the one before, under a name and a number that no other has."""
    base, number = (placed[-1].key, placed[-1].number) if placed else ("00", "0")
    key = _next_part(base, used[0])
    part = key.rpartition("-")[2]
    number = f"{number}-{part}"
    number = number if number not in used[1] else _next_part(number, used[1])
    used[0].add(key)
    used[1].add(number)
    return replace(task, key=key, number=number)
