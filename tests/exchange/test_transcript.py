"""An import keeps the text that it read: tasks point into it, no personal data is in it, an editor's is not touched."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Site
from tests.exchange import pictures
from tests.exchange.helping import PLAN, bring, remarks, txt

TEXT = """示例市人民政府办公室
关于印发示例市2027年政务公开工作要点的通知

一、重点领域信息公开
（一）加强预决算公开。公开本级预算，说明重大支出。（牵头单位：市财政局；完成时限：每年6月底前）
（二）加强环境保护信息公开。公开空气质量。（市环保局；每月）
"""
PLACE = f"content/plans/{PLAN}/files/{PLAN}.txt"
INDEX = f"content/plans/{PLAN}/index.md"
FIRST = f"content/plans/{PLAN}/tasks/01.md"
SECOND = f"content/plans/{PLAN}/tasks/02.md"


def told(site: Site, text: str = TEXT) -> Path:
    return txt(site, text, "要点.txt")


def read(site: Site, path: str) -> str:
    return (site.folder / path).read_text("utf-8")


def test_the_text_of_a_plan_is_kept_and_its_tasks_point_into_it(small: Site) -> None:
    outcome = bring(small, told(small))
    assert read(small, PLACE) == TEXT
    assert outcome.told == (f"读出的文字存为文字稿 {PLACE}",)
    assert f"source:\n  file: files/{PLAN}.txt\n  note: 由导入的文件读出" in read(small, INDEX)
    assert 'source: {row: "（二）", line: 6}' in read(small, SECOND)
    assert [found for found in small.problems() if found.code in {"C01", "C16", "R09"}] == []
    small.build()
    assert "公开空气质量。（市环保局；每月）" in small.said(f"plans/{PLAN}/source/index.html")


def test_a_heading_of_the_text_is_a_title_without_a_hint(small: Site) -> None:
    bring(small, told(small))
    assert "title: 加强预决算公开\n" in read(small, FIRST)
    assert "加强预决算公开" not in read(small, FIRST).partition("---\n\n")[2]
    assert "C01" not in {found.code for found in small.problems()}


def test_what_is_personal_is_left_out_of_the_text_at_its_place(small: Site) -> None:
    text = (
        TEXT.replace("；完成时限", "，负责人：周某某；完成时限")
        + "联系人：周某某，电话：13800138000\n"
    )
    outcome = bring(small, told(small, text))
    lines = read(small, PLACE).splitlines()
    assert lines[4].endswith("（牵头单位：市财政局；完成时限：每年6月底前）（此处个人信息从略）")
    assert lines[6] == "（此处个人信息从略）"
    assert "周某某" not in "".join(outcome.files.values())
    assert "13800138000" not in "".join(outcome.files.values())
    said = "这一行的个人信息从略"
    assert remarks(outcome, "文字稿") == [("第5行", said), ("第7行", said)]


def test_a_number_without_a_label_takes_its_line_with_it(small: Site) -> None:
    bring(small, told(small, TEXT.replace("说明重大支出", "说明重大支出，问13800138000")))
    assert read(small, PLACE).splitlines()[4] == "（此处个人信息从略）"


def test_who_signed_a_line_is_left_out_and_wording_with_such_words_is_not(small: Site) -> None:
    text = TEXT.replace("公开空气质量。", "公开空气质量，严格审核发布程序：先审后发。")
    bring(small, told(small, f"{text}（盖章）制表人：周某某\n"))
    lines = read(small, PLACE).splitlines()
    assert lines[5].endswith("公开空气质量，严格审核发布程序：先审后发。（市环保局；每月）")
    assert lines[6] == "（此处个人信息从略）"


def test_the_same_text_changes_nothing(small: Site) -> None:
    bring(small, told(small))
    again = bring(small, told(small))
    assert [path for path in again.files if path.startswith("content/")] == []
    assert again.told == (f"读出的文字存为文字稿 {PLACE}",)


def test_a_text_with_other_line_ends_is_the_same(small: Site) -> None:
    bring(small, told(small))
    path = small.folder / PLACE
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    again = bring(small, told(small))
    assert [path for path in again.files if path.startswith("content/")] == []


def test_a_changed_text_is_kept_with_its_lines_counted_anew(small: Site) -> None:
    bring(small, told(small))
    changed = TEXT.replace("一、重点", "总体要求。\n\n一、重点")
    small.edit(SECOND, "source:", "openness: [结果]\nsource:")
    bring(small, told(small, changed))
    assert read(small, PLACE) == changed
    assert 'source: {row: "（一）", line: 7}' in read(small, FIRST)
    assert 'openness: [结果]\nsource: {row: "（二）", line: 8}' in read(small, SECOND)


def test_a_task_that_the_changed_text_no_longer_has_points_to_no_line(small: Site) -> None:
    bring(small, told(small))
    bring(small, told(small, "\n".join(TEXT.splitlines()[:5])))
    assert 'source: {row: "（二）"}' in read(small, SECOND)
    assert "公开空气质量。" in read(small, SECOND)


def test_a_text_that_an_editor_mended_stays_and_new_tasks_have_no_line(small: Site) -> None:
    bring(small, told(small))
    mended = read(small, PLACE).replace("\n\n一、", "\n\n\n一、")
    (small.folder / PLACE).write_text(mended, "utf-8")
    outcome = bring(small, told(small, f"{TEXT}（三）公开决算。（市财政局）\n"))
    assert read(small, PLACE) == mended
    assert "没有改动；新任务没有写行号" in outcome.told[-1]
    assert outcome.told[-1] in read(small, f"imports/{PLAN}/review.md")
    assert 'source: {row: "（三）"}' in read(small, f"content/plans/{PLAN}/tasks/03.md")
    assert 'source: {row: "（一）", line: 5}' in read(small, FIRST)


def test_a_plan_whose_text_was_taken_away_gets_it_back_only_when_asked(small: Site) -> None:
    bring(small, told(small))
    index = read(small, INDEX)
    begin, end = index.index("source:"), index.index("---\n\n")
    without = index[:begin] + index[end:]
    (small.folder / INDEX).write_text(without, "utf-8")
    (small.folder / PLACE).unlink()
    outcome = bring(small, told(small))
    assert not (small.folder / PLACE).exists()
    assert f"写 source: {{file: files/{PLAN}.txt}}，再导入一次" in outcome.told[-1]
    small.edit(INDEX, "---\n\n", f"source: {{file: files/{PLAN}.txt}}\n---\n\n")
    bring(small, told(small))
    assert read(small, PLACE) == TEXT


def test_a_file_that_is_there_before_the_plan_is_not_written_over(small: Site) -> None:
    path = small.folder / PLACE
    path.parent.mkdir(parents=True)
    path.write_text("另一份文字\n", "utf-8")
    outcome = bring(small, told(small))
    assert path.read_text("utf-8") == "另一份文字\n"
    assert "没有改动" in outcome.told[-1]
    assert "source:\n" not in read(small, INDEX)


def test_a_text_that_could_not_be_published_is_not_kept_and_said_why(small: Site) -> None:
    outcome = bring(small, told(small, f"{TEXT}\n<<<<<<< HEAD\n"))
    assert not (small.folder / PLACE).exists()
    assert outcome.told[-1].startswith("没有存文字稿：第8行")


def test_a_table_leaves_no_text(small: Site) -> None:
    picture = "序号 | 工作任务 | 责任单位\n1 | 公开预算。 | 市财政局\n"
    outcome = bring(small, pictures.xlsx(small.folder / "table.xlsx", picture))
    assert outcome.told == ()
    assert not (small.folder / PLACE).exists()


def test_a_trial_writes_no_text(small: Site) -> None:
    outcome = bring(small, told(small), dry_run=True)
    assert PLACE in outcome.files
    assert not (small.folder / PLACE).exists()


def test_a_paragraph_of_word_with_line_breaks_is_one_line_of_the_text(small: Site) -> None:
    path = small.folder / "要点.docx"
    blocks = TEXT.splitlines()
    blocks[1] = "关于印发示例市2027年政务公开工作要点\n的通知"
    bring(small, pictures.word(path, *blocks))
    assert read(small, PLACE) == TEXT


def test_a_label_with_blanks_within_it_is_left_out_too(small: Site) -> None:
    outcome = bring(small, told(small, f"{TEXT}联 系 人：周某某　电 话：000\n"))
    assert read(small, PLACE).splitlines()[6] == "（此处个人信息从略）"
    assert "周某某" not in "".join(outcome.files.values())
