// The index: its shards as one, what is known of every page, and which pages hold a phrase of pairs.

import { pairs } from "./query.js";
import { Facets } from "./filters.js";

const HERE = new URL("./", import.meta.url);
export const SITE = new URL("../", import.meta.url);
const NOWHERE = Number.MAX_SAFE_INTEGER;

let opening;
export let index; // { pagefind, pages: Map id → row, fetchers: Map id → data(), facets, units, loaded: Set, last }
export let lost = false; // whether a file could not be fetched; pagefind.js goes on without it and tells nobody

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

/** A table of the index. */
export const json = async (name, base = HERE) => (await fetch(new URL(name, base))).json();

/** Load the index once; anew when a part of it could not be fetched. */
export function open() {
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
    const ends = Array.isArray(named) ? named : [];
    const row = { id, title, ends, named: ends.at(-1) ?? named, order, date, facets: Object.fromEntries(values) };
    row.kind = row.facets["类型"]?.[0];
    row.values = held.flatMap((own, place) => own.map((value) => numbers[place][value]));
    index.pages.set(id, row);
  }
}

/** A search by pagefind.js: where each page holds it first; remembers how to fetch what it found. */
export async function run(term) {
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

/** Pages that hold a phrase: id → {first: place of its first unit, score}. */
export async function holding(part) {
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
