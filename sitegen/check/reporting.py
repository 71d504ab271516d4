"""A verdict for machines: JSON, GitHub's annotations, SARIF 2.1.0."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from sitegen.check.waivers import Verdict, Waived
from sitegen.errors import RULES, Location, Problem

Json = dict[str, Any]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def manual(code: str) -> str:
    """Where the manual explains a code, from the project's folder."""
    return f"docs/checks/{code[0].lower()}.md#{code.lower()}"


def as_json(verdict: Verdict, version: str) -> str:
    """The problems and waivers as one JSON object."""
    errors = sum(problem.severity == "error" for problem in verdict.problems)
    said = {
        "version": version,
        "errors": errors,
        "warnings": len(verdict.problems) - errors,
        "problems": [_problem(problem) for problem in verdict.problems],
        "waived": [_problem(one.problem) | _waiver(one) for one in verdict.waived],
        "drafts": [_problem(problem) for problem in verdict.drafts],
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


def _problem(problem: Problem) -> Json:
    where = problem.location
    return {
        "code": problem.code,
        "severity": problem.severity,
        "title": RULES[problem.code].title,
        "path": where.path,
        "line": where.line,
        "column": where.column,
        "width": where.width,
        "message": problem.message,
        "hint": problem.hint,
        "rule": problem.rule,
        "manual": manual(problem.code),
    }


def _waiver(one: Waived) -> Json:
    return {"reason": one.waiver.reason, "until": one.waiver.until.isoformat()}


def as_github(verdict: Verdict, _: str) -> str:
    """Workflow commands that GitHub shows beside the lines of a change."""
    drafts = (_annotation(problem, "notice") for problem in verdict.drafts)
    return "\n".join([*map(_annotation, verdict.problems), *drafts])


def _annotation(problem: Problem, level: str = "") -> str:
    where = problem.location
    said = {"file": where.path, "title": f"{problem.code} {RULES[problem.code].title}"}
    if where.line:
        column = max(1, where.column)
        said |= {"line": str(where.line), "col": str(column)}
        said |= {"endColumn": str(column + where.width)}
    properties = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in said.items())
    text = "\n".join(filter(None, (problem.message, f"规则：{problem.rule}", _hint(problem))))
    return f"::{level or problem.severity} {properties}::{_escaped(text)}"


def _hint(problem: Problem) -> str:
    return f"建议：{problem.hint}" if problem.hint else ""


def _escaped(text: str, more: str = "") -> str:
    """A text as GitHub's workflow commands carry it."""
    return re.sub(f"[%\r\n{more}]", lambda sign: f"%{ord(sign[0]):02X}", text)


def as_sarif(verdict: Verdict, version: str) -> str:
    """A SARIF log (OASIS, 2.1.0) with one run; waived problems are suppressed, with their reasons."""
    results = [_result(problem) for problem in verdict.problems]
    results += [_result(one.problem) | _suppressed(one) for one in verdict.waived]
    results += [_result(problem) | {"level": "note"} for problem in verdict.drafts]
    driver = {
        "name": "sitegen",
        "version": version,
        "language": "zh-CN",
        "rules": [_rule(code) for code in RULES],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1)


def _rule(code: str) -> Json:
    rule = RULES[code]
    return {
        "id": code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.text},
        "help": {"text": f"{rule.text}（{manual(code)}）"},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(problem: Problem) -> Json:
    text = "；".join(filter(None, (problem.message, _hint(problem))))
    return {
        "ruleId": problem.code,
        "ruleIndex": list(RULES).index(problem.code),
        "level": problem.severity,
        "message": {"text": text},
        "locations": [{"physicalLocation": _place(problem.location)}],
    }


def _place(where: Location) -> Json:
    place: Json = {"artifactLocation": {"uri": quote(where.path)}}
    if where.line:
        column = max(1, where.column)
        place["region"] = {"startLine": where.line, "startColumn": column}
        place["region"]["endColumn"] = column + where.width
    return place


def _suppressed(one: Waived) -> Json:
    words = f"{one.waiver.reason}（有效期至 {one.waiver.until}）"
    return {"suppressions": [{"kind": "external", "justification": words}]}


FORMATS: Mapping[str, Callable[[Verdict, str], str]] = MappingProxyType(
    {"json": as_json, "github": as_github, "sarif": as_sarif}
)
