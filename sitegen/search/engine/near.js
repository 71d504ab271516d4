// Pages that hold most of a query that no page holds: near results.

import { bears, worth } from "./exact.js";
import { holding, index } from "./shards.js";
import { cached, named } from "./widen.js";

const NEAR = 0.5; // share of the weight of a query's known words that a near page must hold
const LONG = 1 / 3; // the same of a sentence, which says more than one page
const SOME = 1 / 4; // the same of a page whose title holds a word, where no page is closer
const HELD = 1 / 3; // share of all its words, known or not, that a near page must hold
const TITLED = 0.5; // how much more a word in the title says
const LITTLE = 3; // with fewer such pages, a name that the query has is enough
const MOST = 50;
const WORDS = 12; // of more words than this, those are looked for that titles have: each fetches a piece of the index
const FEW = 6; // with fewer of those, others are added
const RUN = /[a-z0-9]/;

/** The words of a part that pages are compared by: pairs of characters, letters or digits as they stand together, or its one character. */
function clues(part) {
  if (part.length === 1) return part; // 债, left of 政府欠了多少债, is all that its part says
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

/**
 * Pages that hold most of the weight of a query's words, by rarity, best first, the terms, and what of the query no page
 * holds: {pages: [{id, score}], terms, lacking}. */
export async function near(query, json) {
  const told = [...new Set(query.flatMap(clues))];
  const words = await chosen(told, json);
  const names = await named(query, json);
  const strange = await unheld(names);
  const [all, equal] = await Promise.all([each(words), Promise.all(strange.map(either))]);
  const held = shares(telling([...all, ...equal]));
  const here = [...words.filter((_, place) => all[place].size), ...names.map(([name]) => name)];
  const lacking = words.length < told.length ? [] : query.flatMap((part) => uncovered(part.join(""), here));
  const close = [...held].filter(([, { share, count }]) => share >= (words.length < told.length ? LONG : NEAR) && count >= HELD * words.length);
  if (close.length >= LITTLE && !strange.length) return { pages: listed(close), terms: words, lacking };
  const others = await Promise.all(names.filter((group) => !strange.includes(group)).map(either));
  const found = shares([...telling([...all, ...equal]), ...others.filter((pages) => pages.size)]);
  const known = new Set([...close.map(([id]) => id), ...[...equal, ...others].flatMap((pages) => [...pages.keys()])]);
  const some = known.size ? [...found].filter(([id]) => known.has(id)) : [...held].filter(([, one]) => one.titled && one.share >= SOME);
  return { pages: listed(some), terms: [...words, ...names.flat()], lacking };
}

/** The stretches of a text that no word covers, of two characters or more. */
function uncovered(text, words) {
  const left = [...text];
  for (const word of words) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) left.fill(" ", at, at + word.length);
  }
  return left.join("").split(" ").filter((stretch) => stretch.length > 1);
}

/** Some words of a long query: those that titles have, the rarest first; if these are few, others from all over it. */
async function chosen(words, json) {
  if (words.length <= WORDS) return words;
  const titles = (await cached("titles.json", json)).words;
  const counted = words.map((word) => [word, titles.filter((title) => title.includes(word)).length]);
  const telling = counted.filter(([, count]) => count).sort((a, b) => a[1] - b[1]);
  const rest = counted.filter(([, count]) => !count).map(([word]) => word);
  const more = Math.max(0, FEW - telling.length);
  const apart = Math.max(1, Math.floor(rest.length / more));
  return [...telling.map(([word]) => word).slice(0, WORDS), ...rest.filter((_, place) => place % apart === 0).slice(0, more)];
}

/** Names that no page holds, as plans call it otherwise: PM2.5, where they say 大气污染. */
async function unheld(names) {
  const own = await each(names.map(([name]) => name));
  return names.filter((_, place) => !own[place].size);
}

/** The pages that hold each of some words. */
const each = (words) => Promise.all(words.map((word) => holding([...word])));

/** Pages that hold any of some words. */
async function either(words) {
  const found = await each(words);
  return new Map(found.reverse().flatMap((pages) => [...pages]));
}

/** How much of the weight of some words, by rarity, each page holds: id → {share, count, titled}. */
function shares(known) {
  const weights = known.map((pages) => Math.log(1 + index.pages.size / pages.size));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const held = new Map();
  known.forEach((pages, place) => {
    for (const [id, { first }] of pages) {
      const { share, count, titled } = held.get(id) ?? { share: 0, count: 0, titled: 0 };
      const own = weights[place] / total;
      const inTitle = first < index.pages.get(id).named ? own : 0;
      held.set(id, { share: share + own, count: count + 1, titled: titled + inTitle });
    }
  });
  return held;
}

/** Near pages, best first; of as good ones what bears a name comes first. */
function listed(held) {
  const found = held.map(([id, { share, titled }]) => {
    const row = index.pages.get(id);
    return { id, score: rounded((share + TITLED * titled) * Math.sqrt(worth(row))), named: bears(row), order: row.order };
  });
  return found.sort((a, b) => b.score - a.score || b.named - a.named || a.order - b.order).slice(0, MOST);
}

/** Of the pages that hold each word, those that tell something: words that only lists and explanations have do not. */
function telling(all) {
  const known = all.filter((pages) => pages.size);
  const told = known.filter((pages) => [...pages.keys()].some((id) => worth(index.pages.get(id)) > 0.5));
  return told.length ? told : known;
}

const rounded = (share) => Math.round(share * 1000) / 1000;
