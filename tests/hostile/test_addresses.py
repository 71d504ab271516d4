"""Whatever things are called: every address is one file, inside the site, on every computer.

`SITEGEN_FUZZ=n` makes n times as many examples; a failure prints the blob that repeats it.
"""

from __future__ import annotations

import tempfile
import unicodedata
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.build import checked
from sitegen.errors import SiteInvalid
from sitegen.indicators import scorecard
from sitegen.model import Domain
from sitegen.pages import Edition, all_pages
from sitegen.routes import file_of, old_url
from sitegen.schema import fields
from sitegen.schema.values import Wrong, text
from sitegen.text import reserved
from tests.conftest import AS_OF, SMALL, Site, unpack
from tests.hostile.payloads import PATHS
from tests.hostile.test_fuzz import budget

LONGEST_NAME = 255  # bytes, of all common file systems
ALIASES = next(field for field in fields(Domain) if field.name == "aliases")
PARTS = st.sampled_from(
    [
        *(part for path in PATHS for part in path.split("/")),
        *(
            "a",
            "A",
            "index.html",
            "t1.html",
            "x.HTM",
            "con",
            "NUL.txt",
            "com¹",
            "a.",
            ".a",
            "...",
            "",
        ),
        *(
            "%2e%2e",
            "a b",
            "é",
            "e\u0301",
            "ß",
            "ss",
            "ﬁ",
            "İ",
            "财政",
            "Ａ",
            "٣",
            "a:b",
            "a*",
            "?",
            "#",
        ),
        *("plans", "data", "assets", "_redirects", "_headers", "404.html", "tasks", "shili-2026"),
        "𠀀" * 80,
        "长" * 80,
        "a" * 80,
    ]
)
PATH = st.lists(PARTS | st.text(max_size=3), min_size=1, max_size=6).map("/".join)


def good(path: str) -> bool:
    """Whether a path is one file inside the site that every computer can hold."""
    parts = path.split("/")
    return (
        PurePosixPath(path).parts == tuple(parts)
        and not any(part in {"", ".", ".."} or reserved(part) for part in parts)
        and not any(
            part.endswith((".", " ")) or len(part.encode()) > LONGEST_NAME for part in parts
        )
        and not any(c in '\\:*?"<>|' or unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in path)
    )


@budget(400)
@example("/", "𠀀" * 80, "/")
@example("", " /..", "/")
@example("/", "index.html/index.html", "/")
@example("/", "xindex.html", "")
@given(st.sampled_from(["/", ""]), PATH, st.sampled_from(["/", ""]))
def test_an_old_address_is_refused_or_a_file_inside_the_site(
    start: str, middle: str, end: str
) -> None:
    alias = text(ALIASES, f"{start}{middle}{end}")
    if isinstance(alias, Wrong):
        assert alias.code in {"M10", "M11", "M12"}
    elif alias.startswith("/"):
        url = old_url(alias)
        assert good(file_of(url)), alias
        assert old_url(f"/{url}") == url
        assert unquote(url) == url


IDS = st.sampled_from(
    (
        *("a", "b", "a-2", "2026", "404", "x" * 200, "old", "con-1"),
        *("index", "files", "tasks", "sections", "source", "schedule", "poster", "card"),
        *("issuer", "year", "subject", "validity", "plans", "data", "search", "compare"),
    )
)
TITLES = st.sampled_from(
    (
        *("财政局", "才正局", "财 政 局", "财-政-局", "财" * 200, "长" * 200, "x" * 200, "index"),
        *("CON", "con", "nul", "a--2", "a", "A", "é", "٣", "ⅷ", "-", "..", "/", "😀", "<b>"),
    )
)
OLD = st.sampled_from(
    (
        *("/a/", "/A/", "/a/b/", "/b", "/x.html", "/财政/", "/É/", "/é/", "/ß/", "/ss/"),
        *("/old/index.html", "/old/", "/404.html", "/tasks/", "/data/x/", "/plans/a/"),
        "/plans/shili-2026/x/",
    )
)
TASK = SMALL.partition("tasks/001.md --\n")[2].partition("-- content/")[0]


@st.composite
def portals(draw: st.DrawFn) -> dict[str, str]:
    """The changing files of a small portal, named and addressed to be mistaken for one another."""
    files = {}
    for name in draw(st.lists(IDS, max_size=4, unique=True)):
        old = draw(st.lists(OLD, max_size=1))
        front = f"title: 页面\naliases: [{', '.join(old)}]" if old else "title: 页面"
        files[f"pages/{name}.md"] = f"---\n{front}\n---\n\n正文。\n"
    government = draw(IDS)
    files[f"governments/{government}.yaml"] = "name: 示例县\n"
    for name in draw(st.lists(IDS, max_size=4, unique=True)):
        title, issuer, subject = draw(TITLES), draw(TITLES), draw(TITLES)
        files[f"documents/{government}/{name}.md"] = (
            f"---\ntitle: '文件{name}{title}'\nissuer: '{issuer}'\nsubject: '{subject}'\n"
            "kind: policy\nissued: 2026-03-01\npublished: 2026-03-02\n---\n\n正文。\n"
        )
    plan = draw(IDS)
    files[f"plans/{plan}/index.md"] = (
        "---\ntitle: 示例市另一要点\nshort: 另一\ngovernment: 示例市\nyear: 2026\n---\n\n正文。\n"
    )
    for number, name in enumerate(draw(st.lists(IDS, min_size=1, max_size=3, unique=True)), 1):
        section = draw(TITLES)
        task = TASK.replace("[重点领域]", f"['{section}']").replace('"1"', f'"{number}"')
        files[f"plans/{plan}/tasks/{name}.md"] = task
    return files


@budget(40)
@given(portals())
def test_every_page_of_a_portal_has_a_file_of_its_own(files: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = unpack(Path(folder), SMALL)
        for path, content in files.items():
            site.write(f"content/{path}", content)
        paths = _paths(site)
    for path in paths:
        assert good(path), path
    one_spelling = {unicodedata.normalize("NFC", path).casefold() for path in paths}
    assert len(one_spelling) == len(paths)
    folders = {str(parent) for path in one_spelling for parent in PurePosixPath(path).parents}
    assert not folders & one_spelling


def _paths(site: Site) -> list[str]:
    """The files of a portal's pages; none if it is refused."""
    try:
        content, routes, verdict = checked(site.project, AS_OF)
    except SiteInvalid:
        return []
    card = scorecard(content, routes, verdict.problems, (), AS_OF)
    pages = all_pages(content, routes, Edition(AS_OF), lambda: card)
    known = {file_of(url) for url in (*routes.urls.values(), *routes.old)}
    assert known <= {page.path for page in pages}
    return [page.path for page in pages]
