"""The manual says all there is, and what it says holds."""

from __future__ import annotations

import inspect
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml
from PIL import Image

import dev
from docs.manual import make_pictures, make_tables
from sitegen.__main__ import main
from sitegen.commands.line import COMMANDS
from sitegen.commands.records import KINDS as NEW_KINDS
from sitegen.errors import RULES
from sitegen.model import KINDS
from sitegen.schema import keys
from sitegen.stops import STOPS
from tests.conftest import REPOSITORY

DOCS = REPOSITORY / "docs"
MANUAL = DOCS / "manual"
LARGEST = 150_000  # bytes of a picture
PAGES = sorted([*DOCS.rglob("*.md"), REPOSITORY / "README.md"])
CHAPTERS = sorted(MANUAL.glob("*.md"))
PICTURES = sorted([*DOCS.rglob("*.png")])
_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]+`")
_LINK = re.compile(r"\]\(([^()\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_ANCHOR = re.compile(r'<a id="([^"]+)"></a>')
_FRONT = re.compile(r"^ *---\n(.*?)^ *---$", re.MULTILINE | re.DOTALL)


def name(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def prose(path: Path) -> str:
    """A page without what stands in it as code."""
    return _CODE.sub("", _FENCE.sub("", path.read_text("utf-8")))


def links(path: Path) -> list[str]:
    return [unquote(link) for link in _LINK.findall(prose(path)) if "://" not in link]


def places(path: Path) -> set[str]:
    """What a link may lead to within a page: marked places, and headings as forges name them."""
    text = _FENCE.sub("", path.read_text("utf-8"))
    named = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in _HEADING.findall(text))
    return {*_ANCHOR.findall(text), *(heading.strip().replace(" ", "-") for heading in named)}


def blocks(path: Path, *languages: str) -> Iterator[str]:
    for language, text in _FENCE.findall(path.read_text("utf-8")):
        if language in languages:
            indent = len(text) - len(text.lstrip(" "))
            yield "\n".join(line[indent:] for line in text.splitlines()) + "\n"


def commands(path: Path) -> list[list[str]]:
    lines = [line for text in blocks(path, "text", "") for line in text.splitlines()]
    words = [shlex.split(line) for line in lines if line.startswith("sitegen ")]
    # a remark may stand to the right of a command
    return [[word for word in said if not re.match(r"[写逐]", word)][1:] for said in words]


def all_keys(record: type) -> Iterator[str]:
    """Every key of a record class and of what it holds."""
    seen = [record]
    for one in seen:
        for field in keys(one).values():
            yield field.name
            if field.below and field.below not in seen:
                seen.append(field.below)


# generated parts


def test_the_page_of_fields_is_as_the_model_has_it() -> None:
    said = (MANUAL / "fields.md").read_text("utf-8")
    assert said == make_tables.fields_page(), "run: python -m docs.manual.make_tables"


def test_the_tables_of_options_are_as_the_program_has_them() -> None:
    said = (MANUAL / "commands.md").read_text("utf-8")
    assert said == make_tables.commands_page(said), "run: python -m docs.manual.make_tables"


# everything is there


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_key_of_a_kind_is_in_the_page_of_fields(kind: Any) -> None:
    parts = re.split(r'^<a id="(\w+)"></a>$', make_tables.fields_page(), flags=re.MULTILINE)
    section = dict(zip(parts[1::2], parts[2::2], strict=True))[kind.name]
    rows = {row.rpartition(".")[2] for row in re.findall(r"^\| `([^`]+)`", section, re.MULTILINE)}
    assert rows == set(all_keys(kind.record))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_chapter_on_content_leads_to_every_kind(kind: Any) -> None:
    assert f"fields.md#{kind.name}" in links(MANUAL / "content.md")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_is_in_the_chapter_on_commands(command: str) -> None:
    text = (MANUAL / "commands.md").read_text("utf-8")
    parts = re.split(r"^## (\S+) .*$", text, flags=re.MULTILINE)
    section = dict(zip(parts[1::2], parts[2::2], strict=False)).get(command, "")
    assert f"<!-- 生成：{command} -->" in section
    for action in make_tables.options(command):
        for option in action.option_strings or [str(action.metavar)]:
            assert f"`{option}" in section, f"{command} {option}"


def test_what_dev_py_does_and_what_can_be_made_new_is_in_the_chapter_on_commands() -> None:
    text = (MANUAL / "commands.md").read_text("utf-8")
    assert [one for one in dev.COMMANDS if f"`dev.py {one}" not in text] == []
    assert [one for one in NEW_KINDS if f"| `{one}` |" not in text] == []


@pytest.mark.parametrize("code", RULES)
def test_every_check_code_can_be_reached_from_the_manual(code: str) -> None:
    assert "../checks/README.md" in links(MANUAL / "index.md")
    assert f"{code[0].lower()}.md#{code.lower()}" in links(DOCS / "checks" / "README.md")


@pytest.mark.parametrize(("code", "title"), STOPS.items())
def test_every_way_to_stop_is_in_the_manual_and_used(code: str, title: str) -> None:
    assert f"| {code} | {title} | " in (MANUAL / "publish.md").read_text("utf-8")
    sources = [path.read_text("utf-8") for path in (REPOSITORY / "sitegen").rglob("*.py")]
    assert sum(source.count(f'"{code}"') for source in sources) > 1


def test_the_contents_lead_to_every_chapter() -> None:
    listed = set(links(MANUAL / "index.md"))
    assert [page.name for page in CHAPTERS if page.name not in {*listed, "index.md"}] == []
    assert "docs/manual/index.md" in links(REPOSITORY / "README.md")


# what is said holds


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        path, _, fragment = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{name(page)}: {link}"
        assert not fragment or fragment in places(target), f"{name(page)}: {link}"


@pytest.mark.parametrize("page", CHAPTERS, ids=name)
def test_commands_in_a_chapter_are_understood(page: Path) -> None:
    for command, *arguments in commands(page):
        assert command in COMMANDS, command
        make_tables.parser(command).parse_args(arguments)


@pytest.mark.parametrize("page", CHAPTERS, ids=name)
def test_examples_in_a_chapter_use_keys_that_exist(page: Path) -> None:
    fronts = [front for text in blocks(page, "text") for front in _FRONT.findall(text)]
    for text in (*blocks(page, "yaml"), *fronts):
        said = yaml.safe_load(text)
        assert any(set(said) <= set(all_keys(kind.record)) for kind in KINDS) or (
            set(said) == {"columns"}  # a table's mapping, not a record
        ), text


@pytest.mark.parametrize("picture", PICTURES, ids=name)
def test_a_picture_is_small_used_and_taken_by_the_script(picture: Path) -> None:
    assert picture.stat().st_size < LARGEST
    with Image.open(picture) as opened:
        assert opened.format == "PNG"
    used = {(page.parent / link).resolve() for page in PAGES for link in links(page)}
    assert picture in used
    assert f'"{picture.relative_to(DOCS).as_posix()}"' in inspect.getsource(make_pictures)


def test_every_picture_has_words_for_those_who_do_not_see_it() -> None:
    for page in CHAPTERS:
        for words in re.findall(r"!\[(.*?)\]\(", prose(page)):
            assert len(words) > 3, name(page)


_SAID = re.compile(r"```text\n(sitegen deadline [^\n]+)\n```\n[^`]*```text\n(.*?)```", re.DOTALL)


def test_the_manual_shows_what_sitegen_deadline_prints(capsys: pytest.CaptureFixture[str]) -> None:
    examples = _SAID.findall((MANUAL / "deadlines.md").read_text("utf-8"))
    assert examples
    for command, shown in examples:
        assert main(shlex.split(command)[1:]) == 0
        assert capsys.readouterr().out == shown
