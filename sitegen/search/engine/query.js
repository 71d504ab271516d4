// Text → units, the same rules as sitegen/search/encode.py: a unit is one letter or digit of any
// script, width folded, lower case; sentence ends cut a query, other punctuation does not count.

const HARD = /[。！？；!?;\n\s]+/u;
const LETTER = /[\p{L}\p{N}]/u;
export const SPACE = "\u2420";
const GLUE = [
  ..."_\u203F\u2040\u2054\uFE33\uFE34\uFE4D\uFE4E\uFE4F\uFF3F",
  ...run(0x1f150, 26),
  ...run(0x1f170, 26),
];
const FIRST = 0xe000;
export const LONGEST = 120; // units of one query that are looked at

/** The unit a character stands for, or nothing. */
export function unit(character) {
  const folded = character.normalize("NFKC");
  const one = [...folded].length === 1 ? folded : character;
  return LETTER.test(one) ? one : "";
}

/** The units of a text, as an array of lower-case characters. */
export function units(text) {
  const found = [];
  for (const character of text) {
    const one = unit(character).toLowerCase();
    if (one) found.push(...one);
  }
  return found;
}

/** The parts of a query: it is cut at white space and sentence ends; each part is a phrase. */
export function parts(query) {
  let left = LONGEST;
  const found = [];
  for (const piece of String(query).slice(0, 4 * LONGEST).split(HARD)) {
    const part = units(piece).slice(0, left);
    left -= part.length;
    if (part.length) found.push(part);
  }
  return found;
}

/** The pairs of a phrase: each unit with its successor. */
export function pairs(part) {
  return part.slice(1).map((after, place) => part[place] + after);
}

/** Pagefind's words back into text: the last unit of each word is the first of the next. */
export function decode(words) {
  let text = "";
  for (const word of words.split(" ")) {
    const characters = [...word];
    const places = characters.flatMap((character, place) => (unit(character) ? [place] : []));
    text += places.length > 1 ? characters.slice(0, places.at(-1)).join("") : word;
  }
  return text
    .replaceAll(SPACE, " ")
    .replace(/[\uE000-\uE03D]/g, (one) => GLUE[one.charCodeAt(0) - FIRST]);
}

function run(first, length) {
  return Array.from({ length }, (_, place) => String.fromCodePoint(first + place));
}
