// Pages that hold a query exactly, and their order: a title that is the query, names, titles, texts.

import { pairs } from "./query.js";
import { holding, index, run } from "./shards.js";

const MANY = 1000; // of more pages than this, fewer pairs decide the order: they cost time
export const TITLE = 3; // the rank of a page whose title is the query
const NAME = 2; // of one whose name has it
const PLAN = "计划";
const NAMED = new Set(["部门", "领域", "政府", PLAN]);
const WORTH = { 列表: 0.4, 说明: 0.4, 类别: 0.6, 同一要求: 0.6 };

// 国办发〔2017〕24号 as it is searched for: letters of an office, a year, a number; a space may stand after the year
const DOCUMENT = /\p{Script=Han}[发办字函令规]\p{Script=Han}?20\d\d第?\d{1,4}号/u;

/** Whether a page is about something that has a name: a department, a domain, a government, a plan. */
export const bears = ({ kind }) => NAMED.has(kind);

/** What a page is worth by its kind: less than 1 if it repeats what others say. */
export const worth = ({ kind }) => WORTH[kind] ?? 1;

// of times only: before them marks do not count either, and 2017〕79号 would look like 7 before 79号
const TIME = /^\d{1,2}[月日天个小]/;

/** Pages in which a phrase that begins with a time only stands within longer numbers: 1月 in 11月. */
async function mistaken(part, pages) {
  if (part.length < 2 || !TIME.test(part.join("")) || pages.size > MANY) return new Set();
  const longer = await Promise.all([..."0123456789"].map((digit) => holding([digit, ...part])));
  const times = (id) => longer.reduce((sum, found) => sum + (found.get(id)?.places ?? 0) / part.length, 0);
  return new Set([...pages].filter(([id, { places }]) => times(id) >= places / (part.length - 1)).map(([id]) => id));
}

/** Pages that hold every part of a query: id → {whole: whether it is a name that the page bears, place: whether title (2) or names (1) hold all, or no number (-1), titled: share of parts in the title, score}. */
export async function exact(query) {
  const found = await Promise.all(
    query.map(async (part) => {
      const pages = await holding(part);
      return { length: part.length, pages, mistaken: await mistaken(part, pages) };
    }),
  );
  found.sort((a, b) => a.pages.size - b.pages.size);
  const all = new Map();
  for (const id of found[0]?.pages.keys() ?? []) {
    if (!found.every(({ pages }) => pages.has(id))) continue;
    const { title, named } = index.pages.get(id);
    const within = (end) => found.every(({ length, pages }) => pages.get(id).first + length <= end);
    const titled = found.filter(({ length, pages }) => pages.get(id).first + length <= title).length;
    const wrong = found.some(({ mistaken }) => mistaken.has(id));
    const place = wrong ? -1 : within(title) ? 2 : within(named) ? 1 : 0;
    const whole = found.length === 1 && borne(index.pages.get(id), found[0].pages.get(id).first, found[0].length);
    all.set(id, { place, whole, titled: titled / found.length, score: found[0].pages.get(id).score });
  }
  return all;
}

/** Whether a phrase of some length, which stands first at a place, is one of the names that a page bears beside its title. */
function borne({ title, ends }, first, length) {
  const bounds = [title, ...ends.slice(0, -1)];
  return bounds.includes(first) && bounds.includes(first + length);
}

/** Scores of the pages that hold all pairs of a query, anywhere; of very many, a pair of each part. */
async function loose(query, many) {
  const words = new Set(query.flatMap((part) => (part.length > 1 ? chosen(pairs(part), many) : part)));
  const found = await run([...words].join(" "));
  return new Map(found.map(({ id, score }) => [id, score]));
}

/** All pairs, or the middle one: it spans two words and is the rarest. */
const chosen = (all, many) => (many ? [all[(all.length - 1) >> 1]] : all);

// Ordering

/** Exact pages as results: a title that is the query first, then names, titles, texts. */
export async function ranked(query, pages, set) {
  const short = query.length === 1 && query[0].length < 2; // then its own score says as much
  const scores = pages.size > 1 && !short ? await loose(query, pages.size > MANY) : new Map();
  const length = query.reduce((sum, part) => sum + part.length, 0);
  const document = DOCUMENT.test(query.flat().join(""));
  const results = [...pages].map(([id, { place, whole, titled, score: own }]) => {
    const row = index.pages.get(id);
    // every task of a plan repeats the document that the plan carries out
    const tier = document && place === 0 && row.kind === PLAN ? NAME : level(row, place, length);
    const part = tier === NAME ? share(row, place, whole, length) : 0;
    // pagefind.js adds up in no fixed order and with seven digits: the last ones say nothing
    const score = coarse((short ? own : (scores.get(id) ?? 0)) * worth(row) * (1 + titled));
    return { id, row, tier, share: part, score, order: row.order, match: "exact", set };
  });
  return results.sort(byRelevance);
}

/** What a page is found by: its whole title, a name, its title, its text, only a part of a number. */
function level(row, place, length) {
  if (place <= 0) return place;
  if (place === 2 && length === row.title) return TITLE;
  return bears(row) ? NAME : 1;
}

/**
 * How much of a name the query is: 攀枝花 is more of 攀枝花市 than of 攀枝花市财政局. A whole name that the page bears
 * is all of it; what has it in its title comes before what has it among its other names; those of a domain are as
 * good as its own.
 */
function share(row, place, whole, length) {
  if (whole) return 2;
  const own = place === 2 || row.kind === "领域";
  return (own ? 1 : 0) + Math.min(1, length / row.title);
}

const coarse = (score) => Math.round(score * 10) / 10;

const byRelevance = (a, b) =>
  b.tier - a.tier || b.share - a.share || b.score - a.score || a.order - b.order;
