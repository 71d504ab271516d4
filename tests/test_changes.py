"""The history of records as git knows it: on their pages, on one page, and what lacks is said."""

from __future__ import annotations

import hashlib
import subprocess
import time
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from sitegen.changes import Change, changes_of
from sitegen.errors import BuildFailed
from sitegen.history import Past, contents, log, made
from sitegen.load import load_site
from tests.conftest import Site

TASK = "content/plans/shili-2026/tasks/001.md"
PAGE = "plans/shili-2026/tasks/001/index.html"
WHO = ("-c", "user.name=张编辑", "-c", "user.email=editor@example.org")


def git(folder: Path, *arguments: str) -> None:
    """Run git as nobody in particular."""
    subprocess.run(["git", *WHO, *arguments], cwd=folder, check=True, capture_output=True)


def commit(site: Site) -> None:
    """Commit everything that an editor wrote."""
    git(site.folder, "add", "content")
    git(site.folder, "commit", "-q", "-m", "改动")


@pytest.fixture
def kept(small: Site) -> Site:
    """The small site in git."""
    git(small.folder, "init", "-q")
    commit(small)
    return small


def changes(site: Site, path: str = TASK) -> tuple[Change, ...]:
    """The changes of one file."""
    content, problems = load_site(site.folder / "content")
    assert content is not None, problems
    return changes_of(Past(site.folder), content).by_path.get(path, ())


def shown(site: Site) -> list[str]:
    """What the page of a task says of its changes."""
    page = LexborHTMLParser(site.read(PAGE))
    return [node.text().partition("\u3000")[2] for node in page.css("details.changes li")]


def test_a_commit_of_a_clock_gone_wild_is_told_and_not_a_crash(
    small: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(small.folder, "init", "-q")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "@253402300800 +0000")
    commit(small)
    for ask in (made, lambda folder: log(Past(folder))):
        with pytest.raises(BuildFailed, match=r"Z05.+“10000-01-01.+git commit --amend"):
            ask(small.folder)


def test_a_change_names_the_keys_that_changed_newest_first(kept: Site) -> None:
    kept.edit(TASK, "raw: 每月20日前", "raw: 每月25日前")
    kept.edit(TASK, "解读增减变化", "解读增减的变化")
    commit(kept)
    assert [(one.kind, one.fields) for one in changes(kept)] == [
        ("changed", ("完成时限", "正文")),
        ("added", ()),
    ]
    kept.build()
    assert shown(kept) == ["改动：完成时限、正文", "登记"]


def test_layout_alone_is_no_change(kept: Site) -> None:
    kept.edit(TASK, "domains: [财政]", "domains:\n  - 财政")
    commit(kept)
    assert [one.kind for one in changes(kept)] == ["added"]


def test_a_renamed_file_keeps_its_history(kept: Site) -> None:
    kept.edit(TASK, "raw: 每月20日前", "raw: 每月25日前")
    commit(kept)
    git(kept.folder, "mv", TASK, TASK.replace("001", "101"))
    commit(kept)
    assert [one.kind for one in changes(kept, TASK.replace("001", "101"))] == ["changed", "added"]


def test_names_of_committers_are_shown_only_where_the_site_says_so(kept: Site) -> None:
    kept.build()
    assert not [path for path, data in kept.files().items() if "张编辑" in data.decode("latin-1")]
    assert "张编辑".encode() not in b"".join(kept.files().values())
    kept.edit("content/site.yaml", "base_url:", "committers: true\nbase_url:")
    kept.build()
    assert shown(kept) == ["登记（张编辑）"]


def test_the_page_of_changes_lists_corrections_and_counts_what_was_added(kept: Site) -> None:
    kept.edit(TASK, "raw: 每月20日前", "raw: 每月25日前")
    commit(kept)
    kept.build()
    page = LexborHTMLParser(kept.read("changes/index.html"))
    assert [node.text() for node in page.css(".described a")] == ["按月公开财政收支情况"]
    assert [node.text() for node in page.css(".described .note")] == ["任务　改动：完成时限"]
    assert page.css_first("section:last-of-type li") is not None


def test_a_shallow_clone_says_what_it_lacks(kept: Site, tmp_path: Path) -> None:
    kept.edit(TASK, "raw: 每月20日前", "raw: 每月25日前")
    commit(kept)
    kept.edit(TASK, "raw: 每月25日前", "raw: 每月26日前")
    commit(kept)
    clone = Site(tmp_path / "clone")
    git(tmp_path, "clone", "-q", "--depth=2", kept.folder.as_uri(), str(clone.folder))
    assert [one.kind for one in changes(clone)] == ["changed"]
    clone.build()
    assert "只有最近的提交记录" in clone.read(PAGE)


def test_without_git_there_is_no_history_and_no_page_of_it(small: Site) -> None:
    small.build()
    assert shown(small) == []
    assert "changes/index.html" not in small.files()


def test_a_project_below_the_top_of_its_repository_has_its_history(
    small: Site, tmp_path: Path
) -> None:
    top = tmp_path / "top"
    top.mkdir()
    inner = Site(top / "site")
    inner.folder.mkdir()
    (small.folder / "content").rename(inner.folder / "content")
    git(top, "init", "-q")
    git(top, "add", ".")
    git(top, "commit", "-q", "-m", "first")
    assert [one.kind for one in changes(inner)] == ["added"]


def test_what_was_broken_before_does_not_stop_the_history(kept: Site) -> None:
    good = (kept.folder / TASK).read_bytes()
    for broken in (b"---\n: [\n", b"\xff\xfe\x00", b"---\na: &a [*a]\n---\n", b""):
        kept.write(TASK, broken)
        commit(kept)
    kept.write(TASK, good)
    commit(kept)
    assert changes(kept)[-1].kind == "added"
    kept.build()


def blob(data: bytes) -> str:
    """What git calls some content."""
    return hashlib.sha1(b"blob %d\0%s" % (len(data), data)).hexdigest()  # noqa: S324 - git's own name


def test_contents_whose_name_begins_or_ends_with_zeros_are_known(kept: Site) -> None:
    raws = (f"raw: {n}月底前" for n in range(1, 10_000))
    text = (kept.folder / TASK).read_text("utf-8")
    made = (text.replace("raw: 每月20日前", raw).encode() for raw in raws)
    begins = next(data for data in made if blob(data).startswith("0"))
    ends = next(data for data in made if blob(data).endswith("0"))
    for data in (begins, ends, text.encode()):
        kept.write(TASK, data)
        commit(kept)
    told = [one.fields for one in changes(kept)]
    assert told == [("完成时限",), ("完成时限",), ("完成时限",), ()]


def test_very_many_contents_are_read_in_one_pass(kept: Site) -> None:
    made = [b"%08d" % number * 250 for number in range(10_000)]
    told = b"".join(b"blob\ndata %d\n%b\n" % (len(data), data) for data in made)
    subprocess.run(["git", "fast-import", "--quiet"], cwd=kept.folder, input=told, check=True)
    names = [blob(data) for data in made]
    begun = time.process_time()
    assert list(contents(kept.folder, names).values()) == made
    assert time.process_time() - begun < 4  # seconds; copying the rest for each takes 16


def test_contents_that_are_missing_leave_the_others_whole(kept: Site) -> None:
    data = (kept.folder / TASK).read_bytes()
    found = contents(kept.folder, ["f" * 40, blob(data), "e" * 40])
    assert found == {blob(data): data}


def test_the_history_of_a_record_begins_when_it_is_published(kept: Site) -> None:
    path = "content/pages/a.md"
    for text in (
        "---\ntitle: 甲\ndraft: true\n---\n\n初稿。\n",
        "---\ntitle: 甲\ndraft: true\n---\n\n二稿。\n",
        "---\ntitle: 甲\n---\n\n定稿。\n",
        "---\ntitle: 甲\n---\n\n定稿，改过。\n",
    ):
        kept.write(path, text)
        commit(kept)
    assert [(one.kind, one.fields) for one in changes(kept, path)] == [
        ("changed", ("正文",)),
        ("added", ()),
    ]


PLAN = "content/plans/shili-2026/index.md"


def drafted(site: Site, *, draft: bool) -> None:
    """Make the plan a draft, or no longer."""
    words = ("year: 2026\n", "year: 2026\ndraft: true\n")
    site.edit(PLAN, *(words if draft else words[::-1]))
    commit(site)


def kinds(site: Site, path: str = TASK) -> list[tuple[str, tuple[str, ...]]]:
    """What is told of a file."""
    return [(one.kind, one.fields) for one in changes(site, path)]


def test_the_history_of_a_task_begins_when_its_plan_is_published(small: Site) -> None:
    git(small.folder, "init", "-q")
    drafted(small, draft=True)
    small.edit(TASK, "每月20日前", "每月25日前")
    commit(small)
    drafted(small, draft=False)
    small.edit(TASK, "每月25日前", "每月26日前")
    commit(small)
    assert kinds(small, PLAN) == [("added", ())]
    assert kinds(small) == [("changed", ("完成时限",)), ("added", ())]
    assert changes(small)[1].day == changes(small, PLAN)[0].day
    assert kinds(small, TASK.replace("001", "002")) == [("added", ())]


def test_what_is_changed_as_its_plan_is_published_is_told_once(small: Site) -> None:
    git(small.folder, "init", "-q")
    drafted(small, draft=True)
    small.edit(TASK, "每月20日前", "每月25日前")
    drafted(small, draft=False)
    assert kinds(small) == [("added", ())]


def test_what_comes_after_its_plan_is_published_came_then(small: Site) -> None:
    later = (small.folder / TASK).read_bytes()
    small.remove(TASK)
    git(small.folder, "init", "-q")
    drafted(small, draft=True)
    drafted(small, draft=False)
    small.write(TASK, later)
    commit(small)
    assert kinds(small) == [("added", ())]


def test_while_a_plan_is_a_draft_again_nothing_of_its_tasks_is_told(kept: Site) -> None:
    kept.edit(TASK, "每月20日前", "每月25日前")
    commit(kept)
    drafted(kept, draft=True)
    kept.edit(TASK, "每月25日前", "每月26日前")
    commit(kept)
    drafted(kept, draft=False)
    told = [("added", ()), ("changed", ("完成时限",)), ("added", ())]
    assert kinds(kept) == told
    assert kinds(kept, PLAN) == [("added", ()), ("added", ())]


def test_a_draft_in_a_plan_that_is_published_stays_one(small: Site) -> None:
    git(small.folder, "init", "-q")
    small.edit(TASK, 'number: "1"', 'number: "1"\ndraft: true')
    drafted(small, draft=True)
    drafted(small, draft=False)
    small.edit(TASK, "draft: true\n", "")
    commit(small)
    assert kinds(small) == [("added", ())]


def test_in_a_shallow_clone_a_task_is_published_with_its_plan(small: Site, tmp_path: Path) -> None:
    git(small.folder, "init", "-q")
    drafted(small, draft=True)
    small.write("content/pages/a.md", "---\ntitle: 甲\n---\n\n正文。\n")
    commit(small)
    drafted(small, draft=False)
    clone = Site(tmp_path / "clone")
    git(tmp_path, "clone", "-q", "--depth=2", small.folder.as_uri(), str(clone.folder))
    assert kinds(clone) == [("added", ())]


RECORD = "content/plans/shili-2026/records/yuebao.md"


def test_a_correction_of_evidence_stands_on_the_page_of_its_task_and_among_all(
    kept: Site,
) -> None:
    front = "title: 一月财政收支\ndate: 2026-01-18\ntasks: ['1']\ndepartments: [市财政局]\n"
    kept.write(RECORD, f"---\n{front}url: https://example.org/1\n---\n")
    commit(kept)
    kept.build()
    assert shown(kept) == ["登记"]
    kept.edit(RECORD, "2026-01-18", "2026-01-23")
    commit(kept)
    kept.build()
    assert shown(kept) == ["登记", "凭证“一月财政收支”　改动：公开日期"]
    page = LexborHTMLParser(kept.read("changes/index.html"))
    (link,) = page.css(".described a")
    assert (link.text(), link.attributes["href"]) == (
        "一月财政收支",
        f"../{PAGE.removesuffix('index.html')}",
    )
    assert [node.text() for node in page.css(".described .note")] == ["公开凭证　改动：公开日期"]


WORDS = "某某的情况"
GONE = "撤下一条公开凭证"


def evidence(kept: Site, *numbers: str) -> None:
    """Publish evidence for tasks by their numbers."""
    tasks = f"tasks: [{', '.join(map(repr, numbers))}]"
    front = f"title: {WORDS}\ndate: 2026-01-18\n{tasks}\ndepartments: [市财政局]\n"
    kept.write(RECORD, f"---\n{front}url: https://example.org/1\n---\n\n{WORDS}。\n")
    commit(kept)


def told_without_words(kept: Site) -> list[str]:
    """What the page of a task says of its changes, once the site holds nothing of what was withdrawn."""
    kept.build()
    assert [path for path, data in kept.files().items() if WORDS.encode() in data] == []
    return shown(kept)


def test_evidence_that_was_withdrawn_leaves_a_trace_that_repeats_nothing_of_it(kept: Site) -> None:
    evidence(kept, "1")
    kept.remove(RECORD)
    commit(kept)
    assert told_without_words(kept) == ["登记", GONE]
    page = LexborHTMLParser(kept.read("changes/index.html"))
    assert [node.text() for node in page.css(".described .note")] == [f"任务　{GONE}"]
    assert [node.text() for node in page.css(".described a")] == ["按月公开财政收支情况"]


def test_evidence_that_is_a_draft_again_was_withdrawn(kept: Site) -> None:
    evidence(kept, "1")
    kept.edit(RECORD, "date:", "draft: true\ndate:")
    commit(kept)
    assert GONE in told_without_words(kept)


def test_evidence_that_never_was_more_than_a_draft_leaves_no_trace(kept: Site) -> None:
    kept.edit(TASK.replace("tasks/001", "index"), "year: 2026", "year: 2026\ndraft: true")
    evidence(kept, "1")
    kept.remove(RECORD)
    commit(kept)
    kept.edit(TASK.replace("tasks/001", "index"), "\ndraft: true", "")
    commit(kept)
    evidence(kept, "2")
    kept.edit(RECORD, "date:", "draft: true\ndate:")
    git(kept.folder, "add", ".")
    git(kept.folder, "commit", "-q", "--amend", "-m", "draft")
    kept.remove(RECORD)
    commit(kept)
    assert GONE not in told_without_words(kept)


def test_evidence_withdrawn_from_one_of_its_tasks_is_told_there(kept: Site) -> None:
    evidence(kept, "1", "2")
    kept.edit(RECORD, "tasks: ['1', '2']", "tasks: ['2']")
    commit(kept)
    kept.build()
    assert GONE in shown(kept)
    assert GONE not in kept.read(PAGE.replace("001", "002"))


def test_evidence_withdrawn_before_its_plan_was_renamed_is_told_still(kept: Site) -> None:
    evidence(kept, "1")
    kept.remove(RECORD)
    commit(kept)
    git(kept.folder, "mv", "content/plans/shili-2026", "content/plans/yaodian-2026")
    commit(kept)
    kept.build()
    assert GONE in kept.read(PAGE.replace("shili-2026", "yaodian-2026"))


def test_what_was_withdrawn_and_came_back_does_not_seem_to_be_gone(kept: Site) -> None:
    evidence(kept, "1")
    kept.remove(RECORD)
    commit(kept)
    evidence(kept, "1")
    kept.build()
    assert shown(kept).count(f"凭证“{WORDS}”　登记") == 2
    assert GONE in shown(kept)


def test_a_unit_s_explanation_that_was_withdrawn_is_called_one(kept: Site) -> None:
    evidence(kept, "1")
    kept.edit(RECORD, "date:", "kind: explanation\ndate:")
    commit(kept)
    kept.remove(RECORD)
    commit(kept)
    assert "撤下一条单位说明" in told_without_words(kept)
