// Runs queries over pagefind.js in a worker. Exact phrases of pairs decide what is found, a loose
// search of all pairs decides the order. When the words as typed find little, other spellings are
// tried and said (widen.js); when nothing fits, pages that hold most of the pairs come as near ones.

import { decode, pairs, parts, unasked, units } from "./query.js";
import { excerpt } from "./excerpt.js";
import { Facets, passes } from "./filters.js";
import { clues, near } from "./near.js";
import { STAGES, alternatives } from "./widen.js";

const HERE = new URL("./", import.meta.url);
const SITE = new URL("../", import.meta.url);
const LITTLE = 3; // with fewer pages than this, other spellings are tried
const MANY = 1000; // of more pages than this, fewer pairs decide the order: they cost time
const NAMED = new Set(["部门", "领域", "政府", "计划"]);
const WORTH = { 列表: 0.4, 说明: 0.4, 类别: 0.6, 同一要求: 0.6 };
const worth = ({ kind }) => WORTH[kind] ?? 1;
const NOWHERE = Number.MAX_SAFE_INTEGER;

const settings = { excerptLength: 80, baseUrl: SITE.pathname };
let opening;
let index; // { pagefind, pages: Map id → row, fetchers: Map id → data(), facets, units, loaded: Set, last }
let lost = false; // whether a file could not be fetched; pagefind.js goes on without it and tells nobody

const plainly = self.fetch.bind(self);
self.fetch = async (...given) => {
  try {
    const response = await plainly(...given);
    if (!response.ok) throw new Error(`${response.status} ${response.url}`);
    return response;
  } catch (error) {
    lost = true;
    throw error;
  }
};

const json = async (name, base = HERE) => (await fetch(new URL(name, base))).json();

// The index

function open() {
  if (lost) opening = undefined; // pagefind.js would not fetch again what failed once
  lost &&= Boolean(opening);
  opening ??= load().catch((error) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

async function load() {
  const { shards } = await json("shards.json");
  const folders = shards.map((shard) => new URL(shard.path, SITE));
  const [pagefind, ...tables] = await Promise.all([
    connect(folders, shards),
    ...folders.map((folder) => json("pages.json", folder)),
  ]);
  index = { pagefind, pages: new Map(), fetchers: new Map(), facets: new Facets(), loaded: new Set() };
  tables.forEach(read);
}

async function connect([first, ...others], shards) {
  const { createInstance } = await import(new URL("pagefind.js", first).href);
  const pagefind = createInstance({ basePath: first.href });
  await pagefind.init();
  for (const [place, folder] of others.entries()) {
    await pagefind.mergeIndex(folder.href, { language: shards[place + 1].language });
  }
  return pagefind;
}

function read({ facets, pages }) {
  const names = Object.keys(facets);
  const numbers = names.map((name) => facets[name].map((value) => index.facets.number(name, value)));
  for (const [id, title, named, order, date, held] of pages) {
    const values = names.map((name, place) => [name, held[place].map((value) => facets[name][value])]);
    const row = { id, title, named, order, date, facets: Object.fromEntries(values) };
    row.kind = row.facets["类型"]?.[0];
    row.values = held.flatMap((own, place) => own.map((value) => numbers[place][value]));
    index.pages.set(id, row);
  }
}

/** A search by pagefind.js: where each page holds it first; remembers how to fetch what it found. */
async function run(term) {
  const { results } = await index.pagefind.search(term);
  return results.map(({ id, score, words, data }) => {
    if (!index.fetchers.has(id)) index.fetchers.set(id, data);
    return { id, score, first: words.length ? least(words) : NOWHERE, places: words.length };
  });
}

function least(numbers) {
  let found = numbers[0];
  for (const number of numbers) if (number < found) found = number;
  return found;
}

// Finding

/** Pages that hold a phrase: id → {first: place of its first unit, score}. */
async function holding(part) {
  const found = part.length > 1 ? await run(`"${pairs(part).join(" ")}"`) : await prefixed(part[0]);
  return new Map(found.map((hit) => [hit.id, hit]));
}

/** Pages that hold one unit, whatever follows it; all of its key range must be loaded first. */
async function prefixed(one) {
  index.units ??= [...(await json("units.json")).units];
  if (!index.loaded.has(one)) {
    await index.pagefind.preload([one, ...index.units.map((after) => one + after)].join(" "));
    index.loaded.add(one);
  }
  return run(one);
}

// of times only: before them marks do not count either, and 2017〕79号 would look like 7 before 79号
const TIME = /^\d{1,2}[月日天个小]/;

/** Pages in which a phrase that begins with a time only stands within longer numbers: 1月 in 11月. */
async function mistaken(part, pages) {
  if (part.length < 2 || !TIME.test(part.join("")) || pages.size > MANY) return new Set();
  const longer = await Promise.all([..."0123456789"].map((digit) => holding([digit, ...part])));
  const times = (id) => longer.reduce((sum, found) => sum + (found.get(id)?.places ?? 0) / part.length, 0);
  return new Set([...pages].filter(([id, { places }]) => times(id) >= places / (part.length - 1)).map(([id]) => id));
}

/** Pages that hold every part of a query: id → {place: whether title (2) or names (1) hold all, or no number (-1), titled: share of parts in the title, score}. */
async function exact(query) {
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
    all.set(id, { place, titled: titled / found.length, score: found[0].pages.get(id).score });
  }
  return all;
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
async function ranked(query, pages, set) {
  const short = query.length === 1 && query[0].length < 2; // then its own score says as much
  const scores = pages.size > 1 && !short ? await loose(query, pages.size > MANY) : new Map();
  const length = query.reduce((sum, part) => sum + part.length, 0);
  return [...pages].map(([id, { place, titled, score: own }]) => {
    const row = index.pages.get(id);
    const tier = level(row, place, length);
    const part = tier === 2 ? share(row, place, length) : 0;
    // pagefind.js adds up in no fixed order and with seven digits: the last ones say nothing
    const score = coarse((short ? own : (scores.get(id) ?? 0)) * worth(row) * (1 + titled));
    return { id, row, tier, share: part, score, order: row.order, match: "exact", set };
  });
}

/** What a page is found by: its whole title, a name, its title, its text, only a part of a number. */
function level({ kind, title }, place, length) {
  if (place <= 0) return place;
  if (place === 2 && length === title) return 3;
  return NAMED.has(kind) ? 2 : 1;
}

/**
 * How much of a name the query is: 攀枝花 is more of 攀枝花市 than of 攀枝花市财政局. What bears the name comes before
 * what has it among its other names; those of a domain are as good as its own.
 */
function share(row, place, length) {
  const own = place === 2 || row.kind === "领域";
  return (own ? 1 : 0) + Math.min(1, length / row.title);
}

const coarse = (score) => Math.round(score * 10) / 10;

const byRelevance = (a, b) =>
  b.tier - a.tier || b.share - a.share || b.score - a.score || a.order - b.order;

function sorted(results, sort = {}) {
  const [[key, direction] = []] = Object.entries(sort);
  if (!key) return results;
  const sign = direction === "desc" ? -1 : 1;
  const value = ({ row }) => row[key] ?? "";
  return [...results].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === "" || y === "") return (x === "") - (y === "") || a.order - b.order; // undated last
    return sign * (x < y ? -1 : x > y ? 1 : 0) || a.order - b.order;
  });
}

// One search

/** What a query finds, whatever the filters; asked again for each of them, so the last is kept. */
async function find(query, text) {
  if (index.last?.text !== text) index.last = { text, found: await found(query, text) };
  return index.last.found;
}

/** What a query finds; if nothing, what is left of it without the words of a question; if nothing still, what is near. */
async function found(query, text) {
  const asked = unasked(query);
  // other spellings of the question itself would cost tables and find nothing
  const all = asked.length ? await typed(query) : await spelled(query, text);
  if (all.results.length) return all;
  const instead = asked.map((part) => part.join("")).join(" ");
  const plain = instead ? { ...(await spelled(asked, instead)), instead } : all;
  if (!plain.results.length) await approach(plain.sets[0], plain);
  return plain;
}

/** Pages that hold a query as typed. */
async function typed(query) {
  const results = (await ranked(query, await exact(query), 0)).sort(byRelevance);
  return { results, sets: [query], also: [], near: false, instead: "" };
}

/** Pages that hold a query as typed, or as it may be spelled. */
async function spelled(query, text) {
  const all = await typed(query);
  if (all.results.length < LITTLE) await widen(query, all, text);
  return all;
}

/** Other spellings, kind by kind, until enough is found. */
async function widen(query, found, text) {
  const literal = found.results.length;
  for (const { kind, enough, first } of STAGES) {
    if (found.results.length >= enough) continue;
    const known = new Set(found.results.map(({ id }) => id));
    const more = [];
    for (const words of await alternatives(kind, query, literal, json, text)) {
      const pages = [...(await exact(words))].filter(([id]) => !known.has(id));
      if (!pages.length || (first && more.length)) continue;
      for (const [id] of pages) known.add(id);
      const set = found.sets.push(words) - 1;
      const results = (await ranked(words, new Map(pages), set)).sort(byRelevance);
      more.push(...results.map((result, place) => ({ ...result, place, match: "widened" })));
      found.also.push({ kind, words: words.map((part) => part.join("")), set });
    }
    // words that fit equally well take turns
    found.results.push(...more.sort((a, b) => b.tier - a.tier || a.place - b.place || a.set - b.set));
  }
}

async function approach(query, found) {
  const close = await near(query, index.pages, holding, worth);
  found.near = close.length > 0;
  found.sets = [query.flatMap(clues).map((word) => [...word])];
  found.results = close.map(({ id, score }) => {
    const row = index.pages.get(id);
    return { id, row, tier: 0, score, order: row.order, match: "near", set: 0 };
  });
}

async function everything() {
  for (const { id, data } of (await index.pagefind.search(null)).results) index.fetchers.set(id, data);
  const results = [...index.pages].map(([id, row]) => {
    return { id, row, tier: 0, score: 1, order: row.order, match: "exact", set: 0 };
  });
  return { results: results.sort((a, b) => a.order - b.order), sets: [[]], also: [], near: false, instead: "" };
}

async function search(text, { filters = {}, sort = {} } = {}) {
  await open();
  const started = performance.now();
  const query = parts(text ?? "");
  const filtered = Object.keys(filters).length > 0;
  const none = { results: [], sets: [query], also: [], near: false, instead: "" };
  const found = query.length ? await find(query, text) : text == null || filtered ? await everything() : none;
  if (lost) throw new Error("a part of the index could not be loaded");
  const results = filtered ? found.results.filter(({ row }) => passes(row.facets, filters)) : found.results;
  const within = index.facets.counts(results);
  const also = found.also.map((one) => ({ ...one, count: results.filter(({ set }) => set === one.set).length }));
  const order = sorted(results, sort);
  return {
    // columns, because very many small objects are slow to send; engine.js makes results of them
    ids: order.map(({ id }) => id),
    scores: Float64Array.from(order, ({ score }) => score),
    matches: order.map(({ match }) => match),
    from: Uint16Array.from(order, ({ set }) => set),
    unfilteredResultCount: found.results.length,
    filters: within,
    totalFilters: filtered ? index.facets.counts(found.results) : within,
    sets: found.sets,
    also: also.filter(({ count }) => count),
    near: found.near,
    instead: found.instead,
    timings: { preload: 0, search: performance.now() - started, total: performance.now() - started },
  };
}

/** Queries with names that mean the same as one that found enough, with the number of pages for each, filtered. */
async function related(text, { filters = {} } = {}) {
  await open();
  const query = parts(text ?? "");
  const found = [];
  if (!query.length || (await exact(query)).size < LITTLE) return found;
  for (const words of await alternatives("same", query, LITTLE, json)) {
    const pages = [...(await exact(words)).keys()];
    const count = pages.filter((id) => passes(index.pages.get(id).facets, filters)).length;
    if (count) found.push({ query: words.map((part) => part.join("")).join(" "), count });
  }
  return found;
}

// One result

async function data(id, terms) {
  await open();
  if (!index.fetchers.has(id)) await everything(); // the index was loaded anew since the search
  const fragment = await index.fetchers.get(id)();
  const row = index.pages.get(id);
  const text = decode(fragment.content);
  const title = decode(fragment.meta.title);
  const url = settings.baseUrl.replace(/\/?$/, "/") + fragment.raw_url.replace(/^\//, "");
  const found = excerpt(text, row.title, terms, settings.excerptLength);
  const named = { title, url, excerpt: found.html, plain_excerpt: found.plain };
  return {
    ...named,
    raw_url: fragment.raw_url,
    content: text,
    raw_content: text,
    word_count: units(text).length,
    meta: { title },
    filters: row.facets,
    anchors: [],
    locations: [],
    weighted_locations: [],
    sub_results: [{ ...named, locations: [], weighted_locations: [] }],
    excerpt_parts: found.parts,
    title_parts: excerpt(title, 0, terms, NOWHERE).parts,
  };
}

const methods = {
  init: open,
  options: (given) => void Object.assign(settings, given),
  filters: async () => {
    await open();
    return index.facets.counts([...index.pages.values()].map((row) => ({ row })));
  },
  preload: async (text) => {
    await open();
    const words = parts(text ?? "").flatMap((part) => (part.length > 1 ? pairs(part) : part));
    if (words.length) await index.pagefind.preload(words.join(" "));
  },
  search,
  related,
  data,
};

self.addEventListener("message", async ({ data: { id, method, args } }) => {
  try {
    self.postMessage({ id, result: await methods[method](...args) });
  } catch (error) {
    self.postMessage({ id, error: String(error?.message ?? error) });
  }
});
