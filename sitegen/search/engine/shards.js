// The index: its shards as one, what is known of every page, and which pages hold a phrase of pairs.

import { pairs } from "./query.js";
import { Facets } from "./filters.js";
import { plain } from "./numbers.js";

const HERE = new URL("./", import.meta.url);
export const SITE = new URL("../", import.meta.url);
const SIGNATURE = "pagefind_dcd"; // with which Pagefind's files begin
const GZIP = 0x1f;
const NOWHERE = Number.MAX_SAFE_INTEGER;

let opening;
export let index; // { pagefind, pages: Map id → row, numbers: Map number → [id], texts: Map id → text, facets, units, loaded: Set, last }
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
  index = { pagefind, pages: new Map(), numbers: new Map(), texts: new Map(), facets: new Facets(), loaded: new Set() };
  tables.forEach((table, place) => read(table, folders[place]));
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

function read({ first, facets, pages }, folder) {
  const names = Object.keys(facets);
  const numbers = names.map((name) => facets[name].map((value) => index.facets.number(name, value)));
  for (const [place, [id, title, named, date, held, number]] of pages.entries()) {
    const values = names.map((name, at) => [name, held[at].map((value) => facets[name][value])]);
    const ends = Array.isArray(named) ? named : [];
    const row = { id, folder, title, ends, named: ends.at(-1) ?? named, order: first + place, date };
    row.facets = Object.fromEntries(values);
    row.kind = row.facets["类型"]?.[0];
    row.values = held.flatMap((own, at) => own.map((value) => numbers[at][value]));
    index.pages.set(id, row);
    if (number) count(row, number);
  }
}

function count(row, number) {
  const key = plain(number);
  row.number = number;
  index.numbers.set(key, [...(index.numbers.get(key) ?? []), row.id]);
}

/** What is kept of a page: {url, content, meta}, its text as Pagefind's words. */
export function text(id) {
  const { texts } = index;
  if (!texts.has(id)) texts.set(id, fetched(id));
  return texts.get(id);
}

/** A page's text from its file: pagefind.js gives it for what a search of its own found, and would load all for a list of all. */
async function fetched(id) {
  const response = await fetch(new URL(`fragment/${id}.pf_fragment`, index.pages.get(id).folder));
  const given = new Uint8Array(await response.arrayBuffer());
  // a server may have unpacked it
  const packed = given[0] === GZIP && new Blob([given]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bytes = packed ? new Uint8Array(await new Response(packed).arrayBuffer()) : given;
  return JSON.parse(new TextDecoder().decode(bytes.subarray(SIGNATURE.length)));
}

/** A search by pagefind.js: where each page holds it first. */
export async function run(term) {
  const { results } = await index.pagefind.search(term);
  return results.map(({ id, score, words }) => {
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
