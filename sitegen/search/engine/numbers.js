// The number of a task in a query, as readers copy it from paper: 第12项, 任务12, （十二）, 2.3.1, 攀枝花 12.

import { units } from "./query.js";

const NUMERALS = "〇一二三四五六七八九";
const HAN = "[〇零一二三四五六七八九十百]{1,7}";
// no year: it stands on every page
const DIGITS = "(?<![\\d.])(?!(?:19|20)\\d\\d(?!\\d))\\d{1,4}(?:[-.–—·]\\d{1,3}){0,4}(?![\\d.]*\\d)";
const ANY = `(${DIGITS}|${HAN})`;
const IN_MARKS = `[(〔【\\[]${ANY}[)〕】\\]]`;
const START = "(?<=^|\\s)";
const END = "(?=\\s|$)";
const MEASURED = "(?!\\s*[年月日天号时个周季%万亿元条名家])"; // then it counts something

/** What names a number surely, wherever it stands, and what may be one, if it stands apart. */
const SURE = [
  `第\\s*[(]?${ANY}[)]?\\s*(?:项|条|个任务)(?:工作|重点)?(?:任务|要求)?`,
  `(?:任务|序号|编号)\\s*[第是为:#]?\\s*${ANY}${MEASURED}`,
  `(${DIGITS})项(?:任务)?${END}`,
  `${START}${ANY}[号项]?(?:任务|项)${END}`,
];
const TENS = "[二三四五六七八九]?十[一二三四五六七八九]|[二三四五六七八九]十"; // 十 alone may begin many words
const APART = [`${START}${IN_MARKS}${END}`, `${START}(${TENS})${END}`, `${START}(${DIGITS})[.、,]?${END}${MEASURED}`];
/** Before the wording, as in the first column of a table or a heading: only if no page has it so. */
const BEFORE = [`^\\s*${IN_MARKS}`, `^\\s*(${DIGITS})[.、,)\\s]*(?=\\p{Script=Han})${MEASURED}`, `^\\s*(${HAN})、`];

/** A number of any spelling as digits with hyphens: （十二） is 12, 2.3.1 is 2-3-1, 012 is 12. */
export function plain(number) {
  const bare = number.normalize("NFKC").toLowerCase().replace(/[第项条]/gu, "");
  const digits = bare.replace(new RegExp(HAN, "gu"), counted);
  return (digits.match(/[\p{L}\p{N}]+/gu) ?? []).map((one) => one.replace(/^0+(?=\d)/, "")).join("-");
}

/** A number in Chinese numerals, such as 二〇一七, 十二, 三十一 or 一百零二, in digits. */
export function counted(numerals) {
  const digit = (one) => NUMERALS.indexOf(one.replace("零", "〇"));
  const [hundreds, below] = numerals.includes("百") ? numerals.split("百") : ["", numerals];
  const [tens, ones] = below.includes("十") ? below.split("十") : [null, below];
  if (!hundreds && tens === null) return [...ones].map(digit).join("");
  const left = ones.replace(/^[〇零]/u, "");
  const sum = (tens === null ? 0 : 10 * (tens.replace(/^[〇零]/u, "") ? digit(tens.at(-1)) : 1)) + (left ? digit(left) : 0);
  return String((hundreds ? 100 * digit(hundreds) : 0) + sum);
}

/** The numbers that a query may name, the likeliest first: [{number, rest: the query without it, before: whether only as a last resort}]. */
export function named(text) {
  const folded = text.normalize("NFKC");
  const found = [...SURE, ...APART, ...BEFORE].map((way, place) => {
    const held = folded.match(new RegExp(way, "u"));
    const before = place >= SURE.length + APART.length;
    return held && { number: held[1], rest: folded.replace(held[0], " ").trim(), before };
  });
  // a digit with nothing beside it stands on every page
  return found.filter((one) => one && !/^\d$/.test(folded.trim()));
}

/** The pages of a number by how well they fit: 3 if they print it so, 2 otherwise, 1 if they are parts of it (10-1 of 10). */
export function pagesOf(number, { numbers, pages }) {
  const key = plain(number);
  const parts = [...numbers].filter(([other]) => other.startsWith(`${key}-`)).flatMap(([, ids]) => ids);
  const printed = units(number).join("");
  const fits = (id) => (units(pages.get(id).number).join("") === printed ? 3 : 2);
  return new Map([...parts.map((id) => [id, 1]), ...(numbers.get(key) ?? []).map((id) => [id, fits(id)])]);
}
