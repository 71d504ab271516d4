"""What must hold of a record of evidence: its tasks, periods, file and place of publication exist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from sitegen import dates
from sitegen.errors import Problem
from sitegen.load.draft import Draft
from sitegen.load.files import missing, within
from sitegen.memo import between_looks
from sitegen.model import Evidence, Plan, Task
from sitegen.source import Document, Folder, Scalar
from sitegen.text import bare_number, listed, natural, nearest, shown, unquoted

SUGGESTIONS = 50  # unknown tasks and files for which the nearest one is looked up
_SHA256 = re.compile("[0-9a-fA-F]{64}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NEXT_YEAR = re.compile("次年|翌年|明年|来年|下一?年|跨年")
_FORMS = tuple(
    map(
        re.compile,
        (
            r"[0-9]{4}",
            r"[0-9]{4}-(?:0[1-9]|1[0-2])(?:-[上中下]旬)?",
            r"[0-9]{4}-Q[1-4]",
            r"[0-9]{4}-H[12]",
            r"[0-9]{4}-W(?:0[1-9]|[1-4][0-9]|5[0-3])",
            r"十[一二三四五六七八九]五",
        ),
    )
)


class _Plan(Struct, frozen=True):
    """What is known of the tasks of a plan; `certain` unless some of them could not be read."""

    numbers: Mapping[str, None] = {}
    of_file: Mapping[str, str] = {}
    certain: bool = True


def numbered(draft: Draft) -> Iterator[Problem]:
    """R13: every task that a record names is in its plan, and is named once."""
    plans = _plans(draft) if draft.entries_of(Evidence) else {}
    left = SUGGESTIONS
    for record, document in draft.of(Evidence):
        plan = plans.get(record.plan)
        yield from twice(document, "tasks", record.tasks)
        for place, number in enumerate(record.tasks if plan else ()):
            if plan and plan.certain and number not in plan.numbers:
                left -= 1
                message = f"计划里没有序号为“{shown(number)}”的任务"
                hint = _instead(number, plan) if left >= 0 else ""
                yield document.problem("R13", document.at("tasks", place), message, hint)


def _plans(draft: Draft) -> Mapping[str, _Plan]:
    """The task numbers of each plan, read from the nodes: a task may have a problem elsewhere."""
    plans = {folder.plan: _plan(folder) for folder in draft.tree.folders if folder.plan}
    for kind, ident in draft.tree.unread:
        if kind == "task":
            plan = ident.partition("/")[0]
            plans[plan] = replace(plans.get(plan, _Plan()), certain=False)
    return plans


@between_looks
def _plan(folder: Folder) -> _Plan:
    numbers, of_file = dict[str, None](), dict[str, str]()
    tasks = [document for document in folder.documents if document.kind.name == "task"]
    for document in tasks:
        number = document.front.get("number")
        if isinstance(number, Scalar):
            # M13 says it of a number in quotes
            numbers |= dict.fromkeys((number.text, unquoted(number.text)))
            of_file[document.id.rpartition("/")[2]] = number.text
    return _Plan(numbers, of_file, certain=len(of_file) == len(tasks))


def _instead(number: str, plan: _Plan) -> str:
    file = number.rpartition("/")[2].removesuffix(".md")
    if file in plan.of_file:
        return f"写任务的序号“{plan.of_file[file]}”，不写文件名"
    for same, written in plan.of_file.items():
        if bare_number(written) == bare_number(number):
            if unquoted(number) == written:
                return f'中文引号换成英文的，写作 "{shown(written)}"'
            return f"写作“{shown(written)}”，照任务文件 {same}.md 的写法"
    near = nearest(number, plan.numbers)
    every = sorted(plan.numbers, key=natural)
    return f"最接近的是“{near}”" if near else f"计划里的序号有：{listed(every)}"


def twice(document: Document, key: str, values: tuple[str, ...]) -> Iterator[Problem]:
    """M09: a list of references names each thing once."""
    seen: set[str] = set()
    for place, value in enumerate(values):
        if value in seen:
            message = f"“{key}”里“{shown(value)}”写了两次"
            yield document.problem("M09", document.at(key, place), message, "删去一个")
        seen.add(value)


# periods


def periods(draft: Draft) -> Iterator[Problem]:
    """R14: every period is written so that it can match one of the ledger's, in a year of the plan."""
    year = {plan.id: plan.year for plan, _ in draft.of(Plan)}
    dated = any(record.periods for record, _ in draft.of(Evidence))
    tasks = {(task.plan, task.number): task for task, _ in draft.of(Task)} if dated else {}
    for record, document in draft.of(Evidence):
        yield from twice(document, "periods", record.periods)
        if record.periods and record.plan in year:
            named = [tasks.get((record.plan, number)) for number in record.tasks]
            years = _years(year[record.plan], [task for task in named if task])
            for place, period in enumerate(record.periods):
                told = _ill_formed(period) or _outside(period, years)
                if told:
                    yield document.problem("R14", document.at("periods", place), *told)


def _years(year: int, tasks: list[Task]) -> set[int]:
    """The years that a plan's limits may fall in: its own, and those that its limits name."""
    said = " ".join(_limits(task) for task in tasks)
    following = {year + 1} if _NEXT_YEAR.search(said) else set()
    return {year, *following, *(int(found) for found in _YEAR.findall(said))}


def _limits(task: Task) -> str:
    said = task.deadline
    if said is None:
        return ""
    rules = [f"{rule.says} {rule.date or ''}" for rule in said.rules]
    events = [str(event.date) for event in said.events]
    return " ".join((said.raw, *said.confirmed, *rules, *events))


def _ill_formed(period: str) -> tuple[str, str] | None:
    if _known_form(period):
        return None
    first, _, last = period.partition("/")
    if dates.parse(first) and dates.parse(last):
        return f"期间“{shown(period)}”的终点早于起点", "调换两个日期"
    message = f"期间“{shown(period)}”的写法不对"
    return message, _well_formed(period) or "例如 2026-03、2026-Q1、2026-H1、2026"


def _known_form(period: str) -> bool:
    first, mark, last = period.partition("/")
    if mark:
        return bool(dates.parse(first) and dates.parse(last)) and first <= last
    return bool(dates.parse(period)) or any(form.fullmatch(period) for form in _FORMS)


_WORDS = (
    (re.compile(r"([0-9]{4})(?:[年.]|年?第?)Q?([1-4一二三四])季度?"), "{}-Q{}"),
    (re.compile(r"([0-9]{4})-?[Qq]([1-4])"), "{}-Q{}"),
    (re.compile(r"([0-9]{4})-?[Hh]([12])"), "{}-H{}"),
    (re.compile(r"([0-9]{4})[年./-]?([0-9]{1,2})月?份?"), "{}-{:0>2}"),
    (re.compile(r"([0-9]{4})年第?([上下])半年"), "{}-H{}"),
    (re.compile(r"([0-9]{4})年度?(全年)?"), "{}"),
)
_VALUE = {"一": "1", "二": "2", "三": "3", "四": "4", "上": "1", "下": "2"}


def _well_formed(period: str) -> str:
    """How a period that is written in another way should be written, if that can be told."""
    for form, written in _WORDS:
        match = form.fullmatch(period.replace("第", ""))
        if match:
            better = written.format(*(_VALUE.get(part or "", part) for part in match.groups()))
            return f"写作 {better}" if _known_form(better) else ""
    return ""


def _outside(period: str, years: set[int]) -> tuple[str, str] | None:
    said = {int(found) for found in re.findall(r"[0-9]{4}", period)}
    if said <= years:
        return None
    message = f"期间“{shown(period)}”不在计划年度内"
    return message, f"计划和时限中的年份：{listed(str(year) for year in sorted(years))}"


# what was published, and where


def proofs(draft: Draft) -> Iterator[Problem]:
    """R16: evidence can be looked up somewhere, and an explanation says something."""
    for record, document in draft.of(Evidence):
        if record.url or record.file:
            continue
        if record.kind == "evidence":
            message, hint = "公开凭证没有写网址，也没有文件", "加上 url 或 file"
            yield document.problem("R16", document.at("title"), message, hint)
        elif not record.body.strip():
            hint = "在第二个“---”之后写说明，或加上 url、file"
            yield document.problem("R16", document.at("kind"), "单位说明没有正文", hint)


def files(draft: Draft) -> Iterator[Problem]:
    """R09, R15: the file of a record is in its plan's folder, and is the one that was summed."""
    digests = {found.path: found.digest for found in draft.tree.attachments}
    left = SUGGESTIONS
    for record, document in draft.of(Evidence):
        folder = f"plans/{record.plan}/files/"
        if record.file and f"{folder}{record.file}" not in digests:
            left -= 1
            here = within(digests, folder)
            told = missing(record.file, here, f"content/{folder}", "凭证.pdf", suggest=left >= 0)
            yield document.problem("R09", document.at("file"), *told)
        else:
            yield from _sum(record, document, digests.get(f"{folder}{record.file}", ""))


def _sum(record: Evidence, document: Document, digest: str) -> Iterator[Problem]:
    if not record.sha256:
        return
    where = document.at("sha256")
    if not _SHA256.fullmatch(record.sha256):
        message = f"“{shown(record.sha256)}”不是 SHA-256 校验值"
        yield document.problem("R15", where, message, _true(digest) or "应是 64 位十六进制数")
    elif not record.file:
        hint = "删去 sha256；或把文件放进 files，再写 file"
        yield document.problem("R15", where, "写了校验值，没有写文件（file）", hint)
    elif record.sha256.lower() != digest:
        message = f"文件“{shown(record.file)}”与校验值不一致，文件可能被改动或替换过"
        yield document.problem("R15", where, message, _true(digest))


def _true(digest: str) -> str:
    return f"确认文件无误后，校验值写作 {digest}" if digest else ""
