"""Texts that harm, wherever they are accepted, are shown as text: in pages, feeds, calendars, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from sitegen.model import KINDS
from sitegen.schema import keys
from tests.browser.conftest import Served, serve
from tests.conftest import Site
from tests.hostile.built import shape, wrong
from tests.hostile.full import documents, full_site, leaves
from tests.hostile.merging import Change, harmed
from tests.hostile.payloads import FORMULAS, LINES, LINKS, MARKUP

_LINE_ENDS = re.compile(r"[\n\r\t]")
_LONG = "甲" * 300
_IN_LINE = "".join(text for text in LINES if not _LINE_ENDS.search(text))

CHANGES: dict[str, tuple[Change, str]] = {
    "markup": (lambda text: f"{text}{''.join(MARKUP)}", "\n\n".join(MARKUP)),
    "links": (lambda text: f"{text}{''.join(LINKS)[:1500]}", "\n\n".join(LINKS)),
    "formula": (
        lambda text: f"{FORMULAS[1]}{text}{_LONG}\"'`\\{text}{{0}}%s\\,;{_IN_LINE}\\",
        "\n\n".join((*FORMULAS, "END:VEVENT\\")),
    ),
}


@pytest.fixture(scope="session", params=CHANGES)
def harmful(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The full site with texts that harm wherever they are accepted, built."""
    site = full_site(tmp_path_factory.mktemp(request.param))
    changed = harmed(site, *CHANGES[request.param])
    assert len(changed) > MANY
    site.build()
    return site


MANY = 95  # of the keys take any text


def test_the_full_site_has_every_key(harmless: Site) -> None:
    there = {leaf.key for document in documents(harmless) for leaf in leaves(document)}
    for kind in KINDS:
        assert {f"{kind.name}.{name}" for name in keys(kind.record)} <= {
            ".".join(key.split(".")[:2]) for key in there
        }


def test_no_element_attribute_or_scheme_is_added(harmless: Site, harmful: Site) -> None:
    elements, schemes = shape(harmless.files())
    found, addresses = shape(harmful.files())
    assert found <= elements | {("ol", "start"), ("pre", ""), ("em", ""), ("hr", "")}
    assert addresses <= schemes | {"mailto"}


def test_machines_read_it(harmful: Site) -> None:
    assert not list(wrong(harmful.files()))


def test_nothing_is_written_beside_the_output(harmful: Site) -> None:
    beside = {path.name for path in harmful.folder.iterdir()}
    assert beside <= {"content", "output", ".sitegen", ".output.lock"}


@pytest.fixture(scope="session")
def harmful_served(harmful: Site) -> Iterator[Served]:
    """The harmful site with the headers of netlify.toml."""
    yield from serve(harmful.folder / "output")


@pytest.mark.parametrize("bypass", [False, True], ids=["with-csp", "without-csp"])
def test_no_script_runs(
    harmful: Site,
    harmful_served: Served,
    browser: Browser,
    bypass: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    context = browser.new_context(bypass_csp=bypass)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    for path in _sample(harmful)[:: 1 if bypass else 4]:
        page.goto(f"{harmful_served.url}/{quote(path)}", wait_until="load")
        page.evaluate(TOUCH)
        assert page.evaluate("window.__hit") is None, path
    context.close()
    assert all(url.startswith(harmful_served.url) for url in asked)


# what a reader's pointer and keys would set off
TOUCH = """() => { for (const one of document.querySelectorAll('body *')) for (const name of
['mouseover', 'focus', 'toggle', 'load', 'error']) one.dispatchEvent(new Event(name)); }"""


MOVED = b'http-equiv="refresh"'  # pages at old addresses, which lead on at once


def _sample(site: Site) -> tuple[str, ...]:
    """One page of each shape of address, and what stands around them."""
    pages = (p for p, data in site.files().items() if p.endswith(".html") and MOVED not in data)
    shapes = {re.sub(r"(?<=/)[^/]*[0-9-][^/]*(?=/)", "*", path): path for path in pages}
    return tuple(sorted(shapes.values()))
