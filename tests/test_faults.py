"""Whatever goes wrong: the published tree is whole, the last good site stays, the next build heals."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from sitegen.__main__ import main
from sitegen.errors import BuildFailed, SitegenError
from sitegen.search import service
from sitegen.write import Staging
from tests.conftest import AS_OF, REPOSITORY, SMALL, Site

KILLS = int(os.environ.get("SITEGEN_KILLS", "6"))
COMMAND = [sys.executable, "-m", "sitegen", "build", "--as-of", AS_OF.isoformat()]
MANY = 40
SMALL_TASK = SMALL.partition("tasks/001.md --\n")[2].partition("-- content/")[0]
STATE = ".sitegen/state.json"
MANIFEST = "output/data/manifest.json"


def start(site: Site) -> subprocess.Popen[bytes]:
    """A build of a site in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [*COMMAND, "--project", str(site.folder)]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def grow(site: Site, tasks: int) -> None:
    """Give a site many more tasks."""
    model = (site.folder / "content/plans/shili-2026/tasks/001.md").read_text("utf-8")
    for n in range(100, 100 + tasks):
        text = model.replace('number: "1"', f'number: "{n}"')
        site.write(f"content/plans/shili-2026/tasks/{n}.md", text)


def shrink(site: Site, tasks: int) -> None:
    """Take them away again."""
    for n in range(100, 100 + tasks):
        site.remove(f"content/plans/shili-2026/tasks/{n}.md")


def listed(site: Site) -> dict[str, str]:
    """The files that a site's own list names, with their digests."""
    files: dict[str, str] = json.loads(site.read("data/manifest.json"))["files"]
    return files


def torn(site: Site, *good: dict[str, bytes]) -> list[str]:
    """Files whose bytes are those of no whole build."""
    return [
        path
        for path, data in site.files().items()
        if all(files.get(path) != data for files in good)
    ]


def contents(site: Site, change: str) -> None:
    """Give a site its contents as they were, with many tasks more, or with one task edited."""
    text = SMALL_TASK if change != "edited" else SMALL_TASK.replace("解读增减", "解读全部增减")
    site.write("content/plans/shili-2026/tasks/001.md", text)
    if change == "many":
        grow(site, MANY)
    elif (site.folder / "content/plans/shili-2026/tasks/100.md").exists():
        shrink(site, MANY)


def test_a_build_killed_at_any_moment_leaves_whole_files_and_the_next_one_heals(
    small: Site,
) -> None:
    seed = random.randrange(1 << 32)  # noqa: S311 - moments, not secrets
    chance = random.Random(seed)  # noqa: S311
    good: dict[str, dict[str, bytes]] = {}
    usual: dict[str, float] = {}
    for change in ("few", "many", "edited"):
        contents(small, change)
        started = time.perf_counter()
        small.build()
        usual[change] = time.perf_counter() - started + 1
        good[change] = small.files()
    change = "edited"
    for turn in range(KILLS):
        change = chance.choice([other for other in good if other != change])
        contents(small, change)
        process = start(small)
        time.sleep(chance.uniform(0, usual[change]))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert not torn(small, *good.values()), f"seed {seed}, turn {turn}"
        small.build()
        assert small.files() == good[change], f"seed {seed}, turn {turn}"


# a build that is killed while a worker of it lives on and writes its pages once more
ORPHANED = """
import os, pathlib, signal, sys, time
from sitegen.write import Staging
with Staging(pathlib.Path(sys.argv[1])) as staging:
    if os.fork():
        os.kill(os.getpid(), signal.SIGKILL)
    print(os.getpid(), flush=True)
    for n in range(10**9):
        for page in ("index.html", f"orphan/{n}/index.html"):
            try:
                (staging.folder / page).parent.mkdir(parents=True, exist_ok=True)
                (staging.folder / page).write_bytes(b"stale")
            except OSError:
                pass
        time.sleep(0.005)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")
def test_workers_that_outlive_a_killed_build_reach_no_later_one(small: Site) -> None:
    small.build()
    before = small.files()
    command = [sys.executable, "-c", ORPHANED, str(small.folder / "output")]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout
        worker = int(process.stdout.readline())
        try:
            small.build(clean=True)
            assert small.files() == before
        finally:
            os.kill(worker, signal.SIGKILL)
    small.build()
    assert small.files() == before
    beside = {path.name for path in small.folder.iterdir()}
    assert beside == {"content", "output", ".sitegen", ".output.lock"}


def test_a_build_killed_between_files_is_tidied_up_though_its_content_is_gone(
    small: Site,
) -> None:
    small.build()
    few = small.files()
    # what a build leaves that was killed while it put a new page in place
    page = "plans/shili-2026/tasks/100/index.html"
    small.write(f"output/{page}", "halfway")
    digest = hashlib.sha256(b"halfway").hexdigest()
    small.write(".output.journal", json.dumps({page: digest}))
    small.build()
    assert small.files() == few
    assert not (small.folder / ".output.journal").exists()


def test_two_builds_at_once_do_not_mix(small: Site) -> None:
    small.build()
    before = small.files()
    with Staging(small.folder / "output"):
        with pytest.raises(BuildFailed, match="另一次生成正在写"):
            small.build()
        assert small.files() == before
    assert small.build().made == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other locks")
@pytest.mark.parametrize("fault", [errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP])
def test_two_builds_do_not_mix_where_the_file_system_has_no_locks(
    fault: int, small: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr("fcntl.flock", none)
    small.build()
    before = small.files()
    with Staging(small.folder / "output"):
        with pytest.raises(
            BuildFailed, match=r"请等它结束；如果没有别的生成，删除 .+\.output\.locked 再试"
        ):
            small.build()
        assert small.files() == before
    small.edit("content/site.yaml", "description: 示例", "description: 改过的示例")
    small.build()
    assert "改过的示例" in small.read("index.html")
    assert ".output.locked" not in {path.name for path in small.folder.iterdir()}


def test_several_processes_that_build_at_once_leave_a_whole_site(small: Site) -> None:
    small.build()
    small.edit("content/site.yaml", "description: 示例", "description: 改过的示例")
    processes = [start(small) for _ in range(3)]
    results = {process.wait() for process in processes}
    assert 0 in results <= {0, 2}
    after = small.files()
    assert "改过的示例" in small.read("index.html")
    small.build(clean=True)
    assert small.files() == after


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b'{"files": []}', b'{"files": {"index.html": [1, 2, 3]}}', b"\xff\x00"],
)
@pytest.mark.parametrize("path", [STATE, MANIFEST, ".output.journal"])
def test_damaged_notes_of_the_last_build_do_no_harm(small: Site, path: str, damage: bytes) -> None:
    small.build()
    before = small.files()
    small.write(path, damage)
    small.build()
    assert small.files() == before


@pytest.mark.parametrize("path", [MANIFEST, ".output.journal"])
def test_notes_from_elsewhere_never_remove_what_is_not_ours(small: Site, path: str) -> None:
    small.build()
    small.write("secret.txt", "x")
    small.write("output/notice.txt", "x")
    sums = {
        "../secret.txt": hashlib.sha256(b"x").hexdigest(),
        str(small.folder / "secret.txt"): hashlib.sha256(b"x").hexdigest(),
        "notice.txt": "0" * 64,
    }
    foreign = {"files": sums} if path == MANIFEST else sums
    small.write(path, json.dumps(foreign))
    small.build()
    assert (small.folder / "secret.txt").read_text() == "x"
    assert small.read("notice.txt") == "x"


def test_a_file_whose_name_changed_in_case_alone_stays_where_case_makes_no_difference(
    tmp_path: Path,
) -> None:
    """On Windows and macOS both spellings lead to one file; here a link in the site does so."""
    output, sums = tmp_path / "site", hashlib.sha256(b"x").hexdigest()
    (output / "files").mkdir(parents=True)
    (output / "Files").symlink_to("files", target_is_directory=True)
    with Staging(output) as staging:
        staging.put("files/a.pdf", b"x")
        staging.publish({"files/a.pdf": sums}, {"Files/a.pdf": sums}, last="")
    assert (output / "files/a.pdf").read_bytes() == b"x"


def test_a_file_whose_name_changed_in_case_is_gone_where_case_makes_a_difference(
    small: Site,
) -> None:
    small.write("content/plans/shili-2026/files/A.txt", "x")
    small.build()
    small.remove("content/plans/shili-2026/files/A.txt")
    small.write("content/plans/shili-2026/files/a.txt", "x")
    small.build()
    names = {path for path in small.files() if path.startswith("plans/shili-2026/files/")}
    assert names == {"plans/shili-2026/files/a.txt"}


def test_a_link_in_the_output_is_not_followed_out_of_it(small: Site, tmp_path: Path) -> None:
    small.build()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    plans = small.folder / "output/departments"
    plans.rename(tmp_path / "moved")
    plans.symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(BuildFailed, match="指向站点文件夹之外"):
        small.build()
    assert list(elsewhere.iterdir()) == []


def test_a_folder_where_a_file_must_be_is_named(small: Site) -> None:
    small.build()
    (small.folder / "output/index.html").unlink()
    (small.folder / "output/index.html").mkdir()
    with pytest.raises(BuildFailed, match="请把它移走"):
        small.build()


@pytest.mark.parametrize("way", ["robots.txt/x", "plans", "data"])
def test_what_is_in_the_way_of_a_file_stops_a_build_before_anything_is_moved(
    small: Site, way: str
) -> None:
    small.build()
    before = small.files()
    where = small.folder / "output" / way.partition("/")[0]
    where.rename(small.folder / "moved")
    small.write(f"output/{way}", "no file of ours")
    small.edit("content/site.yaml", "title: 示例市政务公开", "title: 示例市新平台")
    with pytest.raises(BuildFailed, match="请把它移走"):
        small.build()
    after = small.files()
    assert {path: after[path] for path in after if path in before} == {
        path: data for path, data in before.items() if path in after
    }


@pytest.mark.parametrize("path", ["content/plans/{}/index.md", "themes/own/assets/{}.css"])
def test_a_name_too_long_for_a_file_is_told_before_anything_is_moved(
    small: Site, path: str
) -> None:
    small.write("themes/own/theme.yaml", "extends: default\n")
    small.edit("content/site.yaml", "base_url:", "theme: own\nbase_url:")
    small.build()
    before = small.files()
    small.edit("content/site.yaml", "title: 示例市政务公开", "title: 示例市新平台")
    text = "---\ntitle: 乙\nshort: 乙\ngovernment: 示例市\nyear: 2025\n---\n\n现印发给你们。\n"
    small.write(path.format("a" * 246), text if "plans" in path else "p {}")
    with pytest.raises(SitegenError):
        small.build()
    assert small.files() == before


def test_no_file_is_staged_under_a_name_too_long_for_one(tmp_path: Path) -> None:
    """Whatever lets one through before: moved, it would stop the build half-way."""
    with Staging(tmp_path / "site") as staging:
        staging.put(f"a/{'中' * 85}", b"")
        with pytest.raises(BuildFailed, match="最多 255 字节"):
            staging.put(f"a/{'中' * 85}b", b"")


@pytest.mark.parametrize("below", ["content", "content/plans", "themes", ".git/x", "imports", "."])
def test_a_site_is_not_written_into_what_it_is_made_from(
    small: Site, below: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path for path in small.folder.rglob("*") if ".sitegen" not in path.parts}
    output = str(small.folder / below)
    assert main(["build", "--project", str(small.folder), "--output", output]) == 2
    assert "Z06 不能用这个位置：网站不能写进项目的 " in capsys.readouterr().err
    assert {p for p in small.folder.rglob("*") if ".sitegen" not in p.parts} == before


def test_files_of_others_are_not_written_over(small: Site) -> None:
    small.write("output/index.html", "我的文件")
    small.write("output/我的.txt", "我的")
    with pytest.raises(BuildFailed, match=r"Z06 .*output 里的 index.html 不是 sitegen 写的"):
        small.build()
    assert small.files() == {"index.html": "我的文件".encode(), "我的.txt": "我的".encode()}
    small.remove("output/index.html")
    small.build()
    assert small.read("我的.txt") == "我的"
    small.edit("content/site.yaml", "description: 示例", "description: 另一个示例")
    small.build()


def test_an_output_that_cannot_be_written_is_named(small: Site) -> None:
    small.write("output", "not a folder")
    with pytest.raises(BuildFailed, match="output"):
        small.build()
    assert (small.folder / "output").read_text() == "not a folder"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_disk_that_takes_no_more_leaves_the_last_good_site(small: Site) -> None:
    small.build()
    before = small.files()
    small.edit("content/site.yaml", "description: 示例", "description: 改过的示例")
    limited = (
        "import resource, runpy, signal, sys;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096));"
        "sys.argv[0] = 'sitegen'; runpy.run_module('sitegen', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, *COMMAND[3:], "--project", str(small.folder)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        check=False,
    )
    said = done.stderr.decode()
    assert done.returncode == 2
    assert said.startswith("错误：Z02 写不了文件：写不了 ")
    assert "Traceback" not in said
    assert small.files() == before
    small.build()
    assert "改过的示例" in small.read("index.html")


@pytest.mark.parametrize("binary", ["/no/such/pagefind", sys.executable])
def test_without_a_working_pagefind_nothing_is_published_and_the_message_says_so(
    small: Site, monkeypatch: pytest.MonkeyPatch, binary: str
) -> None:
    small.build()
    before = small.files()
    small.edit("content/plans/shili-2026/tasks/001.md", "解读增减变化", "解读增减的变化")
    monkeypatch.setattr(service, "get_executable", lambda: binary)
    with pytest.raises(BuildFailed, match="Pagefind"):
        small.build()
    assert small.files() == before
    monkeypatch.undo()
    small.build()
    assert "解读增减的变化" in small.read("plans/shili-2026/tasks/001/index.html")


def test_of_a_pagefind_that_does_not_begin_nothing_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "get_executable", lambda: sys.executable)
    threads = threading.active_count()
    with pytest.raises(BuildFailed, match="Pagefind 中断了"), service.Pagefind("zh"):
        pass
    assert threading.active_count() == threads


def test_a_pagefind_that_breaks_off_beside_the_rendering_stops_the_build_with_its_message(
    small: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.build()
    before = small.files()
    grow(small, 100)
    monkeypatch.setattr(service, "get_executable", lambda: sys.executable)
    with pytest.raises(BuildFailed, match="Pagefind 中断了"):
        small.build()
    assert small.files() == before


def test_a_file_that_is_no_template_beside_the_templates_does_no_harm(small: Site) -> None:
    small.edit("content/site.yaml", "description: 示例", "description: 示例\ntheme: mine")
    small.write("themes/mine/theme.yaml", "extends: default\n")
    beside = small.folder / "themes/mine/templates/.DS_Store"
    beside.parent.mkdir(parents=True)
    beside.write_bytes(b"\x00\xff\xfe")
    command = [*COMMAND, "--project", str(small.folder)]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(command, env=environment, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_worker_that_bears_the_number_of_an_earlier_one_keeps_what_that_one_packed(
    tmp_path: Path,
) -> None:
    with Staging(tmp_path / "output") as staging:
        first = staging.keep(b"first")
        staging._pieces.popitem()[1].close()  # noqa: SLF001 - as a later worker finds it
        second = staging.keep(b"second")
        assert (staging.piece(first), staging.piece(second)) == (b"first", b"second")


def test_the_list_is_right_after_every_build(small: Site) -> None:
    small.build()
    grow(small, 3)
    small.build()
    shrink(small, 3)
    small.build()
    sums = {p: hashlib.sha256(d).hexdigest() for p, d in small.files().items()}
    del sums["data/manifest.json"]
    assert listed(small) == sums


def test_a_fault_that_shows_only_while_workers_render_leaves_the_last_good_site(
    small: Site,
) -> None:
    grow(small, MANY)
    small.build()
    before = small.files()
    small.edit("content/site.yaml", "description: 示例", "description: 示例\ntheme: mine")
    small.write("themes/mine/theme.yaml", "extends: default\n")
    small.write("themes/mine/templates/pages/task.html", "{{ nothing.at.all }}")
    with pytest.raises(SitegenError, match=r"task\.html"):
        small.build()
    assert small.files() == before
    small.remove("themes/mine/templates/pages/task.html")
    small.build()
    assert small.files().keys() == before.keys()


def test_a_clock_that_jumps_hides_no_change(small: Site) -> None:
    task, before = "content/plans/shili-2026/tasks/001.md", "解读增减变化"
    in_2100 = 4102444800
    for after, moment in (
        ("解读一切变化", in_2100),
        ("解读重大变化", in_2100),
        ("解读主要变化", 0),
    ):
        small.edit(task, before, after)
        for path in (*small.folder.rglob("*.md"), *small.folder.rglob("*.html")):
            os.utime(path, (moment, moment))
        assert start(small).wait() == 0
        assert after in small.read("plans/shili-2026/tasks/001/index.html")
        before = after
    files = small.files()
    small.build(clean=True)
    assert small.files() == files
