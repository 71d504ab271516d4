"""What is told of an import names the cell or line that it speaks of, not where the task begins."""

from __future__ import annotations

from tests.conftest import Site
from tests.exchange import pictures
from tests.exchange.helping import bring, remarks


def test_units_and_limits_are_told_at_their_own_cells(small: Site) -> None:
    table = pictures.xlsx(small.folder / "table.xlsx", """
        序号 | 任务内容 | 牵头单位 | 配合单位 | 完成时限
        1 | 公开预算。 | 市水务局 | 市财政局、市河长办 | 2月30日前
        2 | 公开决算。 | 市财政局（不含二级单位） | 市水务局 | 全年
    """)  # fmt: skip
    outcome = bring(small, table)
    assert [(one.name, one.where) for one in outcome.draft.unknown] == [
        ("市水务局", ("Sheet1!C2", "Sheet1!D3")),
        ("市河长办", ("Sheet1!D2",)),
    ]
    assert [place for place, _ in remarks(outcome, "完成时限")] == ["Sheet1!E2"]
    assert [place for place, _ in remarks(outcome, "责任单位")] == ["Sheet1!C3"]


def test_what_holds_for_several_rows_is_told_once_where_it_is_printed(small: Site) -> None:
    table = pictures.xlsx(small.folder / "table.xlsx", """
        序号 | 任务内容 | 责任单位 | 完成时限
        1 | 公开预算。 | 市水务局 | 2月30日前
        2 | 公开决算。 | ^ | ^
        3 | 公开水质。 | 同上 | 同上
    """)  # fmt: skip
    outcome = bring(small, table)
    assert [one.where for one in outcome.draft.unknown] == [("Sheet1!C2",)]
    assert [place for place, _ in remarks(outcome, "完成时限")] == ["Sheet1!D2"]


def test_units_and_limits_in_further_cells_of_a_task_are_told_there(small: Site) -> None:
    table = pictures.xlsx(small.folder / "table.xlsx", """
        序号 | 任务内容 | 责任单位 | 完成时限
        1 | 公开预算。 | 市财政局 | 6月底前
        ^ | ^ | 市水务局 | 2月30日前
    """)  # fmt: skip
    outcome = bring(small, table)
    assert [one.where for one in outcome.draft.unknown] == [("Sheet1!C3",)]
    assert remarks(outcome, "完成时限")[-1][0] == "Sheet1!D3"


def test_units_in_brackets_of_a_text_are_told_at_their_line(small: Site) -> None:
    text = small.folder / "text.txt"
    text.write_text(
        "示例市2027年政务公开工作要点\n"
        "1.公开预算决算，说明增减变化的原因，方便公众\n"
        "对照阅读。（牵头单位：市财政局；配合单位：\n"
        "市水务局；时限：2月30日前）\n"
        "2.公开水质监测结果。（责任单位：市环保局）\n",
        encoding="utf-8",
    )
    outcome = bring(small, text)
    assert outcome.draft.tasks[0].raw == "牵头单位：市财政局；配合单位：市水务局"
    assert [(one.name, one.where) for one in outcome.draft.unknown] == [("市水务局", ("第4行",))]
    assert [place for place, _ in remarks(outcome, "完成时限")] == ["第4行"]
