// The index: its shards as one, what is known of every page, and which pages hold a phrase of pairs.

import { pairs } from "./query.js";
import { Facets } from "./filters.js";
import { plain } from "./numbers.js";

const HERE = new URL("./", import.meta.url);
export const SITE = new URL("../", import.meta.url);
const SIGNATURE = "pagefind_dcd"; // with which Pagefind's files begin
const GZIP = 0x1f;
const LONG = 10; // units of a phrase that is looked for piece by piece
const END = 5; // units of its first two pieces
const PIECE = 12; // and of the others
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

function read({ first, ids, titles, named, dates, numbers, facets }, folder) {
  const names = Object.keys(facets);
  const known = names.map((name) => facets[name].values.map((value) => index.facets.number(name, value)));
  for (const [place, id] of ids.entries()) {
    const [title, ends] = [titles[place], named[place]];
    const row = { id, folder, title, ends, named: ends.at(-1) ?? title, order: first + place, date: dates[place] };
    const values = ({ values, held }) => held[place].map((value) => values[value]);
    row.facets = Object.fromEntries(names.map((name) => [name, values(facets[name])]));
    row.kind = row.facets["类型"]?.[0];
    row.values = names.flatMap((name, at) => facets[name].held[place].map((value) => known[at][value]));
    index.pages.set(id, row);
    if (numbers[place]) count(row, numbers[place]);
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
  // every pair has its own piece of the index: of a sentence that nobody wrote so, most need not be fetched
  if (part.length > LONG && (await lacks(pieces(part)))) return new Map();
  const found = part.length > 1 ? await phrased(part) : await prefixed(part[0]);
  return new Map(found.map((hit) => [hit.id, hit]));
}

const phrased = (part) => run(`"${pairs(part).join(" ")}"`);

/** Pieces of a long phrase, those first where a question has its own words: its end, its beginning, the rest. */
function pieces(part) {
  const rest = Math.max(0, Math.ceil(part.length / PIECE) - 2);
  const between = Array.from({ length: rest }, (_, place) => part.slice((place + 1) * PIECE - 1, (place + 2) * PIECE));
  return [part.slice(-END), part.slice(0, END), ...between];
}

/** Whether no page holds one of some phrases; none is looked for after it. */
async function lacks(phrases) {
  for (const phrase of phrases) if (!(await phrased(phrase)).length) return true;
  return false;
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
