// Runs queries over pagefind.js in a worker. Exact phrases of pairs decide what is found, a loose
// search of all pairs decides the order. When the words as typed find little, other spellings are
// tried and said (widen.js); when nothing fits, pages that hold most of the pairs come as near ones.

import { decode, pairs, parts, unasked, units, wished } from "./query.js";
import { excerpt } from "./excerpt.js";
import { TITLE, exact, ranked, worth } from "./exact.js";
import { passes } from "./filters.js";
import { near } from "./near.js";
import { named, pagesOf } from "./numbers.js";
import { SITE, holding, index, json, lost, open, text as shown } from "./shards.js";
import { STAGES, alternatives } from "./widen.js";

const LITTLE = 3; // with fewer pages than this, other spellings are tried

const settings = { excerptLength: 80, baseUrl: SITE.pathname };

// One search

/** What a query finds, whatever the filters; asked again for each of them, so the last is kept. */
async function find(query, text) {
  if (index.last?.text !== text) index.last = { text, found: await found(query, text) };
  return index.last.found;
}

/** What a query finds; if nothing, what is left of it without the words of a question; if nothing still, what is near. */
async function found(query, text) {
  const own = await numbered(query, text);
  if (own) return own;
  const asked = unasked(query);
  // other spellings of the question itself would cost tables and find nothing
  const all = asked.length ? await typed(query) : await spelled(query, text);
  if (all.results.length) return all;
  const instead = asked.map((part) => part.join("")).join(" ");
  const plain = instead ? { ...(await spelled(asked, instead)), instead } : all;
  if (!plain.results.length) await approach(plain.sets[0], plain);
  return plain;
}

/** What a query finds that names the number of a task: the task first, then what holds it as typed; null if it names none. */
async function numbered(query, text) {
  for (const { number, rest, before } of named(text)) {
    const pages = pagesOf(number, index);
    if (!pages.size) continue;
    const all = await typed(query);
    if (before && all.results.length) return null;
    const { results, sets } = await beside(parts(rest), rest, pages);
    if (results.length) return first(results, all, { number, terms: sets.flat() });
  }
  return null;
}

/** The tasks of a number that hold what stands beside it: their own number before parts of it, these in their order. */
async function beside(query, text, pages) {
  const all = query.length ? await spelled(query, text) : everything();
  const results = all.results.filter(({ id }) => pages.has(id));
  const apart = (a, b) => (pages.get(a.id) > 1 ? 0 : a.order - b.order);
  return { ...all, results: results.sort((a, b) => pages.get(b.id) - pages.get(a.id) || apart(a, b)) };
}

/** Results of a number before others, but not before a title that is the query. */
function first(results, all, { number, terms }) {
  const known = new Set(results.map(({ id }) => id));
  const others = all.results.filter(({ id }) => !known.has(id));
  const titled = others.filter(({ tier }) => tier === TITLE);
  const own = results.map((result) => ({ ...result, match: "exact", set: 1 }));
  const also = [{ kind: "number", words: [number], set: 1 }];
  return { ...all, results: [...titled, ...own, ...others.slice(titled.length)], sets: [all.sets[0], terms], also };
}

/** Pages that hold a query as typed. */
async function typed(query) {
  const results = await ranked(query, await exact(query), 0);
  return { results, sets: [query], also: [], near: false, instead: "" };
}

/** Pages that hold a query as typed, or as it may be spelled. */
async function spelled(query, text) {
  const all = await typed(query);
  if (all.results.length < LITTLE) await widen(query, all, text);
  return all;
}

/** The pages that say it themselves: lists and explanations only repeat what others say. */
const tell = (results) => results.filter(({ row }) => worth(row) > 0.5);
const tells = (pages) => pages.some(([id]) => worth(index.pages.get(id)) > 0.5);

/** Other spellings, kind by kind, until enough is found. */
async function widen(query, found, text) {
  const literal = [...found.results];
  for (const { kind, enough, first, telling, ample } of STAGES) {
    const counted = (results) => (telling ? tell(results) : results).length;
    if (counted(found.results) >= enough) continue;
    const known = new Set(found.results.map(({ id }) => id));
    const more = [];
    for (const words of await alternatives(kind, query, counted(literal), json, text)) {
      const pages = [...(await exact(words))].filter(([id]) => !known.has(id));
      if (!pages.length || (first && more.length) || (ample && !(pages.length >= LITTLE && tells(pages)))) continue;
      for (const [id] of pages) known.add(id);
      const set = found.sets.push(words) - 1;
      const results = await ranked(words, new Map(pages), set);
      more.push(...results.map((result, place) => ({ ...result, place, match: "widened" })));
      found.also.push({ kind, words: words.map((part) => part.join("")), set });
    }
    // words that fit equally well take turns
    found.results.push(...more.sort((a, b) => b.tier - a.tier || a.place - b.place || a.set - b.set));
  }
}

async function approach(query, found) {
  const { pages, terms, lacking } = await near(query, json);
  found.near = pages.length > 0;
  found.lacking = lacking;
  found.sets = [terms.map((word) => [...word])];
  found.results = pages.map(({ id, score, order }) => {
    return { id, row: index.pages.get(id), tier: 0, score, order, match: "near", set: 0 };
  });
}

function everything() {
  const results = [...index.pages].map(([id, row]) => {
    return { id, row, tier: 0, score: 1, order: row.order, match: "exact", set: 0 };
  });
  return { results: results.sort((a, b) => a.order - b.order), sets: [[]], also: [], near: false, instead: "" };
}

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

/** What was found but for the pages that hold anything unwanted. */
async function without(found, unwanted) {
  const pages = await Promise.all(unwanted.map(holding));
  return { ...found, results: found.results.filter(({ id }) => !pages.some((held) => held.has(id))) };
}

async function search(given, { filters = {}, sort = {} } = {}) {
  await open();
  const started = performance.now();
  const { text, unwanted } = given == null ? { text: null, unwanted: [] } : wished(given);
  const query = parts(text ?? "");
  const filtered = Object.keys(filters).length > 0;
  const none = { results: [], sets: [query], also: [], near: false, instead: "" };
  const all = query.length ? await find(query, text) : text == null || filtered ? everything() : none;
  const found = unwanted.length ? await without(all, unwanted) : all;
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
    lacking: found.lacking ?? [],
    instead: found.instead,
    without: unwanted.map((part) => part.join("")),
    timings: { preload: 0, search: performance.now() - started, total: performance.now() - started },
  };
}

/** Queries that find more, with the number of pages for each, filtered: equal names; the halves of what few pages hold. */
async function related(text, { filters = {} } = {}) {
  await open();
  const query = parts(text ?? "");
  if (!query.length || wished(text).unwanted.length) return [];
  const held = await exact(query);
  const few = held.size < LITTLE;
  const count = (pages) => [...pages.keys()].filter((id) => passes(index.pages.get(id).facets, filters)).length;
  const least = few ? count(held) : 0;
  const found = [];
  for (const words of held.size ? await alternatives(few ? "halves" : "same", query, LITTLE, json) : []) {
    const pages = count(await exact(words));
    if (pages > least) found.push({ query: words.map((part) => part.join("")).join(" "), count: pages });
  }
  return found;
}

// One result

async function data(id, terms) {
  await open();
  const fragment = await shown(id);
  const row = index.pages.get(id);
  const text = decode(fragment.content);
  const title = decode(fragment.meta.title);
  const url = settings.baseUrl.replace(/\/?$/, "/") + fragment.url.replace(/^\//, "");
  const found = excerpt(text, row.title, terms, settings.excerptLength);
  const named = { title, url, excerpt: found.html, plain_excerpt: found.plain };
  return {
    ...named,
    raw_url: fragment.url,
    content: text,
    raw_content: text,
    word_count: units(text).length,
    meta: { title },
    filters: row.facets,
    number: row.number ?? "",
    anchors: [],
    locations: [],
    weighted_locations: [],
    sub_results: [{ ...named, locations: [], weighted_locations: [] }],
    excerpt_parts: found.parts,
    title_parts: excerpt(title, 0, terms, Infinity).parts,
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
