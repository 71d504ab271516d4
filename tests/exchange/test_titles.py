"""What an imported plan is called: the title as printed, joined where a page parted it into lines."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.conftest import Site
from tests.exchange import pictures
from tests.exchange.helping import PLAN, bring, remarks

TABLE = "序号 | 工作任务 | 责任单位\n1 | 公开预算。 | 市财政局\n"
ITEM = "（一）公开本级预算，说明支出。（市财政局）"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["示例市2027年政务公开重点工作", "任务分解表"], "示例市2027年政务公开重点工作任务分解表"),
        (["示例市2027年", "政务公开", "工作要点"], "示例市2027年政务公开工作要点"),
        (["关于印发", "示例市2027年政务公开工作要点", "的通知"], "示例市2027年政务公开工作要点"),
        (["示例市2027年政务公开工作要点", "2027年任务分解表"], "2027年任务分解表"),
        (["示例市人民政府办公室", "政务公开任务分解表"], "政务公开任务分解表"),
        (["示政办发〔2027〕12号", "政务公开任务分解表"], "政务公开任务分解表"),
        (["现印发2027年工作要点，请贯彻落实。", "政务公开任务分解表"], "政务公开任务分解表"),
        (["附件", "任务分解表"], "任务分解表"),
        (["示例市2027年政务公开", "", "任务分解表"], "任务分解表"),
        (
            ["示例市人民政府办公室关于印发《2027年政务公开工作要点》的通知"],
            "2027年政务公开工作要点",
        ),
        (
            ["关于印发示例市2027年政务公开工作要点任务分工的通知"],
            "示例市2027年政务公开工作要点任务分工",
        ),
        (["关于做好2027年政务公开重点工作安排的通知"], "关于做好2027年政务公开重点工作安排的通知"),
    ],
)
def test_lines_of_a_title_are_joined_up_to_the_one_that_names_the_year(
    small: Site, lines: Sequence[str], title: str
) -> None:
    for name, rest in (("a.docx", TABLE), ("b.docx", ITEM)):
        bring(small, pictures.word(small.folder / name, *lines, rest), plan=f"p-{name[0]}-2027")
        index = (small.folder / f"content/plans/p-{name[0]}-2027/index.md").read_text("utf-8")
        assert f"\ntitle: {title}\n" in index


def test_lines_that_were_joined_are_not_told_as_left_out(small: Site) -> None:
    blocks = ("示例市2027年政务公开重点工作", "任务分解表", TABLE)
    outcome = bring(small, pictures.word(small.folder / "a.docx", *blocks))
    assert remarks(outcome, "未导入") == []
    assert (
        "title: 示例市2027年政务公开重点工作任务分解表\n"
        in outcome.files[f"content/plans/{PLAN}/index.md"]
    )
