// The piece of a page's text that shows why it was found, with the hits marked.

import { unit } from "./query.js";

const LEAD = 16; // characters before the first hit
const LOOKED = 200; // hits from which the best piece is looked for

/** Hits of the terms in a text, as [start, end) character places with the term, in order. */
function hits(characters, terms) {
  const places = [];
  const flat = [];
  characters.forEach((character, place) => {
    const one = unit(character).toLowerCase();
    if (one) {
      places.push(place);
      flat.push(one);
    }
  });
  const found = terms.flatMap((term) => occurrences(flat, term, places));
  return found.sort((a, b) => a[0] - b[0]);
}

/** The hit with which the piece of a text begins that holds the most different terms; of as many, the first. */
function best(found, body, length) {
  const after = found.filter(([start]) => start >= body);
  let most = 0;
  let first = after[0]?.[0] ?? body;
  for (const [place, [start]] of after.slice(0, LOOKED).entries()) {
    const said = told(after, place, start + length - LEAD);
    if (said > most) [most, first] = [said, start];
  }
  return first;
}

/** How many characters the different terms have that stand between a hit and an end. */
function told(found, place, end) {
  const held = new Set();
  for (let at = place; at < found.length && found[at][0] < end; at++) if (found[at][1] <= end) held.add(found[at][2]);
  return [...held].reduce((sum, term) => sum + term.length, 0);
}

function occurrences(flat, term, places) {
  const found = [];
  for (let start = 0; start + term.length <= flat.length; start++) {
    if (term.length && term.every((one, place) => flat[start + place] === one)) {
      found.push([places[start], places[start + term.length - 1] + 1, term]);
    }
  }
  return found;
}

function merged(found) {
  const kept = [];
  for (const [start, end] of found) {
    const last = kept.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else kept.push([start, end]);
  }
  return kept;
}

/** Where the text after a title of so many units begins. */
function after(characters, title) {
  let left = title;
  let place = 0;
  while (place < characters.length && left > 0) {
    if (unit(characters[place])) left -= 1;
    place += 1;
  }
  while (place < characters.length && !unit(characters[place])) place += 1;
  return place;
}

const escape = (text) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** A piece of `length` characters of a text after its title, as marked parts, HTML and plain text. */
export function excerpt(text, title, terms, length) {
  const characters = [...text];
  const body = after(characters, title);
  const found = hits(characters, terms);
  const all = merged(found);
  const first = best(found, body, length);
  const start = Math.max(body, first - LEAD < body + LEAD ? body : first - LEAD);
  const end = Math.min(characters.length, start + length);
  const parts = [];
  const add = (from, to, hit) => {
    if (to > from) parts.push({ text: characters.slice(from, to).join(""), hit });
  };
  let place = start;
  for (const [from, to] of all) {
    if (to <= start || from >= end) continue;
    add(place, Math.max(place, from), false);
    add(Math.max(place, from), Math.min(to, end), true);
    place = Math.max(place, Math.min(to, end));
  }
  add(place, end, false);
  if (start > body) parts.unshift({ text: "…", hit: false });
  if (end < characters.length) parts.push({ text: "…", hit: false });
  return {
    parts,
    plain: parts.map((part) => part.text).join(""),
    html: parts.map((p) => (p.hit ? `<mark>${escape(p.text)}</mark>` : escape(p.text))).join(""),
  };
}
