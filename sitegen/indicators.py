"""How well is the site kept? Indicators that anyone can compute again from what they list.

Which indicator veto a site, and at how many findings, is 国办秘函〔2019〕19号 (单项否决); how many points
a finding costs is said in that document for some and is ours for the others, as `basis` tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from sitegen.errors import RULES, Problem
from sitegen.load import Site
from sitegen.model import Waiver
from sitegen.privacy import masked
from sitegen.routes import Routes

FULL = 100
FORMULA = (
    "得分 = 100 − 各项扣分之和，不足 0 分按 0 分；每项扣分 = 问题数 × 每个扣分，不超过该项的上限。"
    "问题数达到否决数的指标列为单项否决。登记了豁免的问题不计入问题数，另行列出。"
)

_OURS = "分值为本站自定"
_VETO = "国办秘函〔2019〕19号，单项否决"


class Indicator(Struct, frozen=True):
    """One indicator: the check codes that it counts, when it vetoes (0: never), what a finding costs."""

    id: str
    title: str
    basis: str
    codes: tuple[str, ...]
    veto: int
    points: int
    cap: int


INDICATORS: tuple[Indicator, ...] = (
    Indicator("wording-severe", "严重表述错误", f"{_VETO}：出现严重表述错误", ("W01",), 1, 10, 20),
    Indicator("home", "首页更新", f"{_VETO}：监测2周，首页无信息更新", ("T01",), 1, 10, 10),
    Indicator(
        "policy-columns",
        "政策文件类栏目更新",
        f"{_VETO}：6个月内未更新的栏目累计超过（含）5个；每个扣5分",
        ("T02",),
        5,
        5,
        10,
    ),
    Indicator(
        "other-columns",
        "其他栏目更新",
        f"{_VETO}：应更新但长期未更新的栏目超过（含）10个；{_OURS}",
        ("T03",),
        10,
        2,
        10,
    ),
    Indicator(
        "empty-columns", "空白栏目", f"{_VETO}：空白栏目超过（含）5个；{_OURS}", ("T04",), 5, 5, 15
    ),
    Indicator(
        "privacy",
        "个人信息",
        f"《中华人民共和国政府信息公开条例》第十五条；{_OURS}",
        ("Y01", "Y02", "Y03", "Y04", "Y05", "Y06", "Y07", "Y08", "Y10"),
        0,
        5,
        20,
    ),
    Indicator("interpretation", "政策解读", f"文件与解读相互关联；{_OURS}", ("B02",), 0, 2, 10),
    Indicator("validity", "文件有效性", f"废止、失效标注；{_OURS}", ("B03",), 0, 2, 10),
    Indicator("dates", "发布日期", f"发布日期真实；{_OURS}", ("B04", "B05"), 0, 2, 10),
    Indicator(
        "links", "链接可用", f"链接能够访问；{_OURS}", ("P01", "L01", "L02", "L04"), 0, 1, 10
    ),
    Indicator("wording", "用词规范", f"错别字；{_OURS}", ("W02",), 0, 1, 10),
    Indicator(
        "attachments", "附件可用", f"附件真实、可查；{_OURS}", ("Y09", "A01", "A02", "A03"), 0, 1, 5
    ),
    Indicator("tags", "网站标签与页脚", f"国办发〔2017〕47号；{_OURS}", ("G01", "G02"), 0, 1, 10),
    Indicator("review", "三审", f"本站要求三审时；{_OURS}", ("V01", "V02", "V03"), 0, 2, 10),
)


class Finding(Struct, frozen=True):
    """One problem that counts, or is waived: its code, file, words, and the page that it is on, if any."""

    code: str
    path: str
    line: int
    message: str
    url: str
    reason: str = ""
    until: str = ""


class Result(Struct, frozen=True):
    """One indicator on this day."""

    indicator: Indicator
    findings: tuple[Finding, ...]

    @property
    def deducted(self) -> int:
        """The points that it costs."""
        return min(self.indicator.cap, len(self.findings) * self.indicator.points)

    @property
    def vetoed(self) -> bool:
        """Whether it alone fails the site."""
        return 0 < self.indicator.veto <= len(self.findings)


class Scorecard(Struct, frozen=True):
    """All indicators on one day, what was waived, and what was looked at."""

    as_of: date
    results: tuple[Result, ...]
    waived: tuple[Finding, ...]
    checked: tuple[tuple[str, int], ...]

    @property
    def score(self) -> int:
        """The points that are left of a hundred."""
        return max(0, FULL - sum(result.deducted for result in self.results))


def scorecard(
    site: Site,
    routes: Routes,
    problems: Sequence[Problem],
    waived: Iterable[tuple[Problem, Waiver]],
    as_of: date,
) -> Scorecard:
    """The indicators of a site from the problems that its check found; nothing is told of drafts."""
    secret = {masked(path) for path in site.left_out}
    public = [problem for problem in problems if problem.location.path not in secret]
    results = (
        Result(one, tuple(_finding(routes, p) for p in public if p.code in one.codes))
        for one in INDICATORS
    )
    let = (
        _finding(routes, p, waiver.reason, waiver.until.isoformat())
        for p, waiver in waived
        if p.location.path not in secret
    )
    return Scorecard(as_of, tuple(results), tuple(let), _checked(site))


def _checked(site: Site) -> tuple[tuple[str, int], ...]:
    counts = {
        "plans": len(site.plans),
        "tasks": len(site.tasks),
        "records": len(site.evidence),
        "documents": len(site.policies),
        "pages": len(site.pages),
        "attachments": len(site.attachments),
        "files": len(site.paths),
    }
    return tuple(counts.items())


def _finding(routes: Routes, problem: Problem, reason: str = "", until: str = "") -> Finding:
    where = problem.location
    url = routes.files.get(where.path, "")
    return Finding(problem.code, where.path, where.line, problem.message, url, reason, until)


def as_json(card: Scorecard) -> dict[str, Any]:
    """The scorecard with everything that is needed to compute it again."""
    return {
        "as_of": card.as_of.isoformat(),
        "formula": FORMULA,
        "full": FULL,
        "score": card.score,
        "vetoes": [result.indicator.id for result in card.results if result.vetoed],
        "checked": dict(card.checked),
        "indicators": [_result(result) for result in card.results],
        "waived": [_said(finding, waived=True) for finding in card.waived],
        "rules": [
            {"code": code, "title": rule.title, "rule": rule.text, "severity": rule.severity}
            for code, rule in RULES.items()
        ],
    }


def _result(result: Result) -> dict[str, Any]:
    one = result.indicator
    return {
        "id": one.id,
        "title": one.title,
        "basis": one.basis,
        "codes": list(one.codes),
        "veto_at": one.veto or None,
        "points_each": one.points,
        "cap": one.cap,
        "count": len(result.findings),
        "deducted": result.deducted,
        "vetoed": result.vetoed,
        "findings": [_said(finding) for finding in result.findings],
    }


def _said(finding: Finding, *, waived: bool = False) -> dict[str, Any]:
    said: dict[str, Any] = {
        "code": finding.code,
        "path": finding.path,
        "line": finding.line or None,
        "message": finding.message,
        "url": finding.url or None,
    }
    return said | ({"reason": finding.reason, "until": finding.until} if waived else {})
