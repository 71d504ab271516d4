"""Runs queries through /search/engine.js in a browser and measures what comes.

`python -m tests.browser.gold.measure [folder]` measures a built site (output/ unless told).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from typing import TYPE_CHECKING

from playwright.sync_api import Page, sync_playwright

from tests.browser.chromium import find
from tests.browser.gold import truth
from tests.browser.gold.queries import gold

if TYPE_CHECKING:
    from collections.abc import Iterator

TOP = 5
# One call for many queries. The engine's own `search(null)` lists every page: so ids become
# addresses once, not once a hit.
ASK = """async ([queries, twice]) => {
  const engine = await import(new URL('search/engine.js', document.baseURI).href);
  const every = (await engine.search(null)).results;
  const pages = await Promise.all(every.map(async ({ id, data }) => [id, await data()]));
  const urls = new Map(pages.map(([id, { raw_url }]) => [id, raw_url.replace(/^\\//, '')]));
  const answers = [];
  for (let round = 0; round <= twice; round++) {
    answers.length = 0;
    for (const query of queries) {
      const started = performance.now();
      const { results, near, also } = await engine.search(query);
      const ms = performance.now() - started;
      const hits = results.map(({ id, match }) => [urls.get(id), match]);
      answers.push({ query, hits, near, also: also.map(({ words }) => words.join(' ')), ms });
    }
  }
  return answers;
}"""


@dataclass(frozen=True)
class Answer:
    """What the engine answered to a query: addresses in order with the kind of each match."""

    query: str
    hits: tuple[tuple[str, str], ...]
    near: bool
    also: tuple[str, ...]
    ms: float

    @property
    def urls(self) -> list[str]:
        """The addresses of the hits, best first."""
        return [url for url, _ in self.hits]


@dataclass(frozen=True)
class Score:
    """How well one query was answered."""

    query: str
    recall: float
    precision: float
    top: float
    ms: float

    @property
    def weak(self) -> bool:
        """Whether anything is wrong."""
        return min(self.recall, self.precision, self.top) < 1


def ask(page: Page, queries: Sequence[str], *, warm: bool = False) -> list[Answer]:
    """Ask the engine of the page's own site; warm: a second time, when all is loaded."""
    told = page.evaluate(ASK, [list(queries), int(warm)])
    return [
        Answer(one["query"], tuple(map(tuple, one["hits"])), one["near"], tuple(one["also"]), one["ms"])
        for one in told
    ]


def score(answer: Answer, pages: Mapping[str, truth.Published]) -> Score:
    """Compare an answer with every page that holds the query's parts, and no other."""
    true = {url for url, page in pages.items() if page.holds(answer.query)}
    assert true, f"no page holds “{answer.query}”: write another query into the gold set"
    right = true.intersection(answer.urls)
    first = answer.urls[:TOP]
    top = len(first) >= min(TOP, len(true)) and true.issuperset(first)
    precision = len(right) / len(answer.hits) if answer.hits else 0
    return Score(answer.query, len(right) / len(true), precision, float(top), answer.ms)


def rank(answer: Answer, url: str) -> float:
    """One over the place of a page among the hits, 0 if it is not there."""
    return 1 / (answer.urls.index(url) + 1) if url in answer.urls else 0


def missed(answer: Answer, wanted: Iterable[str]) -> list[str]:
    """The pages that should be among the first five and are not."""
    first = answer.urls[:TOP]
    return [url for url in wanted if url not in first]


def table(scores: Mapping[str, Sequence[Score]]) -> str:
    """Recall, precision and the rest by kind, with the queries that are weak."""
    rows = [f"{'kind':<12} {'n':>4} recall precision  top5 median ms"]
    everything = [one for kind in scores.values() for one in kind]
    for kind, found in {**scores, "all": everything}.items():
        recall, precision, top = means(found)
        figures = f"{recall:6.4f}    {precision:6.4f} {top:5.3f}"
        rows.append(f"{kind:<12} {len(found):>4} {figures} {median(s.ms for s in found):9.1f}")
    rows += [f"weak: {one}" for one in everything if one.weak]
    return "\n".join(rows)


def means(scores: Sequence[Score]) -> tuple[float, float, float]:
    """Mean recall, mean precision, share of queries whose first five are right."""
    return (
        fmean(one.recall for one in scores),
        fmean(one.precision for one in scores),
        fmean(one.top for one in scores),
    )


def literal(page: Page, pages: Mapping[str, truth.Published]) -> dict[str, list[Score]]:
    """The scores of the literal queries, by kind."""
    kinds = [(kind, query) for kind, queries in gold().literal.items() for query in queries]
    answers = ask(page, [query for _, query in kinds])
    scores: dict[str, list[Score]] = {}
    for (kind, _), answer in zip(kinds, answers, strict=True):
        scores.setdefault(kind, []).append(score(answer, pages))
    return scores


@contextmanager
def _opened(folder: Path) -> Iterator[Page]:
    from tests.browser.conftest import FLAGS, serve  # noqa: PLC0415 - needs pytest

    for served in serve(folder):
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
            page = browser.new_page()
            page.goto(f"{served.url}/")
            yield page
            browser.close()


def main(folder: Path) -> None:
    """Print the measurements of a built site."""
    pages = truth.pages(folder)
    with _opened(folder) as page:
        lines = [table(literal(page, pages))]
        for name, known in (("titles", gold().titles), ("departments", gold().departments)):
            ranks = [rank(answer, known[answer.query]) for answer in ask(page, list(known))]
            lines.append(f"{name:<12} {len(ranks):>4} MRR {fmean(ranks):.4f}")
        for kind, wanted in gold().widening.items():
            answers = ask(page, list(wanted))
            lost = {a.query: miss for a in answers if (miss := missed(a, wanted[a.query]))}
            lines.append(f"{kind:<14} {len(wanted):>3} queries, {len(lost)} miss a page: {lost}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "output"))
