"""sitegen check: formats, --fix, --changed, --strict, waivers; and how long it takes."""

from __future__ import annotations

import json
import re
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from sitegen.__main__ import main
from sitegen.build import checked
from sitegen.check import tidied
from sitegen.check.waivers import weigh
from sitegen.errors import RULES, Location, Problem
from tests.conftest import AS_OF, REPOSITORY, Site
from tests.gate.made import ID18, LANDLINE, MOBILE

ABOUT = "content/pages/about.md"
WAIVER = """\
waivers:
  - code: Y03
    place: content/pages/about.md
    reason: 该号码是本单位对外公布的办公电话
    until: 2027-06-30
"""


def page(body: str) -> str:
    """A page of prose."""
    return f"---\ntitle: 关于本站\n---\n\n{body}\n"


@pytest.fixture
def faulty(small: Site) -> Site:
    """A site with an error on line 5, column 3 and a warning."""
    small.write(ABOUT, page(f"电话{MOBILE}，50%：是"))
    small.write("content/domains/jiaoyu.yaml", "name: 教育 \ndescription: 学校。\n")
    return small


def check(site: Site, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of `sitegen check` on the usual day."""
    day = ("--as-of", AS_OF.isoformat())
    status = main(["check", "--project", str(site.folder), *day, *options])
    return status, *capsys.readouterr()


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder as nobody in particular."""
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


# formats


def test_json_holds_every_problem_with_place_rule_and_manual(
    faulty: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = check(faulty, capsys, "--format", "json")
    said: dict[str, Any] = json.loads(out)
    assert (status, said["errors"], said["warnings"]) == (1, 1, 2)
    first = next(problem for problem in said["problems"] if problem["code"] == "Y02")
    assert (first["path"], first["line"], first["column"], first["width"]) == (ABOUT, 5, 3, 11)
    assert first["rule"] == RULES["Y02"].text
    path, _, anchor = first["manual"].partition("#")
    assert f'<a id="{anchor}"></a>' in (REPOSITORY / path).read_text("utf-8")
    assert MOBILE not in out


def test_json_of_a_site_that_cannot_be_read_holds_its_problems(
    small: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    small.write("content/domains/jiaoyu.yaml", "name: [\n")
    status, out, _ = check(small, capsys, "--format", "json")
    assert status == 1
    assert [problem["code"] for problem in json.loads(out)["problems"]] == ["S05"]


def test_github_annotations_are_escaped_and_placed(
    faulty: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = check(faulty, capsys, "--format", "github")
    lines = out.splitlines()
    assert (status, len(lines)) == (1, 3)
    found = next(line for line in lines if line.startswith("::error"))
    wanted = f"::error file={ABOUT},title=Y02 个人手机号码,line=5,col=3,endColumn=14::这里有"
    assert found.startswith(wanted)
    assert "%0A规则：" in found
    assert MOBILE not in out


def test_sarif_has_rules_regions_and_suppressions(
    faulty: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    faulty.write(ABOUT, page(f"电话{MOBILE}和联系电话{LANDLINE}"))
    faulty.write("content/waivers.yaml", WAIVER)
    _, out, _ = check(faulty, capsys, "--format", "sarif")
    log: dict[str, Any] = json.loads(out)
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(RULES)
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    found = {result["ruleId"]: result for result in run["results"]}
    region = found["Y02"]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 5, "startColumn": 3, "endColumn": 14}
    assert "办公电话" in found["Y03"]["suppressions"][0]["justification"]
    assert "suppressions" not in found["Y02"]


# exit status


def test_warnings_pass_unless_strict(small: Site, capsys: pytest.CaptureFixture[str]) -> None:
    small.write(ABOUT, page(f"联系电话{LANDLINE}"))
    assert check(small, capsys)[0] == 0
    assert check(small, capsys, "--strict")[0] == 1
    small.remove(ABOUT)
    assert check(small, capsys, "--strict")[0] == 0


# --fix


UNTIDY = "\ufeffname: 教育 \t\r\ndescription: 学校\u3000\r\n# 注"


def test_fix_mends_what_is_untidy_and_then_nothing_is_left_of_it(
    small: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    small.write("content/domains/jiaoyu.yaml", UNTIDY)
    status, _, err = check(small, capsys, "--fix")
    assert (status, err.splitlines()[0]) == (0, "已整理 content/domains/jiaoyu.yaml")
    mended = (small.folder / "content/domains/jiaoyu.yaml").read_bytes().decode()
    assert mended == "name: 教育\ndescription: 学校\n# 注\n"
    assert not [problem for problem in small.problems() if problem.code[0] == "F"]
    assert "已整理" not in check(small, capsys, "--fix")[2]


def test_fix_keeps_line_breaks_of_markdown_and_bytes_that_are_no_utf8(small: Site) -> None:
    assert tidied("甲  \n乙 \n\n丙  \n".encode(), prose=True) == "甲  \n乙\n\n丙\n".encode()
    assert tidied("甲  \n乙\n".encode(), prose=False) == "甲\n乙\n".encode()
    small.write("content/domains/jiaoyu.yaml", "教育 \n".encode("gbk"))
    assert tidied("教育 \n".encode("gbk"), prose=False) == "教育 \n".encode("gbk")


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: 关于本站  \ndescription: 甲\n---\n\n正文。\n",
        "---\ntitle: 关于本站\n---  \n正文。\n",
        "---  \ntitle: 关于本站\n---\n\n正文。\u3000  \n乙。\n",
    ],
)
def test_fix_mends_all_that_is_told_of_front_matter(text: str, small: Site) -> None:
    small.write(ABOUT, text)
    assert [problem.code for problem in small.problems()] == ["F01"]
    small.write(ABOUT, tidied(text.encode(), prose=True))
    assert small.problems() == ()


def test_what_is_not_told_of_prose_is_not_mended(small: Site) -> None:
    text = page("甲  \n乙")
    small.write(ABOUT, text)
    assert small.problems() == ()
    assert tidied(text.encode(), prose=True) == text.encode()


def test_fix_with_changed_mends_only_files_that_differ(
    small: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    small.write("content/domains/jiaoyu.yaml", UNTIDY)
    git(small.folder, "init", "--quiet")
    git(small.folder, "add", ".")
    git(small.folder, "commit", "--quiet", "--message", "x")
    small.write("content/domains/keji.yaml", UNTIDY.replace("教育", "科技"))
    check(small, capsys, "--fix", "--changed")
    assert (small.folder / "content/domains/jiaoyu.yaml").read_bytes().decode() == UNTIDY
    assert b"\r" not in (small.folder / "content/domains/keji.yaml").read_bytes()


def test_fix_leaves_attachments_alone(small: Site, capsys: pytest.CaptureFixture[str]) -> None:
    small.write("content/pages/files/a.txt", "甲 \r\n乙")
    check(small, capsys, "--fix")
    assert (small.folder / "content/pages/files/a.txt").read_bytes() == "甲 \r\n乙".encode()


# --changed


def test_changed_shows_only_problems_of_files_that_differ(
    faulty: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    git(faulty.folder, "init", "--quiet")
    git(faulty.folder, "add", ".")
    git(faulty.folder, "commit", "--quiet", "--message", "x")
    assert check(faulty, capsys, "--changed")[0] == 0
    faulty.write("content/pages/news.md", page(ID18).replace("关于本站", "消息"))
    status, out, _ = check(faulty, capsys, "--changed", "HEAD", "--format", "json")
    assert status == 1
    assert [p["path"] for p in json.loads(out)["problems"]] == ["content/pages/news.md"]


def test_changed_says_how_many_errors_are_elsewhere(
    small: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    small.write("content/domains/jiaoyu.yaml", "name: [\n")
    git(small.folder, "init", "--quiet")
    git(small.folder, "add", ".")
    git(small.folder, "commit", "--quiet", "--message", "x")
    small.write(ABOUT, page("甲"))
    status, _, err = check(small, capsys, "--changed")
    assert (status, err) == (0, "另有 1 个问题在没有改动的文件里，没有列出。\n")


def test_changed_without_git_or_with_an_unknown_commit_is_told(
    small: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, err = check(small, capsys, "--changed=--output=x")
    assert (status, err.startswith("错误：Z05 取不出历史：git 不能与“--output=x”比较")) == (2, True)


# waivers


def test_a_waived_problem_is_listed_with_its_reason_and_does_not_count(
    small: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    small.write(ABOUT, page(f"联系电话{LANDLINE}"))
    small.write("content/waivers.yaml", WAIVER)
    status, out, err = check(small, capsys, "--strict")
    assert (status, out) == (0, "检查完毕：没有错误，豁免 1 处。\n")
    wanted = f"豁免 Y03 {ABOUT}:5:5：该号码是本单位对外公布的办公电话（至2027年6月30日）\n"
    assert err == wanted


def test_a_waiver_covers_as_many_problems_as_it_says(small: Site) -> None:
    small.write(ABOUT, page(f"联系电话{LANDLINE}\n\n联系电话{LANDLINE}"))
    small.write("content/waivers.yaml", WAIVER)
    assert [problem.code for problem in small.problems()] == ["Y03"]
    small.write("content/waivers.yaml", f"{WAIVER}    count: 2\n")
    assert small.problems() == ()


def test_of_equal_problems_a_waiver_covers_as_many_as_it_says(small: Site) -> None:
    small.write("content/waivers.yaml", WAIVER)
    site = checked(small.project, AS_OF)[0]
    verdict = weigh(site, [Problem("Y03", Location(ABOUT), "号码")] * 2, AS_OF, None)
    assert (len(verdict.problems), len(verdict.waived)) == (1, 1)


def test_an_error_can_be_waived_and_the_site_is_then_published(small: Site) -> None:
    small.write(ABOUT, page(f"公告：{MOBILE}"))
    small.write("content/waivers.yaml", WAIVER.replace("Y03", "Y02"))
    small.build()
    assert "该号码是本单位对外公布的办公电话" in small.read("indicators/index.html")


# time


def test_the_gate_takes_seconds_on_the_five_plans(portal: Site) -> None:
    started = time.process_time()
    assert portal.problems() == ()
    assert time.process_time() - started < 10


def test_no_example_of_ours_names_a_check_that_does_not_exist() -> None:
    for path in (REPOSITORY / "docs" / "manual").glob("checks.md"):
        named = set(re.findall(r"\b([A-Z][0-9]{2})\b", path.read_text("utf-8")))
        assert named <= set(RULES)
