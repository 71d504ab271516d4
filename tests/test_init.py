"""The demonstration portal: complete, without a warning, openly fictitious; never laid over anything."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from sitegen.__main__ import main
from sitegen.build import checked
from sitegen.deadlines.rules import KINDS as RULE_KINDS
from sitegen.deadlines.rules import EventOffset, Recurring
from sitegen.errors import BuildFailed
from sitegen.init import init
from sitegen.ledger import STATES, Entry, Ledger, State, unconfirmed
from sitegen.ledger.limits import Limit
from sitegen.listings import Index
from sitegen.load import Site as Content
from sitegen.model import KINDS
from sitegen.pages.documents import validity
from sitegen.write import Staging, lay_down
from tests.conftest import DEMO_AS_OF, Site

DAYS = ("07-01", "08-15", "10-15", "12-31")
YEARS = (2024, 2025, 2027, 2031)
COLUMNS = {"guide", "rules", "statutory", "annual", "requests"}


@pytest.fixture(scope="module")
def content(demo: Site) -> Content:
    """What the portal's files say."""
    return checked(demo.project, DEMO_AS_OF)[0]


def entries(content: Content, as_of: date) -> Iterator[Entry]:
    """Every occurrence of every task."""
    ledger = Ledger(Index(content), as_of)
    return (entry for task in content.tasks for entry in ledger.of(task).entries())


def states(content: Content, as_of: date) -> set[State]:
    """The states that are shown on a day."""
    return {entry.state for entry in entries(content, as_of) if entry.state}


def limits(content: Content) -> list[Limit]:
    """Every limit of every task."""
    ledger = Ledger(Index(content), DEMO_AS_OF)
    return [limit for task in content.tasks for limit in ledger.of(task).limits.limits]


# without a warning


def test_the_portal_builds_without_a_warning(demo: Site) -> None:
    assert checked(demo.project, DEMO_AS_OF)[2].problems == ()
    assert "plans/shili-2026/tasks/001/index.html" in demo.files()


@pytest.mark.parametrize("year", YEARS)
def test_a_portal_of_any_year_has_no_warning_and_several_states(tmp_path: Path, year: int) -> None:
    init(tmp_path, date(year, 9, 1))
    content, _, verdict = checked(Site(tmp_path).project, date(year, 9, 1))
    assert verdict.problems == ()
    assert [plan.year for plan in content.plans] == [year, year - 1]
    assert states(content, date(year, 9, 1)) == set(STATES)


@pytest.mark.parametrize("day", DAYS)
def test_a_portal_of_any_day_shows_several_states(tmp_path: Path, day: str) -> None:
    as_of = date.fromisoformat(f"2027-{day}")
    init(tmp_path, as_of)
    assert len(states(checked(Site(tmp_path).project, as_of)[0], as_of)) >= 5


@pytest.mark.parametrize(
    "day", [date(2027, 2, 3), date(2027, 10, 15), date(2027, 11, 21), date(2027, 12, 31)]
)
def test_nothing_is_published_before_the_day_that_the_readme_names(
    tmp_path: Path, day: date
) -> None:
    init(tmp_path, day)
    until = max(day, date(2027, 9, 1))
    content, _, verdict = checked(Site(tmp_path).project, until)
    assert verdict.problems == ()
    assert until - max(record.date for record in content.evidence) < timedelta(days=14)
    assert states(content, until) == set(STATES)
    assert f"--as-of {until}" in (tmp_path / "README.md").read_text("utf-8")


def test_every_wording_is_understood_and_every_limit_in_a_text_decided(content: Content) -> None:
    index = Index(content)
    ledger = Ledger(index, DEMO_AS_OF)
    for task in content.tasks:
        assert not ledger.of(task).limits.unread, task.id
        assert not unconfirmed(task, index.plan[task.plan]), task.id


# everything is there


def test_all_seven_states_are_shown_on_the_day_that_the_readme_names(
    demo: Site, content: Content
) -> None:
    assert states(content, DEMO_AS_OF) == set(STATES)
    readme = (demo.folder / "README.md").read_text("utf-8")
    assert f"--as-of {DEMO_AS_OF}" in readme


def test_a_unit_that_explains_itself_changes_no_state(content: Content) -> None:
    explained = [entry for entry in entries(content, DEMO_AS_OF) if entry.explanations]
    assert {entry.state for entry in explained} == {"到期未见公开凭证"}


def test_every_kind_of_limit_stands_in_some_task(content: Content) -> None:
    found = limits(content)
    assert {limit.rule.kind for limit in found} == set(RULE_KINDS)
    assert {limit.basis for limit in found} == {"column", "text", "editor"}
    assert any(task.deadline is None for task in content.tasks)


def test_every_way_to_recur_and_to_count_from_an_event_stands_in_some_task(
    content: Content,
) -> None:
    rules = [limit.rule for limit in limits(content)]
    recurring = [rule for rule in rules if isinstance(rule, Recurring)]
    assert {"week", "five_days", "month", "quarter", "half_year", "year"} == {
        rule.every for rule in recurring
    }
    assert any(rule.offset for rule in recurring)
    assert any(rule.place for rule in recurring)
    assert any(rule.by for rule in recurring)
    assert any(rule.season for rule in recurring)
    offsets = {rule.unit for rule in rules if isinstance(rule, EventOffset)}
    assert offsets == {"days", "working_days", "hours"}


def test_every_kind_of_record_is_there(content: Content) -> None:
    assert {kind for kind, _ in content.documents} == {kind.name for kind in KINDS}


def test_one_record_serves_several_occurrences_and_several_serve_one(content: Content) -> None:
    found = list(entries(content, DEMO_AS_OF))
    served: dict[str, int] = {}
    for entry in found:
        for record in entry.evidence:
            served[record.id] = served.get(record.id, 0) + 1
    assert max(served.values()) > 1
    assert any(len(entry.evidence) > 1 and entry.occurrence.needed == 1 for entry in found)


def test_a_divided_duty_is_kept_by_one_unit_late_by_another_and_open_for_a_third(
    content: Content,
) -> None:
    parts = next(entry.parts for entry in entries(content, DEMO_AS_OF) if entry.parts)
    assert [part.state for part in parts] == ["按期", "逾期公开", "无法判定"]


def test_departments_include_one_that_was_renamed_and_a_whole_class(content: Content) -> None:
    units = content.departments
    assert len(units) >= 12
    renamed = next(unit for unit in units if unit.successor)
    assert renamed.valid_until
    assert renamed.successor in {unit.id for unit in units}
    assert any(unit.kind == "group" and len(unit.members) > 1 for unit in units)


def test_policy_documents_are_in_force_expired_and_repealed_by_another(content: Content) -> None:
    policies = {document.id: document for document in content.policies}
    now = {validity(document, DEMO_AS_OF) for document in policies.values()}
    assert now == {"有效", "失效", "废止"}
    repealed = next(d for d in policies.values() if d.validity == "废止")
    assert policies[repealed.repealed_by].published < DEMO_AS_OF


def test_a_policy_and_its_interpretation_lead_to_each_other(demo: Site, content: Content) -> None:
    pairs = [(one, target) for one in content.policies for target in one.interprets]
    assert len(pairs) >= 2
    for one, target in pairs:
        slug, other = one.id.split("/")[1], target.split("/")[1]
        assert f"{other}/" in demo.read(f"documents/{one.id}/index.html")
        assert f"{slug}/" in demo.read(f"documents/{target}/index.html")


def test_attachments_are_real_files(demo: Site, content: Content) -> None:
    data = {
        Path(a.path).suffix: (content.content / a.path).read_bytes() for a in content.attachments
    }
    sheet = openpyxl.load_workbook(io.BytesIO(data[".xlsx"])).active
    assert sheet is not None
    assert sheet["A1"].value == "项目"
    assert data[".pdf"].startswith(b"%PDF-")
    assert len(next(csv.reader(io.StringIO(data[".csv"].decode("utf-8-sig"))))) > 1
    assert data[".csv"].count(b"\n") == data[".csv"].count(b"\r\n")  # RFC 4180, 2
    for attachment in content.attachments:
        assert demo.files()[attachment.path] == (content.content / attachment.path).read_bytes()


def test_the_statutory_column_is_whole(content: Content) -> None:
    assert {page.column for page in content.pages if page.column} == COLUMNS


def test_requirements_link_this_year_with_the_last(content: Content) -> None:
    for requirement in content.requirements:
        assert {task.split("/")[0] for task in requirement.tasks} == {"shili-2026", "shili-2025"}


def test_what_it_names_below_its_own_address_is_there(demo: Site, content: Content) -> None:
    own = re.compile(re.escape(content.config.base_url).encode() + rb"([^\s\"'<>#?]*)")
    files = demo.files()
    texts = (text for path, text in files.items() if path.endswith((".html", ".json", ".xml")))
    named = {found.decode() for text in texts for found in own.findall(text)}
    assert len(named) > 100
    assert [path for path in named if {path, f"{path}index.html"}.isdisjoint(files)] == []


# openly fictitious


def test_every_page_says_that_it_is_a_demonstration(demo: Site) -> None:
    pages = {path: text for path, text in demo.files().items() if path.endswith("index.html")}
    assert [path for path, text in pages.items() if "演示站点" not in text.decode()] == []


def test_no_telephone_number_and_no_mark_is_left(demo: Site) -> None:
    numbers = set()
    for path in sorted(p for p in demo.folder.rglob("*") if p.suffix in {".md", ".yaml", ".txt"}):
        text = path.read_text("utf-8")
        numbers |= set(re.findall(r"\b(?:\d{3,4}-\d{7,8}|1[3-9]\d{9}|\d{17}[\dXx])\b", text))
        assert not re.search(r"\{[a-z_]+\}", text), path
        assert "{" not in path.name
    assert numbers == {"0000-0000000"}


# laying it down


def test_the_command_says_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "示例 市"
    assert main(["init", str(folder), "--as-of", "2027-03-05"]) == 0
    assert str(folder) in capsys.readouterr().out
    assert (folder / "content/plans/shili-2027/index.md").is_file()
    assert (folder / ".gitignore").is_file()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["示例 市"]


def test_git_is_told_to_leave_all_that_a_build_puts_beside_the_content(tmp_path: Path) -> None:
    project = tmp_path / "demo"
    assert main(["init", str(project), "--as-of", "2026-11-22"]) == 0
    subprocess.run(["git", "init", "--quiet"], cwd=project, check=True)
    subprocess.run(["git", "add", "--all"], cwd=project, check=True)
    assert main(["build", "--project", str(project), "--as-of", "2026-11-22"]) == 0
    command = ["git", "ls-files", "--others", "--exclude-standard"]
    found = subprocess.run(command, cwd=project, check=True, capture_output=True, text=True)
    assert found.stdout == ""


def test_a_folder_with_anything_in_it_is_refused_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "通知.docx").write_bytes(b"x")
    assert main(["init", str(tmp_path)]) == 2
    assert "不是空文件夹（里面有 通知.docx）" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["通知.docx"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "shili"
    target.write_bytes(b"x")
    with pytest.raises(BuildFailed, match="是文件"):
        init(target, DEMO_AS_OF)
    with pytest.raises(BuildFailed):
        init(target / "below", DEMO_AS_OF)
    assert target.read_bytes() == b"x"


def test_a_folder_that_only_git_knows_of_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert init(tmp_path, DEMO_AS_OF) > 100
    assert (tmp_path / ".git").is_dir()


def test_laid_down_twice_it_is_the_same(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    init(first, DEMO_AS_OF)
    init(second, DEMO_AS_OF)
    for path in (p for p in first.rglob("*") if p.is_file()):
        assert path.read_bytes() == (second / path.relative_to(first)).read_bytes()


def test_what_is_refused_because_another_writes_there_leaves_its_lock_and_files(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "site"
    with Staging(folder) as held:
        held.put("a.txt", b"1")
        held.publish({"a.txt": hashlib.sha256(b"1").hexdigest()}, {}, last="a.txt")
        for _ in range(2):
            with pytest.raises(BuildFailed, match="另一次生成正在写"):
                lay_down(folder, {"a.txt": b"1"})
        assert (folder / "a.txt").read_bytes() == b"1"
    lay_down(folder, {"b.txt": b"2"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_files_are_laid_down_all_or_none(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes("不是我们的".encode())
    with pytest.raises(BuildFailed):
        lay_down(tmp_path, {"a.txt": b"1", "b/c.txt": b"2"})
    assert [path.name for path in tmp_path.iterdir()] == ["b"]
