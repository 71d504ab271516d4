"""What should an editor look at after an import? A sheet in Chinese, with the address of each cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from sitegen.exchange.columns import TableLayout, key
from sitegen.exchange.drafting import PlanDraft
from sitegen.exchange.finding import Region
from sitegen.exchange.headings import MEANING
from sitegen.exchange.merging import TaskChange
from sitegen.exchange.parts import PARTS
from sitegen.text import listed

_FIELDS = {
    "number": "序号",
    "section": "类别",
    "text": "任务原文",
    "responsibility.raw": "责任单位",
    "responsibility.more": "其他责任栏目",
    "deadline.raw": "完成时限",
}
_CHANGES = (
    ("conflict", "与文件里的不同，没有改动", "以原表为准时，加 --overwrite 和字段名再运行一次"),
    ("kept", "编辑改过，照旧保留", "原表没有变，不用处理"),
    ("moved", "序号改了，按原文对上的任务", "文件名和网址不变，凭证里的序号已一并改好"),
    (
        "placed",
        "没有序号、原文也改了，按先后次序对上的任务",
        "看是不是同一项；不是的，撤回这次导入，加 --match text 再导入一次",
    ),
    (
        "shifted",
        "没有序号、在新表里挪了位置的任务",
        "网页仍按原来的次序；要照新表排，加 --match text 再导入一次：序号和凭证里的序号改过来，文件名和网址不变",
    ),
    ("changed", "按原表更新", "核对更新后的内容"),
    ("new", "新写的任务", ""),
    ("gone", "上次有、这次没有的任务", "文件没有删除；确已取消的，请手工删去"),
)


def sheet(
    source: str,
    tables: Sequence[tuple[Region, TableLayout]],
    draft: PlanDraft,
    changes: Sequence[TaskChange],
    odd: Sequence[str],
) -> str:
    """The review sheet as Markdown."""
    parts = [
        f"# 导入核对单：{source}\n",
        (
            "本单由 sitegen import 写出，每次导入都会重写。逐项核对后，在任务文件里改正；"
            "栏目认错的，改 mapping.yaml 后再导入一次。\n"
        ),
        (
            f"- 表格 {len(tables)} 张，任务 {len(draft.tasks)} 项\n"
            f"- 不确定之处 {len(draft.remarks)} 处，未建档的单位 {len(draft.unknown)} 个\n"
        ),
        *(f"- {one}\n" for one in odd),
        *_columns(tables),
        *_unknown(draft),
        *_changes(changes),
        *_inferred(draft),
        *_remarks(draft),
        *_proposed(draft),
    ]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [_row(head), _row(["---"] * len(head)), *(_row(row) for row in rows)]
    return "".join(f"{line}\n" for line in lines)


def _row(cells: Sequence[str]) -> str:
    flat = (cell.replace("\n", " ").replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(flat)} |"


def _columns(tables: Sequence[tuple[Region, TableLayout]]) -> Iterable[str]:
    if not tables:
        return
    yield "## 各栏读作什么\n"
    yield _table(
        ("表头位置", "栏目", "读作"),
        (
            (heading.address, key(heading), MEANING.get(heading.holds or "skip", ""))
            for _, layout in tables
            for heading in layout.headings
        ),
    )


def _unknown(draft: PlanDraft) -> Iterable[str]:
    if not draft.unknown:
        return
    yield "## 没有建档的单位\n"
    yield (
        "下列写法在部门档案里找不到，没有写进分工；责任单位原文不受影响。"
        "是已有部门的另一种写法，就加进它的 aliases；是新的单位，用 sitegen new department 建档，"
        "或加 --new-departments 一并建档；建档后再导入一次即可补上。"
        "带括号、“除……外”“原……”、几个单位连写、上级单位、与已有单位同音的写法不会一并建档，请先核对。\n"
    )
    yield _table(
        ("写法", "最接近的已有单位", "次数", "位置"),
        ((u.name, u.near, str(len(u.where)), listed(u.where, 6)) for u in draft.unknown),
    )


def _changes(changes: Sequence[TaskChange]) -> Iterable[str]:
    if all(change.what == "new" for change in changes):
        return
    yield "## 与现有文件相比\n"
    for what, title, advice in _CHANGES:
        rows = [(c.number, c.key, PARTS.get(c.part, "整项")) for c in changes if c.what == what]
        if rows:
            yield f"### {title}\n"
            if advice:
                yield f"{advice}。\n"
            yield _table(("序号", "文件", "字段"), rows)


def _inferred(draft: PlanDraft) -> Iterable[str]:
    marked = [task for task in draft.tasks if task.inferred]
    if not marked:
        return
    yield "## 推定的字段\n"
    yield "合并单元格的内容适用于它所跨的各行，除首行外都记作推定；已写进任务的 inferred。\n"
    yield _table(
        ("序号", "位置", "推定的字段"),
        (
            (task.number, task.address, "、".join(_FIELDS[name] for name in task.inferred))
            for task in marked
        ),
    )


def _remarks(draft: PlanDraft) -> Iterable[str]:
    if not draft.remarks:
        return
    yield "## 请核对\n"
    ordered = sorted(draft.remarks, key=lambda remark: remark.kind)
    for kind, remarks in groupby(ordered, key=lambda remark: remark.kind):
        yield f"### {kind}\n"
        yield _table(("位置", "情况"), ((remark.address, remark.text) for remark in remarks))


def _proposed(draft: PlanDraft) -> Iterable[str]:
    proposed = [(task.number, "、".join(task.domains)) for task in draft.tasks if task.domains]
    if proposed:
        yield "## 建议的领域\n"
        yield "按文字与领域的名称、别名、说明相合建议，请逐项核对。\n"
        yield _table(("序号", "建议"), proposed)
