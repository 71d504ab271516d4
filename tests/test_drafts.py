"""Drafts: published as if they were not there, shown in the preview, refused as something to rely on."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest

from sitegen.__main__ import main
from sitegen.build import Project, build, checked
from sitegen.pages import Edition
from sitegen.show import format_problem
from tests.conftest import AS_OF, REPOSITORY, Site

# words that stand in no other file; every draft has one in its name and one in its text
DRAFTS = {
    "content/pages/caogao.md": (
        "---\ntitle: 蝴蝶页面\norder: 3\ndraft: true\naliases: [/hudie-jiudizhi/]\n---\n\n"
        "鹦鹉正文，见[蝴蝶附件](files/蝴蝶附件.csv)。\n"
    ),
    "content/documents/shili/caogao.md": (
        "---\ntitle: 蝴蝶办法\nissuer: 示例市人民政府\npublished: 2026-11-20\n"
        "departments: [蝴蝶局]\nattachments: [蝴蝶附表.csv]\ndraft: true\n---\n\n鹦鹉条款。\n"
    ),
    "content/departments/shili/caogao.yaml": "name: 示例市蝴蝶局\nshort: 蝴蝶局\ndraft: 是\n",
    "content/plans/shili-2026/tasks/099.md": (
        '---\nnumber: "99"\nresponsibility:\n  raw: 蝴蝶局牵头\n  lead: [蝴蝶局]\n'
        "deadline:\n  raw: 12月20日前\ndomains: [财政]\ndraft: true\n---\n\n公开鹦鹉名录。\n"
    ),
    "content/plans/shili-2026/records/caogao.md": (
        '---\ntitle: 蝴蝶凭证\ndate: 2026-11-20\ntasks: ["1"]\ndepartments: [市财政局]\n'
        "file: 蝴蝶凭证.csv\ndraft: true\n---\n\n鹦鹉说明。\n"
    ),
    "content/plans/hudie-2027/index.md": (
        "---\ntitle: 蝴蝶计划\nshort: 蝴蝶2027\ngovernment: 示例市\nyear: 2026\ndraft: true\n---\n\n"
        "鹦鹉通知。\n"
    ),
    # these two say nothing themselves: the plan that they belong to does
    "content/plans/hudie-2027/tasks/001.md": (
        '---\nnumber: "1"\nresponsibility:\n  raw: 蝴蝶局\n  lead: [蝴蝶局]\ndomains: [财政]\n'
        "---\n\n公开蝴蝶情况。\n"
    ),
    "content/plans/hudie-2027/records/a.md": (
        '---\ntitle: 蝴蝶公开\ndate: 2026-11-20\ntasks: ["1"]\ndepartments: [蝴蝶局]\n'
        "url: https://example.org/hudie\n---\n"
    ),
    "content/requirements/caogao.yaml": (
        "title: 蝴蝶要求\ndomains: [财政]\ntasks: [shili-2026/001, hudie-2027/001]\ndraft: yes\n"
    ),
}
ATTACHMENTS = (
    "content/pages/files/蝴蝶附件.csv",
    "content/documents/shili/files/蝴蝶附表.csv",
    "content/documents/shili/files/还没有提到的蝴蝶.csv",
    "content/plans/shili-2026/files/蝴蝶凭证.csv",
    "content/plans/hudie-2027/files/蝴蝶.csv",
)
SECRETS = ("蝴蝶", "鹦鹉", "hudie", "caogao", "tasks/099", "draft", "草稿")
PUBLISHED = {
    "content/pages/about.md": "---\ntitle: 关于\n---\n\n见[附件](files/公开.csv)。\n",
    "content/pages/files/公开.csv": "甲,乙\n",
    "content/plans/shili-2026/files/公开凭证.csv": "丙,丁\n",
    "content/plans/shili-2026/records/gongkai.md": (
        '---\ntitle: 财政收支\ndate: 2026-11-10\ntasks: ["1"]\ndepartments: [市财政局]\n'
        "file: 公开凭证.csv\n---\n"
    ),
}


def add(site: Site, files: dict[str, str]) -> None:
    for path, text in files.items():
        site.write(path, text)


def add_drafts(site: Site) -> None:
    add(site, DRAFTS)
    add(site, dict.fromkeys(ATTACHMENTS, "鹦鹉,1\n"))


def remove_drafts(site: Site) -> None:
    for path in (*DRAFTS, *ATTACHMENTS):
        site.remove(path)
    (site.folder / "content/plans/hudie-2027/tasks").rmdir()


def preview(site: Site) -> dict[str, str]:
    """Every page of the preview."""
    output = site.folder / ".sitegen/preview"
    build(Project(site.folder, output), Edition(AS_OF, preview=True, drafts=True))
    return {
        path.relative_to(output).as_posix(): path.read_text("utf-8")
        for path in output.rglob("*.html")
    }


def told(path: str, data: bytes) -> bytes:
    """What a file says, with what it holds packed."""
    if path.endswith((".zip", ".xlsx")):
        with ZipFile(BytesIO(data)) as packed:
            return b"\n".join(
                name.encode() + told(name, packed.read(name)) for name in packed.namelist()
            )
    return path.encode() + b"\n" + data


def test_nothing_published_differs_from_a_site_without_the_drafts(small: Site) -> None:
    add(small, PUBLISHED)
    add_drafts(small)
    small.build()
    with_drafts = small.files()
    remove_drafts(small)
    small.build(clean=True)
    assert small.files() == with_drafts


def test_no_published_byte_tells_of_a_draft(small: Site) -> None:
    add(small, PUBLISHED)
    small.build()
    before = {path: told(path, data) for path, data in small.files().items()}
    add_drafts(small)
    small.build()
    for path, data in small.files().items():
        said = told(path, data)
        for secret in SECRETS:
            known = secret.encode() in before.get(path, b"")  # field names of the contract
            assert known or secret.encode() not in said, (path, secret)


def test_the_preview_shows_drafts_and_names_them_so_wherever_they_are_listed(small: Site) -> None:
    add(small, PUBLISHED)
    add_drafts(small)
    pages = preview(small)
    assert "鹦鹉正文" in pages["caogao/index.html"]
    assert "<h1>【草稿】蝴蝶页面</h1>" in pages["caogao/index.html"].replace("\n", "")
    assert "【草稿】示例市蝴蝶局" in pages["departments/shili/caogao/index.html"]
    assert "【草稿】公开鹦鹉名录" in pages["domains/caizheng/index.html"]
    assert "【草稿】公开蝴蝶情况" in pages["domains/caizheng/index.html"]
    assert "【草稿】蝴蝶办法" in pages["documents/index.html"]
    assert "【草稿】蝴蝶凭证" in pages["plans/shili-2026/tasks/001/index.html"]
    assert "【草稿】蝴蝶计划" in pages["plans/index.html"].replace('<span class="word">', "")
    assert "【草稿】蝴蝶要求" in pages["requirements/index.html"]
    assert "【草稿】" not in pages["about/index.html"].partition("<main")[2].partition("</main")[0]
    assert all('<meta name="robots" content="noindex' in page for page in pages.values())
    assert (small.folder / ".sitegen/preview/documents/shili/files/蝴蝶附表.csv").is_file()


def test_a_preview_and_a_build_do_not_disturb_each_other(small: Site) -> None:
    add_drafts(small)
    small.build()
    published = small.files()
    preview(small)
    assert small.files() == published
    assert small.build().made == 0


def test_false_is_no_draft_and_nonsense_is_an_error(small: Site) -> None:
    small.write("content/pages/a.md", "---\ntitle: 甲页\ndraft: false\n---\n\n甲。\n")
    small.build()
    assert "甲页" in small.read("a/index.html")
    small.edit("content/pages/a.md", "draft: false", "draft: 也许")
    assert [problem.code for problem in small.problems()] == ["M06"]


@pytest.mark.parametrize(
    ("path", "old", "new", "line"),
    [
        ("plans/shili-2026/tasks/001.md", "lead: [市财政局]", "lead: [蝴蝶局]", 7),
        ("plans/shili-2026/records/gongkai.md", 'tasks: ["1"]', 'tasks: ["99"]', 4),
        ("pages/about.md", "files/公开.csv", "caogao.md", 5),
    ],
)
def test_what_is_published_cannot_rely_on_a_draft(
    small: Site, path: str, old: str, new: str, line: int
) -> None:
    add(small, PUBLISHED)
    add_drafts(small)
    small.edit(f"content/{path}", old, new)
    (problem,) = small.problems()
    assert (problem.code, problem.location.path, problem.location.line) == (
        "R21",
        f"content/{path}",
        line,
    )
    assert "草稿" in format_problem(problem)
    checked(small.project, AS_OF, drafts=True)


def test_an_attachment_that_is_published_beside_drafts_is_one_that_something_published_names(
    small: Site,
) -> None:
    add(small, PUBLISHED)
    add_drafts(small)
    small.edit("content/pages/about.md", "files/公开.csv", "../plans/hudie-2027/files/蝴蝶.csv")
    small.build()
    files = small.files()
    assert "plans/hudie-2027/files/蝴蝶.csv" in files
    assert "pages/files/公开.csv" not in files
    assert "plans/shili-2026/files/公开凭证.csv" in files


def test_other_errors_stay_what_they_are_beside_drafts(small: Site) -> None:
    add_drafts(small)
    small.edit("content/plans/shili-2026/tasks/001.md", "lead: [市财政局]", "lead: [市财局]")
    assert [problem.code for problem in small.problems()] == ["R01"]


# the gate


Said = Callable[..., tuple[int, str, str]]


@pytest.fixture
def check(small: Site, capsys: pytest.CaptureFixture[str]) -> Said:
    def run(*more: str) -> tuple[int, str, str]:
        status = main(
            ["check", "--project", str(small.folder), "--as-of", AS_OF.isoformat(), *more]
        )
        out, err = capsys.readouterr()
        return status, out, err

    return run


def test_the_errors_of_a_draft_are_shown_and_stop_nothing(small: Site, check: Said) -> None:
    add_drafts(small)
    small.edit("content/pages/caogao.md", "files/蝴蝶附件.csv", "wu.md")
    small.edit("content/plans/shili-2026/tasks/099.md", "[财政]", "[材政]")
    status, out, err = check("--strict")
    assert (status, out) == (0, "检查完毕：没有错误；草稿里有 1 个错误。\n")
    assert err.startswith("草稿里的问题（不挡住发布；去掉 draft: true 以后才算）：\n错误 R01 ")
    small.edit("content/plans/shili-2026/tasks/099.md", "[材政]", "[财政]")
    assert "P01 content/pages/caogao.md:8:" in check()[2]
    said = json.loads(check("--format", "json")[1])
    assert (said["errors"], [one["code"] for one in said["drafts"]]) == (0, ["P01"])
    assert check("--format", "github")[1].startswith("::notice file=content/pages/caogao.md,")
    assert '"level": "note"' in check("--format", "sarif")[1]
    small.build()


def test_a_draft_that_cannot_be_read_stops_publication(small: Site, check: Said) -> None:
    small.write("content/pages/caogao.md", "---\ntitle: 蝴蝶\ndraft: true\n\n鹦鹉。\n")
    status, _, err = check()
    assert status == 1
    assert err.startswith("错误 S08 content/pages/caogao.md")


def test_personal_data_in_a_draft_stops_publication_and_is_told_once(
    small: Site, check: Said
) -> None:
    number = "138" + "0013" + "8000"
    add_drafts(small)
    small.edit("content/pages/caogao.md", "鹦鹉正文", f"鹦鹉正文，电话{number}")
    small.write("content/pages/files/蝴蝶附件.csv", f"姓名,电话\n甲,{number}\n")
    status, _, err = check()
    assert status == 1
    assert err.count("错误 Y02 ") == 2
    assert number not in err


def test_a_waiver_for_a_draft_is_kept_and_not_published(small: Site, check: Said) -> None:
    add_drafts(small)
    small.edit("content/pages/caogao.md", "鹦鹉正文", "鹦鹉正文，按装到位")
    waiver = "waivers:\n  - {code: W02, place: content/pages/caogao.md, reason: 蝴蝶, until: 2027-01-01}\n"
    small.write("content/waivers.yaml", waiver)
    status, _, err = check()
    assert (status, "X03" in err, "caogao" in err) == (0, False, False)
    small.build()
    assert "caogao" not in small.read("data/indicators.json")


# the command line


@pytest.mark.parametrize("below", ["output", "output/preview", "link", "."])
def test_the_preview_never_writes_where_the_published_site_is(
    small: Site, capsys: pytest.CaptureFixture[str], below: str
) -> None:
    (small.folder / "output").mkdir()
    (small.folder / "link").symlink_to(small.folder / "output", target_is_directory=True)
    output = str(small.folder / below)
    assert main(["serve", "--project", str(small.folder), "--output", output]) == 2
    assert "预览里有草稿，不能写进发布用的文件夹 output" in capsys.readouterr().err


def test_where_finds_the_page_of_a_draft(small: Site, capsys: pytest.CaptureFixture[str]) -> None:
    add_drafts(small)
    main(["where", "--project", str(small.folder), "content/pages/caogao.md"])
    assert capsys.readouterr().out == "https://example.org/caogao/\n"


def test_the_folder_of_the_preview_is_never_committed() -> None:
    for ignore in (".gitignore", "sitegen/starter/gitignore"):
        assert "/.sitegen/" in (REPOSITORY / ignore).read_text("utf-8").split()
