"""The five plans in content/ are the official documents, whole and unchanged.

The proofs are in tests/plans/proof.py; what is left of a document when all that was transcribed is
taken away is in tests/plans/<plan>.left.txt (`SITEGEN_GOLDEN=write` writes it anew; then read it).
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sitegen.load import Site, load_site
from tests.conftest import REPOSITORY
from tests.plans import phrase, proof
from tests.plans.dump import reading

CONTENT = REPOSITORY / "content"
GOLDEN = Path(__file__).parent / "plans"
PLANS = tuple(proof.TASKS)
ALL_TASKS = 388

# of the dumps, when they were transcribed
SHA256 = {
    "ankang-2017": "345280d2057d7c168f3278aec90d75f10f54f2ccd27406ad832075cc28f8d42b",
    "mianyang-youxian-2018": "69a9b1c04e4e51c7c5a4b972a8d7c5de0004cf4734cecb0cc75c86bacf17eaee",
    "panzhihua-2017": "dadb66dd17ab43ff2b6b8303394dfb56adc08793909a38aac729153f7148343f",
    "panzhihua-xiqu-2021": "db04666b88b1cf0fc3ad1c36b32a4adcb88e837f121f57e0f9fd77a73751e07c",
    "taian-2017": "29be1bf446632f09f138e341cfc10ba4e9cde33eaded4472e03e078fd09b9216",
}
# characters that may be left of each: heads of tables, page numbers, brackets around units
LEFT_AT_MOST = {
    "ankang-2017": 300,
    "mianyang-youxian-2018": 80,
    "panzhihua-2017": 500,
    "panzhihua-xiqu-2021": 80,
    "taian-2017": 20,
}
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚"
    "卢姜崔钟谭陆汪范石廖贾夏韦付邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严赖覃洪武莫孔"
)
_TITLES = "(?:同志|先生|女士|[市县区镇局处科]长|主任|书记|秘书长)"
PRIVATE = {
    "a telephone number": re.compile(r"\d{7,}|\d{3,4}[-－ ]\d{3,4}[-－ ]?\d{4}"),
    "an identity number": re.compile(r"\d{17}[\dXx]"),
    "a mail address": re.compile(r"[\w.+-]+@[\w-]+\.\w+"),
    "a contact": re.compile("(?:联系人|经办人|承办人|签发人|负责人|电话|手机|传真|邮箱|微信)[:：]"),
    "a name": re.compile(f"[{_SURNAMES}][一-龥]{{1,2}}{_TITLES}|{_TITLES}[:：][一-龥]{{2,3}}"),
}


@pytest.fixture(scope="session")
def content() -> Site:
    """The real content, loaded once."""
    return loaded(CONTENT)


def loaded(folder: Path) -> Site:
    """The site in a content folder, which has no problems."""
    site, problems = load_site(folder)
    assert site is not None, [problem.message for problem in problems]
    return site


def changed_dump(site: Site, plan: str) -> Iterator[str]:
    """Whether the text of a document is what it was when it was transcribed."""
    path = site.content / "plans" / plan / "files" / f"{plan}.txt"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != SHA256[plan]:
        yield f"{plan}: {path.name} is not the text that was transcribed, its SHA-256 is {digest}"


def lost(site: Site, plan: str) -> Iterator[str]:
    """What more, or less, than is known is left of a document when all fields are taken away."""
    left = proof.left_over(reading(site, plan)).splitlines()
    known = (GOLDEN / f"{plan}.left.txt").read_text("utf-8").splitlines()
    yield from (f"{plan}: transcribed nowhere, line {line}" for line in left if line not in known)
    yield from (f"{plan}: taken twice, line {line}" for line in known if line not in left)


def misread(site: Site, plan: str) -> Iterator[str]:
    """Where our reading of a responsibility departs from its phrase."""
    read = reading(site, plan)
    return proof.responsibilities(read, proof.known_forms(site, read.plan.government))


def faults(site: Site) -> dict[str, list[str]]:
    """Everything that is wrong with the five plans, by the proof that says so."""
    found: dict[str, list[str]] = {check.__name__: [] for check in proof.PROOFS}
    for plan in PLANS:
        read = reading(site, plan)
        for check in proof.PROOFS:
            found[check.__name__] += check(read)
        for other in (changed_dump, lost, misread):
            found[other.__name__] = [*found.get(other.__name__, []), *other(site, plan)]
    found["subjects"] = list(proof.subjects(site))
    found["domains"] = list(proof.domains(site))
    return found


def said(messages: Iterator[str]) -> str:
    """Messages, one a line, for a failing test."""
    return "\n".join(messages)


def test_the_five_plans_and_their_388_tasks_are_there(content: Site) -> None:
    found = {plan.id: sum(task.plan == plan.id for task in content.tasks) for plan in content.plans}
    assert found == dict(proof.TASKS)
    assert len(content.tasks) == ALL_TASKS == sum(proof.TASKS.values())


@pytest.mark.parametrize("plan", PLANS)
def test_the_text_of_the_document_is_the_one_that_was_transcribed(content: Site, plan: str) -> None:
    assert not said(changed_dump(content, plan))


@pytest.mark.parametrize("plan", PLANS)
def test_every_text_stands_in_the_document_character_by_character(content: Site, plan: str) -> None:
    assert not said(proof.wording(reading(content, plan)))


@pytest.mark.parametrize("plan", PLANS)
def test_every_text_begins_on_the_line_that_its_task_gives(content: Site, plan: str) -> None:
    assert not said(proof.places(reading(content, plan)))


@pytest.mark.parametrize("plan", PLANS)
def test_tasks_stand_in_the_order_of_the_document(content: Site, plan: str) -> None:
    assert not said(proof.order(reading(content, plan)))


@pytest.mark.parametrize("plan", PLANS)
def test_units_and_time_limits_are_printed_with_their_row_or_the_row_merged_with_it(
    content: Site, plan: str
) -> None:
    assert not said(proof.cells(reading(content, plan)))


@pytest.mark.parametrize("plan", PLANS)
def test_pages_are_counted_by_the_heads_of_the_table(content: Site, plan: str) -> None:
    assert not said(proof.pages(reading(content, plan)))


@pytest.mark.parametrize("plan", PLANS)
def test_titles_are_extracts_of_the_wording_and_unique(content: Site, plan: str) -> None:
    assert not said(proof.titles(reading(content, plan)))


@pytest.mark.parametrize("plan", PLANS)
def test_numbers_are_complete_and_as_printed(content: Site, plan: str) -> None:
    read = reading(content, plan)
    assert not said(proof.numbers(read))
    assert not said(proof.printed_numbers(read))


@pytest.mark.parametrize("plan", PLANS)
def test_categories_are_printed_with_their_rows_or_merged(content: Site, plan: str) -> None:
    assert not said(proof.categories(reading(content, plan)))


@pytest.mark.parametrize("plan", PLANS)
def test_units_roles_and_mode_are_what_the_phrase_says(content: Site, plan: str) -> None:
    assert not said(misread(content, plan))


@pytest.mark.parametrize("plan", ["ankang-2017", "panzhihua-xiqu-2021"])
def test_documents_without_roles_get_none(content: Site, plan: str) -> None:
    tasks = [task for task in content.tasks if task.plan == plan]
    roles = {(task.id, role) for task in tasks for role, _ in task.responsibility.named()}
    assert {role for _, role in roles} == {"unspecified"}, sorted(roles)


@pytest.mark.parametrize("plan", PLANS)
def test_front_matter_and_prose_of_a_plan_are_the_documents(content: Site, plan: str) -> None:
    read = reading(content, plan)
    assert not said(proof.facts(read))
    assert not said(proof.body(read))


@pytest.mark.parametrize("plan", PLANS)
def test_marks_of_what_was_inferred_name_fields_of_the_task(content: Site, plan: str) -> None:
    assert not said(proof.marks(reading(content, plan)))


@pytest.mark.parametrize("plan", PLANS)
def test_nothing_of_the_document_was_left_out(content: Site, plan: str) -> None:
    left = proof.left_over(reading(content, plan))
    if os.environ.get("SITEGEN_GOLDEN") == "write":
        (GOLDEN / f"{plan}.left.txt").write_text(left, "utf-8", newline="\n")
    assert not said(lost(content, plan))
    size = sum(len(line.partition(": ")[2].replace("│", "")) for line in left.splitlines())
    assert size <= LEFT_AT_MOST[plan], f"{plan}: {size} characters are left:\n{left}"


def test_every_task_has_a_domain(content: Site) -> None:
    assert not said(proof.domains(content))


def test_every_task_that_asks_about_poverty_environment_or_finance_carries_it(
    content: Site,
) -> None:
    assert not said(proof.subjects(content))


def test_content_names_no_person_and_no_telephone() -> None:
    found = [
        f"{path.relative_to(CONTENT)}: “{match.group()}” looks like {what}"
        for path in sorted(CONTENT.rglob("*"))
        if path.suffix in {".md", ".yaml", ".txt"}
        for what, pattern in PRIVATE.items()
        for match in pattern.finditer(path.read_text("utf-8"))
    ]
    assert not said(iter(found))


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("联系电话3335678", "a telephone number"),
        ("0812-333 5678", "a telephone number"),
        ("510402199001011234", "an identity number"),
        ("zwgk@example.gov.cn", "a mail address"),
        ("联系人：略", "a contact"),
        ("由张三同志负责", "a name"),
        ("科长：李四", "a name"),
    ],
)
def test_a_person_or_a_telephone_would_be_found(words: str, what: str) -> None:
    assert PRIVATE[what].search(words)


@dataclass(frozen=True)
class Damage:
    """One thing done to a file of the content, and which proof says what about it."""

    path: str
    old: str
    new: str
    proof: str
    says: str


P, T, X = "plans/panzhihua-2017", "plans/taian-2017", "plans/panzhihua-xiqu-2021"
DAMAGES = {
    "a character of a text": Damage(
        f"{P}/tasks/004.md",
        "解读财政收支增减",
        "解读财政收入增减",
        "wording",
        "panzhihua-2017/004 (line 145 of the dump): text departs from the dump after “…”",
    ),
    "a character of a text broken over a page": Damage(
        f"{X}/tasks/05.md",
        "采取听证会、",
        "采取听政会、",
        "wording",
        "panzhihua-xiqu-2021/05 (line 100 of the dump): text departs",
    ),
    "a task is dropped": Damage(f"{T}/tasks/067.md", "", "", "numbers", "number 67 stands there 0"),
    "the text of a dropped task": Damage(
        f"{T}/tasks/067.md", "", "", "lost", "taian-2017: transcribed nowhere, line "
    ),
    "the end of a text is cut off": Damage(
        f"{P}/tasks/004.md",
        "。在市政府门户网站和部门网站集中公开",
        "。",
        "lost",
        "panzhihua-2017: transcribed nowhere, line 150: 在市政府门户网站和部门网站集中公开",
    ),
    "roles are swapped": Damage(
        f"{P}/tasks/009.md",
        "lead: [市财政局, 市发展改革委]\n  support: [市人力资源社会保障局, 市地税局]",
        "lead: [市人力资源社会保障局, 市地税局]\n  support: [市财政局, 市发展改革委]",
        "misread",
        "panzhihua-2017/009 (line 203 of the dump): lead is",
    ),
    "a unit is left out": Damage(
        f"{P}/tasks/009.md",
        "lead: [市财政局, 市发展改革委]",
        "lead: [市财政局]",
        "misread",
        "panzhihua-2017/009 (line 203 of the dump): lead is",
    ),
    "the time limit of another row": Damage(
        f"{X}/tasks/13.md",
        "raw: 全年",
        "raw: 5月底前",
        "cells",
        "panzhihua-xiqu-2021/13 (line 123 of the dump): deadline.raw “5月底前” is not printed",
    ),
    "the category of another row": Damage(
        f"{P}/tasks/033.md",
        "推进财税改革信息公开",
        "推进国资国企改革信息公开",
        "categories",
        "panzhihua-2017/033 (line 597 of the dump): category",
    ),
    "the line of another row": Damage(
        f"{P}/tasks/004.md",
        "line: 145",
        "line: 124",
        "places",
        "panzhihua-2017/004 (line 124 of the dump): the text begins on line 146",
    ),
    "a domain is left out": Damage(
        f"{P}/tasks/004.md",
        "domains: [财政]",
        "domains: [审计]",
        "subjects",
        "panzhihua-2017/004: says “财政”, but does not carry caizheng",
    ),
    "the document itself": Damage(
        f"{P}/files/panzhihua-2017.txt",
        "按月公开财政收支情况",
        "按季公开财政收支情况",
        "changed_dump",
        "panzhihua-2017: panzhihua-2017.txt is not the text that was transcribed",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damage_to_the_content_is_found_and_named(tmp_path: Path, damage: Damage) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    path = tmp_path / "content" / damage.path
    text = path.read_bytes().decode("utf-8")
    assert damage.old in text
    if damage.old:
        path.write_bytes(text.replace(damage.old, damage.new).encode())
    else:
        path.unlink()
    found = faults(loaded(tmp_path / "content"))[damage.proof]
    assert any(damage.says.partition("…")[0] in message for message in found), found


def test_no_proof_complains_about_the_content_as_it_is(content: Site) -> None:
    assert {name: found for name, found in faults(content).items() if found} == {}


def test_a_phrase_is_read_word_by_word() -> None:
    known = {"甲局": "jia", "乙局": "yi", "丙办": "bing", "有关部门": "group"}
    found = phrase.Said()
    phrase.read_cell("甲局、乙局牵头，会同丙办等落实", known, found, "unspecified")
    assert (found.roles["lead"], found.roles["joint"]) == (["jia", "yi"], ["bing"])
    assert (found.mode, found.open_ended, found.unexplained) == ("joint", True, [])


@pytest.mark.parametrize(
    ("words", "unexplained"), [("甲局监督", "监督"), ("丁局牵头", "丁局"), ("甲局甲局", "")]
)
def test_a_word_that_nobody_explains_is_reported(words: str, unexplained: str) -> None:
    found = phrase.Said()
    phrase.read_cell(words, {"甲局": "jia"}, found, "unspecified")
    assert "".join(found.unexplained) == unexplained
