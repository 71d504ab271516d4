// Other spellings of a query, tried when the words as typed find little. Their words come from the site's own names and titles.

import { dated } from "./dates.js";
import { parts, units } from "./query.js";
import { alike, table, typed } from "./sound.js";

const MOST = 6; // alternatives of one kind
const LITTLE = 3; // with fewer pages than this, other spellings are tried
const LONGEST = 12; // characters, of which more are found as near: no name is so long but for a few
const YEAR = "20\\d\\d年?";
const APART = /[^\p{L}\p{N}]+/u; // what stands between two topics: marks, or a word that says “and”
const AND = /[^\p{L}\p{N}]+|以及|[和与及或]|(?<![a-z])(?:and|or)(?![a-z])/iu;
const COMPOUND = /^\p{Script=Han}{4,8}$/u;
const OFFICE = /[局委办厅]$/u; // what a short name of an office ends with; the old name often with another

/**
 * The kinds of other spellings in order; each is tried while fewer than `enough` pages are found (if `telling`, lists and
 * explanations do not count: they name plans in full; if `ample`, they alone are none, nor are fewer pages than `LITTLE`); of dates,
 * topics, places and halves the first that is found is enough. */
export const STAGES = [
  { kind: "simplified", enough: LITTLE },
  { kind: "date", enough: 1, first: true },
  { kind: "same", enough: LITTLE },
  { kind: "apart", enough: 1, first: true },
  { kind: "place", enough: 1, first: true, telling: true },
  { kind: "doubled", enough: 1 },
  { kind: "short", enough: 1 },
  { kind: "pinyin", enough: 1 },
  { kind: "sound", enough: 1 },
  { kind: "order", enough: 1 },
  { kind: "halves", enough: 1, first: true, ample: true },
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

/** The names that a query has, the longest first, each with those that mean the same. */
export async function named(query, json) {
  const plain = await simplified(query, json);
  const { words } = await cached("names.json", json);
  const known = words.filter((word) => [...word].length > 1).sort((a, b) => b.length - a.length);
  const found = new Map();
  for (const part of plain) {
    let left = part.join("");
    for (const word of known) {
      if (!stands(left, word)) continue;
      left = left.replaceAll(word, " ");
      found.set(word, [word, ...groups.filter((group) => group.includes(word)).flat()]);
    }
  }
  return [...found.values()].map((group) => [...new Set(group)]);
}

/** Whether a name stands in a text; one of digits, such as that of a hotline, not within a longer number. */
const stands = (text, name) => text.includes(name) && (!/^\d+$/.test(name) || new RegExp(`(?<!\\d)${name}(?!\\d)`).test(text));

const KINDS = {
  simplified: (plain) => [plain],
  date: (plain, literal, file, text) => (literal ? [] : dated(text).map(parts)),
  same: (plain, literal) => synonyms(plain, literal > 0),
  apart: (plain, literal, file, text) => (literal ? [] : topics(text)),
  place: (plain, literal) => (literal ? [] : [...placed(plain), ...formal(plain)]),
  doubled: (plain, literal) => (literal ? [] : [plain.map(once)]),
  short: shortened,
  pinyin: typed,
  sound: alike,
  order: turned,
  halves,
  slip: replaced,
};

const written = (query) => query.map((part) => part.join("")).join(" ");

/** A table, fetched once. */
export async function cached(name, json) {
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
  if (literal || others.length || part.length < 3 || part.length > LONGEST) return [];
  const tables = await Promise.all([table("names.json", file), table("titles.json", file)]);
  const known = tables.flat().map(({ word }) => word).join("\n");
  const ways = part.slice(1).map((after, place) => {
    return [...part.slice(0, place), after, part[place], ...part.slice(place + 2)];
  });
  return ways.filter((way) => known.includes(way.join(""))).map((way) => [way]);
}

/** The query with 人民政府 for 政府 and the other way round: offices say either of themselves. */
function formal(query) {
  const ways = [["人民政府", "政府"], [/(?<!人民)政府/gu, "人民政府"]];
  return ways.map(([from, to]) => query.map((part) => [...part.join("").replaceAll(from, to)]));
}

/** The topics of a query that marks or “and” stand between, if each is a word. */
function topics(text) {
  const cuts = [APART, AND].map((between) => text.split(between).map(units).filter((piece) => piece.length));
  return cuts.filter((pieces) => pieces.length > 1 && pieces.every((piece) => piece.length > 1));
}

/** A part without what was typed twice: 财政局局. */
const once = (part) => [...part.join("").replace(/(\p{Script=Han}+)\1/gu, "$1")];

/** The query with a compound as the two words that it is: 惠企政策 stands in plans as 惠企利民政策. */
async function halves(query, literal, file) {
  const long = query.some((part) => part.length > 4 && COMPOUND.test(part.join("")));
  const names = long ? await known(file) : new Set();
  return query.flatMap((part, at) => {
    const places = COMPOUND.test(part.join("")) ? [...part.keys()].slice(2, -1) : [];
    const ways = places.map((place) => [part.slice(0, place), part.slice(place)]);
    // of more than four characters, a name must be one of them: 食品安全抽检, but not 双随机一公示
    const words = ways.filter((way) => part.length < 5 || way.some((half) => names.has(half.join(""))));
    return words.map((way) => [...query.slice(0, at), ...way, ...query.slice(at + 1)]);
  });
}

/** The query with the names in place of parts that shorten them, or lack a character: 文旅局, 食安全. */
async function shortened(query, literal, file) {
  if (literal || query.every(({ length }) => length < 3 || length > LONGEST)) return [];
  const names = (await table("names.json", file)).map(({ word }) => word);
  let made = [[]];
  for (const part of query) {
    const ways = longer(part, names);
    made = made.flatMap((before) => ways.map((way) => [...before, [...way]])).slice(0, MOST);
  }
  return made;
}

/** The names that a part shortens, the shortest first; itself if there are none or it stands in one as it is. */
function longer(part, names) {
  const own = part.join("");
  if (part.length < 3 || names.some((name) => name.includes(own))) return [own];
  const held = (ends) => names.filter((name) => shortens(part, name.replace(/委员会$/u, "委"), ends));
  const same = held((one, last) => one === last);
  const found = same.length ? same : held((one, last) => OFFICE.test(one) && OFFICE.test(last));
  const sorted = [...new Set(found)].sort((a, b) => a.length - b.length);
  return sorted.length ? sorted.slice(0, MOST) : [own];
}

/** Whether a name begins and ends as a part and has the rest of it in between, in this order. */
function shortens(part, name, ends) {
  const characters = [...name];
  if (characters[0] !== part[0] || !ends(part.at(-1), characters.at(-1))) return false;
  let place = 1;
  for (const one of characters.slice(1, -1)) if (place < part.length - 1 && one === part[place]) place += 1;
  return place === part.length - 1;
}

/** The query cut at the names of places and at years, then with names in it replaced: what a task says stands apart. */
function placed(query) {
  const pieces = query.flatMap((part) => part.join("").split(cut).filter((piece) => [...piece].length > 1));
  const apart = pieces.map((piece) => [...piece]);
  return apart.length > query.length ? [apart, ...synonyms(apart, true)] : [];
}

/** Every name of the site, and what else means the same. */
async function known(file) {
  return new Set((await table("names.json", file)).map(({ word }) => word));
}

/** Names and pieces of titles of three or four characters, one of which was mistaken: more are found as near. */
async function replaced(query, literal, file) {
  const [part, ...others] = query;
  if (literal || others.length || part.length < 3 || part.length > 4) return [];
  // an office of 医保 is meant as it is written, even if there is none: 医保局 is no 环保局
  if (part.length === 3 && OFFICE.test(part[2]) && (await known(file)).has(part[0] + part[1])) return [];
  const close = (word) => word.length === part.length && word.filter((one, at) => one !== part[at]).length === 1;
  const names = (await table("names.json", file)).map(({ word }) => [...word]).filter(close);
  return (names.length ? names : pieces(await table("titles.json", file), part)).map((word) => [word]);
}

/** Pieces of titles that begin and end like a word, not within the name of a place, the most frequent first. */
function pieces(titles, part) {
  const counted = new Map();
  const pattern = new RegExp(`(?=(${part.map((one, at) => (at === 0 || at === part.length - 1 ? one : WILD)).join("")}))`, "gu");
  for (const text of titles.flatMap(({ word }) => word.split(cut))) {
    for (const [, piece] of text.matchAll(pattern)) counted.set(piece, (counted.get(piece) ?? 0) + 1);
  }
  const close = [...counted].filter(([piece]) => [...piece].filter((one, at) => one !== part[at]).length === 1);
  return close.sort((a, b) => b[1] - a[1]).map(([piece]) => [...piece]);
}

const WILD = "\\p{Script=Han}";
