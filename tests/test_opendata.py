"""The published contract holds on the built portal: data files, list of files, sitemap, links."""

from __future__ import annotations

import copy
import csv
import hashlib
import html
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any
from urllib.parse import unquote, urljoin

import openpyxl
import pytest
import xlsxwriter
from selectolax.lexbor import LexborHTMLParser, LexborNode

from sitegen.load import Site as Content
from sitegen.load import load_site
from sitegen.text import squeeze
from sitegen.workbook import to_xlsx
from tests.conftest import AS_OF, SMALL, Site, unpack

Row = dict[str, Any]
RECORDS = ("tasks", "plans", "departments", "domains", "governments", "requirements", "documents")
WHOLE = (*RECORDS, "records", "occurrences")
ROLES = ("lead", "joint", "support", "implement", "unspecified")
ROOTS = ("https://zwgk.test/", "https://www.test/gov/zwgk/")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LINKS = ("href", "src", "action", "formaction", "poster", "data", "cite")
SHORTEST_PAGE = 40  # characters


@pytest.fixture(scope="module")
def files(portal: Site) -> dict[str, bytes]:
    """Every published file."""
    return portal.files()


@pytest.fixture(scope="module")
def content(portal: Site) -> Content:
    """What was published, as the content says it."""
    site, problems = load_site(portal.folder / "content")
    assert site is not None, problems
    return site


@pytest.fixture(scope="module")
def pages(files: Mapping[str, bytes]) -> dict[str, LexborHTMLParser]:
    """Every HTML page, parsed."""
    return {
        path: LexborHTMLParser(data.decode())
        for path, data in files.items()
        if path.endswith(".html")
    }


@pytest.fixture(scope="module")
def ids(pages: Mapping[str, LexborHTMLParser]) -> dict[str, list[str]]:
    """The ids on every page."""
    return {
        path: [node.attributes["id"] or "" for node in page.css("[id]")]
        for path, page in pages.items()
    }


@pytest.fixture(scope="module")
def data(files: Mapping[str, bytes]) -> dict[str, list[Row]]:
    """The rows of every dataset, whole ones and parts, by name."""
    return {
        path.removeprefix("data/").removesuffix(".json"): json.loads(content)
        for path, content in files.items()
        if path.startswith("data/") and path.endswith(".json")
        if path not in {"data/schema.json", "data/manifest.json", "data/indicators.json"}
    }


@pytest.fixture(scope="module")
def schema(files: Mapping[str, bytes]) -> Row:
    """The published JSON Schema of each dataset, by name."""
    definitions: Row = json.loads(files["data/schema.json"])["$defs"]
    return definitions


_OF_LISTS = {"calendar": "occurrences", "documents": "documents"}


def kind_of(name: str) -> str:
    """Which contract a dataset follows: its own, or, for a part, that of tasks."""
    if name in WHOLE:
        return name
    return _OF_LISTS.get(name.partition("/")[0], "tasks")


def said(messages: Iterator[str]) -> str:
    """Messages, one a line, for a failing test."""
    return "\n".join(messages)


# the part of JSON Schema that the published schema may use

_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
_KNOWN = {"type", "enum", "items", "properties", "required", "additionalProperties"}
_KNOWN |= {"pattern", "oneOf"}
_SAID = {"title", "description", "format"}


def invalid(value: Any, rule: Row, where: str) -> Iterator[str]:
    """Where a value departs from a JSON Schema; keywords that are not known here are a fault."""
    unknown = set(rule) - _KNOWN - _SAID
    if unknown:
        yield f"{where}: the schema uses {sorted(unknown)}"
    if "enum" in rule and value not in rule["enum"]:
        yield f"{where}: {value!r} is none of {rule['enum']}"
    if "type" in rule and not _is(value, rule["type"]):
        yield f"{where}: {value!r} is no {rule['type']}"
    elif "pattern" in rule and isinstance(value, str) and not re.search(rule["pattern"], value):
        yield f"{where}: {value!r} does not match {rule['pattern']}"
    elif "oneOf" in rule and sum(not any(invalid(value, one, where)) for one in rule["oneOf"]) != 1:
        yield f"{where}: {value!r} is none or several of what it may be"
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from invalid(item, rule.get("items", {}), f"{where}[{place}]")
    elif isinstance(value, dict) and "oneOf" not in rule:
        yield from _invalid_object(value, rule, where)


def _is(value: Any, types: str | list[str]) -> bool:
    allowed = [types] if isinstance(types, str) else types
    names = [name for name in allowed if isinstance(value, _TYPES[name])]
    return bool(names) and not (isinstance(value, bool) and "boolean" not in names)


def _invalid_object(value: Row, rule: Row, where: str) -> Iterator[str]:
    properties = rule.get("properties", {})
    for name in rule.get("required", []):
        if name not in value:
            yield f"{where}: {name} is missing"
    for name, item in value.items():
        other = rule.get("additionalProperties")
        if name not in properties and not isinstance(other, dict):
            yield f"{where}: {name} is not in the schema"
        yield from invalid(item, properties.get(name, other or {}), f"{where}.{name}")


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        (1, {"type": "string"}),
        (True, {"type": "integer"}),
        (None, {"type": ["string", "integer"]}),
        ("x", {"enum": ["y", None]}),
        ([1, "2"], {"type": "array", "items": {"type": "integer"}}),
        ({}, {"type": "object", "required": ["a"]}),
        ({"b": 1}, {"type": "object", "properties": {}}),
        ({"b": "1"}, {"type": "object", "additionalProperties": {"type": "integer"}}),
        ("x", {"pattern": "y"}),
        ("x", {"minLength": 2}),
        ("x", {"oneOf": [{"enum": ["y"]}, {"type": "integer"}]}),
    ],
)
def test_the_validator_finds_what_departs_from_a_schema(value: Any, rule: Row) -> None:
    assert list(invalid(value, rule, "value"))


def test_the_schema_as_a_whole_is_that_of_a_file(files: Mapping[str, bytes], schema: Row) -> None:
    root: Row = json.loads(files["data/schema.json"])
    kinds = [{"type": "array", "items": {"$ref": f"#/$defs/{name}"}} for name in schema]
    assert root["anyOf"] == kinds
    assert set(root) == {"$schema", "title", "anyOf", "$defs"}


def _first(rows: list[Row], key: str) -> Row:
    return next(row for row in rows if row[key])


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("tasks", lambda row: row.update(year="二〇一七")),
        ("tasks", lambda row: row.update(colour="red")),
        ("tasks", lambda row: row.pop("id")),
        ("tasks", lambda row: row["occurrences"][0].update(due="tomorrow")),
        ("tasks", lambda row: row["responsibility"].update(leader=[])),
        ("tasks", lambda row: row["deadline"]["rules"][0].update(kind="soon")),
        ("tasks", lambda row: row["deadline"]["rules"][0].update(month="July")),
        ("tasks", lambda row: row["deadline"]["rules"][0].update(colour="red")),
        ("occurrences", lambda row: row.update(due="2017/12/31")),
        ("plans", lambda row: row.update(issued="2017年")),
    ],
)
def test_a_row_that_departs_from_the_contract_does_not_pass(
    data: Mapping[str, list[Row]], schema: Row, name: str, damage: Callable[[Row], object]
) -> None:
    key = {"tasks": "occurrences", "occurrences": "due", "plans": "issued"}[name]
    row = copy.deepcopy(_first(data[name], key))
    assert not list(invalid(row, schema[name], name))
    damage(row)
    assert list(invalid(row, schema[name], name))


def test_every_row_of_every_dataset_follows_the_published_schema(
    data: Mapping[str, list[Row]], schema: Row
) -> None:
    assert set(schema) == set(WHOLE) <= set(data)
    assert not said(
        message
        for name, rows in data.items()
        for place, row in enumerate(rows)
        for message in invalid(row, schema[kind_of(name)], f"data/{name}.json[{place}]")
    )


# docs: never rename, never take away
PROMISED = {
    "tasks": "id url plan government year number section title title_generated text responsibility "
    "deadline domains openness notes inferred source",
    "departments": "id name aliases kind government members successor url counts",
    "plans": "id url title",
    "domains": "id url name",
    "governments": "id url name",
    "requirements": "id url title origin domains tasks note",
    "documents": "id url title kind issuer doc_number published validity repealed_by interprets",
    "records": "id url plan kind title date tasks periods departments",
    "occurrences": "id task plan kind raw period due trace state records parts",
}
PROMISED_WITHIN = {
    "responsibility": "raw mode open_ended lead joint support implement unspecified collective",
    "deadline": "raw rules",
    "source": "file row page line",
}


def test_every_promised_field_is_there(schema: Row) -> None:
    for name, fields in PROMISED.items():
        assert set(fields.split()) <= set(schema[name]["required"]), name
    for name, fields in PROMISED_WITHIN.items():
        assert set(fields.split()) <= set(schema["tasks"]["properties"][name]["required"]), name


def test_fields_stand_in_the_order_of_schema_and_dictionary(
    data: Mapping[str, list[Row]], schema: Row, pages: Mapping[str, LexborHTMLParser]
) -> None:
    dictionary = pages["data/index.html"]
    for name in WHOLE:
        heading = dictionary.css_first(f"#data-{name}")
        assert heading is not None, name
        assert heading.parent is not None, name
        documented = [cell.text() for cell in heading.parent.css("tbody th code")]
        assert documented == list(schema[name]["properties"]), name
        assert documented == schema[name]["required"], name
    for name, rows in data.items():
        for row in rows:
            assert list(row) == schema[kind_of(name)]["required"], f"{name}: {row['id']}"


def test_nested_fields_stand_in_the_order_of_the_schema(
    data: Mapping[str, list[Row]], schema: Row
) -> None:
    for name, rows in data.items():
        fields = schema[kind_of(name)]["properties"]
        nested = {field: rule["required"] for field, rule in fields.items() if "required" in rule}
        for row in rows:
            for field, order in nested.items():
                assert list(row[field]) == order, f"{name}: {row['id']}.{field}"


def test_every_field_says_what_it_means(schema: Row) -> None:
    for name, rule in schema.items():
        for field, described in rule["properties"].items():
            assert described["description"], f"{name}.{field}"


LIMITS = {
    "每旬第一个工作日，遇节假日顺延": "四",
    "每日，遇节假日顺延": "五",
    "每周一前，遇节假日顺延": "六",
    "每年，每半年": "七",
    "3月15日前，长期坚持": "八",
    "收到申请后20个工作日内": "九",
    "每五日": "十",
    "2026年1月1日至2026年3月5日": "十一",
    "“十五五”期间": "十二",
}

FORMS = 8


def _shape(name: str) -> str:
    """A form of ids and periods: digits are alike, and names of times, and parts of a month."""
    return re.sub(r"\d", "9", re.sub("十.五", "十五", re.sub("[上中下]旬", "旬", name)))


def test_the_dictionary_shows_every_form_that_ids_and_periods_of_occurrences_have(
    small: Site,
) -> None:
    task = (small.folder / "content/plans/shili-2026/tasks/001.md").read_text("utf-8")
    for place, (raw, number) in enumerate(LIMITS.items(), 10):
        text = task.replace("每月20日前", raw).replace('"1"', number).replace("title: ", "# ")
        text = text.replace("  declined: [按月公开]\n", "")
        small.write(f"content/plans/shili-2026/tasks/0{place}.md", text)
    small.build()
    fields = json.loads(small.read("data/schema.json"))["$defs"]["occurrences"]["properties"]
    rows: list[Row] = json.loads(small.read("data/occurrences.json"))
    periods = {_shape(row["period"]) for row in rows if row["period"]}
    assert (
        periods
        == set(map(_shape, re.split("[：、；]|（.*?）", fields["period"]["description"]))) & periods
    )
    assert len(periods) >= FORMS
    forms = {_shape(row["id"].split("/", 2)[2]) for row in rows}
    named = {_shape(one) for one in re.findall("如 ([0-9QW-]+)", fields["id"]["description"])}
    assert {"9", "9-9999-99-99", "9-9999-99-99-9999-W99"} <= named
    assert {"9", "9-9999-99-99"} <= forms
    assert any(re.fullmatch("9-9999-99-99-.+", form) for form in forms)
    for row in rows:
        assert re.search(fields["id"]["pattern"], row["id"]), row["id"]
        assert re.search(fields["period"]["pattern"], row["period"] or "2026"), row["period"]


def test_the_page_of_downloads_says_what_each_file_holds(small: Site) -> None:
    small.build()
    page = LexborHTMLParser(small.read("data/index.html"))
    labels = [one.text() for one in page.css("section > .downloads > span:first-child")]
    assert labels[0] == "下载任务数据："
    assert not any("本页" in label for label in labels)


def test_the_page_of_downloads_says_what_a_cell_of_excel_takes(
    pages: Mapping[str, LexborHTMLParser],
) -> None:
    main = pages["data/index.html"].css_first("main")
    assert main is not None
    assert "一格最多 32,767 字" in main.text()
    assert "超过 1,048,576 行" in main.text()


def test_ids_are_unique_in_every_dataset(data: Mapping[str, list[Row]]) -> None:
    for name, rows in data.items():
        often = [row for row, count in Counter(row["id"] for row in rows).items() if count > 1]
        assert not often, f"{name}: {often}"


def test_every_address_in_the_data_answers(
    data: Mapping[str, list[Row]], files: Mapping[str, bytes], ids: Mapping[str, list[str]]
) -> None:
    for name in RECORDS:
        for row in data[name]:
            assert f"{row['url'][1:]}index.html" in files, f"{name}: {row['id']} {row['url']}"
    for row in data["tasks"]:
        assert row["source"]["file"][1:] in files, f"{row['id']}: {row['source']['file']}"
        path, _, anchor = row["source_url"][1:].partition("#")
        assert anchor in ids[f"{path}index.html"], f"{row['id']}: {row['source_url']}"
    for row in data["plans"]:
        assert row["source"][1:] in files, f"{row['id']}: {row['source']}"


def test_every_reference_in_the_data_names_a_row(data: Mapping[str, list[Row]]) -> None:
    known = {name: {row["id"] for row in data[name]} for name in WHOLE}
    for task in data["tasks"]:
        named = [unit for role in ROLES for unit in task["responsibility"][role]]
        assert task["plan"] in known["plans"], task["id"]
        assert task["government"] in known["governments"], task["id"]
        assert set(task["domains"]) <= known["domains"], task["id"]
        assert set(named) <= known["departments"], task["id"]
        assert named, task["id"]
        assert all(unit.startswith(f"{task['government']}/") for unit in named), task["id"]
    for unit in data["departments"]:
        assert unit["government"] in known["governments"], unit["id"]
        assert set(unit["members"]) <= known["departments"], unit["id"]
    for row in data["plans"]:
        assert row["government"] in known["governments"], row["id"]
    for row in data["governments"]:
        assert row["parent"] is None or row["parent"] in known["governments"], row["id"]


def test_whole_classes_of_units_are_listed_as_collective(data: Mapping[str, list[Row]]) -> None:
    groups = {unit["id"] for unit in data["departments"] if unit["kind"] == "group"}
    for task in data["tasks"]:
        said_by = task["responsibility"]
        named = [unit for role in ROLES for unit in said_by[role]]
        assert said_by["collective"] == [unit for unit in named if unit in groups], task["id"]


def test_tasks_stand_in_the_order_of_plans_and_then_of_the_document(
    data: Mapping[str, list[Row]],
) -> None:
    plans = [plan["id"] for plan in data["plans"]]
    places = [(plans.index(t["plan"]), t["source"]["line"], t["id"]) for t in data["tasks"]]
    assert [place[:2] for place in places] == sorted(place[:2] for place in places)


def test_tasks_carry_the_wording_of_the_content(
    data: Mapping[str, list[Row]], content: Content
) -> None:
    assert [row["id"] for row in data["tasks"]] == [task.id for task in content.tasks]
    for row, task in zip(data["tasks"], content.tasks, strict=True):
        assert row["text"] == squeeze(task.body) == "".join(row["paragraphs"]), task.id
        assert row["title"] == task.title, task.id
        assert row["title_generated"] is False, task.id
        assert row["responsibility"]["raw"] == task.responsibility.raw, task.id
        limit = task.deadline.raw if task.deadline else ""
        assert row["deadline"]["raw"] == (limit or None), task.id


def test_paragraphs_are_those_of_the_page_however_blank_the_lines_between(small: Site) -> None:
    task = "content/plans/shili-2026/tasks/002.md"
    small.edit(
        task, "公布水质监测结果，每季度一次。", "公布水质。\n\u3000\n监测\n结果。\n\n\n每季度一次。"
    )
    small.build()
    (_, row) = json.loads(small.read("data/tasks.json"))
    assert row["paragraphs"] == ["公布水质。", "监测结果。", "每季度一次。"]


def test_counts_are_the_numbers_of_tasks(data: Mapping[str, list[Row]]) -> None:
    tasks = data["tasks"]
    for plan in data["plans"]:
        assert plan["tasks"] == sum(t["plan"] == plan["id"] for t in tasks), plan["id"]
    for domain in data["domains"]:
        assert domain["tasks"] == sum(domain["id"] in t["domains"] for t in tasks), domain["id"]
    for row in data["governments"]:
        assert row["tasks"] == sum(t["government"] == row["id"] for t in tasks), row["id"]
    assert sum(plan["tasks"] for plan in data["plans"]) == len(tasks)


def test_a_department_counts_its_roles_apart_and_its_shared_duties(
    data: Mapping[str, list[Row]],
) -> None:
    groups = {unit["id"]: unit["members"] for unit in data["departments"]}
    for unit in data["departments"]:
        roles = Counter(
            role
            for task in data["tasks"]
            for role in ROLES
            if unit["id"] in task["responsibility"][role]
        )
        shared = sum(
            unit["id"] in groups[group]
            for task in data["tasks"]
            for group in task["responsibility"]["collective"]
        )
        counts = {role: count for role, count in unit["counts"].items() if count or role == "total"}
        expected = {"total": roles.total(), **roles, **({"shared": shared} if shared else {})}
        assert counts == expected, unit["id"]


def test_files_of_a_plan_hold_exactly_its_tasks(
    data: Mapping[str, list[Row]], content: Content
) -> None:
    parts = {name for name in data if name.startswith("plans/")}
    assert parts == {f"plans/{plan.id}" for plan in content.plans}
    for plan in content.plans:
        assert data[f"plans/{plan.id}"] == [t for t in data["tasks"] if t["plan"] == plan.id]


def test_files_of_a_domain_hold_exactly_its_tasks(
    data: Mapping[str, list[Row]], content: Content
) -> None:
    parts = {name for name in data if name.startswith("domains/")}
    assert parts == {f"domains/{domain.id}" for domain in content.domains}
    for domain in content.domains:
        expected = [task for task in data["tasks"] if domain.id in task["domains"]]
        assert data[f"domains/{domain.id}"] == expected, domain.id
        assert expected, f"{domain.id} is empty"


def test_files_of_a_department_hold_exactly_the_tasks_that_name_it_or_its_class(
    data: Mapping[str, list[Row]], content: Content
) -> None:
    parts = {name for name in data if name.startswith("departments/")}
    assert parts == {f"departments/{unit.id}" for unit in content.departments}
    for unit in content.departments:
        names = {unit.id, *(group.id for group in content.departments if unit.id in group.members)}
        expected = [
            task.id
            for task in content.tasks
            if names & {named for _, named in task.responsibility.named()}
        ]
        found = [row["id"] for row in data[f"departments/{unit.id}"]]
        assert sorted(found) == sorted(expected), unit.id
        assert found, f"{unit.id} is empty"


def test_the_records_of_an_edition_are_those_that_its_tasks_refer_to(small: Site) -> None:
    front = 'tasks: ["1"]\ndepartments: [市财政局]\nurl: https://example.com/'
    for day in ("2026-03-18", "2026-04-18"):
        record = f"---\ntitle: 财政收支情况\ndate: {day}\n{front}\n---\n"
        small.write(f"content/plans/shili-2026/records/{day}.md", record)
    for today, count in ((date(2026, 3, 17), 0), (date(2026, 3, 18), 1), (AS_OF, 2)):
        small.build(today)
        records = json.loads(small.read("data/records.json"))
        tasks = json.loads(small.read("data/tasks.json"))
        assert [one["id"] for one in records] == [one for task in tasks for one in task["records"]]
        assert len(records) == count


def test_a_row_is_the_same_in_every_file(data: Mapping[str, list[Row]]) -> None:
    tasks = {row["id"]: row for row in data["tasks"]}
    for name, rows in data.items():
        for row in rows if kind_of(name) == "tasks" else ():
            assert row == tasks[row["id"]], f"{name}: {row['id']}"


def test_a_json_list_has_a_line_for_each_row(files: Mapping[str, bytes]) -> None:
    lines = files["data/tasks.json"].decode().splitlines()
    assert (lines[0], lines[-1]) == ("[", "]")
    rows = [json.loads(line.removesuffix(",")) for line in lines[1:-1]]
    assert rows == json.loads(files["data/tasks.json"])
    assert len(rows) > 10


# the same as tables


# of listed objects with many parts, a table shows these
BY_LINE = {"paragraphs", "notes", "reporting", "missing", "trace"}
BY_LINE |= {"responsibility.more", "deadline.rules"}
SHOWN = {"rules": ("kind", "raw"), "occurrences": ("period", "due", "state")}


def as_cells(row: Row, prefix: str = "") -> Iterator[tuple[str, str]]:
    """A row of JSON as the cells that a table must have."""
    for name, everything in row.items():
        value = everything
        if name in SHOWN:
            value = [{part: item[part] for part in SHOWN[name]} for item in everything]
        if isinstance(value, dict):
            yield from as_cells(value, f"{prefix}{name}.")
        elif prefix + name in BY_LINE:
            yield prefix + name, "\n".join(as_cell(item).replace("\n", " ") for item in value)
        else:
            yield prefix + name, as_cell(value)


def as_cell(value: Any) -> str:
    """A value of JSON as a cell."""
    if isinstance(value, list):
        return "；".join(map(as_cell, value))
    if isinstance(value, dict):
        return "：".join(filter(None, map(as_cell, value.values())))
    return {None: "", True: "是", False: "否"}[value] if _is_word(value) else str(value)


def _is_word(value: Any) -> bool:
    return value is None or isinstance(value, bool)


def table(text: str) -> list[list[str]]:
    """A CSV file as rows."""
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_no_value_of_a_list_in_a_table_is_cut_in_two(
    data: Mapping[str, list[Row]], files: Mapping[str, bytes]
) -> None:
    """Lists of wording are split again by line breaks, all others by “；”."""
    for name in WHOLE:
        head, *rows = table(files[f"data/{name}.csv"].decode("utf-8-sig"))
        lists = [f for f in head if data[name] and isinstance(data[name][0].get(f), list)]
        for field in set(lists) - set(SHOWN) - {"parts", "origin"}:
            mark = "\n" if field in BY_LINE else "；"
            for row, cells in zip(data[name], rows, strict=True):
                cell = cells[head.index(field)].removeprefix("'")
                assert len(row[field]) == (cell.count(mark) + 1 if cell else 0), row["id"]


def test_a_value_of_several_lines_is_one_line_of_a_table(small: Site) -> None:
    notes = "notes:\n  - |-\n    甲；\n    乙\n  - 丙\n"
    small.edit(
        "content/plans/shili-2026/tasks/001.md", "domains: [财政]", f"{notes}domains: [财政]"
    )
    small.build()
    head, row, _ = table(small.read("data/tasks.csv").removeprefix("\ufeff"))
    assert row[head.index("notes")] == "甲； 乙\n丙"


def test_the_dictionary_names_the_columns_with_one_value_a_line(
    pages: Mapping[str, LexborHTMLParser],
) -> None:
    said = " ".join(node.text() for node in pages["data/index.html"].css("tbody td"))
    named = re.findall(r"（表格的 ([\w.、]+) 栏一行一个值）", said)
    assert {one for names in named for one in names.split("、")} == BY_LINE


def test_every_csv_opens_in_excel_and_holds_the_rows_of_its_json(
    data: Mapping[str, list[Row]], files: Mapping[str, bytes]
) -> None:
    for name, rows in data.items():
        raw = files[f"data/{name}.csv"]
        assert raw.startswith(b"\xef\xbb\xbf"), name
        text = raw.decode("utf-8-sig")
        assert "\ufeff" not in text, name
        # within a cell a line ends as Excel has it
        assert text.count("\r\n") == text.count("\r") == len(rows) + 1, name
        header, *body = table(text)
        assert len(set(header)) == len(header), name
        assert all(len(cells) == len(header) for cells in body), name
        found = [dict(zip(header, cells, strict=True)) for cells in body]
        expected = [{**dict.fromkeys(header, ""), **dict(as_cells(row))} for row in rows]
        assert found == expected, name


def test_columns_of_tables_stand_in_the_order_of_the_dictionary(
    data: Mapping[str, list[Row]], files: Mapping[str, bytes], schema: Row
) -> None:
    for name in data:
        header = table(files[f"data/{name}.csv"].decode("utf-8-sig"))[0]
        fields = list(dict.fromkeys(column.partition(".")[0] for column in header))
        assert fields == schema[kind_of(name)]["required"], name


def test_no_cell_of_a_csv_begins_a_formula(files: Mapping[str, bytes]) -> None:
    for path, raw in files.items():
        for row in table(raw.decode("utf-8-sig")) if path.endswith(".csv") else ():
            bad = [cell for cell in row if cell.startswith(FORMULA)]
            assert not bad, f"{path}: {bad}"


SHOWN_IN_EXCEL = (
    *WHOLE,
    "plans/panzhihua-2017",
    "domains/huanbao",
    "departments/panzhihua/caizhengju",
)


@pytest.mark.parametrize("name", SHOWN_IN_EXCEL)
def test_an_xlsx_is_text_in_every_cell_and_holds_the_rows_of_the_csv(
    files: Mapping[str, bytes], name: str
) -> None:
    sheets = openpyxl.load_workbook(io.BytesIO(files[f"data/{name}.xlsx"])).worksheets
    assert len(sheets) == 1
    cells = list(sheets[0].iter_rows())
    filled = [cell for row in cells for cell in row if cell.value is not None]
    assert {(cell.data_type, cell.number_format) for cell in filled} == {("s", "@")}
    found = [[cell.value or "" for cell in row] for row in cells]
    assert found == table(files[f"data/{name}.csv"].decode("utf-8-sig"))


def test_a_workbook_reads_as_one_that_the_library_wrote_whole() -> None:
    odd = ("", "=1+1", "x _x0041_ \x01 & < >\n", "  前后 ", "\ud800", "二\r\n行", "长" * 40_000)
    rows = [("编号", "内容"), *((str(place), text) for place, text in enumerate(odd))]
    plain = [(place, text.replace("\ud800", "\ufffd")) for place, text in rows]
    plain = [(a, b if len(b) < 32_768 else f"{b[: 32_767 - len(CUT)]}{CUT}") for a, b in plain]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("表")
        for place, row in enumerate(plain):
            sheet.write_row(place, 0, row)
    ours, theirs = (_cells(data) for data in (to_xlsx("表", rows), out.getvalue()))
    assert ours == [[cell or "" for cell in row] for row in theirs]


CUT = "……（一格最多 32767 字，这里没有写完，全文见同名的 JSON 文件）"


def test_a_text_that_no_cell_holds_says_that_it_is_cut_and_where_it_is_whole() -> None:
    rare = "\U00020000"  # two units of UTF-16, in which Excel counts
    texts = ("长" * 32_767, "长" * 32_768, rare * 16_383, rare * 16_384, "长" + rare * 16_384)
    shown = [str(row[0]) for row in _cells(to_xlsx("表", [("内容",), *((t,) for t in texts)]))][1:]
    assert all(len(cell.encode("utf-16-le")) <= 2 * 32_767 for cell in shown)
    assert [cell.endswith(CUT) for cell in shown] == [False, True, False, True, True]
    assert all(
        text.startswith(cell.removesuffix(CUT)) for text, cell in zip(texts, shown, strict=True)
    )


@pytest.mark.parametrize("lines", [0, 1, 9, 10, 18, 19])
def test_lines_that_no_sheet_holds_go_on_on_the_next(
    lines: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitegen.workbook._MOST", 10)
    rows = [("编号", "内容"), *((str(place), f"第 {place} 行") for place in range(lines))]
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx("表", rows)))
    sheets = [[tuple(cell.value for cell in row) for row in sheet.iter_rows()] for sheet in book]
    assert [row for sheet in sheets for row in sheet[1:]] == rows[1:]
    assert all(sheet[0] == rows[0] and len(sheet) <= 10 for sheet in sheets)
    assert book.sheetnames == ["表", "表（2）", "表（3）"][: max(1, -(-lines // 9))]


def _cells(data: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_no_xlsx_has_a_formula_or_a_number(
    data: Mapping[str, list[Row]], files: Mapping[str, bytes]
) -> None:
    for name in data:
        with zipfile.ZipFile(io.BytesIO(files[f"data/{name}.xlsx"])) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        filled = re.findall(r"<c ([^>]*[^/])>", sheet)
        assert filled, name
        assert all(cell.endswith(' t="s"') for cell in filled), name
        assert "<f>" not in sheet, name


def test_columns_of_a_table_do_not_depend_on_its_rows(
    files: Mapping[str, bytes], small: Site
) -> None:
    small.remove("content/plans/shili-2026/tasks/001.md")
    small.remove("content/plans/shili-2026/tasks/002.md")
    small.build()
    for name in WHOLE:
        whole = table(files[f"data/{name}.csv"].decode("utf-8-sig"))[0]
        other = table(small.read(f"data/{name}.csv").removeprefix("\ufeff"))[0]
        assert other == whole, f"{name}: {sorted(set(whole) ^ set(other))}"


# everything else that is published for machines


def test_the_manifest_lists_every_file_with_its_sha256(files: Mapping[str, bytes]) -> None:
    manifest = json.loads(files["data/manifest.json"])
    expected = {
        path: hashlib.sha256(data).hexdigest()
        for path, data in files.items()
        if path != "data/manifest.json"
    }
    assert manifest["as_of"] == AS_OF.isoformat()
    assert manifest["files"] == expected


def test_the_sitemap_lists_every_page_once_but_the_404(
    files: Mapping[str, bytes], pages: Mapping[str, LexborHTMLParser], content: Content
) -> None:
    listed = re.findall(r"<loc>([^<]*)</loc>", files["sitemap.xml"].decode())
    expected = [
        content.config.base_url + path.removesuffix("index.html")
        for path, page in pages.items()
        if not page.css("meta[name=robots][content=noindex]")
    ]
    assert not [url for url, count in Counter(listed).items() if count > 1]
    assert sorted(set(expected) - set(map(html.unescape, listed))) == [], "not listed"
    assert sorted(set(map(html.unescape, listed)) - set(expected)) == [], "no such page"


def test_robots_names_the_sitemap_and_forbids_nothing(
    files: Mapping[str, bytes], content: Content
) -> None:
    lines = files["robots.txt"].decode().splitlines()
    assert f"Sitemap: {content.config.base_url}sitemap.xml" in lines
    assert not [line for line in lines if re.match(r"Disallow:\s*\S", line)]


# every page, and every link from one


def links(page: LexborHTMLParser) -> Iterator[tuple[LexborNode, str]]:
    """Every address that a page refers to but its canonical one; those in data attributes too."""
    for node in page.css("*"):
        for name, value in node.attributes.items():
            relative = name.startswith("data-") and (value or "").startswith(("./", "../"))
            if (name in LINKS or relative) and node.attributes.get("rel") != "canonical":
                yield node, value or ""


def broken(
    root: str,
    path: str,
    page: LexborHTMLParser,
    files: Mapping[str, bytes],
    ids: Mapping[str, list[str]],
) -> Iterator[str]:
    """Every link of a page that leads nowhere when the site stands at an address."""
    for node, link in links(page):
        address, _, fragment = urljoin(root + path, link).partition("#")
        if re.match(r"[a-z]+:", link) and node.tag == "a":
            continue  # a link out of the site; nothing else may leave it
        inside = unquote(address.partition("?")[0]).removeprefix(root)
        target = f"{inside}index.html" if not inside or inside.endswith("/") else inside
        if not address.startswith(root) or target not in files:
            yield f"{path}: <{node.tag}> “{link}” leads nowhere below {root}"
        elif fragment and unquote(fragment) not in ids.get(target, []):
            yield f"{path}: “{link}” leads to no id on {target}"


@pytest.mark.parametrize("root", ROOTS)
def test_every_link_and_fragment_leads_somewhere_at_the_root_and_below_a_path(
    pages: Mapping[str, LexborHTMLParser],
    files: Mapping[str, bytes],
    ids: Mapping[str, list[str]],
    root: str,
) -> None:
    # the 404 page stands at any address, so its links begin at the root of the configured address
    anywhere = {path: page for path, page in pages.items() if path != "404.html"}
    assert not said(
        message
        for path, page in (pages if root == ROOTS[0] else anywhere).items()
        for message in broken(root, path, page, files, ids)
    )


def test_every_link_of_plans_and_domains_without_tasks_leads_somewhere(small: Site) -> None:
    small.remove("content/plans/shili-2026/tasks/001.md")
    small.remove("content/plans/shili-2026/tasks/002.md")
    small.build()
    files = small.files()
    found = {path: LexborHTMLParser(raw.decode()) for path, raw in files.items() if "html" in path}
    ids = {
        path: [n.attributes["id"] or "" for n in page.css("[id]")] for path, page in found.items()
    }
    assert not said(
        message
        for path, page in found.items()
        for message in broken("https://example.org/", path, page, files, ids)
    )
    for name in ("plans/shili-2026", "domains/caizheng", "domains/huanbao"):
        assert json.loads(files[f"data/{name}.json"]) == []


@pytest.mark.parametrize("link", ["gone/", "../", "/plans/", "#gone", "https://cdn.test/x.js"])
def test_a_link_that_leads_nowhere_is_found(link: str) -> None:
    tag = "script src" if link.endswith(".js") else "a href"
    page = LexborHTMLParser(f'<p id="here"><{tag}="{link}"></p>')
    found = broken(ROOTS[1], "index.html", page, {"index.html": b""}, {"index.html": ["here"]})
    assert len(list(found)) == 1


def test_stylesheets_refer_to_files_of_the_site_only(files: Mapping[str, bytes]) -> None:
    for path, sheet in files.items():
        text = sheet.decode() if path.endswith(".css") else ""
        assert "@import" not in text, path
        for link in re.findall(r"url\(\s*[\"']?([^\"')]+)", text):
            target = urljoin(path, link)
            assert link.startswith("data:") or target in files, f"{path}: {link}"


def test_ids_are_unique_on_every_page(ids: Mapping[str, list[str]]) -> None:
    for path, here in ids.items():
        assert len(set(here)) == len(here), f"{path}: {Counter(here).most_common(1)}"


def only(page: LexborHTMLParser, selector: str, path: str) -> LexborNode:
    """The one element that a selector must find."""
    found = page.css(selector)
    assert len(found) == 1, f"{path}: {len(found)} × {selector}"
    return found[0]


def test_every_page_says_its_language_title_heading_description_and_address(
    pages: Mapping[str, LexborHTMLParser], content: Content
) -> None:
    for path, page in pages.items():
        assert only(page, "html", path).attributes.get("lang") == "zh-CN", path
        assert only(page, "head > title", path).text().strip(), path
        assert only(page, "h1", path).text().strip(), path
        described = only(page, "meta[name=description]", path).attributes.get("content")
        assert (described or "").strip(), path
        address = content.config.base_url + path.removesuffix("index.html")
        canonical = [link.attributes.get("href") for link in page.css("link[rel=canonical]")]
        assert canonical == ([] if path == "404.html" else [address]), path


def test_no_page_is_empty_and_no_list_on_it(pages: Mapping[str, LexborHTMLParser]) -> None:
    for path, page in pages.items():
        words = squeeze(only(page, "main", path).text())
        assert len(words) >= SHORTEST_PAGE, f"{path}: {words}"
        for node in chain(
            page.css("main ul, main ol, main dl, main table, main p"), page.css("nav")
        ):
            assert node.text().strip(), f"{path}: an empty <{node.tag}>"


def test_every_task_is_on_the_pages_of_its_plan_units_and_domains(
    data: Mapping[str, list[Row]], pages: Mapping[str, LexborHTMLParser]
) -> None:
    reached = {
        path: {
            urljoin(f"/{path}", node.attributes.get("href") or "") for node in page.css("main a")
        }
        for path, page in pages.items()
        if path.startswith(("plans/", "domains/", "departments/"))
    }
    for task in data["tasks"]:
        units = {unit for role in ROLES for unit in task["responsibility"][role]}
        places = [f"plans/{task['plan']}", *(f"domains/{domain}" for domain in task["domains"])]
        for place in [*places, *(f"departments/{unit}" for unit in units)]:
            assert task["url"] in reached[f"{place}/index.html"], f"{task['id']} not on {place}"


# what an editor may write

HOSTILE = ("=1+1", "+86", "-1", "@SUM(A1)", '=HYPERLINK("http://x.test","点我")')
TASK = """\
---
number: '{words}'
section: [重点领域]
title: '{words}'
responsibility:
  raw: '{words}'
  lead: [市财政局]
domains: [财政]
---

{words}
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A small site whose tasks have numbers, titles and texts that Excel would run."""
    site = unpack(tmp_path_factory.mktemp("hostile"), SMALL)
    for place, words in enumerate(HOSTILE, 3):
        site.write(f"content/plans/shili-2026/tasks/00{place}.md", TASK.format(words=words))
    site.build()
    return site


RUN = ("number", "title", "text", "responsibility.raw")


def test_a_cell_that_begins_like_a_formula_is_defused_in_csv(hostile: Site) -> None:
    for name in ("tasks", "plans/shili-2026", "departments/shili/caizhengju", "domains/caizheng"):
        header, *rows = table(hostile.read(f"data/{name}.csv").removeprefix("\ufeff"))
        every = (dict(zip(header, row, strict=True)) for row in rows)
        found = {row["id"]: row for row in every}
        for place, words in enumerate(HOSTILE, 3):
            row = found[f"shili-2026/00{place}"]
            assert {row[column] for column in RUN} == {f"'{words}"}, name


def test_a_cell_that_begins_like_a_formula_is_text_in_xlsx(hostile: Site) -> None:
    raw = hostile.files()["data/tasks.xlsx"]
    header, *rows = openpyxl.load_workbook(io.BytesIO(raw)).worksheets[0].iter_rows()
    names = [cell.value for cell in header]
    found = {row[names.index("id")].value: row for row in rows}
    for place, words in enumerate(HOSTILE, 3):
        row = found[f"shili-2026/00{place}"]
        cells = [row[names.index(column)] for column in RUN]
        assert {(cell.value, cell.data_type) for cell in cells} == {(words, "s")}
        assert not any(cell.hyperlink for cell in cells)


def test_a_cell_that_begins_like_a_formula_stays_as_written_in_json(hostile: Site) -> None:
    found = {row["id"]: row for row in json.loads(hostile.read("data/tasks.json"))}
    for place, words in enumerate(HOSTILE, 3):
        row = found[f"shili-2026/00{place}"]
        assert {row["number"], row["title"], row["text"]} == {words}


def test_the_404_page_begins_at_the_path_of_the_configured_address(small: Site) -> None:
    small.edit("content/site.yaml", "https://example.org/", "https://example.org/gov/zwgk/")
    small.build()
    page = LexborHTMLParser(small.read("404.html"))
    files, ids = small.files(), {"404.html": [n.attributes["id"] or "" for n in page.css("[id]")]}
    for stands in ("404.html", "plans/gone/tasks/404.html"):
        ids[stands] = ids["404.html"]
        held = {**files, stands: b""}
        assert not said(broken("https://example.org/gov/zwgk/", stands, page, held, ids))
