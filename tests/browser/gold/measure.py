"""Runs queries through /search/engine.js in a browser and measures what comes.

`python -m tests.browser.gold.measure [folder]` measures a built site (output/ unless told).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean, median

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import find
from tests.browser.gold import truth
from tests.browser.gold.queries import gold

TOP = 5
_ENGINE = """
  const address = document.querySelector('form[data-engine]').dataset.engine;
  const engine = await import(new URL(address, document.baseURI));
"""
# the engine's own `search(null)` lists every page: ids become addresses once, not once a hit
ADDRESSES = f"""async () => {{{_ENGINE}
  const every = (await engine.search(null)).results;
  const pages = await Promise.all(every.map(async ({{ id, data }}) => [id, await data()]));
  return Object.fromEntries(pages.map(([id, {{ raw_url }}]) => [id, raw_url.replace(/^\\//, '')]));
}}"""
ASK = f"""async ([queries, rounds]) => {{{_ENGINE}
  const answers = [];
  for (const query of Array(rounds).fill(queries).flat()) {{
    const started = performance.now();
    const {{ results, near, also }} = await engine.search(query);
    const ms = performance.now() - started;
    const hits = results.map(({{ id, match }}) => [id, match]);
    answers.push({{ query, hits, near, ms, also: also.map(({{ words }}) => words.join(' ')) }});
  }}
  return answers.slice(-queries.length);
}}"""


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


@cache
def addresses(browser: Browser, site: str) -> Mapping[str, str]:
    """The address below a site of every page in its index, by the engine's id."""
    page = browser.new_page()
    page.goto(f"{site}/")
    found: dict[str, str] = page.evaluate(ADDRESSES)
    page.close()
    return found


def ask(
    page: Page, urls: Mapping[str, str], queries: Sequence[str], rounds: int = 1
) -> dict[str, Answer]:
    """Ask the engine of the page's own site, in one call; the answers of the last round."""
    told = page.evaluate(ASK, [list(queries), rounds])
    return {
        one["query"]: Answer(
            one["query"],
            tuple((urls[id_], match) for id_, match in one["hits"]),
            one["near"],
            tuple(one["also"]),
            one["ms"],
        )
        for one in told
    }


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


def literal(
    answers: Mapping[str, Answer], pages: Mapping[str, truth.Published]
) -> dict[str, list[Score]]:
    """The scores of the literal queries, by kind."""
    kinds = gold().literal.items()
    return {kind: [score(answers[query], pages) for query in found] for kind, found in kinds}


def everything() -> list[str]:
    """Every query of the gold set."""
    named = [query for kind in gold().widening.values() for query in kind]
    asked = [query for kind in gold().literal.values() for query in kind]
    known = (*gold().titles, *gold().departments, *gold().first)
    return list(dict.fromkeys((*asked, *known, *named, *gold().nothing)))


def report(answers: Mapping[str, Answer], pages: Mapping[str, truth.Published]) -> str:
    """The figures of the whole gold set."""
    lines = [table(literal(answers, pages))]
    for name, known in (
        ("titles", gold().titles),
        ("departments", gold().departments),
        ("first", gold().first),
    ):
        ranks = [rank(answers[query], url) for query, url in known.items()]
        lines.append(f"{name:<14} {len(ranks):>3} MRR {fmean(ranks):.4f}")
        lines += [f"  {q}: {r:.2f}" for q, r in zip(known, ranks, strict=True) if r < 1]
    for kind, wanted in gold().widening.items():
        lost = {q: urls for q, found in wanted.items() if (urls := missed(answers[q], found))}
        lines.append(f"{kind:<14} {len(wanted):>3} queries, {len(lost)} miss a page")
        lines += [f"  {query}: {urls}" for query, urls in lost.items()]
    return "\n".join(lines)


def main(folder: Path) -> None:
    """Print the figures of a built site."""
    from tests.browser.conftest import serve  # noqa: PLC0415 - needs pytest
    from tests.conftest import FLAGS  # noqa: PLC0415

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        for served in serve(folder):
            page = browser.new_page()
            page.goto(f"{served.url}/")
            answers = ask(page, addresses(browser, served.url), everything(), rounds=2)
            sys.stdout.write(report(answers, truth.pages(folder)) + "\n")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "output"))
