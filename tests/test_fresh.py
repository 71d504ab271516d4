"""A build with nothing to do is over at once, and only then."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.__main__ import main
from sitegen.fresh import NOTE, RACY, look, settled
from tests.conftest import REPOSITORY, Site

TASK = "content/plans/shili-2026/tasks/001.md"
DAY = "2026-11-21"


@pytest.fixture
def said(
    small: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., str]:
    """Builds the small site as the command does, and tells what it said."""
    monkeypatch.delenv("CI", raising=False)

    def build(*more: str, day: str = DAY) -> str:
        assert main(["build", "--project", str(small.folder), "--as-of", day, *more]) == 0
        return capsys.readouterr().out

    return build


def test_a_second_build_has_nothing_to_do(said: Callable[..., str]) -> None:
    assert "没有变化" not in said()
    assert "没有变化" in said()


def test_another_day_a_clean_build_and_ci_make_everything_sure(
    said: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said()
    assert "没有变化" not in said(day="2026-11-20")
    said()
    assert "没有变化" not in said("--clean")
    assert "没有变化" not in said("--preview")
    said()
    monkeypatch.setenv("CI", "true")
    assert "没有变化" not in said()


def test_a_change_of_the_same_size_at_the_same_moment_is_seen(
    small: Site, said: Callable[..., str]
) -> None:
    path = small.folder / TASK
    said()
    before = path.stat()
    small.edit(TASK, "解读增减变化", "解读增减原因")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "没有变化" not in said()
    assert "解读增减原因" in small.read("plans/shili-2026/tasks/001/index.html")


@pytest.mark.skipif(sys.platform == "win32", reason="its files have no time that nobody can set")
def test_a_change_with_the_size_and_time_of_before_is_seen_long_after(
    small: Site, said: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As copying with times (cp -p, rsync -t, an archive) brings it."""
    monkeypatch.setattr("sitegen.fresh.RACY", 0)  # as if all files had lain there for long
    test_a_change_of_the_same_size_at_the_same_moment_is_seen(small, said)


def git(folder: Path, *arguments: str) -> None:
    """Run git as nobody in particular."""
    who = ("-c", "user.name=editor", "-c", "user.email=editor@example.org")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def built(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What a build of a project says."""
    assert main(["build", "--project", str(folder), "--as-of", DAY]) == 0
    return capsys.readouterr().out


@pytest.fixture
def kept(small: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The small site in a repository without reflogs, after a change."""
    monkeypatch.delenv("CI", raising=False)
    git(small.folder, "init", "-q")
    git(small.folder, "config", "core.logAllRefUpdates", "false")
    git(small.folder, "add", "content")
    git(small.folder, "commit", "-q", "-m", "first")
    small.edit(TASK, "每月20日前", "每月25日前")
    git(small.folder, "commit", "-q", "-a", "-m", "second")
    return small


def test_history_that_came_later_is_seen(
    kept: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", kept.folder.as_uri(), str(clone))
    built(clone, capsys)
    assert "没有变化" in built(clone, capsys)
    git(clone, "fetch", "-q", "--unshallow")
    assert "没有变化" not in built(clone, capsys)


def test_a_shallow_clone_is_told(
    kept: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", kept.folder.as_uri(), str(clone))
    command = ["build", "--project", str(clone), "--as-of", DAY]
    assert main(command) == 0
    assert "提示：这里是浅克隆，只有最近的提交" in capsys.readouterr().err
    git(clone, "fetch", "-q", "--unshallow")
    assert main(command) == 0
    assert "浅克隆" not in capsys.readouterr().err


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("apart", [False, True])
def test_a_commit_is_seen_without_reflogs_in_any_work_tree(
    kept: Site,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    packed: bool,  # noqa: FBT001 - a parameter of the test
    apart: bool,  # noqa: FBT001
) -> None:
    folder = tmp_path / "apart" if apart else kept.folder
    if apart:
        git(kept.folder, "worktree", "add", "-q", str(folder))
    if packed:
        git(kept.folder, "pack-refs", "--all")
    built(folder, capsys)
    assert "没有变化" in built(folder, capsys)
    git(folder, "commit", "-q", "--allow-empty", "-m", "third")
    assert "没有变化" not in built(folder, capsys)


def test_only_the_same_words_in_the_same_place_are_answered_as_before(
    small: Site, said: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said()
    assert "没有变化" not in said("--project", str(small.folder))
    monkeypatch.chdir(small.folder)
    assert "没有变化" not in said("--project", str(small.folder))
    assert "没有变化" in said("--project", str(small.folder))
    assert "没有变化" not in said(f"--project={small.folder}")
    assert "没有变化" in said(f"--project={small.folder}")


def test_a_clean_build_is_remembered_for_the_next_one(said: Callable[..., str]) -> None:
    assert "没有变化" not in said("--clean")
    assert "没有变化" in said()


def test_what_another_project_was_told_is_no_answer(
    small: Site, tmp_path_factory: pytest.TempPathFactory, said: Callable[..., str]
) -> None:
    said()
    other = tmp_path_factory.mktemp("other") / "copy"
    shutil.copytree(small.folder, other)
    assert "没有变化" not in said("--project", str(other))
    assert "没有变化" in said("--project", str(other))


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_that_leads_elsewhere_is_seen(
    small: Site, tmp_path_factory: pytest.TempPathFactory, said: Callable[..., str]
) -> None:
    beside = tmp_path_factory.mktemp("beside")
    copy, link = beside / "copy", beside / "link"
    link.symlink_to(small.folder)
    said("--project", str(link))
    shutil.copytree(small.folder, copy)
    link.unlink()
    link.symlink_to(copy)
    assert "没有变化" not in said("--project", str(link))


def test_recent_files_are_sure_once_they_stayed_the_same_for_a_while(small: Site) -> None:
    path = small.folder / TASK
    written = path.stat().st_mtime_ns
    seen = look(str(small.folder), written)
    name = f"content/{TASK.removeprefix('content/')}"
    assert name in seen.recent
    assert name in settled(seen, written + RACY - 1).recent
    later = max(time for *_, time in seen.inputs) + RACY
    assert not settled(seen, later).recent
    small.edit(TASK, "解读增减变化", "解读增减原因")
    os.utime(path, ns=(written, written))
    assert settled(seen, later).recent == {name: seen.recent[name]}
    small.remove(TASK)
    assert settled(seen, later).recent == {name: seen.recent[name]}


def test_a_build_with_nothing_to_do_loads_next_to_nothing(
    small: Site, said: Callable[..., str]
) -> None:
    said()
    line = ["build", "--project", str(small.folder), "--as-of", DAY]
    code = (
        "import sys; before = set(sys.modules); from sitegen.__main__ import main; "
        f"main({line!r}); print(*sorted(set(sys.modules) - before))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=Path.cwd(), capture_output=True, check=True
    ).stdout.decode("utf-8")
    assert "没有变化" in told
    assert not {"argparse", "pathlib", "typing", "json", "re", "datetime"} & {*told.split()}


@pytest.mark.parametrize("change", ["touched", "removed"])
def test_a_changed_output_is_made_right_again(
    small: Site, said: Callable[..., str], change: str
) -> None:
    said()
    before = small.files()
    if change == "removed":
        small.remove("output/index.html")
    else:
        small.write("output/index.html", "别人写的")
    assert "没有变化" not in said()
    assert small.files() == before


def test_a_file_from_the_far_future_is_known_by_what_it_holds(
    small: Site, said: Callable[..., str]
) -> None:
    path = small.folder / TASK
    said()
    small.edit(TASK, "解读增减变化", "解读增减原因")
    os.utime(path, (2**34, 2**34))  # more nanoseconds than 64 bits hold
    assert "没有变化" not in said()
    assert "没有变化" in said()
    small.edit(TASK, "解读增减原因", "解读增减变化")
    os.utime(path, (2**34, 2**34))
    assert "没有变化" not in said()


def test_a_new_file_and_a_new_theme_are_seen(small: Site, said: Callable[..., str]) -> None:
    said()
    small.write("content/pages/about.md", "---\ntitle: 关于\n---\n\n关于本站。\n")
    assert "没有变化" not in said()
    small.write("themes/other/theme.yaml", "extends: default\n")
    assert "没有变化" not in said()
    assert "没有变化" in said()


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b'{"edition": 1}',
        b"\xff",
        b"\0" * 14,
        b"\0\0".join([b"a"] * 8),
        b"\0\0".join([b"\xff"] * 8),
        b"\0\0".join([b"a\0b\0c\0d"] * 8),
        b"\0\0".join([b"a\0b\0c\0" + b"9" * 5000] + [b"a"] * 7),
    ],
)
def test_a_damaged_note_only_costs_time(
    small: Site, said: Callable[..., str], damage: bytes
) -> None:
    said()
    small.write(NOTE, damage)
    assert "没有变化" not in said()
    assert "没有变化" in said()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither")
@pytest.mark.parametrize("odd", ["pipe", "broken link", "loop"])
def test_odd_files_are_refused_without_being_read_or_followed(
    small: Site, capsys: pytest.CaptureFixture[str], odd: str
) -> None:
    place: Path = small.folder / "content/pages/odd.md"
    place.parent.mkdir(parents=True)
    if odd == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to("nowhere" if odd == "broken link" else small.folder / "content")
    assert main(["build", "--project", str(small.folder), "--as-of", DAY]) == 1
    assert "S03" in capsys.readouterr().err


def test_a_copy_of_the_process_misses_what_is_gone_as_well(small: Site) -> None:
    # a process of its own: one that has run other tests may have threads, and is not copied
    command = [sys.executable, "-m", "sitegen", "build", "--project", str(small.folder)]
    outside = {name: value for name, value in os.environ.items() if name != "CI"}

    def said() -> str:
        done = subprocess.run(
            [*command, "--as-of", DAY], cwd=REPOSITORY, env=outside, capture_output=True, check=True
        )
        return done.stdout.decode("utf-8")

    assert "没有变化" not in said()
    assert "没有变化" in said()
    paths = sorted(small.files())
    for path in (paths[0], paths[-1]):
        small.remove(f"output/{path}")
        assert "更新 1 个" in said()


def test_the_theme_that_comes_with_a_checkout_is_looked_at(small: Site) -> None:
    names = {name for name, *_ in look(str(small.folder), 0).inputs}
    shipped = (REPOSITORY / "themes").rglob("*.html")
    wanted = {f"shipped themes/{p.relative_to(REPOSITORY / 'themes').as_posix()}" for p in shipped}
    assert wanted
    assert wanted <= names
