"""Whatever stands in a task is found by any part of it; whatever is typed does no harm."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, Page, expect

from sitegen.search.encode import decode, encode, units
from tests.browser.conftest import Served
from tests.browser.gold import truth
from tests.browser.gold.measure import addresses, ask
from tests.conftest import Site

pytestmark = pytest.mark.xdist_group("search-engine")

SAMPLES = 400
SHORTEST, LONGEST = 2, 20
SEED = 20170724
UNUSED = {"Cn", "Cs", "Co"}  # Python and the browser know different versions of Unicode

# as JavaScript, because lone surrogates cannot travel as UTF-8
ODD = r"""[
  '\u{1F600}\u{1F468}‍\u{1F469}‍\u{1F467}', '环保\u{1F600}', '"', '""', '"环保', '环保"', "'", '`', '“”', '「」',
  '((((', '))))', '[[[', ']]', '{}', '{{7*7}}', '${1}', '<', '>', '&amp;', '&#29615;', '\\', '\\\\', '/', '//',
  '.*', '^$', '(?=环', '[环', '环{2,}', 'a+b?c|d', '%', '%%', '%E7', '%00', '+', '-', '--', '-环保', '+环保',
  '*', '环*', '?', '~', 'AND', 'OR NOT', 'type:任务', '类型:任务', '__proto__', 'constructor', 'toString',
  'hasOwnProperty', 'null', 'undefined', 'NaN', 'true', '0', '-1', '1e309',
  '<script>window.__xss=1</script>', '<img src=x onerror="window.__xss=1">', '"><svg onload=window.__xss=1>',
  'javascript:window.__xss=1', '环保<img src=x onerror=window.__xss=1>', '<b>环保</b>', '<mark>环保</mark>',
  '</p></li></ol><h1 id="own">环保</h1>', '&lt;script&gt;window.__xss=1&lt;/script&gt;',
  '\u202E环保\u202C', '\u200F\u200E环保', '环\u200B保', '\uFEFF环保', '环\u00AD保', '\u2028环保\u2029',
  '\uD83D', '\uDE00', '\uD83D环保', '环保\uDC00', '环\uD800保', '\0', '环\0保', '\u0001\u0007\u001B', '\x7F',
  '环\u0301保\u0301', 'e\u0301', '\u0130', '\u1E9E', 'ﬁ', '㎡', '①', 'Ⅷ', '〇', '々', '\u3000\u3000', '\t环保\n',
  ' '.repeat(5000), ' '.repeat(5000) + '环保', '环 保 '.repeat(500), '环'.repeat(10000), '公开'.repeat(5000),
  'a'.repeat(10000), '。'.repeat(10000), '<'.repeat(10000), '\u{1F600}'.repeat(5000), '\uD83D'.repeat(1000),
]"""

SEARCH_ALL = f"""async () => {{
  const engine = await import(new URL('search/engine.js', new URL('../', location)));
  const failed = [];
  for (const query of {ODD}) {{
    try {{
      const {{ results }} = await engine.search(query);
      const pages = await Promise.all(results.slice(0, 3).map((result) => result.data()));
      const markup = pages.flatMap(({{ excerpt }}) => excerpt.match(/<[^>]*>/g) ?? []);
      const strange = markup.filter((tag) => tag !== '<mark>' && tag !== '</mark>');
      if (strange.length) failed.push([query.slice(0, 40), strange.join(' ')]);
    }} catch (error) {{
      failed.push([query.slice(0, 40), String(error)]);
    }}
  }}
  const after = await engine.search('环保');
  return {{ failed: failed.map(String), after: after.results.length }};
}}"""

# every query goes through the search page; what it built out of them may hold only these elements
TYPE_ALL = f"""async () => {{
  const input = document.querySelector('#q');
  const status = document.querySelector('#search-status');
  const results = document.querySelector('#search-results');
  const known = new Set(['OL', 'UL', 'LI', 'A', 'P', 'SPAN', 'MARK', 'DIV', 'BUTTON']);
  const allowed = new Set(['class', 'href', 'type']);
  const strange = [];
  for (const query of {ODD}) {{
    status.textContent = '';
    input.value = query;
    const empty = !input.value.trim();
    input.form.requestSubmit();
    for (let waited = 0; waited < 400 && !empty && !status.textContent; waited++) {{
      await new Promise((resolve) => setTimeout(resolve, 10));
    }}
    if (!empty && !status.textContent) strange.push([query.slice(0, 40), 'no answer']);
    for (const element of results.querySelectorAll('*')) {{
      const attributes = [...element.attributes].map(({{ name }}) => name);
      if (!known.has(element.tagName)) strange.push([query.slice(0, 40), element.tagName]);
      else if (attributes.some((name) => !allowed.has(name))) strange.push([query.slice(0, 40), ...attributes]);
      else if (element.href && !element.href.startsWith(location.origin)) strange.push([query, element.href]);
    }}
    if (status.children.length) strange.push([query.slice(0, 40), status.innerHTML]);
  }}
  return strange.map(String);
}}"""


@pytest.fixture
def opened(served: Served, page: Page) -> Page:
    page.goto(f"{served.url}/about/")
    return page


@pytest.fixture(scope="module")
def urls(served: Served, browser: Browser) -> Mapping[str, str]:
    return addresses(browser, served.url)


def samples(pages: list[truth.Published]) -> Iterator[tuple[str, str]]:
    """Pieces of the tasks' texts, punctuation and spaces included, with their task."""
    chance = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    while True:
        page = chance.choice(pages)
        block = chance.choice(page.blocks)
        length = chance.randint(SHORTEST, LONGEST)
        start = chance.randrange(max(1, len(block) - length + 1))
        piece = block[start : start + length]
        if len(truth.fold(piece)) >= SHORTEST:
            yield page.url, piece


def test_any_part_of_a_task_finds_the_task(
    portal: Site, opened: Page, urls: Mapping[str, str]
) -> None:
    pages = truth.pages(portal.folder / "output")
    tasks = [page for page in pages.values() if "/tasks/" in page.url]
    chosen = [piece for piece, _ in zip(samples(tasks), range(SAMPLES), strict=False)]
    answers = ask(opened, urls, list(dict.fromkeys(query for _, query in chosen)))
    lost = [(url, query) for url, query in chosen if url not in answers[query].urls]
    assert lost == []
    near = [query for _, query in chosen if answers[query].near]
    assert near == []
    false = [
        (query, url)
        for query, answer in answers.items()
        for url, match in answer.hits
        if match == "exact" and not pages[url].holds(query)
    ]
    assert false == []


def test_browser_and_builder_cut_text_into_the_same_units(opened: Page) -> None:
    known = [code for code in range(0x20, 0x1FFFF) if unicodedata.category(chr(code)) not in UNUSED]
    in_browser = opened.evaluate(
        """async (codes) => {
      const { units } = await import(new URL('../search/query.js', location));
      return codes.map((code) => units(String.fromCodePoint(code)).join(''));
    }""",
        known,
    )
    pairs = zip(known, in_browser, strict=True)
    assert [hex(code) for code, found in pairs if found != units(chr(code))] == []


def test_browser_gives_the_text_back_that_the_builder_cut_up(portal: Site, opened: Page) -> None:
    pages = list(truth.pages(portal.folder / "output").values())[::10]
    texts = ["\n".join(page.blocks) for page in pages]
    in_browser = opened.evaluate(
        """async (words) => {
      const { decode } = await import(new URL('../search/query.js', location));
      return words.map(decode);
    }""",
        [encode(text) for text in texts],
    )
    assert in_browser == [decode(encode(text)) for text in texts]


def test_odd_input_neither_throws_nor_gives_markup(opened: Page) -> None:
    told = opened.evaluate(SEARCH_ALL)
    assert told["failed"] == []
    assert told["after"] > 0
    assert opened.evaluate("window.__xss") is None


def test_odd_input_on_the_search_page_injects_nothing(served: Served, page: Page) -> None:
    page.goto(f"{served.url}/search/")
    assert page.evaluate(TYPE_ALL) == []
    assert page.evaluate("window.__xss") is None


def test_odd_input_in_the_address_injects_nothing(served: Served, page: Page) -> None:
    for query in ("%3Cimg%20src%3Dx%20onerror%3D%22window.__xss%3D1%22%3E", "%E7%8E", "%00%FF"):
        page.goto(f"{served.url}/search/?q={query}&kind=%3Cb%3E&sort=nonsense&role=%22%3E&x=1")
        expect(page.locator("#search-status")).not_to_be_empty()
        assert page.evaluate("window.__xss") is None
        assert page.locator("#search-results :is(img, script, svg, b)").count() == 0


def test_odd_filters_and_calls_of_the_engine_do_not_break_it(opened: Page) -> None:
    told = opened.evaluate(
        """async () => {
      const engine = await import(new URL('../search/engine.js', location));
      const filters = [{ 无: '无' }, { 类型: [] }, { 类型: { any: [] } }, { any: [{ 类型: '任务' }] }, { 类型: null }];
      const counted = [];
      for (const one of filters) counted.push((await engine.search('环保', { filters: one })).results.length);
      const many = await Promise.all(Array.from({ length: 60 }, (_, n) => engine.search('环保财政公开'.slice(n % 5))));
      const late = await Promise.all([engine.debouncedSearch('环', {}, 20), engine.debouncedSearch('环保', {}, 20)]);
      return { counted, many: many.length, late: late.map((found) => found?.results.length ?? null) };
    }"""
    )
    every = len(told["counted"])
    assert every == 5
    assert told["counted"][0] == 0
    assert told["many"] == 60
    assert told["late"][0] is None
    assert told["late"][1] > 0
