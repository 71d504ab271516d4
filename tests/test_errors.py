r"""Every message an editor can see, word for word: one folder of tests/errors per situation.

`site.txt` is laid over the small site of conftest.py: `-- path --` begins a file, and a body that is
exactly `(removed)` deletes it. A word in brackets after the path says what the body stands for:

    (escapes)   text in which `\t`, `\r` and `\u200b` stand for those characters
    (hex)       bytes, in hexadecimal digits
    (repeat)    text in which a line `甲*3` stands for 甲甲甲, and ↵ for a line end
    (size)      a file of that many bytes
    (folder)    a folder, the body is ignored
    (link)      a symbolic link to what the body names
    (commits)   a git repository in which files came in on the days that the body names

`expected.txt` is what `sitegen check` shows; the project's folder is written 〈项目〉.
`SITEGEN_GOLDEN=write pytest tests/test_errors.py` writes it anew; read the difference before you
commit it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from sitegen.__main__ import main
from sitegen.errors import RULES, Problem
from sitegen.show import columns, format_problem
from tests.conftest import REPOSITORY, SMALL, Site, unpack

ERRORS = Path(__file__).parent / "errors"
CASES = sorted(path.parent for path in ERRORS.glob("*/site.txt"))

_BEGIN = re.compile(r"^-- (.+?)(?: \((\w+)\))? --\n", re.MULTILINE)
_REPEATED = re.compile(r"^(.+)\*(\d+)", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|([tr]))")


def lay_over(site: Site, text: str) -> None:
    """Write, replace and remove the files that a site.txt names."""
    parts = _BEGIN.split(text)
    for path, form, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        target = site.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if body == "(removed)\n":
            _remove(target)
        else:
            _FORMS[form or ""](target, body)


def _remove(target: Path) -> None:
    if target.is_dir():
        shutil.rmtree(target)
    else:
        target.unlink()


def _unescaped(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        return chr(int(match[1], 16)) if match[1] else {"t": "\t", "r": "\r"}[match[2]]

    return _ESCAPE.sub(one, text)


def _repeated(text: str) -> str:
    return _REPEATED.sub(lambda match: match[1] * int(match[2]), text).replace("↵", "\n")


def _write_link(target: Path, body: str) -> None:
    try:
        target.symlink_to(body.strip())
    except OSError:  # Windows lets only some users make links
        pytest.skip("this machine does not allow symbolic links")


def _commit(target: Path, body: str) -> None:
    def git(*arguments: str, day: str = "2026-01-01") -> None:
        stamp = f"{day}T12:00:00+08:00"
        who = {
            f"GIT_{role}_{what}": "x"
            for role in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        }
        when = {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}
        command = ["git", "-C", str(target.parent), *arguments]
        subprocess.run(command, check=True, capture_output=True, env=os.environ | who | when)

    git("init", "--quiet")
    for line in body.splitlines():
        day, path = line.split()
        git("add", path)
        git("commit", "--quiet", "--message", path, day=day)


def _write_bytes(target: Path, data: bytes) -> None:
    target.write_bytes(data)


_FORMS: Mapping[str, Callable[[Path, str], None]] = {
    "": lambda target, body: _write_bytes(target, body.encode()),
    "escapes": lambda target, body: _write_bytes(target, _unescaped(body).encode()),
    "hex": lambda target, body: _write_bytes(target, bytes.fromhex(body)),
    "repeat": lambda target, body: _write_bytes(target, _repeated(body).encode()),
    "size": lambda target, body: _write_bytes(target, b"#" * int(body)),
    "folder": lambda target, _: target.mkdir(),
    "link": _write_link,
    "commits": _commit,
}


def laid_over(folder: Path, case: Path) -> Site:
    """The small site with one situation laid over it."""
    site = unpack(folder, SMALL)
    lay_over(site, (case / "site.txt").read_text("utf-8"))
    return site


def shown(problems: tuple[Problem, ...]) -> str:
    """Problems as they stand on standard error."""
    return "".join(f"{format_problem(problem)}\n" for problem in problems)


def codes(case: Path) -> list[str]:
    """The codes in a case's expected messages."""
    text = (case / "expected.txt").read_text("utf-8")
    return re.findall(r"^(?:错误|提示) (\w+) ", text, re.MULTILINE)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_situation_shows_exactly_the_expected_messages(case: Path, tmp_path: Path) -> None:
    site = laid_over(tmp_path, case)
    text = shown(site.problems()).replace(str(site.folder), "〈项目〉")
    if os.environ.get("SITEGEN_GOLDEN") == "write":
        (case / "expected.txt").write_text(text, "utf-8", newline="\n")
    assert text == (case / "expected.txt").read_text("utf-8")


def test_every_code_has_a_situation() -> None:
    assert {case.name.partition("-")[0] for case in CASES} == set(RULES)


def test_every_folder_is_named_for_a_code_that_its_messages_show() -> None:
    for case in CASES:
        code, _, slug = case.name.partition("-")
        assert code in codes(case), case.name
        assert re.fullmatch("[a-z0-9-]+", slug), case.name


def test_no_folder_lacks_its_site() -> None:
    assert sorted(path for path in ERRORS.iterdir() if path.is_dir()) == CASES


BROKEN = """\
-- content/site.yaml --
title: 示例市政务公开
description: 示例
organisation: 示例市人民政府办公室
base_url: example.org
-- content/pages/about.md --
---
title：关于本站
---

本站公开政务公开工作要点。
-- content/通知.txt --
请各部门填报。
-- content/plans/shili-2026/tasks/001.md --
---
nubmer: "1"
responsibility:
  raw: 市财政局牵头落实
  lead: [市财政厅]
domains: [财政]
---
-- content/plans/shili-2026/tasks/002.md --
---
number: "2"
responsibility:
  raw: 市环保局牵头
  lead: [市环境保护局]
domains: [环境]
---

公布水质监测结果。
"""


def test_the_problems_of_all_files_are_shown_together_in_path_order(small: Site) -> None:
    lay_over(small, BROKEN)
    problems = small.problems()
    places = [problem.location for problem in problems]
    assert places == sorted(places)
    assert [(p.code, p.location.path.removeprefix("content/")) for p in problems] == [
        ("S05", "pages/about.md"),
        ("M01", "plans/shili-2026/tasks/001.md"),
        ("M08", "plans/shili-2026/tasks/001.md"),
        ("R01", "plans/shili-2026/tasks/002.md"),
        ("R01", "plans/shili-2026/tasks/002.md"),
        ("M10", "site.yaml"),
        ("S04", "通知.txt"),
    ]


# the command line


def run(site: Site, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of `sitegen check`."""
    status = main(["check", "--project", str(site.folder)])
    out, err = capsys.readouterr()
    return status, out, err


def test_check_is_silent_on_a_good_site(small: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(small, capsys) == (0, "检查完毕：没有错误。\n", "")


def test_check_fails_on_errors_and_counts_them(
    small: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    lay_over(small, BROKEN)
    status, out, err = run(small, capsys)
    count = "共 7 个错误；没有发布，原来的网站没有改动。\n"
    assert (status, out, err) == (1, "", shown(small.problems()) + count)


def test_check_passes_with_warnings(small: Site, capsys: pytest.CaptureFixture[str]) -> None:
    small.write("content/domains/jiaoyu.yaml", "name: 教育\ndescription: 学校和招生。\n")
    status, out, err = run(small, capsys)
    assert (status, out) == (0, "检查完毕：没有错误，有 1 个提示。\n")
    assert err == shown(small.problems())


def test_check_as_a_program_says_what_is_wrong_without_a_traceback(tmp_path: Path) -> None:
    case = ERRORS / "S01-gbk"
    site = laid_over(tmp_path, case)
    command = [sys.executable, "-m", "sitegen", "check", "--project", str(site.folder)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, b"")
    shown_bytes = done.stderr.replace(b"\r\n", b"\n")
    assert shown_bytes.startswith((case / "expected.txt").read_text("utf-8").encode())
    assert b"Traceback" not in shown_bytes


def test_the_caret_stands_under_the_marked_characters(small: Site) -> None:
    small.write("content/domains/jiaoyu.yaml", "name: 教育\naliases: [甲a, 乙, 甲a]\n")
    repeated = next(p for p in small.problems() if p.code == "M09")
    excerpt, caret = format_problem(repeated).splitlines()[2:4]
    assert columns(caret) == columns(excerpt) - len("]")
    assert columns(caret.rstrip("^＾")) == columns(excerpt) - len("]") - columns("甲a")
