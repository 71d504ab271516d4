"""Does the evidence do what its editor means? Whose it is, and which dates it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product
from operator import itemgetter

from sitegen import dates
from sitegen.check.case import Case, Check
from sitegen.errors import Problem
from sitegen.ledger import Ledger
from sitegen.ledger.matching import begun, earliest
from sitegen.listings import Index
from sitegen.model import Evidence
from sitegen.text import listed, shown


def departments(case: Case) -> Iterator[Problem]:
    """C07: what was published was published by a unit that the task names."""
    site = case.site
    if not site.evidence:
        return
    index = Index(site)
    for record in site.evidence:
        tasks = index.tasks_of_evidence(record)
        named = {unit for task in tasks for _, unit in task.responsibility.named()}
        open_ended = any(task.responsibility.open_ended for task in tasks)
        known = _with_kin(index, named)
        for place, unit in enumerate(record.departments):
            if named and unit not in known and not open_ended:
                document = site.document(record)
                numbers = "、".join(task.number for task in tasks)
                name = index.department[unit].name
                message = f"“{shown(name)}”不是任务 {shown(numbers)} 的责任部门"
                hint = f"任务中的部门有：{listed(index.department[u].name for u in sorted(named))}"
                yield document.problem("C07", document.at("departments", place), message, hint)


def _with_kin(index: Index, named: Iterable[str]) -> set[str]:
    """Units with the members of their groups, those that took over from them, and those before."""
    found: set[str] = set()
    waiting = list(named)
    while waiting:
        one = waiting.pop()
        if one and one not in found:
            found.add(one)
            unit = index.department[one]
            waiting += [*unit.members, unit.successor, *index.before.get(one, ())]
    return found


def periods(case: Case) -> Iterator[Problem]:
    """C08: a period that evidence names is that of one of its tasks' occurrences, where they have any."""
    site = case.site
    dated = [record for record in site.evidence if record.periods]
    if not dated:
        return
    ledger = Ledger(Index(site), date.max)
    for record in dated:
        tasks = ledger.index.tasks_of_evidence(record)
        entries = (entry for task in tasks for entry in ledger.of(task).entries())
        known = list(dict.fromkeys(entry.occurrence.period for entry in entries))
        for place, period in enumerate(record.periods if any(known) else ()):
            if period not in known:
                document = site.document(record)
                message = f"任务没有期间为“{shown(period)}”的到期日"
                hint = f"任务的期间有：{listed(filter(None, known))}"
                yield document.problem("C08", document.at("periods", place), message, hint)


def early(case: Case) -> Iterator[Problem]:
    """C09: evidence is not older than the period it is for, nor than its plan."""
    site = case.site
    if not site.evidence:
        return
    ledger = Ledger(Index(site), date.max)
    years = {plan.id: plan.year for plan in site.plans}
    for record in site.evidence:
        since = _since(ledger, record, years[record.plan])
        if record.kind == "evidence" and record.date < since:
            document = site.document(record)
            message = f"公开日期{dates.chinese(record.date)}早于{_bound(record, since)}"
            which = "" if record.periods else "用 periods 写明是哪一期，"
            hint = f"核对年份；确是提前公开的，{which}登记豁免并说明"
            yield document.problem("C09", document.at("date"), message, hint)


def _since(ledger: Ledger, record: Evidence, year: int) -> date:
    """The first day on which evidence may have been published for what it is said to be for."""
    tasks = ledger.index.tasks_of_evidence(record)
    found = [entry.occurrence for task in tasks for entry in ledger.of(task).entries()]
    named = [begun(one, year) for one in found if one.period in record.periods]
    by_date = [earliest(one, year) for one in found if not record.periods]
    return min(named or by_date, default=date(year, 1, 1))


def _bound(record: Evidence, since: date) -> str:
    day = dates.chinese(since)
    if record.periods:
        return f"期间 {shown(record.periods[0])} 的第一天（{day}）"
    return f"{day}，不归入任何到期日"


def repeated(case: Case) -> Iterator[Problem]:
    """C12: what was published once is recorded once for a task and a period."""
    known: dict[_Key, tuple[int, Evidence]] = {}
    for number, record in enumerate(case.site.evidence):
        if record.kind == "evidence":
            before = [known[key] for key in _asked(record) if key in known]
            if before:
                _, other = min(before, key=itemgetter(0))
                yield _twice(case, record, other)
            for key in _told(record):
                known.setdefault(key, (number, record))


def _twice(case: Case, record: Evidence, other: Evidence) -> Problem:
    document = case.site.document(record)
    where = document.at("url" if record.url else "file")
    message = f"与 {case.site.document(other).path} 登记的是同一篇公开内容"
    return document.problem("C12", where, message, "删去重复的一份；不是同一篇的，改正网址")


# One key in common: one address and units, one day or title, one task, periods that are not apart. A record
# that names no period is for any.
_Key = tuple[tuple[object, ...], date | str, str, str | None]
_ANY = None


def _told(record: Evidence) -> Iterator[_Key]:
    return _keys(record, (_ANY, *(record.periods or ("",))))


def _asked(record: Evidence) -> Iterator[_Key]:
    return _keys(record, ("", *record.periods) if record.periods else (_ANY,))


def _keys(record: Evidence, periods: tuple[str | None, ...]) -> Iterator[_Key]:
    of = (record.plan, record.url, record.file, record.departments)
    return product((of,), (record.date, record.title), record.tasks, periods)


CHECKS: tuple[Check, ...] = (departments, periods, early, repeated)
