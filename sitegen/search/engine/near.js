// Pages that hold most of a query that no page holds: near results.

import { worth } from "./exact.js";
import { holding, index } from "./shards.js";

const NEAR = 0.5; // share of the weight of a query's known words that a near page must hold
const HELD = 1 / 3; // share of all its words, known or not, that a near page must hold
const TITLED = 0.5; // how much more a word in the title says
const MOST = 50;
const RUN = /[a-z0-9]/;

/** The words of a part that pages are compared by: pairs of characters, and letters or digits as they stand together. */
export function clues(part) {
  const pieces = [];
  for (const one of part) {
    if (RUN.test(one) && RUN.test(pieces.at(-1)?.at(-1) ?? "")) pieces[pieces.length - 1] += one;
    else pieces.push(one);
  }
  return pieces.flatMap((piece, place) => {
    const after = pieces[place + 1] ?? "";
    return [...(piece.length > 1 ? [piece] : []), ...(after && !RUN.test(after[0]) ? [piece + after] : [])];
  });
}

/** Pages that hold most of the weight of a query's words, by rarity, best first: [{id, score}]. */
export async function near(query) {
  const rows = index.pages;
  const words = [...new Set(query.flatMap(clues))];
  if (words.length < 2) return [];
  const known = telling(await Promise.all(words.map((word) => holding([...word]))));
  const weights = known.map((pages) => Math.log(1 + rows.size / pages.size));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const held = new Map();
  known.forEach((pages, place) => {
    for (const [id, { first }] of pages) {
      const { share, count, titled } = held.get(id) ?? { share: 0, count: 0, titled: 0 };
      const own = weights[place] / total;
      const inTitle = first < rows.get(id).named ? own : 0;
      held.set(id, { share: share + own, count: count + 1, titled: titled + inTitle });
    }
  });
  const close = [...held].filter(([, { share, count }]) => share >= NEAR && count >= HELD * words.length);
  const found = close.map(([id, { share, titled }]) => {
    return { id, score: rounded((share + TITLED * titled) * Math.sqrt(worth(rows.get(id)))) };
  });
  return found.sort((a, b) => b.score - a.score || rows.get(a.id).order - rows.get(b.id).order).slice(0, MOST);
}

/** Of the pages that hold each word, those that tell something: words that only lists and explanations have do not. */
function telling(all) {
  const known = all.filter((pages) => pages.size);
  const told = known.filter((pages) => [...pages.keys()].some((id) => worth(index.pages.get(id)) > 0.5));
  return told.length ? told : known;
}

const rounded = (share) => Math.round(share * 1000) / 1000;
