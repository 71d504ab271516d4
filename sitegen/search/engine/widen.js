// Other spellings of a query, tried when the words as typed find little: traditional characters as
// simplified ones, names that mean the same, pinyin and its initials, words that sound alike, and
// neighbouring characters the other way round. The words come from the site's own names and titles.

import { dated } from "./dates.js";
import { parts } from "./query.js";
import { alike, table, typed } from "./sound.js";

const MOST = 6; // alternatives of one kind
const LITTLE = 3; // with fewer pages than this, other spellings are tried
const YEAR = "20\\d\\d年?";

/** The kinds of other spellings in order; each is tried while fewer than `enough` pages are found, of dates the first that is found. */
export const STAGES = [
  { kind: "simplified", enough: LITTLE },
  { kind: "date", enough: 1, first: true },
  { kind: "same", enough: LITTLE },
  { kind: "place", enough: 1, first: true },
  { kind: "pinyin", enough: 1 },
  { kind: "sound", enough: 1 },
  { kind: "order", enough: 1 },
  { kind: "slip", enough: 1 },
];

const files = new Map();
let simple; // Map traditional → simplified
let groups; // [[name, …] that mean the same]
let cut; // where a query names a place or a year

/** Other queries of a kind, best first. `literal` is how many pages the words as typed found, `text` how they were typed. */
export async function alternatives(kind, query, literal, json, text = "") {
  const plain = await simplified(query, json);
  const found = await KINDS[kind](plain, literal, (name) => cached(name, json), text);
  const distinct = new Map(found.map((words) => [written(words), words])); // a word may stand in two groups of names
  distinct.delete(written(kind === "simplified" ? query : plain));
  return [...distinct.values()].slice(0, MOST);
}

const KINDS = {
  simplified: (plain) => [plain],
  date: (plain, literal, file, text) => (literal ? [] : dated(text).map(parts)),
  same: (plain, literal) => synonyms(plain, literal > 0),
  place: (plain, literal) => (literal ? [] : placed(plain)),
  pinyin: typed,
  sound: alike,
  order: turned,
  slip: replaced,
};

const written = (query) => query.map((part) => part.join("")).join(" ");

async function cached(name, json) {
  if (!files.has(name)) files.set(name, await json(name));
  return files.get(name);
}

async function simplified(query, json) {
  if (!simple) {
    const same = await json("same.json");
    const to = [...same.simplified];
    simple = new Map([...same.traditional].map((character, place) => [character, to[place]]));
    groups = same.groups;
    cut = new RegExp(`(${[...same.places, YEAR].join("|")})`, "u");
  }
  return query.map((part) => part.map((one) => simple.get(one) ?? one));
}

/** The query with a name in it replaced; if `whole`, only a part that is a name. */
function synonyms(query, whole) {
  const found = [];
  query.forEach((part, place) => {
    const own = part.join("");
    for (const group of groups) {
      const held = group.filter((word) => (whole ? own === word : own.includes(word)));
      const name = held.sort((a, b) => b.length - a.length)[0];
      if (!name) continue;
      for (const other of group) {
        if (own.includes(other)) continue;
        found.push(query.map((one, at) => (at === place ? [...own.replace(name, other)] : one)));
      }
    }
  });
  return found;
}

/** The query with two neighbouring characters exchanged, where a name or title then holds it. */
async function turned(query, literal, file) {
  const [part, ...others] = query;
  if (literal || others.length || part.length < 3) return [];
  const tables = await Promise.all([table("names.json", file), table("titles.json", file)]);
  const known = tables.flat().map(({ word }) => word).join("\n");
  const ways = part.slice(1).map((after, place) => {
    return [...part.slice(0, place), after, part[place], ...part.slice(place + 2)];
  });
  return ways.filter((way) => known.includes(way.join(""))).map((way) => [way]);
}

/** The query cut at the names of places and at years, then with names in it replaced: what a task says stands apart. */
function placed(query) {
  const pieces = query.flatMap((part) => part.join("").split(cut).filter((piece) => [...piece].length > 1));
  const apart = pieces.map((piece) => [...piece]);
  return apart.length > query.length ? [apart, ...synonyms(apart, true)] : [];
}

/** Names and pieces of titles of three or four characters, one of which was mistaken: more are found as near. */
async function replaced(query, literal, file) {
  const [part, ...others] = query;
  if (literal || others.length || part.length < 3 || part.length > 4) return [];
  const close = (word) => word.length === part.length && word.filter((one, at) => one !== part[at]).length === 1;
  const names = (await table("names.json", file)).map(({ word }) => [...word]).filter(close);
  return (names.length ? names : pieces(await table("titles.json", file), part)).map((word) => [word]);
}

/** Pieces of titles that begin and end like a word, the most frequent first. */
function pieces(titles, part) {
  const counted = new Map();
  const pattern = new RegExp(`(?=(${part.map((one, at) => (at === 0 || at === part.length - 1 ? one : WILD)).join("")}))`, "gu");
  for (const { word } of titles) {
    for (const [, piece] of word.matchAll(pattern)) counted.set(piece, (counted.get(piece) ?? 0) + 1);
  }
  const close = [...counted].filter(([piece]) => [...piece].filter((one, at) => one !== part[at]).length === 1);
  return close.sort((a, b) => b[1] - a[1]).map(([piece]) => [...piece]);
}

const WILD = "\\p{Script=Han}";
