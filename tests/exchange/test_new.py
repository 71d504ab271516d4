"""New records begin as files that say what each key is for; the command line in plain Chinese."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.__main__ import main
from sitegen.commands import records
from sitegen.exchange.faults import RULES, Refused
from sitegen.exchange.schemas import schema_files
from sitegen.exchange.skeletons import asked, skeleton
from sitegen.model import KINDS, Task
from sitegen.schema.fields import keys
from sitegen.source.document import parse
from tests.conftest import REPOSITORY, Site
from tests.exchange import pictures

IDS = {
    "task": "shili-2026/003",
    "record": "shili-2026/2026-03-caizheng",
    "department": "shili/minzhengju",
    "document": "shili/banfa",
    "plan": "shili-2028",
}
TABLE = "序号 | 工作任务 | 责任单位 | 完成时限\n1 | 公开财政预算。 | 市财政局 | 全年"


@pytest.mark.parametrize("kind", records.KINDS)
def test_a_skeleton_names_every_key_and_is_yaml(kind: str) -> None:
    record = next(one for one in KINDS if one.name == kind)
    path, text = skeleton(kind, IDS.get(kind, "shili"))
    document, problems = parse(record, "x", path, tuple(text.split("\n")))
    assert document is not None
    assert problems == ()
    written = {key.text for key, _ in document.front.entries}
    required = {name for name, field in keys(record.record).items() if field.required}
    assert written == required
    for name, field in keys(record.record).items():
        assert f"# {field.doc}" in text
        assert f"{name}:" in text


@pytest.mark.parametrize("kind", records.KINDS)
@pytest.mark.parametrize("order", ["after", "between", "before"])
def test_options_may_stand_anywhere(small: Site, kind: str, order: str) -> None:
    record_id = IDS.get(kind, "xin")
    words, given = [kind, record_id], ["--project", str(small.folder)]
    place = {"after": 2, "between": 1, "before": 0}[order]
    assert main(["new", *words[:place], *given, *words[place:]]) == 0
    assert (small.folder / skeleton(kind, record_id)[0]).is_file()


@pytest.mark.parametrize("kind", ["task", "record", "department", "document", "page", "plan"])
def test_a_new_record_may_begin_as_a_draft(small: Site, kind: str) -> None:
    record_id = IDS.get(kind, "xin")
    assert main(["new", kind, "--draft", "--project", str(small.folder), record_id]) == 0
    path, text = skeleton(kind, record_id)
    written = (small.folder / path).read_text("utf-8")
    assert written.count("\ndraft: true\n") == 1
    assert len(written.splitlines()) == len(text.splitlines())
    assert small.problems() == ()


def test_answers_may_make_a_draft(small: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("办理指南\n正文。\n"))
    words = ["new", "page", "zhinan", "--interactive", "--draft", "--project", str(small.folder)]
    assert main(words) == 0
    text = (small.folder / "content/pages/zhinan.md").read_text("utf-8")
    assert text.startswith("---\n# 是否草稿")
    assert "\ndraft: true\n# 标题\ntitle: 办理指南\n" in text


def test_check_asks_for_what_a_skeleton_leaves_empty(small: Site) -> None:
    assert main(["new", "department", "shili/minzhengju", "--project", str(small.folder)]) == 0
    codes = {(problem.code, problem.location.path) for problem in small.problems()}
    assert ("M04", "content/departments/shili/minzhengju.yaml") in codes


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["new", "department", "shili/caizhengju"], "E11 已经存在"),
        (["new", "department", "caizhengju"], "E12 标识不合规：部门的标识不能是“caizhengju”"),
        (["new", "task", "shili-2026/第一"], "E12 标识不合规：“第一”不能组成网址"),
        (["new", "task", "shili-2026/../x"], "E12"),
        (["new", "page", "con"], "E12 标识不合规：“con”不能组成网址"),
        (["new", "task", "shili-2026/com1"], "E12 标识不合规：“com1”不能组成网址"),
        (["new", "page", "a" * 101], "E12"),
        (["import", "a.csv", "--plan", "aux", "--government", "示例市"], "E08"),
        (["import", "a.csv", "--plan", "a" * 101, "--government", "示例市"], "E08"),
        (["new", "task", "nowhere-2026/001"], "没有计划 nowhere-2026"),
        (["new", "page"], "E13 没有填写"),
        (["new", "domain", "jiaoyu", "--draft"], "E15 不能作草稿：领域不能作草稿"),
        (["export", "shili-2025"], "是不是“shili-2026”"),
        (["import", "nothing.xlsx", "--plan", "p", "--government", "示例市"], "E17 没有这个文件"),
    ],
)
def test_what_cannot_be_done_is_said(
    small: Site, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    before = set(small.folder.rglob("*"))
    assert main([*arguments, "--project", str(small.folder)]) == 2
    assert told in capsys.readouterr().err
    assert set(small.folder.rglob("*")) == before


def test_an_interactive_record_asks_for_each_required_key_until_it_can_be_read() -> None:
    answers = iter(
        ["公开三月预算", "3月5日", "2026-03-05", "1、2", "", "市财政局", "已在网站公开。"]
    )
    questions: list[str] = []

    def ask(question: str) -> str:
        questions.append(question)
        return next(answers)

    path, text = asked("record", "shili-2026/yusuan", ask)
    assert path == "content/plans/shili-2026/records/yusuan.md"
    assert text == (
        "---\n# 公开内容的标题\ntitle: 公开三月预算\n# 公开日期\ndate: 2026-03-05\n"
        '# 对应的任务序号，照计划中的写法\ntasks: ["1", "2"]\n# 公开的部门\n'
        "departments: [市财政局]\n---\n\n已在网站公开。\n"
    )
    assert questions[2].startswith("“date”不是日历上的日期：“3月5日”")
    assert questions[5].startswith("这一项必填。")


def test_an_unanswered_question_ends_the_asking() -> None:
    with pytest.raises(Refused, match="E13"):
        asked("domain", "x", lambda _: "")


def test_the_interactive_command_reads_the_keyboard(
    small: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("jiaoyu\n教育\n学校和招生的信息。\n"))
    assert main(["new", "domain", "--interactive", "--project", str(small.folder)]) == 0
    made = (small.folder / "content/domains/jiaoyu.yaml").read_text("utf-8")
    assert made.endswith("description: 学校和招生的信息。\n")
    assert [problem for problem in small.problems() if problem.severity == "error"] == []


def test_schemas_and_editor_settings_are_current() -> None:
    for path, data in schema_files().items():
        found = (REPOSITORY / path).read_bytes().replace(b"\r\n", b"\n")
        assert found == data, f"运行 sitegen schema 重新生成 {path}"


def test_each_snippet_is_a_front_matter_with_the_required_keys() -> None:
    snippets = json.loads(schema_files()[".vscode/content.code-snippets"])
    kinds = {kind.label: kind for kind in KINDS if kind.pattern.endswith(".md")}
    assert {one["prefix"] for one in snippets.values()} == set(kinds)
    for one in snippets.values():
        kind = kinds[one["prefix"]]
        filled = [re.sub(r"\$\{\d+:((?:[^\\}]|\\.)*)\}|\$0", "x", line) for line in one["body"]]
        document, problems = parse(kind, "x", "x.md", tuple(filled))
        assert document is not None
        assert problems == ()
        written = {key.text for key, _ in document.front.entries}
        assert written == {name for name, field in keys(kind.record).items() if field.required}


def test_a_schema_says_what_the_model_says() -> None:
    task = json.loads(schema_files()["schemas/task.json"])
    assert task["required"] == [name for name, f in keys(Task).items() if f.required]
    assert set(task["properties"]) == set(keys(Task))
    assert task["properties"]["openness"]["items"]["enum"] == [
        "决策",
        "执行",
        "管理",
        "服务",
        "结果",
    ]
    assert "lead" in task["definitions"]["Responsibility"]["properties"]


def test_import_and_export_on_the_command_line(
    small: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    table = pictures.xlsx(small.folder / "table.xlsx", TABLE)
    project = ["--project", str(small.folder)]
    assert main(["import", str(table), "--plan", "p-2027", "--government", "示例市", *project]) == 0
    said = capsys.readouterr().out
    assert said.startswith("读出任务 1 项；已经新写 1 项，更新 0 项。\n")
    assert "见 imports/p-2027/review.md" in said
    for form in ("xlsx", "docx", "csv"):
        target = small.folder / f"out.{form}"
        assert main(["export", "p-2027", f"--{form}", "-o", str(target), *project]) == 0
        assert target.stat().st_size > 50


def test_the_government_of_a_plan_need_not_be_said_where_there_is_no_doubt(
    small: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    pictures.xlsx(small.folder / "table.xlsx", TABLE)
    project = ["--project", str(small.folder)]
    bring = ["import", str(small.folder / "table.xlsx"), *project, "--plan"]
    assert main([*bring, "p-2027"]) == 0
    small.write("content/governments/yangli.yaml", "name: 样例市\nlevel: 地级市\n")
    assert main([*bring, "p-2027"]) == 0
    assert main([*bring, "q-2027"]) == 2
    said = capsys.readouterr().err
    assert "E08 计划或政府对不上：没有写明是哪个政府的计划" in said
    assert "加上 --government，已有：" in said
    assert main([*bring, "q-2027", "--government", "样例市"]) == 0


def test_a_build_does_not_load_what_reads_word_and_excel() -> None:
    code = "import sys, sitegen.__main__; print([m for m in ('openpyxl', 'docx', 'xlrd') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("kind", records.KINDS)
def test_kinds_may_be_written_as_editors_call_them(
    small: Site, kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(small.folder)
    label = next(one.label for one in KINDS if one.name == kind)
    assert main(["new", label, IDS.get(kind, "xinde").replace("shili-2028", "shili-2029")]) == 0
    assert capsys.readouterr().out.startswith("已新建 content/")
    with pytest.raises(SystemExit):
        main(["new", "-h"])
    assert f"{kind} {label}" in re.sub(r"\s+", " ", capsys.readouterr().out)


def test_parts_may_be_written_as_editors_call_them(
    small: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.folder)
    command = [
        "import",
        "t.csv",
        "--plan",
        "shili-2027",
        "--government",
        "示例市",
        "--year",
        "2027",
    ]
    task = "content/plans/shili-2027/tasks/01.md"
    pictures.comma(small.folder / "t.csv", TABLE)
    assert main(command) == 0
    for words in (["时限"], ["完成时限原文", "分工"], ["全部"], ["deadline.raw"]):
        small.edit(task, "raw: 全年", "raw: 每月")
        assert main([*command, "--overwrite", *words, "--match", "序号"]) == 0
        assert "raw: 全年" in (small.folder / task).read_text("utf-8")
    assert main([*command, "--overwrite", "期限"]) == 2


def test_every_code_is_explained_in_the_manual() -> None:
    manual = (REPOSITORY / "docs/manual/import.md").read_text("utf-8")
    assert [
        code for code, rule in RULES.items() if f"| {code} | {rule.title} |" not in manual
    ] == []
    used = "".join(
        path.read_text("utf-8") for path in Path(REPOSITORY, "sitegen/exchange").glob("*.py")
    )
    assert [code for code in RULES if used.count(f'"{code}"') < 2] == []
