"""The public page of the last check, and the data from which anyone gets the same score."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from sitegen.errors import RULES
from sitegen.indicators import INDICATORS
from tests.conftest import Site
from tests.gate.made import LANDLINE

ACTIVE = """\
---
title: 示例市2026年政务公开工作要点
short: 示例2026
government: 示例市
year: 2026
tracking: active
---

现印发给你们。
"""
OLD = """\
---
title: 一月财政收支情况
date: 2025-02-10
tasks: ["1"]
departments: [市财政局]
url: https://example.org/a
---

已公开。
"""


def computed(data: dict[str, Any]) -> tuple[int, list[str]]:
    """The score and vetoes as a third party works them out from what is published."""
    score, vetoes = 100, []
    for one in data["indicators"]:
        found = [item for item in one["findings"] if item["code"] in one["codes"]]
        score -= min(one["cap"], len(found) * one["points_each"])
        if one["veto_at"] and len(found) >= one["veto_at"]:
            vetoes.append(one["id"])
    return max(0, score), vetoes


def test_a_third_party_computes_the_same_score(small: Site) -> None:
    small.write("content/plans/shili-2026/index.md", ACTIVE)
    small.write("content/plans/shili-2026/records/01.md", OLD)
    small.write("content/pages/about.md", f"---\ntitle: 甲\n---\n\n联系电话{LANDLINE}，布署。\n")
    small.build()
    data = json.loads(small.read("data/indicators.json"))
    assert computed(data) == (data["score"], data["vetoes"])
    assert data["score"] == 100 - 10 - 2 - 5 - 1
    assert data["vetoes"] == ["home"]
    for one in data["indicators"]:
        assert one["count"] == len(one["findings"])


def test_findings_lead_to_files_and_pages(small: Site) -> None:
    small.write("content/pages/about.md", "---\ntitle: 甲\n---\n\n统一布署。\n")
    small.build()
    data = json.loads(small.read("data/indicators.json"))
    (found,) = next(one for one in data["indicators"] if one["id"] == "wording")["findings"]
    assert (found["path"], found["line"], found["url"]) == ("content/pages/about.md", 5, "about/")
    page = small.read("indicators/index.html")
    assert '<a href="../about/">content/pages/about.md</a>第 5 行：不写“布署”' in page


def test_the_page_names_every_indicator_with_its_rules(small: Site) -> None:
    small.build()
    page = small.read("indicators/index.html")
    for one in INDICATORS:
        assert f'<h2 id="{one.id}">{one.title}</h2>' in page
        for code in one.codes:
            assert f"<strong>{code} {RULES[code].title}</strong>" in page


def test_numbers_lead_to_what_they_count(small: Site) -> None:
    small.build()
    for path in ("index.html", "indicators/index.html"):
        links = {
            " ".join(link.text().split()): link.attributes["href"] or ""
            for link in LexborHTMLParser(small.read(path)).css("main a")
        }
        way = "" if path == "index.html" else "../"
        tasks = next(one for said, one in links.items() if said in {"2 项任务", "任务 2 项"})
        assert unquote(tasks).endswith("search/?kind=任务")
        plans = next(one for said, one in links.items() if said in {"1 份计划", "计划 1 份"})
        assert plans == f"{way}plans/"


def test_rules_are_published_with_the_data(small: Site) -> None:
    small.build()
    data = json.loads(small.read("data/indicators.json"))
    assert [rule["code"] for rule in data["rules"]] == list(RULES)
    assert data["score"] == 100
    assert data["checked"]["tasks"] == 2


def test_every_indicator_counts_codes_that_exist_and_none_is_counted_twice() -> None:
    counted = [code for one in INDICATORS for code in one.codes]
    assert len(counted) == len(set(counted))
    assert set(counted) <= set(RULES)
