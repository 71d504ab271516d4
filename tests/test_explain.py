"""What a page is made from and why it would be made again; how far a build has come."""

from __future__ import annotations

import io
import re

import pytest

from sitegen.__main__ import main
from sitegen.commands.progress import Progress, progress
from tests.conftest import AS_OF, Site

TASK = "content/plans/shili-2026/tasks/001.md"


def explained(site: Site, capsys: pytest.CaptureFixture[str], *target: str) -> str:
    main(["explain", "--project", str(site.folder), "--as-of", AS_OF.isoformat(), *target])
    return capsys.readouterr().out


@pytest.mark.parametrize("option", [["--at", "HEAD"], ["--clean"]])
def test_what_cannot_change_an_explanation_is_refused(
    small: Site, capsys: pytest.CaptureFixture[str], option: list[str]
) -> None:
    assert main(["explain", "--project", str(small.folder), *option, TASK]) == 2
    assert option[0] in capsys.readouterr().err


def test_a_page_is_explained_by_its_file_its_address_and_its_output(
    small: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    small.build()
    path = "plans/shili-2026/tasks/001/index.html"
    targets = (
        TASK,
        "/plans/shili-2026/tasks/001/",
        f"output/{path}",
        f"https://example.org/{path}",
    )
    first, *others = [explained(small, capsys, target) for target in targets]
    assert all(other == first for other in others)
    assert f"输出文件：{path}\n内容文件：{TASK}\n模板：pages/task.html、base.html" in first
    assert "下次生成：不必重新生成" in first
    assert "不必重新生成" in explained(small, capsys, "/data/")
    assert "  departments/shili/caizhengju/\n" in first


def test_what_has_no_page_is_said_to_have_none(
    small: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert explained(small, capsys, "content/none.md") == "没有找到“content/none.md”对应的页面\n"


def test_a_draft_is_said_to_have_no_page_in_what_is_published(
    small: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    small.write("content/pages/new.md", "---\ntitle: 新页\norder: 1\ndraft: true\n---\n\n话。\n")
    said = "草稿不发布，发布的网站里没有它的页面；用 sitegen serve 可以看到，用 sitegen explain --drafts 可以问\n"
    assert explained(small, capsys, "content/pages/new.md") == said


def test_the_page_of_a_draft_is_explained_as_the_preview_has_it(
    small: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    small.write("content/pages/new.md", "---\ntitle: 新页\norder: 1\ndraft: true\n---\n\n话。\n")
    found = explained(small, capsys, "--drafts", "content/pages/new.md")
    assert "输出文件：new/index.html\n内容文件：content/pages/new.md\n草稿：只在预览里有" in found
    assert "模板：pages/page.html" in found
    assert "预览：打开这一页的时候才生成" in found
    assert "下次生成" not in found
    of_task = explained(small, capsys, "--drafts", TASK)
    assert "草稿：" not in of_task
    assert "预览：" in of_task
    assert not (small.folder / ".sitegen" / "preview").exists()


def test_why_a_page_would_be_made_again(small: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert "重新生成（上次生成时还没有它）" in explained(small, capsys, TASK)
    small.build()
    small.edit(TASK, "解读增减变化", "解读增减的原因")
    small.edit("content/site.yaml", "base_url:", "theme: own\nbase_url:")
    small.write("themes/own/theme.yaml", "extends: default\n")
    small.write("themes/own/strings/zh-CN.yaml", "nav:\n  plans: 要点\n")
    found = explained(small, capsys, TASK)
    assert "重新生成（模板、文字或样式变了；它显示的内容变了（包括截至日期））" in found
    small.build()
    small.write("output/plans/shili-2026/tasks/001/index.html", "?")
    assert "重新生成（输出文件夹里的文件不见了，或被改动过）" in explained(small, capsys, TASK)


def test_a_build_counts_what_it_read_rendered_and_wrote(small: Site) -> None:
    first = small.build()
    assert first.read == len([p for p in (small.folder / "content").rglob("*") if p.is_file()])
    assert 0 < first.rendered < first.made == first.files
    again = small.build()
    # the open-data page is made without the archive's size first, to go into the archive
    assert (again.read, again.rendered, again.made) == (first.read, 1, 0)
    small.edit(TASK, "解读增减变化", "解读增减的原因")
    edited = small.build()
    assert 0 < edited.rendered < first.rendered
    assert 0 < edited.made < first.made


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def test_progress_is_for_terminals_only_and_leaves_no_trace(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert progress(io.StringIO()) is None
    screen = Screen()
    assert progress(screen) is not None
    monkeypatch.setattr("sitegen.commands.progress.QUIET", 0)
    told = Progress(screen)
    for done in (50, 100):
        told.tell(done, 100)
    line, cleared = re.split("\r", screen.getvalue())[1:]
    assert line == f"{'█' * 12}{'░' * 12} 50/100"
    assert cleared == "\x1b[K"


@pytest.mark.parametrize("command", ["where", "explain"])
def test_files_without_a_page_are_found_where_they_are_shown(
    command: str, small: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    record = "content/plans/shili-2026/records/a.md"
    small.write(
        record,
        "---\ntitle: 甲\ndate: 2026-02-10\ntasks: ['1', '2']\ndepartments: [市财政局]\n"
        "url: https://example.org/a\n---\n",
    )
    tasks = [f"https://example.org/plans/shili-2026/tasks/{task}/" for task in ("001", "002")]
    shown = f"凭证没有自己的页面，显示在 {tasks[0]}、{tasks[1]}\n"
    for target, said in (
        (record, shown),
        ("content/site.yaml", "站点设置没有自己的页面，用在每一页\n"),
    ):
        assert main([command, "--project", str(small.folder), target]) == 0
        assert capsys.readouterr().out == said


@pytest.mark.parametrize("named", ["as it lies", "from above", "from within", "as an address"])
def test_a_file_is_found_however_it_is_named(
    named: str, small: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file dragged into a terminal, or completed by it, does not begin at the project's folder."""
    file = "content/departments/shili/caizhengju.yaml"
    project = str(small.folder)
    given = {
        "as it lies": str(small.folder / file),
        "from above": f"{small.folder.name}/{file}",
        "from within": "caizhengju.yaml",
        "as an address": "/departments/shili/caizhengju/",
    }[named]
    monkeypatch.chdir(
        (small.folder / file).parent if named == "from within" else small.folder.parent
    )
    url = "https://example.org/departments/shili/caizhengju/"
    assert main(["where", "--project", project, given]) == 0
    assert capsys.readouterr().out.strip() == (file if named == "as an address" else url)
    assert main(["explain", "--project", project, given]) == 0
    assert f"内容文件：{file}" in capsys.readouterr().out


def test_a_page_of_many_contents_has_no_file_and_where_says_so(
    small: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["where", "--project", str(small.folder), "/departments/"]) == 1
    assert "由多处内容汇成的页面没有自己的文件" in capsys.readouterr().out
