"""Texts that harm, wherever they are accepted, are shown as text: in pages, feeds, calendars, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Error, expect

from sitegen.model import KINDS
from sitegen.schema import keys
from tests.browser.conftest import Served, serve
from tests.browser.watching import Watch
from tests.conftest import Site
from tests.hostile.built import shape, wrong
from tests.hostile.full import documents, full_site, leaves
from tests.hostile.merging import Change, harmed
from tests.hostile.payloads import FORMULAS, HIT, LINES, LINKS, MARKUP

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
    watch = Watch()
    watch.see(page)
    for path in _sample(harmful)[:: 1 if bypass else 4]:
        page.goto(f"{harmful_served.url}/{quote(path)}", wait_until="load")
        page.evaluate(TOUCH)
        assert page.evaluate("window.__hit") is None, path
    context.close()
    assert (watch.dialogs, watch.refused, watch.outside(harmful_served.url)) == ([], [], [])


def test_what_is_searched_for_runs_nothing(
    harmful: Site, harmful_served: Served, browser: Browser
) -> None:
    context = browser.new_context()
    page = context.new_page()
    watch = Watch()
    watch.see(page)
    for words in ("公开", "script", "财政"):
        page.goto(f"{harmful_served.url}/search/?q={quote(words)}")
        expect(page.locator("#search-status")).to_contain_text("找到")
        page.evaluate(TOUCH)
        assert page.evaluate("window.__hit") is None
    context.close()
    assert (watch.dialogs, watch.refused, watch.outside(harmful_served.url)) == ([], [], [])
    assert "search/index.html" in harmful.files()


# attachments that are accepted, though they hold what a browser would run in a page
LIVE = f"<html><script>{HIT}</script><img src=x onerror={HIT}><svg onload={HIT}></svg></html>"
DRAWN = f"""<svg xmlns="http://www.w3.org/2000/svg" onload="{HIT}"><script>{HIT}</script>
<foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="{HIT}"><iframe
src="javascript:parent.{HIT}"/></body></foreignObject><image href="https://evil.invalid/x"/></svg>"""
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + LIVE.encode()
PDF = (
    b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj\n"
    + LIVE.encode()
)
LIVING = {
    "a.txt": LIVE.encode(),
    "b.csv": LIVE.encode(),
    "c.txt": DRAWN.encode(),
    "d.png": PNG,
    "e.pdf": PDF,
    "f.gif": b"GIF89a=1/*" + LIVE.encode(),
    "g.jpg": b"\xff\xd8\xff\xe0" + LIVE.encode(),
    "h.zip": b"PK\x05\x06" + b"\0" * 18 + LIVE.encode(),
}


@pytest.fixture
def attached(small: Site) -> Iterator[tuple[Site, Served]]:
    """A site with attachments that hold scripts, served."""
    for name, data in LIVING.items():
        small.write(f"content/pages/files/{name}", data)
    text = "\n\n".join(f"[{name}](files/{name})" for name in LIVING)
    small.write("content/pages/x.md", f"---\ntitle: 附件\n---\n\n{text}\n")
    for problem in (p for p in small.problems() if p.severity == "error"):
        name = problem.location.path.rpartition("/")[2]
        text = text.replace(f"[{name}](files/{name})", name)
        (small.folder / problem.location.path).unlink(missing_ok=True)
    small.write("content/pages/x.md", f"---\ntitle: 附件\n---\n\n{text}\n")
    small.build()
    for served in serve(small.folder / "output"):
        yield small, served


def test_an_attachment_runs_nothing_in_a_browser(
    attached: tuple[Site, Served], browser: Browser
) -> None:
    site, served = attached
    files = [path for path in site.files() if path.startswith("pages/files/")]
    assert len(files) >= 3
    # as if one had got past the gate: the policy that every file comes with stands in its way
    site.write("output/pages/files/x.svg", DRAWN)
    context = browser.new_context()
    watch = Watch()
    for path in (*files, "pages/files/x.svg"):
        page = context.new_page()
        watch.see(page)
        try:
            page.goto(f"{served.url}/{path}", wait_until="load")
        except Error as error:
            assert re.search("Download is starting|ERR_ABORTED", error.message), path  # noqa: PT017
        assert page.evaluate("window.__hit") is None, path
        assert page.evaluate("document.contentType") != "text/html" or page.url == "about:blank"
        page.close()
    context.close()
    assert (watch.dialogs, watch.outside(served.url)) == ([], [])
    assert watch.refused


@pytest.mark.parametrize("name", ["a.svg", "a.png", "a.SVG", "a.svgz", "a.svg.xml"])
def test_a_drawing_that_may_hold_scripts_is_refused(small: Site, name: str) -> None:
    small.write(f"content/pages/files/{name}", DRAWN)
    codes = {problem.code for problem in small.problems() if problem.severity == "error"}
    assert codes & {"A01", "A03"}, codes


# what a reader's pointer and keys would set off
TOUCH = """() => { for (const one of document.querySelectorAll('body *')) for (const name of
['mouseover', 'focus', 'toggle', 'load', 'error']) one.dispatchEvent(new Event(name)); }"""


MOVED = b'http-equiv="refresh"'  # pages at old addresses, which lead on at once


def _sample(site: Site) -> tuple[str, ...]:
    """One page of each shape of address, and what stands around them."""
    pages = (p for p, data in site.files().items() if p.endswith(".html") and MOVED not in data)
    shapes = {re.sub(r"(?<=/)[^/]*[0-9-][^/]*(?=/)", "*", path): path for path in pages}
    return tuple(sorted(shapes.values()))
