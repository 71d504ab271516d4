"""Addresses: old ones answer, and no two things are published under one."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from sitegen.__main__ import main
from sitegen.build import prepared
from sitegen.pages import Edition
from sitegen.pages.portal import sitemaps
from sitegen.pages.shape import About, later
from sitegen.preparing import checked
from sitegen.render import render
from sitegen.routes import old_url
from sitegen.theme import load_theme
from tests.conftest import AS_OF, REPOSITORY, Site
from tests.test_changes import commit, git

DOMAIN = "content/domains/caizheng.yaml"


def moved(site: Site, *aliases: str) -> None:
    """Give the domain 财政 some old addresses and build."""
    site.edit(DOMAIN, "aliases: [预决算]", f"aliases: [预决算, {', '.join(aliases)}]")
    site.build()


@pytest.mark.parametrize(
    ("alias", "url"),
    [
        ("/old/", "old/"),
        ("/old", "old/"),
        ("/old/index.html", "old/"),
        ("/zwgk/2017/t1.html", "zwgk/2017/t1.html"),
        ("/t1.aspx", "t1.aspx/"),
        ("/", ""),
    ],
)
def test_an_old_address_is_a_folder_or_a_page(alias: str, url: str) -> None:
    assert old_url(alias) == url


def test_an_old_address_leads_to_the_new_one(small: Site) -> None:
    moved(small, "/old/lists/")
    page = small.read("old/lists/index.html")
    for part in (
        '<meta http-equiv="refresh" content="0; url=../../domains/caizheng/">',
        '<link rel="canonical" href="https://example.org/domains/caizheng/">',
        '<meta name="robots" content="noindex">',
        '<a href="../../domains/caizheng/">财政</a>',
    ):
        assert part in page


def test_every_kind_of_record_may_have_old_addresses(small: Site) -> None:
    moved(small, "/a/")
    front = {
        "content/governments/shili.yaml": ("name: 示例市\n", "name: 示例市\naliases: [/b/]\n"),
        "content/departments/shili/huanbaoju.yaml": (
            "short: 市环保局\n",
            "aliases: [/c/]\nshort: 市环保局\n",
        ),
        "content/plans/shili-2026/index.md": ("year: 2026\n", "year: 2026\naliases: [/d/]\n"),
        "content/plans/shili-2026/tasks/002.md": (
            "domains: [环保]\n",
            "domains: [环保]\naliases: [/e/]\n",
        ),
    }
    for path, (old, new) in front.items():
        small.edit(path, old, new)
    small.write("content/pages/about.md", "---\ntitle: 关于本站\naliases: [/f/]\n---\n\n说明。\n")
    small.build()
    titles = (
        "财政",
        "示例市",
        "示例市环保局",
        "示例市2026年政务公开工作要点",
        "公布水质监测结果",
        "关于本站",
    )
    for folder, title in zip("abcdef", titles, strict=True):
        assert f">{title}</a>" in small.read(f"{folder}/index.html")


def test_servers_that_redirect_are_told(small: Site) -> None:
    moved(small, "/old/", "/旧/t1.html")
    assert small.read("_redirects").splitlines() == [
        "/old/ /domains/caizheng/ 301!",
        "/%E6%97%A7/t1.html /domains/caizheng/ 301!",
    ]


def test_redirects_begin_at_the_root_of_the_host(small: Site) -> None:
    small.edit("content/site.yaml", "https://example.org/", "https://example.org/zwgk/")
    moved(small, "/old/")
    assert small.read("_redirects") == "/zwgk/old/ /zwgk/domains/caizheng/ 301!\n"


def test_without_old_addresses_nothing_is_told(small: Site) -> None:
    small.build()
    assert "_redirects" not in small.files()


def test_old_addresses_are_neither_listed_nor_searched(small: Site) -> None:
    moved(small, "/old/")
    assert "/old/" not in small.read("sitemap.xml")
    assert not any(b"/old/" in data for path, data in small.files().items() if "search" in path)


def test_an_old_address_that_is_given_up_disappears(small: Site) -> None:
    moved(small, "/old/")
    small.edit(DOMAIN, ", /old/", "")
    small.build()
    assert not {"old/index.html", "_redirects"} & set(small.files())


def test_a_name_is_found_beside_old_addresses(small: Site) -> None:
    moved(small, "/old/")
    small.edit("content/plans/shili-2026/tasks/001.md", "domains: [财政]", "domains: [预决算]")
    assert small.problems() == ()


def test_an_old_address_is_no_name(small: Site) -> None:
    moved(small, "/old/")
    (domain,) = (
        one for one in json.loads(small.read("data/domains.json")) if one["name"] == "财政"
    )
    assert domain["aliases"] == ["预决算"]
    assert "预决算" in small.read("domains/caizheng/index.html")
    assert "/old/" not in small.read("domains/caizheng/index.html")


def test_every_published_file_is_claimed_or_in_a_folder_of_ours(small: Site) -> None:
    small.build()
    for path in small.files():
        alias = f"aliases: [/{path}]"
        small.write("content/pages/about.md", f"---\ntitle: 关于\n{alias}\n---\n\n说明。\n")
        assert [problem.code for problem in small.problems()] == ["U01"], path


@pytest.mark.parametrize(
    ("count", "parts"), [(0, 0), (1, 0), (50_000, 0), (50_001, 2), (100_001, 3)]
)
def test_a_sitemap_of_more_pages_than_one_may_list_has_parts(count: int, parts: int) -> None:
    abouts = [About("task", f"plans/x/tasks/{number}/") for number in range(count)]
    pages = (later("", about, pytest.fail) for about in abouts)
    theme = load_theme(REPOSITORY, "default")
    made = {
        page.path: render(page, theme).decode() for page in sitemaps("https://example.org/", pages)
    }
    names = [f"sitemap-{number}.xml" for number in range(1, parts + 1)]
    assert list(made) == ["sitemap.xml", *names]
    found = {
        path: re.findall("<loc>https://example.org/(.*)</loc>", text) for path, text in made.items()
    }
    listed = [url for name in names or ["sitemap.xml"] for url in found[name]]
    assert listed == [about.url for about in abouts]
    assert all(len(found[name]) <= 50_000 for name in names)
    if names:
        assert found["sitemap.xml"] == names
        assert "<sitemapindex xmlns=" in made["sitemap.xml"]


@pytest.mark.parametrize("alias", ["/sitemap-1.xml", "/Sitemap-23.xml/", "/sitemap-4.xml/a/"])
def test_parts_of_the_sitemap_are_no_old_addresses(small: Site, alias: str) -> None:
    small.edit(DOMAIN, "aliases: [预决算]", f"aliases: [预决算, {alias}]")
    assert [problem.code for problem in small.problems()] == ["U01"]


@pytest.mark.parametrize("name", ["demo", "portal"])
def test_what_is_known_of_a_page_before_it_is_made_is_what_it_then_says(
    name: str, request: pytest.FixtureRequest
) -> None:
    site: Site = request.getfixturevalue(name)
    pages = prepared(site.project, Edition(AS_OF)).sound().pages.html
    assert len(pages) > 100
    for page in pages:
        made = page.made()
        assert (made.path, made.template, made.about) == (page.path, page.template, page.about)


# what was renamed

PLANS = "content/plans"
INDEX = "content/plans/yaodian-2026/index.md"


def rename_plan(site: Site) -> None:
    """Give the plan's folder another name, as an editor does."""
    shutil.move(site.folder / PLANS / "shili-2026", site.folder / PLANS / "yaodian-2026")


@pytest.fixture
def kept(small: Site) -> Site:
    """The small site in git."""
    git(small.folder, "init", "-q")
    commit(small)
    return small


def lost(site: Site) -> list[tuple[str, str]]:
    """The file and message of each old address that nothing answers."""
    return [(p.location.path, p.message) for p in site.problems() if p.code == "U02"]


def test_a_folder_that_was_renamed_is_one_message_before_and_after_the_commit(kept: Site) -> None:
    rename_plan(kept)
    said = "计划的文件夹改了名，旧网址 /plans/shili-2026/ 和其中 2 个任务网址没有去处"
    assert lost(kept) == [(INDEX, said)]
    commit(kept)
    assert lost(kept) == [(INDEX, said)]
    git(kept.folder, "mv", INDEX.removesuffix("/index.md"), f"{PLANS}/yao-2026")
    ((_, message),) = lost(kept)
    assert "/plans/yaodian-2026/、/plans/shili-2026/ 和其中 4 个任务网址" in message


def test_an_old_address_of_a_plan_serves_for_its_tasks(kept: Site) -> None:
    rename_plan(kept)
    kept.edit(INDEX, "year: 2026", "year: 2026\naliases: [/plans/shili-2026/]")
    assert lost(kept) == []
    kept.build()
    front = 'content="0; url=../../../../plans/yaodian-2026/tasks/001/"'
    assert front in kept.read("plans/shili-2026/tasks/001/index.html")
    assert "/plans/shili-2026/tasks/002/ /plans/yaodian-2026/tasks/002/ 301!" in kept.read(
        "_redirects"
    )


def test_an_old_address_of_a_plan_serves_for_all_its_pages(small: Site) -> None:
    small.build()
    before = {path for path in small.files() if path.startswith("plans/shili-2026/")}
    rename_plan(small)
    small.edit(INDEX, "year: 2026", "year: 2026\naliases: [/plans/shili-2026/]")
    small.build()
    assert {path for path in before if path.endswith(".html")} <= set(small.files())
    assert "plans/yaodian-2026/schedule/" in small.read("plans/shili-2026/schedule/index.html")
    card = "plans/shili-2026/tasks/001/card/index.html"
    assert "plans/yaodian-2026/tasks/001/card/" in small.read(card)
    assert small.read("_redirects").splitlines()[-1] == (
        "/plans/shili-2026/* /plans/yaodian-2026/:splat 301"
    )


def test_a_task_that_says_its_own_old_address_keeps_it(small: Site) -> None:
    rename_plan(small)
    small.edit(INDEX, "year: 2026", "year: 2026\naliases: [/plans/shili-2026/]")
    second = f"{PLANS}/yaodian-2026/tasks/002.md"
    small.edit(second, 'number: "2"', 'number: "2"\naliases: [/plans/shili-2026/tasks/001/]')
    small.build()
    assert "yaodian-2026/tasks/002/" in small.read("plans/shili-2026/tasks/001/index.html")


def test_a_task_that_was_renumbered_says_where_it_was(kept: Site) -> None:
    path = f"{PLANS}/shili-2026/tasks/002.md"
    git(kept.folder, "mv", path, path.replace("002", "102"))
    commit(kept)
    said = "这个文件改了名或换了位置，旧网址 /plans/shili-2026/tasks/002/ 没有去处"
    assert lost(kept) == [(path.replace("002", "102"), said)]


def test_a_draft_had_no_address_to_lose(kept: Site) -> None:
    kept.edit(f"{PLANS}/shili-2026/index.md", "year: 2026", "year: 2026\ndraft: true")
    git(kept.folder, "add", ".")
    git(kept.folder, "commit", "-q", "--amend", "-m", "draft")
    rename_plan(kept)
    commit(kept)
    kept.edit(INDEX, "\ndraft: true", "")
    assert lost(kept) == []


def test_one_record_in_place_of_another_like_it_was_not_renamed(kept: Site) -> None:
    one = "name: 教育\naliases: [招生]\ndescription: 学校和招生的各项规定和通知。\n"
    kept.write("content/domains/jiaoyu.yaml", one)
    commit(kept)
    kept.remove("content/domains/jiaoyu.yaml")
    kept.write("content/domains/yiliao.yaml", one.replace("教育", "医疗").replace("招生]", "看病]"))
    commit(kept)
    assert lost(kept) == []


def test_every_page_of_a_site_is_at_an_address_that_answers(small: Site) -> None:
    small.build()
    _, routes, _ = checked(small.project, AS_OF)
    pages = [path for path in small.files() if path.endswith(".html")]
    assert [path for path in pages if not routes.answers(path)] == []
    assert not routes.answers("plans/shili-2026/tasks/999/")


def test_a_past_commit_is_not_asked_for_what_was_renamed_later(kept: Site) -> None:
    rename_plan(kept)
    project = ("--project", str(kept.folder), "--output", str(kept.folder / "past"))
    assert main(["build", "--at", "HEAD", *project]) == 0
    assert (kept.folder / "past/plans/shili-2026/index.html").is_file()


def test_a_build_without_git_says_which_addresses_it_took_away(
    small: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    build = ["build", "--project", str(small.folder)]
    main(build)
    assert "这次去掉了" not in capsys.readouterr().err
    rename_plan(small)
    main(build)
    assert (
        "提示：这次去掉了这些网址：/plans/shili-2026/、/plans/shili-2026/tasks/001/、"
        "/plans/shili-2026/tasks/002/；改了文件名或文件夹名的，在新文件里写 aliases"
    ) in capsys.readouterr().err
