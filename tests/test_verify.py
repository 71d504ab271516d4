"""What is published is what was built, and anyone can tell."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from datetime import date
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from sitegen.__main__ import main
from sitegen.build import build
from sitegen.commands.options import today
from sitegen.errors import BuildFailed
from sitegen.history import Past, commit_of, committed, files_of, log, state
from sitegen.pages import Edition
from sitegen.verify import SILENT, TOGETHER, verify
from tests.browser.conftest import serve
from tests.conftest import AS_OF, REPOSITORY, SMALL, Site

PAGE = "plans/shili-2026/tasks/001/index.html"


def git(site: Site, *arguments: str) -> None:
    """Run git in a site's folder, as nobody in particular."""
    who = ["-c", "user.name=editor", "-c", "user.email=editor@example.org"]
    subprocess.run(["git", *who, *arguments], cwd=site.folder, check=True, capture_output=True)


@pytest.fixture
def kept(small: Site) -> Site:
    """The small site in git."""
    git(small, "init", "-q")
    git(small, "add", "content")
    git(small, "commit", "-q", "-m", "first")
    return small


def test_a_site_as_it_was_built_is_good(small: Site) -> None:
    small.build()
    found = verify(str(small.folder / "output"))
    assert found.good
    assert found.right == len(small.files()) - 1
    assert found.extra == ()


def test_changed_missing_and_foreign_files_are_named(small: Site) -> None:
    small.build()
    small.edit(f"output/{PAGE}", "财政", "财务")
    small.remove("output/robots.txt")
    small.write("output/evil.html", "x")
    found = verify(str(small.folder / "output"))
    assert not found.good
    assert (found.changed, found.missing, found.extra) == (
        (PAGE,),
        ("robots.txt",),
        ("evil.html",),
    )


def test_a_site_is_verified_over_the_net(small: Site) -> None:
    small.build()
    for served in serve(small.folder / "output", "/gov"):
        assert verify(served.url).good
        small.edit(f"output/{PAGE}", "财政", "财务")
        assert verify(served.url).changed == (PAGE,)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits before a file is asked for again."""
    monkeypatch.setattr("sitegen.verify.PAUSES", (0, 0))


@pytest.mark.usefixtures("impatient")
def test_what_a_server_does_not_answer_at_once_is_asked_for_again(small: Site) -> None:
    small.build()
    for served in serve(small.folder / "output"):
        served.failing |= {"/robots.txt": 2, "/data/manifest.json": 1}
        assert verify(served.url).good


class Waiting(BaseHTTPRequestHandler):
    """Answers for a file once as many are asked for as are asked for at once, and notes the most."""

    gate = threading.Barrier(TOGETHER, partial(time.sleep, 0.1))  # in which more would come
    lock = threading.Lock()
    open: ClassVar[set[str]] = set()
    most: ClassVar[list[int]] = []

    def do_GET(self) -> None:
        if self.path.endswith(".json"):
            digest = hashlib.sha256(b"x").hexdigest()
            files = {f"{number}.txt": digest for number in range(3 * TOGETHER)}
            return self.say(json.dumps({"files": files}).encode())
        with self.lock:
            self.open.add(self.path)
            self.most.append(len(self.open))
        self.gate.wait(10)
        with self.lock:
            self.open.remove(self.path)
        return self.say(b"x")

    def say(self, data: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.usefixtures("impatient")
def test_as_many_files_are_asked_for_at_once_as_a_server_bears() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Waiting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        found = verify(f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
    assert found.right == 3 * TOGETHER
    assert max(Waiting.most) == TOGETHER == 8


@pytest.mark.usefixtures("impatient")
def test_what_a_server_never_answers_is_unread_and_not_missing(
    small: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    small.build()
    small.remove("output/feed.xml")
    for served in serve(small.folder / "output"):
        served.failing["/robots.txt"] = 100
        found = verify(served.url)
        assert (found.missing, found.unread, found.good) == (("feed.xml",), ("robots.txt",), False)
        assert main(["verify", served.url]) == 1
        assert "没有读到：robots.txt\n" in capsys.readouterr().out


@pytest.mark.usefixtures("impatient")
def test_a_site_that_is_not_read_whole_is_not_said_to_differ(
    small: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    small.build()
    for served in serve(small.folder / "output"):
        served.failing["/robots.txt"] = 100
        assert main(["verify", served.url]) == 1
        said = capsys.readouterr().out
        assert said.endswith("没有核对完：1 个文件没有读到，过些时候再核对一次。\n")
        assert "不一致" not in said


@pytest.mark.usefixtures("impatient")
def test_a_server_that_answers_no_more_is_asked_no_more(small: Site) -> None:
    small.build()
    for served in serve(small.folder / "output"):
        served.failing |= {f"/{path}".removesuffix("index.html"): 100 for path in small.files()}
        served.failing["/data/manifest.json"] = 0
        with pytest.raises(BuildFailed, match="20 多个文件没有读到，例如"):
            verify(served.url)
        assert len(served.requested) <= 1 + 3 * (SILENT + TOGETHER) < len(small.files())


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://127.0.0.1:1/", "对方不接受连接"),
        ("http://name.invalid/", "找不到这个网址的服务器"),  # RFC 6761: no such name is ever there
    ],
)
def test_why_no_list_is_read_is_said(
    address: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", address]) == 2
    said = capsys.readouterr().err
    assert f"Z07 核对不了：没有读到文件清单 data/manifest.json：{why}" in said


def test_a_list_that_was_changed_with_its_page_is_found_against_an_own_build(
    small: Site, tmp_path: Path
) -> None:
    small.build()
    own = tmp_path / "own"
    build(type(small.project)(small.folder, own), Edition(AS_OF), "nothing")
    assert verify(str(small.folder / "output"), own).good
    small.edit("output/data/manifest.json", '"files": {', '"files": {"x": "y",')
    assert verify(str(small.folder / "output"), own).changed == ("data/manifest.json",)


def test_where_nothing_was_published_the_message_says_so(tmp_path: Path) -> None:
    with pytest.raises(BuildFailed, match="没有读到文件清单"):
        verify(str(tmp_path))


@pytest.mark.parametrize(
    "data",
    [
        b'{"files": {"a\\u0000b": "x"}}',
        b'{"files": {"a\\ud800b": "x"}}',
        b'{"as_of": "\\ud800", "files": {}}',
        b"[" * 100_000,
    ],
)
def test_a_list_that_somebody_made_up_is_told_without_a_traceback(
    tmp_path: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "manifest.json").write_bytes(data)
    assert main(["verify", str(tmp_path)]) in {1, 2}
    assert capsys.readouterr() != ("", "")


def test_a_made_up_list_can_neither_clear_a_terminal_nor_say_that_all_is_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir()
    listed = {"commit": "\x1b[8m", "as_of": "x", "files": {"a\n核对完毕：与清单一致。\x1b[2J": "x"}}
    (tmp_path / "data" / "manifest.json").write_text(json.dumps(listed), "utf-8")
    assert main(["verify", str(tmp_path)]) == 1
    told = capsys.readouterr().out
    assert "\x1b" not in told
    assert [line for line in told.split("\n") if line.startswith("核对完毕")] == [
        "核对完毕：与清单不一致。"
    ]


def test_an_address_that_is_none_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "https://[::1"]) == 2
    assert "Z07 核对不了：没有读到文件清单" in capsys.readouterr().err


def test_a_page_whose_name_only_ends_like_that_of_a_folder_is_asked_for_by_its_name(
    small: Site,
) -> None:
    small.edit("content/domains/caizheng.yaml", "[预决算]", "[预决算, /oldindex.html]")
    small.build()
    for served in serve(small.folder / "output"):
        assert verify(served.url).missing == ()


def test_the_commit_is_known_and_marked_when_content_differs(kept: Site) -> None:
    head = commit_of(kept.folder)
    assert len(head) == 40
    kept.write("notes.txt", "not built")
    assert commit_of(kept.folder) == head
    kept.edit("content/site.yaml", "示例", "例子")
    assert commit_of(kept.folder) == f"{head}-dirty"


def test_without_git_there_is_no_commit(small: Site) -> None:
    assert commit_of(small.folder) == ""


def test_a_past_commit_is_read_as_it_was(kept: Site) -> None:
    first = commit_of(kept.folder)
    kept.edit("content/site.yaml", "title: 示例市政务公开", "title: 新名称")
    git(kept, "commit", "-q", "-a", "-m", "second")
    name, _ = committed(kept.folder, "HEAD~1")
    assert name == first
    then = files_of(kept.folder, first)
    assert "示例市政务公开" in then["content/site.yaml"].decode()
    assert len(then) == SMALL.count("-- content/")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets only some users make links")
@pytest.mark.parametrize("target", ["/etc/hostname", "../../secret", "site.yaml"])
def test_a_commit_with_a_link_is_refused(
    kept: Site, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (kept.folder / "content" / "link.yaml").symlink_to(target)
    git(kept, "add", "content")
    git(kept, "commit", "-q", "-m", "link")
    assert main(["build", "--project", str(kept.folder), "--at", "HEAD"]) == 2
    assert "Z05 取不出历史：那次提交里的 content/link.yaml 是链接" in capsys.readouterr().err


def test_where_git_keeps_the_project_for_another_user_the_site_claims_nothing_and_the_editor_is_told(
    kept: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    # this computer may trust every folder (safe.directory)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    assert main(["build", "--project", str(kept.folder)]) == 0
    assert "提示：这个仓库属于另一个用户" in capsys.readouterr().err
    assert '"commit": null' in kept.read("data/manifest.json")


@pytest.mark.parametrize("folder", ["content", "."])
def test_where_git_fails_no_commit_is_claimed(kept: Site, folder: str) -> None:
    kept.edit("content/site.yaml", "示例", "例子")
    kept.write(".git/index", "damaged")
    with pytest.raises(
        BuildFailed, match=r"^Z05 取不出历史：git 在 \S+ 出错（.+）；先让 git status"
    ):
        commit_of(kept.folder / folder)


def test_history_that_cannot_be_read_is_not_an_empty_one(kept: Site) -> None:
    head = commit_of(kept.folder)
    (kept.folder / ".git/objects" / head[:2] / head[2:]).unlink()
    with pytest.raises(BuildFailed, match=r"^Z05 取不出历史：git 在 \S+ 出错"):
        log(Past(kept.folder))
    with pytest.raises(BuildFailed, match="Z05"):
        kept.build()


def test_a_repository_without_a_commit_has_no_history(small: Site) -> None:
    git(small, "init", "-q")
    assert (commit_of(small.folder), state(Past(small.folder))) == ("", "")
    small.build()


def test_without_the_program_there_is_no_git(kept: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(kept.folder))
    assert (commit_of(kept.folder), state(Past(kept.folder))) == ("", "")
    kept.build()


@pytest.mark.parametrize("commit", ["nope", "--output=x", "HEAD~9", "content", "HEAD~1..HEAD", ""])
def test_a_commit_that_is_not_there_is_named(kept: Site, commit: str) -> None:
    kept.edit("content/site.yaml", "示例", "例子")
    git(kept, "commit", "-q", "-a", "-m", "second")
    with pytest.raises(BuildFailed, match="没有找到提交"):
        committed(kept.folder, commit)


def test_the_command_builds_a_past_commit_as_of_its_day_and_says_so(kept: Site) -> None:
    environment = {**os.environ, "GIT_COMMITTER_DATE": "2026-03-01T23:30:00+00:00"}
    kept.edit("content/site.yaml", "title: 示例市政务公开", "title: 三月的名称")
    who = ["-c", "user.name=editor", "-c", "user.email=editor@example.org"]
    subprocess.run(
        ["git", *who, "commit", "-q", "-a", "-m", "march"],
        cwd=kept.folder,
        env=environment,
        check=True,
    )
    kept.edit("content/site.yaml", "title: 三月的名称", "title: 现在的名称")
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", "build", "--at", "HEAD", "--project", str(kept.folder)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    home = kept.read("index.html")
    assert "三月的名称" in home
    # half past eleven at night in Greenwich is the next morning in China
    assert "停在 2026年3月2日" in home
    head = commit_of(kept.folder).removesuffix("-dirty")
    assert f'"commit": "{head}"' in kept.read("data/manifest.json")
    assert verify(str(kept.folder / "output")).as_of == date(2026, 3, 2).isoformat()


@pytest.mark.parametrize(("day", "notices"), [("2026-03-01", 0), ("2026-02-20", 1)])
def test_a_day_that_is_asked_for_is_held_against_the_commit_and_not_the_clock(
    kept: Site, day: str, notices: int
) -> None:
    """So that the same commit and day give the same bytes on any later day."""
    kept.edit("content/site.yaml", "title: 示例市政务公开", "title: 三月的名称")
    who = ["-c", "user.name=editor", "-c", "user.email=editor@example.org"]
    subprocess.run(
        ["git", *who, "commit", "-q", "-a", "-m", "march"],
        cwd=kept.folder,
        env={**os.environ, "GIT_COMMITTER_DATE": "2026-03-02T00:30:00+08:00"},
        check=True,
    )
    command("build", "--project", str(kept.folder), "--as-of", day)
    assert kept.read("index.html").count("本站内容停在") == notices


def command(*arguments: str) -> None:
    """Run sitegen, which must end well."""
    assert main(arguments) == 0


def changed_twice(site: Site) -> None:
    """Commit two changes of a task and one of a page with a day, so that there is history to show."""
    for old, new in (("每月20日前", "每月25日前"), ("每月25日前", "每月26日前")):
        site.edit("content/plans/shili-2026/tasks/001.md", old, new)
        git(site, "commit", "-q", "-a", "-m", new)
    site.write("content/pages/a.md", "---\ntitle: 甲\ndate: 2020-01-02\n---\n\n正文。\n")
    git(site, "add", "content")
    git(site, "commit", "-q", "-m", "page")


def all_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_build_of_the_commit_that_is_checked_out_is_the_same_byte_for_byte(
    kept: Site, tmp_path: Path
) -> None:
    changed_twice(kept)
    own, where = tmp_path / "own", ("--project", str(kept.folder))
    day = ("--as-of", today().isoformat())
    command("build", *where, *day)
    command("build", *where, *day, "--at", "HEAD", "--output", str(own))
    assert "changes/index.html" in kept.files()
    assert all_of(own) == kept.files()


def test_a_site_is_proved_years_later_from_its_list(
    kept: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed_twice(kept)
    then = date(2021, 3, 4)
    kept.build(edition=Edition(then, commit=commit_of(kept.folder)))
    kept.edit("content/site.yaml", "title: 示例市政务公开", "title: 后来的名称")
    git(kept, "commit", "-q", "-a", "-m", "later")
    own, site = tmp_path / "own", str(kept.folder / "output")
    command("build", "--project", str(kept.folder), "--like", site, "--output", str(own))
    assert all_of(own) == kept.files()
    command("verify", site, "--against", str(own))
    assert "核对完毕：与清单一致。" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("edition", "said"),
    [
        (Edition(AS_OF), "Z07 核对不了：清单里没有写提交"),
        (Edition(AS_OF, commit=f"{'a' * 40}-dirty"), "生成时有改动没有提交，照着再生成不出来"),
        (Edition(AS_OF, commit="a" * 40), "Z05 取不出历史：没有找到提交"),
    ],
)
def test_what_a_list_does_not_prove_is_said(
    kept: Site, capsys: pytest.CaptureFixture[str], edition: Edition, said: str
) -> None:
    kept.build(edition=edition)
    site = str(kept.folder / "output")
    assert main(["build", "--project", str(kept.folder), "--like", site]) == 2
    assert said in capsys.readouterr().err


def test_in_a_shallow_clone_nothing_is_proved(
    kept: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed_twice(kept)
    kept.build(edition=Edition(AS_OF, commit=commit_of(kept.folder)))
    clone = str(tmp_path / "clone")
    git(kept, "clone", "-q", "--depth=1", kept.folder.as_uri(), clone)
    site = str(kept.folder / "output")
    assert main(["build", "--project", clone, "--like", site]) == 2
    assert "浅克隆，历史不全" in capsys.readouterr().err


@pytest.mark.parametrize("word", ["--at=HEAD", "--as-of=2026-01-01", "--preview"])
def test_what_a_list_says_is_not_said_again(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--like", "x", word]) == 2
    assert f"--like 和 {word.partition('=')[0]} 不能同时写" in capsys.readouterr().err


def test_a_site_of_another_generator_is_told(
    small: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small.build()
    own = tmp_path / "own"
    build(type(small.project)(small.folder, own), Edition(AS_OF), "nothing")
    small.edit("output/data/manifest.json", '"generator": "sitegen ', '"generator": "sitegen 9')
    command("verify", str(small.folder / "output"), "--against", str(own))
    assert "注意：网站由 sitegen 9" in capsys.readouterr().out


def test_a_planted_file_is_no_site_of_the_list(
    small: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    small.build()
    site = str(small.folder / "output")
    small.write("output/data/manifest.json.sig", "signed")
    assert main(["verify", site]) == 0
    small.write("output/plans/evil.html", "x")
    (small.folder / "output/news").symlink_to(small.folder / "content", target_is_directory=True)
    capsys.readouterr()
    assert main(["verify", site]) == 1
    told = capsys.readouterr().out
    assert "多出：news\n多出：plans/evil.html\n核对完毕：与清单不一致。" in told


def test_of_an_address_it_is_said_that_other_files_are_not_seen(
    small: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    small.build()
    small.write("output/evil.html", "x")
    for served in serve(small.folder / "output", "/gov"):
        assert main(["verify", served.url]) == 0
    assert "注意：从网址看不到清单以外的文件" in capsys.readouterr().out


def test_an_own_build_without_a_list_is_named(small: Site, tmp_path: Path) -> None:
    small.build()
    with pytest.raises(BuildFailed, match="没有读到文件清单"):
        verify(str(small.folder / "output"), tmp_path / "nothing")
